/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules about a preset’s servers: every template gives a host, and nothing is sent in clear by
 * accident. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-pattern.h"
#include "kitte-preset-private.h"
#include "kitte-template.h"

#include "model/kitte-domain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const built_in_keys[] = { "address", "local", "domain", "mx", NULL };

static gboolean G_GNUC_PRINTF (4, 5)
    break_member (GError **error, guint index, const char *member, const char *format, ...)
{
  g_autofree char *path = g_strdup_printf ("servers[%u].%s", index, member);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  return kitte_preset_break_rule (error, path, reason);
}

static gboolean
check_keys (JsonObject *root, guint index, const char *member, const char *template, GError **error)
{
  g_auto (GStrv) keys = kitte_template_get_keys (template);

  if (keys == NULL)
    return break_member (error, index, member, _ ("The braces do not match."));
  for (guint i = 0; keys[i] != NULL; i++)
    if (!g_strv_contains (built_in_keys, keys[i]) && kitte_preset_find_ask (root, keys[i]) == NULL)
      return break_member (error, index, member,
                           /* TRANSLATORS: about a preset file; %s is a word in braces. The other
                            * words in braces stay as they are. */
                           _ ("{%s} is not known; write {address}, {local}, {domain}, {mx} or the "
                              "key of an ask."),
                           keys[i]);
  return TRUE;
}

/* What an answer looks like, so that a host can be tried out. */
static char *
make_sample (JsonObject *ask)
{
  const char *example = kitte_preset_member_string (ask, "example");
  const char *zone = kitte_preset_member_string (ask, "zone");

  if (zone != NULL)
    return g_strconcat ("sample.", zone, NULL);
  return g_strdup (example != NULL && strpbrk (example, " ") == NULL ? example : "sample");
}

static GHashTable *
make_samples (JsonObject *root)
{
  GHashTable *samples = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonArray *asks = kitte_preset_member_array (root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);

      g_hash_table_insert (samples, g_strdup (kitte_preset_member_string (ask, "key")),
                           make_sample (ask));
    }
  return samples;
}

static gboolean
check_expansion (JsonObject *root, guint index, const char *host, GError **error)
{
  g_autoptr (GHashTable) samples = make_samples (root);
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@sample.example.jp", NULL);
  KitteTemplateValues values = { address, "mx.sample.example.jp", samples };
  g_autofree char *expanded = NULL;

  if (kitte_template_expand_host (host, &values, &expanded) != KITTE_TEMPLATE_OK)
    return break_member (error, index, "host",
                         /* TRANSLATORS: about a preset file; %s is a template of a host name. */
                         _ ("“%s” does not become a host name."), host);
  return TRUE;
}

/* A host may hold an answer only inside the provider’s own domain, or the other way round: an
 * answer that is a whole host is one below the provider’s zones. */
static gboolean
check_host_key (JsonObject *root, guint index, const char *host, const char *key, GError **error)
{
  JsonObject *ask = kitte_preset_find_ask (root, key);
  const char *tail = strrchr (host, '}') + 1;
  g_autofree char *owner = NULL;

  if (g_str_equal (key, "address") || g_str_equal (key, "local"))
    return break_member (error, index, "host", _ ("{%s} cannot be part of a host name."), key);
  if (ask == NULL)
    return TRUE;
  if (g_strcmp0 (kitte_preset_member_string (ask, "kind"), "host") == 0)
    return *tail == '\0' ||
           break_member (error, index, "host",
                         _ ("{%s} is a whole host name already; write it alone."), key);
  owner = *tail == '.' ? kitte_domain_get_registrable (tail + 1) : NULL;
  if (owner == NULL)
    return break_member (error, index, "host",
                         /* TRANSLATORS: about a preset file; %s is a name in capitals. */
                         _ ("After {%s} the provider’s own domain has to follow."), key);
  if (kitte_preset_member_string (ask, "pattern") == NULL &&
      kitte_preset_member_length (ask, "choices") == 0)
    return break_member (error, index, "host",
                         _ ("The ask {%s} is part of a host name; give it a “pattern”."), key);
  return TRUE;
}

