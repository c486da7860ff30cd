/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans one account for the chosen mail programs; a program that cannot hold it is left out, a
 * file that cannot be understood stops everything. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-plan.h"

G_DEFINE_BOXED_TYPE (KittePlan, kitte_plan, kitte_plan_ref, kitte_plan_unref)

static void
left_out_free (KitteLeftOut *self)
{
  g_free (self->client);
  g_free (self->why);
  g_free (self);
}

static void
kitte_plan_clear (KittePlan *self)
{
  g_object_unref (self->changes);
  g_ptr_array_unref (self->left_out);
}

/* Returns whether the plan may go on: being left out is no failure. */
static gboolean
plan_one (KittePlan *self,
          KitteClient *client,
          KitteInstallation *installation,
          const KitteAccount *account,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (kitte_client_can_hold (client, installation, account, &local_error) &&
      kitte_client_plan (client, installation, account, self->changes, &local_error))
    return TRUE;
  if (g_error_matches (local_error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED) ||
      g_error_matches (local_error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS))
    {
      kitte_plan_leave_out (self, installation->client, local_error->message);
      ((KitteLeftOut *) self->left_out->pdata[self->left_out->len - 1])->there_already =
          local_error->code == KITTE_CLIENT_ERROR_EXISTS;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * kitte_plan_new:
 * @clients: (element-type KitteClient): every mail program Kitte knows
 * @installations: (element-type KitteInstallation): the chosen ones
 * @account: what they are to hold
 *
 * Reads files and touches none; synchronous local work.
 *
 * Returns: (transfer full): the plan, or %NULL with a #KITTE_CLIENT_ERROR
 */
KittePlan *
kitte_plan_new (GPtrArray *clients,
                GPtrArray *installations,
                const KitteAccount *account,
                GError **error)
{
  g_autoptr (KittePlan) self = NULL;

  g_return_val_if_fail (clients != NULL && installations != NULL && account != NULL, NULL);

  self = g_atomic_rc_box_new0 (KittePlan);
  self->changes = kitte_change_set_new (account->address->display);
  self->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) left_out_free);
  for (guint i = 0; i < installations->len; i++)
    {
      KitteInstallation *installation = installations->pdata[i];
      KitteClient *client = kitte_clients_get (clients, installation->client);

      if (client != NULL && !plan_one (self, client, installation, account, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * kitte_plan_leave_out:
 * @client: the mail program
 * @why: a sentence for the person
 *
 * Notes a program that will not get the account.
 */
void
kitte_plan_leave_out (KittePlan *self, const char *client, const char *why)
{
  KitteLeftOut *left_out;

  g_return_if_fail (self != NULL && client != NULL && why != NULL);

  left_out = g_new0 (KitteLeftOut, 1);
  left_out->client = g_strdup (client);
  left_out->why = g_strdup (why);
  g_ptr_array_add (self->left_out, left_out);
}

KittePlan *
kitte_plan_ref (KittePlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_plan_unref (KittePlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_plan_clear);
}

/**
 * kitte_plan_find_installations:
 *
 * Returns: (transfer full) (element-type KitteInstallation): all mail programs on this computer
 */
GPtrArray *
kitte_plan_find_installations (GPtrArray *clients)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);

  for (guint i = 0; i < clients->len; i++)
    {
      g_autoptr (GPtrArray) found = kitte_client_find (clients->pdata[i]);

      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (all, kitte_installation_ref (found->pdata[j]));
    }
  return all;
}

/* msmtp only sends; every other program would fetch, and so empty a POP3 mailbox for the rest. */
static gboolean
fetches (const KitteInstallation *installation)
{
  return !g_str_equal (installation->client, "msmtp");
}

/**
 * kitte_plan_preselects:
 * @installations: (element-type KitteInstallation): as found
 * @index: which of them
 * @incoming: the protocol mail is fetched by
 *
 * Returns: whether the program is chosen before the person says anything: the first installation
 *   of each program, and for POP3 only one that fetches
 */
gboolean
kitte_plan_preselects (GPtrArray *installations, guint index, KitteProtocol incoming)
{
  const KitteInstallation *candidate;

  g_return_val_if_fail (installations != NULL && index < installations->len, FALSE);

  candidate = installations->pdata[index];
  for (guint i = 0; i < index; i++)
    {
      const KitteInstallation *earlier = installations->pdata[i];

      if (g_str_equal (earlier->client, candidate->client))
        return FALSE;
      if (incoming == KITTE_PROTOCOL_POP3 && fetches (earlier) && fetches (candidate))
        return FALSE;
    }
  return TRUE;
}
