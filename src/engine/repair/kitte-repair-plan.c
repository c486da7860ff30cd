/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One change set for all programs. One that cannot be written for is left out with the reason and
 * the values to set by hand, and the others go on. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-plan.h"

#include <glib/gi18n-lib.h>

#include "clients/kitte-parse-back.h"
#include "kitte-repair-deeds.h"
#include "kitte-repair-private.h"
#include "kitte-repair-sharing.h"

G_DEFINE_BOXED_TYPE (KitteRepairPlan,
                     kitte_repair_plan,
                     kitte_repair_plan_ref,
                     kitte_repair_plan_unref)

/* What one account is to get; %NULL servers stay as they are. */
typedef struct
{
  KitteRepairAccount *account;
  const KitteCure *cure;
  KitteServer *incoming;
  KitteServer *outgoing;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  KitteSharedServer shared;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&wish->outgoing_credential, kitte_credential_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static void
step_free (KitteRepairStep *self)
{
  g_ptr_array_unref (self->deeds);
  g_free (self->why);
  g_free (self->by_hand);
  g_free (self);
}

static void
kitte_repair_plan_clear (KitteRepairPlan *self)
{
  g_object_unref (self->repair);
  g_clear_object (&self->changes);
  g_ptr_array_unref (self->steps);
}

KitteRepairPlan *
kitte_repair_plan_ref (KitteRepairPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_repair_plan_unref (KitteRepairPlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_repair_plan_clear);
}

static gboolean
signs_in (const KitteServer *server)
{
  return server != NULL && server->username != NULL &&
         !kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE) &&
         !kitte_auth_list_contains (&server->auth, KITTE_AUTH_OAUTH2);
}

/* Returns: (transfer full) (nullable): what the program is to keep for @server */
static KitteCredential *
make_credential (const KitteCure *cure, const KitteServer *server)
{
  if (cure->password == NULL || !signs_in (server))
    return NULL;
  return kitte_credential_new (server->username, cure->password);
}

static void
make_wish (KitteRepair *repair, KitteRepairAccount *account, const KitteCure *cure, Wish *wish)
{
  const KitteExistingAccount *existing = account->existing;
  const KitteServer *sends;

  wish->account = account;
  wish->cure = cure;
  if (existing->incoming != NULL && kitte_repair_needs_server (account, TRUE))
    wish->incoming = kitte_cure_get_incoming (cure, existing->incoming);
  if (kitte_repair_needs_server (account, FALSE))
    wish->outgoing = cure->outgoing;
  if (wish->outgoing != NULL)
    wish->shared = kitte_repair_judge_sharing (repair, account, wish->outgoing);
  sends = wish->outgoing != NULL ? wish->outgoing : existing->outgoing;
  if (wish->incoming != NULL || (cure->password_is_new && existing->incoming != NULL))
    wish->incoming_credential =
        make_credential (cure, wish->incoming != NULL ? wish->incoming : existing->incoming);
  if (wish->outgoing != NULL ||
      (cure->password_is_new && sends != NULL && kitte_repair_sends_by_name (repair, sends)))
    wish->outgoing_credential = make_credential (cure, sends);
}

/* As it stands, with the one method by which the program writes it. */
static KitteServer *
with_one_method (KitteServer *server)
{
  return kitte_server_with_auth (server, server->auth.n_items > 0 ? server->auth.items[0] :
                                                                    KITTE_AUTH_PLAIN);
}

static gboolean
fail_incomplete (GError **error)
{
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                       _ ("This account has no server of its own for one of the two ways."));
  return FALSE;
}

