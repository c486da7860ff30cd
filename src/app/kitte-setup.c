/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One set-up: whose mail it is, and for how long what was said about it holds. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

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

/* Answers and passwords belong to a provider: another one asks other questions, and must never be
 * sent what was meant for the first. */
static void
forget_answers (KitteSetup *self)
{
  g_hash_table_remove_all (self->answers);
  g_ptr_array_set_size (self->found_asks, 0);
  g_ptr_array_set_size (self->cleartext_hosts, 0);
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->sending_password, kitte_secret_unref);
  g_clear_pointer (&self->incoming, kitte_server_unref);
  g_clear_pointer (&self->outgoing, kitte_server_unref);
  self->insists_on_password = FALSE;
  self->steps_done = FALSE;
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
  /* What was typed before there was any address belongs to the first. */
  if (self->address != NULL &&
      (address == NULL || strcmp (self->address->domain, address->domain) != 0))
    forget_answers (self);
  if (self->address == NULL || address == NULL || strcmp (self->address->text, address->text) != 0)
    {
      self->password_rejected = FALSE;
      self->sending_rejected = FALSE;
      kitte_setup_clear_results (self);
      kitte_setup_forget_username (self);
      close_kept (self);
    }
  g_clear_pointer (&self->address, kitte_address_unref);
  self->address = address;
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
  g_ptr_array_unref (self->found_asks);
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
  self->found_asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
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
