/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: which options a command takes, and what was given. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "options.h"

#include <glib/gi18n.h>

/* A day: whoever waits longer has forgotten it. */
#define MAX_DEADLINE (24 * 60 * 60)

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
    { TAKES_DEADLINE,
      { "deadline", 0, 0, G_OPTION_ARG_INT, &options->deadline,
        N_ ("Give up after so many seconds"), N_ ("SECONDS") } },
    { TAKES_SERVERS,
      { "incoming", 0, 0, G_OPTION_ARG_FILENAME, &options->incoming,
        N_ ("The receiving server: imaps://HOST, imap://, pop3s://, pop3://"), N_ ("URL") } },
    { TAKES_SERVERS,
      { "outgoing", 0, 0, G_OPTION_ARG_FILENAME, &options->outgoing,
        N_ ("The sending server: smtps://HOST or smtp://HOST:587"), N_ ("URL") } },
    { TAKES_FORMAT,
      { "format", 0, 0, G_OPTION_ARG_FILENAME, &options->format,
        N_ ("autoconfig, autodiscover, mobileconfig, srv, help, qr or qr-png"), N_ ("FORMAT") } },
    { TAKES_LIVE,
      { "live", 0, 0, G_OPTION_ARG_NONE, &options->live,
        N_ ("Look at the servers themselves, without a password"), NULL } },
    { TAKES_FORMAT | TAKES_LIVE,
      { "address", 0, 0, G_OPTION_ARG_FILENAME, &options->for_address,
        N_ ("The address it is for, where that matters"), N_ ("ADDRESS") } },
    { TAKES_ANSWERS | TAKES_FORMAT | TAKES_LIVE,
      { "answer", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->answers,
        N_ ("Answer a question; may be repeated"), N_ ("KEY=VALUE") } },
    { TAKES_ANSWERS,
      { "secret-fd", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->secret_fds,
        N_ ("Read a secret answer from a file descriptor"), N_ ("KEY=FD") } },
    { TAKES_ANSWERS,
      { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options->password_stdin,
        N_ ("Read the password from standard input; a second line is for sending"), NULL } },
    { TAKES_OFFLINE,
      { "offline", 0, 0, G_OPTION_ARG_NONE, &options->offline, N_ ("Use no network"), NULL } },
    { TAKES_OFFLINE,
      { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
        N_ ("Read an autoconfig document instead of searching"), N_ ("FILE.xml") } },
    { TAKES_TRANSCRIPT,
      { "transcript", 0, 0, G_OPTION_ARG_NONE, &options->transcript,
        N_ ("Show what was said, without secrets"), NULL } },
    { TAKES_TRANSCRIPT,
      { "matrix", 0, 0, G_OPTION_ARG_NONE, &options->matrix,
        N_ ("Show what every port offers, without a password"), NULL } },
    { TAKES_TRANSCRIPT,
      { "report", 0, 0, G_OPTION_ARG_NONE, &options->report,
        N_ ("Print a report for a help desk, without secrets and names"), NULL } },
    { TAKES_TEST_MESSAGE,
      { "test-message", 0, 0, G_OPTION_ARG_NONE, &options->test_message,
        N_ ("Then send a message to yourself and wait for it"), NULL } },
    { TAKES_CLIENTS | TAKES_FORMAT,
      { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->name, N_ ("The name that recipients see"),
        N_ ("NAME") } },
    { TAKES_CLIENTS,
      { "for", 0, 0, G_OPTION_ARG_FILENAME, &options->clients,
        N_ ("Mail programs: thunderbird,evolution,msmtp"), N_ ("LIST") } },
    { TAKES_DRY_RUN,
      { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options->dry_run,
        N_ ("Show what would change, and change nothing"), NULL } },
    { TAKES_ADDRESS_OPTION,
      { "address", 0, 0, G_OPTION_ARG_FILENAME, &options->only_address,
        N_ ("Only the account with this address"), N_ ("ADDRESS") } },
    { TAKES_LIST,
      { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, N_ ("List what can be taken back"),
        NULL } },
    { 0,
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->arguments, NULL, NULL } },
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

/* Scripts write UTF-8 whatever the locale says; people write what their terminal does. */
static gboolean
make_readable (char **text, GError **error)
{
  char *converted;

  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return TRUE;
  converted = g_locale_to_utf8 (*text, -1, NULL, NULL, NULL);
  if (converted == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("What was given is not readable text; write it in UTF-8."));
      return FALSE;
    }
  g_free (*text);
  *text = converted;
  return TRUE;
}

static gboolean
make_all_readable (char **texts, GError **error)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!make_readable (&texts[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check (KittectlOptions *options, GError **error)
{
  char **const texts[] = { &options->incoming, &options->outgoing,     &options->name,
                           &options->clients,  &options->only_address, &options->for_address,
                           &options->format };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!make_readable (texts[i], error))
      return FALSE;
  if (!make_all_readable (options->answers, error) ||
      !make_all_readable (options->arguments, error))
    return FALSE;
  if (options->deadline == KITTECTL_NO_DEADLINE ||
      (options->deadline >= 1 && options->deadline <= MAX_DEADLINE))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* TRANSLATORS: %d is a number of seconds; the option stays as it is. */
               _ ("Write --deadline as a number of seconds from 1 to %d."), MAX_DEADLINE);
  return FALSE;
}

/**
 * kittectl_wants_json:
 *
 * Returns: whether a script waits for an object, even where the rest cannot be understood
 */
gboolean
kittectl_wants_json (char **arguments)
{
  for (guint i = 0; arguments[i] != NULL && !g_str_equal (arguments[i], "--"); i++)
    if (g_str_equal (arguments[i], "--json"))
      return TRUE;
  return FALSE;
}

/**
 * kittectl_options_parse:
 * @takes: of #KittectlTakes
 * @usage: what follows the options
 *
 * Returns: whether the command line can be understood; else @error has a sentence for the person
 */
gboolean
kittectl_options_parse (KittectlOptions *options,
                        guint takes,
                        const char *usage,
                        int argc,
                        char *argv[],
                        GError **error)
{
  const gboolean json = kittectl_wants_json (argv);
  g_autoptr (GOptionContext) context = make_context (options, takes, usage);

  options->deadline = KITTECTL_NO_DEADLINE;
  if (!g_option_context_parse (context, &argc, &argv, error))
    {
      options->json = json;
      return FALSE;
    }
  return check (options, error);
}

void
kittectl_options_clear (KittectlOptions *options)
{
  g_free (options->from);
  g_free (options->incoming);
  g_free (options->outgoing);
  g_free (options->name);
  g_free (options->clients);
  g_free (options->only_address);
  g_free (options->for_address);
  g_free (options->format);
  g_strfreev (options->answers);
  g_strfreev (options->secret_fds);
  g_strfreev (options->arguments);
}
