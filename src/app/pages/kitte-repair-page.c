/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which an existing account learns to send again. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page.h"

#include "base/kitte-bounds.h"
#include "kitte-box.h"
#include "kitte-check-row.h"
#include "kitte-field.h"
#include "kitte-repairs.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is done before there is anything to write. */
typedef enum
{
  PROOF_ASKING,
  PROOF_CHECKING,
  PROOF_FAILED,
} Proof;

struct _KitteRepairPage
{
  KitteWritingPage parent_instance;
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
  KitteCure *cure;
  GCancellable *cancellable;
  gboolean something_changed;
  Proof proof;
};

G_DEFINE_FINAL_TYPE (KitteRepairPage, kitte_repair_page, KITTE_TYPE_WRITING_PAGE)

static void
fill_problems (KitteRepairPage *self)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self->repair);

  kitte_box_clear (self->problems);
  kitte_box_add_line (self->problems, kitte_repair_get_address (self->repair), "heading");
  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteRepairAccount *account = g_ptr_array_index (accounts, i);
      GPtrArray *problems = account->judgement->problems;

      kitte_box_add_line (self->problems, account->existing->installation->name, "dim-label");
      for (guint j = 0; j < problems->len; j++)
        kitte_box_add_line (self->problems,
                            ((const KitteProblem *) g_ptr_array_index (problems, j))->text, NULL);
    }
}

static const char *
kitte_repair_page_get_heading (KitteWritingPage *page)
{
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state == KITTE_WRITING_STATE_PLANNED)
    return _ ("A way of sending that works was found");
  if (state == KITTE_WRITING_STATE_DONE)
    return _ ("Sending is repaired");
  if (state == KITTE_WRITING_STATE_BEFORE && KITTE_REPAIR_PAGE (page)->proof == PROOF_FAILED)
    return _ ("That did not work yet");
  return _ ("Repair sending");
}

static char *
describe_proven (KitteRepairPage *self)
{
  g_autofree char *names = kitte_repair_list_programs (self->repair);
  const KitteServer *server =
      self->cure->outgoing != NULL ? self->cure->outgoing : self->cure->incoming;

  /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program, or several.
   */
  return g_strdup_printf (_ ("Signing in works at %1$s on port %2$u. Shall this be changed in "
                             "%3$s? Nothing has been changed yet."),
                          server->host, server->port, names);
}

static char *
kitte_repair_page_describe (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state == KITTE_WRITING_STATE_PLANNED)
    return describe_proven (self);
  if (state == KITTE_WRITING_STATE_DONE)
    return g_strdup (_ ("The next message you send takes the new way. Mail you have received was "
                        "not touched."));
  return g_strdup (self->proof == PROOF_ASKING ?
                       _ ("Kitte finds out which way of sending works. Nothing is changed before "
                          "you say so.") :
                       _ ("One moment, please."));
}

static void
kitte_repair_page_update (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWriting *writing = kitte_writing_page_get_writing (page);
  KitteChangeSet *changes = writing != NULL ? kitte_writing_get_changes (writing) : NULL;
  KitteWritingState state = kitte_writing_page_get_state (page);
  gboolean before = state == KITTE_WRITING_STATE_BEFORE;
  gboolean asking = before && self->proof == PROOF_ASKING;
  gboolean proven = state == KITTE_WRITING_STATE_PLANNED;

  gtk_widget_set_visible (GTK_WIDGET (self->status), !before || self->proof != PROOF_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), before);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), before);
  gtk_widget_set_visible (self->check, asking);
  gtk_widget_set_visible (self->use_saved, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->password_field), asking);
  gtk_widget_set_visible (self->change, proven);
  gtk_widget_set_sensitive (self->change, changes != NULL);
  gtk_widget_set_visible (self->changes, proven && changes != NULL);
  gtk_widget_set_visible (self->stop, (before && self->proof == PROOF_CHECKING) ||
                                          kitte_writing_page_is_waiting (page));
  gtk_widget_set_visible (self->done,
                          state == KITTE_WRITING_STATE_DONE || state == KITTE_WRITING_STATE_UNDONE);
}

static void
kitte_repair_page_planned (KitteWritingPage *page, const GError *problem)
{
  if (problem != NULL)
    kitte_writing_page_show_problem (page, problem->message,
                                     _ ("Nothing was changed on this computer."), FALSE);
  else
    gtk_widget_grab_focus (KITTE_REPAIR_PAGE (page)->change);
}

