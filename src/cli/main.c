/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl: the engine in a terminal and for scripts. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/kitte-init.h"
#include "change/kitte-undo.h"
#include "kittectl.h"
#include "terminal.h"

typedef enum
{
  TAKES_SERVERS = 1 << 0,
  TAKES_TRANSCRIPT = 1 << 1,
  TAKES_CLIENTS = 1 << 2,
  TAKES_OFFLINE = 1 << 3,
  TAKES_LIST = 1 << 4,
  TAKES_ADDRESS_OPTION = 1 << 5,
  TAKES_DRY_RUN = 1 << 6,
} Takes;

static const struct
{
  const char *name;
  const char *usage;
  const char *summary;
  guint takes;
  void (*run) (KittectlRun *run);
} commands[] = {
  { "lookup", N_ ("ADDRESS"), N_ ("Say which servers an address uses"),
    TAKES_SERVERS | TAKES_OFFLINE, kittectl_lookup },
  { "verify", N_ ("ADDRESS"), N_ ("Prove the servers, up to signing in"),
    TAKES_SERVERS | TAKES_TRANSCRIPT, kittectl_verify_command },
  { "setup", N_ ("ADDRESS"), N_ ("Prove the servers and set up the mail programs"),
    TAKES_SERVERS | TAKES_CLIENTS | TAKES_DRY_RUN, kittectl_setup },
  { "repair", "", N_ ("Find out why an account no longer works, and mend it"),
    TAKES_SERVERS | TAKES_ADDRESS_OPTION | TAKES_DRY_RUN, kittectl_repair },
  { "undo", N_ ("[ID]"), N_ ("Take a change back; without ID the latest"), TAKES_LIST,
    kittectl_undo },
  { "presets", N_ ("list | show ID | check FILE…"), N_ ("The catalogue of providers"), 0,
    kittectl_presets },
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
  g_main_loop_quit (run->loop);
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

/**
 * kittectl_fail:
 * @code: for scripts
 * @message: one sentence for the person
 *
 * Says what is wrong and ends the run.
 */
void
kittectl_fail (KittectlRun *run, KittectlStatus status, const char *code, const char *message)
{
  if (run->finished)
    return;
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "error");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "code");
      json_builder_add_string_value (builder, code);
      json_builder_set_member_name (builder, "message");
      json_builder_add_string_value (builder, message);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  g_printerr ("kittectl: %s\n", message);
  kittectl_exit (run, status);
}

