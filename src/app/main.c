/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kitte: the wizard. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "base/kitte-init.h"
#include "kitte-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;

  kitte_init ();
  application = kitte_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
