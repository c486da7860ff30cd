/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POP3 (RFC 1939): greeting, STLS (RFC 2595), CAPA (RFC 2449), then AUTH (RFC 5034), USER and PASS,
 * or APOP. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-pop3.h"

#include "base/kitte-bounds.h"
#include "base/kitte-redact.h"
#include "kitte-dialog-private.h"
#include "kitte-foreign-greeting.h"
#include "kitte-reply.h"
#include "kitte-sign-in-reply.h"

#include <gnutls/crypto.h>
#include <string.h>

/* RFC 2449, section 4: a command with its line end. */
#define LONGEST_COMMAND 255

/* A server that names a longer delay between sign-ins does not mean it. */
#define LONGEST_LOGIN_DELAY 86400

typedef enum
{
  AT_GREETING,
  AT_CAPA,
  AT_CAPA_LINES,
  AT_STLS,
  AT_REST,
  AT_AUTH,
  AT_USER,
  AT_PASS,
} State;

struct _KittePop3
{
  KitteDialog parent_instance;
  State state;
  char *timestamp;
  GPtrArray *capabilities;
  KitteCredential *credential;
  gboolean stls;
  char *stls_refusal;
  gboolean auth_codes;
  gboolean capa_refused;
  guint login_delay;
};

G_DEFINE_FINAL_TYPE (KittePop3, kitte_pop3, KITTE_TYPE_DIALOG)

/* RFC 1939, section 7: a message identifier anywhere in the greeting. */
static char *
find_timestamp (const char *text)
{
  const char *open = strchr (text, '<');
  const char *end = open != NULL ? strchr (open, '>') : NULL;
  const char *at = open != NULL ? strchr (open, '@') : NULL;

  if (end == NULL || at == NULL || at > end || end - open > KITTE_MAX_CREDENTIAL)
    return NULL;
  for (const char *c = open; c <= end; c++)
    if (!g_ascii_isgraph (*c))
      return NULL;
  return g_strndup (open, (gsize) (end - open + 1));
}

static KitteDialogWants
fail_reply (KittePop3 *self, KitteReplyStage stage, const KitteReply *reply, const char *line)
{
  const char *evidence[] = { line, NULL };
  gboolean delay = g_strcmp0 (reply->code, "LOGIN-DELAY") == 0;

  return kitte_dialog_fail_lines (KITTE_DIALOG (self), kitte_sign_in_reply_read (stage, reply),
                                  evidence, NULL, delay ? self->login_delay : 0);
}

static KitteDialogWants
send_capa (KittePop3 *self)
{
  kitte_dialog_send (KITTE_DIALOG (self), "CAPA");
  self->state = AT_CAPA;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
send_stls (KittePop3 *self)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  kitte_dialog_set_step (dialog, KITTE_STEP_STARTTLS);
  kitte_dialog_send (dialog, "STLS");
  self->state = AT_STLS;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_greeting (KittePop3 *self, const KitteReply *reply, const char *line)
{
  kitte_dialog_greeted (KITTE_DIALOG (self));
  if (!kitte_reply_is (reply, "+OK"))
    return fail_reply (self, KITTE_REPLY_TO_CONNECTION, reply, line);
  self->timestamp = find_timestamp (reply->text);
  /* RFC 2595, section 4: STLS may be said without CAPA. Where nothing goes on without it, and all
   * that was listed before it would be forgotten, a trip is saved. */
  if (kitte_dialog_get_server (KITTE_DIALOG (self))->security == KITTE_SECURITY_STARTTLS)
    return send_stls (self);
  kitte_dialog_set_step (KITTE_DIALOG (self), KITTE_STEP_CAPABILITIES);
  return send_capa (self);
}

/* What CAPA listed, for the evidence. */
static const char *const *
listed (KittePop3 *self)
{
  g_ptr_array_add (self->capabilities, NULL);
  return (const char *const *) self->capabilities->pdata;
}

/* Dovecot lists USER even where it was told to take no passwords in clear, and counts the attempt
 * as a failure. Servers without RFC 3206 are older than the habit of listing PLAIN under TLS. */
static gboolean
takes_challenges_only (KittePop3 *self)
{
  const KitteAuthList *offered = kitte_dialog_get_offered (KITTE_DIALOG (self));

  return self->auth_codes && !kitte_auth_list_contains (offered, KITTE_AUTH_PLAIN) &&
         !kitte_auth_list_contains (offered, KITTE_AUTH_LOGIN);
}

/* STLS was refused before anything was listed. One that is listed is offered; without a list the
 * server does not know it. */
static KitteDialogWants
explain_refusal (KittePop3 *self)
{
  const char *said[] = { self->stls_refusal, NULL };

  self->state = AT_REST;
  if (self->stls)
    return kitte_dialog_without_tls (KITTE_DIALOG (self), KITTE_FINDING_STARTTLS_REFUSED, said);
  return kitte_dialog_without_tls (KITTE_DIALOG (self), KITTE_FINDING_TLS_NOT_OFFERED,
                                   self->capa_refused ? said : listed (self));
}

/* The timestamp holds for the connection, TLS or not (RFC 1939, section 7). */
static KitteDialogWants
capabilities_known (KittePop3 *self)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  if (self->stls_refusal != NULL)
    return explain_refusal (self);
  if (self->timestamp != NULL)
    kitte_dialog_offer (dialog, KITTE_AUTH_APOP);
  /* Servers without CAPA have USER and PASS, and may have STLS all the same. */
  if (self->capa_refused)
    kitte_dialog_offer (dialog, KITTE_AUTH_USER_PASS);
  if (takes_challenges_only (self))
    kitte_dialog_doubt_user_pass (dialog);
  if (kitte_dialog_wants_starttls (dialog))
    {
      if (self->stls || self->capa_refused)
        return send_stls (self);
      self->state = AT_REST;
      return kitte_dialog_without_tls (dialog, KITTE_FINDING_TLS_NOT_OFFERED, listed (self));
    }
  self->state = AT_REST;
  return kitte_dialog_ready (dialog, listed (self));
}

