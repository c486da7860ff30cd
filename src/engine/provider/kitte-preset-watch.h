/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetWatch: whether a folder of presets has changed since it was read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KittePresetWatch KittePresetWatch;

KittePresetWatch *kitte_preset_watch_new (const char *folder);
void kitte_preset_watch_free (KittePresetWatch *self);

gboolean kitte_preset_watch_has_changed (KittePresetWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetWatch, kitte_preset_watch_free)

G_END_DECLS
