/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets: read, checked, and asked about their facts. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset.h"

#include "kitte-pattern.h"
#include "kitte-preset-private.h"
#include "kitte-preset-schema.h"
#include "kitte-preset-shared.h"
#include "kitte-template.h"

#include "base/kitte-json.h"
#include "base/kitte-schema.h"
#include "model/kitte-domain.h"

#include <string.h>

struct _KittePreset
{
  JsonNode *root;
  char *file;
  KitteOrigin origin;
};

G_DEFINE_QUARK (kitte_provider_error, kitte_provider_error)
G_DEFINE_BOXED_TYPE (KittePreset, kitte_preset, kitte_preset_ref, kitte_preset_unref)

static const char *const status_nicks[] = { "ok", "needs-step", "no-access", "ended" };

static JsonObject *
get_root (KittePreset *self)
{
  return json_node_get_object (self->root);
}

static JsonObject *
get_match (KittePreset *self)
{
  return json_object_get_object_member (get_root (self), "match");
}

static gboolean
list_matches (JsonObject *object, const char *key, const char *name)
{
  JsonArray *patterns = kitte_preset_member_array (object, key);

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    if (kitte_pattern_matches (json_array_get_string_element (patterns, i), name, NULL))
      return TRUE;
  return FALSE;
}

static gboolean
list_has_ancestor (JsonObject *object, const char *key, const char *domain)
{
  JsonArray *zones = kitte_preset_member_array (object, key);

  for (guint i = 0; zones != NULL && i < json_array_get_length (zones); i++)
    if (kitte_domain_is_below (domain, json_array_get_string_element (zones, i)))
      return TRUE;
  return FALSE;
}

/* A file from elsewhere may be of a later version: what it says beyond ours is passed over. */
static KitteSchemaFlags
get_flags (KitteOrigin origin)
{
  return origin == KITTE_ORIGIN_SHIPPED ? KITTE_SCHEMA_STRICT : KITTE_SCHEMA_IGNORE_UNKNOWN;
}

static gboolean
check_rules (JsonNode *root, GError **error)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

  kitte_preset_find_mistakes (json_node_get_object (root), mistakes);
  if (mistakes->len > 0)
    g_propagate_error (error, g_error_copy (mistakes->pdata[0]));
  return mistakes->len == 0;
}

static gboolean
check_document (JsonNode *root, KitteOrigin origin, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (kitte_schema_check (kitte_preset_schema_get (), root, get_flags (origin), &local_error))
    return check_rules (root, error);
  g_set_error_literal (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_PRESET,
                       local_error->message);
  return FALSE;
}

static JsonNode *
parse (GBytes *json, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (json, &length);

  root = kitte_json_parse (text, length, &local_error);
  if (root == NULL)
    g_set_error_literal (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_NOT_JSON,
                         local_error->message);
  return g_steal_pointer (&root);
}

static KittePreset *
preset_new (JsonNode *root, const char *file, KitteOrigin origin)
{
  KittePreset *self = g_atomic_rc_box_new0 (KittePreset);

  self->root = root;
  self->file = g_strdup (file);
  self->origin = origin;
  return self;
}

static void
kitte_preset_clear (KittePreset *self)
{
  json_node_unref (self->root);
  g_free (self->file);
}

JsonObject *
kitte_preset_member_object (JsonObject *object, const char *key)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, key) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
kitte_preset_member_array (JsonObject *object, const char *key)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, key) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

guint
kitte_preset_member_length (JsonObject *object, const char *key)
{
  JsonArray *array = kitte_preset_member_array (object, key);

  return array != NULL ? json_array_get_length (array) : 0;
}

const char *
kitte_preset_member_string (JsonObject *object, const char *key)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, key) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* The text in the person’s language (LANGUAGE, LC_MESSAGES), else in English; or the shared text of
 * that name. */
