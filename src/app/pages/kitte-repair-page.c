/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which an existing account learns to send again. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page-private.h"

#include "kitte-repair-findings.h"
#include "kitte-repairs.h"

#include <glib/gi18n.h>

/* The mark that makes a paragraph one that is read from the right. */
#define RIGHT_TO_LEFT "\342\200\217"

G_DEFINE_FINAL_TYPE (KitteRepairPage, kitte_repair_page, KITTE_TYPE_WRITING_PAGE)

/* (nullable): what is done, once it is planned. */
KitteRepairPlan *
kitte_repair_page_get_plan (KitteRepairPage *self)
{
  KitteWriting *writing = kitte_writing_page_get_writing (KITTE_WRITING_PAGE (self));

  return writing != NULL ? kitte_writing_get_repair_plan (writing) : NULL;
}

/* Each line begins at the right where that is read first, those with a Latin name in front too. */
static void
mark_direction (GString *lines)
{
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return;
  g_string_prepend (lines, RIGHT_TO_LEFT);
  g_string_replace (lines, "\n", "\n" RIGHT_TO_LEFT, 0);
}

/* Shows a text where there is one. */
static void
show_text (GtkLabel *label, gboolean visible, char *taken_text)
{
  g_autofree char *text = taken_text;
  g_autoptr (GString) lines = g_string_new (text);

  if (text != NULL)
    mark_direction (lines);
  gtk_widget_set_visible (GTK_WIDGET (label), visible && text != NULL);
  gtk_label_set_label (label, lines->str);
}

static void
update_plan (KitteRepairPage *self, KitteWritingState state)
{
  KitteRepairPlan *plan = kitte_repair_page_get_plan (self);
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
                                          kitte_writing_page_is_busy (page));
  gtk_widget_set_visible (self->done, state == KITTE_WRITING_STATE_DONE ||
                                          state == KITTE_WRITING_STATE_UNDONE ||
                                          (proven && changes != NULL && !writes));
}

static void
kitte_repair_page_planned (KitteWritingPage *page, const GError *problem)
{
  kitte_page_set_default (KITTE_PAGE (page), KITTE_REPAIR_PAGE (page)->change);
  kitte_repair_page_show_primary (KITTE_REPAIR_PAGE (page), problem);
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
  kitte_page_set_default (KITTE_PAGE (page), NULL);
  gtk_widget_grab_focus (self->done);
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
  self->primary_was_typed = FALSE;
  gtk_check_button_set_active (self->keep_mail, FALSE);
  g_ptr_array_set_size (self->cleartext_hosts, 0);
  kitte_repair_findings_show (self->problems, self->repair, FALSE);
  kitte_repair_page_look (self);
}

static void
let_go (KitteRepairPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  /* The list of accounts keeps the repair. */
  if (self->repair != NULL)
    kitte_repairs_set_primary_password (self->repair, NULL);
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
  gtk_widget_class_bind_template_child (widget_class, KitteRepairPage, open_store);
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
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_answered);
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_open_store);
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_take_remedy);
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_check);
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_use_saved);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_write);
  gtk_widget_class_bind_template_callback (widget_class, kitte_repair_page_stop);
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
  kitte_page_set_default_within (KITTE_PAGE (self), self->primary, self->open_store);
  kitte_writing_page_set_parts (KITTE_WRITING_PAGE (self), &(KitteWritingParts){
                                                               .heading = self->heading,
                                                               .status = self->status,
                                                               .explanation = self->explanation,
                                                               .preview = self->preview,
                                                               .undo = self->undo,
                                                               .write = self->change,
                                                               .stop = self->stop,
                                                           });
}
