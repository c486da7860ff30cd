/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteWeb: where redirects may lead, and what a proxy lets through. */
#include "config.h"

#include "lookup/kitte-web.h"

#include <libsoup/soup.h>
#include <string.h>

#include "support/dns-server.h"
#include "wire/kitte-resolver.h"

/* Three loopback addresses stand for the world; no other is used. */
#define INTERNET "127.0.0.1"
#define NETWORK "127.0.0.2"
#define COMPUTER "127.0.0.3"

#define PAGE "autoconfig.page.test"

typedef struct
{
  TestDnsServer *dns;
  GResolver *before;
  KitteWeb *web;
  SoupServer *server;
  SoupServer *network_server;
  GSocketService *listener;
  guint port;
  guint n_connections;
  guint status;
  char *location;
  GError *error;
  GBytes *document;
  gboolean done;
} Fixture;

static KitteNearness
judge (GInetAddress *address)
{
  g_autofree char *text = g_inet_address_to_string (address);

  return g_str_equal (text, INTERNET) ? KITTE_NEARNESS_INTERNET :
         g_str_equal (text, NETWORK)  ? KITTE_NEARNESS_NETWORK :
                                        KITTE_NEARNESS_COMPUTER;
}

static void
answer_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *f = user_data;

  if (f->location != NULL)
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, f->location);
  else if (f->status == SOUP_STATUS_OK)
    soup_server_message_set_response (message, "text/xml", SOUP_MEMORY_STATIC, "settings", 8);
  soup_server_message_set_status (message, f->location != NULL ? SOUP_STATUS_FOUND : f->status,
                                  NULL);
}

static SoupServer *
serve (Fixture *f, const char *address)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GError) error = NULL;
  SoupServer *server = soup_server_new (NULL, NULL);

  soup_server_add_handler (server, NULL, answer_cb, f, NULL);
  soup_server_listen (server, place, 0, &error);
  g_assert_no_error (error);
  return server;
}

static guint
port_of (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint port = (guint) g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

/* It speaks no TLS: that somebody came is all that matters. */
static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, Fixture *f)
{
  f->n_connections++;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static void
listen_at (Fixture *f, const char *address)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) effective = NULL;

  f->listener = g_socket_service_new ();
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (f->listener), place,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &effective, NULL));
  f->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (f->listener, "incoming", G_CALLBACK (incoming_cb), f);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteResolver) resolver = NULL;

  f->dns = test_dns_server_new ();
  f->before = g_resolver_get_default ();
  resolver = kitte_resolver_new (f->before, test_dns_server_get_address (f->dns));
  g_resolver_set_default (G_RESOLVER (resolver));
  f->web = kitte_web_new_with (NULL, NULL);
  kitte_web_set_world (f->web, NULL, judge);
  f->server = serve (f, INTERNET);
  f->status = SOUP_STATUS_OK;
  test_dns_server_add_address (f->dns, PAGE, INTERNET);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_resolver_set_default (f->before);
  g_object_unref (f->before);
  g_clear_object (&f->web);
  g_clear_object (&f->server);
  g_clear_object (&f->network_server);
  if (f->listener != NULL)
    g_socket_service_stop (f->listener);
  g_clear_object (&f->listener);
  g_clear_pointer (&f->location, g_free);
  g_clear_pointer (&f->document, g_bytes_unref);
  g_clear_error (&f->error);
  test_dns_server_free (f->dns);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->document = kitte_web_fetch_finish (KITTE_WEB (source), result, NULL, &f->error);
  f->done = TRUE;
}