const char *
kitte_preset_member_text (JsonObject *object, const char *key)
{
  JsonObject *texts = kitte_preset_member_object (object, key);
  const char *const *languages = g_get_language_names ();
  const char *shared = kitte_preset_member_string (object, key);

  if (shared != NULL)
    return kitte_preset_shared_get_text (shared);

  for (guint i = 0; texts != NULL && languages[i] != NULL; i++)
    {
      const char *text = kitte_preset_member_string (texts, languages[i]);

      if (text != NULL)
        return text;
    }
  return kitte_preset_member_string (texts, "en");
}

gboolean
kitte_preset_member_contains (JsonObject *object, const char *key, const char *text)
{
  JsonArray *array = kitte_preset_member_array (object, key);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (json_array_get_string_element (array, i), text) == 0)
      return TRUE;
  return FALSE;
}

JsonObject *
kitte_preset_find_ask (JsonObject *root, const char *key)
{
  JsonArray *asks = kitte_preset_member_array (root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);

      if (g_str_equal (kitte_preset_member_string (ask, "key"), key))
        return ask;
    }
  return NULL;
}

/* What an answer must match as a whole: for a host, the label alone or with one of the zones. */
char *
kitte_preset_get_ask_pattern (JsonObject *root, JsonObject *ask)
{
  const char *pattern = kitte_preset_member_string (ask, "pattern");
  JsonArray *zones =
      kitte_preset_member_array (kitte_preset_member_object (root, "match"), "suffixes");
  g_autoptr (GString) whole = g_string_new ("(?i)(?:");
  gsize length;

  if (g_strcmp0 (kitte_preset_member_string (ask, "kind"), "host") != 0)
    return g_strdup (pattern);

  pattern += *pattern == '^' ? 1 : 0;
  length = strlen (pattern);
  g_string_append_len (whole, pattern,
                       (gssize) (length - (g_str_has_suffix (pattern, "$") ? 1 : 0)));
  g_string_append (whole, ")(?:\\.(?:");
  for (guint i = 0; zones != NULL && i < json_array_get_length (zones); i++)
    {
      const char *zone = json_array_get_string_element (zones, i);
      g_autofree char *escaped = g_regex_escape_string (zone, -1);

      g_string_append_printf (whole, "%s%s", i > 0 ? "|" : "", escaped);
    }
  g_string_append (whole, "))?");
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

/* The mail exchanger in its normal form where it fits a whole-label pattern, so that it may be one
 * of the provider’s servers; else %NULL. */
char *
kitte_preset_get_mx_host (KittePreset *self, const char *mx)
{
  JsonArray *patterns = kitte_preset_member_array (get_match (self), "mx_patterns");
  gsize length = strlen (mx);

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    {
      const char *pattern = json_array_get_string_element (patterns, i);

      if (kitte_pattern_names_host (pattern) && kitte_pattern_matches (pattern, mx, NULL))
        return g_ascii_strdown (mx, (gssize) (length - (g_str_has_suffix (mx, ".") ? 1 : 0)));
    }
  return NULL;
}

/**
 * kitte_preset_applies:
 * @item: a server or an ask of the preset
 *
 * Returns: whether it is meant for mail addresses of @domain
 */
gboolean
kitte_preset_applies (KittePreset *self, JsonObject *item, const char *domain)
{
  JsonArray *patterns = kitte_preset_member_array (item, "when");
  const char *when = kitte_preset_member_string (item, "when");

  if (patterns != NULL)
    return list_matches (item, "when", domain);
  if (when == NULL)
    return TRUE;
  if (g_str_equal (when, "own-domain"))
    return !kitte_preset_serves_domain (self, domain);
  if (g_str_equal (when, "provider-domain"))
    return kitte_preset_serves_domain (self, domain);
  return kitte_pattern_matches (when, domain, NULL);
}

/**
 * kitte_preset_new:
 * @json: the text of a preset
 * @file: where it is from, for messages
 * @origin: the layer it belongs to
 *
 * Reads and checks one preset.
 *
 * Returns: (transfer full): the preset, or %NULL with a #KitteProviderError whose message names
 *   the file, the place in it, and what to write instead
 */
KittePreset *
kitte_preset_new (GBytes *json, const char *file, KitteOrigin origin, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (json != NULL && file != NULL, NULL);

  root = parse (json, error);
  if (root == NULL || !check_document (root, origin, error))
    {
      g_prefix_error (error, "%s: ", file);
      return NULL;
    }
  return preset_new (g_steal_pointer (&root), file, origin);
}

/**
 * kitte_preset_check:
 * @json: the text of a preset
 *
 * Returns: (transfer full) (element-type GError): every mistake in it, a hundred at most, each with
 *   the place and what to write instead; the rules are looked at once the form is right
 */
GPtrArray *
kitte_preset_check (GBytes *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  GPtrArray *mistakes;

  g_return_val_if_fail (json != NULL, NULL);

  root = parse (json, &error);
  if (root == NULL)
    {
      mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
      g_ptr_array_add (mistakes, g_steal_pointer (&error));
      return mistakes;
    }
  mistakes = kitte_schema_find_mistakes (kitte_preset_schema_get (), root, KITTE_SCHEMA_STRICT);
  if (mistakes->len == 0)
    kitte_preset_find_mistakes (json_node_get_object (root), mistakes);
  return mistakes;
}

/**
 * kitte_preset_new_shipped:
 * @json: the text of a preset out of the program itself
 *
 * Takes the checks as done: they are part of the program’s tests.
 *
 * Returns: (transfer full): the preset
 */
KittePreset *
kitte_preset_new_shipped (GBytes *json, const char *file)
{
  g_return_val_if_fail (json != NULL && file != NULL, NULL);

  return preset_new (parse (json, NULL), file, KITTE_ORIGIN_SHIPPED);
}

KittePreset *
kitte_preset_ref (KittePreset *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_preset_unref (KittePreset *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_preset_clear);
}

const char *
kitte_preset_get_id (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_string (get_root (self), "id");
}

const char *
kitte_preset_get_file (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->file;
}

KitteOrigin
kitte_preset_get_origin (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, KITTE_ORIGIN_USER);

  return self->origin;
}

