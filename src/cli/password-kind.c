/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A password that cannot be of the kind the provider takes is not sent unasked. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "kittectl.h"

#include <glib/gi18n.h>

#include "model/kitte-password-kind.h"
#include "prompt.h"

static gboolean
insists (KittectlRun *run)
{
  return g_strcmp0 (g_hash_table_lookup (run->answers, KITTE_ASK_PASSWORD_KIND), "yes") == 0;
}

/* Returns: whether another password is typed; the person’s “yes” is about this one only */
static gboolean
ask_at_the_terminal (KittectlRun *run)
{
  g_autofree char *why = kitte_password_kind_describe (run->proposal);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_printerr ("%s\n", why);
  answer = kittectl_prompt_text (
      /* TRANSLATORS: a question in the terminal; “yes” is typed as it stands here. */
      _ ("Try this password all the same? (“yes”, or Enter to type another one):"), &error);
  if (error != NULL)
    kittectl_fail_with (run, error);
  return error == NULL && g_strcmp0 (answer, "yes") != 0;
}

/**
 * kittectl_wants_other_password:
 *
 * Where @password cannot be the right one, asks the person at the terminal; a script is told which
 * answer lets it go on, and the run ends.
 *
 * Returns: whether a password is to be read once more
 */
gboolean
kittectl_wants_other_password (KittectlRun *run, const KitteSecret *password)
{
  if (insists (run) || kitte_password_kind_fits (run->proposal, password))
    return FALSE;
  if (!run->options.password_stdin)
    return ask_at_the_terminal (run);
  g_ptr_array_add (run->proposal->asks, kitte_password_kind_make_ask (run->proposal));
  kittectl_report_open_asks (run);
  return FALSE;
}
