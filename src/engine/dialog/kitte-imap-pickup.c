/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message is searched by its Message-ID, and its header is looked at once more before anything
 * is removed. Removed is only by UID EXPUNGE (RFC 4315): a plain EXPUNGE would take along whatever
 * else is marked. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-imap-pickup.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-dialog-private.h"
#include "kitte-imap-literal.h"
#include "kitte-message-id.h"
#include "kitte-reply.h"

typedef enum
{
  AT_SELECT,
  AT_SEARCH,
  AT_FETCH,
  AT_CAPABILITY,
  AT_STORE,
  AT_EXPUNGE,
  AT_UNMARK,
} State;

struct _KitteImapPickup
{
  KitteErrand parent_instance;
  State state;
  char *message_id;
  guint n_tags;
  char tag[16];
  KitteImapLiteral literal;
  GString *header;
  guint64 uid;
  guint n_found;
  gboolean uidplus;
};

G_DEFINE_FINAL_TYPE (KitteImapPickup, kitte_imap_pickup, KITTE_TYPE_ERRAND)

/* Other tags than those of the sign-in: a late answer to that is none to this. */
static KitteDialogWants
send_tagged (KitteImapPickup *self, KitteDialog *dialog, State state, const char *command)
{
  g_autofree char *line = NULL;

  g_snprintf (self->tag, sizeof self->tag, "k%u", ++self->n_tags);
  line = g_strconcat (self->tag, " ", command, NULL);
  kitte_dialog_send (dialog, line);
  self->state = state;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
end (KitteImapPickup *self, KitteErrandOutcome outcome)
{
  kitte_errand_set_outcome (KITTE_ERRAND (self), outcome);
  return KITTE_DIALOG_WANTS_NOTHING;
}

static KitteDialogWants
search (KitteImapPickup *self, KitteDialog *dialog)
{
  g_autofree char *command =
      g_strdup_printf ("UID SEARCH HEADER Message-ID \"<%s>\"", self->message_id);

  self->uid = 0;
  self->n_found = 0;
  return send_tagged (self, dialog, AT_SEARCH, command);
}

/* Servers search in their own way; whose header it is they tell truly. */
static KitteDialogWants
fetch (KitteImapPickup *self, KitteDialog *dialog)
{
  g_autofree char *command = NULL;

  if (self->n_found == 0)
    return end (self, KITTE_ERRAND_ABSENT);
  g_string_truncate (self->header, 0);
  command =
      g_strdup_printf ("UID FETCH %" G_GUINT64_FORMAT " (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])",
                       self->uid);
  return send_tagged (self, dialog, AT_FETCH, command);
}

static KitteDialogWants
consider_removing (KitteImapPickup *self, KitteDialog *dialog)
{
  if (!kitte_message_id_is (self->header, self->message_id))
    return end (self, KITTE_ERRAND_ABSENT);
  kitte_errand_set_outcome (KITTE_ERRAND (self), KITTE_ERRAND_LEFT);
  /* Delivered twice: which one is the one? */
  if (self->n_found > 1)
    return KITTE_DIALOG_WANTS_NOTHING;
  self->uidplus = FALSE;
  return send_tagged (self, dialog, AT_CAPABILITY, "CAPABILITY");
}

static KitteDialogWants
mark (KitteImapPickup *self, KitteDialog *dialog, State state, const char *what)
{
  g_autofree char *command =
      g_strdup_printf ("UID STORE %" G_GUINT64_FORMAT " %sFLAGS.SILENT (\\Deleted)", self->uid,
                       what);

  return send_tagged (self, dialog, state, command);
}

static KitteDialogWants
expunge (KitteImapPickup *self, KitteDialog *dialog)
{
  g_autofree char *command = g_strdup_printf ("UID EXPUNGE %" G_GUINT64_FORMAT, self->uid);

  return send_tagged (self, dialog, AT_EXPUNGE, command);
}

/* RFC 9051, section 7.3.4; more than one UID may be listed, on more than one line. */
static void
read_found (KitteImapPickup *self, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint64 uid = g_ascii_strtoull (words[i], NULL, 10);

      if (uid == 0 || uid > G_MAXUINT32)
        continue;
      self->n_found++;
      self->uid = MAX (self->uid, uid);
    }
}

/* RFC 4315; a part of IMAP4rev2 (RFC 9051, appendix E). */
static void
read_capabilities (KitteImapPickup *self, const char *list)
{
  g_autofree char *upper = g_ascii_strup (list, -1);
  g_auto (GStrv) words = g_strsplit (upper, " ", -1);

  self->uidplus = g_strv_contains ((const char *const *) words, "UIDPLUS") ||
                  g_strv_contains ((const char *const *) words, "IMAP4REV2");
}

static KitteDialogWants
handle_untagged (KitteImapPickup *self, KitteDialog *dialog, const char *line)
{
  if (g_ascii_strncasecmp (line, "* BYE", 5) == 0)
    return kitte_dialog_fail (dialog, KITTE_FINDING_SERVER_UNAVAILABLE, line);
  if (self->state == AT_SEARCH && g_ascii_strncasecmp (line, "* SEARCH ", 9) == 0)
    read_found (self, line + 9);
  else if (self->state == AT_CAPABILITY && g_ascii_strncasecmp (line, "* CAPABILITY ", 13) == 0)
    read_capabilities (self, line + 13);
  return KITTE_DIALOG_WANTS_LINE;
}

