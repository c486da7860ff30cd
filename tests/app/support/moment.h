/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window in the middle of something, and the press that takes the word back. */
#pragma once

#include "kitte-application.h"
#include "kitte-setup.h"
#include "kitte-window.h"

G_BEGIN_DECLS

/* How long the way back may take. */
#define TEST_MOMENT_AT_ONCE_US (100 * G_TIME_SPAN_MILLISECOND)

/**
 * TestMoment:
 * @frames: that were painted since somebody asked
 * @silent: (nullable): a socket that answers nothing, where the test has made one
 */
typedef struct
{
  KitteWindow *window;
  KitteSetup *setup;
  guint frames;
  GSocket *silent;
  guint16 port;
} TestMoment;

typedef void (*TestMomentFunc) (TestMoment *moment, gconstpointer data);

/**
 * TestMomentCase:
 * @name: of the test
 * @reach: brings the window into the middle of something
 * @press: (nullable): takes the word back; nothing is waited for. %NULL: the window is closed
 * @page: (nullable): what is on the screen when that returns
 * @after: (nullable): what holds then
 * @data: (nullable): for all of them
 *
 * Between the press and the end of the next frame the window is busy for 100 ms at most.
 */
typedef struct
{
  const char *name;
  TestMomentFunc reach;
  TestMomentFunc press;
  GType (*page) (void);
  TestMomentFunc after;
  gconstpointer data;
} TestMomentCase;

/* To be called once, after gtk_test_init(); Returns: (transfer full): registered, and the default.
 */
KitteApplication *test_moment_init (void);
/* Adds the tests of @cases, which ends with one that has no name. */
void test_moment_add (const TestMomentCase *cases);

/* What several of them are made of. */
void test_moment_press_escape (TestMoment *moment, gconstpointer data);
void test_moment_press_back (TestMoment *moment, gconstpointer data);
void test_moment_type_address (TestMoment *moment, const char *address);
void test_moment_go (TestMoment *moment, KitteOutcome outcome, GType page);
GtkWidget *test_moment_get_page (TestMoment *moment);

G_END_DECLS
