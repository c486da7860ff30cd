/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entries travel inside the program as one resource; they are read on the first question. Words
 * are found piece by piece from left to right, so that no text makes the search slow. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-known-words.h"

#include <gio/gio.h>
#include <string.h>

#include "base/kitte-json.h"
#include "kitte-pasted-text.h"

#define FOLDER "/jp/kitte/diagnoses/"

/* A * in a pattern stands for at most so many bytes: a name or an address, not half a letter. */
#define MAX_GAP 200

/* A term within a longer question is looked for up to this length, in bytes. */
#define MAX_QUESTION 120

/* RFC 5321, section 4.2.1. */
#define STATUS_LENGTH 3

/* The part of a text that weak words make up at least, as a divisor. */
#define WEAK_SHARE 2

/* RFC 5321 and RFC 3463; RFC 1939; RFC 9051; the numbers of Outlook. */
#define REPLY_EXPRESSION                                                                           \
  "(?:^|[:\"'(<>=|.,] ?)[45][0-9]{2}[ -]|(?<![0-9.])[45]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.])|"     \
  "-err |\\bno \\[|\\* bye |0x80[0-9a-f]{6}"

/* In the source that the build makes from data/diagnoses. */
GResource *kitte_diagnoses_get_resource (void);
void kitte_diagnoses_register_resource (void);

static const char *const kinds[] = { "server", "mail-program", "standard", "term" };
static const char *const likelihoods[] = { "certain", "likely", "possible" };

static guint
index_of (const char *const *nicks, guint n_nicks, const char *nick)
{
  for (guint i = 0; i < n_nicks; i++)
    if (g_str_equal (nicks[i], nick))
      return i;
  g_return_val_if_reached (0);
}

/* A pattern is kept as its pieces between the stars. */
static GPtrArray *
read_words (JsonObject *object)
{
  GPtrArray *words = g_ptr_array_new ();
  JsonArray *array;

  if (!json_object_has_member (object, "words"))
    return words;
  array = json_object_get_array_member (object, "words");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *folded = kitte_pasted_text_fold (json_array_get_string_element (array, i));

      g_ptr_array_add (words, g_strsplit (folded, "*", -1));
    }
  return words;
}

static GPtrArray *
read_codes (JsonObject *object)
{
  GPtrArray *codes = g_ptr_array_new ();
  JsonArray *array;

  if (!json_object_has_member (object, "codes"))
    return codes;
  array = json_object_get_array_member (object, "codes");
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (codes, g_ascii_strdown (json_array_get_string_element (array, i), -1));
  return codes;
}

static char **
read_unlike (JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = json_object_has_member (object, "unlike") ?
                         json_object_get_array_member (object, "unlike") :
                         NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static GArray *
read_causes (JsonObject *object)
{
  GArray *causes = g_array_new (FALSE, FALSE, sizeof (KitteKnownCause));
  JsonArray *array;

  if (!json_object_has_member (object, "causes"))
    return causes;
  array = json_object_get_array_member (object, "causes");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);
      KitteKnownCause cause = {
        .likelihood = index_of (likelihoods, G_N_ELEMENTS (likelihoods),
                                json_object_get_string_member (row, "likelihood")),
        .tell = json_object_get_string_member_with_default (row, "tell", NULL),
      };

      if (kitte_finding_code_from_nick (json_object_get_string_member (row, "code"), &cause.code))
        g_array_append_val (causes, cause);
    }
  return causes;
}

