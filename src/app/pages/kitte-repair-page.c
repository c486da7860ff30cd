/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which an existing account learns to send again. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page.h"

#include "base/kitte-bounds.h"
#include "kitte-check-row.h"
#include "kitte-explanation.h"
#include "kitte-field.h"
#include "kitte-repairs.h"
#include "kitte-writing.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  STATE_ASKING,
  STATE_CHECKING,
  STATE_FAILED,
  STATE_PROVEN,
  STATE_WRITING,
  STATE_DONE,
  STATE_UNDOING,
  STATE_UNDONE,
} State;

struct _KitteRepairPage
{
  KittePage parent_instance;
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *problems;
  KitteField *password_field;
  GtkBox *rows;
  GtkWidget *changes;
  GtkLabel *preview;
  GtkWidget *check;
  GtkWidget *use_saved;
  GtkWidget *change;
  GtkWidget *stop;
  GtkWidget *undo;
  GtkWidget *done;

  KitteRepair *repair;
  KitteReport *report;
  KitteSecret *password;
  KitteServer *proven;
  KitteWriting *writing;
  GCancellable *cancellable;
  gboolean something_changed;
  State state;
};

G_DEFINE_FINAL_TYPE (KitteRepairPage, kitte_repair_page, KITTE_TYPE_PAGE)

static void
remove_children (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_line (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

static void
fill_problems (KitteRepairPage *self)
{
  GPtrArray *problems = kitte_repair_get_problems (self->repair);

  remove_children (self->problems);
  add_line (self->problems, kitte_repair_get_account (self->repair)->address, "heading");
  for (guint i = 0; i < problems->len; i++)
    add_line (self->problems, ((const KitteProblem *) g_ptr_array_index (problems, i))->text, NULL);
}

static const char *
get_heading (State state)
{
  switch (state)
    {
    case STATE_FAILED:
      return _ ("That did not work yet");
    case STATE_PROVEN:
      return _ ("A way of sending that works was found");
    case STATE_DONE:
      return _ ("Sending is repaired");
    case STATE_UNDONE:
      return _ ("Everything is as it was before");
    case STATE_ASKING:
    case STATE_CHECKING:
    case STATE_WRITING:
    case STATE_UNDOING:
    default:
      return _ ("Repair sending");
    }
}

static char *
describe_proven (KitteRepairPage *self)
{
  const char *name = kitte_repair_get_account (self->repair)->installation->name;

  /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program. */
  return g_strdup_printf (_ ("Signing in for sending works at %1$s on port %2$u. Shall this be "
                             "changed in %3$s? Nothing has been changed yet."),
                          self->proven->host, self->proven->port, name);
}

static char *
describe_waiting (KitteRepairPage *self)
{
  if (kitte_writing_get_waiting_for (self->writing) == NULL)
    return g_strdup (_ ("One moment, please."));
  return g_strdup (_ ("The mail program is open. Please save what you are writing and quit it. "
                      "Kitte then goes on by itself."));
}

static char *
describe_state (KitteRepairPage *self)
{
  switch (self->state)
    {
    case STATE_ASKING:
      return g_strdup (_ ("Kitte finds out which way of sending works. Nothing is changed before "
                          "you say so."));
    case STATE_PROVEN:
      return describe_proven (self);
    case STATE_WRITING:
    case STATE_UNDOING:
      return describe_waiting (self);
    case STATE_DONE:
      return g_strdup (_ ("The next message you send takes the new way. Mail you have received was "
                          "not touched."));
    case STATE_UNDONE:
      return g_strdup (_ ("The settings are as they were. No mail was lost."));
    case STATE_CHECKING:
    case STATE_FAILED:
    default:
      return g_strdup (_ ("One moment, please."));
    }
}

static void
update_buttons (KitteRepairPage *self)
{
  KitteChangeSet *planned =
      self->writing != NULL ? kitte_writing_get_changes (self->writing) : NULL;
  gboolean waiting = self->writing != NULL && kitte_writing_get_waiting_for (self->writing) != NULL;

  gtk_widget_set_visible (self->check, self->state == STATE_ASKING);
  gtk_widget_set_visible (self->use_saved, self->state == STATE_ASKING);
  gtk_widget_set_visible (GTK_WIDGET (self->password_field), self->state == STATE_ASKING);
  gtk_widget_set_visible (self->change, self->state == STATE_PROVEN);
  gtk_widget_set_sensitive (self->change, planned != NULL);
  gtk_widget_set_visible (self->changes, self->state == STATE_PROVEN && planned != NULL);
  gtk_widget_set_visible (self->stop, self->state == STATE_CHECKING || waiting);
  gtk_widget_set_visible (self->undo, self->state == STATE_DONE);
  gtk_widget_set_visible (self->done, self->state == STATE_DONE || self->state == STATE_UNDONE);
}

static void
update (KitteRepairPage *self)
{
  g_autofree char *status = describe_state (self);

  gtk_label_set_label (self->heading, get_heading (self->state));
  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), self->state != STATE_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), self->state < STATE_PROVEN);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), self->state < STATE_PROVEN);
  update_buttons (self);
  kitte_page_set_complete (KITTE_PAGE (self), self->state >= STATE_WRITING);
}