/**
 * kitte_preset_get_name:
 *
 * Returns: (transfer none): what customers call the provider, in the person’s language
 */
const char *
kitte_preset_get_name (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_text (get_root (self), "name");
}

const char *
kitte_preset_get_short_name (KittePreset *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = kitte_preset_member_text (get_root (self), "short_name");
  return name != NULL ? name : kitte_preset_get_name (self);
}

KittePresetStatus
kitte_preset_get_status (KittePreset *self)
{
  const char *status;

  g_return_val_if_fail (self != NULL, KITTE_PRESET_OK);

  status = kitte_preset_member_string (get_root (self), "status");
  for (guint i = 0; i < G_N_ELEMENTS (status_nicks); i++)
    if (g_str_equal (status, status_nicks[i]))
      return (KittePresetStatus) i;
  return KITTE_PRESET_OK;
}

/**
 * kitte_preset_get_checked:
 *
 * Returns: (transfer none): the month in which somebody last looked at the facts, as `2026-11`
 */
const char *
kitte_preset_get_checked (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_string (get_root (self), "checked");
}

/**
 * kitte_preset_offers_pop_before_smtp:
 *
 * Returns: whether the provider still lets people send after receiving, without a sign-in
 */
gboolean
kitte_preset_offers_pop_before_smtp (KittePreset *self)
{
  JsonObject *record;

  g_return_val_if_fail (self != NULL, FALSE);

  record = kitte_preset_member_object (kitte_preset_member_object (get_root (self), "legacy"),
                                       "pop_before_smtp");
  return g_strcmp0 (kitte_preset_member_string (record, "status"), "still-offered") == 0;
}

/**
 * kitte_preset_get_json:
 *
 * Returns: (transfer none): the whole preset, not to be changed; for listing and exporting it
 */
