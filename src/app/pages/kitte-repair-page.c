/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which an existing account learns to send again. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page.h"

#include "base/kitte-bounds.h"
#include "kitte-box.h"
#include "kitte-check-row.h"
#include "kitte-field.h"
#include "kitte-repair-findings.h"
#include "kitte-repair-questions.h"
#include "kitte-repairs.h"
#include "repair/kitte-repair-look.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is done before there is anything to write. */
typedef enum
{
  PROOF_LOOKING,
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
  KitteRepairQuestions *questions;
  KitteField *password_field;
  GtkCheckButton *keep_mail;
  GtkWidget *primary;
  KitteField *primary_field;
  GtkBox *rows;
  GtkLabel *deeds;
  GtkLabel *by_hand;
  GtkWidget *elsewhere;
  GtkWidget *leave;
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
  GPtrArray *cleartext_hosts;
  gboolean something_changed;
  gboolean password_is_saved;  /* the one that a mail program keeps */
  gboolean wants_new_password; /* whatever is typed takes its place */
  Proof proof;
};

G_DEFINE_FINAL_TYPE (KitteRepairPage, kitte_repair_page, KITTE_TYPE_WRITING_PAGE)

/* (nullable): what is done, once it is planned. */
static KitteRepairPlan *
get_plan (KitteRepairPage *self)
{
  KitteWriting *writing = kitte_writing_page_get_writing (KITTE_WRITING_PAGE (self));

  return writing != NULL ? kitte_writing_get_repair_plan (writing) : NULL;
}

static gboolean
is_all_right (KitteRepairPage *self)
{
  KitteRepairPlan *plan = get_plan (self);

  return plan != NULL && plan->steps->len == 0;
}

/* No server is changed, only what becomes of mail that was fetched. */
static gboolean
only_keeps_mail (KitteRepairPage *self)
{
  return self->cure != NULL && self->cure->leave_on_server && self->cure->incoming == NULL &&
         self->cure->outgoing == NULL && self->cure->password == NULL;
}

static const char *
kitte_repair_page_get_heading (KitteWritingPage *page)
{
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state >= KITTE_WRITING_STATE_PLANNED && only_keeps_mail (KITTE_REPAIR_PAGE (page)))
    return _ ("Mail stays on the server");
  if (state == KITTE_WRITING_STATE_PLANNED)
    return is_all_right (KITTE_REPAIR_PAGE (page)) ? _ ("Everything is right as it is") :
                                                     _ ("Settings that work were found");
  if (state == KITTE_WRITING_STATE_DONE)
    return _ ("The account is repaired");
  if (state == KITTE_WRITING_STATE_BEFORE && KITTE_REPAIR_PAGE (page)->proof == PROOF_FAILED)
    return _ ("That did not work yet");
  return _ ("Repair this account");
}

static KitteMotif
kitte_repair_page_get_motif (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state == KITTE_WRITING_STATE_DONE)
    return KITTE_MOTIF_DONE;
  if (state == KITTE_WRITING_STATE_PLANNED)
    return is_all_right (self) ? KITTE_MOTIF_HEALTHY : KITTE_MOTIF_FOUND;
  if (self->proof == PROOF_CHECKING)
    return KITTE_MOTIF_CHECKING;
  return self->proof == PROOF_FAILED ? KITTE_MOTIF_FAULT : KITTE_MOTIF_REPAIR;
}

static char *
describe_proven (KitteRepairPage *self)
{
  g_autofree char *names = kitte_repair_list_programs (self->repair);
  KitteRepairPlan *plan = get_plan (self);
  const KitteServer *server =
      self->cure->outgoing != NULL ? self->cure->outgoing : self->cure->incoming;

  if (plan != NULL && plan->changes == NULL)
    /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program, or
     * several. What to enter stands below. */
    return g_strdup_printf (_ ("Signing in works at %1$s on port %2$u. Please enter this in %3$s."),
                            server->host, server->port, names);
  /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program, or several.
   */
  return g_strdup_printf (_ ("Signing in works at %1$s on port %2$u. Shall this be changed in "
                             "%3$s? Nothing has been changed yet."),
                          server->host, server->port, names);
}

