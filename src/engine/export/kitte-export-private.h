/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteExportSubject: what is to be written, the same for every format. */
#pragma once

#include "kitte-export.h"

G_BEGIN_DECLS

/**
 * KitteExportSubject:
 * @address: the one that was given, or a stand-in of the provider’s first domain
 * @given: whether it was given
 * @general: for everybody at @domains: hosts and user names with %EMAIL…% and %KEY%, hosts in lower
 *   case
 * @own: for @address
 * @domains: (element-type utf8): the mail domains it holds for, that of @address first
 * @notes: (element-type utf8): what could not be taken over, as sentences for people
 */
typedef struct
{
  KittePreset *preset;
  KitteAddress *address;
  gboolean given;
  const char *name;
  KitteProposal *general;
  KitteProposal *own;
  GPtrArray *domains;
  GPtrArray *notes;
} KitteExportSubject;

/* Each writes one format. On the thread that made the request; what cannot be written is an error
 * of #KitteExportError with a sentence for people. */
GBytes *kitte_export_write_autoconfig (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_autodiscover (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_mobileconfig (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_srv (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_help (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_qr_svg (const KitteExportSubject *subject, GError **error);
GBytes *kitte_export_write_qr_png (const KitteExportSubject *subject, GError **error);

/* For the formats that hold one address: an error where none was given, or an answer is open. */
gboolean kitte_export_require_own (const KitteExportSubject *subject, GError **error);

/* The best servers for everybody; none is missing. */
const KitteServer *kitte_export_get_incoming (const KitteExportSubject *subject);
const KitteServer *kitte_export_get_outgoing (const KitteExportSubject *subject);
char *kitte_export_dup_host (const KitteExportSubject *subject,
                             const KitteServer *server,
                             GError **error);
char *kitte_export_dup_host_template (const KitteServer *server);
char *kitte_export_dup_username (const KitteExportSubject *subject, const KitteServer *server);
void kitte_export_note (const KitteExportSubject *subject, const char *sentence);
gboolean kitte_export_is_signed_in (const KitteServer *server);

gboolean kitte_export_has_placeholder (const char *text);
GPtrArray *kitte_export_list_languages (KittePreset *preset);

G_END_DECLS
