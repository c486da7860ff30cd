/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Format 2 is a list of sign-ins. Format 1 knew, by host, when sign-ins failed and when a user name
 * was rejected, but not through which protocol and at which address. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget-json.h"

#include <json-glib/json-glib.h>

#include "base/kitte-json.h"

#define FORMAT 2

/* A larger file is not ours. */
#define MAX_FILE (256 * 1024)

/* Of these, the newest are kept: more fail within the window only when the person gave their word
 * each time. */
#define MAX_ENTRIES 400

/* A name has so many addresses that are looked at. */
#define MAX_ADDRESSES 8

static const char *const state_nicks[] = { "sent", "unclear", "rejected" };

static void
entry_free (gpointer data)
{
  KitteBudgetEntry *entry = data;

  g_free (entry->host);
  g_strfreev (entry->addresses);
  g_free (entry->username);
  g_free (entry);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const KitteBudgetEntry *first = *(const KitteBudgetEntry *const *) a;
  const KitteBudgetEntry *second = *(const KitteBudgetEntry *const *) b;

  return first->time < second->time ? -1 : first->time > second->time;
}

static const char *
read_text (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ?
             json_node_get_string (node) :
             NULL;
}

static gboolean
read_time (JsonNode *node, gint64 *time)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *time = json_node_get_int (node);
  return TRUE;
}

static JsonArray *
read_array (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static char **
read_addresses (JsonObject *object)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  JsonArray *array = read_array (object, "addresses");
  guint n = array != NULL ? MIN (json_array_get_length (array), MAX_ADDRESSES) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (addresses, json_node_get_string (node));
    }
  return g_strv_builder_end (addresses);
}

/* What cannot be read counts as the worse case: any protocol, any user name, perhaps counted. */
static void
read_entry (GPtrArray *entries, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *host = object != NULL ? read_text (object, "host") : NULL;
  const char *protocol;
  KitteBudgetEntry *entry;
  gint64 time;

  if (host == NULL || !read_time (json_object_get_member (object, "time"), &time))
    return;
  entry = kitte_budget_entry_new (host, time);
  g_strfreev (entry->addresses);
  entry->addresses = read_addresses (object);
  protocol = read_text (object, "protocol");
  entry->knows_protocol = protocol != NULL && kitte_protocol_from_nick (protocol, &entry->protocol);
  entry->username = g_strdup (read_text (object, "user"));
  for (gsize i = 0; i < G_N_ELEMENTS (state_nicks); i++)
    if (g_strcmp0 (read_text (object, "state"), state_nicks[i]) == 0)
      entry->state = (KitteBudgetState) i;
  g_ptr_array_add (entries, entry);
}

/* The sign-in of the first format that a rejection was the answer to. */
static KitteBudgetEntry *
find_rejected (GPtrArray *entries, const char *host, gint64 time)
{
  for (guint i = entries->len; i > 0; i--)
    {
      KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (g_str_equal (entry->host, host) && entry->username == NULL && entry->time <= time)
        return entry;
    }
  return NULL;
}

static void
read_old_rejections (GPtrArray *entries, const char *host, JsonObject *rejected)
{
  JsonObjectIter iter;
  const char *user;
  JsonNode *node;
  gint64 time;

  json_object_iter_init (&iter, rejected);
  while (json_object_iter_next (&iter, &user, &node))
    {
      KitteBudgetEntry *entry;

      if (!read_time (node, &time))
        continue;
      entry = find_rejected (entries, host, time);
      if (entry == NULL)
        {
          entry = kitte_budget_entry_new (host, time);
          g_ptr_array_add (entries, entry);
        }
      entry->username = g_strdup (user);
      entry->state = KITTE_BUDGET_STATE_REJECTED;
    }
}

static void
read_old_host (GPtrArray *entries, const char *host, JsonObject *object)
{
  JsonArray *failed = read_array (object, "failed");
  JsonNode *rejected = json_object_get_member (object, "rejected");
  guint n = failed != NULL ? json_array_get_length (failed) : 0;
  gint64 time;

  for (guint i = n > MAX_ENTRIES ? n - MAX_ENTRIES : 0; i < n; i++)
    if (read_time (json_array_get_element (failed, i), &time))
      {
        KitteBudgetEntry *entry = kitte_budget_entry_new (host, time);

        entry->state = KITTE_BUDGET_STATE_UNCLEAR;
        g_ptr_array_add (entries, entry);
      }
  if (rejected != NULL && JSON_NODE_HOLDS_OBJECT (rejected))
    read_old_rejections (entries, host, json_node_get_object (rejected));
}

