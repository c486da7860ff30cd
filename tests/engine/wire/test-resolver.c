/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteResolver against a name server of the test’s own. */
#include "config.h"

#include "support/dns-server.h"
#include "support/stopwatch.h"
#include "wire/kitte-resolver.h"

typedef struct
{
  TestDnsServer *server;
  KitteResolver *resolver;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GResolver) fallback = g_resolver_get_default ();

  f->server = test_dns_server_new ();
  f->resolver = kitte_resolver_new (fallback, test_dns_server_get_address (f->server));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->result);
  g_assert_finalize_object (f->resolver);
  test_dns_server_free (f->server);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
addresses_to_text (GList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *l = list; l != NULL; l = l->next)
    {
      g_autofree char *one = g_inet_address_to_string (l->data);

      g_string_append_printf (text, "%s%s", l == list ? "" : " ", one);
    }
  g_list_free_full (list, g_object_unref);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* “address address” or, for an error, its code as a number behind an exclamation mark. */
static char *
find (Fixture *f, const char *host, GSocketFamily family, gboolean *asked)
{
  g_autoptr (GError) error = NULL;
  gboolean ignored;
  GList *list;

  g_clear_object (&f->result);
  kitte_resolver_find_async (f->resolver, host, family, NULL, done_cb, &f->result);
  wait_for (&f->result);
  list =
      kitte_resolver_find_finish (f->resolver, f->result, asked != NULL ? asked : &ignored, &error);
  if (list != NULL)
    return addresses_to_text (list);
  g_assert_true (error->domain == KITTE_RESOLVER_ERROR);
  return g_strdup_printf ("!%d", error->code);
}

static void
assert_found (Fixture *f, const char *host, GSocketFamily family, const char *expected)
{
  g_autofree char *found = find (f, host, family, NULL);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_error (Fixture *f, const char *host, KitteResolverError code)
{
  g_autofree char *expected = g_strdup_printf ("!%d", code);

  assert_found (f, host, G_SOCKET_FAMILY_IPV4, expected);
}

static void
test_addresses (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->server, "mail.example.test", "192.0.2.1");
  test_dns_server_add_address (f->server, "mail.example.test", "192.0.2.2");
  test_dns_server_add_address (f->server, "mail.example.test", "2001:db8::1");
  assert_found (f, "mail.example.test", G_SOCKET_FAMILY_IPV4, "192.0.2.1 192.0.2.2");
  assert_found (f, "mail.example.test", G_SOCKET_FAMILY_IPV6, "2001:db8::1");
}

static void
test_told_apart (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->server, "six.example.test", "2001:db8::1");
  test_dns_server_set_code (f->server, "broken.example.test", TEST_DNS_SERVFAIL);
  test_dns_server_set_code (f->server, "refuses.example.test", TEST_DNS_REFUSED);
  assert_error (f, "nobody.example.test", KITTE_RESOLVER_ERROR_NO_SUCH_NAME);
  assert_error (f, "six.example.test", KITTE_RESOLVER_ERROR_NO_DATA);
  assert_error (f, "broken.example.test", KITTE_RESOLVER_ERROR_SERVER_FAILED);
  assert_error (f, "refuses.example.test", KITTE_RESOLVER_ERROR_SERVER_FAILED);
}

static void
test_silence (Fixture *f, gconstpointer data)
{
  gint64 began = g_get_monotonic_time ();
  gint64 awake = test_stopwatch_now ();

  test_dns_server_lose (f->server, "silent.example.test", G_MAXUINT);
  assert_error (f, "silent.example.test", KITTE_RESOLVER_ERROR_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - began, >, 1500 * 1000);
  g_assert_cmpint (test_stopwatch_now () - awake, <, 4 * G_USEC_PER_SEC);
}

static void
test_lost_datagram (Fixture *f, gconstpointer data)
{
  gint64 began = test_stopwatch_now ();

  test_dns_server_add_address (f->server, "lossy.example.test", "192.0.2.1");
  test_dns_server_lose (f->server, "lossy.example.test", 1);
  assert_found (f, "lossy.example.test", G_SOCKET_FAMILY_IPV4, "192.0.2.1");
  g_assert_cmpint (test_stopwatch_now () - began, <, G_USEC_PER_SEC);
  g_assert_cmpuint (test_dns_server_count (f->server, "lossy.example.test"), ==, 2);
}

