/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte-pattern: whole labels only, whatever DNS or a certificate says. */
#include "config.h"

#include "provider/kitte-pattern.h"

static const struct
{
  const char *pattern;
  const char *name;
  const char *bound; /* NULL: no match; "": a match; else the label of {NAME} */
} rows[] = {
  { "{NAME}.sakura.ne.jp", "tamesi.sakura.ne.jp", "tamesi" },
  { "{NAME}.sakura.ne.jp", "TAMESI.Sakura.NE.JP.", "tamesi" },
  { "{NAME}.sakura.ne.jp", "a-b.sakura.ne.jp", "a-b" },
  { "{NAME}.sakura.ne.jp", "sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", ".sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "a.b.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "evilsakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "tamesi.sakura.ne.jp.evil.example", NULL },
  { "{NAME}.sakura.ne.jp", "evil.example\n.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "evil.example/.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "evil.example#.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "user@.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "{domain}.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "-tamesi.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "日本.sakura.ne.jp", NULL },
  { "{NAME}.sakura.ne.jp", "", NULL },
  { "{NAME}.sakura.ne.jp", "..", NULL },
  { "www*.sakura.ne.jp", "www1234.sakura.ne.jp", "" },
  { "www*.sakura.ne.jp", "www.sakura.ne.jp", "" },
  { "www*.sakura.ne.jp", "xwww1.sakura.ne.jp", NULL },
  { "alt*.aspmx.l.google.com", "alt4.aspmx.l.google.com", "" },
  { "alt*.aspmx.l.google.com", "alt4.evil.aspmx.l.google.com", NULL },
  { "*.olc.protection.outlook.com", "outlook-com.olc.protection.outlook.com", "" },
  { "*.olc.protection.outlook.com", "contoso-com.mail.protection.outlook.com", NULL },
  { "smtp.google.com", "smtp.google.com", "" },
  { "smtp.google.com", "xsmtp.google.com", NULL },
  { ".example.com", "a.b.c.example.com", "" },
  { ".example.com", "example.com", NULL },
  { ".example.com", "badexample.com", NULL },
  { "*.sakura.ne.jp", "*.sakura.ne.jp", "" },
  { "*.sakura.ne.jp", "*.*.sakura.ne.jp", NULL },
  { "*.sakura.ne.jp", "*.ne.jp", NULL },
  { "*.sakura.ne.jp", "*", NULL },
  { "*.sakura.ne.jp", "w*.sakura.ne.jp", NULL },
};

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GHashTable) labels =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      gboolean matches = kitte_pattern_matches (rows[i].pattern, rows[i].name, labels);

      if (matches != (rows[i].bound != NULL))
        g_test_message ("%s against %s", rows[i].pattern, rows[i].name);
      g_assert_cmpint (matches, ==, rows[i].bound != NULL);
      if (matches && rows[i].bound[0] != '\0')
        g_assert_cmpstr (g_hash_table_lookup (labels, "NAME"), ==, rows[i].bound);
      else if (matches)
        g_assert_cmpuint (g_hash_table_size (labels), ==, 0);
    }
}

static void
test_owner (void)
{
  static const struct
  {
    const char *pattern;
    const char *owner;
  } owners[] = {
    { "{NAME}.example.ne.jp", "example.ne.jp" },
    { "mx*.a.example.co.jp", "example.co.jp" },
    { ".example.com", "example.com" },
    { "mail.example.com", "example.com" },
    { "*.co.jp", NULL },
    { "*.jp", NULL },
    { "mx.*.jp", NULL },
    { "mx.*", NULL },
    { ".ne.jp", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      g_autofree char *owner = kitte_pattern_get_owner (owners[i].pattern);

      g_assert_cmpstr (owner, ==, owners[i].owner);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/pattern/matches", test_matches);
  g_test_add_func ("/provider/pattern/owner", test_owner);
  return g_test_run ();
}
