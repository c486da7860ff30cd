/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds every Thunderbird and Betterbird: packages, unpacked archives, Flatpak, Snap. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <gio/gdesktopappinfo.h>
#include <stdlib.h>
#include <string.h>

#include "base/kitte-host.h"
#include "change/kitte-lock.h"
#include "kitte-thunderbird-private.h"

#define HOME_ROOT ".thunderbird"
#define SNAP_ROOT "snap/thunderbird/common/.thunderbird"

/* Where distributions and people put the program. */
static const char *const known_directories[] = {
  "/usr/lib/thunderbird", "/usr/lib64/thunderbird", "/usr/lib/thunderbird-esr", "/opt/thunderbird",
  "/usr/lib/betterbird",  "/usr/lib64/betterbird",  "/opt/betterbird",
};

static const char *const program_names[] = { "thunderbird", "thunderbird-bin", "betterbird",
                                             "betterbird-bin", "thunderbird-esr" };

/* Start menu entries of native programs, best known first. */
static const char *const desktop_ids[] = {
  "thunderbird.desktop",     "mozilla-thunderbird.desktop", "net.thunderbird.Thunderbird.desktop",
  "thunderbird-esr.desktop", "betterbird.desktop",          "eu.betterbird.Betterbird.desktop",
};

typedef struct
{
  const char *id;
  const char *directory; /* where the program is inside */
  const char *name;      /* as the person knows it; told apart from the others */
} FlatpakId;

static const FlatpakId flatpak_ids[] = {
  { "org.mozilla.thunderbird", "/app/lib/thunderbird", "Thunderbird (Flatpak)" },
  { "org.mozilla.thunderbird_esr", "/app/lib/thunderbird", "Thunderbird ESR (Flatpak)" },
  { "org.mozilla.Thunderbird", "/app/lib/thunderbird", "Thunderbird (old Flatpak)" },
  { "net.thunderbird.Thunderbird", "/app/lib/thunderbird", "Thunderbird (Fedora Flatpak)" },
  { "eu.betterbird.Betterbird", "/app/lib/betterbird", "Betterbird (Flatpak)" },
};

typedef struct
{
  const char *system_root;
  GPtrArray *found;
} Search;

static gboolean
exists (const char *system_root, const char *path)
{
  g_autofree char *full = g_build_filename (system_root, path, NULL);

  return g_file_test (full, G_FILE_TEST_EXISTS);
}

/* The program file in a directory that holds an installation. */
static char *
find_program (const char *system_root, const char *directory)
{
  g_autofree char *application = g_build_filename (directory, "application.ini", NULL);

  if (!exists (system_root, application))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (program_names); i++)
    {
      g_autofree char *program = g_build_filename (directory, program_names[i], NULL);
      g_autofree char *full = g_build_filename (system_root, program, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (full, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&program);
    }
  return NULL;
}

static gboolean
is_betterbird (const char *path)
{
  return strstr (path, "etterbird") != NULL;
}

static char *
find_desktop_id (const char *directory)
{
  for (gsize i = 0; i < G_N_ELEMENTS (desktop_ids); i++)
    {
      g_autoptr (GDesktopAppInfo) info = NULL;

      if (is_betterbird (desktop_ids[i]) != is_betterbird (directory))
        continue;
      info = g_desktop_app_info_new (desktop_ids[i]);
      if (info != NULL)
        return g_strdup (desktop_ids[i]);
    }
  return NULL;
}

static gboolean
is_known (const Search *search, const char *program)
{
  for (guint i = 0; i < search->found->len; i++)
    if (g_strcmp0 (((KitteInstallation *) search->found->pdata[i])->program, program) == 0)
      return TRUE;
  return FALSE;
}

/* Whether Thunderbird has the profile open that this installation would open. */
static gboolean
is_running (const Search *search, const KitteInstallation *installation)
{
  g_autoptr (KitteChangeSet) nothing = kitte_change_set_new ("");
  g_autoptr (KitteThunderbirdProfile) profile = NULL;
  gboolean there;

  profile =
      kitte_thunderbird_profile_open (search->system_root, installation, nothing, &there, NULL);
  return profile != NULL && kitte_lock_is_held (profile->lock_path);
}

static void
add (Search *search, const char *name, const char *desktop_id, const char *program, char *root)
{
  g_autofree char *owned_root = root;
  g_autoptr (KitteInstallation) closed =
      kitte_installation_new (KITTE_THUNDERBIRD_ID, name, desktop_id, program, root, FALSE);

  if (is_running (search, closed))
    g_ptr_array_add (search->found, kitte_installation_new (KITTE_THUNDERBIRD_ID, name, desktop_id,
                                                            program, root, TRUE));
  else
    g_ptr_array_add (search->found, g_steal_pointer (&closed));
}

static void
add_native (Search *search, const char *directory)
{
  g_autofree char *program = find_program (search->system_root, directory);
  g_autofree char *desktop_id = NULL;
  g_autofree char *name = NULL;
  const char *product = is_betterbird (directory) ? "Betterbird" : "Thunderbird";

  if (program == NULL || is_known (search, program))
    return;
  desktop_id = find_desktop_id (directory);
  /* Two of a kind are told apart by where they are. */
  name = g_str_has_prefix (directory, "/usr/") ? g_strdup (product) :
                                                 g_strdup_printf ("%s (%s)", product, directory);
  add (search, name, desktop_id, program, g_build_filename (g_get_home_dir (), HOME_ROOT, NULL));
}

