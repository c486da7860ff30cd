/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests: a name server on loopback that answers from a table, with what goes wrong. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_DNS_A 1
#define TEST_DNS_SOA 6
#define TEST_DNS_PTR 12
#define TEST_DNS_MX 15
#define TEST_DNS_TXT 16
#define TEST_DNS_AAAA 28
#define TEST_DNS_SRV 33

#define TEST_DNS_OK 0
#define TEST_DNS_SERVFAIL 2
#define TEST_DNS_NXDOMAIN 3
#define TEST_DNS_REFUSED 5

typedef struct _TestDnsServer TestDnsServer;

TestDnsServer *test_dns_server_new (void);
void test_dns_server_free (TestDnsServer *self);

const char *test_dns_server_get_address (TestDnsServer *self);
guint test_dns_server_count (TestDnsServer *self, const char *name);
/* How many different questions (name and type) have been answered. */
guint test_dns_server_count_answered (TestDnsServer *self);
/* Questions of every other type are lost, about whatever name. */
void test_dns_server_answer_only (TestDnsServer *self, guint16 type);

/* @data is the record’s data on the wire; a name without records of a type has no data of it. */
void test_dns_server_add (TestDnsServer *self,
                          const char *name,
                          guint16 type,
                          gconstpointer data,
                          gsize length);
void test_dns_server_add_address (TestDnsServer *self, const char *name, const char *address);
void test_dns_server_set_code (TestDnsServer *self, const char *name, guint code);
void test_dns_server_add_exchanger (TestDnsServer *self, const char *name, const char *exchanger);
/* The first @datagrams questions about @name are lost; G_MAXUINT: all. */
void test_dns_server_lose (TestDnsServer *self, const char *name, guint datagrams);
/* Only questions of this type are lost. */
void test_dns_server_lose_only (TestDnsServer *self, const char *name, guint16 type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDnsServer, test_dns_server_free)

G_END_DECLS
