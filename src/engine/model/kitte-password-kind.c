/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some providers’ passwords all have one form: what has another one is not sent unasked. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-password-kind.h"

#include <glib/gi18n-lib.h>

/**
 * kitte_password_kind_fits:
 * @password: as typed
 *
 * Returns: %FALSE where every password of the provider has a form that @password has not. Nothing
 * of
 *   @password is copied.
 */
gboolean
kitte_password_kind_fits (const KitteProposal *proposal, const KitteSecret *password)
{
  g_autofree char *whole = NULL;
  g_autoptr (GRegex) regex = NULL;

  g_return_val_if_fail (proposal != NULL && password != NULL, TRUE);

  if (proposal->credential_pattern == NULL)
    return TRUE;
  whole = g_strdup_printf ("^(?:%s)$", proposal->credential_pattern);
  regex = g_regex_new (whole, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  return regex == NULL ||
         g_regex_match_full (regex, kitte_secret_peek (password),
                             (gssize) kitte_secret_get_length (password), 0, 0, NULL, NULL);
}

/**
 * kitte_password_kind_describe:
 *
 * Returns: (transfer full): what to tell somebody whose password does not fit
 */
char *
kitte_password_kind_describe (const KitteProposal *proposal)
{
  g_autofree char *first = NULL;

  g_return_val_if_fail (proposal != NULL, NULL);

  if (proposal->credential_name != NULL)
    first = g_strdup_printf (
        /* TRANSLATORS: under the password field; %s is what the provider calls the password. */
        _ ("This cannot be the right password: “%s” is needed here. Nothing has been sent."),
        proposal->credential_name);
  else
    first = g_strdup (_ ("This cannot be the right password: the provider’s passwords have another "
                         "form. Nothing has been sent."));
  if (proposal->credential_hint == NULL)
    return g_steal_pointer (&first);
  /* TRANSLATORS: two or more whole sentences, one behind the other. */
  return g_strdup_printf (C_ ("sentences", "%s %s"), first, proposal->credential_hint);
}

/**
 * kitte_password_kind_make_ask:
 *
 * Returns: (transfer full): the question whether it is sent all the same; “yes” is the person’s
 * word
 */
KitteAsk *
kitte_password_kind_make_ask (const KitteProposal *proposal)
{
  g_autofree char *why = kitte_password_kind_describe (proposal);

  /* TRANSLATORS: a question about a password that does not look right. */
  return kitte_ask_new (KITTE_ASK_PASSWORD_KIND, _ ("Try this password all the same?"), why,
                        (const char *const[]){ "yes", NULL }, NULL, "yes", FALSE);
}
