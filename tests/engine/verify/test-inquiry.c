/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteInquiry and its verdicts: what is said of the line, the host and the clock, by the
 * answers of real sockets; and that nobody is signed in to meanwhile. */
#include "config.h"

#include "provider/kitte-witness.h"
#include "support/dns-server.h"
#include "support/stopwatch.h"
#include "test-mailhost.h"
#include "verify/kitte-inquiry.h"
#include "verify/kitte-verifier.h"
#include "wire/kitte-resolver.h"
#include "wire/kitte-trust-store.h"
#include "wire/kitte-wire.h"

#include <string.h>

#define BEHAVIOURS                                                                                 \
  "filtered http-server cert-expired cert-expired-intermediate cert-not-yet-valid "                \
  "cert-unknown-ca tls-1.1-only tls-1.0-only starttls-missing imap-starttls-stripped"
#define SERVICES "imaps imap imap-plain pop3s submissions submission"

#define WITNESS_DOMAIN "witness.test"
#define WITNESS_EXCHANGER "mx.witness.test"

/* Long enough for servers that answer, also on a busy machine. */
#define PATIENCE_SECONDS 5

static TestMailhost *host;
static GNetworkConnectivity connectivity = G_NETWORK_CONNECTIVITY_FULL;

typedef struct
{
  TestDnsServer *dns;
  GResolver *before;
  KitteSurroundings around;
  KitteUsualPort ports[2];
  KitteFinding *finding;
  GCancellable *cancellable;
  gboolean done;
  gboolean cancelled;
} Fixture;

static GNetworkConnectivity
get_connectivity (void)
{
  return connectivity;
}

static guint16
port_of (const char *name)
{
  return test_mailhost_get_port (host, name);
}

static KitteServer *
server_at (KitteProtocol protocol, const char *name, KitteSecurity security)
{
  return kitte_server_new (protocol, "localhost", port_of (name), security, NULL, NULL);
}

static void
add_exchanger (TestDnsServer *dns)
{
  static const guint8 record[] = { 0,   10,  2,   'm', 'x', 7,   'w', 'i', 't', 'n',
                                   'e', 's', 's', 4,   't', 'e', 's', 't', 0 };

  test_dns_server_add (dns, WITNESS_DOMAIN, TEST_DNS_MX, record, sizeof record);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteResolver) resolver = NULL;

  f->dns = test_dns_server_new ();
  add_exchanger (f->dns);
  f->before = g_resolver_get_default ();
  resolver = kitte_resolver_new (f->before, test_dns_server_get_address (f->dns));
  g_resolver_set_default (G_RESOLVER (resolver));
  f->around.witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_witness_unref);
  f->around.usual_ports = f->ports;
  f->around.relay_port = 25;
  f->around.web_port = port_of ("pop3s");
  f->around.built = 0;
  f->around.connectivity = get_connectivity;
  f->cancellable = g_cancellable_new ();
  connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_resolver_set_default (f->before);
  g_clear_object (&f->before);
  g_clear_pointer (&f->finding, kitte_finding_unref);
  g_clear_object (&f->cancellable);
  g_ptr_array_unref (f->around.witnesses);
  test_dns_server_free (f->dns);
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "attempted"), ==, 0);
  g_assert_cmpuint (test_mailhost_count_early_credentials (host), ==, 0);
}

static void
add_port (Fixture *f, KitteProtocol protocol, const char *name, KitteSecurity security)
{
  f->ports[f->around.n_usual_ports++] = (KitteUsualPort){ protocol, port_of (name), security };
}

static void
add_witness_with (Fixture *f,
                  const char *name,
                  KitteSecurity security,
                  const char *domain,
                  const char *web_host)
{
  g_autoptr (GPtrArray) mail = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);

  g_ptr_array_add (mail, server_at (KITTE_PROTOCOL_IMAP, name, security));
  g_ptr_array_add (f->around.witnesses, kitte_witness_new (mail, domain, web_host));
}

static void
add_witness (Fixture *f, const char *name, const char *domain, const char *web_host)
{
  add_witness_with (f, name, KITTE_SECURITY_TLS, domain, web_host);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;

  f->cancelled = !kitte_inquiry_ask_finish (KITTE_INQUIRY (source), result, &error);
  f->done = TRUE;
}