static void
kitte_repair_page_settled (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);

  g_clear_pointer (&self->password, kitte_secret_unref);
  gtk_widget_grab_focus (self->done);
}

/* Back to where nothing is written, or not yet. */
static void
set_proof (KitteRepairPage *self, Proof proof)
{
  self->proof = proof;
  kitte_writing_page_set_state (KITTE_WRITING_PAGE (self), KITTE_WRITING_STATE_BEFORE);
}

static gboolean
is_checking (KitteRepairPage *self)
{
  return kitte_writing_page_get_state (KITTE_WRITING_PAGE (self)) == KITTE_WRITING_STATE_BEFORE &&
         self->proof == PROOF_CHECKING;
}

static void
show_problem (KitteRepairPage *self, const char *title)
{
  kitte_writing_page_show_problem (KITTE_WRITING_PAGE (self), title,
                                   _ ("Nothing was changed on this computer."), FALSE);
}

static void
plan (KitteRepairPage *self)
{
  KitteWriting *writing = kitte_writing_new_for_repair (self->repair, self->cure);

  kitte_writing_page_set_writing (KITTE_WRITING_PAGE (self), writing);
  kitte_writing_page_set_state (KITTE_WRITING_PAGE (self), KITTE_WRITING_STATE_PLANNED);
  kitte_writing_plan (writing);
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

  set_proof (self, PROOF_FAILED);
  if (finding != NULL)
    {
      diagnosis = kitte_diagnosis_new_for_finding (finding, kitte_check_get_server (failed),
                                                   kitte_repair_get_records (self->repair));
      kitte_explanation_set_diagnosis (self->explanation, diagnosis, finding,
                                       kitte_check_get_transcript (failed));
      gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
      gtk_widget_child_focus (GTK_WIDGET (self->explanation), GTK_DIR_TAB_FORWARD);
    }
  else
    show_problem (self, _ ("No other way of sending was found."));
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteCure) cure = kitte_repair_prove_finish (KITTE_REPAIR (source), result, &error);

  if (!is_checking (self) || KITTE_REPAIR (source) != self->repair)
    return;
  g_clear_pointer (&self->cure, kitte_cure_unref);
  self->cure = g_steal_pointer (&cure);
  if (self->cure != NULL)
    plan (self);
  else if (error != NULL)
    {
      set_proof (self, PROOF_FAILED);
      show_problem (self, error->message);
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
  set_proof (self, PROOF_CHECKING);
  kitte_box_clear (self->rows);
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
  kitte_repair_prove_async (self->repair,
                            &(KitteCureRequest){ .password = self->password,
                                                 .something_changed = self->something_changed },
                            self->report, self->cancellable, proven_cb, g_object_ref (self));
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
  kitte_box_clear (self->rows);
  set_proof (self, PROOF_ASKING);
  kitte_page_set_default (KITTE_PAGE (self), self->check);
  kitte_field_focus (self->password_field);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) saved = kitte_repairs_lookup_password_finish (result, &error);

  if (!is_checking (self) || KITTE_REPAIR (source) != self->repair)
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
  KitteWritingPage *page = KITTE_WRITING_PAGE (self);

  if (kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_PLANNED)
    kitte_writing_page_write (page);
  else if (remedy->code == KITTE_REMEDY_OPEN_URL)
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
stop_cb (KitteRepairPage *self)
{
  kitte_writing_page_stop (KITTE_WRITING_PAGE (self));
  if (!is_checking (self))
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
  g_clear_object (&self->repair);
  g_clear_object (&self->report);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->cure, kitte_cure_unref);
  g_clear_pointer (&self->password, kitte_secret_unref);
}

static void
kitte_repair_page_left (KittePage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);

  KITTE_PAGE_CLASS (kitte_repair_page_parent_class)->left (page);
  let_go (self);
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
  KitteWritingPageClass *writing_class = KITTE_WRITING_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_repair_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_repair_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_repair_page_left;
  writing_class->get_heading = kitte_repair_page_get_heading;
  writing_class->describe = kitte_repair_page_describe;
  writing_class->update = kitte_repair_page_update;
  writing_class->planned = kitte_repair_page_planned;
  writing_class->settled = kitte_repair_page_settled;

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
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_write);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_undo);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
kitte_repair_page_init (KitteRepairPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kitte_writing_page_set_parts (KITTE_WRITING_PAGE (self), &(KitteWritingParts){
                                                               .heading = self->heading,
                                                               .status = self->status,
                                                               .explanation = self->explanation,
                                                               .preview = self->preview,
                                                               .undo = self->undo,
                                                           });
}
