/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page as a rule; more where the letters are large. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-print.h"

/* Points. */
#define TITLE_FONT "Sans Bold 16"
#define TEXT_FONT "Sans 12"
#define TITLE_SPACE 18

typedef struct
{
  char *title;
  char *text;
  PangoLayout *layout;
  double title_height;
  GArray *first_lines;
  KittePrintedFunc done;
  gpointer user_data;
} Job;

static void
job_free (Job *job)
{
  g_free (job->title);
  g_free (job->text);
  g_clear_object (&job->layout);
  g_array_unref (job->first_lines);
  g_free (job);
}

static PangoLayout *
make_layout (GtkPrintContext *context, const char *text, const char *font)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_line_height (PangoLayout *layout, int line)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, line), NULL, &logical);
  return (double) logical.height / PANGO_SCALE;
}

/* Where each page begins; the first one has the title above. */
static void
begin_cb (Job *job, GtkPrintContext *context, GtkPrintOperation *operation)
{
  g_autoptr (PangoLayout) title = make_layout (context, job->title, TITLE_FONT);
  double height = gtk_print_context_get_height (context);
  double used;
  int width;
  int title_height;
  int zero = 0;

  pango_layout_get_pixel_size (title, &width, &title_height);
  job->title_height = title_height + TITLE_SPACE;
  job->layout = make_layout (context, job->text, TEXT_FONT);
  g_array_append_val (job->first_lines, zero);
  used = job->title_height;
  for (int line = 0; line < pango_layout_get_line_count (job->layout); line++)
    {
      double line_height = get_line_height (job->layout, line);

      if (used + line_height > height)
        {
          g_array_append_val (job->first_lines, line);
          used = 0;
        }
      used += line_height;
    }
  gtk_print_operation_set_n_pages (operation, (int) job->first_lines->len);
}

static void
draw_cb (Job *job, GtkPrintContext *context, int page)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  int first = g_array_index (job->first_lines, int, page);
  int end = (guint) page + 1 < job->first_lines->len ?
                g_array_index (job->first_lines, int, page + 1) :
                pango_layout_get_line_count (job->layout);
  double y = 0;

  cairo_set_source_rgb (cairo, 0, 0, 0);
  if (page == 0)
    {
      g_autoptr (PangoLayout) title = make_layout (context, job->title, TITLE_FONT);

      cairo_move_to (cairo, 0, 0);
      pango_cairo_show_layout (cairo, title);
      y = job->title_height;
    }
  for (int line = first; line < end; line++)
    {
      PangoLayoutLine *layout_line = pango_layout_get_line_readonly (job->layout, line);
      double height = get_line_height (job->layout, line);
      PangoRectangle logical;

      pango_layout_line_get_extents (layout_line, NULL, &logical);
      cairo_move_to (cairo, 0, y - (double) logical.y / PANGO_SCALE);
      pango_cairo_show_layout_line (cairo, layout_line);
      y += height;
    }
}

static void
done_cb (Job *job, GtkPrintOperationResult result, GtkPrintOperation *operation)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  if (job->done != NULL)
    job->done (error, job->user_data);
}

static GtkPrintOperation *
make_operation (const char *title, const char *text, KittePrintedFunc done, gpointer user_data)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Job *job = g_new0 (Job, 1);

  job->title = g_strdup (title);
  job->text = g_strdup (text);
  job->first_lines = g_array_new (FALSE, FALSE, sizeof (int));
  job->done = done;
  job->user_data = user_data;
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "job", job, (GDestroyNotify) job_free);
  g_signal_connect_swapped (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect_swapped (operation, "draw-page", G_CALLBACK (draw_cb), job);
  g_signal_connect_swapped (operation, "done", G_CALLBACK (done_cb), job);
  return operation;
}

/**
 * kitte_print_text:
 * @title: above the first page, and the name of the job
 * @text: lines
 * @done: (scope async): called once, also where the person stopped it
 *
 * Asks where to print, and prints.
 */
void
kitte_print_text (GtkWindow *parent,
                  const char *title,
                  const char *text,
                  KittePrintedFunc done,
                  gpointer user_data)
{
  g_autoptr (GtkPrintOperation) operation = make_operation (title, text, done, user_data);

  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
}

/**
 * kitte_print_text_to_file:
 * @path: of the PDF
 *
 * The same pages as a file.
 */
gboolean
kitte_print_text_to_file (const char *title, const char *text, const char *path, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = make_operation (title, text, NULL, NULL);

  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error) ==
         GTK_PRINT_OPERATION_RESULT_APPLY;
}
