/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteNearness: whether an address is out on the Internet, in this network, or on this computer.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KitteNearness:
 * @KITTE_NEARNESS_INTERNET: anybody reaches it, and nobody gains by having this computer go there
 * @KITTE_NEARNESS_NETWORK: a private network (RFC 1918, 4193, 6598, 3927): what answers there is
 * not meant for strangers
 * @KITTE_NEARNESS_COMPUTER: this computer itself
 *
 * From far to near.
 */
typedef enum
{
  KITTE_NEARNESS_INTERNET,
  KITTE_NEARNESS_NETWORK,
  KITTE_NEARNESS_COMPUTER,
} KitteNearness;

KitteNearness kitte_nearness_of (GInetAddress *address);

G_END_DECLS
