/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose mailbox it is: by the address, by who takes in its domain’s mail, by the person’s word; and
 * whom a certificate makes one ask about. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-private.h"

#include <glib/gi18n-lib.h>

#include "model/kitte-domain.h"

static void
take_proposal (KitteRepair *self, KitteProposal *taken_proposal, KitteProvenance provenance)
{
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_pointer (&self->records, kitte_proposal_unref);
  self->proposal = taken_proposal;
  self->provenance = taken_proposal != NULL ? provenance : KITTE_PROVENANCE_NONE;
  if (taken_proposal != NULL)
    self->records = kitte_proposal_ref (taken_proposal);
}

/* A host out of the DNS may be used where the account is with the same owner already. */
static gboolean
are_hosts_of_account (const KitteExistingAccount *existing, GPtrArray *servers)
{
  g_autofree char *owner =
      existing->incoming != NULL ? kitte_domain_get_registrable (existing->incoming->host) : NULL;

  for (guint i = 0; owner != NULL && i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];
      g_autofree char *other = kitte_domain_get_registrable (server->host);

      if (g_strcmp0 (owner, other) != 0)
        return FALSE;
    }
  return owner != NULL;
}

/* Returns: (transfer full) (nullable): what the provider says that has one of @hosts */
static KitteProposal *
propose_by_hosts (KitteRepair *self, const char *const *hosts)
{
  const KitteExistingAccount *existing = kitte_repair_get_first (self)->existing;
  g_autoptr (KitteAddress) address =
      existing->address != NULL ? kitte_address_new (existing->address, NULL) : NULL;
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KitteProposal) proposal = NULL;
  const char *matched = NULL;

  if (address == NULL || hosts == NULL)
    return NULL;
  preset = kitte_catalogue_find_mx (self->catalogue, hosts, &matched);
  if (preset == NULL || kitte_preset_excludes_domain (preset, address->domain))
    return NULL;
  proposal = kitte_preset_propose (preset, address, matched, self->answers, NULL);
  if (proposal == NULL || (proposal->trust == KITTE_TRUST_ASKED &&
                           (!are_hosts_of_account (existing, proposal->incoming) ||
                            !are_hosts_of_account (existing, proposal->outgoing))))
    return NULL;
  proposal->source = KITTE_SOURCE_MX;
  return g_steal_pointer (&proposal);
}

/* An own domain says nothing; who takes in its mail may, and so may the server that is set. */
static void
recognise_by_hosts (KitteRepair *self)
{
  const KitteServer *incoming = kitte_repair_get_incoming (self);
  const char *host[] = { incoming != NULL ? incoming->host : NULL, NULL };
  KitteProposal *proposal = propose_by_hosts (self, (const char *const *) self->exchangers);
  KitteProvenance provenance = KITTE_PROVENANCE_EXCHANGER;

  if (proposal == NULL)
    {
      proposal = propose_by_hosts (self, host);
      provenance = KITTE_PROVENANCE_HOST;
    }
  if (proposal != NULL)
    take_proposal (self, proposal, provenance);
}

static void
take_answers (KitteRepair *self, GHashTable *answers)
{
  if (answers != NULL)
    g_hash_table_ref (answers);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  self->answers = answers;
}

static KitteProvenance
find_provenance (GHashTable *answers)
{
  return answers != NULL && g_hash_table_contains (answers, KITTE_ASK_PROVIDER) ?
             KITTE_PROVENANCE_WORD :
             KITTE_PROVENANCE_ADDRESS;
}

static KittePresetOffer *
find_offer_of (KitteRepair *self, const KitteSighting *seen, const KitteServer *server)
{
  if (seen == NULL || seen->finding == NULL || server == NULL)
    return NULL;
  return kitte_preset_offer_find (self->catalogue, seen->finding, server, self->records);
}

/* A host that the person would have to be asked about gets no password here; what is known of its
 * provider is then what is known of the servers as they are set. */
void
kitte_repair_look_up (KitteRepair *self, KitteLookup *lookup, GHashTable *answers)
{
  const KitteExistingAccount *existing = kitte_repair_get_first (self)->existing;
  g_autoptr (KitteAddress) address =
      existing->address != NULL ? kitte_address_new (existing->address, NULL) : NULL;
  KitteLookupRequest request = { .address = address, .answers = answers };
  g_autoptr (KitteProposal) proposal =
      address != NULL ? kitte_lookup_offline (lookup, &request, NULL) : NULL;

  take_answers (self, answers);
  if (proposal != NULL && proposal->provider_id != NULL && proposal->trust != KITTE_TRUST_ASKED)
    take_proposal (self, g_steal_pointer (&proposal), find_provenance (answers));
  else
    {
      take_proposal (self, NULL, KITTE_PROVENANCE_NONE);
      recognise_by_hosts (self);
    }
  if (self->records == NULL && address != NULL)
    {
      request.incoming = existing->incoming;
      request.outgoing = existing->outgoing;
      self->records = kitte_lookup_offline (lookup, &request, NULL);
    }
}

/* In which domain the line of this computer has its name; %NULL: that does not show. */
void
kitte_repair_take_network (KitteRepair *self, char *taken_network)
{
  g_free (self->network);
  self->network = taken_network;
}

/* Who takes in the mail of the address’s domain; that may be a provider Kitte knows. */
void
kitte_repair_take_exchangers (KitteRepair *self, char **taken_hosts)
{
  g_strfreev (self->exchangers);
  self->exchangers = taken_hosts;
  if (self->proposal == NULL)
    recognise_by_hosts (self);
}

