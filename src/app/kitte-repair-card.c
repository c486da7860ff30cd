/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account to repair on the first page. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-card.h"

#include <glib/gi18n.h>

struct _KitteRepairCard
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkWidget *button;
  GtkWidget *saved;
  KitteRepair *repair;
};

G_DEFINE_FINAL_TYPE (KitteRepairCard, kitte_repair_card, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clicked_cb (KitteRepairCard *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, FALSE);
}

static void
saved_cb (KitteRepairCard *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, TRUE);
}

static void
kitte_repair_card_dispose (GObject *object)
{
  KitteRepairCard *self = KITTE_REPAIR_CARD (object);

  g_clear_object (&self->repair);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_REPAIR_CARD);
  G_OBJECT_CLASS (kitte_repair_card_parent_class)->dispose (object);
}

static void
kitte_repair_card_class_init (KitteRepairCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_repair_card_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-repair-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteRepairCard, title);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairCard, button);
  gtk_widget_class_bind_template_child (widget_class, KitteRepairCard, saved);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, saved_cb);
}

static void
kitte_repair_card_init (KitteRepairCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->title, NULL, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->saved),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->title, NULL, -1);
}

KitteRepairCard *
kitte_repair_card_new (KitteRepair *repair)
{
  KitteRepairCard *self;
  g_autofree char *programs = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (KITTE_IS_REPAIR (repair), NULL);

  self = g_object_new (KITTE_TYPE_REPAIR_CARD, NULL);
  self->repair = g_object_ref (repair);
  programs = kitte_repair_list_programs (repair);
  /* TRANSLATORS: %1$s is a mail address, %2$s the name of a mail program, or several. */
  title = g_strdup_printf (_ ("%1$s: the settings in %2$s seem to be out of date."),
                           kitte_repair_get_address (repair), programs);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (self->saved, kitte_repair_can_use_stored_password (repair));
  return self;
}

/**
 * kitte_repair_card_get_repair:
 *
 * Returns: (transfer none): what is to be repaired
 */
KitteRepair *
kitte_repair_card_get_repair (KitteRepairCard *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR_CARD (self), NULL);

  return self->repair;
}
