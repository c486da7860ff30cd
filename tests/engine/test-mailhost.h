/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests: mail servers of tests/mailhost in a process of their own, and what they saw. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The accounts of every server that is not told otherwise, and their password. */
#define TEST_MAILHOST_HANAKO "hanako@demo.kitte.test"
#define TEST_MAILHOST_TARO "taro@demo.kitte.test"
#define TEST_MAILHOST_PASSWORD "kitte-demo"

typedef struct _TestMailhost TestMailhost;

TestMailhost *test_mailhost_new_honest (const char *services);
TestMailhost *test_mailhost_new_honest_at (const char *address, const char *services);
TestMailhost *test_mailhost_new_script (const char *behaviours, const char *services);
TestMailhost *
test_mailhost_new_script_with (const char *config, const char *behaviours, const char *services);
void test_mailhost_free (TestMailhost *self);

guint16 test_mailhost_get_port (TestMailhost *self, const char *name);
const char *test_mailhost_get_url (TestMailhost *self, const char *behaviour);
const char *test_mailhost_get_finding (TestMailhost *self, const char *behaviour);
const char *test_mailhost_get_ca_file (TestMailhost *self);

char *test_mailhost_read_log (TestMailhost *self);
guint test_mailhost_count (TestMailhost *self,
                           const char *service,
                           const char *event,
                           const char *key,
                           const char *value);
guint test_mailhost_count_sign_ins (TestMailhost *self, const char *service, const char *state);
guint test_mailhost_count_early_credentials (TestMailhost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestMailhost, test_mailhost_free)

G_END_DECLS
