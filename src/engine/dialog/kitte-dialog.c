/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine every protocol is: bounded input, queued output, one finding at the end. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-dialog-state.h"

#include "base/kitte-bounds.h"
#include "kitte-errand.h"
#include "kitte-imap.h"
#include "kitte-masked-offer.h"
#include "kitte-pop3.h"
#include "kitte-smtp.h"

#include <string.h>

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KitteDialog, kitte_dialog, G_TYPE_OBJECT)

#define PRIV(self) ((KitteDialogPrivate *) kitte_dialog_get_instance_private (self))

KitteDialogPrivate *
kitte_dialog_get_private (KitteDialog *self)
{
  return PRIV (self);
}

/* RFC 5321, section 4.1.3: says nothing about this computer. */
#define ANY_LOCAL_ADDRESS "[127.0.0.1]"

/* Lines of one finding’s evidence: the longest real list of capabilities. */
#define MAX_EVIDENCE_LINES 30

static void
end_exchange (KitteDialogPrivate *priv)
{
  g_clear_pointer (&priv->exchange.sasl, kitte_sasl_free);
  g_clear_pointer (&priv->exchange.held, kitte_secret_unref);
  g_clear_pointer (&priv->exchange.challenge, g_free);
  g_clear_pointer (&priv->exchange.line, g_free);
}

static gboolean
exchange_is_complete (KitteDialogPrivate *priv)
{
  return priv->exchange.held == NULL && kitte_sasl_is_complete (priv->exchange.sasl);
}

static void
kitte_dialog_dispose (GObject *object)
{
  KitteDialogPrivate *priv = PRIV (KITTE_DIALOG (object));

  end_exchange (priv);
  g_clear_object (&priv->errand);
  G_OBJECT_CLASS (kitte_dialog_parent_class)->dispose (object);
}

static void
kitte_dialog_finalize (GObject *object)
{
  KitteDialogPrivate *priv = PRIV (KITTE_DIALOG (object));

  g_clear_pointer (&priv->server, kitte_server_unref);
  g_clear_pointer (&priv->finding, kitte_finding_unref);
  g_clear_pointer (&priv->offer.line, g_free);
  kitte_output_free (priv->output);
  g_free (priv->local_address);
  G_OBJECT_CLASS (kitte_dialog_parent_class)->finalize (object);
}

static void
kitte_dialog_class_init (KitteDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kitte_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_dialog_finalize;
}

static void
kitte_dialog_init (KitteDialog *self)
{
  KitteDialogPrivate *priv = PRIV (self);

  priv->wants = KITTE_DIALOG_WANTS_LINE;
  priv->step = KITTE_STEP_GREETING;
  priv->output = kitte_output_new ();
  priv->local_address = g_strdup (ANY_LOCAL_ADDRESS);
}

/* Every state change goes through here, so that the state is what was last answered. */
static KitteDialogWants
now_wants (KitteDialog *self, KitteDialogWants wants)
{
  KitteDialogPrivate *priv = PRIV (self);

  if (priv->wants != KITTE_DIALOG_FAILED)
    priv->wants = wants;
  return priv->wants;
}

/* A line end would be a second command: RFC 4616 knows no NUL, and no protocol a CR or LF. */
static gboolean
fits_a_line (KitteCredential *credential)
{
  const char *secret = kitte_secret_peek (credential->secret);

  return strlen (secret) == kitte_secret_get_length (credential->secret) &&
         strpbrk (secret, "\r\n") == NULL && strpbrk (credential->username, "\r\n") == NULL;
}

static KitteDialogWants
check_bounds (KitteDialog *self, const char *line, gsize length)
{
  KitteDialogPrivate *priv = PRIV (self);

  priv->received += length + 1;
  priv->reply_lines++;
  if (length >= KITTE_MAX_LINE || priv->received > KITTE_MAX_DIALOG ||
      priv->reply_lines > KITTE_MAX_REPLY_LINES)
    return kitte_dialog_fail (self, KITTE_FINDING_REPLY_TOO_LONG, line);
  /* RFC 5321, 4.1.2, RFC 9051, 9, RFC 1939, 3: text; a NUL is in no reply. */
  if (memchr (line, '\0', length) != NULL)
    return kitte_dialog_fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  return KITTE_DIALOG_WANTS_LINE;
}

