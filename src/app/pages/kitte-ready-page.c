/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which the proven account goes into the mail programs. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-ready-page.h"

#include "brand/kitte-brand-home.h"
#include "kitte-box.h"
#include "kitte-field.h"
#include "kitte-hints.h"
#include "kitte-phone-code.h"
#include "kitte-program-card.h"
#include "kitte-reveal.h"
#include "kitte-settings-card.h"
#include "kitte-software-centre.h"
#include "kitte-trial-view.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>

struct _KitteReadyPage
{
  KitteWritingPage parent_instance;
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *hints;
  GtkBox *found;
  GtkWidget *choice;
  GtkBox *programs;
  GtkLabel *notes;
  GtkWidget *password_file;
  GtkCheckButton *password_file_button;
  GtkWidget *primary;
  KitteField *primary_field;
  GtkWidget *open_store;
  GtkWidget *changes;
  GtkLabel *preview;
  GtkWidget *set_up;
  GtkWidget *stop;
  GtkBox *openers;
  GtkWidget *undo;
  GtkWidget *software;
  GtkWidget *again;
  KitteTrialView *trial;
  GtkExpander *phone;
  KittePhoneCode *phone_content;
  GtkExpander *settings;
  KitteSettingsCard *settings_content;
  gboolean sign_in_later;
  gboolean check_later;
  gboolean receive_later;
  gboolean plan_failed;
  gboolean first_plan;
  gboolean resetting;
};

G_DEFINE_FINAL_TYPE (KitteReadyPage, kitte_ready_page, KITTE_TYPE_WRITING_PAGE)

static char *
describe_server (const KitteServer *server)
{
  const char *format;

  if (!kitte_server_is_incoming (server))
    format = server->security == KITTE_SECURITY_NONE ?
                 /* TRANSLATORS: %s is the name of a server. */
                 _ ("Sending: %s, without encryption") :
                 /* TRANSLATORS: %s is the name of a server. */
                 _ ("Sending: %s, encrypted");
  else if (server->protocol == KITTE_PROTOCOL_POP3)
    format = server->security == KITTE_SECURITY_NONE ?
                 /* TRANSLATORS: %s is the name of a server; POP is a way to fetch mail. */
                 _ ("Receiving (POP): %s, without encryption") :
                 /* TRANSLATORS: %s is the name of a server; POP is a way to fetch mail. */
                 _ ("Receiving (POP): %s, encrypted");
  else
    format = server->security == KITTE_SECURITY_NONE ?
                 /* TRANSLATORS: %s is the name of a server; IMAP is a way to fetch mail. */
                 _ ("Receiving (IMAP): %s, without encryption") :
                 /* TRANSLATORS: %s is the name of a server; IMAP is a way to fetch mail. */
                 _ ("Receiving (IMAP): %s, encrypted");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, server->host);
#pragma GCC diagnostic pop
}

static void
fill_found (KitteReadyPage *self, const KitteAccount *account)
{
  g_autofree char *incoming = describe_server (account->incoming);
  g_autofree char *outgoing = describe_server (account->outgoing);

  kitte_box_clear (self->found);
  kitte_box_add_line (self->found, account->address->display, "heading");
  kitte_box_add_line (self->found, incoming, NULL);
  kitte_box_add_line (self->found, outgoing, NULL);
}

/* What the account is called elsewhere: folded away, as most people never need it. */
static void
fill_settings (KitteReadyPage *self, const KitteAccount *account)
{
  kitte_phone_code_set_account (self->phone_content, account);
  gtk_widget_set_visible (GTK_WIDGET (self->phone),
                          gtk_widget_get_visible (GTK_WIDGET (self->phone_content)) &&
                              kitte_brand_has_part (kitte_brand_get (), KITTE_BRAND_PART_PHONE));
  kitte_settings_card_set_account (self->settings_content, account);
  gtk_expander_set_expanded (self->phone, FALSE);
  gtk_expander_set_expanded (self->settings, FALSE);
}

/* What was proven a moment ago can be tried, whether it is written yet or not. */
static void
offer_trial (KitteReadyPage *self, KitteAccount *account, KitteReport *report)
{
  g_autoptr (KitteTrial) trial =
      kitte_trial_is_possible (account, report) &&
              kitte_brand_has_part (kitte_brand_get (), KITTE_BRAND_PART_TEST_MESSAGE) ?
          kitte_trial_new (account) :
          NULL;

  kitte_trial_view_set_trial (self->trial, trial);
}

/* The same words once more would be no change, and nobody would hear them. */
static void
say (KitteReadyPage *self, const char *sentence)
{
  gtk_label_set_label (self->status, "");
  gtk_label_set_label (self->status, sentence);
}

