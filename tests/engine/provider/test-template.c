/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte-template: one pass, and a result that is a host or a user name or nothing. */
#include "config.h"

#include "provider/kitte-template.h"

static const struct
{
  const char *template;
  const char *address;
  KitteTemplateResult result;
  const char *host;
} hosts[] = {
  { "imap.example.com", "a@b.jp", KITTE_TEMPLATE_OK, "imap.example.com" },
  { "{domain}", "a@b.jp", KITTE_TEMPLATE_OK, "b.jp" },
  { "mail.{domain}", "a@日本語.jp", KITTE_TEMPLATE_OK, "mail.xn--wgv71a119e.jp" },
  { "{NAME}.example.jp", "a@b.jp", KITTE_TEMPLATE_OK, "tamesi.example.jp" },
  { "{mx}", "a@b.jp", KITTE_TEMPLATE_OK, "mx1.example.jp" },
  { "127.0.0.1", "a@b.jp", KITTE_TEMPLATE_OK, "127.0.0.1" },
  { "{OTHER}.example.jp", "a@b.jp", KITTE_TEMPLATE_MISSING, NULL },
  { "{name}.example.jp", "a@b.jp", KITTE_TEMPLATE_MISSING, NULL },
  { "{NAME.example.jp", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "NAME}.example.jp", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{}.example.jp", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{{domain}}", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{local}.example.jp", "\"a b\"@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{local}.example.jp", "a..b@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{address}", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{EVIL}", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "localhost", "a@b.jp", KITTE_TEMPLATE_OK, "localhost" },
  { "server", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "8.8.8.8", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "imap.%EMAILDOMAIN%", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
};

static const struct
{
  const char *template;
  const char *address;
  KitteTemplateResult result;
  const char *username;
} usernames[] = {
  { "{address}", "Taro@b.jp", KITTE_TEMPLATE_OK, "Taro@b.jp" },
  { "{local}", "Taro@b.jp", KITTE_TEMPLATE_OK, "Taro" },
  { "{local}.{domain}", "taro@dd.iij4u.or.jp", KITTE_TEMPLATE_OK, "taro.dd.iij4u.or.jp" },
  { "{local}%{domain}", "info@example.co.jp", KITTE_TEMPLATE_OK, "info%example.co.jp" },
  { "{local}", "{domain}@b.jp", KITTE_TEMPLATE_OK, "{domain}" },
  { "{local}", "%EMAILADDRESS%@b.jp", KITTE_TEMPLATE_OK, "%EMAILADDRESS%" },
  { "{NAME}@host", "a@b.jp", KITTE_TEMPLATE_OK, "tamesi@host" },
  { "{OTHER}", "a@b.jp", KITTE_TEMPLATE_MISSING, NULL },
  { "{CONTROL}", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{address", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
  { "{EMPTY}", "a@b.jp", KITTE_TEMPLATE_BAD, NULL },
};

static GHashTable *
make_answers (void)
{
  GHashTable *answers = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (answers, (gpointer) "NAME", (gpointer) "tamesi");
  g_hash_table_insert (answers, (gpointer) "EVIL", (gpointer) "evil.example/x.example.jp");
  g_hash_table_insert (answers, (gpointer) "CONTROL", (gpointer) "a\r\nQUIT");
  g_hash_table_insert (answers, (gpointer) "EMPTY", (gpointer) "");
  return answers;
}

static void
test_hosts (void)
{
  g_autoptr (GHashTable) answers = make_answers ();

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (KitteAddress) address = kitte_address_new (hosts[i].address, NULL);
      KitteTemplateValues values = { address, "mx1.example.jp", answers };
      g_autofree char *host = NULL;

      g_test_message ("%s", hosts[i].template);
      g_assert_cmpint (kitte_template_expand_host (hosts[i].template, &values, &host), ==,
                       hosts[i].result);
      g_assert_cmpstr (host, ==, hosts[i].host);
    }
}

static void
test_usernames (void)
{
  g_autoptr (GHashTable) answers = make_answers ();

  for (gsize i = 0; i < G_N_ELEMENTS (usernames); i++)
    {
      g_autoptr (KitteAddress) address = kitte_address_new (usernames[i].address, NULL);
      KitteTemplateValues values = { address, NULL, answers };
      g_autofree char *username = NULL;

      g_test_message ("%s", usernames[i].template);
      g_assert_cmpint (kitte_template_expand_username (usernames[i].template, &values, &username),
                       ==, usernames[i].result);
      g_assert_cmpstr (username, ==, usernames[i].username);
    }
}

static void
test_keys (void)
{
  g_auto (GStrv) keys = kitte_template_get_keys ("{NAME}.{domain}.x");

  g_assert_cmpuint (g_strv_length (keys), ==, 2);
  g_assert_cmpstr (keys[0], ==, "NAME");
  g_assert_cmpstr (keys[1], ==, "domain");
  g_assert_null (kitte_template_get_keys ("{a b}"));
  g_assert_true (kitte_template_uses ("{NAME}.x", "NAME"));
  g_assert_false (kitte_template_uses ("NAME.x", "NAME"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/template/hosts", test_hosts);
  g_test_add_func ("/provider/template/usernames", test_usernames);
  g_test_add_func ("/provider/template/keys", test_keys);
  return g_test_run ();
}
