/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteErrand: something to be done after a sign-in, as a machine without I/O. */
#pragma once

#include "kitte-dialog.h"

G_BEGIN_DECLS

/**
 * KitteErrandOutcome:
 * @KITTE_ERRAND_UNDONE: not through, or in vain
 * @KITTE_ERRAND_SENT: the whole message has left; the server has taken it, or its answer is not
 * known
 * @KITTE_ERRAND_ABSENT: the message that was looked for is not there
 * @KITTE_ERRAND_LEFT: it is there, and stays there
 * @KITTE_ERRAND_REMOVED: it was there, and that one message was removed
 */
typedef enum
{
  KITTE_ERRAND_UNDONE,
  KITTE_ERRAND_SENT,
  KITTE_ERRAND_ABSENT,
  KITTE_ERRAND_LEFT,
  KITTE_ERRAND_REMOVED,
} KitteErrandOutcome;

#define KITTE_TYPE_ERRAND (kitte_errand_get_type ())
G_DECLARE_DERIVABLE_TYPE (KitteErrand, kitte_errand, KITTE, ERRAND, GObject)

/**
 * KitteErrandClass:
 * @begin: says the first command
 * @feed: one line, as in #KitteDialogClass
 *
 * Both answer with what is wanted; %KITTE_DIALOG_WANTS_NOTHING when the errand is through.
 */
struct _KitteErrandClass
{
  GObjectClass parent_class;

  KitteDialogWants (*begin) (KitteErrand *self, KitteDialog *dialog);
  KitteDialogWants (*feed) (KitteErrand *self, KitteDialog *dialog, const char *line, gsize length);
};

KitteDialogWants kitte_errand_begin (KitteErrand *self, KitteDialog *dialog);
KitteDialogWants
kitte_errand_feed (KitteErrand *self, KitteDialog *dialog, const char *line, gsize length);

KitteErrandOutcome kitte_errand_get_outcome (KitteErrand *self);
void kitte_errand_set_outcome (KitteErrand *self, KitteErrandOutcome outcome);

G_END_DECLS
