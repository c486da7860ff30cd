/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole addresses as people type them, against the shipped presets: suggestions and refusals. */
#include "config.h"

#include "provider/kitte-typed-address.h"

#include <string.h>
#include <time.h>

#define NO_ERROR (-1)

static const struct
{
  const char *typed;
  const char *suggestion; /* when the person has done typing */
  const char *at_once;    /* while the person types */
  int error;
} rows[] = {
  /* Known: nothing to correct. */
  { "taro@gmail.com", NULL, NULL, NO_ERROR },
  { "taro@ymail.com", NULL, NULL, NO_ERROR },
  { "taro@mail.com", NULL, NULL, NO_ERROR },
  { "taro@juno.ocn.ne.jp", NULL, NULL, NO_ERROR },
  { "ｔａｒｏ＠ｄｏｃｏｍｏ．ｎｅ．ｊｐ", NULL, NULL, NO_ERROR },
  { "a..b.@docomo.ne.jp", NULL, NULL, NO_ERROR },
  { "taro@yahoo.co.uk", NULL, NULL, NO_ERROR },
  /* Somebody’s own. */
  { "taro@example.jp", NULL, NULL, NO_ERROR },
  { "taro@gmail.example.jp", NULL, NULL, NO_ERROR },
  { "taro@日本語.jp", NULL, NULL, NO_ERROR },
  /* Slips. */
  { "taro@gmial.com", "taro@gmail.com", "taro@gmail.com", NO_ERROR },
  { "taro@gmail.con", "taro@gmail.com", "taro@gmail.com", NO_ERROR },
  { "Taro <taro+news@gmial.com>", "taro+news@gmail.com", "taro+news@gmail.com", NO_ERROR },
  { "taro@gmail.co", "taro@gmail.com", NULL, NO_ERROR },
  { "taro@yahoo.co,jp", "taro@yahoo.co.jp", "taro@yahoo.co.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@yahoo.co、jp", "taro@yahoo.co.jp", "taro@yahoo.co.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@ya hoo.co.jp", "taro@yahoo.co.jp", "taro@yahoo.co.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@gmail..com", "taro@gmail.com", "taro@gmail.com", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "a..b@docomo.ne.jo", "a..b@docomo.ne.jp", "a..b@docomo.ne.jp", NO_ERROR },
  { "taro@ｄｏｃｏｍｏ．ｎｅ．ｊｏ", "taro@docomo.ne.jp", "taro@docomo.ne.jp", NO_ERROR },
  { "taro@juno.ocn.ne.jo", "taro@juno.ocn.ne.jp", "taro@juno.ocn.ne.jp", NO_ERROR },
  { "info@tamesi.sakura.ne,jp", "info@tamesi.sakura.ne.jp", "info@tamesi.sakura.ne.jp",
    KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@example,jp", "taro@example.jp", "taro@example.jp", KITTE_ADDRESS_ERROR_BAD_DOMAIN },
  { "taro@gmailcom", "taro@gmail.com", "taro@gmail.com", KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@gmail", "taro@gmail.com", NULL, KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@docomo", "taro@docomo.ne.jp", NULL, KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@yahoo", NULL, NULL, KITTE_ADDRESS_ERROR_NO_DOT },
  { "taro@docomo.ne", "taro@docomo.ne.jp", NULL, NO_ERROR },
  { "taro\"gmail.com", "taro@gmail.com", "taro@gmail.com", KITTE_ADDRESS_ERROR_NO_AT },
  { "taro[docomo.ne.jo", "taro@docomo.ne.jp", "taro@docomo.ne.jp", KITTE_ADDRESS_ERROR_NO_AT },
  { "taro[example.jp", NULL, NULL, KITTE_ADDRESS_ERROR_NO_AT },
  { "\"taro\"", NULL, NULL, KITTE_ADDRESS_ERROR_NO_AT },
  /* What cannot be put right by the domain alone. */
  { "ta ro@gmial.com", NULL, NULL, KITTE_ADDRESS_ERROR_BAD_LOCAL_PART },
  { "taro@", NULL, NULL, KITTE_ADDRESS_ERROR_NO_DOMAIN },
  { "taro@co.jp", NULL, NULL, KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX },
  { "", NULL, NULL, KITTE_ADDRESS_ERROR_EMPTY },
  /* Look-alikes. */
  { "taro@gmаil.com", "taro@gmail.com", "taro@gmail.com", KITTE_ADDRESS_ERROR_MIXED_SCRIPTS },
  { "taro@уаһоо.com", "taro@yahoo.com", "taro@yahoo.com", KITTE_ADDRESS_ERROR_LOOKALIKE },
  { "taro@xn--80a2aar51d.com", "taro@yahoo.com", "taro@yahoo.com", KITTE_ADDRESS_ERROR_LOOKALIKE },
};

static KitteCatalogue *
shipped_only (void)
{
  return kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
}

static void
test_rows (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (rows); i++)
    {
      gboolean finished = i % 2 == 1;
      g_autofree char *suggestion = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address =
          kitte_typed_address_read (catalogue, rows[i / 2].typed, finished, &suggestion, &error);

      g_test_message ("%s", rows[i / 2].typed);
      g_assert_cmpstr (suggestion, ==, finished ? rows[i / 2].suggestion : rows[i / 2].at_once);
      g_assert_true ((address == NULL) == (error != NULL));
      if (rows[i / 2].error == NO_ERROR)
        g_assert_no_error (error);
      else
        g_assert_error (error, KITTE_ADDRESS_ERROR, rows[i / 2].error);
    }
}

/* Whatever is typed key by key on the way to a known address, no button jumps in between. */
static void
test_no_flicker (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  GPtrArray *common = kitte_catalogue_get_common_domains (catalogue);

  for (guint i = 0; i < common->len; i++)
    {
      g_autofree char *whole = g_strconcat ("taro@", (const char *) common->pdata[i], NULL);

      for (gsize length = 1; length <= strlen (whole); length++)
        {
          g_autofree char *typed = g_strndup (whole, length);
          g_autofree char *suggestion = NULL;
          g_autoptr (KitteAddress) address =
              kitte_typed_address_read (catalogue, typed, FALSE, &suggestion, NULL);

          g_test_message ("%s", typed);
          g_assert_null (suggestion);
        }
    }
}

/* No shipped domain is called a slip of another one. */
static void
test_known_domains (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);

  for (guint i = 0; i < presets->len; i++)
    {
      JsonObject *match =
          json_object_get_object_member (kitte_preset_get_json (presets->pdata[i]), "match");
      JsonArray *domains = json_object_has_member (match, "domains") ?
                               json_object_get_array_member (match, "domains") :
                               NULL;

      for (guint j = 0; domains != NULL && j < json_array_get_length (domains); j++)
        {
          g_autofree char *typed =
              g_strconcat ("taro@", json_array_get_string_element (domains, j), NULL);
          g_autofree char *suggestion = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (KitteAddress) address =
              kitte_typed_address_read (catalogue, typed, TRUE, &suggestion, &error);

          g_assert_no_error (error);
          g_assert_null (suggestion);
        }
    }
}

