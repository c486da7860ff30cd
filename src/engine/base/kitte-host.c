/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail programs keep their files where the desktop's folders are, not where those of a sandbox are;
 * and inside one, /usr is the runtime's. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-host.h"

/* Where a Flatpak that may read the system sees it (flatpak-metadata(5), “host-os”). */
#define SANDBOX_ROOT "/run/host"

/* Set in every Flatpak (flatpak-run(1)). */
#define SANDBOX_VARIABLE "FLATPAK_ID"

static const char *const program_folders[] = { "/usr/local/bin", "/usr/bin", "/usr/games" };

/**
 * kitte_host_is_outside:
 *
 * Returns: whether mail programs run outside of what this process can start: Kitte is in a Flatpak
 */
gboolean
kitte_host_is_outside (void)
{
  return g_getenv (SANDBOX_VARIABLE) != NULL;
}

/**
 * kitte_host_get_root:
 *
 * Returns: (transfer none): what stands before the paths of the person's system; "" outside of a
 *   sandbox
 */
const char *
kitte_host_get_root (void)
{
  return kitte_host_is_outside () ? SANDBOX_ROOT : "";
}

/* A sandbox has folders of its own under the usual names; Flatpak tells those of the person where
 * they are not the usual ones (since 1.13). */
static char *
get_folder (const char *own, const char *variable, const char *usual)
{
  const char *told = g_getenv (variable);

  if (!kitte_host_is_outside ())
    return g_strdup (own);
  if (told != NULL && g_path_is_absolute (told))
    return g_strdup (told);
  return g_build_filename (g_get_home_dir (), usual, NULL);
}

/**
 * kitte_host_get_config_dir:
 *
 * Returns: (transfer full): where the person's mail programs keep settings, `~/.config` as a rule
 */
char *
kitte_host_get_config_dir (void)
{
  return get_folder (g_get_user_config_dir (), "HOST_XDG_CONFIG_HOME", ".config");
}

/**
 * kitte_host_get_data_dir:
 *
 * Returns: (transfer full): where the person's mail programs keep data, `~/.local/share` as a rule
 */
char *
kitte_host_get_data_dir (void)
{
  return get_folder (g_get_user_data_dir (), "HOST_XDG_DATA_HOME", ".local/share");
}

/**
 * kitte_host_find_program:
 * @name: without a folder
 *
 * Returns: (transfer full) (nullable): the path of a program that the person can start, as the
 *   person's system has it; behind kitte_host_get_root() it can be read
 */
char *
kitte_host_find_program (const char *name)
{
  g_return_val_if_fail (name != NULL && *name != '\0', NULL);

  if (!kitte_host_is_outside ())
    return g_find_program_in_path (name);
  for (gsize i = 0; i < G_N_ELEMENTS (program_folders); i++)
    {
      g_autofree char *path = g_build_filename (program_folders[i], name, NULL);
      g_autofree char *seen = g_build_filename (SANDBOX_ROOT, path, NULL);

      if (g_file_test (seen, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (seen, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }
  return NULL;
}
