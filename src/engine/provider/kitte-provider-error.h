/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with a preset, or with an answer to one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KITTE_PROVIDER_ERROR (kitte_provider_error_quark ())

/**
 * KitteProviderError:
 * @KITTE_PROVIDER_ERROR_UNREADABLE: the file cannot be read
 * @KITTE_PROVIDER_ERROR_NOT_JSON: the file is too large, not text or not JSON
 * @KITTE_PROVIDER_ERROR_BAD_PRESET: the file is not what the schema and the rules describe
 * @KITTE_PROVIDER_ERROR_CLAIMED: its id or one of its domains belongs to another preset
 * @KITTE_PROVIDER_ERROR_BAD_INDEX: the compiled catalogue is damaged, or another version’s
 * @KITTE_PROVIDER_ERROR_BAD_ANSWER: an answer does not fit its question
 */
typedef enum
{
  KITTE_PROVIDER_ERROR_UNREADABLE,
  KITTE_PROVIDER_ERROR_NOT_JSON,
  KITTE_PROVIDER_ERROR_BAD_PRESET,
  KITTE_PROVIDER_ERROR_CLAIMED,
  KITTE_PROVIDER_ERROR_BAD_INDEX,
  KITTE_PROVIDER_ERROR_BAD_ANSWER,
} KitteProviderError;

GQuark kitte_provider_error_quark (void);

G_END_DECLS
