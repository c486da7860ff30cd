/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted text or a dropped file is explained off the main thread. */
#pragma once

#include <gio/gio.h>

#include "diagnose/kitte-meaning.h"

G_BEGIN_DECLS

void kitte_explain_text_async (const char *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void kitte_explain_file_async (GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KitteMeaning *kitte_explain_finish (GAsyncResult *result, GError **error);

G_END_DECLS
