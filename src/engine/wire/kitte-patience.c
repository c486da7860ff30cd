/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One wait of a step; the whole of it has the caller’s deadline too. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-patience.h"

/* Greetings are held back on purpose by servers that test for spammers, and answers to a sign-in
 * where there were wrong ones before. */
#define RESOLVE_SECONDS 6
#define CONNECT_SECONDS 10
#define TLS_SECONDS 10
#define GREETING_SECONDS 15
#define REPLY_SECONDS 15
#define SIGN_IN_SECONDS 30

/* What a server does with a message takes longer than a word; RFC 5321, section 4.5.3.2, would wait
 * for minutes, but nobody in front of a window does. */
#define ERRAND_SECONDS 60

/**
 * kitte_patience_get_seconds:
 * @errand: whether something is done after the sign-in
 *
 * Returns: how long one wait may take in this step
 */
guint
kitte_patience_get_seconds (KitteStep step, gboolean errand)
{
  if (errand)
    return ERRAND_SECONDS;
  switch (step)
    {
    case KITTE_STEP_RESOLVE:
      return RESOLVE_SECONDS;
    case KITTE_STEP_CONNECT:
      return CONNECT_SECONDS;
    case KITTE_STEP_TLS:
      return TLS_SECONDS;
    case KITTE_STEP_GREETING:
      return GREETING_SECONDS;
    case KITTE_STEP_SIGN_IN:
      return SIGN_IN_SECONDS;
    case KITTE_STEP_CAPABILITIES:
    case KITTE_STEP_STARTTLS:
    default:
      return REPLY_SECONDS;
    }
}
