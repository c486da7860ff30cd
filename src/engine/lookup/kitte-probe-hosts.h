/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProbeHosts: which of the names that were guessed exist, and where they lead. */
#pragma once

#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

typedef struct _KitteProbeHosts KitteProbeHosts;

/* @addresses: (nullable) (element-type GInetAddress): %NULL with @error: there is no such name, or
 * nobody could say. */
typedef void (*KitteProbeHostFound) (const char *host,
                                     GPtrArray *addresses,
                                     const GError *error,
                                     gpointer user_data);

KitteProbeHosts *
kitte_probe_hosts_new (KitteResolver *resolver, KitteProbeHostFound found, gpointer user_data);
void kitte_probe_hosts_free (KitteProbeHosts *self);

void kitte_probe_hosts_set_domain (KitteProbeHosts *self, const char *domain);
void kitte_probe_hosts_find (KitteProbeHosts *self, const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProbeHosts, kitte_probe_hosts_free)

G_END_DECLS
