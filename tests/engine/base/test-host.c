/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_host_…(): the person's folders, in the open and in a Flatpak. */
#include "config.h"

#include "base/kitte-host.h"

static void
enter_sandbox (void)
{
  g_setenv ("FLATPAK_ID", "jp.kitte.Kitte", TRUE);
}

static void
leave_sandbox (void)
{
  g_unsetenv ("FLATPAK_ID");
  g_unsetenv ("HOST_XDG_CONFIG_HOME");
}

static void
test_open (void)
{
  g_autofree char *config = kitte_host_get_config_dir ();
  g_autofree char *data = kitte_host_get_data_dir ();
  g_autofree char *shell = kitte_host_find_program ("sh");

  g_setenv ("HOST_XDG_CONFIG_HOME", "/somebody/else", TRUE);
  g_assert_false (kitte_host_is_outside ());
  g_assert_cmpstr (kitte_host_get_root (), ==, "");
  g_assert_cmpstr (config, ==, g_get_user_config_dir ());
  g_assert_cmpstr (data, ==, g_get_user_data_dir ());
  g_assert_nonnull (shell);
  leave_sandbox ();
}

static void
test_sandbox (void)
{
  g_autofree char *usual = g_build_filename (g_get_home_dir (), ".config", NULL);
  g_autofree char *usual_data = g_build_filename (g_get_home_dir (), ".local/share", NULL);
  g_autofree char *config = NULL;
  g_autofree char *data = NULL;

  enter_sandbox ();
  config = kitte_host_get_config_dir ();
  data = kitte_host_get_data_dir ();
  g_assert_true (kitte_host_is_outside ());
  g_assert_cmpstr (kitte_host_get_root (), ==, "/run/host");
  g_assert_cmpstr (config, ==, usual);
  g_assert_cmpstr (data, ==, usual_data);
  leave_sandbox ();
}

static void
test_told (void)
{
  g_autofree char *told = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *usual = g_build_filename (g_get_home_dir (), ".config", NULL);

  enter_sandbox ();
  g_setenv ("HOST_XDG_CONFIG_HOME", "/elsewhere/config", TRUE);
  told = kitte_host_get_config_dir ();
  g_assert_cmpstr (told, ==, "/elsewhere/config");
  g_setenv ("HOST_XDG_CONFIG_HOME", "nowhere", TRUE);
  relative = kitte_host_get_config_dir ();
  g_assert_cmpstr (relative, ==, usual);
  leave_sandbox ();
}

/* What a sandbox has itself is nothing that the person can start. */
static void
test_program_of_sandbox (void)
{
  g_autofree char *shell = NULL;

  enter_sandbox ();
  if (!g_file_test ("/run/host", G_FILE_TEST_EXISTS))
    {
      shell = kitte_host_find_program ("sh");
      g_assert_null (shell);
    }
  leave_sandbox ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/host/open", test_open);
  g_test_add_func ("/base/host/sandbox", test_sandbox);
  g_test_add_func ("/base/host/told", test_told);
  g_test_add_func ("/base/host/program-of-sandbox", test_program_of_sandbox);
  return g_test_run ();
}
