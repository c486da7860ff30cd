/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While a person types the password, the servers of a shipped preset are brought up to where the
 * sign-in would begin; while settings are looked for, those that might be the ones. They hear a
 * greeting answered and their capabilities asked, nothing of the person’s: not even the address. */
#define G_LOG_DOMAIN "kitte-session"
#include "config.h"

#include "kitte-session-keep.h"

#include "base/kitte-bounds.h"
#include "wire/kitte-resolver.h"
#include "wire/kitte-trust-store.h"

/* Long enough to look a password up, and shorter than servers wait for a sign-in. */
#define LIFETIME_MS 60000

/* Somebody who tries many addresses is not one whose servers should be called before they ask. */
#define MAX_ADDRESSES 10

struct _KitteSessionKeep
{
  GObject parent_instance;
  GNetworkMonitor *monitor;
  guint lifetime_ms;
  GHashTable *addresses;
  char *address;
  GPtrArray *sessions;
  GHashTable *claimed;
  GPtrArray *wanted;
  GCancellable *looking;
  guint timer;
};

G_DEFINE_FINAL_TYPE (KitteSessionKeep, kitte_session_keep, G_TYPE_OBJECT)

static void
kitte_session_keep_dispose (GObject *object)
{
  KitteSessionKeep *self = KITTE_SESSION_KEEP (object);

  kitte_session_keep_close (self);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (kitte_session_keep_parent_class)->dispose (object);
}

static void
kitte_session_keep_finalize (GObject *object)
{
  KitteSessionKeep *self = KITTE_SESSION_KEEP (object);

  g_hash_table_unref (self->addresses);
  g_free (self->address);
  g_hash_table_unref (self->claimed);
  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->wanted);
  G_OBJECT_CLASS (kitte_session_keep_parent_class)->finalize (object);
}

static void
kitte_session_keep_class_init (KitteSessionKeepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kitte_session_keep_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_session_keep_finalize;
}

static void
kitte_session_keep_init (KitteSessionKeep *self)
{
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->claimed = g_hash_table_new (NULL, NULL);
  self->wanted = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
}

/* Hosts that nobody has to be asked about. */
static gboolean
may_be_called (const KitteProposal *proposal)
{
  if (g_strcmp0 (g_getenv ("KITTE_WARM_UP"), "no") == 0)
    return FALSE;
  if (proposal->source != KITTE_SOURCE_PRESET || proposal->origin != KITTE_ORIGIN_SHIPPED ||
      proposal->trust != KITTE_TRUST_SURE || !proposal->certain || proposal->no_access != NULL ||
      proposal->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY)
    return FALSE;
  return proposal->incoming->len > 0 && proposal->outgoing->len > 0;
}

/* A connection that may stay unencrypted is made when the person has agreed to it. */
static void
want_best (KitteSessionKeep *self, GPtrArray *servers)
{
  KitteServer *best = g_ptr_array_index (servers, 0);

  if (best->security != KITTE_SECURITY_NONE)
    g_ptr_array_add (self->wanted, kitte_server_ref (best));
}

static gboolean
expired_cb (gpointer user_data)
{
  KitteSessionKeep *self = user_data;

  self->timer = 0;
  kitte_session_keep_close (self);
  return G_SOURCE_REMOVE;
}

static void
call_servers (KitteSessionKeep *self)
{
  gint64 deadline = g_get_monotonic_time () + KITTE_DEFAULT_DEADLINE * G_USEC_PER_SEC;

  for (guint i = 0; i < self->wanted->len; i++)
    {
      g_autoptr (KitteSession) session =
          kitte_session_keep_begin (self, g_ptr_array_index (self->wanted, i), NULL, deadline);
    }
  g_ptr_array_set_size (self->wanted, 0);
}

/* What is paid for by the byte, or is not there, is used when the person asks for it. */
static void
call_if_free (KitteSessionKeep *self)
{
  if (g_network_monitor_get_network_available (self->monitor) &&
      !g_network_monitor_get_network_metered (self->monitor))
    call_servers (self);
}

static void
monitor_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteSessionKeep *self = KITTE_SESSION_KEEP (source);
  gpointer monitor = g_task_propagate_pointer (G_TASK (result), NULL);

  if (monitor == NULL)
    return;
  g_clear_object (&self->looking);
  self->monitor = monitor;
  call_if_free (self);
}

/* Making the monitor may ask other processes, which can take longer than a frame. */
static void
find_monitor_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, g_object_ref (g_network_monitor_get_default ()), g_object_unref);
}

