/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page for a step at the provider without which nothing works: to allow mail programs, to make
 * a password for them. One button opens the provider’s page, another says that it is done. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-step-page.h"

#include "diagnose/kitte-provider-sentences.h"
#include "kitte-box.h"
#include "kitte-hints.h"
#include "kitte-password.h"

#include <glib/gi18n.h>

struct _KitteStepPage
{
  KittePage parent_instance;
  GtkLabel *heading;
  GtkBox *steps;
  KittePassword *password;
  GtkWidget *done;
};

G_DEFINE_FINAL_TYPE (KitteStepPage, kitte_step_page, KITTE_TYPE_PAGE)

/* A link that looks like the button it is: there is nothing more important on this page. */
static GtkWidget *
make_button (const char *url, const char *label)
{
  GtkWidget *button = kitte_hints_make_link (url, label);

  gtk_widget_remove_css_class (button, "link");
  gtk_widget_remove_css_class (button, "flat");
  return button;
}

static void
add_step (KitteStepPage *self, const char *text, const char *url, const char *label)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "kitte-card");
  gtk_box_append (GTK_BOX (card), kitte_hints_make_text (text));
  if (url != NULL)
    gtk_box_append (GTK_BOX (card), make_button (url, label));
  gtk_box_append (self->steps, card);
}

/* The password that is made there stands last: what comes before may be needed to make it. */
static void
add_password (KitteStepPage *self, const KitteProposal *proposal)
{
  g_autofree char *which = kitte_provider_password_sentence (proposal);
  g_autofree char *text = NULL;

  if (which != NULL && proposal->credential_hint != NULL)
    /* TRANSLATORS: two or more whole sentences, one behind the other. */
    text = g_strdup_printf (C_ ("sentences", "%s %s"), which, proposal->credential_hint);
  else
    text = g_strdup (which != NULL ? which : proposal->credential_hint);
  if (text != NULL)
    add_step (self, text, proposal->credential_url, _ ("Open the page for this password"));
}

static void
fill (KitteStepPage *self, const KitteProposal *proposal)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *heading = NULL;

  if (proposal->provider_name != NULL)
    /* TRANSLATORS: above what has to be done first; %s is the name of a mail provider. */
    heading = g_strdup_printf (_ ("Something to do at %s first"), proposal->provider_name);
  else
    heading = g_strdup (_ ("Something to do at your provider first"));
  gtk_label_set_label (self->heading, heading);
  kitte_box_clear (self->steps);
  for (guint i = 0; i < proposal->hints->len; i++)
    {
      const KitteHint *hint = proposal->hints->pdata[i];

      if (hint->required)
        add_step (self, hint->text, hint->url, _ ("Open the provider’s page"));
    }
  if (kitte_setup_makes_password (setup, proposal))
    add_password (self, proposal);
}

/* Where it was typed before there is nothing to type here. */
static void
update_password (KitteStepPage *self, const KitteProposal *proposal)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_password_update (self->password, setup);
  gtk_widget_set_visible (GTK_WIDGET (self->password),
                          kitte_setup_uses_password (setup, proposal) &&
                              (!kitte_setup_has_password (setup) ||
                               kitte_setup_get_password_rejected (setup)));
}

static GtkWidget *
find_first_link (KitteStepPage *self)
{
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->steps)); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    if (GTK_IS_LINK_BUTTON (gtk_widget_get_last_child (card)))
      return gtk_widget_get_last_child (card);
  return NULL;
}

static void
kitte_step_page_shown (KittePage *page)
{
  KitteStepPage *self = KITTE_STEP_PAGE (page);
  KitteProposal *proposal = kitte_setup_get_step_proposal (kitte_page_get_setup (page));
  GtkWidget *link;

  if (proposal != NULL)
    {
      fill (self, proposal);
      update_password (self, proposal);
    }
  link = find_first_link (self);
  kitte_page_set_default (page, self->done);
  gtk_widget_grab_focus (link != NULL ? link : self->done);
}

static void
kitte_step_page_left (KittePage *page)
{
  kitte_password_put_away (KITTE_STEP_PAGE (page)->password, kitte_page_get_setup (page));
}

static void
go_on (KitteStepPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *sentence = NULL;
  KitteNeed need;

  kitte_setup_finish_steps (setup);
  need = kitte_setup_get_need (setup, NULL, &sentence);
  if (need == KITTE_NEED_PASSWORD || need == KITTE_NEED_OTHER_PASSWORD)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->password), TRUE);
      kitte_password_show_need (self->password, need, sentence);
    }
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_CONTINUE);
}

static void
done_cb (KitteStepPage *self)
{
  kitte_password_hand_over (self->password, kitte_page_get_setup (KITTE_PAGE (self)));
  go_on (self);
}

static void
insisted_cb (KitteStepPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_password_hand_over (self->password, setup);
  kitte_setup_insist_on_password (setup);
  go_on (self);
}

static void
kitte_step_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_STEP_PAGE);
  G_OBJECT_CLASS (kitte_step_page_parent_class)->dispose (object);
}

static void
kitte_step_page_class_init (KitteStepPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_step_page_dispose;
  KITTE_PAGE_CLASS (klass)->shown = kitte_step_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_step_page_left;

  g_type_ensure (KITTE_TYPE_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-step-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteStepPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KitteStepPage, steps);
  gtk_widget_class_bind_template_child (widget_class, KitteStepPage, password);
  gtk_widget_class_bind_template_child (widget_class, KitteStepPage, done);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, insisted_cb);
}

static void
kitte_step_page_init (KitteStepPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
