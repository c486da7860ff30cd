/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One order and one form, in every language: headings and labels are translated for the person who
 * gives it away and wants to know what, codes are not, so that any help desk finds them. What is
 * written has passed the redaction of the dialogs; here names are taken out too. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-support-report.h"

#include "kitte-diagnosis.h"
#include "kitte-mask.h"
#include "kitte-step-sentence.h"
#include "model/kitte-transcript.h"

#include <ares.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <gsasl.h>
#include <locale.h>
#include <nss.h>
#include <string.h>

/* A certificate may have a hundred names; these are enough to recognise a server. */
#define MAX_NAMES 10

typedef struct
{
  GString *text;
  KitteMask *mask;
} Writer;

static void
writer_clear (Writer *writer)
{
  if (writer->text != NULL)
    g_string_free (writer->text, TRUE);
  kitte_mask_free (writer->mask);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

static void
write_heading (Writer *writer, const char *heading)
{
  g_string_append_printf (writer->text, "\n[%s]\n", heading);
}

/* What is not known is not there. */
static void
write_row (Writer *writer, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (writer->text, "%s: %s\n", label, value);
}

/* Words that may hold the person’s name; a mailbox called “imap” is no reason to hide a code. */
static void
write_masked (Writer *writer, const char *label, const char *value)
{
  g_autofree char *masked = value != NULL ? kitte_mask_apply (writer->mask, value) : NULL;

  write_row (writer, label, masked);
}

static void
write_finding (Writer *writer, const KitteFinding *finding, const KitteServer *server)
{
  g_autoptr (KitteDiagnosis) diagnosis = NULL;
  g_autofree char *code = NULL;

  if (finding == NULL)
    return;
  code = g_strdup_printf ("%s (%u)", kitte_finding_code_to_nick (finding->code),
                          kitte_finding_code_get_number (finding->code));
  diagnosis = kitte_diagnosis_new_for_finding (finding, server, NULL);
  /* TRANSLATORS: label in a report for a help desk: what was found out; a code follows. */
  write_row (writer, _ ("Finding"), code);
  /* TRANSLATORS: label in a report for a help desk: the finding as a sentence. */
  write_masked (writer, _ ("Meaning"), diagnosis->title);
  for (guint i = 0; finding->evidence[i] != NULL; i++)
    /* TRANSLATORS: label in a report for a help desk: what the server or the system said. */
    write_masked (writer, _ ("Said"), finding->evidence[i]);
}

static void
add_version (GString *list, const char *name, const char *version)
{
  if (version != NULL)
    g_string_append_printf (list, "%s%s %s", list->len > 0 ? ", " : "", name, version);
}

/* The versions that run, not those it was built with. */
static char *
list_libraries (const char *const *programs)
{
  GString *list = g_string_new (NULL);
  g_autofree char *glib =
      g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);

  add_version (list, "GLib", glib);
  add_version (list, "GnuTLS", gnutls_check_version (NULL));
  add_version (list, "GNU SASL", gsasl_check_version (NULL));
  add_version (list, "c-ares", ares_version (NULL));
  add_version (list, "NSS", NSS_GetVersion ());
  for (guint i = 0; programs != NULL && programs[i] != NULL; i++)
    g_string_append_printf (list, ", %s", programs[i]);
  return g_string_free (list, FALSE);
}

/* Where there is no catalogue for the person’s language, that of messages was made “C”. */
static const char *
get_locale (void)
{
  const char *messages = setlocale (LC_MESSAGES, NULL);

  return g_str_equal (messages, "C") ? setlocale (LC_CTYPE, NULL) : messages;
}

static void
write_computer (Writer *writer, const char *const *programs)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M:%S %z");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *libraries = list_libraries (programs);

  /* TRANSLATORS: label in a report for a help desk: this program and its version follow. */
  write_row (writer, _ ("Program"), "kitte " PACKAGE_VERSION);
  /* TRANSLATORS: label in a report for a help desk: when it was made. */
  write_row (writer, _ ("Time"), time);
  /* TRANSLATORS: label in a report for a help desk: the operating system. */
  write_row (writer, _ ("System"), system);
  /* TRANSLATORS: label in a report for a help desk: the locale’s code follows. */
  write_row (writer, _ ("Language"), get_locale ());
  /* TRANSLATORS: label in a report for a help desk: names and versions follow. */
  write_row (writer, _ ("Libraries"), libraries);
}

static void
write_source (Writer *writer, const KitteProposal *proposal)
{
  g_autofree char *source = g_strdup_printf ("%s, %s", kitte_source_to_nick (proposal->source),
                                             kitte_trust_to_nick (proposal->trust));
  g_autofree char *preset = NULL;

  if (proposal->provider_id != NULL)
    preset =
        g_strdup_printf ("%s, %s, %s", proposal->provider_id,
                         kitte_origin_to_nick (proposal->origin),
                         proposal->provider_checked != NULL ? proposal->provider_checked : "–");
  /* TRANSLATORS: label in a report for a help desk: how the settings were found. */
  write_row (writer, _ ("Settings from"), source);
  /* TRANSLATORS: label in a report for a help desk: the provider’s id, and the month of its data.
   */
  write_row (writer, _ ("Provider"), preset);
}

