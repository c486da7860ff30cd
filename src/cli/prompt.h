/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads passwords: from the terminal without showing them, or from a file descriptor. */
#pragma once

#include <gio/gio.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

gboolean kittectl_can_prompt (void);
gssize kittectl_read_input (int fd, gpointer buffer, gsize size);
KitteSecret *kittectl_prompt_secret (const char *question, GError **error);
char *kittectl_prompt_text (const char *question, GError **error);
KitteSecret *kittectl_read_secret_line (int fd, GError **error);

G_END_DECLS
