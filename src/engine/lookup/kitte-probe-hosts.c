/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each name is asked for once, however many servers it may have. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-probe-hosts.h"

#include "kitte-home.h"
#include "wire/kitte-nearness.h"

/* RFC 8305, section 8: how long the other family’s answer is waited for. */
#define RESOLUTION_DELAY_MS 50

struct _KitteProbeHosts
{
  KitteResolver *resolver;
  char *domain;
  GCancellable *cancellable;
  GPtrArray *waiting;
  KitteProbeHostFound found;
  gpointer user_data;
};

/* One name, for as long as its owner waits for it. */
typedef struct
{
  KitteProbeHosts *owner;
  char *name;
  GPtrArray *addresses;
  GError *error;
  guint n_pending;
  guint timer;
  gboolean judged;
} Name;

static void
name_clear (Name *name)
{
  g_clear_handle_id (&name->timer, g_source_remove);
  g_ptr_array_unref (name->addresses);
  g_clear_error (&name->error);
  g_free (name->name);
}

static void
name_unref (gpointer name)
{
  g_rc_box_release_full (name, (GDestroyNotify) name_clear);
}

static void
tell (Name *name)
{
  KitteProbeHosts *owner = g_steal_pointer (&name->owner);

  g_rc_box_acquire (name);
  g_clear_handle_id (&name->timer, g_source_remove);
  g_ptr_array_remove (owner->waiting, name);
  owner->found (name->name, name->addresses->len > 0 ? name->addresses : NULL, name->error,
                owner->user_data);
  name_unref (name);
}

static void
home_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Name *name = user_data;

  if (!kitte_home_ask_finish (result))
    g_ptr_array_set_size (name->addresses, 0);
  if (name->owner != NULL)
    tell (name);
  name_unref (name);
}

/* Of a stranger’s addresses those that are out on the Internet; all of them where none is. */
static void
keep_far (GPtrArray *addresses)
{
  if (kitte_home_is_near (addresses))
    return;
  for (guint i = addresses->len; i > 0; i--)
    if (kitte_nearness_of (addresses->pdata[i - 1]) != KITTE_NEARNESS_INTERNET)
      g_ptr_array_remove_index (addresses, i - 1);
}

/* A stranger’s name may lead into a private network only where the mail domain does too. */
static void
judge (Name *name)
{
  KitteProbeHosts *owner = name->owner;
  gboolean stranger = owner->domain != NULL && !kitte_home_has_host (owner->domain, name->name);

  g_clear_handle_id (&name->timer, g_source_remove);
  name->judged = stranger;
  if (stranger && name->addresses->len > 0)
    keep_far (name->addresses);
  if (stranger && name->addresses->len > 0 && kitte_home_is_near (name->addresses))
    kitte_home_ask_async (owner->resolver, owner->domain, owner->cancellable, home_cb,
                          g_rc_box_acquire (name));
  else
    tell (name);
}

static void
timer_cb (gpointer user_data)
{
  Name *name = user_data;

  name->timer = 0;
  judge (name);
}

/* Of two families’ errors the one that leaves it open whether there is such a name. */
static void
keep_error (Name *name, GError *error)
{
  gboolean known =
      g_error_matches (name->error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME) ||
      g_error_matches (name->error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_DATA);

  if (name->error != NULL && !known)
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&name->error);
  name->error = error;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Name *name = user_data;
  GError *error = NULL;
  GList *list = kitte_resolver_find_finish (KITTE_RESOLVER (source), result, NULL, &error);

  name->n_pending--;
  if (error != NULL)
    keep_error (name, error);
  for (GList *l = list; l != NULL && !name->judged; l = l->next)
    g_ptr_array_add (name->addresses, g_object_ref (l->data));
  g_list_free_full (list, g_object_unref);
  if (name->owner == NULL || name->judged)
    ;
  else if (name->n_pending == 0)
    judge (name);
  else if (name->addresses->len > 0)
    name->timer = g_timeout_add_once (RESOLUTION_DELAY_MS, timer_cb, name);
  name_unref (name);
}

/**
 * kitte_probe_hosts_new:
 * @resolver: (transfer none): whom to ask
 * @found: called once for each name, never before kitte_probe_hosts_find() has returned
 *
 * Returns: (transfer full): to be freed at any time; then nobody is told any more
 */
KitteProbeHosts *
kitte_probe_hosts_new (KitteResolver *resolver, KitteProbeHostFound found, gpointer user_data)
{
  KitteProbeHosts *self = g_new0 (KitteProbeHosts, 1);

  self->resolver = g_object_ref (resolver);
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func (name_unref);
  self->found = found;
  self->user_data = user_data;
  return self;
}

void
kitte_probe_hosts_free (KitteProbeHosts *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    {
      Name *name = self->waiting->pdata[i];

      name->owner = NULL;
      g_clear_handle_id (&name->timer, g_source_remove);
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->waiting);
  g_clear_object (&self->resolver);
  g_free (self->domain);
  g_free (self);
}

/**
 * kitte_probe_hosts_set_domain:
 * @domain: (nullable): the mail domain; names of other owners may lead into a private network only
 *   where this one does too
 */
void
kitte_probe_hosts_set_domain (KitteProbeHosts *self, const char *domain)
{
  g_free (self->domain);
  self->domain = g_strdup (domain);
}

/**
 * kitte_probe_hosts_find:
 * @host: a name that was not asked for yet
 *
 * The resolver bounds the time. On the main context.
 */
void
kitte_probe_hosts_find (KitteProbeHosts *self, const char *host)
{
  const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV6, G_SOCKET_FAMILY_IPV4 };
  Name *name = g_rc_box_new0 (Name);

  name->owner = self;
  name->name = g_strdup (host);
  name->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  name->n_pending = G_N_ELEMENTS (families);
  g_ptr_array_add (self->waiting, name);
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    kitte_resolver_find_async (self->resolver, host, families[i], self->cancellable, answered_cb,
                               g_rc_box_acquire (name));
}
