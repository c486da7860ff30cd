/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A brand.json from anybody, beside pictures that are in order: either it is refused with its file,
 * a place and a reason, or every question to it is answered. */
#include "config.h"

#include "base/kitte-json.h"
#include "brand/kitte-brand-contact.h"
#include "brand/kitte-brand-linter.h"
#include "brand/kitte-contrast.h"
#include "provider/kitte-preset-linter.h"

#include <glib/gstdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A day before the worked brands expire, in 2026. */
#define NOW G_GINT64_CONSTANT (1795000000)

#define PICTURE "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/>"

static const char *const pictures[] = { "logo.svg", "logo-dark.svg", "icon.svg" };

/* A new one for each input, so that nothing of the one before is read. */
static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("kitte-fuzz-brand-XXXXXX", NULL);

  g_assert_nonnull (folder);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_build_filename (folder, pictures[i], NULL);

      g_assert_true (g_file_set_contents (path, PICTURE, -1, NULL));
    }
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autofree char *document = g_build_filename (folder, "brand.json", NULL);

  g_unlink (document);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_build_filename (folder, pictures[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
assert_told (GPtrArray *verdicts)
{
  guint n = 0;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const KittePresetVerdict *verdict = verdicts->pdata[i];

      g_assert_nonnull (verdict->file);
      for (guint j = 0; j < verdict->mistakes->len; j++, n++)
        {
          const GError *mistake = verdict->mistakes->pdata[j];

          g_assert_cmpint (mistake->message[0], !=, '\0');
          g_assert_true (g_utf8_validate (mistake->message, -1, NULL));
        }
    }
  g_assert_cmpuint (n, >, 0);
}

static void
ask (KitteBrand *brand)
{
  g_autoptr (GArray) contrasts = g_array_new (FALSE, FALSE, sizeof (KitteContrast));
  g_autoptr (GPtrArray) lines = kitte_brand_list_contacts (brand);
  g_autofree char *typed = kitte_brand_complete_address (brand, "taro");
  g_auto (GStrv) shown = kitte_brand_get_shown (brand);

  g_assert_cmpuint (lines->len, >, 0);
  g_assert_true (g_utf8_validate (typed, -1, NULL));
  g_assert_nonnull (kitte_brand_get_name (brand));
  g_assert_nonnull (kitte_brand_get_company (brand));
  kitte_brand_get_welcome (brand);
  kitte_brand_measure_contrasts (brand, contrasts);
  for (guint i = 0; i < contrasts->len; i++)
    g_assert_cmpfloat (g_array_index (contrasts, KitteContrast, i).ratio, >=,
                       KITTE_CONTRAST_ENOUGH);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "brand.json", NULL);
  g_autoptr (GPtrArray) verdicts = NULL;
  g_autoptr (KitteBrand) brand = NULL;

  g_assert_true (g_file_set_contents_full (path, (const char *) data, (gssize) size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  verdicts = kitte_brand_lint (folder, NOW, &brand);
  if (brand != NULL)
    ask (brand);
  else
    assert_told (verdicts);
  remove_folder (folder);
  return 0;
}
