/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Causes are made from the same sentences that a check shows. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-meaning.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-diagnosis.h"
#include "kitte-pasted-secrets.h"
#include "kitte-tells.h"
#include "kitte-terms.h"

G_DEFINE_BOXED_TYPE (KitteMeaning, kitte_meaning, kitte_meaning_ref, kitte_meaning_unref)

/* Cut between characters. */
static char *
shorten (const char *pasted)
{
  g_autofree char *text = kitte_pasted_secrets_hide (pasted);
  const char *end = text;

  if (strlen (text) <= KITTE_MAX_EVIDENCE)
    return g_steal_pointer (&text);
  while (g_utf8_next_char (end) - text <= KITTE_MAX_EVIDENCE)
    end = g_utf8_next_char (end);
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

static char **
shorten_all (const char *const *evidence)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; evidence != NULL && evidence[i] != NULL; i++)
    {
      g_autofree char *text = shorten (evidence[i]);

      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/**
 * kitte_meaning_new:
 * @whom: (nullable): a sentence
 * @causes: (transfer full) (element-type KitteCause): the likeliest first
 * @evidence: (nullable): valid UTF-8; kept shortened and without passwords
 *
 * Returns: (transfer full): the value
 */
KitteMeaning *
kitte_meaning_new (KitteWriter written_by,
                   const char *whom,
                   GPtrArray *causes,
                   const char *const *evidence)
{
  KitteMeaning *self;

  g_return_val_if_fail (causes != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteMeaning);
  self->written_by = written_by;
  self->whom = g_strdup (whom);
  self->causes = causes;
  self->evidence = shorten_all (evidence);
  return self;
}

static void
kitte_meaning_clear (KitteMeaning *self)
{
  g_free (self->whom);
  g_ptr_array_unref (self->causes);
  g_strfreev (self->evidence);
}

KitteMeaning *
kitte_meaning_ref (KitteMeaning *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_meaning_unref (KitteMeaning *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_meaning_clear);
}

/**
 * kitte_meaning_get_writer:
 *
 * Returns: (transfer none) (nullable): a sentence: whose words these are
 */
const char *
kitte_meaning_get_writer (const KitteMeaning *self)
{
  if (self->whom != NULL)
    return self->whom;
  switch (self->written_by)
    {
    case KITTE_WRITER_MAIL_PROGRAM:
      return _ ("Your mail program wrote this message.");
    case KITTE_WRITER_OWN_PROVIDER:
      return _ ("The mail server of your own provider wrote this.");
    case KITTE_WRITER_OTHER_SIDE:
      return _ ("The recipient’s mail server wrote this.");
    case KITTE_WRITER_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * kitte_meaning_get_excuse:
 *
 * Returns: (transfer none): what to say where there are no causes
 */
const char *
kitte_meaning_get_excuse (void)
{
  return _ ("Sorry, Kitte does not know this message yet. Please copy all of it, with the numbers "
            "in it, or show it to your provider.");
}

/**
 * kitte_likelihood_to_words:
 *
 * Returns: (transfer none) (nullable): what stands before a cause that is not certain
 */
const char *
kitte_likelihood_to_words (KitteLikelihood likelihood)
{
  switch (likelihood)
    {
    case KITTE_LIKELIHOOD_LIKELY:
      /* TRANSLATORS: stands before a possible cause of trouble: it is probably this one. */
      return _ ("Probably:");
    case KITTE_LIKELIHOOD_POSSIBLE:
      /* TRANSLATORS: stands before a less likely cause of trouble. */
      return _ ("Perhaps:");
    case KITTE_LIKELIHOOD_CERTAIN:
    default:
      return NULL;
    }
}

/**
 * kitte_cause_new_for_finding:
 * @tell: (nullable): the id of the sentence that says how to tell
 *
 * Returns: (transfer full): the cause, in the person’s language
 */
KitteCause *
kitte_cause_new_for_finding (KitteFindingCode code, KitteLikelihood likelihood, const char *tell)
{
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_explained (code);
  const char *how = tell != NULL ? kitte_tell_find (tell) : NULL;
  KitteCause *self = g_new0 (KitteCause, 1);

  self->code = g_strdup (kitte_finding_code_to_nick (code));
  self->likelihood = likelihood;
  self->title = g_strdup (diagnosis->title);
  self->text =
      how != NULL ? g_strconcat (diagnosis->text, "\n", how, NULL) : g_strdup (diagnosis->text);
  self->remedies = g_ptr_array_ref (diagnosis->remedies);
  return self;
}

/**
 * kitte_cause_new_for_term:
 * @term: of the kind %KITTE_WORDS_TERM
 *
 * Returns: (transfer full): what the term means; the code is that of the finding it is about
 */
KitteCause *
kitte_cause_new_for_term (const KitteKnownWords *term, KitteLikelihood likelihood)
{
  const KitteTerm *sentences = kitte_term_find (term->id);
  KitteCause *self;

  g_return_val_if_fail (sentences != NULL, NULL);

  self = g_new0 (KitteCause, 1);
  self->code = g_strdup (
      term->causes->len > 0 ?
          kitte_finding_code_to_nick (g_array_index (term->causes, KitteKnownCause, 0).code) :
          term->id);
  self->likelihood = likelihood;
  self->title = g_strdup (_ (sentences->title));
  self->text = g_strdup (_ (sentences->text));
  self->remedies = g_ptr_array_new ();
  return self;
}

void
kitte_cause_free (KitteCause *self)
{
  g_free (self->code);
  g_free (self->title);
  g_free (self->text);
  g_ptr_array_unref (self->remedies);
  g_free (self);
}
