/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteBudget: what it allows, what it remembers, and what a damaged file or a clock that
 * is set back makes of it. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "verify/kitte-budget.h"

#define HOST "imap.example.test"
#define SECRET "correct-horse-battery"

static gint64 now;

typedef struct
{
  char *folder;
  char *file;
  KitteBudget *budget;
} Fixture;

static gint64
clock_cb (void)
{
  return now;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  now = 1700000000;
  f->folder = g_dir_make_tmp ("kitte-budget-XXXXXX", NULL);
  f->file = g_build_filename (f->folder, "kitte", "sign-ins.json", NULL);
  f->budget = kitte_budget_new (f->file, clock_cb);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *lock = g_strconcat (f->file, ".lock", NULL);
  g_autofree char *inner = g_path_get_dirname (f->file);

  g_object_unref (f->budget);
  g_chmod (inner, 0700);
  g_unlink (f->file);
  g_unlink (lock);
  /* Nothing else was left behind. */
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_cmpint (g_rmdir (f->folder), ==, 0);
  g_free (f->file);
  g_free (f->folder);
}

static void
restart (Fixture *f)
{
  g_object_unref (f->budget);
  f->budget = kitte_budget_new (f->file, clock_cb);
}

static const KitteBudgetPlace imap = { .protocol = KITTE_PROTOCOL_IMAP, .host = HOST };
static const KitteBudgetPlace smtp = { .protocol = KITTE_PROTOCOL_SMTP, .host = HOST };

static KitteBudgetVerdict
begin_at (Fixture *f,
          const KitteBudgetPlace *place,
          const char *user,
          const char *password,
          gboolean changed,
          guint *seconds)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);
  g_autoptr (KitteCredential) credential = kitte_credential_new (user, secret);
  guint ignored;

  return kitte_budget_begin (f->budget, place, credential, changed,
                             seconds != NULL ? seconds : &ignored);
}

static void
end_at (Fixture *f,
        const KitteBudgetPlace *place,
        const char *user,
        const char *password,
        KitteBudgetOutcome outcome)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);
  g_autoptr (KitteCredential) credential = kitte_credential_new (user, secret);

  kitte_budget_end (f->budget, place, credential, outcome);
}

