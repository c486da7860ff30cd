/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a preset has to say to the person: steps, warnings, pages, whom to ask. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether a step is about the protocols that come first, so that nobody is told to switch on what
 * will not be used. */
static gboolean
concerns (const KitteProposal *proposal, JsonObject *step)
{
  GPtrArray *incoming = proposal->incoming;
  KitteProtocol first = KITTE_PROTOCOL_IMAP;

  if (kitte_preset_member_length (step, "applies_to") == 0)
    return TRUE;
  if (incoming->len > 0)
    first = ((KitteServer *) incoming->pdata[0])->protocol;
  return kitte_preset_member_contains (step, "applies_to", kitte_protocol_to_nick (first)) ||
         kitte_preset_member_contains (step, "applies_to", "smtp");
}

static void
add_steps (KitteProposal *proposal, JsonObject *root)
{
  JsonArray *steps = kitte_preset_member_array (root, "steps");

  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);
      KitteHint *hint;

      if (!concerns (proposal, step))
        continue;
      kitte_proposal_add_hint (proposal, kitte_preset_member_string (step, "id"),
                               kitte_preset_member_text (step, "text"),
                               kitte_preset_member_string (step, "url"));
      hint = g_ptr_array_index (proposal->hints, proposal->hints->len - 1);
      hint->required = json_object_get_boolean_member (step, "required");
    }
}

/* The provider’s notice often is the help page too. */
static gboolean
is_linked (const KitteProposal *proposal, const char *url)
{
  for (guint i = 0; i < proposal->hints->len; i++)
    if (g_strcmp0 (((const KitteHint *) proposal->hints->pdata[i])->url, url) == 0)
      return TRUE;
  return FALSE;
}

static void
add_after (KitteProposal *proposal, JsonObject *root)
{
  JsonArray *after = kitte_preset_member_array (root, "after");

  for (guint i = 0; after != NULL && i < json_array_get_length (after); i++)
    {
      JsonObject *item = json_array_get_object_element (after, i);

      kitte_proposal_add_hint (proposal, "after", kitte_preset_member_text (item, "text"),
                               kitte_preset_member_string (item, "url"));
    }
}

/* Whether @link is in a language of the person’s, the first one before English. */
static gboolean
is_readable (JsonObject *link, const char *language)
{
  const char *lang = kitte_preset_member_string (link, "lang");

  return lang == NULL || g_str_equal (lang, language);
}

static gboolean
has_readable (JsonArray *links, const char *language)
{
  for (guint i = 0; i < json_array_get_length (links); i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);

      if (g_str_equal (kitte_preset_member_string (link, "kind"), "help") &&
          is_readable (link, language))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (nullable): the language in which there are help pages; %NULL: take what there is */
static const char *
choose_language (JsonArray *links)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    if (has_readable (links, languages[i]))
      return languages[i];
  return NULL;
}

static void
add_links (KittePreset *preset, KitteProposal *proposal, JsonObject *root)
{
  JsonArray *links = kitte_preset_member_array (root, "links");
  const char *language = links != NULL ? choose_language (links) : NULL;

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);
      const char *title = kitte_preset_member_string (link, "title");

      if (g_str_equal (kitte_preset_member_string (link, "kind"), "help") &&
          (language == NULL || is_readable (link, language)) &&
          !is_linked (proposal, kitte_preset_member_string (link, "url")))
        kitte_proposal_add_hint (proposal, "help",
                                 title != NULL ? title : kitte_preset_get_name (preset),
                                 kitte_preset_member_string (link, "url"));
    }
}

static char *
describe_contact (JsonObject *contact)
{
  const char *value = kitte_preset_member_string (contact, "value");
  const char *hours = kitte_preset_member_text (contact, "hours");
  gboolean telephone = g_str_equal (kitte_preset_member_string (contact, "kind"), "tel");

  if (telephone && hours != NULL)
    /* TRANSLATORS: whom to ask for help: a telephone number, and its hours (“Mon–Fri 10:00–18:00”).
     */
    return g_strdup_printf (_ ("The provider’s help by telephone: %s (%s)"), value, hours);
  if (telephone)
    /* TRANSLATORS: whom to ask for help; %s is a telephone number. */
    return g_strdup_printf (_ ("The provider’s help by telephone: %s"), value);
  /* TRANSLATORS: whom to ask for help; %s is a mail address or the address of a page. */
  return g_strdup_printf (_ ("The provider’s help: %s"), value);
}