static void
find_monitor (KitteSessionKeep *self)
{
  g_autoptr (GTask) task = NULL;

  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, monitor_found_cb, NULL);
  g_task_set_source_tag (task, find_monitor);
  g_task_run_in_thread (task, find_monitor_thread);
}

/**
 * kitte_session_keep_new:
 *
 * Returns: (transfer full): a keep with nothing in it
 */
KitteSessionKeep *
kitte_session_keep_new (void)
{
  return kitte_session_keep_new_with (NULL, LIFETIME_MS);
}

/**
 * kitte_session_keep_new_with:
 * @monitor: (transfer none) (nullable): says whether the network may be used; %NULL: the default
 * @lifetime_ms: how long a session is kept
 *
 * Returns: (transfer full): a keep with nothing in it
 */
KitteSessionKeep *
kitte_session_keep_new_with (GNetworkMonitor *monitor, guint lifetime_ms)
{
  KitteSessionKeep *self = g_object_new (KITTE_TYPE_SESSION_KEEP, NULL);

  self->monitor = monitor != NULL ? g_object_ref (monitor) : NULL;
  self->lifetime_ms = lifetime_ms;
  return self;
}

/**
 * kitte_session_keep_prepare:
 * @proposal: for a whole address
 *
 * Brings the best servers of @proposal up, if it is a shipped preset’s with fixed hosts: once for
 * each address, and not where the network is metered or absent, nor with `KITTE_WARM_UP=no`. What
 * was kept for another address is told goodbye. On the main context.
 *
 * Returns: whether it begins; the network may still say no
 */
gboolean
kitte_session_keep_prepare (KitteSessionKeep *self, const KitteProposal *proposal)
{
  g_return_val_if_fail (KITTE_IS_SESSION_KEEP (self) && proposal != NULL, FALSE);

  if (g_strcmp0 (self->address, proposal->address->text) == 0)
    return FALSE;
  if (self->address != NULL)
    kitte_session_keep_close (self);
  g_free (self->address);
  self->address = g_strdup (proposal->address->text);
  if (!may_be_called (proposal) || g_hash_table_size (self->addresses) >= MAX_ADDRESSES ||
      !g_hash_table_add (self->addresses, g_strdup (proposal->address->text)))
    return FALSE;
  kitte_resolver_install ();
  kitte_trust_store_get_default ();
  want_best (self, proposal->incoming);
  want_best (self, proposal->outgoing);
  if (self->monitor != NULL)
    call_if_free (self);
  else
    find_monitor (self);
  return TRUE;
}

/* By which methods may be signed in can still be said to a session. */
static gboolean
is_same (const KitteServer *a, const KitteServer *b)
{
  return a->protocol == b->protocol && a->security == b->security &&
         kitte_server_same_endpoint (a, b);
}

static KitteSession *
find_open (KitteSessionKeep *self, const KitteServer *server)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KitteSession *session = g_ptr_array_index (self->sessions, i);

      if (is_same (kitte_session_get_server (session), server) && kitte_session_is_open (session))
        return session;
    }
  return NULL;
}

/**
 * kitte_session_keep_begin:
 * @server: whom to call; nobody may have to be asked about a call without a credential
 * @addresses: (nullable) (element-type GInetAddress): what the name leads to, where the server is
 *   only guessed; see kitte_session_guess()
 * @deadline: for the time until the session is ready
 *
 * Brings a server up, or finds the session in which that is done already. On the main context.
 *
 * Returns: (transfer full): the session, which is kept too
 */
KitteSession *
kitte_session_keep_begin (KitteSessionKeep *self,
                          KitteServer *server,
                          GPtrArray *addresses,
                          gint64 deadline)
{
  g_autoptr (KitteCheck) check = NULL;
  KitteSession *session;

  g_return_val_if_fail (KITTE_IS_SESSION_KEEP (self) && server != NULL, NULL);

  session = find_open (self, server);
  if (session != NULL)
    return g_object_ref (session);
  kitte_resolver_install ();
  check = kitte_check_new (server);
  session = kitte_session_new (server, check);
  if (addresses != NULL)
    kitte_session_guess (session, addresses);
  g_ptr_array_add (self->sessions, g_object_ref (session));
  kitte_session_prepare (session, deadline);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (self->lifetime_ms, expired_cb, self);
  return session;
}

/* A connection that may stay unencrypted is made when the person has agreed to it. */
static void
claim (KitteSessionKeep *self, KitteServer *server)
{
  gint64 deadline = g_get_monotonic_time () + KITTE_DEFAULT_DEADLINE * G_USEC_PER_SEC;
  g_autoptr (KitteSession) session = NULL;

  if (server == NULL || server->security == KITTE_SECURITY_NONE)
    return;
  session = kitte_session_keep_begin (self, server, NULL, deadline);
  g_hash_table_add (self->claimed, session);
}

