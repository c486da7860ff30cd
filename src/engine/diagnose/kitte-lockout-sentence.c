/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only what the provider itself says: a number that somebody measured once is a promise that nobody
 * keeps. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-lockout-sentence.h"

#include <glib/gi18n-lib.h>

#define MINUTES_PER_HOUR 60

static char *
describe_numbers (const char *provider, const KitteLockout *lockout)
{
  g_autofree char *time = lockout->minutes > 0 ? kitte_duration_phrase (lockout->minutes) : NULL;

  if (lockout->after > 0 && time != NULL)
    /* TRANSLATORS: %1$s is the provider’s name, %2$u a number of sign-ins, %3$s how long it lasts
     * (“30 minutes”). */
    return g_strdup_printf (ngettext ("%1$s says that %2$u rejected sign-in locks it for %3$s.",
                                      "%1$s says that %2$u rejected sign-ins lock it for %3$s.",
                                      lockout->after),
                            provider, lockout->after, time);
  if (lockout->after > 0)
    /* TRANSLATORS: %1$s is the provider’s name, %2$u a number of sign-ins. */
    return g_strdup_printf (ngettext ("%1$s says that %2$u rejected sign-in locks it.",
                                      "%1$s says that %2$u rejected sign-ins lock it.",
                                      lockout->after),
                            provider, lockout->after);
  if (time != NULL)
    /* TRANSLATORS: %1$s is the provider’s name, %2$s how long it lasts (“30 minutes”). */
    return g_strdup_printf (_ ("%1$s says that the lock ends after %2$s."), provider, time);
  return NULL;
}

static const char *
describe_scope (KitteLockoutScope scope)
{
  switch (scope)
    {
    case KITTE_LOCKOUT_ADDRESS:
      return _ ("The lock is for your internet connection, not for the mailbox.");
    case KITTE_LOCKOUT_ACCOUNT:
      return _ ("The lock is for the mailbox, wherever you sign in from.");
    case KITTE_LOCKOUT_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * kitte_duration_phrase:
 *
 * Returns: (transfer full): how long something lasts, as a part of a sentence
 */
char *
kitte_duration_phrase (guint minutes)
{
  guint hours = minutes / MINUTES_PER_HOUR;

  if (hours > 0 && minutes % MINUTES_PER_HOUR == 0)
    /* TRANSLATORS: how long something lasts, as a part of a sentence. */
    return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
  /* TRANSLATORS: how long something lasts, as a part of a sentence: “Please wait 9 minutes.” */
  return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
}

/**
 * kitte_lockout_sentence:
 * @proposal: (nullable): where the settings came from
 *
 * Returns: (transfer full) (nullable): what the provider publishes about locking; %NULL: nothing
 */
char *
kitte_lockout_sentence (const KitteProposal *proposal)
{
  g_autofree char *numbers = NULL;
  const char *scope;

  if (proposal == NULL || !proposal->lockout.published || proposal->provider_name == NULL)
    return NULL;
  numbers = describe_numbers (proposal->provider_name, &proposal->lockout);
  scope = describe_scope (proposal->lockout.scope);
  if (numbers == NULL || scope == NULL)
    return numbers != NULL ? g_steal_pointer (&numbers) : g_strdup (scope);
  /* TRANSLATORS: two texts of whole sentences, one behind the other. */
  return g_strdup_printf (C_ ("sentences", "%s %s"), numbers, scope);
}
