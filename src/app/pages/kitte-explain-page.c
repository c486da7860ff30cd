/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that says what a message, a mail that came back, or a word means. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-explain-page.h"

#include "kitte-box.h"
#include "kitte-explainer.h"
#include "kitte-explanation.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KitteExplainPage
{
  KittePage parent_instance;
  GtkTextView *text;
  GtkWidget *explain;
  GtkWidget *open;
  GtkLabel *status;
  GtkBox *causes;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
  gboolean composing; /* an input method has letters that are not in the text yet */
};

G_DEFINE_FINAL_TYPE (KitteExplainPage, kitte_explain_page, KITTE_TYPE_PAGE)

static char *
dup_text (KitteExplainPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
say (KitteExplainPage *self, const char *sentence)
{
  gtk_label_set_label (self->status, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *sentence != '\0');
}

static void
remedy_cb (KitteExplainPage *self, KitteRemedy *remedy)
{
  if (remedy->value != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), remedy->value,
                  GDK_CURRENT_TIME);
}

/* Kitte has tried nothing here, so there is nothing to try again: only pages can be opened. */
static GPtrArray *
find_pages (const GPtrArray *remedies)
{
  GPtrArray *pages = g_ptr_array_new ();

  for (guint i = 0; i < remedies->len; i++)
    if (((KitteRemedy *) remedies->pdata[i])->code == KITTE_REMEDY_OPEN_URL)
      g_ptr_array_add (pages, remedies->pdata[i]);
  return pages;
}

static void
add_cause (KitteExplainPage *self, const KitteCause *cause)
{
  const char *likelihood = kitte_likelihood_to_words (cause->likelihood);
  g_autofree char *title = likelihood != NULL ?
                               g_strdup_printf ("%s %s", likelihood, cause->title) :
                               g_strdup (cause->title);
  g_autoptr (GPtrArray) pages = find_pages (cause->remedies);
  GtkWidget *card = kitte_explanation_new ();

  kitte_explanation_set_sentence (KITTE_EXPLANATION (card), title, cause->text, pages);
  g_signal_connect_object (card, "remedy", G_CALLBACK (remedy_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->causes, card);
}

static void
show_meaning (KitteExplainPage *self, const KitteMeaning *meaning)
{
  const char *writer = kitte_meaning_get_writer (meaning);

  for (guint i = 0; i < meaning->causes->len; i++)
    add_cause (self, g_ptr_array_index (meaning->causes, i));
  if (meaning->causes->len > 0 && writer != NULL)
    kitte_box_add_line (self->causes, writer, NULL);
  for (gsize i = 0; meaning->causes->len > 0 && meaning->evidence[i] != NULL; i++)
    kitte_box_add_line (self->causes, meaning->evidence[i], "kitte-transcript");
  say (self, meaning->causes->len > 0 ? _ ("This is what it means.") : kitte_meaning_get_excuse ());
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteExplainPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteMeaning) meaning = kitte_explain_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (meaning != NULL)
    show_meaning (self, meaning);
  else
    say (self, error->message);
}

static void
stop (KitteExplainPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* What was shown is about another text from here on. */
static void
begin (KitteExplainPage *self)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  kitte_box_clear (self->causes);
  say (self, _ ("One moment, please."));
}

static void
explain_cb (KitteExplainPage *self)
{
  g_autofree char *text = dup_text (self);

  if (*g_strstrip (text) == '\0')
    {
      kitte_box_clear (self->causes);
      say (self, _ ("Please paste or type the message first."));
      gtk_widget_grab_focus (GTK_WIDGET (self->text));
      return;
    }
  begin (self);
  kitte_explain_text_async (text, self->cancellable, explained_cb, g_object_ref (self));
}

static void
explain_file (KitteExplainPage *self, GFile *file)
{
  begin (self);
  kitte_explain_file_async (file, self->cancellable, explained_cb, g_object_ref (self));
}

static void
chosen_cb (KitteExplainPage *self, int response)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_clear_object (&self->chooser);
  if (file != NULL)
    explain_file (self, file);
}

static void
open_cb (KitteExplainPage *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      /* TRANSLATORS: title of a file dialog. */
      _ ("Open a mail or a text"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (KitteExplainPage *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    explain_file (self, g_value_get_object (value));
  else
    {
      const char *text = g_value_get_string (value);

      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text != NULL ? text : "",
                                -1);
      explain_cb (self);
    }
  return TRUE;
}

static void
preedit_cb (KitteExplainPage *self, const char *preedit)
{
  self->composing = *preedit != '\0';
}

/* Enter goes on here too: what has several lines is pasted. With Shift it begins a new line. */
static gboolean
key_pressed_cb (KitteExplainPage *self, guint key, guint code, GdkModifierType state)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter) ||
      (state & GDK_SHIFT_MASK) != 0 || self->composing)
    return GDK_EVENT_PROPAGATE;
  explain_cb (self);
  return GDK_EVENT_STOP;
}

static void
watch_keys (KitteExplainPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_object (self->text, "preedit-changed", G_CALLBACK (preedit_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
kitte_explain_page_shown (KittePage *page)
{
  KitteExplainPage *self = KITTE_EXPLAIN_PAGE (page);

  kitte_page_set_default (page, self->explain);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
kitte_explain_page_left (KittePage *page)
{
  KitteExplainPage *self = KITTE_EXPLAIN_PAGE (page);

  if (self->cancellable != NULL)
    say (self, "");
  stop (self);
}

static void
kitte_explain_page_dispose (GObject *object)
{
  KitteExplainPage *self = KITTE_EXPLAIN_PAGE (object);

  stop (self);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_EXPLAIN_PAGE);
  G_OBJECT_CLASS (kitte_explain_page_parent_class)->dispose (object);
}

static void
kitte_explain_page_class_init (KitteExplainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_explain_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_explain_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_explain_page_left;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-explain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteExplainPage, text);
  gtk_widget_class_bind_template_child (widget_class, KitteExplainPage, explain);
  gtk_widget_class_bind_template_child (widget_class, KitteExplainPage, open);
  gtk_widget_class_bind_template_child (widget_class, KitteExplainPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteExplainPage, causes);
  gtk_widget_class_bind_template_callback (widget_class, explain_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
kitte_explain_page_init (KitteExplainPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { G_TYPE_FILE, G_TYPE_STRING };

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  /* Before the text view, which would insert a file’s name. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  watch_keys (self);
}
