/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of all three mail programs in one home: files that are broken leave out their own program
 * and stay as they are; files changed after the preview; old passwords turn up nowhere. */
#define G_LOG_USE_STRUCTURED
#define G_LOG_DOMAIN "kitte-test"
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "change/kitte-change-set.h"
#include "support/lived-in.h"

#define PROFILE ".thunderbird/abcd1234.default"
#define SOURCE ".config/evolution/sources/1a2b.source"
#define HUGE_FILE (50 * 1024 * 1024)

typedef enum
{
  TRUNCATED,
  RUBBISH,
  HUGE,
  MISSING_QUOTE,
  CRLF,
  UTF_16,
  BOM,
} Fault;

static const char *const fault_names[] = { "truncated", "rubbish", "huge", "missing-quote",
                                           "crlf",      "utf-16",  "bom" };

/* For each fault whether the program is left out: x, or the file is understood or of no weight: the
 * account is written, and after undo the file has its old bytes: o. */
static const struct
{
  const char *file;
  const char *client;
  const char *verdicts;
} kinds[] = {
  { PROFILE "/prefs.js", "thunderbird", "xxxxoxo" },
  { PROFILE "/logins.json", "thunderbird", "xxxxoxo" },
  { PROFILE "/key4.db", "thunderbird", "xxx-xxx" },
  { PROFILE "/user.js", "thunderbird", "xxxxoxo" },
  { ".thunderbird/profiles.ini", "thunderbird", "oxxooxo" },
  { ".thunderbird/installs.ini", "thunderbird", "ooooooo" },
  { SOURCE, "evolution", "ooooooo" },
  { ".msmtprc", "msmtp", "oxxooxx" },
};

static void
set_up (TestLivedIn *home, gconstpointer data)
{
  test_lived_in_open (home);
  test_lived_in_lay_out (home);
  test_home_write (&home->home, PROFILE "/user.js", "user_pref(\"my.own\", \"x\");\n", 0600);
  test_home_write (&home->home, ".thunderbird/installs.ini",
                   "[FDC34C9F024745EB]\nDefault=abcd1234.default\nLocked=1\n", 0600);
}

static void
tear_down (TestLivedIn *home, gconstpointer data)
{
  test_lived_in_close (home);
}

static void
write_file (const char *path, const char *text, gsize length)
{
  g_assert_true (g_file_set_contents_full (path, text, (gssize) length,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
make_huge (const char *path)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_no_errno (ftruncate (fd, HUGE_FILE));
  close (fd);
}

static void
drop_last_quote (const char *path, const char *text, gsize length)
{
  const char *quote = g_strrstr_len (text, (gssize) length, "\"");

  if (quote == NULL)
    return;
  g_autoptr (GString) broken = g_string_new_len (text, (gssize) length);

  g_string_erase (broken, quote - text, 1);
  write_file (path, broken->str, broken->len);
}

static void
write_crlf (const char *path, const char *text, gsize length)
{
  g_autoptr (GString) other = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (other, text[i] == '\n' ? "\r\n" : "%c", text[i]);
  write_file (path, other->str, other->len);
}

static void
write_utf_16 (const char *path, const char *text, gsize length)
{
  g_autoptr (GString) other = g_string_new ("\xff\xfe");

  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (other, text[i]);
      g_string_append_c (other, '\0');
    }
  write_file (path, other->str, other->len);
}

static void
break_file (const char *path, Fault fault)
{
  g_autofree char *text = NULL;
  g_autofree char *marked = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  switch (fault)
    {
    case TRUNCATED:
      write_file (path, text, length - length / 3);
      return;
    case RUBBISH:
      write_file (path,
                  "\x7f"
                  "ELF\x01\x00\xfe\xff rubbish\x00\x00\x01",
                  20);
      return;
    case HUGE:
      make_huge (path);
      return;
    case MISSING_QUOTE:
      drop_last_quote (path, text, length);
      return;
    case CRLF:
      write_crlf (path, text, length);
      return;
    case UTF_16:
      write_utf_16 (path, text, length);
      return;
    case BOM:
    default:
      marked = g_malloc (length + 3);
      memcpy (marked, "\xef\xbb\xbf", 3);
      memcpy (marked + 3, text, length);
      write_file (path, marked, length + 3);
    }
}

/* A home's files and the store's items, without our own record. */
static char *
describe (TestLivedIn *home)
{
  static const char *const parts[] = { ".thunderbird", ".config", "secrets", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *rc = test_home_read (&home->home, ".msmtprc");

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *folder = test_home_path (&home->home, parts[i]);
      g_autofree char *tree = test_tree_describe (folder);

      g_string_append (text, tree);
    }
  g_string_append (text, rc);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_left_out (KittePlan *plan, const char *client, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  const KitteLeftOut *left_out;

  g_assert_cmpuint (plan->left_out->len, ==, 1);
  left_out = plan->left_out->pdata[0];
  g_test_message ("%s", left_out->why);
  g_assert_cmpstr (left_out->client, ==, client);
  g_assert_false (left_out->there_already);
  /* Which file, or what to do. */
  g_assert_true (strstr (left_out->why, name) != NULL);
}

static void
run_fault (TestLivedIn *home, gsize kind, Fault fault)
{
  g_autofree char *path = test_home_path (&home->home, kinds[kind].file);
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePlan) plan = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;

  break_file (path, fault);
  before = describe (home);
  plan = test_lived_in_plan (home, FALSE, KITTE_FOR_EXISTING_LEAVE, &error);
  g_assert_no_error (error);
  after = describe (home);
  g_assert_cmpstr (after, ==, before);
  if (kinds[kind].verdicts[fault] == 'x')
    assert_left_out (plan, kinds[kind].client, path);
  else
    g_assert_cmpuint (plan->left_out->len, ==, 0);
  id = test_lived_in_apply (home, plan, &error);
  g_assert_no_error (error);
  g_assert_true (test_lived_in_undo (home, &error));
  g_assert_no_error (error);
  g_free (after);
  after = describe (home);
  g_assert_cmpstr (after, ==, before);
}

static void
test_fault (TestLivedIn *home, gconstpointer data)
{
  gsize kind = GPOINTER_TO_SIZE (data) / G_N_ELEMENTS (fault_names);
  gsize fault = GPOINTER_TO_SIZE (data) % G_N_ELEMENTS (fault_names);

  run_fault (home, kind, (Fault) fault);
}

/* Whichever of the planned files somebody writes between preview and writing, none is replaced. */
static void
test_changed_after_preview (TestLivedIn *home, gconstpointer data)
{
  static const char *const files[] = { PROFILE "/prefs.js", PROFILE "/logins.json", ".msmtprc" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (KittePlan) plan = test_lived_in_plan (home, FALSE, KITTE_FOR_EXISTING_LEAVE, NULL);
      g_autofree char *text = test_home_read (&home->home, files[i]);
      g_autofree char *longer = g_strconcat (text, " ", NULL);
      g_autofree char *name = g_path_get_basename (files[i]);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (plan);
      test_home_write (&home->home, files[i], longer, 0600);
      before = describe (home);
      g_assert_null (test_lived_in_apply (home, plan, &error));
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED);
      g_assert_nonnull (strstr (error->message, name));
      after = describe (home);
      g_assert_cmpstr (after, ==, before);
    }
}

