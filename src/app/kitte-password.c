/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same on every page on which the mailbox’s password is typed. Signal “insisted”: it is to be
 * tried although it does not look like one of the provider’s. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-password.h"

#include "kitte-field.h"

#include <glib/gi18n.h>

struct _KittePassword
{
  GtkBox parent_instance;
  KitteField *field;
  GtkWidget *insist;
};

G_DEFINE_FINAL_TYPE (KittePassword, kitte_password, GTK_TYPE_BOX)

enum
{
  INSISTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
insist_cb (KittePassword *self)
{
  g_signal_emit (self, signals[INSISTED], 0);
}

/* The word is about the password that stood there. */
static void
changed_cb (KittePassword *self)
{
  gtk_widget_set_visible (self->insist, FALSE);
}

static void
kitte_password_class_init (KittePasswordClass *klass)
{
  signals[INSISTED] = g_signal_new ("insisted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_password_init (KittePassword *self)
{
  self->field = kitte_field_new (_ ("_Password"), TRUE);
  /* TRANSLATORS: a button under a password that does not look right: it is sent as it is. */
  self->insist = gtk_button_new_with_label (_ ("Try this password all the same"));
  gtk_widget_set_halign (self->insist, GTK_ALIGN_START);
  gtk_widget_set_visible (self->insist, FALSE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->field));
  gtk_box_append (GTK_BOX (self), self->insist);
  g_signal_connect_swapped (self->field, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->insist, "clicked", G_CALLBACK (insist_cb), self);
}

static const char *
get_hint (KitteSetup *setup)
{
  if (kitte_setup_has_password (setup) && !kitte_setup_get_password_rejected (setup))
    return _ ("What you typed is still remembered. Type here only to change it.");
  return _ ("It is sent only to your own mail server, and only after Kitte has made sure that it "
            "is the right one.");
}

/**
 * kitte_password_update:
 *
 * Says which password it is, and whether one is remembered.
 */
void
kitte_password_update (KittePassword *self, KitteSetup *setup)
{
  const KitteProposal *proposal;

  g_return_if_fail (KITTE_IS_PASSWORD (self) && KITTE_IS_SETUP (setup));

  proposal = kitte_setup_get_greeting (setup);
  kitte_field_set_label (self->field, proposal != NULL && proposal->credential_kind ==
                                                              KITTE_CREDENTIAL_APP_PASSWORD ?
                                          _ ("App _password") :
                                          _ ("_Password"));
  kitte_field_set_hint (self->field, get_hint (setup));
}

/**
 * kitte_password_hand_over:
 *
 * @setup keeps what was typed from now on; where nothing was, what it had.
 */
void
kitte_password_hand_over (KittePassword *self, KitteSetup *setup)
{
  g_return_if_fail (KITTE_IS_PASSWORD (self) && KITTE_IS_SETUP (setup));

  kitte_setup_set_password (setup, kitte_field_get_text (self->field));
}

/**
 * kitte_password_put_away:
 *
 * The page is left: @setup keeps what was typed, and the field is emptied. The toolkit’s copy can
 * be read by every program on the accessibility bus.
 */
void
kitte_password_put_away (KittePassword *self, KitteSetup *setup)
{
  kitte_password_hand_over (self, setup);
  kitte_field_set_text (self->field, "");
}

/**
 * kitte_password_take_back:
 *
 * The word is taken back, and @setup has forgotten it already: the field is emptied.
 */
void
kitte_password_take_back (KittePassword *self, KitteSetup *setup)
{
  g_return_if_fail (KITTE_IS_PASSWORD (self) && KITTE_IS_SETUP (setup));

  kitte_field_set_text (self->field, "");
  kitte_password_update (self, setup);
}

/**
 * kitte_password_show_need:
 * @need: %KITTE_NEED_PASSWORD or %KITTE_NEED_OTHER_PASSWORD
 * @sentence: what to tell the person
 */
void
kitte_password_show_need (KittePassword *self, KitteNeed need, const char *sentence)
{
  g_return_if_fail (KITTE_IS_PASSWORD (self));

  gtk_widget_set_visible (self->insist, need == KITTE_NEED_OTHER_PASSWORD);
  kitte_field_set_problem (self->field, sentence);
  kitte_field_focus (self->field);
}

void
kitte_password_focus (KittePassword *self)
{
  g_return_if_fail (KITTE_IS_PASSWORD (self));

  kitte_field_focus (self->field);
}
