/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl: the engine in a terminal and for scripts. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/kitte-init.h"
#include "change/kitte-undo.h"
#include "interruption.h"
#include "kittectl.h"
#include "terminal.h"

#define TAKES_CHECK (TAKES_SERVERS | TAKES_ANSWERS | TAKES_DEADLINE)

/* Commands that write, and so first bring to an end what a killed run left half done. */
#define WRITES (TAKES_DRY_RUN | TAKES_LIST)

static const struct
{
  const char *name;
  const char *usage;
  const char *summary;
  guint takes;
  void (*run) (KittectlRun *run);
} commands[] = {
  { "lookup", N_ ("ADDRESS"), N_ ("Say which servers an address uses"), TAKES_CHECK | TAKES_OFFLINE,
    kittectl_lookup },
  { "verify", N_ ("ADDRESS"), N_ ("Prove the servers, up to signing in"),
    TAKES_CHECK | TAKES_TRANSCRIPT | TAKES_TEST_MESSAGE, kittectl_verify_command },
  { "setup", N_ ("ADDRESS"), N_ ("Prove the servers and set up the mail programs"),
    TAKES_CHECK | TAKES_CLIENTS | TAKES_DRY_RUN, kittectl_setup },
  { "repair", "", N_ ("Find out why an account no longer works, and mend it"),
    TAKES_ANSWERS | TAKES_DEADLINE | TAKES_ADDRESS_OPTION | TAKES_DRY_RUN, kittectl_repair },
  { "undo", N_ ("[ID]"), N_ ("Take a change back; without ID the latest"), TAKES_LIST,
    kittectl_undo },
  { "explain", N_ ("[FILE | TERM]"), N_ ("Say what a message, a bounced mail or a term means"),
    TAKES_TEXT, kittectl_explain },
  { "presets", N_ ("list | show ID | check [--live] FILE…|ID…"), N_ ("The catalogue of providers"),
    TAKES_LIVE | TAKES_DEADLINE, kittectl_presets },
  { "brand", N_ ("check FOLDER"), N_ ("Check a provider’s own build"), 0, kittectl_brand },
  { "export", N_ ("ID --format FORMAT"), N_ ("Write a provider’s settings for other systems"),
    TAKES_FORMAT, kittectl_export },
};

/**
 * kittectl_exit:
 *
 * Ends the run. Later calls change nothing.
 */
void
kittectl_exit (KittectlRun *run, KittectlStatus status)
{
  if (run->finished)
    return;
  run->finished = TRUE;
  run->status = status;
}

/**
 * kittectl_print_json:
 * @builder: (transfer none): holds exactly one object
 */
void
kittectl_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  kittectl_print_exactly (text);
}

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n\n", _ ("Usage: kittectl COMMAND [OPTION…]"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-8s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (stream, "\n%s\n", _ ("“kittectl COMMAND --help” lists the options of a command."));
}

/* Servers that were called in vain are told goodbye; those on their way are when the main context
 * comes to it. */
