/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds a fuzz target with its corpus and with what becomes of it:
 * `TARGET [--seconds N] [--seed N] [--begin PREFIX] [--keep FILE] FOLDER…`, PREFIX of the files’
 * names; FILE has the input that a failure ended in. The same targets link with libFuzzer, which
 * brings a main () of its own. */
#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Larger inputs find nothing that these do not. */
#define LARGEST_INPUT 8192

/* Files of a corpus may be longer; the zeros behind an input are no part of it. */
#define LARGEST_KEPT (4 * LARGEST_INPUT)

static guint64 state = 0x9e3779b97f4a7c15;

/* The present input, in memory that outlives the process: what is run is there before it fails. */
static char *kept;

/* Marsaglia’s xorshift: the same run every time, on every machine. */
static guint
below (guint limit)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return limit == 0 ? 0 : (guint) (state >> 33) % limit;
}

/* What parsers stumble over. */
static const char *const tokens[] = {
  "\r",         "\n",        " ",        "{",    "}",    "{3}", "{99999999999999999999}",
  "[",          "]",         "\"",       "*",    "+ ",   "+OK", "-ERR",
  "a1 OK",      "a2 OK",     "* BYE",    "220 ", "-",    ".",   "=",
  "\\",         "\xff",      "\xe3\x81", "250-", "334 ", "<",   ">",
  "/",          ":",         "@",        "%",    "\t",   "0",   "-1",
  "4294967296", "\nHURRY\n",
};

static void
mutate_once (GByteArray *input, GPtrArray *corpus)
{
  guint at = below (input->len + 1);
  guint length = below (64);

  switch (below (6))
    {
    case 0:
      if (at < input->len)
        input->data[at] ^= (guint8) (1 << below (8));
      break;
    case 1:
      if (at < input->len)
        input->data[at] = (guint8) below (256);
      break;
    case 2:
      if (at < input->len)
        g_byte_array_remove_range (input, at, MIN (length, input->len - at));
      break;
    case 3:
      {
        const char *token = tokens[below (G_N_ELEMENTS (tokens))];
        g_autoptr (GByteArray) tail = g_byte_array_new ();

        g_byte_array_append (tail, input->data + at, input->len - at);
        g_byte_array_set_size (input, at);
        g_byte_array_append (input, (const guint8 *) token, (guint) strlen (token));
        g_byte_array_append (input, tail->data, tail->len);
      }
      break;
    case 4:
      {
        GBytes *other = g_ptr_array_index (corpus, below (corpus->len));
        gsize size;
        const guint8 *bytes = g_bytes_get_data (other, &size);
        guint from = below ((guint) size);

        g_byte_array_set_size (input, at);
        g_byte_array_append (input, bytes + from, (guint) size - from);
      }
      break;
    default:
      if (at < input->len)
        {
          g_autofree guint8 *copy = g_memdup2 (input->data + at, MIN (length, input->len - at));

          g_byte_array_append (input, copy, MIN (length, input->len - at));
        }
      break;
    }
}

static void
keep_in (const char *path)
{
  int file = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  if (file < 0 || ftruncate (file, LARGEST_KEPT) < 0)
    g_error ("cannot write %s", path);
  kept = mmap (NULL, LARGEST_KEPT, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  g_assert_true (kept != MAP_FAILED);
  close (file);
}

static void
run_input (const guint8 *bytes, gsize size)
{
  if (kept != NULL)
    {
      memset (kept, 0, LARGEST_KEPT);
      memcpy (kept, bytes, MIN (size, LARGEST_KEPT));
    }
  LLVMFuzzerTestOneInput (bytes, size);
}

static void
run_mutated (GPtrArray *corpus)
{
  GBytes *seed = g_ptr_array_index (corpus, below (corpus->len));
  g_autoptr (GByteArray) input = g_byte_array_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (seed, &size);

  g_byte_array_append (input, bytes, (guint) size);
  for (guint i = 1 + below (8); i > 0; i--)
    mutate_once (input, corpus);
  run_input (input->data, MIN (input->len, LARGEST_INPUT));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (GPtrArray *corpus, const char *path, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    g_error ("cannot read %s", path);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (prefix == NULL || g_str_has_prefix (name, prefix))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  /* A folder’s own order differs from machine to machine. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      char *contents;
      gsize length;

      if (g_file_get_contents (g_ptr_array_index (names, i), &contents, &length, NULL))
        g_ptr_array_add (corpus, g_bytes_new_take (contents, length));
    }
}

static void
run_all (GPtrArray *corpus, int seconds)
{
  gint64 end;
  guint64 runs = 0;

  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (corpus, i), &size);

      run_input (bytes, size);
    }
  end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end)
    {
      run_mutated (corpus);
      runs++;
    }
  g_print ("%u files, %" G_GUINT64_FORMAT " more inputs, nothing found\n", corpus->len, runs);
}

int
main (int argc, char *argv[])
{
  int seconds = 2;
  int seed = 0;
  g_autofree char *keep = NULL;
  g_autofree char *prefix = NULL;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds, "How long", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Begin elsewhere", "N" },
    { "keep", 0, 0, G_OPTION_ARG_FILENAME, &keep, "Where the present input is", "FILE" },
    { "begin", 0, 0, G_OPTION_ARG_STRING, &prefix, "Only files whose name begins so", "PREFIX" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER…");
  g_autoptr (GPtrArray) corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  for (int i = 1; i < argc; i++)
    add_folder (corpus, argv[i], prefix);
  if (corpus->len == 0)
    g_error ("no corpus");
  state += (guint64) seed * 0x2545f4914f6cdd1d;
  if (keep != NULL)
    keep_in (keep);
  run_all (corpus, seconds);
  return 0;
}
