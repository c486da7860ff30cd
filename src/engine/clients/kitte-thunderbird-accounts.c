/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what Thunderbird 153 would make of the settings, those of its oldest versions included. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird-accounts.h"

#include <string.h>

#include "kitte-thunderbird-values.h"

/* What Thunderbird takes where a sending server has no port. */
#define DEFAULT_SENDER_PORT 587

/* `authMethod` where none is set: a password in clear. */
#define DEFAULT_AUTH_METHOD 3

typedef struct
{
  const char *prefix; /* of the settings */
  const char *stem;   /* of the keys: the number follows */
} Branch;

static const Branch branches[] = {
  [KITTE_BRANCH_ACCOUNT] = { "mail.account.", "account" },
  [KITTE_BRANCH_SERVER] = { "mail.server.", "server" },
  [KITTE_BRANCH_IDENTITY] = { "mail.identity.", "id" },
  [KITTE_BRANCH_SENDER] = { "mail.smtpserver.", "smtp" },
};

/* The number behind @stem at the start of @text; 0 for none. */
static guint
number_in (const char *text, const char *stem)
{
  guint64 number;

  if (!g_str_has_prefix (text, stem) || !g_ascii_isdigit (text[strlen (stem)]))
    return 0;
  number = g_ascii_strtoull (text + strlen (stem), NULL, 10);
  return (guint) MIN (number, G_MAXINT / 2);
}

static guint
highest_in_value (const char *value, const char *stem)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);
  guint highest = 0;

  for (guint i = 0; words[i] != NULL; i++)
    highest = MAX (highest, number_in (g_strstrip (words[i]), stem));
  return highest;
}

/* Every number that a key has or a value names: deleted accounts leave both behind. */
static guint
highest_number (const KittePrefsJs *prefs, const Branch *branch)
{
  g_autoptr (GPtrArray) keys = kitte_prefs_js_get_keys (prefs);
  guint highest = 0;

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = keys->pdata[i];
      g_autofree char *value = NULL;

      if (!g_str_has_prefix (key, "mail."))
        continue;
      if (g_str_has_prefix (key, branch->prefix))
        highest = MAX (highest, number_in (key + strlen (branch->prefix), branch->stem));
      value = kitte_prefs_js_get_string (prefs, key);
      if (value != NULL)
        highest = MAX (highest, highest_in_value (value, branch->stem));
    }
  return highest;
}

static int
get_number (const KittePrefsJs *prefs,
            KitteThunderbirdBranch branch,
            const char *key,
            const char *setting,
            int otherwise)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, key, setting);
  int value = otherwise;

  kitte_prefs_js_get_int (prefs, pref, &value);
  return value;
}

/* The setting of before 2009 counts where the new one is missing. */
static KitteSecurity
get_incoming_security (const KittePrefsJs *prefs, const char *key)
{
  g_autofree char *old = kitte_thunderbird_pref (KITTE_BRANCH_SERVER, key, "isSecure");
  gboolean secure = FALSE;
  int number = get_number (prefs, KITTE_BRANCH_SERVER, key, "socketType", -1);

  if (number >= 0)
    return kitte_thunderbird_security_from_number (number);
  kitte_prefs_js_get_bool (prefs, old, &secure);
  return secure ? KITTE_SECURITY_TLS : KITTE_SECURITY_NONE;
}

static guint16
to_port (int number, guint16 otherwise)
{
  return number > 0 && number <= G_MAXUINT16 ? (guint16) number : otherwise;
}

static char *
none_if_empty (char *text)
{
  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/**
 * kitte_thunderbird_branch:
 *
 * Returns: (transfer full): how every setting of @key begins, with the dot at the end
 */
char *
kitte_thunderbird_branch (KitteThunderbirdBranch branch, const char *key)
{
  return kitte_thunderbird_pref (branch, key, "");
}

char *
kitte_thunderbird_pref (KitteThunderbirdBranch branch, const char *key, const char *setting)
{
  g_return_val_if_fail (key != NULL && setting != NULL, NULL);

  return g_strconcat (branches[branch].prefix, key, ".", setting, NULL);
}

/**
 * kitte_thunderbird_get:
 *
 * Returns: (transfer full) (nullable): a string setting; %NULL when it is empty
 */
char *
kitte_thunderbird_get (const KittePrefsJs *prefs,
                       KitteThunderbirdBranch branch,
                       const char *key,
                       const char *setting)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, key, setting);

  return none_if_empty (kitte_prefs_js_get_string (prefs, pref));
}

