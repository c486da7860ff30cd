/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own system, seen from where Kitte runs: in the open, or inside a Flatpak. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_host_is_outside (void);
const char *kitte_host_get_root (void);
char *kitte_host_get_config_dir (void);
char *kitte_host_get_data_dir (void);
char *kitte_host_find_program (const char *name);

G_END_DECLS
