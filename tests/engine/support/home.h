/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A throwaway home: everything a test writes is in it, and its whole tree can be compared. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *root;
  char *home;
  char *state;
} TestHome;

/* Call first in main(), before anything asks GLib for a folder. */
void test_home_init (void);
/* The same with a folder of the caller's, which stays. */
void test_home_init_at (const char *folder);
void test_home_set_up (TestHome *self);
void test_home_tear_down (TestHome *self);

char *test_home_path (TestHome *self, const char *name);
void test_home_write (TestHome *self, const char *name, const char *text, guint mode);
char *test_home_read (TestHome *self, const char *name);

/* One line a file: type, permissions, name, digest or link target. */
char *test_tree_describe (const char *folder);
gboolean test_tree_contains (const char *folder, const char *text);

/* Runs in a child process with file systems of its own, where @folder is a tmpfs of @size bytes;
 * skips the test where the system does not allow it. A failed assertion fails the test. */
void test_with_small_disk (const char *folder, gsize size, void (*run) (gpointer), gpointer data);

G_END_DECLS
