/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets live in pages of their own: a page can be locked and left out of core dumps, a heap
 * block cannot. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _KitteSecret
{
  gatomicrefcount ref_count;
  gsize length;
  gsize mapped;
  char *bytes;
};

G_DEFINE_BOXED_TYPE (KitteSecret, kitte_secret, kitte_secret_ref, kitte_secret_unref)

static KitteSecret *
allocate (gsize length)
{
  KitteSecret *self = g_new0 (KitteSecret, 1);
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  void *memory;

  self->mapped = ((length + 1 + page - 1) / page) * page;
  memory = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    g_error ("out of memory for a secret");
  /* Locking may be refused where the limit is low; the secret is still wiped and undumped. */
  (void) mlock (memory, self->mapped);
  (void) madvise (memory, self->mapped, MADV_DONTDUMP);
  (void) madvise (memory, self->mapped, MADV_WIPEONFORK);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = length;
  self->bytes = memory;
  return self;
}

/**
 * kitte_secret_new:
 * @text: a NUL-terminated string
 *
 * Copies @text into locked memory. The caller still owns @text and should wipe it.
 *
 * Returns: (transfer full): the secret
 */
KitteSecret *
kitte_secret_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return kitte_secret_new_sized (text, strlen (text));
}

/**
 * kitte_secret_new_sized:
 * @bytes: (array length=length): what to keep; may hold NUL bytes
 * @length: how many bytes
 *
 * Returns: (transfer full): the secret; a NUL is kept behind its last byte
 */
KitteSecret *
kitte_secret_new_sized (const char *bytes, gsize length)
{
  KitteSecret *self;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  self = allocate (length);
  if (length > 0)
    memcpy (self->bytes, bytes, length);
  return self;
}

/**
 * kitte_secret_join:
 * @parts: (array zero-terminated=1): strings, some of them secret
 *
 * Joins @parts without a copy outside locked memory: how a command around a password is made.
 *
 * Returns: (transfer full): the secret
 */
KitteSecret *
kitte_secret_join (const char *const *parts)
{
  KitteSecret *self;
  gsize length = 0;
  char *end;

  g_return_val_if_fail (parts != NULL, NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    length += strlen (parts[i]);
  self = allocate (length);
  end = self->bytes;
  for (gsize i = 0; parts[i] != NULL; i++)
    end = g_stpcpy (end, parts[i]);
  return self;
}

KitteSecret *
kitte_secret_ref (KitteSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
kitte_secret_unref (KitteSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  kitte_wipe (self->bytes, self->mapped);
  munmap (self->bytes, self->mapped);
  g_free (self);
}

/**
 * kitte_secret_peek:
 *
 * Returns: (transfer none): the text, valid as long as @self; never keep or copy it
 */
const char *
kitte_secret_peek (const KitteSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

gsize
kitte_secret_get_length (const KitteSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * kitte_secret_equal:
 *
 * Compares in a time that depends on the length only. Two %NULL are equal.
 */
gboolean
kitte_secret_equal (const KitteSecret *a, const KitteSecret *b)
{
  volatile unsigned char difference = 0;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->length != b->length)
    return FALSE;
  for (gsize i = 0; i < a->length; i++)
    difference |= (unsigned char) (a->bytes[i] ^ b->bytes[i]);
  return difference == 0;
}

/**
 * kitte_wipe:
 *
 * Overwrites memory in a way the compiler may not leave out.
 */
void
kitte_wipe (void *memory, gsize length)
{
  if (memory != NULL)
    explicit_bzero (memory, length);
}

/**
 * kitte_wipe_free:
 * @text: (transfer full) (nullable): a heap string that held a secret, as a library returned it
 */
void
kitte_wipe_free (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}