static void
read_file (GPtrArray *all, const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (kitte_diagnoses_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  /* Never freed: the entries point into it. */
  JsonNode *root = kitte_json_parse (text, length, NULL);
  JsonObject *document = json_node_get_object (root);
  JsonArray *entries = json_object_get_array_member (document, "entries");
  KitteWordsKind kind =
      index_of (kinds, G_N_ELEMENTS (kinds), json_object_get_string_member (document, "kind"));

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *object = json_array_get_object_element (entries, i);
      KitteKnownWords *words = g_new0 (KitteKnownWords, 1);

      words->id = json_object_get_string_member (object, "id");
      words->kind = kind;
      words->words = read_words (object);
      words->codes = read_codes (object);
      words->causes = read_causes (object);
      words->weak = json_object_get_boolean_member_with_default (object, "weak", FALSE);
      words->source = json_object_get_string_member_with_default (object, "source", NULL);
      words->example = json_object_get_string_member (object, "example");
      words->unlike = read_unlike (object);
      g_ptr_array_add (all, words);
    }
}

static GPtrArray *
read_all (void)
{
  GPtrArray *all = g_ptr_array_new ();
  g_auto (GStrv) names = NULL;

  kitte_diagnoses_register_resource ();
  names = g_resource_enumerate_children (kitte_diagnoses_get_resource (), FOLDER,
                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    read_file (all, names[i]);
  return all;
}

/**
 * kitte_known_words_get_all:
 *
 * Returns: (transfer none) (element-type KitteKnownWords): every entry, read once
 */
GPtrArray *
kitte_known_words_get_all (void)
{
  static gsize once;
  static GPtrArray *all;

  if (g_once_init_enter (&once))
    {
      all = read_all ();
      g_once_init_leave (&once, 1);
    }
  return all;
}

static gboolean
is_part_of_token (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether a word ends between @before and @after. */
static gboolean
is_border (char before, char after)
{
  return !g_ascii_isalnum (before) || !g_ascii_isalnum (after);
}

/* Whether @pieces follow each other from @at on, with gaps of a bounded size between them. */
static gboolean
continues (const char *at, char **pieces)
{
  for (gsize i = 0; pieces[i] != NULL; i++)
    {
      const char *found = g_strstr_len (at, MAX_GAP + (gssize) strlen (pieces[i]), pieces[i]);

      if (found == NULL)
        return FALSE;
      at = found + strlen (pieces[i]);
    }
  return is_border (at[-1], at[0]);
}

static gboolean
has_words (const char *folded, char **pieces)
{
  gsize first = strlen (pieces[0]);

  for (const char *at = strstr (folded, pieces[0]); at != NULL; at = strstr (at + 1, pieces[0]))
    if ((at == folded || is_border (at[-1], at[0])) && continues (at + first, pieces + 1))
      return TRUE;
  return FALSE;
}

/* A full stop may end a sentence, but not join two numbers. */
static gboolean
ends_token (const char *end)
{
  return !is_part_of_token (end[0]) && !(end[0] == '.' && g_ascii_isalnum (end[1]));
}

static gboolean
is_status (const char *token)
{
  return strlen (token) == STATUS_LENGTH && strspn (token, "0123456789") == STATUS_LENGTH;
}

/* A number is a status where a reply begins, or behind a word that says so. */
static gboolean
begins_reply (const char *folded, const char *at)
{
  static const char *const heads[] = { "error", "code", "status", "smtp",       "reply", "response",
                                       "エラ",  "番号", "コード", "ステータス", "応答",  "said" };
  gsize length = (gsize) (at - folded);
  g_autofree char *before = NULL;

  while (length > 0 && folded[length - 1] == ' ')
    length--;
  if (length == 0 || strchr (":\"'(<>=|.,", folded[length - 1]) != NULL)
    return TRUE;
  before = g_strndup (folded, length);
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_has_suffix (before, heads[i]))
      return TRUE;
  return g_str_has_suffix (before, "「") || g_str_has_suffix (before, "。");
}

static gboolean
has_token (const char *folded, const char *token)
{
  gsize length = strlen (token);
  gboolean status = is_status (token);

  for (const char *at = strstr (folded, token); at != NULL; at = strstr (at + 1, token))
    if ((at == folded || (!is_part_of_token (at[-1]) && at[-1] != '.')) &&
        ends_token (at + length) && (!status || begins_reply (folded, at)))
      return TRUE;
  return FALSE;
}

/**
 * kitte_known_words_has_reply:
 * @folded: a text out of kitte_pasted_text_fold()
 *
 * Returns: whether a server’s reply is in it: a status, or the error number of a mail program
 */
gboolean
kitte_known_words_has_reply (const char *folded)
{
  return g_regex_match_simple (REPLY_EXPRESSION, folded, 0, 0);
}

static gsize
length_of (char **pieces)
{
  gsize length = 0;

  for (gsize i = 0; pieces[i] != NULL; i++)
    length += strlen (pieces[i]);
  return length;
}

/* Words that people use too are believed in a reply, and where there is little else. */
static gboolean
is_too_weak (const KitteKnownWords *entry, gsize weight, const char *folded)
{
  return entry->weak && weight > 0 && WEAK_SHARE * weight < strlen (folded) &&
         !kitte_known_words_has_reply (folded);
}

/* How much of @folded speaks for @entry: the length of the longest pattern that is there. */
static gsize
weigh (const KitteKnownWords *entry, const char *folded)
{
  gsize weight = 0;

  for (guint i = 0; i < entry->words->len; i++)
    {
      char **pieces = entry->words->pdata[i];
      gsize length = length_of (pieces);

      if (length > weight && has_words (folded, pieces))
        weight = length;
    }
  if (is_too_weak (entry, weight, folded))
    weight = 0;
  for (guint i = 0; i < entry->codes->len; i++)
    {
      const char *code = entry->codes->pdata[i];

      if (strlen (code) > weight && has_token (folded, code))
        weight = strlen (code);
    }
  return weight;
}

/**
 * kitte_known_words_get:
 *
 * Returns: (transfer none) (nullable): the entry
 */
const KitteKnownWords *
kitte_known_words_get (KitteWordsKind kind, const char *id)
{
  GPtrArray *all = kitte_known_words_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];

      if (entry->kind == kind && g_str_equal (entry->id, id))
        return entry;
    }
  return NULL;
}

