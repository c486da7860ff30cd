/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which servers are typed. They are looked at before the password is sent: what answers
 * in their place is one press away. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-by-hand-page.h"

#include "diagnose/kitte-provider-questions.h"
#include "kitte-copier.h"
#include "kitte-password.h"
#include "kitte-server-pane.h"

#include <glib/gi18n.h>

struct _KitteByHandPage
{
  KittePage parent_instance;
  KitteServerPane *receiving;
  KitteServerPane *sending;
  KittePassword *password;
  GtkLabel *status;
  GtkWidget *next;
  GtkWidget *stop;
  GtkLabel *questions;
  KitteCopier *copier;
  char *seen[2];
  gboolean looking;
  guint press;
};

G_DEFINE_FINAL_TYPE (KitteByHandPage, kitte_by_hand_page, KITTE_TYPE_PAGE)

/* A press of the button; what an earlier one brings is of no interest any more. */
typedef struct
{
  KitteByHandPage *page;
  guint press;
} Press;

static void
show_status (KitteByHandPage *self, const char *sentence)
{
  gtk_label_set_label (self->status, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), sentence != NULL);
}

static void
show_looking (KitteByHandPage *self, gboolean looking)
{
  self->looking = looking;
  gtk_widget_set_visible (self->next, !looking);
  gtk_widget_set_visible (self->stop, looking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->receiving), !looking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sending), !looking);
  show_status (self,
               looking ? _ ("Looking at these servers. Your password is not sent yet.") : NULL);
}

/* What answers instead stands beside what was typed; pressed again, what was typed is taken. */
static void
show_better (KitteByHandPage *self, KitteServer *incoming, KitteServer *outgoing)
{
  show_status (self, _ ("Something else answers there. Your password was not sent."));
  if (outgoing != NULL)
    kitte_server_pane_offer (self->sending, outgoing);
  if (incoming != NULL)
    kitte_server_pane_offer (self->receiving, incoming);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Press *press = user_data;
  g_autoptr (KitteByHandPage) self = g_steal_pointer (&press->page);
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autoptr (GError) error = NULL;

  kitte_setup_look_finish (KITTE_SETUP (source), result, &incoming, &outgoing, &error);
  if (press->press != self->press)
    return;
  show_looking (self, FALSE);
  if (error != NULL)
    return;
  if (incoming != NULL || outgoing != NULL)
    show_better (self, incoming, outgoing);
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_CONTINUE);
}

static void
hand_over_passwords (KitteByHandPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_password_hand_over (self->password, setup);
  kitte_setup_set_answer (setup, KITTE_ASK_SENDING_PASSWORD,
                          kitte_server_pane_get_password (self->sending));
}

static gboolean
has_password (KitteByHandPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  if (kitte_setup_has_password (setup) && !kitte_setup_get_password_rejected (setup))
    return TRUE;
  kitte_password_show_need (self->password, KITTE_NEED_PASSWORD, _ ("Please type your password."));
  return FALSE;
}

static KitteServer *
dup_known (KitteSetup *setup, gboolean incoming)
{
  KitteProtocol protocol = incoming ? KITTE_PROTOCOL_IMAP : KITTE_PROTOCOL_SMTP;
  KitteServer *known = kitte_setup_dup_server (setup, incoming);

  if (known != NULL)
    return known;
  return kitte_server_new (protocol, "",
                           kitte_protocol_get_default_port (protocol, KITTE_SECURITY_TLS),
                           KITTE_SECURITY_TLS, NULL, kitte_setup_get_address (setup)->text);
}

/* Returns: (transfer full) (nullable): what is known now, where it is not what the pane shows or
 * what the person began with there */
static KitteServer *
take_known (KitteByHandPage *self, gboolean incoming)
{
  g_autoptr (KitteServer) known = dup_known (kitte_page_get_setup (KITTE_PAGE (self)), incoming);
  g_autofree char *url = kitte_server_to_url (known);
  g_autofree char *seen = g_strdup_printf ("%s %s", url, known->username);

  if (g_strcmp0 (self->seen[incoming], seen) == 0)
    return NULL;
  g_free (self->seen[incoming]);
  self->seen[incoming] = g_steal_pointer (&seen);
  return g_steal_pointer (&known);
}

/* What the person typed stays until something else is known: another address, other servers. */
static void
fill_pane (KitteByHandPage *self, KitteServerPane *pane, gboolean incoming)
{
  g_autoptr (KitteServer) known = take_known (self, incoming);

  if (known != NULL)
    kitte_server_pane_set_server (pane, known);
}

