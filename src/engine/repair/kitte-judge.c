/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with the sending server of an account, seen from its settings alone. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-judge.h"

#include <glib/gi18n-lib.h>

#include "model/kitte-domain.h"

G_DEFINE_BOXED_TYPE (KitteJudgement, kitte_judgement, kitte_judgement_ref, kitte_judgement_unref)

/* RFC 5321, 2.3.4: the port between mail servers; programs submit on 587 or 465 (RFC 8314). */
#define SMTP_RELAY_PORT 25

static gboolean
is_local (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
uses_port_25 (const KitteExistingAccount *account)
{
  return account->outgoing->port == SMTP_RELAY_PORT;
}

static gboolean
sends_without_sign_in (const KitteExistingAccount *account)
{
  return kitte_auth_list_contains (&account->outgoing->auth, KITTE_AUTH_NONE);
}

static gboolean
sends_unencrypted (const KitteExistingAccount *account)
{
  return account->outgoing->security == KITTE_SECURITY_NONE;
}

static const struct
{
  const char *code;
  KitteSeverity severity;
  gboolean (*applies) (const KitteExistingAccount *account);
  const char *text;
} rules[] = {
  /* Outbound port 25 blocking: providers close the port on their lines against junk mail. */
  { "port-25", KITTE_SEVERITY_WILL_STOP, uses_port_25,
    N_ ("Mail is sent through port 25. To stop junk mail, many lines and providers no longer allow "
        "that; port 587 or 465 with sign-in is today’s way.") },
  /* POP before SMTP has ended at nearly every provider; RFC 4954 is what replaced it. */
  { "smtp-no-auth", KITTE_SEVERITY_WILL_STOP, sends_without_sign_in,
    N_ ("Mail is sent without signing in. Providers now want user name and password for sending "
        "too.") },
  { "no-encryption", KITTE_SEVERITY_UNSAFE, sends_unencrypted,
    N_ ("Mail is sent without encryption, so others could read it on the way.") },
};

/* A server of another company was chosen on purpose: a mail relay at work, the line’s provider. */
static gboolean
is_foreign (const KitteExistingAccount *account)
{
  g_autofree char *receiving = NULL;
  g_autofree char *sending = NULL;
  const char *domain = strchr (account->address, '@');

  if (account->incoming == NULL || domain == NULL)
    return FALSE;
  receiving = kitte_domain_get_registrable (account->incoming->host);
  sending = kitte_domain_get_registrable (account->outgoing->host);
  return g_strcmp0 (receiving, sending) != 0 &&
         !kitte_domain_is_below (account->outgoing->host, domain + 1) &&
         g_strcmp0 (account->outgoing->host, domain + 1) != 0;
}

static void
kitte_judgement_clear (KitteJudgement *self)
{
  g_ptr_array_unref (self->problems);
  g_free (self->unclear);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const KitteProblem *const *first = a;
  const KitteProblem *const *second = b;

  return (int) (*second)->severity - (int) (*first)->severity;
}

static void
find_problems (const KitteExistingAccount *account, GPtrArray *problems)
{
  if (account->outgoing == NULL || is_local (account->outgoing->host))
    return;
  if (is_foreign (account))
    {
      g_ptr_array_add (problems,
                       kitte_problem_new ("foreign-outgoing", KITTE_SEVERITY_FINE,
                                          _ ("Mail is sent through another company’s server. "
                                             "That may be on purpose, so it is left as it is.")));
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].applies (account))
      g_ptr_array_add (problems,
                       kitte_problem_new (rules[i].code, rules[i].severity, _ (rules[i].text)));
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
  find_problems (account, self->problems);
  g_ptr_array_sort (self->problems, compare_problems);
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

gboolean
kitte_judgement_has (const KitteJudgement *self, const char *code)
{
  g_return_val_if_fail (self != NULL && code != NULL, FALSE);

  for (guint i = 0; i < self->problems->len; i++)
    if (g_str_equal (((const KitteProblem *) self->problems->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}