/* Bad addresses by the thousand, the same ones in every run unless seeded otherwise: each has a
 * reason with a name, and a suggestion is always an address. */
static void
test_generated (void)
{
  static const char *const pieces[] = {
    "@",  "＠",           "gmail",        "gmial", ".",   "com",    "con",       "co", "jp",
    ",",  "、",           "docomo.ne",    "。",    "\"",  "[",      "127.0.0.1", "]",  " ",
    "　", "mailto:",      "Taro <",       ">",     "а",   "日本",   "\xff",      "\n", "xn--",
    "-",  "\xe2\x80\xae", "aaaaaaaaaaaa", "%00",   "(x)", "ー",     "http://",   "\\", "'",
    "?",  "yahoo",        "ｊｐ",         ":",     "۱",   "\u0300", "\u200d",    "ß",  "İ",
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  guint bad = 0;

  for (guint runs = 0; bad < 10000 && runs < 100000; runs++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autofree char *suggestion = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteAddress) address = NULL;
      int n = g_test_rand_int_range (0, 12);

      for (int j = 0; j < n; j++)
        g_string_append (typed, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      address =
          kitte_typed_address_read (catalogue, typed->str, runs % 2 == 0, &suggestion, &error);
      g_assert_true ((address == NULL) == (error != NULL));
      if (suggestion != NULL)
        {
          g_autoptr (KitteAddress) meant = kitte_address_new (suggestion, NULL);

          g_assert_nonnull (meant);
          g_assert_cmpstr (meant->display, ==, suggestion);
        }
      if (address != NULL)
        continue;
      bad++;
      g_assert_true (error->domain == KITTE_ADDRESS_ERROR);
      g_assert_cmpstr (kitte_address_error_to_nick ((KitteAddressError) error->code), !=, NULL);
      g_assert_cmpstr (error->message, !=, "");
    }
  g_assert_cmpuint (bad, ==, 10000);
}

/* Processor time of this thread, so that a busy machine does not count; the best of many. */
static double
measure_us (KitteCatalogue *catalogue, const char *typed)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *suggestion = NULL;
      g_autoptr (KitteAddress) address = NULL;
      struct timespec begin;
      struct timespec end;
      double us;

      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &begin);
      address = kitte_typed_address_read (catalogue, typed, TRUE, &suggestion, NULL);
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
      us =
          (double) (end.tv_sec - begin.tv_sec) * 1e6 + (double) (end.tv_nsec - begin.tv_nsec) / 1e3;
      best = MIN (best, us);
    }
  return best;
}

/* A key press costs less than a tenth of a frame, also where nothing fits. */
static void
test_time (void)
{
  static const char *const typed[] = { "taro@gmail.com", "taro@gmial.com", "taro@nobody.example.jp",
                                       "taro@уаһоо.com", "taro" };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      double us = measure_us (catalogue, typed[i]);

      g_test_message ("%s: %.1f µs", typed[i], us);
      g_assert_cmpfloat (us, <, 1600);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/typed-address/rows", test_rows);
  g_test_add_func ("/provider/typed-address/no-flicker", test_no_flicker);
  g_test_add_func ("/provider/typed-address/known-domains", test_known_domains);
  g_test_add_func ("/provider/typed-address/generated", test_generated);
  g_test_add_func ("/provider/typed-address/time", test_time);
  return g_test_run ();
}
