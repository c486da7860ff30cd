/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IMAP (RFC 9051, RFC 3501): greeting, STARTTLS, sign-in, EXAMINE together with it, LOGOUT. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-imap.h"

#include "base/kitte-bounds.h"
#include "base/kitte-redact.h"
#include "kitte-dialog-private.h"
#include "kitte-foreign-greeting.h"
#include "kitte-imap-literal.h"
#include "kitte-imap-login.h"
#include "kitte-reply.h"
#include "kitte-sign-in-reply.h"

#include <string.h>

/* RFC 7162, section 4: what every server takes as one line is 8,192 octets. */
#define LONGEST_COMMAND 8000

/* What servers say beside their verdict; more is not read by a person. */
#define MAX_ALERTS 4

/* What was sent together with a sign-in is answered together with it. Servers that hand the
 * connection on after the sign-in may lose it. */
#define PATIENCE_MS 1000

typedef enum
{
  AT_GREETING,
  AT_CAPABILITY,
  AT_STARTTLS,
  AT_REST,
  AT_LOGIN,
  AT_AUTHENTICATE,
  AT_EXAMINE,
} State;

struct _KitteImap
{
  KitteDialog parent_instance;
  State state;
  guint n_tags;
  char tag[16];
  char ahead[16];
  gboolean in_one_message;
  KitteImapLiteral literal;
  gboolean knows_capabilities;
  gboolean asked_capabilities;
  char *capability_line;
  gboolean starttls;
  gboolean sasl_ir;
  gboolean login_disabled;
  gboolean literal_plus;
  gboolean examined;
  gboolean logged_out;
  GPtrArray *login_lines;
  GPtrArray *alerts;
};

G_DEFINE_FINAL_TYPE (KitteImap, kitte_imap, KITTE_TYPE_DIALOG)

static const char *
next_tag (KitteImap *self)
{
  g_snprintf (self->tag, sizeof self->tag, "a%u", ++self->n_tags);
  return self->tag;
}

static gboolean
has_tag (const char *line, const char *tag)
{
  gsize length = strlen (tag);

  return length > 0 && strncmp (line, tag, length) == 0 && line[length] == ' ';
}

static void
send_tagged (KitteImap *self, const char *command)
{
  g_autofree char *line = g_strconcat (next_tag (self), " ", command, NULL);

  kitte_dialog_send (KITTE_DIALOG (self), line);
}

/* The verdict comes first, what was said beside it after. */
static KitteDialogWants
fail (KitteImap *self, KitteFindingCode code, const char *line)
{
  g_autoptr (GPtrArray) evidence = g_ptr_array_new ();

  g_ptr_array_add (evidence, (char *) line);
  for (guint i = 0; i < self->alerts->len; i++)
    g_ptr_array_add (evidence, g_ptr_array_index (self->alerts, i));
  g_ptr_array_add (evidence, NULL);
  return kitte_dialog_fail_lines (KITTE_DIALOG (self), code, (const char *const *) evidence->pdata,
                                  NULL, 0);
}

/* Gmail says why in an untagged line, and then only that it failed. */
static KitteDialogWants
fail_reply (KitteImap *self, KitteReplyStage stage, const KitteReply *reply, const char *line)
{
  KitteFindingCode code = kitte_sign_in_reply_read (stage, reply);

  for (guint i = 0; i < self->alerts->len; i++)
    {
      g_auto (KitteReply) alert = { 0 };
      const char *text = g_ptr_array_index (self->alerts, i);

      if (code == KITTE_FINDING_AUTH_REJECTED && kitte_reply_parse_imap (&alert, text + 2) &&
          kitte_sign_in_reply_is_specific (stage, &alert))
        return fail (self, kitte_sign_in_reply_read (stage, &alert), line);
    }
  return fail (self, code, line);
}

