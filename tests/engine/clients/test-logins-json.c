/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the list of saved passwords: found, added, replaced, removed, everything else kept. */
#include "config.h"

#include "clients/kitte-logins-json.h"
#include "clients/kitte-thunderbird-parts.h"

#include <glib/gstdio.h>
#include <string.h>

#include "clients/kitte-client.h"

#define PATH "/home/hana/profile/logins.json"
#define ORIGIN "imap://imap.example.test"

typedef struct
{
  KitteNssStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->store = kitte_nss_store_open (NULL, "/home/hana/profile/key4.db", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kitte_nss_store_free (fixture->store);
}

static KitteLoginsJson *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (GError) error = NULL;
  KitteLoginsJson *logins = kitte_logins_json_new (bytes, PATH, &error);

  g_assert_no_error (error);
  return logins;
}

static char *
to_text (const KitteLoginsJson *logins)
{
  g_autoptr (GBytes) bytes = kitte_logins_json_to_bytes (logins);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
put (Fixture *fixture, KitteLoginsJson *logins, const char *username, const char *password)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);
  g_autoptr (GError) error = NULL;
  char *part = NULL;

  kitte_logins_json_put (logins, fixture->store, ORIGIN, username, secret, &part, &error);
  g_assert_no_error (error);
  return part;
}

/* Of a new entry. */
static char *
put_new (Fixture *fixture, KitteLoginsJson *logins, const char *username, const char *password)
{
  g_autofree char *part = put (fixture, logins, username, password);

  g_assert_true (g_str_has_prefix (part, KITTE_PART_LOGIN));
  return g_strdup (part + strlen (KITTE_PART_LOGIN));
}

static void
assert_saved (Fixture *fixture, KitteLoginsJson *logins, const char *username, const char *password)
{
  g_autoptr (KitteSecret) secret =
      kitte_logins_json_lookup (logins, fixture->store, ORIGIN, username);

  if (password == NULL)
    g_assert_null (secret);
  else
    g_assert_cmpstr (kitte_secret_peek (secret), ==, password);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteLoginsJson) logins = parse (NULL);
  g_autofree char *guid = put_new (fixture, logins, "hana", "パス\"\\ワード");
  g_autofree char *text = to_text (logins);
  g_autofree char *preview = kitte_logins_json_preview (logins);
  g_autoptr (KitteLoginsJson) again = parse (text);

  g_assert_cmpuint (strlen (guid), ==, 38);
  g_assert_nonnull (strstr (text, guid));
  g_assert_true (g_str_has_prefix (text, "{\"nextId\":2,\"logins\":[{\"id\":1,"));
  g_assert_true (g_str_has_suffix (text, "\"version\":3}"));
  g_assert_null (strstr (text, "hana"));
  g_assert_cmpstr (preview, ==, "+ " ORIGIN " hana ***\n");
  assert_saved (fixture, again, "hana", "パス\"\\ワード");
  /* The case counts. */
  assert_saved (fixture, again, "Hana", NULL);
}

