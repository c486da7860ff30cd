/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird has another id at every distributor (net.thunderbird.Thunderbird in Debian’s package,
 * org.mozilla.thunderbird at Flathub), so those that can search are asked to. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-software-centre.h"

#define THUNDERBIRD_URI "appstream://org.mozilla.thunderbird"

static const struct
{
  const char *program;
  const char *command;
} searchers[] = {
  { "gnome-software", "gnome-software --search=Thunderbird" },
  { "plasma-discover", "plasma-discover --search Thunderbird" },
};

/* The one that the desktop has chosen comes first. */
static const char *
find_command (void)
{
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme ("appstream");
  const char *executable = handler != NULL ? g_app_info_get_executable (handler) : NULL;
  g_autofree char *preferred = executable != NULL ? g_path_get_basename (executable) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (searchers); i++)
    if (g_strcmp0 (preferred, searchers[i].program) == 0)
      return searchers[i].command;
  for (gsize i = 0; handler == NULL && i < G_N_ELEMENTS (searchers); i++)
    {
      g_autofree char *path = g_find_program_in_path (searchers[i].program);

      if (path != NULL)
        return searchers[i].command;
    }
  return NULL;
}

/**
 * kitte_software_centre_is_there:
 *
 * Returns: whether there is anything to open
 */
gboolean
kitte_software_centre_is_there (void)
{
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme ("appstream");

  return handler != NULL || find_command () != NULL;
}

/**
 * kitte_software_centre_show_thunderbird:
 * @widget: where the person pressed
 *
 * Returns: whether it could be started
 */
gboolean
kitte_software_centre_show_thunderbird (GtkWidget *widget)
{
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GAppInfo) program = NULL;
  const char *command = find_command ();

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  context = gdk_display_get_app_launch_context (gtk_widget_get_display (widget));
  if (command == NULL)
    return g_app_info_launch_default_for_uri (THUNDERBIRD_URI, G_APP_LAUNCH_CONTEXT (context),
                                              NULL);
  program = g_app_info_create_from_commandline (command, NULL, G_APP_INFO_CREATE_NONE, NULL);
  return program != NULL && g_app_info_launch (program, NULL, G_APP_LAUNCH_CONTEXT (context), NULL);
}
