/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePlan: one account for several mail programs: what will change, and who is left out and why.
 */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

/* A mail program that will not get the account; @why is a sentence for the person. @there_already:
 * it has the account, so that nothing is missing. */
typedef struct
{
  char *client;
  char *why;
  gboolean there_already;
} KitteLeftOut;

#define KITTE_TYPE_PLAN (kitte_plan_get_type ())

/**
 * KittePlan:
 * @changes: what will be written and stored
 * @left_out: (element-type KitteLeftOut): who is not written for
 */
typedef struct
{
  KitteChangeSet *changes;
  GPtrArray *left_out;
} KittePlan;

GType kitte_plan_get_type (void);

KittePlan *kitte_plan_new (GPtrArray *clients,
                           GPtrArray *installations,
                           const KitteAccount *account,
                           GError **error);
void kitte_plan_leave_out (KittePlan *self, const char *client, const char *why);
KittePlan *kitte_plan_ref (KittePlan *self);
void kitte_plan_unref (KittePlan *self);

GPtrArray *kitte_plan_find_installations (GPtrArray *clients);
gboolean kitte_plan_preselects (GPtrArray *installations, guint index, KitteProtocol incoming);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePlan, kitte_plan_unref)

G_END_DECLS
