/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the accounts of a profile were told to work, in the words of every version, and where. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-logins-json.h"
#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-values.h"

#define TLS_MIN "security.tls.version.min"
#define TLS_MAX "security.tls.version.max"
#define TLS_DEPRECATED "security.tls.version.enable-deprecated"
/* Of a line of cert_override.txt: the server, then what was accepted of its certificate. */
#define OVERRIDE_SEPARATOR '\t'
/* Real ones have a handful of lines. */
#define MAX_OVERRIDES 1000

/* STARTTLS where the server offers it; today's Thunderbird takes it for required. */
#define STARTTLS_IF_OFFERED 1

/* One server of an account: the keys its settings have, by age. */
typedef struct
{
  KitteSettingKind kind;
  const char *names[3];
} Known;

static const Known receiving[] = {
  { KITTE_SETTING_HOST, { "hostname" } },
  { KITTE_SETTING_PORT, { "port" } },
  { KITTE_SETTING_SECURITY, { "socketType", "isSecure" } },
  { KITTE_SETTING_METHOD, { "authMethod", "useSecAuth", "auth_login" } },
  { KITTE_SETTING_USERNAME, { "userName" } },
  { KITTE_SETTING_LEAVE_ON_SERVER, { "leave_on_server" } },
  { KITTE_SETTING_CHECK_INTERVAL, { "check_time" } },
};

static const Known sending[] = {
  { KITTE_SETTING_HOST, { "hostname" } },
  { KITTE_SETTING_PORT, { "port" } },
  { KITTE_SETTING_SECURITY, { "try_ssl" } },
  { KITTE_SETTING_METHOD, { "authMethod", "useSecAuth", "auth_method" } },
  { KITTE_SETTING_USERNAME, { "username" } },
};

static gboolean
get_bool (const KittePrefsJs *prefs, const char *key, const char *setting)
{
  g_autofree char *pref = kitte_thunderbird_pref (KITTE_BRANCH_SERVER, key, setting);
  gboolean value = FALSE;

  kitte_prefs_js_get_bool (prefs, pref, &value);
  return value;
}

static guint
get_count (const KittePrefsJs *prefs, const char *key, const char *setting, int otherwise)
{
  g_autofree char *pref = kitte_thunderbird_pref (KITTE_BRANCH_SERVER, key, setting);
  int value = otherwise;

  kitte_prefs_js_get_int (prefs, pref, &value);
  return value > 0 ? (guint) value : 0;
}

/* user.js is applied at every start, so a setting that stands there stands nowhere else. */
static void
add_place (KitteThunderbirdProfile *profile,
           KitteExistingServer *server,
           KitteSettingKind kind,
           const char *pref)
{
  gboolean pinned = profile->user_prefs != NULL && kitte_prefs_js_has (profile->user_prefs, pref);
  const KittePrefsJs *prefs = pinned ? profile->user_prefs : profile->prefs;
  g_autofree char *path =
      pinned ? g_build_filename (profile->folder, "user.js", NULL) : g_strdup (profile->prefs_path);
  g_autofree char *value = kitte_prefs_js_get_literal (prefs, pref);
  guint line = kitte_prefs_js_get_line (prefs, pref);
  g_autofree char *shown = g_utf8_make_valid (value, -1);

  kitte_existing_server_add (server, kind, path, NULL, pref, line, line > 0 ? shown : NULL);
}

/* The newest of the names that is written; where none is, the one of today. */
static char *
find_pref (const KittePrefsJs *prefs,
           KitteThunderbirdBranch branch,
           const char *key,
           const Known *known)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known->names) && known->names[i] != NULL; i++)
    {
      g_autofree char *pref = kitte_thunderbird_pref (branch, key, known->names[i]);

      if (kitte_prefs_js_has (prefs, pref))
        return g_steal_pointer (&pref);
    }
  return kitte_thunderbird_pref (branch, key, known->names[0]);
}

static void
add_places (KitteThunderbirdProfile *profile,
            KitteExistingServer *server,
            KitteThunderbirdBranch branch,
            const Known *known,
            gsize n_known)
{
  for (gsize i = 0; i < n_known; i++)
    {
      g_autofree char *pref = find_pref (profile->prefs, branch, server->key, &known[i]);

      add_place (profile, server, known[i].kind, pref);
    }
}

static gboolean
get_old_secure (const KittePrefsJs *prefs, KitteThunderbirdBranch branch, const char *key)
{
  g_autofree char *method = kitte_thunderbird_pref (branch, key, "authMethod");
  g_autofree char *old = kitte_thunderbird_pref (branch, key, "useSecAuth");
  gboolean secure = FALSE;

  return !kitte_prefs_js_has (prefs, method) && kitte_prefs_js_get_bool (prefs, old, &secure) &&
         secure;
}

