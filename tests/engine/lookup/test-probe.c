/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteProbe against a name server and mail servers on loopback: which servers are found,
 * what is wrong with the others, what they hear, and what is left of it. */
#include "config.h"

#include "lookup/kitte-probe.h"
#include "support/dns-server.h"
#include "support/stopwatch.h"
#include "test-mailhost.h"
#include "wire/kitte-resolver.h"

#define DOMAIN "demo.kitte.test"

/* The certificates of the test’s servers are for this name; any other name is a wrong one. */
#define MAIL "mail." DOMAIN

#define AT_ONCE_US (100 * 1000)

typedef struct
{
  TestDnsServer *dns;
  GResolver *before;
  KitteSessionKeep *keep;
  KitteProbe *probe;
  GCancellable *cancellable;
  GError *error;
  gboolean found;
  gboolean done;
  guint n_called;
  gint64 cancel_time;
} Fixture;

/* Which server of the test’s stands for a way, “*” for those of every host; the others have a port
 * where nobody listens. */
typedef struct
{
  const char *host;
  guint16 usual;
  const char *service;
} Place;

static TestMailhost *host;
static const Place *places;

static guint16
port_of (const char *name, KitteProtocol protocol, KitteSecurity security)
{
  guint16 usual = kitte_protocol_get_default_port (protocol, security);

  for (const Place *place = places; place->host != NULL; place++)
    if ((g_str_equal (place->host, "*") || g_str_equal (place->host, name)) &&
        place->usual == usual)
      return test_mailhost_get_port (host, place->service);
  return test_mailhost_get_port (host, "refused");
}

static void
called_cb (KitteProbe *probe, KitteProbeCandidate *candidate, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_called++;
  g_assert_cmpuint (kitte_session_keep_count_open (f->keep), <=, KITTE_PROBE_MAX_CONNECTIONS);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteResolver) resolver = NULL;

  places = data;
  f->dns = test_dns_server_new ();
  f->before = g_resolver_get_default ();
  resolver = kitte_resolver_new (f->before, test_dns_server_get_address (f->dns));
  g_resolver_set_default (G_RESOLVER (resolver));
  f->cancellable = g_cancellable_new ();
  f->keep = kitte_session_keep_new ();
  f->probe = kitte_probe_new (f->keep);
  kitte_probe_plan_set_ports (kitte_probe_get_plan (f->probe), port_of);
  g_signal_connect (f->probe, "called", G_CALLBACK (called_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_resolver_set_default (f->before);
  g_clear_object (&f->before);
  g_clear_object (&f->probe);
  g_clear_object (&f->keep);
  g_clear_object (&f->cancellable);
  g_clear_error (&f->error);
  test_dns_server_free (f->dns);
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "attempted"), ==, 0);
  g_assert_cmpuint (test_mailhost_count_early_credentials (host), ==, 0);
}

static void
add_name (Fixture *f, const char *name)
{
  test_dns_server_add_address (f->dns, name, "127.0.0.1");
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->found = kitte_probe_run_finish (KITTE_PROBE (source), result, &f->error);
  f->done = TRUE;
}

