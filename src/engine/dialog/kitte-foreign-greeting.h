/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognises the greeting of another protocol, so that a mixed-up port can be named. */
#pragma once

#include "model/kitte-protocol.h"

G_BEGIN_DECLS

const char *kitte_foreign_greeting_name (KitteProtocol expected, const char *line);

G_END_DECLS