/* Returns the code it comes to; the finding stays in the fixture. */
static const char *
judge (Fixture *f, KitteServer *server, KitteFinding *finding, gboolean connected)
{
  g_autoptr (KitteInquiry) inquiry = kitte_inquiry_new (server, &f->around);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  f->done = FALSE;
  kitte_inquiry_ask_async (inquiry, finding, connected, deadline, f->cancellable, asked_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (f->cancelled);
  g_clear_pointer (&f->finding, kitte_finding_unref);
  f->finding = kitte_inquiry_judge (inquiry, finding, connected);
  for (gsize i = 0; f->finding->evidence[i] != NULL; i++)
    g_test_message ("%s", f->finding->evidence[i]);
  return kitte_finding_code_to_nick (f->finding->code);
}

static const char *
judge_silence (Fixture *f, KitteProtocol protocol)
{
  g_autoptr (KitteServer) server = server_at (protocol, "filtered", KITTE_SECURITY_STARTTLS);
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_TIMED_OUT, NULL);

  return judge (f, server, finding, FALSE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_false (kitte_wire_finish (KITTE_WIRE (source), result, NULL));
  f->done = TRUE;
}

/* Asks about what a real connection to @server comes to. */
static const char *
judge_real (Fixture *f, KitteServer *server)
{
  g_autoptr (KitteWire) wire = kitte_wire_new (server, kitte_trust_store_get_default (), NULL);

  f->done = FALSE;
  kitte_wire_open_async (wire, 0, NULL, opened_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  return judge (f, server, kitte_wire_get_finding (wire), TRUE);
}

static const char *
judge_behaviour (Fixture *f, const char *name)
{
  const char *url = test_mailhost_get_url (host, name);
  g_autoptr (KitteServer) server =
      kitte_server_new_from_url (url, !g_str_has_prefix (url, "smtp"), NULL);

  return judge_real (f, server);
}

static void
assert_instead (Fixture *f, const char *name, KitteSecurity security)
{
  g_assert_nonnull (f->finding->instead);
  g_assert_cmpuint (f->finding->instead->port, ==, port_of (name));
  g_assert_cmpint (f->finding->instead->security, ==, security);
}

/* Port 25 is silent at our host and at a stranger’s; 587 of ours opens. */
static void
test_line_blocks_relay (Fixture *f, gconstpointer data)
{
  f->around.relay_port = port_of ("filtered");
  add_port (f, KITTE_PROTOCOL_SMTP, "submission", KITTE_SECURITY_STARTTLS);
  add_witness (f, "imaps", WITNESS_DOMAIN, NULL);
  test_dns_server_add_address (f->dns, WITNESS_EXCHANGER, "127.0.0.1");
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_SMTP), ==, "port-25-blocked");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);
  assert_instead (f, "submission", KITTE_SECURITY_STARTTLS);
}

/* A stranger’s port 25 opens: it is not the line. */
static void
test_host_shuts_relay (Fixture *f, gconstpointer data)
{
  g_autofree char *service = g_strdup_printf ("submission=%u", port_of ("filtered"));
  g_autoptr (TestMailhost) other = test_mailhost_new_honest_at ("127.0.0.2", service);

  f->around.relay_port = port_of ("filtered");
  add_port (f, KITTE_PROTOCOL_SMTP, "submission", KITTE_SECURITY_STARTTLS);
  add_witness (f, "imaps", WITNESS_DOMAIN, NULL);
  test_dns_server_add_address (f->dns, WITNESS_EXCHANGER, "127.0.0.2");
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_SMTP), ==, "port-25-blocked");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_HOST);
  g_assert_cmpuint (test_mailhost_count_sign_ins (other, NULL, "attempted"), ==, 0);
}

/* Nobody else could be asked: nobody is named. */
static void
test_relay_without_witness (Fixture *f, gconstpointer data)
{
  f->around.relay_port = port_of ("filtered");
  add_port (f, KITTE_PROTOCOL_SMTP, "submission", KITTE_SECURITY_STARTTLS);
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_SMTP), ==, "port-25-blocked");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);
}

/* Our host has no other port either; a stranger’s 25 is silent, but not his other mail ports. */
static void
test_line_blocks_relay_of_old_host (Fixture *f, gconstpointer data)
{
  f->around.relay_port = port_of ("filtered");
  add_witness (f, "imaps", WITNESS_DOMAIN, NULL);
  add_witness (f, "imaps", NULL, NULL);
  test_dns_server_add_address (f->dns, WITNESS_EXCHANGER, "127.0.0.1");
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_SMTP), ==, "port-25-blocked");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);
  g_assert_null (f->finding->instead);
}

