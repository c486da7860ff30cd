/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests that prefs.js is read as Thunderbird reads it and changed only where we change it. */
#include "config.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "clients/kitte-client.h"
#include "clients/kitte-prefs-js.h"

static KittePrefsJs *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KittePrefsJs *prefs = kitte_prefs_js_new (bytes, "/home/hana/prefs.js", &error);

  g_assert_no_error (error);
  return prefs;
}

static void
assert_text (const KittePrefsJs *prefs, const char *expected)
{
  g_autoptr (GBytes) bytes = kitte_prefs_js_to_bytes (prefs);
  g_autofree char *text = NULL;

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_string (const KittePrefsJs *prefs, const char *key, const char *expected)
{
  g_autofree char *value = kitte_prefs_js_get_string (prefs, key);

  g_assert_cmpstr (value, ==, expected);
}

static const char *const tolerated[] = {
  "",
  "\n",
  "// Mozilla User Preferences\n\nuser_pref(\"a\", true);\n",
  "\xef\xbb\xbfuser_pref(\"a\", \"b\");\n",
  "user_pref(\"a\", 1);\r\n# comment\r\nuser_pref('b', 'it is \"quoted\"');\r\n",
  "user_pref(\"a\", -1); user_pref(\"b\", +2);/* x */user_pref ( \"c\" , false ) ;",
  "user_pref(\"a\", \"\x93\xfa\x96\x7b\");\n",
  "user_pref(\"a\", \"\\\"\\\\\\n\\r\\x41\\u65e5\\ud83d\\ude00\");\n",
  "pref(\"a\", 3, sticky, locked);\nsticky_pref(\"b\", \"\");\n",
  "user_pref(\"a\",\n  1\n);\n\n\n// the end, without a line end",
};

static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tolerated); i++)
    {
      g_autoptr (KittePrefsJs) prefs = parse (tolerated[i]);
      g_autofree char *preview = kitte_prefs_js_preview (prefs);

      assert_text (prefs, tolerated[i]);
      g_assert_cmpstr (preview, ==, "");
    }
}

static void
test_add_and_remove_is_nothing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tolerated); i++)
    {
      g_autoptr (KittePrefsJs) prefs = parse (tolerated[i]);
      g_autofree char *preview = NULL;
      g_autoptr (GBytes) bytes = NULL;

      kitte_prefs_js_set_int (prefs, "kitte.test.one", 1);
      kitte_prefs_js_set_string (prefs, "kitte.test.two", "");
      kitte_prefs_js_remove (prefs, "kitte.test.one");
      kitte_prefs_js_remove (prefs, "kitte.test.two");
      preview = kitte_prefs_js_preview (prefs);
      g_assert_cmpstr (preview, ==, "");
      /* A last line without an end gets one; everything before it is as it was. */
      bytes = kitte_prefs_js_to_bytes (prefs);
      g_assert_cmpuint (g_bytes_get_size (bytes), >=, strlen (tolerated[i]));
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, strlen (tolerated[i]) + 2);
      g_assert_cmpint (memcmp (g_bytes_get_data (bytes, NULL) ?: "", tolerated[i],
                               strlen (tolerated[i])),
                       ==, 0);
    }
}

static void
test_values (void)
{
  g_autoptr (KittePrefsJs) prefs =
      parse ("user_pref(\"s\", \"\\\"\\\\\\n\\x41\\u65e5\\ud83d\\ude00\");\n"
             "user_pref(\"n\", 993);user_pref(\"b\", true);\n"
             "user_pref(\"twice\", 1);\nuser_pref(\"twice\", 2);\n"
             "pref(\"d\", 1);\npref(\"n\", 5);\nuser_pref(\"quoted\", \"993\");\n");
  int number = 0;
  gboolean flag = FALSE;

  assert_string (prefs, "s", "\"\\\nA日😀");
  g_assert_true (kitte_prefs_js_get_int (prefs, "n", &number));
  g_assert_cmpint (number, ==, 993);
  g_assert_true (kitte_prefs_js_get_int (prefs, "twice", &number));
  g_assert_cmpint (number, ==, 2);
  g_assert_true (kitte_prefs_js_get_int (prefs, "d", &number));
  g_assert_cmpint (number, ==, 1);
  g_assert_true (kitte_prefs_js_get_bool (prefs, "b", &flag));
  g_assert_true (flag);
  g_assert_false (kitte_prefs_js_get_int (prefs, "quoted", &number));
  g_assert_false (kitte_prefs_js_get_int (prefs, "absent", &number));
  assert_string (prefs, "n", NULL);
}

