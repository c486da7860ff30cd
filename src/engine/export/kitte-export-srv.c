/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service records (RFC 6186; RFC 8314, section 5.1) for a zone file, presented by ldns. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <ldns/ldns.h>

#include "kitte-export-private.h"

/* An hour: long enough to be cached, short enough to be mended on the day it was wrong. */
#define TTL 3600

/* Room between two servers for one that comes later. */
#define PRIORITY_STEP 10

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ldns_rr, ldns_rr_free)

/* What is not encrypted has no service of its own: RFC 8314 has it go. */
static const char *
get_service (const KitteServer *server)
{
  static const char *const services[][2] = {
    [KITTE_PROTOCOL_IMAP] = { "_imaps", "_imap" },
    [KITTE_PROTOCOL_POP3] = { "_pop3s", "_pop3" },
    [KITTE_PROTOCOL_SMTP] = { "_submissions", "_submission" },
  };

  switch (server->security)
    {
    case KITTE_SECURITY_TLS:
      return services[server->protocol][0];
    case KITTE_SECURITY_STARTTLS:
      return services[server->protocol][1];
    case KITTE_SECURITY_NONE:
    default:
      return NULL;
    }
}

static ldns_rr *
make_record (const char *owner, guint priority, guint16 port, const char *host)
{
  g_autoptr (ldns_rr) record = ldns_rr_new ();
  ldns_rdf *name = ldns_dname_new_frm_str (owner);
  ldns_rdf *target = ldns_dname_new_frm_str (host);

  if (name == NULL || target == NULL)
    {
      ldns_rdf_deep_free (name);
      ldns_rdf_deep_free (target);
      return NULL;
    }
  ldns_rr_set_owner (record, name);
  ldns_rr_set_type (record, LDNS_RR_TYPE_SRV);
  ldns_rr_set_class (record, LDNS_RR_CLASS_IN);
  ldns_rr_set_ttl (record, TTL);
  ldns_rr_push_rdf (record, ldns_native2rdf_int16 (LDNS_RDF_TYPE_INT16, (guint16) priority));
  ldns_rr_push_rdf (record, ldns_native2rdf_int16 (LDNS_RDF_TYPE_INT16, 1));
  ldns_rr_push_rdf (record, ldns_native2rdf_int16 (LDNS_RDF_TYPE_INT16, port));
  ldns_rr_push_rdf (record, target);
  return g_steal_pointer (&record);
}

static void
add_record (GString *zone, const KitteServer *server, const char *domain, guint priority)
{
  g_autofree char *template = kitte_export_dup_host_template (server);
  g_autoptr (GString) host = g_string_new (template);
  g_autofree char *owner = g_strconcat (get_service (server), "._tcp.", domain, ".", NULL);
  g_autoptr (ldns_rr) record = NULL;
  char *text;

  g_string_replace (host, "%EMAILDOMAIN%", domain, 0);
  record = make_record (owner, priority, server->port, host->str);
  text = record != NULL ? ldns_rr2str (record) : NULL;
  if (text != NULL)
    g_string_append (zone, text);
  free (text);
}

/* The order of the preset, also between IMAP and POP3 (RFC 6186, 3.4). */
static void
add_records (GString *zone, GPtrArray *servers, const char *domain)
{
  for (guint i = 0; i < servers->len; i++)
    if (get_service (servers->pdata[i]) != NULL)
      add_record (zone, servers->pdata[i], domain, i * PRIORITY_STEP);
}

static void
add_notes (const KitteExportSubject *subject, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (get_service (server) == NULL)
        kitte_export_note (subject, _ ("Servers without encryption have no service records and "
                                       "were left out."));
      if (g_strcmp0 (server->username, "%EMAILADDRESS%") != 0)
        kitte_export_note (subject, _ ("Service records say no user name; most programs then try "
                                       "the whole address."));
    }
}

GBytes *
kitte_export_write_srv (const KitteExportSubject *subject, GError **error)
{
  GString *zone = g_string_new (NULL);

  add_notes (subject, subject->general->incoming);
  add_notes (subject, subject->general->outgoing);
  for (guint i = 0; i < subject->domains->len; i++)
    {
      add_records (zone, subject->general->incoming, subject->domains->pdata[i]);
      add_records (zone, subject->general->outgoing, subject->domains->pdata[i]);
    }
  if (zone->len > 0)
    return g_string_free_to_bytes (zone);
  g_string_free (zone, TRUE);
  g_set_error_literal (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS,
                       _ ("There is no encrypted server, and only those have service records."));
  return NULL;
}
