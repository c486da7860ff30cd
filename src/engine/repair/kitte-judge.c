/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries the rules on both directions of an account. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-judge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-case.h"
#include "kitte-conditions.h"
#include "kitte-rules.h"

G_DEFINE_BOXED_TYPE (KitteJudgement, kitte_judgement, kitte_judgement_ref, kitte_judgement_unref)

static void
kitte_judgement_clear (KitteJudgement *self)
{
  g_ptr_array_unref (self->problems);
  g_free (self->unclear);
}

static const char *
get_provider_name (const KitteCase *item)
{
  KittePreset *preset = item->former != NULL ? item->former :
                        item->owner != NULL  ? item->owner :
                                               item->provider;

  /* TRANSLATORS: stands for the name of a provider that is not known. */
  return preset != NULL ? kitte_preset_get_name (preset) : _ ("the provider");
}

static char *
fill_in (const char *sentence, const KitteCase *item)
{
  g_autoptr (GString) text = g_string_new (sentence);
  g_autofree char *port = g_strdup_printf ("%u", item->server->port);

  /* The host comes from a file and may hold anything, so it is filled in last. */
  g_string_replace (text, "{provider}", get_provider_name (item), 0);
  g_string_replace (text, "{port}", port, 0);
  g_string_replace (text, "{host}", item->server->host, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_places (KitteProblem *problem, const KitteRule *rule, const KitteCase *item)
{
  for (guint i = 0; item->set != NULL && i < item->set->settings->len; i++)
    {
      KitteSetting *setting = item->set->settings->pdata[i];

      if ((rule->settings & (1u << setting->kind)) != 0)
        g_ptr_array_add (problem->settings, kitte_setting_ref (setting));
    }
}

static void
add_problem (GPtrArray *problems, const KitteRule *rule, const KitteCase *item)
{
  g_autofree char *reason = fill_in (_ (rule->reason), item);
  KitteProblem *problem = kitte_problem_new (rule->code, rule->severity, reason);

  problem->rule = g_strdup (rule->id);
  problem->incoming = item->incoming;
  problem->right = fill_in (_ (rule->right), item);
  problem->source = g_strdup (rule->source);
  add_places (problem, rule, item);
  g_ptr_array_add (problems, problem);
}

static gboolean
is_said (GPtrArray *problems, const char *code, gboolean incoming)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const KitteProblem *problem = problems->pdata[i];

      if (problem->incoming == incoming && g_str_equal (problem->code, code))
        return TRUE;
    }
  return FALSE;
}

static void
judge_direction (const KitteExistingAccount *account,
                 const KitteEvidence *evidence,
                 gboolean incoming,
                 GPtrArray *problems)
{
  g_auto (KitteCase) item = { 0 };
  gsize n_rules;
  const KitteRule *rules = kitte_rules_get (&n_rules);
  KitteRuleDirection direction = incoming ? KITTE_RULE_RECEIVING : KITTE_RULE_SENDING;

  if (!kitte_case_init (&item, account, evidence, incoming) || kitte_case_is_local (item.server))
    return;
  for (gsize i = 0; i < n_rules; i++)
    if ((rules[i].direction & direction) != 0 && !is_said (problems, rules[i].code, incoming) &&
        kitte_conditions_apply (rules[i].when, &item))
      add_problem (problems, &rules[i], &item);
}

static gboolean
is_local (const KitteServer *server)
{
  return server != NULL && kitte_case_is_local (server);
}

static gboolean
signs_in_unknown (const KitteExistingServer *server)
{
  return server != NULL && server->sign_in == KITTE_SIGN_IN_UNKNOWN;
}

/* What keeps us from saying that an account is healthy; the contract has no code for it. */
static const char *
find_unclear (const KitteExistingAccount *account)
{
  if (!kitte_judge_has_address (account))
    return _ ("No mail address is set in this account, so Kitte cannot judge it.");
  if (is_local (account->incoming) || is_local (account->outgoing))
    return _ ("This account uses a mail server on this computer. What that one does with the mail "
              "Kitte cannot see, so it is left as it is.");
  if (account->outgoing == NULL)
    return _ ("No server for sending is set in this account, so Kitte cannot judge how it sends.");
  if (signs_in_unknown (account->receiving) || signs_in_unknown (account->sending))
    return _ ("This account signs in in a way that Kitte does not know, so Kitte cannot judge it.");
  return NULL;
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const KitteProblem *const *first = a;
  const KitteProblem *const *second = b;

  return (int) (*second)->severity - (int) (*first)->severity;
}

/**
 * kitte_judge_has_address:
 *
 * A pattern for many senders is none, though its signs may stand in an address.
 *
 * Returns: whether the account says whose mailbox it is
 */
gboolean
kitte_judge_has_address (const KitteExistingAccount *account)
{
  g_autoptr (KitteAddress) address = NULL;

  g_return_val_if_fail (account != NULL, FALSE);

  if (account->address != NULL)
    address = kitte_address_new (account->address, NULL);
  return address != NULL && strpbrk (address->local, "*?") == NULL;
}

/**
 * kitte_judge_account:
 * @evidence: what is known beside the settings
 *
 * Local work without network.
 *
 * Returns: (transfer full): what is wrong, or why that cannot be said
 */
KitteJudgement *
kitte_judge_account (const KitteExistingAccount *account, const KitteEvidence *evidence)
{
  KitteJudgement *self;

  g_return_val_if_fail (account != NULL && evidence != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteJudgement);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_problem_unref);
  judge_direction (account, evidence, FALSE, self->problems);
  judge_direction (account, evidence, TRUE, self->problems);
  g_ptr_array_sort (self->problems, compare_problems);
  self->unclear = g_strdup (find_unclear (account));
  return self;
}

KitteJudgement *
kitte_judgement_ref (KitteJudgement *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_judgement_unref (KitteJudgement *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_judgement_clear);
}

/**
 * kitte_judgement_get_severity:
 *
 * Returns: the worst there is; %KITTE_SEVERITY_FINE for an account without problems
 */
KitteSeverity
kitte_judgement_get_severity (const KitteJudgement *self)
{
  KitteSeverity worst = KITTE_SEVERITY_FINE;

  g_return_val_if_fail (self != NULL, worst);

  for (guint i = 0; i < self->problems->len; i++)
    worst = MAX (worst, ((const KitteProblem *) self->problems->pdata[i])->severity);
  return worst;
}

/**
 * kitte_judgement_is_healthy:
 *
 * Returns: whether the account could be judged and no rule above fine applies
 */
gboolean
kitte_judgement_is_healthy (const KitteJudgement *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->unclear == NULL && kitte_judgement_get_severity (self) == KITTE_SEVERITY_FINE;
}

/**
 * kitte_judgement_get_sentences:
 *
 * Returns: (transfer full) (array zero-terminated=1): what is wrong, most severe first; what is so
 *   in both directions is said once
 */
char **
kitte_judgement_get_sentences (const KitteJudgement *self)
{
  g_autoptr (GPtrArray) sentences = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  sentences = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->problems->len; i++)
    {
      const KitteProblem *problem = self->problems->pdata[i];

      if (!g_ptr_array_find_with_equal_func (sentences, problem->text, g_str_equal, NULL))
        g_ptr_array_add (sentences, g_strdup (problem->text));
    }
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_steal (sentences, NULL);
}

gboolean
kitte_judgement_has (const KitteJudgement *self, const char *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, FALSE);

  for (guint i = 0; i < self->problems->len; i++)
    if (g_str_equal (((const KitteProblem *) self->problems->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}
