/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteDialog: what no conversation file can say: bounds, NUL bytes, order of calls. */
#include "config.h"

#include "base/kitte-bounds.h"
#include "dialog/kitte-dialog.h"

#include <string.h>

static KitteDialog *
begin (KitteProtocol protocol, KitteSecurity security, const KitteAuthList *allowed)
{
  g_autoptr (KitteServer) server =
      kitte_server_new (protocol, "mail.example.test",
                        kitte_protocol_get_default_port (protocol, security), security, allowed,
                        NULL);
  KitteDialog *dialog = kitte_dialog_new (server);

  g_assert_cmpint (kitte_dialog_start (dialog, security == KITTE_SECURITY_TLS), ==,
                   KITTE_DIALOG_WANTS_LINE);
  return dialog;
}

static KitteDialogWants
say (KitteDialog *dialog, const char *line)
{
  return kitte_dialog_feed (dialog, line, strlen (line));
}

static KitteCredential *
credential (const char *username, const char *password)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);

  return kitte_credential_new (username, secret);
}

static void
assert_output (KitteDialog *dialog, const char *expected)
{
  g_autoptr (KitteSecret) output = kitte_dialog_take_output (dialog, NULL);

  g_assert_cmpstr (output != NULL ? kitte_secret_peek (output) : NULL, ==, expected);
}

static void
assert_failed (KitteDialog *dialog, KitteFindingCode code)
{
  g_assert_cmpint (kitte_dialog_get_wants (dialog), ==, KITTE_DIALOG_FAILED);
  g_assert_cmpstr (kitte_finding_code_to_nick (kitte_dialog_get_finding (dialog)->code), ==,
                   kitte_finding_code_to_nick (code));
}

static KitteDialog *
ready_smtp (void)
{
  KitteDialog *dialog = begin (KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS, NULL);

  g_assert_cmpint (say (dialog, "220 hi"), ==, KITTE_DIALOG_WANTS_LINE);
  g_assert_cmpint (say (dialog, "250-hi"), ==, KITTE_DIALOG_WANTS_LINE);
  g_assert_cmpint (say (dialog, "250 AUTH PLAIN"), ==, KITTE_DIALOG_WANTS_SIGN_IN);
  assert_output (dialog, "EHLO [127.0.0.1]\r\n");
  return dialog;
}

static void
test_nul (void)
{
  const KitteProtocol protocols[] = { KITTE_PROTOCOL_IMAP, KITTE_PROTOCOL_POP3,
                                      KITTE_PROTOCOL_SMTP };

  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autoptr (KitteDialog) dialog = begin (protocols[i], KITTE_SECURITY_TLS, NULL);

      kitte_dialog_feed (dialog, "220\0hello", 9);
      assert_failed (dialog, KITTE_FINDING_PROTOCOL_VIOLATION);
      g_assert_cmpstr (kitte_dialog_get_finding (dialog)->evidence[0], ==, "220");
    }
}

/* One protocol, and an answer that goes on.
 * @before: what stands before it, the greeting first
 * @begin: how each of its lines begins */
typedef struct
{
  KitteProtocol protocol;
  const char *before[3];
  const char *begin;
} Endless;

static const Endless endless[] = {
  { KITTE_PROTOCOL_IMAP, { "* OK hi" }, "* X " },
  { KITTE_PROTOCOL_POP3, { "+OK hi", "+OK" }, "X-MORE " },
  { KITTE_PROTOCOL_SMTP, { "220 hi" }, "250-X-MORE " },
};

/* Neither a line nor their number, but all of them together. */
static void
test_whole_dialog (gconstpointer data)
{
  const Endless *row = data;
  g_autoptr (KitteDialog) dialog = begin (row->protocol, KITTE_SECURITY_TLS, NULL);
  g_autofree char *line = g_strnfill (60000, 'x');
  guint fed = 0;

  memcpy (line, row->begin, strlen (row->begin));
  for (guint i = 0; row->before[i] != NULL; i++)
    say (dialog, row->before[i]);
  while (say (dialog, line) != KITTE_DIALOG_FAILED)
    fed++;
  assert_failed (dialog, KITTE_FINDING_REPLY_TOO_LONG);
  g_assert_cmpuint (fed, <=, KITTE_MAX_DIALOG / 60000);
  g_assert_cmpuint (fed, >, KITTE_MAX_DIALOG / 60000 / 2);
}

