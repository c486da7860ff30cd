/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with an account that exists already. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-problem.h"

#include "kitte-setting.h"

G_DEFINE_BOXED_TYPE (KitteProblem, kitte_problem, kitte_problem_ref, kitte_problem_unref)

static const char *const severity_nicks[] = { "fine", "unsafe", "will-stop", "broken" };

static void
kitte_problem_clear (KitteProblem *self)
{
  g_free (self->code);
  g_free (self->rule);
  g_free (self->text);
  g_free (self->right);
  g_free (self->source);
  g_ptr_array_unref (self->settings);
}

/**
 * kitte_problem_new:
 *
 * Returns: (transfer full): a problem with every other field empty, for its maker to fill
 */
KitteProblem *
kitte_problem_new (const char *code, KitteSeverity severity, const char *text)
{
  KitteProblem *self;

  g_return_val_if_fail (code != NULL && text != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteProblem);
  self->code = g_strdup (code);
  self->severity = severity;
  self->text = g_strdup (text);
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_setting_unref);
  return self;
}

KitteProblem *
kitte_problem_ref (KitteProblem *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_problem_unref (KitteProblem *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_problem_clear);
}

const char *
kitte_severity_to_nick (KitteSeverity severity)
{
  g_return_val_if_fail ((gsize) severity < G_N_ELEMENTS (severity_nicks), NULL);

  return severity_nicks[severity];
}
