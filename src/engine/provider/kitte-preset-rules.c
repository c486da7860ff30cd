/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules about a whole preset that a schema cannot say. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-pattern.h"
#include "kitte-preset-private.h"
#include "kitte-template.h"

#include "model/kitte-domain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean G_GNUC_PRINTF (4, 5)
    break_item (GError **error, const char *list, guint index, const char *format, ...)
{
  g_autofree char *path = g_strdup_printf ("%s[%u]", list, index);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  return kitte_preset_break_rule (error, path, reason);
}

static gboolean
check_domains (JsonObject *match, const char *key, GError **error)
{
  JsonArray *domains = kitte_preset_member_array (match, key);
  g_autofree char *list = g_strconcat ("match.", key, NULL);

  for (guint i = 0; domains != NULL && i < json_array_get_length (domains); i++)
    {
      const char *domain = json_array_get_string_element (domains, i);
      g_autofree char *ascii = NULL;

      if (kitte_domain_to_ascii (domain, &ascii) != KITTE_DOMAIN_OK || !g_str_equal (ascii, domain))
        /* TRANSLATORS: about a preset file; %s is what stands there. */
        return break_item (error, list, i, _ ("“%s” is not a domain name."), domain);
      if (kitte_domain_is_public_suffix (domain))
        return break_item (error, list, i,
                           /* TRANSLATORS: about a preset file; %s is a domain such as co.jp. */
                           _ ("“%s” belongs to everybody; write the provider’s own domain."),
                           domain);
    }
  return TRUE;
}