/* What the channel hands on of a line without an end is given up at once, in an answer as in a
 * greeting. */
static void
test_whole_line (gconstpointer data)
{
  const Endless *row = data;
  g_autofree char *line = g_strnfill (KITTE_MAX_LINE, 'x');

  for (guint answer = 0; answer < 2; answer++)
    {
      g_autoptr (KitteDialog) dialog = begin (row->protocol, KITTE_SECURITY_TLS, NULL);
      const char *start = answer ? row->begin : row->before[0];

      memcpy (line, start, strlen (start));
      for (guint i = 0; answer && row->before[i] != NULL; i++)
        say (dialog, row->before[i]);
      g_assert_cmpint (say (dialog, line), ==, KITTE_DIALOG_FAILED);
      assert_failed (dialog, KITTE_FINDING_REPLY_TOO_LONG);
    }
}

static void
test_line_end_in_credential (void)
{
  const char *const passwords[] = { "a\r\nQUIT", "a\nb", "a\rb" };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (KitteDialog) dialog = ready_smtp ();
      g_autoptr (KitteCredential) hostile = credential ("taro", passwords[i]);

      kitte_dialog_sign_in (dialog, hostile);
      assert_failed (dialog, KITTE_FINDING_AUTH_NO_COMMON_METHOD);
      assert_output (dialog, NULL);
      g_assert_false (kitte_dialog_get_sign_in_sent (dialog));
    }
}

static void
test_nul_in_credential (void)
{
  g_autoptr (KitteDialog) dialog = ready_smtp ();
  g_autoptr (KitteSecret) secret = kitte_secret_new_sized ("a\0b", 3);
  g_autoptr (KitteCredential) hostile = kitte_credential_new ("taro", secret);

  kitte_dialog_sign_in (dialog, hostile);
  assert_failed (dialog, KITTE_FINDING_AUTH_NO_COMMON_METHOD);
  assert_output (dialog, NULL);
}

/* A user name is a part of the command that is shown: it may be the password by mistake. */
static void
test_password_as_username (void)
{
  g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS, NULL);
  g_autoptr (KitteCredential) same = credential ("hunter22", "hunter22");
  g_autoptr (KitteSecret) output = NULL;
  g_autofree char *shown = NULL;

  say (dialog, "* OK [CAPABILITY IMAP4rev1] hi");
  kitte_dialog_sign_in (dialog, same);
  output = kitte_dialog_take_output (dialog, &shown);
  g_assert_cmpstr (kitte_secret_peek (output), ==,
                   "a1 LOGIN \"hunter22\" \"hunter22\"\r\na2 EXAMINE INBOX\r\n");
  g_assert_null (strstr (shown, "hunter22"));
}

static void
test_sent_when_taken (void)
{
  g_autoptr (KitteDialog) dialog = ready_smtp ();
  g_autoptr (KitteCredential) taro = credential ("taro", "secret");
  g_autoptr (KitteSecret) output = NULL;

  kitte_dialog_sign_in (dialog, taro);
  g_assert_false (kitte_dialog_get_sign_in_sent (dialog));
  output = kitte_dialog_take_output (dialog, NULL);
  g_assert_true (kitte_dialog_get_sign_in_sent (dialog));
}

static void
test_goodbye_once (void)
{
  g_autoptr (KitteDialog) dialog = ready_smtp ();

  kitte_dialog_goodbye (dialog);
  assert_output (dialog, "QUIT\r\n");
  kitte_dialog_goodbye (dialog);
  assert_output (dialog, NULL);
}

static void
test_no_goodbye_before_greeting (void)
{
  g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS, NULL);

  kitte_dialog_goodbye (dialog);
  assert_output (dialog, NULL);
}

static void
test_first_finding_stays (void)
{
  g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS, NULL);
  KitteFinding *finding;

  g_assert_cmpint (say (dialog, "-ERR no"), ==, KITTE_DIALOG_FAILED);
  finding = kitte_dialog_get_finding (dialog);
  g_assert_cmpint (say (dialog, "zzz"), ==, KITTE_DIALOG_FAILED);
  g_assert_true (kitte_dialog_get_finding (dialog) == finding);
}

static void
test_local_address (void)
{
  const struct
  {
    const char *address;
    const char *output;
  } cases[] = { { "192.0.2.7", "EHLO [192.0.2.7]\r\n" },
                { "2001:db8::7", "EHLO [IPv6:2001:db8::7]\r\n" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS, NULL);
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      kitte_dialog_set_local_address (dialog, address);
      say (dialog, "220 hi");
      assert_output (dialog, cases[i].output);
    }
}

