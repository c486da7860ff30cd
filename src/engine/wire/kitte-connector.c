/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resolves both families side by side and races their addresses, so that neither a slow name server
 * nor a black hole on the way costs more than a quarter of a second. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-connector.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "kitte-resolver.h"

/* RFC 8305, section 8: how long the other family’s answer is waited for, and the next attempt. */
#define RESOLUTION_DELAY_MS 50
#define ATTEMPT_DELAY_MS 250

/* A lost first packet is only sent again by the kernel after a second: when every address has been
 * tried without an answer, each gets a second attempt once this long has passed. */
#define SECOND_ROUND_DELAY_MS 400

/* A name with more addresses than this is tried no further. */
#define MAX_ADDRESSES 8

typedef struct
{
  KitteConnector *connector;
  GSocket *socket;
  GSource *source;
} Attempt;

struct _KitteConnector
{
  GObject parent_instance;
  char *host;
  guint16 port;

  GPtrArray *known;

  GTask *task;
  GSource *cancel_source;
  GCancellable *lookups;
  GQueue addresses;
  GPtrArray *seen;
  GPtrArray *attempts;
  guint pending_lookups;
  guint resolution_timer;
  guint attempt_timer;
  gboolean connecting;
  gboolean second_round;
  gboolean asked_network;
  GError *lookup_error;
  GError *connect_error;
  KitteFinding *finding;
};

G_DEFINE_FINAL_TYPE (KitteConnector, kitte_connector, G_TYPE_OBJECT)

enum
{
  RESOLVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void try_next (KitteConnector *self);

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  if (attempt->source != NULL)
    {
      g_source_destroy (attempt->source);
      g_source_unref (attempt->source);
    }
  g_clear_object (&attempt->socket);
  g_free (attempt);
}

/* Leaves nothing running; sockets of attempts that did not win are closed. */
static void
stop (KitteConnector *self)
{
  g_cancellable_cancel (self->lookups);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  g_clear_handle_id (&self->resolution_timer, g_source_remove);
  g_clear_handle_id (&self->attempt_timer, g_source_remove);
  g_ptr_array_set_size (self->attempts, 0);
  g_queue_clear_full (&self->addresses, g_object_unref);
}

/* Which of two failures tells more: that someone refused tells more than silence. */
static int
error_rank (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return 4;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return 3;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return 1;
  return 2;
}

static void
keep_connect_error (KitteConnector *self, GError *error)
{
  if (self->connect_error != NULL && error_rank (self->connect_error) >= error_rank (error))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->connect_error);
  self->connect_error = error;
}

static KitteFindingCode
connect_code (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return KITTE_FINDING_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return KITTE_FINDING_RESET;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return KITTE_FINDING_OFFLINE;
  return KITTE_FINDING_TIMED_OUT;
}

static KitteFindingCode
lookup_code (const GError *error)
{
  if (g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME) ||
      g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_DATA))
    return KITTE_FINDING_NAME_NOT_FOUND;
  return kitte_connector_is_offline () ? KITTE_FINDING_OFFLINE : KITTE_FINDING_DNS_FAILURE;
}

static void
finish_failed (KitteConnector *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  const GError *error = self->connect_error != NULL ? self->connect_error : self->lookup_error;

  stop (self);
  self->finding =
      kitte_finding_new (self->connect_error != NULL ? connect_code (error) : lookup_code (error),
                         error->message);
  g_task_return_pointer (task, NULL, NULL);
}

