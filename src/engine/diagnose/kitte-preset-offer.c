/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two things are evidence enough for a question: a certificate with which only the name is wrong,
 * and the former name of a provider’s server. Neither ever becomes a host: what is offered is the
 * preset that came with the program, and its own servers are checked from the beginning.
 *
 * TRANSLATORS of this file: words in {braces} are filled in and stay as they are; they may be moved
 * within their sentence. {preset} is a provider’s name, {ask} the name of a field, such as “Initial
 * domain name”. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-preset-offer.h"

#include <glib/gi18n-lib.h>

/* The sentences for one kind of evidence. */
typedef struct
{
  const char *title;
  const char *text;
  const char *text_with_ask;
} Words;

static const Words by_certificate = {
  N_ ("Is your mail at {preset}?"),
  N_ ("This connection asked for {host}, but the certificate belongs to {names}. To be safe, the "
      "password was not sent. Servers of {preset} have such names: if your mail is there, Kitte "
      "can connect safely with that provider’s own settings."),
  N_ ("This connection asked for {host}, but the certificate belongs to {names}. To be safe, the "
      "password was not sent. Servers of {preset} have such names: if your mail is there, Kitte "
      "can connect safely with that provider’s own settings. It only needs: {ask}."),
};

static const Words by_former_host = {
  N_ ("Is your mail at {preset}?"),
  N_ ("“{host}” is an old server name of {preset} and did not work. Kitte knows the servers that "
      "the provider has today."),
  N_ ("“{host}” is an old server name of {preset} and did not work. Kitte knows the servers that "
      "the provider has today. It only needs: {ask}."),
};

/* Where nothing can be set up any more. */
static const Words by_ended = {
  N_ ("“{host}” is no longer in use."),
  N_ ("It is an old server name of {preset}. {ended}"),
  NULL,
};

/* Presets that anybody put on this computer later are no answer to what a stranger’s certificate or
 * a lookup said. */
static gboolean
came_with_the_program (KittePreset *preset)
{
  return kitte_preset_get_origin (preset) <= KITTE_ORIGIN_BRAND;
}

static gboolean
is_told_by_certificate (const KitteFinding *finding)
{
  return finding->code == KITTE_FINDING_CERT_WRONG_HOST && finding->certificate != NULL &&
         finding->certificate->plain_names;
}

/* A server that is gone, or that is left behind half alive. What is wrong with the line, the clock
 * or the password would be wrong at the new name too. */
static gboolean
may_be_the_old_name (KitteFindingCode code)
{
  return code == KITTE_FINDING_NAME_NOT_FOUND ||
         (code >= KITTE_FINDING_REFUSED && code <= KITTE_FINDING_PORT_25_BLOCKED) ||
         (code >= KITTE_FINDING_NO_GREETING && code <= KITTE_FINDING_PLAINTEXT_ONLY) ||
         (kitte_finding_code_is_certificate (code) && code != KITTE_FINDING_CLOCK_WRONG) ||
         code == KITTE_FINDING_AUTH_NOT_OFFERED || code == KITTE_FINDING_AUTH_NO_COMMON_METHOD ||
         code == KITTE_FINDING_POP_BEFORE_SMTP_NEEDED;
}

static gboolean
is_given_by_hand (const KitteProposal *proposal, const KitteServer *server)
{
  for (guint i = 0; i < proposal->tried->len; i++)
    {
      const KitteTried *tried = proposal->tried->pdata[i];

      if (g_str_equal (tried->source, "manual") && g_str_equal (tried->what, server->host))
        return TRUE;
    }
  return FALSE;
}

static gboolean
names_host (GPtrArray *servers, const char *host)
{
  for (guint i = 0; i < servers->len; i++)
    if (g_ascii_strcasecmp (((const KitteServer *) servers->pdata[i])->host, host) == 0)
      return TRUE;
  return FALSE;
}

/* A preset whose own server this is has nothing better to offer. */
static gboolean
is_already_used (const KitteProposal *offered,
                 const KitteServer *server,
                 const KitteProposal *proposal)
{
  if (g_strcmp0 (offered->provider_id, proposal->provider_id) == 0 &&
      !is_given_by_hand (proposal, server))
    return TRUE;
  return names_host (offered->incoming, server->host) ||
         names_host (offered->outgoing, server->host);
}

/* Returns: (transfer full) (nullable): the preset that the evidence points to */
static KittePreset *
recognise (KitteCatalogue *catalogue,
           const KitteFinding *finding,
           const KitteServer *server,
           const KitteProposal *proposal,
           const Words **words)
{
  g_autoptr (KittePreset) preset = NULL;

  *words = &by_certificate;
  if (is_told_by_certificate (finding))
    preset = kitte_catalogue_find_certificate (catalogue,
                                               (const char *const *) finding->certificate->names);
  if (preset == NULL && may_be_the_old_name (finding->code))
    {
      *words = &by_former_host;
      preset = kitte_catalogue_find_former_host (catalogue, proposal->address, server->host);
    }
  return preset != NULL && came_with_the_program (preset) ? g_steal_pointer (&preset) : NULL;
}

/* What may be said of a provider at which nothing can be set up: only that a former server ended.
 */
static gboolean
is_worth_saying (const KitteProposal *offered, const Words *words)
{
  if (offered->no_access != NULL)
    return words == &by_former_host;
  return offered->asks->len > 0 || (offered->incoming->len > 0 && offered->outgoing->len > 0);
}

/**
 * kitte_preset_offer_find:
 * @finding: what a check of @server established
 * @proposal: where the settings came from
 *
 * Returns: (transfer full) (nullable): the provider to ask the person about; %NULL nearly always
 */
KittePresetOffer *
kitte_preset_offer_find (KitteCatalogue *catalogue,
                         const KitteFinding *finding,
                         const KitteServer *server,
                         const KitteProposal *proposal)
{
  const Words *words;
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KitteProposal) offered = NULL;
  KittePresetOffer *self;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (finding != NULL && server != NULL && proposal != NULL, NULL);

  preset = recognise (catalogue, finding, server, proposal, &words);
  if (preset != NULL)
    offered = kitte_preset_propose (preset, proposal->address, NULL, NULL, NULL);
  if (offered == NULL || is_already_used (offered, server, proposal) ||
      !is_worth_saying (offered, words))
    return NULL;
  if (offered->no_access != NULL)
    words = &by_ended;
  self = g_new0 (KittePresetOffer, 1);
  self->proposal = g_steal_pointer (&offered);
  self->title = words->title;
  self->text = self->proposal->asks->len > 0 && words->text_with_ask != NULL ?
                   words->text_with_ask :
                   words->text;
  return self;
}

void
kitte_preset_offer_free (KittePresetOffer *self)
{
  kitte_proposal_unref (self->proposal);
  g_free (self);
}

/**
 * kitte_preset_offer_can_be_used:
 *
 * Returns: whether there is anything to set up; else the sentences say that the service has ended
 */
gboolean
kitte_preset_offer_can_be_used (const KittePresetOffer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->proposal->no_access == NULL;
}
