/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays every file of tests/fixtures/dialogs: what a server says, what must be sent, what is found.
 * README.md beside the files says how they are written. */
#include "config.h"

#include "base/kitte-redact.h"
#include "dialog/kitte-dialog.h"
#include "dialog/kitte-imap-pickup.h"
#include "dialog/kitte-pop3-pickup.h"
#include "dialog/kitte-smtp-delivery.h"

#include <gsasl.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  GHashTable *expected;
  KitteDialog *dialog;
  KitteCredential *credential;
  KitteDialogWants wants;
  GString *output;
  GString *shown;
  char *pending;
  char *pending_shown;
  gboolean offered_credential;
  const char *file;
  guint line;
  Gsasl *library;
  Gsasl_session *server;
  char *challenge;
  KitteErrand *errand;
} Play;

static const char *const wants_names[] = { "line", "tls", "sign-in", "work", "nothing", "failed" };

G_GNUC_PRINTF (2, 3)
static void
wrong (Play *play, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_error ("%s:%u: %s", play->file, play->line, message);
}

static const char *
expected (Play *play, const char *key, const char *otherwise)
{
  const char *value = g_hash_table_lookup (play->expected, key);

  return value != NULL ? value : otherwise;
}

static void
assert_no_secret (Play *play, const char *text)
{
  const KitteSecret *secrets[] = { play->credential->secret };
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *redacted = kitte_redact (text, secrets, 1);

  if (!g_str_equal (valid, redacted))
    wrong (play, "the password shows in “%s”", text);
}

/* Output is taken at once, as the wire does, and compared when the file says so. */
static void
collect (Play *play)
{
  char *shown = NULL;
  g_autoptr (KitteSecret) output = kitte_dialog_take_output (play->dialog, &shown);

  g_assert_true ((output == NULL) == (shown == NULL));
  if (output == NULL)
    return;
  if (!play->offered_credential)
    assert_no_secret (play, kitte_secret_peek (output));
  assert_no_secret (play, shown);
  play->pending = g_strdup (kitte_secret_peek (output));
  play->pending_shown = shown;
}

static void
compare_output (Play *play)
{
  if (play->pending == NULL && play->output->len == 0)
    return;
  if (g_strcmp0 (play->pending, play->output->str) != 0)
    wrong (play, "sent “%s”, expected “%s”", play->pending, play->output->str);
  if (g_strcmp0 (play->pending_shown, play->shown->str) != 0)
    wrong (play, "shown “%s”, expected “%s”", play->pending_shown, play->shown->str);
  g_clear_pointer (&play->pending, g_free);
  g_clear_pointer (&play->pending_shown, g_free);
  g_string_truncate (play->output, 0);
  g_string_truncate (play->shown, 0);
}

static void
say (Play *play, const char *line, gsize length)
{
  g_autofree char *redacted = NULL;

  compare_output (play);
  play->wants = kitte_dialog_feed (play->dialog, line, length);
  g_assert_cmpint (play->wants, ==, kitte_dialog_get_wants (play->dialog));
  if (play->wants == KITTE_DIALOG_WANTS_WORK)
    {
      kitte_scram_work_run (kitte_dialog_get_work (play->dialog));
      play->wants = kitte_dialog_worked (play->dialog);
    }
  redacted = kitte_dialog_redact (play->dialog, line, length);
  if (play->offered_credential)
    assert_no_secret (play, redacted);
  collect (play);
}

static void
say_repeated (Play *play, const char *text)
{
  char *rest;
  guint64 times = g_ascii_strtoull (text, &rest, 10);

  for (guint64 i = 0; i < times && play->wants != KITTE_DIALOG_FAILED; i++)
    say (play, rest + 1, strlen (rest + 1));
}

static void
say_long (Play *play, const char *text)
{
  char *rest;
  gsize length = (gsize) g_ascii_strtoull (text, &rest, 10);
  g_autofree char *line = g_strnfill (length, 'x');

  memcpy (line, rest + 1, MIN (length, strlen (rest + 1)));
  say (play, line, length);
}

