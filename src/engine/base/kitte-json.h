/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON from a file or from the network, read within bounds. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define KITTE_JSON_ERROR (kitte_json_error_quark ())

/**
 * KitteJsonError:
 * @KITTE_JSON_ERROR_TOO_LARGE: longer or nested more deeply than any real document
 * @KITTE_JSON_ERROR_NOT_TEXT: not UTF-8
 * @KITTE_JSON_ERROR_SYNTAX: not JSON
 * @KITTE_JSON_ERROR_INVALID: JSON, but not what the schema describes
 */
typedef enum
{
  KITTE_JSON_ERROR_TOO_LARGE,
  KITTE_JSON_ERROR_NOT_TEXT,
  KITTE_JSON_ERROR_SYNTAX,
  KITTE_JSON_ERROR_INVALID,
} KitteJsonError;

GQuark kitte_json_error_quark (void);

char *kitte_json_make_visible (const char *text, guint most);
JsonNode *kitte_json_parse (const char *text, gsize length, GError **error);
JsonNode *
kitte_json_parse_within (const char *text, gsize length, gsize max_length, GError **error);

G_END_DECLS
