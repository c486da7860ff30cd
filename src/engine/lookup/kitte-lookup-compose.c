/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person gave by hand, what a preset knows and what was found become one proposal. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-compose.h"

#include "kitte-lookup-asks.h"

#include <glib/gi18n-lib.h>

/* A server given by hand without a user name is signed in to with the answer, else with what the
 * preset says for that protocol, else with the whole address. */
static KitteServer *
complete_server (const KitteLookupRequest *request, KitteServer *given, KitteProposal *proposal)
{
  gboolean incoming = kitte_server_is_incoming (given);
  const char *answer =
      incoming ? NULL : kitte_lookup_get_answer (request, KITTE_ASK_SENDING_USERNAME);
  KitteServer *known = kitte_proposal_find_server (proposal, given->protocol);

  if (given->username != NULL)
    return kitte_server_ref (given);
  if (answer == NULL)
    answer = kitte_lookup_get_answer (request, KITTE_ASK_USERNAME);
  if (answer == NULL && known != NULL)
    answer = known->username;
  return kitte_server_with_username (given, answer != NULL ? answer : request->address->text);
}

/* A provider’s own way stays known where an older one is given by hand. */
static void
keep_provider_outgoing (KitteProposal *proposal, const KitteServer *given)
{
  for (guint i = 0; i < proposal->outgoing->len && proposal->provider_outgoing == NULL; i++)
    {
      KitteServer *server = proposal->outgoing->pdata[i];

      if (server->security != KITTE_SECURITY_NONE &&
          !kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE) &&
          !kitte_server_same_endpoint (server, given))
        proposal->provider_outgoing = kitte_server_ref (server);
    }
}

static void
use_by_hand (const KitteLookupRequest *request, KitteServer *given, KitteProposal *proposal)
{
  GPtrArray *servers;
  KitteServer *server;

  if (given == NULL)
    return;
  server = complete_server (request, given, proposal);
  if (!kitte_server_is_incoming (given))
    keep_provider_outgoing (proposal, given);
  servers = kitte_server_is_incoming (given) ? proposal->incoming : proposal->outgoing;
  g_ptr_array_set_size (servers, 0);
  g_ptr_array_add (servers, server);
  kitte_proposal_add_tried (proposal, "manual", given->host, "found", 0);
}

/* Where the person said at which provider the mail is, servers given by hand are passed over. */
static void
use_all_by_hand (const KitteLookupRequest *request, KitteProposal *proposal)
{
  if (kitte_lookup_get_answer (request, KITTE_ASK_PROVIDER) != NULL)
    return;
  use_by_hand (request, request->incoming, proposal);
  use_by_hand (request, request->outgoing, proposal);
}

/* What a provider is known for goes along with its servers, whoever named them. */
static void
use_records (KitteCatalogue *catalogue, const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_autoptr (KittePreset) preset =
      kitte_catalogue_find_servers (catalogue, request->address, request->incoming->host,
                                    request->outgoing->host);
  g_autoptr (KitteProposal) known =
      preset != NULL ?
          kitte_preset_propose (preset, request->address, NULL, request->answers, NULL) :
          NULL;

  if (known == NULL)
    return;
  proposal->provider_name = g_strdup (known->provider_name);
  proposal->lockout = known->lockout;
  proposal->pop_before_smtp = known->pop_before_smtp;
  keep_provider_outgoing (known, request->outgoing);
  if (known->provider_outgoing != NULL)
    proposal->provider_outgoing = kitte_server_ref (known->provider_outgoing);
}

/* With both servers given nothing is left to ask: hosts typed by hand are the person’s own. */
static KitteProposal *
propose_by_hand (KitteCatalogue *catalogue, const KitteLookupRequest *request)
{
  KitteProposal *proposal =
      kitte_proposal_new (request->address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);

  use_by_hand (request, request->incoming, proposal);
  use_by_hand (request, request->outgoing, proposal);
  use_records (catalogue, request, proposal);
  return proposal;
}

/* The person’s word where mail is goes before what the domain says.
 *
 * Returns: (transfer full) (nullable): %NULL also with @error, where no provider is called so */
static KittePreset *
find_preset (KitteCatalogue *catalogue, const KitteLookupRequest *request, GError **error)
{
  const char *id = kitte_lookup_get_answer (request, KITTE_ASK_PROVIDER);
  KittePreset *preset;

  if (id == NULL)
    return kitte_catalogue_find_domain (catalogue, request->address->domain);
  preset = kitte_catalogue_get_preset (catalogue, id);
  if (preset == NULL)
    g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_ANSWER,
                 /* TRANSLATORS: %s is what was given as a provider’s short name; the command stays
                  * as it is. */
                 _ ("No provider is called “%s”; “kittectl presets list” shows them all."), id);
  return preset;
}

static KitteProposal *
propose_from_preset (KitteCatalogue *catalogue, const KitteLookupRequest *request, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (KittePreset) preset = find_preset (catalogue, request, &unknown);
  KitteProposal *proposal;

  if (unknown != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return NULL;
    }
  if (preset == NULL)
    return kitte_proposal_new (request->address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);
  proposal = kitte_preset_propose (preset, request->address, NULL, request->answers, error);
  if (proposal != NULL)
    kitte_proposal_add_tried (proposal, "preset", proposal->provider_id, "found", 0);
  return proposal;
}

