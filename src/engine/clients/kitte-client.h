/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteClient: what Kitte can do with one mail program; one class a program. */
#pragma once

#include <gio/gio.h>

#include "change/kitte-change-set.h"
#include "change/kitte-file-owner.h"
#include "model/kitte-account.h"
#include "model/kitte-existing-account.h"
#include "model/kitte-installation.h"

G_BEGIN_DECLS

#define KITTE_CLIENT_ERROR (kitte_client_error_quark ())

/**
 * KitteClientError:
 * @KITTE_CLIENT_ERROR_RUNNING: the program is open; ask for it to be closed
 * @KITTE_CLIENT_ERROR_UNREADABLE: a file of the program cannot be understood; it is left alone
 * @KITTE_CLIENT_ERROR_UNSUPPORTED: the program cannot do what was proven; leave it out, say why
 * @KITTE_CLIENT_ERROR_EXISTS: the account is there already
 * @KITTE_CLIENT_ERROR_PRIMARY_PASSWORD: the password store is locked by a primary password
 * @KITTE_CLIENT_ERROR_STORE: the password store cannot be used
 * @KITTE_CLIENT_ERROR_IO: reading or preparing a file failed
 */
typedef enum
{
  KITTE_CLIENT_ERROR_RUNNING,
  KITTE_CLIENT_ERROR_UNREADABLE,
  KITTE_CLIENT_ERROR_UNSUPPORTED,
  KITTE_CLIENT_ERROR_EXISTS,
  KITTE_CLIENT_ERROR_PRIMARY_PASSWORD,
  KITTE_CLIENT_ERROR_STORE,
  KITTE_CLIENT_ERROR_IO,
} KitteClientError;

/**
 * KitteHabits:
 * @fetch_minutes: mail is fetched when the program starts and at least this often; 0: as before
 * @leave_on_server: POP3: what was fetched stays there
 * @receive_first: the program fetches before it sends, where it can be told so
 *
 * What an account does beside its servers.
 */
typedef struct
{
  guint fetch_minutes;
  gboolean leave_on_server;
  gboolean receive_first;
} KitteHabits;

/**
 * KitteProvenServers:
 * @incoming: (nullable): what receiving is after the repair; %NULL: it stays as it is
 * @outgoing: (nullable): what sending is
 *
 * Servers that were proven with encryption of today and a certificate that the system trusts, so
 * that an account needs no exception for them.
 */
typedef struct
{
  const KitteServer *incoming;
  const KitteServer *outgoing;
} KitteProvenServers;

/**
 * KitteSharedServer:
 * @KITTE_SHARED_SERVER_LEAVE: it stays as it is for the others, and the account gets its own
 * @KITTE_SHARED_SERVER_CHANGE: the same change is right for all of them
 *
 * What becomes of a sending server that other accounts send through as well.
 */
typedef enum
{
  KITTE_SHARED_SERVER_LEAVE,
  KITTE_SHARED_SERVER_CHANGE,
} KitteSharedServer;

#define KITTE_TYPE_CLIENT (kitte_client_get_type ())
G_DECLARE_DERIVABLE_TYPE (KitteClient, kitte_client, KITTE, CLIENT, GObject)

/**
 * KitteClientClass:
 * @find: installations on this computer, best first; empty when there is none
 * @can_hold: whether the program can do what was proven; sets KITTE_CLIENT_ERROR_UNSUPPORTED with
 *   a sentence for the person when not
 * @plan: adds to @changes what makes @account ready in @installation; touches nothing
 * @read: the accounts the program has; touches nothing
 * @plan_outgoing: adds to @changes the smallest change that gives @existing another sending server
 * @plan_update: adds to @changes what gives @existing the proven settings of @account and its
 *   passwords; everything else of it stays
 * @plan_habits: (nullable): adds to @changes what gives @existing other habits
 * @plan_trust: (nullable): adds to @changes what takes back settings that weaken the encryption
 * @renews: (nullable) (array zero-terminated=1): codes of the problems that @plan_trust is for
 * @can_receive_first: (nullable): whether the account can be told to fetch before it sends
 * @take_back: a file's bytes without our part, found by the parts that the plan added; see
 *   kitte_file_owner_take_back(); undo calls it where the file was written by others since
 * @forget: (nullable): a file's bytes without the old secrets it keeps for undo; see
 *   kitte_file_owner_forget()
 * @lookup_password: (nullable): the password the program has saved for a server; waits where the
 *   person is asked to unlock the keyring
 * @set_primary_password: (nullable): what opens a password store that is locked by one
 * @set_password_in_file: (nullable): whether the person wants the password in the program's
 * settings file, readable to whoever can read that file
 *
 * A program that Kitte only reads has @find and @read alone; plans for it fail with
 * %KITTE_CLIENT_ERROR_UNSUPPORTED.
 *
 * All are synchronous local work without network; call them in a worker thread where a window
 * must not wait. Plans may be made while the program runs; applying refuses then. Every client is
 * a #KitteFileOwner: the list of clients is what kitte_undo_async() and kitte_undo_recover() take.
 */
