/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers go into the servers that were found; what is still open becomes a question. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-asks.h"

#include <glib/gi18n-lib.h>

#include "model/kitte-domain.h"

/* One answer may name several domains, one behind the other. */
#define DOMAIN_SEPARATORS " ,"

const char *
kitte_lookup_get_answer (const KitteLookupRequest *request, const char *key)
{
  return request->answers != NULL ? g_hash_table_lookup (request->answers, key) : NULL;
}

/**
 * kitte_lookup_add_answer:
 * @answers: (element-type utf8 utf8): answers to asks, by key
 *
 * Adds what the person answered. Trust in one domain leaves that in another as it was.
 */
void
kitte_lookup_add_answer (GHashTable *answers, const char *key, const char *answer)
{
  const char *before;
  char *joined;

  g_return_if_fail (answers != NULL && key != NULL && answer != NULL);

  before = g_str_equal (key, KITTE_ASK_TRUST) ? g_hash_table_lookup (answers, key) : NULL;
  joined = before != NULL ? g_strjoin (" ", before, answer, NULL) : g_strdup (answer);
  g_hash_table_replace (answers, g_strdup (key), joined);
}

static void
fill (GPtrArray *servers, const char *answer)
{
  for (guint i = 0; i < servers->len && answer != NULL; i++)
    {
      KitteServer *server = servers->pdata[i];

      servers->pdata[i] = kitte_server_with_username (server, answer);
      kitte_server_unref (server);
    }
}

static void
put_answer (GPtrArray *servers, const char *key, const char *answer)
{
  g_autofree char *placeholder = g_strdup_printf ("%%%s%%", key);

  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];
      g_auto (GStrv) parts =
          server->username != NULL ? g_strsplit (server->username, placeholder, -1) : NULL;
      g_autofree char *username = NULL;

      if (parts == NULL || g_strv_length (parts) < 2)
        continue;
      username = answer != NULL ? g_strjoinv (answer, parts) : NULL;
      servers->pdata[i] = kitte_server_with_username (server, username);
      kitte_server_unref (server);
    }
}

/**
 * kitte_lookup_fill_questions:
 *
 * Puts answers where a document left room for them; what is not answered stays a question, and the
 * user names that need it stay open.
 */
void
kitte_lookup_fill_questions (const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_return_if_fail (request != NULL && proposal != NULL);

  for (guint i = 0; proposal->provider_id == NULL && i < proposal->asks->len;)
    {
      const KitteAsk *ask = proposal->asks->pdata[i];
      const char *answer = kitte_lookup_get_answer (request, ask->key);

      if (answer != NULL && !kitte_ask_accepts (ask, answer))
        answer = NULL;
      put_answer (proposal->incoming, ask->key, answer);
      put_answer (proposal->outgoing, ask->key, answer);
      if (answer != NULL)
        g_ptr_array_remove_index (proposal->asks, i);
      else
        i++;
    }
}

static void
fill_unknown (GPtrArray *servers, const KitteProposal *known)
{
  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];
      const KitteServer *other = kitte_proposal_find_server (known, server->protocol);

      if (server->username != NULL || other == NULL || other->username == NULL)
        continue;
      servers->pdata[i] = kitte_server_with_username (server, other->username);
      kitte_server_unref (server);
    }
}

/**
 * kitte_lookup_fill_family:
 *
 * Where a preset knows both hosts, it knows what user names look like there.
 */
void
kitte_lookup_fill_family (const KitteLookupRequest *request,
                          KitteCatalogue *catalogue,
                          KitteProposal *proposal)
{
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KitteProposal) known = NULL;

  g_return_if_fail (request != NULL && proposal != NULL);

  if (proposal->provider_id != NULL || proposal->incoming->len == 0 || proposal->outgoing->len == 0)
    return;
  preset = kitte_catalogue_find_servers (catalogue, request->address,
                                         ((KitteServer *) proposal->incoming->pdata[0])->host,
                                         ((KitteServer *) proposal->outgoing->pdata[0])->host);
  if (preset != NULL)
    known = kitte_preset_propose (preset, request->address, NULL, request->answers, NULL);
  if (known == NULL)
    return;
  fill_unknown (proposal->incoming, known);
  fill_unknown (proposal->outgoing, known);
}

/**
 * kitte_lookup_fill_usernames:
 *
 * Puts the user name that the person gave into every server; a preset does that itself.
 */
void
kitte_lookup_fill_usernames (const KitteLookupRequest *request, KitteProposal *proposal)
{
  const char *receiving = kitte_lookup_get_answer (request, KITTE_ASK_USERNAME);
  const char *sending = kitte_lookup_get_answer (request, KITTE_ASK_SENDING_USERNAME);

  fill (proposal->incoming, receiving);
  fill (proposal->outgoing, sending != NULL ? sending : receiving);
}