static void
finish_connected (KitteConnector *self, GSocket *socket)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_object_ref (socket);
  stop (self);
  /* A command follows the TLS Finished at once; Nagle’s algorithm would hold it back. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_task_return_pointer (task, socket, g_object_unref);
}

static void
finish_if_hopeless (KitteConnector *self)
{
  if (self->task != NULL && self->pending_lookups == 0 && self->attempts->len == 0 &&
      g_queue_is_empty (&self->addresses) && self->resolution_timer == 0)
    finish_failed (self);
}

static void
attempt_failed (KitteConnector *self, GError *error)
{
  keep_connect_error (self, error);
  g_clear_handle_id (&self->attempt_timer, g_source_remove);
  if (!g_queue_is_empty (&self->addresses))
    try_next (self);
  else
    finish_if_hopeless (self);
}

static gboolean
attempt_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Attempt *attempt = user_data;
  KitteConnector *self = attempt->connector;
  GError *error = NULL;

  if (g_socket_check_connect_result (socket, &error))
    {
      finish_connected (self, socket);
      return G_SOURCE_REMOVE;
    }
  g_ptr_array_remove (self->attempts, attempt);
  attempt_failed (self, error);
  return G_SOURCE_REMOVE;
}

static gboolean
attempt_timer_cb (gpointer user_data)
{
  KitteConnector *self = user_data;

  self->attempt_timer = 0;
  try_next (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_next (KitteConnector *self)
{
  gboolean more = !g_queue_is_empty (&self->addresses);

  if (!more && (self->second_round || self->pending_lookups > 0))
    return;
  self->attempt_timer =
      g_timeout_add (more ? ATTEMPT_DELAY_MS : SECOND_ROUND_DELAY_MS, attempt_timer_cb, self);
}

static void
begin_second_round (KitteConnector *self)
{
  self->second_round = TRUE;
  for (guint i = 0; i < self->seen->len; i++)
    g_queue_push_tail (&self->addresses, g_object_ref (g_ptr_array_index (self->seen, i)));
}

static GSocket *
open_socket (KitteConnector *self, GInetAddress *address, GError **error)
{
  g_autoptr (GSocketAddress) target = g_inet_socket_address_new (address, self->port);
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GError) pending = NULL;

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  if (g_socket_connect (socket, target, NULL, &pending) ||
      g_error_matches (pending, G_IO_ERROR, G_IO_ERROR_PENDING))
    return g_steal_pointer (&socket);
  g_propagate_error (error, g_steal_pointer (&pending));
  return NULL;
}

static void
try_next (KitteConnector *self)
{
  g_autoptr (GInetAddress) address = NULL;
  GError *error = NULL;
  Attempt *attempt;
  GSocket *socket;

  if (g_queue_is_empty (&self->addresses))
    begin_second_round (self);
  address = g_queue_pop_head (&self->addresses);
  if (address == NULL)
    return;
  socket = open_socket (self, address, &error);
  if (socket == NULL)
    {
      attempt_failed (self, error);
      return;
    }
  attempt = g_new0 (Attempt, 1);
  attempt->connector = self;
  attempt->socket = socket;
  attempt->source = g_socket_create_source (socket, G_IO_OUT, NULL);
  g_source_set_callback (attempt->source, G_SOURCE_FUNC (attempt_cb), attempt, NULL);
  g_source_attach (attempt->source, NULL);
  g_ptr_array_add (self->attempts, attempt);
  schedule_next (self);
}

static void
begin_connecting (KitteConnector *self)
{
  g_clear_handle_id (&self->resolution_timer, g_source_remove);
  if (self->connecting)
    return;
  self->connecting = TRUE;
  g_signal_emit (self, signals[RESOLVED], 0);
  if (self->task != NULL)
    try_next (self);
}

static gboolean
resolution_timer_cb (gpointer user_data)
{
  KitteConnector *self = user_data;

  self->resolution_timer = 0;
  begin_connecting (self);
  return G_SOURCE_REMOVE;
}

/* RFC 8305, section 4: the families alternate, IPv6 first. */
static void
add_addresses (KitteConnector *self, GList *list)
{
  guint position = self->connecting ? 0 : 1;

  for (GList *l = list; l != NULL && self->seen->len < MAX_ADDRESSES; l = l->next)
    {
      GInetAddress *address = l->data;
      gboolean first = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

      g_ptr_array_add (self->seen, g_object_ref (address));
      g_queue_push_nth (&self->addresses, g_object_ref (address),
                        (int) (first && !self->connecting ? position - 1 : position));
      position += 2;
    }
}

