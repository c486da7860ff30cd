/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of formats, and what all of them need to know before they write. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-export-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-locale.h"
#include "provider/kitte-preset-member.h"

/* A stand-in for the part before the @ where only the domain counts. */
#define ANYBODY "user"

/* More than this nobody reads, and no document needs: the largest provider has 1,400. */
#define MAX_DOMAINS 4000

typedef GBytes *(*Writer) (const KitteExportSubject *subject, GError **error);

/* @file: the whole name, or with a dot in front what follows the preset’s id */
static const struct
{
  const char *nick;
  Writer write;
  gboolean is_text;
  const char *media_type;
  const char *file;
} formats[] = {
  [KITTE_EXPORT_AUTOCONFIG] = { "autoconfig", kitte_export_write_autoconfig, TRUE, "text/xml",
                                "config-v1.1.xml" },
  [KITTE_EXPORT_AUTODISCOVER] = { "autodiscover", kitte_export_write_autodiscover, TRUE, "text/xml",
                                  "autodiscover.xml" },
  [KITTE_EXPORT_MOBILECONFIG] = { "mobileconfig", kitte_export_write_mobileconfig, TRUE,
                                  "application/x-apple-aspen-config", ".mobileconfig" },
  [KITTE_EXPORT_SRV] = { "srv", kitte_export_write_srv, TRUE, "text/dns", ".zone" },
  [KITTE_EXPORT_HELP] = { "help", kitte_export_write_help, TRUE, "text/html", ".html" },
  [KITTE_EXPORT_QR] = { "qr", kitte_export_write_qr_svg, TRUE, "image/svg+xml", ".svg" },
  [KITTE_EXPORT_QR_PNG] = { "qr-png", kitte_export_write_qr_png, FALSE, "image/png", ".png" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (formats) == KITTE_N_EXPORT_FORMATS);

G_DEFINE_QUARK (kitte_export_error, kitte_export_error)

const char *
kitte_export_format_to_nick (KitteExportFormat format)
{
  return formats[format].nick;
}

gboolean
kitte_export_format_from_nick (const char *nick, KitteExportFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].nick, nick))
      {
        *format = (KitteExportFormat) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_export_has_placeholder:
 * @text: (nullable)
 *
 * Returns: whether something in @text has to be put in for each person
 */
gboolean
kitte_export_has_placeholder (const char *text)
{
  const char *start = text != NULL ? strchr (text, '%') : NULL;

  return start != NULL && g_regex_match_simple ("%[A-Z][A-Z0-9_-]*%", start, G_REGEX_CASELESS, 0);
}

/* Where there is a catalogue too, so that a page is not in two languages at once. English last: its
 * readers are used to that. */
static void
add_language (GPtrArray *languages, const char *language)
{
  if (!g_str_equal (language, "en") && kitte_tongue_is_known (language))
    g_ptr_array_add (languages, g_strdup (language));
}

/**
 * kitte_export_list_languages:
 *
 * Returns: (transfer full) (element-type utf8): the languages in which @preset and Kitte’s own
 *   texts are there
 */
GPtrArray *
kitte_export_list_languages (KittePreset *preset)
{
  GPtrArray *languages = g_ptr_array_new_with_free_func (g_free);
  JsonObject *name = kitte_preset_member_object (kitte_preset_get_json (preset), "name");
  g_autoptr (GList) keys = json_object_get_members (name);

  for (GList *l = keys; l != NULL; l = l->next)
    add_language (languages, l->data);
  g_ptr_array_add (languages, g_strdup ("en"));
  return languages;
}

/* What decides about the servers of a domain: which items of the preset are about it. */
static char *
describe_items (KittePreset *preset, const char *domain)
{
  JsonArray *servers = kitte_preset_member_array (kitte_preset_get_json (preset), "servers");
  GString *which = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (servers); i++)
    g_string_append_c (which,
                       kitte_preset_applies (preset, json_array_get_object_element (servers, i),
                                             domain) ?
                           '1' :
                           '0');
  return g_string_free (which, FALSE);
}

/* The first domain, and all others of the provider that have the same servers. */
static void
add_domains (KitteExportSubject *subject)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (subject->preset), "match");
  JsonArray *domains = kitte_preset_member_array (match, "domains");
  const char *own = subject->address->domain;
  g_autofree char *which = describe_items (subject->preset, own);
  gboolean others = FALSE;

  g_ptr_array_add (subject->domains, g_strdup (own));
  for (guint i = 0; domains != NULL && i < MIN (json_array_get_length (domains), MAX_DOMAINS); i++)
    {
      const char *domain = json_array_get_string_element (domains, i);
      g_autofree char *items = describe_items (subject->preset, domain);

      if (!g_str_equal (items, which))
        others = TRUE;
      else if (!g_str_equal (domain, own) && kitte_preset_serves_domain (subject->preset, own))
        g_ptr_array_add (subject->domains, g_strdup (domain));
    }
  if (others && !subject->given)
    kitte_export_note (subject, _ ("Some of the provider’s domains have other servers; for those "
                                   "give an address with --address."));
}