static gboolean
plan_both (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  const KitteExistingAccount *existing = wish->account->existing;
  g_autoptr (KitteAddress) address = kitte_address_new (existing->address, error);
  g_autoptr (KitteProposal) nothing = NULL;
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autoptr (KitteAccount) account = NULL;

  if (address == NULL)
    return FALSE;
  if (existing->incoming == NULL || (wish->outgoing == NULL && existing->outgoing == NULL))
    return fail_incomplete (error);
  nothing = kitte_proposal_new (address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);
  incoming = wish->incoming != NULL ? kitte_server_ref (wish->incoming) :
                                      with_one_method (existing->incoming);
  outgoing = wish->outgoing != NULL ? kitte_server_ref (wish->outgoing) :
                                      with_one_method (existing->outgoing);
  account = kitte_account_new (nothing, existing->name, incoming, outgoing,
                               wish->incoming_credential, wish->outgoing_credential);
  return kitte_client_can_hold (wish->account->client, existing->installation, account, error) &&
         kitte_client_plan_update (wish->account->client, existing, account, wish->shared, changes,
                                   error);
}

static gboolean
plan_sending (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  const KitteExistingAccount *existing = wish->account->existing;
  g_autoptr (KitteServer) outgoing = wish->outgoing != NULL ? kitte_server_ref (wish->outgoing) :
                                     existing->outgoing != NULL ?
                                                              with_one_method (existing->outgoing) :
                                                              NULL;

  if (outgoing == NULL)
    return fail_incomplete (error);
  return kitte_client_plan_outgoing (wish->account->client, existing, outgoing,
                                     wish->outgoing_credential, wish->shared, changes, error);
}

static gboolean
plan_servers (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  if (wish->incoming == NULL && wish->outgoing == NULL && wish->incoming_credential == NULL &&
      wish->outgoing_credential == NULL)
    return TRUE;
  if (wish->incoming == NULL && wish->incoming_credential == NULL)
    return plan_sending (wish, changes, error);
  return plan_both (wish, changes, error);
}

static gboolean
plan_habits (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  const KitteExistingAccount *existing = wish->account->existing;
  KitteHabits habits = { .fetch_minutes = wish->cure->fetch_minutes };

  if (existing->incoming == NULL)
    return TRUE;
  habits.leave_on_server = wish->cure->leave_on_server &&
                           existing->incoming->protocol == KITTE_PROTOCOL_POP3 &&
                           !existing->leaves_on_server;
  habits.receive_first = habits.fetch_minutes > 0;
  if (habits.fetch_minutes == 0 && !habits.leave_on_server)
    return TRUE;
  return kitte_client_plan_habits (wish->account->client, existing, &habits, changes, error);
}

static gboolean
plan_trust (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  const KitteExistingAccount *existing = wish->account->existing;
  const KitteProvenServers trust = {
    kitte_repair_renews_trust (wish->account, TRUE, NULL) && wish->cure->incoming != NULL ?
        (wish->incoming != NULL ? wish->incoming : existing->incoming) :
        NULL,
    kitte_repair_renews_trust (wish->account, FALSE, NULL) && wish->cure->outgoing != NULL ?
        (wish->outgoing != NULL ? wish->outgoing : existing->outgoing) :
        NULL,
  };

  return (trust.incoming == NULL && trust.outgoing == NULL) ||
         kitte_client_plan_trust (wish->account->client, existing, &trust, changes, error);
}

static gboolean
plan_account (const Wish *wish, KitteChangeSet *changes, GError **error)
{
  guint n_files = kitte_change_set_get_files (changes)->len;

  kitte_change_set_set_program (changes, wish->account->existing->installation->name);
  return plan_servers (wish, changes, error) && plan_habits (wish, changes, error) &&
         plan_trust (wish, changes, error) && kitte_parse_back (changes, error) &&
         kitte_change_set_check_writable (changes, n_files, error);
}

static char *
explain_read_only (const KitteExistingAccount *existing)
{
  /* TRANSLATORS: %s is the name of a mail program. */
  return g_strdup_printf (_ ("Kitte can read the settings of %s and cannot write them."),
                          existing->installation->name);
}

