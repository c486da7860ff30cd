/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which the servers are tried. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-page.h"

#include "base/kitte-bounds.h"
#include "brand/kitte-brand-home.h"
#include "diagnose/kitte-support-report.h"
#include "diagnose/kitte-tried-sentence.h"
#include "kitte-box.h"
#include "kitte-check-row.h"
#include "kitte-copier.h"
#include "kitte-explanation.h"
#include "kitte-hints.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* After this long people wonder whether anything is happening at all. */
#define SLOW_MS 2000

/* Many places answer at once; a list that is drawn for each of them would only flicker. */
#define TRIED_MS 100

struct _KitteCheckPage
{
  KittePage parent_instance;
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *hints;
  GtkBox *rows;
  GtkExpander *tried;
  GtkLabel *tried_text;
  KitteCopier *support;
  GtkWidget *later;
  GtkWidget *stop;
  GtkWidget *back;
  GtkWidget *by_hand;
  guint slow;
  guint tried_timer;
  guint press;
};

G_DEFINE_FINAL_TYPE (KitteCheckPage, kitte_check_page, KITTE_TYPE_PAGE)

/* A press of the button; what an earlier one brings when it is over is of no interest any more. */
typedef struct
{
  KitteCheckPage *page;
  guint press;
} Press;

static void start_check (KitteCheckPage *self);

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

static void
show_running (KitteCheckPage *self, gboolean running)
{
  g_clear_handle_id (&self->slow, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->status), running);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->back, !running);
  gtk_widget_set_visible (GTK_WIDGET (self->support), FALSE);
  g_clear_handle_id (&self->tried_timer, g_source_remove);
  if (running)
    gtk_widget_set_visible (GTK_WIDGET (self->tried), FALSE);
  else
    show_tried (self);
  kitte_hints_fill_found (self->hints, running ? NULL :
                                                 kitte_setup_get_found (
                                                     kitte_page_get_setup (KITTE_PAGE (self))));
  gtk_widget_set_visible (self->by_hand, FALSE);
  gtk_widget_set_visible (self->later, FALSE);
  kitte_page_set_default (KITTE_PAGE (self), NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_STATE_BUSY, running, -1);
}

static void
focus_explanation (KitteCheckPage *self)
{
  GtkWidget *primary = kitte_explanation_get_primary (self->explanation);

  gtk_widget_grab_focus (primary != NULL ? primary : self->back);
}

/* What may be over by itself is a broken way; anything else is a fault that somebody has to mend.
 */
static KitteMotif
get_failed_motif (const KitteFinding *finding)
{
  return finding != NULL && kitte_finding_code_may_pass (finding->code) ? KITTE_MOTIF_UNREACHABLE :
                                                                          KITTE_MOTIF_FAULT;
}

static void
show_failure (KitteCheckPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autoptr (KitteDiagnosis) diagnosis = kitte_setup_get_diagnosis (setup);

  gtk_label_set_label (self->heading, _ ("That did not work yet"));
  kitte_page_set_motif (KITTE_PAGE (self), get_failed_motif (kitte_setup_get_finding (setup)));
  if (diagnosis != NULL)
    /* What was said stands with each server, below. */
    kitte_explanation_set_diagnosis (self->explanation, diagnosis, kitte_setup_get_finding (setup),
                                     NULL);
  else
    kitte_explanation_set_sentence (self->explanation, _ ("These servers cannot be used together."),
                                    _ ("Nothing was changed on this computer."), NULL);
  show_running (self, FALSE);
  kitte_copier_reset (self->support);
  gtk_widget_set_visible (GTK_WIDGET (self->support), TRUE);
  gtk_widget_set_visible (self->by_hand,
                          kitte_brand_has_part (kitte_brand_get (), KITTE_BRAND_PART_BY_HAND));
  gtk_widget_set_visible (self->later, kitte_setup_can_check_later (setup, TRUE) ||
                                           kitte_setup_can_check_later (setup, FALSE));
  focus_explanation (self);
}

/* Versions that the engine, which knows no window, cannot know. */
static void
copying_cb (KitteCheckPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *gtk = g_strdup_printf ("GTK %u.%u.%u", gtk_get_major_version (),
                                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_autofree char *adw = g_strdup_printf ("libadwaita %u.%u.%u", adw_get_major_version (),
                                          adw_get_minor_version (), adw_get_micro_version ());
  const char *programs[] = { gtk, adw, NULL };
  const KitteSupportRequest request = {
    .address = kitte_setup_get_address (setup),
    .proposal = kitte_setup_get_proposal (setup),
    .report = kitte_setup_get_report (setup),
    .finding = kitte_setup_get_finding (setup),
    .programs = programs,
    .transcript = TRUE,
  };
  g_autofree char *text = kitte_support_report_write (&request);

  kitte_copier_set_text (self->support, text);
}

static void
show_error (KitteCheckPage *self, const GError *error)
{
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  g_ptr_array_add (remedies, kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN, _ ("Try again"), NULL));
  gtk_label_set_label (self->heading, _ ("That did not work yet"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_FAULT);
  kitte_explanation_set_sentence (self->explanation, error->message,
                                  _ ("Nothing was changed on this computer."), remedies);
  show_running (self, FALSE);
  focus_explanation (self);
}

static const char *
get_consent_label (const KitteAsk *ask)
{
  if (strcmp (ask->key, KITTE_ASK_TRUST) == 0)
    return _ ("Yes, this is my provider");
  if (strcmp (ask->key, KITTE_ASK_CLEARTEXT) == 0)
    return _ ("I understand, go on without encryption");
  if (strcmp (ask->key, KITTE_ASK_PASSWORD_KIND) == 0)
    return _ ("Try this password all the same");
  return _ ("Yes, go on");
}

/* A consent is one button; anything else is answered where it can be typed. */
static void
show_question (KitteCheckPage *self)
{
  KitteAsk *ask = kitte_setup_get_question (kitte_page_get_setup (KITTE_PAGE (self)));
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);
  g_autofree char *answer = NULL;

  if (ask == NULL || ask->choices == NULL || ask->choices[0] == NULL || ask->choices[1] != NULL)
    {
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
      return;
    }
  answer = g_strdup_printf ("%s=%s", ask->key, ask->choices[0]);
  g_ptr_array_add (remedies,
                   kitte_remedy_new (KITTE_REMEDY_ANSWER_ASK, get_consent_label (ask), answer));
  gtk_label_set_label (self->heading, _ ("One question first"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_QUESTION);
  kitte_explanation_set_sentence (self->explanation, ask->label, ask->why, remedies);
  show_running (self, FALSE);
  focus_explanation (self);
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
    show_error (self, error);
  else if (verdict == KITTE_VERDICT_PROVEN)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROVEN);
  else if (verdict == KITTE_VERDICT_QUESTION)
    show_question (self);
  else if (verdict == KITTE_VERDICT_PROTOCOL)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROTOCOL);
  else if (verdict == KITTE_VERDICT_STEP)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_STEP);
  else if (verdict == KITTE_VERDICT_FAILED)
    show_failure (self);
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

