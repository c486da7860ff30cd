/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home with all three mail programs in it, as people have them, and the real clients beside it.
 */
#pragma once

#include "clients/kitte-plan.h"
#include "support/account.h"
#include "support/folder-store.h"
#include "support/home.h"

G_BEGIN_DECLS

/* In the old files, unencrypted where the programs keep it so; nowhere else may it turn up. */
#define LIVED_IN_SECRET "old-clear-text"
/* What Thunderbird has saved. */
#define LIVED_IN_SAVED "old secret"

/**
 * TestLivedIn:
 * @clients: Thunderbird, Evolution, msmtp
 * @installations: one of each, in the home
 * @store: stands in for the keyring
 */
typedef struct
{
  TestHome home;
  GPtrArray *clients;
  GPtrArray *installations;
  TestFolderStore *store;
} TestLivedIn;

/* After test_home_init() or test_home_init_at(). */
void test_lived_in_open (TestLivedIn *self);
void test_lived_in_close (TestLivedIn *self);
/* Writes the old files: accounts of others, saved passwords, comments. */
void test_lived_in_lay_out (TestLivedIn *self);

/* @old: at servers that are no more; else at those that were proven. */
KittePlan *
test_lived_in_plan (TestLivedIn *self, gboolean old, KitteForExisting for_existing, GError **error);
char *test_lived_in_apply (TestLivedIn *self, KittePlan *plan, GError **error);
gboolean test_lived_in_undo (TestLivedIn *self, GError **error);
/* As at the start of Kitte. */
gboolean test_lived_in_recover (TestLivedIn *self, GError **error);
/* Lets the record of changes go, and what it keeps. */
void test_lived_in_forget (TestLivedIn *self);
/* The programs add something to each of the files that a set-up writes. */
void test_lived_in_use (TestLivedIn *self);

G_END_DECLS
