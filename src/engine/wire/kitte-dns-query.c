/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question at a time to c-ares, as a GTask that can be cancelled. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-dns-query.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>

#include "kitte-dns-records.h"
#include "kitte-resolver.h"

/* One question; it outlives its task where the task was cancelled. */
typedef struct
{
  KitteAresLoop *loop;
  GObject *owner;
  GTask *task;
  GSource *cancel_source;
  GResolverRecordType type;
  gboolean service;
} Query;

static KitteResolverError
error_code (int status)
{
  switch (status)
    {
    case ARES_ENOTFOUND:
      return KITTE_RESOLVER_ERROR_NO_SUCH_NAME;
    case ARES_ENODATA:
      return KITTE_RESOLVER_ERROR_NO_DATA;
    case ARES_ETIMEOUT:
      return KITTE_RESOLVER_ERROR_SILENT;
    case ARES_ECONNREFUSED:
      return KITTE_RESOLVER_ERROR_UNREACHABLE;
    default:
      return KITTE_RESOLVER_ERROR_SERVER_FAILED;
    }
}

static void
query_stop_cancel (Query *query)
{
  if (query->cancel_source != NULL)
    g_source_destroy (query->cancel_source);
  g_clear_pointer (&query->cancel_source, g_source_unref);
}

static void
query_free (Query *query)
{
  query_stop_cancel (query);
  kitte_ares_loop_answered (query->loop);
  g_clear_object (&query->task);
  g_object_unref (query->owner);
  g_free (query);
}

/* c-ares cannot take one question back: its answer is waited for, the caller is not kept. */
static gboolean
query_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Query *query = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&query->task);

  query_stop_cancel (query);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static Query *