static gboolean
is_trusted (const KitteLookupRequest *request, const char *owner)
{
  const char *answer = kitte_lookup_get_answer (request, KITTE_ASK_TRUST);
  g_auto (GStrv) domains = answer != NULL ? g_strsplit_set (answer, DOMAIN_SEPARATORS, -1) : NULL;

  return domains != NULL && g_strv_contains ((const char *const *) domains, owner);
}

/* Hosts inside the mail domain are its owner’s, unless somebody on the way may have written them.
 */
static gboolean
needs_no_word (const KitteLookupRequest *request,
               const KitteProposal *proposal,
               const KitteServer *server,
               const char *owner)
{
  g_autofree char *own = kitte_domain_get_registrable (request->address->domain);

  if (server == request->incoming || server == request->outgoing)
    return TRUE;
  return proposal->source != KITTE_SOURCE_PRESET && !proposal->forgeable &&
         g_strcmp0 (own, owner) == 0;
}

/* The domain that would get the password, where it is not the person’s own choice. */
static char *
find_domain_to_trust (const KitteLookupRequest *request, const KitteProposal *proposal)
{
  GPtrArray *directions[] = { proposal->incoming, proposal->outgoing };

  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    for (guint j = 0; j < directions[i]->len; j++)
      {
        const KitteServer *server = directions[i]->pdata[j];
        g_autofree char *domain = kitte_domain_get_registrable (server->host);
        const char *owner = domain != NULL ? domain : server->host;

        if (!needs_no_word (request, proposal, server, owner) && !is_trusted (request, owner))
          return g_strdup (owner);
      }
  return NULL;
}

static void
ask_for_trust (const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_autofree char *domain = NULL;
  g_autofree char *label = NULL;

  if (proposal->trust != KITTE_TRUST_ASKED)
    return;
  domain = find_domain_to_trust (request, proposal);
  if (domain == NULL)
    return;
  /* TRANSLATORS: a question; %s is a domain such as example.jp. */
  label = g_strdup_printf (_ ("May “%s” get your password?"), domain);
  g_ptr_array_add (
      proposal->asks,
      kitte_ask_new (KITTE_ASK_TRUST, label,
                     _ ("These settings did not come with Kitte, and your password would be sent "
                        "there. Please continue only if your provider named this domain."),
                     (const char *const[]){ domain, NULL }, NULL, domain, FALSE));
}

static gboolean
lacks_username (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (server->username == NULL && !kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_asked (const KitteProposal *proposal, const char *key)
{
  for (guint i = 0; i < proposal->asks->len; i++)
    if (g_str_equal (((const KitteAsk *) proposal->asks->pdata[i])->key, key))
      return TRUE;
  return FALSE;
}

static void
ask_for_username (const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_autofree char *why = NULL;

  if (is_asked (proposal, KITTE_ASK_USERNAME) ||
      (proposal->provider_id == NULL && proposal->asks->len > 0) ||
      (!lacks_username (proposal->incoming) && !lacks_username (proposal->outgoing)))
    return;
  /* TRANSLATORS: the two %s are the whole mail address and the part of it before the @. */
  why = g_strdup_printf (_ ("It is usually “%s” or “%s”. Your provider’s letter says which."),
                         request->address->text, request->address->local);
  g_ptr_array_add (proposal->asks,
                   kitte_ask_new_username (why, request->address->text, request->address->local));
}

/* What mail is fetched by: as the person said; else left open only where there are both. */
static void
settle_protocol (const KitteLookupRequest *request, KitteProposal *proposal)
{
  const char *answer = kitte_lookup_get_answer (request, KITTE_ASK_PROTOCOL);
  KitteProtocol protocol;

  if (answer != NULL && kitte_protocol_from_nick (answer, &protocol))
    kitte_proposal_use_protocol (proposal, protocol);
  if (kitte_proposal_find_server (proposal, KITTE_PROTOCOL_IMAP) == NULL ||
      kitte_proposal_find_server (proposal, KITTE_PROTOCOL_POP3) == NULL)
    proposal->choose_protocol = FALSE;
}

/**
 * kitte_lookup_add_asks:
 *
 * Adds what is still open: the user name where no source knows its form, and trust, domain by
 * domain. Forms of a user name are never tried out: some servers count that as failed sign-ins.
 */
void
kitte_lookup_add_asks (const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_return_if_fail (request != NULL && proposal != NULL);

  settle_protocol (request, proposal);
  ask_for_username (request, proposal);
  ask_for_trust (request, proposal);
}
