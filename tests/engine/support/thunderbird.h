/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home with Thunderbird in it, laid out from a fixture, beside a system that has the program. */
#pragma once

#include "clients/kitte-thunderbird.h"
#include "support/account.h"
#include "support/folder-store.h"
#include "support/home.h"

G_BEGIN_DECLS

#define TEST_THUNDERBIRD_ROOT ".thunderbird"

/**
 * TestThunderbird:
 * @client: looks for programs only in @home
 * @root: where the files of the chosen installation are
 * @last_id: of the change that was applied last
 */
typedef struct
{
  TestHome home;
  KitteClient *client;
  TestFolderStore *store;
  char *system;
  char *root;
  char *last_id;
} TestThunderbird;

void test_thunderbird_set_up (TestThunderbird *self);
void test_thunderbird_tear_down (TestThunderbird *self);

/* Makes a program file as a package or an unpacked archive does. */
void test_thunderbird_install (TestThunderbird *self, const char *directory);
/* Copies tests/fixtures/homes/thunderbird/NAME/before, where there is one, to @root in the home. */
void test_thunderbird_lay_out (TestThunderbird *self, const char *name, const char *root);

KitteChangeSet *
test_thunderbird_plan (TestThunderbird *self, const TestAccountSpec *spec, GError **error);
/* The settings file that will be written. */
const char *test_thunderbird_find_prefs (KitteChangeSet *changes);
void test_thunderbird_apply (TestThunderbird *self, KitteChangeSet *changes);
void test_thunderbird_undo (TestThunderbird *self);
GPtrArray *test_thunderbird_read (TestThunderbird *self);

/* The folder of a profile in the list that the text @known does not name; NULL for none. */
char *test_thunderbird_find_new_profile (TestThunderbird *self, const char *known);

G_END_DECLS
