/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that is there with the same settings is used again; one that others send through is
 * never changed under them. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird-senders.h"

#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-values.h"

static void
set_int (KittePrefsJs *prefs, const char *sender_key, const char *setting, int value)
{
  g_autofree char *pref = kitte_thunderbird_pref (KITTE_BRANCH_SENDER, sender_key, setting);

  kitte_prefs_js_set_int (prefs, pref, value);
}

static void
set_string (KittePrefsJs *prefs, const char *sender_key, const char *setting, const char *value)
{
  g_autofree char *pref = kitte_thunderbird_pref (KITTE_BRANCH_SENDER, sender_key, setting);

  kitte_prefs_js_set_string (prefs, pref, value);
}

static gboolean
is_same (const KittePrefsJs *prefs, const char *sender_key, const KitteServer *outgoing)
{
  g_autoptr (KitteServer) present = kitte_thunderbird_read_outgoing (prefs, sender_key);

  return present != NULL && g_ascii_strcasecmp (present->host, outgoing->host) == 0 &&
         present->port == outgoing->port && present->security == outgoing->security &&
         g_strcmp0 (present->username, outgoing->username) == 0 &&
         kitte_auth_list_contains (&present->auth, outgoing->auth.items[0]);
}

static gboolean
uses (const KittePrefsJs *prefs, const char *identity_key, const char *sender_key)
{
  g_autofree char *used = kitte_thunderbird_get_sender (prefs, identity_key);

  return g_strcmp0 (used, sender_key) == 0;
}

/**
 * kitte_thunderbird_find_sender:
 * @outgoing: with exactly one method
 *
 * Returns: (transfer full) (nullable): the key of a server that does just this already
 */
char *
kitte_thunderbird_find_sender (const KittePrefsJs *prefs, const KitteServer *outgoing)
{
  g_auto (GStrv) senders = NULL;

  g_return_val_if_fail (prefs != NULL && outgoing != NULL, NULL);

  senders = kitte_thunderbird_get_list (prefs, KITTE_PREF_SENDERS);
  for (guint i = 0; senders[i] != NULL; i++)
    if (is_same (prefs, senders[i], outgoing))
      return g_strdup (senders[i]);
  return NULL;
}

/**
 * kitte_thunderbird_set_sender:
 *
 * Gives a server these settings; what is right already is not written again.
 */
void
kitte_thunderbird_set_sender (KittePrefsJs *prefs,
                              const char *sender_key,
                              const KitteServer *outgoing)
{
  int method = 0;

  g_return_if_fail (prefs != NULL && sender_key != NULL && outgoing != NULL);

  kitte_thunderbird_auth_to_number (outgoing, &method);
  set_string (prefs, sender_key, "hostname", outgoing->host);
  set_int (prefs, sender_key, "port", outgoing->port);
  set_int (prefs, sender_key, "try_ssl", kitte_thunderbird_security_to_number (outgoing->security));
  set_int (prefs, sender_key, "authMethod", method);
  if (outgoing->username != NULL)
    set_string (prefs, sender_key, "username", outgoing->username);
}

/**
 * kitte_thunderbird_add_sender:
 *
 * Adds a server to the list; the first one becomes the default.
 */
void
kitte_thunderbird_add_sender (KittePrefsJs *prefs,
                              const char *sender_key,
                              const KitteServer *outgoing)
{
  g_auto (GStrv) senders = kitte_thunderbird_get_list (prefs, KITTE_PREF_SENDERS);
  g_autofree char *common = kitte_prefs_js_get_string (prefs, KITTE_PREF_DEFAULT_SENDER);

  set_string (prefs, sender_key, "type", "smtp");
  kitte_thunderbird_set_sender (prefs, sender_key, outgoing);
  if (common == NULL || !g_strv_contains ((const char *const *) senders, common))
    kitte_prefs_js_set_string (prefs, KITTE_PREF_DEFAULT_SENDER,
                               senders[0] != NULL ? senders[0] : sender_key);
  kitte_thunderbird_add_to_list (prefs, KITTE_PREF_SENDERS, sender_key, NULL);
}

/**
 * kitte_thunderbird_is_sender_shared:
 * @own_identities: (array zero-terminated=1): those that do not count
 *
 * Returns: whether an identity of another account sends through the server
 */
gboolean
kitte_thunderbird_is_sender_shared (const KittePrefsJs *prefs,
                                    const char *sender_key,
                                    const char *const *own_identities)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_auto (GStrv) identities = kitte_thunderbird_get_identities (prefs, accounts[i]);

      for (guint j = 0; identities[j] != NULL; j++)
        if (!g_strv_contains (own_identities, identities[j]) &&
            uses (prefs, identities[j], sender_key))
          return TRUE;
    }
  return FALSE;
}
