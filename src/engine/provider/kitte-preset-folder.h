/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the presets of one layer out of a folder; a bad file never hides a good one. */
#pragma once

#include "kitte-preset.h"

G_BEGIN_DECLS

GBytes *kitte_preset_read_file (const char *path, GError **error);
GPtrArray *kitte_preset_list_files (const char *folder);
KittePreset *kitte_preset_load_file (const char *path, KitteOrigin origin, GError **error);
GPtrArray *kitte_preset_load_folder (const char *folder, KitteOrigin origin, GPtrArray *problems);

G_END_DECLS