static gboolean
is_below_a_suffix (JsonObject *match, const char *domain)
{
  JsonArray *zones = kitte_preset_member_array (match, "suffixes");

  for (guint i = 0; zones != NULL && i < json_array_get_length (zones); i++)
    if (kitte_domain_is_below (domain, json_array_get_string_element (zones, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check_exclude (JsonObject *match, GError **error)
{
  JsonArray *domains = kitte_preset_member_array (match, "exclude");

  for (guint i = 0; domains != NULL && i < json_array_get_length (domains); i++)
    if (!is_below_a_suffix (match, json_array_get_string_element (domains, i)))
      return break_item (error, "match.exclude", i,
                         /* TRANSLATORS: about a preset file; %s is a domain. */
                         _ ("“%s” lies below no suffix; leave it out."),
                         json_array_get_string_element (domains, i));
  return TRUE;
}

static gboolean
check_common (JsonObject *match, GError **error)
{
  JsonArray *domains = kitte_preset_member_array (match, "common");

  for (guint i = 0; domains != NULL && i < json_array_get_length (domains); i++)
    {
      const char *domain = json_array_get_string_element (domains, i);

      if (!kitte_preset_member_contains (match, "domains", domain) &&
          !kitte_preset_member_contains (match, "suffixes", domain))
        return break_item (error, "match.common", i,
                           /* TRANSLATORS: about a preset file; %s is a domain. “domains” and
                            * “suffixes” are words of the file and stay as they are. */
                           _ ("“%s” is neither among the domains nor among the suffixes; write it "
                              "there too."),
                           domain);
    }
  return TRUE;
}

static gboolean
check_unconfirmed (JsonObject *match, GError **error)
{
  JsonArray *names = kitte_preset_member_array (match, "unconfirmed");

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);

      if (!kitte_preset_member_contains (match, "domains", name) &&
          !kitte_preset_member_contains (match, "suffixes", name) &&
          !kitte_preset_member_contains (match, "mx_patterns", name))
        return break_item (
            error, "match.unconfirmed", i,
            /* TRANSLATORS: about a preset file; %s is a domain or a pattern. “domains”,
             * “suffixes” and “mx_patterns” are words of the file and stay as they are.
             */
            _ ("“%s” is in none of the lists beside (domains, suffixes, "
               "mx_patterns); write it there too."),
            name);
    }
  return TRUE;
}

/* Every `{KEY}` in a pattern answers an ask that takes its answer from there. */
static gboolean
check_pattern_keys (JsonObject *root,
                    const char *list,
                    guint index,
                    const char *pattern,
                    GError **error)
{
  g_auto (GStrv) keys = kitte_template_get_keys (pattern);

  if (keys == NULL)
    return break_item (error, list, index, _ ("The braces do not match."));
  for (guint i = 0; keys[i] != NULL; i++)
    {
      JsonObject *ask = kitte_preset_find_ask (root, keys[i]);

      if (ask == NULL || !kitte_preset_member_contains (ask, "from", "mx"))
        return break_item (error, list, index,
                           /* TRANSLATORS: about a preset file; %s is a name in capitals. “ask”,
                            * “from” and “mx” are words of the file and stay as they are. */
                           _ ("{%s} is not an ask with “mx” in its “from”; declare it."), keys[i]);
    }
  return TRUE;
}

static gboolean
check_patterns (JsonObject *root, const char *key, GError **error)
{
  JsonObject *match = kitte_preset_member_object (root, "match");
  JsonArray *patterns = kitte_preset_member_array (match, key);
  g_autofree char *list = g_strconcat ("match.", key, NULL);

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    {
      const char *pattern = json_array_get_string_element (patterns, i);
      g_autofree char *owner = kitte_pattern_get_owner (pattern);

      if (owner == NULL)
        return break_item (error, list, i,
                           /* TRANSLATORS: about a preset file; %s is a pattern such as *.jp. */
                           _ ("“%s” also fits other people’s names; end it with the provider’s "
                              "own domain."),
                           pattern);
      if (g_str_equal (key, "cert_names") && strchr (pattern, '{') != NULL)
        return break_item (error, list, i,
                           _ ("A certificate’s name never gives an answer; "
                              "write * instead of {…}."));
      if (!kitte_pattern_names_host (pattern) && strchr (pattern, '{') != NULL)
        return break_item (error, list, i,
                           _ ("A pattern with a full stop in front names no host; take it off."));
      if (!check_pattern_keys (root, list, i, pattern, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_recognised (JsonObject *root, GError **error)
{
  JsonObject *match = kitte_preset_member_object (root, "match");
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");
  gboolean by_name = json_object_get_boolean_member_with_default (match, "by_name", FALSE);
  gboolean recognised = kitte_preset_member_length (match, "domains") > 0 ||
                        kitte_preset_member_length (match, "suffixes") > 0 ||
                        kitte_preset_member_length (match, "mx_patterns") > 0 ||
                        kitte_preset_member_length (match, "cert_names") > 0 ||
                        kitte_preset_member_length (legacy, "old_hosts") > 0;

  if (recognised && by_name)
    return kitte_preset_break_rule (error, "match.by_name",
                                    /* TRANSLATORS: about a preset file. “by_name” is a word of the
                                     * file and stays as it is. */
                                    _ ("Something is recognised by this; leave “by_name” out."));
  return recognised || by_name ||
         kitte_preset_break_rule (error, "match",
                                  /* TRANSLATORS: about a preset file. "by_name" is a word of the
                                   * file and stays as it is. */
                                  _ ("Nothing is recognised by this; write a domain, or "
                                     "\"by_name\": true where the preset can only be chosen."));
}

static gboolean
check_match_domains (JsonObject *root, GError **error)
{
  JsonObject *match = kitte_preset_member_object (root, "match");

  return check_domains (match, "domains", error) && check_domains (match, "suffixes", error) &&
         check_domains (match, "exclude", error);
}

static gboolean
check_match_lists (JsonObject *root, GError **error)
{
  JsonObject *match = kitte_preset_member_object (root, "match");

  return check_exclude (match, error) && check_common (match, error) &&
         check_unconfirmed (match, error);
}

static gboolean
check_exchangers (JsonObject *root, GError **error)
{
  return check_patterns (root, "mx_patterns", error);
}

static gboolean
check_certificates (JsonObject *root, GError **error)
{
  return check_patterns (root, "cert_names", error);
}

static gboolean
is_regex (const char *pattern)
{
  g_autoptr (GRegex) regex =
      pattern != NULL ? g_regex_new (pattern, G_REGEX_DEFAULT, 0, NULL) : NULL;

  return regex != NULL;
}

static gboolean
check_host_ask (JsonObject *root, JsonObject *ask, guint index, GError **error)
{
  JsonObject *match = kitte_preset_member_object (root, "match");
  const char *zone = kitte_preset_member_string (ask, "zone");

  if (zone == NULL || !kitte_preset_member_contains (match, "suffixes", zone))
    return break_item (error, "ask", index,
                       _ ("“zone” has to be one of match.suffixes for an ask of kind “host”."));
  if (kitte_preset_member_string (ask, "pattern") == NULL)
    return break_item (error, "ask", index,
                       _ ("An ask of kind “host” needs a “pattern” for the label."));
  return TRUE;
}

/* The usual answer comes out of the address: nothing else is known yet. */
static gboolean
check_default (JsonObject *ask, guint index, GError **error)
{
  static const char *const known[] = { "address", "local", "domain", NULL };
  const char *template = kitte_preset_member_string (ask, "default");
  g_auto (GStrv) keys = template != NULL ? kitte_template_get_keys (template) : NULL;

  if (template != NULL && keys == NULL)
    return break_item (error, "ask", index, _ ("The braces do not match."));
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i]))
      return break_item (
          error, "ask", index,
          /* TRANSLATORS: about a preset file; %s is a word in braces. The other
           * words in braces stay as they are. */
          _ ("{%s} is not known in “default”; write {address}, {local} or {domain}."), keys[i]);
  return TRUE;
}

static gboolean
check_ask (JsonObject *root, JsonObject *ask, guint index, GError **error)
{
  const char *kind = kitte_preset_member_string (ask, "kind");
  const char *pattern = kitte_preset_member_string (ask, "pattern");
  g_autofree char *whole = NULL;

  if (kitte_preset_find_ask (root, kitte_preset_member_string (ask, "key")) != ask)
    return break_item (error, "ask", index, _ ("This key stands in the list twice."));
  if (pattern != NULL && !is_regex (pattern))
    return break_item (error, "ask", index, _ ("“pattern” is not a regular expression."));
  if (g_strcmp0 (kind, "choice") == 0 && kitte_preset_member_length (ask, "choices") == 0)
    return break_item (error, "ask", index, _ ("An ask of kind “choice” needs its “choices”."));
  if (g_strcmp0 (kind, "host") == 0 && !check_host_ask (root, ask, index, error))
    return FALSE;
  if (!check_default (ask, index, error))
    return FALSE;
  whole = kitte_preset_get_ask_pattern (root, ask);
  if (whole != NULL && !is_regex (whole))
    return break_item (error, "ask", index, _ ("“pattern” is not a regular expression."));
  return TRUE;
}

static gboolean
is_used (JsonObject *root, const char *key)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);
      const char *username = kitte_preset_member_string (server, "username");

      if (kitte_template_uses (kitte_preset_member_string (server, "host"), key) ||
          (username != NULL && kitte_template_uses (username, key)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_asks (JsonObject *root, GError **error)
{
  JsonArray *asks = kitte_preset_member_array (root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);

      if (!check_ask (root, ask, i, error))
        return FALSE;
      if (!is_used (root, kitte_preset_member_string (ask, "key")))
        return break_item (error, "ask", i,
                           /* TRANSLATORS: about a preset file; %s is a name in capitals. */
                           _ ("No server uses {%s}; leave the ask out."),
                           kitte_preset_member_string (ask, "key"));
    }
  return TRUE;
}

static gboolean
has_required_step (JsonObject *root)
{
  JsonArray *steps = kitte_preset_member_array (root, "steps");

  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    if (json_object_get_boolean_member (json_array_get_object_element (steps, i), "required"))
      return TRUE;
  return FALSE;
}

static gboolean
check_status (JsonObject *root, GError **error)
{
  const char *status = kitte_preset_member_string (root, "status");
  gboolean closed = g_str_equal (status, "no-access") || g_str_equal (status, "ended");

  if (g_str_equal (status, "needs-step") && !has_required_step (root))
    return kitte_preset_break_rule (error, "status",
                                    _ ("“needs-step” needs a step with \"required\": true."));
  if (g_str_equal (status, "no-access") && kitte_preset_member_length (root, "steps") == 0)
    return kitte_preset_break_rule (error, "status",
                                    _ ("“no-access” needs a step that explains it."));
  if (g_str_equal (status, "ended") != (kitte_preset_member_object (root, "ended") != NULL))
    return kitte_preset_break_rule (error, "ended",
                                    _ ("“ended” and the status “ended” belong together."));
  if (closed && kitte_preset_member_length (root, "servers") > 0)
    return kitte_preset_break_rule (error, "servers",
                                    _ ("A service without access has no servers; write []."));
  return TRUE;
}

static gboolean
is_telephone (const char *value)
{
  return strlen (value) >= 3 && strspn (value, "+0123456789-() #*") == strlen (value);
}

static gboolean
check_contacts (JsonObject *root, GError **error)
{
  JsonArray *contacts = kitte_preset_member_array (root, "contact");

  for (guint i = 0; contacts != NULL && i < json_array_get_length (contacts); i++)
    {
      JsonObject *contact = json_array_get_object_element (contacts, i);
      const char *kind = kitte_preset_member_string (contact, "kind");
      const char *value = kitte_preset_member_string (contact, "value");
      g_autoptr (KitteAddress) address =
          g_str_equal (kind, "mail") ? kitte_address_new (value, NULL) : NULL;

      if (g_str_equal (kind, "web") && !g_str_has_prefix (value, "https://"))
        return break_item (error, "contact", i, _ ("Write the address of a page, with https."));
      if (g_str_equal (kind, "mail") && address == NULL)
        return break_item (error, "contact", i, _ ("Write a mail address."));
      if (g_str_equal (kind, "tel") && !is_telephone (value))
        return break_item (error, "contact", i,
                           _ ("Write a telephone number: digits, hyphens, + and brackets."));
    }
  return TRUE;
}

static gboolean
check_links (JsonObject *root, GError **error)
{
  JsonArray *links = kitte_preset_member_array (root, "links");

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);

      if (g_str_has_prefix (kitte_preset_member_string (link, "url"), "http:") &&
          !g_str_equal (kitte_preset_member_string (link, "kind"), "help"))
        return break_item (error, "links", i, _ ("Write https; only a help page may be http."));
    }
  return TRUE;
}

static gboolean
check_credential (JsonObject *root, GError **error)
{
  JsonObject *credential = kitte_preset_member_object (root, "credential");
  const char *pattern;

  if (credential == NULL)
    return TRUE;
  pattern = kitte_preset_member_string (credential, "pattern");
  if (pattern != NULL && !is_regex (pattern))
    return kitte_preset_break_rule (error, "credential.pattern",
                                    _ ("This is not a regular expression."));
  if (g_str_equal (kitte_preset_member_string (credential, "kind"), "oauth2-only") &&
      kitte_preset_member_object (root, "oauth2") == NULL)
    return kitte_preset_break_rule (error, "oauth2",
                                    _ ("“oauth2-only” needs to say where to sign in."));
  return TRUE;
}

static gboolean
check_steps (JsonObject *root, GError **error)
{
  JsonArray *steps = kitte_preset_member_array (root, "steps");
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);

      if (!g_hash_table_add (ids, (gpointer) kitte_preset_member_string (step, "id")))
        return break_item (error, "steps", i, _ ("This id stands in the list twice."));
    }
  return TRUE;
}

