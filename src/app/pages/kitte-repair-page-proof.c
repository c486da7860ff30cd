/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the repair page does before there is anything to write: it looks, asks, and proves. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page-private.h"

#include "base/kitte-bounds.h"
#include "kitte-box.h"
#include "kitte-check-row.h"
#include "kitte-repair-findings.h"
#include "kitte-repairs.h"
#include "kitte-reveal.h"
#include "repair/kitte-repair-look.h"

#include <glib/gi18n.h>
#include <string.h>

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

void
kitte_repair_page_ask_again (KitteRepairPage *self)
{
  kitte_box_clear (self->rows);
  set_proof (self, PROOF_ASKING);
  kitte_page_set_default (KITTE_PAGE (self), self->check);
  if (kitte_repair_questions_focus (self->questions))
    kitte_reveal (GTK_WIDGET (self->questions));
  else
    {
      kitte_field_focus (self->password_field);
      kitte_reveal (GTK_WIDGET (self->password_field));
    }
}

/* The store of saved passwords is locked: to read from it, or to write to it. */
gboolean
kitte_repair_page_show_primary (KitteRepairPage *self, const GError *problem)
{
  gboolean locked =
      g_error_matches (problem, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);

  gtk_widget_set_visible (self->primary, locked);
  if (!locked)
    return FALSE;
  if (kitte_writing_page_get_state (KITTE_WRITING_PAGE (self)) == KITTE_WRITING_STATE_BEFORE)
    {
      kitte_field_set_hint (self->primary_field,
                            _ ("It opens the saved passwords. Leave it empty to type the password "
                               "for receiving mail instead."));
      /* Once there is a plan its own problem says so. */
      if (self->primary_was_typed)
        kitte_field_set_problem (self->primary_field,
                                 /* TRANSLATORS: “Primary password” is Thunderbird’s own word. */
                                 _ ("This is not the primary password, or a newer Thunderbird set "
                                    "it than Kitte can read."));
    }
  kitte_field_focus (self->primary_field);
  kitte_reveal (self->primary);
  return TRUE;
}

/* “I changed my password”: one field, and what is typed there is saved in every program. */
static void
ask_for_new_password (KitteRepairPage *self)
{
  self->wants_new_password = TRUE;
  kitte_repair_page_ask_again (self);
  kitte_field_set_problem (self->password_field,
                           _ ("The saved password is no longer accepted. Please type the new one; "
                              "it is saved in every mail program."));
}

/* Every server that may take the place of one was tried; one that is found ready afterwards is
 * named in the text, and there is nothing else to do with it here than to try again.
 *
 * Returns: (transfer full): what a repair can carry out of @diagnosis */
static KitteDiagnosis *
leave_out_servers (const KitteDiagnosis *diagnosis)
{
  GPtrArray *remedies = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);
  gboolean try_again = TRUE;

  for (guint i = 0; i < diagnosis->remedies->len; i++)
    {
      KitteRemedy *remedy = diagnosis->remedies->pdata[i];

      if (remedy->code == KITTE_REMEDY_USE_SERVER)
        continue;
      try_again = try_again && remedy->code != KITTE_REMEDY_TRY_AGAIN;
      g_ptr_array_add (remedies, kitte_remedy_ref (remedy));
    }
  if (try_again && remedies->len < diagnosis->remedies->len)
    g_ptr_array_insert (remedies, 0,
                        /* TRANSLATORS: a button. */
                        kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN, _ ("Try again"), NULL));
  return kitte_diagnosis_new (diagnosis->title, diagnosis->text, remedies);
}

void
kitte_repair_page_show_failure (KitteRepairPage *self)
{
  KitteCheck *failed = find_failed (self);
  KitteFinding *finding = failed != NULL ? kitte_check_get_finding (failed) : NULL;
  g_autoptr (KitteDiagnosis) diagnosis = NULL;
  g_autoptr (KitteDiagnosis) shown = NULL;

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
      shown = leave_out_servers (diagnosis);
      kitte_explanation_set_diagnosis (self->explanation, shown, finding,
                                       kitte_check_get_transcript (failed));
      gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
      gtk_widget_child_focus (GTK_WIDGET (self->explanation), GTK_DIR_TAB_FORWARD);
    }
  else
    show_problem (self, _ ("No other way of sending was found."));
}

