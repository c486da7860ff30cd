/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An item's file name is the digest of its schema and sorted attributes. */
#include "config.h"

#include "support/folder-store.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "change/kitte-change-set.h"

struct _TestFolderStore
{
  GObject parent_instance;
  char *folder;
  gboolean locked;
};

static void test_folder_store_store_init (KitteSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestFolderStore,
                               test_folder_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITTE_TYPE_SECRET_STORE,
                                                      test_folder_store_store_init))

static char *
item_path (TestFolderStore *self, const char *schema, GHashTable *attributes)
{
  g_autoptr (GList) keys =
      g_list_sort (g_hash_table_get_keys (attributes), (GCompareFunc) g_strcmp0);
  g_autoptr (GString) text = g_string_new (schema);
  g_autofree char *name = NULL;

  for (GList *key = keys; key != NULL; key = key->next)
    g_string_append_printf (text, "\n%s=%s", (char *) key->data,
                            (char *) g_hash_table_lookup (attributes, key->data));
  name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
  return g_build_filename (self->folder, name, NULL);
}

static gboolean
check (TestFolderStore *self, GError **error)
{
  if (!self->locked)
    return TRUE;
  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE, "The keyring is locked.");
  return FALSE;
}

static gboolean
lookup (KitteSecretStore *store,
        const char *schema,
        GHashTable *attributes,
        KitteSecret **secret,
        GCancellable *cancellable,
        GError **error)
{
  TestFolderStore *self = TEST_FOLDER_STORE (store);
  g_autofree char *path = item_path (self, schema, attributes);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    *secret = kitte_secret_new (text);
  return check (self, error);
}

static gboolean
store_secret (KitteSecretStore *store,
              const char *schema,
              GHashTable *attributes,
              const char *label,
              KitteSecret *secret,
              GCancellable *cancellable,
              GError **error)
{
  TestFolderStore *self = TEST_FOLDER_STORE (store);
  g_autofree char *path = item_path (self, schema, attributes);

  return check (self, error) && g_file_set_contents (path, kitte_secret_peek (secret), -1, error);
}

static gboolean
clear (KitteSecretStore *store,
       const char *schema,
       GHashTable *attributes,
       GCancellable *cancellable,
       GError **error)
{
  TestFolderStore *self = TEST_FOLDER_STORE (store);
  g_autofree char *path = item_path (self, schema, attributes);

  if (!check (self, error))
    return FALSE;
  if (g_unlink (path) != 0 && errno != ENOENT)
    {
      g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE, "not removed");
      return FALSE;
    }
  return TRUE;
}

static void
test_folder_store_store_init (KitteSecretStoreInterface *iface)
{
  iface->lookup = lookup;
  iface->store = store_secret;
  iface->clear = clear;
}

static void
test_folder_store_finalize (GObject *object)
{
  g_free (TEST_FOLDER_STORE (object)->folder);
  G_OBJECT_CLASS (test_folder_store_parent_class)->finalize (object);
}

static void
test_folder_store_class_init (TestFolderStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_folder_store_finalize;
}

static void
test_folder_store_init (TestFolderStore *self)
{
}

TestFolderStore *
test_folder_store_new (const char *folder)
{
  TestFolderStore *self = g_object_new (TEST_TYPE_FOLDER_STORE, NULL);

  self->folder = g_strdup (folder);
  g_mkdir_with_parents (folder, 0700);
  return self;
}

void
test_folder_store_set_locked (TestFolderStore *self, gboolean locked)
{
  self->locked = locked;
}

guint
test_folder_store_count (TestFolderStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}
