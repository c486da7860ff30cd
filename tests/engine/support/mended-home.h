/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home with Thunderbird, Evolution, msmtp, Claws Mail and Sylpheed installed, whose accounts are
 * repaired. */
#pragma once

#include "repair/kitte-repair-plan.h"
#include "support/folder-store.h"
#include "support/home.h"

G_BEGIN_DECLS

#define TEST_PREFS ".thunderbird/old/prefs.js"
#define TEST_SOURCES ".config/evolution/sources"
#define TEST_MSMTPRC ".msmtprc"

typedef struct
{
  TestHome home;
  GPtrArray *clients;
  TestFolderStore *store;
  KitteLookup *lookup;
} TestMendedHome;

/* As packages do, so that every program is found. */
void test_mended_home_install (TestHome *home);
/* Thunderbird of @home’s own system. */
KitteClient *test_mended_home_new_thunderbird (TestHome *home);

void test_mended_home_set_up (TestMendedHome *self, gconstpointer data);
void test_mended_home_tear_down (TestMendedHome *self, gconstpointer data);

GPtrArray *test_mended_home_find (TestMendedHome *self, const char *address);
/* The repair of @address, of which there has to be one. */
KitteRepair *test_mended_home_find_one (TestMendedHome *self, const char *address);
/* What was proven: the server behind @url, with PLAIN. */
KitteServer *test_mended_home_new_server (const char *url);
void test_mended_home_apply (TestMendedHome *self, KitteChangeSet *changes);
void test_mended_home_undo (TestMendedHome *self);

G_END_DECLS
