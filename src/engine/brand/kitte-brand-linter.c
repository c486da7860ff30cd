/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says more than the program asks for: it would run with a brand whose time is over. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-linter.h"

#include "kitte-brand-reader.h"
#include "provider/kitte-preset-linter.h"
#include "provider/kitte-preset-member.h"

#include <glib/gi18n-lib.h>

static void
check_time (KitteBrand *brand, KittePresetVerdict *verdict, gint64 now)
{
  if (kitte_brand_is_expired (brand, now))
    g_ptr_array_add (verdict->mistakes,
                     g_error_new (KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_EXPIRED, "expires: %s",
                                  _ ("This day has passed; look through everything once more, and "
                                     "write a later day.")));
}

/* They are checked as a preset of the same name from elsewhere would be: alone, together, and
 * against the shipped ones. */
static void
check_presets (const char *folder, GPtrArray *verdicts)
{
  g_autofree char *own = g_build_filename (folder, "providers", NULL);
  const char *places[] = { own, NULL };
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_brand (NULL, NULL);
  g_autoptr (GPtrArray) found = NULL;

  if (!g_file_test (own, G_FILE_TEST_EXISTS))
    return;
  found = kitte_preset_lint (catalogue, places);
  g_ptr_array_extend_and_steal (verdicts, g_steal_pointer (&found));
}

/**
 * kitte_brand_lint:
 * @folder: what holds `brand.json`
 * @now: seconds since 1970
 * @brand: (out) (optional) (nullable) (transfer full): the brand, if the program would take it
 *
 * Blocks for local files.
 *
 * Returns: (transfer full) (element-type KittePresetVerdict): a verdict on each file
 */
GPtrArray *
kitte_brand_lint (const char *folder, gint64 now, KitteBrand **brand)
{
  GPtrArray *verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_verdict_free);
  g_autoptr (KitteBrand) read = NULL;

  g_return_val_if_fail (folder != NULL, verdicts);

  read = kitte_brand_read (folder, verdicts);
  if (read != NULL)
    check_time (read, verdicts->pdata[0], now);
  check_presets (folder, verdicts);
  if (brand != NULL)
    *brand = g_steal_pointer (&read);
  return verdicts;
}
