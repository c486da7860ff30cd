/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POP3 cannot search: the headers of the newest messages are looked at (TOP, RFC 1939, section 7),
 * each only once where the server tells them apart (UIDL). DELE takes effect with QUIT, so the
 * answer to that is waited for. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-pop3-pickup.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-dialog-private.h"
#include "kitte-message-id.h"
#include "kitte-reply.h"

/* So many new messages come to nobody while one is under way. */
#define MOST_MESSAGES 20

typedef enum
{
  AT_STAT,
  AT_UIDL,
  AT_TOP,
  AT_TOP_LINES,
  AT_DELE,
  AT_QUIT,
} State;

struct _KittePop3Pickup
{
  KitteErrand parent_instance;
  State state;
  char *message_id;
  GHashTable *seen;
  char *uid;
  GString *header;
  guint number;
  guint lowest;
  gboolean without_uids;
};

G_DEFINE_FINAL_TYPE (KittePop3Pickup, kitte_pop3_pickup, KITTE_TYPE_ERRAND)

static KitteDialogWants
send_about (KittePop3Pickup *self, KitteDialog *dialog, State state, const char *format)
{
  g_autofree char *command = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  command = g_strdup_printf (format, self->number);
#pragma GCC diagnostic pop
  kitte_dialog_send (dialog, command);
  self->state = state;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
look_at_header (KittePop3Pickup *self, KitteDialog *dialog)
{
  g_string_truncate (self->header, 0);
  return send_about (self, dialog, AT_TOP, "TOP %u 0");
}

/* From the newest down. */
static KitteDialogWants
look (KittePop3Pickup *self, KitteDialog *dialog)
{
  if (self->number == 0 || self->number < self->lowest)
    {
      kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_ABSENT);
      return KITTE_DIALOG_WANTS_NOTHING;
    }
  g_clear_pointer (&self->uid, g_free);
  return self->without_uids ? look_at_header (self, dialog) :
                              send_about (self, dialog, AT_UIDL, "UIDL %u");
}

static KitteDialogWants
look_further (KittePop3Pickup *self, KitteDialog *dialog)
{
  self->number--;
  return look (self, dialog);
}

static KitteDialogWants
handle_stat (KittePop3Pickup *self, KitteDialog *dialog, const KitteReply *reply, const char *line)
{
  guint64 count = g_ascii_strtoull (reply->text, NULL, 10);

  if (!kitte_reply_is (reply, "+OK") || count > G_MAXINT)
    return kitte_dialog_fail (dialog, KITTE_FINDING_MAILBOX_UNAVAILABLE, line);
  self->number = (guint) count;
  self->lowest = self->number > MOST_MESSAGES ? self->number - MOST_MESSAGES + 1 : 1;
  return look (self, dialog);
}

static KitteDialogWants
handle_uidl (KittePop3Pickup *self, KitteDialog *dialog, const KitteReply *reply)
{
  const char *blank = strchr (reply->text, ' ');

  self->without_uids = !kitte_reply_is (reply, "+OK") || blank == NULL;
  if (!self->without_uids)
    self->uid = g_strstrip (g_strdup (blank + 1));
  if (self->uid != NULL && g_hash_table_contains (self->seen, self->uid))
    return look_further (self, dialog);
  return look_at_header (self, dialog);
}

static KitteDialogWants
handle_header (KittePop3Pickup *self, KitteDialog *dialog)
{
  if (kitte_message_id_is (self->header, self->message_id))
    {
      kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_LEFT);
      return send_about (self, dialog, AT_DELE, "DELE %u");
    }
  if (self->uid != NULL)
    g_hash_table_add (self->seen, g_steal_pointer (&self->uid));
  return look_further (self, dialog);
}

static KitteDialogWants
handle_header_line (KittePop3Pickup *self, KitteDialog *dialog, const char *line, gsize length)
{
  if (g_str_equal (line, "."))
    return handle_header (self, dialog);
  if (self->header->len + length <= KITTE_MAX_LINE)
    {
      g_string_append_len (self->header, line, (gssize) length);
      g_string_append (self->header, "\r\n");
    }
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_dele (KittePop3Pickup *self, KitteDialog *dialog, const KitteReply *reply)
{
  if (!kitte_reply_is (reply, "+OK"))
    return KITTE_DIALOG_WANTS_NOTHING;
  self->state = AT_QUIT;
  kitte_dialog_goodbye (dialog);
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_quit (KittePop3Pickup *self, const KitteReply *reply)
{
  if (kitte_reply_is (reply, "+OK"))
    kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_REMOVED);
  return KITTE_DIALOG_WANTS_NOTHING;
}

static KitteDialogWants
handle_reply (KittePop3Pickup *self, KitteDialog *dialog, const KitteReply *reply, const char *line)
{
  switch (self->state)
    {
    case AT_STAT:
      return handle_stat (self, dialog, reply, line);
    case AT_UIDL:
      return handle_uidl (self, dialog, reply);
    case AT_TOP:
      if (!kitte_reply_is (reply, "+OK"))
        return look_further (self, dialog);
      self->state = AT_TOP_LINES;
      return KITTE_DIALOG_WANTS_LINE;
    case AT_DELE:
      return handle_dele (self, dialog, reply);
    case AT_TOP_LINES:
    case AT_QUIT:
    default:
      return handle_quit (self, reply);
    }
}

static KitteDialogWants
kitte_pop3_pickup_begin (KitteErrand *errand, KitteDialog *dialog)
{
  KITTE_POP3_PICKUP (errand)->state = AT_STAT;
  kitte_dialog_send (dialog, "STAT");
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
kitte_pop3_pickup_feed (KitteErrand *errand, KitteDialog *dialog, const char *line, gsize length)
{
  KittePop3Pickup *self = KITTE_POP3_PICKUP (errand);
  g_auto (KitteReply) reply = { 0 };

  if (self->state == AT_TOP_LINES)
    return handle_header_line (self, dialog, line, length);
  if (!kitte_reply_parse_pop3 (&reply, line))
    return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  return handle_reply (self, dialog, &reply, line);
}

static void
kitte_pop3_pickup_finalize (GObject *object)
{
  KittePop3Pickup *self = KITTE_POP3_PICKUP (object);

  g_free (self->message_id);
  g_free (self->uid);
  g_hash_table_unref (self->seen);
  g_string_free (self->header, TRUE);
  G_OBJECT_CLASS (kitte_pop3_pickup_parent_class)->finalize (object);
}

static void
kitte_pop3_pickup_class_init (KittePop3PickupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_pop3_pickup_finalize;
  KITTE_ERRAND_CLASS (klass)->begin = kitte_pop3_pickup_begin;
  KITTE_ERRAND_CLASS (klass)->feed = kitte_pop3_pickup_feed;
}

static void
kitte_pop3_pickup_init (KittePop3Pickup *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->header = g_string_new (NULL);
}

/**
 * kitte_pop3_pickup_new:
 * @message_id: our own, without its angle brackets
 *
 * Returns: (transfer full): an errand for a #KittePop3 that is signed in; can be done again on
 *   another connection, and then passes over the messages it has seen
 */
KitteErrand *
kitte_pop3_pickup_new (const char *message_id)
{
  KittePop3Pickup *self;

  g_return_val_if_fail (message_id != NULL, NULL);

  self = g_object_new (KITTE_TYPE_POP3_PICKUP, NULL);
  self->message_id = g_strdup (message_id);
  return KITTE_ERRAND (self);
}