static void
test_nobody_there (Fixture *f, gconstpointer data)
{
  g_autoptr (GResolver) fallback = g_resolver_get_default ();

  g_object_unref (f->resolver);
  f->resolver = kitte_resolver_new (fallback, "127.0.0.1:1");
  assert_error (f, "mail.example.test", KITTE_RESOLVER_ERROR_UNREACHABLE);
}

static void
test_without_asking (Fixture *f, gconstpointer data)
{
  gboolean asked = TRUE;
  g_autofree char *local = find (f, "localhost", G_SOCKET_FAMILY_IPV4, &asked);
  g_autofree char *inner = find (f, "imap.localhost", G_SOCKET_FAMILY_INVALID, &asked);

  g_assert_cmpstr (local, ==, "127.0.0.1");
  g_assert_cmpstr (inner, ==, "::1 127.0.0.1");
  assert_found (f, "192.0.2.7", G_SOCKET_FAMILY_IPV4, "192.0.2.7");
  g_assert_false (asked);
  g_assert_cmpuint (test_dns_server_count (f->server, "localhost"), ==, 0);
}

#define MANY 60
#define MANY_SILENT 20

/* Those that get an answer have it within the time. */
static gboolean
ask_for_many (Fixture *f)
{
  GAsyncResult *results[MANY] = { NULL };
  gint64 began = test_stopwatch_now ();
  gboolean in_time = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    kitte_resolver_find_async (f->resolver,
                               i < MANY_SILENT ? "silent.example.test" : "mail.example.test",
                               G_SOCKET_FAMILY_IPV4, NULL, done_cb, &results[i]);
  for (gsize i = G_N_ELEMENTS (results); i > 0; i--)
    {
      wait_for (&results[i - 1]);
      if (i > MANY_SILENT)
        in_time = in_time && test_stopwatch_now () - began < 250 * 1000;
      g_list_free_full (kitte_resolver_find_finish (f->resolver, results[i - 1], NULL, NULL),
                        g_object_unref);
      g_object_unref (results[i - 1]);
    }
  return in_time;
}

/* More at once than there are threads, beside some that get no answer: none waits for another. Late
 * once may be the machine, late again is a fault. */
static void
test_many_at_once (Fixture *f, gconstpointer data)
{
  test_dns_server_add_address (f->server, "mail.example.test", "192.0.2.1");
  test_dns_server_lose (f->server, "silent.example.test", G_MAXUINT);
  g_assert_true (ask_for_many (f) || ask_for_many (f) || ask_for_many (f));
}

/* Whether it takes effect at once. */
static gboolean
cancel_one (Fixture *f)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 began;
  gint64 took;

  kitte_resolver_find_async (f->resolver, "silent.example.test", G_SOCKET_FAMILY_IPV4, cancellable,
                             done_cb, &f->result);
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
  began = test_stopwatch_now ();
  g_cancellable_cancel (cancellable);
  wait_for (&f->result);
  took = test_stopwatch_now () - began;
  g_assert_null (kitte_resolver_find_finish (f->resolver, f->result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&f->result);
  return took < 100 * 1000;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  test_dns_server_lose (f->server, "silent.example.test", G_MAXUINT);
  g_assert_true (cancel_one (f) || cancel_one (f) || cancel_one (f));
  /* The name server’s answer, or its absence, is still to come. */
  assert_error (f, "silent.example.test", KITTE_RESOLVER_ERROR_SILENT);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
}

static char *
look_up (Fixture *f, const char *name, GResolverRecordType type)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GList *records;

  g_clear_object (&f->result);
  g_resolver_lookup_records_async (G_RESOLVER (f->resolver), name, type, NULL, done_cb, &f->result);
  wait_for (&f->result);
  records = g_resolver_lookup_records_finish (G_RESOLVER (f->resolver), f->result, &error);
  if (error != NULL)
    g_string_printf (text, "!%d", error->code);
  for (GList *l = records; l != NULL; l = l->next)
    {
      g_autofree char *one = g_variant_print (l->data, FALSE);

      g_string_append (text, one);
    }
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_records (Fixture *f, const char *name, GResolverRecordType type, const char *expected)
{
  g_autofree char *found = look_up (f, name, type);

  g_assert_cmpstr (found, ==, expected);
}

static const guint8 mx[] = "\0\12\4mail\7example\4test";
static const guint8 srv_good[] = "\0\0\0\1\3\341\4imap\7example\4test";
static const guint8 srv_none[] = "\0\0\0\0\0\0";
static const guint8 txt[] = { 5, 'h', 'e', 'l', 'l', 'o', 2, 0xff, 'x' };