/* What it looks like before anything was tried. */
static const char *
describe_judgement (KitteRepairPage *self)
{
  if (self->proof == PROOF_LOOKING)
    return _ ("Kitte looks at the servers of this account. Nothing is sent there, and nothing is "
              "changed.");
  if (self->proof != PROOF_ASKING)
    return _ ("One moment, please.");
  if (self->wants_new_password)
    return _ ("Does the mail program ask for the password again and again? Type the new one: it is "
              "checked, and saved in every program.");
  if (kitte_repair_works_now (self->repair))
    return _ ("It still works here and now, and will stop elsewhere or later. Changing it does no "
              "harm, and can be taken back.");
  return _ ("Kitte finds out which settings work. Nothing is changed before you say so.");
}

static char *
kitte_repair_page_describe (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state >= KITTE_WRITING_STATE_PLANNED && only_keeps_mail (self))
    return g_strdup (state == KITTE_WRITING_STATE_DONE ?
                         _ ("Mail that is fetched stays on the server from now on.") :
                         _ ("Shall this be changed? Nothing has been changed yet."));
  if (state == KITTE_WRITING_STATE_PLANNED && is_all_right (self))
    return g_strdup (_ ("Signing in works. Nothing has to be changed."));
  if (state == KITTE_WRITING_STATE_PLANNED)
    return describe_proven (self);
  if (state == KITTE_WRITING_STATE_DONE)
    return g_strdup (_ ("The next message you send takes the new way. Mail you have received was "
                        "not touched."));
  return g_strdup (describe_judgement (self));
}

/* Shows a text where there is one. */
static void
show_text (GtkLabel *label, gboolean visible, char *taken_text)
{
  g_autofree char *text = taken_text;

  gtk_widget_set_visible (GTK_WIDGET (label), visible && text != NULL);
  gtk_label_set_label (label, text != NULL ? text : "");
}

static void
update_plan (KitteRepairPage *self, KitteWritingState state)
{
  KitteRepairPlan *plan = get_plan (self);
  gboolean shown =
      plan != NULL && (state == KITTE_WRITING_STATE_PLANNED || state == KITTE_WRITING_STATE_DONE);

  show_text (self->deeds, shown, plan != NULL ? kitte_repair_plan_describe (plan) : NULL);
  show_text (self->by_hand, shown, plan != NULL ? kitte_repair_plan_describe_by_hand (plan) : NULL);
  gtk_widget_set_visible (self->elsewhere, gtk_widget_get_visible (GTK_WIDGET (self->by_hand)));
}

/* What the person may do while nothing is under way. */
static void
update_choices (KitteRepairPage *self, gboolean asking)
{
  gboolean needed = self->repair != NULL && kitte_repair_is_needed (self->repair);

  gtk_widget_set_visible (self->check, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->questions),
                          asking && kitte_repair_questions_are_open (self->questions));
  gtk_widget_set_visible (GTK_WIDGET (self->password_field), asking);
  gtk_widget_set_visible (GTK_WIDGET (self->keep_mail),
                          asking && self->repair != NULL &&
                              kitte_repair_deletes_mail (self->repair));
  gtk_widget_set_visible (self->use_saved, asking && needed && !self->wants_new_password &&
                                               kitte_repair_can_use_stored_password (self->repair));
  gtk_widget_set_visible (self->leave,
                          asking && (!needed || kitte_repair_works_now (self->repair)));
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
  gboolean writes = changes != NULL && !kitte_change_set_is_empty (changes);

  gtk_widget_set_visible (GTK_WIDGET (self->status), !before || self->proof != PROOF_FAILED);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), before);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), before);
  update_choices (self, asking);
  update_plan (self, state);
  gtk_widget_set_visible (self->change, proven && (changes == NULL || writes));
  gtk_widget_set_sensitive (self->change, writes);
  gtk_widget_set_visible (self->changes, proven && writes);
  gtk_widget_set_visible (self->stop, (before && (self->proof == PROOF_CHECKING ||
                                                  self->proof == PROOF_LOOKING)) ||
                                          kitte_writing_page_is_waiting (page));
  gtk_widget_set_visible (self->done, state == KITTE_WRITING_STATE_DONE ||
                                          state == KITTE_WRITING_STATE_UNDONE ||
                                          (proven && changes != NULL && !writes));
}

