/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the person, and which answers they take. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-ask.h"

#include "base/kitte-bounds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (KitteAsk, kitte_ask, kitte_ask_ref, kitte_ask_unref)

static void
kitte_ask_clear (KitteAsk *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->why);
  g_strfreev (self->choices);
  g_free (self->pattern);
  g_free (self->example);
  g_strfreev (self->likely);
}

/**
 * kitte_ask_new:
 * @why: (nullable): why it is asked
 * @choices: (nullable) (array zero-terminated=1): the answers that may be given
 * @pattern: (nullable): what a free answer must match
 * @example: (nullable): what an answer looks like
 *
 * Returns: (transfer full): a question
 */
KitteAsk *
kitte_ask_new (const char *key,
               const char *label,
               const char *why,
               const char *const *choices,
               const char *pattern,
               const char *example,
               gboolean secret)
{
  KitteAsk *self;

  g_return_val_if_fail (key != NULL && label != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteAsk);
  self->key = g_strdup (key);
  self->label = g_strdup (label);
  self->why = g_strdup (why != NULL ? why : "");
  self->choices = g_strdupv ((char **) choices);
  self->pattern = g_strdup (pattern);
  self->example = g_strdup (example);
  self->secret = secret;
  return self;
}

/**
 * kitte_ask_new_username:
 * @why: where the answer is found
 * @address: the whole mail address
 * @local: the part of it before the @
 *
 * Returns: (transfer full): the question for the name to log in with, whose likely answers are both
 */
KitteAsk *
kitte_ask_new_username (const char *why, const char *address, const char *local)
{
  KitteAsk *self;

  g_return_val_if_fail (address != NULL && local != NULL, NULL);

  /* TRANSLATORS: a question to the person: the name to log in with. */
  self = kitte_ask_new (KITTE_ASK_USERNAME, _ ("User name"), why, NULL, NULL, address, FALSE);
  self->likely = g_strdupv ((char **) (const char *const[]){ address, local, NULL });
  return self;
}

KitteAsk *
kitte_ask_ref (KitteAsk *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_ask_unref (KitteAsk *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_ask_clear);
}

/**
 * kitte_ask_accepts:
 * @answer: what the person said
 *
 * Returns: whether @answer is one of the choices, or fits the pattern as a whole
 */
gboolean
kitte_ask_accepts (const KitteAsk *self, const char *answer)
{
  g_autofree char *whole = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (answer == NULL || *answer == '\0' || strlen (answer) > KITTE_MAX_CREDENTIAL)
    return FALSE;
  if (self->choices != NULL)
    return g_strv_contains ((const char *const *) self->choices, answer);
  if (self->pattern == NULL)
    return g_utf8_validate (answer, -1, NULL);
  whole = g_strdup_printf ("^(?:%s)$", self->pattern);
  return g_regex_match_simple (whole, answer, G_REGEX_DOLLAR_ENDONLY, 0);
}
