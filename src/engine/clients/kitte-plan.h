/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePlan: one account for several mail programs: what will change, and who is left out and why.
 */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

/**
 * KitteForExisting:
 * @KITTE_FOR_EXISTING_LEAVE: an account with the same address stays as it is
 * @KITTE_FOR_EXISTING_REPAIR: it gets the settings that were proven
 * @KITTE_FOR_EXISTING_ADD: the account is added beside it
 *
 * What is to be done where a program has the address already: the person’s choice, never ours.
 */
typedef enum
{
  KITTE_FOR_EXISTING_LEAVE,
  KITTE_FOR_EXISTING_REPAIR,
  KITTE_FOR_EXISTING_ADD,
} KitteForExisting;

gboolean kitte_for_existing_from_nick (const char *nick, KitteForExisting *choice);

/**
 * KitteLeftOut:
 * @installation: (nullable): which of the client’s; %NULL: none is installed
 * @why: a sentence for the person
 * @there_already: it has the account, so that nothing is missing
 * @existing: (nullable): the account with this address that it has; the person may have it
 *   repaired, or another one added beside it
 *
 * A mail program that will not get the account.
 */
typedef struct
{
  char *client;
  KitteInstallation *installation;
  char *why;
  gboolean there_already;
  KitteExistingAccount *existing;
} KitteLeftOut;

/**
 * KittePlanNote:
 * @code: for scripts: `no-keyring`, `sandboxed-passwords`, `pop3-twice`
 * @text: a sentence for the person
 *
 * Something that the person should know about a program that is written for.
 */
typedef struct
{
  char *client;
  char *code;
  char *text;
} KittePlanNote;

#define KITTE_TYPE_PLAN (kitte_plan_get_type ())

/**
 * KittePlan:
 * @changes: what will be written and stored
 * @left_out: (element-type KitteLeftOut): who is not written for
 * @notes: (element-type KittePlanNote): what else there is to say
 */
typedef struct
{
  KitteChangeSet *changes;
  GPtrArray *left_out;
  GPtrArray *notes;
} KittePlan;

GType kitte_plan_get_type (void);

KittePlan *kitte_plan_new (GPtrArray *clients,
                           GPtrArray *installations,
                           const KitteForExisting *for_existing,
                           const KitteAccount *account,
                           GError **error);
void kitte_plan_leave_out (KittePlan *self, const char *client, const char *why);
void kitte_plan_check_keyring (KittePlan *self);
KittePlan *kitte_plan_ref (KittePlan *self);
void kitte_plan_unref (KittePlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePlan, kitte_plan_unref)

G_END_DECLS
