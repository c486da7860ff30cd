/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposals: what the lookup answers, whatever source it came from. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-proposal.h"

/* Mail stays on a POP3 server for two weeks: long enough for a second device and for a mistake. */
#define DEFAULT_POP_DAYS 14

G_DEFINE_BOXED_TYPE (KitteProposal, kitte_proposal, kitte_proposal_ref, kitte_proposal_unref)

static const char *const source_nicks[] = { "preset", "autoconfig", "database", "srv",
                                            "mx",     "probe",      "manual",   "file" };
static const char *const trust_nicks[] = { "sure", "told", "asked" };
static const char *const origin_nicks[] = { "shipped", "brand", "system", "user" };

static void
hint_free (KitteHint *hint)
{
  g_free (hint->code);
  g_free (hint->text);
  g_free (hint->url);
  g_free (hint);
}

static void
tried_free (KitteTried *tried)
{
  g_free (tried->source);
  g_free (tried->what);
  g_free (tried->outcome);
  g_free (tried);
}

static void
kitte_proposal_clear (KitteProposal *self)
{
  kitte_address_unref (self->address);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->provider_checked);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  g_ptr_array_unref (self->asks);
  g_ptr_array_unref (self->hints);
  g_ptr_array_unref (self->tried);
  g_free (self->suggestion);
  g_free (self->credential_name);
  g_free (self->credential_hint);
  g_free (self->credential_url);
  g_free (self->credential_pattern);
  g_clear_pointer (&self->provider_outgoing, kitte_server_unref);
  g_free (self->folders.sent);
  g_free (self->folders.drafts);
  g_free (self->folders.trash);
  g_free (self->folders.junk);
  g_free (self->no_access);
}

/**
 * kitte_proposal_new:
 * @address: (transfer none): whose mail it is about
 *
 * Returns: (transfer full): a proposal without servers, for its maker to fill
 */
KitteProposal *
kitte_proposal_new (KitteAddress *address, KitteSource source, KitteTrust trust)
{
  KitteProposal *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteProposal);
  self->address = kitte_address_ref (address);
  self->source = source;
  self->trust = trust;
  self->certain = TRUE;
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  self->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
  self->hints = g_ptr_array_new_with_free_func ((GDestroyNotify) hint_free);
  self->tried = g_ptr_array_new_with_free_func ((GDestroyNotify) tried_free);
  self->pop.leave_on_server = TRUE;
  self->pop.days = DEFAULT_POP_DAYS;
  return self;
}

KitteProposal *
kitte_proposal_ref (KitteProposal *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_proposal_unref (KitteProposal *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_proposal_clear);
}

void
kitte_proposal_add_hint (KitteProposal *self, const char *code, const char *text, const char *url)
{
  KitteHint *hint;

  g_return_if_fail (self != NULL && code != NULL && text != NULL);

  hint = g_new0 (KitteHint, 1);
  hint->code = g_strdup (code);
  hint->text = g_strdup (text);
  hint->url = g_strdup (url);
  g_ptr_array_add (self->hints, hint);
}

void
kitte_proposal_add_tried (KitteProposal *self,
                          const char *source,
                          const char *what,
                          const char *outcome,
                          guint ms)
{
  KitteTried *tried;

  g_return_if_fail (self != NULL && source != NULL && what != NULL && outcome != NULL);

  tried = g_new0 (KitteTried, 1);
  tried->source = g_strdup (source);
  tried->what = g_strdup (what);
  tried->outcome = g_strdup (outcome);
  tried->ms = ms;
  g_ptr_array_add (self->tried, tried);
}

/**
 * kitte_proposal_find_server:
 *
 * Returns: (transfer none) (nullable): the best server of @protocol
 */
KitteServer *
kitte_proposal_find_server (const KitteProposal *self, KitteProtocol protocol)
{
  GPtrArray *servers;

  g_return_val_if_fail (self != NULL, NULL);

  servers = protocol == KITTE_PROTOCOL_SMTP ? self->outgoing : self->incoming;
  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];

      if (server->protocol == protocol)
        return server;
    }
  return NULL;
}

const char *
kitte_source_to_nick (KitteSource source)
{
  return source_nicks[source];
}

const char *
kitte_trust_to_nick (KitteTrust trust)
{
  return trust_nicks[trust];
}

const char *
kitte_origin_to_nick (KitteOrigin origin)
{
  return origin_nicks[origin];
}