struct _KitteClientClass
{
  GObjectClass parent_class;
  const char *id;
  const char *const *renews;

  GPtrArray *(*find) (KitteClient *self);
  gboolean (*can_hold) (KitteClient *self,
                        KitteInstallation *installation,
                        const KitteAccount *account,
                        GError **error);
  gboolean (*plan) (KitteClient *self,
                    KitteInstallation *installation,
                    const KitteAccount *account,
                    KitteChangeSet *changes,
                    GError **error);
  GPtrArray *(*read) (KitteClient *self, KitteInstallation *installation, GError **error);
  gboolean (*plan_outgoing) (KitteClient *self,
                             const KitteExistingAccount *existing,
                             KitteServer *outgoing,
                             KitteCredential *credential,
                             KitteSharedServer shared,
                             KitteChangeSet *changes,
                             GError **error);
  gboolean (*plan_update) (KitteClient *self,
                           const KitteExistingAccount *existing,
                           const KitteAccount *account,
                           KitteSharedServer shared,
                           KitteChangeSet *changes,
                           GError **error);
  gboolean (*plan_habits) (KitteClient *self,
                           const KitteExistingAccount *existing,
                           const KitteHabits *habits,
                           KitteChangeSet *changes,
                           GError **error);
  gboolean (*plan_trust) (KitteClient *self,
                          const KitteExistingAccount *existing,
                          const KitteProvenServers *trust,
                          KitteChangeSet *changes,
                          GError **error);
  gboolean (*can_receive_first) (KitteClient *self, const KitteExistingAccount *existing);
  gboolean (*take_back) (KitteClient *self,
                         const KitteFileTrace *trace,
                         GBytes *now,
                         GBytes **then,
                         GError **error);
  gboolean (*forget) (KitteClient *self,
                      const KitteFileTrace *trace,
                      GBytes *now,
                      GBytes **then,
                      GError **error);
  KitteSecret *(*lookup_password) (KitteClient *self,
                                   const KitteExistingAccount *existing,
                                   const KitteServer *server,
                                   GCancellable *cancellable,
                                   GError **error);
  void (*set_primary_password) (KitteClient *self, KitteSecret *primary_password);
  void (*set_password_in_file) (KitteClient *self, gboolean wanted);
};

GQuark kitte_client_error_quark (void);

GPtrArray *kitte_clients_new (void);
GPtrArray *kitte_clients_new_readable (void);
gboolean kitte_clients_recover (GPtrArray *clients, GError **error);
KitteClient *kitte_clients_get (GPtrArray *clients, const char *id);

const char *kitte_client_get_id (KitteClient *self);
GPtrArray *kitte_client_find (KitteClient *self);
gboolean kitte_client_is_writable (KitteClient *self);
gboolean kitte_client_can_hold (KitteClient *self,
                                KitteInstallation *installation,
                                const KitteAccount *account,
                                GError **error);
gboolean kitte_client_plan (KitteClient *self,
                            KitteInstallation *installation,
                            const KitteAccount *account,
                            KitteChangeSet *changes,
                            GError **error);
GPtrArray *kitte_client_read (KitteClient *self, KitteInstallation *installation, GError **error);
gboolean kitte_client_plan_outgoing (KitteClient *self,
                                     const KitteExistingAccount *existing,
                                     KitteServer *outgoing,
                                     KitteCredential *credential,
                                     KitteSharedServer shared,
                                     KitteChangeSet *changes,
                                     GError **error);
gboolean kitte_client_plan_update (KitteClient *self,
                                   const KitteExistingAccount *existing,
                                   const KitteAccount *account,
                                   KitteSharedServer shared,
                                   KitteChangeSet *changes,
                                   GError **error);
gboolean kitte_client_plan_habits (KitteClient *self,
                                   const KitteExistingAccount *existing,
                                   const KitteHabits *habits,
                                   KitteChangeSet *changes,
                                   GError **error);
gboolean kitte_client_can_renew (KitteClient *self, const char *code);
gboolean kitte_client_plan_trust (KitteClient *self,
                                  const KitteExistingAccount *existing,
                                  const KitteProvenServers *trust,
                                  KitteChangeSet *changes,
                                  GError **error);
gboolean kitte_client_can_receive_first (KitteClient *self, const KitteExistingAccount *existing);
gboolean kitte_client_can_lookup_password (KitteClient *self);
gboolean kitte_client_keeps_outgoing (const KitteExistingAccount *existing,
                                      const KitteServer *outgoing);
KitteSecret *kitte_client_lookup_password (KitteClient *self,
                                           const KitteExistingAccount *existing,
                                           const KitteServer *server,
                                           GCancellable *cancellable,
                                           GError **error);
void kitte_client_set_primary_password (KitteClient *self, KitteSecret *primary_password);
void kitte_client_set_password_in_file (KitteClient *self, gboolean wanted);

G_END_DECLS