static void
write_account (Writer *writer, const KitteSupportRequest *request)
{
  /* TRANSLATORS: heading in a report for a help desk. */
  write_heading (writer, _ ("Mail account"));
  if (request->address != NULL)
    {
      g_autofree char *masked = g_strconcat ("{local}@", request->address->domain, NULL);

      /* TRANSLATORS: label in a report for a help desk: “{local}@example.com” follows. */
      write_row (writer, _ ("Address"), masked);
    }
  if (request->proposal != NULL)
    write_source (writer, request->proposal);
}

static void
write_result (Writer *writer, const KitteSupportRequest *request)
{
  KitteReport *report = request->report;
  g_autofree char *sign_ins = NULL;
  g_autofree char *elapsed = NULL;

  /* TRANSLATORS: heading in a report for a help desk. */
  write_heading (writer, _ ("Result"));
  if (report == NULL)
    {
      write_finding (writer, request->finding, NULL);
      return;
    }
  sign_ins =
      g_strdup_printf ("attempted %u, failed %u", kitte_report_get_sign_ins_attempted (report),
                       kitte_report_get_sign_ins_failed (report));
  elapsed = g_strdup_printf ("%u ms", kitte_report_get_elapsed_ms (report));
  write_row (writer, _ ("Result"), kitte_result_to_nick (kitte_report_get_result (report)));
  /* TRANSLATORS: label in a report for a help desk: “attempted 1, failed 1” follows. */
  write_row (writer, _ ("Sign-ins"), sign_ins);
  /* TRANSLATORS: label in a report for a help desk: how long all of it took. */
  write_row (writer, _ ("Duration"), elapsed);
}

static char *
list_methods (const KitteAuthList *methods)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < methods->n_items; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "", kitte_auth_to_nick (methods->items[i]));
  return g_string_free (list, FALSE);
}

static char *
describe_address (GInetAddress *address)
{
  g_autofree char *text = g_inet_address_to_string (address);

  return g_strdup_printf ("%s (%s)", text,
                          g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "IPv6" :
                                                                                        "IPv4");
}

static void
write_addresses (Writer *writer, const KitteConnection *connection)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *remote = NULL;

  for (guint i = 0; i < connection->addresses->len; i++)
    {
      g_autofree char *one = describe_address (connection->addresses->pdata[i]);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", one);
    }
  if (connection->remote != NULL)
    remote = describe_address (connection->remote);
  /* TRANSLATORS: label in a report for a help desk: the server’s IP addresses follow. */
  write_row (writer, _ ("Addresses"), list->str);
  /* TRANSLATORS: label in a report for a help desk: the IP address that answered follows. */
  write_row (writer, _ ("Connected to"), remote);
}

static char *
format_day (gint64 seconds)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (seconds);

  return day != NULL ? g_date_time_format (day, "%Y-%m-%d") : g_strdup ("–");
}

static char *
list_names (const KitteCertificateInfo *certificate)
{
  GString *list = g_string_new (NULL);
  guint n_names = certificate->names != NULL ? g_strv_length (certificate->names) : 0;

  for (guint i = 0; i < MIN (n_names, MAX_NAMES); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "", certificate->names[i]);
  if (n_names > MAX_NAMES)
    g_string_append_printf (list, " … (%u)", n_names);
  return g_string_free (list, FALSE);
}

static void
write_encryption (Writer *writer, const KitteConnection *connection)
{
  const KitteCertificateInfo *certificate = connection->certificate;
  g_autofree char *tls = NULL;

  if (connection->tls_version != NULL)
    tls = g_strdup_printf ("%s %s", connection->tls_version, connection->tls_cipher);
  /* TRANSLATORS: label in a report for a help desk: TLS version and cipher follow. */
  write_row (writer, _ ("Encryption"), tls);
  if (certificate != NULL)
    {
      g_autofree char *names = list_names (certificate);
      g_autofree char *from = format_day (certificate->not_before);
      g_autofree char *until = format_day (certificate->not_after);
      g_autofree char *dates = g_strdup_printf ("%s – %s", from, until);

      /* TRANSLATORS: label in a report for a help desk: host names follow. */
      write_row (writer, _ ("Certificate for"), names);
      /* TRANSLATORS: label in a report for a help desk: the name of an authority follows. */
      write_row (writer, _ ("Certificate by"), certificate->issuer);
      /* TRANSLATORS: label in a report for a help desk: two dates follow. */
      write_row (writer, _ ("Certificate valid"), dates);
    }
}