static void
run (Fixture *f)
{
  kitte_probe_add_domain (f->probe, DOMAIN);
  kitte_probe_run_async (f->probe, f->cancellable, done_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_best (Fixture *f, gboolean incoming, const char *name, const char *service)
{
  KitteProbeCandidate *best = kitte_probe_plan_get_best (kitte_probe_get_plan (f->probe), incoming);

  if (service == NULL)
    {
      g_assert_null (best);
      return;
    }
  g_assert_nonnull (best);
  g_assert_cmpstr (best->server->host, ==, name);
  g_assert_cmpuint (best->server->port, ==, test_mailhost_get_port (host, service));
}

/* What was wrong with the server at the usual port of a way. */
static void
assert_finding (Fixture *f,
                const char *name,
                KitteProtocol protocol,
                KitteSecurity security,
                KitteFindingCode code)
{
  GPtrArray *candidates = kitte_probe_plan_get_candidates (kitte_probe_get_plan (f->probe));

  for (guint i = 0; i < candidates->len; i++)
    {
      const KitteProbeCandidate *candidate = candidates->pdata[i];

      if (!g_str_equal (candidate->server->host, name) || candidate->server->protocol != protocol ||
          candidate->server->security != security)
        continue;
      g_assert_cmpint (candidate->state, ==, KITTE_PROBE_FAILED);
      g_assert_nonnull (candidate->finding);
      g_assert_cmpstr (kitte_finding_code_to_nick (candidate->finding->code), ==,
                       kitte_finding_code_to_nick (code));
      return;
    }
  g_assert_not_reached ();
}

static guint
count (const char *service, const char *event)
{
  return test_mailhost_count (host, service, event, NULL, NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Every connection that was made was ended by us, and with goodbye where there was a greeting. */
static void
wait_until_all_closed (void)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);

  while (count (NULL, "close") < count (NULL, "connect"))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static const Place at_mail[] = {
  { MAIL, 993, "imaps" },       { MAIL, 995, "pop3s" },      { MAIL, 143, "imap" },
  { MAIL, 465, "submissions" }, { MAIL, 587, "submission" }, { NULL, 0, NULL },
};

/* The sessions that were looked at are those that are kept; nobody else stays connected. */
static void
test_only_mail (Fixture *f, gconstpointer data)
{
  KitteProbePlan *plan = kitte_probe_get_plan (f->probe);

  add_name (f, MAIL);
  run (f);
  g_assert_no_error (f->error);
  g_assert_true (f->found);
  assert_best (f, TRUE, MAIL, "imaps");
  assert_best (f, FALSE, MAIL, "submissions");
  for (int incoming = 0; incoming < 2; incoming++)
    {
      guint connects = count (NULL, "connect");
      g_autoptr (KitteSession) session =
          kitte_session_keep_take (f->keep, kitte_probe_plan_get_best (plan, incoming)->server);

      g_assert_nonnull (session);
      kitte_session_goodbye (session);
      g_assert_cmpuint (count (NULL, "connect"), ==, connects);
    }
  wait_until_all_closed ();
}

static const Place at_all[] = {
  { "*", 993, "imaps" },       { "*", 995, "pop3s" },      { "*", 143, "imap" },
  { "*", 465, "submissions" }, { "*", 587, "submission" }, { NULL, 0, NULL },
};

/* Every name leads to the same machine, as where the DNS answers every name: the certificate tells
 * which one is meant. */
static void
test_catch_all (Fixture *f, gconstpointer data)
{
  const char *names[] = { "imap.", "pop.", "pop3.", "smtp.", "mail.", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], DOMAIN, NULL);

      add_name (f, name);
    }
  run (f);
  assert_best (f, TRUE, MAIL, "imaps");
  assert_best (f, FALSE, MAIL, "submissions");
  assert_finding (f, "imap." DOMAIN, KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS,
                  KITTE_FINDING_CERT_WRONG_HOST);
  kitte_session_keep_close (f->keep);
  wait_until_all_closed ();
}

static const Place everywhere[] = {
  { "imap." DOMAIN, 993, "imaps" },
  { "smtp." DOMAIN, 465, "submissions" },
  { MAIL, 993, "imaps" },
  { MAIL, 465, "submissions" },
  { NULL, 0, NULL },
};

/* The service’s own name is preferred, but its certificate is for another one. */
static void
test_certificate_decides (Fixture *f, gconstpointer data)
{
  add_name (f, "imap." DOMAIN);
  add_name (f, "smtp." DOMAIN);
  add_name (f, MAIL);
  run (f);
  assert_best (f, TRUE, MAIL, "imaps");
  assert_best (f, FALSE, MAIL, "submissions");
  assert_finding (f, "smtp." DOMAIN, KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS,
                  KITTE_FINDING_CERT_WRONG_HOST);
}

/* A server that may not be used, and the next one in the order, which may. */
typedef struct
{
  KitteSecurity security;
  KitteProtocol protocol;
  const char *bad;
  KitteFindingCode finding;
  const char *instead;
} Fault;

static const Fault faults[] = {
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "refused", KITTE_FINDING_REFUSED, "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "imap-greets-as-pop3", KITTE_FINDING_NOT_THIS_PROTOCOL,
    "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "http-server", KITTE_FINDING_TLS_ON_PLAIN_PORT,
    "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "cert-expired", KITTE_FINDING_CERT_EXPIRED, "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "cert-wrong-host", KITTE_FINDING_CERT_WRONG_HOST,
    "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "cert-self-signed", KITTE_FINDING_CERT_SELF_SIGNED,
    "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "greeting-bye", KITTE_FINDING_GREETING_REJECTED,
    "imap" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_IMAP, "imap-login-disabled", KITTE_FINDING_AUTH_NOT_OFFERED,
    "imap" },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_IMAP, "imap-starttls-refused",
    KITTE_FINDING_STARTTLS_REFUSED, "pop3s" },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_IMAP, "imap-starttls-stripped",
    KITTE_FINDING_TLS_NOT_OFFERED, "pop3s" },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_IMAP, "imap-plaintext-only",
    KITTE_FINDING_TLS_NOT_OFFERED, "pop3s" },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_IMAP, "imap-starttls-injection",
    KITTE_FINDING_STARTTLS_INJECTION, "pop3s" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_SMTP, "tls-1.0-only", KITTE_FINDING_TLS_TOO_OLD,
    "submission" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_SMTP, "smtp-no-auth", KITTE_FINDING_AUTH_NOT_OFFERED,
    "submission" },
  { KITTE_SECURITY_TLS, KITTE_PROTOCOL_SMTP, "http-server", KITTE_FINDING_TLS_ON_PLAIN_PORT,
    "submission" },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_SMTP, "starttls-refused",
    KITTE_FINDING_STARTTLS_REFUSED, NULL },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_SMTP, "smtp-starttls-stripped",
    KITTE_FINDING_TLS_NOT_OFFERED, NULL },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_SMTP, "smtp-plaintext-only",
    KITTE_FINDING_TLS_NOT_OFFERED, NULL },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_SMTP, "smtp-starttls-cert-expired",
    KITTE_FINDING_CERT_EXPIRED, NULL },
  { KITTE_SECURITY_STARTTLS, KITTE_PROTOCOL_SMTP, "http-server", KITTE_FINDING_NOT_THIS_PROTOCOL,
    NULL },
};