/**
 * kitte_thunderbird_next_number:
 * @user_prefs: (nullable): user.js
 *
 * Returns: a number above every one that was ever used in @branch
 */
guint
kitte_thunderbird_next_number (const KittePrefsJs *prefs,
                               const KittePrefsJs *user_prefs,
                               KitteThunderbirdBranch branch)
{
  guint highest = highest_number (prefs, &branches[branch]);
  int last = 0;

  if (user_prefs != NULL)
    highest = MAX (highest, highest_number (user_prefs, &branches[branch]));
  if (branch == KITTE_BRANCH_ACCOUNT &&
      kitte_prefs_js_get_int (prefs, KITTE_PREF_LAST_KEY, &last) && last > 0)
    highest = MAX (highest, (guint) last);
  return highest + 1;
}

char *
kitte_thunderbird_make_key (KitteThunderbirdBranch branch, guint number)
{
  return g_strdup_printf ("%s%u", branches[branch].stem, number);
}

/**
 * kitte_thunderbird_get_list:
 *
 * Returns: (transfer full): the keys in a list, without blanks; empty where there is no list
 */
char **
kitte_thunderbird_get_list (const KittePrefsJs *prefs, const char *pref)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *value = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (prefs != NULL && pref != NULL, NULL);

  value = kitte_prefs_js_get_string (prefs, pref);
  words = g_strsplit (value != NULL ? value : "", ",", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_strv_builder_add (builder, words[i]);
  return g_strv_builder_end (builder);
}

/**
 * kitte_thunderbird_add_to_list:
 * @before: (nullable): the key that shall stay last; it counts only where it is the last one
 */
void
kitte_thunderbird_add_to_list (KittePrefsJs *prefs,
                               const char *pref,
                               const char *key,
                               const char *before)
{
  g_auto (GStrv) words = kitte_thunderbird_get_list (prefs, pref);
  guint n = g_strv_length (words);
  GString *list = g_string_new (NULL);
  g_autofree char *value = NULL;

  if (n > 0 && g_strcmp0 (words[n - 1], before) == 0)
    n--;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s,", words[i]);
  g_string_append (list, key);
  if (words[n] != NULL)
    g_string_append_printf (list, ",%s", words[n]);
  value = g_string_free (list, FALSE);
  kitte_prefs_js_set_string (prefs, pref, value);
}

void
kitte_thunderbird_remove_from_list (KittePrefsJs *prefs, const char *pref, const char *key)
{
  g_auto (GStrv) words = kitte_thunderbird_get_list (prefs, pref);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_autofree char *value = NULL;

  if (!g_strv_contains ((const char *const *) words, key))
    return;
  for (guint i = 0; words[i] != NULL; i++)
    if (!g_str_equal (words[i], key))
      g_strv_builder_add (builder, words[i]);
  kept = g_strv_builder_end (builder);
  value = g_strjoinv (",", kept);
  if (*value == '\0')
    kitte_prefs_js_remove (prefs, pref);
  else
    kitte_prefs_js_set_string (prefs, pref, value);
}

/**
 * kitte_thunderbird_read_incoming:
 *
 * Returns: (transfer full) (nullable): the server as it is set; %NULL when it is not IMAP or POP3
 */
KitteServer *
kitte_thunderbird_read_incoming (const KittePrefsJs *prefs, const char *server_key)
{
  g_autofree char *type = kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server_key, "type");
  g_autofree char *host =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server_key, "hostname");
  g_autofree char *user =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server_key, "userName");
  KitteSecurity security = get_incoming_security (prefs, server_key);
  KitteProtocol protocol;
  KitteAuthList auth;
  int port;

  if (type == NULL || host == NULL || !kitte_protocol_from_nick (type, &protocol) ||
      protocol == KITTE_PROTOCOL_SMTP)
    return NULL;
  port = get_number (prefs, KITTE_BRANCH_SERVER, server_key, "port", 0);
  kitte_thunderbird_auth_from_number (protocol,
                                      get_number (prefs, KITTE_BRANCH_SERVER, server_key,
                                                  "authMethod", DEFAULT_AUTH_METHOD),
                                      &auth);
  return kitte_server_new (protocol, host,
                           to_port (port, kitte_protocol_get_default_port (protocol, security)),
                           security, &auth, user);
}