static void
set_state (KitteRepairPage *self, State state)
{
  self->state = state;
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  update (self);
}

static void
show_problem (KitteRepairPage *self, const char *title, const char *sentence)
{
  kitte_explanation_set_sentence (self->explanation, title, sentence, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
}

static void
planned_cb (KitteRepairPage *self)
{
  KitteChangeSet *planned = kitte_writing_get_changes (self->writing);
  const GError *problem = kitte_writing_get_problem (self->writing);
  g_autofree char *preview = planned != NULL ? kitte_writing_describe (self->writing) : NULL;

  if (self->state != STATE_PROVEN)
    return;
  gtk_label_set_label (self->preview, preview != NULL ? preview : "");
  update (self);
  if (problem != NULL)
    show_problem (self, problem->message, _ ("Nothing was changed on this computer."));
  else
    gtk_widget_grab_focus (self->change);
}

static void
plan (KitteRepairPage *self)
{
  g_clear_object (&self->writing);
  self->writing = kitte_writing_new_for_repair (self->repair, self->proven, self->password);
  g_signal_connect_object (self->writing, "planned", G_CALLBACK (planned_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writing, "notify::waiting-for", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  set_state (self, STATE_PROVEN);
  kitte_writing_plan (self->writing);
}

static KitteCheck *
find_failed (KitteRepairPage *self)
{
  KitteCheck *receiving = kitte_report_find_check (self->report, TRUE);

  if (receiving != NULL && kitte_check_get_result (receiving) == KITTE_RESULT_FAILED)
    return receiving;
  return kitte_report_find_check (self->report, FALSE);
}

static void
show_failure (KitteRepairPage *self)
{
  KitteCheck *failed = find_failed (self);
  KitteFinding *finding = failed != NULL ? kitte_check_get_finding (failed) : NULL;
  g_autoptr (KitteDiagnosis) diagnosis = NULL;

  set_state (self, STATE_FAILED);
  if (finding != NULL)
    {
      diagnosis = kitte_diagnosis_new_for_finding (finding, kitte_check_get_server (failed), NULL);
      kitte_explanation_set_diagnosis (self->explanation, diagnosis, finding,
                                       kitte_check_get_transcript (failed));
      gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
      gtk_widget_child_focus (GTK_WIDGET (self->explanation), GTK_DIR_TAB_FORWARD);
    }
  else
    show_problem (self, _ ("No other way of sending was found."),
                  _ ("Nothing was changed on this computer."));
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  KitteServer *proven = kitte_repair_prove_finish (KITTE_REPAIR (source), result, &error);

  if (self->state != STATE_CHECKING || KITTE_REPAIR (source) != self->repair)
    {
      g_clear_pointer (&proven, kitte_server_unref);
      return;
    }
  g_clear_pointer (&self->proven, kitte_server_unref);
  self->proven = proven;
  if (proven != NULL)
    plan (self);
  else if (error != NULL)
    {
      set_state (self, STATE_FAILED);
      show_problem (self, error->message, _ ("Nothing was changed on this computer."));
    }
  else
    show_failure (self);
}

static void
check_added_cb (KitteRepairPage *self, KitteCheck *check)
{
  gtk_box_append (self->rows, GTK_WIDGET (kitte_check_row_new (check)));
}

static void
start_waiting (KitteRepairPage *self)
{
  set_state (self, STATE_CHECKING);
  remove_children (self->rows);
  gtk_widget_grab_focus (self->stop);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
start_check (KitteRepairPage *self)
{
  start_waiting (self);
  g_clear_object (&self->report);
  self->report = kitte_report_new ();
  g_signal_connect_object (self->report, "check-added", G_CALLBACK (check_added_cb), self,
                           G_CONNECT_SWAPPED);
  kitte_repair_prove_async (self->repair, self->password, self->something_changed, self->report,
                            self->cancellable, proven_cb, g_object_ref (self));
  self->something_changed = FALSE;
}

static void
check_cb (KitteRepairPage *self)
{
  const char *typed = kitte_field_get_text (self->password_field);

  if (*typed == '\0')
    {
      kitte_field_set_problem (self->password_field, _ ("Please type your password."));
      kitte_field_focus (self->password_field);
      return;
    }
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password = kitte_secret_new_sized (typed, strnlen (typed, KITTE_MAX_CREDENTIAL));
  kitte_field_set_text (self->password_field, "");
  start_check (self);
}

static void
ask_again (KitteRepairPage *self)
{
  remove_children (self->rows);
  set_state (self, STATE_ASKING);
  kitte_page_set_default (KITTE_PAGE (self), self->check);
  kitte_field_focus (self->password_field);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) saved = kitte_repairs_lookup_password_finish (result, &error);

  if (self->state != STATE_CHECKING || KITTE_REPAIR (source) != self->repair)
    return;
  if (saved != NULL)
    {
      g_clear_pointer (&self->password, kitte_secret_unref);
      self->password = g_steal_pointer (&saved);
      start_check (self);
      return;
    }
  ask_again (self);
  kitte_field_set_problem (self->password_field,
                           error != NULL ?
                               error->message :
                               _ ("The mail program has no password saved. Please type it."));
}

static void
use_saved_cb (KitteRepairPage *self)
{
  start_waiting (self);
  kitte_repairs_lookup_password_async (self->repair, self->cancellable, saved_cb,
                                       g_object_ref (self));
}

static void
remedy_cb (KitteRepairPage *self, KitteRemedy *remedy)
{
  if (remedy->code == KITTE_REMEDY_OPEN_URL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), remedy->value,
                  GDK_CURRENT_TIME);
  else if (remedy->code == KITTE_REMEDY_TRY_AGAIN)
    {
      self->something_changed = remedy->value != NULL;
      start_check (self);
    }
  else
    ask_again (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_apply_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != self->writing)
    return;
  set_state (self, error == NULL ? STATE_DONE : STATE_PROVEN);
  if (error == NULL)
    {
      g_clear_pointer (&self->password, kitte_secret_unref);
      gtk_widget_grab_focus (self->done);
      return;
    }
  kitte_writing_plan (self->writing);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message, _ ("Nothing was changed on this computer."));
}

static void
change_cb (KitteRepairPage *self)
{
  if (kitte_writing_get_changes (self->writing) == NULL)
    return;
  set_state (self, STATE_WRITING);
  kitte_writing_apply_async (self->writing, written_cb, g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_undo_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != self->writing)
    return;
  set_state (self, error == NULL ? STATE_UNDONE : STATE_DONE);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message, "");
}