/* What a script sees for an error of the engine: code and exit status. */
static void
classify (const GError *error, const char **code, KittectlStatus *status)
{
  static const char *const change_codes[] = { "file-changed",    "program-running", "disk-full",
                                              "read-only",       "secret-store",    "journal",
                                              "nothing-to-undo", "not-written" };
  static const char *const client_codes[] = { "program-running", "file-unreadable",  "unsupported",
                                              "already-set-up",  "primary-password", "secret-store",
                                              "not-written" };

  *code = "bad-usage";
  *status = KITTECTL_BAD_INPUT;
  if (error->domain == KITTE_ADDRESS_ERROR)
    *code = "bad-address";
  else if (g_error_matches (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND))
    {
      *code = "no-settings-found";
      *status = KITTECTL_NOTHING_FOUND;
    }
  else if (error->domain == KITTE_CHANGE_ERROR)
    {
      *code = change_codes[error->code];
      *status = KITTECTL_NOT_WRITTEN;
    }
  else if (error->domain == KITTE_CLIENT_ERROR)
    {
      *code = client_codes[error->code];
      *status = error->code == KITTE_CLIENT_ERROR_PRIMARY_PASSWORD ? KITTECTL_ANSWER_NEEDED :
                                                                     KITTECTL_NOT_WRITTEN;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      *code = "cancelled";
      *status = KITTECTL_SAID_NO;
    }
  else if (error->domain == G_IO_ERROR &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    {
      *code = "not-written";
      *status = KITTECTL_NOT_WRITTEN;
    }
}

/**
 * kittectl_fail_with:
 * @error: of any room of the engine
 *
 * Says what is wrong and ends the run with the status of the contract.
 */
void
kittectl_fail_with (KittectlRun *run, const GError *error)
{
  const char *code;
  KittectlStatus status;

  classify (error, &code, &status);
  kittectl_fail (run, status, code, error->message);
}

static void
print_usage (FILE *stream)
{
  fprintf (stream, "%s\n\n", _ ("Usage: kittectl COMMAND [OPTION…]"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-8s %s\n", commands[i].name, _ (commands[i].summary));
  fprintf (stream, "\n%s\n", _ ("“kittectl COMMAND --help” lists the options of a command."));
}

/* Entries a command does not take are not offered, so that a useless option is an error. */
static GOptionContext *
make_context (KittectlOptions *options, guint takes, const char *usage)
{
  const struct
  {
    guint takes;
    GOptionEntry entry;
  } all[] = {
    { 0, { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print one JSON object"), NULL } },
    { TAKES_SERVERS,
      { "deadline", 0, 0, G_OPTION_ARG_INT, &options->deadline,
        N_ ("Give up after so many seconds"), N_ ("SECONDS") } },
    { TAKES_SERVERS,
      { "incoming", 0, 0, G_OPTION_ARG_STRING, &options->incoming,
        N_ ("The receiving server: imaps://HOST, imap://, pop3s://, pop3://"), N_ ("URL") } },
    { TAKES_SERVERS,
      { "outgoing", 0, 0, G_OPTION_ARG_STRING, &options->outgoing,
        N_ ("The sending server: smtps://HOST or smtp://HOST:587"), N_ ("URL") } },
    { TAKES_SERVERS,
      { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->answers,
        N_ ("Answer a question; may be repeated"), N_ ("KEY=VALUE") } },
    { TAKES_SERVERS,
      { "secret-fd", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->secret_fds,
        N_ ("Read a secret answer from a file descriptor"), N_ ("KEY=FD") } },
    { TAKES_SERVERS,
      { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options->password_stdin,
        N_ ("Read the password from standard input; a second line is for sending"), NULL } },
    { TAKES_OFFLINE,
      { "offline", 0, 0, G_OPTION_ARG_NONE, &options->offline, N_ ("Use no network"), NULL } },
    { TAKES_TRANSCRIPT,
      { "transcript", 0, 0, G_OPTION_ARG_NONE, &options->transcript,
        N_ ("Show what was said, without secrets"), NULL } },
    { TAKES_CLIENTS,
      { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, N_ ("The name that recipients see"),
        N_ ("NAME") } },
    { TAKES_CLIENTS,
      { "for", 0, 0, G_OPTION_ARG_STRING, &options->clients,
        N_ ("Mail programs: thunderbird,evolution,msmtp"), N_ ("LIST") } },
    { TAKES_DRY_RUN,
      { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options->dry_run,
        N_ ("Show what would change, and change nothing"), NULL } },
    { TAKES_ADDRESS_OPTION,
      { "address", 0, 0, G_OPTION_ARG_STRING, &options->only_address,
        N_ ("Only the account with this address"), N_ ("ADDRESS") } },
    { TAKES_LIST,
      { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, N_ ("List what can be taken back"),
        NULL } },
    { 0, { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->arguments, NULL, NULL } },
  };
  GOptionEntry entries[G_N_ELEMENTS (all) + 1] = { 0 };
  GOptionContext *context = g_option_context_new (*usage != '\0' ? _ (usage) : NULL);
  guint n_entries = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].takes == 0 || (all[i].takes & takes) != 0)
      entries[n_entries++] = all[i].entry;
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

static void
run_clear (KittectlRun *run)
{
  g_free (run->options.incoming);
  g_free (run->options.outgoing);
  g_free (run->options.name);
  g_free (run->options.clients);
  g_free (run->options.only_address);
  g_strfreev (run->options.answers);
  g_strfreev (run->options.secret_fds);
  g_strfreev (run->options.arguments);
  g_clear_object (&run->lookup);
  g_clear_pointer (&run->address, kitte_address_unref);
  g_clear_pointer (&run->answers, g_hash_table_unref);
  g_clear_pointer (&run->secrets, g_hash_table_unref);
  g_clear_pointer (&run->proposal, kitte_proposal_unref);
  g_clear_pointer (&run->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&run->outgoing_credential, kitte_credential_unref);
  g_clear_object (&run->prover);
  g_clear_object (&run->report);
  g_clear_pointer (&run->clients, g_ptr_array_unref);
  g_clear_pointer (&run->plan, kitte_plan_unref);
  g_clear_object (&run->cancellable);
  g_main_loop_unref (run->loop);
}

static gboolean
interrupted_cb (gpointer user_data)
{
  KittectlRun *run = user_data;

  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_CONTINUE;
}

static int
run_command (gsize index, int argc, char *argv[])
{
  KittectlRun run = { .loop = g_main_loop_new (NULL, FALSE),
                      .cancellable = g_cancellable_new (),
                      .clients = kitte_clients_new () };
  g_autoptr (GOptionContext) context =
      make_context (&run.options, commands[index].takes, commands[index].usage);
  g_autoptr (GError) error = NULL;

  g_unix_signal_add (SIGINT, interrupted_cb, &run);
  g_unix_signal_add (SIGTERM, interrupted_cb, &run);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    kittectl_fail (&run, KITTECTL_BAD_INPUT, "bad-usage", error->message);
  else if (!kitte_undo_recover (run.clients, &error))
    kittectl_fail_with (&run, error);
  else
    commands[index].run (&run);
  if (!run.finished)
    g_main_loop_run (run.loop);
  run_clear (&run);
  return (int) run.status;
}

int
main (int argc, char *argv[])
{
  kitte_init ();
  kittectl_guard_terminal ();

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
  /* TRANSLATORS: %s is what was typed instead of a command. */
  g_printerr (_ ("kittectl: there is no command “%s”; see kittectl --help."), argv[1]);
  g_printerr ("\n");
  return KITTECTL_BAD_INPUT;
}