static void
leave_servers (KittectlRun *run)
{
  if (run->keep == NULL)
    return;
  g_clear_object (&run->keep);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
run_free (KittectlRun *run)
{
  leave_servers (run);
  kittectl_options_clear (&run->options);
  g_clear_object (&run->lookup);
  g_free (run->suggestion);
  g_clear_pointer (&run->address, kitte_address_unref);
  g_clear_pointer (&run->answers, g_hash_table_unref);
  g_clear_pointer (&run->secrets, g_hash_table_unref);
  g_clear_pointer (&run->found, kitte_lookup_result_unref);
  g_clear_pointer (&run->proposal, kitte_proposal_unref);
  g_clear_pointer (&run->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&run->outgoing_credential, kitte_credential_unref);
  g_clear_object (&run->probe);
  g_clear_object (&run->prover);
  g_clear_object (&run->report);
  g_clear_object (&run->trial);
  g_clear_pointer (&run->clients, g_ptr_array_unref);
  g_clear_pointer (&run->plan, kitte_plan_unref);
  g_clear_object (&run->cancellable);
  g_free (run);
}

static gboolean
interrupted_cb (int fd, GIOCondition condition, gpointer user_data)
{
  KittectlRun *run = user_data;

  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
out_of_time_cb (gpointer user_data)
{
  KittectlRun *run = user_data;

  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

/**
 * kittectl_limit_time:
 *
 * Cancels the run when its deadline has passed.
 */
void
kittectl_limit_time (KittectlRun *run)
{
  if (run->options.deadline != KITTECTL_NO_DEADLINE)
    g_timeout_add_seconds ((guint) run->options.deadline, out_of_time_cb, run);
}

static KittectlRun *
run_new (void)
{
  KittectlRun *run = g_new0 (KittectlRun, 1);

  run->cancellable = g_cancellable_new ();
  run->clients = kitte_clients_new ();
  return run;
}

/* A reader that went away, or a full disk: what was done stays done, but nobody was told. */
static KittectlStatus
check_output (KittectlStatus status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (errno != EPIPE)
    g_printerr ("kittectl: %s\n", _ ("The output could not be written."));
  return status == KITTECTL_DONE ? KITTECTL_NOT_WRITTEN : status;
}

static int
finish (KittectlRun *run)
{
  KittectlStatus status;

  while (!run->finished)
    {
      void (*next) (KittectlRun *) = run->next;

      run->next = NULL;
      if (next != NULL)
        next (run);
      else
        g_main_context_iteration (NULL, TRUE);
    }
  status = check_output (run->status);
  run_free (run);
  return (int) status;
}

/* Text from a server may begin with a dash (“-ERR …”); with a blank in front, it is no option. */
static void
protect_text (GPtrArray *owned, int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    if (argv[i][0] == '-' && strchr (argv[i], ' ') != NULL)
      {
        g_ptr_array_add (owned, g_strconcat (" ", argv[i], NULL));
        argv[i] = owned->pdata[owned->len - 1];
      }
}

static int
run_command (gsize index, int argc, char *argv[])
{
  KittectlRun *run = run_new ();
  guint takes = commands[index].takes;
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *program = g_strdup_printf ("kittectl %s", commands[index].name);
  g_autoptr (GError) error = NULL;

  /* What --help says is to be typed. */
  g_set_prgname (program);
  if ((takes & TAKES_TEXT) != 0)
    protect_text (owned, argc, argv);
  if (kittectl_interruption_open (&error))
    g_unix_fd_add (kittectl_interruption_get_fd (), G_IO_IN, interrupted_cb, run);
  if (error != NULL)
    kittectl_fail_with (run, error);
  else if (!kittectl_options_parse (&run->options, takes, commands[index].usage, argc, argv,
                                    &error))
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", error->message);
  else if ((takes & WRITES) != 0 && !kitte_clients_recover (run->clients, &error))
    kittectl_fail_with (run, error);
  else
    commands[index].run (run);
  return finish (run);
}

static int
refuse_command (char *argv[])
{
  KittectlRun *run = run_new ();
  /* TRANSLATORS: %s is what was typed instead of a command. */
  g_autofree char *message =
      g_strdup_printf (_ ("There is no command “%s”; see kittectl --help."), argv[1]);

  run->options.json = kittectl_wants_json (argv);
  kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", message);
  return finish (run);
}

int
main (int argc, char *argv[])
{
  kitte_init ();
  kittectl_guard_terminal ();
  /* GLib writes notes for developers to standard output, beside the answer. */
  g_log_writer_default_set_use_stderr (TRUE);
  signal (SIGPIPE, SIG_IGN);

  if (argc < 2)
    {
      print_usage (stderr);
      return KITTECTL_BAD_INPUT;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_usage (stdout);
      return KITTECTL_DONE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("kittectl %s\n", PACKAGE_VERSION);
      return KITTECTL_DONE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return run_command (i, argc - 1, argv + 1);
  return refuse_command (argv);
}
