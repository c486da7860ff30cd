/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of a lookup are values that window and terminal read alike. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-result.h"

G_DEFINE_BOXED_TYPE (KitteLookupResult,
                     kitte_lookup_result,
                     kitte_lookup_result_ref,
                     kitte_lookup_result_unref)

static void
kitte_lookup_result_clear (KitteLookupResult *self)
{
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_ptr_array_unref (self->tried);
}

/**
 * kitte_lookup_result_new:
 * @proposal: (nullable) (transfer none): what was found
 * @finding: (nullable) (transfer none): why nothing was found
 * @tried: (transfer none) (element-type KitteTried): what was asked
 *
 * Returns: (transfer full): a result
 */
KitteLookupResult *
kitte_lookup_result_new (KitteProposal *proposal, KitteFinding *finding, GPtrArray *tried)
{
  KitteLookupResult *self = g_atomic_rc_box_new0 (KitteLookupResult);

  self->proposal = proposal != NULL ? kitte_proposal_ref (proposal) : NULL;
  self->finding = finding != NULL ? kitte_finding_ref (finding) : NULL;
  self->tried = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_tried_free);
  for (guint i = 0; i < tried->len; i++)
    g_ptr_array_add (self->tried, kitte_tried_copy (tried->pdata[i]));
  return self;
}

KitteLookupResult *
kitte_lookup_result_ref (KitteLookupResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_lookup_result_unref (KitteLookupResult *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_lookup_result_clear);
}