static void
add_contacts (KitteProposal *proposal, JsonObject *root)
{
  JsonArray *contacts = kitte_preset_member_array (root, "contact");

  for (guint i = 0; contacts != NULL && i < json_array_get_length (contacts); i++)
    {
      JsonObject *contact = json_array_get_object_element (contacts, i);
      const char *value = kitte_preset_member_string (contact, "value");
      g_autofree char *text = describe_contact (contact);

      kitte_proposal_add_hint (proposal, "contact", text,
                               g_str_has_prefix (value, "https://") ? value : NULL);
    }
}

static void
add_other_usernames (KitteProposal *proposal, JsonObject *server)
{
  JsonArray *forms = kitte_preset_member_array (server, "other_usernames");

  for (guint i = 0; forms != NULL && i < json_array_get_length (forms); i++)
    {
      JsonNode *form = json_array_get_element (forms, i);
      JsonObject *named = JSON_NODE_HOLDS_OBJECT (form) ? json_node_get_object (form) : NULL;
      const char *example = kitte_preset_member_string (named, "example");
      g_autofree char *text = NULL;

      if (named == NULL)
        continue;
      if (example != NULL)
        text = g_strdup_printf (
            /* TRANSLATORS: the first %s is what the provider calls another user name (“@nifty
             * ID”), the second what it looks like. */
            _ ("If the user name is refused, try your “%s” instead; it looks like %s."),
            kitte_preset_member_text (named, "name"), example);
      else
        /* TRANSLATORS: %s is what the provider calls another user name (“@nifty ID”). */
        text = g_strdup_printf (_ ("If the user name is refused, try your “%s” instead."),
                                kitte_preset_member_text (named, "name"));
      if (!kitte_proposal_has_hint (proposal, text))
        kitte_proposal_add_hint (proposal, "other-username", text, NULL);
    }
}

static void
add_username_forms (KitteProposal *proposal)
{
  for (guint i = 0; i < proposal->other_usernames->len; i++)
    {
      g_autofree char *text =
          /* TRANSLATORS: %s is a user name. */
          g_strdup_printf (_ ("If the user name is refused, try “%s” instead."),
                           (const char *) proposal->other_usernames->pdata[i]);

      kitte_proposal_add_hint (proposal, "other-username", text, NULL);
    }
}

static void
add_check_minutes (KitteProposal *proposal, JsonObject *server)
{
  JsonObject *pop = kitte_preset_member_object (server, "pop");
  gint64 minutes = pop != NULL && !json_object_get_null_member (pop, "check_minutes") ?
                       json_object_get_int_member_with_default (pop, "check_minutes", 0) :
                       0;
  g_autofree char *text = NULL;

  if (minutes == 0)
    return;
  text = g_strdup_printf (ngettext ("The provider asks mail programs not to look for mail more "
                                    "often than every minute.",
                                    "The provider asks mail programs not to look for mail more "
                                    "often than every %d minutes.",
                                    (gulong) minutes),
                          (int) minutes);
  if (!kitte_proposal_has_hint (proposal, text))
    kitte_proposal_add_hint (proposal, "check-interval", text, NULL);
}

static void
add_server_hints (KittePreset *preset, KitteProposal *proposal, JsonObject *root)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");
  gboolean own_network = FALSE;
  gboolean bad_certificate = FALSE;

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (!kitte_preset_applies (preset, server, proposal->address->domain))
        continue;
      own_network |=
          json_object_get_boolean_member_with_default (server, "only_from_provider_network", FALSE);
      bad_certificate |= kitte_preset_member_string (server, "certificate") != NULL;
      add_other_usernames (proposal, server);
      add_check_minutes (proposal, server);
    }
  add_username_forms (proposal);
  if (own_network)
    kitte_proposal_add_hint (proposal, "own-network",
                             _ ("This works over the provider’s own internet lines only, not from "
                                "elsewhere."),
                             NULL);
  if (bad_certificate)
    kitte_proposal_add_hint (proposal, "certificate-known-wrong",
                             _ ("A server of this provider is known to show a wrong certificate. "
                                "No password is sent there; please ask the provider."),
                             NULL);
}

/* Adds to @proposal, whose servers are there already, what @self has to say about them. */
void
kitte_preset_add_hints (KittePreset *self, KitteProposal *proposal)
{
  JsonObject *root = kitte_preset_get_json (self);
  JsonObject *notice = kitte_preset_member_object (root, "notice");

  add_steps (proposal, root);
  if (!proposal->certain)
    kitte_proposal_add_hint (proposal, "unconfirmed",
                             _ ("We are not certain about this provider’s settings; the check "
                                "will tell."),
                             NULL);
  add_server_hints (self, proposal, root);
  if (notice != NULL)
    kitte_proposal_add_hint (proposal, "notice", kitte_preset_member_text (notice, "title"),
                             kitte_preset_member_string (notice, "url"));
  add_links (self, proposal, root);
  add_contacts (proposal, root);
  add_after (proposal, root);
}
