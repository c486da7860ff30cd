/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One ask of a provider on the page: a field for free text, check buttons for choices. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-question.h"

#include "kitte-field.h"
#include "kitte-wrap.h"

#include <glib/gi18n.h>

struct _KitteQuestion
{
  GtkBox parent_instance;
  KitteAsk *ask;
  KitteField *field;
  GtkLabel *problem;
  GPtrArray *buttons;
};

G_DEFINE_FINAL_TYPE (KitteQuestion, kitte_question, GTK_TYPE_BOX)

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_answered_cb (KitteQuestion *self)
{
  if (self->problem != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  g_signal_emit (self, signals[ANSWERED], 0);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  kitte_wrap_label (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
take_likely_cb (KitteQuestion *self, GtkButton *button)
{
  kitte_field_set_text (self->field, g_object_get_data (G_OBJECT (button), "answer"));
  /* A field that has the keyboard already would not be read out with what stands in it now. */
  gtk_widget_grab_focus (GTK_WIDGET (button));
  kitte_field_focus (self->field);
}

/* One press for what most people answer; anything else is typed. */
static void
add_likely (KitteQuestion *self, const char *answer)
{
  /* TRANSLATORS: a button below a field: puts %s, a user name, into it. */
  g_autofree char *text = g_strdup_printf (_ ("Use “%s”"), answer);
  GtkWidget *button = gtk_button_new_with_label (text);

  kitte_wrap_buttons (button);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), "answer", g_strdup (answer), g_free);
  gtk_box_append (GTK_BOX (self), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (take_likely_cb), self, G_CONNECT_SWAPPED);
}

static void
build_field (KitteQuestion *self)
{
  g_autofree char *hint = NULL;

  if (self->ask->example != NULL && *self->ask->why != '\0')
    /* TRANSLATORS: under a field: first where the answer is found, a whole sentence; then what it
     * looks like. */
    hint = g_strdup_printf (_ ("%s Example: %s"), self->ask->why, self->ask->example);
  self->field = g_object_new (KITTE_TYPE_FIELD, "secret", self->ask->secret, NULL);
  kitte_field_set_title (self->field, self->ask->label);
  kitte_field_set_hint (self->field, hint != NULL ? hint : self->ask->why);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->field));
  g_signal_connect_object (self->field, "changed", G_CALLBACK (emit_answered_cb), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; self->ask->likely != NULL && self->ask->likely[i] != NULL; i++)
    add_likely (self, self->ask->likely[i]);
}

static void
add_choice (KitteQuestion *self, const char *choice)
{
  GtkWidget *button = gtk_check_button_new_with_label (choice);

  if (self->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), g_ptr_array_index (self->buttons, 0));
  kitte_wrap_buttons (button);
  g_ptr_array_add (self->buttons, button);
  gtk_box_append (GTK_BOX (self), button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (emit_answered_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
build_choices (KitteQuestion *self)
{
  GtkWidget *title = make_label (self->ask->label, "field-title");

  gtk_box_append (GTK_BOX (self), title);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, title,
                                  NULL, -1);
  if (*self->ask->why != '\0')
    gtk_box_append (GTK_BOX (self), make_label (self->ask->why, "dim-label"));
  for (guint i = 0; self->ask->choices[i] != NULL; i++)
    add_choice (self, self->ask->choices[i]);
  self->problem = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                "visible", FALSE, "wrap", TRUE, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "field-problem");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problem));
}

static void
kitte_question_finalize (GObject *object)
{
  KitteQuestion *self = KITTE_QUESTION (object);

  g_clear_pointer (&self->ask, kitte_ask_unref);
  g_ptr_array_unref (self->buttons);
  G_OBJECT_CLASS (kitte_question_parent_class)->finalize (object);
}

static void
kitte_question_class_init (KitteQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_question_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_question_init (KitteQuestion *self)
{
  self->buttons = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

KitteQuestion *
kitte_question_new (KitteAsk *ask)
{
  KitteQuestion *self;

  g_return_val_if_fail (ask != NULL, NULL);

  self = g_object_new (KITTE_TYPE_QUESTION, NULL);
  self->ask = kitte_ask_ref (ask);
  if (ask->choices != NULL)
    build_choices (self);
  else
    build_field (self);
  return self;
}

/**
 * kitte_question_get_ask:
 *
 * Returns: (transfer none): what is asked
 */
KitteAsk *
kitte_question_get_ask (KitteQuestion *self)
{
  g_return_val_if_fail (KITTE_IS_QUESTION (self), NULL);

  return self->ask;
}

/**
 * kitte_question_get_answer:
 *
 * Returns: (transfer none): what was answered so far; empty: nothing
 */
const char *
kitte_question_get_answer (KitteQuestion *self)
{
  g_return_val_if_fail (KITTE_IS_QUESTION (self), NULL);

  if (self->field != NULL)
    return kitte_field_get_text (self->field);
  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->buttons, i)))
      return self->ask->choices[i];
  return "";
}

void
kitte_question_set_answer (KitteQuestion *self, const char *answer)
{
  g_return_if_fail (KITTE_IS_QUESTION (self) && answer != NULL);

  if (self->field != NULL)
    {
      kitte_field_set_text (self->field, answer);
      return;
    }
  for (guint i = 0; i < self->buttons->len; i++)
    if (g_strcmp0 (self->ask->choices[i], answer) == 0)
      gtk_check_button_set_active (g_ptr_array_index (self->buttons, i), TRUE);
}

/**
 * kitte_question_set_problem:
 * @problem: (nullable): what is wrong with the answer; goes away at the next change
 */
void
kitte_question_set_problem (KitteQuestion *self, const char *problem)
{
  g_return_if_fail (KITTE_IS_QUESTION (self));

  if (self->field != NULL)
    {
      kitte_field_set_problem (self->field, problem);
      return;
    }
  /* The same words once more are announced when they come back. */
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

void
kitte_question_focus (KitteQuestion *self)
{
  g_return_if_fail (KITTE_IS_QUESTION (self));

  if (self->field != NULL)
    kitte_field_focus (self->field);
  else if (self->buttons->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->buttons, 0));
}