/* Returns whether the plan may go on: one program less is no failure. */
static gboolean
add_step (KitteRepairPlan *self, const Wish *wish, GPtrArray *taken_deeds, GError **error)
{
  KitteRepairStep *step = g_new0 (KitteRepairStep, 1);
  g_autoptr (KitteChangeSetState) state = kitte_change_set_save_state (self->changes);
  g_autoptr (GError) cause = NULL;

  g_ptr_array_add (self->steps, step);
  step->account = wish->account;
  step->deeds = taken_deeds;
  step->first_file = kitte_change_set_get_files (self->changes)->len;
  if (wish->account->existing->read_only)
    step->why = explain_read_only (wish->account->existing);
  else if (plan_account (wish, self->changes, &cause))
    step->n_files = kitte_change_set_get_files (self->changes)->len - step->first_file;
  else if (g_error_matches (cause, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  else
    {
      kitte_change_set_go_back (self->changes, g_steal_pointer (&state));
      step->why = g_strdup (cause->message);
    }
  if (step->why != NULL)
    step->by_hand =
        kitte_repair_explain_by_hand (wish->account, wish->incoming, wish->outgoing, step->deeds);
  return TRUE;
}

/**
 * kitte_repair_plan_new:
 * @cure: what was proven
 *
 * Plans for every account that is not right yet. Reads files and touches none; synchronous local
 * work.
 *
 * Returns: (transfer full): the plan, with nothing to change where all is right; %NULL with
 *   %KITTE_CLIENT_ERROR_PRIMARY_PASSWORD where a password store has to be opened first
 */
KitteRepairPlan *
kitte_repair_plan_new (KitteRepair *repair, const KitteCure *cure, GError **error)
{
  g_autoptr (KitteRepairPlan) self = NULL;
  GPtrArray *accounts;

  g_return_val_if_fail (KITTE_IS_REPAIR (repair) && cure != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteRepairPlan);
  self->repair = g_object_ref (repair);
  self->changes = kitte_change_set_new (kitte_repair_get_address (repair));
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  accounts = kitte_repair_get_accounts (repair);
  for (guint i = 0; i < accounts->len; i++)
    {
      g_auto (Wish) wish = { 0 };
      g_autoptr (GPtrArray) deeds = NULL;

      make_wish (repair, accounts->pdata[i], cure, &wish);
      deeds = kitte_repair_list_deeds (wish.account, wish.incoming, wish.outgoing, cure);
      if (deeds->len > 0 && !add_step (self, &wish, g_steal_pointer (&deeds), error))
        return NULL;
    }
  kitte_change_set_set_program (self->changes, NULL);
  if (kitte_change_set_is_empty (self->changes))
    g_clear_object (&self->changes);
  return g_steal_pointer (&self);
}

/**
 * kitte_repair_plan_find:
 *
 * Returns: (nullable): what is done to @account; %NULL: nothing, because it is right
 */
const KitteRepairStep *
kitte_repair_plan_find (const KitteRepairPlan *self, const KitteRepairAccount *account)
{
  g_return_val_if_fail (self != NULL && account != NULL, NULL);

  for (guint i = 0; i < self->steps->len; i++)
    if (((const KitteRepairStep *) self->steps->pdata[i])->account == account)
      return self->steps->pdata[i];
  return NULL;
}

static void
append_deeds (GString *text, const KitteRepairStep *step)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                          step->account->existing->installation->name);
  for (guint i = 0; i < step->deeds->len; i++)
    g_string_append_printf (text, "\n• %s", ((const KitteDeed *) step->deeds->pdata[i])->text);
}

/**
 * kitte_repair_plan_describe:
 *
 * Returns: (transfer full) (nullable): what Kitte does, by program, a line each
 */
char *
kitte_repair_plan_describe (const KitteRepairPlan *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->steps->len; i++)
    if (((const KitteRepairStep *) self->steps->pdata[i])->why == NULL)
      append_deeds (text, self->steps->pdata[i]);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/**
 * kitte_repair_plan_describe_by_hand:
 *
 * Returns: (transfer full) (nullable): what the person has to set, and why Kitte does not
 */
char *
kitte_repair_plan_describe_by_hand (const KitteRepairPlan *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const KitteRepairStep *step = self->steps->pdata[i];

      if (step->why != NULL)
        g_string_append_printf (text, "%s%s\n%s", text->len > 0 ? "\n\n" : "", step->why,
                                step->by_hand);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}
