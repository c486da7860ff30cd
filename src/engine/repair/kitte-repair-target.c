/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The account as it should be: what is right already stays, what the provider says comes next, then
 * today's ports of the host that is set (RFC 8314). */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-private.h"

static KitteServer *
get_server (const KitteRepairAccount *account, gboolean incoming)
{
  return incoming ? account->existing->incoming : account->existing->outgoing;
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
get_username (KitteRepair *self)
{
  KitteServer *incoming = kitte_repair_get_incoming (self);
  const KitteServer *outgoing = kitte_repair_get_first (self)->existing->outgoing;

  if (incoming != NULL)
    return incoming->username;
  return outgoing != NULL && outgoing->username != NULL ? outgoing->username :
                                                          kitte_repair_get_address (self);
}

/* A program where it is right shows what the others need. */
static void
add_right_ones (KitteRepair *self, gboolean incoming, GPtrArray *targets)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    {
      KitteServer *server = get_server (accounts->pdata[i], incoming);

      if (server != NULL && !kitte_repair_needs_server (accounts->pdata[i], incoming))
        add (targets, kitte_server_ref (server));
    }
}

static gboolean
is_wanted_protocol (KitteRepair *self, const KitteServer *server)
{
  const KitteServer *present = kitte_repair_get_incoming (self);

  return !kitte_server_is_incoming (server) || present == NULL ||
         present->protocol == server->protocol;
}

static void
add_from_provider (KitteRepair *self, gboolean incoming, GPtrArray *targets)
{
  KitteProposal *proposal = kitte_repair_get_proposal (self);
  GPtrArray *servers = proposal == NULL ? NULL : incoming ? proposal->incoming : proposal->outgoing;

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];

      if (is_wanted_protocol (self, server))
        add (targets, server->username != NULL ?
                          kitte_server_ref (server) :
                          kitte_server_with_username (server, get_username (self)));
    }
}

static void
add_way (KitteRepair *self, const KitteServer *present, KitteSecurity security, GPtrArray *targets)
{
  add (targets, kitte_server_new (present->protocol, present->host,
                                  kitte_protocol_get_default_port (present->protocol, security),
                                  security, NULL, get_username (self)));
}

static void
add_from_host (KitteRepair *self, gboolean incoming, GPtrArray *targets)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteRepairAccount *account = accounts->pdata[i];
      const KitteSighting *seen = incoming ? account->incoming : account->outgoing;
      const KitteServer *present = get_server (account, incoming);

      if (present == NULL)
        continue;
      if (seen != NULL && seen->encrypted != NULL)
        add (targets, kitte_server_with_username (seen->encrypted, get_username (self)));
      add_way (self, present, KITTE_SECURITY_TLS, targets);
      add_way (self, present, KITTE_SECURITY_STARTTLS, targets);
    }
}

static gboolean
is_needed_anywhere (KitteRepair *self, gboolean incoming)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    if (get_server (accounts->pdata[i], incoming) != NULL &&
        kitte_repair_needs_server (accounts->pdata[i], incoming))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (element-type KitteServer): servers to prove, best first; empty where
 * there is nothing to prove in that direction */
GPtrArray *
kitte_repair_find_targets (KitteRepair *self, gboolean incoming)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);

  add_right_ones (self, incoming, targets);
  /* To send as the provider says, receiving is proven first, also for a program that only sends. */
  if (is_needed_anywhere (self, incoming) || (incoming && kitte_repair_get_incoming (self) == NULL))
    {
      add_from_provider (self, incoming, targets);
      add_from_host (self, incoming, targets);
    }
  return targets;
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
