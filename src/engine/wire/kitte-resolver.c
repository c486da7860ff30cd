/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process’s resolver: the hosts file, then the name servers, without threads; what c-ares does
 * not know (names without a dot, multicast names, calls from other threads) goes to the one that
 * was there before. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-resolver.h"

#include "kitte-ares-loop.h"
#include "kitte-dns-query.h"
#include "kitte-dns-records.h"

#include <netinet/in.h>
#include <string.h>

struct _KitteResolver
{
  GResolver parent_instance;
  GResolver *fallback;
  GThread *owner;
  KitteAresLoop *loop;
  ares_channel hosts;
};

/* For tests and for people who want other name servers here: “address:port,…”. */
#define SERVERS_VARIABLE "KITTE_NAME_SERVERS"

/* What a find task carries: whether a name server was asked. */
#define ASKED_KEY "kitte-asked-network"

G_DEFINE_FINAL_TYPE (KitteResolver, kitte_resolver, G_TYPE_RESOLVER)
G_DEFINE_QUARK (kitte - resolver - error - quark, kitte_resolver_error)

static GList *
add_literal (GList *list, const char *text)
{
  return g_list_append (list, g_inet_address_new_from_string (text));
}

/* RFC 6761, 6.3: “localhost” never goes to a name server; an address needs none. */
static GList *
find_without_asking (const char *host, GSocketFamily family)
{
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);
  GList *list = NULL;

  if (literal != NULL)
    return g_list_append (NULL, g_steal_pointer (&literal));
  if (g_ascii_strcasecmp (host, "localhost") != 0 && !g_str_has_suffix (host, ".localhost"))
    return NULL;
  if (family != G_SOCKET_FAMILY_IPV4)
    list = add_literal (list, "::1");
  if (family != G_SOCKET_FAMILY_IPV6)
    list = add_literal (list, "127.0.0.1");
  return list;
}

typedef struct
{
  GSocketFamily family;
  gboolean known;
  GList *addresses;
} HostsAnswer;

static void
hosts_cb (void *data, int status, int timeouts, struct ares_addrinfo *answer)
{
  HostsAnswer *hosts = data;

  if (status != ARES_SUCCESS)
    return;
  hosts->known = answer->nodes != NULL;
  hosts->addresses = kitte_dns_query_read_addresses (answer, hosts->family);
  ares_freeaddrinfo (answer);
}

/* A name in the hosts file is known for both families, as in the C library. */
static gboolean
find_in_hosts (KitteResolver *self, const char *host, GSocketFamily family, GList **addresses)
{
  struct ares_addrinfo_hints hints = { .ai_family = AF_UNSPEC, .ai_flags = ARES_AI_NOSORT };
  HostsAnswer answer = { family, FALSE, NULL };

  if (self->hosts == NULL)
    return FALSE;
  ares_getaddrinfo (self->hosts, host, NULL, &hints, hosts_cb, &answer);
  *addresses = answer.addresses;
  return answer.known;
}

static gboolean
needs_fallback (KitteResolver *self, const char *host)
{
  return g_thread_self () != self->owner || strchr (host, '.') == NULL ||
         g_str_has_suffix (host, ".local");
}

static void
fallback_find_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *list = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, kitte_dns_query_free_addresses);
  else if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    {
      g_task_return_new_error (task, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME, "%s",
                               error->message);
      g_error_free (error);
    }
  else if (error->domain == G_RESOLVER_ERROR)
    {
      g_task_return_new_error (task, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_SERVER_FAILED, "%s",
                               error->message);
      g_error_free (error);
    }
  else
    g_task_return_error (task, error);
}

static GResolverNameLookupFlags
family_to_flags (GSocketFamily family)
{
  if (family == G_SOCKET_FAMILY_IPV4)
    return G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY;
  if (family == G_SOCKET_FAMILY_IPV6)
    return G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY;
  return G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT;
}

