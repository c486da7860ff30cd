/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers before judging, so that a rule only has to compare. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-case.h"

#include "model/kitte-domain.h"

/* Providers that say how long sending stays open name five minutes at least; without a word of
 * theirs, this is what old mail programs were set to. */
#define DEFAULT_FETCH_MINUTES 5

static gboolean
has_host (GPtrArray *servers, const char *host)
{
  for (guint i = 0; i < servers->len; i++)
    if (g_ascii_strcasecmp (((const KitteServer *) servers->pdata[i])->host, host) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_company (GPtrArray *servers, const char *registrable)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];
      g_autofree char *own = kitte_domain_get_registrable (server->host);

      if (g_strcmp0 (own, registrable) == 0)
        return TRUE;
    }
  return FALSE;
}

/* An own domain says nothing; the name of its server may. */
static const char *
get_known_host (const KitteExistingAccount *account)
{
  return account->incoming != NULL ? account->incoming->host :
         account->outgoing != NULL ? account->outgoing->host :
                                     NULL;
}

static void
find_provider (KitteCase *self, KitteCatalogue *catalogue, const char *const *exchangers)
{
  const char *host = get_known_host (self->account);
  const char *matched = NULL;

  if (catalogue == NULL || self->address == NULL)
    return;
  self->provider = kitte_catalogue_find_domain (catalogue, self->address->domain);
  if (self->provider == NULL && host != NULL)
    self->provider =
        kitte_catalogue_find_mx (catalogue, (const char *const[]){ host, NULL }, &matched);
  if (self->provider == NULL && host != NULL)
    self->provider = kitte_catalogue_find_former_host (catalogue, self->address, host);
  if (self->provider == NULL && exchangers != NULL)
    self->provider = kitte_catalogue_find_mx (catalogue, exchangers, &matched);
  if (self->provider != NULL)
    self->today = kitte_preset_propose (self->provider, self->address, matched, NULL, NULL);
}

/* What a provider calls its servers today may be what it called others before. */
static void
find_former (KitteCase *self, KitteCatalogue *catalogue)
{
  if (catalogue == NULL ||
      (self->today != NULL && (has_host (self->today->incoming, self->server->host) ||
                               has_host (self->today->outgoing, self->server->host))))
    return;
  self->former = kitte_catalogue_find_former_host (catalogue, self->address, self->server->host);
}

static void
find_owner (KitteCase *self, KitteCatalogue *catalogue)
{
  const KitteCertificateInfo *certificate =
      self->seen != NULL && self->seen->finding != NULL ? self->seen->finding->certificate : NULL;

  if (catalogue != NULL && certificate != NULL && certificate->names != NULL)
    self->owner =
        kitte_catalogue_find_certificate (catalogue, (const char *const *) certificate->names);
}

static gboolean
is_of_provider (const KitteCase *self, const char *registrable)
{
  return self->former != NULL ||
         (self->today != NULL && (has_company (self->today->incoming, registrable) ||
                                  has_company (self->today->outgoing, registrable)));
}

/* A server of another company was chosen on purpose: a relay at work, the line’s provider. */
static gboolean
is_foreign (const KitteCase *self)
{
  const char *host = self->server->host;
  g_autofree char *sending = kitte_domain_get_registrable (host);
  g_autofree char *receiving = NULL;

  if (self->incoming || self->address == NULL || is_of_provider (self, sending) ||
      kitte_domain_is_below (host, self->address->domain) ||
      g_ascii_strcasecmp (host, self->address->domain) == 0)
    return FALSE;
  if (self->account->incoming == NULL)
    return self->today != NULL && self->today->outgoing->len > 0;
  receiving = kitte_domain_get_registrable (self->account->incoming->host);
  return g_strcmp0 (receiving, sending) != 0 &&
         g_ascii_strcasecmp (host, self->account->incoming->host) != 0;
}

/**
 * kitte_case_init:
 * @self: empty
 * @account: (transfer none): lives longer than @self
 * @evidence: (transfer none): lives longer than @self
 *
 * Returns: %FALSE where the account has no such server
 */
gboolean
kitte_case_init (KitteCase *self,
                 const KitteExistingAccount *account,
                 const KitteEvidence *evidence,
                 gboolean incoming)
{
  g_return_val_if_fail (self != NULL && account != NULL && evidence != NULL, FALSE);

  self->account = account;
  self->incoming = incoming;
  self->server = incoming ? account->incoming : account->outgoing;
  self->set = incoming ? account->receiving : account->sending;
  self->seen = incoming ? evidence->incoming : evidence->outgoing;
  if (self->server == NULL)
    return FALSE;
  self->sign_in = self->set != NULL ? self->set->sign_in : kitte_sign_in_of_server (self->server);
  if (account->address != NULL)
    self->address = kitte_address_new (account->address, NULL);
  find_provider (self, evidence->catalogue, evidence->exchangers);
  find_former (self, evidence->catalogue);
  find_owner (self, evidence->catalogue);
  self->foreign = is_foreign (self);
  return TRUE;
}

void
kitte_case_clear (KitteCase *self)
{
  g_clear_pointer (&self->address, kitte_address_unref);
  g_clear_pointer (&self->provider, kitte_preset_unref);
  g_clear_pointer (&self->today, kitte_proposal_unref);
  g_clear_pointer (&self->former, kitte_preset_unref);
  g_clear_pointer (&self->owner, kitte_preset_unref);
}

/**
 * kitte_case_find_fetch_minutes:
 * @record: (nullable): what is known of the provider
 *
 * Returns: how often mail has to be fetched so that sending stays open: just below the time for
 *   which receiving opens it; a minute is the least that programs take
 */
guint
kitte_case_find_fetch_minutes (const KittePopBeforeSmtp *record)
{
  guint window = record != NULL ? record->minutes : 0;

  if (window == 0)
    return DEFAULT_FETCH_MINUTES;
  return MAX (1, MIN (window - 1, window * 2 / 3));
}

/**
 * kitte_case_is_local:
 *
 * Returns: whether the server is a program on this computer; what that one does nobody sees
 */
gboolean
kitte_case_is_local (const KitteServer *server)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (server != NULL, FALSE);

  address = g_inet_address_new_from_string (server->host);
  return g_ascii_strcasecmp (server->host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * kitte_case_get_servers_today:
 *
 * Returns: (transfer none) (nullable) (element-type KitteServer): what the provider says of this
 *   direction today; %NULL where nothing certain is known
 */
GPtrArray *
kitte_case_get_servers_today (const KitteCase *self)
{
  GPtrArray *servers;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->today == NULL || !self->today->certain)
    return NULL;
  servers = self->incoming ? self->today->incoming : self->today->outgoing;
  return servers->len > 0 ? servers : NULL;
}
