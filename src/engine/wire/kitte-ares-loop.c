/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets c-ares wait on the main context: a source for each of its sockets, and one for its timer. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-ares-loop.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>

/* A lost datagram is asked for again after this many milliseconds, then after twice and four times
 * as many: silence is known after about two seconds. */
#define FIRST_TRY_MS 300
#define TRIES 3

#define RESOLV_CONF "/etc/resolv.conf"

struct _KitteAresLoop
{
  ares_channel channel;
  char *servers;
  GHashTable *sources;
  guint timer;
  guint pending;
  guint depth;
  gboolean doomed;
  gint64 configured;
};

static void rearm (KitteAresLoop *self);

static void
process (KitteAresLoop *self, ares_socket_t readable, ares_socket_t writable)
{
  self->depth++;
  ares_process_fd (self->channel, readable, writable);
  self->depth--;
  if (self->doomed)
    kitte_ares_loop_free (self);
  else
    rearm (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  KitteAresLoop *self = user_data;

  self->timer = 0;
  process (self, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  return G_SOURCE_REMOVE;
}

static void
rearm (KitteAresLoop *self)
{
  struct timeval storage;
  struct timeval *next = ares_timeout (self->channel, NULL, &storage);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (next != NULL)
    self->timer = g_timeout_add ((guint) (next->tv_sec * 1000 + (next->tv_usec + 999) / 1000),
                                 timer_cb, self);
}

static gboolean
socket_cb (int fd, GIOCondition condition, gpointer user_data)
{
  gboolean writable = (condition & G_IO_OUT) != 0;
  gboolean readable = (condition & (G_IO_IN | G_IO_HUP | G_IO_ERR)) != 0;

  process (user_data, readable ? fd : ARES_SOCKET_BAD, writable ? fd : ARES_SOCKET_BAD);
  return G_SOURCE_CONTINUE;
}

static void
socket_state_cb (void *data, ares_socket_t fd, int readable, int writable)
{
  KitteAresLoop *self = data;
  GIOCondition condition = (readable ? G_IO_IN : 0) | (writable ? G_IO_OUT : 0);
  guint source;

  g_hash_table_remove (self->sources, GINT_TO_POINTER (fd));
  if (condition == 0)
    return;
  source = g_unix_fd_add (fd, condition, socket_cb, self);
  g_hash_table_insert (self->sources, GINT_TO_POINTER (fd), GUINT_TO_POINTER (source));
}

static void
remove_source (gpointer data)
{
  g_source_remove (GPOINTER_TO_UINT (data));
}

/* When the file was written; 0 where it cannot be read. */
static gint64
configuration_time (void)
{
  GStatBuf status;

  return g_stat (RESOLV_CONF, &status) == 0 ? (gint64) status.st_mtime : 0;
}

/* Names are asked for as they stand: a search list could turn a mail server that is gone into one
 * of this network. SERVFAIL is reported as such (“check responses” would hide it). */
static gboolean
configure (KitteAresLoop *self)
{
  struct ares_options options = { 0 };
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS |
             ARES_OPT_SOCK_STATE_CB;

  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOCHECKRESP;
  options.timeout = FIRST_TRY_MS;
  options.tries = TRIES;
  options.lookups = (char *) "b";
  options.sock_state_cb = socket_state_cb;
  options.sock_state_cb_data = self;
  self->configured = configuration_time ();
  if (ares_init_options (&self->channel, &options, mask) != ARES_SUCCESS)
    {
      self->channel = NULL;
      return FALSE;
    }
  if (self->servers != NULL)
    ares_set_servers_ports_csv (self->channel, self->servers);
  return TRUE;
}

/**
 * kitte_ares_loop_new:
 * @servers: (nullable): name servers as “address:port,…”; %NULL: the system’s
 *
 * Belongs to the thread that made it, which must run the main context.
 *
 * Returns: (transfer full): a loop without a channel yet
 */
KitteAresLoop *
kitte_ares_loop_new (const char *servers)
{
  KitteAresLoop *self = g_new0 (KitteAresLoop, 1);

  self->servers = g_strdup (servers);
  self->sources = g_hash_table_new_full (NULL, NULL, NULL, remove_source);
  return self;
}

/* From a query’s own callback the channel must not be destroyed: it is, right after. */
void
kitte_ares_loop_free (KitteAresLoop *self)
{
  self->doomed = TRUE;
  if (self->depth > 0)
    return;
  if (self->channel != NULL)
    ares_destroy (self->channel);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_unref (self->sources);
  g_free (self->servers);
  g_free (self);
}

/**
 * kitte_ares_loop_begin:
 *
 * Another network brings other name servers: while nothing is pending, a channel whose
 * configuration is out of date is made anew.
 *
 * Returns: (nullable): the channel to ask; %NULL where c-ares cannot be used
 */
ares_channel
kitte_ares_loop_begin (KitteAresLoop *self)
{
  gboolean stale = self->servers == NULL && self->configured != configuration_time ();

  if (self->channel != NULL && stale && self->pending == 0 && self->depth == 0)
    {
      ares_destroy (self->channel);
      self->channel = NULL;
    }
  if (self->channel == NULL && !configure (self))
    return NULL;
  self->pending++;
  return self->channel;
}

/**
 * kitte_ares_loop_asked:
 *
 * To be called after a query was handed to the channel: its timer may be due earlier now.
 */
void
kitte_ares_loop_asked (KitteAresLoop *self)
{
  rearm (self);
}

/**
 * kitte_ares_loop_answered:
 *
 * To be called once for each query, from its callback.
 */
void
kitte_ares_loop_answered (KitteAresLoop *self)
{
  g_assert (self->pending > 0);
  self->pending--;
}