static int
server_property_cb (Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  Play *play = gsasl_session_hook_get (session);

  switch ((int) property)
    {
    case GSASL_PASSWORD:
      return gsasl_property_set (session, property,
                                 expected (play, "server-password",
                                           kitte_secret_peek (play->credential->secret)));
    case GSASL_SCRAM_ITER:
      return gsasl_property_set (session, property, "4096");
    case GSASL_SCRAM_SALT:
      return gsasl_property_set (session, property, "QSXCR+Q6sek8bf92");
    case GSASL_REALM:
    case GSASL_HOSTNAME:
      return gsasl_property_set (session, property, "mail.example.test");
    case GSASL_SERVICE:
      return gsasl_property_set (session, property,
                                 g_str_equal (expected (play, "protocol", ""), "pop3") ?
                                     "pop" :
                                     expected (play, "protocol", ""));
    default:
      return GSASL_NO_CALLBACK;
    }
}

static void
server_step (Play *play, const char *response)
{
  char *challenge = NULL;
  int status;

  if (play->server == NULL)
    {
      g_assert_cmpint (gsasl_init (&play->library), ==, GSASL_OK);
      gsasl_callback_set (play->library, server_property_cb);
      g_assert_cmpint (gsasl_server_start (play->library, expected (play, "mechanism", ""),
                                           &play->server),
                       ==, GSASL_OK);
      gsasl_session_hook_set (play->server, play);
    }
  status = gsasl_step64 (play->server, response, &challenge);
  if (status != GSASL_OK && status != GSASL_NEEDS_MORE)
    wrong (play, "the server’s library says: %s", gsasl_strerror (status));
  g_free (play->challenge);
  play->challenge = g_strdup (challenge != NULL ? challenge : "");
  gsasl_free (challenge);
}

static void
say_challenge (Play *play, const char *prefix)
{
  g_autofree char *line = NULL;

  if (play->challenge == NULL)
    server_step (play, NULL);
  line = g_strconcat (prefix, play->challenge, NULL);
  say (play, line, strlen (line));
}

/* What is computed cannot stand in a file: its beginning does, the rest goes to the server. */
static void
expect_computed (Play *play, const char *prefix)
{
  g_autofree char *response = NULL;
  const char *shown_end = "***";

  if (play->pending == NULL || !g_str_has_prefix (play->pending, prefix) ||
      !g_str_has_suffix (play->pending, "\r\n"))
    wrong (play, "sent “%s”, expected “%s” and a response", play->pending, prefix);
  if (!g_str_has_prefix (play->pending_shown, prefix) ||
      !g_str_equal (play->pending_shown + strlen (prefix), shown_end))
    wrong (play, "shown “%s”", play->pending_shown);
  response = g_strndup (play->pending + strlen (prefix),
                        strlen (play->pending) - strlen (prefix) - strlen ("\r\n"));
  server_step (play, response);
  g_clear_pointer (&play->pending, g_free);
  g_clear_pointer (&play->pending_shown, g_free);
}

static void
require_wants (Play *play, KitteDialogWants wants)
{
  compare_output (play);
  if (play->wants != wants)
    wrong (play, "wants %s, expected %s (finding %s)", wants_names[play->wants], wants_names[wants],
           play->wants == KITTE_DIALOG_FAILED ?
               kitte_finding_code_to_nick (kitte_dialog_get_finding (play->dialog)->code) :
               "none");
}

/* Once made it is run again. */
static KitteErrand *
make_errand (Play *play)
{
  const char *protocol = expected (play, "protocol", "");

  if (play->errand != NULL)
    return play->errand;
  if (g_str_equal (protocol, "imap"))
    return kitte_imap_pickup_new ("one@example.test");
  if (g_str_equal (protocol, "pop3"))
    return kitte_pop3_pickup_new ("one@example.test");
  return kitte_smtp_delivery_new ("taro@example.test", "taro@example.test",
                                  "Subject: a\r\n\r\n.b\r\n");
}

