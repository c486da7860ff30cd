/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections with a heading each; what a preset does not say has none. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "preset-page.h"

#include <glib/gi18n.h>

#include "columns.h"
#include "preset-servers.h"
#include "provider/kitte-preset-member.h"

#define INDENT 2

/* Domains that are listed before the rest is counted. */
#define MAX_LISTED 12

static void
append_heading (GString *page, const char *heading)
{
  g_string_append_printf (page, "\n%s\n", heading);
}

static void
append_paragraph (GString *page, const char *text)
{
  if (text != NULL)
    kittectl_append_wrapped (page, INDENT, text);
}

/* Returns: (transfer full) (nullable): the first names of the list, and how many more there are */
static char *
list_names (JsonObject *object, const char *key, const char *prefix)
{
  JsonArray *names = kitte_preset_member_array (object, key);
  guint n = names != NULL ? json_array_get_length (names) : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MAX_LISTED); i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", prefix,
                            json_array_get_string_element (names, i));
  if (n > MAX_LISTED)
    {
      g_string_append (text, ", ");
      /* TRANSLATORS: at the end of a list of domains: so many more. */
      g_string_append_printf (text, ngettext ("%u more", "%u more", n - MAX_LISTED),
                              n - MAX_LISTED);
    }
  return n > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
append_names (GString *page, JsonObject *object, const char *key, const char *prefix)
{
  g_autofree char *names = list_names (object, key, prefix);

  append_paragraph (page, names);
}

static void
append_named (GString *page, JsonObject *object, const char *key, const char *format)
{
  g_autofree char *names = list_names (object, key, "");
  g_autoptr (GString) text = g_string_new (format);

  if (names == NULL)
    return;
  g_string_replace (text, "%s", names, 1);
  append_paragraph (page, text->str);
}

static const char *
describe_status (KittePreset *preset)
{
  switch (kitte_preset_get_status (preset))
    {
    case KITTE_PRESET_NO_ACCESS:
      return _ ("No mail program can sign in there.");
    case KITTE_PRESET_ENDED:
      return _ ("The service has ended.");
    case KITTE_PRESET_OK:
    case KITTE_PRESET_NEEDS_STEP:
    default:
      break;
    }
  if (kitte_preset_member_length (kitte_preset_get_json (preset), "servers") == 0)
    return _ ("Its servers are not known; they have to be found.");
  if (!kitte_preset_is_confirmed (preset))
    return _ ("We are not certain about this provider’s settings; the check will tell.");
  return kitte_preset_get_status (preset) == KITTE_PRESET_NEEDS_STEP ?
             _ ("The settings are known; something has to be done at the provider first.") :
             _ ("The settings are known.");
}

static void
append_match (GString *page, JsonObject *root)
{
  JsonObject *match = kitte_preset_member_object (root, "match");
  JsonObject *address = kitte_preset_member_object (root, "address");

  /* TRANSLATORS: heading above the mail domains of a provider. */
  append_heading (page, _ ("Recognised by"));
  append_names (page, match, "domains", "");
  append_names (page, match, "suffixes", "*.");
  /* “MX” is what the record is called in every language. */
  append_names (page, match, "mx_patterns", "MX ");
  append_names (page, match, "cert_names", "TLS ");
  append_named (page, match, "exclude",
                /* TRANSLATORS: %s is a list of domains that are another provider’s. */
                _ ("Not this provider’s: %s"));
  append_named (page, match, "unconfirmed",
                /* TRANSLATORS: %s is a list of domains of which nobody has confirmed that they are
                 * this provider’s. */
                _ ("Not confirmed to be this provider’s: %s"));
  if (json_object_get_boolean_member_with_default (match, "by_name", FALSE))
    append_paragraph (page, _ ("Nothing tells its addresses from others; it is chosen by name."));
  if (address != NULL &&
      json_object_get_boolean_member_with_default (address, "lenient_local", FALSE))
    append_paragraph (page, _ ("Addresses may have two dots in a row, or a dot before the @."));
}

static void
append_example (GString *page, JsonObject *ask)
{
  const char *example = kitte_preset_member_string (ask, "default");
  g_autofree char *text = NULL;

  if (example == NULL)
    example = kitte_preset_member_string (ask, "example");
  if (example == NULL)
    return;
  /* TRANSLATORS: %s is what an answer looks like. */
  text = g_strdup_printf (_ ("It looks like %s."), example);
  kittectl_append_wrapped (page, 2 * INDENT, text);
}

