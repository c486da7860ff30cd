/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One program should fetch a POP3 mailbox: the one that does already, else the first that would. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-preselection.h"

#include "brand/kitte-brand-home.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

/* The program that handles mail for the desktop comes first, whichever kind it is. */
static void
put_first (GPtrArray *installations, const char *desktop_id)
{
  for (guint i = 1; desktop_id != NULL && i < installations->len; i++)
    if (g_strcmp0 (((KitteInstallation *) installations->pdata[i])->desktop_id, desktop_id) == 0)
      {
        gpointer handler = g_ptr_array_steal_index (installations, i);

        g_ptr_array_insert (installations, 0, handler);
        return;
      }
}

/* Settings of a program that is gone have neither. */
static gboolean
is_there (const KitteInstallation *installation)
{
  return installation->program != NULL || installation->desktop_id != NULL;
}

static gboolean
has_mailbox (GPtrArray *clients, KitteInstallation *installation, const KitteAccount *account)
{
  KitteClient *client = kitte_clients_get (clients, installation->client);
  g_autoptr (GPtrArray) accounts =
      client != NULL ? kitte_client_read (client, installation, NULL) : NULL;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const KitteExistingAccount *existing = accounts->pdata[i];

      if (existing->incoming != NULL && !existing->disabled &&
          existing->incoming->protocol == account->incoming->protocol &&
          kitte_existing_account_is_for (existing, account))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_first_of_its_kind (GPtrArray *installations, guint index)
{
  const KitteInstallation *candidate = installations->pdata[index];

  for (guint i = 0; i < index; i++)
    if (g_str_equal (((const KitteInstallation *) installations->pdata[i])->client,
                     candidate->client))
      return FALSE;
  return TRUE;
}

static KitteInstallation *
find_first_that_fetches (GPtrArray *installations)
{
  for (guint i = 0; i < installations->len; i++)
    if (kitte_preselection_fetches (installations->pdata[i]) && is_there (installations->pdata[i]))
      return kitte_installation_ref (installations->pdata[i]);
  return NULL;
}

static char *
make_warning (const KitteInstallation *fetcher, gboolean has_it)
{
  return g_strdup_printf (has_it ?
                              /* TRANSLATORS: %s is the name of a mail program; POP is a way to
                               * fetch mail. */
                              _ ("%s fetches this mailbox already. With POP one program should: "
                                 "what one of them deletes from the server the other may never "
                                 "get.") :
                               /* TRANSLATORS: %s is the name of a mail program; POP is a way to
                                * fetch mail. */
                               _ ("With POP one program should fetch your mail, here %s: what one "
                                   "of them deletes from the server the other may never get."),
                          fetcher->name);
}

static int
rank (gconstpointer a, gconstpointer b, gpointer brand)
{
  const KitteInstallation *one = *(KitteInstallation *const *) a;
  const KitteInstallation *other = *(KitteInstallation *const *) b;

  return kitte_brand_rank_program (brand, one->client) -
         kitte_brand_rank_program (brand, other->client);
}

/* Whoever hands the program out may know better which mail program its help desk knows. */
static void
put_in_brands_order (GPtrArray *installations, KitteBrand *brand)
{
  if (brand == NULL)
    return;
  for (guint i = installations->len; i > 0; i--)
    {
      const KitteInstallation *installation = installations->pdata[i - 1];

      if (kitte_brand_rank_program (brand, installation->client) < 0)
        g_ptr_array_remove_index (installations, i - 1);
    }
  g_ptr_array_sort_with_data (installations, rank, brand);
}

/**
 * kitte_preselection_find:
 * @clients: (element-type KitteClient): every mail program Kitte knows
 *
 * Returns: (transfer full) (element-type KitteInstallation): all mail programs on this computer,
 *   the one that handles mail for the desktop first; of this process’ brand, those it offers, in
 * its order
 */
GPtrArray *
kitte_preselection_find (GPtrArray *clients)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme ("mailto");

  for (guint i = 0; i < clients->len; i++)
    {
      g_autoptr (GPtrArray) found = kitte_client_find (clients->pdata[i]);

      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (all, kitte_installation_ref (found->pdata[j]));
    }
  put_first (all, handler != NULL ? g_app_info_get_id (handler) : NULL);
  put_in_brands_order (all, kitte_brand_get ());
  return all;
}

/**
 * kitte_preselection_fetches:
 *
 * Returns: whether it would empty a POP3 mailbox for the rest; msmtp only sends
 */
gboolean
kitte_preselection_fetches (const KitteInstallation *installation)
{
  return !g_str_equal (installation->client, "msmtp");
}

/**
 * kitte_preselection_is_same:
 *
 * Returns: whether both, which may have been found at different times, are one program
 */
gboolean
kitte_preselection_is_same (const KitteInstallation *a, const KitteInstallation *b)
{
  return g_str_equal (a->client, b->client) && g_str_equal (a->name, b->name) &&
         g_str_equal (a->root, b->root);
}

/**
 * kitte_preselection_find_fetcher:
 * @installations: (element-type KitteInstallation): as found
 *
 * Reads the programs’ accounts; synchronous local work.
 *
 * Returns: (transfer full) (nullable): which of them has the mailbox of @account already, by the
 *   same protocol
 */
KitteInstallation *
kitte_preselection_find_fetcher (GPtrArray *clients,
                                 GPtrArray *installations,
                                 const KitteAccount *account)
{
  g_return_val_if_fail (clients != NULL && installations != NULL && account != NULL, NULL);

  for (guint i = 0; i < installations->len; i++)
    if (kitte_preselection_fetches (installations->pdata[i]) &&
        has_mailbox (clients, installations->pdata[i], account))
      return kitte_installation_ref (installations->pdata[i]);
  return NULL;
}

/**
 * kitte_preselection_make:
 * @installations: (element-type KitteInstallation): as found
 * @account: what they are to hold
 *
 * The first installation of each program is chosen; of those that fetch by POP3 only one: the one
 * that fetches this mailbox already, else the first. Synchronous local work.
 *
 * Returns: (transfer full) (element-type KittePreselection): one for each of @installations
 */
GPtrArray *
kitte_preselection_make (GPtrArray *clients, GPtrArray *installations, const KitteAccount *account)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preselection_free);
  g_autoptr (KitteInstallation) fetcher = NULL;
  gboolean has_it = FALSE;

  g_return_val_if_fail (clients != NULL && installations != NULL && account != NULL, all);

  if (account->incoming->protocol == KITTE_PROTOCOL_POP3)
    {
      fetcher = kitte_preselection_find_fetcher (clients, installations, account);
      has_it = fetcher != NULL;
      if (fetcher == NULL)
        fetcher = find_first_that_fetches (installations);
    }
  for (guint i = 0; i < installations->len; i++)
    {
      KittePreselection *self = g_new0 (KittePreselection, 1);
      const KitteInstallation *candidate = installations->pdata[i];

      if (fetcher == NULL || !kitte_preselection_fetches (candidate))
        self->chosen = is_there (candidate) && is_first_of_its_kind (installations, i);
      else if (candidate == fetcher)
        self->chosen = TRUE;
      else
        self->warning = make_warning (fetcher, has_it);
      g_ptr_array_add (all, self);
    }
  return all;
}

void
kitte_preselection_free (KittePreselection *self)
{
  g_free (self->warning);
  g_free (self);
}
