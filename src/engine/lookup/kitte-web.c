/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By libsoup: the system’s proxy and authorities, no cookies, no cache, no sign-in. Redirects are
 * followed by hand, because each may lead only to HTTPS and must not carry the address along. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-web.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "model/kitte-domain.h"
#include "wire/kitte-nearness.h"
#include "wire/kitte-trust-store.h"

/* From the first packet to the last byte, over all redirects: somebody waits. */
#define TIME_LIMIT_MS 5000

/* A domain to its hoster, from there to the document; more than this goes in circles. */
#define MAX_REDIRECTS 4

#define CHUNK_SIZE (16 * 1024)

struct _KitteWeb
{
  GObject parent_instance;
  SoupSession *session;
  GTlsDatabase *test_authority;
  KitteWebNearness nearness;
};

/* One document on its way. @reach: how near a place may be that it leads to; @seeks_proxy: the
 * proxy was not reached yet; @negotiates: with a proxy, which has not let it through yet. */
typedef struct
{
  const KitteWeb *web;
  GUri *uri;
  char *start_domain;
  KitteWebReach caller;
  KitteNearness reach;
  gboolean too_near;
  gboolean seeks_proxy;
  gboolean negotiates;
  gboolean somebody_else;
  gboolean carries_query;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *bytes;
  GCancellable *inner;
  gulong cancel_handler;
  guint timer;
  guint n_redirects;
  gboolean timed_out;
} Fetch;

G_DEFINE_QUARK (kitte_web_error, kitte_web_error)
G_DEFINE_FINAL_TYPE (KitteWeb, kitte_web, G_TYPE_OBJECT)

static void
drop_message (Fetch *fetch)
{
  if (fetch->message != NULL)
    g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
}

static void
fetch_free (Fetch *fetch)
{
  g_clear_handle_id (&fetch->timer, g_source_remove);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_free (fetch->start_domain);
  drop_message (fetch);
  g_clear_object (&fetch->stream);
  g_byte_array_unref (fetch->bytes);
  g_clear_object (&fetch->inner);
  g_free (fetch);
}

static void
stop_waiting (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  GCancellable *outer = g_task_get_cancellable (task);

  g_clear_handle_id (&fetch->timer, g_source_remove);
  if (fetch->cancel_handler != 0)
    g_cancellable_disconnect (outer, fetch->cancel_handler);
  fetch->cancel_handler = 0;
}

/* What is behind an error that GIO or libsoup has for several things. */
static GError *
explain (const Fetch *fetch, GError *error)
{
  KitteWebError code;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !fetch->timed_out &&
      !fetch->too_near)
    return error;
  if (fetch->too_near)
    code = KITTE_WEB_ERROR_PRIVATE;
  else if (fetch->seeks_proxy)
    code = KITTE_WEB_ERROR_NO_PROXY;
  else if (fetch->negotiates)
    code = KITTE_WEB_ERROR_PROXY;
  else if (fetch->somebody_else &&
           g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    code = KITTE_WEB_ERROR_SOMEBODY_ELSE;
  else if (fetch->timed_out)
    {
      g_error_free (error);
      return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer in time");
    }
  else
    return error;
  g_error_free (error);
  return g_error_new_literal (KITTE_WEB_ERROR, (int) code, "not fetched");
}

static void
return_error (GTask *task, GError *error)
{
  stop_waiting (task);
  g_task_return_error (task, explain (g_task_get_task_data (task), error));
}

static void
refuse (GTask *task, KitteWebError code, const char *message)
{
  return_error (task, g_error_new_literal (KITTE_WEB_ERROR, (int) code, message));
}

static void send_request (GTask *task);

static gboolean
is_inside (const char *host, const char *domain)
{
  g_autofree char *own = kitte_domain_get_registrable (host);

  return own != NULL && g_strcmp0 (own, domain) == 0;
}

/* Where a redirect leads. Addresses as numbers, and names of one label, are places inside some
 * network that a stranger must not have us look at. */
