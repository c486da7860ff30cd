/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A replaced secret stays in the keyring under attributes no mail program looks for, never in a
 * file, until its change is taken back or forgotten. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-kept-secret-private.h"

#define KEPT_SCHEMA "jp.kitte.Kitte.Kept"

static GHashTable *
kept_attributes (KitteJournalEntry *entry, guint index)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "kitte-change", g_strdup (entry->id));
  g_hash_table_insert (attributes, (gpointer) "kitte-item", g_strdup_printf ("%u", index));
  return attributes;
}

static void
copy_attributes (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

static KitteStored
classify (KitteSecret *old, KitteSecret *new)
{
  if (old == NULL)
    return KITTE_STORED_NEW;
  return kitte_secret_equal (old, new) ? KITTE_STORED_SAME : KITTE_STORED_REPLACED;
}

static gboolean
note_one (KitteJournalEntry *entry,
          KitteSecretChange *change,
          KitteSecretStore *store,
          GCancellable *cancellable,
          GError **error)
{
  KitteJournalSecret *secret;
  g_autoptr (KitteSecret) old = NULL;

  if (!kitte_secret_store_lookup (store, change->schema, change->attributes, &old, cancellable,
                                  error))
    return FALSE;
  secret = kitte_journal_entry_add_secret (entry);
  secret->client = g_strdup (change->client);
  secret->label = g_strdup (change->label);
  secret->schema = g_strdup (change->schema);
  secret->stored = classify (old, change->secret);
  copy_attributes (change->attributes, secret->attributes);
  return TRUE;
}

static gboolean
keep_old (KitteJournalEntry *entry,
          guint index,
          KitteSecretStore *store,
          GCancellable *cancellable,
          GError **error)
{
  KitteJournalSecret *secret = entry->secrets->pdata[index];
  g_autoptr (GHashTable) kept = kept_attributes (entry, index);
  g_autoptr (KitteSecret) old = NULL;

  if (!kitte_secret_store_lookup (store, secret->schema, secret->attributes, &old, cancellable,
                                  error))
    return FALSE;
  return old == NULL || kitte_secret_store_store (store, KEPT_SCHEMA, kept, secret->label, old,
                                                  cancellable, error);
}

static gboolean
take_back_one (KitteJournalEntry *entry,
               guint index,
               KitteSecretStore *store,
               GCancellable *cancellable,
               GError **error)
{
  KitteJournalSecret *secret = entry->secrets->pdata[index];
  g_autoptr (GHashTable) kept = kept_attributes (entry, index);
  g_autoptr (KitteSecret) old = NULL;

  if (secret->stored == KITTE_STORED_SAME)
    return TRUE;
  if (secret->stored == KITTE_STORED_NEW)
    return kitte_secret_store_clear (store, secret->schema, secret->attributes, cancellable, error);
  if (!kitte_secret_store_lookup (store, KEPT_SCHEMA, kept, &old, cancellable, error))
    return FALSE;
  /* It was brought back by an earlier try. */
  if (old == NULL)
    return TRUE;
  return kitte_secret_store_store (store, secret->schema, secret->attributes, secret->label, old,
                                   cancellable, error) &&
         kitte_secret_store_clear (store, KEPT_SCHEMA, kept, cancellable, error);
}

/* Looks what stands in the keyring where @changes want to write and notes it in @entry, which is to
 * be saved before anything is stored. */
gboolean
kitte_kept_secrets_note (KitteJournalEntry *entry,
                         GPtrArray *changes,
                         KitteSecretStore *store,
                         GCancellable *cancellable,
                         GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      KitteSecretChange *change = changes->pdata[i];

      if (change->place == KITTE_SECRET_PLACE_KEYRING &&
          !note_one (entry, change, store, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Stores the secrets of @changes, each after what it replaces was kept. After a failure call
 * kitte_kept_secrets_take_back(). */
gboolean
kitte_kept_secrets_store (KitteJournalEntry *entry,
                          GPtrArray *changes,
                          KitteSecretStore *store,
                          GCancellable *cancellable,
                          GError **error)
{
  guint index = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      KitteSecretChange *change = changes->pdata[i];
      KitteJournalSecret *secret;

      if (change->place != KITTE_SECRET_PLACE_KEYRING)
        continue;
      secret = entry->secrets->pdata[index];
      if (secret->stored == KITTE_STORED_REPLACED &&
          !keep_old (entry, index, store, cancellable, error))
        return FALSE;
      if (!kitte_secret_store_store (store, change->schema, change->attributes, change->label,
                                     change->secret, cancellable, error))
        return FALSE;
      index++;
    }
  return TRUE;
}

/* Whether taking back will find the keyring open; asks for nothing that is not there. */
gboolean
kitte_kept_secrets_are_reachable (KitteJournalEntry *entry,
                                  KitteSecretStore *store,
                                  GCancellable *cancellable,
                                  GError **error)
{
  for (guint i = 0; i < entry->secrets->len; i++)
    {
      KitteJournalSecret *secret = entry->secrets->pdata[i];
      g_autoptr (KitteSecret) current = NULL;

      if (!kitte_secret_store_lookup (store, secret->schema, secret->attributes, &current,
                                      cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Removes what was stored and brings back what it replaced. May be called again. */
gboolean
kitte_kept_secrets_take_back (KitteJournalEntry *entry,
                              KitteSecretStore *store,
                              GCancellable *cancellable,
                              GError **error)
{
  for (guint i = 0; i < entry->secrets->len; i++)
    if (!take_back_one (entry, i, store, cancellable, error))
      return FALSE;
  return TRUE;
}

/* Lets the replaced secrets go. */
gboolean
kitte_kept_secrets_forget (KitteJournalEntry *entry,
                           KitteSecretStore *store,
                           GCancellable *cancellable,
                           GError **error)
{
  for (guint i = 0; i < entry->secrets->len; i++)
    {
      KitteJournalSecret *secret = entry->secrets->pdata[i];
      g_autoptr (GHashTable) kept = kept_attributes (entry, i);

      if (secret->stored == KITTE_STORED_REPLACED &&
          !kitte_secret_store_clear (store, KEPT_SCHEMA, kept, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
