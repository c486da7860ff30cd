/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card is one toggle button with the role of a check box: a check button has nothing that a
 * screen reader could press. One that cannot be chosen keeps the focus all the same, as its reason
 * would never be heard otherwise. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-program-card.h"

#include "kitte-wrap.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n.h>
#include <string.h>

/* Our own, for programs whose icon the theme does not have. */
#define MAIL_ICON "kitte-mail-program-symbolic"
#define TERMINAL_ICON "kitte-terminal-symbolic"

struct _KitteProgramCard
{
  GtkBox parent_instance;
  GtkToggleButton *button;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *note;
  GtkCheckButton *mark;
  GtkWidget *existing;
  GtkCheckButton *leave;
  GtkCheckButton *repair;
  GtkCheckButton *add;
  KitteProgram *program;
};

G_DEFINE_FINAL_TYPE (KitteProgramCard, kitte_program_card, GTK_TYPE_BOX)

static gboolean
is_msmtp (const KitteInstallation *installation)
{
  return strcmp (installation->client, "msmtp") == 0;
}

static const char *
describe (KitteProgram *program)
{
  const KitteInstallation *installation = kitte_program_get_installation (program);

  if (kitte_program_get_left_out (program) != NULL)
    return kitte_program_get_left_out (program);
  if (is_msmtp (installation))
    return _ ("Sends mail from the terminal and from scripts.");
  if (kitte_program_get_warning (program) != NULL)
    return kitte_program_get_warning (program);
  if (installation->program == NULL && installation->desktop_id == NULL)
    /* TRANSLATORS: below the name of a mail program. */
    return _ ("Only its settings are on this computer, not the program itself.");
  if (installation->running)
    return _ ("It is open at the moment.");
  return NULL;
}

static char *
describe_with_place (KitteProgram *program)
{
  const char *sentence = describe (program);
  const char *place = kitte_program_get_place (program);

  if (place == NULL || sentence == NULL)
    return g_strdup (place != NULL ? place : sentence);
  return g_strdup_printf ("%s\n%s", place, sentence);
}

static gboolean
can_be_chosen (KitteProgramCard *self)
{
  return kitte_program_get_left_out (self->program) == NULL;
}

static void
show_chosen (KitteProgramCard *self)
{
  gboolean chosen = kitte_program_get_chosen (self->program);

  gtk_toggle_button_set_active (self->button, chosen);
  gtk_check_button_set_active (self->mark, chosen);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_CHECKED,
                               chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE :
                                        GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

static void
program_changed_cb (KitteProgramCard *self)
{
  g_autofree char *note = describe_with_place (self->program);
  gboolean can = can_be_chosen (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->mark), can);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_DISABLED, !can,
                               -1);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->existing, kitte_program_get_has_account (self->program));
  show_chosen (self);
}

static void
toggled_cb (KitteProgramCard *self)
{
  if (self->program == NULL)
    return;
  if (can_be_chosen (self))
    kitte_program_set_chosen (self->program, gtk_toggle_button_get_active (self->button));
  show_chosen (self);
}

static void
choice_cb (KitteProgramCard *self, GtkCheckButton *button)
{
  if (self->program == NULL || !gtk_check_button_get_active (button))
    return;
  kitte_program_set_for_existing (self->program, button == self->repair ?
                                                     KITTE_FOR_EXISTING_REPAIR :
                                                 button == self->add ? KITTE_FOR_EXISTING_ADD :
                                                                       KITTE_FOR_EXISTING_LEAVE);
}

/* What the desktop shows for it, so that it is recognised. */
static void
show_icon (KitteProgramCard *self, const KitteInstallation *installation)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GDesktopAppInfo) info =
      installation->desktop_id != NULL ? g_desktop_app_info_new (installation->desktop_id) : NULL;
  GIcon *icon = info != NULL ? g_app_info_get_icon (G_APP_INFO (info)) : NULL;

  if (icon != NULL && gtk_icon_theme_has_gicon (theme, icon))
    gtk_image_set_from_gicon (self->icon, icon);
  else
    gtk_image_set_from_icon_name (self->icon, is_msmtp (installation) ? TERMINAL_ICON : MAIL_ICON);
}

static void
kitte_program_card_dispose (GObject *object)
{
  KitteProgramCard *self = KITTE_PROGRAM_CARD (object);

  g_clear_object (&self->program);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_PROGRAM_CARD);
  G_OBJECT_CLASS (kitte_program_card_parent_class)->dispose (object);
}

static void
kitte_program_card_class_init (KitteProgramCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_program_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-program-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, button);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, icon);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, name);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, note);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, mark);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, existing);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, leave);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, repair);
  gtk_widget_class_bind_template_child (widget_class, KitteProgramCard, add);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
}

static void
kitte_program_card_init (KitteProgramCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kitte_wrap_buttons (GTK_WIDGET (self));
}

KitteProgramCard *
kitte_program_card_new (KitteProgram *program)
{
  KitteProgramCard *self;

  g_return_val_if_fail (KITTE_IS_PROGRAM (program), NULL);

  self = g_object_new (KITTE_TYPE_PROGRAM_CARD, NULL);
  self->program = g_object_ref (program);
  gtk_label_set_label (self->name, kitte_program_get_installation (program)->name);
  show_icon (self, kitte_program_get_installation (program));
  g_signal_connect_object (program, "notify::chosen", G_CALLBACK (show_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (program, "notify::left-out", G_CALLBACK (program_changed_cb), self,
                           G_CONNECT_SWAPPED);
  program_changed_cb (self);
  return self;
}