query_new (KitteAresLoop *loop, GTask *task)
{
  Query *query = g_new0 (Query, 1);

  query->loop = loop;
  query->owner = g_object_ref (g_task_get_source_object (task));
  query->task = g_object_ref (task);
  query->cancel_source = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_priority (query->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (query->cancel_source, G_SOURCE_FUNC (query_cancelled_cb), query, NULL);
  g_source_attach (query->cancel_source, NULL);
  return query;
}

static void
addresses_cb (void *data, int status, int timeouts, struct ares_addrinfo *answer)
{
  Query *query = data;
  g_autoptr (GTask) task = g_steal_pointer (&query->task);
  GList *list = NULL;

  if (status == ARES_SUCCESS)
    {
      list = kitte_dns_query_read_addresses (answer, G_SOCKET_FAMILY_INVALID);
      ares_freeaddrinfo (answer);
    }
  query_free (query);
  if (task == NULL)
    return;
  if (list != NULL)
    g_task_return_pointer (task, list, kitte_dns_query_free_addresses);
  else
    g_task_return_error (task,
                         kitte_dns_query_error (g_task_get_task_data (task),
                                                status == ARES_SUCCESS ? ARES_ENODATA : status));
}

static void
records_cb (void *data, int status, int timeouts, unsigned char *answer, int length)
{
  Query *query = data;
  g_autoptr (GTask) task = g_steal_pointer (&query->task);
  GResolverRecordType type = query->type;
  gboolean service = query->service;
  GList *records = NULL;

  query_free (query);
  if (task == NULL)
    return;
  if (status == ARES_SUCCESS)
    status = kitte_dns_records_parse (type, answer, length, &records);
  if (status != ARES_SUCCESS)
    {
      kitte_dns_query_free_records (records);
      g_task_return_error (task, kitte_dns_query_error (g_task_get_task_data (task), status));
    }
  else if (service)
    {
      g_task_return_pointer (task, kitte_dns_records_to_services (records),
                             kitte_dns_query_free_services);
      kitte_dns_query_free_records (records);
    }
  else
    g_task_return_pointer (task, records, kitte_dns_query_free_records);
}

static void
name_cb (void *data, int status, int timeouts, struct hostent *answer)
{
  Query *query = data;
  g_autoptr (GTask) task = g_steal_pointer (&query->task);

  query_free (query);
  if (task == NULL)
    return;
  if (status == ARES_SUCCESS && answer->h_name != NULL)
    g_task_return_pointer (task, g_strdup (answer->h_name), g_free);
  else
    g_task_return_error (task,
                         kitte_dns_query_error (g_task_get_task_data (task),
                                                status == ARES_SUCCESS ? ARES_ENODATA : status));
}

/**
 * kitte_dns_query_addresses:
 * @loop: (transfer none): stays as long as @task’s source object
 * @task: (transfer none): returns a list of #GInetAddress or a #KITTE_RESOLVER_ERROR; its task data
 *   is the name. It is returned at once when it is cancelled
 * @family: G_SOCKET_FAMILY_INVALID: both
 */
void
kitte_dns_query_addresses (KitteAresLoop *loop, GTask *task, const char *host, GSocketFamily family)
{
  struct ares_addrinfo_hints hints = { .ai_flags = ARES_AI_NOSORT, .ai_socktype = SOCK_STREAM };
  ares_channel channel = kitte_ares_loop_begin (loop);

  if (channel == NULL)
    {
      g_task_return_error (task, kitte_dns_query_error (host, ARES_ECONNREFUSED));
      return;
    }
  hints.ai_family = family == G_SOCKET_FAMILY_INVALID ? AF_UNSPEC : (int) family;
  ares_getaddrinfo (channel, host, NULL, &hints, addresses_cb, query_new (loop, task));
  kitte_ares_loop_asked (loop);
}

/**
 * kitte_dns_query_records:
 * @task: (transfer none): like that of kitte_dns_query_addresses(); returns a list of #GVariant
 * @as_service: return a sorted list of #GSrvTarget instead
 */
void
kitte_dns_query_records (KitteAresLoop *loop,
                         GTask *task,
                         const char *name,
                         GResolverRecordType type,
                         gboolean as_service)
{
  ares_channel channel = kitte_ares_loop_begin (loop);
  Query *query;

  if (channel == NULL)
    {
      g_task_return_error (task, kitte_dns_query_error (name, ARES_ECONNREFUSED));
      return;
    }
  query = query_new (loop, task);
  query->type = type;
  query->service = as_service;
  ares_query (channel, name, ns_c_in, kitte_dns_record_type_to_number (type), records_cb, query);
  kitte_ares_loop_asked (loop);
}

/**
 * kitte_dns_query_name:
 * @task: (transfer none): like that of kitte_dns_query_addresses(); returns a string
 *
 * Asks what @address is called (RFC 1035, 3.5; RFC 3596, 2.5).
 */
void
kitte_dns_query_name (KitteAresLoop *loop, GTask *task, GInetAddress *address)
{
  ares_channel channel = kitte_ares_loop_begin (loop);

  if (channel == NULL)
    {
      g_task_return_error (task,
                           kitte_dns_query_error (g_task_get_task_data (task), ARES_ECONNREFUSED));
      return;
    }
  ares_gethostbyaddr (channel, g_inet_address_to_bytes (address),
                      (int) g_inet_address_get_native_size (address),
                      (int) g_inet_address_get_family (address), name_cb, query_new (loop, task));
  kitte_ares_loop_asked (loop);
}

/**
 * kitte_dns_query_error:
 * @status: a c-ares status other than success
 *
 * Returns: (transfer full): a #KITTE_RESOLVER_ERROR
 */
GError *
kitte_dns_query_error (const char *name, int status)
{
  return g_error_new (KITTE_RESOLVER_ERROR, (int) error_code (status), "%s: %s", name,
                      ares_strerror (status));
}

/**
 * kitte_dns_query_read_addresses:
 * @family: which to take; G_SOCKET_FAMILY_INVALID: all
 *
 * Returns: (transfer full) (element-type GInetAddress): in the order of the answer
 */
GList *
kitte_dns_query_read_addresses (struct ares_addrinfo *answer, GSocketFamily family)
{
  GList *list = NULL;

  for (struct ares_addrinfo_node *node = answer->nodes; node != NULL; node = node->ai_next)
    {
      g_autoptr (GSocketAddress) address =
          g_socket_address_new_from_native (node->ai_addr, node->ai_addrlen);

      if (address == NULL ||
          (family != G_SOCKET_FAMILY_INVALID && g_socket_address_get_family (address) != family))
        continue;
      list = g_list_prepend (list, g_object_ref (g_inet_socket_address_get_address (
                                       G_INET_SOCKET_ADDRESS (address))));
    }
  return g_list_reverse (list);
}

void
kitte_dns_query_free_addresses (gpointer list)
{
  g_list_free_full (list, g_object_unref);
}

void
kitte_dns_query_free_records (gpointer list)
{
  g_list_free_full (list, (GDestroyNotify) g_variant_unref);
}

void
kitte_dns_query_free_services (gpointer list)
{
  g_resolver_free_targets (list);
}
