/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSettingsCard: every setting of an account with a button that copies it; printed, too. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-settings-card.h"

#include "export/kitte-settings-list.h"
#include "kitte-box.h"
#include "kitte-print.h"

#include <glib/gi18n.h>

struct _KitteSettingsCard
{
  GtkBox parent_instance;
  GtkBox *rows;
  GtkLabel *status;
  GPtrArray *settings;
  char *address;
};

G_DEFINE_FINAL_TYPE (KitteSettingsCard, kitte_settings_card, GTK_TYPE_BOX)

/* The same words once more are announced when they come back. */
static void
say (KitteSettingsCard *self, const char *sentence)
{
  gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
  gtk_label_set_label (self->status, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
}

static void
copy (KitteSettingsCard *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _ ("Copied. You can paste it now."));
}

static void
copy_one_cb (KitteSettingsCard *self, GtkButton *button)
{
  copy (self, g_object_get_data (G_OBJECT (button), "value"));
}

static void
copy_all_cb (KitteSettingsCard *self)
{
  g_autofree char *text = kitte_settings_list_to_text (self->settings);

  copy (self, text);
}

static void
printed_cb (const GError *error, gpointer user_data)
{
  g_autoptr (KitteSettingsCard) self = user_data;

  if (error != NULL)
    say (self, _ ("It could not be printed. You can copy all of it instead."));
}

static void
print_cb (KitteSettingsCard *self)
{
  g_autofree char *text = kitte_settings_list_to_text (self->settings);
  /* TRANSLATORS: the title of a printed page; %s is a mail address. */
  g_autofree char *title = g_strdup_printf (_ ("Mail settings of %s"), self->address);

  kitte_print_text (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title, text, printed_cb,
                    g_object_ref (self));
}

static GtkWidget *
make_copy_button (KitteSettingsCard *self, const KitteSetting *setting)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* TRANSLATORS: the name of a button; first what it belongs to, “Sending (SMTP)”, then the name of
   * the box, “Port”. */
  g_autofree char *name = g_strdup_printf (_ ("Copy: %s, %s"), setting->section, setting->title);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (setting->value), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (copy_one_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_row (KitteSettingsCard *self, GtkBox *card, const KitteSetting *setting)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_hexpand (texts, TRUE);
  kitte_box_add_line (GTK_BOX (texts), setting->title, "caption");
  kitte_box_add_line (GTK_BOX (texts), setting->value, "kitte-value");
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), make_copy_button (self, setting));
  gtk_box_append (card, row);
}

/* A section is further from the one above it than its heading is from its card.
 *
 * Returns: (transfer none): where its rows go */
static GtkBox *
add_section (KitteSettingsCard *self, const char *title)
{
  gboolean first = gtk_widget_get_first_child (GTK_WIDGET (self->rows)) == NULL;
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  kitte_box_add_line (self->rows, title, "heading");
  if (!first)
    gtk_widget_set_margin_top (gtk_widget_get_last_child (GTK_WIDGET (self->rows)), 12);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "kitte-card");
  gtk_box_append (self->rows, card);
  return GTK_BOX (card);
}

static void
kitte_settings_card_dispose (GObject *object)
{
  KitteSettingsCard *self = KITTE_SETTINGS_CARD (object);

  g_clear_pointer (&self->settings, g_ptr_array_unref);
  g_clear_pointer (&self->address, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_SETTINGS_CARD);
  G_OBJECT_CLASS (kitte_settings_card_parent_class)->dispose (object);
}

static void
kitte_settings_card_class_init (KitteSettingsCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_settings_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-settings-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteSettingsCard, rows);
  gtk_widget_class_bind_template_child (widget_class, KitteSettingsCard, status);
  gtk_widget_class_bind_template_callback (widget_class, copy_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
}

static void
kitte_settings_card_init (KitteSettingsCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kitte_settings_card_set_account:
 *
 * Shows the settings of @account; never its password.
 */
void
kitte_settings_card_set_account (KitteSettingsCard *self, const KitteAccount *account)
{
  const char *section = NULL;
  GtkBox *card = NULL;

  g_return_if_fail (KITTE_IS_SETTINGS_CARD (self) && account != NULL);

  g_clear_pointer (&self->settings, g_ptr_array_unref);
  self->settings = kitte_settings_list_new (account);
  g_free (self->address);
  self->address = g_strdup (account->address->display);
  kitte_box_clear (self->rows);
  gtk_widget_set_visible (GTK_WIDGET (self->status), FALSE);
  for (guint i = 0; i < self->settings->len; i++)
    {
      const KitteSetting *setting = g_ptr_array_index (self->settings, i);

      if (setting->section != section)
        card = add_section (self, setting->section);
      section = setting->section;
      add_row (self, card, setting);
    }
}
