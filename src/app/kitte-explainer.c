/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A megabyte is looked through with hundreds of patterns, and a file may lie on a slow disk: both
 * in a thread. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-explainer.h"

#include "diagnose/kitte-explain.h"

#include <glib/gi18n.h>
#include <string.h>

/* A pipe or a device would never end. */
static gboolean
is_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                       _ ("This is not a file that can be read."));
  return FALSE;
}

/* No more than the engine looks at. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *data = g_malloc (KITTE_MAX_BOUNCE);
  gsize length = 0;

  if (!is_file (file, cancellable, error))
    return NULL;
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), data, KITTE_MAX_BOUNCE,
                                                  &length, cancellable, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static void
explain (GTask *task, GBytes *bytes)
{
  g_task_return_pointer (task,
                         kitte_explain (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)),
                         (GDestroyNotify) kitte_meaning_unref);
}

static void
explain_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  explain (task, data);
}

static void
explain_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GBytes) bytes = read_file (data, cancellable, &error);
  g_autofree char *name = g_file_get_basename (data);
  g_autofree char *display = name != NULL ? g_filename_display_name (name) : g_strdup ("");

  if (bytes != NULL)
    {
      explain (task, bytes);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *reason = g_steal_pointer (&error->message);

      /* TRANSLATORS: the name of a file, and why it cannot be read. */
      error->message = g_strdup_printf (_ ("“%s” cannot be read: %s"), display, reason);
    }
  g_task_return_error (task, error);
}

/**
 * kitte_explain_text_async:
 * @text: as it was pasted
 */
void
kitte_explain_text_async (const char *text,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_explain_text");
  g_task_set_task_data (task, g_bytes_new (text, strlen (text)), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, explain_text);
}

/**
 * kitte_explain_file_async:
 * @file: a mail that was saved, or a text; its first 1 MiB is read
 */
void
kitte_explain_file_async (GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_explain_file");
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, explain_file);
}

/**
 * kitte_explain_finish:
 *
 * Returns: (transfer full) (nullable): what the text means
 */
KitteMeaning *
kitte_explain_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