static gboolean
check_protocol (const KitteLookupRequest *request, GError **error)
{
  const char *answer = kitte_lookup_get_answer (request, KITTE_ASK_PROTOCOL);

  if (answer == NULL || g_str_equal (answer, kitte_protocol_to_nick (KITTE_PROTOCOL_IMAP)) ||
      g_str_equal (answer, kitte_protocol_to_nick (KITTE_PROTOCOL_POP3)))
    return TRUE;
  g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_ANSWER,
               /* TRANSLATORS: about an answer on the command line; %s is what was given. */
               _ ("“%s” is no way to fetch mail; write imap or pop3."), answer);
  return FALSE;
}

/**
 * kitte_lookup_propose_known:
 *
 * What needs no network, before it is asked what is still open.
 *
 * Returns: (transfer full) (nullable): what was given by hand and what a preset knows; %NULL with a
 *   #KITTE_LOOKUP_ERROR or a #KITTE_PROVIDER_ERROR
 */
KitteProposal *
kitte_lookup_propose_known (KitteCatalogue *catalogue,
                            const KitteLookupRequest *request,
                            GError **error)
{
  g_autoptr (KitteProposal) proposal = NULL;
  gboolean chosen;

  if (!check_protocol (request, error))
    return NULL;
  chosen = kitte_lookup_get_answer (request, KITTE_ASK_PROVIDER) != NULL;
  if (!chosen && request->incoming != NULL && request->outgoing != NULL)
    return propose_by_hand (catalogue, request);
  proposal = propose_from_preset (catalogue, request, error);
  if (proposal == NULL)
    return NULL;
  use_all_by_hand (request, proposal);
  if (proposal->provider_id == NULL && proposal->incoming->len == 0 && proposal->outgoing->len == 0)
    {
      g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND,
                   /* TRANSLATORS: %s is the part of the address after the @. */
                   _ ("The mail settings for “%s” are not known; please ask your provider for the "
                      "names of its servers."),
                   request->address->display_domain);
      return NULL;
    }
  return g_steal_pointer (&proposal);
}

static gboolean
has_both (const KitteProposal *proposal)
{
  return proposal->incoming->len > 0 && proposal->outgoing->len > 0;
}

/* What a provider was recognised by goes through its preset again, which knows the answers. */
static KitteProposal *
compose_found (KitteCatalogue *catalogue,
               const KitteLookupRequest *request,
               const KitteProposal *found,
               GError **error)
{
  g_autoptr (KittePreset) preset = NULL;
  KitteProposal *proposal;

  if (found->source != KITTE_SOURCE_MX || found->provider_id == NULL)
    return kitte_proposal_copy (found);
  preset = kitte_catalogue_get_preset (catalogue, found->provider_id);
  proposal = kitte_preset_propose (preset, request->address, found->mx, request->answers, error);
  if (proposal == NULL)
    return NULL;
  proposal->source = KITTE_SOURCE_MX;
  for (guint i = 0; i < found->tried->len; i++)
    g_ptr_array_add (proposal->tried, kitte_tried_copy (found->tried->pdata[i]));
  return proposal;
}

/* An unconfirmed preset leads: its facts stay, and its servers too unless the provider itself or
 * the maintained database names others. */
static KitteProposal *
follow_preset (const KitteProposal *known, const KitteProposal *found)
{
  KitteProposal *proposal = kitte_proposal_copy (known);

  for (guint i = 0; i < found->tried->len; i++)
    g_ptr_array_add (proposal->tried, kitte_tried_copy (found->tried->pdata[i]));
  if (!has_both (found) || (has_both (known) && found->trust != KITTE_TRUST_SURE))
    return proposal;
  kitte_proposal_use_servers (proposal, found);
  proposal->source = found->source;
  proposal->trust = found->trust;
  proposal->forgeable = found->forgeable;
  return proposal;
}

/**
 * kitte_lookup_compose:
 * @known: (nullable): a preset that leads
 * @found: what the search brought
 *
 * Returns: (transfer full) (nullable): both together, with what the person said, and with the
 *   questions that are still open; %NULL with a #KITTE_PROVIDER_ERROR
 */
KitteProposal *
kitte_lookup_compose (KitteCatalogue *catalogue,
                      const KitteLookupRequest *request,
                      const KitteProposal *known,
                      const KitteProposal *found,
                      GError **error)
{
  KitteProposal *proposal = known != NULL ? follow_preset (known, found) :
                                            compose_found (catalogue, request, found, error);

  if (proposal == NULL)
    return NULL;
  kitte_lookup_fill_questions (request, proposal);
  kitte_lookup_fill_family (request, catalogue, proposal);
  kitte_lookup_fill_usernames (request, proposal);
  use_all_by_hand (request, proposal);
  kitte_lookup_add_asks (request, proposal);
  return proposal;
}
