/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of a profile as they are set. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "base/kitte-bounds.h"
#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-private.h"

/* The first identity is the one an account writes with. */
static void
read_identity (const KittePrefsJs *prefs, KitteExistingAccount *existing)
{
  g_auto (GStrv) identities = kitte_thunderbird_get_identities (prefs, existing->key);
  const char *first = identities[0];

  if (first == NULL)
    return;
  existing->address = kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, first, "useremail");
  existing->name = kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, first, "fullName");
  existing->outgoing_key = kitte_thunderbird_get_sender (prefs, first);
  if (existing->outgoing_key != NULL)
    existing->outgoing = kitte_thunderbird_read_outgoing (prefs, existing->outgoing_key);
}

static KitteExistingAccount *
read_account (KitteThunderbirdProfile *profile,
              KitteInstallation *installation,
              const char *account_key)
{
  g_autoptr (KitteExistingAccount) existing = kitte_existing_account_new (installation);
  g_autofree char *server_key =
      kitte_thunderbird_get (profile->prefs, KITTE_BRANCH_ACCOUNT, account_key, "server");

  if (server_key != NULL)
    existing->incoming = kitte_thunderbird_read_incoming (profile->prefs, server_key);
  if (existing->incoming == NULL)
    return NULL;
  existing->path = g_strdup (profile->prefs_path);
  existing->key = g_strdup (account_key);
  read_identity (profile->prefs, existing);
  kitte_thunderbird_read_settings (profile, existing);
  return existing->address != NULL ? g_steal_pointer (&existing) : NULL;
}

/**
 * kitte_thunderbird_read:
 *
 * Local Folders, feeds and news are no mail accounts; what has no address neither.
 *
 * Returns: (transfer full) (element-type KitteExistingAccount): in Thunderbird's order
 */
GPtrArray *
kitte_thunderbird_read (KitteThunderbirdProfile *profile, KitteInstallation *installation)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);
  g_auto (GStrv) accounts = NULL;

  g_return_val_if_fail (profile != NULL && installation != NULL, found);

  accounts = kitte_thunderbird_get_list (profile->prefs, KITTE_PREF_ACCOUNTS);
  for (guint i = 0; accounts[i] != NULL && i < KITTE_MAX_ACCOUNTS; i++)
    {
      KitteExistingAccount *existing = read_account (profile, installation, accounts[i]);

      if (existing != NULL)
        g_ptr_array_add (found, existing);
    }
  return found;
}
