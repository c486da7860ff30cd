/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every errand has: a beginning, lines, and what came of it. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-errand.h"

typedef struct
{
  KitteErrandOutcome outcome;
} KitteErrandPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KitteErrand, kitte_errand, G_TYPE_OBJECT)

#define PRIV(self) ((KitteErrandPrivate *) kitte_errand_get_instance_private (self))

static void
kitte_errand_class_init (KitteErrandClass *klass)
{
}

static void
kitte_errand_init (KitteErrand *self)
{
}

/**
 * kitte_errand_begin:
 * @dialog: is signed in; what is to be said is put in its output
 *
 * May be called again once the errand is through: then it is done anew.
 */
KitteDialogWants
kitte_errand_begin (KitteErrand *self, KitteDialog *dialog)
{
  g_return_val_if_fail (KITTE_IS_ERRAND (self) && KITTE_IS_DIALOG (dialog), KITTE_DIALOG_FAILED);

  PRIV (self)->outcome = KITTE_ERRAND_UNDONE;
  return KITTE_ERRAND_GET_CLASS (self)->begin (self, dialog);
}

/**
 * kitte_errand_feed:
 * @line: as in kitte_dialog_feed(); its bounds are the dialog’s
 */
KitteDialogWants
kitte_errand_feed (KitteErrand *self, KitteDialog *dialog, const char *line, gsize length)
{
  g_return_val_if_fail (KITTE_IS_ERRAND (self) && KITTE_IS_DIALOG (dialog), KITTE_DIALOG_FAILED);

  return KITTE_ERRAND_GET_CLASS (self)->feed (self, dialog, line, length);
}

/**
 * kitte_errand_get_outcome:
 *
 * Returns: what came of it; known also where the connection then broke off
 */
KitteErrandOutcome
kitte_errand_get_outcome (KitteErrand *self)
{
  g_return_val_if_fail (KITTE_IS_ERRAND (self), KITTE_ERRAND_UNDONE);

  return PRIV (self)->outcome;
}

/* For the classes. */
void
kitte_errand_set_outcome (KitteErrand *self, KitteErrandOutcome outcome)
{
  g_return_if_fail (KITTE_IS_ERRAND (self));

  PRIV (self)->outcome = outcome;
}
