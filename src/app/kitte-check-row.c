/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One direction’s check as a card of sentences. Where one server gives way to the next the card
 * goes on: what became of the first is a line of it. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-row.h"

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-step-sentence.h"
#include "kitte-box.h"
#include "kitte-reply-view.h"
#include "kitte-wrap.h"

#include <glib/gi18n.h>

#define LINE_SPACING 6

struct _KitteCheckRow
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkBox *mark;
  GtkLabel *host;
  GtkBox *lines;
  GtkBox *place;
  KitteReplyView *reply;
  KitteCheck *check;
  GPtrArray *given_up;
  GString *earlier;
  GtkWidget *next_line;
  GtkWidget *held;
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

/* A line moves in calmly; it never does where the person wants nothing to move. */
static GtkWidget *
make_line (void)
{
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_widget_set_margin_bottom (line, LINE_SPACING);
  kitte_wrap_label (GTK_LABEL (text));
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), text);
  gtk_revealer_set_child (GTK_REVEALER (revealer), line);
  g_object_set_data (G_OBJECT (revealer), "mark", mark);
  g_object_set_data (G_OBJECT (revealer), "text", text);
  return revealer;
}

static void
set_mark (GtkBox *box, Mark kind)
{
  gpointer shown = g_object_get_data (G_OBJECT (box), "kind");

  if (shown == GINT_TO_POINTER (kind + 1))
    return;
  g_object_set_data (G_OBJECT (box), "kind", GINT_TO_POINTER (kind + 1));
  kitte_box_clear (box);
  gtk_box_append (box, make_mark (kind));
}

/* The next line says this now: one that stands there already is changed in place, so that nothing
 * flickers and what is new is heard once. */
static void
add_line (KitteCheckRow *self, Mark mark, const char *sentence)
{
  GtkWidget *line = self->next_line;

  if (line == NULL)
    {
      line = make_line ();
      gtk_box_append (self->lines, line);
    }
  self->next_line = gtk_widget_get_next_sibling (line);
  set_mark (g_object_get_data (G_OBJECT (line), "mark"), mark);
  gtk_label_set_label (g_object_get_data (G_OBJECT (line), "text"), sentence);
  gtk_revealer_set_reveal_child (GTK_REVEALER (line), TRUE);
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
}

static void
drop_other_lines (KitteCheckRow *self)
{
  while (self->next_line != NULL)
    {
      GtkWidget *line = self->next_line;

      self->next_line = gtk_widget_get_next_sibling (line);
      gtk_box_remove (self->lines, line);
    }
}

static char *
describe_failure (KitteCheck *check)
{
  const KitteFinding *finding = kitte_check_get_finding (check);
  g_autoptr (KitteDiagnosis) diagnosis =
      finding != NULL ?
          kitte_diagnosis_new_for_finding (finding, kitte_check_get_server (check), NULL) :
          NULL;

  return diagnosis != NULL ? g_strdup (diagnosis->title) : NULL;
}

/* Only the finding knows what went wrong; the step’s own sentence says what was tried. Where the
 * explanation stands in the card, it says so itself. */
static void
add_failure (KitteCheckRow *self)
{
  g_autofree char *title = describe_failure (self->check);

  if (title != NULL && self->held == NULL)
    add_line (self, MARK_FAILED, title);
}

/* A connection that was made anew counts from there on. */
static guint
find_first_step (const KitteStepRecord *steps, guint n_steps)
{
  guint first = 0;

  for (guint i = 0; i < n_steps; i++)
    if (steps[i].step == KITTE_STEP_RESOLVE)
      first = i;
  return first;
}

static void
add_steps (KitteCheckRow *self)
{
  gboolean running = kitte_check_get_result (self->check) == KITTE_RESULT_PENDING;
  gboolean incoming = kitte_server_is_incoming (kitte_check_get_server (self->check));
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (self->check, &n_steps);

  for (guint i = find_first_step (steps, n_steps); i < n_steps; i++)
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

/* The whole card at a glance. */
static Mark
judge (KitteCheckRow *self)
{
  KitteServer *server = kitte_check_get_proven_server (self->check);

  switch (kitte_check_get_result (self->check))
    {
    case KITTE_RESULT_PENDING:
      return MARK_RUNNING;
    case KITTE_RESULT_OK:
      return server != NULL && server->security == KITTE_SECURITY_NONE ? MARK_WARNING : MARK_DONE;
    case KITTE_RESULT_UNPROVEN:
      return has_no_sign_in (self) ? MARK_WARNING : MARK_DONE;
    case KITTE_RESULT_FAILED:
      return MARK_FAILED;
    case KITTE_RESULT_SKIPPED:
    case KITTE_RESULT_CANCELLED:
    default:
      return MARK_NONE;
    }
}

/* Once it is over, it does not change under the eyes of whoever reads it. */
static void
show_reply (KitteCheckRow *self)
{
  g_autofree char *transcript = NULL;

  if (self->held == NULL && kitte_check_get_result (self->check) != KITTE_RESULT_PENDING)
    transcript = kitte_check_row_dup_transcript (self);
  kitte_reply_view_set_transcript (self->reply, transcript);
}

static void
check_changed_cb (KitteCheckRow *self)
{
  self->next_line = gtk_widget_get_first_child (GTK_WIDGET (self->lines));
  g_clear_pointer (&self->sentence, g_free);
  for (guint i = 0; i < self->given_up->len; i++)
    add_line (self, MARK_NONE, g_ptr_array_index (self->given_up, i));
  add_steps (self);
  add_result (self);
  drop_other_lines (self);
  set_mark (self->mark, judge (self));
  if (kitte_check_get_result (self->check) != KITTE_RESULT_PENDING)
    show_reply (self);
}

static void
set_check (KitteCheckRow *self, KitteCheck *check)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_set_object (&self->check, check);
  gtk_label_set_label (self->host, kitte_check_get_server (check)->host);
  g_signal_connect_object (check, "changed", G_CALLBACK (check_changed_cb), self,
                           G_CONNECT_SWAPPED);
  check_changed_cb (self);
}

