/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A SecretStore for tests: a folder with one file an item, so that it outlives a killed child. */
#pragma once

#include "change/kitte-secret-store.h"

G_BEGIN_DECLS

#define TEST_TYPE_FOLDER_STORE (test_folder_store_get_type ())
G_DECLARE_FINAL_TYPE (TestFolderStore, test_folder_store, TEST, FOLDER_STORE, GObject)

TestFolderStore *test_folder_store_new (const char *folder);
/* From now on every call fails as a locked keyring does. */
void test_folder_store_set_locked (TestFolderStore *self, gboolean locked);
guint test_folder_store_count (TestFolderStore *self);

G_END_DECLS