static void
software_cb (KitteReadyPage *self)
{
  if (kitte_software_centre_show_thunderbird (GTK_WIDGET (self)))
    say (self, _ ("The software centre is opening. Come back here once Thunderbird is installed."));
  else
    say (self, _ ("The software centre could not be opened. Please install Thunderbird as you "
                  "usually install programs."));
}

static void
open_cb (KitteReadyPage *self, GtkButton *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "desktop-id");
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (id);
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autofree char *opening = NULL;

  if (info == NULL ||
      !g_app_info_launch (G_APP_INFO (info), NULL, G_APP_LAUNCH_CONTEXT (context), NULL))
    {
      say (self, _ ("The program could not be started from here. Please open it as you usually do; "
                    "the account is ready."));
      return;
    }
  /* TRANSLATORS: %s is the name of a mail program. */
  opening = g_strdup_printf (_ ("%s is opening…"), g_app_info_get_name (G_APP_INFO (info)));
  say (self, opening);
}

static void
add_opener (KitteReadyPage *self, const KitteInstallation *installation, gboolean first)
{
  /* TRANSLATORS: a button; %s is the name of a mail program. */
  g_autofree char *label = g_strdup_printf (_ ("Open %s"), installation->name);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "pill");
  if (first)
    gtk_widget_add_css_class (button, "suggested-action");
  g_object_set_data_full (G_OBJECT (button), "desktop-id", g_strdup (installation->desktop_id),
                          g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->openers, button);
}

static KitteWriting *
get_writing (KitteReadyPage *self)
{
  return kitte_writing_page_get_writing (KITTE_WRITING_PAGE (self));
}

static void
fill_openers (KitteReadyPage *self)
{
  GListModel *programs = kitte_writing_get_programs (get_writing (self));
  gboolean first = TRUE;

  kitte_box_clear (self->openers);
  for (guint i = 0; i < g_list_model_get_n_items (programs); i++)
    {
      g_autoptr (KitteProgram) program = g_list_model_get_item (programs, i);
      const KitteInstallation *installation = kitte_program_get_installation (program);

      if (!kitte_program_get_chosen (program) || installation->desktop_id == NULL)
        continue;
      add_opener (self, installation, first);
      first = FALSE;
    }
}

static void
fill_notes (KitteReadyPage *self)
{
  g_autofree char *notes = kitte_writing_describe_notes (get_writing (self));

  gtk_label_set_label (self->notes, notes != NULL ? notes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes != NULL);
}

static const char *
kitte_ready_page_get_heading (KitteWritingPage *page)
{
  if (kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_DONE)
    return _ ("Your mail is set up");
  if (KITTE_READY_PAGE (page)->receive_later)
    return _ ("Sending works, receiving is still unchecked");
  return KITTE_READY_PAGE (page)->check_later ? _ ("Receiving works, sending is still unchecked") :
                                                _ ("Your mail servers work");
}

static KitteMotif
kitte_ready_page_get_motif (KitteWritingPage *page)
{
  if (kitte_writing_page_get_state (page) == KITTE_WRITING_STATE_DONE)
    return KITTE_MOTIF_DONE;
  return KITTE_READY_PAGE (page)->check_later ? KITTE_MOTIF_WAITING : KITTE_MOTIF_PROVEN;
}

static gboolean
has_programs (KitteReadyPage *self)
{
  return g_list_model_get_n_items (kitte_writing_get_programs (get_writing (self))) > 0;
}

static const char *
describe_choice (KitteReadyPage *self)
{
  if (!has_programs (self))
    return _ ("No mail program that Kitte can set up is installed on this computer. These are "
              "Thunderbird, Evolution and msmtp. Install one of them and come back; nothing has "
              "been changed.");
  if (self->sign_in_later)
    return _ ("Both servers are ready. Your mail program will show your provider’s sign-in page "
              "when you first open it.");
  if (self->receive_later)
    return _ ("The mailbox cannot be opened at the moment. Kitte can set it up the way your "
              "provider describes it. Nothing has been changed yet.");
  if (self->check_later)
    return _ ("The sending server does not answer at the moment. Kitte can set it up the way your "
              "provider describes it. Nothing has been changed yet.");
  return _ ("Kitte signed in to both servers. Nothing has been changed yet.");
}

static const char *
describe_end (KitteReadyPage *self)
{
  if (self->receive_later)
    return _ ("You can send mail right away. Your mail arrives once the mailbox can be opened "
              "again; if it does not, start Kitte again and have it looked at.");
  if (self->check_later)
    return _ ("Your mail arrives right away. Sending works once the server answers again; if it "
              "does not, start Kitte again and have it looked at.");
  if (gtk_widget_get_first_child (GTK_WIDGET (self->openers)) == NULL)
    return _ ("You can send mail right away.");
  if (self->sign_in_later)
    return _ ("Open your mail program. It shows your provider’s sign-in page once.");
  return _ ("Open your mail program, and your mail arrives right away.");
}

