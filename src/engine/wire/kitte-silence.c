/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it means that a server says nothing, or breaks off, at a point of its dialog. Nobody may be
 * told then that the password has not left when it has. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-silence.h"

#include "kitte-connector.h"

/**
 * kitte_silence_mean:
 * @step: what was waited for
 *
 * Returns: what silence there means
 */
KitteFindingCode
kitte_silence_mean (KitteDialog *dialog, KitteStep step)
{
  if (step == KITTE_STEP_RESOLVE)
    return kitte_connector_is_offline () ? KITTE_FINDING_OFFLINE : KITTE_FINDING_DNS_FAILURE;
  if (step == KITTE_STEP_GREETING)
    return KITTE_FINDING_NO_GREETING;
  if (kitte_dialog_get_errand (dialog) != NULL)
    return KITTE_FINDING_TIMED_OUT;
  if (kitte_dialog_get_signed_in (dialog))
    return KITTE_FINDING_MAILBOX_UNAVAILABLE;
  if (kitte_dialog_get_sign_in_sent (dialog))
    return KITTE_FINDING_AUTH_TEMPORARY_FAILURE;
  return KITTE_FINDING_TIMED_OUT;
}

/**
 * kitte_breakage_mean:
 * @finding: (transfer none): what the channel found
 *
 * Returns: (transfer full): what it means at this point of the dialog
 */
KitteFinding *
kitte_breakage_mean (KitteDialog *dialog, KitteFinding *finding)
{
  if (finding->code == KITTE_FINDING_RESET && kitte_dialog_get_sign_in_sent (dialog))
    return kitte_finding_new (KITTE_FINDING_CLOSED, NULL);
  return kitte_finding_ref (finding);
}
