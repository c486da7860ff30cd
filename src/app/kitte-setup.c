/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person said, by value, and what came of it. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

#include "base/kitte-bounds.h"
#include "model/kitte-password-kind.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (KitteSetup, kitte_setup, G_TYPE_OBJECT)

enum
{
  RECOGNISED,
  SEARCH_STARTED,
  REPORT_STARTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Reading the catalogue takes longer than a frame may: not before it is needed. */
KitteLookup *
kitte_setup_get_lookup (KitteSetup *self)
{
  if (self->lookup == NULL)
    self->lookup = kitte_lookup_new ();
  return self->lookup;
}

KitteProposal *
kitte_setup_look_up (KitteSetup *self, GHashTable *answers, GError **error)
{
  const KitteLookupRequest request = { .address = self->address,
                                       .answers = answers,
                                       .incoming = self->incoming,
                                       .outgoing = self->outgoing };

  return kitte_lookup_offline (kitte_setup_get_lookup (self), &request, error);
}

void
kitte_setup_clear_results (KitteSetup *self)
{
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_object (&self->report);
  g_ptr_array_set_size (self->report_asks, 0);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_pointer (&self->account, kitte_account_unref);
}

/* Answers and passwords belong to a provider: another one asks other questions, and must never be
 * sent what was meant for the first. */
static void
forget_answers (KitteSetup *self)
{
  g_hash_table_remove_all (self->answers);
  g_ptr_array_set_size (self->cleartext_hosts, 0);
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->sending_password, kitte_secret_unref);
  g_clear_pointer (&self->incoming, kitte_server_unref);
  g_clear_pointer (&self->outgoing, kitte_server_unref);
  self->insists_on_password = FALSE;
}

static void
clear_person (KitteSetup *self)
{
  g_clear_pointer (&self->typed, g_free);
  g_clear_pointer (&self->address, kitte_address_unref);
  g_clear_error (&self->address_error);
  g_clear_pointer (&self->suggestion, g_free);
  forget_answers (self);
  g_clear_pointer (&self->greeting, kitte_proposal_unref);
  self->sign_in_later = FALSE;
  self->something_changed = FALSE;
  self->password_rejected = FALSE;
  self->sending_rejected = FALSE;
}

static void
close_kept (KitteSetup *self)
{
  if (self->keep != NULL)
    kitte_session_keep_close (self->keep);
}

static void
take_address (KitteSetup *self, KitteAddress *address)
{
  if (self->address == NULL || address == NULL ||
      strcmp (self->address->domain, address->domain) != 0)
    forget_answers (self);
  if (self->address == NULL || address == NULL || strcmp (self->address->text, address->text) != 0)
    {
      self->password_rejected = FALSE;
      self->sending_rejected = FALSE;
      kitte_setup_clear_results (self);
      close_kept (self);
    }
  g_clear_pointer (&self->address, kitte_address_unref);
  self->address = address;
}

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

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
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

void
kitte_setup_emit_recognised (KitteSetup *self)
{
  g_signal_emit (self, signals[RECOGNISED], 0);
}

void
kitte_setup_emit_search_started (KitteSetup *self)
{
  g_signal_emit (self, signals[SEARCH_STARTED], 0, self->trail);
}

void
kitte_setup_emit_report_started (KitteSetup *self)
{
  g_signal_emit (self, signals[REPORT_STARTED], 0, self->report);
}

static void
kitte_setup_finalize (GObject *object)
{
  KitteSetup *self = KITTE_SETUP (object);

  kitte_setup_clear_results (self);
  clear_person (self);
  g_free (self->name);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->cleartext_hosts);
  g_ptr_array_unref (self->report_asks);
  g_clear_object (&self->lookup);
  g_clear_object (&self->trail);
  g_clear_object (&self->keep);
  g_clear_object (&self->prover);
  g_clear_object (&self->repair);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (kitte_setup_parent_class)->finalize (object);
}

