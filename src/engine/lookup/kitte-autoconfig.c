/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a whole document (Mozilla’s format 1.1 and the IETF draft draft-ietf-mailmaint-autoconfig)
 * by libxml2, without network, document types and entities. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-autoconfig.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-autoconfig-input.h"
#include "kitte-autoconfig-text.h"
#include "model/kitte-domain.h"

/* Servers of one direction; the largest real document has six. */
#define MAX_SERVERS 12

/* Links and questions; the largest real document has five. */
#define MAX_SHOWN 10

/* RFC 1035 names and more than any provider has: the largest real list has about two hundred. */
#define MAX_DOMAINS 5000

/* Longer than this nobody keeps mail on a server by a rule. */
#define MAX_POP_DAYS 3650

G_DEFINE_QUARK (kitte_autoconfig_error, kitte_autoconfig_error)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlParserCtxt, xmlFreeParserCtxt)

/* A document type is where entities are defined; settings need none. */
static void
refuse_document_type (void *context,
                      const xmlChar *name,
                      const xmlChar *external,
                      const xmlChar *system)
{
  xmlParserCtxt *parser = context;

  parser->wellFormed = FALSE;
  xmlStopParser (parser);
}

static xmlDoc *
parse (GBytes *document)
{
  g_autoptr (GBytes) text = kitte_autoconfig_input_read (document);
  g_autoptr (xmlParserCtxt) parser = xmlNewParserCtxt ();
  const char *data;
  gsize size;
  xmlDoc *tree;

  if (text == NULL || parser == NULL)
    return NULL;
  data = g_bytes_get_data (text, &size);
  parser->sax->internalSubset = refuse_document_type;
  parser->sax->externalSubset = refuse_document_type;
  tree = xmlCtxtReadMemory (parser, data, (int) size, NULL, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                XML_PARSE_NOCDATA | XML_PARSE_NODICT | XML_PARSE_IGNORE_ENC);
  if (tree != NULL && !parser->wellFormed)
    g_clear_pointer (&tree, xmlFreeDoc);
  return tree;
}

