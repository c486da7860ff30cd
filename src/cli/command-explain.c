/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl explain: what a server’s reply, a mail program’s message, a bounced mail or a term
 * means. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "diagnose/kitte-explain.h"
#include "json.h"
#include "kittectl.h"
#include "prompt.h"

/* No more than the engine looks at: an endless file ends here. */
static GByteArray *
read_all (FILE *stream)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[16 * 1024];
  gsize n;

  while (bytes->len < KITTE_MAX_BOUNCE && (n = fread (buffer, 1, sizeof buffer, stream)) > 0)
    g_byte_array_append (bytes, buffer, (guint) n);
  return bytes;
}

/* A person who types the message may cancel, too. */
static GByteArray *
read_standard_input (KittectlRun *run)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 buffer[16 * 1024];
  gssize n = 1;

  while (n > 0 && bytes->len < KITTE_MAX_BOUNCE)
    {
      n = kittectl_read_input (STDIN_FILENO, buffer, sizeof buffer);
      g_byte_array_append (bytes, buffer, (guint) MAX (n, 0));
    }
  if (n < 0 && errno == ECANCELED)
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

      kittectl_fail_with (run, error);
      g_clear_pointer (&bytes, g_byte_array_unref);
    }
  return bytes;
}

static GByteArray *
read_file (KittectlRun *run, const char *path)
{
  FILE *stream = fopen (path, "re");
  GByteArray *bytes = stream != NULL ? read_all (stream) : NULL;

  if (stream == NULL || ferror (stream) != 0)
    {
      /* TRANSLATORS: the name of a file, and why it cannot be read. */
      g_autofree char *message =
          g_strdup_printf (_ ("“%s” cannot be read: %s"), path, g_strerror (errno));

      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-document", message);
      g_clear_pointer (&bytes, g_byte_array_unref);
    }
  if (stream != NULL)
    fclose (stream);
  return bytes;
}

/* A message holds blanks; what looks like the name of a file and is none is a slip of the hand. */
static gboolean
looks_like_file (const char *argument)
{
  return strpbrk (argument, " \n") == NULL &&
         (g_str_has_prefix (argument, "/") || g_str_has_prefix (argument, "./") ||
          g_str_has_prefix (argument, "../") || g_str_has_suffix (argument, ".eml") ||
          g_str_has_suffix (argument, ".txt"));
}

static GByteArray *
read_input (KittectlRun *run)
{
  char **arguments = run->options.arguments;
  g_autofree char *text = NULL;
  GByteArray *bytes;

  if (arguments == NULL || (g_str_equal (arguments[0], "-") && arguments[1] == NULL))
    {
      if (arguments != NULL || !isatty (STDIN_FILENO))
        return read_standard_input (run);
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("Write a message, a term or the name of a file behind “explain”."));
      return NULL;
    }
  if (arguments[1] == NULL &&
      (g_file_test (arguments[0], G_FILE_TEST_EXISTS) || looks_like_file (arguments[0])))
    return read_file (run, arguments[0]);
  text = g_strjoinv (" ", arguments);
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return bytes;
}

static void
print_json (const KitteMeaning *meaning)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_meaning (builder, meaning);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

static void
print_text (const KitteMeaning *meaning)
{
  const char *writer = kitte_meaning_get_writer (meaning);

  if (meaning->causes->len == 0)
    g_print ("%s\n", kitte_meaning_get_excuse ());
  for (guint i = 0; i < meaning->causes->len; i++)
    {
      const KitteCause *cause = meaning->causes->pdata[i];
      const char *likelihood = kitte_likelihood_to_words (cause->likelihood);
      g_auto (GStrv) lines = g_strsplit (cause->text, "\n", -1);

      if (likelihood != NULL)
        g_print ("• %s %s\n", likelihood, cause->title);
      else
        g_print ("• %s\n", cause->title);
      for (gsize j = 0; lines[j] != NULL; j++)
        g_print ("  %s\n", lines[j]);
    }
  if (writer != NULL)
    g_print ("%s\n", writer);
  for (gsize i = 0; meaning->evidence[i] != NULL; i++)
    g_print ("  > %s\n", meaning->evidence[i]);
}

void
kittectl_explain (KittectlRun *run)
{
  g_autoptr (GByteArray) bytes = read_input (run);
  g_autoptr (KitteMeaning) meaning = NULL;

  if (bytes == NULL)
    return;
  meaning = kitte_explain ((const char *) bytes->data, bytes->len);
  if (run->options.json)
    print_json (meaning);
  else
    print_text (meaning);
  kittectl_exit (run, meaning->causes->len > 0 ? KITTECTL_DONE : KITTECTL_SAID_NO);
}
