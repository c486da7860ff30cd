/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two addresses of a connection. */
#pragma once

#include "dialog/kitte-dialog.h"

G_BEGIN_DECLS

GInetAddress *kitte_ends_tell (GSocket *socket, KitteDialog *dialog);

G_END_DECLS
