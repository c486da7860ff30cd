/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application object of the wizard. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-application.h"

#include "base/kitte-locale.h"
#include "brand/kitte-brand-home.h"
#include "change/kitte-undo.h"
#include "clients/kitte-client.h"
#include "kitte-live.h"
#include "kitte-livery.h"
#include "kitte-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

struct _KitteApplication
{
  AdwApplication parent_instance;
  gboolean exit_after_first_frame;
  gboolean print_version;
  gboolean recovered;
  guint signals[3];
  gulong live;
};

G_DEFINE_FINAL_TYPE (KitteApplication, kitte_application, ADW_TYPE_APPLICATION)

/* What an earlier run that was killed left half done; in a thread, as it reads and writes files. */
static void
recover (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) clients = kitte_clients_new ();
  g_autoptr (GError) error = NULL;

  if (!kitte_clients_recover (clients, &error))
    g_message ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
start_recovery (KitteApplication *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->recovered)
    return;
  self->recovered = TRUE;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_name (task, "kitte_application_recover");
  g_task_run_in_thread (task, recover);
}

/* The stamp is on the clock that a caller can read before it starts the program. */
static void
first_frame_cb (GdkFrameClock *clock, KitteApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  if (self->exit_after_first_frame)
    {
      g_print ("first-frame %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
      g_application_quit (G_APPLICATION (self));
      return;
    }
  start_recovery (self);
}

static char *
describe (void)
{
  const char *purpose = _ ("Sets up your mail account: type your address and your password.");

  if (!kitte_locale_awaits_reviewer ())
    return g_strdup (purpose);
  /* TRANSLATORS: shown in the About window of each language whose catalogue says in its header
   * “X-Native-Reviewer: awaited”. */
  return g_strdup_printf ("%s\n\n%s", purpose,
                          _ ("No native speaker has read this translation as a whole yet. "
                             "Corrections are welcome."));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  g_autofree char *description = describe ();
  KitteBrand *brand = kitte_brand_get ();

  adw_show_about_window (parent, "application-name",
                         brand != NULL ? kitte_brand_get_name (brand) : "Kitte", "application-icon",
                         kitte_brand_get_own_application_id (), "developer-name",
                         brand != NULL ? kitte_brand_get_company (brand) : "", "version",
                         PACKAGE_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         description,
                         /* TRANSLATORS: your name, one translator a line; shown in the credits. */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static const GActionEntry actions[] = { { .name = "about", .activate = about_cb } };

/* There is one window; every start after the first brings it forward. */
static void
present (KitteApplication *self, const char *address)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  GdkFrameClock *clock;

  if (window == NULL)
    window = GTK_WINDOW (kitte_window_new (GTK_APPLICATION (self)));
  if (address != NULL)
    kitte_window_offer_address (KITTE_WINDOW (window), address);
  gtk_window_present (window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  if (clock != NULL && !self->recovered)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (first_frame_cb), self, 0);
}

static void
kitte_application_activate (GApplication *application)
{
  present (KITTE_APPLICATION (application), NULL);
}

/* `kitte ADDRESS`, perhaps while a window is open already. What is no address is shown where it can
 * be corrected. */
static int
kitte_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **arguments = NULL;
  g_autofree char *address = NULL;

  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &arguments);
  if (arguments != NULL && arguments[0] != NULL && arguments[1] != NULL)
    {
      g_application_command_line_printerr (command_line, "%s\n", _ ("Usage: kitte [ADDRESS]"));
      return 2;
    }
  if (arguments != NULL && arguments[0] != NULL)
    address = g_utf8_make_valid (arguments[0], -1);
  present (KITTE_APPLICATION (application), address);
  return 0;
}

static int
kitte_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!KITTE_APPLICATION (application)->print_version)
    return -1;
  g_print ("kitte %s\n", PACKAGE_VERSION);
  return 0;
}

/* Asked to end: as if the window were closed, so that what runs is stopped and secrets are wiped.
 */
static gboolean
end_cb (gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (window);
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
kitte_application_startup (GApplication *application)
{
  static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
  KitteApplication *self = KITTE_APPLICATION (application);

  G_APPLICATION_CLASS (kitte_application_parent_class)->startup (application);
  kitte_livery_put_on (kitte_brand_get ());
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signals[i] = g_unix_signal_add (signals[i], end_cb, self);
  self->live = kitte_live_start ();
}

static void
kitte_application_shutdown (GApplication *application)
{
  KitteApplication *self = KITTE_APPLICATION (application);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  if (self->live != 0)
    kitte_live_stop (self->live);
  self->live = 0;
  G_APPLICATION_CLASS (kitte_application_parent_class)->shutdown (application);
}

static void
kitte_application_class_init (KitteApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = kitte_application_activate;
  G_APPLICATION_CLASS (klass)->command_line = kitte_application_command_line;
  G_APPLICATION_CLASS (klass)->handle_local_options = kitte_application_handle_local_options;
  G_APPLICATION_CLASS (klass)->startup = kitte_application_startup;
  G_APPLICATION_CLASS (klass)->shutdown = kitte_application_shutdown;
}

static void
kitte_application_init (KitteApplication *self)
{
  const GOptionEntry options[] = {
    { "exit-after-first-frame", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE,
      &self->exit_after_first_frame, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->print_version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[ADDRESS]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
      G_APPLICATION (self), _ ("Sets up your mail account: type your address and your password."));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

KitteApplication *
kitte_application_new (void)
{
  return g_object_new (KITTE_TYPE_APPLICATION, "application-id",
                       kitte_brand_get_own_application_id (), "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/jp/kitte/Kitte",
                       NULL);
}
