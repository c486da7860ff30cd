/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Submission (RFC 6409): greeting, EHLO, STARTTLS, EHLO, AUTH. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-smtp.h"

#include "kitte-dialog-private.h"
#include "kitte-foreign-greeting.h"
#include "kitte-reply.h"
#include "kitte-sign-in-reply.h"

#include <string.h>

/* RFC 4954, section 4: an initial response that would make the line longer is sent on its own. */
#define LONGEST_COMMAND 512

typedef enum
{
  AT_GREETING,
  AT_EHLO,
  AT_STARTTLS,
  AT_REST,
  AT_AUTH,
} State;

struct _KitteSmtp
{
  KitteDialog parent_instance;
  State state;
  GPtrArray *lines;
};

G_DEFINE_FINAL_TYPE (KitteSmtp, kitte_smtp, KITTE_TYPE_DIALOG)

typedef struct
{
  gboolean starttls;
  gboolean auth;
} Capabilities;

static const char *const *
said (KitteSmtp *self)
{
  return (const char *const *) self->lines->pdata;
}

static KitteDialogWants
fail (KitteSmtp *self, KitteFindingCode code)
{
  return kitte_dialog_fail_lines (KITTE_DIALOG (self), code, said (self), NULL, 0);
}

static KitteDialogWants
send_ehlo (KitteSmtp *self)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  g_autofree char *command = g_strconcat ("EHLO ", kitte_dialog_get_local_address (dialog), NULL);

  kitte_dialog_send (dialog, command);
  self->state = AT_EHLO;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_greeting (KitteSmtp *self, const KitteReply *reply)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  kitte_dialog_greeted (dialog);
  if (!kitte_reply_is (reply, "220"))
    return fail (self, kitte_sign_in_reply_read (KITTE_REPLY_TO_CONNECTION, reply));
  kitte_dialog_set_step (dialog, KITTE_STEP_CAPABILITIES);
  return send_ehlo (self);
}

/* RFC 5321, section 4.1.1.1: the first line only greets. “AUTH=” is what servers of the nineties
 * wrote for programs of that time; beside it they write the standard’s form. */
static void
read_capability (KitteSmtp *self, const char *text, const char *line, Capabilities *capabilities)
{
  gsize length = strcspn (text, " \t=");

  if (length == 4 && g_ascii_strncasecmp (text, "AUTH", 4) == 0)
    {
      capabilities->auth = TRUE;
      kitte_dialog_offer_mechanisms (KITTE_DIALOG (self), text[4] == '\0' ? "" : text + 5, line);
    }
  else if (g_ascii_strcasecmp (text, "STARTTLS") == 0)
    capabilities->starttls = TRUE;
}

static Capabilities
read_capabilities (KitteSmtp *self)
{
  Capabilities capabilities = { 0 };

  for (gsize i = 1; said (self)[i] != NULL; i++)
    {
      KitteSmtpLine line;
      g_autofree char *text = NULL;

      if (!kitte_smtp_line_parse (&line, said (self)[i]))
        continue;
      text = g_strstrip (g_strdup (line.text));
      read_capability (self, text, said (self)[i], &capabilities);
    }
  return capabilities;
}

/* A server that knows no EHLO may know HELO, but has neither STARTTLS nor AUTH to offer. */
static KitteDialogWants
handle_no_ehlo (KitteSmtp *self, const KitteReply *reply)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  if (kitte_reply_is (reply, "500") || kitte_reply_is (reply, "502") ||
      kitte_reply_is (reply, "504"))
    {
      if (!kitte_dialog_get_encrypted (dialog) &&
          kitte_dialog_get_server (dialog)->security != KITTE_SECURITY_NONE)
        return fail (self, KITTE_FINDING_TLS_NOT_OFFERED);
      return fail (self, KITTE_FINDING_AUTH_NOT_OFFERED);
    }
  return fail (self, kitte_sign_in_reply_read (KITTE_REPLY_TO_CONNECTION, reply));
}

static KitteDialogWants
handle_ehlo (KitteSmtp *self, const KitteReply *reply)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  Capabilities capabilities;

  if (!kitte_reply_is (reply, "250"))
    return handle_no_ehlo (self, reply);
  capabilities = read_capabilities (self);
  self->state = AT_REST;
  if (!kitte_dialog_wants_starttls (dialog))
    return kitte_dialog_ready (dialog, said (self));
  if (!capabilities.starttls)
    return kitte_dialog_without_tls (dialog, KITTE_FINDING_TLS_NOT_OFFERED, said (self));
  kitte_dialog_set_step (dialog, KITTE_STEP_STARTTLS);
  kitte_dialog_send (dialog, "STARTTLS");
  self->state = AT_STARTTLS;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_starttls (KitteSmtp *self, const KitteReply *reply)
{
  self->state = AT_REST;
  if (kitte_reply_is (reply, "220"))
    return KITTE_DIALOG_WANTS_TLS;
  return kitte_dialog_without_tls (KITTE_DIALOG (self), KITTE_FINDING_STARTTLS_REFUSED,
                                   said (self));
}

