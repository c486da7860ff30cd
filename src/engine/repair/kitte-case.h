/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCase: one direction of an account with all that is known of it, as the rules look at it. */
#pragma once

#include "kitte-judge.h"

G_BEGIN_DECLS

/**
 * KitteCase:
 * @incoming: whether receiving is judged; else sending
 * @set: (nullable): how the server is set, beside @server
 * @seen: (nullable): what was seen of it
 * @sign_in: as it is set
 * @provider: (nullable): whose mailbox it is, by the address or by the receiving server’s name
 * @today: (nullable): what @provider says today
 * @former: (nullable): whose server was once called so and no longer is
 * @owner: (nullable): whom the certificate that was seen belongs to
 * @foreign: sending goes through another company than receiving
 */
typedef struct
{
  const KitteExistingAccount *account;
  gboolean incoming;
  const KitteServer *server;
  const KitteExistingServer *set;
  const KitteSighting *seen;
  KitteSignIn sign_in;
  KitteAddress *address;
  KittePreset *provider;
  KitteProposal *today;
  KittePreset *former;
  KittePreset *owner;
  gboolean foreign;
} KitteCase;

gboolean kitte_case_init (KitteCase *self,
                          const KitteExistingAccount *account,
                          const KitteEvidence *evidence,
                          gboolean incoming);
void kitte_case_clear (KitteCase *self);

guint kitte_case_find_fetch_minutes (const KittePopBeforeSmtp *record);
gboolean kitte_case_is_local (const KitteServer *server);
GPtrArray *kitte_case_get_servers_today (const KitteCase *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteCase, kitte_case_clear)

G_END_DECLS
