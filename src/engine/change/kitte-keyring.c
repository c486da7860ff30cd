/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items of the default collection, by libsecret's blocking calls: a person may have to unlock it.
 * Always those of the session's service: the calls of libsecret that take any backend keep
 * passwords in a file of their own where Kitte is in a sandbox, and no mail program reads that one.
 */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "kitte-change-set.h"

/* Where libsecret keeps the name of an item's schema. */
#define SCHEMA_ATTRIBUTE "xdg:schema"

struct _KitteKeyring
{
  GObject parent_instance;
};

static void kitte_keyring_store_init (KitteSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KitteKeyring,
                               kitte_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITTE_TYPE_SECRET_STORE,
                                                      kitte_keyring_store_init))

/* libsecret before 0.21 declares a clean-up for its own type that takes it for a GObject. */
typedef SecretSchema Schema;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Schema, secret_schema_unref)

/* With DONT_MATCH_NAME as @flags: whatever the item's own schema is. A person who has stored the
 * password by hand gave it none, and the mail programs do not ask for one. */
static Schema *
make_schema (const char *name, GHashTable *attributes, SecretSchemaFlags flags)
{
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_insert (types, key, GINT_TO_POINTER (SECRET_SCHEMA_ATTRIBUTE_STRING));
  return secret_schema_newv (name, flags, types);
}

/* The bus could not start a service that it knows. */
static gboolean
does_not_start (const GError *cause)
{
  return cause->domain == G_DBUS_ERROR && cause->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
         cause->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY;
}

/* No bus, no service on it, or none that starts; anything else is a service that will not open. */
static gboolean
is_absent (const GError *cause)
{
  return cause != NULL &&
         (cause->domain == G_IO_ERROR || cause->domain == G_SPAWN_ERROR || does_not_start (cause) ||
          g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
          g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
          g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
          g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER));
}

/* The cause's own words are for programmers; what one does next is one of two things. */
static gboolean
fail (const GError *cause, GError **error)
{
  if (cause != NULL && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (is_absent (cause))
    g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE,
                         /* TRANSLATORS: the desktop's keyring, where passwords are kept. */
                         _ ("The keyring, where passwords are kept, is not running. Nothing was "
                            "changed; please sign in to the desktop and try again."));
  else
    g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE,
                         /* TRANSLATORS: the desktop's keyring, where passwords are kept. */
                         _ ("The keyring, where passwords are kept, is locked. Nothing was "
                            "changed; please unlock it and try again."));
  if (cause != NULL)
    g_debug ("secret service: %s", cause->message);
  return FALSE;
}

static gboolean
lookup (KitteSecretStore *store,
        const char *schema_name,
        GHashTable *attributes,
        KitteSecret **secret,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (Schema) schema = make_schema (schema_name, attributes, SECRET_SCHEMA_DONT_MATCH_NAME);
  g_autoptr (GError) cause = NULL;
  SecretValue *value = secret_service_lookup_sync (NULL, schema, attributes, cancellable, &cause);
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;

  if (text != NULL)
    *secret = kitte_secret_new (text);
  g_clear_pointer (&value, secret_value_unref);
  return cause == NULL || fail (cause, error);
}

/* Whether @item has just these attributes and another schema: a program that looks for them may
 * find it instead of ours. */
static gboolean
is_rival (SecretItem *item, const char *schema_name, GHashTable *attributes)
{
  g_autoptr (GHashTable) present = secret_item_get_attributes (item);
  const char *own = g_hash_table_lookup (present, SCHEMA_ATTRIBUTE);
  guint n_present = g_hash_table_size (present) - (own != NULL ? 1 : 0);

  return g_strcmp0 (own, schema_name) != 0 && n_present == g_hash_table_size (attributes);
}

/* Items that stand in ours's way; what they held is kept by then. */
static gboolean
remove_rivals (const char *schema_name,
               GHashTable *attributes,
               GCancellable *cancellable,
               GError **cause)
{
  g_autoptr (Schema) schema = make_schema (schema_name, attributes, SECRET_SCHEMA_DONT_MATCH_NAME);
  GList *found =
      secret_service_search_sync (NULL, schema, attributes, SECRET_SEARCH_ALL, cancellable, cause);
  gboolean done = cause == NULL || *cause == NULL;

  for (GList *item = found; done && item != NULL; item = item->next)
    if (is_rival (item->data, schema_name, attributes))
      done = secret_item_delete_sync (item->data, cancellable, cause);
  g_list_free_full (found, g_object_unref);
  return done;
}

static gboolean
store_secret (KitteSecretStore *store,
              const char *schema_name,
              GHashTable *attributes,
              const char *label,
              KitteSecret *secret,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (Schema) schema = make_schema (schema_name, attributes, SECRET_SCHEMA_NONE);
  SecretValue *value = secret_value_new (kitte_secret_peek (secret), -1, "text/plain");
  g_autoptr (GError) cause = NULL;
  gboolean stored = secret_service_store_sync (NULL, schema, attributes, SECRET_COLLECTION_DEFAULT,
                                               label, value, cancellable, &cause);

  secret_value_unref (value);
  if (!stored || !remove_rivals (schema_name, attributes, cancellable, &cause))
    return fail (cause, error);
  return TRUE;
}

static gboolean
clear (KitteSecretStore *store,
       const char *schema_name,
       GHashTable *attributes,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (Schema) schema = make_schema (schema_name, attributes, SECRET_SCHEMA_NONE);
  g_autoptr (GError) cause = NULL;

  secret_service_clear_sync (NULL, schema, attributes, cancellable, &cause);
  return cause == NULL || fail (cause, error);
}

static void
kitte_keyring_store_init (KitteSecretStoreInterface *iface)
{
  iface->lookup = lookup;
  iface->store = store_secret;
  iface->clear = clear;
}

static void
kitte_keyring_class_init (KitteKeyringClass *klass)
{
}

static void
kitte_keyring_init (KitteKeyring *self)
{
}

/**
 * kitte_keyring_is_running:
 *
 * Opens no collection, so nobody is asked for anything; waits for the service to start.
 *
 * Returns: whether there is a secret service in this session
 */
gboolean
kitte_keyring_is_running (void)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (SecretService) service =
      secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &cause);

  if (service == NULL && cause != NULL)
    g_debug ("secret service: %s", cause->message);
  return service != NULL || !is_absent (cause);
}

/**
 * kitte_keyring_new:
 *
 * Returns: (transfer full): the secret service of this session; not asked before it is needed
 */
KitteSecretStore *
kitte_keyring_new (void)
{
  return KITTE_SECRET_STORE (g_object_new (KITTE_TYPE_KEYRING, NULL));
}
