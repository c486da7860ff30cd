/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found out about a mailbox, as short sentences: the same for window and terminal. */
#pragma once

#include "kitte-repair.h"

G_BEGIN_DECLS

/**
 * KitteRemark:
 * @code: for scripts: `program`; `address-own`, `address-hosted`, `address-chosen` or
 *   `address-unknown`; `line-own`, `line-other` or `line-unknown`; `broken`, `will-stop` or `fine`
 * @text: one or two sentences for the person
 */
typedef struct
{
  const char *code;
  char *text;
} KitteRemark;

GPtrArray *kitte_repair_tell (KitteRepair *repair);

G_END_DECLS
