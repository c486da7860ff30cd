/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns c-ares’ structures into GResolver’s variants. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-dns-records.h"

#include <ares.h>
#include <netdb.h>

/* Record types by number, RFC 1035, 3.2.2 and RFC 2782. */
enum
{
  TYPE_NS = 2,
  TYPE_SOA = 6,
  TYPE_MX = 15,
  TYPE_TXT = 16,
  TYPE_SRV = 33,
};

static GList *
add (GList *records, GVariant *record)
{
  return g_list_prepend (records, g_variant_ref_sink (record));
}

/* DNS strings are bytes; what is not UTF-8 cannot stand in a variant. */
static const char *
text_of (const char *bytes, char **made)
{
  *made = g_utf8_make_valid (bytes, -1);
  return *made;
}

static int
parse_srv (const unsigned char *answer, int length, GList **records)
{
  struct ares_srv_reply *reply = NULL;
  int status = ares_parse_srv_reply (answer, length, &reply);

  for (struct ares_srv_reply *srv = reply; srv != NULL; srv = srv->next)
    {
      g_autofree char *made = NULL;

      *records = add (*records, g_variant_new ("(qqqs)", srv->priority, srv->weight, srv->port,
                                               text_of (srv->host, &made)));
    }
  if (reply != NULL)
    ares_free_data (reply);
  return status;
}

static int
parse_mx (const unsigned char *answer, int length, GList **records)
{
  struct ares_mx_reply *reply = NULL;
  int status = ares_parse_mx_reply (answer, length, &reply);

  for (struct ares_mx_reply *mx = reply; mx != NULL; mx = mx->next)
    {
      g_autofree char *made = NULL;

      *records = add (*records, g_variant_new ("(qs)", mx->priority, text_of (mx->host, &made)));
    }
  if (reply != NULL)
    ares_free_data (reply);
  return status;
}

static GList *
finish_text (GList *records, GStrvBuilder *builder)
{
  g_auto (GStrv) strings = g_strv_builder_end (builder);

  if (strings[0] == NULL)
    return records;
  return add (records, g_variant_new ("(^as)", strings));
}

static int
parse_txt (const unsigned char *answer, int length, GList **records)
{
  struct ares_txt_ext *reply = NULL;
  int status = ares_parse_txt_reply_ext (answer, length, &reply);
  GStrvBuilder *builder = g_strv_builder_new ();

  for (struct ares_txt_ext *txt = reply; txt != NULL; txt = txt->next)
    {
      g_autofree char *made = g_utf8_make_valid ((const char *) txt->txt, (gssize) txt->length);

      if (txt->record_start)
        {
          *records = finish_text (*records, builder);
          g_strv_builder_unref (builder);
          builder = g_strv_builder_new ();
        }
      g_strv_builder_add (builder, made);
    }
  *records = finish_text (*records, builder);
  g_strv_builder_unref (builder);
  if (reply != NULL)
    ares_free_data (reply);
  return status;
}

static int
parse_soa (const unsigned char *answer, int length, GList **records)
{
  struct ares_soa_reply *soa = NULL;
  int status = ares_parse_soa_reply (answer, length, &soa);
  g_autofree char *server = NULL;
  g_autofree char *master = NULL;

  if (status != ARES_SUCCESS)
    return status;
  *records = add (*records, g_variant_new ("(ssuuuuu)", text_of (soa->nsname, &server),
                                           text_of (soa->hostmaster, &master), soa->serial,
                                           soa->refresh, soa->retry, soa->expire, soa->minttl));
  ares_free_data (soa);
  return status;
}

static int
parse_ns (const unsigned char *answer, int length, GList **records)
{
  struct hostent *reply = NULL;
  int status = ares_parse_ns_reply (answer, length, &reply);

  if (status != ARES_SUCCESS)
    return status;
  for (char **alias = reply->h_aliases; *alias != NULL; alias++)
    {
      g_autofree char *made = NULL;

      *records = add (*records, g_variant_new ("(s)", text_of (*alias, &made)));
    }
  ares_free_hostent (reply);
  return status;
}

int
kitte_dns_record_type_to_number (GResolverRecordType type)
{
  switch (type)
    {
    case G_RESOLVER_RECORD_SRV:
      return TYPE_SRV;
    case G_RESOLVER_RECORD_MX:
      return TYPE_MX;
    case G_RESOLVER_RECORD_TXT:
      return TYPE_TXT;
    case G_RESOLVER_RECORD_SOA:
      return TYPE_SOA;
    case G_RESOLVER_RECORD_NS:
      return TYPE_NS;
    default:
      g_return_val_if_reached (TYPE_TXT);
    }
}

/**
 * kitte_dns_records_parse:
 * @answer: (array length=length): a reply message
 * @records: (out) (transfer full) (element-type GVariant): in the order of the reply
 *
 * Returns: a c-ares status; no record of the type is ARES_ENODATA
 */
int
kitte_dns_records_parse (GResolverRecordType type,
                         const unsigned char *answer,
                         int length,
                         GList **records)
{
  static int (*const parsers[]) (const unsigned char *, int, GList **) = {
    [G_RESOLVER_RECORD_SRV] = parse_srv, [G_RESOLVER_RECORD_MX] = parse_mx,
    [G_RESOLVER_RECORD_TXT] = parse_txt, [G_RESOLVER_RECORD_SOA] = parse_soa,
    [G_RESOLVER_RECORD_NS] = parse_ns,
  };
  int status;

  g_return_val_if_fail ((gsize) type < G_N_ELEMENTS (parsers) && parsers[type] != NULL,
                        ARES_EFORMERR);

  *records = NULL;
  status = parsers[type](answer, length, records);
  *records = g_list_reverse (*records);
  if (status == ARES_SUCCESS && *records == NULL)
    return ARES_ENODATA;
  return status;
}

/**
 * kitte_dns_records_to_services:
 * @records: (element-type GVariant): SRV records
 *
 * Returns: (transfer full) (element-type GSrvTarget): in the order of RFC 2782
 */
GList *
kitte_dns_records_to_services (GList *records)
{
  GList *targets = NULL;

  for (GList *l = records; l != NULL; l = l->next)
    {
      guint16 priority;
      guint16 weight;
      guint16 port;
      const char *host;

      g_variant_get (l->data, "(qqq&s)", &priority, &weight, &port, &host);
      targets = g_list_prepend (targets, g_srv_target_new (host, port, priority, weight));
    }
  return g_srv_target_list_sort (targets);
}