static void
undo_cb (KitteRepairPage *self)
{
  set_state (self, STATE_UNDOING);
  kitte_writing_undo_async (self->writing, undone_cb, g_object_ref (self));
}

static void
stop_cb (KitteRepairPage *self)
{
  if (self->writing != NULL)
    kitte_writing_cancel (self->writing);
  if (self->state != STATE_CHECKING)
    return;
  g_cancellable_cancel (self->cancellable);
  ask_again (self);
}

static void
done_cb (KitteRepairPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
kitte_repair_page_shown (KittePage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);

  g_set_object (&self->repair, kitte_setup_get_repair (kitte_page_get_setup (page)));
  g_return_if_fail (self->repair != NULL);

  fill_problems (self);
  ask_again (self);
}

static void
let_go (KitteRepairPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->writing != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->writing, self);
      kitte_writing_cancel (self->writing);
    }
  g_clear_object (&self->writing);
  g_clear_object (&self->repair);
  g_clear_object (&self->report);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->proven, kitte_server_unref);
  g_clear_pointer (&self->password, kitte_secret_unref);
}

static void
kitte_repair_page_left (KittePage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);

  let_go (self);
  self->state = STATE_ASKING;
  kitte_field_set_text (self->password_field, "");
}

static void
kitte_repair_page_dispose (GObject *object)
{
  let_go (KITTE_REPAIR_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_REPAIR_PAGE);
  G_OBJECT_CLASS (kitte_repair_page_parent_class)->dispose (object);
}

static void
kitte_repair_page_class_init (KitteRepairPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_repair_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_repair_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_repair_page_left;

  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-repair-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, problems);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, password_field);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, rows);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, changes);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, preview);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, check);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, use_saved);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, change);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, undo);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, done);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
kitte_repair_page_init (KitteRepairPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