static void
test_change (void)
{
  g_autoptr (KittePrefsJs) prefs = parse ("# mine\r\nuser_pref('a' , 'x') ; // why\r\n"
                                          "user_pref(\"b\", 25);\r\nuser_pref(\"c\", 1);\r\n");
  g_autofree char *preview = NULL;

  kitte_prefs_js_set_string (prefs, "a", "山田 \"花子\"");
  kitte_prefs_js_set_int (prefs, "b", 587);
  kitte_prefs_js_set_int (prefs, "c", 1);
  kitte_prefs_js_set_bool (prefs, "d", TRUE);
  assert_text (prefs, "# mine\r\nuser_pref('a' , \"山田 \\\"花子\\\"\") ; // why\r\n"
                      "user_pref(\"b\", 587);\r\nuser_pref(\"c\", 1);\r\n"
                      "user_pref(\"d\", true);\r\n");
  preview = kitte_prefs_js_preview (prefs);
  g_assert_cmpstr (preview, ==,
                   "- user_pref('a' , 'x') ;\n"
                   "+ user_pref('a' , \"山田 \\\"花子\\\"\") ;\n"
                   "- user_pref(\"b\", 25);\n+ user_pref(\"b\", 587);\n"
                   "+ user_pref(\"d\", true);\n");
}

static void
test_change_type_and_duplicates (void)
{
  g_autoptr (KittePrefsJs) prefs =
      parse ("user_pref(\"a\", 1);\nuser_pref(\"a\", 2);\npref(\"b\", 1);\n");
  int number = 0;

  kitte_prefs_js_set_string (prefs, "a", "3");
  kitte_prefs_js_set_int (prefs, "b", 4);
  assert_text (prefs, "user_pref(\"a\", 1);\nuser_pref(\"a\", \"3\");\npref(\"b\", 1);\n"
                      "user_pref(\"b\", 4);\n");
  g_assert_true (kitte_prefs_js_get_int (prefs, "b", &number));
  g_assert_cmpint (number, ==, 4);
}

static void
test_remove (void)
{
  g_autoptr (KittePrefsJs) prefs = parse ("user_pref(\"a\", 1);\nuser_pref(\"b\", 2);\n"
                                          "user_pref(\"c\", 3); user_pref(\"a\", 4); // tail\n");
  g_autofree char *preview = NULL;

  kitte_prefs_js_remove (prefs, "a");
  g_assert_false (kitte_prefs_js_has (prefs, "a"));
  assert_text (prefs, "user_pref(\"b\", 2);\nuser_pref(\"c\", 3);  // tail\n");
  preview = kitte_prefs_js_preview (prefs);
  g_assert_cmpstr (preview, ==, "- user_pref(\"a\", 4);\n- user_pref(\"a\", 1);\n");
}

static void
assert_unreadable (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_prefs_js_new (bytes, "/home/hana/prefs.js", &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "/home/hana/prefs.js"));
}

static void
test_broken (void)
{
  static const char *const cases[] = {
    "user_pref(\"a, 1);\n",
    "user_pref(\"a\", \"b);\nuser_pref(\"c\", \"d\");\n",
    "user_pref(\"a\", \"b);\n",
    "user_pref(\"a\", 1)\n",
    "user_pref(\"a\", 1",
    "user_pref(\"a\", yes);\n",
    "user_pref(\"a\", 99999999999);\n",
    "user_pref(\"a\", \"\\q\");\n",
    "user_pref(\"a\", \"\\u0000\");\n",
    "user_pref(\"a\", \"\\ud83d\");\n",
    "user_pref(\"a\", );\n",
    "/* user_pref(\"a\", 1);\n",
    "set_pref(\"a\", 1);\n",
    "PK\x03\x04rubbish",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i], strlen (cases[i]));

      assert_unreadable (bytes);
    }
}

static void
test_nul_utf16_and_size (void)
{
  static const char nul[] = "// a\0b\nuser_pref(\"a\", 1);\n";
  static const char utf16[] = "\xff\xfeu\0s\0e\0r\0";
  g_autofree char *huge = g_strnfill (KITTE_MAX_CLIENT_FILE + 1, '\n');
  g_autoptr (GBytes) nul_bytes = g_bytes_new_static (nul, sizeof nul - 1);
  g_autoptr (GBytes) utf16_bytes = g_bytes_new_static (utf16, sizeof utf16 - 1);
  g_autoptr (GBytes) huge_bytes = g_bytes_new_static (huge, KITTE_MAX_CLIENT_FILE + 1);

  assert_unreadable (nul_bytes);
  assert_unreadable (utf16_bytes);
  assert_unreadable (huge_bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prefs-js/round-trip", test_round_trip);
  g_test_add_func ("/prefs-js/add-and-remove-is-nothing", test_add_and_remove_is_nothing);
  g_test_add_func ("/prefs-js/values", test_values);
  g_test_add_func ("/prefs-js/change", test_change);
  g_test_add_func ("/prefs-js/change-type-and-duplicates", test_change_type_and_duplicates);
  g_test_add_func ("/prefs-js/remove", test_remove);
  g_test_add_func ("/prefs-js/broken", test_broken);
  g_test_add_func ("/prefs-js/nul-utf16-and-size", test_nul_utf16_and_size);
  return g_test_run ();
}
