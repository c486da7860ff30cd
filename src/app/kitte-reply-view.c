/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers are strangers: what they say is shortened, and broken anywhere rather than make the
 * window wider. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-reply-view.h"

#include "kitte-copier.h"
#include "model/kitte-transcript.h"

#define TAG "as-it-was-said"

struct _KitteReplyView
{
  GtkBox parent_instance;
  GtkExpander *expander;
  GtkTextView *text;
  KitteCopier *copier;
};

G_DEFINE_FINAL_TYPE (KitteReplyView, kitte_reply_view, GTK_TYPE_BOX)

static void
kitte_reply_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_REPLY_VIEW);
  G_OBJECT_CLASS (kitte_reply_view_parent_class)->dispose (object);
}

static void
kitte_reply_view_class_init (KitteReplyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_reply_view_dispose;
  g_type_ensure (KITTE_TYPE_COPIER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-reply-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteReplyView, expander);
  gtk_widget_class_bind_template_child (widget_class, KitteReplyView, text);
  gtk_widget_class_bind_template_child (widget_class, KitteReplyView, copier);
}

static void
kitte_reply_view_init (KitteReplyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* A hyphen that nobody said would be read as a part of the reply. */
static void
show (KitteReplyView *self, const char *transcript)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), TAG);
  GtkTextIter start;

  if (tag == NULL)
    tag = gtk_text_buffer_create_tag (buffer, TAG, "insert-hyphens", FALSE, NULL);
  gtk_text_buffer_set_text (buffer, "", 0);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert_with_tags (buffer, &start, transcript, -1, tag, NULL);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/**
 * kitte_reply_view_set_transcript:
 * @transcript: (nullable): what was said, redacted; %NULL or empty: there is nothing to see
 *
 * Shows it folded.
 */
void
kitte_reply_view_set_transcript (KitteReplyView *self, const char *transcript)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (KITTE_IS_REPLY_VIEW (self));

  shown = kitte_transcript_shorten (transcript != NULL ? transcript : "");
  gtk_expander_set_expanded (self->expander, FALSE);
  show (self, shown);
  kitte_copier_set_text (self->copier, shown);
  kitte_copier_reset (self->copier);
  gtk_widget_set_visible (GTK_WIDGET (self), *shown != '\0');
}
