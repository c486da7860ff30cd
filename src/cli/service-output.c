/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a look at a provider’s own service established, as a table and as JSON. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "service-output.h"

#include <glib/gi18n.h>

#include "columns.h"
#include "diagnose/kitte-diagnosis.h"
#include "json.h"
#include "text.h"

#define N_COLUMNS 5

static gint64
count_days (const KitteCertificateInfo *certificate)
{
  return (certificate->not_after - g_get_real_time () / G_USEC_PER_SEC) / (24 * 60 * 60);
}

static char *
describe_date (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("?");
}

static char *
describe_certificate (const KitteCertificateInfo *certificate)
{
  g_autofree char *date = NULL;

  if (certificate == NULL)
    return g_strdup ("-");
  date = describe_date (certificate->not_after);
  /* TRANSLATORS: in a narrow column: until when a certificate is good, and how many days that is.
   */
  return g_strdup_printf (_ ("%s (%d days)"), date, (int) count_days (certificate));
}

static const char *
describe_ipv6 (KitteServiceIpv6 ipv6)
{
  switch (ipv6)
    {
    case KITTE_SERVICE_IPV6_NONE:
      /* TRANSLATORS: in a narrow column: there is none. */
      return C_ ("column", "none");
    case KITTE_SERVICE_IPV6_OK:
      /* TRANSLATORS: in a narrow column: it works. */
      return C_ ("column", "works");
    case KITTE_SERVICE_IPV6_FAILED:
      /* TRANSLATORS: in a narrow column: it is there and does not work. */
      return C_ ("column", "no answer");
    case KITTE_SERVICE_IPV6_UNKNOWN:
    default:
      return "?";
    }
}

static char *
describe_state (const KitteServiceRow *row)
{
  switch (row->state)
    {
    case KITTE_SERVICE_OK:
      /* TRANSLATORS: in a narrow column: it works. */
      return g_strdup (C_ ("column", "works"));
    case KITTE_SERVICE_FAILED:
      return g_strdup (row->finding != NULL ? kitte_finding_code_to_nick (row->finding->code) :
                                              "?");
    case KITTE_SERVICE_PENDING:
    default:
      return g_strdup ("?");
    }
}

static void
fill_cells (const KitteServiceRow *row, char *cells[N_COLUMNS])
{
  g_autofree char *endpoint = kitte_server_to_string (row->server);
  const KitteConnection *connection = kitte_check_get_connection (row->check);

  cells[0] = g_strdup_printf ("%s %s %s", kitte_protocol_to_nick (row->server->protocol), endpoint,
                              kitte_security_to_nick (row->server->security));
  cells[1] = describe_state (row);
  cells[2] = g_strdup (connection->tls_version != NULL ? connection->tls_version : "-");
  cells[3] = describe_certificate (connection->certificate);
  cells[4] = g_strdup (describe_ipv6 (row->ipv6));
}

static void
print_line (char *const *cells, const guint *widths)
{
  g_autoptr (GString) line = g_string_new ("  ");

  for (guint i = 0; i < N_COLUMNS; i++)
    kittectl_append_cell (line, cells[i], widths[i]);
  g_strchomp (line->str);
  g_print ("%s\n", line->str);
}

static void
free_cells (char *cells[N_COLUMNS])
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (cells[i]);
}

static void
print_rows (GPtrArray *rows)
{
  /* TRANSLATORS: headings of a table of mail servers. */
  const char *headings[N_COLUMNS] = { C_ ("column", "Server"), C_ ("column", "State"), "TLS",
                                      /* TRANSLATORS: until when the certificate is good. */
                                      C_ ("column", "Certificate until"), "IPv6" };
  g_autofree char **table = g_new0 (char *, (rows->len + 1) * N_COLUMNS);
  guint widths[N_COLUMNS] = { 0 };

  for (guint j = 0; j < N_COLUMNS; j++)
    table[j] = g_strdup (headings[j]);
  for (guint i = 0; i < rows->len; i++)
    fill_cells (rows->pdata[i], table + (i + 1) * N_COLUMNS);
  for (guint i = 0; i < (rows->len + 1) * N_COLUMNS; i++)
    widths[i % N_COLUMNS] = MAX (widths[i % N_COLUMNS], kittectl_measure (table[i]));
  for (guint i = 0; i <= rows->len; i++)
    {
      print_line (table + i * N_COLUMNS, widths);
      free_cells (table + i * N_COLUMNS);
    }
}

static const char *
describe_published (KittePublishedState state)
{
  switch (state)
    {
    case KITTE_PUBLISHED_AGREES:
      /* TRANSLATORS: after what a provider publishes: it is the same as in the preset. */
      return _ ("the same as the preset");
    case KITTE_PUBLISHED_DIFFERS:
      /* TRANSLATORS: after what a provider publishes: it is not as in the preset. */
      return _ ("not the same as the preset");
    case KITTE_PUBLISHED_ABSENT:
      /* TRANSLATORS: after something that a provider could publish. */
      return _ ("not published");
    case KITTE_PUBLISHED_PENDING:
    default:
      return "?";
    }
}

