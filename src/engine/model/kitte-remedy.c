/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remedies and their names in the JSON contract. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-remedy.h"

G_DEFINE_BOXED_TYPE (KitteRemedy, kitte_remedy, kitte_remedy_ref, kitte_remedy_unref)

static const char *const nicks[] = {
  "use-preset",      "use-server", "answer-ask", "open-url",
  "retype-password", "try-again",  "wait",       "ask-provider",
};

static void
kitte_remedy_clear (KitteRemedy *self)
{
  g_free (self->label);
  g_free (self->value);
}

/**
 * kitte_remedy_new:
 * @value: (nullable): what carrying it out needs
 *
 * Returns: (transfer full): a remedy
 */
KitteRemedy *
kitte_remedy_new (KitteRemedyCode code, const char *label, const char *value)
{
  KitteRemedy *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteRemedy);
  self->code = code;
  self->label = g_strdup (label);
  self->value = g_strdup (value);
  return self;
}

KitteRemedy *
kitte_remedy_ref (KitteRemedy *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_remedy_unref (KitteRemedy *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_remedy_clear);
}

const char *
kitte_remedy_code_to_nick (KitteRemedyCode code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (nicks), NULL);

  return nicks[code];
}
