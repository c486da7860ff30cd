/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a preset, an address and the answers given so far to a proposal. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-pattern.h"
#include "kitte-preset-answers.h"
#include "kitte-preset-private.h"
#include "kitte-template.h"

#include "model/kitte-domain.h"

#include <glib/gi18n-lib.h>

/* One proposal in the making.
 *
 * @mx: the mail exchanger, where it may be one of the provider’s servers
 * @protocol: the person’s word by which mail is fetched
 * @unknown_username: a server was named, but nobody knows which form its user name has
 * @host_from_address: the host depends on the address or on an answer
 * @host_from_dns: the host came out of the MX, which anybody on the way can forge
 * @filling: what stands for the address in names: itself, or placeholders where they are general
 * @general: names are for everybody, with placeholders */
typedef struct
{
  KittePreset *preset;
  KitteProposal *proposal;
  KitteAddress *address;
  const KitteAddress *filling;
  gboolean general;
  gboolean recognised_by_mx;
  const char *mx;
  const char *protocol;
  KittePresetAnswers *answers;
  gboolean confirmed_incoming;
  gboolean confirmed_outgoing;
  gboolean unknown_username;
  gboolean host_from_address;
  gboolean host_from_dns;
} Draft;

/* Where a server stands that is named with its security unknown: the encrypted ways only. */
typedef struct
{
  guint16 port;
  KitteSecurity security;
} Way;

static KitteAuthList
read_auth (JsonObject *server, KitteProtocol protocol, KitteSecurity security)
{
  JsonArray *names = kitte_preset_member_array (server, "auth");
  KitteAuthList list = { { 0 }, 0 };

  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);

      if (g_str_equal (name, "oauth2"))
        kitte_auth_list_add (&list, KITTE_AUTH_OAUTH2);
      else if (g_str_equal (name, "password"))
        kitte_auth_list_add_password (&list, protocol, security);
      else if (g_str_equal (name, "challenge"))
        kitte_auth_list_add_challenges (&list, protocol);
      else if (g_str_equal (name, "none"))
        kitte_auth_list_add (&list, KITTE_AUTH_NONE);
    }
  return list;
}

static guint
find_ways (JsonObject *server, KitteProtocol protocol, Way ways[2])
{
  guint16 tls = kitte_protocol_get_default_port (protocol, KITTE_SECURITY_TLS);
  guint16 starttls = kitte_protocol_get_default_port (protocol, KITTE_SECURITY_STARTTLS);
  guint16 port = (guint16) json_object_get_int_member_with_default (server, "port", 0);
  KitteSecurity security;

  if (kitte_security_from_nick (kitte_preset_member_string (server, "security"), &security))
    {
      ways[0] = (Way){ port, security };
      return 1;
    }
  if (port == 0 || port == tls)
    ways[0] = (Way){ tls, KITTE_SECURITY_TLS };
  else
    ways[0] = (Way){ port, KITTE_SECURITY_STARTTLS };
  if (port == tls || port == starttls)
    return 1;
  ways[1] =
      port == 0 ? (Way){ starttls, KITTE_SECURITY_STARTTLS } : (Way){ port, KITTE_SECURITY_TLS };
  return 2;
}

static gboolean
is_known (GPtrArray *servers, const KitteServer *server)
{
  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *other = servers->pdata[i];

      if (kitte_server_same_endpoint (other, server) && other->security == server->security)
        return TRUE;
    }
  return FALSE;
}

/* Confirmed servers come first; among them those the provider recommends; else the file’s order. */
static void
insert (Draft *draft, KitteServer *server, gboolean confirmed, gboolean preferred)
{
  GPtrArray *servers =
      kitte_server_is_incoming (server) ? draft->proposal->incoming : draft->proposal->outgoing;
  guint position = servers->len;

  if (is_known (servers, server))
    {
      kitte_server_unref (server);
      return;
    }
  if (!confirmed)
    g_ptr_array_add (draft->proposal->unconfirmed, kitte_server_ref (server));
  while (confirmed && position > 0 &&
         g_ptr_array_find (draft->proposal->unconfirmed, servers->pdata[position - 1], NULL))
    position--;
  while (confirmed && preferred && position > 0 &&
         ((KitteServer *) servers->pdata[position - 1])->protocol == server->protocol)
    position--;
  g_ptr_array_insert (servers, (int) position, server);
}