static void
fetch (Fixture *f, const char *scheme, const char *host, guint port, KitteWebReach reach)
{
  g_autofree char *url = g_strdup_printf ("%s://%s:%u/settings", scheme, host, port);

  kitte_web_fetch_async (f->web, url, NULL, reach, NULL, fetched_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
}

/* The page sends to @host, whose name leads to @address. */
static void
follow_to (Fixture *f, const char *host, const char *address)
{
  listen_at (f, address);
  test_dns_server_add_address (f->dns, host, address);
  f->location = g_strdup_printf ("https://%s:%u/x", host, f->port);
  fetch (f, "http", PAGE, port_of (f->server), KITTE_WEB_ANYWHERE);
  g_assert_null (f->document);
}

static void
assert_refused (Fixture *f)
{
  g_assert_error (f->error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_PRIVATE);
  g_assert_cmpuint (f->n_connections, ==, 0);
}

/* It is TLS that fails then, at a place that was gone to. */
static void
assert_followed (Fixture *f)
{
  g_assert_nonnull (f->error);
  g_assert_false (g_error_matches (f->error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_PRIVATE));
  g_assert_cmpuint (f->n_connections, >, 0);
}

static void
test_stranger_sends_into_network (Fixture *f, gconstpointer data)
{
  follow_to (f, "router.stranger.test", NETWORK);
  assert_refused (f);
}

static void
test_own_domain_sends_into_network (Fixture *f, gconstpointer data)
{
  follow_to (f, "intern.page.test", NETWORK);
  assert_followed (f);
}

static void
test_own_domain_sends_to_computer (Fixture *f, gconstpointer data)
{
  follow_to (f, "intern.page.test", COMPUTER);
  assert_refused (f);
}

static void
test_stranger_sends_on (Fixture *f, gconstpointer data)
{
  follow_to (f, "config.stranger.test", INTERNET);
  assert_followed (f);
}

/* A domain that is at home in the network may name whom it likes there, but not this computer. */
static void
send_from_network (Fixture *f, const char *address)
{
  f->network_server = serve (f, NETWORK);
  listen_at (f, address);
  test_dns_server_add_address (f->dns, "autoconfig.intern.test", NETWORK);
  test_dns_server_add_address (f->dns, "config.stranger.test", address);
  f->location = g_strdup_printf ("https://config.stranger.test:%u/x", f->port);
  fetch (f, "http", "autoconfig.intern.test", port_of (f->network_server), KITTE_WEB_ANYWHERE);
}

static void
test_network_sends_into_network (Fixture *f, gconstpointer data)
{
  send_from_network (f, NETWORK);
  assert_followed (f);
}

static void
test_network_sends_to_computer (Fixture *f, gconstpointer data)
{
  send_from_network (f, COMPUTER);
  assert_refused (f);
}

static void
test_stranger_is_in_network (Fixture *f, gconstpointer data)
{
  listen_at (f, NETWORK);
  test_dns_server_add_address (f->dns, "autoconfig.exchanger.test", NETWORK);
  fetch (f, "https", "autoconfig.exchanger.test", f->port, KITTE_WEB_INTERNET);
  assert_refused (f);
}

static void
use_proxy (Fixture *f, guint port)
{
  g_autofree char *url = g_strdup_printf ("http://" INTERNET ":%u", port);
  g_autoptr (GProxyResolver) proxies = g_simple_proxy_resolver_new (url, NULL);

  kitte_web_set_world (f->web, proxies, NULL);
}

/* Its own words for what is behind it: the page is never reached. */
static void
test_proxy_refuses (Fixture *f, gconstpointer data)
{
  const guint statuses[] = { SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, SOUP_STATUS_FORBIDDEN,
                             SOUP_STATUS_BAD_GATEWAY };

  use_proxy (f, port_of (f->server));
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      f->status = statuses[i];
      f->done = FALSE;
      fetch (f, "https", PAGE, 443, KITTE_WEB_ANYWHERE);
      g_assert_error (f->error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_PROXY);
      g_clear_error (&f->error);
    }
}

static void
test_proxy_is_not_there (Fixture *f, gconstpointer data)
{
  guint port = port_of (f->server);

  g_clear_object (&f->server);
  use_proxy (f, port);
  fetch (f, "https", PAGE, 443, KITTE_WEB_ANYWHERE);
  g_assert_error (f->error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_NO_PROXY);
}

/* It lies in the network, as proxies do, and goes to the page itself. */
static void
test_proxy_lets_through (Fixture *f, gconstpointer data)
{
  use_proxy (f, port_of (f->server));
  fetch (f, "http", "nowhere.stranger.test", 80, KITTE_WEB_INTERNET);
  g_assert_no_error (f->error);
  g_assert_cmpuint (g_bytes_get_size (f->document), ==, 8);
}

static void
test_nearness (void)
{
  static const struct
  {
    const char *address;
    KitteNearness nearness;
  } cases[] = {
    { "192.0.2.1", KITTE_NEARNESS_INTERNET },
    { "172.32.0.1", KITTE_NEARNESS_INTERNET },
    { "100.128.0.1", KITTE_NEARNESS_INTERNET },
    { "2001:db8::1", KITTE_NEARNESS_INTERNET },
    { "::ffff:192.0.2.1", KITTE_NEARNESS_INTERNET },
    { "10.1.2.3", KITTE_NEARNESS_NETWORK },
    { "172.31.255.1", KITTE_NEARNESS_NETWORK },
    { "192.168.1.1", KITTE_NEARNESS_NETWORK },
    { "169.254.1.1", KITTE_NEARNESS_NETWORK },
    { "100.64.0.1", KITTE_NEARNESS_NETWORK },
    { "fd00::1", KITTE_NEARNESS_NETWORK },
    { "fe80::1", KITTE_NEARNESS_NETWORK },
    { "::ffff:10.0.0.1", KITTE_NEARNESS_NETWORK },
    { "64:ff9b::c0a8:101", KITTE_NEARNESS_NETWORK },
    { "239.0.0.1", KITTE_NEARNESS_NETWORK },
    { "127.8.9.1", KITTE_NEARNESS_COMPUTER },
    { "0.0.0.0", KITTE_NEARNESS_COMPUTER },
    { "::1", KITTE_NEARNESS_COMPUTER },
    { "::", KITTE_NEARNESS_COMPUTER },
    { "::ffff:127.0.0.1", KITTE_NEARNESS_COMPUTER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (kitte_nearness_of (address), ==, cases[i].nearness);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/web/" path, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/web/nearness", test_nearness);
  ADD ("stranger-sends-into-network", test_stranger_sends_into_network);
  ADD ("own-domain-sends-into-network", test_own_domain_sends_into_network);
  ADD ("own-domain-sends-to-computer", test_own_domain_sends_to_computer);
  ADD ("stranger-sends-on", test_stranger_sends_on);
  ADD ("network-sends-into-network", test_network_sends_into_network);
  ADD ("network-sends-to-computer", test_network_sends_to_computer);
  ADD ("stranger-is-in-network", test_stranger_is_in_network);
  ADD ("proxy-refuses", test_proxy_refuses);
  ADD ("proxy-is-not-there", test_proxy_is_not_there);
  ADD ("proxy-lets-through", test_proxy_lets_through);
#undef ADD
  return g_test_run ();
}
