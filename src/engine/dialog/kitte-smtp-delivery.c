/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MAIL, RCPT, DATA (RFC 5321, section 3.3), one after the other: the answer to each is worth
 * knowing. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-smtp-delivery.h"

#include <string.h>

#include "kitte-dialog-private.h"
#include "kitte-reply.h"

typedef enum
{
  AT_MAIL,
  AT_RCPT,
  AT_DATA,
  AT_END,
} State;

struct _KitteSmtpDelivery
{
  KitteErrand parent_instance;
  State state;
  char *sender;
  char *recipient;
  char *message;
  GPtrArray *lines;
};

G_DEFINE_FINAL_TYPE (KitteSmtpDelivery, kitte_smtp_delivery, KITTE_TYPE_ERRAND)

/* RFC 5321, section 4.5.2: a dot at the beginning of a line is doubled. */
static void
send_message (KitteSmtpDelivery *self, KitteDialog *dialog)
{
  g_auto (GStrv) lines = g_strsplit (self->message, "\r\n", -1);
  guint n_lines = g_strv_length (lines);

  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *stuffed = g_strconcat (lines[i][0] == '.' ? "." : "", lines[i], NULL);

      if (i + 1 < n_lines || lines[i][0] != '\0')
        kitte_dialog_send (dialog, stuffed);
    }
  kitte_dialog_send (dialog, ".");
}

/* RFC 3463, section 3: the detail after the class says most. */
static gboolean
is_about (const KitteReply *reply, const char *subject)
{
  return reply->code != NULL && strlen (reply->code) > 2 &&
         g_str_has_prefix (reply->code + 2, subject);
}

static KitteFindingCode
read_refusal_of_sender (const KitteReply *reply)
{
  return kitte_reply_is (reply, "530") ? KITTE_FINDING_SIGN_IN_REQUIRED :
                                         KITTE_FINDING_SENDER_REFUSED;
}

static KitteFindingCode
read_refusal_of_recipient (const KitteReply *reply)
{
  if (kitte_reply_is (reply, "530"))
    return KITTE_FINDING_SIGN_IN_REQUIRED;
  if (is_about (reply, "1.1") || is_about (reply, "1.6"))
    return KITTE_FINDING_RECIPIENT_UNKNOWN;
  return is_about (reply, "1.8") || is_about (reply, "1.7") ? KITTE_FINDING_SENDER_REFUSED :
                                                              KITTE_FINDING_RELAY_DENIED;
}

/* What the codes alone say; the words may say more. */
static KitteFindingCode
read_refusal (State state, const KitteReply *reply)
{
  if (kitte_reply_is (reply, "421"))
    return KITTE_FINDING_SERVER_UNAVAILABLE;
  if (is_about (reply, "2.2"))
    return KITTE_FINDING_RECIPIENT_MAILBOX_FULL;
  if (reply->status[0] == '4')
    return KITTE_FINDING_DELAYED;
  if (is_about (reply, "3.4"))
    return KITTE_FINDING_MESSAGE_TOO_LARGE;
  if (state == AT_MAIL)
    return read_refusal_of_sender (reply);
  return state == AT_RCPT ? read_refusal_of_recipient (reply) : KITTE_FINDING_REJECTED_AS_SPAM;
}

static KitteDialogWants
fail (KitteSmtpDelivery *self, KitteDialog *dialog, KitteFindingCode code)
{
  kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_UNDONE);
  return kitte_dialog_fail_lines (dialog, code, (const char *const *) self->lines->pdata, NULL, 0);
}

static KitteDialogWants
go_on (KitteSmtpDelivery *self, KitteDialog *dialog)
{
  g_autofree char *command = NULL;

  switch (self->state)
    {
    case AT_MAIL:
      command = g_strdup_printf ("RCPT TO:<%s>", self->recipient);
      kitte_dialog_send (dialog, command);
      self->state = AT_RCPT;
      return KITTE_DIALOG_WANTS_LINE;
    case AT_RCPT:
      kitte_dialog_send (dialog, "DATA");
      self->state = AT_DATA;
      return KITTE_DIALOG_WANTS_LINE;
    case AT_DATA:
      send_message (self, dialog);
      kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_SENT);
      self->state = AT_END;
      return KITTE_DIALOG_WANTS_LINE;
    case AT_END:
    default:
      return KITTE_DIALOG_WANTS_NOTHING;
    }
}