static void
reject_at (Fixture *f, const KitteBudgetPlace *place, const char *user, const char *password)
{
  g_assert_cmpint (begin_at (f, place, user, password, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end_at (f, place, user, password, KITTE_BUDGET_REJECTED);
}

static KitteBudgetVerdict
begin (Fixture *f, const char *user, const char *password, gboolean changed, guint *seconds)
{
  return begin_at (f, &imap, user, password, changed, seconds);
}

static void
end (Fixture *f, const char *user, const char *password, KitteBudgetOutcome outcome)
{
  end_at (f, &imap, user, password, outcome);
}

static void
reject (Fixture *f, const char *user, const char *password)
{
  g_assert_cmpint (begin (f, user, password, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, user, password, KITTE_BUDGET_REJECTED);
}

static void
test_same_is_not_sent_again (Fixture *f, gconstpointer data)
{
  guint seconds = 0;

  reject (f, "taro", SECRET);
  now += 60;
  g_assert_cmpint (begin (f, "taro", SECRET, FALSE, &seconds), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpuint (seconds, ==, KITTE_BUDGET_WINDOW - 60);
  g_assert_cmpint (begin (f, "hanako", SECRET, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "hanako", SECRET, KITTE_BUDGET_UNSENT);
  g_assert_cmpint (begin (f, "taro", "another", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "another", KITTE_BUDGET_UNSENT);
  g_assert_cmpint (begin (f, "taro", SECRET, TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", SECRET, KITTE_BUDGET_UNSENT);
}

static void
test_rejections_outlive_the_process (Fixture *f, gconstpointer data)
{
  guint seconds = 0;

  reject (f, "taro", SECRET);
  now += 60;
  restart (f);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 1);
  g_assert_cmpint (begin (f, "taro", SECRET, FALSE, &seconds), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpuint (seconds, ==, KITTE_BUDGET_WINDOW - 60);
  /* Another process cannot know that this is another password; the person can. */
  g_assert_cmpint (begin (f, "taro", "another", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpint (begin (f, "taro", "another", TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "another", KITTE_BUDGET_ACCEPTED);
  restart (f);
  g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", SECRET, KITTE_BUDGET_UNSENT);
}

static void
test_three_are_the_most (Fixture *f, gconstpointer data)
{
  guint seconds = 0;

  reject (f, "taro", "1");
  now += 10;
  reject (f, "taro", "2");
  now += 10;
  restart (f);
  reject (f, "hanako", "3");
  now += 10;
  g_assert_cmpint (begin (f, "jiro", "4", FALSE, &seconds), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpuint (seconds, ==, KITTE_BUDGET_WINDOW - 30);
  now += seconds;
  reject (f, "jiro", "4");
  g_assert_cmpint (begin (f, "saburo", "5", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpint (begin (f, "saburo", "5", TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "saburo", "5", KITTE_BUDGET_REJECTED);
  g_assert_cmpint (begin (f, "saburo", "6", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

static void
test_success_frees (Fixture *f, gconstpointer data)
{
  reject (f, "taro", "1");
  reject (f, "taro", "2");
  g_assert_cmpint (begin (f, "taro", "3", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "3", KITTE_BUDGET_ACCEPTED);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 0);
}

/* A crash in the middle of a sign-in counts as one that failed. */
static void
test_crash_counts (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    {
      g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
      restart (f);
    }
  g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

static void
test_other_hosts_are_free (Fixture *f, gconstpointer data)
{
  const char *const address[] = { "192.0.2.9", NULL };
  const KitteBudgetPlace other = { .protocol = KITTE_PROTOCOL_IMAP,
                                   .host = "imap.example.org",
                                   .addresses = address };

  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    {
      g_autofree char *password = g_strdup_printf ("%u", i);

      reject (f, "taro", password);
    }
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &other), ==, 0);
  g_assert_cmpint (begin_at (f, &other, "taro", "3", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end_at (f, &other, "taro", "3", KITTE_BUDGET_UNSENT);
}

static void
test_clock_set_back (Fixture *f, gconstpointer data)
{
  guint seconds = 0;

  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    {
      g_autofree char *password = g_strdup_printf ("%u", i);

      reject (f, "taro", password);
    }
  /* Two years back: what failed still counts, but not for two years. */
  now -= 2 * 365 * 24 * 60 * 60;
  restart (f);
  g_assert_cmpint (begin (f, "jiro", "x", FALSE, &seconds), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpuint (seconds, <=, KITTE_BUDGET_WINDOW);
  now += KITTE_BUDGET_WINDOW + 1;
  g_assert_cmpint (begin (f, "jiro", "x", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "jiro", "x", KITTE_BUDGET_UNSENT);
}

static const char *const damages[] = {
  "",
  "{",
  "[]",
  "null",
  "{\"hosts\": 3}",
  "{\"format\": 1, \"hosts\": {\"" HOST "\": null}}",
  "{\"hosts\": {\"" HOST "\": {\"failed\": \"no\", \"rejected\": []}}}",
  "{\"hosts\": {\"" HOST
  "\": {\"failed\": [null, \"x\", 1e300, {}, -5], \"rejected\": {\"taro\": {}}}}}",
  "{\"format\": 2, \"sign_ins\": 7}",
  "{\"format\": 2, \"sign_ins\": [null, 1, {}, [], {\"host\": 1, \"time\": 2}]}",
  "{\"format\": 2, \"sign_ins\": [{\"host\": \"" HOST "\", \"time\": \"now\"}]}",
  "{\"format\": 2, \"sign_ins\": [{\"host\": \"" HOST "\", \"time\": 9e99}]}",
  "\xff\xfe\x00",
};

static void
test_damage (Fixture *f, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (f->file);

  g_mkdir (inner, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_assert_true (g_file_set_contents (f->file, damages[i], -1, NULL));
      restart (f);
      g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
      end (f, "taro", SECRET, KITTE_BUDGET_REJECTED);
      restart (f);
      g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
    }
}

/* What this process knows it still knows when the file is damaged or cannot be written. */
static void
test_no_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (f->file);

  g_mkdir (inner, 0700);
  reject (f, "taro", "1");
  g_unlink (f->file);
  g_assert_cmpint (g_mkdir (f->file, 0700), ==, 0);
  reject (f, "taro", "2");
  reject (f, "taro", "3");
  g_assert_cmpint (begin (f, "taro", "4", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpint (begin (f, "taro", "3", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_rmdir (f->file);
}

static void
test_file (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *encoded = g_base64_encode ((const guchar *) SECRET, strlen (SECRET));
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SECRET, -1);
  const char *const address[] = { "192.0.2.1", NULL };
  const KitteBudgetPlace place = { .protocol = KITTE_PROTOCOL_IMAP,
                                   .host = HOST,
                                   .addresses = address };
  GStatBuf status;

  reject_at (f, &place, "taro", SECRET);
  g_assert_cmpint (g_stat (f->file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (f->file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "{\"format\":2,\"sign_ins\":[{\"host\":\"" HOST
                   "\",\"addresses\":[\"192.0.2.1\"],\"protocol\":\"imap\",\"user\":\"taro\","
                   "\"time\":1700000000,\"state\":\"rejected\"}]}");
  g_assert_null (strstr (text, SECRET));
  g_assert_null (strstr (text, encoded));
  g_assert_null (strstr (text, hash));
}

/* Many processes at once take no more than there is. */
static void
test_processes_at_once (Fixture *f, gconstpointer data)
{
  guint allowed = 0;
  pid_t children[8];

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        {
          g_autofree char *user = g_strdup_printf ("user%u", i);

          restart (f);
          _exit (begin (f, user, "x", FALSE, NULL) == KITTE_BUDGET_ALLOWED ? 1 : 0);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status = 0;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status));
      allowed += (guint) WEXITSTATUS (status);
    }
  g_assert_cmpuint (allowed, ==, KITTE_BUDGET_MOST);
  g_assert_cmpint (begin (f, "another", "x", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

/* Deeper than the stack of a parser that calls itself; a pipe that nobody writes to. */
static void
test_hostile_file (Fixture *f, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (f->file);
  g_autofree char *deep = g_strnfill (200000, '[');

  g_mkdir (inner, 0700);
  g_assert_true (g_file_set_contents (f->file, deep, -1, NULL));
  g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", SECRET, KITTE_BUDGET_UNCLEAR);
  g_unlink (f->file);
  g_assert_cmpint (mkfifo (f->file, 0600), ==, 0);
  g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", SECRET, KITTE_BUDGET_UNCLEAR);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 2);
}

/* The name leaves no room for that of a temporary file: it can be read and never replaced. */
static void
test_unwritable (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-budget-XXXXXX", NULL);
  g_autofree char *name = g_strnfill (252, 'n');
  g_autofree char *file = g_build_filename (folder, name, NULL);
  Fixture f = { .file = file };

  now = 1700000000;
  g_assert_true (g_file_set_contents_full (file, "{\"format\": 1, \"hosts\": {}}", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  f.budget = kitte_budget_new (file, clock_cb);
  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    {
      g_autofree char *password = g_strdup_printf ("wrong-%u", i);

      reject (&f, "taro", password);
    }
  g_assert_cmpint (begin (&f, "taro", "wrong-again", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  g_object_unref (f.budget);
  g_unlink (file);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A crash in the middle of a sign-in counts as one that failed: here a real one. */
static void
test_killed (Fixture *f, gconstpointer data)
{
  int told[2];

  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    {
      pid_t child;
      int status = 0;
      char verdict = 0;

      g_assert_cmpint (pipe (told), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          restart (f);
          verdict = begin (f, "taro", "1", FALSE, NULL) == KITTE_BUDGET_ALLOWED ? 'y' : 'n';
          if (write (told[1], &verdict, 1) == 1)
            pause ();
          _exit (1);
        }
      g_assert_cmpint (read (told[0], &verdict, 1), ==, 1);
      g_assert_cmpint (verdict, ==, 'y');
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      close (told[0]);
      close (told[1]);
    }
  restart (f);
  g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

/* A server counts what fails there by whatever name and protocol it came. */
static void
test_names_of_one_server (Fixture *f, gconstpointer data)
{
  const char *const first[] = { "2001:db8::1", "192.0.2.1", NULL };
  const char *const second[] = { "192.0.2.1", NULL };
  const KitteBudgetPlace by_imap = { .protocol = KITTE_PROTOCOL_IMAP,
                                     .host = "imap.example.test",
                                     .addresses = first };
  const KitteBudgetPlace by_pop = { .protocol = KITTE_PROTOCOL_POP3,
                                    .host = "pop.example.test",
                                    .addresses = second };
  guint seconds = 0;

  reject_at (f, &by_imap, "taro", "1");
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &by_pop), ==, 1);
  reject_at (f, &by_pop, "taro", "1");
  reject_at (f, &by_imap, "taro", "2");
  restart (f);
  g_assert_cmpint (begin_at (f, &by_pop, "hanako", "3", FALSE, &seconds), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpuint (seconds, ==, KITTE_BUDGET_WINDOW);
  g_assert_cmpint (begin_at (f, &by_pop, "hanako", "3", TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end_at (f, &by_pop, "hanako", "3", KITTE_BUDGET_UNSENT);
}

/* Sending may have a password of its own at the host that receives. */
static void
test_protocols (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (begin (f, "taro", "mail", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "mail", KITTE_BUDGET_ACCEPTED);
  reject_at (f, &smtp, "taro", "mail");

  /* The next press, with another password for sending: receiving was not what was rejected. */
  g_assert_cmpint (begin (f, "taro", "mail", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "mail", KITTE_BUDGET_ACCEPTED);
  g_assert_cmpint (begin_at (f, &smtp, "taro", "mail", FALSE, NULL), ==,
                   KITTE_BUDGET_REJECTED_BEFORE);
  reject_at (f, &smtp, "taro", "wrong");
  g_assert_cmpint (begin (f, "taro", "mail", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "mail", KITTE_BUDGET_ACCEPTED);
  reject_at (f, &smtp, "taro", "wrong too");

  /* That receiving works three times does not make room for a fourth guess at sending. */
  g_assert_cmpint (begin_at (f, &smtp, "taro", "fourth", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpint (begin_at (f, &smtp, "taro", "fourth", TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end_at (f, &smtp, "taro", "fourth", KITTE_BUDGET_ACCEPTED);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &smtp), ==, 0);
}

static void
test_success_is_ones_own (Fixture *f, gconstpointer data)
{
  reject (f, "taro", "1");
  reject (f, "hanako", "1");
  g_assert_cmpint (begin (f, "taro", "2", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "2", KITTE_BUDGET_ACCEPTED);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 1);
  restart (f);
  g_assert_cmpint (begin (f, "hanako", "1", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
}

/* “Temporarily not possible” is no failed sign-in, unless it may be how a lock-out looks. */
static void
test_not_judged (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 2 * KITTE_BUDGET_MOST; i++)
    {
      g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
      end (f, "taro", "1", KITTE_BUDGET_NOT_JUDGED);
    }
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 0);
  reject (f, "taro", "2");
  for (guint i = 1; i < KITTE_BUDGET_MOST; i++)
    {
      g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
      end (f, "taro", "1", KITTE_BUDGET_NOT_JUDGED);
    }
  g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

/* An answer that is still awaited counts against the next sign-in, but is no sign of a lock-out. */
static void
test_awaited (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < KITTE_BUDGET_MOST; i++)
    g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 0);
  g_assert_cmpint (begin (f, "taro", "1", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  end (f, "taro", "1", KITTE_BUDGET_UNCLEAR);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 1);
}

/* A provider that locks early is asked less often. */
static void
test_early_lock_out (Fixture *f, gconstpointer data)
{
  KitteBudgetPlace strict = imap;
  KitteBudgetPlace lenient = imap;

  strict.most = 2;
  lenient.most = 100;
  reject_at (f, &strict, "taro", "1");
  reject_at (f, &strict, "taro", "2");
  g_assert_cmpint (begin_at (f, &strict, "taro", "3", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  reject_at (f, &lenient, "taro", "3");
  g_assert_cmpint (begin_at (f, &lenient, "taro", "4", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
}

/* What another process saw rejected after this one did may have been this very password. */
static void
test_window_and_terminal (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteBudget) terminal = kitte_budget_new (f->file, clock_cb);
  KitteBudget *window = f->budget;

  reject (f, "taro", "1");
  now += 1;
  g_assert_cmpint (begin (f, "taro", "2", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "2", KITTE_BUDGET_UNSENT);
  f->budget = terminal;
  g_assert_cmpint (begin (f, "taro", "2", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpint (begin (f, "taro", "2", TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end (f, "taro", "2", KITTE_BUDGET_REJECTED);
  f->budget = window;
  g_assert_cmpint (begin (f, "taro", "2", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
}

/* The word grants one sign-in, whatever came of it. */
static void
test_word_grants_one (Fixture *f, gconstpointer data)
{
  static const KitteBudgetOutcome outcomes[] = { KITTE_BUDGET_REJECTED, KITTE_BUDGET_UNCLEAR,
                                                 KITTE_BUDGET_NOT_JUDGED, KITTE_BUDGET_UNSENT };

  reject (f, "taro", SECRET);
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_assert_cmpint (begin (f, "taro", SECRET, TRUE, NULL), ==, KITTE_BUDGET_ALLOWED);
      end (f, "taro", SECRET, outcomes[i]);
      g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
      restart (f);
      g_assert_cmpint (begin (f, "taro", SECRET, FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
    }
}

/* The file of the first format, which knew neither addresses nor protocols. */
static void
test_old_file (Fixture *f, gconstpointer data)
{
  static const char old[] =
      "{\"format\":1,\"hosts\":{\"" HOST
      "\":{\"failed\":[1699999000,1699999700,1699999800],\"rejected\":{\"taro\":1699999801}},"
      "\"pop.example.test\":{\"failed\":[],\"rejected\":{\"hanako\":1699999900}}}}";
  const KitteBudgetPlace pop = { .protocol = KITTE_PROTOCOL_POP3, .host = "pop.example.test" };
  g_autofree char *inner = g_path_get_dirname (f->file);
  guint seconds = 0;

  g_mkdir (inner, 0700);
  g_assert_true (g_file_set_contents (f->file, old, -1, NULL));
  restart (f);
  g_assert_cmpuint (kitte_budget_count_failures (f->budget, &imap), ==, 2);
  g_assert_cmpint (begin (f, "taro", "x", FALSE, &seconds), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpuint (seconds, ==, KITTE_BUDGET_WINDOW - 200);
  g_assert_cmpint (begin_at (f, &smtp, "taro", "x", FALSE, NULL), ==, KITTE_BUDGET_REJECTED_BEFORE);
  g_assert_cmpint (begin_at (f, &pop, "hanako", "x", FALSE, NULL), ==,
                   KITTE_BUDGET_REJECTED_BEFORE);
  reject (f, "jiro", "x");
  restart (f);
  g_assert_cmpint (begin (f, "saburo", "x", FALSE, NULL), ==, KITTE_BUDGET_SPENT);
  g_assert_cmpint (begin_at (f, &pop, "saburo", "x", FALSE, NULL), ==, KITTE_BUDGET_ALLOWED);
  end_at (f, &pop, "saburo", "x", KITTE_BUDGET_UNSENT);
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
  add ("/verify/budget/same-is-not-sent-again", test_same_is_not_sent_again);
  add ("/verify/budget/rejections-outlive-the-process", test_rejections_outlive_the_process);
  add ("/verify/budget/three-are-the-most", test_three_are_the_most);
  add ("/verify/budget/success-frees", test_success_frees);
  add ("/verify/budget/crash-counts", test_crash_counts);
  add ("/verify/budget/killed", test_killed);
  add ("/verify/budget/names-of-one-server", test_names_of_one_server);
  add ("/verify/budget/protocols", test_protocols);
  add ("/verify/budget/success-is-ones-own", test_success_is_ones_own);
  add ("/verify/budget/not-judged", test_not_judged);
  add ("/verify/budget/awaited", test_awaited);
  add ("/verify/budget/early-lock-out", test_early_lock_out);
  add ("/verify/budget/window-and-terminal", test_window_and_terminal);
  add ("/verify/budget/word-grants-one", test_word_grants_one);
  add ("/verify/budget/old-file", test_old_file);
  add ("/verify/budget/other-hosts-are-free", test_other_hosts_are_free);
  add ("/verify/budget/clock-set-back", test_clock_set_back);
  add ("/verify/budget/damage", test_damage);
  add ("/verify/budget/no-folder", test_no_folder);
  add ("/verify/budget/file", test_file);
  add ("/verify/budget/processes-at-once", test_processes_at_once);
  add ("/verify/budget/hostile-file", test_hostile_file);
  g_test_add_func ("/verify/budget/unwritable", test_unwritable);
  return g_test_run ();
}