/**
 * kitte_thunderbird_read_outgoing:
 *
 * The `auth_method` and `trySSL` of old versions are not read: Thunderbird does not either.
 *
 * Returns: (transfer full) (nullable): the server as it is set; %NULL when there is none
 */
KitteServer *
kitte_thunderbird_read_outgoing (const KittePrefsJs *prefs, const char *sender_key)
{
  g_autofree char *type = kitte_thunderbird_get (prefs, KITTE_BRANCH_SENDER, sender_key, "type");
  g_autofree char *host =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_SENDER, sender_key, "hostname");
  g_autofree char *user =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_SENDER, sender_key, "username");
  int port = get_number (prefs, KITTE_BRANCH_SENDER, sender_key, "port", 0);
  int security = get_number (prefs, KITTE_BRANCH_SENDER, sender_key, "try_ssl", 0);
  int method =
      get_number (prefs, KITTE_BRANCH_SENDER, sender_key, "authMethod", DEFAULT_AUTH_METHOD);
  KitteAuthList auth;

  if (host == NULL || (type != NULL && !g_str_equal (type, "smtp")))
    return NULL;
  kitte_thunderbird_auth_from_number (KITTE_PROTOCOL_SMTP, method, &auth);
  /* Without a name there is nothing to sign in with: so were accounts set before 2005. */
  if (user == NULL)
    kitte_thunderbird_auth_from_number (KITTE_PROTOCOL_SMTP, 1, &auth);
  else if (kitte_auth_list_contains (&auth, KITTE_AUTH_NONE))
    g_clear_pointer (&user, g_free);
  return kitte_server_new (KITTE_PROTOCOL_SMTP, host, to_port (port, DEFAULT_SENDER_PORT),
                           kitte_thunderbird_security_from_number (security), &auth, user);
}

/**
 * kitte_thunderbird_find_local_account:
 *
 * Returns: (transfer full) (nullable): the account of Local Folders, which Thunderbird keeps last
 */
char *
kitte_thunderbird_find_local_account (const KittePrefsJs *prefs)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *server =
          kitte_thunderbird_get (prefs, KITTE_BRANCH_ACCOUNT, accounts[i], "server");
      g_autofree char *type = NULL;

      if (server != NULL)
        type = kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server, "type");
      if (g_strcmp0 (type, "none") == 0)
        return g_strdup (accounts[i]);
    }
  return NULL;
}

char **
kitte_thunderbird_get_identities (const KittePrefsJs *prefs, const char *account_key)
{
  g_autofree char *pref = kitte_thunderbird_pref (KITTE_BRANCH_ACCOUNT, account_key, "identities");

  return kitte_thunderbird_get_list (prefs, pref);
}

/**
 * kitte_thunderbird_get_addresses:
 *
 * Returns: (transfer full): the addresses of @identities
 */
char **
kitte_thunderbird_get_addresses (const KittePrefsJs *prefs, char **identities)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; identities[i] != NULL; i++)
    {
      g_autofree char *address =
          kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, identities[i], "useremail");

      if (address != NULL)
        g_strv_builder_add (builder, address);
    }
  return g_strv_builder_end (builder);
}

/**
 * kitte_thunderbird_get_sender:
 *
 * Returns: (transfer full) (nullable): the key of the server an identity sends through
 */
char *
kitte_thunderbird_get_sender (const KittePrefsJs *prefs, const char *identity_key)
{
  g_auto (GStrv) list = kitte_thunderbird_get_list (prefs, KITTE_PREF_SENDERS);
  g_autofree char *own =
      kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, identity_key, "smtpServer");
  g_autofree char *common = kitte_prefs_js_get_string (prefs, KITTE_PREF_DEFAULT_SENDER);

  if (own != NULL && g_strv_contains ((const char *const *) list, own))
    return g_steal_pointer (&own);
  if (common != NULL && g_strv_contains ((const char *const *) list, common))
    return g_steal_pointer (&common);
  return g_strdup (list[0]);
}
