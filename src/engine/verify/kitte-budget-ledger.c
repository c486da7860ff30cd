/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure: neither files nor clocks. Servers count failures by the address that they came from or by
 * the account, whatever name or protocol was used; so failures are counted by server, and
 * rejections, which only the account’s own password can cause, by host, protocol and user name. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget-ledger.h"

/* Two names of one server share what is counted. */
static gboolean
is_same_server (const KitteBudgetEntry *entry, const KitteBudgetPlace *place)
{
  if (g_str_equal (entry->host, place->host))
    return TRUE;
  for (gsize i = 0; place->addresses != NULL && place->addresses[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) entry->addresses, place->addresses[i]))
      return TRUE;
  return FALSE;
}

/* Whether @entry may be about this protocol and this user name. */
static gboolean
is_same_account (const KitteBudgetEntry *entry,
                 const KitteBudgetPlace *place,
                 const KitteCredential *credential)
{
  return (!entry->knows_protocol || entry->protocol == place->protocol) &&
         (entry->username == NULL || g_str_equal (entry->username, credential->username));
}

/**
 * kitte_budget_ledger_find_rejected:
 *
 * Returns: (transfer none) (nullable): the newest rejection of this user name by this host, through
 *   this protocol
 */
KitteBudgetEntry *
kitte_budget_ledger_find_rejected (GPtrArray *entries,
                                   const KitteBudgetPlace *place,
                                   const KitteCredential *credential)
{
  for (guint i = entries->len; i > 0; i--)
    {
      KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->state == KITTE_BUDGET_STATE_REJECTED && g_str_equal (entry->host, place->host) &&
          is_same_account (entry, place, credential))
        return entry;
    }
  return NULL;
}

/**
 * kitte_budget_ledger_find_in_the_way:
 *
 * Returns: (transfer none) (nullable): the failure that has to become old before there may be
 *   another one
 */
const KitteBudgetEntry *
kitte_budget_ledger_find_in_the_way (GPtrArray *entries, const KitteBudgetPlace *place)
{
  guint left = place->most > 0 ? MIN (place->most, KITTE_BUDGET_MOST) : KITTE_BUDGET_MOST;

  for (guint i = entries->len; i > 0; i--)
    {
      const KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (is_same_server (entry, place) && --left == 0)
        return entry;
    }
  return NULL;
}

/**
 * kitte_budget_ledger_add:
 *
 * Returns: (transfer none): a sign-in that is about to be sent
 */
KitteBudgetEntry *
kitte_budget_ledger_add (GPtrArray *entries,
                         const KitteBudgetPlace *place,
                         const KitteCredential *credential,
                         gint64 now)
{
  KitteBudgetEntry *entry = kitte_budget_entry_new (place->host, now);

  entry->knows_protocol = TRUE;
  entry->protocol = place->protocol;
  entry->username = g_strdup (credential->username);
  if (place->addresses != NULL)
    {
      g_strfreev (entry->addresses);
      entry->addresses = g_strdupv ((char **) place->addresses);
    }
  g_ptr_array_add (entries, entry);
  return entry;
}

/**
 * kitte_budget_ledger_find_sent:
 *
 * Returns: (transfer none): the sign-in that was begun; made anew where the file was lost meanwhile
 */
KitteBudgetEntry *
kitte_budget_ledger_find_sent (GPtrArray *entries,
                               const KitteBudgetPlace *place,
                               const KitteCredential *credential,
                               gint64 now)
{
  for (guint i = entries->len; i > 0; i--)
    {
      KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->state == KITTE_BUDGET_STATE_SENT && g_str_equal (entry->host, place->host) &&
          is_same_account (entry, place, credential))
        return entry;
    }
  return kitte_budget_ledger_add (entries, place, credential, now);
}

/**
 * kitte_budget_ledger_count:
 *
 * Returns: how many sign-ins have failed at the server; those that are awaited are not among them
 */
guint
kitte_budget_ledger_count (GPtrArray *entries, const KitteBudgetPlace *place)
{
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const KitteBudgetEntry *entry = g_ptr_array_index (entries, i);

      n += entry->state != KITTE_BUDGET_STATE_SENT && is_same_server (entry, place);
    }
  return n;
}

/**
 * kitte_budget_ledger_clear:
 *
 * Takes back what this user name failed through this protocol. What another one failed, or the same
 * one through another protocol, the server may still count: a success says nothing about it.
 */
void
kitte_budget_ledger_clear (GPtrArray *entries,
                           const KitteBudgetPlace *place,
                           const KitteCredential *credential)
{
  for (guint i = entries->len; i > 0; i--)
    {
      const KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (is_same_server (entry, place) && is_same_account (entry, place, credential))
        g_ptr_array_remove_index (entries, i - 1);
    }
}
