/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A string that is locked in memory, kept out of core dumps and wiped when the last owner lets go.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_SECRET (kitte_secret_get_type ())

typedef struct _KitteSecret KitteSecret;

GType kitte_secret_get_type (void);

KitteSecret *kitte_secret_new (const char *text);
KitteSecret *kitte_secret_new_sized (const char *bytes, gsize length);
KitteSecret *kitte_secret_join (const char *const *parts);
KitteSecret *kitte_secret_ref (KitteSecret *self);
void kitte_secret_unref (KitteSecret *self);

const char *kitte_secret_peek (const KitteSecret *self);
gsize kitte_secret_get_length (const KitteSecret *self);
gboolean kitte_secret_equal (const KitteSecret *a, const KitteSecret *b);

void kitte_wipe (void *memory, gsize length);
void kitte_wipe_free (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteSecret, kitte_secret_unref)

G_END_DECLS
