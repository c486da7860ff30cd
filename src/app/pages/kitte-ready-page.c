/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which the proven account goes into the mail programs. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-ready-page.h"

#include "kitte-explanation.h"
#include "kitte-field.h"
#include "kitte-program-row.h"
#include "kitte-writing.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>

typedef enum
{
  STATE_LOOKING,
  STATE_CHOOSING,
  STATE_WRITING,
  STATE_DONE,
  STATE_UNDOING,
  STATE_UNDONE,
} State;

struct _KitteReadyPage
{
  KittePage parent_instance;
  GtkWidget *mark;
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *found;
  GtkWidget *choice;
  GtkBox *programs;
  GtkLabel *notes;
  GtkWidget *primary;
  KitteField *primary_field;
  GtkWidget *changes;
  GtkLabel *preview;
  GtkWidget *set_up;
  GtkWidget *stop;
  GtkBox *openers;
  GtkWidget *undo;
  GtkWidget *again;
  KitteWriting *writing;
  State state;
  gboolean sign_in_later;
  gboolean plan_failed;
  gboolean first_plan;
};

G_DEFINE_FINAL_TYPE (KitteReadyPage, kitte_ready_page, KITTE_TYPE_PAGE)

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
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

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

  remove_children (self->found);
  add_line (self->found, account->address->display, "heading");
  add_line (self->found, incoming, NULL);
  add_line (self->found, outgoing, NULL);
}

static void
open_cb (KitteReadyPage *self, GtkButton *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "desktop-id");
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (id);
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GError) error = NULL;

  if (info != NULL &&
      g_app_info_launch (G_APP_INFO (info), NULL, G_APP_LAUNCH_CONTEXT (context), &error))
    return;
  gtk_label_set_label (self->status,
                       _ ("The program could not be started from here. Please open it as you "
                          "usually do; the account is ready."));
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

static void
fill_openers (KitteReadyPage *self)
{
  GListModel *programs = kitte_writing_get_programs (self->writing);
  gboolean first = TRUE;

  remove_children (self->openers);
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
fill_preview (KitteReadyPage *self)
{
  g_autofree char *text = kitte_writing_describe (self->writing);
  g_autofree char *notes = kitte_writing_describe_notes (self->writing);

  gtk_label_set_label (self->preview, text);
  gtk_label_set_label (self->notes, notes != NULL ? notes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes != NULL);
}

static const char *
get_heading (State state)
{
  switch (state)
    {
    case STATE_DONE:
      return _ ("Your mail is set up");
    case STATE_UNDONE:
      return _ ("Everything is as it was before");
    case STATE_LOOKING:
    case STATE_CHOOSING:
    case STATE_WRITING:
    case STATE_UNDOING:
    default:
      return _ ("Your mail servers work");
    }
}

static gboolean
has_programs (KitteReadyPage *self)
{
  return g_list_model_get_n_items (kitte_writing_get_programs (self->writing)) > 0;
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
  return _ ("Kitte signed in to both servers. Nothing has been changed yet.");
}

static const char *
describe_end (KitteReadyPage *self)
{
  if (gtk_widget_get_first_child (GTK_WIDGET (self->openers)) == NULL)
    return _ ("You can send mail right away.");
  if (self->sign_in_later)
    return _ ("Open your mail program. It shows your provider’s sign-in page once.");
  return _ ("Open your mail program, and your mail arrives right away.");
}

static char *
describe_waiting (KitteReadyPage *self)
{
  const char *name = kitte_writing_get_waiting_for (self->writing);

  if (name == NULL)
    return g_strdup (_ ("One moment, please."));
  if (*name == '\0')
    return g_strdup (_ ("The mail program is open. Please save what you are writing and quit it. "
                        "Kitte then goes on by itself."));
  /* TRANSLATORS: %s is the name of a mail program. */
  return g_strdup_printf (_ ("%s is open. Please save what you are writing and quit it. Kitte then "
                             "goes on by itself."),
                          name);
}

static char *
describe_state (KitteReadyPage *self)
{
  switch (self->state)
    {
    case STATE_CHOOSING:
      return g_strdup (describe_choice (self));
    case STATE_WRITING:
    case STATE_UNDOING:
      return describe_waiting (self);
    case STATE_DONE:
      return g_strdup (describe_end (self));
    case STATE_UNDONE:
      return g_strdup (_ ("The settings are as they were. No mail was lost."));
    case STATE_LOOKING:
    default:
      return g_strdup (_ ("One moment, please."));
    }
}

static void
update_buttons (KitteReadyPage *self)
{
  gboolean busy = self->state == STATE_WRITING || self->state == STATE_UNDOING;
  KitteChangeSet *changes = kitte_writing_get_changes (self->writing);

  gtk_widget_set_visible (self->set_up, self->state == STATE_CHOOSING && has_programs (self));
  gtk_widget_set_sensitive (self->set_up, changes != NULL && !kitte_change_set_is_empty (changes));
  gtk_widget_set_visible (self->stop,
                          busy && kitte_writing_get_waiting_for (self->writing) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->openers), self->state == STATE_DONE);
  gtk_widget_set_visible (self->undo, self->state == STATE_DONE);
  gtk_widget_set_visible (self->again, self->state == STATE_DONE || self->state == STATE_UNDONE);
}

static void
update (KitteReadyPage *self)
{
  g_autofree char *status = describe_state (self);

  gtk_label_set_label (self->heading, get_heading (self->state));
  gtk_label_set_label (self->status, status);
  gtk_widget_set_visible (self->choice, self->state == STATE_CHOOSING && has_programs (self));
  gtk_widget_set_visible (self->changes, kitte_writing_get_changes (self->writing) != NULL);
  update_buttons (self);
  kitte_page_set_complete (KITTE_PAGE (self),
                           self->state != STATE_LOOKING && self->state != STATE_CHOOSING);
}