static void
forget_capabilities (KitteImap *self)
{
  self->knows_capabilities = FALSE;
  self->starttls = FALSE;
  self->sasl_ir = FALSE;
  self->login_disabled = FALSE;
  self->literal_plus = FALSE;
  kitte_dialog_clear_offered (KITTE_DIALOG (self));
}

static void
read_capability (KitteImap *self, const char *word, const char *line)
{
  if (g_str_equal (word, "STARTTLS"))
    self->starttls = TRUE;
  else if (g_str_equal (word, "SASL-IR"))
    self->sasl_ir = TRUE;
  else if (g_str_equal (word, "LOGINDISABLED"))
    self->login_disabled = TRUE;
  else if (g_str_equal (word, "LITERAL+") || g_str_equal (word, "LITERAL-"))
    self->literal_plus = TRUE;
  else if (g_str_has_prefix (word, "AUTH="))
    kitte_dialog_offer_mechanisms (KITTE_DIALOG (self), word + strlen ("AUTH="), line);
}

/* RFC 9051, section 7.2.2. A list replaces the one before. */
static void
read_capabilities (KitteImap *self, const char *list, const char *line)
{
  g_autofree char *upper = g_ascii_strup (list, -1);
  g_auto (GStrv) words = g_strsplit_set (upper, " \t", -1);
  KitteDialog *dialog = KITTE_DIALOG (self);

  forget_capabilities (self);
  for (gsize i = 0; words[i] != NULL; i++)
    read_capability (self, words[i], line);
  self->knows_capabilities = TRUE;
  g_free (self->capability_line);
  self->capability_line = g_strdup (line);
  if (!self->login_disabled)
    kitte_dialog_offer (dialog, KITTE_AUTH_USER_PASS);
  kitte_dialog_prefer_user_pass (dialog, !self->sasl_ir);
  kitte_dialog_refuses_cleartext (dialog, self->login_disabled);
}

static KitteDialogWants
ask_capabilities (KitteImap *self)
{
  send_tagged (self, "CAPABILITY");
  self->asked_capabilities = TRUE;
  self->state = AT_CAPABILITY;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
capabilities_known (KitteImap *self)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  const char *said[] = { self->capability_line, NULL };

  self->state = AT_REST;
  if (!kitte_dialog_wants_starttls (dialog))
    return kitte_dialog_ready (dialog, said);
  /* Some greetings list only a part; that encryption is missing is worth a question. */
  if (!self->starttls && !self->asked_capabilities)
    return ask_capabilities (self);
  if (!self->starttls)
    return kitte_dialog_without_tls (dialog, KITTE_FINDING_TLS_NOT_OFFERED, said);
  kitte_dialog_set_step (dialog, KITTE_STEP_STARTTLS);
  send_tagged (self, "STARTTLS");
  self->state = AT_STARTTLS;
  return KITTE_DIALOG_WANTS_LINE;
}

static void
read_response_code (KitteImap *self, const KitteReply *reply, const char *line)
{
  if (g_strcmp0 (reply->code, "CAPABILITY") == 0 && reply->arguments != NULL)
    read_capabilities (self, reply->arguments, line);
}

static KitteDialogWants
handle_greeting (KitteImap *self, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  g_auto (KitteReply) reply = { 0 };

  if (!g_str_has_prefix (line, "* ") || !kitte_reply_parse_imap (&reply, line + 2))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  kitte_dialog_greeted (dialog);
  /* RFC 9051, section 7.1.4: signed in already, as whom nobody knows, and STARTTLS is barred. */
  if (kitte_reply_is (&reply, "PREAUTH"))
    return fail (self, KITTE_FINDING_PREAUTH_UNEXPECTED, line);
  if (!kitte_reply_is (&reply, "OK"))
    return fail_reply (self, KITTE_REPLY_TO_CONNECTION, &reply, line);
  kitte_dialog_set_step (dialog, KITTE_STEP_CAPABILITIES);
  read_response_code (self, &reply, line);
  return self->knows_capabilities ? capabilities_known (self) : ask_capabilities (self);
}