/* More addresses came, or no more will, while others are being tried. */
static void
continue_connecting (KitteConnector *self)
{
  if (self->attempts->len == 0 && !g_queue_is_empty (&self->addresses))
    try_next (self);
  else if (self->attempts->len > 0 && self->attempt_timer == 0)
    schedule_next (self);
}

static void
addresses_known (KitteConnector *self, gboolean is_v6)
{
  if (self->connecting)
    continue_connecting (self);
  else if (is_v6 || self->pending_lookups == 0)
    begin_connecting (self);
  else if (self->resolution_timer == 0)
    self->resolution_timer = g_timeout_add (RESOLUTION_DELAY_MS, resolution_timer_cb, self);
}

/* “No such name” of one family says less than a failure of the other. */
static void
keep_lookup_error (KitteConnector *self, GError *error)
{
  gboolean certain = self->lookup_error != NULL &&
                     lookup_code (self->lookup_error) != KITTE_FINDING_NAME_NOT_FOUND;

  if (certain)
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->lookup_error);
  self->lookup_error = error;
}

static void
lookup_done (KitteConnector *self, GObject *source, GAsyncResult *result, gboolean is_v6)
{
  gboolean asked = FALSE;
  GError *error = NULL;
  GList *list = kitte_resolver_find_finish (KITTE_RESOLVER (source), result, &asked, &error);

  self->pending_lookups--;
  self->asked_network |= asked;
  if (self->task == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  else if (list != NULL)
    {
      add_addresses (self, list);
      addresses_known (self, is_v6);
    }
  else
    {
      keep_lookup_error (self, error);
      if (self->connecting)
        continue_connecting (self);
      else if (!g_queue_is_empty (&self->addresses))
        begin_connecting (self);
      finish_if_hopeless (self);
    }
  g_list_free_full (list, g_object_unref);
  g_object_unref (self);
}

static void
v6_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  lookup_done (user_data, source, result, TRUE);
}

static void
v4_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  lookup_done (user_data, source, result, FALSE);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  KitteConnector *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  stop (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (KitteConnector *self, GCancellable *cancellable)
{
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (self->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
}

/* One family behind the other, as two answers would have come. */
static void
add_known (KitteConnector *self)
{
  const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV6, G_SOCKET_FAMILY_IPV4 };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autoptr (GList) list = NULL;

      for (guint j = self->known->len; j > 0; j--)
        if (g_inet_address_get_family (self->known->pdata[j - 1]) == families[i])
          list = g_list_prepend (list, self->known->pdata[j - 1]);
      add_addresses (self, list);
    }
}

static void
begin_lookups (KitteConnector *self)
{
  g_autoptr (KitteResolver) resolver = kitte_resolver_get_installed ();
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (self->host);

  if (self->known != NULL)
    {
      add_known (self);
      begin_connecting (self);
      return;
    }
  if (literal != NULL)
    {
      GList list = { literal, NULL, NULL };

      add_addresses (self, &list);
      begin_connecting (self);
      return;
    }
  self->pending_lookups = 2;
  kitte_resolver_find_async (resolver, self->host, G_SOCKET_FAMILY_IPV6, self->lookups, v6_cb,
                             g_object_ref (self));
  kitte_resolver_find_async (resolver, self->host, G_SOCKET_FAMILY_IPV4, self->lookups, v4_cb,
                             g_object_ref (self));
}

static void
kitte_connector_dispose (GObject *object)
{
  KitteConnector *self = KITTE_CONNECTOR (object);

  stop (self);
  g_clear_object (&self->task);
  G_OBJECT_CLASS (kitte_connector_parent_class)->dispose (object);
}

static void
kitte_connector_finalize (GObject *object)
{
  KitteConnector *self = KITTE_CONNECTOR (object);

  g_object_unref (self->lookups);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->seen);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_error (&self->lookup_error);
  g_clear_error (&self->connect_error);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_free (self->host);
  G_OBJECT_CLASS (kitte_connector_parent_class)->finalize (object);
}