/**
 * kitte_session_keep_claim:
 * @incoming: (nullable): somebody is likely to sign in to it
 * @outgoing: (nullable): the same
 *
 * Brings both up, unless that is done already; kitte_session_keep_drop() leaves them alone. Takes
 * the place of former claims.
 */
void
kitte_session_keep_claim (KitteSessionKeep *self, KitteServer *incoming, KitteServer *outgoing)
{
  g_return_if_fail (KITTE_IS_SESSION_KEEP (self));

  g_hash_table_remove_all (self->claimed);
  claim (self, incoming);
  claim (self, outgoing);
}

/**
 * kitte_session_keep_drop:
 *
 * Tells goodbye to a session that is kept and that nobody has claimed.
 */
void
kitte_session_keep_drop (KitteSessionKeep *self, KitteSession *session)
{
  g_autoptr (KitteSession) alive = NULL;

  g_return_if_fail (KITTE_IS_SESSION_KEEP (self) && KITTE_IS_SESSION (session));

  alive = g_object_ref (session);
  if (g_hash_table_contains (self->claimed, session) ||
      !g_ptr_array_remove (self->sessions, session))
    return;
  if (kitte_session_is_open (session))
    kitte_session_goodbye (session);
}

/**
 * kitte_session_keep_drop_unclaimed:
 *
 * It is known now which servers are the right ones: the others are told goodbye.
 */
void
kitte_session_keep_drop_unclaimed (KitteSessionKeep *self)
{
  g_return_if_fail (KITTE_IS_SESSION_KEEP (self));

  for (guint i = self->sessions->len; i > 0; i--)
    kitte_session_keep_drop (self, g_ptr_array_index (self->sessions, i - 1));
}

/**
 * kitte_session_keep_take:
 * @server: whom to talk to, and by which methods
 *
 * What has not begun by now is not begun any more.
 *
 * Returns: (transfer full) (nullable): a session that is ready, or on its way, as far as is known;
 *   go on with kitte_session_go_on(). %NULL: there is none, or it was lost
 */
KitteSession *
kitte_session_keep_take (KitteSessionKeep *self, KitteServer *server)
{
  g_return_val_if_fail (KITTE_IS_SESSION_KEEP (self) && server != NULL, NULL);

  if (self->looking != NULL)
    kitte_session_keep_close (self);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KitteSession *session = g_ptr_array_index (self->sessions, i);

      if (!is_same (kitte_session_get_server (session), server))
        continue;
      session = g_ptr_array_steal_index (self->sessions, i);
      g_hash_table_remove (self->claimed, session);
      if (!kitte_session_is_open (session))
        {
          g_object_unref (session);
          return NULL;
        }
      if (kitte_session_narrow (session, server))
        return session;
      kitte_session_goodbye (session);
      g_object_unref (session);
      return NULL;
    }
  return NULL;
}

/**
 * kitte_session_keep_count_open:
 *
 * Returns: how many connections there are, or are being made
 */
guint
kitte_session_keep_count_open (KitteSessionKeep *self)
{
  guint n_open = 0;

  g_return_val_if_fail (KITTE_IS_SESSION_KEEP (self), 0);

  for (guint i = 0; i < self->sessions->len; i++)
    n_open += kitte_session_is_open (g_ptr_array_index (self->sessions, i)) ? 1 : 0;
  return n_open;
}

/**
 * kitte_session_keep_count_ready:
 *
 * Returns: how many sessions could be signed in to now, as far as is known
 */
guint
kitte_session_keep_count_ready (KitteSessionKeep *self)
{
  guint n_ready = 0;

  g_return_val_if_fail (KITTE_IS_SESSION_KEEP (self), 0);

  for (guint i = 0; i < self->sessions->len; i++)
    n_ready += kitte_session_is_ready (g_ptr_array_index (self->sessions, i)) ? 1 : 0;
  return n_ready;
}

/**
 * kitte_session_keep_close:
 *
 * Tells goodbye to everything that is kept.
 */
void
kitte_session_keep_close (KitteSessionKeep *self)
{
  g_return_if_fail (KITTE_IS_SESSION_KEEP (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_ptr_array_set_size (self->wanted, 0);
  for (guint i = 0; i < self->sessions->len; i++)
    {
      KitteSession *session = g_ptr_array_index (self->sessions, i);

      if (kitte_session_is_open (session))
        kitte_session_goodbye (session);
    }
  g_hash_table_remove_all (self->claimed);
  g_ptr_array_set_size (self->sessions, 0);
}
