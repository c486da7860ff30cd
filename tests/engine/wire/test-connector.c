/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteConnector: which address it takes, how soon, and what it says when there is none.
 */
#include "config.h"

#include "support/dns-server.h"
#include "support/stopwatch.h"
#include "wire/kitte-connector.h"
#include "wire/kitte-resolver.h"

#define NAME "mail.example.test"

typedef struct
{
  TestDnsServer *dns;
  GResolver *before;
  GSocketListener *listener;
  GCancellable *cancellable;
  guint16 port;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (KitteResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;

  f->dns = test_dns_server_new ();
  f->before = g_resolver_get_default ();
  resolver = kitte_resolver_new (f->before, test_dns_server_get_address (f->dns));
  g_resolver_set_default (G_RESOLVER (resolver));
  f->listener = g_socket_listener_new ();
  g_socket_listener_add_address (f->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  f->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_resolver_set_default (f->before);
  g_clear_object (&f->before);
  g_clear_object (&f->result);
  g_clear_object (&f->listener);
  g_clear_object (&f->cancellable);
  test_dns_server_free (f->dns);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The address that was connected to, or the finding’s code. */
static char *
connect_to (Fixture *f, const char *host, guint16 port)
{
  g_autoptr (KitteConnector) connector = kitte_connector_new (host, port);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GError) error = NULL;

  kitte_connector_connect_async (connector, f->cancellable, done_cb, &f->result);
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  socket = kitte_connector_connect_finish (connector, f->result, &error);
  g_assert_no_error (error);
  if (socket == NULL)
    return g_strdup (kitte_finding_code_to_nick (kitte_connector_get_finding (connector)->code));
  g_assert_null (kitte_connector_get_finding (connector));
  remote = g_socket_get_remote_address (socket, NULL);
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

static void
assert_connects (Fixture *f, const char *host, guint16 port, const char *expected)
{
  g_autofree char *found = connect_to (f, host, port);

  g_assert_cmpstr (found, ==, expected);
}

static void
connect_by_name (gpointer user_data)
{
  Fixture *f = user_data;

  g_clear_object (&f->result);
  assert_connects (f, NAME, f->port, "127.0.0.1");
}

static guint16
free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static void
test_literal (Fixture *f, gconstpointer data)
{
  assert_connects (f, "127.0.0.1", f->port, "127.0.0.1");
}

static void
test_name (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->dns, NAME, "127.0.0.1");
  assert_connects (f, NAME, f->port, "127.0.0.1");
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->dns, NAME, "127.0.0.1");
  assert_connects (f, NAME, free_port (), "refused");
}

/* Nobody listens at the first family: the second is tried without a pause. */
static void
test_other_family (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->dns, NAME, "::1");
  test_dns_server_add_address (f->dns, NAME, "127.0.0.1");
  g_assert_true (test_stopwatch_is_within (240 * 1000, connect_by_name, f));
}

/* A name server that does not answer for IPv6 holds nobody up. */
static void
test_slow_family (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->dns, NAME, "127.0.0.1");
  test_dns_server_lose_only (f->dns, NAME, TEST_DNS_AAAA);
  g_assert_true (test_stopwatch_is_within (250 * 1000, connect_by_name, f));
}

static void
test_no_such_name (Fixture *f, gconstpointer data)
{
  assert_connects (f, NAME, f->port, "name-not-found");
}

static void
test_no_address (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->dns, NAME, TEST_DNS_TXT, "\1x", 2);
  assert_connects (f, NAME, f->port, "name-not-found");
}

static const char *
trouble_with_names (void)
{
  return kitte_connector_is_offline () ? "offline" : "dns-failure";
}

static void
test_names_fail (Fixture *f, gconstpointer data)
{
  test_dns_server_set_code (f->dns, NAME, TEST_DNS_SERVFAIL);
  assert_connects (f, NAME, f->port, trouble_with_names ());
}

static void
test_names_silent (Fixture *f, gconstpointer data)
{
  test_dns_server_lose (f->dns, NAME, G_MAXUINT);
  assert_connects (f, NAME, f->port, trouble_with_names ());
}

/* One family has nothing, the other cannot be asked: that is not “no such name”. */
static void
test_half_known (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->dns, NAME, TEST_DNS_TXT, "\1x", 2);
  test_dns_server_lose_only (f->dns, NAME, TEST_DNS_A);
  assert_connects (f, NAME, f->port, trouble_with_names ());
}

/* Whether it takes effect at once. */
static gboolean
cancel_after (Fixture *f, guint moment)
{
  g_autoptr (KitteConnector) connector = kitte_connector_new (NAME, f->port);
  g_autoptr (GError) error = NULL;
  gint64 began;
  gint64 took;

  kitte_connector_connect_async (connector, f->cancellable, done_cb, &f->result);
  for (guint i = 0; i < moment && f->result == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  began = test_stopwatch_now ();
  g_cancellable_cancel (f->cancellable);
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  took = test_stopwatch_now () - began;
  g_clear_object (&f->result);
  g_cancellable_reset (f->cancellable);
  return took < 100 * 1000;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->dns, NAME, "127.0.0.1");
  test_dns_server_lose_only (f->dns, NAME, TEST_DNS_AAAA);
  /* Late once may be the machine, late again is a fault. */
  for (guint moment = 0; moment < 20; moment++)
    g_assert_true (cancel_after (f, moment) || cancel_after (f, moment) ||
                   cancel_after (f, moment));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/wire/connector/literal", test_literal);
  add ("/wire/connector/name", test_name);
  add ("/wire/connector/refused", test_refused);
  add ("/wire/connector/other-family", test_other_family);
  add ("/wire/connector/slow-family", test_slow_family);
  add ("/wire/connector/no-such-name", test_no_such_name);
  add ("/wire/connector/no-address", test_no_address);
  add ("/wire/connector/names-fail", test_names_fail);
  add ("/wire/connector/names-silent", test_names_silent);
  add ("/wire/connector/half-known", test_half_known);
  add ("/wire/connector/cancel", test_cancel);
  return g_test_run ();
}