static void
kitte_connector_class_init (KitteConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kitte_connector_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_connector_finalize;
  signals[RESOLVED] = g_signal_new ("resolved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_connector_init (KitteConnector *self)
{
  self->lookups = g_cancellable_new ();
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
  self->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->addresses);
}

/**
 * kitte_connector_new:
 * @host: an A-label name or an address
 *
 * Returns: (transfer full): a connector, good for one connection
 */
KitteConnector *
kitte_connector_new (const char *host, guint16 port)
{
  KitteConnector *self;

  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (KITTE_TYPE_CONNECTOR, NULL);
  self->host = g_strdup (host);
  self->port = port;
  return self;
}

/**
 * kitte_connector_set_addresses:
 * @addresses: (transfer none) (element-type GInetAddress): what the name leads to; at least one
 *
 * The name was looked up a moment ago, and is not asked for again.
 */
void
kitte_connector_set_addresses (KitteConnector *self, GPtrArray *addresses)
{
  g_return_if_fail (KITTE_IS_CONNECTOR (self) && self->task == NULL);
  g_return_if_fail (addresses != NULL && addresses->len > 0);

  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = g_ptr_array_ref (addresses);
}

/**
 * kitte_connector_get_asked_network:
 *
 * Returns: whether a name server had to be asked, which is a round trip
 */
gboolean
kitte_connector_get_asked_network (KitteConnector *self)
{
  g_return_val_if_fail (KITTE_IS_CONNECTOR (self), FALSE);

  return self->asked_network;
}

/**
 * kitte_connector_get_addresses:
 *
 * Returns: (transfer none) (element-type GInetAddress): what the name led to so far
 */
GPtrArray *
kitte_connector_get_addresses (KitteConnector *self)
{
  g_return_val_if_fail (KITTE_IS_CONNECTOR (self), NULL);

  return self->seen;
}

/**
 * kitte_connector_get_finding:
 *
 * Returns: (transfer none) (nullable): why there is no connection
 */
KitteFinding *
kitte_connector_get_finding (KitteConnector *self)
{
  g_return_val_if_fail (KITTE_IS_CONNECTOR (self), NULL);

  return self->finding;
}

/**
 * kitte_connector_connect_async:
 *
 * Goes on until an address answers, all have failed, or @cancellable ends it; the caller keeps the
 * time. To be called once, on the main context.
 */
void
kitte_connector_connect_async (KitteConnector *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KITTE_IS_CONNECTOR (self));
  g_return_if_fail (self->task == NULL && !self->connecting);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kitte_connector_connect_async);
  watch_cancellable (self, cancellable);
  begin_lookups (self);
}

/**
 * kitte_connector_connect_finish:
 *
 * Returns: (transfer full) (nullable): a connected, non-blocking socket; %NULL without an error
 *   where kitte_connector_get_finding() says why not
 */
GSocket *
kitte_connector_connect_finish (KitteConnector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kitte_connector_is_offline:
 *
 * Returns: whether this computer has no network but itself: no interface that is up, is not the
 *   loopback, and has an address
 */
gboolean
kitte_connector_is_offline (void)
{
  struct ifaddrs *list = NULL;
  gboolean offline = TRUE;

  if (getifaddrs (&list) != 0)
    return FALSE;
  for (struct ifaddrs *entry = list; entry != NULL && offline; entry = entry->ifa_next)
    {
      gboolean has_address =
          entry->ifa_addr != NULL &&
          (entry->ifa_addr->sa_family == AF_INET ||
           (entry->ifa_addr->sa_family == AF_INET6 &&
            !IN6_IS_ADDR_LINKLOCAL (&((struct sockaddr_in6 *) entry->ifa_addr)->sin6_addr)));

      if (has_address && (entry->ifa_flags & IFF_UP) && !(entry->ifa_flags & IFF_LOOPBACK))
        offline = FALSE;
    }
  freeifaddrs (list);
  return offline;
}
