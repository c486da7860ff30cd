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
add_asks (GPtrArray *asks, const KitteProposal *proposal)
{
  for (guint i = 0; proposal != NULL && i < proposal->asks->len; i++)
    {
      KitteAsk *ask = g_ptr_array_index (proposal->asks, i);
      gboolean known = is_consent (ask);

      for (guint j = 0; j < asks->len; j++)
        known |= strcmp (((KitteAsk *) g_ptr_array_index (asks, j))->key, ask->key) == 0;
      if (!known)
        g_ptr_array_add (asks, kitte_ask_ref (ask));
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

gboolean
kitte_setup_uses_password (KitteSetup *self, const KitteProposal *proposal)
{
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
  g_autofree char *text = NULL;
  g_autofree char *which = NULL;
  g_autoptr (GPtrArray) asks = NULL;
  KitteNeed need = KITTE_NEED_NOTHING;
  KitteAsk *ask;

  g_return_val_if_fail (KITTE_IS_SETUP (self), KITTE_NEED_ADDRESS);

  asks = kitte_setup_dup_asks (self);
  ask = kitte_setup_find_unanswered (self, asks, FALSE);
  if (self->address == NULL)
    {
      need = KITTE_NEED_ADDRESS;
      text = self->address_error != NULL ? g_strdup (self->address_error->message) :
                                           g_strdup (_ ("Please type your mail address."));
    }
  else if (!kitte_brand_accepts_address (kitte_brand_get (), self->address))
    {
      need = KITTE_NEED_ADDRESS;
      text = describe_foreign_address ();
    }
  else if (self->greeting != NULL && self->greeting->no_access != NULL)
    {
      need = KITTE_NEED_OTHER_PROVIDER;
      text = g_strdup (self->greeting->no_access);
    }
  else if (ask != NULL)
    {
      need = KITTE_NEED_ANSWER;
      which = g_strdup (ask->key);
      text = describe_missing_answer (self, ask);
    }
  else if (kitte_setup_uses_password (self, self->greeting) &&
           (self->password == NULL || self->password_rejected))
    {
      need = KITTE_NEED_PASSWORD;
      text = g_strdup (_ ("Please type your password."));
    }
  else if (kitte_setup_doubts_password (self, self->greeting))
    {
      need = KITTE_NEED_OTHER_PASSWORD;
      text = kitte_password_kind_describe (self->greeting);
    }
  if (key != NULL)
    *key = g_steal_pointer (&which);
  if (sentence != NULL)
    *sentence = g_steal_pointer (&text);
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
