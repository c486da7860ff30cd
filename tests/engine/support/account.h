/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts for tests, and fixture files. */
#pragma once

#include "model/kitte-account.h"

G_BEGIN_DECLS

#define TEST_PASSWORD "the-typed-password-51aa"

/* Without a password: TEST_PASSWORD. */
typedef struct
{
  const char *address;
  const char *name;
  const char *incoming;
  const char *outgoing;
  KitteAuth incoming_auth;
  KitteAuth outgoing_auth;
  const char *password;
} TestAccountSpec;

KitteAccount *test_account_new (const TestAccountSpec *spec);

/* NULL where there is no such file in tests/fixtures. */
GBytes *test_fixture_load (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