static GUri *
follow (const Fetch *fetch, const char *location)
{
  g_autoptr (GUri) target =
      location != NULL ? g_uri_parse_relative (fetch->uri, location, SOUP_HTTP_URI_FLAGS, NULL) :
                         NULL;
  g_autofree char *host = NULL;

  if (target == NULL || g_uri_get_host (target) == NULL ||
      !g_str_equal (g_uri_get_scheme (target), "https") || g_uri_get_userinfo (target) != NULL ||
      kitte_domain_to_ascii (g_uri_get_host (target), &host) != KITTE_DOMAIN_OK ||
      strchr (host, '.') == NULL)
    return NULL;
  if (fetch->carries_query && !is_inside (host, fetch->start_domain))
    return g_uri_build (SOUP_HTTP_URI_FLAGS, "https", NULL, host, g_uri_get_port (target),
                        g_uri_get_path (target), NULL, NULL);
  return g_steal_pointer (&target);
}

/* The address may stand in a path too; then the redirect is not followed. */
static gboolean
tells_address (const Fetch *fetch, GUri *target)
{
  return fetch->carries_query && !is_inside (g_uri_get_host (target), fetch->start_domain) &&
         (strchr (g_uri_get_path (target), '@') != NULL ||
          strstr (g_uri_get_path (target), "%40") != NULL);
}

static KitteNearness
judge (const Fetch *fetch, GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) ?
             fetch->web->nearness (
                 g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))) :
             KITTE_NEARNESS_COMPUTER;
}

/* Who answers from the Internet may not send into a private network, but inside its own domain: a
 * company may have its mail there. A proxy goes there itself. */
static gboolean
may_connect (const Fetch *fetch, GSocketAddress *address)
{
  KitteNearness nearness;

  if (G_IS_PROXY_ADDRESS (address))
    return TRUE;
  nearness = judge (fetch, address);
  return nearness <= fetch->reach ||
         (nearness == KITTE_NEARNESS_NETWORK && fetch->caller == KITTE_WEB_ANYWHERE &&
          is_inside (g_uri_get_host (fetch->uri), fetch->start_domain));
}

/* Before the first packet goes out. */
static void
connecting (Fetch *fetch, GIOStream *stream)
{
  g_autoptr (GSocketAddress) address =
      G_IS_SOCKET_CONNECTION (stream) ?
          g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (stream), NULL) :
          NULL;

  fetch->seeks_proxy = G_IS_PROXY_ADDRESS (address);
  if (address == NULL || may_connect (fetch, address))
    return;
  /* Cancelling alone would come too late for the first packet. */
  fetch->too_near = TRUE;
  g_socket_close (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)), NULL);
  g_cancellable_cancel (fetch->inner);
}

static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *stream, Fetch *fetch)
{
  if (event == G_SOCKET_CLIENT_CONNECTING)
    connecting (fetch, stream);
  else if (event == G_SOCKET_CLIENT_CONNECTED)
    fetch->seeks_proxy = FALSE;
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    fetch->negotiates = TRUE;
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATED)
    fetch->negotiates = FALSE;
}

/* Whoever sends on may send as near as it is itself. */
static void
note_sender (Fetch *fetch)
{
  GSocketAddress *sender = soup_message_get_remote_address (fetch->message);

  fetch->reach = sender != NULL && !G_IS_PROXY_ADDRESS (sender) ? judge (fetch, sender) :
                                                                  KITTE_NEARNESS_INTERNET;
}

static void
redirect (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  const char *location =
      soup_message_headers_get_one (soup_message_get_response_headers (fetch->message), "Location");
  g_autoptr (GUri) target = follow (fetch, location);

  if (target == NULL || tells_address (fetch, target) || ++fetch->n_redirects > MAX_REDIRECTS)
    {
      refuse (task, KITTE_WEB_ERROR_REDIRECT, "a redirect that may not be followed");
      return;
    }
  if (!is_inside (g_uri_get_host (target), fetch->start_domain))
    fetch->carries_query = FALSE;
  note_sender (fetch);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  fetch->uri = g_steal_pointer (&target);
  g_clear_object (&fetch->stream);
  send_request (task);
}