static char *
kitte_ready_page_describe (KitteWritingPage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state == KITTE_WRITING_STATE_PLANNED)
    return g_strdup (describe_choice (self));
  return g_strdup (state == KITTE_WRITING_STATE_DONE ? describe_end (self) :
                                                       _ ("One moment, please."));
}

static void
kitte_ready_page_update (KitteWritingPage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);
  KitteChangeSet *changes = kitte_writing_get_changes (get_writing (self));
  gboolean choosing = state == KITTE_WRITING_STATE_PLANNED && has_programs (self);
  gboolean done = state == KITTE_WRITING_STATE_DONE;

  if (done && gtk_widget_get_first_child (GTK_WIDGET (self->openers)) == NULL)
    fill_openers (self);
  gtk_widget_set_visible (self->choice, choosing);
  gtk_widget_set_visible (self->changes, changes != NULL);
  gtk_widget_set_visible (self->set_up, choosing);
  gtk_widget_set_sensitive (self->set_up, changes != NULL && !kitte_change_set_is_empty (changes));
  gtk_widget_set_visible (self->stop, kitte_writing_page_is_busy (page));
  gtk_widget_set_visible (GTK_WIDGET (self->openers), done);
  gtk_widget_set_visible (self->again, done || state == KITTE_WRITING_STATE_UNDONE);
}

static void
kitte_ready_page_planned (KitteWritingPage *page, const GError *problem)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);
  gboolean locked =
      g_error_matches (problem, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);

  fill_notes (self);
  gtk_widget_set_visible (self->password_file,
                          kitte_writing_offers_password_in_file (get_writing (self)));
  if (self->plan_failed)
    gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  self->plan_failed = problem != NULL;
  gtk_widget_set_visible (self->primary, locked);
  if (locked)
    {
      kitte_field_focus (self->primary_field);
      kitte_reveal (self->primary);
    }
  else if (self->first_plan && !kitte_page_is_touched (KITTE_PAGE (self)))
    gtk_widget_grab_focus (self->set_up);
  self->first_plan = FALSE;
  if (problem != NULL)
    kitte_writing_page_show_problem (page, problem->message,
                                     _ ("Nothing was changed on this computer."), FALSE);
}

static void
kitte_ready_page_settled (KitteWritingPage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);

  kitte_page_set_default (KITTE_PAGE (page), NULL);
  if (kitte_writing_page_get_state (page) != KITTE_WRITING_STATE_DONE)
    {
      gtk_widget_grab_focus (self->again);
      return;
    }
  kitte_setup_drop_secrets (kitte_page_get_setup (KITTE_PAGE (self)));
  if (!gtk_widget_child_focus (GTK_WIDGET (self->openers), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->again);
}

static void
password_file_cb (KitteReadyPage *self, GtkCheckButton *button)
{
  if (!self->resetting)
    kitte_writing_set_password_in_file (get_writing (self), gtk_check_button_get_active (button));
}

static void
primary_cb (KitteReadyPage *self)
{
  kitte_writing_set_primary_password (get_writing (self),
                                      kitte_field_get_text (self->primary_field));
  kitte_field_set_text (self->primary_field, "");
  gtk_widget_set_visible (self->primary, FALSE);
}

/* Without a mail program here, the settings are what the person came for. */
static void
offer_another_way (KitteReadyPage *self)
{
  gtk_widget_set_visible (self->software,
                          !has_programs (self) && kitte_software_centre_is_there ());
  gtk_expander_set_expanded (self->settings, !has_programs (self));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteReadyPage) self = user_data;
  GListModel *programs = kitte_writing_get_programs (KITTE_WRITING (source));

  if (KITTE_WRITING (source) != get_writing (self))
    return;
  kitte_box_clear (self->programs);
  for (guint i = 0; i < g_list_model_get_n_items (programs); i++)
    {
      g_autoptr (KitteProgram) program = g_list_model_get_item (programs, i);

      gtk_box_append (self->programs, GTK_WIDGET (kitte_program_card_new (program)));
    }
  kitte_writing_page_set_state (KITTE_WRITING_PAGE (self), KITTE_WRITING_STATE_PLANNED);
  offer_another_way (self);
}

/* Whoever comes back from installing a program finds it here. */
static void
active_cb (KitteReadyPage *self, GParamSpec *pspec, GtkWindow *window)
{
  if (gtk_window_is_active (window) && kitte_page_is_shown (KITTE_PAGE (self)) &&
      !has_programs (self) &&
      kitte_writing_page_get_state (KITTE_WRITING_PAGE (self)) == KITTE_WRITING_STATE_PLANNED)
    kitte_writing_find_async (get_writing (self), found_cb, g_object_ref (self));
}

