/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteAddress: what people type, and what no address can be. */
#include "config.h"

#include "model/kitte-address.h"

#include <string.h>

static const struct
{
  const char *typed;
  const char *text;
  const char *display; /* NULL: the same as text */
  const char *name;
} good[] = {
  { "taro@example.jp", "taro@example.jp", NULL, NULL },
  { "  taro@example.jp  ", "taro@example.jp", NULL, NULL },
  { "taro@example.jp\n", "taro@example.jp", NULL, NULL },
  { "\ttaro@example.jp\r\n", "taro@example.jp", NULL, NULL },
  { "Taro@EXAMPLE.JP", "Taro@example.jp", NULL, NULL },
  { "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp", NULL, NULL },
  { "ｔａｒｏ０１＠ｅｘａｍｐｌｅ。ｊｐ", "taro01@example.jp", NULL, NULL },
  { "taro＠example｡jp", "taro@example.jp", NULL, NULL },
  { "taro﹫example.jp", "taro@example.jp", NULL, NULL },
  { "　taro＠example.jp　", "taro@example.jp", NULL, NULL },
  { "taro ＠ example.jp", "taro@example.jp", NULL, NULL },
  { "taro@ example.jp", "taro@example.jp", NULL, NULL },
  { "\xc2\xa0taro@example.jp\xc2\xa0", "taro@example.jp", NULL, NULL },
  { "taro－yamada@example.jp", "taro-yamada@example.jp", NULL, NULL },
  { "taro‐yamada@example.jp", "taro-yamada@example.jp", NULL, NULL },
  { "taro−yamada@hi−ho.ne.jp", "taro-yamada@hi-ho.ne.jp", NULL, NULL },
  { "taroー１@hiーho．ne．jp", "taro-1@hi-ho.ne.jp", NULL, NULL },
  { "taro@コーヒー.jp", "taro@xn--tck2c4fb.jp", "taro@コーヒー.jp", NULL },
  { "taro—yamada@example.jp", "taro-yamada@example.jp", NULL, NULL },
  { "taro＿y＋z@example.jp", "taro_y+z@example.jp", NULL, NULL },
  { "mailto:taro@example.jp", "taro@example.jp", NULL, NULL },
  { "MAILTO:taro@example.jp?subject=Hi", "taro@example.jp", NULL, NULL },
  { "mailto:taro%2Bnews@example.jp", "taro+news@example.jp", NULL, NULL },
  { "mailto:taro%40example.jp", "taro@example.jp", NULL, NULL },
  { "<taro@example.jp>", "taro@example.jp", NULL, NULL },
  { "<mailto:taro@example.jp>", "taro@example.jp", NULL, NULL },
  { "Taro Yamada <taro@example.jp>", "taro@example.jp", NULL, "Taro Yamada" },
  { "\"Yamada, Taro\" <taro@example.jp>", "taro@example.jp", NULL, "Yamada, Taro" },
  { "\"Taro <home>\" <taro@example.jp>", "taro@example.jp", NULL, "Taro <home>" },
  { "山田太郎 <taro@example.jp>", "taro@example.jp", NULL, "山田太郎" },
  { "山田 太郎＜ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ＞", "taro@example.jp", NULL, "山田 太郎" },
  { "Taro <taro@example.jp>.", "taro@example.jp", NULL, "Taro" },
  { "Taro <taro@example.jp", "taro@example.jp", NULL, "Taro" },
  { "\"taro@example.jp\"", "taro@example.jp", NULL, NULL },
  { "'taro@example.jp'", "taro@example.jp", NULL, NULL },
  { "“taro@example.jp”", "taro@example.jp", NULL, NULL },
  { "「taro@example.jp」", "taro@example.jp", NULL, NULL },
  { "(taro@example.jp)", "taro@example.jp", NULL, NULL },
  { "taro@example.jp.", "taro@example.jp", NULL, NULL },
  { "taro@example.jp。", "taro@example.jp", NULL, NULL },
  { "taro@example.jp,", "taro@example.jp", NULL, NULL },
  { "taro@example.jp; ", "taro@example.jp", NULL, NULL },
  { "ta\xe2\x80\x8bro@exam\xef\xbb\xbfple.jp", "taro@example.jp", NULL, NULL },
  { "taro@exam\xc2\xadple.jp", "taro@example.jp", NULL, NULL },
  { "\xe2\x80\x8e"
    "taro@example.jp\xe2\x80\x8f",
    "taro@example.jp", NULL, NULL },
  { "taro@日本語.jp", "taro@xn--wgv71a119e.jp", "taro@日本語.jp", NULL },
  { "taro@日本語。ｊｐ", "taro@xn--wgv71a119e.jp", "taro@日本語.jp", NULL },
  { "taro@xn--wgv71a119e.jp", "taro@xn--wgv71a119e.jp", "taro@日本語.jp", NULL },
  { "taro@XN--WGV71A119E.JP", "taro@xn--wgv71a119e.jp", "taro@日本語.jp", NULL },
  { "hans@faß.de", "hans@xn--fa-hia.de", "hans@faß.de", NULL },
  { "hans@BÜCHER.example", "hans@xn--bcher-kva.example", "hans@bücher.example", NULL },
  { "taro@お名前abc.jp", "taro@xn--abc-g73bx72p1gc.jp", "taro@お名前abc.jp", NULL },
  { "a..b@docomo.ne.jp", "a..b@docomo.ne.jp", NULL, NULL },
  { "taro.@ezweb.ne.jp", "taro.@ezweb.ne.jp", NULL, NULL },
  { "a...b..@docomo.ne.jp", "a...b..@docomo.ne.jp", NULL, NULL },
  { "\"a b\"@example.jp", "\"a b\"@example.jp", NULL, NULL },
  { "\"a@b\"@example.jp", "\"a@b\"@example.jp", NULL, NULL },
  { "\"a\\\"b\"@example.jp", "\"a\\\"b\"@example.jp", NULL, NULL },
  { "taro+tag@example.jp", "taro+tag@example.jp", NULL, NULL },
  { "user%host@example.jp", "user%host@example.jp", NULL, NULL },
  { "o'neil@example.jp", "o'neil@example.jp", NULL, NULL },
  { "taro@mail.example.co.jp", "taro@mail.example.co.jp", NULL, NULL },
  { "taro@city.yokohama.jp", "taro@city.yokohama.jp", NULL, NULL },
  { "info@example.sakura.ne.jp", "info@example.sakura.ne.jp", NULL, NULL },
  { "hanako@demo.kitte.test", "hanako@demo.kitte.test", NULL, NULL },
  { "1@2-d.jp", "1@2-d.jp", NULL, NULL },
};

