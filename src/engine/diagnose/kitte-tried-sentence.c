/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcomes have short names that scripts read; these are the words for them. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-tried-sentence.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *outcome;
  const char *sentence;
} sentences[] = {
  /* TRANSLATORS: these and the next ones stand behind a web address or a server name, and say what
   * came of looking for mail settings there. */
  { "found", N_ ("settings found") },
  { "nothing", N_ ("nothing there") },
  { "unusable", N_ ("no usable settings there") },
  { "certificate", N_ ("its certificate cannot be trusted") },
  { "redirect", N_ ("leads somewhere else") },
  { "too-large", N_ ("too much to be mail settings") },
  { "failed", N_ ("could not answer") },
  { "unreachable", N_ ("could not be reached") },
  { "timed-out", N_ ("no answer in time") },
  { "not-encrypted", N_ ("there, but without encryption") },
  { "private", N_ ("leads into a private network") },
  { "proxy", N_ ("stopped by the proxy") },
  { "no-proxy", N_ ("the proxy could not be reached") },
  { "stopped", N_ ("no longer needed") },
  { "running", N_ ("being asked") },
};

/**
 * kitte_tried_sentence:
 *
 * Returns: (transfer none): what came of it, translated; the outcome itself where nobody has words
 *   for it
 */
const char *
kitte_tried_sentence (const KitteTried *tried)
{
  g_return_val_if_fail (tried != NULL, "");

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (tried->outcome, sentences[i].outcome))
      return _ (sentences[i].sentence);
  return tried->outcome;
}

static char *
describe (const KitteTried *tried)
{
  if (g_str_equal (tried->outcome, "running"))
    /* TRANSLATORS: where settings are being looked for just now: “https://example.jp/…: being
     * asked”. */
    return g_strdup_printf (C_ ("source", "%s: %s"), tried->what, kitte_tried_sentence (tried));
  /* TRANSLATORS: where settings were looked for, what came of it, and how long it took in
   * thousandths of a second: “https://example.jp/…: nothing there (40 ms)”. */
  return g_strdup_printf (_ ("%s: %s (%u ms)"), tried->what, kitte_tried_sentence (tried),
                          tried->ms);
}

/**
 * kitte_tried_to_text:
 * @tried: (element-type KitteTried): every source that was asked
 *
 * Returns: (transfer full): a line for each
 */
char *
kitte_tried_to_text (GPtrArray *tried)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (tried != NULL, NULL);

  for (guint i = 0; i < tried->len; i++)
    {
      g_autofree char *line = describe (tried->pdata[i]);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
