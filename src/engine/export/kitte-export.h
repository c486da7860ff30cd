/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteExport: a provider’s settings as a document for other systems. */
#pragma once

#include "provider/kitte-preset.h"

G_BEGIN_DECLS

#define KITTE_EXPORT_ERROR (kitte_export_error_quark ())

/**
 * KitteExportError:
 * @KITTE_EXPORT_ERROR_NEEDS_ADDRESS: what is written depends on the address, and none was given
 * @KITTE_EXPORT_ERROR_OPEN_ASKS: it depends on what only the person can say:
 *   kitte_export_find_asks() lists it
 * @KITTE_EXPORT_ERROR_NO_SERVERS: there are no servers in both directions that could be written
 * @KITTE_EXPORT_ERROR_TOO_LONG: a code for cameras cannot hold so much
 */
typedef enum
{
  KITTE_EXPORT_ERROR_NEEDS_ADDRESS,
  KITTE_EXPORT_ERROR_OPEN_ASKS,
  KITTE_EXPORT_ERROR_NO_SERVERS,
  KITTE_EXPORT_ERROR_TOO_LONG,
} KitteExportError;

typedef enum
{
  KITTE_EXPORT_AUTOCONFIG,
  KITTE_EXPORT_AUTODISCOVER,
  KITTE_EXPORT_MOBILECONFIG,
  KITTE_EXPORT_SRV,
  KITTE_EXPORT_HELP,
  KITTE_EXPORT_QR,
  KITTE_EXPORT_QR_PNG,
} KitteExportFormat;

#define KITTE_N_EXPORT_FORMATS (KITTE_EXPORT_QR_PNG + 1)

/**
 * KitteExportRequest:
 * @address: (nullable): whose account it is, or one of the domain it is for
 * @answers: (nullable) (element-type utf8 utf8): answers to the preset’s asks, by key
 * @name: (nullable): the person’s name, where a format has a place for it
 */
typedef struct
{
  KittePreset *preset;
  KitteAddress *address;
  GHashTable *answers;
  const char *name;
} KitteExportRequest;

/**
 * KitteExport:
 * @content: the document
 * @is_text: whether it is UTF-8
 * @file_name: what such a file is usually called
 * @notes: (element-type utf8): what the format could not take over, as sentences for people
 */
typedef struct
{
  GBytes *content;
  gboolean is_text;
  const char *media_type;
  char *file_name;
  GPtrArray *notes;
} KitteExport;

GQuark kitte_export_error_quark (void);

const char *kitte_export_format_to_nick (KitteExportFormat format);
gboolean kitte_export_format_from_nick (const char *nick, KitteExportFormat *format);

KitteExport *
kitte_export_new (const KitteExportRequest *request, KitteExportFormat format, GError **error);
void kitte_export_free (KitteExport *self);
GPtrArray *kitte_export_find_asks (const KitteExportRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteExport, kitte_export_free)

G_END_DECLS
