/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which the person chooses how mail is fetched, where there are both ways and nobody
 * says which is better. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-protocol-page.h"

#include "model/kitte-protocol-choice.h"

struct _KitteProtocolPage
{
  KittePage parent_instance;
  GtkCheckButton *imap;
  GtkLabel *imap_line;
  GtkCheckButton *pop3;
  GtkLabel *pop3_line;
  GtkWidget *next;
  char *domain;
};

G_DEFINE_FINAL_TYPE (KitteProtocolPage, kitte_protocol_page, KITTE_TYPE_PAGE)

static gboolean
wants_pop3 (KitteProtocolPage *self)
{
  const char *answer =
      kitte_setup_get_answer (kitte_page_get_setup (KITTE_PAGE (self)), KITTE_ASK_PROTOCOL);

  return g_strcmp0 (answer, kitte_protocol_to_nick (KITTE_PROTOCOL_POP3)) == 0;
}

/* What was chosen last stands there still, decided or not, as long as it is about the same domain.
 */
static void
preselect (KitteProtocolPage *self, const KitteAddress *address)
{
  if (g_strcmp0 (self->domain, address->domain) == 0)
    return;
  g_free (self->domain);
  self->domain = g_strdup (address->domain);
  gtk_check_button_set_active (wants_pop3 (self) ? self->pop3 : self->imap, TRUE);
}

/* Other steps may belong to the one than to the other, and a password that was not needed before.
 */
static KitteOutcome
find_outcome (KitteSetup *setup)
{
  switch (kitte_setup_get_need (setup, NULL, NULL))
    {
    case KITTE_NEED_NOTHING:
      return KITTE_OUTCOME_CONTINUE;
    case KITTE_NEED_STEP:
      return KITTE_OUTCOME_STEP;
    case KITTE_NEED_ADDRESS:
    case KITTE_NEED_ANSWER:
    case KITTE_NEED_PROTOCOL:
    case KITTE_NEED_PASSWORD:
    case KITTE_NEED_OTHER_PASSWORD:
    case KITTE_NEED_OTHER_PROVIDER:
    default:
      return KITTE_OUTCOME_RETYPE;
    }
}

static void
next_cb (KitteProtocolPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_setup_use_protocol (setup, gtk_check_button_get_active (self->pop3) ? KITTE_PROTOCOL_POP3 :
                                                                              KITTE_PROTOCOL_IMAP);
  kitte_page_finish (KITTE_PAGE (self), find_outcome (setup));
}

static void
kitte_protocol_page_shown (KittePage *page)
{
  KitteProtocolPage *self = KITTE_PROTOCOL_PAGE (page);

  preselect (self, kitte_setup_get_address (kitte_page_get_setup (page)));
  kitte_page_set_default (page, self->next);
  gtk_widget_grab_focus (
      GTK_WIDGET (gtk_check_button_get_active (self->pop3) ? self->pop3 : self->imap));
}

static void
kitte_protocol_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_PROTOCOL_PAGE);
  G_OBJECT_CLASS (kitte_protocol_page_parent_class)->dispose (object);
}

static void
kitte_protocol_page_finalize (GObject *object)
{
  g_free (KITTE_PROTOCOL_PAGE (object)->domain);
  G_OBJECT_CLASS (kitte_protocol_page_parent_class)->finalize (object);
}

static void
kitte_protocol_page_class_init (KitteProtocolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_protocol_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_protocol_page_finalize;
  KITTE_PAGE_CLASS (klass)->shown = kitte_protocol_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-protocol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteProtocolPage, imap);
  gtk_widget_class_bind_template_child (widget_class, KitteProtocolPage, imap_line);
  gtk_widget_class_bind_template_child (widget_class, KitteProtocolPage, pop3);
  gtk_widget_class_bind_template_child (widget_class, KitteProtocolPage, pop3_line);
  gtk_widget_class_bind_template_child (widget_class, KitteProtocolPage, next);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
kitte_protocol_page_init (KitteProtocolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->imap_line, kitte_protocol_choice_describe (KITTE_PROTOCOL_IMAP));
  gtk_label_set_label (self->pop3_line, kitte_protocol_choice_describe (KITTE_PROTOCOL_POP3));
}