/* What an earlier try brings when it is over is of no interest any more. */
static gboolean
is_awaited (KitteRepairPage *self, GAsyncResult *result)
{
  return is_checking (self) && g_task_get_cancellable (G_TASK (result)) == self->cancellable;
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteCure) cure = kitte_repair_prove_finish (KITTE_REPAIR (source), result, &error);

  if (!is_awaited (self, result))
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
    kitte_repair_page_show_failure (self);
}

static void
check_added_cb (KitteRepairPage *self, KitteCheck *check)
{
  kitte_check_row_show (self->rows, check);
}

static void
start_waiting (KitteRepairPage *self)
{
  set_proof (self, PROOF_CHECKING);
  kitte_page_set_default (KITTE_PAGE (self), NULL);
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

void
kitte_repair_page_check (KitteRepairPage *self)
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
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteRepairPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) saved =
      kitte_repair_lookup_password_finish (KITTE_REPAIR (source), result, &error);

  if (!is_awaited (self, result))
    return;
  if (saved != NULL)
    {
      g_clear_pointer (&self->password, kitte_secret_unref);
      self->password = g_steal_pointer (&saved);
      self->password_is_saved = TRUE;
      start_check (self);
      return;
    }
  kitte_repair_page_ask_again (self);
  if (!kitte_repair_page_show_primary (self, error))
    kitte_field_set_problem (self->password_field,
                             error != NULL ?
                                 error->message :
                                 _ ("The mail program has no password saved. Please type it."));
}

void
kitte_repair_page_use_saved (KitteRepairPage *self)
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
    kitte_repair_page_use_saved (self);
  else
    kitte_repair_page_ask_again (self);
}

void
kitte_repair_page_look (KitteRepairPage *self)
{
  start_waiting (self);
  set_proof (self, PROOF_LOOKING);
  kitte_repair_look_async (self->repair, self->cancellable, looked_cb, g_object_ref (self));
}

/* More is known of the mailbox now. */
void
kitte_repair_page_answered (KitteRepairPage *self)
{
  kitte_repair_findings_show (self->problems, self->repair, TRUE);
  kitte_writing_page_update (KITTE_WRITING_PAGE (self));
}

void
kitte_repair_page_open_store (KitteRepairPage *self)
{
  KitteWritingPage *page = KITTE_WRITING_PAGE (self);
  const char *typed = kitte_field_get_text (self->primary_field);
  g_autoptr (KitteSecret) secret = kitte_secret_new (typed);
  gboolean planned = kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_PLANNED;

  self->primary_was_typed = *typed != '\0';
  kitte_field_set_problem (self->primary_field, NULL);
  gtk_widget_set_visible (self->primary, FALSE);
  if (planned)
    kitte_writing_set_primary_password (kitte_writing_page_get_writing (page), typed);
  else
    kitte_repairs_set_primary_password (self->repair, secret);
  if (!planned && *typed == '\0')
    kitte_repair_page_ask_again (self);
  else if (!planned)
    kitte_repair_page_use_saved (self);
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
    kitte_repair_page_ask_again (self);
}

void
kitte_repair_page_take_remedy (KitteRepairPage *self, KitteRemedy *remedy)
{
  KitteWritingPage *page = KITTE_WRITING_PAGE (self);

  if (kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_PLANNED)
    kitte_writing_page_write (page);
  else if (remedy->code == KITTE_REMEDY_OPEN_URL || remedy->code == KITTE_REMEDY_ASK_PROVIDER)
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
      kitte_repair_page_ask_again (self);
    }
  else
    kitte_repair_page_ask_again (self);
}

/* Who stops it takes the word back: the password is let go of too. */
void
kitte_repair_page_stop (KitteRepairPage *self)
{
  kitte_writing_page_stop (KITTE_WRITING_PAGE (self));
  if (!is_checking (self) && self->proof != PROOF_LOOKING)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->password, kitte_secret_unref);
  kitte_repair_page_ask_again (self);
}
