/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl: the engine in a terminal and for scripts. */
#include "config.h"

#include <glib.h>

int
main (int argc, char *argv[])
{
  g_print ("kittectl %s\n", PACKAGE_VERSION);
  return 0;
}
