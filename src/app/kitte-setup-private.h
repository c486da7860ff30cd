/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of KitteSetup share. */
#pragma once

#include "kitte-setup.h"
#include "lookup/kitte-lookup.h"
#include "verify/kitte-prover.h"

G_BEGIN_DECLS

struct _KitteSetup
{
  GObject parent_instance;

  /* What the person said. */
  char *name;
  char *typed;
  KitteAddress *address;
  GError *address_error;
  char *suggestion;
  GHashTable *answers;
  GPtrArray *cleartext_hosts;
  KitteSecret *password;
  KitteSecret *sending_password;
  KitteServer *incoming;
  KitteServer *outgoing;
  gboolean insists_on_password;
  gboolean sign_in_later;
  gboolean something_changed;
  gboolean word_used;
  gboolean steps_done;

  /* What the engine said. The greeting knows no answers, so that its questions stay in view. */
  KitteLookup *lookup;
  KitteTrail *trail;
  KitteSessionKeep *keep;
  KitteProver *prover;
  KitteProposal *greeting;
  KitteProposal *proposal;
  KitteReport *report;
  GPtrArray *report_asks;
  GPtrArray *found_asks; /* what searches asked, answered since or not */
  KitteFinding *finding;
  KitteAccount *account;
  gboolean password_rejected;
  gboolean sending_rejected;

  KitteRepair *repair;
  gboolean repair_by_saved_password;

  GCancellable *cancellable;
};

KitteLookup *kitte_setup_get_lookup (KitteSetup *self);
KitteAddress *kitte_setup_read_address (KitteSetup *self, gboolean finished);
gboolean kitte_setup_doubts_password (KitteSetup *self, const KitteProposal *proposal);
KitteProposal *kitte_setup_look_up (KitteSetup *self, GHashTable *answers, GError **error);
KitteAsk *kitte_setup_find_unanswered (KitteSetup *self, GPtrArray *asks, gboolean consents);
gboolean kitte_setup_leaves_protocol (KitteSetup *self, const KitteProposal *proposal);
gboolean kitte_setup_has_open_step (KitteSetup *self, const KitteProposal *proposal);
void kitte_setup_keep_asks (KitteSetup *self);
void kitte_setup_forget_username (KitteSetup *self);
void kitte_setup_clear_results (KitteSetup *self);
void kitte_setup_recognise (KitteSetup *self);
void kitte_setup_emit_recognised (KitteSetup *self);
void kitte_setup_emit_search_started (KitteSetup *self);
void kitte_setup_emit_report_started (KitteSetup *self);

G_END_DECLS
