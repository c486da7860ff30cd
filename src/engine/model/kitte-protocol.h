/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three enumerations every room speaks in: protocol, security, sign-in method. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KITTE_PROTOCOL_IMAP,
  KITTE_PROTOCOL_POP3,
  KITTE_PROTOCOL_SMTP,
} KitteProtocol;

typedef enum
{
  KITTE_SECURITY_TLS,
  KITTE_SECURITY_STARTTLS,
  KITTE_SECURITY_NONE,
} KitteSecurity;

/**
 * KitteAuth:
 * @KITTE_AUTH_LOGIN: the SASL mechanism LOGIN
 * @KITTE_AUTH_USER_PASS: the protocol’s own command: IMAP LOGIN, POP3 USER and PASS
 * @KITTE_AUTH_OAUTH2: XOAUTH2 or OAUTHBEARER; the mail program signs in itself
 * @KITTE_AUTH_NONE: the server asks for no sign-in
 */
typedef enum
{
  KITTE_AUTH_PLAIN,
  KITTE_AUTH_LOGIN,
  KITTE_AUTH_CRAM_MD5,
  KITTE_AUTH_DIGEST_MD5,
  KITTE_AUTH_SCRAM_SHA_1,
  KITTE_AUTH_SCRAM_SHA_256,
  KITTE_AUTH_APOP,
  KITTE_AUTH_USER_PASS,
  KITTE_AUTH_OAUTH2,
  KITTE_AUTH_NONE,
} KitteAuth;

#define KITTE_N_AUTH (KITTE_AUTH_NONE + 1)

/* Sign-in methods in order of preference, each at most once; a plain value. */
typedef struct
{
  KitteAuth items[KITTE_N_AUTH];
  guint n_items;
} KitteAuthList;

const char *kitte_protocol_to_nick (KitteProtocol protocol);
gboolean kitte_protocol_from_nick (const char *nick, KitteProtocol *protocol);
const char *kitte_protocol_get_display_name (KitteProtocol protocol);
guint16 kitte_protocol_get_default_port (KitteProtocol protocol, KitteSecurity security);

const char *kitte_security_to_nick (KitteSecurity security);
gboolean kitte_security_from_nick (const char *nick, KitteSecurity *security);

const char *kitte_auth_to_nick (KitteAuth auth);
gboolean kitte_auth_from_nick (const char *nick, KitteAuth *auth);

void kitte_auth_list_add (KitteAuthList *list, KitteAuth auth);
void kitte_auth_list_add_challenges (KitteAuthList *list, KitteProtocol protocol);
void
kitte_auth_list_add_password (KitteAuthList *list, KitteProtocol protocol, KitteSecurity security);
gboolean kitte_auth_list_contains (const KitteAuthList *list, KitteAuth auth);

G_END_DECLS
