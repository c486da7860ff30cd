/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A SASL exchange as all three protocols make it: command, challenges, responses, verdict. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-dialog-private.h"

#include "base/kitte-redact.h"

#include <string.h>

/* A line of base64 that may go out, and must not come back in what is shown. */
static void
send_response (KitteDialog *self, const char *command, KitteSecret *response)
{
  const char *parts[] = { command, kitte_secret_peek (response), NULL };
  g_autoptr (KitteSecret) line = kitte_secret_join (parts);
  g_autofree char *shown = g_strconcat (command, KITTE_REDACTED, NULL);

  kitte_dialog_send_secret (self, line, shown);
}

static KitteDialogWants
fail_exchange (KitteDialog *self, KitteSaslOutcome outcome, const char *line)
{
  /* RFC 4954, section 4; RFC 9051, 6.2.2; RFC 5034, 4: how an exchange is cancelled. */
  kitte_dialog_send (self, "*");
  return kitte_dialog_fail (self,
                            outcome == KITTE_SASL_BAD_CREDENTIAL ?
                                KITTE_FINDING_AUTH_NO_COMMON_METHOD :
                                KITTE_FINDING_PROTOCOL_VIOLATION,
                            line);
}

/**
 * kitte_dialog_begin_sasl:
 * @command: what stands before the mechanism’s name
 * @longest_initial: the longest line, with its line end, that may carry an initial response;
 *   0: none may
 *
 * Queues the command that begins the exchange.
 */
KitteDialogWants
kitte_dialog_begin_sasl (KitteDialog *self,
                         KitteCredential *credential,
                         KitteAuth method,
                         const char *command,
                         gsize longest_initial)
{
  KitteDialogExchange *exchange = kitte_dialog_get_exchange (self);
  KitteServer *server = kitte_dialog_get_server (self);
  g_autofree char *begin = g_strconcat (command, " ", kitte_sasl_name (method), " ", NULL);
  g_autoptr (KitteSecret) initial = NULL;

  exchange->sasl = kitte_sasl_new (method, server->protocol, server->host, credential);
  if (exchange->sasl == NULL)
    return kitte_dialog_fail (self, KITTE_FINDING_AUTH_NO_COMMON_METHOD, NULL);
  if (kitte_sasl_is_client_first (exchange->sasl))
    {
      if (kitte_sasl_step (exchange->sasl, NULL, &initial) != KITTE_SASL_RESPONSE)
        return kitte_dialog_fail (self, KITTE_FINDING_AUTH_NO_COMMON_METHOD, NULL);
      kitte_dialog_hide (self, initial);
    }
  if (initial != NULL &&
      strlen (begin) + kitte_secret_get_length (initial) + strlen ("\r\n") <= longest_initial)
    {
      send_response (self, begin, initial);
      return KITTE_DIALOG_WANTS_LINE;
    }
  exchange->held = g_steal_pointer (&initial);
  kitte_dialog_send (self, g_strchomp (begin));
  return KITTE_DIALOG_WANTS_LINE;
}

/**
 * kitte_dialog_continue_sasl:
 * @challenge: base64, without what the protocol puts before it
 * @line: the whole line, for the evidence
 *
 * Queues the response to a challenge, or wants work that comes before it.
 */
KitteDialogWants
kitte_dialog_continue_sasl (KitteDialog *self, const char *challenge, const char *line)
{
  KitteDialogExchange *exchange = kitte_dialog_get_exchange (self);
  g_autoptr (KitteSecret) response = g_steal_pointer (&exchange->held);
  KitteSaslOutcome outcome = KITTE_SASL_RESPONSE;

  if (response == NULL)
    outcome = kitte_sasl_step (exchange->sasl, challenge, &response);
  if (outcome == KITTE_SASL_WORK)
    {
      exchange->challenge = g_strdup (challenge);
      exchange->line = g_strdup (line);
      return KITTE_DIALOG_WANTS_WORK;
    }
  if (outcome != KITTE_SASL_RESPONSE)
    return fail_exchange (self, outcome, line);
  kitte_dialog_hide (self, response);
  send_response (self, "", response);
  return KITTE_DIALOG_WANTS_LINE;
}