/* In a keep of nobody’s, so that a promise is not enough. */
static void
run_alone (Fixture *f)
{
  g_object_unref (f->probe);
  f->probe = kitte_probe_new (NULL);
  kitte_probe_plan_set_ports (kitte_probe_get_plan (f->probe), port_of);
  run (f);
}

static void
test_fault (Fixture *f, gconstpointer data)
{
  const Fault *fault = data;
  gboolean incoming = fault->protocol != KITTE_PROTOCOL_SMTP;
  guint16 bad = kitte_protocol_get_default_port (fault->protocol, fault->security);
  const Place beside[] = { { MAIL, bad, fault->bad },
                           { MAIL, incoming ? 465 : 993, incoming ? "submissions" : "imaps" },
                           { MAIL,
                             !incoming  ? 587 :
                             bad == 993 ? 143 :
                                          995,
                             fault->instead },
                           { NULL, 0, NULL } };

  places = beside;
  if (fault->instead == NULL)
    ((Place *) beside)[2].host = NULL;
  add_name (f, MAIL);
  run_alone (f);
  g_assert_no_error (f->error);
  g_assert_true (f->found);
  assert_finding (f, MAIL, fault->protocol, fault->security, fault->finding);
  assert_best (f, incoming, MAIL, fault->instead);
  assert_best (f, !incoming, MAIL, incoming ? "submissions" : "imaps");
  wait_until_all_closed ();
}

static const Place too_many[] = {
  { MAIL, 993, "imap-too-many-connections" },
  { MAIL, 465, "submissions" },
  { NULL, 0, NULL },
};

/* A server that has no time now, but is the right one by its certificate, is the answer. */
static void
test_busy (Fixture *f, gconstpointer data)
{
  add_name (f, MAIL);
  run (f);
  assert_best (f, TRUE, MAIL, "imap-too-many-connections");
  assert_best (f, FALSE, MAIL, "submissions");
}

static const Place silent[] = {
  { MAIL, 993, "silent-greeting" },
  { MAIL, 143, "filtered" },
  { MAIL, 995, "silent-greeting" },
  { MAIL, 110, "filtered" },
  { MAIL, 465, "filtered" },
  { MAIL, 587, "silent-greeting" },
  { NULL, 0, NULL },
};

/* Whoever accepts every connection and says nothing costs a bounded time. */
static void
test_silent (Fixture *f, gconstpointer data)
{
  gint64 began = test_stopwatch_now ();

  add_name (f, MAIL);
  run_alone (f);
  g_assert_no_error (f->error);
  g_assert_false (f->found);
  assert_best (f, TRUE, NULL, NULL);
  g_assert_cmpint (test_stopwatch_now () - began, <,
                   (gint64) (KITTE_PROBE_PATIENCE + 2000) * G_TIME_SPAN_MILLISECOND);
  wait_until_all_closed ();
}

static void
cancel_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->cancel_time = test_stopwatch_now ();
  g_cancellable_cancel (f->cancellable);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  add_name (f, MAIL);
  g_timeout_add_once (200, cancel_cb, f);
  run (f);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* It would take seconds otherwise. */
  g_assert_cmpint (test_stopwatch_now () - f->cancel_time, <, AT_ONCE_US + 500 * 1000);
  g_assert_cmpuint (kitte_session_keep_count_open (f->keep), ==, 0);
  wait_until_all_closed ();
}

static const Place nowhere[] = { { NULL, 0, NULL } };

/* A domain without any of the names: no connection at all. */
static void
test_no_names (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  run (f);
  g_assert_no_error (f->error);
  g_assert_false (f->found);
  g_assert_cmpuint (f->n_called, ==, 0);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects);
}

