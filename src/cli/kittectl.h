/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittectlRun: one run of kittectl: its options, its state, its exit status. */
#pragma once

#include <json-glib/json-glib.h>

#include "clients/kitte-plan.h"
#include "lookup/kitte-lookup.h"
#include "lookup/kitte-probe.h"
#include "model/kitte-account.h"
#include "options.h"
#include "trial/kitte-trial.h"
#include "verify/kitte-prover.h"

G_BEGIN_DECLS

typedef struct _KittectlRun KittectlRun;

/**
 * KittectlStatus:
 *
 * Exit status; part of the contract for scripts.
 */
typedef enum
{
  KITTECTL_DONE = 0,
  KITTECTL_SAID_NO = 1,
  KITTECTL_BAD_INPUT = 2,
  KITTECTL_NOTHING_FOUND = 3,
  KITTECTL_NO_NETWORK = 4,
  KITTECTL_NOT_WRITTEN = 5,
  KITTECTL_ANSWER_NEEDED = 6,
} KittectlStatus;

/* @next: what is done as soon as the run is back in its loop: a question to the person that is
 * asked there lets everything else go on meanwhile. */
struct _KittectlRun
{
  KittectlOptions options;
  GCancellable *cancellable;
  KittectlStatus status;
  gboolean finished;

  KitteLookup *lookup;
  KitteAddress *address;
  char *suggestion;
  GHashTable *answers;
  GHashTable *secrets;
  KitteLookupResult *found;
  guint search_limit;
  KitteProposal *proposal;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  KitteSessionKeep *keep;
  KitteProbe *probe;
  KitteProver *prover;
  KitteReport *report;
  KitteTrial *trial;
  gboolean asked_for_sending;
  gboolean asks_only_given; /* about the servers that the person named, where one is named */
  GPtrArray *clients;
  KittePlan *plan;
  void (*looked_up) (KittectlRun *run);
  void (*typed_servers) (KittectlRun *run);
  void (*next) (KittectlRun *run);
  void (*verified) (gpointer run);
};

/* main.c */
void kittectl_exit (KittectlRun *run, KittectlStatus status);
void kittectl_limit_time (KittectlRun *run);
void kittectl_print_json (JsonBuilder *builder);

/* failure.c */
void kittectl_fail (KittectlRun *run, KittectlStatus status, const char *code, const char *message);
void kittectl_fail_to_find (KittectlRun *run, const KitteFinding *finding, GPtrArray *tried);
void kittectl_fail_with (KittectlRun *run, const GError *error);
KittectlStatus kittectl_status_of_error (const GError *error);
const char *kittectl_message_of_error (const GError *error);
void kittectl_json_error (JsonBuilder *builder, const GError *error);

/* answers.c */
gboolean kittectl_take_answers (KittectlRun *run);
gboolean kittectl_take_plain_answers (KittectlRun *run);
gboolean kittectl_answer_first_ask (KittectlRun *run, GError **error);
gboolean kittectl_take_offer (KittectlRun *run);
gboolean kittectl_ask_primary_password (KittectlRun *run, GError **error);

/* by-hand.c */
void kittectl_print_questions (const KittectlRun *run);
gboolean kittectl_ask_servers (KittectlRun *run,
                               const KitteFinding *finding,
                               void (*typed_servers) (KittectlRun *run));

/* password-kind.c */
gboolean kittectl_wants_other_password (KittectlRun *run, const KitteSecret *password);

/* second-try.c */
gboolean kittectl_means_yes (const char *answer);
gboolean kittectl_wants_second_try (KittectlRun *run, GError **error);

/* journey.c: the parts that lookup, verify, setup and repair share */
gboolean kittectl_take_address (KittectlRun *run);
gboolean kittectl_read_address (KittectlRun *run, const char *typed);
void kittectl_look_up (KittectlRun *run, void (*looked_up) (KittectlRun *run));
void kittectl_look_up_to_check (KittectlRun *run, void (*looked_up) (KittectlRun *run));
gboolean kittectl_check_servers (KittectlRun *run, GError **error);
gboolean kittectl_has_servers (KittectlRun *run);
gboolean kittectl_can_sign_in_later (const KitteProposal *proposal);
void kittectl_report_open_asks (KittectlRun *run);
gboolean kittectl_take_credentials (KittectlRun *run);
void kittectl_verify (KittectlRun *run, void (*verified) (gpointer run));
KittectlStatus kittectl_status_of_report (KitteReport *report);

/* test-message.c */
gboolean kittectl_can_send_test_message (KittectlRun *run);
void kittectl_send_test_message (KittectlRun *run, void (*done) (KittectlRun *run));
KittectlStatus kittectl_status_of_test_message (KittectlRun *run);
void kittectl_json_test_message (JsonBuilder *builder, KittectlRun *run);

/* command-*.c */
void kittectl_lookup (KittectlRun *run);
void kittectl_verify_command (KittectlRun *run);
void kittectl_matrix (KittectlRun *run);
void kittectl_setup (KittectlRun *run);
void kittectl_undo (KittectlRun *run);
void kittectl_explain (KittectlRun *run);
void kittectl_presets (KittectlRun *run);
void kittectl_brand (KittectlRun *run);
void kittectl_export (KittectlRun *run);
void kittectl_check_services (KittectlRun *run, KitteCatalogue *catalogue, char **ids);
void kittectl_repair (KittectlRun *run);

G_END_DECLS