/* Each domain may be written with placeholders too. */
static gboolean
lists_domain (const KitteAutoconfigReader *reader, const xmlNode *provider)
{
  guint n = 0;

  if (reader->use->domain == NULL)
    return TRUE;
  for (xmlNode *node = kitte_autoconfig_first (provider, "domain"); node != NULL && n < MAX_DOMAINS;
       node = kitte_autoconfig_next (node), n++)
    {
      g_autofree char *text = kitte_autoconfig_dup_text (node, KITTE_MAX_DOMAIN * 2);
      g_autofree char *expanded = kitte_autoconfig_expand (reader, text);
      g_autofree char *domain = NULL;

      if (expanded != NULL && kitte_domain_to_ascii (expanded, &domain) == KITTE_DOMAIN_OK &&
          g_str_equal (domain, reader->use->domain))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_key (const char *key)
{
  return *key != '\0' && strlen (key) <= 40 &&
         strspn (key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == strlen (key) &&
         !g_str_has_prefix (key, "EMAIL") && !g_str_equal (key, "REALNAME");
}

/* What only the person knows, to be put where %KEY% stands. */
static void
read_questions (KitteAutoconfigReader *reader, const xmlNode *provider, KitteProposal *proposal)
{
  for (xmlNode *node = kitte_autoconfig_first (provider, "inputField");
       node != NULL && proposal->asks->len < MAX_SHOWN; node = kitte_autoconfig_next (node))
    {
      g_autofree char *given = kitte_autoconfig_dup_attribute (node, "key");
      g_autofree char *key = given != NULL ? g_ascii_strup (given, -1) : NULL;
      g_autofree char *label = kitte_autoconfig_dup_attribute (node, "label");
      g_autofree char *example = kitte_autoconfig_dup_text (node, 100);

      if (key == NULL || !is_key (key) ||
          g_ptr_array_find_with_equal_func (reader->keys, key, g_str_equal, NULL))
        continue;
      g_ptr_array_add (proposal->asks,
                       kitte_ask_new (key, label != NULL && *label != '\0' ? label : key,
                                      /* TRANSLATORS: why a field stands there; the provider named
                                       * the field. */
                                      _ ("Your provider needs this. Its letter says what it is."),
                                      NULL, NULL, *example != '\0' ? example : NULL, FALSE));
      g_ptr_array_add (reader->keys, g_steal_pointer (&key));
    }
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

/* The document’s order, but never clear text before encryption. */
static void
insert (GPtrArray *servers, KitteServer *server)
{
  guint position = servers->len;

  if (is_known (servers, server))
    {
      kitte_server_unref (server);
      return;
    }
  while (server->security != KITTE_SECURITY_NONE && position > 0 &&
         ((KitteServer *) servers->pdata[position - 1])->security == KITTE_SECURITY_NONE)
    position--;
  g_ptr_array_insert (servers, (int) position, server);
}

static void
read_servers (const KitteAutoconfigReader *reader,
              const xmlNode *provider,
              const char *name,
              GPtrArray *servers)
{
  guint n = 0;

  for (xmlNode *node = kitte_autoconfig_first (provider, name);
       node != NULL && servers->len < MAX_SERVERS && n < KITTE_AUTOCONFIG_MAX_ITEMS;
       node = kitte_autoconfig_next (node), n++)
    {
      KitteServer *server = kitte_autoconfig_read_server (reader, node);

      if (server != NULL)
        insert (servers, server);
    }
}

static gboolean
says (const xmlNode *parent, const char *name, const char *value)
{
  g_autofree char *text = kitte_autoconfig_dup_child (parent, name, 32);

  return g_strcmp0 (text, value) == 0;
}

/* How the first POP3 server wants to be used. */
static void
read_pop (const xmlNode *provider, KitteProposal *proposal)
{
  for (xmlNode *node = kitte_autoconfig_first (provider, "incomingServer"); node != NULL;
       node = kitte_autoconfig_next (node))
    {
      const xmlNode *pop = kitte_autoconfig_first (node, "pop3");
      g_autofree char *days = NULL;
      guint64 number;

      if (pop == NULL)
        continue;
      if (says (pop, "leaveMessagesOnServer", "false"))
        proposal->pop.leave_on_server = FALSE;
      days = kitte_autoconfig_dup_child (pop, "daysToLeaveMessagesOnServer", 16);
      if (days != NULL && g_ascii_string_to_unsigned (days, 10, 1, MAX_POP_DAYS, &number, NULL))
        proposal->pop.days = (guint) number;
      return;
    }
}

static void
read_sending_by_receiving (const xmlNode *provider, KitteProposal *proposal)
{
  for (xmlNode *node = kitte_autoconfig_first (provider, "outgoingServer"); node != NULL;
       node = kitte_autoconfig_next (node))
    if (says (node, "authentication", "smtp-after-pop"))
      proposal->pop_before_smtp.status = KITTE_POP_BEFORE_SMTP_OFFERED;
}

static void
add_link (KitteProposal *proposal,
          const char *code,
          const char *text,
          const char *fallback,
          const char *url)
{
  g_autofree char *link = kitte_autoconfig_dup_link (url);

  if (proposal->hints->len < MAX_SHOWN && (text != NULL || link != NULL))
    kitte_proposal_add_hint (proposal, code, text != NULL ? text : fallback, link);
}

/* Pages that help: <documentation> and <instruction>, each with <descr>. */
static void
read_pages (const xmlNode *parent, const char *name, KitteProposal *proposal)
{
  guint n = 0;

  for (xmlNode *node = kitte_autoconfig_first (parent, name); node != NULL && n < MAX_SHOWN;
       node = kitte_autoconfig_next (node), n++)
    {
      g_autofree char *url = kitte_autoconfig_dup_attribute (node, "url");
      g_autofree char *text = kitte_autoconfig_dup_localised (node, "descr");

      /* TRANSLATORS: the name of a link. */
      add_link (proposal, "help", text, _ ("Your provider’s help page"), url);
    }
}

/* What has to be switched on at the provider: <enable> with <instruction>. */
static void
read_steps (const xmlNode *parent, KitteProposal *proposal)
{
  guint n = 0;

  for (xmlNode *node = kitte_autoconfig_first (parent, "enable"); node != NULL && n < MAX_SHOWN;
       node = kitte_autoconfig_next (node), n++)
    {
      g_autofree char *url = kitte_autoconfig_dup_attribute (node, "visiturl");
      g_autofree char *text = kitte_autoconfig_dup_localised (node, "instruction");

      add_link (proposal, "enable", text,
                _ ("Something may have to be switched on at your provider first."), url);
    }
}

static void
read_steps_of_servers (const xmlNode *provider, KitteProposal *proposal)
{
  for (xmlNode *node = provider->children; node != NULL; node = node->next)
    if (kitte_autoconfig_is (node, "incomingServer") ||
        kitte_autoconfig_is (node, "outgoingServer"))
      read_steps (node, proposal);
}

static gboolean
all_by_page (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (server->auth.n_items != 1 || server->auth.items[0] != KITTE_AUTH_OAUTH2)
        return FALSE;
    }
  return TRUE;
}

static gboolean
any_by_page (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    if (kitte_auth_list_contains (&((const KitteServer *) servers->pdata[i])->auth,
                                  KITTE_AUTH_OAUTH2))
      return TRUE;
  return FALSE;
}

static void
note_oauth (KitteProposal *proposal)
{
  proposal->oauth2 = any_by_page (proposal->incoming) && any_by_page (proposal->outgoing);
  if (proposal->oauth2 && all_by_page (proposal->incoming) && all_by_page (proposal->outgoing))
    proposal->credential_kind = KITTE_CREDENTIAL_OAUTH2_ONLY;
}

static void
read_provider (KitteAutoconfigReader *reader, const xmlNode *provider, KitteProposal *proposal)
{
  read_questions (reader, provider, proposal);
  read_servers (reader, provider, "incomingServer", proposal->incoming);
  read_servers (reader, provider, "outgoingServer", proposal->outgoing);
  read_pop (provider, proposal);
  read_sending_by_receiving (provider, proposal);
  read_steps (provider, proposal);
  read_steps_of_servers (provider, proposal);
  read_steps (provider->parent, proposal);
  read_pages (provider, "instruction", proposal);
  read_pages (provider, "documentation", proposal);
  note_oauth (proposal);
}

static const xmlNode *
find_provider (const xmlDoc *tree)
{
  const xmlNode *root = xmlDocGetRootElement (tree);

  return root != NULL && kitte_autoconfig_is (root, "clientConfig") ?
             kitte_autoconfig_first (root, "emailProvider") :
             NULL;
}

static const xmlNode *
find_usable_provider (const KitteAutoconfigReader *reader, const xmlDoc *tree, GError **error)
{
  const xmlNode *provider = tree != NULL ? find_provider (tree) : NULL;

  if (tree == NULL)
    g_set_error_literal (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_XML,
                         _ ("The document cannot be read as XML."));
  else if (provider == NULL)
    g_set_error_literal (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_AUTOCONFIG,
                         _ ("The document holds no mail settings."));
  else if (lists_domain (reader, provider))
    return provider;
  else
    g_set_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_OTHER_DOMAIN,
                 /* TRANSLATORS: %s is the part of the address after the @. */
                 _ ("The document is not about “%s”."), reader->use->domain);
  return NULL;
}

static gboolean
check_servers (const KitteProposal *proposal, GError **error)
{
  const char *sentence;

  if (proposal->incoming->len > 0 && proposal->outgoing->len > 0)
    return TRUE;
  if (proposal->incoming->len > 0)
    sentence = _ ("The document names no sending server that can be used.");
  else if (proposal->outgoing->len > 0)
    sentence = _ ("The document names no receiving server that can be used.");
  else
    sentence = _ ("The document names no server that can be used.");
  g_set_error_literal (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_SERVERS, sentence);
  return FALSE;
}

/**
 * kitte_autoconfig_read:
 *
 * Returns: (transfer full): a proposal with servers in both directions, whose source and trust the
 *   caller fills in; questions of the document are among its asks, and stand as %KEY% in user
 *   names. Or %NULL with a #KITTE_AUTOCONFIG_ERROR, whose message is one sentence for people
 */
KitteProposal *
kitte_autoconfig_read (GBytes *document, const KitteAutoconfigUse *use, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  KitteAutoconfigReader reader = { use, keys };
  g_autoptr (KitteProposal) proposal = NULL;
  g_autoptr (xmlDoc) tree = NULL;
  const xmlNode *provider;

  g_return_val_if_fail (document != NULL && use != NULL && use->address != NULL, NULL);

  if (g_bytes_get_size (document) > KITTE_MAX_DOCUMENT)
    {
      g_set_error_literal (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_TOO_LARGE,
                           _ ("The document is too long to be one with mail settings."));
      return NULL;
    }
  tree = parse (document);
  provider = find_usable_provider (&reader, tree, error);
  if (provider == NULL)
    return NULL;
  proposal = kitte_proposal_new (use->address, KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_ASKED);
  read_provider (&reader, provider, proposal);
  return check_servers (proposal, error) ? g_steal_pointer (&proposal) : NULL;
}
