/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial holds the password: it is let go as soon as the message has arrived, and when the page
 * is left. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-trial-view.h"

#include <glib/gi18n.h>

#include "kitte-explanation.h"
#include "kitte-picture.h"
#include "trial/kitte-trial-sentences.h"

struct _KitteTrialView
{
  GtkBox parent_instance;
  KittePicture *picture;
  GtkLabel *hint;
  GtkWidget *sending_row;
  GtkWidget *sending_mark;
  GtkLabel *sending;
  GtkWidget *receiving_row;
  GtkWidget *receiving_mark;
  GtkLabel *receiving;
  GtkLabel *rest;
  KitteExplanation *explanation;
  GtkButton *send;
  GtkLabel *send_title;
  GtkWidget *stop;
  KitteTrial *trial;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KitteTrialView, kitte_trial_view, GTK_TYPE_BOX)

static void
show_sentence (GtkLabel *label, GtkWidget *around, char *sentence)
{
  if (sentence != NULL)
    gtk_label_set_label (label, sentence);
  gtk_widget_set_visible (around, sentence != NULL);
  g_free (sentence);
}

/* Beside the words, never in their place. */
static void
set_mark (GtkWidget *mark, gboolean done)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (mark),
                                done ? "emblem-ok-symbolic" : "content-loading-symbolic");
  if (done)
    gtk_widget_add_css_class (mark, "success");
  else
    gtk_widget_remove_css_class (mark, "success");
}

static void
show_failure (KitteTrialView *self)
{
  g_autoptr (KitteDiagnosis) diagnosis = kitte_trial_diagnose (self->trial);

  gtk_widget_set_visible (GTK_WIDGET (self->explanation), diagnosis != NULL);
  if (diagnosis == NULL)
    return;
  kitte_explanation_set_diagnosis (self->explanation, diagnosis,
                                   kitte_trial_get_finding (self->trial),
                                   kitte_trial_get_transcript (self->trial));
}

static void
show_buttons (KitteTrialView *self, KitteTrialState state)
{
  gboolean running = state == KITTE_TRIAL_SENDING || state == KITTE_TRIAL_AWAITED;
  gboolean can_begin = state == KITTE_TRIAL_NEW || state == KITTE_TRIAL_ON_ITS_WAY;

  gtk_label_set_label (self->send_title,
                       state == KITTE_TRIAL_NEW ? _ ("Send a test message") : _ ("Look again"));
  gtk_widget_set_visible (GTK_WIDGET (self->send), can_begin);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), state == KITTE_TRIAL_NEW);
}

static KitteMotif
get_motif (KitteTrialState state)
{
  if (state == KITTE_TRIAL_ARRIVED)
    return KITTE_MOTIF_ARRIVED;
  return state == KITTE_TRIAL_SENDING || state == KITTE_TRIAL_AWAITED ||
                 state == KITTE_TRIAL_ON_ITS_WAY ?
             KITTE_MOTIF_SENT :
             KITTE_MOTIF_NONE;
}

static void
show_state (KitteTrialView *self)
{
  KitteTrialState state = kitte_trial_get_state (self->trial);

  kitte_picture_set_motif (self->picture, get_motif (state));
  set_mark (self->sending_mark, state >= KITTE_TRIAL_AWAITED);
  set_mark (self->receiving_mark, state == KITTE_TRIAL_ARRIVED);
  show_sentence (self->sending, self->sending_row,
                 state == KITTE_TRIAL_NOT_SENT ? NULL : kitte_trial_describe_sending (self->trial));
  show_sentence (self->receiving, self->receiving_row,
                 state == KITTE_TRIAL_NOT_SEEN ? NULL :
                                                 kitte_trial_describe_receiving (self->trial));
  show_sentence (self->rest, GTK_WIDGET (self->rest), kitte_trial_describe_rest (self->trial));
  show_failure (self);
  show_buttons (self, state);
}

/* Where the button that was pressed is gone, its place is taken by the next one. */
static void
focus_next (KitteTrialView *self)
{
  GtkWidget *primary = kitte_explanation_get_primary (self->explanation);

  if (gtk_widget_get_visible (GTK_WIDGET (self->explanation)) && primary != NULL)
    gtk_widget_grab_focus (primary);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->send)))
    gtk_widget_grab_focus (GTK_WIDGET (self->send));
}

static void
let_go (KitteTrialView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->trial != NULL)
    g_signal_handlers_disconnect_by_data (self->trial, self);
  g_clear_object (&self->trial);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteTrialView) self = user_data;
  KitteTrial *trial = KITTE_TRIAL (source);

  kitte_trial_run_finish (trial, result, NULL);
  if (trial != self->trial)
    return;
  g_clear_object (&self->cancellable);
  if (kitte_trial_get_state (trial) == KITTE_TRIAL_ARRIVED)
    let_go (self);
  else
    focus_next (self);
}

static void
send_cb (KitteTrialView *self)
{
  if (self->trial == NULL || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  kitte_trial_run_async (self->trial, self->cancellable, tried_cb, g_object_ref (self));
  gtk_widget_grab_focus (self->stop);
}

static void
stop_cb (KitteTrialView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
kitte_trial_view_dispose (GObject *object)
{
  let_go (KITTE_TRIAL_VIEW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_TRIAL_VIEW);
  G_OBJECT_CLASS (kitte_trial_view_parent_class)->dispose (object);
}

static void
kitte_trial_view_class_init (KitteTrialViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_trial_view_dispose;
  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-trial-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, picture);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, hint);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, sending_row);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, sending_mark);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, sending);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, receiving_row);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, receiving_mark);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, receiving);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, rest);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, send);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, send_title);
  gtk_widget_class_bind_template_child (widget_class, KitteTrialView, stop);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
kitte_trial_view_init (KitteTrialView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kitte_trial_view_set_trial:
 * @trial: (nullable) (transfer none): %NULL: none can be made, and nothing is shown. What ran
 *   before is stopped and let go
 */
void
kitte_trial_view_set_trial (KitteTrialView *self, KitteTrial *trial)
{
  g_return_if_fail (KITTE_IS_TRIAL_VIEW (self));

  let_go (self);
  gtk_widget_set_visible (GTK_WIDGET (self), trial != NULL);
  if (trial == NULL)
    return;
  self->trial = g_object_ref (trial);
  g_signal_connect_object (trial, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  show_state (self);
}