static gboolean
refuse_without_address (GError **error)
{
  g_set_error_literal (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NEEDS_ADDRESS,
                       _ ("This depends on the address; give one with --address."));
  return FALSE;
}

static gboolean
take_address (KitteExportSubject *subject, const KitteExportRequest *request, GError **error)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (request->preset), "match");
  JsonArray *domains = kitte_preset_member_array (match, "domains");
  g_autofree char *text = NULL;

  subject->given = request->address != NULL;
  if (subject->given)
    {
      subject->address = kitte_address_ref (request->address);
      return TRUE;
    }
  if (domains == NULL || json_array_get_length (domains) == 0)
    return refuse_without_address (error);
  text = g_strconcat (ANYBODY "@", json_array_get_string_element (domains, 0), NULL);
  subject->address = kitte_address_new (text, error);
  return subject->address != NULL;
}

static gboolean
has_servers (const KitteProposal *proposal)
{
  return proposal->incoming->len > 0 && proposal->outgoing->len > 0;
}

static gboolean
refuse_open_asks (const KitteProposal *proposal, GError **error)
{
  g_set_error (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_OPEN_ASKS,
               /* TRANSLATORS: %s is what is asked for (“Initial domain name”). */
               _ ("This depends on “%s”; answer it with --answer."),
               ((const KitteAsk *) proposal->asks->pdata[0])->label);
  return FALSE;
}

/* In both directions, once it is known which customer it is. */
static gboolean
knows_servers (KittePreset *preset)
{
  JsonObject *root = kitte_preset_get_json (preset);

  return kitte_preset_member_length (root, "servers") > 0 &&
         kitte_preset_member_length (root, "unknown") == 0;
}

static gboolean
check_servers (const KitteExportSubject *subject, GError **error)
{
  if (subject->own->no_access != NULL)
    g_set_error_literal (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS,
                         subject->own->no_access);
  else if (has_servers (subject->general))
    return TRUE;
  else if (subject->general->asks->len > 0 && knows_servers (subject->preset))
    return refuse_open_asks (subject->general, error);
  else
    g_set_error (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS,
                 /* TRANSLATORS: %s is a provider’s name. */
                 _ ("Nobody knows the servers of %s, receiving and sending."),
                 kitte_preset_get_name (subject->preset));
  return FALSE;
}

/**
 * kitte_export_require_own:
 *
 * Returns: whether everything is there that the account of one person needs
 */
gboolean
kitte_export_require_own (const KitteExportSubject *subject, GError **error)
{
  if (!subject->given)
    return refuse_without_address (error);
  return subject->own->asks->len == 0 || refuse_open_asks (subject->own, error);
}

const KitteServer *
kitte_export_get_incoming (const KitteExportSubject *subject)
{
  return subject->general->incoming->pdata[0];
}

const KitteServer *
kitte_export_get_outgoing (const KitteExportSubject *subject)
{
  return subject->general->outgoing->pdata[0];
}

static gboolean
put_in (const GMatchInfo *match, GString *result, gpointer user_data)
{
  const KitteAddress *address = user_data;
  g_autofree char *what = g_match_info_fetch (match, 1);

  g_string_append (result, g_ascii_strcasecmp (what, "ADDRESS") == 0 ? address->text :
                           g_ascii_strcasecmp (what, "DOMAIN") == 0  ? address->domain :
                                                                       address->local);
  return FALSE;
}

/* In one pass, so that what was put in is not looked at again. */
static char *
expand (const KitteExportSubject *subject, const char *text)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("%EMAIL(ADDRESS|LOCALPART|DOMAIN)%", G_REGEX_CASELESS, 0, NULL);

  return g_regex_replace_eval (regex, text, -1, 0, 0, put_in, subject->address, NULL);
}

static gboolean
make_upper (const GMatchInfo *match, GString *result, gpointer user_data)
{
  g_autofree char *what = g_match_info_fetch (match, 0);
  g_autofree char *upper = g_ascii_strup (what, -1);

  g_string_append (result, upper);
  return FALSE;
}

/**
 * kitte_export_dup_host_template:
 *
 * Returns: (transfer full): the host of @server, one of the general ones, with its placeholders in
 *   capitals: hosts have none
 */
char *
kitte_export_dup_host_template (const KitteServer *server)
{
  g_autoptr (GRegex) regex = g_regex_new ("%[a-z]+%", 0, 0, NULL);

  return g_regex_replace_eval (regex, server->host, -1, 0, 0, make_upper, NULL, NULL);
}

