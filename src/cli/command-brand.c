/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl brand: a linter for those who make a provider’s own build. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "brand/kitte-brand-linter.h"
#include "brand/kitte-contrast.h"
#include "json.h"
#include "kittectl.h"
#include "verdicts.h"

#include <glib/gi18n.h>

static void
add_contrast (KittectlRun *run, JsonBuilder *builder, const KitteContrast *contrast)
{
  g_autofree char *ratio = g_strdup_printf ("%.1f", contrast->ratio);

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "color", contrast->key);
  kittectl_json_string (builder, "value", contrast->color);
  kittectl_json_string (builder, "on", contrast->background);
  json_builder_set_member_name (builder, "ratio");
  json_builder_add_double_value (builder, g_ascii_strtod (ratio, NULL));
  json_builder_end_object (builder);
  if (!run->options.json)
    /* TRANSLATORS: about two colours, as in “#1f5f8b”, and how well they are told apart: 1.0 to
     * 21.0. The first %s is the name of the colour in the file. */
    g_print (_ ("%s: %s on %s, contrast %s to 1\n"), contrast->key, contrast->color,
             contrast->background, ratio);
}

static void
check_folder (KittectlRun *run, const char *folder)
{
  g_autoptr (GArray) contrasts = g_array_new (FALSE, FALSE, sizeof (KitteContrast));
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (KitteBrand) brand = NULL;
  g_autoptr (GPtrArray) verdicts = kitte_brand_lint (folder, now, &brand);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "id", brand != NULL ? kitte_brand_get_id (brand) : NULL);
  json_builder_set_member_name (builder, "contrasts");
  json_builder_begin_array (builder);
  if (brand != NULL)
    kitte_brand_measure_contrasts (brand, contrasts);
  for (guint i = 0; i < contrasts->len; i++)
    add_contrast (run, builder, &g_array_index (contrasts, KitteContrast, i));
  json_builder_end_array (builder);
  kittectl_add_verdicts (builder, verdicts);
  json_builder_end_object (builder);
  kittectl_finish_verdicts (run, builder, verdicts);
}

void
kittectl_brand (KittectlRun *run)
{
  char **arguments = run->options.arguments;

  if (arguments != NULL && g_strv_length (arguments) == 2 && g_str_equal (arguments[0], "check"))
    check_folder (run, arguments[1]);
  else
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", _ ("Write kittectl brand check FOLDER"));
}