static void
read_old_hosts (GPtrArray *entries, JsonObject *hosts)
{
  JsonObjectIter iter;
  const char *host;
  JsonNode *node;

  json_object_iter_init (&iter, hosts);
  while (json_object_iter_next (&iter, &host, &node))
    if (JSON_NODE_HOLDS_OBJECT (node) && entries->len < MAX_ENTRIES)
      read_old_host (entries, host, json_node_get_object (node));
}

static void
write_text (JsonBuilder *builder, const char *key, const char *text)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, text);
}

static void
write_entry (JsonBuilder *builder, const KitteBudgetEntry *entry)
{
  json_builder_begin_object (builder);
  write_text (builder, "host", entry->host);
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (gsize i = 0; entry->addresses[i] != NULL; i++)
    json_builder_add_string_value (builder, entry->addresses[i]);
  json_builder_end_array (builder);
  if (entry->knows_protocol)
    write_text (builder, "protocol", kitte_protocol_to_nick (entry->protocol));
  if (entry->username != NULL)
    write_text (builder, "user", entry->username);
  json_builder_set_member_name (builder, "time");
  json_builder_add_int_value (builder, entry->time);
  write_text (builder, "state", state_nicks[entry->state]);
  json_builder_end_object (builder);
}

/**
 * kitte_budget_entry_new:
 *
 * Returns: (transfer full): a sign-in of which nothing else is known
 */
KitteBudgetEntry *
kitte_budget_entry_new (const char *host, gint64 time)
{
  KitteBudgetEntry *entry = g_new0 (KitteBudgetEntry, 1);

  entry->host = g_strdup (host);
  entry->addresses = g_new0 (char *, 1);
  entry->time = time;
  return entry;
}

/**
 * kitte_budget_entries_new:
 *
 * Returns: (transfer full) (element-type KitteBudgetEntry): an empty list that owns its elements
 */
GPtrArray *
kitte_budget_entries_new (void)
{
  return g_ptr_array_new_with_free_func (entry_free);
}

/**
 * kitte_budget_entries_from_json:
 * @text: hostile, for all that is known
 *
 * Returns: (transfer full) (nullable) (element-type KitteBudgetEntry): the sign-ins, oldest first;
 *   %NULL where @text is damaged, too large or of another format
 */
GPtrArray *
kitte_budget_entries_from_json (const char *text, gsize length)
{
  g_autoptr (JsonNode) root = kitte_json_parse_within (text, length, MAX_FILE, NULL);
  JsonArray *sign_ins;
  JsonNode *hosts;
  GPtrArray *entries;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  sign_ins = read_array (json_node_get_object (root), "sign_ins");
  hosts = json_object_get_member (json_node_get_object (root), "hosts");
  if (sign_ins == NULL && (hosts == NULL || !JSON_NODE_HOLDS_OBJECT (hosts)))
    return NULL;
  entries = kitte_budget_entries_new ();
  if (sign_ins == NULL)
    read_old_hosts (entries, json_node_get_object (hosts));
  for (guint i = 0; sign_ins != NULL && i < json_array_get_length (sign_ins); i++)
    read_entry (entries, json_array_get_element (sign_ins, i));
  g_ptr_array_sort (entries, compare_times);
  if (entries->len > MAX_ENTRIES)
    g_ptr_array_remove_range (entries, 0, entries->len - MAX_ENTRIES);
  return entries;
}

/**
 * kitte_budget_entries_to_json:
 * @entries: (element-type KitteBudgetEntry): oldest first
 *
 * Returns: (transfer full): the newest of @entries as text
 */
char *
kitte_budget_entries_to_json (GPtrArray *entries, gsize *length)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, FORMAT);
  json_builder_set_member_name (builder, "sign_ins");
  json_builder_begin_array (builder);
  for (guint i = entries->len > MAX_ENTRIES ? entries->len - MAX_ENTRIES : 0; i < entries->len; i++)
    write_entry (builder, g_ptr_array_index (entries, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, length);
}
