/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a domain says of itself, against a name server of the test’s own. */
#include "config.h"

#include "lookup/kitte-domain-inquiry.h"
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

static KitteFinding *
ask (Fixture *f, const char *domain, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kitte_domain_inquiry_async (f->resolver, domain, cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return kitte_domain_inquiry_finish (result, error);
}

static void
assert_finding (Fixture *f, const char *domain, KitteFindingCode code, const char *shown)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteFinding) finding = ask (f, domain, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kitte_finding_code_to_nick (finding->code), ==,
                   kitte_finding_code_to_nick (code));
  g_assert_cmpstr (finding->detail, ==, shown);
}

static const guint8 null_mx[] = { 0, 0, 0 };
static const guint8 mx[] = "\0\12\4mail\7example\4test";

static void
test_answers (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "no-mail.test", TEST_DNS_MX, null_mx, sizeof null_mx);
  test_dns_server_add (f->server, "example.test", TEST_DNS_MX, mx, sizeof mx);
  test_dns_server_add_address (f->server, "bare.test", "192.0.2.1");
  test_dns_server_set_code (f->server, "broken.test", TEST_DNS_SERVFAIL);
  assert_finding (f, "no-mail.test", KITTE_FINDING_DOMAIN_TAKES_NO_MAIL, "no-mail.test");
  assert_finding (f, "nobody.test", KITTE_FINDING_DOMAIN_NOT_FOUND, "nobody.test");
  assert_finding (f, "xn--wgv71a119e.test", KITTE_FINDING_DOMAIN_NOT_FOUND, "日本語.test");
  assert_finding (f, "example.test", KITTE_FINDING_NO_SETTINGS_FOUND, "example.test");
  assert_finding (f, "bare.test", KITTE_FINDING_NO_SETTINGS_FOUND, "bare.test");
  assert_finding (f, "broken.test", KITTE_FINDING_NO_SETTINGS_FOUND, "broken.test");
}

/* A second record beside the null one is no word of the owner’s: RFC 7505, section 3. */
static void
test_contradiction (Fixture *f, gconstpointer data)
{
  test_dns_server_add (f->server, "both.test", TEST_DNS_MX, null_mx, sizeof null_mx);
  test_dns_server_add (f->server, "both.test", TEST_DNS_MX, mx, sizeof mx);
  assert_finding (f, "both.test", KITTE_FINDING_NO_SETTINGS_FOUND, "both.test");
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
  g_test_add ("/domain-inquiry/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/domain-inquiry/contradiction", Fixture, NULL, set_up, test_contradiction,
              tear_down);
  g_test_add ("/domain-inquiry/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  return g_test_run ();
}
