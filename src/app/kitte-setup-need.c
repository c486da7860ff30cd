/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is missing before the servers can be asked, first things first. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

#include "brand/kitte-brand-home.h"
#include "model/kitte-password-kind.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_answered (KitteSetup *self, const KitteAsk *ask)
{
  const char *answer;

  if (strcmp (ask->key, KITTE_ASK_SENDING_PASSWORD) == 0)
    return self->sending_rejected || self->sending_password != NULL;
  if (strcmp (ask->key, KITTE_ASK_SENDING_USERNAME) == 0)
    return TRUE;
  if (strcmp (ask->key, KITTE_ASK_PASSWORD_KIND) == 0)
    return self->insists_on_password;
  if (strcmp (ask->key, KITTE_ASK_CLEARTEXT) == 0)
    return ask->choices != NULL &&
           g_ptr_array_find_with_equal_func (self->cleartext_hosts, ask->choices[0], g_str_equal,
                                             NULL);
  answer = g_hash_table_lookup (self->answers, ask->key);
  return answer != NULL && kitte_ask_accepts (ask, answer);
}

/* Consent is asked where its reason can be shown: on the page that checks. */
static gboolean
is_consent (const KitteAsk *ask)
{
  return strcmp (ask->key, KITTE_ASK_TRUST) == 0 || strcmp (ask->key, KITTE_ASK_CLEARTEXT) == 0 ||
         strcmp (ask->key, KITTE_ASK_UNVERIFIED) == 0 ||
         strcmp (ask->key, KITTE_ASK_PASSWORD_KIND) == 0;
}

KitteAsk *
kitte_setup_find_unanswered (KitteSetup *self, GPtrArray *asks, gboolean consents)
{
  for (guint i = 0; i < asks->len; i++)
    {
      KitteAsk *ask = g_ptr_array_index (asks, i);

      if ((consents || !is_consent (ask)) && !is_answered (self, ask))
        return ask;
    }
  return NULL;
}

/* Some providers have another password for sending, or another user name; asked only where the
 * usual ones were refused, and both may stay empty. */
static void
add_sending_asks (GPtrArray *asks)
{
  g_ptr_array_add (asks,
                   kitte_ask_new (KITTE_ASK_SENDING_PASSWORD, _ ("Password for sending"),
                                  _ ("Only if your provider gave you another one for sending."),
                                  NULL, NULL, NULL, TRUE));
  g_ptr_array_add (asks,
                   kitte_ask_new (KITTE_ASK_SENDING_USERNAME, _ ("User name for sending"),
                                  _ ("Only if your provider gave you another one for sending."),
                                  NULL, NULL, NULL, FALSE));
}

static void
add_ask (GPtrArray *asks, KitteAsk *ask)
{
  gboolean known = is_consent (ask);

  for (guint i = 0; i < asks->len; i++)
    known |= strcmp (((KitteAsk *) g_ptr_array_index (asks, i))->key, ask->key) == 0;
  if (!known)
    g_ptr_array_add (asks, kitte_ask_ref (ask));
}

static void
add_asks (GPtrArray *asks, const KitteProposal *proposal)
{
  for (guint i = 0; proposal != NULL && i < proposal->asks->len; i++)
    add_ask (asks, g_ptr_array_index (proposal->asks, i));
}

/* A search does not ask again what was answered; the person may want to correct it all the same. */
void
kitte_setup_keep_asks (KitteSetup *self)
{
  add_asks (self->found_asks, self->proposal);
}

/* Which user name it is was asked about one address. */
void
kitte_setup_forget_username (KitteSetup *self)
{
  for (guint i = self->found_asks->len; i > 0; i--)
    if (strcmp (((KitteAsk *) self->found_asks->pdata[i - 1])->key, KITTE_ASK_USERNAME) == 0)
      {
        g_hash_table_remove (self->answers, KITTE_ASK_USERNAME);
        g_ptr_array_remove_index (self->found_asks, i - 1);
      }
}

static char *
describe_missing_answer (KitteSetup *self, const KitteAsk *ask)
{
  const char *answer = g_hash_table_lookup (self->answers, ask->key);

  if (answer == NULL || *answer == '\0')
    return g_strdup (_ ("Please fill this in. Without it Kitte cannot find your mail server."));
  if (ask->example != NULL)
    /* TRANSLATORS: under a field whose content cannot be right; %s is an example of what can. */
    return g_strdup_printf (_ ("This does not look right yet. It looks like this: %s"),
                            ask->example);
  return g_strdup (_ ("This does not look right yet. Please compare it with your papers."));
}

/**
 * kitte_setup_uses_password:
 * @proposal: (nullable): what is known of the provider
 *
 * Returns: whether the person types a password, and does not sign in on the provider’s own page
 */
gboolean
kitte_setup_uses_password (KitteSetup *self, const KitteProposal *proposal)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), TRUE);

  if (proposal == NULL)
    return TRUE;
  if (proposal->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY)
    return FALSE;
  return !(proposal->oauth2 && self->sign_in_later);
}

