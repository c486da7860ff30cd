/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one search is about, and the rules of trust that hold for every source of it. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-query.h"

#include "kitte-exchangers.h"
#include "model/kitte-domain.h"

static void
kitte_lookup_query_clear (KitteLookupQuery *self)
{
  kitte_address_unref (self->address);
  g_object_unref (self->catalogue);
  g_object_unref (self->resolver);
  g_object_unref (self->exchangers);
  g_object_unref (self->web);
  g_object_unref (self->trail);
  g_clear_object (&self->keep);
}

/**
 * kitte_lookup_query_new:
 * @keep: (nullable): for sessions that are ready for sign-in
 *
 * Returns: (transfer full): a query that nobody has asked yet
 */
KitteLookupQuery *
kitte_lookup_query_new (KitteAddress *address,
                        KitteCatalogue *catalogue,
                        KitteResolver *resolver,
                        KitteWeb *web,
                        KitteTrail *trail,
                        KitteSessionKeep *keep)
{
  KitteLookupQuery *self = g_rc_box_new0 (KitteLookupQuery);

  self->address = kitte_address_ref (address);
  self->catalogue = g_object_ref (catalogue);
  self->resolver = g_object_ref (resolver);
  self->web = g_object_ref (web);
  self->trail = g_object_ref (trail);
  self->exchangers = kitte_exchangers_new (resolver, address->domain, trail);
  g_set_object (&self->keep, keep);
  return self;
}

KitteLookupQuery *
kitte_lookup_query_ref (KitteLookupQuery *self)
{
  return g_rc_box_acquire (self);
}

void
kitte_lookup_query_unref (KitteLookupQuery *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) kitte_lookup_query_clear);
}

static gboolean
all_inside (GPtrArray *servers, const char *domain)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const char *host = ((const KitteServer *) servers->pdata[i])->host;
      g_autofree char *owner = kitte_domain_get_registrable (host);

      if (g_strcmp0 (owner, domain) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * kitte_lookup_judge:
 *
 * For what anybody on the way could have forged: names out of the DNS, and what was probed.
 *
 * Returns: %KITTE_TRUST_TOLD where every host is inside the mail domain’s registrable domain, else
 *   %KITTE_TRUST_ASKED
 */
KitteTrust
kitte_lookup_judge (const KitteAddress *address, const KitteProposal *proposal)
{
  g_autofree char *domain = kitte_domain_get_registrable (address->domain);

  if (domain == NULL)
    return KITTE_TRUST_ASKED;
  return all_inside (proposal->incoming, domain) && all_inside (proposal->outgoing, domain) ?
             KITTE_TRUST_TOLD :
             KITTE_TRUST_ASKED;
}

KitteTrust
kitte_lookup_query_judge (const KitteLookupQuery *self, const KitteProposal *proposal)
{
  return kitte_lookup_judge (self->address, proposal);
}
