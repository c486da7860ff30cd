/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a preset says of the provider’s own internet lines. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-private.h"
#include "model/kitte-domain.h"

static gboolean
is_owner (const char *domain, const char *network)
{
  g_autofree char *owner = kitte_domain_get_registrable (domain);

  return owner != NULL && g_ascii_strcasecmp (owner, network) == 0;
}

static gboolean
names (JsonArray *domains, const char *network)
{
  for (guint i = 0; domains != NULL && i < json_array_get_length (domains); i++)
    if (is_owner (json_array_get_string_element (domains, i), network))
      return TRUE;
  return FALSE;
}

/**
 * kitte_preset_has_line:
 * @network: the registrable domain in which a line’s addresses have their names
 *
 * Returns: whether such a line is the provider’s: it is named like the provider’s own addresses
 */
gboolean
kitte_preset_has_line (KittePreset *self, const char *network)
{
  JsonObject *match;

  g_return_val_if_fail (self != NULL && network != NULL, FALSE);

  match = kitte_preset_member_object (kitte_preset_get_json (self), "match");
  return names (kitte_preset_member_array (match, "domains"), network) ||
         names (kitte_preset_member_array (match, "suffixes"), network);
}

/**
 * kitte_preset_is_line_only:
 *
 * Returns: whether the provider says that @server answers on its own lines only: who gets through
 *   to it is on one
 */
gboolean
kitte_preset_is_line_only (KittePreset *self, const KitteServer *server)
{
  JsonArray *servers;

  g_return_val_if_fail (self != NULL && server != NULL, FALSE);

  servers = kitte_preset_member_array (kitte_preset_get_json (self), "servers");
  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      JsonObject *one = json_array_get_object_element (servers, i);
      const char *host = kitte_preset_member_string (one, "host");

      if (host != NULL && g_ascii_strcasecmp (host, server->host) == 0 &&
          json_object_get_int_member_with_default (one, "port", 0) == server->port &&
          json_object_get_boolean_member_with_default (one, "only_from_provider_network", FALSE))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_preset_blocks_port_25:
 *
 * Returns: whether the provider’s own lines block outgoing port 25
 */
gboolean
kitte_preset_blocks_port_25 (KittePreset *self)
{
  JsonObject *legacy;

  g_return_val_if_fail (self != NULL, FALSE);

  legacy = kitte_preset_member_object (kitte_preset_get_json (self), "legacy");
  return legacy != NULL &&
         json_object_get_boolean_member_with_default (legacy, "blocks_port_25", FALSE);
}