static void
test_all_mail_ports_blocked (Fixture *f, gconstpointer data)
{
  add_port (f, KITTE_PROTOCOL_IMAP, "filtered", KITTE_SECURITY_TLS);
  add_witness (f, "filtered", NULL, "localhost");
  add_witness (f, "filtered", NULL, NULL);
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_IMAP), ==, "all-mail-ports-blocked");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);
}

static void
test_only_this_host (Fixture *f, gconstpointer data)
{
  add_witness (f, "imaps", NULL, "localhost");
  add_witness (f, "filtered", NULL, NULL);
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_IMAP), ==, "timed-out");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_HOST);
}

/* Where not even pages can be reached, nothing is known about mail. */
static void
test_nothing_answers (Fixture *f, gconstpointer data)
{
  f->around.web_port = port_of ("filtered");
  add_witness (f, "filtered", NULL, "localhost");
  add_witness (f, "filtered", NULL, NULL);
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_IMAP), ==, "timed-out");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);
}

static void
test_other_port_opens (Fixture *f, gconstpointer data)
{
  add_port (f, KITTE_PROTOCOL_IMAP, "imaps", KITTE_SECURITY_TLS);
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_IMAP), ==, "timed-out");
  assert_instead (f, "imaps", KITTE_SECURITY_TLS);
}

static void
test_tls_is_looked_for (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server =
      server_at (KITTE_PROTOCOL_IMAP, "imap-plain", KITTE_SECURITY_NONE);
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_PLAINTEXT_ONLY, NULL);

  add_port (f, KITTE_PROTOCOL_IMAP, "filtered", KITTE_SECURITY_TLS);
  g_assert_cmpstr (judge (f, server, finding, TRUE), ==, "plaintext-only");
  g_assert_null (f->finding->instead);
  g_assert_true (g_str_has_suffix (f->finding->evidence[0], ": timed-out"));

  /* A server whose certificate is not accepted is none. */
  f->around.n_usual_ports = 0;
  add_port (f, KITTE_PROTOCOL_IMAP, "cert-unknown-ca", KITTE_SECURITY_TLS);
  g_assert_cmpstr (judge (f, server, finding, TRUE), ==, "plaintext-only");
  g_assert_null (f->finding->instead);

  add_port (f, KITTE_PROTOCOL_IMAP, "imap", KITTE_SECURITY_STARTTLS);
  g_assert_cmpstr (judge (f, server, finding, TRUE), ==, "tls-not-offered");
  assert_instead (f, "imap", KITTE_SECURITY_STARTTLS);
}

/* The line takes offers of encryption out where a stranger’s is missing as well, or where this one
 * is overwritten; one that is missing at one host alone says nothing about the line. */
static void
test_starttls_is_taken_out (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (judge_behaviour (f, "starttls-missing"), ==, "tls-not-offered");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);

  add_witness_with (f, "imap", KITTE_SECURITY_STARTTLS, NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "starttls-missing"), ==, "tls-not-offered");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);
  g_assert_cmpstr (judge_behaviour (f, "imap-starttls-stripped"), ==, "tls-not-offered");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);

  g_ptr_array_set_size (f->around.witnesses, 0);
  add_witness_with (f, "imap-starttls-stripped", KITTE_SECURITY_STARTTLS, NULL, NULL);
  add_port (f, KITTE_PROTOCOL_IMAP, "imaps", KITTE_SECURITY_TLS);
  g_assert_cmpstr (judge_behaviour (f, "starttls-missing"), ==, "tls-not-offered");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);
  assert_instead (f, "imaps", KITTE_SECURITY_TLS);
}

/* The same port, begun the other way. */
static void
test_other_kind_of_encryption (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) plain = server_at (KITTE_PROTOCOL_IMAP, "imap", KITTE_SECURITY_TLS);
  g_autoptr (KitteServer) tls = server_at (KITTE_PROTOCOL_IMAP, "imaps", KITTE_SECURITY_STARTTLS);

  g_assert_cmpstr (judge_real (f, plain), ==, "tls-on-plain-port");
  assert_instead (f, "imap", KITTE_SECURITY_STARTTLS);
  g_assert_cmpstr (judge_real (f, tls), ==, "tls-on-plain-port");
  assert_instead (f, "imaps", KITTE_SECURITY_TLS);
}

