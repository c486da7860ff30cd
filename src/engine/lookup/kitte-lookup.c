/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders the sources that need no network: what the person gave by hand, then the presets. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup.h"

#include <glib/gi18n-lib.h>

#include "model/kitte-domain.h"
#include "provider/kitte-catalogue.h"

struct _KitteLookup
{
  GObject parent_instance;
  KitteCatalogue *catalogue;
};

G_DEFINE_QUARK (kitte_lookup_error, kitte_lookup_error)
G_DEFINE_FINAL_TYPE (KitteLookup, kitte_lookup, G_TYPE_OBJECT)

static void
kitte_lookup_finalize (GObject *object)
{
  g_clear_object (&KITTE_LOOKUP (object)->catalogue);
  G_OBJECT_CLASS (kitte_lookup_parent_class)->finalize (object);
}

static void
kitte_lookup_class_init (KitteLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_lookup_finalize;
}

static void
kitte_lookup_init (KitteLookup *self)
{
  self->catalogue = kitte_catalogue_new ();
}

static const char *
get_answer (const KitteLookupRequest *request, const char *key)
{
  return request->answers != NULL ? g_hash_table_lookup (request->answers, key) : NULL;
}

/* A server given by hand without a user name is signed in to with the answer, else with what the
 * preset says for that protocol, else with the whole address. */
static KitteServer *
complete_server (const KitteLookupRequest *request, KitteServer *given, KitteProposal *proposal)
{
  gboolean incoming = kitte_server_is_incoming (given);
  const char *answer = incoming ? NULL : get_answer (request, KITTE_ASK_SENDING_USERNAME);
  KitteServer *known = kitte_proposal_find_server (proposal, given->protocol);

  if (given->username != NULL)
    return kitte_server_ref (given);
  if (answer == NULL)
    answer = get_answer (request, KITTE_ASK_USERNAME);
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

/* What a provider is known for goes along with its servers, whoever named them. */
static void
use_records (KitteLookup *self, const KitteLookupRequest *request, KitteProposal *proposal)
{
  g_autoptr (KittePreset) preset =
      kitte_catalogue_find_servers (self->catalogue, request->address, request->incoming->host,
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
propose_by_hand (KitteLookup *self, const KitteLookupRequest *request)
{
  KitteProposal *proposal =
      kitte_proposal_new (request->address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);

  use_by_hand (request, request->incoming, proposal);
  use_by_hand (request, request->outgoing, proposal);
  use_records (self, request, proposal);
  return proposal;
}

/* The domain that would get the password, where it is not the person’s own choice. */
static char *
find_domain_to_trust (const KitteLookupRequest *request, const KitteProposal *proposal)
{
  GPtrArray *directions[] = { proposal->incoming, proposal->outgoing };
  const char *trusted = get_answer (request, KITTE_ASK_TRUST);

  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    for (guint j = 0; j < directions[i]->len; j++)
      {
        const KitteServer *server = directions[i]->pdata[j];
        g_autofree char *domain = kitte_domain_get_registrable (server->host);
        const char *owner = domain != NULL ? domain : server->host;

        if (server != request->incoming && server != request->outgoing &&
            g_strcmp0 (owner, trusted) != 0)
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

/* The person’s word where mail is goes before what the domain says.
 *
 * Returns: (transfer full) (nullable): %NULL also with @error, where no provider is called so */
static KittePreset *
find_preset (KitteLookup *self, const KitteLookupRequest *request, GError **error)
{
  const char *id = get_answer (request, KITTE_ASK_PROVIDER);
  KittePreset *preset;

  if (id == NULL)
    return kitte_catalogue_find_domain (self->catalogue, request->address->domain);
  preset = kitte_catalogue_get_preset (self->catalogue, id);
  if (preset == NULL)
    g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_ANSWER,
                 /* TRANSLATORS: %s is what was given as a provider’s short name; the command stays
                  * as it is. */
                 _ ("No provider is called “%s”; “kittectl presets list” shows them all."), id);
  return preset;
}

static KitteProposal *
propose_from_preset (KitteLookup *self, const KitteLookupRequest *request, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (KittePreset) preset = find_preset (self, request, &unknown);
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

KitteLookup *
kitte_lookup_new (void)
{
  return g_object_new (KITTE_TYPE_LOOKUP, NULL);
}

/**
 * kitte_lookup_offline:
 * @request: the address, and what the person said so far
 *
 * Answers at once and without any network, so it may be called while the person types. Where the
 * answers hold %KITTE_ASK_PROVIDER, the person has said at which provider the mail is: then every
 * host comes from that preset, and servers given by hand are passed over.
 *
 * Returns: (transfer full) (nullable): the proposal, perhaps with open asks; %NULL with a
 *   #KITTE_LOOKUP_ERROR
 */
KitteProposal *
kitte_lookup_offline (KitteLookup *self, const KitteLookupRequest *request, GError **error)
{
  g_autoptr (KitteProposal) proposal = NULL;
  gboolean chosen;

  g_return_val_if_fail (KITTE_IS_LOOKUP (self), NULL);
  g_return_val_if_fail (request != NULL && request->address != NULL, NULL);

  chosen = get_answer (request, KITTE_ASK_PROVIDER) != NULL;
  if (!chosen && request->incoming != NULL && request->outgoing != NULL)
    return propose_by_hand (self, request);
  proposal = propose_from_preset (self, request, error);
  if (proposal == NULL)
    return NULL;
  if (!chosen)
    {
      use_by_hand (request, request->incoming, proposal);
      use_by_hand (request, request->outgoing, proposal);
    }
  if (proposal->provider_id == NULL && proposal->incoming->len == 0 && proposal->outgoing->len == 0)
    {
      g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND,
                   /* TRANSLATORS: %s is the part of the address after the @. */
                   _ ("The mail settings for “%s” are not known; please ask your provider for the "
                      "names of its servers."),
                   request->address->display_domain);
      return NULL;
    }
  ask_for_trust (request, proposal);
  return g_steal_pointer (&proposal);
}

/**
 * kitte_lookup_get_catalogue:
 *
 * Returns: (transfer none): the presets this lookup answers from
 */
KitteCatalogue *
kitte_lookup_get_catalogue (KitteLookup *self)
{
  g_return_val_if_fail (KITTE_IS_LOOKUP (self), NULL);

  return self->catalogue;
}