static KitteDialogWants
handle_capa (KittePop3 *self, const KitteReply *reply)
{
  self->stls = FALSE;
  self->auth_codes = FALSE;
  g_ptr_array_set_size (self->capabilities, 0);
  self->capa_refused = !kitte_reply_is (reply, "+OK");
  if (self->capa_refused)
    return capabilities_known (self);
  self->state = AT_CAPA_LINES;
  return KITTE_DIALOG_WANTS_LINE;
}

static void
read_capability (KittePop3 *self, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  gsize length = strcspn (line, " \t");
  g_autofree char *word = g_ascii_strup (line, (gssize) length);
  const char *rest = line + length;

  if (g_str_equal (word, "USER"))
    kitte_dialog_offer (dialog, KITTE_AUTH_USER_PASS);
  else if (g_str_equal (word, "SASL"))
    kitte_dialog_offer_mechanisms (dialog, rest, line);
  else if (g_str_equal (word, "AUTH-RESP-CODE"))
    self->auth_codes = TRUE;
  else if (g_str_equal (word, "STLS"))
    self->stls = TRUE;
  else if (g_str_equal (word, "LOGIN-DELAY"))
    self->login_delay = (guint) MIN (g_ascii_strtoull (rest, NULL, 10), LONGEST_LOGIN_DELAY);
}

static KitteDialogWants
handle_capa_line (KittePop3 *self, const char *line)
{
  if (g_str_equal (line, "."))
    return capabilities_known (self);
  g_ptr_array_add (self->capabilities, g_strdup (line));
  read_capability (self, line);
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_stls (KittePop3 *self, const KitteReply *reply, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);
  const char *said[] = { line, NULL };

  self->state = AT_REST;
  if (kitte_reply_is (reply, "+OK"))
    return KITTE_DIALOG_WANTS_TLS;
  if (kitte_dialog_get_server (dialog)->security == KITTE_SECURITY_STARTTLS)
    {
      self->stls_refusal = g_strdup (line);
      return send_capa (self);
    }
  return kitte_dialog_without_tls (dialog,
                                   self->stls ? KITTE_FINDING_STARTTLS_REFUSED :
                                                KITTE_FINDING_TLS_NOT_OFFERED,
                                   said);
}

static KitteDialogWants
handle_verdict (KittePop3 *self, const KitteReply *reply, const char *line)
{
  KitteDialog *dialog = KITTE_DIALOG (self);

  if (!kitte_reply_is (reply, "+OK"))
    return fail_reply (self, KITTE_REPLY_TO_SIGN_IN, reply, line);
  self->state = AT_REST;
  if (kitte_dialog_accept_sign_in (dialog))
    return KITTE_DIALOG_WANTS_NOTHING;
  return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
}