static void
test_steps (void)
{
  g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS, NULL);
  g_autoptr (KitteCredential) taro = credential ("taro", "secret");

  g_assert_cmpint (kitte_dialog_get_step (dialog), ==, KITTE_STEP_GREETING);
  say (dialog, "220 hi");
  g_assert_cmpint (kitte_dialog_get_step (dialog), ==, KITTE_STEP_CAPABILITIES);
  say (dialog, "250-hi");
  say (dialog, "250 STARTTLS");
  g_assert_cmpint (kitte_dialog_get_step (dialog), ==, KITTE_STEP_STARTTLS);
  g_assert_cmpint (say (dialog, "220 go"), ==, KITTE_DIALOG_WANTS_TLS);
  g_assert_false (kitte_dialog_get_encrypted (dialog));
  kitte_dialog_secured (dialog);
  g_assert_true (kitte_dialog_get_encrypted (dialog));
  g_assert_cmpint (kitte_dialog_get_step (dialog), ==, KITTE_STEP_CAPABILITIES);
  say (dialog, "250-hi");
  g_assert_cmpint (say (dialog, "250 AUTH PLAIN"), ==, KITTE_DIALOG_WANTS_SIGN_IN);
  kitte_dialog_sign_in (dialog, taro);
  g_assert_cmpint (kitte_dialog_get_step (dialog), ==, KITTE_STEP_SIGN_IN);
}

/* The response is still being made: whatever is said, it is no answer to it. */
static void
test_line_during_work (void)
{
  g_autoptr (KitteDialog) dialog = begin (KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS, NULL);
  g_autoptr (KitteCredential) taro = credential ("taro", "pencil");
  g_autofree char *challenge =
      g_base64_encode ((const guchar *) "r=x,s=QSXCR+Q6sek8bf92,i=4096", 29);
  g_autofree char *line = g_strconcat ("334 ", challenge, NULL);

  say (dialog, "220 hi");
  say (dialog, "250-hi");
  say (dialog, "250 AUTH SCRAM-SHA-1");
  g_assert_cmpint (kitte_dialog_sign_in (dialog, taro), ==, KITTE_DIALOG_WANTS_LINE);
  g_assert_null (kitte_dialog_get_work (dialog));
  g_assert_cmpint (say (dialog, line), ==, KITTE_DIALOG_WANTS_WORK);
  g_assert_nonnull (kitte_dialog_get_work (dialog));
  g_assert_cmpint (say (dialog, "235 in"), ==, KITTE_DIALOG_FAILED);
  assert_failed (dialog, KITTE_FINDING_PROTOCOL_VIOLATION);
  g_assert_false (kitte_dialog_get_signed_in (dialog));
  g_assert_null (kitte_dialog_get_work (dialog));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/dialog/nul", test_nul);
  for (gsize i = 0; i < G_N_ELEMENTS (endless); i++)
    {
      const char *name = kitte_protocol_to_nick (endless[i].protocol);
      g_autofree char *whole = g_strconcat ("/dialog/dialog/whole-dialog/", name, NULL);
      g_autofree char *line = g_strconcat ("/dialog/dialog/whole-line/", name, NULL);

      g_test_add_data_func (whole, &endless[i], test_whole_dialog);
      g_test_add_data_func (line, &endless[i], test_whole_line);
    }
  g_test_add_func ("/dialog/dialog/line-end-in-credential", test_line_end_in_credential);
  g_test_add_func ("/dialog/dialog/nul-in-credential", test_nul_in_credential);
  g_test_add_func ("/dialog/dialog/password-as-username", test_password_as_username);
  g_test_add_func ("/dialog/dialog/sent-when-taken", test_sent_when_taken);
  g_test_add_func ("/dialog/dialog/goodbye-once", test_goodbye_once);
  g_test_add_func ("/dialog/dialog/no-goodbye-before-greeting", test_no_goodbye_before_greeting);
  g_test_add_func ("/dialog/dialog/first-finding-stays", test_first_finding_stays);
  g_test_add_func ("/dialog/dialog/local-address", test_local_address);
  g_test_add_func ("/dialog/dialog/steps", test_steps);
  g_test_add_func ("/dialog/dialog/line-during-work", test_line_during_work);
  return g_test_run ();
}
