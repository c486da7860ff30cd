/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepares the process before it holds a secret or says a word. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-init.h"

#include <libintl.h>
#include <locale.h>
#include <sys/resource.h>

/* GnuTLS, NSS and others write session keys to the file it names. */
#define KEY_LOG_VARIABLE "SSLKEYLOGFILE"

/* A program that runs where it was built speaks from the catalogues that were built with it. */
static const char *
locale_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *build = g_path_get_dirname (KITTE_BUILD_LOCALEDIR);
  g_autofree char *prefix = g_strconcat (build, G_DIR_SEPARATOR_S, NULL);

  if (program != NULL && g_str_has_prefix (program, prefix))
    return KITTE_BUILD_LOCALEDIR;
  return KITTE_LOCALEDIR;
}

/* Passwords are kept out of dumps page by page; copies inside libraries are not. */
static void
forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  (void) setrlimit (RLIMIT_CORE, &none);
}

/**
 * kitte_init:
 *
 * To be called first in main(), before any other thread exists.
 */
void
kitte_init (void)
{
  g_unsetenv (KEY_LOG_VARIABLE);
  forbid_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