static void
start_check (KitteCheckPage *self)
{
  Press *press = g_new0 (Press, 1);

  press->page = g_object_ref (self);
  press->press = ++self->press;
  kitte_box_clear (self->rows);
  gtk_label_set_label (self->heading, _ ("Checking your mail servers"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_SEARCHING);
  gtk_label_set_label (self->status, _ ("One moment, please."));
  show_running (self, TRUE);
  gtk_widget_grab_focus (self->stop);
  self->slow = g_timeout_add_once (SLOW_MS, slow_cb, self);
  kitte_setup_check_async (kitte_page_get_setup (KITTE_PAGE (self)), checked_cb, press);
}

static void
check_changed_cb (KitteCheckPage *self, KitteCheck *check)
{
  GtkWidget *row;
  const char *sentence = NULL;

  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), "check") == check)
      sentence = kitte_check_row_get_sentence (KITTE_CHECK_ROW (row));
  if (sentence == NULL)
    return;
  if (kitte_server_is_incoming (kitte_check_get_server (check)) &&
      kitte_check_get_result (check) == KITTE_RESULT_OK)
    sentence = _ ("Receiving works. Now sending is being checked. No mail is sent.");
  gtk_label_set_label (self->status, sentence);
}

static void
check_added_cb (KitteCheckPage *self, KitteCheck *check)
{
  KitteCheckRow *row = kitte_check_row_new (check);

  g_object_set_data (G_OBJECT (row), "check", check);
  gtk_box_append (self->rows, GTK_WIDGET (row));
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

static void
use_server (KitteCheckPage *self, const char *url)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  KitteCheck *failed = kitte_setup_get_failed_check (setup);
  gboolean incoming = failed == NULL || kitte_server_is_incoming (kitte_check_get_server (failed));
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, incoming, NULL);

  if (server == NULL)
    return;
  kitte_setup_set_server (setup, server);
  start_check (self);
}

/* “key=value” carries the answer with it; a bare key has to be answered by typing. */
static void
answer_ask (KitteCheckPage *self, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "=", 2);

  if (parts[1] == NULL)
    {
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
      return;
    }
  kitte_setup_set_answer (kitte_page_get_setup (KITTE_PAGE (self)), parts[0], parts[1]);
  start_check (self);
}

static void
try_again (KitteCheckPage *self, const KitteRemedy *remedy)
{
  if (remedy->value != NULL)
    kitte_setup_set_something_changed (kitte_page_get_setup (KITTE_PAGE (self)));
  start_check (self);
}

/* What the provider asks is typed on the first page; where it asks nothing, its own servers are
 * checked at once. */
static void
use_preset (KitteCheckPage *self, const char *id)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_setup_use_preset (setup, id);
  if (kitte_setup_get_need (setup, NULL, NULL) == KITTE_NEED_NOTHING)
    start_check (self);
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
}

static void
remedy_cb (KitteCheckPage *self, KitteRemedy *remedy)
{
  switch (remedy->code)
    {
    case KITTE_REMEDY_TRY_AGAIN:
      try_again (self, remedy);
      break;
    case KITTE_REMEDY_USE_SERVER:
      use_server (self, remedy->value);
      break;
    case KITTE_REMEDY_ANSWER_ASK:
      answer_ask (self, remedy->value);
      break;
    case KITTE_REMEDY_OPEN_URL:
    case KITTE_REMEDY_ASK_PROVIDER:
      gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), remedy->value,
                    GDK_CURRENT_TIME);
      break;
    case KITTE_REMEDY_USE_PRESET:
      use_preset (self, remedy->value);
      break;
    case KITTE_REMEDY_RETYPE_PASSWORD:
    case KITTE_REMEDY_WAIT:
    default:
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
    }
}

static void
stop_cb (KitteCheckPage *self)
{
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
  start_check (KITTE_CHECK_PAGE (page));
}

static void
kitte_check_page_left (KittePage *page)
{
  KitteCheckPage *self = KITTE_CHECK_PAGE (page);

  self->press++;
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, rows);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, tried);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, tried_text);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, support);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, later);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, back);
  gtk_widget_class_bind_template_child (widget_class, KitteCheckPage, by_hand);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, copying_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_hand_cb);
  gtk_widget_class_install_action (widget_class, "page.stop", NULL, stop_action_cb);
}

static void
kitte_check_page_init (KitteCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
