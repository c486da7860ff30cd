/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteChannel over a socket pair: lines as they come, and their bounds. */
#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "wire/kitte-channel.h"

typedef struct
{
  KitteChannel *channel;
  KitteTrips trips;
  int other;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  int pair[2];
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, pair), ==, 0);
  socket = g_socket_new_from_fd (pair[0], &error);
  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  f->other = pair[1];
  f->channel = kitte_channel_new (socket, &f->trips);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kitte_channel_free (f->channel);
  if (f->other >= 0)
    close (f->other);
}

static void
say (Fixture *f, const char *text, gsize length)
{
  g_assert_cmpint (write (f->other, text, length), ==, length);
}

static void
assert_line (Fixture *f, const char *expected)
{
  gsize length = 0;
  const char *line = kitte_channel_next_line (f->channel, &length);

  g_assert_cmpstr (line, ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
}

static void
assert_no_line (Fixture *f)
{
  gsize length;

  g_assert_null (kitte_channel_next_line (f->channel, &length));
}

static void
test_lines (Fixture *f, gconstpointer data)
{
  assert_no_line (f);
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_WANTS_READ);
  say (f, "one\r\ntwo\n\r\nhal", 14);
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
  assert_line (f, "one");
  assert_line (f, "two");
  assert_line (f, "");
  assert_no_line (f);
  say (f, "f\r\n", 3);
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
  assert_line (f, "half");
  assert_no_line (f);
}

static void
test_nul (Fixture *f, gconstpointer data)
{
  gsize length = 0;
  const char *line;

  say (f, "a\0b\r\n", 5);
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
  line = kitte_channel_next_line (f->channel, &length);
  g_assert_cmpmem (line, length + 1, "a\0b", 4);
}

static void
test_last_piece (Fixture *f, gconstpointer data)
{
  gsize length = 0;

  say (f, "421 go\r\nhalf a", 14);
  close (f->other);
  f->other = -1;
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
  assert_line (f, "421 go");
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_CLOSED);
  g_assert_cmpstr (kitte_channel_last_piece (f->channel, &length), ==, "half a");
  g_assert_cmpuint (length, ==, 6);
  g_assert_null (kitte_channel_last_piece (f->channel, &length));
}

/* A line without an end is given up at its bound; memory does not grow with what is sent. */
static void
test_endless_line (Fixture *f, gconstpointer data)
{
  char noise[4096];
  gsize length = 0;
  gsize sent = 0;
  const char *line = NULL;

  memset (noise, 'x', sizeof noise);
  while (line == NULL && sent < 4 * KITTE_MAX_LINE)
    {
      say (f, noise, sizeof noise);
      sent += sizeof noise;
      g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
      line = kitte_channel_next_line (f->channel, &length);
    }
  g_assert_nonnull (line);
  g_assert_cmpuint (length, ==, KITTE_MAX_LINE);
  g_assert_cmpuint (sent, <=, KITTE_MAX_LINE + 2 * sizeof noise);
}

static void
test_early_input (Fixture *f, gconstpointer data)
{
  g_assert_false (kitte_channel_has_early_input (f->channel));
  say (f, "220 ready\r\nEVIL\r\n", 17);
  g_assert_true (kitte_channel_has_early_input (f->channel));
  g_assert_cmpint (kitte_channel_fill (f->channel), ==, KITTE_TLS_DONE);
  assert_line (f, "220 ready");
  g_assert_true (kitte_channel_has_early_input (f->channel));
  assert_line (f, "EVIL");
  g_assert_false (kitte_channel_has_early_input (f->channel));
}

static void
test_output (Fixture *f, gconstpointer data)
{
  g_autofree char *big = g_strnfill (1024 * 1024, 'y');
  g_autoptr (KitteSecret) secret = kitte_secret_new (big);
  g_autofree char *heard = g_malloc (1024 * 1024);
  gsize total = 0;

  kitte_channel_queue (f->channel, secret);
  while (total < 1024 * 1024)
    {
      KitteTlsProgress progress = kitte_channel_flush (f->channel);
      gssize n;

      g_assert_true (progress == KITTE_TLS_DONE || progress == KITTE_TLS_WANTS_WRITE);
      n = read (f->other, heard + total, 1024 * 1024 - total);
      g_assert_cmpint (n, >, 0);
      total += (gsize) n;
    }
  g_assert_cmpmem (heard, total, big, total);
  g_assert_false (kitte_channel_has_output (f->channel));
}

static void
test_trips (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteSecret) command = kitte_secret_new ("NOOP\r\n");

  say (f, "* OK\r\n", 6);
  kitte_channel_fill (f->channel);
  g_assert_cmpuint (f->trips.count, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      kitte_channel_queue (f->channel, command);
      kitte_channel_queue (f->channel, command);
      g_assert_cmpint (kitte_channel_flush (f->channel), ==, KITTE_TLS_DONE);
    }
  say (f, "a\r\n", 3);
  kitte_channel_fill (f->channel);
  say (f, "b\r\n", 3);
  kitte_channel_fill (f->channel);
  g_assert_cmpuint (f->trips.count, ==, 1);
}

static void
test_broken (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteSecret) command = kitte_secret_new ("NOOP\r\n");

  close (f->other);
  f->other = -1;
  kitte_channel_queue (f->channel, command);
  g_assert_cmpint (kitte_channel_flush (f->channel), ==, KITTE_TLS_FAILED);
  g_assert_cmpint (kitte_channel_get_finding (f->channel)->code, ==, KITTE_FINDING_RESET);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/wire/channel/lines", test_lines);
  add ("/wire/channel/nul", test_nul);
  add ("/wire/channel/last-piece", test_last_piece);
  add ("/wire/channel/endless-line", test_endless_line);
  add ("/wire/channel/early-input", test_early_input);
  add ("/wire/channel/output", test_output);
  add ("/wire/channel/trips", test_trips);
  add ("/wire/channel/broken", test_broken);
  return g_test_run ();
}
