/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteOutput: lines waiting to be sent, how a transcript shows them, and what it must not show. */
#pragma once

#include "base/kitte-secret.h"

G_BEGIN_DECLS

typedef struct _KitteOutput KitteOutput;

KitteOutput *kitte_output_new (void);
void kitte_output_free (KitteOutput *self);

void kitte_output_add (KitteOutput *self, KitteSecret *line, const char *shown);
KitteSecret *kitte_output_take (KitteOutput *self, char **shown);

void kitte_output_hide (KitteOutput *self, KitteSecret *secret);
char *kitte_output_redact (KitteOutput *self, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteOutput, kitte_output_free)

G_END_DECLS