static const struct
{
  const char *typed;
  KitteAddressError error;
} bad[] = {
  { "", KITTE_ADDRESS_ERROR_EMPTY },
  { " \t　\n", KITTE_ADDRESS_ERROR_EMPTY },
  { "mailto:", KITTE_ADDRESS_ERROR_EMPTY },
  { "taro", KITTE_ADDRESS_ERROR_NO_AT },
  { "taro.example.jp", KITTE_ADDRESS_ERROR_NO_AT },
  { "\"taro@\"", KITTE_ADDRESS_ERROR_NO_DOMAIN },
  { "@example.jp", KITTE_ADDRESS_ERROR_NO_LOCAL_PART },
  { "＠example.jp", KITTE_ADDRESS_ERROR_NO_LOCAL_PART },
  { "taro@", KITTE_ADDRESS_ERROR_NO_DOMAIN },
  { "taro@.", KITTE_ADDRESS_ERROR_NO_DOMAIN },
  { "Taro <>", KITTE_ADDRESS_ERROR_NO_AT },
  { "taro@localhost", KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@jp", KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@example.jp, hanako@example.jp", KITTE_ADDRESS_ERROR_SEVERAL },
  { "taro@example.jp hanako@example.jp", KITTE_ADDRESS_ERROR_SEVERAL },
  { "taro@@example.jp", KITTE_ADDRESS_ERROR_SEVERAL },
  { "Taro <taro@example.jp>, Hanako <hanako@example.jp>", KITTE_ADDRESS_ERROR_SEVERAL },
  { "mailto:a@example.jp,b@example.jp", KITTE_ADDRESS_ERROR_SEVERAL },
  { "ta ro@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { ".taro@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "太郎@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "tаro@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "ta,ro@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "\"taro@example.jp", KITTE_ADDRESS_ERROR_NO_AT },
  { "\"\"@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "a\"b\"c@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "taro(home)@example.jp", KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "taro@exam ple.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example..jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@.example.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@-example.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example-.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@exam_ple.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example,jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example、jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example.123", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example.jp/", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@{domain}.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@xn--a.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@127.0.0.1", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@[127.0.0.1]", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@[IPv6:::1]", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@::1", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@１２７．０．０．１", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@127.1", KITTE_ADDRESS_ERROR_IP_ADDRESS },
  { "taro@co.jp", KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "taro@ne.jp", KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "taro@tokyo.jp", KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "taro@co.uk", KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "taro@ＣＯ．ＪＰ", KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "ta\nro@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro@example.jp\r\nBcc: x@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro\x01@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro\x7f@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "mailto:taro%0d%0ax@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "mailto:taro%00@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "mailto:taro%e3@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro@example.\xe2\x80\xaepj", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "\xe2\x81\xa6taro@example.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro@exam\xff.jp", KITTE_ADDRESS_ERROR_CONTROL_CHARACTER },
  { "taro@аpple.com", KITTE_ADDRESS_ERROR_MIXED_SCRIPTS },
  { "taro@gmаil.com", KITTE_ADDRESS_ERROR_MIXED_SCRIPTS },
  { "taro@xn--pple-43d.com", KITTE_ADDRESS_ERROR_MIXED_SCRIPTS },
  { "taro@yahοο.co.jp", KITTE_ADDRESS_ERROR_MIXED_SCRIPTS },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address = kitte_address_new (good[i].typed, &error);

      if (error != NULL)
        g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, good[i].typed);
      g_assert_no_error (error);
      g_assert_cmpstr (address->text, ==, good[i].text);
      g_assert_cmpstr (address->display, ==,
                       good[i].display != NULL ? good[i].display : good[i].text);
      g_assert_cmpstr (address->name, ==, good[i].name);
      g_assert_true (g_str_has_prefix (address->text, address->local));
      g_assert_true (g_str_has_suffix (address->text, address->domain));
      g_assert_true (g_str_has_suffix (address->display, address->display_domain));
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address = kitte_address_new (bad[i].typed, &error);

      if (address != NULL || error->code != (int) bad[i].error)
        g_test_message ("row %" G_GSIZE_FORMAT ": %s", i, bad[i].typed);
      g_assert_null (address);
      g_assert_error (error, KITTE_ADDRESS_ERROR, (int) bad[i].error);
      g_assert_cmpuint (strlen (error->message), >, 0);
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* RFC 5321, section 4.5.3.1: every limit from both sides. */
static void
test_lengths (void)
{
  static const struct
  {
    guint local;
    guint label;
    guint labels;
    gboolean good;
  } rows[] = {
    { 64, 10, 1, TRUE },  { 65, 10, 1, FALSE },   { 5, 63, 1, TRUE },    { 5, 64, 1, FALSE },
    { 59, 47, 4, TRUE },  { 60, 47, 4, FALSE },   { 5, 62, 4, FALSE },   { 1, 1, 120, TRUE },
    { 1, 1, 130, FALSE }, { 9000, 10, 1, FALSE }, { 5, 3000, 1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address = NULL;
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autofree char *local = g_strnfill (rows[i].local, 'a');
      g_autofree char *label = g_strnfill (rows[i].label, 'b');

      g_string_append_printf (typed, "%s@", local);
      for (guint j = 0; j < rows[i].labels; j++)
        g_string_append_printf (typed, "%s.", label);
      g_string_append (typed, "jp");
      address = kitte_address_new (typed->str, &error);
      if (rows[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, KITTE_ADDRESS_ERROR, KITTE_ADDRESS_ERROR_TOO_LONG);
    }
}

/* Whatever comes from the clipboard: an address or one reason, never a crash, and nothing that was
 * refused inside an accepted one. */
static void
test_random (void)
{
  static const char *const pieces[] = {
    "@",  "a",  ".", "\"", "<",  ">", "\\", " ", "mailto:", "%40",  "?",  ",",
    "日", "＠", "-", "jp", "co", "[", "]",  ":", "1",       "\xff", "\n", "\xe2\x80\xae",
  };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address = NULL;
      int n = g_test_rand_int_range (0, 14);

      for (int j = 0; j < n; j++)
        g_string_append (typed, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      address = kitte_address_new (typed->str, &error);
      g_assert_true ((address == NULL) == (error != NULL));
      if (address == NULL)
        continue;
      g_assert_true (g_str_is_ascii (address->text));
      g_assert_null (strpbrk (address->text, "\r\n"));
      g_assert_null (strpbrk (address->domain, "@ \"<>[]:%,"));
      g_assert_nonnull (strchr (address->domain, '.'));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/address/good", test_good);
  g_test_add_func ("/model/address/bad", test_bad);
  g_test_add_func ("/model/address/lengths", test_lengths);
  g_test_add_func ("/model/address/random", test_random);
  return g_test_run ();
}