static void
act (Play *play, const char *action)
{
  if (g_str_equal (action, "TLS"))
    {
      require_wants (play, KITTE_DIALOG_WANTS_TLS);
      play->wants = kitte_dialog_secured (play->dialog);
    }
  else if (g_str_equal (action, "SIGN-IN"))
    {
      require_wants (play, KITTE_DIALOG_WANTS_SIGN_IN);
      g_assert_false (kitte_dialog_get_sign_in_sent (play->dialog));
      play->offered_credential = TRUE;
      play->wants = kitte_dialog_sign_in (play->dialog, play->credential);
    }
  else if (g_str_equal (action, "GOODBYE"))
    {
      compare_output (play);
      kitte_dialog_goodbye (play->dialog);
    }
  else if (g_str_equal (action, "HURRY"))
    {
      require_wants (play, KITTE_DIALOG_WANTS_LINE);
      g_assert_cmpuint (kitte_dialog_get_patience (play->dialog), >, 0);
      play->wants = kitte_dialog_hurry (play->dialog);
      g_assert_cmpuint (kitte_dialog_get_patience (play->dialog), ==, 0);
    }
  else if (g_str_equal (action, "RUN"))
    {
      require_wants (play, KITTE_DIALOG_WANTS_NOTHING);
      g_set_object (&play->errand, make_errand (play));
      play->wants = kitte_dialog_run (play->dialog, play->errand);
    }
  else if (g_str_equal (action, "ACCEPTED"))
    g_assert_true (kitte_dialog_get_signed_in (play->dialog));
  else
    wrong (play, "what is “%s”?", action);
  collect (play);
}

static void
expect_line (Play *play, const char *text, gboolean is_shown)
{
  if (is_shown)
    g_string_truncate (play->shown, 0);
  else
    g_string_append_printf (play->output, "%s\r\n", text);
  if (play->shown->len > 0)
    g_string_append_c (play->shown, '\n');
  g_string_append (play->shown, text);
}

static KitteAuthList
read_methods (const char *names)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  KitteAuthList list = { { 0 }, 0 };

  for (gsize i = 0; words[i] != NULL; i++)
    {
      KitteAuth method;

      if (*words[i] == '\0')
        continue;
      g_assert_true (kitte_auth_from_nick (words[i], &method));
      kitte_auth_list_add (&list, method);
    }
  return list;
}

static void
begin (Play *play)
{
  KitteAuthList allowed = read_methods (expected (play, "allowed", ""));
  g_autoptr (KitteServer) server = NULL;
  g_autoptr (KitteSecret) secret = kitte_secret_new (expected (play, "password", "correct horse"));
  KitteProtocol protocol;
  KitteSecurity security;

  g_assert_true (kitte_protocol_from_nick (expected (play, "protocol", "?"), &protocol));
  g_assert_true (kitte_security_from_nick (expected (play, "security", "tls"), &security));
  server = kitte_server_new (protocol, "mail.example.test",
                             kitte_protocol_get_default_port (protocol, security), security,
                             &allowed, NULL);
  play->credential =
      kitte_credential_new (expected (play, "username", "taro@example.test"), secret);
  play->dialog = kitte_dialog_new (server);
  if (g_str_equal (expected (play, "cleartext", "no"), "allowed"))
    kitte_dialog_allow_cleartext (play->dialog);
  if (g_str_equal (expected (play, "stays", "no"), "yes"))
    kitte_dialog_stay (play->dialog);
  play->wants = kitte_dialog_start (play->dialog, security == KITTE_SECURITY_TLS);
  collect (play);
}

static void
check_outcome (Play *play, const char *name)
{
  static const char *const names[] = {
    [KITTE_ERRAND_UNDONE] = "undone",   [KITTE_ERRAND_SENT] = "sent",
    [KITTE_ERRAND_ABSENT] = "absent",   [KITTE_ERRAND_LEFT] = "left",
    [KITTE_ERRAND_REMOVED] = "removed",
  };

  compare_output (play);
  g_assert_cmpstr (names[kitte_errand_get_outcome (play->errand)], ==, name);
}

static void
play_line (Play *play, const char *line)
{
  const char *colon = strchr (line, ':');
  const char *text = colon == NULL ? "" : colon[1] == ' ' ? colon + 2 : colon + 1;

  if (*line == '\0' || *line == '#')
    return;
  if (g_ascii_islower (*line))
    {
      g_assert_nonnull (colon);
      g_hash_table_insert (play->expected, g_strndup (line, (gsize) (colon - line)),
                           g_strdup (text));
      return;
    }
  if (play->dialog == NULL)
    begin (play);
  if (g_str_has_prefix (line, "S:"))
    say (play, text, strlen (text));
  else if (g_str_has_prefix (line, "S-REPEATED:"))
    say_repeated (play, text);
  else if (g_str_has_prefix (line, "S-LONG:"))
    say_long (play, text);
  else if (g_str_has_prefix (line, "S-CHALLENGE:"))
    say_challenge (play, text);
  else if (g_str_has_prefix (line, "C-COMPUTED:"))
    expect_computed (play, text);
  else if (g_str_has_prefix (line, "C:"))
    expect_line (play, text, FALSE);
  else if (g_str_has_prefix (line, "OUTCOME:"))
    check_outcome (play, text);
  else if (g_str_has_prefix (line, "SHOWN:"))
    expect_line (play, text, TRUE);
  else
    act (play, line);
}