/* A message that was marked and then could not be removed is not to vanish later with others. */
static KitteDialogWants
handle_no (KitteImapPickup *self, KitteDialog *dialog, const char *line)
{
  if (self->state == AT_EXPUNGE)
    return mark (self, dialog, AT_UNMARK, "-");
  if (kitte_errand_get_outcome (KITTE_ERRAND (self)) == KITTE_ERRAND_LEFT)
    return KITTE_DIALOG_WANTS_NOTHING;
  return kitte_dialog_fail (dialog, KITTE_FINDING_MAILBOX_UNAVAILABLE, line);
}

static KitteDialogWants
handle_ok (KitteImapPickup *self, KitteDialog *dialog)
{
  switch (self->state)
    {
    case AT_SELECT:
      return search (self, dialog);
    case AT_SEARCH:
      return fetch (self, dialog);
    case AT_FETCH:
      return consider_removing (self, dialog);
    case AT_CAPABILITY:
      return self->uidplus ? mark (self, dialog, AT_STORE, "+") : KITTE_DIALOG_WANTS_NOTHING;
    case AT_STORE:
      return expunge (self, dialog);
    case AT_EXPUNGE:
      return end (self, KITTE_ERRAND_REMOVED);
    case AT_UNMARK:
    default:
      return KITTE_DIALOG_WANTS_NOTHING;
    }
}

static KitteDialogWants
handle_tagged (KitteImapPickup *self, KitteDialog *dialog, const char *line)
{
  g_auto (KitteReply) reply = { 0 };

  if (!kitte_reply_parse_imap (&reply, line + strlen (self->tag) + 1))
    return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  return kitte_reply_is (&reply, "OK") ? handle_ok (self, dialog) : handle_no (self, dialog, line);
}

static gboolean
is_answer (KitteImapPickup *self, const char *line)
{
  gsize length = strlen (self->tag);

  return strncmp (line, self->tag, length) == 0 && line[length] == ' ';
}

static void
keep_header (KitteImapPickup *self, const char *line, gsize length)
{
  if (self->state != AT_FETCH || self->header->len + length > KITTE_MAX_LINE)
    return;
  g_string_append_len (self->header, line, (gssize) length);
  g_string_append (self->header, "\r\n");
}

static KitteDialogWants
kitte_imap_pickup_begin (KitteErrand *errand, KitteDialog *dialog)
{
  KitteImapPickup *self = KITTE_IMAP_PICKUP (errand);

  self->literal = (KitteImapLiteral){ 0 };
  return send_tagged (self, dialog, AT_SELECT, "SELECT INBOX");
}

static KitteDialogWants
kitte_imap_pickup_feed (KitteErrand *errand, KitteDialog *dialog, const char *line, gsize length)
{
  KitteImapPickup *self = KITTE_IMAP_PICKUP (errand);

  if (!kitte_imap_literal_pass (&self->literal, line, length))
    {
      keep_header (self, line, length);
      return KITTE_DIALOG_WANTS_LINE;
    }
  if (self->literal.in_response && self->literal.left > KITTE_MAX_DIALOG)
    return kitte_dialog_fail (dialog, KITTE_FINDING_REPLY_TOO_LONG, line);
  if (g_str_has_prefix (line, "* "))
    return handle_untagged (self, dialog, line);
  return is_answer (self, line) ? handle_tagged (self, dialog, line) : KITTE_DIALOG_WANTS_LINE;
}

static void
kitte_imap_pickup_finalize (GObject *object)
{
  KitteImapPickup *self = KITTE_IMAP_PICKUP (object);

  g_free (self->message_id);
  g_string_free (self->header, TRUE);
  G_OBJECT_CLASS (kitte_imap_pickup_parent_class)->finalize (object);
}

static void
kitte_imap_pickup_class_init (KitteImapPickupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_imap_pickup_finalize;
  KITTE_ERRAND_CLASS (klass)->begin = kitte_imap_pickup_begin;
  KITTE_ERRAND_CLASS (klass)->feed = kitte_imap_pickup_feed;
}

static void
kitte_imap_pickup_init (KitteImapPickup *self)
{
  self->header = g_string_new (NULL);
}

/**
 * kitte_imap_pickup_new:
 * @message_id: our own: letters, digits, “-”, “.” and “@”, without its angle brackets
 *
 * Returns: (transfer full): an errand for a #KitteImap that is signed in; can be done again
 */
KitteErrand *
kitte_imap_pickup_new (const char *message_id)
{
  KitteImapPickup *self;

  g_return_val_if_fail (message_id != NULL && strpbrk (message_id, "<>\"\\\r\n") == NULL, NULL);

  self = g_object_new (KITTE_TYPE_IMAP_PICKUP, NULL);
  self->message_id = g_strdup (message_id);
  return KITTE_ERRAND (self);
}
