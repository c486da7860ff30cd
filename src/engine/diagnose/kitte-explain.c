/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What says the most decides: a server’s own words, then the codes of the standards, then what a
 * mail program shows around them, then a bare status. Only one of them is used, so that a person
 * reads few causes. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-explain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-pasted-text.h"
#include "kitte-server-words.h"

/* More causes than these are no help. */
#define MAX_CAUSES 6

/* Words that are shown again to the person. */
#define MAX_EVIDENCE_LINES 5

/* The shortest enhanced status code, “5.1.1”. */
#define MIN_ENHANCED_CODE 5

/**
 * Reading:
 * @causes: (element-type KitteCause): found so far
 * @evidence: the words that led to them
 * @program: whether a mail program wrote the text
 */
typedef struct
{
  GPtrArray *causes;
  GStrvBuilder *evidence;
  guint n_evidence;
  gboolean program;
} Reading;

static void
add_cause (Reading *reading, KitteFindingCode code, KitteLikelihood likelihood, const char *tell)
{
  const char *nick = kitte_finding_code_to_nick (code);

  for (guint i = 0; i < reading->causes->len; i++)
    if (g_str_equal (((KitteCause *) reading->causes->pdata[i])->code, nick))
      return;
  if (reading->causes->len < MAX_CAUSES)
    g_ptr_array_add (reading->causes, kitte_cause_new_for_finding (code, likelihood, tell));
}

static void
add_causes (Reading *reading, const KitteKnownWords *words)
{
  for (guint i = 0; i < words->causes->len; i++)
    {
      const KitteKnownCause *cause = &g_array_index (words->causes, KitteKnownCause, i);

      add_cause (reading, cause->code, cause->likelihood, cause->tell);
    }
}

static void
add_evidence (Reading *reading, const char *text)
{
  g_autofree char *line = g_strdup (text);

  g_strstrip (g_strdelimit (line, "\n", ' '));
  if (*line != '\0' && reading->n_evidence++ < MAX_EVIDENCE_LINES)
    g_strv_builder_add (reading->evidence, line);
}

/* The line that was recognised, or the beginning of a sentence that goes over several. */
static void
add_evidence_for (Reading *reading, const KitteKnownWords *words, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *folded = kitte_pasted_text_fold (lines[i]);

      if (kitte_known_words_matches (words, folded))
        {
          add_evidence (reading, lines[i]);
          return;
        }
    }
  add_evidence (reading, text);
}

/* What a sign-in’s refusal can also mean stands under the finding’s own name. */
static void
add_sign_in (Reading *reading, const KitteServerWords *words)
{
  const KitteKnownWords *known =
      kitte_known_words_get (KITTE_WORDS_STANDARD, kitte_finding_code_to_nick (words->code));

  if (known != NULL)
    add_causes (reading, known);
  else
    add_cause (reading, words->code,
               words->specific ? KITTE_LIKELIHOOD_CERTAIN : KITTE_LIKELIHOOD_LIKELY, NULL);
  add_evidence (reading, words->line);
}

static gboolean
take_known (Reading *reading, KitteWordsKind kind, const char *text, const char *folded)
{
  const KitteKnownWords *known = kitte_known_words_find (kind, folded);

  if (known == NULL)
    return FALSE;
  if (known->causes->len == 0)
    return FALSE;
  add_causes (reading, known);
  add_evidence_for (reading, known, text);
  return TRUE;
}

static gboolean
has_enhanced_code (const KitteKnownWords *known)
{
  return known != NULL && known->codes->len > 0 &&
         strlen (known->codes->pdata[0]) >= MIN_ENHANCED_CODE;
}

/* A sentence that was broken into lines is one reply, whatever its pieces look like. */
static gboolean
is_in_one_reply (const KitteKnownWords *known, const char *text)
{
  g_auto (GStrv) lines = kitte_server_words_split (text);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *folded = kitte_pasted_text_fold (lines[i]);

      if (kitte_known_words_find (KITTE_WORDS_SERVER, folded) == known &&
          kitte_known_words_has_reply (folded))
        return TRUE;
    }
  return FALSE;
}

/* Several replies may be pasted at once: each that has a status of its own is read, in their order,
 * and the same one only once. */
