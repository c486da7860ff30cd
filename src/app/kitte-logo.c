/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the brand’s logo as sharply as the screen can, and anew when the background changes. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-logo.h"

#include <gio/gio.h>

/* At 100 %: the smallest window leaves 284 pixels beside its margins. */
#define MOST_WIDTH 260
#define MOST_HEIGHT 72

/* @texture: (nullable): what was drawn last, for @dark and @scale; %NULL: nothing could be */
struct _KitteLogo
{
  GtkWidget parent_instance;
  KitteBrand *brand;
  GdkTexture *texture;
  gboolean dark;
  int scale;
};

G_DEFINE_FINAL_TYPE (KitteLogo, kitte_logo, GTK_TYPE_WIDGET)

static GdkPixbuf *
rasterize (KitteLogo *self)
{
  KitteBrandPicture which = self->dark ? KITTE_BRAND_PICTURE_DARK : KITTE_BRAND_PICTURE_LIGHT;
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_bytes (kitte_brand_get_picture (self->brand, which));
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf =
      gdk_pixbuf_new_from_stream_at_scale (stream, MOST_WIDTH * self->scale,
                                           MOST_HEIGHT * self->scale, TRUE, NULL, &error);

  if (pixbuf == NULL)
    g_message ("%s", error->message);
  return pixbuf;
}

static void
update (KitteLogo *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (self->scale == scale && self->dark == dark)
    return;
  self->scale = scale;
  self->dark = dark;
  g_clear_object (&self->texture);
  pixbuf = rasterize (self);
  if (pixbuf != NULL)
    self->texture = gdk_texture_new_for_pixbuf (pixbuf);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static int
get_side (KitteLogo *self, GtkOrientation orientation)
{
  if (self->texture == NULL)
    return 0;
  return (orientation == GTK_ORIENTATION_HORIZONTAL ? gdk_texture_get_width (self->texture) :
                                                      gdk_texture_get_height (self->texture)) /
         self->scale;
}

static void
kitte_logo_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = get_side (KITTE_LOGO (widget), orientation);
}

static void
kitte_logo_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KitteLogo *self = KITTE_LOGO (widget);

  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture,
                                 &GRAPHENE_RECT_INIT (0, 0,
                                                      get_side (self, GTK_ORIENTATION_HORIZONTAL),
                                                      get_side (self, GTK_ORIENTATION_VERTICAL)));
}

static void
kitte_logo_dispose (GObject *object)
{
  KitteLogo *self = KITTE_LOGO (object);

  g_clear_pointer (&self->brand, kitte_brand_unref);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (kitte_logo_parent_class)->dispose (object);
}

static void
kitte_logo_class_init (KitteLogoClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_logo_dispose;
  widget_class->measure = kitte_logo_measure;
  widget_class->snapshot = kitte_logo_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kitte_logo_init (KitteLogo *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
kitte_logo_new (KitteBrand *brand)
{
  KitteLogo *self;

  g_return_val_if_fail (brand != NULL, NULL);

  self = g_object_new (KITTE_TYPE_LOGO, NULL);
  self->brand = kitte_brand_ref (brand);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kitte_brand_get_company (brand), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update), NULL);
  update (self);
  return GTK_WIDGET (self);
}