static gboolean
has_host_pattern (JsonObject *root)
{
  JsonObject *match = kitte_preset_member_object (root, "match");
  JsonArray *patterns = kitte_preset_member_array (match, "mx_patterns");

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    if (kitte_pattern_names_host (json_array_get_string_element (patterns, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check_host (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  const char *host = kitte_preset_member_string (server, "host");
  g_auto (GStrv) keys = NULL;

  if (!check_keys (root, index, "host", host, error))
    return FALSE;
  keys = kitte_template_get_keys (host);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      if (!check_host_key (root, index, host, keys[i], error))
        return FALSE;
      if (g_str_equal (keys[i], "mx") && !has_host_pattern (root))
        return break_member (error, index, "host",
                             _ ("{mx} needs a whole-label pattern in match.mx_patterns."));
    }
  return check_expansion (root, index, host, error);
}

static gboolean
check_username (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  const char *username = kitte_preset_member_string (server, "username");

  JsonArray *others = kitte_preset_member_array (server, "other_usernames");

  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    {
      JsonNode *other = json_array_get_element (others, i);

      if (JSON_NODE_HOLDS_VALUE (other) &&
          !check_keys (root, index, "other_usernames", json_node_get_string (other), error))
        return FALSE;
    }
  return username == NULL || check_keys (root, index, "username", username, error);
}

static gboolean
has_port (JsonObject *legacy, gint64 port)
{
  JsonArray *ports = kitte_preset_member_array (legacy, "plaintext_ports");

  for (guint i = 0; ports != NULL && i < json_array_get_length (ports); i++)
    if (json_array_get_int_element (ports, i) == port)
      return TRUE;
  return FALSE;
}

static gboolean
check_security (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  const char *security = kitte_preset_member_string (server, "security");
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");
  gboolean unknown = g_str_equal (security, "unknown");
  gboolean has_no_port = json_object_get_null_member (server, "port");
  JsonObject *source = kitte_preset_member_object (server, "source");

  if (has_no_port && !unknown)
    return break_member (error, index, "port",
                         _ ("Write the port; only with \"security\": \"unknown\" it may be null."));
  if (unknown && !g_str_equal (kitte_preset_member_string (source, "certainty"), "D"))
    return break_member (error, index, "source.certainty",
                         _ ("Where the security is unknown nothing is certain; write \"D\"."));
  if (g_str_equal (security, "none") &&
      !has_port (legacy, json_object_get_int_member (server, "port")))
    return break_member (error, index, "security",
                         _ ("A server without encryption has to stand in legacy.plaintext_ports "
                            "too, so that it is no slip."));
  return TRUE;
}

static gboolean
check_auth (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  JsonObject *credential = kitte_preset_member_object (root, "credential");
  gboolean only_oauth2 =
      credential != NULL &&
      g_str_equal (kitte_preset_member_string (credential, "kind"), "oauth2-only");

  if (only_oauth2 && (kitte_preset_member_contains (server, "auth", "password") ||
                      kitte_preset_member_contains (server, "auth", "challenge")))
    return break_member (error, index, "auth",
                         _ ("The credential is “oauth2-only”; a password cannot be listed."));
  if (kitte_preset_member_contains (server, "auth", "oauth2") &&
      kitte_preset_member_object (root, "oauth2") == NULL)
    return break_member (error, index, "auth",
                         _ ("“oauth2” needs the record “oauth2” that says where to sign in."));
  return TRUE;
}

static gboolean
check_role (JsonObject *server, guint index, GError **error)
{
  gboolean outgoing = g_str_equal (kitte_preset_member_string (server, "role"), "outgoing");
  const char *protocol = kitte_preset_member_string (server, "protocol");

  if (outgoing != g_str_equal (protocol, "smtp"))
    return break_member (error, index, "role", _ ("smtp is outgoing; imap and pop3 are incoming."));
  if (kitte_preset_member_object (server, "pop") != NULL && !g_str_equal (protocol, "pop3"))
    return break_member (error, index, "pop", _ ("Only a pop3 server may have this."));
  return TRUE;
}

static gboolean
check_pattern (guint index, const char *when, GError **error)
{
  g_autofree char *owner = kitte_pattern_get_owner (when);

  return owner != NULL ||
         break_member (error, index, "when", _ ("End the pattern with the provider’s own domain."));
}

static gboolean
check_when (JsonObject *server, guint index, GError **error)
{
  JsonArray *patterns = kitte_preset_member_array (server, "when");
  const char *when = kitte_preset_member_string (server, "when");

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    if (!check_pattern (index, json_array_get_string_element (patterns, i), error))
      return FALSE;
  return when == NULL || strchr (when, '.') == NULL || check_pattern (index, when, error);
}

static gboolean
has_role (JsonObject *root, const char *role)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    if (g_str_equal (kitte_preset_member_string (json_array_get_object_element (servers, i),
                                                 "role"),
                     role))
      return TRUE;
  return FALSE;
}

/* Both directions or none, unless the file says that nobody knows the other one: half an account
 * is no help to anybody, and is easily written by oversight. */
static gboolean
check_both_roles (JsonObject *root, GError **error)
{
  gboolean incoming = has_role (root, "incoming");
  gboolean outgoing = has_role (root, "outgoing");

  if (kitte_preset_member_contains (root, "unknown", "incoming") ||
      kitte_preset_member_contains (root, "unknown", "outgoing"))
    return (incoming != outgoing &&
            incoming == kitte_preset_member_contains (root, "unknown", "outgoing")) ||
           kitte_preset_break_rule (error, "unknown",
                                    _ ("Name the direction that has no server here, and list the "
                                       "other one’s."));
  return incoming == outgoing ||
         kitte_preset_break_rule (error, "servers",
                                  _ ("Write a server for each direction, or none at all; where "
                                     "nobody knows the other one, write it in “unknown”."));
}

static gboolean
check_role_cb (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  return check_role (server, index, error);
}

static gboolean
check_when_cb (JsonObject *root, JsonObject *server, guint index, GError **error)
{
  return check_when (server, index, error);
}

/* The rules of one server; none relies on another. */
static const struct
{
  gboolean (*check) (JsonObject *root, JsonObject *server, guint index, GError **error);
} rules[] = {
  { check_role_cb },  { check_host }, { check_username },
  { check_security }, { check_auth }, { check_when_cb },
};

/* Adds each broken rule to @mistakes. */
void
kitte_preset_find_server_mistakes (JsonObject *root, GPtrArray *mistakes)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");
  GError *error = NULL;

  for (guint i = 0; i < json_array_get_length (servers); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (rules); j++)
      if (!rules[j].check (root, json_array_get_object_element (servers, i), i, &error))
        g_ptr_array_add (mistakes, g_steal_pointer (&error));
  if (!check_both_roles (root, &error))
    g_ptr_array_add (mistakes, g_steal_pointer (&error));
}