static void
read_sign_in (const KittePrefsJs *prefs,
              KitteExistingServer *server,
              KitteThunderbirdBranch branch,
              const KitteServer *present)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, server->key, "authMethod");
  g_autofree char *name = NULL;
  int number = 0;

  name = kitte_thunderbird_get (prefs, branch, server->key,
                                branch == KITTE_BRANCH_SERVER ? "userName" : "username");
  server->username = g_steal_pointer (&name);
  if (kitte_prefs_js_get_int (prefs, pref, &number))
    {
      server->word = g_strdup_printf ("%d", number);
      server->sign_in = kitte_thunderbird_sign_in_from_number (number);
    }
  else
    server->sign_in = get_old_secure (prefs, branch, server->key) ?
                          KITTE_SIGN_IN_ENCRYPTED :
                          kitte_sign_in_of_server (present);
  if (kitte_auth_list_contains (&present->auth, KITTE_AUTH_NONE))
    server->sign_in = KITTE_SIGN_IN_NONE;
}

/* 0 is SSL 3, as in the protocol's own numbers without the first one. */
static guint
get_tls_version (const KittePrefsJs *prefs, const char *pref)
{
  int number;

  if (!kitte_prefs_js_get_int (prefs, pref, &number) || number < 0 ||
      number > (int) (KITTE_TLS_1_3 - KITTE_TLS_SSL_3))
    return 0;
  return KITTE_TLS_SSL_3 + (guint) number;
}

static void
read_tls (KitteThunderbirdProfile *profile, KitteExistingServer *server)
{
  const char *const prefs[] = { TLS_MIN, TLS_MAX, TLS_DEPRECATED };
  gboolean deprecated = FALSE;

  server->tls_min = get_tls_version (profile->prefs, TLS_MIN);
  server->tls_max = get_tls_version (profile->prefs, TLS_MAX);
  kitte_prefs_js_get_bool (profile->prefs, TLS_DEPRECATED, &deprecated);
  if (deprecated)
    server->tls_min = KITTE_TLS_1_0;
  for (gsize i = 0; i < G_N_ELEMENTS (prefs); i++)
    if (kitte_prefs_js_has (profile->prefs, prefs[i]))
      add_place (profile, server, KITTE_SETTING_TLS_VERSION, prefs[i]);
}

/* `host:port` in old versions, `host:port:` and attributes in new ones. */
static gboolean
is_override_for (const char *line, const KitteServer *server)
{
  g_autofree char *place = g_strdup_printf ("%s:%u", server->host, server->port);
  gsize length = strlen (place);

  return g_ascii_strncasecmp (line, place, length) == 0 &&
         (line[length] == OVERRIDE_SEPARATOR || line[length] == ':');
}

static void
read_exceptions (KitteThunderbirdProfile *profile,
                 KitteExistingServer *server,
                 const KitteServer *present)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!kitte_thunderbird_profile_read (profile, "cert_override.txt", &bytes, &path, NULL) ||
      bytes == NULL || g_bytes_get_size (bytes) == 0)
    return;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", MAX_OVERRIDES);
  for (guint i = 0; lines[i] != NULL && server->exceptions == NULL; i++)
    if (is_override_for (lines[i], present))
      {
        g_autofree char *place = g_strdup_printf ("%s:%u", present->host, present->port);

        server->exceptions = g_strdupv ((char *[]){ place, NULL });
        kitte_existing_server_add (server, KITTE_SETTING_CERTIFICATE, path, NULL, place, i + 1,
                                   NULL);
      }
}

/* Whether one is saved; which it is stays where it is. */
static void
read_password (KitteThunderbirdProfile *profile,
               KitteExistingServer *server,
               const KitteServer *present)
{
  g_autofree char *origin = kitte_thunderbird_get_origin (present->protocol, present->host);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  g_autoptr (KitteLoginsJson) logins = NULL;

  if (!kitte_thunderbird_profile_read (profile, "logins.json", &bytes, &path, NULL))
    return;
  logins = bytes != NULL ? kitte_logins_json_new (bytes, path, NULL) : NULL;
  if (bytes != NULL && logins == NULL)
    return;
  server->password = logins != NULL && kitte_logins_json_has_origin (logins, origin) ?
                         KITTE_STORED_PASSWORD_YES :
                         KITTE_STORED_PASSWORD_NO;
}