/* What a command really starts; a script leads nowhere and is covered by the known places. */
static void
add_by_command (Search *search, const char *command)
{
  g_autofree char *path = command != NULL ? g_find_program_in_path (command) : NULL;
  char *real = path != NULL ? realpath (path, NULL) : NULL;
  g_autofree char *directory = real != NULL ? g_path_get_dirname (real) : NULL;

  free (real);
  if (directory != NULL)
    add_native (search, directory);
}

static void
find_native (Search *search)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_directories); i++)
    {
      g_autofree char *full = g_build_filename (search->system_root, known_directories[i], NULL);
      char *real = realpath (full, NULL);

      if (real != NULL)
        add_native (search, real + strlen (search->system_root));
      free (real);
    }
  if (*search->system_root != '\0')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (program_names); i++)
    add_by_command (search, program_names[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (desktop_ids); i++)
    {
      g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new (desktop_ids[i]);

      if (info != NULL)
        add_by_command (search, g_app_info_get_executable (G_APP_INFO (info)));
    }
}

static gboolean
is_deployed (const char *system_root, const char *id)
{
  g_autofree char *system = g_build_filename ("/var/lib/flatpak/app", id, NULL);
  g_autofree char *data = kitte_host_get_data_dir ();
  g_autofree char *own = g_build_filename (data, "flatpak/app", id, NULL);

  return exists (system_root, system) || g_file_test (own, G_FILE_TEST_EXISTS);
}

static void
find_flatpaks (Search *search)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flatpak_ids); i++)
    {
      const FlatpakId *flatpak = &flatpak_ids[i];
      g_autofree char *data =
          g_build_filename (g_get_home_dir (), ".var", "app", flatpak->id, NULL);
      g_autofree char *desktop_id = g_strconcat (flatpak->id, ".desktop", NULL);
      g_autofree char *name = g_path_get_basename (flatpak->directory);
      g_autofree char *program = g_build_filename (flatpak->directory, name, NULL);
      gboolean deployed = is_deployed (search->system_root, flatpak->id);

      if (deployed || g_file_test (data, G_FILE_TEST_IS_DIR))
        add (search, flatpak->name, deployed ? desktop_id : NULL, deployed ? program : NULL,
             g_build_filename (data, HOME_ROOT, NULL));
    }
}

static void
find_snap (Search *search)
{
  g_autofree char *root = g_build_filename (g_get_home_dir (), SNAP_ROOT, NULL);
  g_autofree char *common = g_path_get_dirname (root);
  gboolean deployed = exists (search->system_root, "/snap/bin/thunderbird") ||
                      exists (search->system_root, "/var/lib/snapd/snap/bin/thunderbird");

  if (deployed || g_file_test (common, G_FILE_TEST_IS_DIR))
    add (search, "Thunderbird (Snap)", deployed ? "thunderbird_thunderbird.desktop" : NULL,
         deployed ? "/snap/bin/thunderbird" : NULL, g_steal_pointer (&root));
}

/* The one that handles mail first, then what can be started, then what only left settings. */
static guint
rank (const KitteInstallation *installation, const char *mail_handler)
{
  if (mail_handler != NULL && g_strcmp0 (installation->desktop_id, mail_handler) == 0)
    return 0;
  return installation->program != NULL ? 1 : 2;
}

static void
sort (GPtrArray *found)
{
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme ("mailto");
  const char *id = handler != NULL ? g_app_info_get_id (handler) : NULL;

  for (guint i = 1; i < found->len; i++)
    for (guint j = i; j > 0 && rank (found->pdata[j], id) < rank (found->pdata[j - 1], id); j--)
      {
        gpointer better = found->pdata[j];

        found->pdata[j] = found->pdata[j - 1];
        found->pdata[j - 1] = better;
      }
}

static const FlatpakId *
flatpak_of_root (const char *root)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flatpak_ids); i++)
    {
      g_autofree char *end = g_build_filename ("/.var/app", flatpak_ids[i].id, HOME_ROOT, NULL);

      if (g_str_has_suffix (root, end))
        return &flatpak_ids[i];
    }
  return NULL;
}

/**
 * kitte_thunderbird_get_directory:
 * @system_root: "" but in tests
 *
 * Returns: (transfer full) (nullable): the directory of the real program file as Thunderbird
 *   itself sees it, inside its sandbox where it has one; %NULL when it is not known
 */
char *
kitte_thunderbird_get_directory (const char *system_root, const KitteInstallation *installation)
{
  const FlatpakId *flatpak;

  g_return_val_if_fail (system_root != NULL && installation != NULL, NULL);

  flatpak = flatpak_of_root (installation->root);
  if (flatpak != NULL)
    return g_strdup (flatpak->directory);
  if (installation->program == NULL)
    return NULL;
  return g_path_get_dirname (installation->program);
}

gboolean
kitte_thunderbird_is_snap (const KitteInstallation *installation)
{
  g_return_val_if_fail (installation != NULL, FALSE);

  return g_str_has_suffix (installation->root, "/" SNAP_ROOT);
}

/**
 * kitte_thunderbird_find:
 * @system_root: what stands before the paths of the system; "" but in tests
 *
 * Returns: (transfer full) (element-type KitteInstallation): best first
 */
GPtrArray *
kitte_thunderbird_find (const char *system_root)
{
  Search search = { system_root, NULL };

  g_return_val_if_fail (system_root != NULL, NULL);

  search.found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  find_native (&search);
  find_flatpaks (&search);
  find_snap (&search);
  sort (search.found);
  return search.found;
}