static void
read_replies (Reading *reading, const char *text)
{
  g_auto (GStrv) lines = kitte_server_words_split (text);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *folded = kitte_pasted_text_fold (lines[i]);
      const KitteKnownWords *known = kitte_known_words_find (KITTE_WORDS_SERVER, folded);
      g_auto (KitteServerWords) words = { 0 };

      if (!kitte_known_words_has_reply (folded))
        continue;
      if (known == NULL && kitte_server_words_find (&words, lines[i]) && words.specific)
        add_sign_in (reading, &words);
      if (known != NULL && g_hash_table_add (seen, (gpointer) known))
        take_known (reading, KITTE_WORDS_SERVER, lines[i], folded);
    }
}

/* A server’s words as a mail program or a person passes them on. */
static gboolean
read_message (Reading *reading, const char *text)
{
  g_autofree char *folded = kitte_pasted_text_fold (text);
  const KitteKnownWords *first = kitte_known_words_find (KITTE_WORDS_SERVER, folded);
  g_auto (KitteServerWords) words = { 0 };
  gboolean replied = kitte_server_words_find (&words, text);

  reading->program = !words.alone && kitte_known_words_find (KITTE_WORDS_PROGRAM, folded) != NULL;
  if (first != NULL && is_in_one_reply (first, text))
    {
      read_replies (reading, text);
      return TRUE;
    }
  if (take_known (reading, KITTE_WORDS_SERVER, text, folded))
    return TRUE;
  if (replied && words.specific)
    {
      add_sign_in (reading, &words);
      return TRUE;
    }
  if (has_enhanced_code (kitte_known_words_find (KITTE_WORDS_STANDARD, folded)) &&
      take_known (reading, KITTE_WORDS_STANDARD, text, folded))
    return TRUE;
  if (replied && !take_known (reading, KITTE_WORDS_STANDARD, text, folded))
    add_sign_in (reading, &words);
  return reading->causes->len > 0 || take_known (reading, KITTE_WORDS_PROGRAM, text, folded) ||
         take_known (reading, KITTE_WORDS_STANDARD, text, folded);
}

static gboolean
read_term (Reading *reading, const char *text, gboolean only_exact)
{
  g_autofree char *folded = kitte_pasted_text_fold (text);
  gboolean exact;
  const KitteKnownWords *term = kitte_known_words_find_term (folded, &exact);

  if (term == NULL || (only_exact && !exact))
    return FALSE;
  g_ptr_array_add (reading->causes,
                   kitte_cause_new_for_term (term, exact ? KITTE_LIKELIHOOD_CERTAIN :
                                                           KITTE_LIKELIHOOD_LIKELY));
  return TRUE;
}

/* Words in a notice are about delivery: nobody signs in between two servers. */
static gboolean
read_words (Reading *reading, const char *words, const char *text)
{
  g_autofree char *folded = words != NULL ? kitte_pasted_text_fold (words) : NULL;

  return folded != NULL && (take_known (reading, KITTE_WORDS_SERVER, text, folded) ||
                            take_known (reading, KITTE_WORDS_STANDARD, text, folded));
}

static void
read_failure (Reading *reading, const KitteBounceFailure *failure, const char *notice)
{
  g_autofree char *folded = kitte_pasted_text_fold (notice);
  g_autofree char *said = failure->words != NULL ? kitte_pasted_text_fold (failure->words) : NULL;

  if (failure->delayed)
    add_cause (reading, KITTE_FINDING_DELAYED, KITTE_LIKELIHOOD_CERTAIN, NULL);
  if (said != NULL && take_known (reading, KITTE_WORDS_SERVER, failure->words, said))
    return;
  /* A notice of a delay says so in its own words; the reason stands in the report. */
  if (!failure->delayed && take_known (reading, KITTE_WORDS_SERVER, notice, folded))
    return;
  if (read_words (reading, failure->words, failure->words))
    return;
  if (!read_words (reading, failure->status, failure->status))
    take_known (reading, KITTE_WORDS_STANDARD, notice, folded);
}

