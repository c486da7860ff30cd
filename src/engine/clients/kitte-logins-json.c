/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry is found by its origin and realm, which Thunderbird makes the same for mail servers,
 * and by the user name, which is encrypted like the password. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-logins-json.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "base/kitte-bounds.h"
#include "base/kitte-json.h"
#include "change/kitte-undo.h"
#include "kitte-mozilla-file.h"
#include "kitte-thunderbird-parts.h"

/* The version of the format; Thunderbird has written it since 2018. */
#define FORMAT_VERSION 3

/* `encType`: encrypted under a key of the store. */
#define ENCRYPTED_BY_STORE 1

/* Before the origin of a password that is kept for undo: no server is called so. */
#define KEPT_PREFIX "kitte-undo-"

struct _KitteLoginsJson
{
  JsonObject *root;
  GPtrArray *logins; /* JsonObject, never changed in place */
  GString *preview;
  GBytes *bom; /* what stands before the text, if anything */
};

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;
  return json_node_get_int (node);
}

/* The same members in the same order; the members themselves are shared. */
static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (copy, l->data, json_object_dup_member (object, l->data));
  return copy;
}

static gboolean
take_logins (KitteLoginsJson *self)
{
  JsonNode *node = json_object_get_member (self->root, "logins");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *login = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (login))
        return FALSE;
      g_ptr_array_add (self->logins, json_object_ref (json_node_get_object (login)));
    }
  return TRUE;
}

