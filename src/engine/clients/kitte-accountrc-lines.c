/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read as Claws Mail 4.1 and Sylpheed 3.8 read it: nothing is escaped, a later line of the same
 * name counts, a line that is none is passed over. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-accountrc-lines.h"

#include <string.h>

#include "base/kitte-bounds.h"

/* Settings that one account has: about two hundred. */
#define MAX_VALUES 2000

typedef struct
{
  char *text;
  guint line;
} Value;

static void
value_free (Value *self)
{
  g_free (self->text);
  g_free (self);
}

static void
block_free (KitteAccountrcBlock *self)
{
  g_free (self->title);
  g_hash_table_unref (self->values);
  g_free (self);
}

static KitteAccountrcBlock *
begin_block (const char *line)
{
  KitteAccountrcBlock *block = g_new0 (KitteAccountrcBlock, 1);

  block->title = g_strndup (line + 1, strcspn (line + 1, "]"));
  block->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) value_free);
  return block;
}

static void
take_line (KitteAccountrcBlock *block, const char *line, guint number)
{
  const char *sign = strchr (line, '=');
  Value *value;

  if (sign == NULL || g_hash_table_size (block->values) >= MAX_VALUES)
    return;
  value = g_new0 (Value, 1);
  value->text = g_utf8_make_valid (sign + 1, -1);
  value->line = number;
  g_hash_table_replace (block->values, g_ascii_strdown (line, sign - line), value);
}

/* (transfer full): up to a line end or a NUL */
static char *
copy_line (const char *text, gsize length)
{
  char *line = g_strndup (text, length);

  line[strcspn (line, "\r")] = '\0';
  return line;
}

/**
 * kitte_accountrc_read_blocks:
 *
 * Returns: (transfer full) (element-type KitteAccountrcBlock): in the order of the file
 */
GPtrArray *
kitte_accountrc_read_blocks (GBytes *bytes)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
  gsize length, size;
  const char *text = g_bytes_get_data (bytes, &length);
  guint number = 1;

  for (gsize at = 0; at < length && blocks->len <= KITTE_MAX_ACCOUNTS; at += size + 1, number++)
    {
      const char *end = memchr (text + at, '\n', length - at);
      g_autofree char *line = NULL;

      size = end != NULL ? (gsize) (end - text) - at : length - at;
      line = copy_line (text + at, size);
      if (*line == '[')
        g_ptr_array_add (blocks, begin_block (line));
      else if (blocks->len > 0)
        take_line (blocks->pdata[blocks->len - 1], line, number);
    }
  return blocks;
}

/**
 * kitte_accountrc_find_block:
 *
 * Returns: (transfer none) (nullable): the first block of that title
 */
KitteAccountrcBlock *
kitte_accountrc_find_block (GPtrArray *blocks, const char *title)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      KitteAccountrcBlock *block = blocks->pdata[i];

      if (g_str_equal (block->title, title))
        return block;
    }
  return NULL;
}

/**
 * kitte_accountrc_get:
 * @block: (nullable): none has no values
 *
 * Returns: (transfer none) (nullable): valid UTF-8; %NULL where the value is empty or not written
 */
const char *
kitte_accountrc_get (const KitteAccountrcBlock *block, const char *name)
{
  const Value *value = block != NULL ? g_hash_table_lookup (block->values, name) : NULL;

  return value != NULL && *value->text != '\0' ? value->text : NULL;
}

/* From 1; 0 where it is not written. */
guint
kitte_accountrc_get_line (const KitteAccountrcBlock *block, const char *name)
{
  const Value *value = g_hash_table_lookup (block->values, name);

  return value != NULL ? value->line : 0;
}

/* An empty value and one that begins with 0 are off. */
gboolean
kitte_accountrc_get_switch (const KitteAccountrcBlock *block, const char *name, gboolean otherwise)
{
  const Value *value = block != NULL ? g_hash_table_lookup (block->values, name) : NULL;

  return value != NULL ? *value->text != '\0' && *value->text != '0' : otherwise;
}

/* What is no number is 0, as the programs take it. */
int
kitte_accountrc_get_number (const KitteAccountrcBlock *block, const char *name, int otherwise)
{
  const Value *value = block != NULL ? g_hash_table_lookup (block->values, name) : NULL;
  gint64 number = value != NULL ? g_ascii_strtoll (value->text, NULL, 10) : otherwise;

  return (int) CLAMP (number, G_MININT, G_MAXINT);
}
