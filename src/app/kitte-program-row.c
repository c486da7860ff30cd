/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mail program on the last page. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-program-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KitteProgramRow
{
  GtkBox parent_instance;
  GtkCheckButton *button;
  GtkLabel *note;
  GtkWidget *existing;
  GtkCheckButton *leave;
  GtkCheckButton *repair;
  GtkCheckButton *add;
  KitteProgram *program;
};

G_DEFINE_FINAL_TYPE (KitteProgramRow, kitte_program_row, GTK_TYPE_BOX)

static const char *
describe (KitteProgram *program)
{
  const KitteInstallation *installation = kitte_program_get_installation (program);

  if (kitte_program_get_left_out (program) != NULL)
    return kitte_program_get_left_out (program);
  if (strcmp (installation->client, "msmtp") == 0)
    return _ ("Sends mail from the terminal and from scripts.");
  if (kitte_program_get_warning (program) != NULL)
    return kitte_program_get_warning (program);
  if (installation->running)
    return _ ("It is open at the moment.");
  return NULL;
}

static void
program_changed_cb (KitteProgramRow *self)
{
  const char *note = describe (self->program);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            kitte_program_get_left_out (self->program) == NULL);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->existing, kitte_program_get_has_account (self->program));
}

static void
choice_cb (KitteProgramRow *self, GtkCheckButton *button)
{
  if (self->program == NULL || !gtk_check_button_get_active (button))
    return;
  kitte_program_set_for_existing (self->program, button == self->repair ?
                                                     KITTE_FOR_EXISTING_REPAIR :
                                                 button == self->add ? KITTE_FOR_EXISTING_ADD :
                                                                       KITTE_FOR_EXISTING_LEAVE);
}

static void
kitte_program_row_dispose (GObject *object)
{
  KitteProgramRow *self = KITTE_PROGRAM_ROW (object);

  g_clear_object (&self->program);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_PROGRAM_ROW);
  G_OBJECT_CLASS (kitte_program_row_parent_class)->dispose (object);
}

static void
kitte_program_row_class_init (KitteProgramRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_program_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-program-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, button);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, note);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, existing);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, leave);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, repair);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramRow, add);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
}

static void
kitte_program_row_init (KitteProgramRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->note, NULL, -1);
}

KitteProgramRow *
kitte_program_row_new (KitteProgram *program)
{
  KitteProgramRow *self;

  g_return_val_if_fail (KITTE_IS_PROGRAM (program), NULL);

  self = g_object_new (KITTE_TYPE_PROGRAM_ROW, NULL);
  self->program = g_object_ref (program);
  gtk_check_button_set_label (self->button, kitte_program_get_installation (program)->name);
  g_object_bind_property (program, "chosen", self->button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (program, "notify::left-out", G_CALLBACK (program_changed_cb), self,
                           G_CONNECT_SWAPPED);
  program_changed_cb (self);
  return self;
}
