/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the protocols share: queueing output, SASL exchanges, offered methods, failing. */
#pragma once

#include "kitte-dialog.h"
#include "kitte-sasl.h"

G_BEGIN_DECLS

/* @held: the first response, where the command could not carry it.
 * @challenge, @line: what is answered when the work is done. */
typedef struct
{
  KitteSasl *sasl;
  KitteSecret *held;
  char *challenge;
  char *line;
} KitteDialogExchange;

void kitte_dialog_send (KitteDialog *self, const char *command);
void kitte_dialog_send_secret (KitteDialog *self, KitteSecret *line, const char *shown);
void kitte_dialog_hide (KitteDialog *self, KitteSecret *secret);
void kitte_dialog_set_step (KitteDialog *self, KitteStep step);
gboolean kitte_dialog_stays (KitteDialog *self);
void kitte_dialog_greeted (KitteDialog *self);
void kitte_dialog_set_patience (KitteDialog *self, guint ms);
const char *kitte_dialog_get_local_address (KitteDialog *self);

void kitte_dialog_offer (KitteDialog *self, KitteAuth auth);
void kitte_dialog_offer_mechanisms (KitteDialog *self, const char *names, const char *line);
void kitte_dialog_clear_offered (KitteDialog *self);
void kitte_dialog_prefer_user_pass (KitteDialog *self, gboolean prefer);
void kitte_dialog_doubt_user_pass (KitteDialog *self);
void kitte_dialog_refuses_cleartext (KitteDialog *self, gboolean refuses);

gboolean kitte_dialog_wants_starttls (KitteDialog *self);
KitteDialogWants kitte_dialog_without_tls (KitteDialog *self,
                                           KitteFindingCode code,
                                           const char *const *capabilities);
KitteDialogWants kitte_dialog_ready (KitteDialog *self, const char *const *capabilities);

KitteDialogExchange *kitte_dialog_get_exchange (KitteDialog *self);
KitteDialogWants kitte_dialog_begin_sasl (KitteDialog *self,
                                          KitteCredential *credential,
                                          KitteAuth method,
                                          const char *command,
                                          gsize longest_initial);
KitteDialogWants
kitte_dialog_continue_sasl (KitteDialog *self, const char *challenge, const char *line);
gboolean kitte_dialog_accept_sign_in (KitteDialog *self);

KitteDialogWants kitte_dialog_fail (KitteDialog *self, KitteFindingCode code, const char *evidence);
KitteDialogWants kitte_dialog_fail_lines (KitteDialog *self,
                                          KitteFindingCode code,
                                          const char *const *evidence,
                                          const char *detail,
                                          guint seconds);
KitteDialogWants kitte_dialog_fail_with (KitteDialog *self, KitteFinding *finding);

G_END_DECLS
