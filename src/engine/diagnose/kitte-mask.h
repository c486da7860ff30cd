/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteMask: takes a person’s own names out of text that is given to somebody else. */
#pragma once

#include "model/kitte-address.h"

G_BEGIN_DECLS

typedef struct _KitteMask KitteMask;

KitteMask *kitte_mask_new (const KitteAddress *address);
void kitte_mask_free (KitteMask *self);

void kitte_mask_add_username (KitteMask *self, const char *username);
char *kitte_mask_apply (const KitteMask *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteMask, kitte_mask_free)

G_END_DECLS
