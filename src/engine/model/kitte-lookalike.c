/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Confusable names by UTS 39, section 4: two that have the same skeleton look alike. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-lookalike.h"

#include "kitte-domain.h"

#include <unicode/uspoof.h>

/* A skeleton may be longer than its name: one letter becomes up to three. */
#define MAX_SKELETON (KITTE_MAX_DOMAIN * 4 * 3)

/* Made at the first name that is not ASCII: most people never type one. */
static const USpoofChecker *
get_checker (void)
{
  static gsize once;
  static USpoofChecker *checker;

  if (g_once_init_enter (&once))
    {
      UErrorCode status = U_ZERO_ERROR;

      checker = uspoof_open (&status);
      if (U_FAILURE (status))
        checker = NULL;
      g_once_init_leave (&once, 1);
    }
  return checker;
}

static gboolean
make_skeleton (const char *name, char skeleton[MAX_SKELETON])
{
  UErrorCode status = U_ZERO_ERROR;

  uspoof_getSkeletonUTF8 (get_checker (), 0, name, -1, skeleton, MAX_SKELETON, &status);
  return U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

/**
 * kitte_lookalike_find:
 * @display: a domain in small letters, as it is shown
 * @known: (element-type utf8): well-known domains, in ASCII
 *
 * Returns: (transfer none) (nullable): the one of @known that @display looks like without being it;
 *   names in ASCII are what they look like
 */
const char *
kitte_lookalike_find (const char *display, GPtrArray *known)
{
  char skeleton[MAX_SKELETON];
  char other[MAX_SKELETON];

  g_return_val_if_fail (display != NULL && known != NULL, NULL);

  if (g_str_is_ascii (display) || get_checker () == NULL || !make_skeleton (display, skeleton))
    return NULL;
  for (guint i = 0; i < known->len; i++)
    if (make_skeleton (known->pdata[i], other) && g_str_equal (skeleton, other))
      return known->pdata[i];
  return NULL;
}
