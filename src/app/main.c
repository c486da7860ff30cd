/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kitte: the wizard. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "base/kitte-init.h"
#include "brand/kitte-brand-home.h"
#include "kitte-application.h"

#ifdef KITTE_BRAND_APP_ID
/* The same source is every provider’s own program, too: the build says whose. */
static const KitteBrandIdentity identity = {
  .application_id = KITTE_BRAND_APP_ID,
  .folder = KITTE_BRAND_FOLDER,
  .source = KITTE_BRAND_SOURCE,
  .locale = KITTE_BRAND_LOCALE,
  .built_locale = KITTE_BRAND_BUILT_LOCALE,
};
#endif

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;

  kitte_init ();
  /* The language was chosen; GTK would choose once more, without a brand’s English. */
  gtk_disable_setlocale ();
#ifdef KITTE_BRAND_APP_ID
  kitte_brand_set_identity (&identity);
#endif
  application = kitte_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