static void
read_security (const KittePrefsJs *prefs,
               KitteExistingServer *server,
               KitteThunderbirdBranch branch,
               const char *setting)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, server->key, setting);
  int number = 0;

  server->tls_if_offered =
      kitte_prefs_js_get_int (prefs, pref, &number) && number == STARTTLS_IF_OFFERED;
}

static void
read_common (KitteThunderbirdProfile *profile,
             KitteExistingServer *server,
             const KitteServer *present)
{
  read_tls (profile, server);
  read_exceptions (profile, server, present);
  read_password (profile, server, present);
}

static void
read_receiving (KitteThunderbirdProfile *profile, KitteExistingAccount *existing, const char *key)
{
  KittePrefsJs *prefs = profile->prefs;
  KitteExistingServer *server = kitte_existing_server_new (key);

  existing->receiving = server;
  read_sign_in (prefs, server, KITTE_BRANCH_SERVER, existing->incoming);
  read_security (prefs, server, KITTE_BRANCH_SERVER, "socketType");
  add_places (profile, server, KITTE_BRANCH_SERVER, receiving, G_N_ELEMENTS (receiving));
  read_common (profile, server, existing->incoming);
  existing->leaves_on_server = get_bool (prefs, key, "leave_on_server");
  if (get_bool (prefs, key, "delete_by_age_from_server"))
    existing->leave_days = get_count (prefs, key, "num_days_to_leave_on_server", 7);
  existing->deletes_with_program = get_bool (prefs, key, "delete_mail_left_on_server");
  existing->checks_at_start = get_bool (prefs, key, "login_at_startup");
  if (get_bool (prefs, key, "check_new_mail"))
    existing->check_minutes = get_count (prefs, key, "check_time", 10);
}

static void
add_sender_place (KitteThunderbirdProfile *profile, KitteExistingServer *server, const char *id)
{
  g_autofree char *own = kitte_thunderbird_pref (KITTE_BRANCH_IDENTITY, id, "smtpServer");

  add_place (profile, server, KITTE_SETTING_SENDER,
             kitte_prefs_js_has (profile->prefs, own) ? own : KITTE_PREF_DEFAULT_SENDER);
}

static void
read_sending (KitteThunderbirdProfile *profile, KitteExistingAccount *existing, char **identities)
{
  KitteExistingServer *server = kitte_existing_server_new (existing->outgoing_key);

  existing->sending = server;
  read_sign_in (profile->prefs, server, KITTE_BRANCH_SENDER, existing->outgoing);
  read_security (profile->prefs, server, KITTE_BRANCH_SENDER, "try_ssl");
  add_places (profile, server, KITTE_BRANCH_SENDER, sending, G_N_ELEMENTS (sending));
  add_sender_place (profile, server, identities[0]);
  read_common (profile, server, existing->outgoing);
}

/* Whoever else sends through the same server, by address. */
static char **
find_sharers (const KittePrefsJs *prefs, const KitteExistingAccount *existing)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; accounts[i] != NULL && i < KITTE_MAX_ACCOUNTS; i++)
    {
      g_auto (GStrv) identities = kitte_thunderbird_get_identities (prefs, accounts[i]);

      if (g_str_equal (accounts[i], existing->key))
        continue;
      for (guint j = 0; identities[j] != NULL; j++)
        {
          g_autofree char *sender = kitte_thunderbird_get_sender (prefs, identities[j]);
          g_autofree char *address =
              kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, identities[j], "useremail");

          if (address != NULL && g_strcmp0 (sender, existing->outgoing_key) == 0)
            g_strv_builder_add (builder, address);
        }
    }
  return g_strv_builder_end (builder);
}

/**
 * kitte_thunderbird_read_settings:
 * @existing: with its servers; gets the rest
 *
 * Reads what Thunderbird 153 and its older versions would make of an account.
 */
void
kitte_thunderbird_read_settings (KitteThunderbirdProfile *profile, KitteExistingAccount *existing)
{
  const KittePrefsJs *prefs = profile->prefs;
  g_autofree char *server_key =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_ACCOUNT, existing->key, "server");
  g_auto (GStrv) identities = kitte_thunderbird_get_identities (prefs, existing->key);

  read_receiving (profile, existing, server_key);
  if (identities[0] == NULL)
    return;
  existing->identities = kitte_thunderbird_get_addresses (prefs, identities + 1);
  if (existing->outgoing == NULL)
    return;
  read_sending (profile, existing, identities);
  existing->shared_with = find_sharers (prefs, existing);
}
