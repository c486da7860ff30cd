/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that was built for a brand has that one; the plain program takes the administrator’s. A
 * brand that is not in order is said in the log, and the program is the plain one. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-home.h"

#include "base/kitte-locale.h"
#include "kitte-brand-reader.h"
#include "provider/kitte-preset-linter.h"

#include <glib/gi18n-lib.h>

#define SYSTEM_FOLDER "/etc/kitte/brand"

/* Takes the place of every other brand, for authors and tests; empty: no brand. */
#define FOLDER_VARIABLE "KITTE_BRAND_DIR"

/* One a process: both are set before anything is shown, and not changed afterwards. */
static const KitteBrandIdentity *own_identity;
static KitteBrand *own_brand;

/**
 * kitte_brand_set_identity:
 * @identity: (transfer none): static
 *
 * To be called in main() of a program that was built for a brand, after kitte_init().
 */
void
kitte_brand_set_identity (const KitteBrandIdentity *identity)
{
  g_return_if_fail (identity != NULL && own_identity == NULL);

  own_identity = identity;
  kitte_locale_bind (identity->built_locale, identity->locale);
}

/**
 * kitte_brand_get_own_application_id:
 *
 * Returns: (transfer none): what this program is called on the desktop and on the bus
 */
const char *
kitte_brand_get_own_application_id (void)
{
  return own_identity != NULL ? own_identity->application_id : KITTE_APP_ID;
}

/* Returns: (nullable): where the brand of this process is, if it has one */
static const char *
find_folder (void)
{
  const char *named = g_getenv (FOLDER_VARIABLE);

  if (named != NULL)
    return *named != '\0' ? named : NULL;
  if (own_identity != NULL)
    return kitte_locale_is_built () ? own_identity->source : own_identity->folder;
  return g_file_test (SYSTEM_FOLDER, G_FILE_TEST_EXISTS) ? SYSTEM_FOLDER : NULL;
}

static void
tell (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    {
      KittePresetVerdict *verdict = verdicts->pdata[i];

      for (guint j = 0; j < verdict->mistakes->len; j++)
        g_message ("%s: %s", verdict->file, ((GError *) verdict->mistakes->pdata[j])->message);
    }
  g_message ("%s", _ ("This brand is not used; Kitte looks as it does without one."));
}

static KitteBrand *
read_brand (void)
{
  const char *folder = find_folder ();
  g_autoptr (GPtrArray) verdicts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_verdict_free);
  KitteBrand *brand;

  if (folder == NULL)
    return NULL;
  brand = kitte_brand_read (folder, verdicts);
  if (brand == NULL)
    tell (verdicts);
  return brand;
}

/**
 * kitte_brand_get:
 *
 * Reads it at the first call, which has to be made in the main thread.
 *
 * Returns: (transfer none) (nullable): the brand of this process; %NULL: it is the plain program
 */
KitteBrand *
kitte_brand_get (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      own_brand = read_brand ();
      g_once_init_leave (&once, 1);
    }
  return own_brand;
}

/**
 * kitte_brand_open_catalogue:
 *
 * For the main thread only; the catalogue may be handed over to another one.
 *
 * Returns: (transfer full): the presets as this process’ brand wants them; as
 *   kitte_catalogue_new() without one
 */
KitteCatalogue *
kitte_brand_open_catalogue (void)
{
  KitteBrand *brand = kitte_brand_get ();
  g_autofree char *folder = brand != NULL ? kitte_brand_get_providers_folder (brand) : NULL;
  g_auto (GStrv) shown = brand != NULL ? kitte_brand_get_shown (brand) : NULL;

  return kitte_catalogue_new_for_brand (folder, (const char *const *) shown);
}
