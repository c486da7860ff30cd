/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account’s settings as the boxes of any mail program call them, for people. */
#pragma once

#include "model/kitte-account.h"

G_BEGIN_DECLS

/**
 * KitteSetting:
 * @section: the heading it stands under; the same pointer for all of one section
 * @title: the name of the box
 * @value: what belongs in it
 */
typedef struct
{
  const char *section;
  const char *title;
  char *value;
} KitteSetting;

GPtrArray *kitte_settings_list_new (const KitteAccount *account);
char *kitte_settings_list_to_text (GPtrArray *settings);

const char *kitte_settings_describe_security (KitteSecurity security);
const char *kitte_settings_describe_auth (const KitteServer *server);

G_END_DECLS
