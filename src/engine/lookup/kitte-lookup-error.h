/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a lookup has no proposal. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KITTE_LOOKUP_ERROR (kitte_lookup_error_quark ())

/**
 * KitteLookupError:
 * @KITTE_LOOKUP_ERROR_NOTHING_FOUND: no source knows settings for this domain
 * @KITTE_LOOKUP_ERROR_BAD_ANSWER: an answer does not fit its question
 * @KITTE_LOOKUP_ERROR_BAD_DOCUMENT: a given document holds nothing that can be used
 * @KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND: the domain does not exist; ends a search
 * @KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL: the domain says so itself (RFC 7505); ends a search
 */
typedef enum
{
  KITTE_LOOKUP_ERROR_NOTHING_FOUND,
  KITTE_LOOKUP_ERROR_BAD_ANSWER,
  KITTE_LOOKUP_ERROR_BAD_DOCUMENT,
  KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND,
  KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL,
} KitteLookupError;

GQuark kitte_lookup_error_quark (void);

G_END_DECLS