static KitteReplyStage
stage_of (KitteImap *self)
{
  if (self->state == AT_EXAMINE)
    return KITTE_REPLY_TO_MAILBOX;
  if (self->state == AT_LOGIN || self->state == AT_AUTHENTICATE)
    return KITTE_REPLY_TO_SIGN_IN;
  return KITTE_REPLY_TO_CONNECTION;
}

static KitteDialogWants
handle_bye (KitteImap *self, const KitteReply *reply, const char *line)
{
  KitteReplyStage stage = stage_of (self);

  if (stage == KITTE_REPLY_TO_CONNECTION && !kitte_sign_in_reply_is_specific (stage, reply))
    return fail (self, KITTE_FINDING_SERVER_UNAVAILABLE, line);
  return fail_reply (self, stage, reply, line);
}

static KitteDialogWants
handle_untagged (KitteImap *self, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  g_auto (KitteReply) reply = { 0 };

  if (!kitte_reply_parse_imap (&reply, line + 2))
    {
      if (g_ascii_strncasecmp (line + 2, "CAPABILITY ", 11) == 0 && self->state == AT_CAPABILITY)
        read_capabilities (self, line + 13, line);
      return kitte_dialog_get_wants (dialog);
    }
  if (kitte_reply_is (&reply, "BYE"))
    return handle_bye (self, &reply, line);
  if ((!kitte_reply_is (&reply, "OK") || g_strcmp0 (reply.code, "ALERT") == 0) &&
      self->alerts->len < MAX_ALERTS)
    g_ptr_array_add (self->alerts, g_strdup (line));
  return kitte_dialog_get_wants (dialog);
}

#define EXAMINE "EXAMINE INBOX"

/* RFC 9051, section 5.5: the last message of a sign-in leaves no doubt about what follows it, so
 * what follows need not wait a trip. LOGOUT does wait: a server that loses or refuses what comes
 * early would hang up on the mailbox. */
static void
examine_ahead (KitteImap *self)
{
  g_autofree char *line = NULL;

  g_snprintf (self->ahead, sizeof self->ahead, "a%u", ++self->n_tags);
  line = g_strconcat (self->ahead, " " EXAMINE, NULL);
  kitte_dialog_send (KITTE_DIALOG (self), line);
}

