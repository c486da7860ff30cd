/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a brand says: completed addresses, help, parts, time; and how contrast is computed. */
#include "brand/kitte-brand-contact.h"
#include "brand/kitte-brand-reader.h"
#include "brand/kitte-contrast.h"
#include "provider/kitte-preset-linter.h"

#include <string.h>

static KitteBrand *
read_worked (const char *name)
{
  g_autoptr (GPtrArray) verdicts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_verdict_free);
  g_autofree char *folder =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "data", "brands", name, NULL);
  KitteBrand *brand = kitte_brand_read (folder, verdicts);

  g_assert_nonnull (brand);
  g_assert_cmpuint (verdicts->len, ==, 4);
  return brand;
}

/* The examples that the definition itself gives, and one that was computed by hand. */
static void
test_contrast (void)
{
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#000000", "#ffffff"), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#ffffff", "#000000"), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#1F5f8B", "#1f5F8b"), 1, 0.001);
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#777777", "#ffffff"), 4.478, 0.001);
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#767676", "#ffffff"), 4.542, 0.001);
  g_assert_cmpfloat_with_epsilon (kitte_contrast_compute ("#ff0000", "#ffffff"), 3.998, 0.001);
}

static void
assert_completed (KitteBrand *brand, const char *typed, const char *expected)
{
  g_autofree char *completed = kitte_brand_complete_address (brand, typed);

  g_assert_cmpstr (completed, ==, expected);
}

static void
test_address (void)
{
  g_autoptr (KitteBrand) minato = read_worked ("minato");
  g_autoptr (KitteBrand) hoshi = read_worked ("hoshi");
  g_autoptr (KitteAddress) other = kitte_address_new ("taro@example.jp", NULL);

  assert_completed (minato, "taro", "taro@minato.example");
  assert_completed (minato, " taro ", "taro@minato.example");
  assert_completed (minato, "taro@", "taro@");
  assert_completed (minato, "taro＠example.jp", "taro＠example.jp");
  assert_completed (minato, "", "");
  assert_completed (minato, "  ", "  ");
  assert_completed (hoshi, "taro", "taro");
  assert_completed (NULL, "taro", "taro");
  g_assert_true (kitte_brand_accepts_address (minato, other));
  g_assert_true (kitte_brand_accepts_address (NULL, other));
}

static void
test_time (void)
{
  g_autoptr (KitteBrand) brand = read_worked ("minato");
  g_autoptr (GDateTime) last = g_date_time_new_utc (2030, 3, 31, 23, 59, 59);

  g_assert_false (kitte_brand_is_expired (brand, g_date_time_to_unix (last)));
  g_assert_true (kitte_brand_is_expired (brand, g_date_time_to_unix (last) + 1));
  g_assert_false (kitte_brand_is_expired (NULL, G_MAXINT32));
}

static const char *
get_line (GPtrArray *hints, guint index)
{
  g_assert_cmpuint (index, <, hints->len);
  return ((KitteHint *) hints->pdata[index])->text;
}

static void
test_contacts (void)
{
  g_autoptr (KitteBrand) brand = read_worked ("minato");
  g_autoptr (GPtrArray) lines = kitte_brand_list_contacts (brand);
  g_autoptr (GPtrArray) none = kitte_brand_list_contacts (NULL);

  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpstr (get_line (lines, 0), ==,
                   "Help from Minato Net by telephone: 0120-000-310 (Mon–Sat 9:00–18:00)");
  g_assert_cmpstr (get_line (lines, 1), ==, "Languages spoken there: 日本語 / English");
  g_assert_cmpstr (get_line (lines, 2), ==, "Help pages of Minato Net");
  g_assert_cmpstr (((KitteHint *) lines->pdata[2])->url, ==, "https://support.minato.example/mail");
  g_assert_cmpuint (none->len, ==, 0);
}

/* The provider’s own word goes before that of those who hand the program out. */
static void
test_help (void)
{
  g_autoptr (KitteBrand) brand = read_worked ("minato");
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_SRV, KITTE_TRUST_TOLD);
  g_autoptr (GPtrArray) before = kitte_brand_find_help (brand, proposal);
  g_autoptr (GPtrArray) unknown = kitte_brand_find_help (brand, NULL);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) plain = NULL;

  g_assert_cmpuint (before->len, ==, 3);
  g_assert_cmpuint (unknown->len, ==, 3);
  kitte_proposal_add_hint (proposal, "help", "Read this", "https://example.jp/");
  kitte_proposal_add_hint (proposal, "contact", "Ask us", NULL);
  after = kitte_brand_find_help (brand, proposal);
  plain = kitte_brand_find_help (NULL, proposal);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpstr (get_line (after, 0), ==, "Ask us");
  g_assert_cmpuint (plain->len, ==, 1);
}

static void
test_parts (void)
{
  g_autoptr (KitteBrand) brand = read_worked ("hoshi");

  g_assert_true (kitte_brand_has_part (NULL, KITTE_BRAND_PART_EXPLAIN));
  g_assert_true (kitte_brand_has_part (brand, KITTE_BRAND_PART_EXPLAIN));
  g_assert_cmpint (kitte_brand_rank_program (NULL, "msmtp"), ==, 0);
  g_assert_cmpint (kitte_brand_rank_program (brand, "thunderbird"), ==, 0);
  g_assert_cmpint (kitte_brand_rank_program (brand, "msmtp"), ==, 2);
  g_assert_cmpint (kitte_brand_rank_program (brand, "claws-mail"), ==, -1);
}

/* What is drawn is what was checked, not the file. */
static void
test_pictures (void)
{
  g_autoptr (KitteBrand) brand = read_worked ("hoshi");

  for (guint i = 0; i < KITTE_BRAND_N_PICTURES; i++)
    {
      gsize size;
      const char *text = g_bytes_get_data (kitte_brand_get_picture (brand, i), &size);

      g_assert_nonnull (g_strstr_len (text, (gssize) size, "<svg"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brand/contrast", test_contrast);
  g_test_add_func ("/brand/address", test_address);
  g_test_add_func ("/brand/time", test_time);
  g_test_add_func ("/brand/contacts", test_contacts);
  g_test_add_func ("/brand/help", test_help);
  g_test_add_func ("/brand/parts", test_parts);
  g_test_add_func ("/brand/pictures", test_pictures);
  return g_test_run ();
}
