/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in an autoconfig document: elements, clean text, placeholders. */
#pragma once

#include <libxml/tree.h>

#include "kitte-autoconfig.h"

G_BEGIN_DECLS

/* Elements of one kind below one parent; real documents have one to six. */
#define KITTE_AUTOCONFIG_MAX_ITEMS 64

/**
 * KitteAutoconfigReader:
 * @keys: (element-type utf8): the further placeholders that the document itself declares
 */
typedef struct
{
  const KitteAutoconfigUse *use;
  GPtrArray *keys;
} KitteAutoconfigReader;

gboolean kitte_autoconfig_is (const xmlNode *node, const char *name);
xmlNode *kitte_autoconfig_first (const xmlNode *parent, const char *name);
xmlNode *kitte_autoconfig_next (const xmlNode *node);
char *kitte_autoconfig_dup_text (const xmlNode *node, gsize max);
char *kitte_autoconfig_dup_child (const xmlNode *parent, const char *name, gsize max);
char *kitte_autoconfig_dup_attribute (const xmlNode *node, const char *name);
char *kitte_autoconfig_dup_localised (const xmlNode *parent, const char *name);
char *kitte_autoconfig_expand (const KitteAutoconfigReader *reader, const char *text);
char *kitte_autoconfig_dup_link (const char *url);

KitteServer *kitte_autoconfig_read_server (const KitteAutoconfigReader *reader,
                                           const xmlNode *node);

G_END_DECLS
