/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kitte: the wizard. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "base/kitte-locale.h"
#include "kitte-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;

  /* GnuTLS would write the keys of every connection into the file it names. */
  g_unsetenv ("SSLKEYLOGFILE");
  kitte_locale_init ();
  application = kitte_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
