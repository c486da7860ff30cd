/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A company may have its mail in its own network, and its names lead there. A domain on the
 * Internet whose exchanger leads there has somebody else’s servers, or this person’s router, asked.
 */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-home.h"

#include "model/kitte-domain.h"
#include "wire/kitte-nearness.h"

/**
 * kitte_home_is_near:
 * @addresses: (element-type GInetAddress): at least one
 *
 * Returns: whether none of them is out on the Internet
 */
gboolean
kitte_home_is_near (GPtrArray *addresses)
{
  g_return_val_if_fail (addresses != NULL, TRUE);

  for (guint i = 0; i < addresses->len; i++)
    if (kitte_nearness_of (addresses->pdata[i]) == KITTE_NEARNESS_INTERNET)
      return FALSE;
  return TRUE;
}

/**
 * kitte_home_has_host:
 *
 * Returns: whether @host has the same owner as the mail domain, who may name places of their own
 */
gboolean
kitte_home_has_host (const char *domain, const char *host)
{
  g_autofree char *own = kitte_domain_get_registrable (domain);
  g_autofree char *owner = kitte_domain_get_registrable (host);

  return own != NULL && g_strcmp0 (own, owner) == 0;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  GList *found = kitte_resolver_find_finish (KITTE_RESOLVER (source), result, NULL, NULL);

  for (GList *l = found; l != NULL; l = l->next)
    g_ptr_array_add (addresses, l->data);
  g_list_free (found);
  g_task_return_boolean (task, addresses->len > 0 && kitte_home_is_near (addresses));
}

/**
 * kitte_home_ask_async:
 * @domain: the part behind the @, in ASCII
 *
 * Asks where the domain’s own name leads. The resolver bounds the time.
 */
void
kitte_home_ask_async (KitteResolver *resolver,
                      const char *domain,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_home_ask");
  kitte_resolver_find_async (resolver, domain, G_SOCKET_FAMILY_INVALID, cancellable, found_cb,
                             task);
}

/**
 * kitte_home_ask_finish:
 *
 * Returns: whether it leads to a private network or this computer, and nowhere else; %FALSE also
 *   where it leads nowhere, or the question was cancelled
 */
gboolean
kitte_home_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
