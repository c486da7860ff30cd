/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every account of every program, put together by mailbox. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include <string.h>

#include "kitte-repair-private.h"
#include "model/kitte-domain.h"

static gboolean
same_text (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* The two forms in which a provider may want the same name: the whole address, or what stands
 * before the @. */
static gboolean
is_form_of_address (const char *username, const char *address)
{
  g_autofree char *local = g_strndup (address, strcspn (address, "@"));

  return same_text (username, address) || same_text (username, local);
}

static gboolean
same_company (const KitteServer *a, const KitteServer *b)
{
  g_autofree char *first = kitte_domain_get_registrable (a->host);
  g_autofree char *second = kitte_domain_get_registrable (b->host);

  return same_text (a->host, b->host) || (first != NULL && g_strcmp0 (first, second) == 0);
}

/* IMAP and POP may want different forms of one name. */
static gboolean
opens_same_mailbox (const KitteServer *a, const KitteServer *b, const char *address)
{
  gboolean same_name = g_strcmp0 (a->username, b->username) == 0;

  if (a->protocol == b->protocol)
    return same_name;
  return same_company (a, b) && (same_name || (is_form_of_address (a->username, address) &&
                                               is_form_of_address (b->username, address)));
}

/* A program that only sends has the mailbox of the others. */
static gboolean
is_same_mailbox (KitteRepair *self, const KitteExistingAccount *existing)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  if (existing->address == NULL || !same_text (kitte_repair_get_address (self), existing->address))
    return FALSE;
  if (existing->incoming == NULL || kitte_repair_get_incoming (self) == NULL)
    return TRUE;
  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteServer *incoming =
          ((const KitteRepairAccount *) accounts->pdata[i])->existing->incoming;

      if (incoming != NULL && opens_same_mailbox (incoming, existing->incoming, existing->address))
        return TRUE;
    }
  return FALSE;
}

/* Two installations may open the same profile: its accounts are there once. */
static gboolean
has_account (KitteRepair *self, const KitteExistingAccount *existing)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteExistingAccount *known =
          ((const KitteRepairAccount *) accounts->pdata[i])->existing;

      if (g_strcmp0 (known->path, existing->path) == 0 &&
          g_strcmp0 (known->key, existing->key) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
find_place (GPtrArray *repairs,
            KitteClient *client,
            KitteExistingAccount *existing,
            KitteLookup *lookup)
{
  for (guint i = 0; i < repairs->len; i++)
    if (has_account (repairs->pdata[i], existing))
      return;
  for (guint i = 0; i < repairs->len; i++)
    if (is_same_mailbox (repairs->pdata[i], existing))
      {
        kitte_repair_add_account (repairs->pdata[i], client, existing);
        return;
      }
  g_ptr_array_add (repairs, kitte_repair_new (client, existing, lookup));
}

/* An account without an address is one that the person has, and is told about. */
static gboolean
is_meant (const KitteExistingAccount *existing, const char *address)
{
  if (address != NULL)
    return same_text (existing->address, address);
  return existing->address != NULL || existing->incoming != NULL || existing->outgoing != NULL;
}

/* An installation whose files cannot be read is passed over: looking must never stop a person. */
static void
find_in_installation (GPtrArray *repairs,
                      KitteClient *client,
                      KitteInstallation *installation,
                      KitteLookup *lookup,
                      const char *address)
{
  g_autoptr (GPtrArray) accounts = kitte_client_read (client, installation, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (is_meant (accounts->pdata[i], address))
      find_place (repairs, client, accounts->pdata[i], lookup);
}

/**
 * kitte_repair_find:
 * @clients: (element-type KitteClient): whose accounts are looked at
 * @address: (nullable): only accounts with this address
 *
 * Reads settings and touches nothing; synchronous local work without network.
 *
 * Returns: (transfer full) (element-type KitteRepair): every mailbox found, healthy ones too
 */
GPtrArray *
kitte_repair_find (GPtrArray *clients, KitteLookup *lookup, const char *address)
{
  GPtrArray *repairs = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (clients != NULL && KITTE_IS_LOOKUP (lookup), repairs);

  for (guint i = 0; i < clients->len; i++)
    {
      KitteClient *client = clients->pdata[i];
      g_autoptr (GPtrArray) installations = kitte_client_find (client);

      for (guint j = 0; j < installations->len; j++)
        find_in_installation (repairs, client, installations->pdata[j], lookup, address);
    }
  return repairs;
}