/**
 * kitte_dialog_new:
 * @server: (transfer none): its protocol says which machine is made; its methods, if any, which may
 *   be used; its security, whether encryption is required
 *
 * Returns: (transfer full): a dialog that has not begun
 */
KitteDialog *
kitte_dialog_new (KitteServer *server)
{
  KitteDialog *self;

  g_return_val_if_fail (server != NULL, NULL);

  if (server->protocol == KITTE_PROTOCOL_IMAP)
    self = kitte_imap_new ();
  else if (server->protocol == KITTE_PROTOCOL_POP3)
    self = kitte_pop3_new ();
  else
    self = kitte_smtp_new ();
  PRIV (self)->server = kitte_server_ref (server);
  return self;
}

/**
 * kitte_dialog_narrow:
 * @server: (transfer none): the same server, perhaps with other methods
 *
 * From now on the methods of @server are those that may be used. Before kitte_dialog_sign_in().
 */
void
kitte_dialog_narrow (KitteDialog *self, KitteServer *server)
{
  KitteDialogPrivate *priv;

  g_return_if_fail (KITTE_IS_DIALOG (self));
  priv = PRIV (self);
  g_return_if_fail (!priv->method_chosen && server->protocol == priv->server->protocol &&
                    server->security == priv->server->security);

  kitte_server_ref (server);
  kitte_server_unref (priv->server);
  priv->server = server;
}

/**
 * kitte_dialog_set_local_address:
 * @address: the connection’s own address
 *
 * What EHLO says instead of the host’s name (RFC 5321, section 4.1.3). Without it: [127.0.0.1].
 */
void
kitte_dialog_set_local_address (KitteDialog *self, GInetAddress *address)
{
  KitteDialogPrivate *priv;
  g_autofree char *text = NULL;

  g_return_if_fail (KITTE_IS_DIALOG (self) && G_IS_INET_ADDRESS (address));

  priv = PRIV (self);
  text = g_inet_address_to_string (address);
  g_free (priv->local_address);
  priv->local_address =
      g_strdup_printf (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "[IPv6:%s]" :
                                                                                     "[%s]",
                       text);
}

/**
 * kitte_dialog_allow_cleartext:
 *
 * The person agreed that this host may be signed in to without encryption. Without this call
 * kitte_dialog_sign_in() on an unencrypted dialog fails with `plaintext-only` and sends nothing.
 */
void
kitte_dialog_allow_cleartext (KitteDialog *self)
{
  g_return_if_fail (KITTE_IS_DIALOG (self));

  PRIV (self)->cleartext_allowed = TRUE;
}

/**
 * kitte_dialog_stay:
 *
 * Something is to be done after the sign-in: no goodbye is sent along with its last message. Before
 * kitte_dialog_sign_in().
 */
void
kitte_dialog_stay (KitteDialog *self)
{
  g_return_if_fail (KITTE_IS_DIALOG (self));

  PRIV (self)->stays = TRUE;
}

/**
 * kitte_dialog_start:
 * @encrypted: whether TLS is up already
 *
 * Returns: %KITTE_DIALOG_WANTS_LINE: in all three protocols the server speaks first
 */
KitteDialogWants
kitte_dialog_start (KitteDialog *self, gboolean encrypted)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);

  PRIV (self)->encrypted = encrypted;
  return now_wants (self, KITTE_DIALOG_WANTS_LINE);
}

/**
 * kitte_dialog_feed:
 * @line: what the server said, without CR LF; NUL-terminated at @length. Where a line grows to
 *   %KITTE_MAX_LINE without an end, that much of it: the dialog then fails with `reply-too-long`
 * @length: how many bytes
 *
 * Returns: what the dialog wants now; there may be output to send in every case
 */
KitteDialogWants
kitte_dialog_feed (KitteDialog *self, const char *line, gsize length)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self) && line != NULL, KITTE_DIALOG_FAILED);

  priv = PRIV (self);
  if (priv->wants == KITTE_DIALOG_FAILED || priv->wants == KITTE_DIALOG_WANTS_NOTHING)
    return priv->wants;
  if (priv->wants == KITTE_DIALOG_WANTS_TLS)
    return kitte_dialog_fail (self, KITTE_FINDING_STARTTLS_INJECTION, line);
  if (priv->wants == KITTE_DIALOG_WANTS_WORK)
    return kitte_dialog_fail (self, KITTE_FINDING_PROTOCOL_VIOLATION, line);
  if (check_bounds (self, line, length) == KITTE_DIALOG_FAILED)
    return KITTE_DIALOG_FAILED;
  if (priv->errand != NULL)
    return now_wants (self, kitte_errand_feed (priv->errand, self, line, length));
  return now_wants (self, KITTE_DIALOG_GET_CLASS (self)->feed (self, line, length));
}

