/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the name system, as c-ares reads them, in the shapes that GResolver promises. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int kitte_dns_record_type_to_number (GResolverRecordType type);
int kitte_dns_records_parse (GResolverRecordType type,
                             const unsigned char *answer,
                             int length,
                             GList **records);
GList *kitte_dns_records_to_services (GList *records);

G_END_DECLS
