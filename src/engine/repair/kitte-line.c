/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only question is put to the line’s own name server: what this computer’s own public addresses
 * are called. No other company hears anything. Behind a router that shares one address nothing is
 * seen, and nothing is guessed. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-line.h"

#include "model/kitte-domain.h"

/* Not anybody’s on the internet (RFC 6890): private networks, what providers share among customers,
 * a single cable. */
static const char *const not_public[] = {
  "0.0.0.0/8",      "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8", "169.254.0.0/16",
  "172.16.0.0/12",  "192.0.0.0/24", "192.168.0.0/16", "224.0.0.0/3", "::/8",
  "64:ff9b:1::/48", "fc00::/7",     "fe80::/10",      "ff00::/8",
};

/* Somewhere far away (RFC 5737, RFC 3849). A datagram socket that is connected sends nothing; it
 * only learns from which address it would. */
static const char *const far_away[] = { "198.51.100.1", "2001:db8::1" };
#define FAR_PORT 9

typedef struct
{
  GPtrArray *names; /* in the order of the addresses; empty: not known */
  guint pending;
} Search;

/* One address that is asked about. */
typedef struct
{
  GTask *task;
  guint index;
} Question;

static void
search_free (Search *search)
{
  g_ptr_array_unref (search->names);
  g_free (search);
}

/**
 * kitte_line_is_public:
 *
 * Returns: whether the address is one that the whole internet knows
 */
gboolean
kitte_line_is_public (GInetAddress *address)
{
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (not_public); i++)
    {
      g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (not_public[i], NULL);

      if (mask != NULL && g_inet_address_mask_matches (mask, address))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): from where a packet to @far would leave */
static GInetAddress *
find_own_address (const char *far)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (far);
  g_autoptr (GSocketAddress) there = g_inet_socket_address_new (address, FAR_PORT);
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address),
                                             G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) here = NULL;

  if (socket == NULL || !g_socket_connect (socket, there, NULL, NULL))
    return NULL;
  here = g_socket_get_local_address (socket, NULL);
  return here == NULL ?
             NULL :
             g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (here)));
}

/**
 * kitte_line_list_addresses:
 *
 * Sends nothing.
 *
 * Returns: (transfer full) (element-type GInetAddress): this computer’s own addresses on the
 *   internet; empty behind a router that shares one
 */
GPtrArray *
kitte_line_list_addresses (void)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (far_away); i++)
    {
      g_autoptr (GInetAddress) own = find_own_address (far_away[i]);

      if (own != NULL && kitte_line_is_public (own))
        g_ptr_array_add (addresses, g_steal_pointer (&own));
    }
  return addresses;
}

static void
settle (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  char *network = NULL;

  if (--search->pending > 0)
    return;
  for (guint i = 0; network == NULL && i < search->names->len; i++)
    network = kitte_domain_get_registrable (search->names->pdata[i]);
  if (g_task_return_error_if_cancelled (task))
    g_free (network);
  else
    g_task_return_pointer (task, network, g_free);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Search *search = g_task_get_task_data (task);
  g_autofree char *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, NULL);

  if (name != NULL)
    {
      g_free (search->names->pdata[question->index]);
      search->names->pdata[question->index] = g_ascii_strdown (name, -1);
    }
  settle (task);
}

/**
 * kitte_line_find_async:
 * @addresses: (element-type GInetAddress): see kitte_line_list_addresses()
 *
 * The resolver bounds the time. Runs on the main context.
 */
void
kitte_line_find_async (KitteResolver *resolver,
                       GPtrArray *addresses,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (KITTE_IS_RESOLVER (resolver) && addresses != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_line_find_async);
  search = g_new0 (Search, 1);
  search->names = g_ptr_array_new_with_free_func (g_free);
  search->pending = 1;
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  for (guint i = 0; i < addresses->len; i++)
    {
      Question *question = g_new0 (Question, 1);

      question->task = g_object_ref (task);
      question->index = i;
      g_ptr_array_add (search->names, g_strdup (""));
      search->pending++;
      g_resolver_lookup_by_address_async (G_RESOLVER (resolver), addresses->pdata[i], cancellable,
                                          named_cb, question);
    }
  settle (task);
}

/**
 * kitte_line_find_finish:
 *
 * Returns: (transfer full) (nullable): the registrable domain in which the line’s addresses have
 *   their names; %NULL without an error: it does not show
 */
char *
kitte_line_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