static gboolean
check_choice (JsonObject *root, GError **error)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");
  gboolean imap = FALSE;
  gboolean pop3 = FALSE;

  if (!json_object_get_boolean_member_with_default (root, "choose_protocol", FALSE))
    return TRUE;
  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      const char *protocol =
          kitte_preset_member_string (json_array_get_object_element (servers, i), "protocol");

      imap |= g_str_equal (protocol, "imap");
      pop3 |= g_str_equal (protocol, "pop3");
    }
  if (imap && pop3)
    return TRUE;
  return kitte_preset_break_rule (error, "choose_protocol",
                                  _ ("There is nothing to choose without servers for both IMAP and "
                                     "POP3; leave it out."));
}

/* Reports @reason at @path as a broken rule. Returns: %FALSE */
gboolean
kitte_preset_break_rule (GError **error, const char *path, const char *reason)
{
  g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_PRESET, "%s: %s", path,
               reason);
  return FALSE;
}

/* The rules of a whole preset; none relies on another. */
static const struct
{
  gboolean (*check) (JsonObject *root, GError **error);
} rules[] = {
  { check_recognised },   { check_match_domains }, { check_match_lists }, { check_exchangers },
  { check_certificates }, { check_asks },          { check_status },      { check_credential },
  { check_steps },        { check_links },         { check_contacts },    { check_choice },
};

/* Adds to @mistakes each rule that @root, a document that fits the schema, breaks. A message begins
 * with the place in the file. */
void
kitte_preset_find_mistakes (JsonObject *root, GPtrArray *mistakes)
{
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!rules[i].check (root, &error))
      g_ptr_array_add (mistakes, g_steal_pointer (&error));
  kitte_preset_find_server_mistakes (root, mistakes);
}