static void
write_steps (Writer *writer, KitteCheck *check)
{
  static const char *const states[] = { "unfinished", "done", "failed" };
  g_autoptr (GString) list = g_string_new (NULL);
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);
  g_autofree char *trips = g_strdup_printf ("%u", kitte_check_get_trips (check));

  for (guint i = 0; i < n_steps; i++)
    {
      g_string_append_printf (list, "%s%s %u ms", i > 0 ? ", " : "",
                              kitte_step_to_nick (steps[i].step), steps[i].ms);
      if (steps[i].state != KITTE_STEP_DONE)
        g_string_append_printf (list, " (%s)", states[steps[i].state]);
    }
  /* TRANSLATORS: label in a report for a help desk: “connect 20 ms, tls 31 ms” and so on follow. */
  write_row (writer, _ ("Steps"), list->str);
  /* TRANSLATORS: label in a report for a help desk: how often an answer was waited for. */
  write_row (writer, _ ("Round trips"), trips);
}

/* What stands before the words, “  120 S: ”, is ours. */
static void
write_transcript (Writer *writer, KitteCheck *check)
{
  g_autofree char *shortened = kitte_transcript_shorten (kitte_check_get_transcript (check));
  g_auto (GStrv) lines = g_strsplit (shortened, "\n", -1);

  if (*shortened == '\0')
    return;
  /* TRANSLATORS: label in a report for a help desk: what both sides said follows, line by line. */
  g_string_append_printf (writer->text, "%s:\n", _ ("What was said"));
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      const char *words = strstr (lines[i], ": ");
      gsize ours = words != NULL ? (gsize) (words - lines[i]) + 2 : 0;
      g_autofree char *masked = kitte_mask_apply (writer->mask, lines[i] + ours);

      g_string_append_printf (writer->text, "  %.*s%s\n", (int) ours, lines[i], masked);
    }
}

static void
write_settings (Writer *writer, const KitteServer *server)
{
  g_autofree char *settings =
      g_strdup_printf ("%s %s:%u %s", kitte_protocol_to_nick (server->protocol), server->host,
                       server->port, kitte_security_to_nick (server->security));
  g_autofree char *methods = list_methods (&server->auth);

  /* TRANSLATORS: label in a report for a help desk: protocol, host, port, encryption follow. */
  write_row (writer, _ ("Server"), settings);
  /* TRANSLATORS: label in a report for a help desk: how the name is formed follows. */
  write_masked (writer, _ ("User name"), server->username);
  /* TRANSLATORS: label in a report for a help desk: ways to sign in that were to be used. */
  write_row (writer, _ ("Methods"), methods);
}

static void
write_check (Writer *writer, KitteCheck *check, gboolean transcript)
{
  KitteServer *proven = kitte_check_get_proven_server (check);
  KitteServer *server = proven != NULL ? proven : kitte_check_get_server (check);
  KitteConnection *connection = kitte_check_get_connection (check);
  g_autofree char *in_clear = list_methods (&connection->offered_in_clear);
  g_autofree char *offered = list_methods (&connection->offered);

  write_heading (writer, kitte_direction_sentence (kitte_server_is_incoming (server)));
  write_settings (writer, server);
  write_row (writer, _ ("Result"), kitte_result_to_nick (kitte_check_get_result (check)));
  write_finding (writer, kitte_check_get_finding (check), server);
  write_steps (writer, check);
  write_addresses (writer, connection);
  write_encryption (writer, connection);
  /* TRANSLATORS: label in a report for a help desk: ways to sign in follow. */
  write_row (writer, _ ("Offered without encryption"), in_clear);
  if (connection->tls_version != NULL)
    /* TRANSLATORS: label in a report for a help desk: ways to sign in follow. */
    write_row (writer, _ ("Offered with encryption"), offered);
  if (transcript)
    write_transcript (writer, check);
}

/* Names are learned from all servers first: what one says may be about the other. */
static void
learn_names (Writer *writer, GListModel *checks)
{
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      KitteServer *proven = kitte_check_get_proven_server (check);

      kitte_mask_add_username (writer->mask, kitte_check_get_server (check)->username);
      if (proven != NULL)
        kitte_mask_add_username (writer->mask, proven->username);
    }
}

/**
 * kitte_support_report_write:
 *
 * Holds no password, and neither the part of the address before the @ nor another user name: they
 * are written as `{local}`, `{address}` and `{username}`.
 *
 * Returns: (transfer full): the report in the person’s language, ending with a line end
 */
char *
kitte_support_report_write (const KitteSupportRequest *request)
{
  g_auto (Writer) writer = { g_string_new (NULL), kitte_mask_new (request->address) };
  GListModel *checks = NULL;

  if (request->report != NULL)
    checks = kitte_report_get_checks (request->report);
  if (checks != NULL)
    learn_names (&writer, checks);
  /* TRANSLATORS: first line of a report for a help desk. */
  g_string_append_printf (writer.text, "%s\n", _ ("Report for support"));
  write_computer (&writer, request->programs);
  write_account (&writer, request);
  write_result (&writer, request);
  for (guint i = 0; checks != NULL && i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);

      write_check (&writer, check, request->transcript);
    }
  return g_string_free (g_steal_pointer (&writer.text), FALSE);
}
