/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteQr: a text as a square of dark and light modules. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_QR (kitte_qr_get_type ())

/* Light modules around the code that a camera needs (ISO/IEC 18004). */
#define KITTE_QR_QUIET_ZONE 4

typedef struct _KitteQr KitteQr;

GType kitte_qr_get_type (void);

KitteQr *kitte_qr_new (const char *text);
KitteQr *kitte_qr_ref (KitteQr *self);
void kitte_qr_unref (KitteQr *self);

guint kitte_qr_get_width (const KitteQr *self);
gboolean kitte_qr_is_dark (const KitteQr *self, guint column, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteQr, kitte_qr_unref)

G_END_DECLS
