/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProbePlan: which servers a domain may have, in which order they are called, and which of
 * those that answer is the one: a machine without I/O and without a clock. */
#pragma once

#include "model/kitte-finding.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

/* At once, those that are ready included. */
#define KITTE_PROBE_MAX_CONNECTIONS 12

/**
 * KitteProbeState:
 * @KITTE_PROBE_WAITING: not called yet
 * @KITTE_PROBE_CALLING: no more is known than that it is being called
 * @KITTE_PROBE_PROMISING: it has greeted in its protocol, over TLS whose certificate was accepted
 * @KITTE_PROBE_BUSY: the same, but it has no time for one more connection now
 * @KITTE_PROBE_READY: it could be signed in to
 * @KITTE_PROBE_FAILED: it is not there, or may not be used
 * @KITTE_PROBE_PASSED_OVER: a better one was found before it was known
 */
typedef enum
{
  KITTE_PROBE_WAITING,
  KITTE_PROBE_CALLING,
  KITTE_PROBE_PROMISING,
  KITTE_PROBE_BUSY,
  KITTE_PROBE_READY,
  KITTE_PROBE_FAILED,
  KITTE_PROBE_PASSED_OVER,
} KitteProbeState;

/**
 * KitteProbeCandidate:
 * @rank: the lower, the better, within its direction
 * @delay: how long after its host was found it is called, unless all better ones have failed
 * @finding: (nullable): why it failed
 * @called: when it was called, in microseconds; 0: never
 * @known: when it came to its state
 */
typedef struct
{
  KitteServer *server;
  guint rank;
  gint64 delay;
  gint64 due;
  KitteProbeState state;
  KitteFinding *finding;
  gint64 called;
  gint64 known;
} KitteProbeCandidate;

/* At which port a way begins. */
typedef guint16 (*KitteProbePort) (const char *host,
                                   KitteProtocol protocol,
                                   KitteSecurity security);

typedef struct _KitteProbePlan KitteProbePlan;

KitteProbePlan *kitte_probe_plan_new (gint64 now);
void kitte_probe_plan_free (KitteProbePlan *self);

void kitte_probe_plan_set_ports (KitteProbePlan *self, KitteProbePort port);
void kitte_probe_plan_accept_promises (KitteProbePlan *self);
void kitte_probe_plan_add_domain (KitteProbePlan *self, const char *domain);
void kitte_probe_plan_add_exchanger (KitteProbePlan *self, const char *host);
void kitte_probe_plan_add_typed (KitteProbePlan *self, KitteServer *server);
void kitte_probe_plan_leave_out (KitteProbePlan *self, KitteProtocol protocol);

const char *kitte_probe_plan_next_host (KitteProbePlan *self);
void kitte_probe_plan_host_found (KitteProbePlan *self, const char *host, gint64 now);
void kitte_probe_plan_host_missing (KitteProbePlan *self, const char *host, gint64 now);

KitteProbeCandidate *kitte_probe_plan_next (KitteProbePlan *self, gint64 now);
void kitte_probe_plan_note (KitteProbePlan *self,
                            KitteProbeCandidate *candidate,
                            KitteProbeState state,
                            KitteFinding *finding,
                            gint64 now);

gboolean kitte_probe_plan_is_settled (KitteProbePlan *self, gboolean incoming, gint64 now);
gint64 kitte_probe_plan_get_wake_up (KitteProbePlan *self, gint64 now);
KitteProbeCandidate *kitte_probe_plan_get_best (KitteProbePlan *self, gboolean incoming);
GPtrArray *kitte_probe_plan_dup_found (KitteProbePlan *self, gboolean incoming);
GPtrArray *kitte_probe_plan_get_candidates (KitteProbePlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProbePlan, kitte_probe_plan_free)

G_END_DECLS
