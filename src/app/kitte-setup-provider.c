/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person’s word at which provider the mail is, where the domain of the address does not say. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

/* What was answered to other questions, and servers that were taken before, belong to what the
 * person has just left. Name, address and password stay: they are the mailbox’s. */
static void
begin_anew (KitteSetup *self)
{
  kitte_setup_clear_results (self);
  g_hash_table_remove_all (self->answers);
  g_ptr_array_set_size (self->found_asks, 0);
  g_ptr_array_set_size (self->cleartext_hosts, 0);
  g_clear_pointer (&self->sending_password, kitte_secret_unref);
  g_clear_pointer (&self->incoming, kitte_server_unref);
  g_clear_pointer (&self->outgoing, kitte_server_unref);
  self->sending_rejected = FALSE;
  self->steps_done = FALSE;
}

/**
 * kitte_setup_use_preset:
 * @id: of the preset the person said yes to
 *
 * From now on this address’s settings come from that preset, until the domain of the address
 * changes. Emits “recognised”.
 */
void
kitte_setup_use_preset (KitteSetup *self, const char *id)
{
  g_return_if_fail (KITTE_IS_SETUP (self) && id != NULL);

  begin_anew (self);
  kitte_setup_set_answer (self, KITTE_ASK_PROVIDER, id);
  kitte_setup_recognise (self);
}

/**
 * kitte_setup_leave_preset:
 *
 * Takes kitte_setup_use_preset() back.
 */
void
kitte_setup_leave_preset (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  begin_anew (self);
  kitte_setup_recognise (self);
}

/**
 * kitte_setup_has_preset:
 *
 * Returns: whether the person said at which provider the mail is
 */
gboolean
kitte_setup_has_preset (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return g_hash_table_contains (self->answers, KITTE_ASK_PROVIDER);
}

/* Looks up what is known before anything is answered but the provider and the protocol, so that its
 * questions stay in view. */
void
kitte_setup_recognise (KitteSetup *self)
{
  static const char *const known[] = { KITTE_ASK_PROVIDER, KITTE_ASK_PROTOCOL };
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      const char *answer = g_hash_table_lookup (self->answers, known[i]);

      if (answer != NULL)
        g_hash_table_insert (named, (gpointer) known[i], (gpointer) answer);
    }
  g_clear_pointer (&self->greeting, kitte_proposal_unref);
  if (self->address != NULL)
    self->greeting = kitte_setup_look_up (self, named, NULL);
  kitte_setup_emit_recognised (self);
}