JsonObject *
kitte_preset_get_json (KittePreset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self);
}

/**
 * kitte_preset_serves_domain:
 * @domain: in A-labels
 *
 * Returns: whether addresses at @domain are the provider’s own, by name or by zone
 */
gboolean
kitte_preset_serves_domain (KittePreset *self, const char *domain)
{
  g_return_val_if_fail (self != NULL && domain != NULL, FALSE);

  return kitte_preset_member_contains (get_match (self), "domains", domain) ||
         (list_has_ancestor (get_match (self), "suffixes", domain) &&
          !kitte_preset_excludes_domain (self, domain));
}

gboolean
kitte_preset_excludes_domain (KittePreset *self, const char *domain)
{
  g_return_val_if_fail (self != NULL && domain != NULL, FALSE);

  return kitte_preset_member_contains (get_match (self), "exclude", domain) ||
         list_has_ancestor (get_match (self), "exclude", domain);
}

/* Whether @template, which may have places to be filled, stands for @host. */
static gboolean
stands_for (const char *template, const KitteAddress *address, const char *host)
{
  KitteTemplateValues values = { address, NULL, NULL };
  g_autofree char *expanded = NULL;

  if (strchr (template, '{') == NULL)
    return kitte_pattern_matches (template, host, NULL);
  return address != NULL &&
         kitte_template_expand_host (template, &values, &expanded) == KITTE_TEMPLATE_OK &&
         g_ascii_strcasecmp (expanded, host) == 0;
}

/**
 * kitte_preset_is_former_host:
 * @address: (nullable): whose account it is
 * @host: the server in an existing account
 *
 * Returns: whether @host is what the provider’s servers used to be called
 */
gboolean
kitte_preset_is_former_host (KittePreset *self, const KitteAddress *address, const char *host)
{
  JsonArray *hosts;

  g_return_val_if_fail (self != NULL && host != NULL, FALSE);

  hosts = kitte_preset_member_array (kitte_preset_member_object (get_root (self), "legacy"),
                                     "old_hosts");
  for (guint i = 0; hosts != NULL && i < json_array_get_length (hosts); i++)
    if (stands_for (json_array_get_string_element (hosts, i), address, host))
      return TRUE;
  return FALSE;
}

/**
 * kitte_preset_knows_host:
 * @address: (nullable): whose account it is
 * @host: a server
 *
 * Returns: whether @host is one of the provider’s servers, or used to be
 */
gboolean
kitte_preset_knows_host (KittePreset *self, const KitteAddress *address, const char *host)
{
  JsonArray *servers;

  g_return_val_if_fail (self != NULL && host != NULL, FALSE);

  servers = kitte_preset_member_array (get_root (self), "servers");
  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (stands_for (kitte_preset_member_string (server, "host"), address, host))
        return TRUE;
    }
  return kitte_preset_is_former_host (self, address, host);
}

/**
 * kitte_preset_promises_starttls:
 *
 * Returns: whether it is certain (source A to C) that encryption begins at this host and port, by
 *   STARTTLS. Hosts that depend on the address are not looked at
 */
gboolean
kitte_preset_promises_starttls (KittePreset *self, const KitteServer *server)
{
  JsonArray *servers;

  g_return_val_if_fail (self != NULL && server != NULL, FALSE);

  servers = kitte_preset_member_array (get_root (self), "servers");
  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      JsonObject *one = json_array_get_object_element (servers, i);
      JsonObject *source = kitte_preset_member_object (one, "source");

      if (g_strcmp0 (kitte_preset_member_string (one, "security"), "starttls") == 0 &&
          json_object_get_int_member_with_default (one, "port", 0) == server->port &&
          stands_for (kitte_preset_member_string (one, "host"), NULL, server->host) &&
          g_strcmp0 (kitte_preset_member_string (source, "certainty"), "D") != 0)
        return TRUE;
    }
  return FALSE;
}