static char *
say_whom (const KitteBounce *bounce)
{
  const char *reporter = bounce->reporter != NULL ? bounce->reporter : "";

  switch (bounce->written_by)
    {
    case KITTE_WRITER_OWN_PROVIDER:
      if (bounce->remote != NULL)
        return g_strdup_printf (
            /* TRANSLATORS: %s is the name of the recipient’s mail server. */
            _ ("Your own provider’s server wrote this notice and passes on the answer of the "
               "recipient’s server (%s). If the reason is not clear, please ask the recipient."),
            bounce->remote);
      return g_strdup (_ ("Your own provider’s server wrote this notice. If the reason is not "
                          "clear, please ask your provider."));
    case KITTE_WRITER_OTHER_SIDE:
      return g_strdup_printf (
          /* TRANSLATORS: %s is the name of a mail server. */
          _ ("The server of the other side (%s) wrote this notice; your own provider has delivered "
             "the mail. If the reason is not clear, please ask the recipient."),
          reporter);
    case KITTE_WRITER_UNKNOWN:
    case KITTE_WRITER_MAIL_PROGRAM:
    default:
      return NULL;
    }
}

static void
read_bounce (Reading *reading, const KitteBounce *bounce)
{
  static const KitteBounceFailure nobody = { 0 };

  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const KitteBounceFailure *failure = bounce->failures->pdata[i];
      g_autofree char *line = failure->words != NULL && failure->recipient != NULL ?
                                  g_strdup_printf ("%s: %s", failure->recipient, failure->words) :
                                  g_strdup (failure->recipient);

      if (line != NULL)
        add_evidence (reading, line);
      read_failure (reading, failure, bounce->notice);
    }
  if (bounce->failures->len == 0)
    read_failure (reading, &nobody, bounce->notice);
}

/* Whose server says such a thing, where no mail program stands around it: only one’s own provider
 * is signed in to; about a recipient, both may speak. */
static KitteWriter
guess_writer (const Reading *reading)
{
  KitteFindingCode code;

  if (reading->program)
    return KITTE_WRITER_MAIL_PROGRAM;
  if (reading->causes->len == 0 ||
      !kitte_finding_code_from_nick (((KitteCause *) reading->causes->pdata[0])->code, &code))
    return KITTE_WRITER_UNKNOWN;
  return (code >= KITTE_FINDING_AUTH_NOT_OFFERED && code <= KITTE_FINDING_SIGN_IN_REQUIRED) ?
             KITTE_WRITER_OWN_PROVIDER :
             KITTE_WRITER_UNKNOWN;
}

static int
compare_causes (gconstpointer a, gconstpointer b)
{
  const KitteCause *first = *(const KitteCause *const *) a;
  const KitteCause *second = *(const KitteCause *const *) b;

  return (int) first->likelihood - (int) second->likelihood;
}

static KitteMeaning *
finish (Reading *reading, KitteWriter writer, const char *whom)
{
  g_auto (GStrv) evidence = g_strv_builder_end (reading->evidence);

  g_strv_builder_unref (reading->evidence);
  /* GLib sorts such an array by merging: what was found first stays first among equals. */
  g_ptr_array_sort (reading->causes, compare_causes);
  return kitte_meaning_new (writer, whom, reading->causes, (const char *const *) evidence);
}

/**
 * kitte_explain:
 * @data: (array length=length): a text or a whole mail in any encoding
 *
 * Looks at no more than %KITTE_MAX_BOUNCE bytes, needs no network and keeps nothing.
 *
 * Returns: (transfer full): what it means; without causes when nothing was recognised
 */
KitteMeaning *
kitte_explain (const char *data, gsize length)
{
  Reading reading = {
    .causes = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_cause_free),
    .evidence = g_strv_builder_new (),
  };
  g_autoptr (KitteBounce) bounce = NULL;
  g_autofree char *decoded = NULL;
  g_autofree char *text = NULL;
  g_autofree char *whom = NULL;
  KitteWriter term_writer = KITTE_WRITER_UNKNOWN;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0)
    return finish (&reading, KITTE_WRITER_UNKNOWN, NULL);
  bounce = kitte_bounce_read (data, length);
  if (bounce != NULL)
    {
      whom = say_whom (bounce);
      read_bounce (&reading, bounce);
      return finish (&reading, bounce->written_by, whom);
    }
  decoded = kitte_pasted_text_decode (data, length, NULL);
  text = kitte_pasted_text_plain (decoded);
  if (read_term (&reading, text, TRUE))
    return finish (&reading, term_writer, NULL);
  if (read_message (&reading, text))
    return finish (&reading, guess_writer (&reading), NULL);
  read_term (&reading, text, FALSE);
  return finish (&reading, reading.program ? KITTE_WRITER_MAIL_PROGRAM : term_writer, NULL);
}