/**
 * kitte_dialog_secured:
 *
 * TLS is up and the certificate was accepted. What the server said before is forgotten (RFC 3207,
 * 4.2; RFC 9051, 6.2.1; RFC 2595, 4).
 */
KitteDialogWants
kitte_dialog_secured (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);
  g_return_val_if_fail (PRIV (self)->wants == KITTE_DIALOG_WANTS_TLS, KITTE_DIALOG_FAILED);

  PRIV (self)->offered_in_clear = PRIV (self)->offer.methods;
  PRIV (self)->encrypted = TRUE;
  kitte_dialog_clear_offered (self);
  kitte_dialog_set_step (self, KITTE_STEP_CAPABILITIES);
  return now_wants (self, KITTE_DIALOG_GET_CLASS (self)->secured (self));
}

/**
 * kitte_dialog_sign_in:
 * @credential: (transfer none) (nullable): a reference is kept as long as @self, so that the
 *   server’s words can be redacted; %NULL only where the method is %KITTE_AUTH_NONE
 *
 * The only call after which a credential is in the output. Call it once, and only after name, TLS
 * and certificate were accepted.
 */
KitteDialogWants
kitte_dialog_sign_in (KitteDialog *self, KitteCredential *credential)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);
  g_return_val_if_fail (PRIV (self)->wants == KITTE_DIALOG_WANTS_SIGN_IN, KITTE_DIALOG_FAILED);

  priv = PRIV (self);
  kitte_dialog_set_step (self, KITTE_STEP_SIGN_IN);
  if (credential != NULL)
    kitte_dialog_hide (self, credential->secret);
  if (!kitte_offer_choose (&priv->offer, &priv->server->auth, priv->encrypted, credential,
                           &priv->method))
    return kitte_dialog_fail (self, kitte_offer_explain (&priv->offer, priv->encrypted),
                              priv->offer.line);
  priv->method_chosen = TRUE;
  if (priv->method == KITTE_AUTH_NONE)
    return now_wants (self, KITTE_DIALOG_WANTS_NOTHING);
  if (priv->method == KITTE_AUTH_OAUTH2)
    return kitte_dialog_fail (self, KITTE_FINDING_AUTH_OAUTH_NEEDED, priv->offer.line);
  if (!priv->encrypted && !priv->cleartext_allowed)
    return kitte_dialog_fail (self, KITTE_FINDING_PLAINTEXT_ONLY, priv->offer.line);
  g_return_val_if_fail (credential != NULL, KITTE_DIALOG_FAILED);
  if (!fits_a_line (credential))
    return kitte_dialog_fail (self, KITTE_FINDING_AUTH_NO_COMMON_METHOD, NULL);
  priv->signing_in = TRUE;
  return now_wants (self, KITTE_DIALOG_GET_CLASS (self)->sign_in (self, credential, priv->method));
}

/**
 * kitte_dialog_get_work:
 *
 * Returns: (transfer none) (nullable): what to run where the dialog wants %KITTE_DIALOG_WANTS_WORK;
 *   it does not need the dialog any more
 */
KitteScramWork *
kitte_dialog_get_work (KitteDialog *self)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  priv = PRIV (self);
  return priv->wants == KITTE_DIALOG_WANTS_WORK ? kitte_sasl_get_work (priv->exchange.sasl) : NULL;
}

/**
 * kitte_dialog_worked:
 *
 * The work was run, and nothing else uses it now.
 */
KitteDialogWants
kitte_dialog_worked (KitteDialog *self)
{
  KitteDialogPrivate *priv;
  g_autofree char *challenge = NULL;
  g_autofree char *line = NULL;

  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);
  g_return_val_if_fail (PRIV (self)->wants == KITTE_DIALOG_WANTS_WORK, KITTE_DIALOG_FAILED);

  priv = PRIV (self);
  challenge = g_steal_pointer (&priv->exchange.challenge);
  line = g_steal_pointer (&priv->exchange.line);
  return now_wants (self, kitte_dialog_continue_sasl (self, challenge, line));
}