static void
append_asks (GString *page, JsonObject *root)
{
  JsonArray *asks = kitte_preset_member_array (root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);
      g_autofree char *line = g_strdup_printf ("{%s}  %s", kitte_preset_member_string (ask, "key"),
                                               kitte_preset_member_text (ask, "label"));
      const char *hint = kitte_preset_member_text (ask, "hint");

      if (i == 0)
        /* TRANSLATORS: heading above what a provider’s customers are asked for. */
        append_heading (page, _ ("What is asked"));
      append_paragraph (page, line);
      if (hint != NULL)
        kittectl_append_wrapped (page, 2 * INDENT, hint);
      append_example (page, ask);
    }
}

static const char *
describe_kind (const char *kind)
{
  if (g_strcmp0 (kind, "app-password") == 0)
    return _ ("It is made on the provider’s page, for mail programs only.");
  if (g_strcmp0 (kind, "issued-password") == 0)
    return _ ("The provider issues it.");
  if (g_strcmp0 (kind, "oauth2-only") == 0)
    return _ ("Mail programs sign in on the provider’s own page.");
  return g_strcmp0 (kind, "account-password") == 0 ?
             _ ("It is the password of the provider’s web page.") :
             _ ("It is the password of the mailbox.");
}

static void
append_credential (GString *page, JsonObject *root)
{
  JsonObject *credential = kitte_preset_member_object (root, "credential");

  if (credential == NULL || g_str_equal (kitte_preset_member_string (root, "status"), "ended") ||
      g_str_equal (kitte_preset_member_string (root, "status"), "no-access"))
    return;
  /* TRANSLATORS: heading above which password a provider’s customers need. */
  append_heading (page, _ ("Password"));
  append_paragraph (page, kitte_preset_member_text (credential, "name"));
  append_paragraph (page, describe_kind (kitte_preset_member_string (credential, "kind")));
  append_paragraph (page, kitte_preset_member_text (credential, "hint"));
  append_paragraph (page, kitte_preset_member_string (credential, "url"));
}

static void
append_items (GString *page, JsonObject *root, const char *list, const char *heading)
{
  JsonArray *items = kitte_preset_member_array (root, list);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (i == 0)
        append_heading (page, heading);
      append_paragraph (page, kitte_preset_member_text (item, "text"));
      append_paragraph (page, kitte_preset_member_string (item, "url"));
    }
}

/* Returns: (transfer full) (nullable): the sentence for the limit that is called @key */
static char *
describe_limit (JsonObject *limits, const char *key)
{
  g_autofree char *number = NULL;

  if (!json_object_has_member (limits, key) || json_object_get_null_member (limits, key) ||
      json_object_get_int_member (limits, key) == 0)
    return NULL;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (limits, key));
  if (g_str_equal (key, "max_rcpt"))
    /* TRANSLATORS: about a provider’s limits: %s is a number. */
    return g_strdup_printf (_ ("recipients of a message: at most %s"), number);
  if (g_str_equal (key, "smtp_hourly"))
    /* TRANSLATORS: about a provider’s limits: %s is a number. */
    return g_strdup_printf (_ ("messages in an hour: at most %s"), number);
  /* TRANSLATORS: about a provider’s limits: %s is a number. */
  return g_strdup_printf (_ ("size of a message in MB: at most %s"), number);
}

static void
append_limits (GString *page, JsonObject *root)
{
  static const char *const keys[] = { "max_rcpt", "smtp_hourly", "message_mb" };
  JsonObject *limits = kitte_preset_member_object (root, "limits");
  gboolean any = FALSE;

  for (gsize i = 0; limits != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *line = describe_limit (limits, keys[i]);

      if (line == NULL)
        continue;
      if (!any)
        /* TRANSLATORS: heading above what a provider takes at most. */
        append_heading (page, _ ("Limits"));
      any = TRUE;
      append_paragraph (page, line);
    }
}