static GSocketFamily
flags_to_family (GResolverNameLookupFlags flags)
{
  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY)
    return G_SOCKET_FAMILY_IPV4;
  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    return G_SOCKET_FAMILY_IPV6;
  return G_SOCKET_FAMILY_INVALID;
}

static GTask *
task_new (KitteResolver *self,
          const char *name,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_name (task, "[kitte] resolve");
  g_task_set_task_data (task, g_strdup (name), g_free);
  return task;
}

static GList *
kitte_resolver_lookup_by_name_with_flags (GResolver *resolver,
                                          const char *hostname,
                                          GResolverNameLookupFlags flags,
                                          GCancellable *cancellable,
                                          GError **error)
{
  return g_resolver_lookup_by_name_with_flags (KITTE_RESOLVER (resolver)->fallback, hostname, flags,
                                               cancellable, error);
}

static GList *
kitte_resolver_lookup_by_name (GResolver *resolver,
                               const char *hostname,
                               GCancellable *cancellable,
                               GError **error)
{
  return g_resolver_lookup_by_name (KITTE_RESOLVER (resolver)->fallback, hostname, cancellable,
                                    error);
}

static void
kitte_resolver_lookup_by_name_with_flags_async (GResolver *resolver,
                                                const char *hostname,
                                                GResolverNameLookupFlags flags,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data)
{
  kitte_resolver_find_async (KITTE_RESOLVER (resolver), hostname, flags_to_family (flags),
                             cancellable, callback, user_data);
}

static void
kitte_resolver_lookup_by_name_async (GResolver *resolver,
                                     const char *hostname,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  kitte_resolver_find_async (KITTE_RESOLVER (resolver), hostname, G_SOCKET_FAMILY_INVALID,
                             cancellable, callback, user_data);
}

static GList *
kitte_resolver_lookup_by_name_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return kitte_resolver_find_finish (KITTE_RESOLVER (resolver), result, NULL, error);
}

static char *
kitte_resolver_lookup_by_address (GResolver *resolver,
                                  GInetAddress *address,
                                  GCancellable *cancellable,
                                  GError **error)
{
  return g_resolver_lookup_by_address (KITTE_RESOLVER (resolver)->fallback, address, cancellable,
                                       error);
}

static void
fallback_address_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, &error);

  if (name != NULL)
    g_task_return_pointer (task, name, g_free);
  else
    g_task_return_error (task, error);
}

static void
kitte_resolver_lookup_by_address_async (GResolver *resolver,
                                        GInetAddress *address,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  KitteResolver *self = KITTE_RESOLVER (resolver);
  g_autofree char *text = g_inet_address_to_string (address);
  g_autoptr (GTask) task = task_new (self, text, cancellable, callback, user_data);

  if (g_thread_self () != self->owner)
    g_resolver_lookup_by_address_async (self->fallback, address, cancellable, fallback_address_cb,
                                        g_steal_pointer (&task));
  else if (!g_task_return_error_if_cancelled (task))
    kitte_dns_query_name (self->loop, task, address);
}

static char *
kitte_resolver_lookup_by_address_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
kitte_resolver_lookup_records (GResolver *resolver,
                               const char *rrname,
                               GResolverRecordType type,
                               GCancellable *cancellable,
                               GError **error)
{
  return g_resolver_lookup_records (KITTE_RESOLVER (resolver)->fallback, rrname, type, cancellable,
                                    error);
}

static void
fallback_records_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (error == NULL)
    g_task_return_pointer (task, records, kitte_dns_query_free_records);
  else
    g_task_return_error (task, error);
}

static void
kitte_resolver_lookup_records_async (GResolver *resolver,
                                     const char *rrname,
                                     GResolverRecordType type,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  KitteResolver *self = KITTE_RESOLVER (resolver);
  g_autoptr (GTask) task = task_new (self, rrname, cancellable, callback, user_data);

  if (g_thread_self () != self->owner)
    g_resolver_lookup_records_async (self->fallback, rrname, type, cancellable, fallback_records_cb,
                                     g_steal_pointer (&task));
  else if (!g_task_return_error_if_cancelled (task))
    kitte_dns_query_records (self->loop, task, rrname, type, FALSE);
}