/**
 * kitte_known_words_find:
 * @folded: a text out of kitte_pasted_text_fold()
 *
 * Returns: (transfer none) (nullable): the entry with the longest match, which says the most; a
 *   mere frame only where there is nothing else
 */
const KitteKnownWords *
kitte_known_words_find (KitteWordsKind kind, const char *folded)
{
  GPtrArray *all = kitte_known_words_get_all ();
  const KitteKnownWords *best = NULL;
  gsize most = 0;

  g_return_val_if_fail (folded != NULL, NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];
      gsize weight = entry->kind == kind ? weigh (entry, folded) : 0;
      gboolean framed = best != NULL && best->causes->len == 0 && entry->causes->len > 0;
      gboolean frame = best != NULL && best->causes->len > 0 && entry->causes->len == 0;

      if (weight > 0 && !frame && (weight > most || framed))
        {
          best = entry;
          most = weight;
        }
    }
  return best;
}

/**
 * kitte_known_words_matches:
 * @folded: a text out of kitte_pasted_text_fold()
 *
 * Returns: whether any of @words is there
 */
gboolean
kitte_known_words_matches (const KitteKnownWords *words, const char *folded)
{
  g_return_val_if_fail (words != NULL && folded != NULL, FALSE);

  return weigh (words, folded) > 0;
}

/* A term may be written with blanks, hyphens, marks, or without. */
static char *
squeeze (const char *folded)
{
  g_autoptr (GString) squeezed = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)) || g_utf8_get_char (p) == 0x30fc)
      g_string_append_unichar (squeezed, g_utf8_get_char (p));
  return g_string_free (g_steal_pointer (&squeezed), FALSE);
}

