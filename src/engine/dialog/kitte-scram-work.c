/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The salted password of RFC 5802 owns all it needs, so that a thread can finish it alone. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-scram-work.h"

#include <gnutls/crypto.h>
#include <string.h>

/* SHA-256, in bytes. */
#define LONGEST_HASH 32

struct _KitteScramWork
{
  gatomicrefcount ref_count;
  KitteAuth method;
  KitteSecret *password;
  char *salt;
  guint rounds;
  KitteSecret *salted;
};

/* The library reads lower case only. */
static KitteSecret *
to_hex (const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char text[2 * LONGEST_HASH];
  KitteSecret *secret;

  for (gsize i = 0; i < length; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 0xf];
    }
  secret = kitte_secret_new_sized (text, 2 * length);
  kitte_wipe (text, sizeof text);
  return secret;
}

/**
 * kitte_scram_work_new:
 * @method: one of the two SCRAM mechanisms
 * @password: (transfer none): prepared as RFC 4013 says; a reference is kept until it was hashed
 * @salt: base64
 * @rounds: already found to be few enough
 *
 * Returns: (transfer full): work that is not done
 */
KitteScramWork *
kitte_scram_work_new (KitteAuth method, KitteSecret *password, const char *salt, guint rounds)
{
  KitteScramWork *self;

  g_return_val_if_fail (method == KITTE_AUTH_SCRAM_SHA_1 || method == KITTE_AUTH_SCRAM_SHA_256,
                        NULL);
  g_return_val_if_fail (password != NULL && salt != NULL, NULL);

  self = g_new0 (KitteScramWork, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = method;
  self->password = kitte_secret_ref (password);
  self->salt = g_strdup (salt);
  self->rounds = rounds;
  return self;
}

KitteScramWork *
kitte_scram_work_ref (KitteScramWork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kitte_scram_work_unref (KitteScramWork *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->salted, kitte_secret_unref);
  g_free (self->salt);
  g_free (self);
}

/**
 * kitte_scram_work_run:
 *
 * Hashes as often as the server asked (RFC 5802, section 2.2: Hi()), which may take a good part of
 * a second; then lets go of the password. To be called once, in any thread, while no other uses
 * @self.
 */
void
kitte_scram_work_run (KitteScramWork *self)
{
  gboolean is_short = self->method == KITTE_AUTH_SCRAM_SHA_1;
  gsize length = is_short ? 20 : LONGEST_HASH;
  guint8 output[LONGEST_HASH];
  gsize salt_length;
  g_autofree guchar *salt = NULL;
  gnutls_datum_t key, salt_datum;

  g_return_if_fail (self != NULL && self->password != NULL);

  salt = g_base64_decode (self->salt, &salt_length);
  key.data = (guchar *) kitte_secret_peek (self->password);
  key.size = (guint) kitte_secret_get_length (self->password);
  salt_datum.data = salt;
  salt_datum.size = (guint) salt_length;
  if (gnutls_pbkdf2 (is_short ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256, &key, &salt_datum,
                     self->rounds, output, length) == 0)
    self->salted = to_hex (output, length);
  kitte_wipe (output, sizeof output);
  g_clear_pointer (&self->password, kitte_secret_unref);
}

/**
 * kitte_scram_work_is_for:
 * @salt: (nullable): base64
 * @rounds: (nullable): in digits
 *
 * Returns: whether the work was to be done with these
 */
gboolean
kitte_scram_work_is_for (KitteScramWork *self, const char *salt, const char *rounds)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return salt != NULL && rounds != NULL && g_str_equal (self->salt, salt) &&
         g_ascii_strtoull (rounds, NULL, 10) == self->rounds;
}

/**
 * kitte_scram_work_get_salted:
 *
 * Returns: (transfer none) (nullable): the salted password in hexadecimal; %NULL before the work is
 *   done, and where it cannot be done
 */
KitteSecret *
kitte_scram_work_get_salted (KitteScramWork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->salted;
}