static GList *
kitte_resolver_lookup_records_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* GResolver hands over the whole name, “_service._protocol.domain”; its public synchronous calls
 * want it in parts, records do not. */
static GList *
kitte_resolver_lookup_service (GResolver *resolver,
                               const char *rrname,
                               GCancellable *cancellable,
                               GError **error)
{
  GList *records = g_resolver_lookup_records (KITTE_RESOLVER (resolver)->fallback, rrname,
                                              G_RESOLVER_RECORD_SRV, cancellable, error);
  GList *services = kitte_dns_records_to_services (records);

  kitte_dns_query_free_records (records);
  return services;
}

static void
fallback_service_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (error == NULL)
    g_task_return_pointer (task, kitte_dns_records_to_services (records),
                           kitte_dns_query_free_services);
  else
    g_task_return_error (task, error);
  kitte_dns_query_free_records (records);
}

static void
kitte_resolver_lookup_service_async (GResolver *resolver,
                                     const char *rrname,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  KitteResolver *self = KITTE_RESOLVER (resolver);
  g_autoptr (GTask) task = task_new (self, rrname, cancellable, callback, user_data);

  if (g_thread_self () != self->owner)
    g_resolver_lookup_records_async (self->fallback, rrname, G_RESOLVER_RECORD_SRV, cancellable,
                                     fallback_service_cb, g_steal_pointer (&task));
  else if (!g_task_return_error_if_cancelled (task))
    kitte_dns_query_records (self->loop, task, rrname, G_RESOLVER_RECORD_SRV, TRUE);
}

static void
kitte_resolver_finalize (GObject *object)
{
  KitteResolver *self = KITTE_RESOLVER (object);

  g_clear_pointer (&self->loop, kitte_ares_loop_free);
  if (self->hosts != NULL)
    ares_destroy (self->hosts);
  g_clear_object (&self->fallback);
  ares_library_cleanup ();
  G_OBJECT_CLASS (kitte_resolver_parent_class)->finalize (object);
}

static void
kitte_resolver_class_init (KitteResolverClass *klass)
{
  GResolverClass *resolver = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kitte_resolver_finalize;
  resolver->lookup_by_name = kitte_resolver_lookup_by_name;
  resolver->lookup_by_name_async = kitte_resolver_lookup_by_name_async;
  resolver->lookup_by_name_finish = kitte_resolver_lookup_by_name_finish;
  resolver->lookup_by_name_with_flags = kitte_resolver_lookup_by_name_with_flags;
  resolver->lookup_by_name_with_flags_async = kitte_resolver_lookup_by_name_with_flags_async;
  resolver->lookup_by_name_with_flags_finish = kitte_resolver_lookup_by_name_finish;
  resolver->lookup_by_address = kitte_resolver_lookup_by_address;
  resolver->lookup_by_address_async = kitte_resolver_lookup_by_address_async;
  resolver->lookup_by_address_finish = kitte_resolver_lookup_by_address_finish;
  resolver->lookup_service = kitte_resolver_lookup_service;
  resolver->lookup_service_async = kitte_resolver_lookup_service_async;
  resolver->lookup_service_finish = kitte_resolver_lookup_records_finish;
  resolver->lookup_records = kitte_resolver_lookup_records;
  resolver->lookup_records_async = kitte_resolver_lookup_records_async;
  resolver->lookup_records_finish = kitte_resolver_lookup_records_finish;
}

static void
kitte_resolver_init (KitteResolver *self)
{
  struct ares_options options = { .lookups = (char *) "f" };

  ares_library_init (ARES_LIB_INIT_ALL);
  self->owner = g_thread_self ();
  if (ares_init_options (&self->hosts, &options, ARES_OPT_LOOKUPS) != ARES_SUCCESS)
    self->hosts = NULL;
}

