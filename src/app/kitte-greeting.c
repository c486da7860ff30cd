/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card that greets a provider by name and says which password it takes. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-greeting.h"

#include "kitte-hints.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnose/kitte-provider-sentences.h"

struct _KitteGreeting
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *text;
  GtkBox *hints;
  GtkLabel *checked;
  char *suggestion;
};

G_DEFINE_FINAL_TYPE (KitteGreeting, kitte_greeting, GTK_TYPE_BOX)

enum
{
  SUGGESTION,
  ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_or_hide (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
suggestion_clicked_cb (KitteGreeting *self)
{
  g_autofree char *suggestion = g_strdup (self->suggestion);

  g_signal_emit (self, signals[SUGGESTION], 0, suggestion);
}

static void
elsewhere_clicked_cb (KitteGreeting *self)
{
  g_signal_emit (self, signals[ELSEWHERE], 0);
}

static void
add_button (KitteGreeting *self, const char *text, GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = kitte_hints_make_text (text);

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (self->hints, button);
}

static void
add_suggestion (KitteGreeting *self, const char *suggestion)
{
  /* TRANSLATORS: a button under the address field; %s is an address that was probably meant. */
  g_autofree char *text = g_strdup_printf (_ ("Did you mean %s?"), suggestion);

  add_button (self, text, G_CALLBACK (suggestion_clicked_cb));
}

static void
add_hints (KitteGreeting *self, const KitteProposal *proposal, gboolean sign_in_later)
{
  if (proposal->credential_url != NULL && !sign_in_later)
    gtk_box_append (self->hints, kitte_hints_make_link (proposal->credential_url,
                                                        _ ("Open the page for this password")));
  kitte_hints_add_needed (self->hints, proposal);
}

/* Returns: (transfer full) (nullable): which password it takes, and where that is found */
static char *
describe_password (const KitteProposal *proposal, gboolean sign_in_later)
{
  g_autofree char *which = NULL;

  if (proposal->no_access != NULL)
    return g_strdup (proposal->no_access);
  if (sign_in_later && proposal->credential_kind != KITTE_CREDENTIAL_OAUTH2_ONLY)
    return g_strdup (_ ("No password is needed here: your mail program shows the provider’s "
                        "sign-in page when you first open it."));
  which = kitte_provider_password_sentence (proposal);
  if (which == NULL || proposal->credential_hint == NULL)
    return g_strdup (which != NULL ? which : proposal->credential_hint);
  return g_strconcat (which, "\n", proposal->credential_hint, NULL);
}

/* Returns: (transfer full) (nullable): which provider it is */
static char *
describe_provider (const KitteProposal *proposal, gboolean chosen)
{
  if (proposal->provider_id == NULL)
    return NULL;
  if (chosen)
    /* TRANSLATORS: what the person said before; %s is the name of a mail provider. */
    return g_strdup_printf (_ ("Your mail is at %s."), proposal->provider_name);
  if (proposal->certain && proposal->no_access == NULL)
    /* TRANSLATORS: a greeting; %s is the name of a mail provider. */
    return g_strdup_printf (_ ("This is an address at %s. Its settings are known."),
                            proposal->provider_name);
  /* TRANSLATORS: %s is the name of a mail provider. */
  return g_strdup_printf (_ ("This is an address at %s."), proposal->provider_name);
}

static void
fill (KitteGreeting *self, const KitteProposal *proposal, gboolean chosen, gboolean sign_in_later)
{
  g_autofree char *title = describe_provider (proposal, chosen);
  g_autofree char *password = describe_password (proposal, sign_in_later);
  g_autofree char *age = kitte_provider_age_sentence (proposal);

  set_or_hide (self->title, title);
  set_or_hide (self->text, password);
  set_or_hide (self->checked, age);
  add_hints (self, proposal, sign_in_later);
  if (chosen)
    /* TRANSLATORS: a button: takes back that the mail is at the provider named above. */
    add_button (self, _ ("No, my mail is somewhere else"), G_CALLBACK (elsewhere_clicked_cb));
}

static void
kitte_greeting_dispose (GObject *object)
{
  KitteGreeting *self = KITTE_GREETING (object);

  g_clear_pointer (&self->suggestion, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_GREETING);
  G_OBJECT_CLASS (kitte_greeting_parent_class)->dispose (object);
}

static void
kitte_greeting_class_init (KitteGreetingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_greeting_dispose;
  signals[SUGGESTION] = g_signal_new ("suggestion", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ELSEWHERE] = g_signal_new ("elsewhere", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-greeting.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteGreeting, title);
  gtk_widget_class_bind_template_child (widget_class, KitteGreeting, text);
  gtk_widget_class_bind_template_child (widget_class, KitteGreeting, hints);
  gtk_widget_class_bind_template_child (widget_class, KitteGreeting, checked);
}

static void
kitte_greeting_init (KitteGreeting *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kitte_greeting_new (void)
{
  return g_object_new (KITTE_TYPE_GREETING, NULL);
}

static void
clear (KitteGreeting *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->hints))) != NULL)
    gtk_box_remove (self->hints, child);
  set_or_hide (self->title, NULL);
  set_or_hide (self->text, NULL);
  set_or_hide (self->checked, NULL);
}

/**
 * kitte_greeting_set_proposal:
 * @proposal: (nullable): what is known of the provider
 * @suggestion: (nullable): the address that was probably meant
 * @chosen: whether the person said that the mail is there; it can be taken back
 * @sign_in_later: whether no password is typed here
 *
 * The card hides itself while there is nothing to say.
 */
void
kitte_greeting_set_proposal (KitteGreeting *self,
                             KitteProposal *proposal,
                             const char *suggestion,
                             gboolean chosen,
                             gboolean sign_in_later)
{
  gboolean known = proposal != NULL && (proposal->provider_id != NULL || proposal->hints->len > 0);

  g_return_if_fail (KITTE_IS_GREETING (self));

  g_free (self->suggestion);
  self->suggestion = g_strdup (suggestion);
  clear (self);
  if (suggestion != NULL)
    add_suggestion (self, suggestion);
  if (known)
    fill (self, proposal, chosen, sign_in_later);
  gtk_widget_set_visible (GTK_WIDGET (self), known || suggestion != NULL);
}
