/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account as it should be: what is right already stays, what the provider says comes next, then
 * today's ports of the host that is set (RFC 8314). */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-private.h"

/* What is looked for: servers for sending, or for receiving by the protocol of @like; %NULL: by
 * any. */
typedef struct
{
  KitteRepair *repair;
  gboolean incoming;
  const KitteServer *like;
} Search;

static gboolean
is_wanted (const Search *search, const KitteServer *server)
{
  return !search->incoming || search->like == NULL || search->like->protocol == server->protocol;
}

/* Returns: (nullable): what the account has in that direction */
static KitteServer *
get_server (const Search *search, const KitteRepairAccount *account)
{
  KitteServer *server =
      search->incoming ? account->existing->incoming : account->existing->outgoing;

  return server != NULL && is_wanted (search, server) ? server : NULL;
}

static void
add (GPtrArray *targets, KitteServer *taken)
{
  g_autoptr (KitteServer) server = taken;

  for (guint i = 0; i < targets->len; i++)
    if (kitte_server_same_endpoint (targets->pdata[i], server))
      return;
  g_ptr_array_add (targets, g_steal_pointer (&server));
}

/* Whose name the mailbox has: it signs in to send as well. */
static const char *
get_username (const Search *search)
{
  KitteRepair *self = search->repair;
  KitteServer *incoming = kitte_repair_get_incoming (self);
  const KitteServer *outgoing = kitte_repair_get_first (self)->existing->outgoing;

  if (search->incoming && search->like != NULL)
    return search->like->username;
  if (incoming != NULL)
    return incoming->username;
  return outgoing != NULL && outgoing->username != NULL ? outgoing->username :
                                                          kitte_repair_get_address (self);
}

/* A program where it is right shows what the others need. */
static void
add_right_ones (const Search *search, GPtrArray *targets)
{
  GPtrArray *accounts = kitte_repair_get_accounts (search->repair);

  for (guint i = 0; i < accounts->len; i++)
    {
      KitteServer *server = get_server (search, accounts->pdata[i]);

      if (server != NULL && !kitte_repair_needs_server (accounts->pdata[i], search->incoming))
        add (targets, kitte_server_ref (server));
    }
}

static void
add_from_provider (const Search *search, GPtrArray *targets)
{
  KitteProposal *proposal = kitte_repair_get_proposal (search->repair);
  GPtrArray *servers = proposal == NULL ? NULL :
                       search->incoming ? proposal->incoming :
                                          proposal->outgoing;

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];

      if (is_wanted (search, server))
        add (targets, server->username != NULL ?
                          kitte_server_ref (server) :
                          kitte_server_with_username (server, get_username (search)));
    }
}

static void
add_way (const Search *search,
         const KitteServer *present,
         KitteSecurity security,
         GPtrArray *targets)
{
  add (targets, kitte_server_new (present->protocol, present->host,
                                  kitte_protocol_get_default_port (present->protocol, security),
                                  security, NULL, get_username (search)));
}

static void
add_from_host (const Search *search, GPtrArray *targets)
{
  GPtrArray *accounts = kitte_repair_get_accounts (search->repair);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteRepairAccount *account = accounts->pdata[i];
      const KitteSighting *seen = search->incoming ? account->incoming : account->outgoing;
      const KitteServer *present = get_server (search, account);

      if (present == NULL)
        continue;
      if (seen != NULL && seen->encrypted != NULL)
        add (targets, kitte_server_with_username (seen->encrypted, get_username (search)));
      add_way (search, present, KITTE_SECURITY_TLS, targets);
      add_way (search, present, KITTE_SECURITY_STARTTLS, targets);
    }
}

static gboolean
is_needed_anywhere (const Search *search)
{
  GPtrArray *accounts = kitte_repair_get_accounts (search->repair);

  for (guint i = 0; i < accounts->len; i++)
    if (get_server (search, accounts->pdata[i]) != NULL &&
        kitte_repair_needs_server (accounts->pdata[i], search->incoming))
      return TRUE;
  return FALSE;
}

/* @like: (nullable): the present receiving server whose protocol is meant
 *
 * Returns: (transfer full) (element-type KitteServer): servers to prove, best first; empty where
 * there is nothing to prove in that direction */
GPtrArray *
kitte_repair_find_targets (KitteRepair *self, gboolean incoming, const KitteServer *like)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  const Search search = { self, incoming, like };

  add_right_ones (&search, targets);
  /* To send as the provider says, receiving is proven first, also for a program that only sends. */
  if (is_needed_anywhere (&search) || (incoming && like == NULL))
    {
      add_from_provider (&search, targets);
      add_from_host (&search, targets);
    }
  return targets;
}

/* What is fetched by the other protocol as well is proven only where it needs another server: the
 * name and the password are proven already. */
GPtrArray *
kitte_repair_find_also_targets (KitteRepair *self)
{
  const KitteServer *like = kitte_repair_get_also_incoming (self);

  if (like == NULL || !is_needed_anywhere (&(Search){ self, TRUE, like }))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  return kitte_repair_find_targets (self, TRUE, like);
}

static gboolean
is_named_by_provider (KitteRepair *self, const KitteServer *outgoing)
{
  KitteProposal *proposal = kitte_repair_get_proposal (self);

  for (guint i = 0; proposal != NULL && i < proposal->outgoing->len; i++)
    {
      const KitteServer *server = proposal->outgoing->pdata[i];

      if (kitte_server_same_endpoint (server, outgoing) &&
          g_strcmp0 (server->username, outgoing->username) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the password of receiving is what @outgoing wants: the same name, or the name that the
 * provider says. Another name has a password of its own, which nobody gave. */
gboolean
kitte_repair_sends_by_name (KitteRepair *self, const KitteServer *outgoing)
{
  KitteServer *incoming = kitte_repair_get_incoming (self);

  return incoming == NULL || outgoing->username == NULL ||
         g_strcmp0 (incoming->username, outgoing->username) == 0 ||
         is_named_by_provider (self, outgoing);
}
