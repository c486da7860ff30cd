/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the person’s language for both programs, or another one for a while. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* While it lives, texts are in the language it was made for. */
typedef struct _KitteTongue KitteTongue;

void kitte_locale_init (void);
void kitte_locale_bind (const char *built, const char *installed);
gboolean kitte_locale_is_built (void);

gboolean kitte_locale_awaits_reviewer (void);

KitteTongue *kitte_tongue_new (const char *language);
void kitte_tongue_free (KitteTongue *self);
gboolean kitte_tongue_is_known (const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteTongue, kitte_tongue_free)

G_END_DECLS