/* Who may send without signing in has no user name to be asked for. */
static gboolean
signs_in (JsonObject *server)
{
  return kitte_preset_member_length (server, "auth") > 1 ||
         !kitte_preset_member_contains (server, "auth", "none");
}

static KitteTemplateValues
get_username_values (Draft *draft)
{
  return (KitteTemplateValues){ draft->filling, draft->mx,
                                draft->general ?
                                    kitte_preset_answers_get_placeholders (draft->answers) :
                                    kitte_preset_answers_get_values (draft->answers) };
}

/* A host with placeholders is no name yet; what is asked can only be a part of one when it is
 * known. */
static KitteTemplateResult
find_host (Draft *draft, const char *template, char **host)
{
  KitteTemplateValues values = { draft->filling, draft->mx,
                                 kitte_preset_answers_get_values (draft->answers) };

  return draft->general ? kitte_template_expand_username (template, &values, host) :
                          kitte_template_expand_host (template, &values, host);
}

/* Returns: (nullable) (transfer full): the user name; %NULL with @missing: an answer is open */
static char *
find_username (Draft *draft, JsonObject *server, gboolean incoming, gboolean *missing)
{
  const char *template = kitte_preset_member_string (server, "username");
  const char *given = kitte_preset_answers_get_username (draft->answers, incoming);
  KitteTemplateValues values = get_username_values (draft);
  char *username = NULL;

  *missing = FALSE;
  if (given != NULL)
    return g_strdup (given);
  if (template == NULL)
    draft->unknown_username |= signs_in (server);
  else
    *missing = kitte_template_expand_username (template, &values, &username) != KITTE_TEMPLATE_OK;
  return username;
}

static void
note_host (Draft *draft, const char *template)
{
  g_auto (GStrv) keys = kitte_template_get_keys (template);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      draft->host_from_address = TRUE;
      if (g_str_equal (keys[i], "mx") || kitte_preset_answers_is_from_dns (draft->answers, keys[i]))
        draft->host_from_dns = TRUE;
    }
}

static void
add_other_usernames (Draft *draft, JsonObject *server)
{
  JsonArray *forms = kitte_preset_member_array (server, "other_usernames");
  KitteTemplateValues values = get_username_values (draft);

  for (guint i = 0; forms != NULL && i < json_array_get_length (forms); i++)
    {
      JsonNode *form = json_array_get_element (forms, i);
      g_autofree char *username = NULL;

      if (JSON_NODE_HOLDS_VALUE (form) &&
          kitte_template_expand_username (json_node_get_string (form), &values, &username) ==
              KITTE_TEMPLATE_OK &&
          !g_ptr_array_find_with_equal_func (draft->proposal->other_usernames, username,
                                             g_str_equal, NULL))
        g_ptr_array_add (draft->proposal->other_usernames, g_steal_pointer (&username));
    }
}

static void
add_server (Draft *draft, JsonObject *item)
{
  const char *template = kitte_preset_member_string (item, "host");
  gboolean confirmed = kitte_preset_server_is_confirmed (item);
  g_autofree char *host = NULL;
  g_autofree char *username = NULL;
  KitteProtocol protocol;
  gboolean missing;
  Way ways[2];
  guint n;

  kitte_protocol_from_nick (kitte_preset_member_string (item, "protocol"), &protocol);
  if (protocol == KITTE_PROTOCOL_SMTP)
    draft->confirmed_outgoing |= confirmed;
  else
    draft->confirmed_incoming |= confirmed;

  username = find_username (draft, item, protocol != KITTE_PROTOCOL_SMTP, &missing);
  if (missing || find_host (draft, template, &host) != KITTE_TEMPLATE_OK)
    return;
  note_host (draft, template);
  add_other_usernames (draft, item);
  n = find_ways (item, protocol, ways);
  for (guint i = 0; i < n; i++)
    {
      KitteAuthList auth = read_auth (item, protocol, ways[i].security);

      insert (draft,
              kitte_server_new (protocol, host, ways[i].port, ways[i].security, &auth, username),
              confirmed, json_object_get_boolean_member_with_default (item, "preferred", FALSE));
    }
}

