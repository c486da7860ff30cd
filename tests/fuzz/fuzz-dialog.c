/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of one dialog, that of FUZZ_PROTOCOL: an input is a conversation file, or what became
 * of one. Whatever a server says, the dialog ends as it promises and the password shows nowhere. */
#include "config.h"

#include "base/kitte-bounds.h"
#include "base/kitte-redact.h"
#include "dialog/kitte-dialog.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define PASSWORD "correct horse"

typedef struct
{
  KitteProtocol protocol;
  KitteSecurity security;
  KitteAuthList allowed;
  KitteDialog *dialog;
  KitteCredential *credential;
  gboolean signed_in;
} Run;

/* A server may say the password by accident of the input, before it was ever sent. */
static void
assert_hidden (Run *run, const char *text)
{
  const KitteSecret *secrets[] = { run->credential->secret };
  g_autofree char *redacted = NULL;

  if (!run->signed_in)
    return;
  redacted = kitte_redact (text, secrets, 1);
  g_assert_cmpstr (redacted, ==, text);
}

static void
take_output (Run *run)
{
  g_autofree char *shown = NULL;
  g_autoptr (KitteSecret) output = kitte_dialog_take_output (run->dialog, &shown);
  gsize length = output != NULL ? kitte_secret_get_length (output) : 0;

  g_assert_true ((output == NULL) == (shown == NULL));
  if (output == NULL)
    return;
  g_assert_cmpuint (length, <, KITTE_MAX_LINE);
  g_assert_true (g_str_has_suffix (kitte_secret_peek (output), "\r\n"));
  if (!run->signed_in)
    g_assert_null (strstr (kitte_secret_peek (output), PASSWORD));
  assert_hidden (run, shown);
}

static KitteDialogWants
settle (Run *run, KitteDialogWants wants)
{
  KitteFinding *finding = kitte_dialog_get_finding (run->dialog);

  g_assert_cmpint (wants, ==, kitte_dialog_get_wants (run->dialog));
  g_assert_cmpint (finding != NULL, ==, wants == KITTE_DIALOG_FAILED);
  g_assert_true (run->signed_in || !kitte_dialog_get_sign_in_sent (run->dialog));
  g_assert_true (run->signed_in || !kitte_dialog_get_signed_in (run->dialog));
  for (gsize i = 0; finding != NULL && finding->evidence[i] != NULL; i++)
    assert_hidden (run, finding->evidence[i]);
  take_output (run);
  return wants;
}

static void
feed (Run *run, const char *line, gsize length)
{
  g_autofree char *redacted = NULL;
  KitteDialogWants wants = settle (run, kitte_dialog_feed (run->dialog, line, length));

  if (wants == KITTE_DIALOG_WANTS_WORK)
    {
      kitte_scram_work_run (kitte_dialog_get_work (run->dialog));
      wants = settle (run, kitte_dialog_worked (run->dialog));
    }
  if (wants == KITTE_DIALOG_WANTS_TLS)
    wants = settle (run, kitte_dialog_secured (run->dialog));
  if (wants == KITTE_DIALOG_WANTS_SIGN_IN && !run->signed_in)
    {
      run->signed_in = TRUE;
      settle (run, kitte_dialog_sign_in (run->dialog, run->credential));
    }
  redacted = kitte_dialog_redact (run->dialog, line, length);
  assert_hidden (run, redacted);
}

/* The time that the dialog waits is over, as the wire says it: only where it asked for that. */
static void
hurry (Run *run)
{
  if (run->dialog != NULL && kitte_dialog_get_patience (run->dialog) > 0)
    settle (run, kitte_dialog_hurry (run->dialog));
}

static void
begin (Run *run)
{
  g_autoptr (KitteServer) server =
      kitte_server_new (run->protocol, "mail.example.test", 1, run->security, &run->allowed, NULL);

  run->dialog = kitte_dialog_new (server);
  kitte_dialog_allow_cleartext (run->dialog);
  settle (run, kitte_dialog_start (run->dialog, run->security == KITTE_SECURITY_TLS));
}

/* The head of a conversation file, as far as it matters here. */
static gboolean
read_head (Run *run, const char *line)
{
  KitteAuth method;

  if (run->dialog != NULL)
    return FALSE;
  if (g_str_has_prefix (line, "security: "))
    kitte_security_from_nick (line + 10, &run->security);
  else if (g_str_has_prefix (line, "allowed: ") && kitte_auth_from_nick (line + 9, &method))
    kitte_auth_list_add (&run->allowed, method);
  else
    return *line == '\0' || *line == '#' || g_ascii_islower (*line);
  return TRUE;
}

static void
run_line (Run *run, const char *line, gsize length)
{
  static const char *const ours[] = { "C:",      "SHOWN:",  "C-COMPUTED:", "TLS",
                                      "SIGN-IN", "GOODBYE", "ACCEPTED" };
  g_autofree char *text = g_malloc0 (length + 1);

  memcpy (text, line, length);
  if (read_head (run, text))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    if (g_str_has_prefix (text, ours[i]))
      return;
  if (run->dialog == NULL)
    begin (run);
  if (g_str_has_prefix (text, "HURRY"))
    hurry (run);
  else if (g_str_has_prefix (text, "S: "))
    feed (run, text + 3, length - 3);
  else
    feed (run, text, length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Run run = { .protocol = FUZZ_PROTOCOL, .security = KITTE_SECURITY_TLS };
  g_autoptr (KitteSecret) secret = kitte_secret_new (PASSWORD);
  const char *rest = (const char *) data;
  const char *end = rest + size;

  run.credential = kitte_credential_new ("taro@example.test", secret);
  while (rest < end)
    {
      const char *newline = memchr (rest, '\n', (gsize) (end - rest));
      const char *line_end = newline != NULL ? newline : end;

      run_line (&run, rest, (gsize) (line_end - rest));
      rest = line_end + 1;
    }
  if (run.dialog != NULL)
    {
      kitte_dialog_goodbye (run.dialog);
      take_output (&run);
      g_object_unref (run.dialog);
    }
  kitte_credential_unref (run.credential);
  return 0;
}