/* Certificates of several authorities, all off in the same direction. */
static void
test_clock_is_wrong (Fixture *f, gconstpointer data)
{
  add_witness (f, "cert-expired", NULL, NULL);
  add_witness (f, "cert-expired-intermediate", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-expired"), ==, "clock-wrong");
  g_assert_cmpint (f->finding->certificate->judged, >, f->finding->certificate->not_after);
}

static void
test_clock_is_not_to_blame (Fixture *f, gconstpointer data)
{
  /* One authority alone may have made a mistake. */
  add_witness (f, "cert-expired", NULL, NULL);
  add_witness (f, "cert-expired", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-expired"), ==, "cert-expired");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);

  /* One that is right by this clock clears it, whatever the others show. */
  add_witness (f, "cert-expired-intermediate", NULL, NULL);
  g_ptr_array_remove_index (f->around.witnesses, 0);
  add_witness (f, "imaps", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-expired"), ==, "cert-expired");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_HOST);
}

/* The other direction is no evidence. */
static void
test_clock_of_two_minds (Fixture *f, gconstpointer data)
{
  add_witness (f, "cert-not-yet-valid", NULL, NULL);
  add_witness (f, "cert-expired-intermediate", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-expired"), ==, "cert-expired");
}

/* A clock that shows a day before the program was built is wrong for certain. */
static void
test_clock_before_build (Fixture *f, gconstpointer data)
{
  f->around.built = g_get_real_time () / G_USEC_PER_SEC + 40 * 24 * 60 * 60;
  g_assert_cmpstr (judge_behaviour (f, "cert-not-yet-valid"), ==, "clock-wrong");
  /* What is over by a clock that is behind is over. */
  g_assert_cmpstr (judge_behaviour (f, "cert-expired"), ==, "cert-expired");
}

static void
test_version (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (judge_behaviour (f, "tls-1.1-only"), ==, "tls-too-old");
  g_assert_cmpstr (f->finding->detail, ==, "TLS 1.1");
  g_assert_cmpstr (judge_behaviour (f, "tls-1.0-only"), ==, "tls-too-old");
  g_assert_cmpstr (f->finding->detail, ==, "TLS 1.0");
}

static void
test_interception (Fixture *f, gconstpointer data)
{
  add_witness (f, "imaps", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-unknown-ca"), ==, "cert-unknown-ca");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_UNKNOWN);
  g_ptr_array_set_size (f->around.witnesses, 0);
  add_witness (f, "cert-unknown-ca", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "cert-unknown-ca"), ==, "cert-unknown-ca");
  g_assert_cmpint (f->finding->place, ==, KITTE_PLACE_LINE);
}

static void
test_captive_portal (Fixture *f, gconstpointer data)
{
  /* Web servers at the mail ports of strangers; at one host alone it is a wrong port. */
  g_assert_cmpstr (judge_behaviour (f, "http-server"), ==, "not-this-protocol");
  add_witness (f, "http-server", NULL, NULL);
  g_assert_cmpstr (judge_behaviour (f, "http-server"), ==, "captive-portal");

  /* The desktop knows it. */
  connectivity = G_NETWORK_CONNECTIVITY_PORTAL;
  g_assert_cmpstr (judge_silence (f, KITTE_PROTOCOL_IMAP), ==, "captive-portal");
  g_assert_cmpstr (judge_behaviour (f, "cert-unknown-ca"), ==, "captive-portal");
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_true (kitte_verifier_run_finish (KITTE_VERIFIER (source), result, NULL));
  f->done = TRUE;
}

static KitteCheck *
verify (Fixture *f, KitteServer *server, KitteReport *report, guint seconds)
{
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "kitte-no-budget", NULL);
  g_autoptr (KitteBudget) budget = kitte_budget_new (file, NULL);
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new_with_budget (budget);
  const KitteVerifyRequest request = { .incoming = server, .deadline = seconds };

  kitte_verifier_set_surroundings (verifier, &f->around);
  f->done = FALSE;
  kitte_verifier_run_async (verifier, &request, report, NULL, verified_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  return kitte_report_find_check (report, TRUE);
}

/* Others are asked while a server is silent, so that the answers are there when the time is over.
 */
static void
test_asked_while_silent (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server =
      server_at (KITTE_PROTOCOL_IMAP, "filtered", KITTE_SECURITY_STARTTLS);
  g_autoptr (KitteReport) report = kitte_report_new ();
  KitteFinding *finding;

  add_port (f, KITTE_PROTOCOL_IMAP, "imaps", KITTE_SECURITY_TLS);
  add_witness (f, "pop3s", NULL, NULL);
  finding = kitte_check_get_finding (verify (f, server, report, 8));
  g_assert_cmpstr (kitte_finding_code_to_nick (finding->code), ==, "timed-out");
  g_assert_cmpint (finding->place, ==, KITTE_PLACE_HOST);
  g_assert_nonnull (finding->instead);
  g_assert_cmpuint (finding->instead->port, ==, port_of ("imaps"));
  g_assert_cmpuint (kitte_report_get_elapsed_ms (report), <, 12000);
}

/* The whole way: no question about cleartext where the same host has TLS. */
static void
test_no_cleartext_beside_tls (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server =
      server_at (KITTE_PROTOCOL_IMAP, "imap-plain", KITTE_SECURITY_NONE);
  g_autoptr (KitteReport) report = kitte_report_new ();
  g_autoptr (KitteReport) second = kitte_report_new ();
  KitteFinding *finding = kitte_check_get_finding (verify (f, server, report, 0));

  g_assert_cmpstr (kitte_finding_code_to_nick (finding->code), ==, "plaintext-only");
  add_port (f, KITTE_PROTOCOL_IMAP, "imaps", KITTE_SECURITY_TLS);
  finding = kitte_check_get_finding (verify (f, server, second, 0));
  g_assert_cmpstr (kitte_finding_code_to_nick (finding->code), ==, "tls-not-offered");
  g_assert_nonnull (finding->instead);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server = server_at (KITTE_PROTOCOL_IMAP, "filtered", KITTE_SECURITY_TLS);
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_TIMED_OUT, NULL);
  g_autoptr (KitteInquiry) inquiry = kitte_inquiry_new (server, &f->around);
  gint64 began = test_stopwatch_now ();

  add_witness (f, "filtered", WITNESS_DOMAIN, "localhost");
  kitte_inquiry_ask_async (inquiry, finding, FALSE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC,
                           f->cancellable, asked_cb, f);
  g_idle_add (cancel_cb, f->cancellable);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (f->cancelled);
  /* It would take four seconds otherwise. */
  g_assert_cmpint (test_stopwatch_now () - began, <, 2 * G_USEC_PER_SEC);
}

/* Every server that was asked was told goodbye. */
static void
test_goodbye (Fixture *f, gconstpointer data)
{
  guint before = test_mailhost_count (host, "imaps", "close", NULL, NULL);
  g_autofree char *log = NULL;

  add_witness (f, "imaps", NULL, NULL);
  judge_silence (f, KITTE_PROTOCOL_IMAP);
  while (test_mailhost_count (host, "imaps", "close", NULL, NULL) == before)
    g_usleep (1000);
  log = test_mailhost_read_log (host);
  g_assert_nonnull (strstr (log, "\"goodbye\": true"));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "line-blocks-relay", test_line_blocks_relay },
    { "host-shuts-relay", test_host_shuts_relay },
    { "relay-without-witness", test_relay_without_witness },
    { "line-blocks-relay-of-old-host", test_line_blocks_relay_of_old_host },
    { "all-mail-ports-blocked", test_all_mail_ports_blocked },
    { "only-this-host", test_only_this_host },
    { "nothing-answers", test_nothing_answers },
    { "other-port-opens", test_other_port_opens },
    { "tls-is-looked-for", test_tls_is_looked_for },
    { "starttls-is-taken-out", test_starttls_is_taken_out },
    { "other-kind-of-encryption", test_other_kind_of_encryption },
    { "clock-is-wrong", test_clock_is_wrong },
    { "clock-is-not-to-blame", test_clock_is_not_to_blame },
    { "clock-of-two-minds", test_clock_of_two_minds },
    { "clock-before-build", test_clock_before_build },
    { "version", test_version },
    { "interception", test_interception },
    { "captive-portal", test_captive_portal },
    { "asked-while-silent", test_asked_while_silent },
    { "no-cleartext-beside-tls", test_no_cleartext_beside_tls },
    { "cancel", test_cancel },
    { "goodbye", test_goodbye },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  host = test_mailhost_new_script (BEHAVIOURS, SERVICES);
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/verify/inquiry/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  status = g_test_run ();
  test_mailhost_free (host);
  return status;
}
