/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only the words about versions are looked at: `NORMAL:-VERS-ALL:+VERS-TLS1.0` and the like. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-priority-string.h"

#include "model/kitte-existing-account.h"

static const struct
{
  const char *word;
  guint version;
} versions[] = {
  { "VERS-SSL3.0", KITTE_TLS_SSL_3 }, { "VERS-TLS1.0", KITTE_TLS_1_0 },
  { "VERS-TLS1.1", KITTE_TLS_1_1 },   { "VERS-TLS1.2", KITTE_TLS_1_2 },
  { "VERS-TLS1.3", KITTE_TLS_1_3 },
};

/* Without a word about it: what GnuTLS takes today. */
#define BY_DEFAULT(version) ((version) >= KITTE_TLS_1_2)

static gboolean
is_all (const char *word)
{
  return g_str_equal (word, "VERS-ALL") || g_str_equal (word, "VERS-TLS-ALL");
}

static void
apply (const char *word, gboolean *allowed)
{
  gboolean adds = *word == '+';

  if (*word != '+' && *word != '-' && *word != '!')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (is_all (word + 1) || g_str_equal (word + 1, versions[i].word))
      allowed[i] = adds;
}

/**
 * kitte_priority_string_get_versions:
 * @priority: (nullable): as it is written
 * @oldest: (out): the oldest version where an old one was let in or the newest are shut out; 0: as
 *   GnuTLS does by itself
 * @newest: (out): the newest version where newer ones were shut out; 0 likewise
 */
void
kitte_priority_string_get_versions (const char *priority, guint *oldest, guint *newest)
{
  g_auto (GStrv) words = g_strsplit (priority != NULL ? priority : "", ":", -1);
  gboolean allowed[G_N_ELEMENTS (versions)];

  *oldest = *newest = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    allowed[i] = BY_DEFAULT (versions[i].version);
  for (guint i = 0; words[i] != NULL; i++)
    apply (g_strstrip (words[i]), allowed);
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (allowed[i])
      {
        *newest = versions[i].version;
        if (*oldest == 0)
          *oldest = versions[i].version;
      }
  if (*newest == KITTE_TLS_1_3)
    *newest = 0;
  if (*oldest == KITTE_TLS_1_2)
    *oldest = 0;
}
