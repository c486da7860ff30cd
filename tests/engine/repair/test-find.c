/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of which accounts are one mailbox, and of those that nobody can be told from. */
#include "config.h"

#include "support/mended-home.h"

#define TARO "taro@found.test"

/* Two accounts of one address in Evolution. */
static const struct
{
  const char *name;
  const char *backends[2];
  const char *hosts[2];
  const char *users[2];
  guint n_repairs;
} pairs[] = {
  { "imap-and-pop",
    { "imapx", "pop" },
    { "imap.found.test", "pop.found.test" },
    { "taro", "taro" },
    1 },
  { "two-forms-of-the-name",
    { "imapx", "pop" },
    { "imap.found.test", "pop.found.test" },
    { TARO, "taro" },
    1 },
  { "two-names",
    { "imapx", "pop" },
    { "imap.found.test", "pop.found.test" },
    { "taro", "yamada" },
    2 },
  { "two-companies",
    { "imapx", "pop" },
    { "imap.found.test", "pop.other.test" },
    { "taro", "taro" },
    2 },
  { "two-names-by-imap",
    { "imapx", "imapx" },
    { "imap.found.test", "imap.found.test" },
    { "taro", "yamada" },
    2 },
  { "twice-the-same",
    { "imapx", "imapx" },
    { "imap.found.test", "imap.found.test" },
    { "taro", "taro" },
    1 },
};

static void
write_account (TestMendedHome *fixture,
               const char *uid,
               const char *backend,
               const char *host,
               const char *user,
               const char *address)
{
  g_autofree char *name = g_strdup_printf (TEST_SOURCES "/%s.source", uid);
  g_autofree char *text =
      g_strdup_printf ("[Data Source]\nParent=\n\n[Mail Account]\nBackendName=%s\n"
                       "IdentityUid=self\n\n[Mail Identity]\nAddress=%s\n\n"
                       "[Authentication]\nHost=%s\nPort=143\nMethod=none\nUser=%s\n",
                       backend, address, host, user);

  test_home_write (&fixture->home, name, text, 0600);
}

static void
test_pair (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) repairs = NULL;
  guint n_accounts = 0;

  for (guint i = 0; i < 2; i++)
    write_account (fixture, i == 0 ? "one" : "two", pairs[row].backends[i], pairs[row].hosts[i],
                   pairs[row].users[i], TARO);
  test_home_write (&fixture->home, TEST_MSMTPRC, "account a\nhost smtp.found.test\nfrom " TARO "\n",
                   0600);
  repairs = test_mended_home_find (fixture, NULL);
  g_assert_cmpuint (repairs->len, ==, pairs[row].n_repairs);
  for (guint i = 0; i < repairs->len; i++)
    n_accounts += kitte_repair_get_accounts (repairs->pdata[i])->len;
  g_assert_cmpuint (n_accounts, ==, 3);
}

/* Both are proven, and each account gets the one of its own protocol. */
static void
test_each_gets_its_protocol (TestMendedHome *fixture, gconstpointer data)
{
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (KitteServer) imap = test_mended_home_new_server ("imaps://taro@imap.found.test");
  g_autoptr (KitteServer) pop = test_mended_home_new_server ("pop3s://taro@pop.found.test");
  const KitteCure both = { .incoming = imap, .also_incoming = pop };
  const KitteCure one = { .incoming = imap };

  write_account (fixture, "one", "imapx", "imap.found.test", "taro", TARO);
  write_account (fixture, "two", "pop", "pop.found.test", "taro", TARO);
  repair = test_mended_home_find_one (fixture, TARO);
  g_assert_cmpint (kitte_repair_get_incoming (repair)->protocol, ==, KITTE_PROTOCOL_IMAP);
  g_assert_cmpint (kitte_repair_get_also_incoming (repair)->protocol, ==, KITTE_PROTOCOL_POP3);
  g_assert_true (kitte_cure_get_incoming (&both, imap) == imap);
  g_assert_true (kitte_cure_get_incoming (&both, pop) == pop);
  g_assert_true (kitte_cure_get_incoming (&one, imap) == imap);
  /* One protocol never takes the other’s place. */
  g_assert_null (kitte_cure_get_incoming (&one, pop));
}

/* Said, not passed over; and nothing is ever changed in it. */
static void
test_without_address (TestMendedHome *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) repairs = NULL;
  g_autoptr (GPtrArray) of_taro = NULL;
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  KitteRepair *repair;

  test_home_write (&fixture->home, TEST_MSMTPRC, "account relay\nhost smtp.found.test\nport 25\n",
                   0600);
  repairs = test_mended_home_find (fixture, NULL);
  g_assert_cmpuint (repairs->len, ==, 1);
  repair = repairs->pdata[0];
  g_assert_false (kitte_repair_has_address (repair));
  g_assert_cmpstr (kitte_repair_get_address (repair), ==, "relay");
  g_assert_nonnull (kitte_repair_get_unclear (repair));
  g_assert_false (kitte_repair_is_needed (repair));
  g_assert_cmpint (kitte_repair_get_severity (repair), ==, KITTE_SEVERITY_FINE);
  kitte_repair_set_answers (repair, fixture->lookup, answers);
  g_assert_null (kitte_repair_get_proposal (repair));
  of_taro = test_mended_home_find (fixture, TARO);
  g_assert_cmpuint (of_taro->len, ==, 0);
}

static void
add (const char *name, gsize row, void (*test) (TestMendedHome *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/repair/find/", name, NULL);

  g_test_add (path, TestMendedHome, GSIZE_TO_POINTER (row), test_mended_home_set_up, test,
              test_mended_home_tear_down);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    add (pairs[i].name, i, test_pair);
  add ("each-gets-its-protocol", 0, test_each_gets_its_protocol);
  add ("without-address", 0, test_without_address);
  return g_test_run ();
}