/* The set-up has what the panes show: nothing to fill in when the page comes again. */
static void
note_handed_over (KitteByHandPage *self)
{
  g_autoptr (KitteServer) incoming = take_known (self, TRUE);
  g_autoptr (KitteServer) outgoing = take_known (self, FALSE);
}

static void
look (KitteByHandPage *self, KitteServer *incoming, KitteServer *outgoing)
{
  Press *press = g_new0 (Press, 1);

  press->page = g_object_ref (self);
  press->press = ++self->press;
  show_looking (self, TRUE);
  gtk_widget_grab_focus (self->stop);
  kitte_setup_look_async (kitte_page_get_setup (KITTE_PAGE (self)), incoming, outgoing, looked_cb,
                          press);
  note_handed_over (self);
}

static void
next_cb (KitteByHandPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  gboolean insists =
      kitte_server_pane_has_offer (self->receiving) || kitte_server_pane_has_offer (self->sending);
  g_autoptr (KitteServer) incoming = kitte_server_pane_read (self->receiving);
  g_autoptr (KitteServer) outgoing =
      incoming != NULL ? kitte_server_pane_read (self->sending) : NULL;

  if (outgoing == NULL)
    return;
  hand_over_passwords (self);
  if (!has_password (self))
    return;
  if (insists)
    {
      kitte_setup_set_server (setup, incoming);
      kitte_setup_set_server (setup, outgoing);
      note_handed_over (self);
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_CONTINUE);
    }
  else
    look (self, incoming, outgoing);
}

static void
offer_taken_cb (KitteByHandPage *self)
{
  show_status (self, NULL);
  gtk_widget_grab_focus (self->next);
}

/* The servers stay as they are. Who stops it takes the word back: the password is let go of too. */
static void
stop_cb (KitteByHandPage *self)
{
  if (!self->looking)
    {
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
      return;
    }
  self->press++;
  kitte_setup_stop (kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_password_take_back (self->password, kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_server_pane_clear_password (self->sending);
  show_looking (self, FALSE);
  gtk_widget_grab_focus (self->next);
}

static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  stop_cb (KITTE_BY_HAND_PAGE (widget));
}

static void
kitte_by_hand_page_shown (KittePage *page)
{
  KitteByHandPage *self = KITTE_BY_HAND_PAGE (page);
  KitteSetup *setup = kitte_page_get_setup (page);
  g_autofree char *questions = kitte_provider_questions_write (kitte_setup_get_address (setup));

  fill_pane (self, self->receiving, TRUE);
  fill_pane (self, self->sending, FALSE);
  gtk_label_set_label (self->questions, questions);
  kitte_copier_set_text (self->copier, questions);
  kitte_copier_reset (self->copier);
  kitte_password_update (self->password, setup);
  show_looking (self, FALSE);
  kitte_page_set_default (page, self->next);
  kitte_server_pane_focus (self->receiving);
}

/* Passwords are in the set-up’s care now. */
static void
kitte_by_hand_page_left (KittePage *page)
{
  KitteByHandPage *self = KITTE_BY_HAND_PAGE (page);

  self->press++;
  if (self->looking)
    kitte_setup_cancel (kitte_page_get_setup (page));
  hand_over_passwords (self);
  kitte_password_put_away (self->password, kitte_page_get_setup (page));
  kitte_server_pane_clear_password (self->sending);
}

static void
kitte_by_hand_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_BY_HAND_PAGE);
  G_OBJECT_CLASS (kitte_by_hand_page_parent_class)->dispose (object);
}

static void
kitte_by_hand_page_finalize (GObject *object)
{
  KitteByHandPage *self = KITTE_BY_HAND_PAGE (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->seen); i++)
    g_free (self->seen[i]);
  G_OBJECT_CLASS (kitte_by_hand_page_parent_class)->finalize (object);
}

static void
kitte_by_hand_page_class_init (KitteByHandPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_by_hand_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_by_hand_page_finalize;
  KITTE_PAGE_CLASS (klass)->shown = kitte_by_hand_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_by_hand_page_left;

  g_type_ensure (KITTE_TYPE_COPIER);
  g_type_ensure (KITTE_TYPE_PASSWORD);
  g_type_ensure (KITTE_TYPE_SERVER_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-by-hand-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, receiving);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, sending);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, password);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, status);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, next);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, stop);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, questions);
  gtk_widget_class_bind_template_child (widget_class, KitteByHandPage, copier);
  gtk_widget_class_bind_template_callback (widget_class, offer_taken_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_install_action (widget_class, "page.stop", NULL, stop_action_cb);
}

static void
kitte_by_hand_page_init (KitteByHandPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
