/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProbe: looks which mail servers are there, without any credential. */
#pragma once

#include "kitte-probe-plan.h"
#include "session/kitte-session-keep.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROBE (kitte_probe_get_type ())
G_DECLARE_FINAL_TYPE (KitteProbe, kitte_probe, KITTE, PROBE, GObject)

/* A probe ends by itself after so many milliseconds. */
#define KITTE_PROBE_PATIENCE 5500

/* Signals: “host-missing” (char *, const GError *): a name leads nowhere, or nobody says where;
 * “called” (KitteProbeCandidate) and “known” (KitteProbeCandidate): a server is being called, and
 * it is known what it is, or not wanted any more. */
KitteProbe *kitte_probe_new (KitteSessionKeep *keep);

void kitte_probe_add_domain (KitteProbe *self, const char *domain);
void kitte_probe_add_exchanger (KitteProbe *self, const char *host);
void kitte_probe_expect_exchanger (KitteProbe *self, gboolean expect);
void kitte_probe_add_typed (KitteProbe *self, KitteServer *server);

void kitte_probe_run_async (KitteProbe *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kitte_probe_run_finish (KitteProbe *self, GAsyncResult *result, GError **error);

KitteServer *kitte_probe_dup_better (KitteProbe *self, const KitteServer *typed);
KitteProbePlan *kitte_probe_get_plan (KitteProbe *self);

G_END_DECLS
