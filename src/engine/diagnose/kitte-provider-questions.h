/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to ask a provider whose settings nobody publishes. */
#pragma once

#include "model/kitte-address.h"

G_BEGIN_DECLS

char *kitte_provider_questions_write (const KitteAddress *address);

G_END_DECLS