/* The store of saved passwords is locked: to read from it, or to write to it. */
static gboolean
show_primary (KitteRepairPage *self, const GError *problem)
{
  gboolean locked =
      g_error_matches (problem, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);

  gtk_widget_set_visible (self->primary, locked);
  if (!locked)
    return FALSE;
  if (kitte_writing_page_get_state (KITTE_WRITING_PAGE (self)) == KITTE_WRITING_STATE_BEFORE)
    kitte_field_set_hint (self->primary_field,
                          _ ("It opens the saved passwords. Leave it empty to type the password "
                             "for receiving mail instead."));
  kitte_field_focus (self->primary_field);
  return TRUE;
}

static void
kitte_repair_page_planned (KitteWritingPage *page, const GError *problem)
{
  show_primary (KITTE_REPAIR_PAGE (page), problem);
  if (problem != NULL)
    kitte_writing_page_show_problem (page, problem->message,
                                     _ ("Nothing was changed on this computer."), FALSE);
  else if (gtk_widget_get_visible (KITTE_REPAIR_PAGE (page)->change))
    gtk_widget_grab_focus (KITTE_REPAIR_PAGE (page)->change);
  else
    gtk_widget_grab_focus (KITTE_REPAIR_PAGE (page)->done);
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
  gtk_widget_set_visible (self->primary, FALSE);
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

static void ask_again (KitteRepairPage *self);

/* “I changed my password”: one field, and what is typed there is saved in every program. */
static void
ask_for_new_password (KitteRepairPage *self)
{
  self->wants_new_password = TRUE;
  ask_again (self);
  kitte_field_set_problem (self->password_field,
                           _ ("The saved password is no longer accepted. Please type the new one; "
                              "it is saved in every mail program."));
}

static void
show_failure (KitteRepairPage *self)
{
  KitteCheck *failed = find_failed (self);
  KitteFinding *finding = failed != NULL ? kitte_check_get_finding (failed) : NULL;
  g_autoptr (KitteDiagnosis) diagnosis = NULL;

  if (self->password_is_saved && finding != NULL && finding->code == KITTE_FINDING_AUTH_REJECTED &&
      failed == kitte_report_find_check (self->report, TRUE))
    {
      ask_for_new_password (self);
      return;
    }
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

static gboolean
wants_to_keep_mail (KitteRepairPage *self)
{
  return kitte_repair_deletes_mail (self->repair) && gtk_check_button_get_active (self->keep_mail);
}

/* Returns: (transfer container): ends with %NULL */
static gpointer *
strings_to_array (GPtrArray *strings)
{
  gpointer *array = g_new0 (gpointer, strings->len + 1);

  for (guint i = 0; i < strings->len; i++)
    array[i] = g_ptr_array_index (strings, i);
  return array;
}

static void
start_check (KitteRepairPage *self)
{
  g_autofree gpointer *cleartext = NULL;

  start_waiting (self);
  g_clear_object (&self->report);
  self->report = kitte_report_new ();
  g_signal_connect_object (self->report, "check-added", G_CALLBACK (check_added_cb), self,
                           G_CONNECT_SWAPPED);
  cleartext = strings_to_array (self->cleartext_hosts);
  kitte_repair_prove_async (self->repair,
                            &(KitteCureRequest){
                                .password = self->password,
                                .password_is_new = self->wants_new_password,
                                .something_changed = self->something_changed,
                                .cleartext_hosts = (const char *const *) cleartext,
                                .keep_mail = wants_to_keep_mail (self),
                            },
                            self->report, self->cancellable, proven_cb, g_object_ref (self));
  self->something_changed = FALSE;
}

/* Nothing else has to be changed: no server is asked. */
static void
plan_to_keep_mail (KitteRepairPage *self)
{
  g_clear_pointer (&self->cure, kitte_cure_unref);
  self->cure = kitte_cure_new_to_keep_mail ();
  plan (self);
}

static void
check_cb (KitteRepairPage *self)
{
  const char *typed = kitte_field_get_text (self->password_field);

  if (!kitte_repair_questions_take (self->questions))
    return;
  if (*typed == '\0' && !kitte_repair_is_needed (self->repair) && wants_to_keep_mail (self))
    {
      plan_to_keep_mail (self);
      return;
    }
  if (*typed == '\0')
    {
      kitte_field_set_problem (self->password_field, _ ("Please type your password."));
      kitte_field_focus (self->password_field);
      return;
    }
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password = kitte_secret_new_sized (typed, strnlen (typed, KITTE_MAX_CREDENTIAL));
  self->password_is_saved = FALSE;
  self->something_changed = self->something_changed || self->wants_new_password;
  kitte_field_set_text (self->password_field, "");
  start_check (self);
}

static void
ask_again (KitteRepairPage *self)
{
  kitte_box_clear (self->rows);
  set_proof (self, PROOF_ASKING);
  kitte_page_set_default (KITTE_PAGE (self), self->check);
  if (!kitte_repair_questions_focus (self->questions))
    kitte_field_focus (self->password_field);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) saved =
      kitte_repair_lookup_password_finish (KITTE_REPAIR (source), result, &error);

  if (!is_checking (self) || KITTE_REPAIR (source) != self->repair)
    return;
  if (saved != NULL)
    {
      g_clear_pointer (&self->password, kitte_secret_unref);
      self->password = g_steal_pointer (&saved);
      self->password_is_saved = TRUE;
      start_check (self);
      return;
    }
  ask_again (self);
  if (!show_primary (self, error))
    kitte_field_set_problem (self->password_field,
                             error != NULL ?
                                 error->message :
                                 _ ("The mail program has no password saved. Please type it."));
}

static void
use_saved_cb (KitteRepairPage *self)
{
  if (!kitte_repair_questions_take (self->questions))
    return;
  start_waiting (self);
  kitte_repair_lookup_password_async (self->repair, self->cancellable, saved_cb,
                                      g_object_ref (self));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  if (!kitte_repair_look_finish (KITTE_REPAIR (source), result, NULL) ||
      self->proof != PROOF_LOOKING || KITTE_REPAIR (source) != self->repair)
    return;
  kitte_repair_questions_ask (self->questions, self->repair, kitte_setup_get_repair_lookup (setup));
  kitte_repair_findings_show (self->problems, self->repair, TRUE);
  self->wants_new_password = !kitte_repair_is_needed (self->repair);
  if (kitte_repair_is_needed (self->repair) && kitte_setup_get_repair_by_saved_password (setup) &&
      !kitte_repair_questions_are_open (self->questions))
    use_saved_cb (self);
  else
    ask_again (self);
}

static void
look (KitteRepairPage *self)
{
  start_waiting (self);
  set_proof (self, PROOF_LOOKING);
  kitte_repair_look_async (self->repair, self->cancellable, looked_cb, g_object_ref (self));
}

static void
leave_cb (KitteRepairPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

/* Where Kitte cannot write, the account can be set up in a program that it can write for. */
static void
elsewhere_cb (KitteRepairPage *self)
{
  kitte_setup_set_address (kitte_page_get_setup (KITTE_PAGE (self)),
                           kitte_repair_get_address (self->repair));
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

/* More is known of the mailbox now. */
static void
answered_cb (KitteRepairPage *self)
{
  kitte_repair_findings_show (self->problems, self->repair, TRUE);
  kitte_writing_page_update (KITTE_WRITING_PAGE (self));
}

static void
primary_cb (KitteRepairPage *self)
{
  KitteWritingPage *page = KITTE_WRITING_PAGE (self);
  const char *typed = kitte_field_get_text (self->primary_field);
  g_autoptr (KitteSecret) secret = kitte_secret_new (typed);
  gboolean planned = kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_PLANNED;

  kitte_field_set_problem (self->primary_field, NULL);
  gtk_widget_set_visible (self->primary, FALSE);
  if (planned)
    kitte_writing_set_primary_password (kitte_writing_page_get_writing (page), typed);
  else
    kitte_repairs_set_primary_password (self->repair, secret);
  if (!planned && *typed == '\0')
    ask_again (self);
  else if (!planned)
    use_saved_cb (self);
  kitte_field_set_text (self->primary_field, "");
}

/* The person’s word for what a failed check asked. */
static void
take_answer (KitteRepairPage *self, const char *answer)
{
  g_auto (GStrv) pair = g_strsplit (answer != NULL ? answer : "", "=", 2);

  if (pair[0] != NULL && pair[1] != NULL && strcmp (pair[0], KITTE_ASK_CLEARTEXT) == 0)
    {
      g_ptr_array_add (self->cleartext_hosts, g_strdup (pair[1]));
      start_check (self);
    }
  else
    ask_again (self);
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
  else if (remedy->code == KITTE_REMEDY_ANSWER_ASK)
    take_answer (self, remedy->value);
  else if (remedy->code == KITTE_REMEDY_USE_PRESET)
    {
      kitte_repair_questions_use_provider (self->questions, remedy->value);
      ask_again (self);
    }
  else
    ask_again (self);
}

static void
stop_cb (KitteRepairPage *self)
{
  kitte_writing_page_stop (KITTE_WRITING_PAGE (self));
  if (!is_checking (self) && self->proof != PROOF_LOOKING)
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

  self->wants_new_password = FALSE;
  self->password_is_saved = FALSE;
  gtk_check_button_set_active (self->keep_mail, FALSE);
  g_ptr_array_set_size (self->cleartext_hosts, 0);
  kitte_repair_findings_show (self->problems, self->repair, FALSE);
  look (self);
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
  kitte_field_set_text (self->primary_field, "");
  kitte_repair_questions_forget (self->questions);
}

static void
kitte_repair_page_finalize (GObject *object)
{
  g_ptr_array_unref (KITTE_REPAIR_PAGE (object)->cleartext_hosts);
  G_OBJECT_CLASS (kitte_repair_page_parent_class)->finalize (object);
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
  G_OBJECT_CLASS (klass)->finalize = kitte_repair_page_finalize;
  KITTE_PAGE_CLASS (klass)->shown = kitte_repair_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_repair_page_left;
  writing_class->get_heading = kitte_repair_page_get_heading;
  writing_class->get_motif = kitte_repair_page_get_motif;
  writing_class->describe = kitte_repair_page_describe;
  writing_class->update = kitte_repair_page_update;
  writing_class->planned = kitte_repair_page_planned;
  writing_class->settled = kitte_repair_page_settled;

  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_FIELD);
  g_type_ensure (KITTE_TYPE_REPAIR_QUESTIONS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-repair-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, problems);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, questions);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, password_field);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, keep_mail);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, primary);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, primary_field);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, rows);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, deeds);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, by_hand);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, leave);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, changes);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, preview);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, check);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, use_saved);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, change);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, undo);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, done);
  gtk_widget_class_bind_template_callback (widget_class, answered_cb);
  gtk_widget_class_bind_template_callback (widget_class, primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_write);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_cb);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_undo);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
kitte_repair_page_init (KitteRepairPage *self)
{
  self->cleartext_hosts = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  kitte_writing_page_set_parts (KITTE_WRITING_PAGE (self), &(KitteWritingParts){
                                                               .heading = self->heading,
                                                               .status = self->status,
                                                               .explanation = self->explanation,
                                                               .preview = self->preview,
                                                               .undo = self->undo,
                                                           });
}
