/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a provider where only receiving opens sending: what each program is told. */
#include "config.h"

#include <string.h>

#include "support/mended-home.h"

#define TARO "taro@opened.test"
#define TRANSPORT TEST_SOURCES "/transport.source"
#define ACCOUNT TEST_SOURCES "/account.source"

static void
write_evolution (TestMendedHome *fixture, const char *backend, const char *method, gboolean shared)
{
  g_autofree char *account =
      g_strdup_printf ("# By hand.\n[Data Source]\nParent=\n\n[Mail Account]\nBackendName=%s\n"
                       "IdentityUid=self\n\n[Mail Identity]\nAddress=" TARO "\n\n"
                       "[Mail Submission]\nTransportUid=transport\n\n[Authentication]\n"
                       "Host=mail.opened.test\nPort=110\nMethod=none\nUser=taro\n\n"
                       "[Refresh]\nEnabled=false\n",
                       backend);
  g_autofree char *transport =
      g_strdup_printf ("# By hand.\n[Data Source]\nParent=account\n\n[Mail Transport]\n"
                       "BackendName=smtp\n\n[Authentication]\nHost=mail.opened.test\nPort=25\n"
                       "Method=%s\nUser=\n",
                       method);

  test_home_write (&fixture->home, ACCOUNT, account, 0600);
  test_home_write (&fixture->home, TRANSPORT, transport, 0600);
  if (shared)
    test_home_write (&fixture->home, TEST_SOURCES "/other.source",
                     "[Data Source]\nParent=\n\n[Mail Identity]\nAddress=other@opened.test\n\n"
                     "[Mail Submission]\nTransportUid=transport\n",
                     0600);
}

static gboolean
has_deed (const KitteRepairPlan *plan, const char *what)
{
  const KitteRepairStep *step = plan->steps->pdata[0];

  for (guint i = 0; i < step->deeds->len; i++)
    if (g_str_equal (((const KitteDeed *) step->deeds->pdata[i])->what, what))
      return TRUE;
  return FALSE;
}

static const struct
{
  const char *name;
  const char *backend;
  const char *method;
  gboolean shared;
  /* What the transport says afterwards. */
  const char *after;
} rows[] = {
  { "pop", "pop", "none", FALSE, "Method=POPB4SMTP\n" },
  { "already", "pop", "POPB4SMTP", FALSE, "Method=POPB4SMTP\n" },
  /* Evolution fetches POP accounts first, and no others. */
  { "imap", "imapx", "none", FALSE, "Method=none\n" },
  /* It would fetch this account whenever the other one sends. */
  { "shared", "pop", "none", TRUE, "Method=none\n" },
};

static void
test_evolution (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  const KitteCure cure = { .fetch_minutes = 6 };
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (KitteRepair) again = NULL;
  g_autoptr (KitteRepairPlan) plan = NULL;
  g_autofree char *old_account = NULL;
  g_autofree char *old_transport = NULL;
  g_autofree char *account = NULL;
  g_autofree char *transport = NULL;
  g_autofree char *account_then = NULL;
  g_autofree char *transport_then = NULL;

  write_evolution (fixture, rows[row].backend, rows[row].method, rows[row].shared);
  old_account = test_home_read (&fixture->home, ACCOUNT);
  old_transport = test_home_read (&fixture->home, TRANSPORT);
  repair = test_mended_home_find_one (fixture, TARO);
  plan = kitte_repair_plan_new (repair, &cure, NULL);
  g_assert_cmpint (has_deed (plan, "receive-first"), ==,
                   strstr (old_transport, rows[row].after) == NULL);
  g_assert_true (has_deed (plan, "fetch-every"));
  test_mended_home_apply (fixture, plan->changes);
  account = test_home_read (&fixture->home, ACCOUNT);
  transport = test_home_read (&fixture->home, TRANSPORT);
  g_assert_nonnull (strstr (transport, rows[row].after));
  g_assert_nonnull (strstr (account, "Enabled=true\nIntervalMinutes=6\n"));
  again = test_mended_home_find_one (fixture, TARO);
  {
    g_autoptr (KitteRepairPlan) nothing = kitte_repair_plan_new (again, &cure, NULL);

    g_assert_cmpuint (nothing->steps->len, ==, 0);
  }
  test_mended_home_undo (fixture);
  account_then = test_home_read (&fixture->home, ACCOUNT);
  transport_then = test_home_read (&fixture->home, TRANSPORT);
  g_assert_cmpstr (account_then, ==, old_account);
  g_assert_cmpstr (transport_then, ==, old_transport);
}

/* A program that is only read gets its own words for it. */
static void
test_claws (TestMendedHome *fixture, gconstpointer data)
{
  const KitteCure cure = { .fetch_minutes = 6 };
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (KitteRepairPlan) plan = NULL;
  g_autofree char *by_hand = NULL;

  test_home_write (&fixture->home, ".claws-mail/accountrc",
                   "[Account: 1]\naccount_name=taro\nname=Taro\naddress=" TARO "\nprotocol=0\n"
                   "receive_server=mail.opened.test\nsmtp_server=mail.opened.test\n"
                   "user_id=taro\nuse_smtp_auth=0\n",
                   0600);
  repair = test_mended_home_find_one (fixture, TARO);
  g_assert_false (kitte_repair_can_use_stored_password (repair));
  plan = kitte_repair_plan_new (repair, &cure, NULL);
  g_assert_null (plan->changes);
  by_hand = kitte_repair_plan_describe_by_hand (plan);
  g_assert_nonnull (strstr (by_hand, "Authenticate with POP before sending: on"));
  g_assert_nonnull (strstr (by_hand, "6 minutes"));
}

static void
add (const char *name, gsize row, void (*test) (TestMendedHome *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/repair/receive-first/", name, NULL);

  g_test_add (path, TestMendedHome, GSIZE_TO_POINTER (row), test_mended_home_set_up, test,
              test_mended_home_tear_down);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    add (rows[i].name, i, test_evolution);
  add ("claws-mail", 0, test_claws);
  return g_test_run ();
}
