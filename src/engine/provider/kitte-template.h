/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates of host and user names: `{domain}`, `mail.{domain}`, `{NAME}.example.jp`. */
#pragma once

#include "model/kitte-address.h"

G_BEGIN_DECLS

/**
 * KitteTemplateValues:
 * @mx: (nullable): the mail exchanger the provider was recognised by
 * @answers: (element-type utf8 utf8): answers to the preset’s asks, by key
 */
typedef struct
{
  const KitteAddress *address;
  const char *mx;
  GHashTable *answers;
} KitteTemplateValues;

typedef enum
{
  KITTE_TEMPLATE_OK,
  KITTE_TEMPLATE_MISSING,
  KITTE_TEMPLATE_BAD,
} KitteTemplateResult;

char **kitte_template_get_keys (const char *template);
gboolean kitte_template_uses (const char *template, const char *key);

KitteTemplateResult
kitte_template_expand_host (const char *template, const KitteTemplateValues *values, char **host);
KitteTemplateResult kitte_template_expand_username (const char *template,
                                                    const KitteTemplateValues *values,
                                                    char **username);

G_END_DECLS
