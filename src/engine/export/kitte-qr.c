/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libqrencode does the work; this owns its result. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-qr.h"

#include <qrencode.h>

/* Bit 0 of a module: dark. */
#define MODULE_DARK 1

/* On a screen nothing is torn or stained: the lowest correction gives the largest modules. */
#define CORRECTION QR_ECLEVEL_L

struct _KitteQr
{
  QRcode *code;
};

G_DEFINE_BOXED_TYPE (KitteQr, kitte_qr, kitte_qr_ref, kitte_qr_unref)

/**
 * kitte_qr_new:
 * @text: UTF-8
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the code; %NULL where @text is longer than one code can hold
 *   (2,953 bytes) or empty
 */
KitteQr *
kitte_qr_new (const char *text)
{
  KitteQr *self;
  QRcode *code;

  g_return_val_if_fail (text != NULL, NULL);

  code = QRcode_encodeString8bit (text, 0, CORRECTION);
  if (code == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (KitteQr);
  self->code = code;
  return self;
}

static void
kitte_qr_clear (KitteQr *self)
{
  QRcode_free (self->code);
}

KitteQr *
kitte_qr_ref (KitteQr *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_qr_unref (KitteQr *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_qr_clear);
}

/**
 * kitte_qr_get_width:
 *
 * Returns: modules a side, without the quiet zone
 */
guint
kitte_qr_get_width (const KitteQr *self)
{
  return (guint) self->code->width;
}

gboolean
kitte_qr_is_dark (const KitteQr *self, guint column, guint row)
{
  guint width = kitte_qr_get_width (self);

  g_return_val_if_fail (column < width && row < width, FALSE);

  return (self->code->data[row * width + column] & MODULE_DARK) != 0;
}
