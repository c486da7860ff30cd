/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips of the fingers and look-alikes, against a short list of well-known domains. */
#include "config.h"

#include "model/kitte-lookalike.h"
#include "model/kitte-slip.h"

static const char *const domains[] = {
  "gmail.com",   "yahoo.co.jp",   "yahoo.com",      "docomo.ne.jp",  "ezweb.ne.jp",
  "au.com",      "i.softbank.jp", "softbank.ne.jp", "biglobe.ne.jp", "nifty.com",
  "ocn.ne.jp",   "hi-ho.ne.jp",   "hotmail.com",    "hotmail.co.jp", "outlook.com",
  "icloud.com",  "web.de",        "so-net.ne.jp",   "nuro.jp",       "asahi-net.or.jp",
  "plala.or.jp",
};

static const struct
{
  const char *typed;
  const char *meant;
} slips[] = {
  { "gmial.com", "gmail.com" },
  { "gmail.con", "gmail.com" },
  { "gmail.cm", "gmail.com" },
  { "gmail.co", "gmail.com" },
  { "gmail.comm", "gmail.com" },
  { "gmaill.com", "gmail.com" },
  { "gmal.com", "gmail.com" },
  { "gnail.com", "gmail.com" },
  { "hmail.com", "gmail.com" },
  { "gmailcom", "gmail.com" },
  { "gmailc.om", "gmail.com" },
  { "gmial.con", "gmail.com" },
  { "yahoo.co.jo", "yahoo.co.jp" },
  { "yaho.co.jp", "yahoo.co.jp" },
  { "yahooo.co.jp", "yahoo.co.jp" },
  { "yhaoo.co.jp", "yahoo.co.jp" },
  { "yahoo.cojp", "yahoo.co.jp" },
  { "yahoocojp", "yahoo.co.jp" },
  { "uahoo.co.jp", "yahoo.co.jp" },
  { "docomo.ne.jo", "docomo.ne.jp" },
  { "docomo.ne.j", "docomo.ne.jp" },
  { "docomo.nejp", "docomo.ne.jp" },
  { "docmo.ne.jp", "docomo.ne.jp" },
  { "dokomo.ne.jp", "docomo.ne.jp" },
  { "docomo.me.jp", "docomo.ne.jp" },
  { "exweb.ne.jp", "ezweb.ne.jp" },
  { "i.softbnak.jp", "i.softbank.jp" },
  { "ocn.ne.jo", "ocn.ne.jp" },
  { "au.con", "au.com" },
  { "hotmial.com", "hotmail.com" },
  { "hotmali.co.jp", "hotmail.co.jp" },
  { "outlok.com", "outlook.com" },
  { "icoud.com", "icloud.com" },
  { "biglobe.me.jp", "biglobe.ne.jp" },
  { "asahi-net.or.jo", "asahi-net.or.jp" },
  /* Somebody else’s, or nobody’s. */
  { "", NULL },
  { "x", NULL },
  { "email.com", NULL },
  { "ucl.ne.jp", NULL },
  { "ocm.ne.jp", NULL },
  { "abc.ne.jp", NULL },
  { "example.jp", NULL },
  { "example.co.jp", NULL },
  { "gmail.example", NULL },
  { "docomo.example.jp", NULL },
  { "aud.com", NULL },
  { "euro.jp", NULL },
  { "softbank.co.jp", NULL },
  { "nintendo.co.jp", NULL },
  { "gmail.com.gmail.com.gmail.com.gmail.com.gmail.com", NULL },
};

static GPtrArray *
make_known (void)
{
  GPtrArray *known = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    g_ptr_array_add (known, (gpointer) domains[i]);
  return known;
}

static void
test_slips (void)
{
  g_autoptr (GPtrArray) known = make_known ();

  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_test_message ("%s", slips[i].typed);
      g_assert_cmpstr (kitte_slip_find (slips[i].typed, known), ==, slips[i].meant);
    }
}

static void
test_clean (void)
{
  static const char *const rows[][2] = {
    { "yahoo.co,jp", "yahoo.co.jp" },
    { "Docomo.NE.jp", "docomo.ne.jp" },
    { "gmail..com", "gmail.com" },
    { "gmail . com", "gmail.com" },
    { ".gmail/com.", "gmail.com" },
    { "日本語,jp", "日本語.jp" },
    { ",", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = kitte_slip_clean (rows[i][0]);

      g_assert_cmpstr (clean, ==, rows[i][1]);
    }
}

static void
test_complete (void)
{
  static const char *const rows[][2] = {
    { "gmail", "gmail.com" },
    { "docomo.ne", "docomo.ne.jp" },
    { "yahoo", NULL },
    { "gma", NULL },
    { "gmail.com", NULL },
    { "nobody", NULL },
    { "", NULL },
  };
  g_autoptr (GPtrArray) known = make_known ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i][0]);
      g_assert_cmpstr (kitte_slip_complete (rows[i][0], known), ==, rows[i][1]);
    }
}

static void
test_lookalikes (void)
{
  static const char *const rows[][2] = {
    { "gmаil.com", "gmail.com" },
    { "уаһоо.co.jp", "yahoo.co.jp" },
    { "dоcоmо.ne.jp", "docomo.ne.jp" },
    { "ɡmail.com", "gmail.com" },
    { "日本語.jp", NULL },
    { "почта.com", NULL },
    { "gmail.com", NULL },
    { "grnail.com", NULL },
    { "bücher.example", NULL },
    { "", NULL },
  };
  g_autoptr (GPtrArray) known = make_known ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i][0]);
      g_assert_cmpstr (kitte_lookalike_find (rows[i][0], known), ==, rows[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/slip/slips", test_slips);
  g_test_add_func ("/model/slip/clean", test_clean);
  g_test_add_func ("/model/slip/complete", test_complete);
  g_test_add_func ("/model/slip/lookalikes", test_lookalikes);
  return g_test_run ();
}
