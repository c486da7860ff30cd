/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report: everything a verification established; grows while it runs, then freezes. */
#pragma once

#include <gio/gio.h>

#include "kitte-connection.h"
#include "kitte-finding.h"
#include "kitte-server.h"

G_BEGIN_DECLS

typedef enum
{
  KITTE_STEP_RESOLVE,
  KITTE_STEP_CONNECT,
  KITTE_STEP_TLS,
  KITTE_STEP_GREETING,
  KITTE_STEP_CAPABILITIES,
  KITTE_STEP_STARTTLS,
  KITTE_STEP_SIGN_IN,
} KitteStep;

typedef enum
{
  KITTE_STEP_STARTED,
  KITTE_STEP_DONE,
  KITTE_STEP_FAILED,
} KitteStepState;

typedef enum
{
  KITTE_RESULT_PENDING,
  KITTE_RESULT_OK,
  KITTE_RESULT_UNPROVEN,
  KITTE_RESULT_FAILED,
  KITTE_RESULT_SKIPPED,
  KITTE_RESULT_CANCELLED,
} KitteResult;

/* How long one step took; @ms counts from the step’s own start. */
typedef struct
{
  KitteStep step;
  KitteStepState state;
  guint ms;
} KitteStepRecord;

#define KITTE_TYPE_CHECK (kitte_check_get_type ())
G_DECLARE_FINAL_TYPE (KitteCheck, kitte_check, KITTE, CHECK, GObject)

/* KitteCheck: what is known of one server. Signal “changed” after every step and at the end. */
KitteCheck *kitte_check_new (KitteServer *server);
KitteServer *kitte_check_get_server (KitteCheck *self);
KitteServer *kitte_check_get_proven_server (KitteCheck *self);
KitteResult kitte_check_get_result (KitteCheck *self);
KitteFinding *kitte_check_get_finding (KitteCheck *self);
const KitteStepRecord *kitte_check_get_steps (KitteCheck *self, guint *n_steps);
guint kitte_check_get_trips (KitteCheck *self);
KitteConnection *kitte_check_get_connection (KitteCheck *self);
const char *kitte_check_get_transcript (KitteCheck *self);

void kitte_check_step (KitteCheck *self, KitteStep step, KitteStepState state, guint ms);
void kitte_check_take_over (KitteCheck *self, KitteCheck *earlier);
void kitte_check_begin_anew (KitteCheck *self);
void kitte_check_append_transcript (KitteCheck *self, const char *line);
void kitte_check_set_trips (KitteCheck *self, guint trips);
void kitte_check_set_proven_server (KitteCheck *self, KitteServer *server);
void kitte_check_finish (KitteCheck *self, KitteResult result, KitteFinding *finding);

#define KITTE_TYPE_REPORT (kitte_report_get_type ())
G_DECLARE_FINAL_TYPE (KitteReport, kitte_report, KITTE, REPORT, GObject)

/* KitteReport: the checks of one press, receiving first. Signal “check-added” (KitteCheck). */
KitteReport *kitte_report_new (void);
KitteCheck *kitte_report_add_check (KitteReport *self, KitteServer *server);
GListModel *kitte_report_get_checks (KitteReport *self);
KitteCheck *kitte_report_find_check (KitteReport *self, gboolean incoming);
KitteCheck *kitte_report_find_likely (KitteReport *self, gboolean incoming);
KitteResult kitte_report_get_result (KitteReport *self);
void kitte_report_count_sign_in (KitteReport *self, gboolean accepted);
guint kitte_report_get_sign_ins_attempted (KitteReport *self);
guint kitte_report_get_sign_ins_failed (KitteReport *self);
guint kitte_report_get_elapsed_ms (KitteReport *self);
void kitte_report_finish (KitteReport *self, KitteResult result, guint elapsed_ms);

const char *kitte_step_to_nick (KitteStep step);
const char *kitte_result_to_nick (KitteResult result);

G_END_DECLS
