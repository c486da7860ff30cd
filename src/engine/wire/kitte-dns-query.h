/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to name servers: a GTask handed in is returned when c-ares has the answer. */
#pragma once

#include <gio/gio.h>

#include "kitte-ares-loop.h"

G_BEGIN_DECLS

void kitte_dns_query_addresses (KitteAresLoop *loop,
                                GTask *task,
                                const char *host,
                                GSocketFamily family);
void kitte_dns_query_records (KitteAresLoop *loop,
                              GTask *task,
                              const char *name,
                              GResolverRecordType type,
                              gboolean as_service);

void kitte_dns_query_name (KitteAresLoop *loop, GTask *task, GInetAddress *address);

GError *kitte_dns_query_error (const char *name, int status);
GList *kitte_dns_query_read_addresses (struct ares_addrinfo *answer, GSocketFamily family);

void kitte_dns_query_free_addresses (gpointer list);
void kitte_dns_query_free_records (gpointer list);
void kitte_dns_query_free_services (gpointer list);

G_END_DECLS
