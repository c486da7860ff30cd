/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading a bounced mail gathers on the way, for the files of KitteBounce only. */
#pragma once

#include "kitte-bounce.h"

G_BEGIN_DECLS

/* More recipients than these do not make a notice clearer. */
#define KITTE_MAX_FAILURES 10

/**
 * KitteBounceFacts:
 * @bounce: what becomes the result
 * @is_report: whether something that only a notice has was seen
 * @first_hop: (nullable): the host that took the mail from the person’s mail program
 * @failed: (nullable): the first recipient of whom the header says that it failed
 */
typedef struct
{
  KitteBounce *bounce;
  gboolean is_report;
  char *first_hop;
  char *failed;
} KitteBounceFacts;

KitteBounceFailure *
kitte_bounce_add_failure (KitteBounce *bounce, const char *recipient, const char *words);

/* kitte-bounce-mime.c */
gboolean kitte_bounce_is_mail (const char *data, gsize length);
void kitte_bounce_read_mail (KitteBounceFacts *facts, const char *data, gsize length);
void kitte_bounce_read_returned (KitteBounceFacts *facts, const char *data, gsize length);

/* kitte-bounce-text.c */
void kitte_bounce_read_text (KitteBounceFacts *facts);

G_END_DECLS