static void
test_unknown_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteLoginsJson) logins =
      parse ("\xef\xbb\xbf{\"future\":{\"a\":[1,2.5,null]},\"nextId\":7,\"logins\":["
             "{\"id\":3,\"hostname\":\"https://x\",\"new\":true,\"guid\":\"{g}\"},"
             "{\"id\":12}],\"version\":3,\"last\":\"日\"}");
  g_autofree char *guid = put_new (fixture, logins, "hana", "x");
  g_autofree char *text = NULL;
  g_autofree char *removed = NULL;

  text = to_text (logins);
  g_assert_true (
      g_str_has_prefix (text,
                        "\xef\xbb\xbf{\"future\":{\"a\":[1,2.5,null]},\"nextId\":14,\"logins\":["
                        "{\"id\":3,\"hostname\":\"https://x\",\"new\":true,"
                        "\"guid\":\"{g}\"},{\"id\":12},{\"id\":13,"));
  g_assert_true (g_str_has_suffix (text, "],\"version\":3,\"last\":\"日\"}"));
  g_assert_true (kitte_logins_json_remove (logins, guid));
  g_assert_false (kitte_logins_json_remove (logins, guid));
  removed = to_text (logins);
  g_assert_cmpstr (removed, ==,
                   "\xef\xbb\xbf{\"future\":{\"a\":[1,2.5,null]},\"nextId\":13,\"logins\":["
                   "{\"id\":3,\"hostname\":\"https://x\",\"new\":true,\"guid\":\"{g}\"},"
                   "{\"id\":12}],\"version\":3,\"last\":\"日\"}");
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteLoginsJson) first = parse (NULL);
  g_autofree char *guid = put_new (fixture, first, "hana", "old");
  g_autofree char *before = to_text (first);
  g_autoptr (KitteLoginsJson) logins = parse (before);
  g_autofree char *same = NULL;
  g_autofree char *after = NULL;
  g_autofree char *part = NULL;

  g_assert_null (put (fixture, logins, "hana", "old"));
  g_assert_false (kitte_logins_json_is_changed (logins));
  same = to_text (logins);
  g_assert_cmpstr (same, ==, before);
  part = put (fixture, logins, "hana", "new");
  g_assert_true (g_str_has_prefix (part, KITTE_PART_KEPT));
  g_assert_true (kitte_logins_json_is_changed (logins));
  after = to_text (logins);
  g_assert_nonnull (strstr (after, guid));
  g_assert_nonnull (strstr (after, "\"hostname\":\"kitte-undo-" ORIGIN));
  g_assert_nonnull (strstr (after, "\"httpRealm\":\"kept by Kitte until "));
  assert_saved (fixture, logins, "hana", "new");
}

/* The old password comes back, byte for byte; not over one that somebody has changed since. */
static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteLoginsJson) logins = parse (NULL);
  g_autofree char *guid = put_new (fixture, logins, "hana", "old");
  g_autofree char *before = to_text (logins);
  g_autofree char *part = put (fixture, logins, "hana", "new");
  g_autofree char *changed = to_text (logins);
  g_autofree char *after = NULL;
  g_autoptr (KitteLoginsJson) later = parse (changed);
  g_autofree char *elsewhere = g_strconcat (part, "9", NULL);

  g_assert_true (kitte_logins_json_restore (logins, part + strlen (KITTE_PART_KEPT)));
  after = to_text (logins);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (kitte_logins_json_restore (logins, part + strlen (KITTE_PART_KEPT)));
  g_assert_true (kitte_logins_json_restore (later, elsewhere + strlen (KITTE_PART_KEPT)));
  assert_saved (fixture, later, "hana", "new");
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteLoginsJson) logins = parse (NULL);
  g_autofree char *guid = put_new (fixture, logins, "hana", "old");
  g_autofree char *part = put (fixture, logins, "hana", "new");
  g_autofree char *after = NULL;

  g_assert_true (kitte_logins_json_forget (logins, part + strlen (KITTE_PART_KEPT)));
  g_assert_false (kitte_logins_json_forget (logins, part + strlen (KITTE_PART_KEPT)));
  after = to_text (logins);
  g_assert_null (strstr (after, "kitte-undo"));
  assert_saved (fixture, logins, "hana", "new");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  const char *const cases[] = { "{",       "[]",   "{\"logins\":{}}", "{\"logins\":[1]}",
                                "nothing", "\xff", "{\"a\":1}{}",     deep };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i], strlen (cases[i]));
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_null (kitte_logins_json_new (bytes, PATH, &error));
      g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/logins-json/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("kitte-run-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_new);
  ADD ("unknown-is-kept", test_unknown_is_kept);
  ADD ("replace", test_replace);
  ADD ("restore", test_restore);
  ADD ("forget", test_forget);
  ADD ("unreadable", test_unreadable);
  status = g_test_run ();
  g_assert_no_errno (g_rmdir (runtime));
  return status;
}
