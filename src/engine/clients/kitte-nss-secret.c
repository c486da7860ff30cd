/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NSS's own PK11SDR calls know only triple DES before version 3.113, while Thunderbird keeps an
 * AES key; so the key is found by its id and length and used directly. All of the cryptography,
 * padding and DER is NSS's. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-nss-secret.h"

#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <secoid.h>
#include <string.h>

#include "base/kitte-bounds.h"

#define AES_KEY_LENGTH 32
#define DES3_KEY_LENGTH 24

/* The longest cipher block: padding adds at most this much. */
#define MAX_BLOCK 16

/* A stored secret is a user name, a password or a sign-in token. */
#define MAX_STORED (64 * 1024)

/* Both keys have this id in every store: F8, fourteen zeros, 01. */
static unsigned char key_id_bytes[] = { 0xf8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };

typedef struct
{
  SECOidTag oid;
  CK_MECHANISM_TYPE mechanism;
  guint key_length;
  guint block;
} Cipher;

static const Cipher ciphers[] = {
  { SEC_OID_AES_256_CBC, CKM_AES_CBC_PAD, AES_KEY_LENGTH, 16 },
  { SEC_OID_DES_EDE3_CBC, CKM_DES3_CBC_PAD, DES3_KEY_LENGTH, 8 },
};

/* What the DER holds. */
typedef struct
{
  SECItem key_id;
  SECAlgorithmID algorithm;
  SECItem text;
} Envelope;

SEC_ASN1_MKSUB (SECOID_AlgorithmIDTemplate)

static const SEC_ASN1Template envelope_template[] = {
  { SEC_ASN1_SEQUENCE, 0, NULL, sizeof (Envelope) },
  { SEC_ASN1_OCTET_STRING, offsetof (Envelope, key_id), NULL, 0 },
  { SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof (Envelope, algorithm),
    SEC_ASN1_SUB (SECOID_AlgorithmIDTemplate), 0 },
  { SEC_ASN1_OCTET_STRING, offsetof (Envelope, text), NULL, 0 },
  { 0, 0, NULL, 0 },
};

static void
arena_free (PLArenaPool *arena)
{
  PORT_FreeArena (arena, PR_TRUE);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PLArenaPool, arena_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PK11SymKey, PK11_FreeSymKey)

static const Cipher *
cipher_of_key (PK11SymKey *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ciphers); i++)
    if (PK11_GetKeyLength (key) == ciphers[i].key_length)
      return &ciphers[i];
  return NULL;
}

static const Cipher *
cipher_of_oid (SECOidTag oid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ciphers); i++)
    if (oid == ciphers[i].oid)
      return &ciphers[i];
  return NULL;
}

static gboolean
has_the_id (PK11SymKey *key)
{
  SECItem id = { siBuffer, NULL, 0 };
  gboolean same;

  if (PK11_ReadRawAttribute (PK11_TypeSymKey, key, CKA_ID, &id) != SECSuccess)
    return FALSE;
  same = id.len == sizeof key_id_bytes && memcmp (id.data, key_id_bytes, id.len) == 0;
  SECITEM_FreeItem (&id, PR_FALSE);
  return same;
}

static gboolean
encode_envelope (PLArenaPool *arena, const Cipher *cipher, SECItem *iv, SECItem *text, SECItem *der)
{
  Envelope envelope = { 0 };
  SECItem parameters = { siBuffer, NULL, 0 };

  envelope.key_id = (SECItem){ siBuffer, key_id_bytes, sizeof key_id_bytes };
  envelope.text = *text;
  return SEC_ASN1EncodeItem (arena, &parameters, iv, SEC_ASN1_GET (SEC_OctetStringTemplate)) !=
             NULL &&
         SECOID_SetAlgorithmID (arena, &envelope.algorithm, cipher->oid, &parameters) ==
             SECSuccess &&
         SEC_ASN1EncodeItem (arena, der, &envelope, envelope_template) != NULL;
}

static gboolean
decode_envelope (PLArenaPool *arena, SECItem *der, Envelope *envelope, SECItem *iv)
{
  return SEC_QuickDERDecodeItem (arena, envelope, envelope_template, der) == SECSuccess &&
         SEC_QuickDERDecodeItem (arena, iv, SEC_ASN1_GET (SEC_OctetStringTemplate),
                                 &envelope->algorithm.parameters) == SECSuccess;
}

static KitteSecret *
open_envelope (PK11SlotInfo *slot, const Envelope *envelope, SECItem *iv)
{
  const Cipher *cipher = cipher_of_oid (SECOID_GetAlgorithmTag (&envelope->algorithm));
  g_autoptr (PK11SymKey) key = NULL;
  KitteSecret *secret = NULL;
  unsigned char *text;
  unsigned int length = 0;

  if (cipher == NULL || iv->len != cipher->block || envelope->text.len > MAX_STORED)
    return NULL;
  key = kitte_nss_secret_find_key (slot, cipher->key_length);
  if (key == NULL)
    return NULL;
  text = g_malloc0 (envelope->text.len + MAX_BLOCK);
  if (PK11_Decrypt (key, cipher->mechanism, iv, text, &length, envelope->text.len + MAX_BLOCK,
                    envelope->text.data, envelope->text.len) == SECSuccess)
    secret = kitte_secret_new_sized ((const char *) text, length);
  kitte_wipe (text, envelope->text.len + MAX_BLOCK);
  g_free (text);
  return secret;
}