static void
return_document (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  GBytes *document = g_byte_array_free_to_bytes (g_steal_pointer (&fetch->bytes));

  fetch->bytes = g_byte_array_new ();
  stop_waiting (task);
  g_task_return_pointer (task, document, (GDestroyNotify) g_bytes_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) chunk =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    {
      return_error (task, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      return_document (task);
      return;
    }
  g_byte_array_append (fetch->bytes, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  if (fetch->bytes->len > KITTE_MAX_DOCUMENT)
    {
      g_cancellable_cancel (fetch->inner);
      refuse (task, KITTE_WEB_ERROR_TOO_LARGE, "longer than any document with settings");
      return;
    }
  g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   fetch->inner, read_cb, g_object_ref (task));
}

static void
judge_status (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);
  guint status = soup_message_get_status (fetch->message);

  if (status == SOUP_STATUS_OK)
    g_input_stream_read_bytes_async (fetch->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, fetch->inner,
                                     read_cb, g_object_ref (task));
  else if (SOUP_STATUS_IS_REDIRECTION (status))
    redirect (task);
  else if (status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    refuse (task, KITTE_WEB_ERROR_PROXY, "the proxy wants a sign-in");
  else if (SOUP_STATUS_IS_SERVER_ERROR (status))
    refuse (task, KITTE_WEB_ERROR_SERVER, "the server cannot answer");
  else
    refuse (task, KITTE_WEB_ERROR_NO_PAGE, "no such page");
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (fetch->stream != NULL)
    judge_status (task);
  else
    return_error (task, error);
}

/* What KITTE_CA_FILE names is an authority beside the system’s. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       Fetch *fetch)
{
  g_autoptr (GSocketConnectable) identity = NULL;
  GUri *uri = soup_message_get_uri (message);

  if (fetch->web->test_authority != NULL)
    {
      identity = g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
      errors = g_tls_database_verify_chain (fetch->web->test_authority, certificate,
                                            G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                            NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
    }
  fetch->somebody_else = (errors & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0;
  return errors == 0;
}

static void
send_request (GTask *task)
{
  KitteWeb *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);

  drop_message (fetch);
  fetch->message = soup_message_new_from_uri ("GET", fetch->uri);
  soup_message_add_flags (fetch->message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  g_signal_connect (fetch->message, "accept-certificate", G_CALLBACK (accept_certificate_cb),
                    fetch);
  g_signal_connect (fetch->message, "network-event", G_CALLBACK (network_event_cb), fetch);
  soup_session_send_async (self->session, fetch->message, G_PRIORITY_DEFAULT, fetch->inner, sent_cb,
                           g_object_ref (task));
}

static void
outer_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
out_of_time_cb (gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->timer = 0;
  fetch->timed_out = TRUE;
  g_cancellable_cancel (fetch->inner);
  return G_SOURCE_REMOVE;
}

static void
kitte_web_finalize (GObject *object)
{
  KitteWeb *self = KITTE_WEB (object);

  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->test_authority);
  G_OBJECT_CLASS (kitte_web_parent_class)->finalize (object);
}

static void
kitte_web_class_init (KitteWebClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_web_finalize;
}

static void
kitte_web_init (KitteWeb *self)
{
  self->nearness = kitte_nearness_of;
}

/**
 * kitte_web_new:
 *
 * Returns: (transfer full): a fetcher with the system’s proxy and authorities, and what
 *   `KITTE_CA_FILE` adds to these
 */
KitteWeb *
kitte_web_new (void)
{
  return kitte_web_new_with (NULL, kitte_trust_store_get_test_authority (
                                       kitte_trust_store_get_default ()));
}

/**
 * kitte_web_new_with:
 * @server: (nullable): where every connection goes, whatever the URL says, for tests
 * @authority: (nullable): a file of further authorities in PEM
 *
 * Returns: (transfer full): a fetcher
 */
KitteWeb *
kitte_web_new_with (GSocketConnectable *server, const char *authority)
{
  KitteWeb *self = g_object_new (KITTE_TYPE_WEB, NULL);

  self->session = server != NULL ?
                      soup_session_new_with_options ("remote-connectable", server, NULL) :
                      soup_session_new ();
  soup_session_set_user_agent (self->session, "Kitte/" PACKAGE_VERSION);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  if (authority != NULL)
    self->test_authority = g_tls_file_database_new (authority, NULL);
  return self;
}

/**
 * kitte_web_set_world:
 * @proxies: (nullable): whom to ask for proxies in place of the system
 * @nearness: (nullable): what judges addresses
 *
 * For tests.
 */
void
kitte_web_set_world (KitteWeb *self, GProxyResolver *proxies, KitteWebNearness nearness)
{
  g_return_if_fail (KITTE_IS_WEB (self));

  if (proxies != NULL)
    soup_session_set_proxy_resolver (self->session, proxies);
  if (nearness != NULL)
    self->nearness = nearness;
}

/**
 * kitte_web_fetch_async:
 * @url: `https://…`, or `http://…` where the caller knows what that is worth
 * @query: (nullable): what follows the question mark; only the host of @url, and others of the same
 *   registrable domain, ever hear it
 * @reach: whether @url may lead into a private network
 *
 * Redirects are followed a few times, to HTTPS only; from the Internet never to this computer, and
 * into a private network only inside the registrable domain of @url. On the main context.
 */
void
kitte_web_fetch_async (KitteWeb *self,
                       const char *url,
                       const char *query,
                       KitteWebReach reach,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *whole = NULL;
  Fetch *fetch;

  g_return_if_fail (KITTE_IS_WEB (self) && url != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kitte_web_fetch");
  if (g_task_return_error_if_cancelled (task))
    return;
  whole = query != NULL ? g_strconcat (url, "?", query, NULL) : g_strdup (url);
  fetch = g_new0 (Fetch, 1);
  fetch->web = self;
  fetch->caller = reach;
  fetch->reach = reach == KITTE_WEB_ANYWHERE ? KITTE_NEARNESS_COMPUTER : KITTE_NEARNESS_INTERNET;
  fetch->bytes = g_byte_array_new ();
  fetch->uri = g_uri_parse (whole, SOUP_HTTP_URI_FLAGS, NULL);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_free);
  g_return_if_fail (fetch->uri != NULL);
  fetch->start_domain = kitte_domain_get_registrable (g_uri_get_host (fetch->uri));
  fetch->carries_query = query != NULL;
  fetch->inner = g_cancellable_new ();
  if (cancellable != NULL)
    fetch->cancel_handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                   g_object_ref (fetch->inner), g_object_unref);
  fetch->timer = g_timeout_add (TIME_LIMIT_MS, out_of_time_cb, fetch);
  send_request (task);
}

/**
 * kitte_web_fetch_finish:
 * @final_host: (out) (optional): the host that the document came from in the end
 *
 * Returns: (transfer full): the document; %NULL with a #KITTE_WEB_ERROR, a #G_TLS_ERROR, a
 *   #KITTE_RESOLVER_ERROR or a #G_IO_ERROR
 */
GBytes *
kitte_web_fetch_finish (KitteWeb *self, GAsyncResult *result, char **final_host, GError **error)
{
  Fetch *fetch;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fetch = g_task_get_task_data (G_TASK (result));
  if (final_host != NULL && fetch != NULL)
    *final_host = g_ascii_strdown (g_uri_get_host (fetch->uri), -1);
  return g_task_propagate_pointer (G_TASK (result), error);
}