static void
check_offered (Play *play)
{
  const char *names = expected (play, "offered", NULL);
  const KitteAuthList *offered = kitte_dialog_get_offered (play->dialog);
  KitteAuthList list;

  if (names == NULL)
    return;
  list = read_methods (names);
  g_assert_cmpuint (list.n_items, ==, offered->n_items);
  for (guint i = 0; i < list.n_items; i++)
    g_assert_true (kitte_auth_list_contains (offered, list.items[i]));
}

static void
check_finding (Play *play)
{
  KitteFinding *finding = kitte_dialog_get_finding (play->dialog);
  const char *nick = expected (play, "finding", "?");
  const char *evidence = expected (play, "evidence", NULL);

  g_assert_cmpstr (finding != NULL ? kitte_finding_code_to_nick (finding->code) : "none", ==, nick);
  g_assert_cmpint (finding != NULL, ==, play->wants == KITTE_DIALOG_FAILED);
  if (finding == NULL)
    return;
  for (gsize i = 0; finding->evidence[i] != NULL; i++)
    assert_no_secret (play, finding->evidence[i]);
  if (evidence != NULL)
    g_assert_cmpstr (finding->evidence[0], ==, evidence);
  g_assert_cmpstr (finding->detail, ==, expected (play, "detail", NULL));
  g_assert_cmpuint (finding->seconds, ==,
                    (guint) g_ascii_strtoull (expected (play, "seconds", "0"), NULL, 10));
}

static void
check_end (Play *play)
{
  const char *method = expected (play, "method", NULL);
  KitteAuth chosen;

  compare_output (play);
  check_finding (play);
  check_offered (play);
  if (method != NULL)
    {
      g_assert_true (kitte_dialog_choose_method (play->dialog, &chosen));
      g_assert_cmpstr (kitte_auth_to_nick (chosen), ==, method);
    }
  g_assert_cmpint (kitte_dialog_get_signed_in (play->dialog), ==,
                   g_str_equal (expected (play, "signed-in", "no"), "yes"));
  g_assert_cmpint (kitte_dialog_get_sign_in_sent (play->dialog), ==,
                   g_str_equal (expected (play, "sent", "no"), "yes"));
}

static void
test_conversation (gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *name = g_path_get_basename (data);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Play play = { .file = name, .wants = KITTE_DIALOG_WANTS_LINE };

  g_file_get_contents (data, &contents, NULL, &error);
  g_assert_no_error (error);
  play.expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  play.output = g_string_new (NULL);
  play.shown = g_string_new (NULL);
  lines = g_strsplit (contents, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      play.line = (guint) i + 1;
      play_line (&play, lines[i]);
    }
  check_end (&play);

  g_clear_pointer (&play.server, gsasl_finish);
  g_clear_pointer (&play.library, gsasl_done);
  g_free (play.challenge);
  g_clear_object (&play.errand);
  g_object_unref (play.dialog);
  kitte_credential_unref (play.credential);
  g_string_free (play.output, TRUE);
  g_string_free (play.shown, TRUE);
  g_hash_table_unref (play.expected);
}

static void
add_conversations (GPtrArray *paths)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests", "fixtures", "dialogs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".txt"))
      {
        char *path = g_build_filename (folder, name, NULL);
        g_autofree char *test = g_strconcat ("/dialog/", name, NULL);

        g_ptr_array_add (paths, path);
        g_test_add_data_func (test, path, test_conversation);
      }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_test_init (&argc, &argv, NULL);
  add_conversations (paths);
  /* An empty folder would be a test that cannot fail. */
  g_assert_cmpuint (paths->len, >=, 60);
  return g_test_run ();
}
