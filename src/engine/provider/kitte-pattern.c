/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `*.example.com`, `mx*.example.com`, `{NAME}.example.com`: as many labels as the name, no more. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-pattern.h"

#include "model/kitte-domain.h"

#include <string.h>

static gboolean
is_placeholder (const char *label)
{
  return label[0] == '{';
}

static gboolean
label_matches (const char *pattern, const char *label, GHashTable *labels)
{
  if (!is_placeholder (pattern))
    return g_pattern_match_simple (pattern, label);
  if (labels != NULL)
    g_hash_table_replace (labels, g_strndup (pattern + 1, strlen (pattern) - 2), g_strdup (label));
  return TRUE;
}

/**
 * kitte_pattern_matches:
 * @pattern: from a preset
 * @name: a name somebody else chose: from DNS or from a certificate
 * @labels: (nullable) (element-type utf8 utf8): takes the label that stands for each `{KEY}`
 *
 * A `*` stands for part of a label, never for a full stop. A pattern with a full stop in front
 * takes everything below it.
 *
 * Returns: whether @name fits
 */
gboolean
kitte_pattern_matches (const char *pattern, const char *name, GHashTable *labels)
{
  g_autofree char *normal = NULL;
  g_auto (GStrv) wanted = NULL;
  g_auto (GStrv) found = NULL;
  guint n;

  g_return_val_if_fail (pattern != NULL && name != NULL, FALSE);

  normal = kitte_pattern_normalise (name);
  if (normal == NULL)
    return FALSE;
  if (!kitte_pattern_names_host (pattern))
    return kitte_domain_is_below (normal, pattern + 1);

  wanted = g_strsplit (pattern, ".", -1);
  found = g_strsplit (normal, ".", -1);
  n = g_strv_length (wanted);
  if (g_strv_length (found) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!label_matches (wanted[i], found[i], labels))
      return FALSE;
  return TRUE;
}

/**
 * kitte_pattern_names_host:
 *
 * Returns: whether @pattern fixes the number of labels, so that what it matches can be one of the
 *   provider’s servers; with a full stop in front it also covers customers’ own machines
 */
gboolean
kitte_pattern_names_host (const char *pattern)
{
  g_return_val_if_fail (pattern != NULL, FALSE);

  return pattern[0] != '.';
}

/**
 * kitte_pattern_get_tail:
 *
 * Returns: (transfer none): the labels at the end of @pattern that are fixed; empty where there are
 *   none. Whatever fits @pattern ends with them.
 */
const char *
kitte_pattern_get_tail (const char *pattern)
{
  const char *tail;

  g_return_val_if_fail (pattern != NULL, NULL);

  tail = pattern + strlen (pattern);
  while (tail > pattern && strchr ("*{}", tail[-1]) == NULL)
    tail--;
  if (tail > pattern)
    tail += strcspn (tail, ".");
  return *tail == '.' ? tail + 1 : tail;
}

/**
 * kitte_pattern_get_owner:
 *
 * Returns: (transfer full) (nullable): the registrable domain everything that fits @pattern lies
 *   in, or %NULL where it does not fix one
 */
char *
kitte_pattern_get_owner (const char *pattern)
{
  const char *tail;

  g_return_val_if_fail (pattern != NULL, NULL);

  tail = kitte_pattern_get_tail (pattern);
  return *tail != '\0' ? kitte_domain_get_registrable (tail) : NULL;
}

/**
 * kitte_pattern_normalise:
 * @name: from DNS or from a certificate
 *
 * Certificates may have one asterisk for the first label (RFC 6125, section 6.4.3).
 *
 * Returns: (transfer full) (nullable): @name in lower case and without a full stop at its end;
 *   %NULL where it is no host name
 */
char *
kitte_pattern_normalise (const char *name)
{
  g_autofree char *lower = NULL;
  const char *host;
  gsize length;

  g_return_val_if_fail (name != NULL, NULL);

  lower = g_ascii_strdown (name, -1);
  length = strlen (lower);
  host = lower;
  if (length > 0 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  if (g_str_has_prefix (lower, "*."))
    host = lower + strlen ("*.");
  return kitte_domain_is_host (host) ? g_steal_pointer (&lower) : NULL;
}
