/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the person’s language for both programs. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-locale.h"

#include <libintl.h>
#include <locale.h>

/* A program that still lies in the folder it was built in finds its catalogues there. */
static const char *
find_catalogues (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL && g_str_has_prefix (program, KITTE_BUILD_ROOT G_DIR_SEPARATOR_S))
    return KITTE_BUILD_LOCALEDIR;
  return KITTE_LOCALEDIR;
}

/**
 * kitte_locale_init:
 *
 * Sets the locale of the environment and binds the catalogues. Call it once, first thing in main.
 */
void
kitte_locale_init (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, find_catalogues ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
