/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dialog’s work in a thread of its own. */
#pragma once

#include "dialog/kitte-scram-work.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void kitte_work_async (KitteScramWork *work, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