/* The server gave way to the next one. One that was only not gone on with is begun anew. */
static void
go_on_with (KitteCheckRow *self, KitteCheck *next)
{
  g_autofree char *failure = describe_failure (self->check);

  if (failure != NULL)
    g_ptr_array_add (self->given_up,
                     /* TRANSLATORS: a line of a check; %s is a whole sentence: what was wrong with
                      * a server. The next server of the provider, or the next port, is tried. */
                     g_strdup_printf (_ ("%s Kitte tries another way."), failure));
  g_string_append (self->earlier, kitte_check_get_transcript (self->check));
  kitte_reply_view_set_transcript (self->reply, NULL);
  set_check (self, next);
}

static gboolean
is_followed_by (KitteCheckRow *self, KitteCheck *next)
{
  KitteResult result = kitte_check_get_result (self->check);

  return (result == KITTE_RESULT_FAILED || result == KITTE_RESULT_SKIPPED) &&
         kitte_check_get_server (self->check)->protocol == kitte_check_get_server (next)->protocol;
}

static void
kitte_check_row_dispose (GObject *object)
{
  KitteCheckRow *self = KITTE_CHECK_ROW (object);

  g_clear_object (&self->check);
  g_clear_pointer (&self->sentence, g_free);
  self->held = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_CHECK_ROW);
  G_OBJECT_CLASS (kitte_check_row_parent_class)->dispose (object);
}

static void
kitte_check_row_finalize (GObject *object)
{
  KitteCheckRow *self = KITTE_CHECK_ROW (object);

  g_ptr_array_unref (self->given_up);
  g_string_free (self->earlier, TRUE);
  G_OBJECT_CLASS (kitte_check_row_parent_class)->finalize (object);
}

static void
kitte_check_row_class_init (KitteCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_check_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_check_row_finalize;
  g_type_ensure (KITTE_TYPE_REPLY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, title);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, mark);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, host);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, lines);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, place);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckRow, reply);
}

static void
kitte_check_row_init (KitteCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->given_up = g_ptr_array_new_with_free_func (g_free);
  self->earlier = g_string_new (NULL);
}

/**
 * kitte_check_row_new:
 * @check: what to show, now and as it goes on
 */
KitteCheckRow *
kitte_check_row_new (KitteCheck *check)
{
  KitteCheckRow *self;
  gboolean incoming;

  g_return_val_if_fail (KITTE_IS_CHECK (check), NULL);

  self = g_object_new (KITTE_TYPE_CHECK_ROW, NULL);
  incoming = kitte_server_is_incoming (kitte_check_get_server (check));
  gtk_label_set_label (self->title, kitte_direction_sentence (incoming));
  set_check (self, check);
  return self;
}

/**
 * kitte_check_row_show:
 * @box: of rows
 * @check: has just been added to a report
 *
 * Where @check takes the place of a server of the same protocol that was tried in vain, that
 * server’s row goes on with it; else there is a new row.
 *
 * Returns: (transfer none): the row that shows @check
 */
KitteCheckRow *
kitte_check_row_show (GtkBox *box, KitteCheck *check)
{
  KitteCheckRow *row;

  g_return_val_if_fail (GTK_IS_BOX (box) && KITTE_IS_CHECK (check), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_followed_by (KITTE_CHECK_ROW (child), check))
      {
        go_on_with (KITTE_CHECK_ROW (child), check);
        return KITTE_CHECK_ROW (child);
      }
  row = kitte_check_row_new (check);
  gtk_box_append (box, GTK_WIDGET (row));
  return row;
}

/**
 * kitte_check_row_find:
 * @box: of rows
 *
 * Returns: (transfer none) (nullable): the row that shows @check now
 */
KitteCheckRow *
kitte_check_row_find (GtkBox *box, KitteCheck *check)
{
  g_return_val_if_fail (GTK_IS_BOX (box), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (KITTE_CHECK_ROW (child)->check == check)
      return KITTE_CHECK_ROW (child);
  return NULL;
}

const char *
kitte_check_row_get_title (KitteCheckRow *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK_ROW (self), NULL);

  return gtk_label_get_label (self->title);
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

/**
 * kitte_check_row_dup_transcript:
 *
 * Returns: (transfer full): what was said, redacted, with every server that was tried here
 */
char *
kitte_check_row_dup_transcript (KitteCheckRow *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK_ROW (self), NULL);

  return g_strconcat (self->earlier->str, kitte_check_get_transcript (self->check), NULL);
}

/**
 * kitte_check_row_hold:
 * @explanation: (transfer none) (nullable): stands in the card from now on, and says what went
 *   wrong and what the server said; %NULL: the one that stands there goes
 */
void
kitte_check_row_hold (KitteCheckRow *self, GtkWidget *explanation)
{
  g_return_if_fail (KITTE_IS_CHECK_ROW (self));

  if (self->held != NULL)
    gtk_box_remove (self->place, self->held);
  self->held = explanation;
  if (explanation != NULL)
    gtk_box_append (self->place, explanation);
  check_changed_cb (self);
}