static gboolean
load (KitteLoginsJson *self, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize bom = kitte_mozilla_file_get_bom (text, length);
  g_autoptr (JsonNode) node =
      kitte_json_parse_within (text + bom, length - bom, KITTE_MAX_CLIENT_FILE, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  self->bom = g_bytes_new (text, bom);
  self->root = copy_object (json_node_get_object (node));
  return take_logins (self);
}

static void
start_new (KitteLoginsJson *self)
{
  self->root = json_object_new ();
  json_object_set_int_member (self->root, "nextId", 1);
  json_object_set_array_member (self->root, "logins", json_array_new ());
  json_object_set_array_member (self->root, "potentiallyVulnerablePasswords", json_array_new ());
  json_object_set_int_member (self->root, "version", FORMAT_VERSION);
}

static gint64
take_next_id (KitteLoginsJson *self)
{
  gint64 next = MAX (get_int (self->root, "nextId"), 1);

  for (guint i = 0; i < self->logins->len; i++)
    next = MAX (next, get_int (self->logins->pdata[i], "id") + 1);
  json_object_set_int_member (self->root, "nextId", next + 1);
  return next;
}

/* Where the number was the last one given it is free again: nobody has written since. */
static void
give_id_back (KitteLoginsJson *self, JsonObject *login)
{
  gint64 id = get_int (login, "id");

  if (id > 0 && get_int (self->root, "nextId") == id + 1)
    json_object_set_int_member (self->root, "nextId", id);
}

static gboolean
is_for (JsonObject *login, KitteNssStore *store, const char *origin, const char *username)
{
  const char *encrypted = get_string (login, "encryptedUsername");
  g_autoptr (KitteSecret) name = NULL;

  if (g_strcmp0 (get_string (login, "hostname"), origin) != 0 ||
      g_strcmp0 (get_string (login, "httpRealm"), origin) != 0 || encrypted == NULL)
    return FALSE;
  name = kitte_nss_store_decrypt (store, encrypted);
  return name != NULL && g_str_equal (kitte_secret_peek (name), username);
}

static gboolean
find (const KitteLoginsJson *self,
      KitteNssStore *store,
      const char *origin,
      const char *username,
      guint *index)
{
  for (*index = 0; *index < self->logins->len; (*index)++)
    if (is_for (self->logins->pdata[*index], store, origin, username))
      return TRUE;
  return FALSE;
}

static JsonObject *
make_login (KitteLoginsJson *self, const char *origin, char *username, char *password)
{
  JsonObject *login = json_object_new ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *guid = g_strdup_printf ("{%s}", uuid);
  gint64 now = g_get_real_time () / 1000;

  json_object_set_int_member (login, "id", take_next_id (self));
  json_object_set_string_member (login, "hostname", origin);
  json_object_set_string_member (login, "httpRealm", origin);
  json_object_set_null_member (login, "formSubmitURL");
  json_object_set_string_member (login, "usernameField", "");
  json_object_set_string_member (login, "passwordField", "");
  json_object_set_string_member (login, "encryptedUsername", username);
  json_object_set_string_member (login, "encryptedPassword", password);
  json_object_set_string_member (login, "guid", guid);
  json_object_set_int_member (login, "encType", ENCRYPTED_BY_STORE);
  json_object_set_int_member (login, "timeCreated", now);
  json_object_set_int_member (login, "timeLastUsed", now);
  json_object_set_int_member (login, "timePasswordChanged", now);
  json_object_set_int_member (login, "timesUsed", 1);
  json_object_set_int_member (login, "syncCounter", 1);
  json_object_set_boolean_member (login, "everSynced", FALSE);
  json_object_set_null_member (login, "encryptedUnknownFields");
  return login;
}

static void
note (KitteLoginsJson *self, char sign, const char *origin, const char *username)
{
  g_string_append_printf (self->preview, "%c %s %s ***\n", sign, origin, username);
}

static gboolean
add (KitteLoginsJson *self,
     KitteNssStore *store,
     const char *origin,
     const char *username,
     KitteSecret *secret,
     char **part,
     GError **error)
{
  g_autoptr (KitteSecret) name = kitte_secret_new (username);
  g_autofree char *encrypted_name = kitte_nss_store_encrypt (store, name, error);
  g_autofree char *encrypted_secret = NULL;
  JsonObject *login;

  if (encrypted_name == NULL)
    return FALSE;
  encrypted_secret = kitte_nss_store_encrypt (store, secret, error);
  if (encrypted_secret == NULL)
    return FALSE;
  login = make_login (self, origin, encrypted_name, encrypted_secret);
  *part = g_strconcat (KITTE_PART_LOGIN, get_string (login, "guid"), NULL);
  g_ptr_array_add (self->logins, login);
  note (self, '+', origin, username);
  return TRUE;
}

/* What the person reads beside the entry, in Thunderbird's list of saved passwords. */
static char *
describe_kept (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) end = g_date_time_add_days (now, KITTE_UNDO_DAYS);
  g_autofree char *date = g_date_time_format (end, "%x");

  /* TRANSLATORS: stands beside an entry in Thunderbird's list of saved passwords; %s is a date. */
  return g_strdup_printf (_ ("kept by Kitte until %s, so that its change can be undone"), date);
}

/* The old password, encrypted as it is, under a name that no mail program looks for. Returns:
 * (transfer none): the entry */
static JsonObject *
keep (KitteLoginsJson *self, JsonObject *old)
{
  JsonObject *kept = copy_object (old);
  const char *origin = get_string (old, "hostname");
  g_autofree char *name = g_strconcat (KEPT_PREFIX, origin, NULL);
  g_autofree char *realm = describe_kept ();
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *guid = g_strdup_printf ("{%s}", uuid);

  json_object_set_int_member (kept, "id", take_next_id (self));
  json_object_set_string_member (kept, "hostname", name);
  json_object_set_string_member (kept, "httpRealm", realm);
  json_object_set_string_member (kept, "guid", guid);
  g_ptr_array_add (self->logins, kept);
  return kept;
}

static char *
make_kept_part (JsonObject *login, JsonObject *kept)
{
  return g_strdup_printf (KITTE_PART_KEPT "%s\t%s\t%" G_GINT64_FORMAT, get_string (login, "guid"),
                          get_string (kept, "guid"), get_int (login, "timePasswordChanged"));
}