static void
add_servers (Draft *draft)
{
  JsonArray *servers = kitte_preset_member_array (kitte_preset_get_json (draft->preset), "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (kitte_preset_applies (draft->preset, server, draft->address->domain))
        add_server (draft, server);
    }
}

/* Before anything is said of the servers: nobody is told what concerns the other protocol. */
static void
settle_protocol (Draft *draft)
{
  JsonObject *root = kitte_preset_get_json (draft->preset);
  KitteProtocol protocol;

  draft->proposal->choose_protocol =
      json_object_get_boolean_member_with_default (root, "choose_protocol", FALSE);
  if (draft->protocol != NULL && kitte_protocol_from_nick (draft->protocol, &protocol))
    kitte_proposal_use_protocol (draft->proposal, protocol);
}

static void
add_username_ask (Draft *draft)
{
  KitteAsk *ask;

  if (!draft->unknown_username)
    return;
  ask =
      kitte_ask_new_username (_ ("It is usually the whole mail address, or the part before the @. "
                                 "Your provider’s letter says which."),
                              draft->address->text, draft->address->local);
  g_ptr_array_add (draft->proposal->asks, ask);
}

/* Why nothing can be set up there: the end of the service, or the step that explains it. */
static const char *
find_no_access (KittePreset *preset)
{
  JsonObject *root = kitte_preset_get_json (preset);
  JsonArray *steps = kitte_preset_member_array (root, "steps");

  if (kitte_preset_get_status (preset) == KITTE_PRESET_ENDED)
    return kitte_preset_member_text (kitte_preset_member_object (root, "ended"), "text");
  if (kitte_preset_get_status (preset) == KITTE_PRESET_NO_ACCESS)
    return kitte_preset_member_text (json_array_get_object_element (steps, 0), "text");
  return NULL;
}

/* A preset the person dropped in, and a host out of DNS, are asked; a host made from the address or
 * from an answer, and a provider recognised by DNS, are told; fixed hosts of a shipped, a brand’s
 * or the administrator’s preset are sure. */
static KitteTrust
judge (Draft *draft)
{
  if (kitte_preset_get_origin (draft->preset) == KITTE_ORIGIN_USER || draft->host_from_dns)
    return KITTE_TRUST_ASKED;
  return draft->host_from_address || draft->recognised_by_mx ? KITTE_TRUST_TOLD : KITTE_TRUST_SURE;
}

/* Whether the address was recognised by something that only general knowledge calls the provider’s.
 */
static gboolean
is_recognised_by_hearsay (Draft *draft)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (draft->preset), "match");
  JsonArray *names = kitte_preset_member_array (match, "unconfirmed");
  const char *domain = draft->address->domain;
  const char *mx = draft->proposal->mx;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);

      if (mx != NULL && kitte_pattern_matches (name, mx, NULL))
        return TRUE;
      if (mx == NULL && g_str_equal (name, domain))
        return TRUE;
      if (mx == NULL && kitte_preset_member_contains (match, "suffixes", name) &&
          kitte_domain_is_below (domain, name))
        return TRUE;
    }
  return FALSE;
}