static void
watch_window (KitteReadyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_signal_handlers_disconnect_by_func (root, active_cb, self);
  g_signal_connect_object (root, "notify::is-active", G_CALLBACK (active_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
again_cb (KitteReadyPage *self)
{
  kitte_setup_forget (kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_AGAIN);
}

static void
remedy_cb (KitteReadyPage *self, KitteRemedy *remedy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  kitte_writing_page_write (KITTE_WRITING_PAGE (self));
}

static void
kitte_ready_page_shown (KittePage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);
  KitteSetup *setup = kitte_page_get_setup (page);
  KitteAccount *account = kitte_setup_get_account (setup);

  g_return_if_fail (account != NULL);

  self->sign_in_later =
      kitte_check_get_result (kitte_report_find_check (kitte_setup_get_report (setup), TRUE)) ==
      KITTE_RESULT_UNPROVEN;
  self->check_later =
      kitte_report_get_result (kitte_setup_get_report (setup)) == KITTE_RESULT_FAILED;
  self->receive_later = kitte_setup_can_check_later (setup, TRUE);
  self->resetting = TRUE;
  gtk_check_button_set_active (self->password_file_button, FALSE);
  self->resetting = FALSE;
  gtk_widget_set_visible (self->password_file, FALSE);
  gtk_widget_set_visible (self->primary, FALSE);
  kitte_writing_page_set_writing (KITTE_WRITING_PAGE (self), kitte_writing_new (account));
  kitte_box_clear (self->programs);
  kitte_box_clear (self->openers);
  watch_window (self);
  gtk_expander_set_expanded (GTK_EXPANDER (self->changes), FALSE);
  fill_found (self, account);
  kitte_hints_fill_found (self->hints, kitte_setup_get_found (setup));
  fill_settings (self, account);
  offer_trial (self, account, kitte_setup_get_report (setup));
  gtk_widget_set_visible (self->software, FALSE);
  self->first_plan = TRUE;
  kitte_writing_page_set_state (KITTE_WRITING_PAGE (self), KITTE_WRITING_STATE_BEFORE);
  kitte_page_set_default (page, self->set_up);
  kitte_writing_find_async (get_writing (self), found_cb, g_object_ref (self));
}

static void
kitte_ready_page_left (KittePage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);

  kitte_trial_view_set_trial (self->trial, NULL);
  kitte_field_set_text (self->primary_field, "");
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (GTK_WIDGET (page)), active_cb, page);
  KITTE_PAGE_CLASS (kitte_ready_page_parent_class)->left (page);
}

static void
kitte_ready_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_READY_PAGE);
  G_OBJECT_CLASS (kitte_ready_page_parent_class)->dispose (object);
}

static void
kitte_ready_page_class_init (KitteReadyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KitteWritingPageClass *writing_class = KITTE_WRITING_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_ready_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_ready_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_ready_page_left;
  writing_class->get_heading = kitte_ready_page_get_heading;
  writing_class->get_motif = kitte_ready_page_get_motif;
  writing_class->describe = kitte_ready_page_describe;
  writing_class->update = kitte_ready_page_update;
  writing_class->planned = kitte_ready_page_planned;
  writing_class->settled = kitte_ready_page_settled;

  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_FIELD);
  g_type_ensure (KITTE_TYPE_PHONE_CODE);
  g_type_ensure (KITTE_TYPE_SETTINGS_CARD);
  g_type_ensure (KITTE_TYPE_TRIAL_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-ready-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, hints);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, found);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, choice);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, programs);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, notes);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, password_file);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, password_file_button);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, primary);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, primary_field);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, open_store);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, changes);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, preview);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, set_up);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, openers);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, undo);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, software);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, again);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, trial);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, phone);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, phone_content);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, settings);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, settings_content);
  gtk_widget_class_bind_template_callback (widget_class, software_cb);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_write);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_stop);
  gtk_widget_class_bind_template_callback (widget_class, kitte_writing_page_undo);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
kitte_ready_page_init (KitteReadyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kitte_page_set_default_within (KITTE_PAGE (self), self->primary, self->open_store);
  kitte_writing_page_set_parts (KITTE_WRITING_PAGE (self), &(KitteWritingParts){
                                                               .heading = self->heading,
                                                               .status = self->status,
                                                               .explanation = self->explanation,
                                                               .preview = self->preview,
                                                               .undo = self->undo,
                                                               .write = self->set_up,
                                                               .stop = self->stop,
                                                           });
}
