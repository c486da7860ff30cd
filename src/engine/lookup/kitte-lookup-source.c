/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of all sources, in order of preference. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-source.h"

/* A provider’s own word before others’ words about it; what has fixed hosts before what anybody on
 * the way could have forged; what was guessed at the end. */
static const KitteLookupSource sources[] = {
  { KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_SURE, FALSE, FALSE, kitte_autoconfig_own_ask_async },
  { KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_SURE, FALSE, FALSE,
    kitte_autoconfig_well_known_ask_async },
  { KITTE_SOURCE_DATABASE, KITTE_TRUST_SURE, FALSE, FALSE, kitte_autoconfig_database_ask_async },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, TRUE, kitte_mx_preset_ask_async },
  { KITTE_SOURCE_SRV, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_srv_ask_async },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_autoconfig_mx_zone_ask_async },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_autoconfig_mx_zone_database_ask_async },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_autoconfig_mx_ask_async },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_autoconfig_mx_database_ask_async },
  { KITTE_SOURCE_PROBE, KITTE_TRUST_TOLD, FALSE, FALSE, kitte_probe_ask_async },
  { KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_ASKED, TRUE, FALSE, kitte_autoconfig_plain_ask_async },
};

/**
 * kitte_lookup_source_list:
 *
 * Returns: (transfer none) (array length=n_sources): the sources, for as long as the program runs
 */
const KitteLookupSource *
kitte_lookup_source_list (guint *n_sources)
{
  *n_sources = G_N_ELEMENTS (sources);
  return sources;
}

/**
 * kitte_lookup_source_finish:
 *
 * Returns: (transfer full) (nullable): what the source knows; %NULL without @error: nothing
 */
KitteProposal *
kitte_lookup_source_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