/**
 * kitte_dialog_run:
 * @errand: (transfer none): for this protocol
 *
 * Does something after the sign-in, in a dialog that stays and wants nothing.
 */
KitteDialogWants
kitte_dialog_run (KitteDialog *self, KitteErrand *errand)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self) && KITTE_IS_ERRAND (errand), KITTE_DIALOG_FAILED);
  priv = PRIV (self);
  g_return_val_if_fail (priv->signed_in && priv->wants == KITTE_DIALOG_WANTS_NOTHING,
                        KITTE_DIALOG_FAILED);

  g_set_object (&priv->errand, errand);
  return now_wants (self, kitte_errand_begin (errand, self));
}

/**
 * kitte_dialog_goodbye:
 *
 * Queues LOGOUT or QUIT, once, and where the server would understand it; the answer is not waited
 * for.
 */
void
kitte_dialog_goodbye (KitteDialog *self)
{
  KitteDialogPrivate *priv;

  g_return_if_fail (KITTE_IS_DIALOG (self));

  priv = PRIV (self);
  if (!priv->greeted || priv->said_goodbye || priv->wants == KITTE_DIALOG_WANTS_TLS)
    return;
  priv->said_goodbye = TRUE;
  /* A server in the middle of an exchange would take the goodbye for a response. */
  if (priv->exchange.sasl != NULL && !exchange_is_complete (priv))
    kitte_dialog_send (self, "*");
  KITTE_DIALOG_GET_CLASS (self)->goodbye (self);
}

/**
 * kitte_dialog_get_patience:
 *
 * Returns: after how many milliseconds in which the dialog wants a line kitte_dialog_hurry() is to
 *   be called; 0: never
 */
guint
kitte_dialog_get_patience (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), 0);

  return PRIV (self)->wants == KITTE_DIALOG_WANTS_LINE ? PRIV (self)->patience : 0;
}

/**
 * kitte_dialog_hurry:
 *
 * The time of kitte_dialog_get_patience() has passed: what was sent ahead of an answer may have
 * been lost, and is said once more.
 */
KitteDialogWants
kitte_dialog_hurry (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);
  g_return_val_if_fail (kitte_dialog_get_patience (self) > 0, PRIV (self)->wants);

  PRIV (self)->patience = 0;
  return now_wants (self, KITTE_DIALOG_GET_CLASS (self)->hurry (self));
}

/**
 * kitte_dialog_take_output:
 * @shown: (out) (optional) (transfer full): the same for a transcript: redacted, lines separated
 *   by LF, without a last one; %NULL where there is none
 *
 * Returns: (transfer full) (nullable): the bytes to send, line ends and all; %NULL: none are
 * waiting
 */
KitteSecret *
kitte_dialog_take_output (KitteDialog *self, char **shown)
{
  KitteDialogPrivate *priv;
  KitteSecret *output;

  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  priv = PRIV (self);
  output = kitte_output_take (priv->output, shown);
  if (output != NULL)
    priv->sign_in_sent |= priv->signing_in;
  return output;
}

/**
 * kitte_dialog_redact:
 * @text: what the server said
 * @length: how many bytes
 *
 * Returns: (transfer full): @text fit for a transcript: valid UTF-8, without what was sent to sign
 * in
 */
char *
kitte_dialog_redact (KitteDialog *self, const char *text, gsize length)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self) && text != NULL, NULL);

  return kitte_output_redact (PRIV (self)->output, text, length);
}

KitteServer *
kitte_dialog_get_server (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  return PRIV (self)->server;
}

gboolean
kitte_dialog_get_encrypted (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), FALSE);

  return PRIV (self)->encrypted;
}

KitteDialogWants
kitte_dialog_get_wants (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_DIALOG_FAILED);

  return PRIV (self)->wants;
}

/**
 * kitte_dialog_get_finding:
 *
 * Returns: (transfer none) (nullable): why it failed; %NULL while it has not
 */
KitteFinding *
kitte_dialog_get_finding (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  return PRIV (self)->finding;
}