/**
 * kitte_repair_get_proposal:
 *
 * Returns: (transfer none) (nullable): what the provider says; %NULL: nobody knows, or the person
 *   would have to be asked whether to believe it
 */
KitteProposal *
kitte_repair_get_proposal (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->proposal;
}

/**
 * kitte_repair_get_records:
 *
 * Returns: (transfer none) (nullable): whose lock-out and POP before SMTP count; its servers are no
 *   advice
 */
KitteProposal *
kitte_repair_get_records (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->records;
}

/**
 * kitte_repair_set_answers:
 * @lookup: for this call
 * @answers: (element-type utf8 utf8): what the person said: what the preset asks, or under
 *   %KITTE_ASK_PROVIDER at which provider the mail is
 */
void
kitte_repair_set_answers (KitteRepair *self, KitteLookup *lookup, GHashTable *answers)
{
  g_return_if_fail (KITTE_IS_REPAIR (self) && KITTE_IS_LOOKUP (lookup));

  kitte_repair_look_up (self, lookup, answers);
}

/**
 * kitte_repair_find_offer:
 *
 * Where nobody knows the address, a certificate that was seen may show at which provider the mail
 * is kept: a question to the person, never an answer.
 *
 * Returns: (transfer full) (nullable): the provider that is offered
 */
KittePresetOffer *
kitte_repair_find_offer (KitteRepair *self)
{
  KittePresetOffer *offer = NULL;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  if (self->proposal != NULL || self->records == NULL)
    return NULL;
  for (guint i = 0; offer == NULL && i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      offer = find_offer_of (self, account->incoming, account->existing->incoming);
      if (offer == NULL)
        offer = find_offer_of (self, account->outgoing, account->existing->outgoing);
    }
  return offer;
}

/* Where nothing shows whose the mailbox is, nor that there is nothing to ask about. */
static gboolean
may_be_anywhere (KitteRepair *self)
{
  const KitteServer *incoming = kitte_repair_get_incoming (self);

  return self->proposal == NULL && self->records != NULL && kitte_repair_is_needed (self) &&
         kitte_repair_get_unclear (self) == NULL && incoming != NULL;
}

/**
 * kitte_repair_make_provider_ask:
 *
 * To be called after a look. Where a server points to a provider, the ask has that one as its only
 * choice. Where nothing shows at all it has none: a name may be typed, or nothing.
 *
 * Returns: (transfer full) (nullable): where the mail is kept; %NULL: that is known
 */
KitteAsk *
kitte_repair_make_provider_ask (KitteRepair *self)
{
  g_autoptr (KittePresetOffer) offer = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  if (self->answers != NULL && g_hash_table_contains (self->answers, KITTE_ASK_PROVIDER))
    return NULL;
  offer = kitte_repair_find_offer (self);
  if (offer != NULL && kitte_preset_offer_can_be_used (offer))
    {
      /* TRANSLATORS: a question; %s is a provider’s name. */
      label = g_strdup_printf (_ ("Is your mail at %s?"), offer->proposal->provider_name);
      return kitte_ask_new (KITTE_ASK_PROVIDER, label, "",
                            (const char *const[]){ offer->proposal->provider_id, NULL }, NULL, NULL,
                            FALSE);
    }
  if (offer != NULL || !may_be_anywhere (self))
    return NULL;
  return kitte_ask_new (KITTE_ASK_PROVIDER,
                        /* TRANSLATORS: a question to the person: who keeps the mailbox. */
                        _ ("Which company keeps this mailbox?"),
                        _ ("Its name stands in the company’s letter. It may stay empty: then the "
                           "servers that are set are tried."),
                        NULL, NULL, NULL, FALSE);
}

typedef struct
{
  char *typed; /* folded */
  char *id;
} NameSearch;

static gboolean
is_called (JsonObject *names, const char *typed)
{
  const char *languages[] = { "ja", "en" };

  for (gsize i = 0; names != NULL && i < G_N_ELEMENTS (languages); i++)
    {
      const char *name = json_object_get_string_member_with_default (names, languages[i], "");
      g_autofree char *folded = g_utf8_casefold (name, -1);

      if (g_str_equal (folded, typed))
        return TRUE;
    }
  return FALSE;
}

static JsonObject *
get_names (KittePreset *preset, const char *member)
{
  JsonObject *root = kitte_preset_get_json (preset);

  return json_object_has_member (root, member) ? json_object_get_object_member (root, member) :
                                                 NULL;
}

static gboolean
compare_names_cb (KittePreset *preset, gpointer user_data)
{
  NameSearch *search = user_data;

  if (!g_str_equal (kitte_preset_get_id (preset), search->typed) &&
      !is_called (get_names (preset, "name"), search->typed) &&
      !is_called (get_names (preset, "short_name"), search->typed))
    return TRUE;
  search->id = g_strdup (kitte_preset_get_id (preset));
  return FALSE;
}

/**
 * kitte_repair_find_provider_named:
 * @typed: a provider’s name in any language, or its id
 *
 * Returns: (transfer full) (nullable): the id of its preset, the answer to the ask
 */
char *
kitte_repair_find_provider_named (KitteRepair *self, const char *typed)
{
  g_autofree char *stripped = NULL;
  NameSearch search = { 0 };

  g_return_val_if_fail (KITTE_IS_REPAIR (self) && typed != NULL, NULL);

  stripped = g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);
  if (stripped == NULL)
    return NULL;
  search.typed = g_utf8_casefold (g_strstrip (stripped), -1);
  kitte_catalogue_foreach (self->catalogue, compare_names_cb, &search);
  g_free (search.typed);
  return search.id;
}
