/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash is CityHash64 of version 1.0, over the UTF-16LE form of the path. Google published
 * CityHash under the MIT licence; later versions of it give other values and no Debian library has
 * the first one, so it is written out here. It names something and protects nothing. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-install-hash.h"

#include <string.h>

#define K0 G_GUINT64_CONSTANT (0xc3a5c85c97cb3127)
#define K1 G_GUINT64_CONSTANT (0xb492b66fbe98f273)
#define K2 G_GUINT64_CONSTANT (0x9ae16a3b2f90404f)
#define K3 G_GUINT64_CONSTANT (0xc949d7c7509e6557)
#define MULTIPLIER G_GUINT64_CONSTANT (0x9ddfea08eb382d69)

typedef struct
{
  guint64 first;
  guint64 second;
} Pair;

static guint64
load_64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_LE (value);
}

static guint64
load_32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
rotate (guint64 value, guint by)
{
  return by == 0 ? value : (value >> by) | (value << (64 - by));
}

static guint64
fold (guint64 value)
{
  return value ^ (value >> 47);
}

static guint64
combine (guint64 low, guint64 high)
{
  guint64 a = fold ((low ^ high) * MULTIPLIER);

  return fold ((high ^ a) * MULTIPLIER) * MULTIPLIER;
}

static guint64
hash_up_to_16 (const guint8 *bytes, gsize length)
{
  if (length > 8)
    {
      guint64 last = load_64 (bytes + length - 8);

      return combine (load_64 (bytes), rotate (last + length, (guint) length)) ^ last;
    }
  if (length >= 4)
    return combine (length + (load_32 (bytes) << 3), load_32 (bytes + length - 4));
  if (length > 0)
    {
      guint32 y = bytes[0] + ((guint32) bytes[length >> 1] << 8);
      guint32 z = (guint32) length + ((guint32) bytes[length - 1] << 2);

      return fold ((y * K2) ^ (z * K3)) * K2;
    }
  return K2;
}

static guint64
hash_17_to_32 (const guint8 *bytes, gsize length)
{
  guint64 a = load_64 (bytes) * K1;
  guint64 b = load_64 (bytes + 8);
  guint64 c = load_64 (bytes + length - 8) * K2;
  guint64 d = load_64 (bytes + length - 16) * K0;

  return combine (rotate (a - b, 43) + rotate (c, 30) + d, a + rotate (b ^ K3, 20) - c + length);
}

static Pair
mix_half (const guint8 *bytes, guint64 a, guint64 end)
{
  guint64 b = rotate (a + end, 52);
  guint64 c = rotate (a, 37);

  a += load_64 (bytes + 8);
  c += rotate (a, 7);
  a += load_64 (bytes + 16);
  return (Pair){ a + end, b + rotate (a, 31) + c };
}

static guint64
hash_33_to_64 (const guint8 *bytes, gsize length)
{
  const guint8 *tail = bytes + length - 32;
  Pair v =
      mix_half (bytes, load_64 (bytes) + (length + load_64 (tail + 16)) * K0, load_64 (bytes + 24));
  Pair w = mix_half (tail, load_64 (bytes + 16) + load_64 (tail), load_64 (tail + 24));
  guint64 r = fold ((v.first + w.second) * K2 + (w.first + v.second) * K0);

  return fold (r * K0 + v.second) * K2;
}

static Pair
mix_32 (const guint8 *bytes, guint64 a, guint64 b)
{
  guint64 end = load_64 (bytes + 24);
  guint64 c;

  a += load_64 (bytes);
  b = rotate (b + a + end, 21);
  c = a;
  a += load_64 (bytes + 8);
  a += load_64 (bytes + 16);
  b += rotate (a, 44);
  return (Pair){ a + end, b + c };
}

static guint64
hash_long (const guint8 *bytes, gsize length)
{
  guint64 x = load_64 (bytes);
  guint64 y = load_64 (bytes + length - 16) ^ K1;
  guint64 z = load_64 (bytes + length - 56) ^ K0;
  Pair v = mix_32 (bytes + length - 64, length, y);
  Pair w = mix_32 (bytes + length - 32, length * K1, K0);

  z += fold (v.second) * K1;
  x = rotate (z + x, 39) * K1;
  y = rotate (y, 33) * K1;
  for (gsize left = (length - 1) & ~(gsize) 63; left > 0; left -= 64, bytes += 64)
    {
      guint64 old_x;

      x = rotate (x + y + v.first + load_64 (bytes + 16), 37) * K1;
      y = rotate (y + v.second + load_64 (bytes + 48), 42) * K1;
      x ^= w.second;
      y ^= v.first;
      z = rotate (z ^ w.first, 33);
      v = mix_32 (bytes, v.second * K1, x + w.first);
      w = mix_32 (bytes + 32, z + w.second, y);
      old_x = x;
      x = z;
      z = old_x;
    }
  return combine (combine (v.first, w.first) + fold (y) * K1 + z, combine (v.second, w.second) + x);
}

static guint64
city_hash_64 (const guint8 *bytes, gsize length)
{
  if (length <= 16)
    return hash_up_to_16 (bytes, length);
  if (length <= 32)
    return hash_17_to_32 (bytes, length);
  if (length <= 64)
    return hash_33_to_64 (bytes, length);
  return hash_long (bytes, length);
}

/**
 * kitte_install_hash:
 * @directory: where the real program file is, symbolic links resolved, no slash at the end
 *
 * Returns: (transfer full) (nullable): what stands behind `Install` in profiles.ini; %NULL when
 *   @directory is not UTF-8
 */
char *
kitte_install_hash (const char *directory)
{
  g_autofree gunichar2 *units = NULL;
  glong n_units = 0;

  g_return_val_if_fail (directory != NULL, NULL);

  units = g_utf8_to_utf16 (directory, -1, NULL, &n_units, NULL);
  if (units == NULL)
    return NULL;
  for (glong i = 0; i < n_units; i++)
    units[i] = GUINT16_TO_LE (units[i]);
  return g_strdup_printf ("%" G_GINT64_MODIFIER "X",
                          city_hash_64 ((const guint8 *) units, (gsize) n_units * 2));
}
