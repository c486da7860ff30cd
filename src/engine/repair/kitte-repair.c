/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same mailbox in several programs, by IMAP or by POP, is one repair: what is found out counts
 * for all of them. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-private.h"
#include "verify/kitte-verify-leg.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (KitteRepair, kitte_repair, G_TYPE_OBJECT)

/* What a change of the server does not help with, and what no change of the settings helps with. */
static const char *const not_by_server[] = { "pop-deletes", "password-no-longer-accepted",
                                             "old-tls", "cert-exception", NULL };
/* What is taken back where the server is seen to need no such exception. */
static const char *const about_trust[] = { "old-tls", "cert-exception", NULL };
static const char *const by_nothing[] = { "foreign-outgoing", "service-ended", NULL };

static void
account_free (KitteRepairAccount *self)
{
  g_object_unref (self->client);
  kitte_existing_account_unref (self->existing);
  kitte_judgement_unref (self->judgement);
  g_clear_pointer (&self->incoming, kitte_sighting_unref);
  g_clear_pointer (&self->outgoing, kitte_sighting_unref);
  g_free (self);
}

static void
judge (KitteRepair *self, KitteRepairAccount *account)
{
  const KitteEvidence evidence = { self->catalogue, account->incoming, account->outgoing,
                                   (const char *const *) self->exchangers };

  g_clear_pointer (&account->judgement, kitte_judgement_unref);
  account->judgement = kitte_judge_account (account->existing, &evidence);
}

/* The mailbox in one more program. */
void
kitte_repair_add_account (KitteRepair *self, KitteClient *client, KitteExistingAccount *existing)
{
  KitteRepairAccount *account = g_new0 (KitteRepairAccount, 1);

  account->client = g_object_ref (client);
  account->existing = kitte_existing_account_ref (existing);
  judge (self, account);
  g_ptr_array_add (self->accounts, account);
}

/* Returns: (transfer full): the repair of a mailbox of which one program is known */
KitteRepair *
kitte_repair_new (KitteClient *client, KitteExistingAccount *existing, KitteLookup *lookup)
{
  KitteRepair *self = g_object_new (KITTE_TYPE_REPAIR, NULL);

  self->catalogue = g_object_ref (kitte_lookup_get_catalogue (lookup));
  kitte_repair_add_account (self, client, existing);
  kitte_repair_look_up (self, lookup, NULL);
  return self;
}

static void
kitte_repair_finalize (GObject *object)
{
  KitteRepair *self = KITTE_REPAIR (object);

  g_ptr_array_unref (self->accounts);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_pointer (&self->records, kitte_proposal_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_strfreev (self->exchangers);
  g_free (self->network);
  G_OBJECT_CLASS (kitte_repair_parent_class)->finalize (object);
}

static void
kitte_repair_class_init (KitteRepairClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_repair_finalize;
}

static void
kitte_repair_init (KitteRepair *self)
{
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) account_free);
}

/**
 * kitte_repair_get_address:
 *
 * Returns: (transfer none): whose mailbox it is; where no address is set, how the program calls the
 *   account
 */
const char *
kitte_repair_get_address (KitteRepair *self)
{
  const KitteExistingAccount *existing;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  existing = kitte_repair_get_first (self)->existing;
  return existing->address != NULL ? existing->address : existing->key;
}

/**
 * kitte_repair_has_address:
 *
 * Returns: whether it is known whose mailbox it is; else nothing can be judged, and nothing is done
 */
gboolean
kitte_repair_has_address (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  return kitte_judge_has_address (kitte_repair_get_first (self)->existing);
}

/**
 * kitte_repair_get_accounts:
 *
 * Returns: (transfer none) (element-type KitteRepairAccount): at least one
 */
GPtrArray *
kitte_repair_get_accounts (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->accounts;
}

/**
 * kitte_repair_get_first:
 *
 * Returns: (transfer none): one that receives, where there is one
 */
KitteRepairAccount *
kitte_repair_get_first (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    if (((KitteRepairAccount *) self->accounts->pdata[i])->existing->incoming != NULL)
      return self->accounts->pdata[i];
  return self->accounts->pdata[0];
}

KitteCatalogue *
kitte_repair_get_catalogue (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->catalogue;
}

/* After more was seen of the servers. */
void
kitte_repair_judge_again (KitteRepair *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    judge (self, self->accounts->pdata[i]);
}

/**
 * kitte_repair_get_severity:
 *
 * Returns: the worst there is in any program
 */
KitteSeverity
kitte_repair_get_severity (KitteRepair *self)
{
  KitteSeverity worst = KITTE_SEVERITY_FINE;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), worst);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (kitte_judge_has_address (account->existing))
        worst = MAX (worst, kitte_judgement_get_severity (account->judgement));
    }
  return worst;
}

static gboolean
was_reached (const KitteSighting *seen)
{
  return seen == NULL || seen->finding == NULL ||
         (!kitte_verify_leg_may_give_way (seen->finding->code) &&
          !kitte_finding_code_is_certificate (seen->finding->code));
}

/**
 * kitte_repair_works_now:
 *
 * Returns: whether nothing is seen that stops its mail here and now: after a look, with what was
 *   seen of the servers
 */
gboolean
kitte_repair_works_now (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (!was_reached (account->incoming) || !was_reached (account->outgoing))
        return FALSE;
    }
  return kitte_repair_get_severity (self) < KITTE_SEVERITY_BROKEN;
}

/**
 * kitte_repair_get_unclear:
 *
 * Returns: (transfer none) (nullable): why an account could not be judged, for the person
 */