static gboolean
replace (KitteLoginsJson *self,
         KitteNssStore *store,
         guint index,
         const char *username,
         KitteSecret *secret,
         char **part,
         GError **error)
{
  g_autoptr (JsonObject) old = json_object_ref (self->logins->pdata[index]);
  g_autofree char *encrypted = kitte_nss_store_encrypt (store, secret, error);

  if (encrypted == NULL)
    return FALSE;
  json_object_unref (self->logins->pdata[index]);
  self->logins->pdata[index] = copy_object (old);
  json_object_set_string_member (self->logins->pdata[index], "encryptedPassword", encrypted);
  json_object_set_int_member (self->logins->pdata[index], "timePasswordChanged",
                              g_get_real_time () / 1000);
  if (get_string (old, "guid") != NULL && get_string (old, "encryptedPassword") != NULL)
    *part = make_kept_part (self->logins->pdata[index], keep (self, old));
  note (self, '-', get_string (old, "hostname"), username);
  note (self, '+', get_string (old, "hostname"), username);
  return TRUE;
}

/**
 * kitte_logins_json_new:
 * @bytes: (nullable): the file; %NULL for none yet
 * @path: its name, for the error
 *
 * Returns: (transfer full) (nullable): the list; %NULL with %KITTE_CLIENT_ERROR_UNREADABLE
 */
