/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person answered: to questions, with passwords, with servers. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

#include "base/kitte-bounds.h"

#include <string.h>

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
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

/**
 * kitte_setup_use_protocol:
 * @protocol: what the person wants mail to be fetched by
 *
 * Holds until the domain of the address changes. Other steps at the provider may belong to it.
 * Emits “recognised”.
 */
void
kitte_setup_use_protocol (KitteSetup *self, KitteProtocol protocol)
{
  const char *nick = kitte_protocol_to_nick (protocol);

  g_return_if_fail (KITTE_IS_SETUP (self));

  if (g_strcmp0 (kitte_setup_get_answer (self, KITTE_ASK_PROTOCOL), nick) != 0)
    self->steps_done = FALSE;
  kitte_setup_set_answer (self, KITTE_ASK_PROTOCOL, nick);
  kitte_setup_recognise (self);
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
  g_autoptr (KitteSecret) typed = NULL;

  g_return_if_fail (KITTE_IS_SETUP (self) && password != NULL);

  if (*password == '\0')
    return;
  typed = kitte_secret_new_sized (password, strnlen (password, KITTE_MAX_CREDENTIAL));
  if (self->password == NULL || !kitte_secret_equal (self->password, typed))
    self->insists_on_password = FALSE;
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password = g_steal_pointer (&typed);
  self->password_rejected = FALSE;
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
