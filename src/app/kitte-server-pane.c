/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed last is never changed; what follows it is said. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-server-pane.h"

#include "diagnose/kitte-server-offer.h"
#include "kitte-field.h"
#include "model/kitte-server-form.h"
#include "model/kitte-typed.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KitteServerPane
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkWidget *protocols;
  GtkCheckButton *imap;
  GtkCheckButton *pop3;
  KitteField *host_field;
  GtkWidget *securities;
  GtkCheckButton *tls;
  GtkCheckButton *starttls;
  GtkCheckButton *none;
  KitteField *port_field;
  GtkLabel *note;
  GtkWidget *offer;
  GtkLabel *offer_sentence;
  GtkWidget *offer_button;
  KitteField *username_field;
  KitteField *password_field;
  gboolean incoming;
  gboolean filling;
  KitteServerForm form;
  KitteServer *offered;
};

G_DEFINE_FINAL_TYPE (KitteServerPane, kitte_server_pane, GTK_TYPE_BOX)

enum
{
  PROP_INCOMING = 1,
  N_PROPERTIES
};

enum
{
  OFFER_TAKEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
withdraw_offer (KitteServerPane *self)
{
  g_clear_pointer (&self->offered, kitte_server_unref);
  gtk_widget_set_visible (self->offer, FALSE);
}

static void
set_note (KitteServerPane *self, const char *note)
{
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

/* The fields as the form has them; @with_port: not while it is being typed. */
static void
show_form (KitteServerPane *self, gboolean with_port)
{
  const KitteServerForm *form = &self->form;
  g_autofree char *port = g_strdup_printf ("%u", form->port);

  self->filling = TRUE;
  gtk_check_button_set_active (form->protocol == KITTE_PROTOCOL_POP3 ? self->pop3 : self->imap,
                               TRUE);
  gtk_check_button_set_active (form->security == KITTE_SECURITY_TLS      ? self->tls :
                               form->security == KITTE_SECURITY_STARTTLS ? self->starttls :
                                                                           self->none,
                               TRUE);
  if (with_port && strcmp (kitte_field_get_text (self->port_field), port) != 0)
    kitte_field_set_text (self->port_field, form->port != 0 ? port : "");
  self->filling = FALSE;
}

/* Says what followed the person’s last word. */
static void
note_what_followed (KitteServerPane *self, const KitteServerForm *before, gboolean typed_port)
{
  g_autofree char *note = NULL;

  if (!typed_port && self->form.port != before->port && before->port != 0)
    /* TRANSLATORS: %u is a port number. */
    note =
        g_strdup_printf (_ ("The port is %u now, which goes with your choice."), self->form.port);
  else if (typed_port && self->form.protocol != before->protocol)
    /* TRANSLATORS: %u is a port number; the first %s is IMAP or POP3, the second one of the choices
     * under “Encryption”. */
    note = g_strdup_printf (_ ("Port %u goes with %s and “%s”; that is chosen now."),
                            self->form.port, kitte_protocol_get_display_name (self->form.protocol),
                            kitte_server_offer_name_security (self->form.security));
  else if (typed_port && self->form.security != before->security)
    /* TRANSLATORS: %u is a port number, %s one of the choices under “Encryption”. */
    note = g_strdup_printf (_ ("Port %u goes with “%s”; that is chosen now."), self->form.port,
                            kitte_server_offer_name_security (self->form.security));
  set_note (self, note);
}

static void
typed_cb (KitteServerPane *self)
{
  if (!self->filling)
    withdraw_offer (self);
}

static KitteProtocol
get_protocol (KitteServerPane *self)
{
  if (!self->incoming)
    return KITTE_PROTOCOL_SMTP;
  return gtk_check_button_get_active (self->pop3) ? KITTE_PROTOCOL_POP3 : KITTE_PROTOCOL_IMAP;
}

static KitteSecurity
get_security (KitteServerPane *self)
{
  return gtk_check_button_get_active (self->tls)      ? KITTE_SECURITY_TLS :
         gtk_check_button_get_active (self->starttls) ? KITTE_SECURITY_STARTTLS :
                                                        KITTE_SECURITY_NONE;
}

static void
chosen_cb (KitteServerPane *self, GtkCheckButton *button)
{
  const KitteServerForm before = self->form;

  if (self->filling || !gtk_check_button_get_active (button))
    return;
  withdraw_offer (self);
  if (get_protocol (self) != before.protocol)
    kitte_server_form_set_protocol (&self->form, get_protocol (self));
  if (get_security (self) != before.security)
    kitte_server_form_set_security (&self->form, get_security (self));
  show_form (self, TRUE);
  note_what_followed (self, &before, FALSE);
}

/* 0: no port. */
static guint16
read_port (KitteServerPane *self)
{
  g_autofree char *text = kitte_typed_fold (kitte_field_get_text (self->port_field));
  guint64 port = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return 0;
  return (guint16) port;
}

static void
port_typed_cb (KitteServerPane *self)
{
  const KitteServerForm before = self->form;

  if (self->filling)
    return;
  withdraw_offer (self);
  kitte_server_form_set_port (&self->form, read_port (self));
  show_form (self, FALSE);
  note_what_followed (self, &before, TRUE);
}

static void
take_offer_cb (KitteServerPane *self)
{
  g_autoptr (KitteServer) offered = g_steal_pointer (&self->offered);

  self->form = (KitteServerForm){ offered->protocol, offered->port, offered->security };
  show_form (self, TRUE);
  withdraw_offer (self);
  set_note (self, NULL);
  g_signal_emit (self, signals[OFFER_TAKEN], 0);
}

static void
kitte_server_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KITTE_SERVER_PANE (object)->incoming = g_value_get_boolean (value);
}

static void
name_fields (KitteServerPane *self)
{
  gboolean incoming = self->incoming;

  gtk_label_set_label (self->title, incoming ? _ ("Receiving") : _ ("Sending"));
  kitte_field_set_label (self->host_field,
                         incoming ? _ ("Receiving server") : _ ("Sending server"));
  kitte_field_set_label (self->port_field,
                         incoming ? _ ("Port for receiving") : _ ("Port for sending"));
  kitte_field_set_label (self->username_field,
                         incoming ? _ ("User name for receiving") : _ ("User name for sending"));
  /* The same choices stand on the page twice; who hears it needs to know for what. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->securities), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  incoming ? _ ("Encryption for receiving") :
                                             _ ("Encryption for sending"),
                                  -1);
  kitte_field_set_label (self->password_field, _ ("Password for sending"));
  kitte_field_set_hint (self->password_field,
                        _ ("Only if your provider gave you another one for sending."));
}

static void
kitte_server_pane_constructed (GObject *object)
{
  KitteServerPane *self = KITTE_SERVER_PANE (object);

  G_OBJECT_CLASS (kitte_server_pane_parent_class)->constructed (object);
  self->form.protocol = self->incoming ? KITTE_PROTOCOL_IMAP : KITTE_PROTOCOL_SMTP;
  kitte_server_form_set_security (&self->form, KITTE_SECURITY_TLS);
  name_fields (self);
  gtk_widget_set_visible (self->protocols, self->incoming);
  gtk_widget_set_visible (GTK_WIDGET (self->password_field), !self->incoming);
  show_form (self, TRUE);
}

static void
kitte_server_pane_dispose (GObject *object)
{
  g_clear_pointer (&KITTE_SERVER_PANE (object)->offered, kitte_server_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_SERVER_PANE);
  G_OBJECT_CLASS (kitte_server_pane_parent_class)->dispose (object);
}

static void
kitte_server_pane_class_init (KitteServerPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = kitte_server_pane_set_property;
  object_class->constructed = kitte_server_pane_constructed;
  object_class->dispose = kitte_server_pane_dispose;
  properties[PROP_INCOMING] =
      g_param_spec_boolean ("incoming", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[OFFER_TAKEN] = g_signal_new ("offer-taken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KITTE_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-server-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, title);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, protocols);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, imap);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, pop3);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, host_field);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, securities);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, tls);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, starttls);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, none);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, port_field);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, note);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, offer);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, offer_sentence);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, offer_button);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, username_field);
  gtk_widget_class_bind_template_child (widget_class, KitteServerPane, password_field);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, port_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_offer_cb);
}

static void
kitte_server_pane_init (KitteServerPane *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

/**
 * kitte_server_pane_set_server:
 * @server: fills the fields; of the same direction
 */
void
kitte_server_pane_set_server (KitteServerPane *self, const KitteServer *server)
{
  g_autofree char *host = NULL;

  g_return_if_fail (KITTE_IS_SERVER_PANE (self) && server != NULL);

  self->form = (KitteServerForm){ server->protocol, server->port, server->security };
  self->filling = TRUE;
  host = g_hostname_to_unicode (server->host);
  kitte_field_set_text (self->host_field, host != NULL ? host : server->host);
  kitte_field_set_text (self->username_field, server->username != NULL ? server->username : "");
  self->filling = FALSE;
  show_form (self, TRUE);
  set_note (self, NULL);
  withdraw_offer (self);
}

static gboolean
complain (KitteField *field, const char *problem)
{
  kitte_field_set_problem (field, problem);
  kitte_field_focus (field);
  return FALSE;
}

static gboolean
is_filled (KitteServerPane *self, char *host, const char *username, const GError *error)
{
  if (host == NULL)
    return complain (self->host_field, error->message);
  if (read_port (self) == 0)
    return complain (self->port_field, _ ("A port is a number between 1 and 65535."));
  if (username == NULL || *username == '\0')
    return complain (self->username_field,
                     _ ("Please fill this in. It is in the letter from your provider; often it is "
                        "your mail address."));
  return TRUE;
}

/**
 * kitte_server_pane_read:
 *
 * What a pasted URL says beside the name goes into the other fields.
 *
 * Returns: (transfer full) (nullable): what was typed; %NULL: something is missing, and the field
 *   says what
 */
KitteServer *
kitte_server_pane_read (KitteServerPane *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  g_autofree char *username = NULL;

  g_return_val_if_fail (KITTE_IS_SERVER_PANE (self), NULL);

  host = kitte_server_form_read_host (&self->form, kitte_field_get_text (self->host_field), &error);
  username = kitte_typed_fold (kitte_field_get_text (self->username_field));
  if (host != NULL)
    show_form (self, read_port (self) != 0 || self->form.port != 0);
  if (!is_filled (self, host, username, error))
    return NULL;
  return kitte_server_new (self->form.protocol, host, self->form.port, self->form.security, NULL,
                           username);
}

const char *
kitte_server_pane_get_password (KitteServerPane *self)
{
  g_return_val_if_fail (KITTE_IS_SERVER_PANE (self), "");

  return kitte_field_get_text (self->password_field);
}

void
kitte_server_pane_clear_password (KitteServerPane *self)
{
  g_return_if_fail (KITTE_IS_SERVER_PANE (self));

  kitte_field_set_text (self->password_field, "");
}

/**
 * kitte_server_pane_offer:
 * @server: (transfer none): what answers at the host that was typed, in place of what was typed
 */
void
kitte_server_pane_offer (KitteServerPane *self, KitteServer *server)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (KITTE_IS_SERVER_PANE (self) && server != NULL);

  withdraw_offer (self);
  self->offered = kitte_server_ref (server);
  sentence = kitte_server_offer_write (server);
  gtk_label_set_label (self->offer_sentence, sentence);
  gtk_widget_set_visible (self->offer, TRUE);
  gtk_widget_grab_focus (self->offer_button);
}

gboolean
kitte_server_pane_has_offer (KitteServerPane *self)
{
  g_return_val_if_fail (KITTE_IS_SERVER_PANE (self), FALSE);

  return self->offered != NULL;
}

void
kitte_server_pane_focus (KitteServerPane *self)
{
  g_return_if_fail (KITTE_IS_SERVER_PANE (self));

  kitte_field_focus (self->host_field);
}
