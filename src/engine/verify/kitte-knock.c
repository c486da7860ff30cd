/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mail server is talked to as ever and told goodbye, so that its log shows no scanner; nothing
 * secret is anywhere near. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-knock.h"

#include "wire/kitte-connector.h"
#include "wire/kitte-resolver.h"
#include "wire/kitte-trust-store.h"
#include "wire/kitte-wire.h"

struct _KitteKnock
{
  KitteKnockKind kind;
  char *host;
  guint16 port;
  KitteServer *server;
  KitteKnockAnswer answer;
  KitteFinding *finding;

  GTask *task;
  GCancellable *stopping;
  GSource *cancel_source;
  guint timer;
  gint64 end;
};

static void
knock_clear (KitteKnock *self)
{
  g_clear_pointer (&self->server, kitte_server_unref);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_object (&self->stopping);
  g_free (self->host);
}

static KitteKnock *
knock_new (KitteKnockKind kind, const char *host, guint16 port)
{
  KitteKnock *self = g_rc_box_new0 (KitteKnock);

  self->kind = kind;
  self->host = g_strdup (host);
  self->port = port;
  self->stopping = g_cancellable_new ();
  return self;
}

/* Whatever is still under way finds nobody any more. */
static void
finish (KitteKnock *self, KitteKnockAnswer answer)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task == NULL)
    return;
  self->answer = answer;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  g_cancellable_cancel (self->stopping);
  g_task_return_boolean (task, TRUE);
}

static KitteKnockAnswer
answer_of_failure (const KitteFinding *finding, gboolean connected)
{
  if (connected)
    return KITTE_KNOCK_OPEN;
  switch ((int) finding->code)
    {
    case KITTE_FINDING_OFFLINE:
    case KITTE_FINDING_NAME_NOT_FOUND:
    case KITTE_FINDING_DNS_FAILURE:
      return KITTE_KNOCK_NOBODY;
    case KITTE_FINDING_REFUSED:
    case KITTE_FINDING_RESET:
      return KITTE_KNOCK_TURNED_AWAY;
    default:
      return KITTE_KNOCK_SILENT;
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteKnock) self = user_data;
  KitteWire *wire = KITTE_WIRE (source);
  g_autoptr (GError) error = NULL;
  gboolean ready = kitte_wire_finish (wire, result, &error);
  gboolean encrypted = kitte_dialog_get_encrypted (kitte_wire_get_dialog (wire));

  if (ready)
    kitte_wire_goodbye (wire);
  if (self->task == NULL || error != NULL)
    return;
  if (!ready)
    self->finding = kitte_finding_ref (kitte_wire_get_finding (wire));
  finish (self,
          ready && encrypted ? KITTE_KNOCK_READY :
          ready              ? KITTE_KNOCK_OPEN :
                  answer_of_failure (self->finding, kitte_wire_get_remote_address (wire) != NULL));
}

static void
open_wire (KitteKnock *self)
{
  g_autoptr (KitteWire) wire =
      kitte_wire_new (self->server, kitte_trust_store_get_default (), NULL);

  if (self->kind == KITTE_KNOCK_OLD_TLS)
    kitte_wire_ask_for_old_tls (wire);
  kitte_wire_open_async (wire, self->end, self->stopping, opened_cb, kitte_knock_ref (self));
}

/* RFC 5321, 5.1: the lowest preference first. */
static char *
best_exchanger (GList *records)
{
  const char *best = NULL;
  guint16 lowest = G_MAXUINT16;

  for (GList *l = records; l != NULL; l = l->next)
    {
      guint16 preference;
      const char *host;

      g_variant_get (l->data, "(q&s)", &preference, &host);
      if (best == NULL || preference < lowest)
        {
          best = host;
          lowest = preference;
        }
    }
  return best != NULL && *best != '\0' && *best != '.' ? g_strdup (best) : NULL;
}

static void
exchangers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteKnock) self = user_data;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, NULL);
  g_autofree char *host = best_exchanger (records);

  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  if (self->task == NULL)
    return;
  if (host == NULL)
    {
      finish (self, KITTE_KNOCK_NOBODY);
      return;
    }
  self->server =
      kitte_server_new (KITTE_PROTOCOL_SMTP, host, self->port, KITTE_SECURITY_STARTTLS, NULL, NULL);
  open_wire (self);
}

static void
web_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteKnock) self = user_data;
  KitteConnector *connector = KITTE_CONNECTOR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = kitte_connector_connect_finish (connector, result, &error);

  if (self->task == NULL || error != NULL)
    return;
  if (socket == NULL)
    self->finding = kitte_finding_ref (kitte_connector_get_finding (connector));
  finish (self, socket != NULL ? KITTE_KNOCK_OPEN : answer_of_failure (self->finding, FALSE));
}