/**
 * kitte_resolver_new:
 * @fallback: (transfer none): the resolver for what c-ares does not do
 * @servers: (nullable): name servers as “address:port,…”; %NULL: the system’s
 *
 * Belongs to the calling thread, which must run the default main context.
 *
 * Returns: (transfer full): a resolver
 */
KitteResolver *
kitte_resolver_new (GResolver *fallback, const char *servers)
{
  KitteResolver *self;

  g_return_val_if_fail (G_IS_RESOLVER (fallback), NULL);

  self = g_object_new (KITTE_TYPE_RESOLVER, NULL);
  self->fallback = g_object_ref (fallback);
  self->loop = kitte_ares_loop_new (servers);
  return self;
}

/**
 * kitte_resolver_install:
 *
 * Makes a new resolver the process’s default, once; to be called on the main thread before
 * anything is looked up. `KITTE_NAME_SERVERS` takes the place of the system’s name servers.
 */
void
kitte_resolver_install (void)
{
  const char *servers = g_getenv (SERVERS_VARIABLE);
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver = NULL;

  if (KITTE_IS_RESOLVER (before))
    return;
  resolver = kitte_resolver_new (before, servers != NULL && *servers != '\0' ? servers : NULL);
  g_resolver_set_default (G_RESOLVER (resolver));
}

/**
 * kitte_resolver_get_installed:
 *
 * Returns: (transfer full): the process’s default, installed now if it was not yet
 */
KitteResolver *
kitte_resolver_get_installed (void)
{
  kitte_resolver_install ();
  return KITTE_RESOLVER (g_resolver_get_default ());
}

/**
 * kitte_resolver_find_async:
 * @host: an A-label name or an address
 * @family: which addresses; G_SOCKET_FAMILY_INVALID: all
 *
 * Like g_resolver_lookup_by_name_with_flags_async(), and tells whether the network was needed.
 */
void
kitte_resolver_find_async (KitteResolver *self,
                           const char *host,
                           GSocketFamily family,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GList *list = NULL;

  g_return_if_fail (KITTE_IS_RESOLVER (self));
  g_return_if_fail (host != NULL);

  task = task_new (self, host, cancellable, callback, user_data);
  if (g_task_return_error_if_cancelled (task))
    return;
  list = find_without_asking (host, family);
  if (list != NULL)
    g_task_return_pointer (task, list, kitte_dns_query_free_addresses);
  else if (needs_fallback (self, host))
    g_resolver_lookup_by_name_with_flags_async (self->fallback, host, family_to_flags (family),
                                                cancellable, fallback_find_cb,
                                                g_steal_pointer (&task));
  else if (!find_in_hosts (self, host, family, &list))
    {
      g_object_set_data (G_OBJECT (task), ASKED_KEY, GINT_TO_POINTER (TRUE));
      kitte_dns_query_addresses (self->loop, task, host, family);
    }
  else if (list != NULL)
    g_task_return_pointer (task, list, kitte_dns_query_free_addresses);
  else
    g_task_return_error (task, kitte_dns_query_error (host, ARES_ENODATA));
}

/**
 * kitte_resolver_find_finish:
 * @asked_network: (out) (optional): whether a name server was asked
 *
 * Returns: (transfer full) (element-type GInetAddress): at least one address, or %NULL with a
 *   #KITTE_RESOLVER_ERROR
 */
GList *
kitte_resolver_find_finish (KitteResolver *self,
                            GAsyncResult *result,
                            gboolean *asked_network,
                            GError **error)
{
  g_return_val_if_fail (KITTE_IS_RESOLVER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (asked_network != NULL)
    *asked_network = g_object_get_data (G_OBJECT (result), ASKED_KEY) != NULL;
  return g_task_propagate_pointer (G_TASK (result), error);
}