static void
kitte_setup_class_init (KitteSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_setup_finalize;
  signals[RECOGNISED] = g_signal_new ("recognised", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SEARCH_STARTED] =
      g_signal_new ("search-started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, KITTE_TYPE_TRAIL);
  signals[REPORT_STARTED] =
      g_signal_new ("report-started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, KITTE_TYPE_REPORT);
}

static void
kitte_setup_init (KitteSetup *self)
{
  self->name = g_strdup ("");
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cleartext_hosts = g_ptr_array_new_with_free_func (g_free);
  self->report_asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
}

KitteSetup *
kitte_setup_new (void)
{
  return g_object_new (KITTE_TYPE_SETUP, NULL);
}

const char *
kitte_setup_get_name (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->name;
}

/**
 * kitte_setup_set_name:
 * @name: the person’s name as it will stand in letters; may be empty
 */
void
kitte_setup_set_name (KitteSetup *self, const char *name)
{
  g_return_if_fail (KITTE_IS_SETUP (self) && name != NULL);

  g_free (self->name);
  self->name = g_strstrip (g_strdup (name));
}

/**
 * kitte_setup_get_address:
 *
 * Returns: (transfer none) (nullable): the address, when what was typed is one
 */
KitteAddress *
kitte_setup_get_address (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->address;
}

/**
 * kitte_setup_get_typed:
 *
 * Returns: (transfer none): what was typed as the address, be it one or not
 */
const char *
kitte_setup_get_typed (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->typed != NULL ? self->typed : "";
}

/**
 * kitte_setup_set_address:
 * @typed: what stands in the field, at every key press
 *
 * Recognises the provider without any network and emits “recognised”.
 */
void
kitte_setup_set_address (KitteSetup *self, const char *typed)
{
  g_return_if_fail (KITTE_IS_SETUP (self) && typed != NULL);

  if (self->typed != typed)
    {
      g_free (self->typed);
      self->typed = g_strdup (typed);
    }
  take_address (self, kitte_setup_read_address (self, FALSE));
  kitte_setup_recognise (self);
}

/**
 * kitte_setup_warm_up:
 *
 * The address was left as it is: where its provider’s servers are known for certain, they are
 * called now, so that the check has less to wait for.
 */
void
kitte_setup_warm_up (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  if (self->greeting == NULL)
    return;
  if (self->keep == NULL)
    self->keep = kitte_session_keep_new ();
  kitte_session_keep_prepare (self->keep, self->greeting);
}

/**
 * kitte_setup_get_greeting:
 *
 * Returns: (transfer none) (nullable): what is known of the provider before anything was asked
 */
KitteProposal *
kitte_setup_get_greeting (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->greeting;
}

/**
 * kitte_setup_get_answer:
 *
 * Returns: (transfer none) (nullable): what was answered; never a secret
 */
const char *
kitte_setup_get_answer (KitteSetup *self, const char *key)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self) && key != NULL, NULL);

  return g_hash_table_lookup (self->answers, key);
}

/**
 * kitte_setup_set_answer:
 * @key: of a #KitteAsk; a secret one is kept as a secret, and an empty one keeps the former; an
 *   empty user name for sending is the one for receiving
 */
void
kitte_setup_set_answer (KitteSetup *self, const char *key, const char *answer)
{
  g_return_if_fail (KITTE_IS_SETUP (self) && key != NULL && answer != NULL);

  if (strcmp (key, KITTE_ASK_SENDING_PASSWORD) == 0)
    {
      if (*answer == '\0')
        return;
      g_clear_pointer (&self->sending_password, kitte_secret_unref);
      self->sending_password = kitte_secret_new (answer);
      return;
    }
  if (strcmp (key, KITTE_ASK_PASSWORD_KIND) == 0)
    kitte_setup_insist_on_password (self);
  else if (strcmp (key, KITTE_ASK_CLEARTEXT) == 0)
    g_ptr_array_add (self->cleartext_hosts, g_strdup (answer));
  else if (strcmp (key, KITTE_ASK_SENDING_USERNAME) == 0 && is_blank (answer))
    g_hash_table_remove (self->answers, key);
  else
    {
      g_autofree char *stripped = g_strstrip (g_strdup (answer));

      kitte_lookup_add_answer (self->answers, key, stripped);
    }
}

gboolean
kitte_setup_has_password (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->password != NULL;
}

/**
 * kitte_setup_set_password:
 * @password: as typed, blanks and all; empty: the one of the last press is used again
 */