static void
test_records (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "example.test", TEST_DNS_MX, mx, sizeof mx);
  test_dns_server_add (f->server, "example.test", TEST_DNS_TXT, txt, sizeof txt);
  test_dns_server_add (f->server, "_imaps._tcp.example.test", TEST_DNS_SRV, srv_good,
                       sizeof srv_good);
  test_dns_server_add (f->server, "_pop3s._tcp.example.test", TEST_DNS_SRV, srv_none,
                       sizeof srv_none);
  test_dns_server_set_code (f->server, "_imap._tcp.example.test", TEST_DNS_SERVFAIL);
  assert_records (f, "example.test", G_RESOLVER_RECORD_MX, "(10, 'mail.example.test')");
  assert_records (f, "example.test", G_RESOLVER_RECORD_TXT, "(['hello', '\357\277\275x'],)");
  assert_records (f, "_imaps._tcp.example.test", G_RESOLVER_RECORD_SRV,
                  "(0, 1, 993, 'imap.example.test')");
  /* RFC 2782: “.” says that the service is not there. */
  assert_records (f, "_pop3s._tcp.example.test", G_RESOLVER_RECORD_SRV, "(0, 0, 0, '')");
  assert_records (f, "example.test", G_RESOLVER_RECORD_SRV, "!1");
  assert_records (f, "nobody.test", G_RESOLVER_RECORD_MX, "!0");
  assert_records (f, "_imap._tcp.example.test", G_RESOLVER_RECORD_SRV, "!2");
}

static void
test_malformed (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "bad.test", TEST_DNS_MX, "\0\1\100", 3);
  test_dns_server_add (f->server, "bad.test", TEST_DNS_SRV, "\0", 1);
  test_dns_server_add (f->server, "bad.test", TEST_DNS_TXT, "\377x", 2);
  test_dns_server_add (f->server, "bad.test", TEST_DNS_SOA, "\300\300", 2);
  assert_records (f, "bad.test", G_RESOLVER_RECORD_MX, "!2");
  assert_records (f, "bad.test", G_RESOLVER_RECORD_SRV, "!2");
  assert_records (f, "bad.test", G_RESOLVER_RECORD_TXT, "!2");
  assert_records (f, "bad.test", G_RESOLVER_RECORD_SOA, "!2");
}

static void
test_service (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GList *targets;

  test_dns_server_add (f->server, "_imaps._tcp.example.test", TEST_DNS_SRV, srv_good,
                       sizeof srv_good);
  g_resolver_lookup_service_async (G_RESOLVER (f->resolver), "imaps", "tcp", "example.test", NULL,
                                   done_cb, &f->result);
  wait_for (&f->result);
  targets = g_resolver_lookup_service_finish (G_RESOLVER (f->resolver), f->result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (targets), ==, 1);
  g_assert_cmpstr (g_srv_target_get_hostname (targets->data), ==, "imap.example.test");
  g_assert_cmpuint (g_srv_target_get_port (targets->data), ==, 993);
  g_resolver_free_targets (targets);
}

static void
test_as_gresolver (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  test_dns_server_add_address (f->server, "mail.example.test", "192.0.2.1");
  test_dns_server_add_address (f->server, "mail.example.test", "2001:db8::1");
  g_resolver_lookup_by_name_with_flags_async (G_RESOLVER (f->resolver), "mail.example.test",
                                              G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, NULL, done_cb,
                                              &f->result);
  wait_for (&f->result);
  text = addresses_to_text (
      g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (f->resolver), f->result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "2001:db8::1");
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
  add ("/wire/resolver/addresses", test_addresses);
  add ("/wire/resolver/told-apart", test_told_apart);
  add ("/wire/resolver/silence", test_silence);
  add ("/wire/resolver/lost-datagram", test_lost_datagram);
  add ("/wire/resolver/nobody-there", test_nobody_there);
  add ("/wire/resolver/without-asking", test_without_asking);
  add ("/wire/resolver/many-at-once", test_many_at_once);
  add ("/wire/resolver/cancel", test_cancel);
  add ("/wire/resolver/records", test_records);
  add ("/wire/resolver/malformed", test_malformed);
  add ("/wire/resolver/service", test_service);
  add ("/wire/resolver/as-gresolver", test_as_gresolver);
  return g_test_run ();
}
