/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteWire: the hashing that a server asks for never holds the main loop up. */
#include "config.h"

#include "wire/kitte-wire.h"

#include "test-mailhost.h"

#include <time.h>

/* What the server asks for. */
#define ROUNDS 200000

static TestMailhost *host;

typedef struct
{
  KitteWire *wire;
  GCancellable *cancellable;
  GError *error;
  guint ticks_at_work;
  gint64 spent;
  gboolean cancels;
  gboolean done;
  gboolean ok;
} Run;

/* Of this thread alone, in nanoseconds: what other programs do on the machine is not in it. */
static gint64
spent (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

static gint64
measure_rounds (void)
{
  g_autoptr (KitteSecret) password = kitte_secret_new (TEST_MAILHOST_PASSWORD);
  g_autoptr (KitteScramWork) work =
      kitte_scram_work_new (KITTE_AUTH_SCRAM_SHA_256, password, "W22ZaJ0SNY7soEsUEjb6gQ==", ROUNDS);
  gint64 before = spent ();

  kitte_scram_work_run (work);
  g_assert_nonnull (kitte_scram_work_get_salted (work));
  return spent () - before;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->ok = kitte_wire_finish (KITTE_WIRE (source), result, &run->error);
  run->done = TRUE;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->ok = kitte_wire_finish (KITTE_WIRE (source), result, &run->error);
  run->done = TRUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  Run *run = user_data;

  /* Once cancelled, the answer is on its way, and a tick may come before it. */
  if (g_cancellable_is_cancelled (run->cancellable) ||
      kitte_dialog_get_wants (kitte_wire_get_dialog (run->wire)) != KITTE_DIALOG_WANTS_WORK)
    return G_SOURCE_CONTINUE;
  run->ticks_at_work++;
  if (run->cancels)
    g_cancellable_cancel (run->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
wait (Run *run)
{
  while (!run->done)
    g_main_context_iteration (NULL, TRUE);
  run->done = FALSE;
}

static void
sign_in (Run *run)
{
  const char *url = test_mailhost_get_url (host, "imap-scram-many-rounds");
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, TRUE, &run->error);
  g_autoptr (KitteTrustStore) trust = kitte_trust_store_new (test_mailhost_get_ca_file (host));
  g_autoptr (KitteSecret) secret = kitte_secret_new (TEST_MAILHOST_PASSWORD);
  g_autoptr (KitteCredential) credential = kitte_credential_new (TEST_MAILHOST_HANAKO, secret);
  gint64 before;
  guint timer;

  g_assert_no_error (run->error);
  run->wire = kitte_wire_new (server, trust, NULL);
  run->cancellable = g_cancellable_new ();
  kitte_wire_open_async (run->wire, 0, run->cancellable, opened_cb, run);
  wait (run);
  g_assert_no_error (run->error);
  g_assert_true (run->ok);
  timer = g_timeout_add (1, tick_cb, run);
  before = spent ();
  kitte_wire_sign_in_async (run->wire, credential, run->cancellable, signed_in_cb, run);
  wait (run);
  run->spent = spent () - before;
  g_source_remove (timer);
}

/* The main loop turns while the rounds are made, and the main thread makes none of them. */
static void
test_many_rounds (void)
{
  Run run = { 0 };
  gint64 rounds = measure_rounds ();

  sign_in (&run);
  g_test_message ("the rounds take %" G_GINT64_FORMAT
                  " microseconds, this thread took %" G_GINT64_FORMAT,
                  rounds / 1000, run.spent / 1000);
  g_assert_no_error (run.error);
  g_assert_true (run.ok);
  g_assert_true (kitte_dialog_get_signed_in (kitte_wire_get_dialog (run.wire)));
  g_assert_cmpuint (run.ticks_at_work, >, 0);
  g_assert_cmpint (run.spent, <, rounds / 2);
  kitte_wire_goodbye (run.wire);
  g_assert_finalize_object (run.wire);
  g_object_unref (run.cancellable);
}

/* The thread still has the wire when the caller is told, and lets it go when it is through. */
static void
test_cancel (void)
{
  Run run = { .cancels = TRUE };
  KitteWire *wire;

  sign_in (&run);
  g_assert_error (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (run.ticks_at_work, ==, 1);
  wire = run.wire;
  g_object_add_weak_pointer (G_OBJECT (wire), (gpointer *) &wire);
  g_object_unref (run.wire);
  g_assert_nonnull (wire);
  while (wire != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_error_free (run.error);
  g_object_unref (run.cancellable);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  host = test_mailhost_new_script ("imap-scram-many-rounds", NULL);
  g_test_add_func ("/wire/wire/many-rounds", test_many_rounds);
  g_test_add_func ("/wire/wire/cancel-at-work", test_cancel);
  status = g_test_run ();
  test_mailhost_free (host);
  return status;
}
