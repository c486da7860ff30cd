/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password that a mail program keeps, read with the person’s word only: the one for receiving.
 * What is kept for sending may never have been tested; it counts where a mailbox is known to
 * programs alone that only send, and sign in for it by the address. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair.h"

#include <string.h>

#include "model/kitte-domain.h"

static gboolean
is_readable (const KitteExistingServer *server)
{
  return server == NULL || (server->password != KITTE_STORED_PASSWORD_NO &&
                            server->password != KITTE_STORED_PASSWORD_OUT_OF_REACH &&
                            server->sign_in != KITTE_SIGN_IN_OAUTH2);
}

static gboolean
is_same_company (const char *host, const char *registrable)
{
  g_autofree char *own = kitte_domain_get_registrable (host);

  return own != NULL && g_strcmp0 (own, registrable) == 0;
}

/* The password of a relay elsewhere must not get to where the mailbox is. */
static gboolean
is_of_mailbox (KitteRepair *self, const KitteServer *sending)
{
  const char *address = kitte_repair_get_address (self);
  const char *at = strrchr (address, '@');
  const KitteProposal *proposal = kitte_repair_get_proposal (self);
  g_autofree char *registrable = kitte_domain_get_registrable (sending->host);

  if (at == NULL || g_ascii_strcasecmp (sending->username, address) != 0)
    return FALSE;
  if (is_same_company (at + 1, registrable))
    return TRUE;
  for (guint i = 0; proposal != NULL && i < proposal->incoming->len; i++)
    if (is_same_company (((KitteServer *) proposal->incoming->pdata[i])->host, registrable))
      return TRUE;
  return FALSE;
}

/* One address may have had mailboxes at two companies: what opens the one is not for the other. */
static gboolean
is_beside (KitteRepair *self, const KitteServer *receiving)
{
  const KitteServer *known = kitte_repair_get_incoming (self);
  g_autofree char *registrable = kitte_domain_get_registrable (known->host);

  return g_ascii_strcasecmp (receiving->host, known->host) == 0 ||
         (registrable != NULL && is_same_company (receiving->host, registrable));
}

/* Returns: (transfer none) (nullable): the server whose password the program may keep */
static KitteServer *
find_server (KitteRepair *self, const KitteRepairAccount *account)
{
  const KitteExistingAccount *existing = account->existing;
  gboolean receives = kitte_repair_get_incoming (self) != NULL;
  KitteServer *server = receives ? existing->incoming : existing->outgoing;

  if (server == NULL || server->username == NULL ||
      !kitte_client_can_lookup_password (account->client) ||
      !is_readable (receives ? existing->receiving : existing->sending))
    return NULL;
  return (receives ? is_beside (self, server) : is_of_mailbox (self, server)) ? server : NULL;
}

/**
 * kitte_repair_can_use_stored_password:
 *
 * Returns: whether a program may keep the password where Kitte can read it, with the person’s word
 */
gboolean
kitte_repair_can_use_stored_password (KitteRepair *self)
{
  GPtrArray *accounts;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  accounts = kitte_repair_get_accounts (self);
  for (guint i = 0; i < accounts->len; i++)
    if (find_server (self, accounts->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Where to look, in the worker thread’s own hands: the repair may go on without it. */
typedef struct
{
  KitteClient *client;
  KitteExistingAccount *existing;
  KitteServer *server;
} Place;

static void
place_free (Place *place)
{
  g_object_unref (place->client);
  kitte_existing_account_unref (place->existing);
  kitte_server_unref (place->server);
  g_free (place);
}

static GPtrArray *
find_places (KitteRepair *self)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteRepairAccount *account = accounts->pdata[i];
      KitteServer *server = find_server (self, account);
      Place *place;

      if (server == NULL)
        continue;
      place = g_new0 (Place, 1);
      place->client = g_object_ref (account->client);
      place->existing = kitte_existing_account_ref (account->existing);
      place->server = kitte_server_ref (server);
      g_ptr_array_add (places, place);
    }
  return places;
}

static void
lookup (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *places = data;
  GError *error = NULL;
  KitteSecret *found = NULL;

  for (guint i = 0; found == NULL && error == NULL && i < places->len; i++)
    {
      const Place *place = places->pdata[i];

      if (!g_cancellable_set_error_if_cancelled (cancellable, &error))
        found = kitte_client_lookup_password (place->client, place->existing, place->server,
                                              cancellable, &error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, (GDestroyNotify) kitte_secret_unref);
}

/**
 * kitte_repair_lookup_password_async:
 *
 * Reads the password that a mail program keeps, in a worker thread. Only where the person said so;
 * the desktop may ask them to unlock the keyring. Cancelling is at once, whatever is being waited
 * for.
 */
void
kitte_repair_lookup_password_async (KitteRepair *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_REPAIR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_repair_lookup_password_async);
  g_task_set_task_data (task, find_places (self), (GDestroyNotify) g_ptr_array_unref);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, lookup);
}

/**
 * kitte_repair_lookup_password_finish:
 *
 * Returns: (transfer full) (nullable): the password; %NULL without an error where none is kept, or
 *   where it cannot be read; else %KITTE_CLIENT_ERROR_PRIMARY_PASSWORD where a password store has
 * to be opened first
 */
KitteSecret *
kitte_repair_lookup_password_finish (KitteRepair *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