/* The only server is the mail exchanger, which becomes known when all else is given up. */
static void
test_exchanger (Fixture *f, gconstpointer data)
{
  add_name (f, MAIL);
  add_name (f, "other.test");
  kitte_probe_add_exchanger (f->probe, MAIL);
  kitte_probe_add_domain (f->probe, "other.test");
  kitte_probe_run_async (f->probe, f->cancellable, done_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  assert_best (f, TRUE, MAIL, "imaps");
  assert_best (f, FALSE, MAIL, "submissions");
}

/* A domain that is not at home here does not have this computer called by naming an exchanger. */
static void
test_exchanger_in_here (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  add_name (f, MAIL);
  kitte_probe_add_exchanger (f->probe, MAIL);
  kitte_probe_add_domain (f->probe, "other.test");
  kitte_probe_run_async (f->probe, f->cancellable, done_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (f->found);
  g_assert_cmpuint (f->n_called, ==, 0);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects);
}

static void
late_exchanger_cb (gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_false (f->done);
  kitte_probe_add_exchanger (f->probe, MAIL);
  kitte_probe_expect_exchanger (f->probe, FALSE);
}

static void
test_late_exchanger (Fixture *f, gconstpointer data)
{
  add_name (f, MAIL);
  add_name (f, "other.test");
  kitte_probe_add_domain (f->probe, "other.test");
  kitte_probe_expect_exchanger (f->probe, TRUE);
  kitte_probe_run_async (f->probe, f->cancellable, done_cb, f);
  g_timeout_add_once (200, late_exchanger_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  assert_best (f, TRUE, MAIL, "imaps");
  assert_best (f, FALSE, MAIL, "submissions");
}

/* What the person typed is wrong; the other way at the same host is told. */
static void
test_typed (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) typed =
      kitte_server_new (KITTE_PROTOCOL_SMTP, MAIL, test_mailhost_get_port (host, "refused"),
                        KITTE_SECURITY_STARTTLS, NULL, NULL);

  add_name (f, MAIL);
  kitte_probe_add_typed (f->probe, typed);
  kitte_probe_run_async (f->probe, f->cancellable, done_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  assert_best (f, FALSE, MAIL, "submissions");
  assert_best (f, TRUE, NULL, NULL);
}

/* A lost question is asked again soon. */
static void
test_lost_question (Fixture *f, gconstpointer data)
{
  gint64 began = test_stopwatch_now ();

  add_name (f, MAIL);
  test_dns_server_lose (f->dns, MAIL, 2);
  run (f);
  assert_best (f, TRUE, MAIL, "imaps");
  /* Most of it is the servers', which are other programs. */
  g_assert_cmpint (test_stopwatch_now () - began, <, 4 * G_TIME_SPAN_SECOND);
}

static void
add (const char *path, const Place *data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

static void
set_up_fault (Fixture *f, gconstpointer data)
{
  set_up (f, nowhere);
}

static char *
list_behaviours (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) names =
      g_string_new ("refused filtered silent-greeting imap-too-many-connections");

  g_hash_table_add (seen, (gpointer) "refused");
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_hash_table_add (seen, (gpointer) faults[i].bad))
      g_string_append_printf (names, " %s", faults[i].bad);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *behaviours = list_behaviours ();
  int status;

  g_test_init (&argc, &argv, NULL);
  host = test_mailhost_new_script (behaviours, "imaps pop3s imap submissions submission");
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
  add ("/lookup/probe/only-mail", at_mail, test_only_mail);
  add ("/lookup/probe/catch-all", at_all, test_catch_all);
  add ("/lookup/probe/certificate-decides", everywhere, test_certificate_decides);
  add ("/lookup/probe/busy", too_many, test_busy);
  add ("/lookup/probe/silent", silent, test_silent);
  add ("/lookup/probe/cancelled", silent, test_cancelled);
  add ("/lookup/probe/no-names", nowhere, test_no_names);
  add ("/lookup/probe/exchanger", at_mail, test_exchanger);
  add ("/lookup/probe/exchanger-in-here", at_mail, test_exchanger_in_here);
  add ("/lookup/probe/late-exchanger", at_mail, test_late_exchanger);
  add ("/lookup/probe/typed", at_mail, test_typed);
  add ("/lookup/probe/lost-question", at_mail, test_lost_question);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/lookup/probe/fault/%s/%s-%s", faults[i].bad,
                                               kitte_protocol_to_nick (faults[i].protocol),
                                               kitte_security_to_nick (faults[i].security));

      g_test_add (path, Fixture, &faults[i], set_up_fault, test_fault, tear_down);
    }
  status = g_test_run ();
  test_mailhost_free (host);
  return status;
}