/* How people ask what something is; squeezed. */
static const char *const question_ends[] = {
  "とは何ですか", "とはなんですか", "って何ですか", "ってなんですか", "は何ですか",
  "とは何",       "って何",         "ってなに",     "の意味",         "の意味は",
  "について",     "とは",           "mean"
};
static const char *const question_begins[] = { "whatdoesthe", "whatdoes",  "whatisthe",  "whatisan",
                                               "whatisa",     "whatis",    "whatarethe", "whatare",
                                               "whats",       "meaningof", "explain" };

static void
strip_question (char *question)
{
  for (gsize i = 0; i < G_N_ELEMENTS (question_ends); i++)
    if (g_str_has_suffix (question, question_ends[i]))
      {
        question[strlen (question) - strlen (question_ends[i])] = '\0';
        break;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (question_begins); i++)
    if (g_str_has_prefix (question, question_begins[i]))
      {
        gsize length = strlen (question_begins[i]);

        memmove (question, question + length, strlen (question) - length + 1);
        break;
      }
}

/* “Port 25 blocking (OP25B)”: what stands in brackets says it once more. */
static char *
without_brackets (const char *folded)
{
  const char *open = strchr (folded, '(');
  const char *close = open != NULL ? strchr (open, ')') : NULL;

  if (open == NULL || close == NULL || open == folded)
    return NULL;
  return g_strdup_printf ("%.*s%s", (int) (open - folded), folded, close + 1);
}

/* A short name such as POP is looked for as the whole question only. */
#define SHORTEST_WITHIN 5

/* The part of a question that the name makes up at least, as a divisor: the rest of a sentence says
 * that it is about something else. */
#define WITHIN_SHARE 3

static gsize
weigh_term (const KitteKnownWords *entry, const char *question, gboolean *exact)
{
  gsize weight = 0;

  *exact = FALSE;
  for (guint i = 0; i < entry->words->len; i++)
    {
      g_autofree char *name = squeeze (((char **) entry->words->pdata[i])[0]);

      if (g_str_equal (name, question))
        *exact = TRUE;
      if (*exact ||
          (strlen (name) >= SHORTEST_WITHIN && WITHIN_SHARE * strlen (name) >= strlen (question) &&
           strstr (question, name) != NULL))
        weight = MAX (weight, strlen (name));
    }
  return weight;
}

static const KitteKnownWords *
find_term (const char *folded, gboolean *exact)
{
  GPtrArray *all = kitte_known_words_get_all ();
  const KitteKnownWords *best = NULL;
  g_autofree char *question = NULL;
  gsize most = 0;

  *exact = FALSE;
  question = squeeze (folded);
  strip_question (question);
  for (guint i = 0; i < all->len && !*exact; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];
      gboolean same = FALSE;
      gsize weight = entry->kind == KITTE_WORDS_TERM ? weigh_term (entry, question, &same) : 0;

      if (weight > most || same)
        {
          best = entry;
          most = weight;
          *exact = same;
        }
    }
  return best;
}

/**
 * kitte_known_words_find_term:
 * @folded: a text out of kitte_pasted_text_fold()
 * @exact: (out): whether it is the term and nothing else
 *
 * Returns: (transfer none) (nullable): the term that @folded is, or the longest within it
 */
const KitteKnownWords *
kitte_known_words_find_term (const char *folded, gboolean *exact)
{
  g_autofree char *rest = NULL;
  const KitteKnownWords *term;

  g_return_val_if_fail (folded != NULL && exact != NULL, NULL);

  *exact = FALSE;
  if (strlen (folded) > MAX_QUESTION)
    return NULL;
  term = find_term (folded, exact);
  rest = without_brackets (folded);
  if (*exact || rest == NULL)
    return term;
  term = find_term (rest, exact);
  return *exact ? term : find_term (folded, exact);
}

const char *
kitte_likelihood_to_nick (KitteLikelihood likelihood)
{
  g_return_val_if_fail (likelihood <= KITTE_LIKELIHOOD_POSSIBLE, NULL);

  return likelihoods[likelihood];
}