static KitteDialogWants
continue_login (KitteImap *self)
{
  g_autoptr (KitteSecret) next = g_ptr_array_steal_index (self->login_lines, 0);

  kitte_dialog_send_secret (KITTE_DIALOG (self), next, KITTE_REDACTED);
  if (self->login_lines->len == 0)
    examine_ahead (self);
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_continuation (KitteImap *self, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  const char *challenge = line[1] == ' ' ? line + 2 : line + 1;
  KitteDialogWants wants;

  if (self->state == AT_LOGIN && self->login_lines != NULL && self->login_lines->len > 0)
    return continue_login (self);
  if (self->state != AT_AUTHENTICATE)
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  wants = kitte_dialog_continue_sasl (dialog, challenge, line);
  if (wants == KITTE_DIALOG_WANTS_LINE && self->in_one_message)
    examine_ahead (self);
  return wants;
}

/* A tag of its own: what is waited for is the answer before it. */
static void
log_out (KitteImap *self)
{
  g_autofree char *logout = g_strdup_printf ("a%u LOGOUT", ++self->n_tags);

  kitte_dialog_send (KITTE_DIALOG (self), logout);
  self->logged_out = TRUE;
}

/* RFC 9051, section 6.3.3: opens without changing anything. LOGOUT goes along, since nothing
 * depends on it. */
static KitteDialogWants
examine (KitteImap *self)
{
  send_tagged (self, EXAMINE);
  self->examined = TRUE;
  if (!kitte_dialog_stays (KITTE_DIALOG (self)))
    log_out (self);
  self->state = AT_EXAMINE;
  kitte_dialog_set_patience (KITTE_DIALOG (self), 0);
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
wait_for_mailbox (KitteImap *self)
{
  if (self->ahead[0] == '\0')
    return examine (self);
  g_strlcpy (self->tag, self->ahead, sizeof self->tag);
  self->state = AT_EXAMINE;
  kitte_dialog_set_patience (KITTE_DIALOG (self), PATIENCE_MS);
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_verdict (KitteImap *self, const KitteReply *reply, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  gboolean all_sent = self->login_lines == NULL || self->login_lines->len == 0;

  g_clear_pointer (&self->login_lines, g_ptr_array_unref);
  if (!kitte_reply_is (reply, "OK"))
    return fail_reply (self, KITTE_REPLY_TO_SIGN_IN, reply, line);
  if (!all_sent || !kitte_dialog_accept_sign_in (dialog))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  g_ptr_array_set_size (self->alerts, 0);
  return wait_for_mailbox (self);
}

/* The command is right: a server that calls it wrong has read it before its time. */
static KitteDialogWants
handle_mailbox (KitteImap *self, const KitteReply *reply, const char *line)
{
  if (kitte_reply_is (reply, "OK"))
    return KITTE_DIALOG_WANTS_NOTHING;
  if (kitte_reply_is (reply, "BAD") && has_tag (line, self->ahead))
    return self->examined ? KITTE_DIALOG_WANTS_LINE : examine (self);
  return fail_reply (self, KITTE_REPLY_TO_MAILBOX, reply, line);
}

/* The answer to what was sent ahead, where another one is waited for. */
static KitteDialogWants
handle_ahead (KitteImap *self, const char *line)
{
  g_auto (KitteReply) reply = { 0 };

  if (!kitte_reply_parse_imap (&reply, line + strlen (self->ahead) + 1))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  if (self->state == AT_EXAMINE)
    return handle_mailbox (self, &reply, line);
  if (kitte_reply_is (&reply, "OK"))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  self->ahead[0] = '\0';
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_tagged (KitteImap *self, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  const char *said[] = { line, NULL };
  g_auto (KitteReply) reply = { 0 };

  if (!kitte_reply_parse_imap (&reply, line + strlen (self->tag) + 1))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  switch (self->state)
    {
    case AT_CAPABILITY:
      if (self->knows_capabilities)
        return capabilities_known (self);
      return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
    case AT_STARTTLS:
      self->state = AT_REST;
      return kitte_reply_is (&reply, "OK") ?
                 KITTE_DIALOG_WANTS_TLS :
                 kitte_dialog_without_tls (dialog, KITTE_FINDING_STARTTLS_REFUSED, said);
    case AT_LOGIN:
    case AT_AUTHENTICATE:
      return handle_verdict (self, &reply, line);
    case AT_EXAMINE:
      return handle_mailbox (self, &reply, line);
    case AT_GREETING:
    case AT_REST:
    default:
      return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
    }
}

static KitteDialogWants
handle_line (KitteImap *self, const char *line)
{
  if (self->state == AT_GREETING)
    return handle_greeting (self, line);
  if (line[0] == '+' && (line[1] == ' ' || line[1] == '\0'))
    return handle_continuation (self, line);
  if (g_str_has_prefix (line, "* "))
    return handle_untagged (self, line);
  if (has_tag (line, self->tag))
    return handle_tagged (self, line);
  if (has_tag (line, self->ahead))
    return handle_ahead (self, line);
  return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
}

static KitteDialogWants
kitte_imap_feed (KitteDialog *dialog, const char *line, gsize length)
{
  KitteImap *self = KITTE_IMAP (dialog);
  const char *evidence[] = { line, NULL };
  const char *foreign = NULL;

  if (self->state == AT_GREETING)
    foreign = kitte_foreign_greeting_name (KITTE_PROTOCOL_IMAP, line);
  if (foreign != NULL)
    return kitte_dialog_fail_lines (dialog, KITTE_FINDING_NOT_THIS_PROTOCOL, evidence, foreign, 0);
  /* No response that matters here has one. */
  if (!kitte_imap_literal_pass (&self->literal, line, length))
    return kitte_dialog_get_wants (dialog);
  if (self->literal.in_response && self->literal.left > KITTE_MAX_DIALOG)
    return kitte_dialog_fail (dialog, KITTE_FINDING_REPLY_TOO_LONG, line);
  return handle_line (self, line);
}

static KitteDialogWants
kitte_imap_secured (KitteDialog *dialog)
{
  forget_capabilities (KITTE_IMAP (dialog));
  return ask_capabilities (KITTE_IMAP (dialog));
}

static KitteDialogWants
send_login (KitteImap *self, KitteCredential *credential)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  g_autofree char *shown =
      g_strconcat (next_tag (self), " LOGIN ", credential->username, " " KITTE_REDACTED, NULL);
  g_autoptr (KitteSecret) first = NULL;

  self->login_lines = kitte_imap_login_lines (self->tag, credential, self->literal_plus);
  first = g_ptr_array_steal_index (self->login_lines, 0);
  kitte_dialog_send_secret (dialog, first, shown);
  if (self->login_lines->len == 0)
    examine_ahead (self);
  self->state = AT_LOGIN;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
kitte_imap_sign_in (KitteDialog *dialog, KitteCredential *credential, KitteAuth method)
{
  KitteImap *self = KITTE_IMAP (dialog);
  g_autofree char *command = NULL;
  KitteDialogWants wants;

  g_ptr_array_set_size (self->alerts, 0);
  if (method == KITTE_AUTH_USER_PASS)
    return send_login (self, credential);
  self->state = AT_AUTHENTICATE;
  self->in_one_message = method == KITTE_AUTH_PLAIN;
  command = g_strconcat (next_tag (self), " AUTHENTICATE", NULL);
  wants = kitte_dialog_begin_sasl (dialog, credential, method, command,
                                   self->sasl_ir ? LONGEST_COMMAND : 0);
  if (wants == KITTE_DIALOG_WANTS_LINE && self->in_one_message &&
      kitte_dialog_get_exchange (dialog)->held == NULL)
    examine_ahead (self);
  return wants;
}

static KitteDialogWants
kitte_imap_hurry (KitteDialog *dialog)
{
  return examine (KITTE_IMAP (dialog));
}

static void
kitte_imap_goodbye (KitteDialog *dialog)
{
  KitteImap *self = KITTE_IMAP (dialog);
  gboolean in_literal = self->login_lines != NULL && self->login_lines->len > 0;

  /* Nothing cancels a literal: what follows would be a part of it. */
  if (!self->logged_out && !in_literal)
    send_tagged (self, "LOGOUT");
}

static void
kitte_imap_finalize (GObject *object)
{
  KitteImap *self = KITTE_IMAP (object);

  g_clear_pointer (&self->login_lines, g_ptr_array_unref);
  g_ptr_array_unref (self->alerts);
  g_free (self->capability_line);
  G_OBJECT_CLASS (kitte_imap_parent_class)->finalize (object);
}

static void
kitte_imap_class_init (KitteImapClass *klass)
{
  KitteDialogClass *dialog_class = KITTE_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kitte_imap_finalize;
  dialog_class->feed = kitte_imap_feed;
  dialog_class->secured = kitte_imap_secured;
  dialog_class->sign_in = kitte_imap_sign_in;
  dialog_class->goodbye = kitte_imap_goodbye;
  dialog_class->hurry = kitte_imap_hurry;
}

static void
kitte_imap_init (KitteImap *self)
{
  self->alerts = g_ptr_array_new_with_free_func (g_free);
}

KitteDialog *
kitte_imap_new (void)
{
  return g_object_new (KITTE_TYPE_IMAP, NULL);
}
