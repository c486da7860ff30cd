/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One server’s check as a card of sentences. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-row.h"

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-step-sentence.h"
#include "kitte-reply-view.h"

#include <glib/gi18n.h>

struct _KitteCheckRow
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *host;
  GtkBox *lines;
  KitteReplyView *reply;
  KitteCheck *check;
  char *sentence;
};

G_DEFINE_FINAL_TYPE (KitteCheckRow, kitte_check_row, GTK_TYPE_BOX)

/* Steps that mean nothing to a person once they are over. */
static gboolean
is_worth_keeping (KitteStep step)
{
  return step != KITTE_STEP_GREETING && step != KITTE_STEP_CAPABILITIES &&
         step != KITTE_STEP_STARTTLS;
}

/* How a line is marked; nothing is told by colour alone. */
typedef enum
{
  MARK_RUNNING,
  MARK_DONE,
  MARK_FAILED,
  MARK_WARNING,
  MARK_NONE,
} Mark;

static const struct
{
  const char *icon;
  const char *css_class;
} marks[] = {
  [MARK_RUNNING] = { NULL, NULL },
  [MARK_DONE] = { "emblem-ok-symbolic", "success" },
  [MARK_FAILED] = { "dialog-error-symbolic", "error" },
  [MARK_WARNING] = { "dialog-warning-symbolic", "warning" },
  [MARK_NONE] = { "action-unavailable-symbolic", "dim-label" },
};

static GtkWidget *
make_mark (Mark kind)
{
  GtkWidget *mark;

  if (kind == MARK_RUNNING)
    {
      mark = g_object_new (GTK_TYPE_SPINNER, "spinning", TRUE, "accessible-role",
                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_set_size_request (mark, 16, 16);
    }
  else
    {
      mark = g_object_new (GTK_TYPE_IMAGE, "icon-name", marks[kind].icon, "accessible-role",
                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_add_css_class (mark, marks[kind].css_class);
    }
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  return mark;
}

static void
add_line (KitteCheckRow *self, Mark mark, const char *sentence)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (line), make_mark (mark));
  gtk_box_append (GTK_BOX (line), text);
  gtk_box_append (self->lines, line);
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
}

/* Only the finding knows what went wrong; the step’s own sentence says what was tried. */
static void
add_failure (KitteCheckRow *self)
{
  const KitteFinding *finding = kitte_check_get_finding (self->check);
  g_autoptr (KitteDiagnosis) diagnosis = NULL;

  if (finding == NULL)
    return;
  diagnosis = kitte_diagnosis_new_for_finding (finding, kitte_check_get_server (self->check), NULL);
  add_line (self, MARK_FAILED, diagnosis->title);
}

static void
add_steps (KitteCheckRow *self)
{
  gboolean running = kitte_check_get_result (self->check) == KITTE_RESULT_PENDING;
  gboolean incoming = kitte_server_is_incoming (kitte_check_get_server (self->check));
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (self->check, &n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      if (steps[i].state == KITTE_STEP_DONE && is_worth_keeping (steps[i].step))
        add_line (self, MARK_DONE, kitte_step_sentence (steps[i].step, steps[i].state, incoming));
      else if (steps[i].state == KITTE_STEP_STARTED && running)
        add_line (self, MARK_RUNNING,
                  kitte_step_sentence (steps[i].step, steps[i].state, incoming));
    }
}

/* The provider opens sending by receiving. */
static gboolean
has_no_sign_in (KitteCheckRow *self)
{
  const KitteFinding *finding = kitte_check_get_finding (self->check);

  return finding != NULL && finding->code == KITTE_FINDING_POP_BEFORE_SMTP_NEEDED;
}

static void
add_result (KitteCheckRow *self)
{
  KitteServer *server = kitte_check_get_proven_server (self->check);
  KitteResult result = kitte_check_get_result (self->check);

  if (result == KITTE_RESULT_FAILED)
    add_failure (self);
  else if (result == KITTE_RESULT_UNPROVEN && has_no_sign_in (self))
    add_line (self, MARK_WARNING,
              _ ("There is no sign-in for sending. Please fetch mail first, then send."));
  else if (result == KITTE_RESULT_UNPROVEN)
    add_line (self, MARK_DONE,
              _ ("Everything is ready. Your mail program signs in by itself later."));
  else if (result == KITTE_RESULT_SKIPPED)
    add_line (self, MARK_NONE, _ ("Not checked any further."));
  else if (result == KITTE_RESULT_CANCELLED)
    add_line (self, MARK_NONE, _ ("Stopped."));
  else if (result == KITTE_RESULT_OK && server != NULL && server->security == KITTE_SECURITY_NONE)
    add_line (self, MARK_WARNING, _ ("This connection is not encrypted."));
}

static void
check_changed_cb (KitteCheckRow *self)
{
  GtkWidget *line;

  while ((line = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, line);
  g_clear_pointer (&self->sentence, g_free);
  add_steps (self);
  add_result (self);
  /* Once it is over, it does not change under the eyes of whoever reads it. */
  if (kitte_check_get_result (self->check) != KITTE_RESULT_PENDING)
    kitte_reply_view_set_transcript (self->reply, kitte_check_get_transcript (self->check));
}

static void
kitte_check_row_dispose (GObject *object)
{
  KitteCheckRow *self = KITTE_CHECK_ROW (object);

  g_clear_object (&self->check);
  g_clear_pointer (&self->sentence, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_CHECK_ROW);
  G_OBJECT_CLASS (kitte_check_row_parent_class)->dispose (object);
}

static void
kitte_check_row_class_init (KitteCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_check_row_dispose;
  g_type_ensure (KITTE_TYPE_REPLY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, title);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, host);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, lines);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, reply);
}

static void
kitte_check_row_init (KitteCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kitte_check_row_new:
 * @check: what to show, now and as it goes on
 */
KitteCheckRow *
kitte_check_row_new (KitteCheck *check)
{
  KitteCheckRow *self;
  KitteServer *server;

  g_return_val_if_fail (KITTE_IS_CHECK (check), NULL);

  self = g_object_new (KITTE_TYPE_CHECK_ROW, NULL);
  self->check = g_object_ref (check);
  server = kitte_check_get_server (check);
  gtk_label_set_label (self->title, kitte_direction_sentence (kitte_server_is_incoming (server)));
  gtk_label_set_label (self->host, server->host);
  g_signal_connect_object (check, "changed", G_CALLBACK (check_changed_cb), self,
                           G_CONNECT_SWAPPED);
  check_changed_cb (self);
  return self;
}

/**
 * kitte_check_row_get_sentence:
 *
 * Returns: (transfer none) (nullable): the newest sentence, for what is read out
 */
const char *
kitte_check_row_get_sentence (KitteCheckRow *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK_ROW (self), NULL);

  return self->sentence;
}