static GString *logged;

static GLogWriterOutput
collect_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);
  return G_LOG_WRITER_HANDLED;
}

static void
assert_no_secret (const char *text)
{
  const char *const secrets[] = { LIVED_IN_SECRET, LIVED_IN_SAVED, TEST_PASSWORD };

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
}

static void
assert_plan_says_none (KittePlan *plan)
{
  GPtrArray *files = kitte_change_set_get_files (plan->changes);

  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];

      assert_no_secret (file->preview);
      for (guint j = 0; j < file->parts->len; j++)
        assert_no_secret (file->parts->pdata[j]);
    }
  for (guint i = 0; i < plan->left_out->len; i++)
    assert_no_secret (((KitteLeftOut *) plan->left_out->pdata[i])->why);
  for (guint i = 0; i < plan->notes->len; i++)
    assert_no_secret (((KittePlanNote *) plan->notes->pdata[i])->text);
}

/* Each file that Kitte wrote: the record, its copies of old files, and what the programs read. */
static void
assert_files_hold_none (TestLivedIn *home)
{
  static const char *const everywhere[] = { ".thunderbird", ".config", "state", "run" };
  const char *const secrets[] = { LIVED_IN_SECRET, LIVED_IN_SAVED, TEST_PASSWORD };

  for (gsize i = 0; i < G_N_ELEMENTS (everywhere); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (secrets); j++)
      {
        g_autofree char *folder = test_home_path (&home->home, everywhere[i]);

        g_assert_false (test_tree_contains (folder, secrets[j]));
      }
}

/* An old password in clear in msmtp's file, one that Thunderbird has saved, the new one; set up,
 * repaired, used, undone. */
static void
test_no_secret (TestLivedIn *home, gconstpointer data)
{
  const KitteForExisting choices[] = { KITTE_FOR_EXISTING_LEAVE, KITTE_FOR_EXISTING_REPAIR };
  g_autofree char *rc = test_home_read (&home->home, ".msmtprc");

  g_assert_nonnull (strstr (rc, LIVED_IN_SECRET));
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KittePlan) plan = test_lived_in_plan (home, i == 0, choices[i], &error);
      g_autofree char *id = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (plan->left_out->len, ==, 0);
      assert_plan_says_none (plan);
      id = test_lived_in_apply (home, plan, &error);
      g_assert_no_error (error);
      assert_files_hold_none (home);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (GError) error = NULL;

      test_lived_in_use (home);
      g_assert_true (test_lived_in_undo (home, &error));
      g_assert_no_error (error);
      assert_files_hold_none (home);
    }
  g_debug ("what is logged is seen");
  g_assert_nonnull (strstr (logged->str, "is seen"));
  assert_no_secret (logged->str);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/clients/lived-in/" name, TestLivedIn, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  logged = g_string_new (NULL);
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (collect_log, NULL, NULL);
  ADD ("changed-after-preview", test_changed_after_preview);
  ADD ("no-secret", test_no_secret);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds) * G_N_ELEMENTS (fault_names); i++)
    {
      const char *file = kinds[i / G_N_ELEMENTS (fault_names)].file;
      g_autofree char *name = g_path_get_basename (file);
      g_autofree char *path = g_strdup_printf ("/clients/lived-in/%s/%s", name,
                                               fault_names[i % G_N_ELEMENTS (fault_names)]);

      if (kinds[i / G_N_ELEMENTS (fault_names)].verdicts[i % G_N_ELEMENTS (fault_names)] != '-')
        g_test_add (path, TestLivedIn, GSIZE_TO_POINTER (i), set_up, test_fault, tear_down);
    }
  return g_test_run ();
}
