/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which the servers are tried. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-page-private.h"

#include "base/kitte-bounds.h"
#include "diagnose/kitte-tried-sentence.h"
#include "kitte-box.h"
#include "kitte-hints.h"
#include "kitte-pair-layout.h"

#include <glib/gi18n.h>

/* After this long people wonder whether anything is happening at all. */
#define SLOW_MS 2000

/* Many places answer at once; a list that is drawn for each of them would only flicker. */
#define TRIED_MS 100

G_DEFINE_FINAL_TYPE (KitteCheckPage, kitte_check_page, KITTE_TYPE_PAGE)

/* A press of the button; what an earlier one brings when it is over is of no interest any more. */
typedef struct
{
  KitteCheckPage *page;
  guint press;
} Press;

/* Folded, for those who want to know; there is nothing to see where no one had to be asked. */
static void
show_tried (KitteCheckPage *self)
{
  KitteTrail *trail = kitte_setup_get_trail (kitte_page_get_setup (KITTE_PAGE (self)));
  GPtrArray *tried = trail != NULL ? kitte_trail_get_tried (trail) : NULL;
  g_autofree char *text = tried != NULL ? kitte_tried_to_text (tried) : NULL;

  gtk_label_set_label (self->tried_text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tried), tried != NULL && tried->len > 0);
}

static void
tried_timer_cb (gpointer user_data)
{
  KitteCheckPage *self = user_data;

  self->tried_timer = 0;
  show_tried (self);
}

/* The list grows while it is asked; it is read when somebody wants to, never announced. */
static void
trail_changed_cb (KitteCheckPage *self)
{
  if (self->tried_timer == 0)
    self->tried_timer = g_timeout_add_once (TRIED_MS, tried_timer_cb, self);
}

static void
search_started_cb (KitteCheckPage *self, KitteTrail *trail)
{
  g_signal_connect_object (trail, "changed", G_CALLBACK (trail_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* While the check runs, and when it has ended in something that is to be read. */
void
kitte_check_page_show_running (KitteCheckPage *self, gboolean running)
{
  KitteProposal *found = kitte_setup_get_found (kitte_page_get_setup (KITTE_PAGE (self)));

  self->running = running;
  g_clear_handle_id (&self->slow, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->status), running);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->back, !running);
  gtk_widget_set_visible (self->by_hand, FALSE);
  g_clear_handle_id (&self->tried_timer, g_source_remove);
  if (running)
    gtk_widget_set_visible (GTK_WIDGET (self->tried), FALSE);
  else
    show_tried (self);
  gtk_widget_set_visible (GTK_WIDGET (self->rows),
                          gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL);
  kitte_hints_fill_found (self->hints, running ? NULL : found);
  kitte_page_set_default (KITTE_PAGE (self), NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_STATE_BUSY, running, -1);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Press *press = user_data;
  g_autoptr (KitteCheckPage) self = g_steal_pointer (&press->page);
  g_autoptr (GError) error = NULL;
  KitteVerdict verdict = kitte_setup_check_finish (KITTE_SETUP (source), result, &error);

  if (press->press != self->press)
    return;
  if (error != NULL)
    kitte_check_page_show_error (self, error);
  else if (verdict == KITTE_VERDICT_PROVEN)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROVEN);
  else if (verdict == KITTE_VERDICT_QUESTION)
    kitte_check_page_show_question (self);
  else if (verdict == KITTE_VERDICT_PROTOCOL)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROTOCOL);
  else if (verdict == KITTE_VERDICT_STEP)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_STEP);
  else if (verdict == KITTE_VERDICT_FAILED)
    kitte_check_page_show_failure (self);
}

static void
slow_cb (gpointer user_data)
{
  KitteCheckPage *self = user_data;
  g_autofree char *sentence = NULL;

  self->slow = 0;
  /* TRANSLATORS: %d is a number of seconds. */
  sentence = g_strdup_printf (
      ngettext ("The server takes its time. Kitte stops by itself after %d second.",
                "The server takes its time. Kitte stops by itself after %d seconds.",
                KITTE_DEFAULT_DEADLINE),
      KITTE_DEFAULT_DEADLINE);
  gtk_label_set_label (self->status, sentence);
}

/* From now on, and after every step anew. */
static void
await (KitteCheckPage *self)
{
  g_clear_handle_id (&self->slow, g_source_remove);
  self->slow = g_timeout_add_once (SLOW_MS, slow_cb, self);
}

