/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who receives mail for the domain: where a preset knows that host, the mailbox is there. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-exchangers.h"
#include "kitte-lookup-source.h"

/* Answers are the person’s and come later: this is what the preset says without them. */
static KitteProposal *
propose (KitteLookupQuery *query, char **hosts)
{
  const char *matched = NULL;
  g_autoptr (KittePreset) preset =
      kitte_catalogue_find_mx (query->catalogue, (const char *const *) hosts, &matched);
  KitteProposal *proposal;

  if (preset == NULL || kitte_preset_excludes_domain (preset, query->address->domain))
    return NULL;
  proposal = kitte_preset_propose (preset, query->address, matched, NULL, NULL);
  if (proposal != NULL)
    proposal->source = KITTE_SOURCE_MX;
  return proposal;
}

static void
exchangers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_auto (GStrv) hosts = kitte_exchangers_ask_finish (KITTE_EXCHANGERS (source), result, &error);

  if (hosts == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, propose (g_task_get_task_data (task), hosts),
                           (GDestroyNotify) kitte_proposal_unref);
}

/**
 * kitte_mx_preset_ask_async:
 *
 * A #KitteLookupSource: a shipped preset’s fixed hosts may be chosen by a name out of the DNS,
 * because whoever forges it gains nothing but a failed sign-in at a known provider.
 */
void
kitte_mx_preset_ask_async (KitteLookupQuery *query,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_mx_preset_ask");
  g_task_set_task_data (task, kitte_lookup_query_ref (query),
                        (GDestroyNotify) kitte_lookup_query_unref);
  kitte_exchangers_ask_async (query->exchangers, cancellable, exchangers_cb, task);
}