static void
print_difference (const char *title, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];
      g_autofree char *endpoint = kitte_server_to_string (server);

      g_print ("    %s %s %s %s %s\n", title, kitte_protocol_to_nick (server->protocol), endpoint,
               kitte_security_to_nick (server->security),
               server->username != NULL ? server->username : "");
    }
}

static void
print_published (const KittePublished *published)
{
  g_print ("  %s: %s", published->what != NULL ? published->what : "?",
           describe_published (published->state));
  if (published->state == KITTE_PUBLISHED_ABSENT && published->outcome != NULL)
    g_print (" (%s)", published->outcome);
  g_print ("\n");
  /* TRANSLATORS: a server follows: the preset has it, and the provider does not publish it. */
  print_difference (_ ("only in the preset:"), published->missing);
  /* TRANSLATORS: a server follows: the provider publishes it, and the preset does not have it. */
  print_difference (_ ("only published:"), published->extra);
}

static void
print_findings (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KitteServiceRow *row = rows->pdata[i];
      g_autoptr (KitteDiagnosis) diagnosis = NULL;

      if (row->finding == NULL)
        continue;
      diagnosis = kitte_diagnosis_new_for_finding (row->finding, row->server, NULL);
      g_print ("  %s: %s\n", kitte_finding_code_to_nick (row->finding->code), diagnosis->title);
    }
}

/**
 * kittectl_print_service:
 *
 * Prints the servers as a table, what is wrong with them, and what is published.
 */
void
kittectl_print_service (KitteServiceCheck *service)
{
  GPtrArray *published = kitte_service_check_get_published (service);
  GPtrArray *rows = kitte_service_check_get_rows (service);

  g_print ("%s (%s)\n", kitte_preset_get_name (kitte_service_check_get_preset (service)),
           kitte_service_check_get_address (service)->display_domain);
  print_rows (rows);
  print_findings (rows);
  for (guint i = 0; i < published->len; i++)
    print_published (published->pdata[i]);
}

static void
add_certificate (JsonBuilder *builder, const KitteCertificateInfo *certificate)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  json_builder_set_member_name (builder, "certificate");
  if (certificate == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  before = describe_date (certificate->not_before);
  after = describe_date (certificate->not_after);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; certificate->names != NULL && certificate->names[i] != NULL; i++)
    json_builder_add_string_value (builder, certificate->names[i]);
  json_builder_end_array (builder);
  kittectl_json_string (builder, "issuer", certificate->issuer);
  kittectl_json_string (builder, "not_before", before);
  kittectl_json_string (builder, "not_after", after);
  json_builder_set_member_name (builder, "days_left");
  json_builder_add_int_value (builder, count_days (certificate));
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const KitteServiceRow *row)
{
  static const char *const results[] = { "unknown", "ok", "failed" };
  const KitteConnection *connection = kitte_check_get_connection (row->check);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "server");
  kittectl_json_server (builder, row->server);
  kittectl_json_string (builder, "result", results[row->state]);
  kittectl_json_string (builder, "finding",
                        row->finding != NULL ? kitte_finding_code_to_nick (row->finding->code) :
                                               NULL);
  kittectl_json_string (builder, "tls", connection->tls_version);
  add_certificate (builder, connection->certificate);
  kittectl_json_string (builder, "ipv6", kitte_service_ipv6_to_nick (row->ipv6));
  json_builder_end_object (builder);
}

static void
add_published (JsonBuilder *builder, const KittePublished *published)
{
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "source", kitte_source_to_nick (published->source));
  kittectl_json_string (builder, "what", published->what);
  kittectl_json_string (builder, "outcome", published->outcome);
  kittectl_json_string (builder, "result", kitte_published_state_to_nick (published->state));
  kittectl_json_servers (builder, "missing", published->missing);
  kittectl_json_servers (builder, "extra", published->extra);
  json_builder_end_object (builder);
}

/**
 * kittectl_json_service:
 *
 * Adds an object with the same to @builder.
 */
void
kittectl_json_service (JsonBuilder *builder, KitteServiceCheck *service)
{
  GPtrArray *rows = kitte_service_check_get_rows (service);
  GPtrArray *published = kitte_service_check_get_published (service);

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "id",
                        kitte_preset_get_id (kitte_service_check_get_preset (service)));
  kittectl_json_string (builder, "domain", kitte_service_check_get_address (service)->domain);
  kittectl_json_string (builder, "result", kitte_service_check_is_good (service) ? "ok" : "failed");
  json_builder_set_member_name (builder, "servers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add_row (builder, rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "published");
  json_builder_begin_array (builder);
  for (guint i = 0; i < published->len; i++)
    add_published (builder, published->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