void
kitte_check_page_start (KitteCheckPage *self)
{
  Press *press = g_new0 (Press, 1);

  press->page = g_object_ref (self);
  press->press = ++self->press;
  kitte_check_page_take_back_explanation (self);
  kitte_box_clear (self->rows);
  gtk_label_set_label (self->heading, _ ("Checking your mail servers"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_SEARCHING);
  gtk_label_set_label (self->status, _ ("One moment, please."));
  kitte_check_page_show_running (self, TRUE);
  gtk_widget_grab_focus (self->stop);
  await (self);
  kitte_setup_check_async (kitte_page_get_setup (KITTE_PAGE (self)), checked_cb, press);
}

/* Which server it is about is seen, but has to be heard too. */
static void
check_changed_cb (KitteCheckPage *self, KitteCheck *check)
{
  KitteCheckRow *row = kitte_check_row_find (self->rows, check);
  const char *sentence = row != NULL ? kitte_check_row_get_sentence (row) : NULL;
  g_autofree char *both = NULL;

  if (sentence == NULL || !self->running)
    return;
  await (self);
  if (kitte_server_is_incoming (kitte_check_get_server (check)) &&
      kitte_check_get_result (check) == KITTE_RESULT_OK)
    both = g_strdup (_ ("Receiving works. Now sending is being checked. No mail is sent."));
  else
    /* TRANSLATORS: read out as the check goes on: “Receiving mail” or “Sending mail”, and what is
     * being done or has been done there. */
    both = g_strdup_printf (_ ("%s: %s"), kitte_check_row_get_title (row), sentence);
  gtk_label_set_label (self->status, both);
}

static void
check_added_cb (KitteCheckPage *self, KitteCheck *check)
{
  kitte_check_row_show (self->rows, check);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), TRUE);
  g_signal_connect_object (check, "changed", G_CALLBACK (check_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
report_started_cb (KitteCheckPage *self, KitteReport *report)
{
  GListModel *checks = kitte_report_get_checks (report);

  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_CHECKING);
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);

      check_added_cb (self, check);
    }
  g_signal_connect_object (report, "check-added", G_CALLBACK (check_added_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Who stops a check takes the word back: the password is let go of too. */
static void
stop_cb (KitteCheckPage *self)
{
  if (self->running)
    kitte_setup_stop (kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
later_cb (KitteCheckPage *self)
{
  if (kitte_setup_check_later (kitte_page_get_setup (KITTE_PAGE (self))))
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROVEN);
}

static void
by_hand_cb (KitteCheckPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BY_HAND);
}

static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  stop_cb (KITTE_CHECK_PAGE (widget));
}

static void
kitte_check_page_shown (KittePage *page)
{
  kitte_check_page_start (KITTE_CHECK_PAGE (page));
}

static void
kitte_check_page_left (KittePage *page)
{
  KitteCheckPage *self = KITTE_CHECK_PAGE (page);

  self->press++;
  self->running = FALSE;
  g_clear_handle_id (&self->slow, g_source_remove);
  g_clear_handle_id (&self->tried_timer, g_source_remove);
  kitte_setup_cancel (kitte_page_get_setup (page));
}

static void
kitte_check_page_constructed (GObject *object)
{
  KitteCheckPage *self = KITTE_CHECK_PAGE (object);

  G_OBJECT_CLASS (kitte_check_page_parent_class)->constructed (object);
  g_signal_connect_object (kitte_page_get_setup (KITTE_PAGE (self)), "search-started",
                           G_CALLBACK (search_started_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kitte_page_get_setup (KITTE_PAGE (self)), "report-started",
                           G_CALLBACK (report_started_cb), self, G_CONNECT_SWAPPED);
}

static void
kitte_check_page_dispose (GObject *object)
{
  KitteCheckPage *self = KITTE_CHECK_PAGE (object);

  g_clear_handle_id (&self->slow, g_source_remove);
  g_clear_handle_id (&self->tried_timer, g_source_remove);
  g_clear_object (&self->scrolling);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_CHECK_PAGE);
  G_OBJECT_CLASS (kitte_check_page_parent_class)->dispose (object);
}

static void
kitte_check_page_class_init (KitteCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kitte_check_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kitte_check_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_check_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_check_page_left;

  g_type_ensure (KITTE_TYPE_COPIER);
  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_PAIR_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, general);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, revealer);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, rows);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, tried);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, tried_text);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, support);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, later);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, later_title);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, back);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, by_hand);
  gtk_widget_class_bind_template_callback_full (widget_class, "remedy_cb",
                                                G_CALLBACK (kitte_check_page_remedy_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "copying_cb",
                                                G_CALLBACK (kitte_check_page_copying_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "revealed_cb",
                                                G_CALLBACK (kitte_check_page_revealed_cb));
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_hand_cb);
  gtk_widget_class_install_action (widget_class, "page.stop", NULL, stop_action_cb);
}

static void
kitte_check_page_init (KitteCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kitte_explanation_add_choice (self->explanation, self->later);
}
