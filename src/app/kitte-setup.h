/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSetup: one set-up from the typed address to the proven account, without any widget. */
#pragma once

#include "diagnose/kitte-diagnosis.h"
#include "model/kitte-account.h"
#include "lookup/kitte-trail.h"
#include "model/kitte-report.h"
#include "model/kitte-protocol.h"
#include "repair/kitte-repair.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SETUP (kitte_setup_get_type ())
G_DECLARE_FINAL_TYPE (KitteSetup, kitte_setup, KITTE, SETUP, GObject)

/* What is still missing before the servers can be asked, first things first. */
typedef enum
{
  KITTE_NEED_NOTHING,
  KITTE_NEED_ADDRESS,
  KITTE_NEED_ANSWER,
  KITTE_NEED_PROTOCOL,
  KITTE_NEED_STEP,
  KITTE_NEED_PASSWORD,
  KITTE_NEED_OTHER_PASSWORD,
  KITTE_NEED_OTHER_PROVIDER,
} KitteNeed;

/**
 * KitteVerdict:
 * @KITTE_VERDICT_PROVEN: there is an account now
 * @KITTE_VERDICT_QUESTION: the person has to answer kitte_setup_get_question() first
 * @KITTE_VERDICT_PROTOCOL: the person has to choose what mail is fetched by
 * @KITTE_VERDICT_STEP: something has to be done at the provider first; nothing secret was sent
 * @KITTE_VERDICT_FAILED: kitte_setup_get_diagnosis() says why
 * @KITTE_VERDICT_CANCELLED: the person stopped it
 */
typedef enum
{
  KITTE_VERDICT_PROVEN,
  KITTE_VERDICT_QUESTION,
  KITTE_VERDICT_PROTOCOL,
  KITTE_VERDICT_STEP,
  KITTE_VERDICT_FAILED,
  KITTE_VERDICT_CANCELLED,
} KitteVerdict;

/* Signals: “recognised” after the address changed; “search-started” (KitteTrail) when settings are
 * looked for; “report-started” (KitteReport) when the servers
 * are asked. */
KitteSetup *kitte_setup_new (void);

const char *kitte_setup_get_name (KitteSetup *self);
void kitte_setup_set_name (KitteSetup *self, const char *name);
KitteAddress *kitte_setup_get_address (KitteSetup *self);
const char *kitte_setup_get_typed (KitteSetup *self);
void kitte_setup_set_address (KitteSetup *self, const char *typed);
void kitte_setup_finish_address (KitteSetup *self);
const char *kitte_setup_get_suggestion (KitteSetup *self);
void kitte_setup_warm_up (KitteSetup *self);
KitteProposal *kitte_setup_get_greeting (KitteSetup *self);
const char *kitte_setup_get_answer (KitteSetup *self, const char *key);
void kitte_setup_set_answer (KitteSetup *self, const char *key, const char *answer);
void kitte_setup_use_protocol (KitteSetup *self, KitteProtocol protocol);
gboolean kitte_setup_uses_password (KitteSetup *self, const KitteProposal *proposal);
gboolean kitte_setup_makes_password (KitteSetup *self, const KitteProposal *proposal);
KitteProposal *kitte_setup_get_step_proposal (KitteSetup *self);
void kitte_setup_finish_steps (KitteSetup *self);
gboolean kitte_setup_has_password (KitteSetup *self);
void kitte_setup_set_password (KitteSetup *self, const char *password);
void kitte_setup_insist_on_password (KitteSetup *self);
gboolean kitte_setup_get_password_rejected (KitteSetup *self);
void kitte_setup_set_sign_in_later (KitteSetup *self, gboolean later);
void kitte_setup_set_server (KitteSetup *self, KitteServer *server);
KitteServer *kitte_setup_dup_server (KitteSetup *self, gboolean incoming);
void kitte_setup_look_async (KitteSetup *self,
                             KitteServer *incoming,
                             KitteServer *outgoing,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kitte_setup_look_finish (KitteSetup *self,
                                  GAsyncResult *result,
                                  KitteServer **incoming,
                                  KitteServer **outgoing,
                                  GError **error);
void kitte_setup_use_preset (KitteSetup *self, const char *id);
void kitte_setup_leave_preset (KitteSetup *self);
gboolean kitte_setup_has_preset (KitteSetup *self);
void kitte_setup_set_something_changed (KitteSetup *self);
KitteRepair *kitte_setup_get_repair (KitteSetup *self);
void kitte_setup_set_repair (KitteSetup *self, KitteRepair *repair, gboolean by_saved_password);
KitteLookup *kitte_setup_get_repair_lookup (KitteSetup *self);
gboolean kitte_setup_get_repair_by_saved_password (KitteSetup *self);
void kitte_setup_drop_secrets (KitteSetup *self);
void kitte_setup_forget (KitteSetup *self);

GPtrArray *kitte_setup_dup_asks (KitteSetup *self);
KitteNeed kitte_setup_get_need (KitteSetup *self, char **key, char **sentence);

void kitte_setup_check_async (KitteSetup *self, GAsyncReadyCallback callback, gpointer user_data);
KitteVerdict kitte_setup_check_finish (KitteSetup *self, GAsyncResult *result, GError **error);
void kitte_setup_cancel (KitteSetup *self);
void kitte_setup_stop (KitteSetup *self);

gboolean kitte_setup_can_check_later (KitteSetup *self, gboolean incoming);
gboolean kitte_setup_check_later (KitteSetup *self);

KitteProposal *kitte_setup_get_proposal (KitteSetup *self);
KitteProposal *kitte_setup_get_found (KitteSetup *self);
KitteTrail *kitte_setup_get_trail (KitteSetup *self);
KitteReport *kitte_setup_get_report (KitteSetup *self);
KitteAsk *kitte_setup_get_question (KitteSetup *self);
KitteCheck *kitte_setup_get_failed_check (KitteSetup *self);
KitteFinding *kitte_setup_get_finding (KitteSetup *self);
KitteDiagnosis *kitte_setup_get_diagnosis (KitteSetup *self);
KitteAccount *kitte_setup_get_account (KitteSetup *self);

G_END_DECLS