/**
 * kitte_setup_dup_asks:
 *
 * Returns: (transfer full) (element-type KitteAsk): what has to be typed beside address and
 *   password, answered or not
 */
GPtrArray *
kitte_setup_dup_asks (KitteSetup *self)
{
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  g_return_val_if_fail (KITTE_IS_SETUP (self), asks);

  add_asks (asks, self->greeting);
  add_asks (asks, self->proposal);
  for (guint i = 0; i < self->found_asks->len; i++)
    add_ask (asks, self->found_asks->pdata[i]);
  if (self->sending_rejected)
    add_sending_asks (asks);
  return asks;
}

/* A provider’s program for its own customers. */
static char *
describe_foreign_address (void)
{
  KitteBrand *brand = kitte_brand_get ();

  /* TRANSLATORS: a provider’s own program; the first %s is its name, the second its domain. */
  return g_strdup_printf (_ ("%s sets up addresses that end in @%s. Please type one of these."),
                          kitte_brand_get_name (brand), kitte_brand_get_domain (brand));
}

/* Returns: whether the person still has to say what mail is fetched by */
gboolean
kitte_setup_leaves_protocol (KitteSetup *self, const KitteProposal *proposal)
{
  return proposal != NULL && proposal->choose_protocol &&
         !g_hash_table_contains (self->answers, KITTE_ASK_PROTOCOL);
}

static KitteNeed
find_need (KitteSetup *self, const KitteAsk *ask)
{
  const KitteProposal *greeting = self->greeting;

  if (self->address == NULL || !kitte_brand_accepts_address (kitte_brand_get (), self->address))
    return KITTE_NEED_ADDRESS;
  if (greeting != NULL && greeting->no_access != NULL)
    return KITTE_NEED_OTHER_PROVIDER;
  if (ask != NULL)
    return KITTE_NEED_ANSWER;
  if (kitte_setup_leaves_protocol (self, greeting))
    return KITTE_NEED_PROTOCOL;
  if (kitte_setup_get_step_proposal (self) != NULL)
    return KITTE_NEED_STEP;
  if (kitte_setup_uses_password (self, greeting) &&
      (self->password == NULL || self->password_rejected))
    return KITTE_NEED_PASSWORD;
  if (kitte_setup_doubts_password (self, greeting))
    return KITTE_NEED_OTHER_PASSWORD;
  return KITTE_NEED_NOTHING;
}

/* Returns: (transfer full) (nullable): what to tell the person; %NULL: a page of its own does */
static char *
describe_need (KitteSetup *self, KitteNeed need, const KitteAsk *ask)
{
  switch (need)
    {
    case KITTE_NEED_ADDRESS:
      if (self->address != NULL)
        return describe_foreign_address ();
      return g_strdup (self->address_error != NULL ? self->address_error->message :
                                                     _ ("Please type your mail address."));
    case KITTE_NEED_OTHER_PROVIDER:
      return g_strdup (self->greeting->no_access);
    case KITTE_NEED_ANSWER:
      return describe_missing_answer (self, ask);
    case KITTE_NEED_PASSWORD:
      return g_strdup (_ ("Please type your password."));
    case KITTE_NEED_OTHER_PASSWORD:
      return kitte_password_kind_describe (self->greeting);
    case KITTE_NEED_NOTHING:
    case KITTE_NEED_PROTOCOL:
    case KITTE_NEED_STEP:
    default:
      return NULL;
    }
}

/**
 * kitte_setup_get_need:
 * @key: (out) (optional) (nullable): which ask is unanswered
 * @sentence: (out) (optional) (nullable): what to tell the person
 *
 * Returns: the first thing that is missing before the servers can be asked
 */
KitteNeed
kitte_setup_get_need (KitteSetup *self, char **key, char **sentence)
{
  g_autoptr (GPtrArray) asks = NULL;
  const KitteAsk *ask;
  KitteNeed need;

  g_return_val_if_fail (KITTE_IS_SETUP (self), KITTE_NEED_ADDRESS);

  asks = kitte_setup_dup_asks (self);
  ask = kitte_setup_find_unanswered (self, asks, FALSE);
  need = find_need (self, ask);
  if (key != NULL)
    *key = g_strdup (need == KITTE_NEED_ANSWER ? ask->key : NULL);
  if (sentence != NULL)
    *sentence = describe_need (self, need, ask);
  return need;
}

/**
 * kitte_setup_get_question:
 *
 * Returns: (transfer none) (nullable): what has to be answered before anything secret is sent
 */
KitteAsk *
kitte_setup_get_question (KitteSetup *self)
{
  KitteAsk *question = NULL;

  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  if (self->proposal != NULL)
    question = kitte_setup_find_unanswered (self, self->proposal->asks, TRUE);
  if (question == NULL)
    question = kitte_setup_find_unanswered (self, self->report_asks, TRUE);
  return question;
}
