/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card that explains and offers what helps; used wherever something did not work. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-explanation.h"

#include "brand/kitte-brand-contact.h"
#include "brand/kitte-brand-home.h"
#include "kitte-box.h"
#include "kitte-hints.h"
#include "kitte-reply-view.h"
#include "kitte-wrap.h"
#include "model/kitte-ask.h"

#include <glib/gi18n.h>

struct _KitteExplanation
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *kept;
  GtkBox *buttons;
  GtkBox *choices;
  GtkWidget *primary;
  GtkWidget *help;
  GtkLabel *number;
  GtkBox *contacts;
  KitteReplyView *reply;
};

G_DEFINE_FINAL_TYPE (KitteExplanation, kitte_explanation, GTK_TYPE_BOX)

enum
{
  REMEDY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
button_clicked_cb (KitteExplanation *self, GtkButton *button)
{
  g_autoptr (KitteRemedy) remedy =
      kitte_remedy_ref (g_object_get_data (G_OBJECT (button), "remedy"));

  g_signal_emit (self, signals[REMEDY], 0, remedy);
}

/* A plain label would not wrap at 200 % text; tied to the button so that it is its name. */
static GtkWidget *
make_button (KitteExplanation *self, KitteRemedy *remedy, gboolean primary)
{
  GtkWidget *label = gtk_label_new (remedy->label);
  GtkWidget *button = gtk_button_new ();

  kitte_wrap_label (GTK_LABEL (label));
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_widget_add_css_class (button, "kitte-wide");
  if (primary)
    {
      gtk_widget_add_css_class (button, "suggested-action");
      kitte_explanation_describe (self, button);
    }
  g_object_set_data_full (G_OBJECT (button), "remedy", kitte_remedy_ref (remedy),
                          (GDestroyNotify) kitte_remedy_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (button_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  return button;
}

/* What no button can carry out stands in the text already: wait, ask somebody. */
static gboolean
is_for_button (const KitteRemedy *remedy)
{
  return remedy->code != KITTE_REMEDY_WAIT &&
         !(remedy->code == KITTE_REMEDY_ASK_PROVIDER && remedy->value == NULL);
}

/* Going on without encryption is never what Enter does by itself. Where somebody has to be asked
 * first, nothing behind it helps before. */
static gboolean
is_recommended (const KitteRemedy *remedy, const KitteRemedy *first)
{
  if (!is_for_button (first) && first->code == KITTE_REMEDY_ASK_PROVIDER)
    return FALSE;
  return remedy->code != KITTE_REMEDY_ANSWER_ASK || remedy->value == NULL ||
         !g_str_has_prefix (remedy->value, KITTE_ASK_CLEARTEXT);
}

static void
fill_buttons (KitteExplanation *self, GPtrArray *remedies)
{
  GtkWidget *child;
  GtkWidget *button = NULL;

  self->primary = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->buttons))) != NULL)
    gtk_box_remove (self->buttons, child);
  for (guint i = 0; remedies != NULL && i < remedies->len; i++)
    {
      KitteRemedy *remedy = g_ptr_array_index (remedies, i);
      gboolean primary = button == NULL && is_recommended (remedy, g_ptr_array_index (remedies, 0));

      if (!is_for_button (remedy))
        continue;
      button = make_button (self, remedy, primary);
      gtk_box_append (self->buttons, button);
      if (primary)
        self->primary = button;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), button != NULL);
}

static void
kitte_explanation_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_EXPLANATION);
  G_OBJECT_CLASS (kitte_explanation_parent_class)->dispose (object);
}

static void
kitte_explanation_class_init (KitteExplanationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_explanation_dispose;
  signals[REMEDY] = g_signal_new ("remedy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, KITTE_TYPE_REMEDY);
  g_type_ensure (KITTE_TYPE_REPLY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-explanation.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, title);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, text);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, buttons);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, choices);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, kept);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, contacts);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, help);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, number);
  gtk_widget_class_bind_template_child (widget_class, KitteExplanation, reply);
}

