/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account of msmtp that is there already gets, and how it is taken back. */
#pragma once

#include "kitte-client.h"
#include "kitte-msmtp-block.h"

G_BEGIN_DECLS

gboolean kitte_msmtp_update (KitteChangeSet *changes,
                             const KitteExistingAccount *existing,
                             const KitteServer *outgoing,
                             KitteCredential *credential,
                             KitteSharedServer shared,
                             const KitteMsmtpBuild *build,
                             gboolean *needs_keyring,
                             GError **error);
gboolean kitte_msmtp_renew_trust (KitteChangeSet *changes,
                                  const KitteExistingAccount *existing,
                                  GError **error);
GBytes *
kitte_msmtp_update_take_back (const KitteFileTrace *trace, GBytes *now, gboolean *was_update);

G_END_DECLS