/**
 * kitte_nss_secret_find_key:
 * @slot: of an open store that needs no further password
 * @length: in bytes: 32 for AES, 24 for triple DES, 0 for either, AES first
 *
 * A store may hold one key of each kind under the same id.
 *
 * Returns: (transfer full) (nullable): the key Thunderbird uses
 */
PK11SymKey *
kitte_nss_secret_find_key (PK11SlotInfo *slot, guint length)
{
  PK11SymKey *found = NULL;
  PK11SymKey *next = NULL;

  g_return_val_if_fail (slot != NULL, NULL);

  for (PK11SymKey *key = PK11_ListFixedKeysInSlot (slot, NULL, NULL); key != NULL; key = next)
    {
      const Cipher *cipher = has_the_id (key) ? cipher_of_key (key) : NULL;
      gboolean wanted = cipher != NULL && (length == 0 || length == cipher->key_length);

      next = PK11_GetNextSymKey (key);
      if (!wanted || (found != NULL && cipher->key_length != AES_KEY_LENGTH))
        PK11_FreeSymKey (key);
      else
        {
          g_clear_pointer (&found, PK11_FreeSymKey);
          found = key;
        }
    }
  return found;
}

/**
 * kitte_nss_secret_make_key:
 *
 * Triple DES: every Thunderbird can use that key; new ones add an AES key beside it themselves.
 *
 * Returns: (transfer full) (nullable): a key that stays in the store
 */
PK11SymKey *
kitte_nss_secret_make_key (PK11SlotInfo *slot)
{
  SECItem id = { siBuffer, key_id_bytes, sizeof key_id_bytes };

  g_return_val_if_fail (slot != NULL, NULL);

  return PK11_TokenKeyGen (slot, CKM_DES3_CBC, NULL, 0, &id, PR_TRUE, NULL);
}

/**
 * kitte_nss_secret_encrypt:
 * @key: of the store
 * @text: UTF-8
 * @length: at most %KITTE_MAX_CREDENTIAL bytes
 *
 * Returns: (transfer full) (nullable): base64 of the DER that stands in logins.json
 */
char *
kitte_nss_secret_encrypt (PK11SymKey *key, const char *text, gsize length)
{
  g_autoptr (PLArenaPool) arena = PORT_NewArena (DER_DEFAULT_CHUNKSIZE);
  unsigned char iv_bytes[MAX_BLOCK];
  unsigned char cipher_text[KITTE_MAX_CREDENTIAL + MAX_BLOCK];
  const Cipher *cipher;
  SECItem iv, encrypted, der = { siBuffer, NULL, 0 };
  unsigned int n = 0;

  g_return_val_if_fail (key != NULL && text != NULL, NULL);

  cipher = cipher_of_key (key);
  if (cipher == NULL || length > KITTE_MAX_CREDENTIAL ||
      PK11_GenerateRandom (iv_bytes, (int) cipher->block) != SECSuccess)
    return NULL;
  iv = (SECItem){ siBuffer, iv_bytes, cipher->block };
  if (PK11_Encrypt (key, cipher->mechanism, &iv, cipher_text, &n, sizeof cipher_text,
                    (const unsigned char *) text, (unsigned int) length) != SECSuccess)
    return NULL;
  encrypted = (SECItem){ siBuffer, cipher_text, n };
  if (!encode_envelope (arena, cipher, &iv, &encrypted, &der))
    return NULL;
  return g_base64_encode (der.data, der.len);
}

/**
 * kitte_nss_secret_decrypt:
 * @slot: of an open store that needs no further password
 * @base64: as it stands in logins.json
 *
 * Returns: (transfer full) (nullable): what was encrypted; %NULL when it is of another kind or was
 *   encrypted under another key
 */
KitteSecret *
kitte_nss_secret_decrypt (PK11SlotInfo *slot, const char *base64)
{
  g_autoptr (PLArenaPool) arena = PORT_NewArena (DER_DEFAULT_CHUNKSIZE);
  g_autofree guchar *bytes = NULL;
  Envelope envelope = { 0 };
  SECItem der = { siBuffer, NULL, 0 };
  SECItem iv = { siBuffer, NULL, 0 };
  gsize length = 0;

  g_return_val_if_fail (slot != NULL && base64 != NULL, NULL);

  if (strlen (base64) > 2 * MAX_STORED)
    return NULL;
  bytes = g_base64_decode (base64, &length);
  der.data = bytes;
  der.len = (unsigned int) length;
  if (length == 0 || !decode_envelope (arena, &der, &envelope, &iv))
    return NULL;
  return open_envelope (slot, &envelope, &iv);
}
