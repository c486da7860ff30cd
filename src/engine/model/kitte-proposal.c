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

/**
 * kitte_hint_new:
 * @code: stable; scripts read it
 * @text: for the person
 * @url: (nullable): a page that says more
 */
KitteHint *
kitte_hint_new (const char *code, const char *text, const char *url)
{
  KitteHint *hint;

  g_return_val_if_fail (code != NULL && text != NULL, NULL);

  hint = g_new0 (KitteHint, 1);
  hint->code = g_strdup (code);
  hint->text = g_strdup (text);
  hint->url = g_strdup (url);
  return hint;
}

void
kitte_hint_free (KitteHint *hint)
{
  g_free (hint->code);
  g_free (hint->text);
  g_free (hint->url);
  g_free (hint);
}

static void
kitte_proposal_clear (KitteProposal *self)
{
  kitte_address_unref (self->address);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_free (self->provider_checked);
  g_free (self->mx);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  g_ptr_array_unref (self->unconfirmed);
  g_ptr_array_unref (self->other_usernames);
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
  self->credential_kind = KITTE_CREDENTIAL_UNKNOWN;
  self->unconfirmed = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  self->other_usernames = g_ptr_array_new_with_free_func (g_free);
  self->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
  self->hints = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_hint_free);
  self->tried = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_tried_free);
  self->pop.leave_on_server = TRUE;
  self->pop.days = DEFAULT_POP_DAYS;
  return self;
}

static void
copy_shown (KitteProposal *copy, const KitteProposal *self)
{
  for (guint i = 0; i < self->asks->len; i++)
    g_ptr_array_add (copy->asks, kitte_ask_ref (self->asks->pdata[i]));
  for (guint i = 0; i < self->hints->len; i++)
    {
      const KitteHint *hint = self->hints->pdata[i];

      kitte_proposal_add_hint (copy, hint->code, hint->text, hint->url);
      ((KitteHint *) copy->hints->pdata[i])->required = hint->required;
    }
  for (guint i = 0; i < self->tried->len; i++)
    g_ptr_array_add (copy->tried, kitte_tried_copy (self->tried->pdata[i]));
}

static void
copy_provider (KitteProposal *copy, const KitteProposal *self)
{
  copy->provider_id = g_strdup (self->provider_id);
  copy->provider_name = g_strdup (self->provider_name);
  copy->provider_checked = g_strdup (self->provider_checked);
  copy->mx = g_strdup (self->mx);
  copy->origin = self->origin;
  copy->suggestion = g_strdup (self->suggestion);
  copy->credential_kind = self->credential_kind;
  copy->credential_name = g_strdup (self->credential_name);
  copy->credential_hint = g_strdup (self->credential_hint);
  copy->credential_url = g_strdup (self->credential_url);
  copy->credential_pattern = g_strdup (self->credential_pattern);
  copy->oauth2 = self->oauth2;
  copy->pop = self->pop;
  copy->lockout = self->lockout;
  copy->pop_before_smtp = self->pop_before_smtp;
  if (self->provider_outgoing != NULL)
    copy->provider_outgoing = kitte_server_ref (self->provider_outgoing);
  copy->folders.sent = g_strdup (self->folders.sent);
  copy->folders.drafts = g_strdup (self->folders.drafts);
  copy->folders.trash = g_strdup (self->folders.trash);
  copy->folders.junk = g_strdup (self->folders.junk);
  copy->no_access = g_strdup (self->no_access);
}

/**
 * kitte_proposal_copy:
 *
 * Returns: (transfer full): the same once more, for whoever wants to go on filling it
 */
KitteProposal *
kitte_proposal_copy (const KitteProposal *self)
{
  KitteProposal *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = kitte_proposal_new (self->address, self->source, self->trust);
  copy->certain = self->certain;
  copy->forgeable = self->forgeable;
  kitte_proposal_use_servers (copy, self);
  copy_shown (copy, self);
  copy_provider (copy, self);
  return copy;
}

static void
replace_servers (GPtrArray *servers, GPtrArray *by)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_copy (by, (GCopyFunc) kitte_server_ref, NULL);

  g_ptr_array_set_size (servers, 0);
  g_ptr_array_extend_and_steal (servers, g_steal_pointer (&kept));
}

/**
 * kitte_proposal_use_servers:
 *
 * Lets the servers of @other take the place of those of @self, which is still being made.
 */
void
kitte_proposal_use_servers (KitteProposal *self, const KitteProposal *other)
{
  g_return_if_fail (self != NULL && other != NULL);

  replace_servers (self->incoming, other->incoming);
  replace_servers (self->outgoing, other->outgoing);
  self->choose_protocol = other->choose_protocol;
}

/**
 * kitte_proposal_use_protocol:
 * @protocol: what the person wants mail to be fetched by
 *
 * Leaves the servers of that protocol only; @self, which is still being made, stays as it is where
 * there are none.
 */
void
kitte_proposal_use_protocol (KitteProposal *self, KitteProtocol protocol)
{
  g_return_if_fail (self != NULL);

  if (protocol == KITTE_PROTOCOL_SMTP || kitte_proposal_find_server (self, protocol) == NULL)
    return;
  for (guint i = self->incoming->len; i > 0; i--)
    if (((KitteServer *) self->incoming->pdata[i - 1])->protocol != protocol)
      g_ptr_array_remove_index (self->incoming, i - 1);
  self->choose_protocol = FALSE;
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

/**
 * kitte_tried_new:
 * @source: a short name, as of kitte_source_to_nick()
 * @what: the file, name or host that was asked for
 *
 * Returns: (transfer full): one source that was asked
 */
KitteTried *
kitte_tried_new (const char *source, const char *what, const char *outcome, guint ms)
{
  KitteTried *self = g_new0 (KitteTried, 1);

  self->source = g_strdup (source);
  self->what = g_strdup (what);
  self->outcome = g_strdup (outcome);
  self->ms = ms;
  return self;
}

KitteTried *
kitte_tried_copy (const KitteTried *self)
{
  return kitte_tried_new (self->source, self->what, self->outcome, self->ms);
}

void
kitte_tried_free (KitteTried *self)
{
  g_free (self->source);
  g_free (self->what);
  g_free (self->outcome);
  g_free (self);
}

void
kitte_proposal_add_hint (KitteProposal *self, const char *code, const char *text, const char *url)
{
  g_return_if_fail (self != NULL && code != NULL && text != NULL);

  g_ptr_array_add (self->hints, kitte_hint_new (code, text, url));
}

gboolean
kitte_proposal_has_hint (const KitteProposal *self, const char *text)
{
  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  for (guint i = 0; i < self->hints->len; i++)
    if (g_str_equal (((const KitteHint *) self->hints->pdata[i])->text, text))
      return TRUE;
  return FALSE;
}

void
kitte_proposal_add_tried (KitteProposal *self,
                          const char *source,
                          const char *what,
                          const char *outcome,
                          guint ms)
{
  g_return_if_fail (self != NULL && source != NULL && what != NULL && outcome != NULL);

  g_ptr_array_add (self->tried, kitte_tried_new (source, what, outcome, ms));
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

/**
 * kitte_proposal_names_contact:
 *
 * Returns: whether its hints “contact” say how the provider itself is reached. A preset of the
 *   person’s own may be by anybody: whom it names is not whom to call
 */
gboolean
kitte_proposal_names_contact (const KitteProposal *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->provider_id != NULL && !self->forgeable && self->origin != KITTE_ORIGIN_USER;
}
