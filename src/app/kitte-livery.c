/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A brand’s colours become the named colours of the style sheet, and nothing else: each is read as
 * a colour and written anew. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-livery.h"

#include "brand/kitte-brand-contact.h"
#include "kitte-hints.h"
#include "kitte-logo.h"
#include "provider/kitte-preset-member.h"

#include <glib/gi18n.h>

/* Before the application’s own sheets, which have the same names. */
#define PRIORITY (GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1)

static void
define (GString *css, const char *name, KitteBrand *brand, KitteBrandColor which)
{
  GdkRGBA color;
  g_autofree char *text = NULL;

  if (!gdk_rgba_parse (&color, kitte_brand_get_color (brand, which)))
    return;
  text = gdk_rgba_to_string (&color);
  g_string_append_printf (css, "@define-color %s %s;\n", name, text);
}

static void
load (GtkCssProvider *provider, KitteBrand *brand)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  KitteBrandColor accent = dark ? KITTE_BRAND_COLOR_ACCENT_DARK : KITTE_BRAND_COLOR_ACCENT;
  g_autoptr (GString) css = g_string_new (NULL);

  define (css, "kitte_accent", brand, accent);
  define (css, "accent_color", brand, accent);
  define (css, "accent_bg_color", brand, KITTE_BRAND_COLOR_BUTTON);
  define (css, "accent_fg_color", brand, KITTE_BRAND_COLOR_BUTTON_TEXT);
  gtk_css_provider_load_from_data (provider, css->str, (gssize) css->len);
}

static void
dark_changed_cb (AdwStyleManager *manager, GParamSpec *pspec, GtkCssProvider *provider)
{
  load (provider, g_object_get_data (G_OBJECT (provider), "brand"));
}

/**
 * kitte_livery_put_on:
 * @brand: (nullable): %NULL: nothing changes
 *
 * Gives all windows the brand’s colours. To be called once.
 */
void
kitte_livery_put_on (KitteBrand *brand)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  if (brand == NULL)
    return;
  provider = gtk_css_provider_new ();
  g_object_set_data_full (G_OBJECT (provider), "brand", kitte_brand_ref (brand),
                          (GDestroyNotify) kitte_brand_unref);
  load (provider, brand);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider), PRIORITY);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_changed_cb), provider, 0);
}

static void
add_centred (GtkBox *box, const char *text, const char *style)
{
  GtkWidget *label = kitte_hints_make_text (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);
}

/**
 * kitte_livery_fill_head:
 * @brand: (nullable):
 * @box: empty
 *
 * Adds the logo, the welcome, and that a newer version is wanted where its time is over.
 *
 * Returns: whether @box now says what is to be typed; if not, the page has to
 */
gboolean
kitte_livery_fill_head (KitteBrand *brand, GtkBox *box)
{
  const char *welcome = brand != NULL ? kitte_brand_get_welcome (brand) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (box), brand != NULL);
  if (brand == NULL)
    return FALSE;
  gtk_box_append (box, kitte_logo_new (brand));
  if (welcome != NULL)
    add_centred (box, welcome, NULL);
  if (kitte_brand_is_expired (brand, g_get_real_time () / G_USEC_PER_SEC))
    add_centred (box,
                 _ ("This program is no longer up to date. Please look for a newer version on your "
                    "provider’s pages."),
                 "kitte-notice");
  return welcome != NULL;
}

static void
add_links (GtkBox *box, JsonArray *links)
{
  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);

      gtk_box_append (box, kitte_hints_make_link (kitte_preset_member_string (link, "url"),
                                                  kitte_preset_member_text (link, "title")));
    }
}

/**
 * kitte_livery_fill_help:
 * @brand: (nullable):
 * @box: empty
 *
 * Adds whom to ask, and the pages with help.
 *
 * Returns: whether there is something in @box
 */
gboolean
kitte_livery_fill_help (KitteBrand *brand, GtkBox *box)
{
  g_autoptr (GPtrArray) contacts = kitte_brand_list_contacts (brand);

  for (guint i = 0; i < contacts->len; i++)
    {
      const KitteHint *hint = contacts->pdata[i];
      GtkWidget *line = hint->url != NULL ? kitte_hints_make_link (hint->url, hint->text) :
                                            kitte_hints_make_text (hint->text);

      gtk_box_append (box, line);
    }
  if (brand != NULL)
    add_links (box, kitte_preset_member_array (kitte_brand_get_json (brand), "links"));
  gtk_widget_set_visible (GTK_WIDGET (box), gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL);
  return gtk_widget_get_visible (GTK_WIDGET (box));
}
