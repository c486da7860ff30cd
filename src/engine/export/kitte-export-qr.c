/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code that Thunderbird for Android reads, as a picture: SVG by libxml2, PNG by libpng. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <png.h>

#include "kitte-export-private.h"
#include "kitte-markup.h"
#include "kitte-phone.h"
#include "kitte-qr.h"

/* Dots a module: some 500 dots a side, sharp on a screen and on paper. */
#define SCALE 8

/* An account has the method it was proven with; nobody proved this one. */
static KitteServer *
use_best_method (const KitteServer *server)
{
  return kitte_server_with_auth (server, server->auth.n_items > 0 ? server->auth.items[0] :
                                                                    KITTE_AUTH_PLAIN);
}

static KitteQr *
make_code (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteAccount) account = NULL;
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autofree char *name = kitte_markup_clean (subject->name != NULL ? subject->name : "");
  g_autofree char *text = NULL;
  KitteQr *code;

  if (!kitte_export_require_own (subject, error))
    return NULL;
  incoming = use_best_method (subject->own->incoming->pdata[0]);
  outgoing = use_best_method (subject->own->outgoing->pdata[0]);
  account = kitte_account_new (subject->own, name, incoming, outgoing, NULL, NULL);
  text = kitte_phone_describe (account);
  code = kitte_qr_new (text);
  if (code == NULL)
    g_set_error_literal (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_TOO_LONG,
                         _ ("Name and address are too long for a code."));
  return code;
}

static guint
get_side (const KitteQr *code)
{
  return kitte_qr_get_width (code) + 2 * KITTE_QR_QUIET_ZONE;
}

/* A row of dark modules is one stroke. */
static char *
draw (const KitteQr *code)
{
  GString *path = g_string_new (NULL);
  guint width = kitte_qr_get_width (code);

  for (guint row = 0; row < width; row++)
    for (guint column = 0; column < width; column++)
      {
        guint length = 0;

        while (column + length < width && kitte_qr_is_dark (code, column + length, row))
          length++;
        if (length == 0)
          continue;
        g_string_append_printf (path, "M%u %uh%uv1h-%uz", column + KITTE_QR_QUIET_ZONE,
                                row + KITTE_QR_QUIET_ZONE, length, length);
        column += length;
      }
  return g_string_free (path, FALSE);
}

GBytes *
kitte_export_write_qr_svg (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteMarkup) markup = kitte_markup_new ();
  g_autoptr (KitteQr) code = make_code (subject, error);
  g_autofree char *box = NULL;
  g_autofree char *path = NULL;

  if (code == NULL)
    return NULL;
  box = g_strdup_printf ("0 0 %u %u", get_side (code), get_side (code));
  path = draw (code);
  kitte_markup_start (markup, "svg");
  kitte_markup_attribute (markup, "xmlns", "http://www.w3.org/2000/svg");
  kitte_markup_attribute (markup, "viewBox", box);
  kitte_markup_attribute (markup, "shape-rendering", "crispEdges");
  kitte_markup_attribute (markup, "role", "img");
  kitte_markup_element (markup, "title",
                        /* TRANSLATORS: what a picture shows, for people who do not see it. */
                        _ ("QR code with the mail settings for Thunderbird on Android"));
  kitte_markup_start (markup, "rect");
  kitte_markup_attribute (markup, "width", "100%");
  kitte_markup_attribute (markup, "height", "100%");
  kitte_markup_attribute (markup, "fill", "#ffffff");
  kitte_markup_end (markup);
  kitte_markup_start (markup, "path");
  kitte_markup_attribute (markup, "fill", "#000000");
  kitte_markup_attribute (markup, "d", path);
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  return kitte_markup_finish_xml (markup);
}

static guint8 *
paint (const KitteQr *code, guint side)
{
  guint8 *dots = g_malloc (side * side);
  guint width = kitte_qr_get_width (code);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint column = x / SCALE - KITTE_QR_QUIET_ZONE;
        guint row = y / SCALE - KITTE_QR_QUIET_ZONE;

        /* In the quiet zone the difference wraps round and is large. */
        dots[y * side + x] =
            column < width && row < width && kitte_qr_is_dark (code, column, row) ? 0 : 255;
      }
  return dots;
}

GBytes *
kitte_export_write_qr_png (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteQr) code = make_code (subject, error);
  png_image image = { .version = PNG_IMAGE_VERSION, .format = PNG_FORMAT_GRAY };
  g_autofree guint8 *dots = NULL;
  g_autofree guint8 *file = NULL;
  png_alloc_size_t size = 0;

  if (code == NULL)
    return NULL;
  image.width = image.height = get_side (code) * SCALE;
  dots = paint (code, image.width);
  if (!png_image_write_get_memory_size (image, size, 0, dots, 0, NULL))
    g_error ("libpng: %s", image.message);
  file = g_malloc (size);
  if (!png_image_write_to_memory (&image, file, &size, 0, dots, 0, NULL))
    g_error ("libpng: %s", image.message);
  return g_bytes_new_take (g_steal_pointer (&file), size);
}
