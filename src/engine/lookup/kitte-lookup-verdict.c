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

/* The web was shut off by a proxy, so that nobody was asked who might know. */
static KitteFinding *
blame_proxy (KitteTrail *trail, const KittePortalSigns *portal, const char *domain)
{
  gboolean refused = kitte_trail_count (trail, KITTE_TRIED_PROXY) > 0;
  g_autoptr (KitteFinding) finding = NULL;

  if (portal->trusted_answer || (!refused && kitte_trail_count (trail, KITTE_TRIED_NO_PROXY) == 0))
    return NULL;
  finding = kitte_finding_new_full (refused ? KITTE_FINDING_REFUSED : KITTE_FINDING_TIMED_OUT, NULL,
                                    NULL, domain, 0);
  return kitte_finding_refine (finding, finding->code, KITTE_PLACE_PROXY, NULL, domain, NULL);
}

static KitteFindingCode
judge (KitteTrail *trail, const KittePortalSigns *portal, GNetworkConnectivity connectivity)
{
  if (connectivity == G_NETWORK_CONNECTIVITY_PORTAL || kitte_portal_is_likely (portal))
    return KITTE_FINDING_CAPTIVE_PORTAL;
  if (kitte_trail_get_tried (trail)->len == 0 || anybody_answered (trail))
    return KITTE_FINDING_NO_SETTINGS_FOUND;
  return kitte_connector_is_offline () ? KITTE_FINDING_OFFLINE : KITTE_FINDING_DNS_FAILURE;
}

static KitteFindingCode
judge_error (const GError *why)
{
  return g_error_matches (why, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL) ?
             KITTE_FINDING_DOMAIN_TAKES_NO_MAIL :
             KITTE_FINDING_DOMAIN_NOT_FOUND;
}

/**
 * kitte_lookup_verdict:
 * @trail: what was asked
 * @why: (nullable): what ended the search
 * @portal: what the web sources saw
 * @connectivity: what the desktop says of the network
 *
 * Returns: (transfer full): the finding, with the domain as people read it as its detail
 */
KitteFinding *
kitte_lookup_verdict (const KitteAddress *address,
                      KitteTrail *trail,
                      const GError *why,
                      const KittePortalSigns *portal,
                      GNetworkConnectivity connectivity)
{
  const char *domain;
  KitteFinding *proxy;

  g_return_val_if_fail (address != NULL && KITTE_IS_TRAIL (trail) && portal != NULL, NULL);

  domain = address->display_domain;
  if (why != NULL && why->domain == KITTE_LOOKUP_ERROR)
    return kitte_finding_new_full (judge_error (why), NULL, NULL, domain, 0);
  proxy = blame_proxy (trail, portal, domain);
  if (proxy != NULL)
    return proxy;
  return kitte_finding_new_full (judge (trail, portal, connectivity), NULL, NULL, domain, 0);
}
