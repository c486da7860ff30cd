/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the registries of addresses for special purposes (RFC 6890). */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-nearness.h"

#include <string.h>

/* RFC 4291, 2.5.5.2, and RFC 6052, 2.1: what an address of version 4 has before it in version 6. */
static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
static const guint8 translated[12] = { 0x00, 0x64, 0xff, 0x9b };

static KitteNearness
judge_v4 (const guint8 *bytes)
{
  if (bytes[0] == 127 || bytes[0] == 0)
    return KITTE_NEARNESS_COMPUTER;
  if (bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
      (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254) ||
      (bytes[0] == 100 && (bytes[1] & 0xc0) == 64) || bytes[0] >= 224)
    return KITTE_NEARNESS_NETWORK;
  return KITTE_NEARNESS_INTERNET;
}

static KitteNearness
judge_v6 (GInetAddress *address, const guint8 *bytes)
{
  if (memcmp (bytes, mapped, sizeof mapped) == 0 ||
      memcmp (bytes, translated, sizeof translated) == 0)
    return judge_v4 (bytes + sizeof mapped);
  if (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_any (address))
    return KITTE_NEARNESS_COMPUTER;
  if ((bytes[0] & 0xfe) == 0xfc || g_inet_address_get_is_link_local (address) ||
      g_inet_address_get_is_site_local (address) || g_inet_address_get_is_multicast (address))
    return KITTE_NEARNESS_NETWORK;
  return KITTE_NEARNESS_INTERNET;
}

/**
 * kitte_nearness_of:
 *
 * Returns: how near @address is
 */
KitteNearness
kitte_nearness_of (GInetAddress *address)
{
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), KITTE_NEARNESS_COMPUTER);

  bytes = g_inet_address_to_bytes (address);
  return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? judge_v4 (bytes) :
                                                                       judge_v6 (address, bytes);
}
