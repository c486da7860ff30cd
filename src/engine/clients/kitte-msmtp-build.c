/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions build it with and without the keyring. */
#define _GNU_SOURCE /* memmem () */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtp-build.h"

#include <string.h>

#include "base/kitte-host.h"

static char *
run_version (const char *program)
{
  const char *argv[] = { program, "--version", NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LC_ALL", "C", TRUE);
  char *output = NULL;

  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
                NULL, NULL, NULL);
  return output;
}

/* What it was linked with tells the same where it cannot be started. */
static gboolean
is_linked_with_keyring (const char *program)
{
  static const char library[] = "libsecret-1.so";
  g_autofree char *path = g_build_filename (kitte_host_get_root (), program, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL && g_mapped_file_get_contents (file) != NULL &&
         memmem (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), library,
                 strlen (library)) != NULL;
}

static char *
find_line (char **lines, const char *prefix)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], prefix))
      return g_strstrip (g_strdup (lines[i] + strlen (prefix)));
  return NULL;
}

/**
 * kitte_msmtp_build_ask:
 * @self: (out caller-allocates): filled with zeros; to be cleared
 * @installation: of msmtp
 *
 * Asks the program itself; inside a sandbox, where it cannot be started, looks at its file.
 */
void
kitte_msmtp_build_ask (KitteMsmtpBuild *self, const KitteInstallation *installation)
{
  const char *program = installation->program;
  g_autofree char *output = NULL;
  g_autofree char *keyring = NULL;
  g_auto (GStrv) lines = NULL;

  if (program == NULL)
    return;
  if (kitte_host_is_outside ())
    {
      self->has_keyring = is_linked_with_keyring (program);
      return;
    }
  output = run_version (program);
  lines = g_strsplit (output != NULL ? output : "", "\n", -1);
  /* A Debian msmtp says "Keyring support: Gnome". */
  keyring = find_line (lines, "Keyring support:");
  self->has_keyring =
      keyring != NULL && *keyring != '\0' && g_ascii_strcasecmp (keyring, "none") != 0;
  self->system_file = find_line (lines, "System configuration file name:");
}

void
kitte_msmtp_build_clear (KitteMsmtpBuild *self)
{
  g_clear_pointer (&self->system_file, g_free);
}
