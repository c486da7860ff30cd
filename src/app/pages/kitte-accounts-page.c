/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that lists the accounts there are: mail that used to work no longer does. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-accounts-page.h"

#include "kitte-box.h"
#include "kitte-repairs.h"
#include "kitte-wrap.h"

#include <glib/gi18n.h>

struct _KitteAccountsPage
{
  KittePage parent_instance;
  GtkLabel *status;
  GtkBox *entries;
  GtkWidget *done;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KitteAccountsPage, kitte_accounts_page, KITTE_TYPE_PAGE)

/* What the settings alone show; the servers are asked on the next page. */
static char *
describe (KitteRepair *repair)
{
  GPtrArray *accounts = kitte_repair_get_accounts (repair);
  KitteSeverity worst = kitte_repair_get_severity (repair);

  if (kitte_repair_get_unclear (repair) != NULL)
    return g_strdup (kitte_repair_get_unclear (repair));
  if (worst == KITTE_SEVERITY_FINE)
    return g_strdup (_ ("Its settings look right."));
  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteRepairAccount *account = g_ptr_array_index (accounts, i);
      const KitteProblem *first = account->judgement->problems->len > 0 ?
                                      g_ptr_array_index (account->judgement->problems, 0) :
                                      NULL;

      if (first != NULL && first->severity == worst)
        return g_strdup (first->text);
    }
  g_assert_not_reached ();
}

static void
chosen_cb (KitteAccountsPage *self, GtkButton *button)
{
  kitte_setup_set_repair (kitte_page_get_setup (KITTE_PAGE (self)),
                          g_object_get_data (G_OBJECT (button), "repair"), FALSE);
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_REPAIR);
}

static void
add_entry (KitteAccountsPage *self, KitteRepair *repair)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new_with_label (kitte_repair_is_needed (repair) ?
                                                     _ ("Find out and repair") :
                                                      /* TRANSLATORS: a button: asks the servers of
                                                       * an account whose settings look right. */
                                                      _ ("Look more closely"));
  g_autofree char *programs = kitte_repair_list_programs (repair);
  g_autofree char *text = describe (repair);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "kitte-card");
  kitte_box_add_line (GTK_BOX (card), kitte_repair_get_address (repair), "heading");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  gtk_widget_get_first_child (card), NULL, -1);
  kitte_box_add_line (GTK_BOX (card), programs, "dim-label");
  kitte_box_add_line (GTK_BOX (card), text, NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), "repair", g_object_ref (repair), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (card), button);
  kitte_wrap_buttons (card);
  gtk_box_append (self->entries, card);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteAccountsPage) self = user_data;
  g_autoptr (GPtrArray) repairs = kitte_repairs_find_finish (result, NULL);

  if (repairs == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  kitte_box_clear (self->entries);
  for (guint i = 0; i < repairs->len; i++)
    add_entry (self, g_ptr_array_index (repairs, i));
  gtk_widget_set_visible (GTK_WIDGET (self->entries), repairs->len > 0);
  kitte_page_set_motif (KITTE_PAGE (self),
                        repairs->len > 0 ? KITTE_MOTIF_REPAIR : KITTE_MOTIF_NOTHING);
  gtk_label_set_label (self->status,
                       repairs->len > 0 ?
                           _ ("These accounts are on this computer. Kitte has only read their "
                              "settings and changed nothing.") :
                           _ ("No account was found in a mail program. You seem to read mail in "
                              "the browser; nothing has to be changed."));
  if (!kitte_page_is_touched (KITTE_PAGE (self)) &&
      !gtk_widget_child_focus (GTK_WIDGET (self->entries), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (self->done);
}

static void
done_cb (KitteAccountsPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
stop_looking (KitteAccountsPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
kitte_accounts_page_shown (KittePage *page)
{
  KitteAccountsPage *self = KITTE_ACCOUNTS_PAGE (page);

  kitte_box_clear (self->entries);
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_SEARCHING);
  gtk_label_set_label (self->status, _ ("One moment, please."));
  gtk_widget_grab_focus (self->done);
  stop_looking (self);
  self->cancellable = g_cancellable_new ();
  kitte_repairs_find_async (self->cancellable, found_cb, g_object_ref (self));
}

static void
kitte_accounts_page_left (KittePage *page)
{
  stop_looking (KITTE_ACCOUNTS_PAGE (page));
}

static void
kitte_accounts_page_dispose (GObject *object)
{
  stop_looking (KITTE_ACCOUNTS_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_ACCOUNTS_PAGE);
  G_OBJECT_CLASS (kitte_accounts_page_parent_class)->dispose (object);
}

static void
kitte_accounts_page_class_init (KitteAccountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_accounts_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_accounts_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_accounts_page_left;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteAccountsPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteAccountsPage, entries);
  gtk_widget_class_bind_template_child (widget_class, KitteAccountsPage, done);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
kitte_accounts_page_init (KitteAccountsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
