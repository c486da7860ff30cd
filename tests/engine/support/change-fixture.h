/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home with a file of theirs, one that holds a password, and a linked one; a change of them all,
 * and an owner who takes our part out of each. */
#pragma once

#include "change/kitte-apply-private.h"
#include "change/kitte-undo.h"
#include "support/folder-store.h"
#include "support/home.h"

G_BEGIN_DECLS

#define OLD_SECRET "an-older-password-8c1f"
#define NEW_SECRET "the-typed-password-51aa"
#define CLEAR_SECRET "in-clear-in-a-file-77e0"
/* More than any change takes. */
#define MAX_STEPS 200

typedef struct
{
  TestHome home;
  TestFolderStore *store;
  GPtrArray *owners;
  char *before;
} ChangeFixture;

typedef struct
{
  guint left;
  gboolean die;
} Countdown;

char *change_fixture_describe (ChangeFixture *fixture);
/* Without making the files: those of an earlier process. */
void change_fixture_open (ChangeFixture *fixture);
void change_fixture_set_up (ChangeFixture *fixture, gconstpointer data);
void change_fixture_tear_down (ChangeFixture *fixture, gconstpointer data);
void change_fixture_plan_line (KitteChangeSet *changes,
                               ChangeFixture *fixture,
                               const char *name,
                               const char *line);
KitteChangeSet *change_fixture_make_plan (ChangeFixture *fixture);
KitteApplyContext change_fixture_make_context (ChangeFixture *fixture);
/* A KitteStepFunc over a Countdown: fails, or dies with status 42, when it has run out. */
gboolean change_fixture_count_down (const char *step, gpointer data, GError **error);
char *change_fixture_apply (ChangeFixture *fixture);
/* A child process that holds a lock on the file; stop it by change_fixture_stop(). */
GPid change_fixture_hold_lock (const char *path);
void change_fixture_stop (GPid pid);
void change_fixture_undo (ChangeFixture *fixture, const char *id);
void change_fixture_recover (ChangeFixture *fixture);
guint change_fixture_count_entries (void);
void change_fixture_assert_as_before (ChangeFixture *fixture);
void change_fixture_assert_content (ChangeFixture *fixture, const char *name, const char *expected);
void change_fixture_assert_all_written (ChangeFixture *fixture);

G_END_DECLS
