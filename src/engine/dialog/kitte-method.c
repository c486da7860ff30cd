/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the methods: what was proven is what mail programs are told to use, so under TLS
 * the order is theirs; without it the password is kept off the line as long as that is possible. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-method.h"

#include "kitte-sasl.h"

/* OAuth2 is never signed in with here; where it is all that may be used, the mail program does. */
static const KitteAuth encrypted_order[] = {
  KITTE_AUTH_PLAIN,         KITTE_AUTH_USER_PASS,   KITTE_AUTH_LOGIN,
  KITTE_AUTH_SCRAM_SHA_256, KITTE_AUTH_SCRAM_SHA_1, KITTE_AUTH_CRAM_MD5,
  KITTE_AUTH_DIGEST_MD5,    KITTE_AUTH_APOP,        KITTE_AUTH_OAUTH2,
};

static const KitteAuth cleartext_order[] = {
  KITTE_AUTH_SCRAM_SHA_256, KITTE_AUTH_SCRAM_SHA_1, KITTE_AUTH_CRAM_MD5,
  KITTE_AUTH_DIGEST_MD5,    KITTE_AUTH_APOP,        KITTE_AUTH_PLAIN,
  KITTE_AUTH_USER_PASS,     KITTE_AUTH_LOGIN,       KITTE_AUTH_OAUTH2,
};

G_STATIC_ASSERT (G_N_ELEMENTS (encrypted_order) == KITTE_N_AUTH - 1);
G_STATIC_ASSERT (G_N_ELEMENTS (cleartext_order) == KITTE_N_AUTH - 1);

static gboolean
is_usable (const KitteOffer *offer, const KitteAuthList *allowed, KitteAuth method)
{
  if (!kitte_auth_list_contains (&offer->methods, method))
    return FALSE;
  if (allowed->n_items > 0)
    return kitte_auth_list_contains (allowed, method);
  return method != KITTE_AUTH_OAUTH2;
}

/* The protocols’ own commands do not say in which encoding a password is; PLAIN does (UTF-8). */
static gboolean
is_ascii (const KitteCredential *credential)
{
  return credential == NULL || (g_str_is_ascii (credential->username) &&
                                g_str_is_ascii (kitte_secret_peek (credential->secret)));
}

/**
 * kitte_offer_add_names:
 * @names: as a server lists them, separated by blanks
 */
void
kitte_offer_add_names (KitteOffer *offer, const char *names)
{
  g_auto (GStrv) words = g_strsplit_set (names, " \t", -1);
  KitteAuth method;

  for (gsize i = 0; words[i] != NULL; i++)
    if (kitte_sasl_from_name (words[i], &method))
      kitte_auth_list_add (&offer->methods, method);
    else if (*words[i] != '\0')
      offer->others = TRUE;
}

/**
 * kitte_offer_choose:
 * @allowed: what may be used; empty: whatever is offered but OAuth2
 * @credential: (nullable): what will be sent, where that is known
 * @method: (out): the method to use
 *
 * Returns: whether there is one
 */
gboolean
kitte_offer_choose (const KitteOffer *offer,
                    const KitteAuthList *allowed,
                    gboolean encrypted,
                    const KitteCredential *credential,
                    KitteAuth *method)
{
  const KitteAuth *order = encrypted ? encrypted_order : cleartext_order;
  gboolean doubted = FALSE;

  if (allowed->n_items == 1 && allowed->items[0] == KITTE_AUTH_NONE)
    {
      *method = KITTE_AUTH_NONE;
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (encrypted_order); i++)
    if (order[i] == KITTE_AUTH_USER_PASS && offer->doubts_user_pass)
      doubted = is_usable (offer, allowed, order[i]);
    else if (is_usable (offer, allowed, order[i]))
      {
        *method = order[i];
        if (order[i] == KITTE_AUTH_PLAIN && offer->prefers_user_pass &&
            is_usable (offer, allowed, KITTE_AUTH_USER_PASS) && is_ascii (credential))
          *method = KITTE_AUTH_USER_PASS;
        return TRUE;
      }
  *method = KITTE_AUTH_USER_PASS;
  return doubted;
}

/**
 * kitte_offer_explain:
 *
 * Returns: why there is no method to choose
 */
KitteFindingCode
kitte_offer_explain (const KitteOffer *offer, gboolean encrypted)
{
  if (!encrypted && offer->refuses_cleartext)
    return KITTE_FINDING_AUTH_PLAINTEXT_REFUSED;
  if (offer->methods.n_items == 0)
    return offer->others ? KITTE_FINDING_AUTH_NO_COMMON_METHOD : KITTE_FINDING_AUTH_NOT_OFFERED;
  if (offer->methods.n_items == 1 && offer->methods.items[0] == KITTE_AUTH_OAUTH2)
    return KITTE_FINDING_AUTH_OAUTH_NEEDED;
  return KITTE_FINDING_AUTH_NO_COMMON_METHOD;
}