void
kitte_setup_set_password (KitteSetup *self, const char *password)
{
  g_return_if_fail (KITTE_IS_SETUP (self) && password != NULL);

  if (*password == '\0')
    return;
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password = kitte_secret_new_sized (password, strnlen (password, KITTE_MAX_CREDENTIAL));
  self->password_rejected = FALSE;
  self->insists_on_password = FALSE;
}

/**
 * kitte_setup_get_password_rejected:
 *
 * Returns: whether the server refused the password that is kept, so that it has to be typed anew
 */
gboolean
kitte_setup_get_password_rejected (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->password_rejected;
}

gboolean
kitte_setup_get_sign_in_later (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->sign_in_later;
}

/**
 * kitte_setup_set_sign_in_later:
 * @later: whether the mail program signs in itself, on the provider’s page
 */
void
kitte_setup_set_sign_in_later (KitteSetup *self, gboolean later)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  self->sign_in_later = later;
}

/**
 * kitte_setup_set_server:
 * @server: takes the place of the proposed one, receiving or sending
 */
void
kitte_setup_set_server (KitteSetup *self, KitteServer *server)
{
  KitteServer **place;

  g_return_if_fail (KITTE_IS_SETUP (self) && server != NULL);

  place = kitte_server_is_incoming (server) ? &self->incoming : &self->outgoing;
  g_clear_pointer (place, kitte_server_unref);
  *place = kitte_server_ref (server);
}

/**
 * kitte_setup_set_something_changed:
 *
 * The person’s word that something changed at the provider: the next press may sign in once more.
 */
void
kitte_setup_set_something_changed (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  self->something_changed = TRUE;
  self->password_rejected = FALSE;
}

/**
 * kitte_setup_get_repair:
 *
 * Returns: (transfer none) (nullable): the existing account the person wants to have repaired
 */
KitteRepair *
kitte_setup_get_repair (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->repair;
}

/**
 * kitte_setup_set_repair:
 * @by_saved_password: the person’s word that the password saved in the mail program may be used
 */
void
kitte_setup_set_repair (KitteSetup *self, KitteRepair *repair, gboolean by_saved_password)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  g_set_object (&self->repair, repair);
  self->repair_by_saved_password = by_saved_password;
}

/**
 * kitte_setup_get_repair_lookup:
 *
 * Returns: (transfer none): for what the person answers about an existing account
 */
KitteLookup *
kitte_setup_get_repair_lookup (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return kitte_setup_get_lookup (self);
}

gboolean
kitte_setup_get_repair_by_saved_password (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->repair_by_saved_password;
}

/**
 * kitte_setup_drop_secrets:
 *
 * The account is written: nothing here needs a password any more.
 */
void
kitte_setup_drop_secrets (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->sending_password, kitte_secret_unref);
  g_clear_pointer (&self->account, kitte_account_unref);
}

/**
 * kitte_setup_forget:
 *
 * Wipes everything but the name: the next address begins anew.
 */
void
kitte_setup_forget (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  kitte_setup_cancel (self);
  kitte_setup_clear_results (self);
  clear_person (self);
  close_kept (self);
  g_signal_emit (self, signals[RECOGNISED], 0);
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
 * kitte_setup_get_proposal:
 *
 * Returns: (transfer none) (nullable): what the last check worked with
 */
KitteProposal *
kitte_setup_get_proposal (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->proposal;
}

/**
 * kitte_setup_get_trail:
 *
 * Returns: (transfer none) (nullable): who was asked for the settings in the last check
 */
KitteTrail *
kitte_setup_get_trail (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->trail;
}

/**
 * kitte_setup_get_report:
 *
 * Returns: (transfer none) (nullable): of the check that runs or ran last
 */
KitteReport *
kitte_setup_get_report (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->report;
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

/**
 * kitte_setup_get_finding:
 *
 * Returns: (transfer none) (nullable): why the last check failed
 */
KitteFinding *
kitte_setup_get_finding (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->finding;
}

/**
 * kitte_setup_get_account:
 *
 * Returns: (transfer none) (nullable): what was proven
 */
KitteAccount *
kitte_setup_get_account (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->account;
}
