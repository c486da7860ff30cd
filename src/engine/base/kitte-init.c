/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepares the process before it holds a secret or says a word. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-init.h"

#include "kitte-locale.h"

#include <sys/resource.h>

/* GnuTLS, NSS and others write session keys to the file it names. */
#define KEY_LOG_VARIABLE "SSLKEYLOGFILE"

/* Inside a sandbox libsecret would keep passwords in a file of its own, where no mail program
 * looks; said so, it asks the desktop's service there too. */
#define SECRET_VARIABLE "SECRET_BACKEND"
#define SECRET_SERVICE "service"

/* Passwords are kept out of dumps page by page; copies inside libraries are not. Where the system
 * pipes dumps to a program, the kernel takes a limit of 0 for none at all, and of 1 for “never”
 * (core(5)); no file has just one byte either. */
static void
forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };
  const struct rlimit never = { 1, 1 };

  if (setrlimit (RLIMIT_CORE, &never) != 0)
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
  g_setenv (SECRET_VARIABLE, SECRET_SERVICE, TRUE);
  forbid_core_dumps ();
  kitte_locale_init ();
}