static KitteDialogWants
handle_auth (KitteSmtp *self, const KitteReply *reply)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  if (kitte_reply_is (reply, "334"))
    return kitte_dialog_continue_sasl (dialog, reply->text, said (self)[0]);
  self->state = AT_REST;
  if (kitte_reply_is (reply, "235"))
    return kitte_dialog_accept_sign_in (dialog) ? KITTE_DIALOG_WANTS_NOTHING :
                                                  fail (self, KITTE_FINDING_PROTOCOL_VIOLATION);
  if (reply->status[0] != '4' && reply->status[0] != '5')
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION);
  return fail (self, kitte_sign_in_reply_read (KITTE_REPLY_TO_SIGN_IN, reply));
}

/* What a server says unasked is that it closes the connection (RFC 5321, section 3.8). */
static KitteDialogWants
handle_unasked (KitteSmtp *self, const KitteReply *reply)
{
  if (kitte_reply_is (reply, "421"))
    return fail (self, kitte_sign_in_reply_read (KITTE_REPLY_TO_CONNECTION, reply));
  return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION);
}

static KitteDialogWants
handle_reply (KitteSmtp *self)
{
  g_auto (KitteReply) reply = { 0 };

  g_ptr_array_add (self->lines, NULL);
  if (!kitte_reply_parse_smtp (&reply, said (self)))
    return fail (self, KITTE_FINDING_PROTOCOL_VIOLATION);
  switch (self->state)
    {
    case AT_GREETING:
      return handle_greeting (self, &reply);
    case AT_EHLO:
      return handle_ehlo (self, &reply);
    case AT_STARTTLS:
      return handle_starttls (self, &reply);
    case AT_AUTH:
      return handle_auth (self, &reply);
    case AT_REST:
    default:
      return handle_unasked (self, &reply);
    }
}

static KitteDialogWants
kitte_smtp_feed (KitteDialog *dialog, const char *line, gsize length)
{
  KitteSmtp *self = KITTE_SMTP (dialog);
  const char *foreign = NULL;
  const char *evidence[] = { line, NULL };
  KitteSmtpLine parsed;
  KitteDialogWants wants;

  if (self->state == AT_GREETING && self->lines->len == 0)
    foreign = kitte_foreign_greeting_name (KITTE_PROTOCOL_SMTP, line);
  if (foreign != NULL)
    return kitte_dialog_fail_lines (dialog, KITTE_FINDING_NOT_THIS_PROTOCOL, evidence, foreign, 0);
  if (!kitte_smtp_line_parse (&parsed, line))
    return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  g_ptr_array_add (self->lines, g_strndup (line, length));
  if (!parsed.last)
    return kitte_dialog_get_wants (dialog);
  wants = handle_reply (self);
  g_ptr_array_set_size (self->lines, 0);
  return wants;
}

static KitteDialogWants
kitte_smtp_secured (KitteDialog *dialog)
{
  return send_ehlo (KITTE_SMTP (dialog));
}

static KitteDialogWants
kitte_smtp_sign_in (KitteDialog *dialog, KitteCredential *credential, KitteAuth method)
{
  KITTE_SMTP (dialog)->state = AT_AUTH;
  return kitte_dialog_begin_sasl (dialog, credential, method, "AUTH", LONGEST_COMMAND);
}

static void
kitte_smtp_goodbye (KitteDialog *dialog)
{
  kitte_dialog_send (dialog, "QUIT");
}

static void
kitte_smtp_finalize (GObject *object)
{
  g_ptr_array_unref (KITTE_SMTP (object)->lines);
  G_OBJECT_CLASS (kitte_smtp_parent_class)->finalize (object);
}

static void
kitte_smtp_class_init (KitteSmtpClass *klass)
{
  KitteDialogClass *dialog_class = KITTE_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kitte_smtp_finalize;
  dialog_class->feed = kitte_smtp_feed;
  dialog_class->secured = kitte_smtp_secured;
  dialog_class->sign_in = kitte_smtp_sign_in;
  dialog_class->goodbye = kitte_smtp_goodbye;
}

static void
kitte_smtp_init (KitteSmtp *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
}

KitteDialog *
kitte_smtp_new (void)
{
  return g_object_new (KITTE_TYPE_SMTP, NULL);
}