static KitteDialogWants
handle_reply (KitteSmtpDelivery *self, KitteDialog *dialog)
{
  g_auto (KitteReply) reply = { 0 };
  char expected = self->state == AT_DATA ? '3' : '2';

  g_ptr_array_add (self->lines, NULL);
  if (!kitte_reply_parse_smtp (&reply, (const char *const *) self->lines->pdata))
    return fail (self, dialog, KITTE_FINDING_PROTOCOL_VIOLATION);
  if (reply.status[0] == expected)
    return go_on (self, dialog);
  if (reply.status[0] != '4' && reply.status[0] != '5')
    return fail (self, dialog, KITTE_FINDING_PROTOCOL_VIOLATION);
  return fail (self, dialog, read_refusal (self->state, &reply));
}

static KitteDialogWants
kitte_smtp_delivery_begin (KitteErrand *errand, KitteDialog *dialog)
{
  KitteSmtpDelivery *self = KITTE_SMTP_DELIVERY (errand);
  g_autofree char *command = g_strdup_printf ("MAIL FROM:<%s>", self->sender);

  g_ptr_array_set_size (self->lines, 0);
  kitte_dialog_send (dialog, command);
  self->state = AT_MAIL;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
kitte_smtp_delivery_feed (KitteErrand *errand, KitteDialog *dialog, const char *line, gsize length)
{
  KitteSmtpDelivery *self = KITTE_SMTP_DELIVERY (errand);
  KitteSmtpLine parsed;
  KitteDialogWants wants;

  if (!kitte_smtp_line_parse (&parsed, line))
    return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  g_ptr_array_add (self->lines, g_strndup (line, length));
  if (!parsed.last)
    return KITTE_DIALOG_WANTS_LINE;
  wants = handle_reply (self, dialog);
  g_ptr_array_set_size (self->lines, 0);
  return wants;
}

static void
kitte_smtp_delivery_finalize (GObject *object)
{
  KitteSmtpDelivery *self = KITTE_SMTP_DELIVERY (object);

  g_free (self->sender);
  g_free (self->recipient);
  g_free (self->message);
  g_ptr_array_unref (self->lines);
  G_OBJECT_CLASS (kitte_smtp_delivery_parent_class)->finalize (object);
}

static void
kitte_smtp_delivery_class_init (KitteSmtpDeliveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_smtp_delivery_finalize;
  KITTE_ERRAND_CLASS (klass)->begin = kitte_smtp_delivery_begin;
  KITTE_ERRAND_CLASS (klass)->feed = kitte_smtp_delivery_feed;
}

static void
kitte_smtp_delivery_init (KitteSmtpDelivery *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_free);
}

/**
 * kitte_smtp_delivery_new:
 * @sender: an address, ASCII, without brackets and line ends
 * @recipient: an address
 * @message: headers and text, lines ended by CR LF
 *
 * Returns: (transfer full): an errand for a #KitteSmtp that is signed in
 */
KitteErrand *
kitte_smtp_delivery_new (const char *sender, const char *recipient, const char *message)
{
  KitteSmtpDelivery *self;

  g_return_val_if_fail (sender != NULL && strpbrk (sender, "\r\n") == NULL, NULL);
  g_return_val_if_fail (recipient != NULL && strpbrk (recipient, "\r\n") == NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  self = g_object_new (KITTE_TYPE_SMTP_DELIVERY, NULL);
  self->sender = g_strdup (sender);
  self->recipient = g_strdup (recipient);
  self->message = g_strdup (message);
  return KITTE_ERRAND (self);
}