static void
set_state (KitteReadyPage *self, State state)
{
  self->state = state;
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  update (self);
}

static void
show_problem (KitteReadyPage *self, const char *title, const char *sentence, gboolean try_again)
{
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  if (try_again)
    g_ptr_array_add (remedies, kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN, _ ("Try again"), NULL));
  kitte_explanation_set_sentence (self->explanation, title, sentence, remedies);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
}

static void
planned_cb (KitteReadyPage *self)
{
  const GError *problem = kitte_writing_get_problem (self->writing);

  if (self->state != STATE_CHOOSING)
    return;
  fill_preview (self);
  update (self);
  if (self->first_plan)
    gtk_widget_grab_focus (self->set_up);
  self->first_plan = FALSE;
  if (self->plan_failed)
    gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  self->plan_failed = problem != NULL;
  gtk_widget_set_visible (self->primary, g_error_matches (problem, KITTE_CLIENT_ERROR,
                                                          KITTE_CLIENT_ERROR_PRIMARY_PASSWORD));
  if (problem != NULL)
    show_problem (self, problem->message, _ ("Nothing was changed on this computer."), FALSE);
}

static void
primary_cb (KitteReadyPage *self)
{
  kitte_writing_set_primary_password (self->writing, kitte_field_get_text (self->primary_field));
  kitte_field_set_text (self->primary_field, "");
  gtk_widget_set_visible (self->primary, FALSE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteReadyPage) self = user_data;
  GListModel *programs = kitte_writing_get_programs (KITTE_WRITING (source));

  if (KITTE_WRITING (source) != self->writing)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (programs); i++)
    {
      g_autoptr (KitteProgram) program = g_list_model_get_item (programs, i);

      gtk_box_append (self->programs, GTK_WIDGET (kitte_program_row_new (program)));
    }
  set_state (self, STATE_CHOOSING);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteReadyPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_apply_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != self->writing)
    return;
  if (error == NULL)
    {
      kitte_setup_drop_secrets (kitte_page_get_setup (KITTE_PAGE (self)));
      fill_openers (self);
      set_state (self, STATE_DONE);
      gtk_widget_child_focus (GTK_WIDGET (self->openers), GTK_DIR_TAB_FORWARD);
      return;
    }
  set_state (self, STATE_CHOOSING);
  kitte_writing_plan (self->writing);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message, _ ("Nothing was changed on this computer."), TRUE);
}

static void
set_up_cb (KitteReadyPage *self)
{
  if (kitte_writing_get_changes (self->writing) == NULL)
    return;
  set_state (self, STATE_WRITING);
  kitte_writing_apply_async (self->writing, applied_cb, g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteReadyPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_undo_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != self->writing)
    return;
  set_state (self, error == NULL ? STATE_UNDONE : STATE_DONE);
  if (error == NULL)
    gtk_widget_grab_focus (self->again);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message, "", FALSE);
}

static void
undo_cb (KitteReadyPage *self)
{
  set_state (self, STATE_UNDOING);
  kitte_writing_undo_async (self->writing, undone_cb, g_object_ref (self));
}

static void
stop_cb (KitteReadyPage *self)
{
  kitte_writing_cancel (self->writing);
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
  set_up_cb (self);
}

static void
kitte_ready_page_shown (KittePage *page)
{
  KitteReadyPage *self = KITTE_READY_PAGE (page);
  KitteSetup *setup = kitte_page_get_setup (page);
  KitteAccount *account = kitte_setup_get_account (setup);

  g_return_if_fail (account != NULL);

  self->sign_in_later =
      kitte_report_get_result (kitte_setup_get_report (setup)) == KITTE_RESULT_UNPROVEN;
  g_clear_object (&self->writing);
  self->writing = kitte_writing_new (account);
  g_signal_connect_object (self->writing, "planned", G_CALLBACK (planned_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writing, "notify::waiting-for", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  remove_children (self->programs);
  gtk_expander_set_expanded (GTK_EXPANDER (self->changes), FALSE);
  fill_found (self, account);
  self->first_plan = TRUE;
  set_state (self, STATE_LOOKING);
  kitte_page_set_default (page, self->set_up);
  kitte_writing_find_async (self->writing, found_cb, g_object_ref (self));
}

static void
drop_writing (KitteReadyPage *self)
{
  if (self->writing == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->writing, self);
  kitte_writing_cancel (self->writing);
  g_clear_object (&self->writing);
}

static void
kitte_ready_page_left (KittePage *page)
{
  drop_writing (KITTE_READY_PAGE (page));
}

static void
kitte_ready_page_dispose (GObject *object)
{
  drop_writing (KITTE_READY_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_READY_PAGE);
  G_OBJECT_CLASS (kitte_ready_page_parent_class)->dispose (object);
}

static void
kitte_ready_page_class_init (KitteReadyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_ready_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_ready_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_ready_page_left;

  g_type_ensure (KITTE_TYPE_EXPLANATION);
  g_type_ensure (KITTE_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-ready-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, mark);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, found);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, choice);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, programs);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, notes);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, primary);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, primary_field);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, changes);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, preview);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, set_up);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, openers);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, undo);
  gtk_widget_class_bind_template_child (widget_class, KitteReadyPage, again);
  gtk_widget_class_bind_template_callback (widget_class, remedy_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
kitte_ready_page_init (KitteReadyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