/* A mail server’s connection ends a little earlier by itself, and knows what it waited for. */
static gboolean
timer_cb (gpointer user_data)
{
  KitteKnock *self = user_data;

  self->timer = 0;
  finish (self, self->kind == KITTE_KNOCK_WEB ? KITTE_KNOCK_SILENT : KITTE_KNOCK_NOBODY);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  finish (user_data, KITTE_KNOCK_NOBODY);
  return G_SOURCE_REMOVE;
}

static void
begin (KitteKnock *self)
{
  if (self->kind == KITTE_KNOCK_WEB)
    {
      g_autoptr (KitteConnector) connector = kitte_connector_new (self->host, self->port);

      kitte_connector_connect_async (connector, self->stopping, web_cb, kitte_knock_ref (self));
    }
  else if (self->kind == KITTE_KNOCK_EXCHANGE)
    {
      g_autoptr (KitteResolver) resolver = kitte_resolver_get_installed ();

      g_resolver_lookup_records_async (G_RESOLVER (resolver), self->host, G_RESOLVER_RECORD_MX,
                                       self->stopping, exchangers_cb, kitte_knock_ref (self));
    }
  else
    open_wire (self);
}

/**
 * kitte_knock_new_mail:
 * @server: (transfer none): whom to ask
 *
 * Returns: (transfer full): to be used once
 */
KitteKnock *
kitte_knock_new_mail (KitteServer *server)
{
  KitteKnock *self = knock_new (KITTE_KNOCK_MAIL, server->host, server->port);

  self->server = kitte_server_ref (server);
  return self;
}

KitteKnock *
kitte_knock_new_old_tls (KitteServer *server)
{
  KitteKnock *self = knock_new (KITTE_KNOCK_OLD_TLS, server->host, server->port);

  self->server = kitte_server_ref (server);
  return self;
}

/**
 * kitte_knock_new_exchange:
 * @domain: whose mail exchanger is asked; found by its MX record
 * @port: where mail exchangers take mail
 */
KitteKnock *
kitte_knock_new_exchange (const char *domain, guint16 port)
{
  return knock_new (KITTE_KNOCK_EXCHANGE, domain, port);
}

KitteKnock *
kitte_knock_new_web (const char *host, guint16 port)
{
  return knock_new (KITTE_KNOCK_WEB, host, port);
}

KitteKnock *
kitte_knock_ref (KitteKnock *self)
{
  return g_rc_box_acquire (self);
}

void
kitte_knock_unref (KitteKnock *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) knock_clear);
}

/**
 * kitte_knock_async:
 * @milliseconds: how long it may take
 * @cancellable: (nullable): ends it at once; then nobody was asked
 *
 * To be called once, on the main context.
 */
void
kitte_knock_async (KitteKnock *self,
                   guint milliseconds,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_return_if_fail (self->task == NULL && self->answer == KITTE_KNOCK_PENDING);

  self->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_task_data (self->task, kitte_knock_ref (self), (GDestroyNotify) kitte_knock_unref);
  self->end = g_get_monotonic_time () + (gint64) milliseconds * 9 / 10 * 1000;
  self->timer = g_timeout_add (milliseconds, timer_cb, self);
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
  begin (self);
}

void
kitte_knock_finish (KitteKnock *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, NULL));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

KitteKnockAnswer
kitte_knock_get_answer (const KitteKnock *self)
{
  return self->answer;
}

/**
 * kitte_knock_get_server:
 *
 * Returns: (transfer none) (nullable): the mail server that was asked
 */
KitteServer *
kitte_knock_get_server (const KitteKnock *self)
{
  return self->server;
}

/**
 * kitte_knock_get_finding:
 *
 * Returns: (transfer none) (nullable): what was wrong there
 */
KitteFinding *
kitte_knock_get_finding (const KitteKnock *self)
{
  return self->finding;
}

/**
 * kitte_knock_describe:
 *
 * Returns: (transfer full): a line of evidence: where, and what came of it, in the codes of the
 *   catalogue, the same in every language
 */
char *
kitte_knock_describe (const KitteKnock *self)
{
  const char *host = self->server != NULL ? self->server->host : self->host;
  const char *outcome = self->finding != NULL ?
                            kitte_finding_code_to_nick (self->finding->code) :
                        self->answer == KITTE_KNOCK_READY || self->answer == KITTE_KNOCK_OPEN ?
                            "ok" :
                            kitte_finding_code_to_nick (self->answer == KITTE_KNOCK_SILENT ?
                                                            KITTE_FINDING_TIMED_OUT :
                                                            KITTE_FINDING_DNS_FAILURE);

  return g_strdup_printf ("%s:%u: %s", host, self->port, outcome);
}
