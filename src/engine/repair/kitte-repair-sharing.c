/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One repair is about one mailbox, and nobody was asked about the others. What they share is
 * changed only where each of them needs just this: the same server, and a user name that is theirs
 * too. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-sharing.h"

#include "kitte-case.h"
#include "kitte-repair-private.h"

static gboolean
same_text (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* Two addresses of one mailbox, or its mail by IMAP and by POP. */
static gboolean
is_same_mailbox (const KitteExistingAccount *account, const KitteExistingAccount *other)
{
  const KitteServer *own = account->incoming;
  const KitteServer *theirs = other->incoming;

  return same_text (account->address, other->address) ||
         (own != NULL && theirs != NULL && g_ascii_strcasecmp (own->host, theirs->host) == 0 &&
          own->username != NULL && g_strcmp0 (own->username, theirs->username) == 0);
}

/* Who signs in there as the same person before and after sees no other door. */
static gboolean
keeps_username (const KitteExistingAccount *other, const KitteServer *outgoing)
{
  return outgoing->username == NULL ||
         (other->outgoing->username != NULL &&
          g_str_equal (other->outgoing->username, outgoing->username));
}

static gboolean
is_named_by_their_provider (KitteCatalogue *catalogue,
                            const KitteExistingAccount *other,
                            const KitteServer *outgoing)
{
  const KitteEvidence evidence = { .catalogue = catalogue };
  g_auto (KitteCase) item = { 0 };
  GPtrArray *servers;

  if (!kitte_case_init (&item, other, &evidence, FALSE))
    return FALSE;
  servers = kitte_case_get_servers_today (&item);
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (kitte_server_same_endpoint (server, outgoing) && server->username != NULL &&
          g_strcmp0 (server->username, outgoing->username) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_right_for (KitteRepair *repair,
              const KitteRepairAccount *account,
              const KitteExistingAccount *other,
              const KitteServer *outgoing)
{
  KitteCatalogue *catalogue = kitte_repair_get_catalogue (repair);
  const KitteEvidence evidence = { .catalogue = catalogue, .outgoing = account->outgoing };
  g_autoptr (KitteJudgement) judgement = kitte_judge_account (other, &evidence);

  return other->outgoing != NULL && kitte_repair_blames_server (judgement, FALSE) &&
         (is_same_mailbox (account->existing, other) || keeps_username (other, outgoing) ||
          is_named_by_their_provider (catalogue, other, outgoing));
}

static gboolean
is_known_as (const KitteExistingAccount *other, const char *address)
{
  if (same_text (other->address, address))
    return TRUE;
  for (guint i = 0; other->identities != NULL && other->identities[i] != NULL; i++)
    if (same_text (other->identities[i], address))
      return TRUE;
  return FALSE;
}

/* msmtp has no servers, only accounts that build on each other: there it is the same line. */
static gboolean
shares_server (const KitteExistingAccount *other, const KitteExistingAccount *existing)
{
  return other->outgoing != NULL && (g_strcmp0 (other->outgoing_key, existing->outgoing_key) == 0 ||
                                     g_strcmp0 (other->outgoing_key, other->key) == 0);
}

/* Returns: (nullable): whose address it is, among those that send through the same server */
static const KitteExistingAccount *
find_sharer (GPtrArray *others, const KitteExistingAccount *existing, const char *address)
{
  for (guint i = 0; i < others->len; i++)
    {
      const KitteExistingAccount *other = others->pdata[i];

      if (g_strcmp0 (other->key, existing->key) != 0 && is_known_as (other, address) &&
          shares_server (other, existing))
        return other;
    }
  return NULL;
}

/**
 * kitte_repair_judge_sharing:
 * @account: of @repair
 * @outgoing: what it is to send through
 *
 * Reads the program’s accounts once more; synchronous local work.
 *
 * Returns: whether the server may be changed for all who send through it
 */
KitteSharedServer
kitte_repair_judge_sharing (KitteRepair *repair,
                            const KitteRepairAccount *account,
                            const KitteServer *outgoing)
{
  const KitteExistingAccount *existing;
  g_autoptr (GPtrArray) others = NULL;

  g_return_val_if_fail (KITTE_IS_REPAIR (repair), KITTE_SHARED_SERVER_LEAVE);
  g_return_val_if_fail (account != NULL && outgoing != NULL, KITTE_SHARED_SERVER_LEAVE);

  existing = account->existing;
  if (existing->shared_with == NULL || existing->shared_with[0] == NULL)
    return KITTE_SHARED_SERVER_LEAVE;
  others = kitte_client_read (account->client, existing->installation, NULL);
  for (guint i = 0; others != NULL && existing->shared_with[i] != NULL; i++)
    {
      const KitteExistingAccount *other = find_sharer (others, existing, existing->shared_with[i]);

      if (other == NULL || !is_right_for (repair, account, other, outgoing))
        return KITTE_SHARED_SERVER_LEAVE;
    }
  return others != NULL ? KITTE_SHARED_SERVER_CHANGE : KITTE_SHARED_SERVER_LEAVE;
}
