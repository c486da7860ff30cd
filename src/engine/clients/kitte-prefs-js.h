/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePrefsJs: a prefs.js that is changed line by line and otherwise kept byte for byte. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KittePrefsJs KittePrefsJs;

KittePrefsJs *kitte_prefs_js_new (GBytes *bytes, const char *path, GError **error);
void kitte_prefs_js_free (KittePrefsJs *self);

/* Reading. What has another type is not there: so does Thunderbird see it. */
GPtrArray *kitte_prefs_js_get_keys (const KittePrefsJs *self);
gboolean kitte_prefs_js_has (const KittePrefsJs *self, const char *key);
char *kitte_prefs_js_get_string (const KittePrefsJs *self, const char *key);
gboolean kitte_prefs_js_get_int (const KittePrefsJs *self, const char *key, int *value);
gboolean kitte_prefs_js_get_bool (const KittePrefsJs *self, const char *key, gboolean *value);
char *kitte_prefs_js_get_literal (const KittePrefsJs *self, const char *key);
guint kitte_prefs_js_get_line (const KittePrefsJs *self, const char *key);
gboolean kitte_prefs_js_same (const KittePrefsJs *self, const KittePrefsJs *other, const char *key);

/* Changing: the value alone where the key is there, else a line at the end. */
void kitte_prefs_js_set_string (KittePrefsJs *self, const char *key, const char *value);
void kitte_prefs_js_set_int (KittePrefsJs *self, const char *key, int value);
void kitte_prefs_js_set_bool (KittePrefsJs *self, const char *key, gboolean value);
void kitte_prefs_js_copy (KittePrefsJs *self, const KittePrefsJs *from, const char *key);
void kitte_prefs_js_remove (KittePrefsJs *self, const char *key);

GBytes *kitte_prefs_js_to_bytes (const KittePrefsJs *self);
char *kitte_prefs_js_preview (const KittePrefsJs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePrefsJs, kitte_prefs_js_free)

G_END_DECLS
