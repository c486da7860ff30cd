/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network that does not let anybody answer is not the same as nobody having an answer. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-verdict.h"

#include "kitte-lookup-error.h"
#include "wire/kitte-connector.h"

/* Somebody was reached and answered, whatever the answer was. */
static gboolean
anybody_answered (KitteTrail *trail)
{
  return kitte_trail_count (trail, KITTE_TRIED_FOUND) +
             kitte_trail_count (trail, KITTE_TRIED_NOTHING) +
             kitte_trail_count (trail, KITTE_TRIED_UNUSABLE) +
             kitte_trail_count (trail, KITTE_TRIED_NOT_ENCRYPTED) +
             kitte_trail_count (trail, KITTE_TRIED_CERTIFICATE) +
             kitte_trail_count (trail, KITTE_TRIED_REDIRECT) +
             kitte_trail_count (trail, KITTE_TRIED_TOO_LARGE) >
         0;
}

static KitteFindingCode
judge (KitteTrail *trail, const GError *why, GNetworkConnectivity connectivity)
{
  if (g_error_matches (why, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND))
    return KITTE_FINDING_DOMAIN_NOT_FOUND;
  if (g_error_matches (why, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL))
    return KITTE_FINDING_DOMAIN_TAKES_NO_MAIL;
  if (connectivity == G_NETWORK_CONNECTIVITY_PORTAL)
    return KITTE_FINDING_CAPTIVE_PORTAL;
  if (kitte_trail_get_tried (trail)->len == 0 || anybody_answered (trail))
    return KITTE_FINDING_NO_SETTINGS_FOUND;
  return kitte_connector_is_offline () ? KITTE_FINDING_OFFLINE : KITTE_FINDING_DNS_FAILURE;
}

/**
 * kitte_lookup_verdict:
 * @trail: what was asked
 * @why: (nullable): what ended the search
 * @connectivity: what the desktop says of the network
 *
 * Returns: (transfer full): the finding, with the domain as people read it as its detail
 */
KitteFinding *
kitte_lookup_verdict (const KitteAddress *address,
                      KitteTrail *trail,
                      const GError *why,
                      GNetworkConnectivity connectivity)
{
  g_return_val_if_fail (address != NULL && KITTE_IS_TRAIL (trail), NULL);

  return kitte_finding_new_full (judge (trail, why, connectivity), NULL, NULL,
                                 address->display_domain, 0);
}