/**
 * kitte_dialog_get_errand:
 *
 * Returns: (transfer none) (nullable): what is done, or was done last, after the sign-in
 */
KitteErrand *
kitte_dialog_get_errand (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  return PRIV (self)->errand;
}

KitteStep
kitte_dialog_get_step (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), KITTE_STEP_GREETING);

  return PRIV (self)->step;
}

/**
 * kitte_dialog_get_offered:
 *
 * Returns: (transfer none): the methods the server offers on the connection as it is now
 */
const KitteAuthList *
kitte_dialog_get_offered (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  return &PRIV (self)->offer.methods;
}

/**
 * kitte_dialog_get_offered_in_clear:
 *
 * Returns: (transfer none): the methods the server offers without encryption, as far as it was
 *   asked
 */
const KitteAuthList *
kitte_dialog_get_offered_in_clear (KitteDialog *self)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self), NULL);

  priv = PRIV (self);
  return priv->encrypted ? &priv->offered_in_clear : &priv->offer.methods;
}

/**
 * kitte_dialog_choose_method:
 * @method: (out): after kitte_dialog_sign_in() the method that was used, before it the one that
 *   would be
 *
 * Returns: whether there is one
 */
gboolean
kitte_dialog_choose_method (KitteDialog *self, KitteAuth *method)
{
  KitteDialogPrivate *priv;

  g_return_val_if_fail (KITTE_IS_DIALOG (self) && method != NULL, FALSE);

  priv = PRIV (self);
  if (priv->method_chosen)
    {
      *method = priv->method;
      return TRUE;
    }
  return kitte_offer_choose (&priv->offer, &priv->server->auth, priv->encrypted, NULL, method);
}

/**
 * kitte_dialog_get_sign_in_sent:
 *
 * Returns: whether a part of the sign-in was taken from the output: whether the server may count it
 */
gboolean
kitte_dialog_get_sign_in_sent (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), FALSE);

  return PRIV (self)->sign_in_sent;
}

/**
 * kitte_dialog_get_signed_in:
 *
 * True as soon as the server accepted user name and password, which is before the dialog wants
 * nothing: IMAP goes on to open the mailbox, and may yet fail with a finding about that.
 */
gboolean
kitte_dialog_get_signed_in (KitteDialog *self)
{
  g_return_val_if_fail (KITTE_IS_DIALOG (self), FALSE);

  return PRIV (self)->signed_in;
}

/* Queues a command that holds no secret; shown as it is. */
void
kitte_dialog_send (KitteDialog *self, const char *command)
{
  g_autoptr (KitteSecret) line = kitte_secret_new (command);

  kitte_dialog_send_secret (self, line, command);
}

/* @line is (transfer none); @shown stands for it in a transcript. */
void
kitte_dialog_send_secret (KitteDialog *self, KitteSecret *line, const char *shown)
{
  kitte_output_add (PRIV (self)->output, line, shown);
  PRIV (self)->reply_lines = 0;
}

/* From now on @secret is taken out of whatever is shown. */
void
kitte_dialog_hide (KitteDialog *self, KitteSecret *secret)
{
  kitte_output_hide (PRIV (self)->output, secret);
}

void
kitte_dialog_set_step (KitteDialog *self, KitteStep step)
{
  PRIV (self)->step = step;
}

/* Whether something follows the sign-in. */
gboolean
kitte_dialog_stays (KitteDialog *self)
{
  return PRIV (self)->stays;
}

/* The greeting was of this protocol: a goodbye would be understood. */
void
kitte_dialog_greeted (KitteDialog *self)
{
  PRIV (self)->greeted = TRUE;
}

/* The class has a hurry() that is called when @ms have passed; 0: not any more. */
void
kitte_dialog_set_patience (KitteDialog *self, guint ms)
{
  PRIV (self)->patience = ms;
}

const char *
kitte_dialog_get_local_address (KitteDialog *self)
{
  return PRIV (self)->local_address;
}

/* “None” is a floor: TLS is used when it is there. */
gboolean
kitte_dialog_wants_starttls (KitteDialog *self)
{
  return !PRIV (self)->encrypted;
}

/* Something on the way has made the offer unreadable. Whoever does that wants to read along, so
 * nothing goes on in clear, also where the person agreed to do without encryption. */