const char *
kitte_repair_get_unclear (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (account->judgement->unclear != NULL)
        return account->judgement->unclear;
    }
  return NULL;
}

/**
 * kitte_repair_deletes_mail:
 *
 * Returns: whether a program that Kitte can write for takes what it fetches by POP from the server
 */
gboolean
kitte_repair_deletes_mail (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteExistingAccount *existing =
          ((const KitteRepairAccount *) self->accounts->pdata[i])->existing;

      if (existing->incoming != NULL && existing->incoming->protocol == KITTE_PROTOCOL_POP3 &&
          !existing->leaves_on_server && !existing->read_only)
        return TRUE;
    }
  return FALSE;
}

static gboolean
can_be_helped (const KitteProblem *problem)
{
  return problem->severity > KITTE_SEVERITY_FINE && !g_strv_contains (by_nothing, problem->code);
}

/* Encrypted as of today, with a certificate that the system trusts: Kitte accepts no other. */
static gboolean
needs_no_exception (const KitteSighting *seen)
{
  return seen != NULL && seen->finding != NULL && seen->finding->code == KITTE_FINDING_OK;
}

/* An exception that mail goes on without. */
static gboolean
is_needless (const KitteRepairAccount *account, const KitteProblem *problem)
{
  return problem->severity > KITTE_SEVERITY_FINE && g_strv_contains (about_trust, problem->code) &&
         (needs_no_exception (problem->incoming ? account->incoming : account->outgoing) ||
          kitte_repair_blames_server (account->judgement, problem->incoming));
}

static gboolean
can_be_renewed (const KitteRepairAccount *account, const KitteProblem *problem)
{
  return is_needless (account, problem) && kitte_client_can_renew (account->client, problem->code);
}

/* The program shows it in its settings, and Kitte does not write it. */
gboolean
kitte_repair_is_left_to_person (const KitteRepairAccount *account, const KitteProblem *problem)
{
  return is_needless (account, problem) && !kitte_client_can_renew (account->client, problem->code);
}

static gboolean
is_helpable (const KitteRepairAccount *account, const KitteProblem *problem)
{
  if (g_strv_contains (about_trust, problem->code))
    return can_be_renewed (account, problem);
  return can_be_helped (problem);
}

static gboolean
has_helpable (const KitteRepairAccount *account)
{
  GPtrArray *problems = account->judgement->problems;

  for (guint i = 0; i < problems->len && kitte_judge_has_address (account->existing); i++)
    if (is_helpable (account, problems->pdata[i]))
      return TRUE;
  return FALSE;
}

/**
 * kitte_repair_is_needed:
 *
 * Returns: whether something is wrong that a change of the settings may help with
 */
gboolean
kitte_repair_is_needed (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    if (has_helpable (self->accounts->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whether other server settings in that direction would help. */
gboolean
kitte_repair_blames_server (const KitteJudgement *judgement, gboolean incoming)
{
  for (guint i = 0; i < judgement->problems->len; i++)
    {
      const KitteProblem *problem = judgement->problems->pdata[i];

      if (can_be_helped (problem) && !problem->incoming == !incoming &&
          !g_strv_contains (not_by_server, problem->code))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_repair_renews_trust:
 * @code: (nullable): `old-tls` or `cert-exception`; %NULL: any
 *
 * Returns: whether an exception of the account is needless and can be taken back
 */
gboolean
kitte_repair_renews_trust (const KitteRepairAccount *account, gboolean incoming, const char *code)
{
  GPtrArray *problems;

  g_return_val_if_fail (account != NULL, FALSE);

  problems = account->judgement->problems;
  for (guint i = 0; i < problems->len; i++)
    {
      const KitteProblem *problem = problems->pdata[i];

      if (!problem->incoming == !incoming && can_be_renewed (account, problem) &&
          (code == NULL || g_str_equal (code, problem->code)))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_repair_needs_server:
 * @incoming: whether it is about receiving
 *
 * Returns: whether the account needs other server settings in that direction
 */
gboolean
kitte_repair_needs_server (const KitteRepairAccount *account, gboolean incoming)
{
  g_return_val_if_fail (account != NULL, FALSE);

  return kitte_repair_blames_server (account->judgement, incoming);
}

/**
 * kitte_repair_get_incoming:
 *
 * Returns: (transfer none) (nullable): where its mail is fetched first of all; %NULL: programs that
 *   only send
 */
KitteServer *
kitte_repair_get_incoming (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return kitte_repair_get_first (self)->existing->incoming;
}

/**
 * kitte_repair_get_also_incoming:
 *
 * Returns: (transfer none) (nullable): where its mail is fetched by the other protocol as well,
 * IMAP or POP
 */
KitteServer *
kitte_repair_get_also_incoming (KitteRepair *self)
{
  const KitteServer *first;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  first = kitte_repair_get_incoming (self);
  for (guint i = 0; first != NULL && i < self->accounts->len; i++)
    {
      KitteServer *server = ((KitteRepairAccount *) self->accounts->pdata[i])->existing->incoming;

      if (server != NULL && server->protocol != first->protocol)
        return server;
    }
  return NULL;
}

/**
 * kitte_repair_list_programs:
 *
 * Returns: (transfer full): the names of the programs that have it
 */
char *
kitte_repair_list_programs (KitteRepair *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (!g_ptr_array_find_with_equal_func (names, account->existing->installation->name,
                                             g_str_equal, NULL))
        g_ptr_array_add (names, account->existing->installation->name);
    }
  g_ptr_array_add (names, NULL);
  /* TRANSLATORS: between the names in a list. */
  return g_strjoinv (_ (", "), (char **) names->pdata);
}
