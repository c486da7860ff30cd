/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server’s refusal means: one table from codes and texts to findings. */
#pragma once

#include "kitte-reply.h"
#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteReplyStage:
 *
 * What the server was answering: the same words mean different things.
 */
typedef enum
{
  KITTE_REPLY_TO_CONNECTION = 1 << 0,
  KITTE_REPLY_TO_SIGN_IN = 1 << 1,
  KITTE_REPLY_TO_MAILBOX = 1 << 2,
} KitteReplyStage;

KitteFindingCode kitte_sign_in_reply_read (KitteReplyStage stage, const KitteReply *reply);
gboolean kitte_sign_in_reply_is_specific (KitteReplyStage stage, const KitteReply *reply);

G_END_DECLS
