/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a settings file of Claws Mail or Sylpheed: blocks of `name=value`. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteAccountrcBlock:
 * @title: what stands in the brackets
 *
 * One block; names are found whatever their case.
 */
typedef struct
{
  char *title;
  GHashTable *values;
} KitteAccountrcBlock;

GPtrArray *kitte_accountrc_read_blocks (GBytes *bytes);
KitteAccountrcBlock *kitte_accountrc_find_block (GPtrArray *blocks, const char *title);

const char *kitte_accountrc_get (const KitteAccountrcBlock *block, const char *name);
guint kitte_accountrc_get_line (const KitteAccountrcBlock *block, const char *name);
gboolean
kitte_accountrc_get_switch (const KitteAccountrcBlock *block, const char *name, gboolean otherwise);
int kitte_accountrc_get_number (const KitteAccountrcBlock *block, const char *name, int otherwise);

G_END_DECLS
