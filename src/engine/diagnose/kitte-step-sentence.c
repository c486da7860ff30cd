/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each step of a check is called while it runs and when it is over. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-step-sentence.h"

#include <glib/gi18n-lib.h>

/* Failing needs no sentence of its own here: the finding explains it. */
static const struct
{
  const char *running;
  const char *done;
} sentences[] = {
  [KITTE_STEP_RESOLVE] = { N_ ("Looking for the server…"), N_ ("The server was found") },
  [KITTE_STEP_CONNECT] = { N_ ("Connecting…"), N_ ("Connected") },
  [KITTE_STEP_TLS] = { N_ ("Securing the connection…"),
                       N_ ("The connection is encrypted, and it is the right server") },
  [KITTE_STEP_GREETING] = { N_ ("Waiting for the server…"), N_ ("The mail server answers") },
  [KITTE_STEP_CAPABILITIES] = { N_ ("Asking what the server can do…"),
                                N_ ("The server said what it can do") },
  [KITTE_STEP_STARTTLS] = { N_ ("Asking for encryption…"), N_ ("The server agrees to encrypt") },
  [KITTE_STEP_SIGN_IN] = { N_ ("Signing in…"), N_ ("The password was accepted") },
};

/**
 * kitte_step_sentence:
 * @state: running, or over
 * @incoming: whether the step belongs to receiving
 *
 * Returns: (transfer none): the sentence in the person’s language
 */
const char *
kitte_step_sentence (KitteStep step, KitteStepState state, gboolean incoming)
{
  if (step == KITTE_STEP_SIGN_IN && state == KITTE_STEP_DONE && !incoming)
    return _ ("The password was accepted (no message was sent)");
  return _ (state == KITTE_STEP_DONE ? sentences[step].done : sentences[step].running);
}

/**
 * kitte_direction_sentence:
 *
 * Returns: (transfer none): the heading above the steps of one server
 */
const char *
kitte_direction_sentence (gboolean incoming)
{
  return incoming ?
             /* TRANSLATORS: heading: the server that mail is fetched from. */
             _ ("Receiving mail") :
             /* TRANSLATORS: heading: the server that mail is sent through. */
             _ ("Sending mail");
}
