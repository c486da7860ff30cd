/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteMask: whose mailbox it is cannot be read any more, where it is can. */
#include "config.h"

#include "diagnose/kitte-mask.h"

static void
assert_masked (const char *address, const char *username, const char *text, const char *shown)
{
  g_autoptr (KitteAddress) own = kitte_address_new (address, NULL);
  g_autoptr (KitteMask) mask = kitte_mask_new (own);
  g_autofree char *masked = NULL;

  kitte_mask_add_username (mask, username);
  masked = kitte_mask_apply (mask, text);
  g_assert_cmpstr (masked, ==, shown);
}

static void
test_names (void)
{
  assert_masked ("taro@example.jp", NULL, "a1 LOGIN taro@example.jp ***", "a1 LOGIN {address} ***");
  assert_masked ("taro@example.jp", NULL, "USER taro", "USER {local}");
  assert_masked ("taro@example.jp", NULL, "-ERR TARO: no. (taro)", "-ERR {local}: no. ({local})");
  assert_masked ("taro@example.jp", NULL, "taro@other.jp, taro.", "{local}@other.jp, {local}.");
  assert_masked ("taro@example.jp", "shop1-taro", "USER shop1-taro", "USER {username}");
  assert_masked ("taro@example.jp", "taro", "USER taro", "USER {local}");
  assert_masked ("taro@example.jp", NULL, "利用者taroは", "利用者{local}は");
  assert_masked ("taro@日本語.jp", NULL, "taro@日本語.jp taro@xn--wgv71a119e.jp",
                 "{address} {address}");
}

/* A mailbox that is called like a host, a command or a part of a word. */
static void
test_whole_names_only (void)
{
  assert_masked ("mail@example.jp", NULL, "220 mail.example.jp ESMTP email mails mail",
                 "220 mail.example.jp ESMTP email mails {local}");
  assert_masked ("info@example.jp", NULL, "information, more-info", "information, more-info");
  assert_masked ("i@example.jp", NULL, "imap i", "imap {local}");
}

static void
test_base64 (void)
{
  assert_masked ("taro.yamada@example.jp", NULL,
                 "334 dGFyby55YW1hZGFAZXhhbXBsZS5qcA==", "334 {address}==");
  assert_masked ("taro.yamada@example.jp", NULL, "dGFyby55YW1hZGE=", "{local}=");
  assert_masked ("i@example.jp", NULL, "aQ== RmFxYQ", "aQ== RmFxYQ");
}

static void
test_nobody (void)
{
  g_autoptr (KitteMask) mask = kitte_mask_new (NULL);
  g_autofree char *masked = kitte_mask_apply (mask, "USER taro");

  g_assert_cmpstr (masked, ==, "USER taro");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask/names", test_names);
  g_test_add_func ("/mask/whole-names-only", test_whole_names_only);
  g_test_add_func ("/mask/base64", test_base64);
  g_test_add_func ("/mask/nobody", test_nobody);
  return g_test_run ();
}