KitteLoginsJson *
kitte_logins_json_new (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (KitteLoginsJson) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (KitteLoginsJson, 1);
  self->logins = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->preview = g_string_new (NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    start_new (self);
  else if (!load (self, bytes))
    {
      kitte_mozilla_file_set_unreadable (error, path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kitte_logins_json_free (KitteLoginsJson *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->root, json_object_unref);
  g_ptr_array_unref (self->logins);
  g_string_free (self->preview, TRUE);
  g_clear_pointer (&self->bom, g_bytes_unref);
  g_free (self);
}

/**
 * kitte_logins_json_has_origin:
 *
 * Looks at no password and needs no key.
 *
 * Returns: whether a password is saved for a server, whatever the user name
 */
gboolean
kitte_logins_json_has_origin (const KitteLoginsJson *self, const char *origin)
{
  g_return_val_if_fail (self != NULL && origin != NULL, FALSE);

  for (guint i = 0; i < self->logins->len; i++)
    if (g_strcmp0 (get_string (self->logins->pdata[i], "hostname"), origin) == 0)
      return TRUE;
  return FALSE;
}

/**
 * kitte_logins_json_lookup:
 * @origin: `imap://host`, `mailbox://host`, `smtp://host`
 *
 * Returns: (transfer full) (nullable): the saved password
 */
KitteSecret *
kitte_logins_json_lookup (const KitteLoginsJson *self,
                          KitteNssStore *store,
                          const char *origin,
                          const char *username)
{
  const char *encrypted;
  guint index;

  g_return_val_if_fail (self != NULL && store != NULL, NULL);
  g_return_val_if_fail (origin != NULL && username != NULL, NULL);

  if (!find (self, store, origin, username, &index))
    return NULL;
  encrypted = get_string (self->logins->pdata[index], "encryptedPassword");
  return encrypted != NULL ? kitte_nss_store_decrypt (store, encrypted) : NULL;
}

/**
 * kitte_logins_json_put:
 * @origin: `imap://host`, `mailbox://host`, `smtp://host`
 * @part: (out) (nullable): by what undo finds the entry, see kitte-thunderbird-parts.h; %NULL where
 *   nothing changed
 *
 * Adds an entry, or gives the entry that is there this password and keeps the old one beside it.
 */
gboolean
kitte_logins_json_put (KitteLoginsJson *self,
                       KitteNssStore *store,
                       const char *origin,
                       const char *username,
                       KitteSecret *secret,
                       char **part,
                       GError **error)
{
  g_autoptr (KitteSecret) present = NULL;
  guint index;

  g_return_val_if_fail (self != NULL && store != NULL, FALSE);
  g_return_val_if_fail (origin != NULL && username != NULL, FALSE);
  g_return_val_if_fail (secret != NULL && part != NULL, FALSE);

  *part = NULL;
  if (!find (self, store, origin, username, &index))
    return add (self, store, origin, username, secret, part, error);
  present = kitte_logins_json_lookup (self, store, origin, username);
  if (present != NULL && kitte_secret_equal (present, secret))
    return TRUE;
  return replace (self, store, index, username, secret, part, error);
}

static JsonObject *
find_guid (const KitteLoginsJson *self, const char *guid, guint *index)
{
  for (*index = 0; *index < self->logins->len; (*index)++)
    if (g_strcmp0 (get_string (self->logins->pdata[*index], "guid"), guid) == 0)
      return self->logins->pdata[*index];
  return NULL;
}

/**
 * kitte_logins_json_restore:
 * @part: what stands behind %KITTE_PART_KEPT
 *
 * Gives an entry the password it had, unless somebody changed it once more since; the kept one
 * goes.
 *
 * Returns: whether anything changed
 */
gboolean
kitte_logins_json_restore (KitteLoginsJson *self, const char *part)
{
  g_auto (GStrv) words = NULL;
  JsonObject *login;
  JsonObject *kept;
  guint index;

  g_return_val_if_fail (self != NULL && part != NULL, FALSE);

  words = g_strsplit (part, "\t", 3);
  if (g_strv_length (words) != 3 || (kept = find_guid (self, words[1], &index)) == NULL)
    return FALSE;
  login = find_guid (self, words[0], &index);
  if (login != NULL &&
      get_int (login, "timePasswordChanged") == g_ascii_strtoll (words[2], NULL, 10))
    {
      json_object_unref (self->logins->pdata[index]);
      self->logins->pdata[index] = login = copy_object (login);
      json_object_set_string_member (login, "encryptedPassword",
                                     get_string (kept, "encryptedPassword"));
      if (json_object_has_member (kept, "timePasswordChanged"))
        json_object_set_int_member (login, "timePasswordChanged",
                                    get_int (kept, "timePasswordChanged"));
      else
        json_object_remove_member (login, "timePasswordChanged");
    }
  return kitte_logins_json_remove (self, words[1]);
}

/**
 * kitte_logins_json_forget:
 * @part: what stands behind %KITTE_PART_KEPT
 *
 * Returns: whether there was an old password to let go
 */
gboolean
kitte_logins_json_forget (KitteLoginsJson *self, const char *part)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (self != NULL && part != NULL, FALSE);

  words = g_strsplit (part, "\t", 3);
  return g_strv_length (words) == 3 && kitte_logins_json_remove (self, words[1]);
}

/**
 * kitte_logins_json_remove:
 *
 * Returns: whether there was an entry of that name
 */
gboolean
kitte_logins_json_remove (KitteLoginsJson *self, const char *guid)
{
  g_return_val_if_fail (self != NULL && guid != NULL, FALSE);

  for (guint i = 0; i < self->logins->len; i++)
    if (g_strcmp0 (get_string (self->logins->pdata[i], "guid"), guid) == 0)
      {
        const char *origin = get_string (self->logins->pdata[i], "hostname");

        g_string_append_printf (self->preview, "- %s ***\n", origin != NULL ? origin : guid);
        give_id_back (self, self->logins->pdata[i]);
        g_ptr_array_remove_index (self->logins, i);
        return TRUE;
      }
  return FALSE;
}

gboolean
kitte_logins_json_is_changed (const KitteLoginsJson *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->preview->len > 0;
}

/**
 * kitte_logins_json_to_bytes:
 *
 * Returns: (transfer full): the whole file
 */
GBytes *
kitte_logins_json_to_bytes (const KitteLoginsJson *self)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->logins->len; i++)
    json_array_add_object_element (array, json_object_ref (self->logins->pdata[i]));
  json_object_set_array_member (self->root, "logins", array);
  json_node_set_object (node, self->root);
  json_generator_set_root (generator, node);
  text = json_generator_to_data (generator, &length);
  if (self->bom != NULL)
    g_byte_array_append (bytes, g_bytes_get_data (self->bom, NULL),
                         (guint) g_bytes_get_size (self->bom));
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * kitte_logins_json_preview:
 *
 * Returns: (transfer full): a line for each changed entry, its password masked
 */
char *
kitte_logins_json_preview (const KitteLoginsJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup (self->preview->str);
}
