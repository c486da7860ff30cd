/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that lists what Kitte has set up and takes it back. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-changes-page.h"

#include "kitte-changes.h"
#include "kitte-explanation.h"
#include "kitte-wrap.h"
#include "kitte-writing.h"

#include <glib/gi18n.h>

struct _KitteChangesPage
{
  KittePage parent_instance;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *entries;
  GtkWidget *stop;
  GtkWidget *done;
  KitteWriting *writing;
  gboolean taken_back;
};

G_DEFINE_FINAL_TYPE (KitteChangesPage, kitte_changes_page, KITTE_TYPE_PAGE)

static void list (KitteChangesPage *self);

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  kitte_wrap_label (GTK_LABEL (label));
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static char *
describe (const KitteUndoEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (entry->time);
  g_autofree char *date = g_date_time_format (time, "%x");
  g_autofree char *programs = g_strjoinv (_ (", "), entry->programs);

  /* TRANSLATORS: %1$s is a date, %2$s a list of mail programs. */
  return g_strdup_printf (_ ("Set up on %1$s in: %2$s"), date, programs);
}

static KitteMotif
get_motif (KitteChangesPage *self)
{
  if (self->writing != NULL)
    return KITTE_MOTIF_WAITING;
  return self->taken_back ? KITTE_MOTIF_UNDONE : KITTE_MOTIF_ALBUM;
}

static void
update (KitteChangesPage *self)
{
  gboolean busy = self->writing != NULL;
  const char *name = busy ? kitte_writing_get_waiting_for (self->writing) : NULL;
  gboolean empty = gtk_widget_get_first_child (GTK_WIDGET (self->entries)) == NULL;

  if (name != NULL)
    gtk_label_set_label (self->status, _ ("The mail program is open. Please save what you are "
                                          "writing and quit it. Kitte then goes on by itself."));
  else if (busy)
    gtk_label_set_label (self->status, _ ("One moment, please."));
  else if (self->taken_back)
    gtk_label_set_label (self->status, _ ("The settings are as they were. No mail was lost."));
  else
    gtk_label_set_label (self->status,
                         _ ("Taking back removes the account from the mail programs. Mail you have "
                            "received stays on this computer."));
  gtk_widget_set_visible (GTK_WIDGET (self->entries), !empty);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entries), !busy);
  gtk_widget_set_visible (self->stop, busy);
  gtk_widget_set_sensitive (self->done, !busy);
  kitte_page_set_complete (KITTE_PAGE (self), busy);
  kitte_page_set_motif (KITTE_PAGE (self), get_motif (self));
}

static void
drop_writing (KitteChangesPage *self)
{
  if (self->writing == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->writing, self);
  kitte_writing_cancel (self->writing);
  g_clear_object (&self->writing);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteChangesPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_undo_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != self->writing)
    return;
  drop_writing (self);
  self->taken_back = error == NULL;
  list (self);
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  kitte_explanation_set_sentence (self->explanation, error->message, "", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
}

static void
take_back_cb (KitteChangesPage *self, GtkButton *button)
{
  if (self->writing != NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  self->taken_back = FALSE;
  self->writing = kitte_writing_new_for_undo (g_object_get_data (G_OBJECT (button), "undo-id"));
  g_signal_connect_object (self->writing, "notify::waiting-for", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  gtk_widget_grab_focus (self->stop);
  kitte_writing_undo_async (self->writing, undone_cb, g_object_ref (self));
}

static void
add_entry (KitteChangesPage *self, const KitteUndoEntry *entry)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  /* TRANSLATORS: a button: removes an account that Kitte has set up. */
  GtkWidget *button = gtk_button_new_with_label (_ ("Take back"));
  g_autofree char *text = describe (entry);
  GtkWidget *title;

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "kitte-card");
  title = add_label (card, entry->title, "heading");
  add_label (card, text, "dim-label");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  title, NULL, -1);
  g_object_set_data_full (G_OBJECT (button), "undo-id", g_strdup (entry->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (take_back_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (card), button);
  kitte_wrap_buttons (card);
  gtk_box_append (self->entries, card);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteChangesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kitte_changes_list_finish (result, &error);
  GtkWidget *child;

  if (!kitte_page_is_shown (KITTE_PAGE (self)))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->entries))) != NULL)
    gtk_box_remove (self->entries, child);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    add_entry (self, g_ptr_array_index (entries, i));
  update (self);
  if (error != NULL)
    {
      kitte_explanation_set_sentence (self->explanation, error->message, "", NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);
    }
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !kitte_page_is_touched (KITTE_PAGE (self)) &&
      !gtk_widget_child_focus (GTK_WIDGET (self->entries), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->done);
}

static void
list (KitteChangesPage *self)
{
  kitte_changes_list_async (listed_cb, g_object_ref (self));
}

static void
stop_cb (KitteChangesPage *self)
{
  if (self->writing != NULL)
    kitte_writing_cancel (self->writing);
}

/* Escape. */
static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KitteChangesPage *self = KITTE_CHANGES_PAGE (widget);

  if (self->writing != NULL)
    stop_cb (self);
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
done_cb (KitteChangesPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
kitte_changes_page_shown (KittePage *page)
{
  KitteChangesPage *self = KITTE_CHANGES_PAGE (page);

  self->taken_back = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), FALSE);
  update (self);
  list (self);
}

static void
kitte_changes_page_left (KittePage *page)
{
  drop_writing (KITTE_CHANGES_PAGE (page));
}

static void
kitte_changes_page_dispose (GObject *object)
{
  drop_writing (KITTE_CHANGES_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_CHANGES_PAGE);
  G_OBJECT_CLASS (kitte_changes_page_parent_class)->dispose (object);
}

static void
kitte_changes_page_class_init (KitteChangesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_changes_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_changes_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_changes_page_left;

  g_type_ensure (KITTE_TYPE_EXPLANATION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-changes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteChangesPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteChangesPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, KitteChangesPage, entries);
  gtk_widget_class_bind_template_child (widget_class, KitteChangesPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteChangesPage, done);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_install_action (widget_class, "page.stop", NULL, stop_action_cb);
}

static void
kitte_changes_page_init (KitteChangesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
