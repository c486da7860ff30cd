/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Once for window and terminal. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-provider-sentences.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/**
 * kitte_provider_password_sentence:
 *
 * Returns: (transfer full) (nullable): which of the provider’s passwords is needed, by its own word
 *   for it where that is known; %NULL where nobody says, or no password is typed
 */
char *
kitte_provider_password_sentence (const KitteProposal *proposal)
{
  static const char *const kinds[] = {
    [KITTE_CREDENTIAL_ACCOUNT_PASSWORD] = N_ ("You need the password of the provider’s web page."),
    [KITTE_CREDENTIAL_MAILBOX_PASSWORD] = N_ ("You need the password of your mailbox."),
    [KITTE_CREDENTIAL_APP_PASSWORD] =
        N_ ("You need a password that you make on the provider’s page for mail programs."),
    [KITTE_CREDENTIAL_ISSUED_PASSWORD] = N_ ("You need the password that the provider issued."),
    [KITTE_CREDENTIAL_OAUTH2_ONLY] = NULL,
    [KITTE_CREDENTIAL_UNKNOWN] = NULL,
  };

  g_return_val_if_fail (proposal != NULL, NULL);

  if (proposal->no_access != NULL || kinds[proposal->credential_kind] == NULL)
    return NULL;
  if (proposal->credential_name != NULL)
    /* TRANSLATORS: %s is what the provider calls the password that mail programs take. */
    return g_strdup_printf (_ ("You need this password: “%s”."), proposal->credential_name);
  return g_strdup (_ (kinds[proposal->credential_kind]));
}

/**
 * kitte_provider_age_sentence:
 *
 * Returns: (transfer full) (nullable): which month the data is of, so that nobody trusts it for
 *   ever
 */
char *
kitte_provider_age_sentence (const KitteProposal *proposal)
{
  g_autoptr (GDateTime) month = NULL;
  g_autofree char *text = NULL;
  guint year;
  guint number;

  g_return_val_if_fail (proposal != NULL, NULL);

  if (proposal->provider_checked == NULL ||
      sscanf (proposal->provider_checked, "%4u-%2u", &year, &number) != 2)
    return NULL;
  month = g_date_time_new_utc ((int) year, (int) number, 1, 0, 0, 0);
  /* TRANSLATORS: a month as g_date_time_format() writes it: “November 2026”. */
  text = month != NULL ? g_date_time_format (month, C_ ("month", "%B %Y")) : NULL;
  if (text == NULL)
    return NULL;
  /* TRANSLATORS: under what is known of a provider; %s is a month. */
  return g_strdup_printf (_ ("As known in %s."), text);
}
