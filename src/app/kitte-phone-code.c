/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dark on white in every look: cameras do not read it the other way round. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-phone-code.h"

#include "export/kitte-phone.h"
#include "export/kitte-qr.h"

struct _KittePhoneCode
{
  GtkBox parent_instance;
  GtkDrawingArea *area;
  KitteQr *qr;
};

G_DEFINE_FINAL_TYPE (KittePhoneCode, kitte_phone_code, GTK_TYPE_BOX)

/* Whole dots a module: a blurred edge is hard to read. */
static void
draw_cb (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user_data)
{
  KittePhoneCode *self = KITTE_PHONE_CODE (user_data);
  guint modules = self->qr != NULL ? kitte_qr_get_width (self->qr) : 0;
  int scale = MIN (width, height) / (int) (modules + 2 * KITTE_QR_QUIET_ZONE);
  int left = (width - scale * (int) modules) / 2;
  int top = (height - scale * (int) modules) / 2;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  for (guint row = 0; row < modules; row++)
    for (guint column = 0; column < modules; column++)
      if (kitte_qr_is_dark (self->qr, column, row))
        cairo_rectangle (cairo, left + scale * (int) column, top + scale * (int) row, scale, scale);
  cairo_fill (cairo);
}

static void
kitte_phone_code_dispose (GObject *object)
{
  KittePhoneCode *self = KITTE_PHONE_CODE (object);

  g_clear_pointer (&self->qr, kitte_qr_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_PHONE_CODE);
  G_OBJECT_CLASS (kitte_phone_code_parent_class)->dispose (object);
}

static void
kitte_phone_code_class_init (KittePhoneCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_phone_code_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/kitte-phone-code.ui");
  gtk_widget_class_bind_template_child (widget_class, KittePhoneCode, area);
}

static void
kitte_phone_code_init (KittePhoneCode *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw_cb, self, NULL);
}

/**
 * kitte_phone_code_set_account:
 *
 * Shows the code for @account; it holds no password. Hidden where it is too long for one code.
 */
void
kitte_phone_code_set_account (KittePhoneCode *self, const KitteAccount *account)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KITTE_IS_PHONE_CODE (self) && account != NULL);

  text = kitte_phone_describe (account);
  g_clear_pointer (&self->qr, kitte_qr_unref);
  self->qr = kitte_qr_new (text);
  gtk_widget_set_visible (GTK_WIDGET (self), self->qr != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}