/**
 * kitte_export_dup_host:
 *
 * Returns: (transfer full): the host of @server, one of the general ones; %NULL with @error where
 * it depends on an address that was not given
 */
char *
kitte_export_dup_host (const KitteExportSubject *subject, const KitteServer *server, GError **error)
{
  if (!subject->given && subject->domains->len > 1 && kitte_export_has_placeholder (server->host))
    {
      refuse_without_address (error);
      return NULL;
    }
  return expand (subject, server->host);
}

/**
 * kitte_export_dup_username:
 *
 * Returns: (transfer full) (nullable): the user name at @server, one of the general ones; %NULL
 *   where something is open
 */
char *
kitte_export_dup_username (const KitteExportSubject *subject, const KitteServer *server)
{
  g_autofree char *name = NULL;

  if (!subject->given || server->username == NULL)
    return NULL;
  name = expand (subject, server->username);
  for (guint i = 0; i < subject->own->asks->len; i++)
    {
      const KitteAsk *ask = subject->own->asks->pdata[i];
      g_autofree char *placeholder = g_strdup_printf ("%%%s%%", ask->key);

      if (strstr (name, placeholder) != NULL)
        return NULL;
    }
  return g_steal_pointer (&name);
}

/* Whether anybody can send through it, or @server wants to know who does. */
gboolean
kitte_export_is_signed_in (const KitteServer *server)
{
  return !kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE);
}

/* Says @sentence once. */
void
kitte_export_note (const KitteExportSubject *subject, const char *sentence)
{
  if (!g_ptr_array_find_with_equal_func (subject->notes, sentence, g_str_equal, NULL))
    g_ptr_array_add (subject->notes, g_strdup (sentence));
}

static void
subject_clear (KitteExportSubject *subject)
{
  g_clear_pointer (&subject->address, kitte_address_unref);
  g_clear_pointer (&subject->general, kitte_proposal_unref);
  g_clear_pointer (&subject->own, kitte_proposal_unref);
  g_clear_pointer (&subject->domains, g_ptr_array_unref);
  g_clear_pointer (&subject->notes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteExportSubject, subject_clear)

static gboolean
fill (KitteExportSubject *subject, const KitteExportRequest *request, GError **error)
{
  subject->preset = request->preset;
  subject->name = request->name;
  subject->domains = g_ptr_array_new_with_free_func (g_free);
  subject->notes = g_ptr_array_new_with_free_func (g_free);
  if (!take_address (subject, request, error))
    return FALSE;
  subject->general =
      kitte_preset_propose_general (request->preset, subject->address, request->answers, error);
  if (subject->general == NULL)
    return FALSE;
  subject->own =
      kitte_preset_propose (request->preset, subject->address, NULL, request->answers, error);
  if (subject->own == NULL || !check_servers (subject, error))
    return FALSE;
  add_domains (subject);
  return TRUE;
}

/**
 * kitte_export_new:
 *
 * Writes the settings of a provider in @format. Nothing is asked of anybody. Where the format has
 * texts in several languages the environment changes meanwhile, so no other thread may run.
 *
 * Returns: (transfer full): the document; %NULL with a #KITTE_EXPORT_ERROR, or a
 *   %KITTE_PROVIDER_ERROR_BAD_ANSWER, whose message is one sentence for people
 */
KitteExport *
kitte_export_new (const KitteExportRequest *request, KitteExportFormat format, GError **error)
{
  g_auto (KitteExportSubject) subject = { 0 };
  KitteExport *self;
  GBytes *content;

  g_return_val_if_fail (request != NULL && request->preset != NULL, NULL);
  g_return_val_if_fail (format < KITTE_N_EXPORT_FORMATS, NULL);

  if (!fill (&subject, request, error))
    return NULL;
  content = formats[format].write (&subject, error);
  if (content == NULL)
    return NULL;
  self = g_new0 (KitteExport, 1);
  self->content = content;
  self->is_text = formats[format].is_text;
  self->media_type = formats[format].media_type;
  self->file_name =
      g_strconcat (*formats[format].file == '.' ? kitte_preset_get_id (request->preset) : "",
                   formats[format].file, NULL);
  self->notes = g_steal_pointer (&subject.notes);
  return self;
}

void
kitte_export_free (KitteExport *self)
{
  g_bytes_unref (self->content);
  g_free (self->file_name);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/**
 * kitte_export_find_asks:
 *
 * Returns: (transfer full) (element-type KitteAsk): what only the person can say, and has not yet
 */
GPtrArray *
kitte_export_find_asks (const KitteExportRequest *request)
{
  g_auto (KitteExportSubject) subject = { 0 };
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (request != NULL && request->preset != NULL, NULL);

  fill (&subject, request, &error);
  return subject.own != NULL ? g_ptr_array_ref (subject.own->asks) :
                               g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
}
