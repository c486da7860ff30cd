/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ExistingAccount: an account as it stands in a mail program, both directions, and where. */
#pragma once

#include "kitte-account.h"
#include "kitte-installation.h"
#include "kitte-server.h"
#include "kitte-setting.h"

G_BEGIN_DECLS

#define KITTE_TYPE_EXISTING_ACCOUNT (kitte_existing_account_get_type ())
#define KITTE_TYPE_EXISTING_SERVER (kitte_existing_server_get_type ())

/**
 * KitteSignIn:
 * @KITTE_SIGN_IN_UNKNOWN: what is written there says nothing to us
 * @KITTE_SIGN_IN_AUTOMATIC: the program takes what the server offers
 * @KITTE_SIGN_IN_NONE: none
 * @KITTE_SIGN_IN_POP_BEFORE_SMTP: none; receiving opens sending
 * @KITTE_SIGN_IN_PASSWORD: PLAIN, LOGIN, or the protocol’s own command
 * @KITTE_SIGN_IN_ENCRYPTED: APOP, CRAM-MD5, DIGEST-MD5: “encrypted password”
 * @KITTE_SIGN_IN_SCRAM: SCRAM-SHA-1 and newer
 * @KITTE_SIGN_IN_NTLM: SPA, “secure password authentication”
 *
 * How a program was told to sign in, in the words of the programs rather than of the protocols.
 */
typedef enum
{
  KITTE_SIGN_IN_UNKNOWN,
  KITTE_SIGN_IN_AUTOMATIC,
  KITTE_SIGN_IN_NONE,
  KITTE_SIGN_IN_POP_BEFORE_SMTP,
  KITTE_SIGN_IN_PASSWORD,
  KITTE_SIGN_IN_ENCRYPTED,
  KITTE_SIGN_IN_SCRAM,
  KITTE_SIGN_IN_NTLM,
  KITTE_SIGN_IN_KERBEROS,
  KITTE_SIGN_IN_CERTIFICATE,
  KITTE_SIGN_IN_OAUTH2,
} KitteSignIn;

/**
 * KitteStoredPassword:
 * @KITTE_STORED_PASSWORD_OUT_OF_REACH: a command gives it, which Kitte does not run, or it is kept
 *   where no other program can read it
 *
 * Whether the program keeps a password for a server; it is never read to find out.
 */
typedef enum
{
  KITTE_STORED_PASSWORD_UNKNOWN,
  KITTE_STORED_PASSWORD_NO,
  KITTE_STORED_PASSWORD_YES,
  KITTE_STORED_PASSWORD_OUT_OF_REACH,
} KitteStoredPassword;

/* The versions of the protocol as it writes them itself (RFC 8446, 4.1.2); 0: not pinned. */
#define KITTE_TLS_SSL_3 0x0300
#define KITTE_TLS_1_0 0x0301
#define KITTE_TLS_1_1 0x0302
#define KITTE_TLS_1_2 0x0303
#define KITTE_TLS_1_3 0x0304

/**
 * KitteExistingServer:
 * @key: (nullable): how the program names the server: `server1`, `smtp1`, a source uid
 * @sign_in: as it is set; @word as it is written there
 * @username: (nullable): as it is written, also where the program does not use it
 * @tls_if_offered: STARTTLS “if available”: whoever sits on the line can take it away
 * @tls_min: the oldest version that is allowed, as one of `KITTE_TLS_…`; 0: the program’s own
 * @tls_max: the newest one
 * @trusts_any: the certificate is not checked
 * @exceptions: (array zero-terminated=1) (nullable): `host:port` of certificates that were accepted
 *   once and for all
 * @settings: (element-type KitteSetting): where each stands
 *
 * One direction of an account as it stands; what a #KitteServer has no words for. A value.
 */
typedef struct
{
  char *key;
  KitteSignIn sign_in;
  char *word;
  char *username;
  gboolean tls_if_offered;
  guint tls_min;
  guint tls_max;
  gboolean trusts_any;
  char **exceptions;
  KitteStoredPassword password;
  GPtrArray *settings;
} KitteExistingServer;

/**
 * KitteExistingAccount:
 * @client: which program
 * @path: the file the settings stand in
 * @key: how the program names the account: `account1`, a source uid, an msmtp account
 * @outgoing_key: (nullable): how it names the sending server
 * @incoming: (nullable): as it is set, with the method as it is set
 * @outgoing: (nullable): as it is set; @username %NULL and method none: no sign-in
 * @receiving: (nullable): the rest of @incoming
 * @sending: (nullable): the rest of @outgoing
 * @identities: (array zero-terminated=1) (nullable): further addresses of the account
 * @shared_with: (array zero-terminated=1) (nullable): addresses of the other accounts that send
 *   through the same server
 * @leaves_on_server: POP3: mail that was fetched stays there for @leave_days, 0: for ever
 * @deletes_with_program: POP3: what is deleted in the program is deleted there too
 * @check_minutes: how often mail is fetched by itself; 0: never
 * @checks_at_start: whether it is fetched when the program starts
 * @receives_first: the program fetches mail before it sends
 * @disabled: switched off in the program
 * @read_only: Kitte can read this program’s files and does not write them
 *
 * An account as it stands in a mail program, with where each setting stands. A value.
 */
typedef struct
{
  char *client;
  char *path;
  char *key;
  char *outgoing_key;
  char *address;
  char *name;
  KitteServer *incoming;
  KitteServer *outgoing;
  KitteInstallation *installation;
  KitteExistingServer *receiving;
  KitteExistingServer *sending;
  char **identities;
  char **shared_with;
  gboolean leaves_on_server;
  guint leave_days;
  gboolean deletes_with_program;
  guint check_minutes;
  gboolean checks_at_start;
  gboolean receives_first;
  gboolean disabled;
  gboolean read_only;
} KitteExistingAccount;

GType kitte_existing_account_get_type (void);
GType kitte_existing_server_get_type (void);

KitteExistingAccount *kitte_existing_account_new (KitteInstallation *installation);
KitteExistingAccount *kitte_existing_account_ref (KitteExistingAccount *self);
void kitte_existing_account_unref (KitteExistingAccount *self);

KitteExistingServer *kitte_existing_server_new (const char *key);
KitteExistingServer *kitte_existing_server_ref (KitteExistingServer *self);
void kitte_existing_server_unref (KitteExistingServer *self);

void kitte_existing_server_add (KitteExistingServer *self,
                                KitteSettingKind kind,
                                const char *path,
                                const char *group,
                                const char *key,
                                guint line,
                                const char *value);
KitteSetting *kitte_existing_server_find (const KitteExistingServer *self, KitteSettingKind kind);

KitteSignIn kitte_sign_in_of_server (const KitteServer *server);

gboolean kitte_existing_account_is_for (const KitteExistingAccount *existing,
                                        const KitteAccount *account);
gboolean kitte_existing_account_is_same_mailbox (const KitteExistingAccount *existing,
                                                 const KitteAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteExistingAccount, kitte_existing_account_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteExistingServer, kitte_existing_server_unref)

G_END_DECLS