static void
kitte_explanation_init (KitteExplanation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kitte_explanation_new (void)
{
  return g_object_new (KITTE_TYPE_EXPLANATION, NULL);
}

/**
 * kitte_explanation_set_diagnosis:
 * @finding: whose number can be read out on the telephone
 * @transcript: (nullable): what the server said, redacted
 */
void
kitte_explanation_set_diagnosis (KitteExplanation *self,
                                 const KitteDiagnosis *diagnosis,
                                 const KitteFinding *finding,
                                 const char *transcript)
{
  g_autofree char *number = NULL;

  g_return_if_fail (KITTE_IS_EXPLANATION (self) && diagnosis != NULL && finding != NULL);

  kitte_explanation_set_sentence (self, diagnosis->title, diagnosis->text, diagnosis->remedies);
  /* TRANSLATORS: %u is a three-digit number that people read out to their provider’s support. */
  number = g_strdup_printf (_ ("If you call your provider, tell them this number: %u"),
                            kitte_finding_code_get_number (finding->code));
  gtk_label_set_label (self->number, number);
  gtk_widget_set_visible (self->help, TRUE);
  kitte_reply_view_set_transcript (self->reply, transcript);
}

/**
 * kitte_explanation_set_sentence:
 * @remedies: (nullable) (element-type KitteRemedy): what helps, the best first
 *
 * For what is no finding of a server: a question, or something this computer could not do.
 */
void
kitte_explanation_set_sentence (KitteExplanation *self,
                                const char *title,
                                const char *sentence,
                                GPtrArray *remedies)
{
  g_return_if_fail (KITTE_IS_EXPLANATION (self) && title != NULL && sentence != NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *sentence != '\0');
  gtk_widget_set_visible (self->help, FALSE);
  kitte_explanation_set_kept (self, NULL);
  kitte_explanation_set_contacts (self, NULL);
  kitte_reply_view_set_transcript (self->reply, NULL);
  fill_buttons (self, remedies);
}

/**
 * kitte_explanation_get_primary:
 *
 * Returns: (transfer none) (nullable): the button that most likely helps and does no harm
 */
GtkWidget *
kitte_explanation_get_primary (KitteExplanation *self)
{
  g_return_val_if_fail (KITTE_IS_EXPLANATION (self), NULL);

  return self->primary;
}

/**
 * kitte_explanation_set_kept:
 * @sentence: (nullable): what was not done, where the explanation does not say so itself
 */
void
kitte_explanation_set_kept (KitteExplanation *self, const char *sentence)
{
  g_return_if_fail (KITTE_IS_EXPLANATION (self));

  gtk_label_set_label (self->kept, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->kept), sentence != NULL);
}

static void
add_contact (KitteExplanation *self, const KitteHint *hint)
{
  GtkWidget *text = hint->url != NULL ? kitte_hints_make_link (hint->url, hint->text) :
                                        kitte_hints_make_text (hint->text);

  /* A number that is read out, or a mail address that is copied. */
  if (hint->url == NULL)
    gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_box_append (self->contacts, text);
}

/**
 * kitte_explanation_set_contacts:
 * @proposal: (nullable): of the provider whose help may be asked
 *
 * Shows how the provider can be reached, and when, where that is known for certain; else how those
 * can be reached whose program this is.
 */
void
kitte_explanation_set_contacts (KitteExplanation *self, const KitteProposal *proposal)
{
  gboolean certain = proposal != NULL && kitte_proposal_names_contact (proposal);
  g_autoptr (GPtrArray) help = NULL;

  g_return_if_fail (KITTE_IS_EXPLANATION (self));

  help = kitte_brand_find_help (kitte_brand_get (), certain ? proposal : NULL);
  kitte_box_clear (self->contacts);
  for (guint i = 0; i < help->len; i++)
    add_contact (self, help->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->contacts), help->len > 0);
}

/**
 * kitte_explanation_add_choice:
 * @button: (transfer floating): another way on, below the remedies
 */
void
kitte_explanation_add_choice (KitteExplanation *self, GtkWidget *button)
{
  g_return_if_fail (KITTE_IS_EXPLANATION (self) && GTK_IS_WIDGET (button));

  gtk_box_append (self->choices, button);
  g_object_bind_property (button, "visible", self->choices, "visible", G_BINDING_SYNC_CREATE);
}

/**
 * kitte_explanation_describe:
 * @button: the one that gets the keyboard; a screen reader then reads the explanation with it
 */
void
kitte_explanation_describe (KitteExplanation *self, GtkWidget *button)
{
  g_return_if_fail (KITTE_IS_EXPLANATION (self) && GTK_IS_WIDGET (button));

  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->title, self->text, NULL, -1);
}