static void
append_pages (GString *page, JsonObject *root)
{
  JsonArray *links = kitte_preset_member_array (root, "links");
  JsonArray *contacts = kitte_preset_member_array (root, "contact");
  guint n_links = links != NULL ? json_array_get_length (links) : 0;
  guint n_contacts = contacts != NULL ? json_array_get_length (contacts) : 0;

  if (n_links + n_contacts > 0)
    /* TRANSLATORS: heading above a provider’s pages and telephone numbers. */
    append_heading (page, _ ("The provider’s help"));
  for (guint i = 0; i < n_links; i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);
      const char *title = kitte_preset_member_string (link, "title");
      g_autofree char *line = g_strconcat (title != NULL ? title : "", title != NULL ? "  " : "",
                                           kitte_preset_member_string (link, "url"), NULL);

      append_paragraph (page, line);
    }
  for (guint i = 0; i < n_contacts; i++)
    {
      JsonObject *contact = json_array_get_object_element (contacts, i);
      const char *hours = kitte_preset_member_text (contact, "hours");
      g_autofree char *line = g_strconcat (kitte_preset_member_string (contact, "value"),
                                           hours != NULL ? "  " : "", hours, NULL);

      append_paragraph (page, line);
    }
}

static const char *
describe_pop_before_smtp (const char *status)
{
  if (g_str_equal (status, "never-offered"))
    return NULL;
  return g_str_equal (status, "still-offered") ?
             _ ("Sending can still be opened by receiving (POP before SMTP).") :
             _ ("Sending used to be opened by receiving (POP before SMTP).");
}

/* The date of the provider’s letter stands behind its title. */
static void
append_notice (GString *page, JsonObject *notice)
{
  const char *date = kitte_preset_member_string (notice, "date");
  g_autofree char *title =
      g_strconcat (kitte_preset_member_text (notice, "title"), date != NULL ? " (" : "",
                   date != NULL ? date : "", date != NULL ? ")" : "", NULL);

  append_paragraph (page, title);
  append_paragraph (page, kitte_preset_member_string (notice, "url"));
}

static void
append_history (GString *page, JsonObject *root)
{
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");
  JsonObject *notice = kitte_preset_member_object (root, "notice");
  JsonObject *ended = kitte_preset_member_object (root, "ended");
  JsonObject *record = kitte_preset_member_object (legacy, "pop_before_smtp");
  g_autoptr (GString) history = g_string_new (NULL);

  append_paragraph (history, kitte_preset_member_text (ended, "text"));
  if (record != NULL)
    append_paragraph (history,
                      describe_pop_before_smtp (kitte_preset_member_string (record, "status")));
  append_paragraph (history, kitte_preset_member_text (legacy, "note"));
  append_named (history, legacy, "old_hosts",
                /* TRANSLATORS: %s is a list of names of servers. */
                _ ("Former servers: %s"));
  if (notice != NULL)
    append_notice (history, notice);
  if (history->len == 0)
    return;
  /* TRANSLATORS: heading above what used to be right, and the provider’s letter about it. */
  append_heading (page, _ ("What has changed"));
  g_string_append (page, history->str);
}

/**
 * kittectl_print_preset:
 *
 * Prints @preset for people; scripts read the preset itself with `--json`.
 */
void
kittectl_print_preset (KittePreset *preset)
{
  JsonObject *root = kitte_preset_get_json (preset);
  g_autoptr (GString) page = g_string_new (NULL);

  g_string_append_printf (page, "%s (%s)\n", kitte_preset_get_name (preset),
                          kitte_preset_get_id (preset));
  append_paragraph (page, describe_status (preset));
  /* TRANSLATORS: a month, as in 2026-11, and a file’s name. */
  g_string_append_printf (page, "%*s", INDENT, "");
  g_string_append_printf (page, _ ("Data of %s, from %s"), kitte_preset_get_checked (preset),
                          kitte_preset_get_file (preset));
  g_string_append_c (page, '\n');
  append_match (page, root);
  append_asks (page, root);
  append_credential (page, root);
  kittectl_append_preset_servers (page, root, "incoming");
  kittectl_append_preset_servers (page, root, "outgoing");
  append_items (page, root, "steps", _ ("Before setting up"));
  append_items (page, root, "after", _ ("Afterwards"));
  append_limits (page, root);
  append_pages (page, root);
  append_history (page, root);
  g_print ("%s", page->str);
}
