/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a domain says of its mail, against a name server of the test’s own. */
#include "config.h"

#include "lookup/kitte-exchangers.h"
#include "lookup/kitte-lookup-error.h"
#include "support/dns-server.h"

typedef struct
{
  TestDnsServer *server;
  KitteResolver *resolver;
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
  g_assert_finalize_object (f->resolver);
  test_dns_server_free (f->server);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: (transfer full) (nullable): the hosts, joined by blanks */
static char *
ask (Fixture *f, const char *domain, GCancellable *cancellable, GError **error)
{
  g_autoptr (KitteTrail) trail = kitte_trail_new ();
  g_autoptr (KitteExchangers) exchangers = kitte_exchangers_new (f->resolver, domain, trail);
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) hosts = NULL;

  kitte_exchangers_ask_async (exchangers, cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  hosts = kitte_exchangers_ask_finish (exchangers, result, error);
  return hosts != NULL ? g_strjoinv (" ", hosts) : NULL;
}

static void
assert_hosts (Fixture *f, const char *domain, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hosts = ask (f, domain, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hosts, ==, expected);
}

static void
assert_error (Fixture *f, const char *domain, GQuark quark, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hosts = ask (f, domain, NULL, &error);

  g_assert_null (hosts);
  g_assert_error (error, quark, code);
}

static const guint8 null_mx[] = { 0, 0, 0 };
static const guint8 mx[] = "\0\12\4mail\7example\4test";
static const guint8 other_mx[] = "\0\5\4MAIN\7example\4test";

static void
test_answers (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "no-mail.test", TEST_DNS_MX, null_mx, sizeof null_mx);
  test_dns_server_add (f->server, "example.test", TEST_DNS_MX, mx, sizeof mx);
  test_dns_server_add_address (f->server, "bare.test", "192.0.2.1");
  test_dns_server_set_code (f->server, "broken.test", TEST_DNS_SERVFAIL);
  test_dns_server_add (f->server, "two.test", TEST_DNS_MX, mx, sizeof mx);
  test_dns_server_add (f->server, "two.test", TEST_DNS_MX, other_mx, sizeof other_mx);
  assert_error (f, "no-mail.test", KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL);
  assert_error (f, "nobody.test", KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND);
  assert_hosts (f, "example.test", "mail.example.test");
  assert_hosts (f, "two.test", "main.example.test mail.example.test");
  assert_hosts (f, "bare.test", "");
  assert_error (f, "broken.test", KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_SERVER_FAILED);
}

/* A second record beside the null one is no word of the owner’s: RFC 7505, section 3. */
static void
test_contradiction (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "both.test", TEST_DNS_MX, null_mx, sizeof null_mx);
  test_dns_server_add (f->server, "both.test", TEST_DNS_MX, mx, sizeof mx);
  assert_hosts (f, "both.test", "mail.example.test");
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ask (f, "example.test", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/exchangers/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/exchangers/contradiction", Fixture, NULL, set_up, test_contradiction, tear_down);
  g_test_add ("/exchangers/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