static KitteDialogWants
fail_masked (KitteDialog *self, const char *const *said)
{
  KitteDialogWants wants =
      kitte_dialog_fail_lines (self, KITTE_FINDING_TLS_NOT_OFFERED, said, NULL, 0);
  KitteDialogPrivate *priv = PRIV (self);
  g_autoptr (KitteFinding) finding = priv->finding;

  priv->finding = kitte_finding_refine (finding, finding->code, KITTE_PLACE_LINE, NULL, NULL, NULL);
  return wants;
}

/* TLS is not to be had; whether that is the end is the server’s security. @capabilities is what the
 * server said instead. */
KitteDialogWants
kitte_dialog_without_tls (KitteDialog *self, KitteFindingCode code, const char *const *capabilities)
{
  if (kitte_masked_offer_is_in (PRIV (self)->server->protocol, capabilities))
    return fail_masked (self, capabilities);
  if (PRIV (self)->server->security != KITTE_SECURITY_NONE)
    return kitte_dialog_fail_lines (self, code, capabilities, NULL, 0);
  return kitte_dialog_ready (self, capabilities);
}

/* Capabilities are known: is there a way to sign in? */
KitteDialogWants
kitte_dialog_ready (KitteDialog *self, const char *const *capabilities)
{
  KitteDialogPrivate *priv = PRIV (self);
  KitteAuth method;

  if (!priv->encrypted && priv->server->security != KITTE_SECURITY_NONE)
    return kitte_dialog_fail_lines (self, KITTE_FINDING_TLS_NOT_OFFERED, capabilities, NULL, 0);
  if (kitte_offer_choose (&priv->offer, &priv->server->auth, priv->encrypted, NULL, &method))
    return KITTE_DIALOG_WANTS_SIGN_IN;
  if (priv->offer.line != NULL)
    return kitte_dialog_fail (self, kitte_offer_explain (&priv->offer, priv->encrypted),
                              priv->offer.line);
  return kitte_dialog_fail_lines (self, kitte_offer_explain (&priv->offer, priv->encrypted),
                                  capabilities, NULL, 0);
}

KitteDialogExchange *
kitte_dialog_get_exchange (KitteDialog *self)
{
  return &PRIV (self)->exchange;
}

/**
 * kitte_dialog_accept_sign_in:
 *
 * The server said yes.
 *
 * Returns: whether it may: not before everything was sent, nor, where the mechanism has the server
 *   prove that it knows the password too, before it did
 */
gboolean
kitte_dialog_accept_sign_in (KitteDialog *self)
{
  KitteDialogPrivate *priv = PRIV (self);

  if (priv->exchange.sasl != NULL && !exchange_is_complete (priv))
    return FALSE;
  end_exchange (priv);
  priv->signed_in = TRUE;
  return TRUE;
}

/* @evidence is what the server said, as it said it; it is redacted here. */
KitteDialogWants
kitte_dialog_fail (KitteDialog *self, KitteFindingCode code, const char *evidence)
{
  const char *lines[] = { evidence, NULL };

  return kitte_dialog_fail_lines (self, code, lines, NULL, 0);
}

KitteDialogWants
kitte_dialog_fail_lines (KitteDialog *self,
                         KitteFindingCode code,
                         const char *const *evidence,
                         const char *detail,
                         guint seconds)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) redacted = NULL;

  for (gsize i = 0; evidence[i] != NULL && i < MAX_EVIDENCE_LINES; i++)
    {
      g_autofree char *line = kitte_dialog_redact (self, evidence[i], strlen (evidence[i]));

      g_strv_builder_add (builder, line);
    }
  redacted = g_strv_builder_end (builder);
  return kitte_dialog_fail_with (self, kitte_finding_new_full (code, (const char *const *) redacted,
                                                               NULL, detail, seconds));
}

/* @finding is (transfer full), its evidence redacted already. The first finding stays. */
KitteDialogWants
kitte_dialog_fail_with (KitteDialog *self, KitteFinding *finding)
{
  KitteDialogPrivate *priv = PRIV (self);

  if (priv->finding == NULL)
    priv->finding = finding;
  else
    kitte_finding_unref (finding);
  end_exchange (priv);
  priv->wants = KITTE_DIALOG_FAILED;
  return KITTE_DIALOG_FAILED;
}