static KitteDialogWants
handle_user (KittePop3 *self, const KitteReply *reply, const char *line)
{
  const char *parts[] = { "PASS ", kitte_secret_peek (self->credential->secret), NULL };
  g_autoptr (KitteSecret) command = NULL;

  if (!kitte_reply_is (reply, "+OK"))
    return fail_reply (self, KITTE_REPLY_TO_SIGN_IN, reply, line);
  command = kitte_secret_join (parts);
  kitte_dialog_send_secret (KITTE_DIALOG (self), command, "PASS " KITTE_REDACTED);
  g_clear_pointer (&self->credential, kitte_credential_unref);
  self->state = AT_PASS;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
handle_reply (KittePop3 *self, const KitteReply *reply, const char *line)
{
  switch (self->state)
    {
    case AT_GREETING:
      return handle_greeting (self, reply, line);
    case AT_CAPA:
      return handle_capa (self, reply);
    case AT_STLS:
      return handle_stls (self, reply, line);
    case AT_USER:
      return handle_user (self, reply, line);
    case AT_AUTH:
    case AT_PASS:
      return handle_verdict (self, reply, line);
    case AT_REST:
    case AT_CAPA_LINES:
    default:
      /* Unasked: servers say that they close an idle connection. */
      return kitte_dialog_fail (KITTE_DIALOG (self),
                                kitte_reply_is (reply, "-ERR") ? KITTE_FINDING_SERVER_UNAVAILABLE :
                                                                 KITTE_FINDING_PROTOCOL_VIOLATION,
                                line);
    }
}

/* RFC 5034, section 4: “+ ” and base64; a bare “+” is an empty challenge. */
static const char *
challenge_of (const char *line)
{
  if (line[0] != '+' || (line[1] != ' ' && line[1] != '\0'))
    return NULL;
  return line[1] == '\0' ? line + 1 : line + 2;
}

static KitteDialogWants
kitte_pop3_feed (KitteDialog *dialog, const char *line, gsize length)
{
  KittePop3 *self = KITTE_POP3 (dialog);
  g_auto (KitteReply) reply = { 0 };
  const char *foreign = NULL;
  const char *evidence[] = { line, NULL };

  if (self->state == AT_GREETING)
    foreign = kitte_foreign_greeting_name (KITTE_PROTOCOL_POP3, line);
  if (foreign != NULL)
    return kitte_dialog_fail_lines (dialog, KITTE_FINDING_NOT_THIS_PROTOCOL, evidence, foreign, 0);
  if (self->state == AT_CAPA_LINES)
    return handle_capa_line (self, line);
  if (self->state == AT_AUTH && challenge_of (line) != NULL)
    return kitte_dialog_continue_sasl (dialog, challenge_of (line), line);
  if (!kitte_reply_parse_pop3 (&reply, line))
    return kitte_dialog_fail (dialog, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  return handle_reply (self, &reply, line);
}

static KitteDialogWants
kitte_pop3_secured (KitteDialog *dialog)
{
  return send_capa (KITTE_POP3 (dialog));
}

/* RFC 1939, section 7: MD5 of timestamp and password. */
static KitteDialogWants
send_apop (KittePop3 *self, KitteCredential *credential)
{
  const char *parts[] = { self->timestamp, kitte_secret_peek (credential->secret), NULL };
  g_autoptr (KitteSecret) input = kitte_secret_join (parts);
  g_autoptr (KitteSecret) command = NULL;
  g_autofree char *shown = g_strconcat ("APOP ", credential->username, " " KITTE_REDACTED, NULL);
  const char *words[] = { "APOP ", credential->username, " ", NULL, NULL };
  guint8 digest[16];
  char hex[2 * sizeof digest + 1];

  if (gnutls_hash_fast (GNUTLS_DIG_MD5, kitte_secret_peek (input), kitte_secret_get_length (input),
                        digest) < 0)
    return kitte_dialog_fail (KITTE_DIALOG (self), KITTE_FINDING_AUTH_NO_COMMON_METHOD, NULL);
  for (gsize i = 0; i < sizeof digest; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
  words[3] = hex;
  command = kitte_secret_join (words);
  kitte_wipe (hex, sizeof hex);
  kitte_dialog_send_secret (KITTE_DIALOG (self), command, shown);
  self->state = AT_PASS;
  return KITTE_DIALOG_WANTS_LINE;
}

static KitteDialogWants
kitte_pop3_sign_in (KitteDialog *dialog, KitteCredential *credential, KitteAuth method)
{
  KittePop3 *self = KITTE_POP3 (dialog);
  g_autofree char *command = NULL;

  if (method == KITTE_AUTH_APOP)
    return send_apop (self, credential);
  if (method != KITTE_AUTH_USER_PASS)
    {
      self->state = AT_AUTH;
      return kitte_dialog_begin_sasl (dialog, credential, method, "AUTH", LONGEST_COMMAND);
    }
  command = g_strconcat ("USER ", credential->username, NULL);
  kitte_dialog_send (dialog, command);
  self->credential = kitte_credential_ref (credential);
  self->state = AT_USER;
  return KITTE_DIALOG_WANTS_LINE;
}

static void
kitte_pop3_goodbye (KitteDialog *dialog)
{
  kitte_dialog_send (dialog, "QUIT");
}

static void
kitte_pop3_finalize (GObject *object)
{
  KittePop3 *self = KITTE_POP3 (object);

  g_clear_pointer (&self->credential, kitte_credential_unref);
  g_free (self->timestamp);
  g_free (self->stls_refusal);
  g_ptr_array_unref (self->capabilities);
  G_OBJECT_CLASS (kitte_pop3_parent_class)->finalize (object);
}

static void
kitte_pop3_class_init (KittePop3Class *klass)
{
  KitteDialogClass *dialog_class = KITTE_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kitte_pop3_finalize;
  dialog_class->feed = kitte_pop3_feed;
  dialog_class->secured = kitte_pop3_secured;
  dialog_class->sign_in = kitte_pop3_sign_in;
  dialog_class->goodbye = kitte_pop3_goodbye;
}

static void
kitte_pop3_init (KittePop3 *self)
{
  self->capabilities = g_ptr_array_new_with_free_func (g_free);
}

KitteDialog *
kitte_pop3_new (void)
{
  return g_object_new (KITTE_TYPE_POP3, NULL);
}