static void
fill (Draft *draft)
{
  KitteProposal *proposal = draft->proposal;
  JsonObject *root = kitte_preset_get_json (draft->preset);

  proposal->provider_id = g_strdup (kitte_preset_get_id (draft->preset));
  proposal->provider_name = g_strdup (kitte_preset_get_name (draft->preset));
  proposal->provider_checked = g_strdup (kitte_preset_get_checked (draft->preset));
  proposal->origin = kitte_preset_get_origin (draft->preset);
  proposal->no_access = g_strdup (find_no_access (draft->preset));
  kitte_preset_fill_facts (root, proposal);

  kitte_preset_answers_add_open (draft->answers, proposal->asks);
  add_servers (draft);
  settle_protocol (draft);
  add_username_ask (draft);
  proposal->certain =
      proposal->no_access != NULL ||
      (draft->confirmed_incoming && draft->confirmed_outgoing && !is_recognised_by_hearsay (draft));
  proposal->trust = judge (draft);
  kitte_preset_add_hints (draft->preset, proposal);
}

static KitteProposal *
propose (KittePreset *preset,
         KitteAddress *address,
         const KitteAddress *filling,
         const char *mx,
         GHashTable *answers,
         GError **error)
{
  g_autoptr (KittePresetAnswers) known = NULL;
  g_autofree char *host = NULL;
  Draft draft = { 0 };

  if (mx != NULL)
    host = kitte_preset_get_mx_host (preset, mx);
  known = kitte_preset_answers_new (preset, address, mx, answers, error);
  if (known == NULL)
    return NULL;
  draft.preset = preset;
  draft.proposal = kitte_proposal_new (address, KITTE_SOURCE_PRESET, KITTE_TRUST_ASKED);
  draft.proposal->mx = g_strdup (mx);
  draft.address = address;
  draft.filling = filling != NULL ? filling : address;
  draft.general = filling != NULL;
  draft.recognised_by_mx = mx != NULL;
  draft.mx = host;
  draft.answers = known;
  if (answers != NULL)
    draft.protocol = g_hash_table_lookup (answers, KITTE_ASK_PROTOCOL);
  fill (&draft);
  return draft.proposal;
}

/**
 * kitte_preset_propose:
 * @address: whose mail it is
 * @mx: (nullable): the mail exchanger @self was recognised by, where it was
 * @answers: (nullable) (element-type utf8 utf8): answers to asks, by key; others are passed over
 *
 * Makes a proposal: servers in order of preference, what is still open, what to show. A server
 * that needs an open answer is left out until the answer is there. `certain` says whether servers
 * in both directions are confirmed, also while an answer to them is open.
 *
 * Returns: (transfer full): the proposal, or %NULL with a %KITTE_PROVIDER_ERROR_BAD_ANSWER whose
 *   message is one sentence for people
 */
KitteProposal *
kitte_preset_propose (KittePreset *self,
                      KitteAddress *address,
                      const char *mx,
                      GHashTable *answers,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && address != NULL, NULL);

  return propose (self, address, NULL, mx, answers, error);
}

/**
 * kitte_preset_propose_general:
 * @address: of the domain it is for; the part before the @ does not count
 * @answers: (nullable) (element-type utf8 utf8): answers to asks, by key
 *
 * Makes a proposal for everybody at the domain of @address: hosts and user names carry the
 * placeholders of autoconfig documents, `%EMAILADDRESS%`, `%EMAILLOCALPART%`, `%EMAILDOMAIN%`, and
 * `%KEY%` in user names for what is still open; hosts in lower case. A host that needs an open
 * answer is left out.
 *
 * Returns: (transfer full): the proposal, not to be connected to; or %NULL with a
 *   %KITTE_PROVIDER_ERROR_BAD_ANSWER whose message is one sentence for people
 */
KitteProposal *
kitte_preset_propose_general (KittePreset *self,
                              KitteAddress *address,
                              GHashTable *answers,
                              GError **error)
{
  static const KitteAddress everybody = { .text = (char *) "%EMAILADDRESS%",
                                          .display = (char *) "%EMAILADDRESS%",
                                          .local = (char *) "%EMAILLOCALPART%",
                                          .domain = (char *) "%EMAILDOMAIN%",
                                          .display_domain = (char *) "%EMAILDOMAIN%" };

  g_return_val_if_fail (self != NULL && address != NULL, NULL);

  return propose (self, address, &everybody, NULL, answers, error);
}
