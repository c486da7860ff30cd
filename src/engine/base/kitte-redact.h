/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a secret out of a text that a server said, in every form it may have been said. */
#pragma once

#include "kitte-secret.h"

G_BEGIN_DECLS

#define KITTE_REDACTED "***"

char *kitte_redact (const char *text, const KitteSecret *const *secrets, gsize n_secrets);

G_END_DECLS
