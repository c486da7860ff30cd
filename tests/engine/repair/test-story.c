/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is told about a mailbox: whose address, whose line, and so what is to be done. */
#include "config.h"

#include <string.h>

#include "repair/kitte-repair-private.h"
#include "repair/kitte-repair-story.h"
#include "support/mended-home.h"

#define TOLD "taro@told.test"
#define OTHER "taro@other.test"
#define OWN "taro@own.test"

/* A provider whose own lines close port 25, and one that says nothing of its lines. */
#define PRESET(id, name, more)                                                                     \
  "{\"schema\":1,\"id\":\"" id "\",\"status\":\"ok\",\"checked\":\"2026-11\","                     \
  "\"name\":{\"ja\":\"" name "\",\"en\":\"" name "\"},"                                            \
  "\"short_name\":{\"ja\":\"" name "\",\"en\":\"" name "\"},"                                      \
  "\"credential\":{\"kind\":\"mailbox-password\"},"                                                \
  "\"match\":{\"domains\":[\"" id ".test\"],\"mx_patterns\":[\"*." id ".test\"]},"                 \
  "\"legacy\":{" more "\"plaintext_ports\":[25]},"                                                 \
  "\"servers\":[" SERVER ("incoming", "imap", "imap." id ".test", "993", "tls", "") "," SERVER (   \
      "outgoing", "smtp", "smtp." id ".test", "587", "starttls",                                   \
      "") "," SERVER ("outgoing", "smtp", "line." id ".test", "25", "none",                        \
                      "\"only_from_provider_network\":true,") "]}"
#define SERVER(role, protocol, host, port, security, more)                                         \
  "{\"role\":\"" role "\",\"protocol\":\"" protocol "\",\"host\":\"" host "\",\"port\":" port      \
  ",\"security\":\"" security "\"," more "\"username\":\"{address}\",\"auth\":[\"password\"],"     \
  "\"source\":{\"title\":\"Test\",\"date\":\"2026-11\",\"certainty\":\"A\"}}"

#define OLD "Host=smtp.told.test\nPort=25\nMethod=none\n"
#define NEW                                                                                        \
  "Host=smtp.told.test\nPort=587\nMethod=PLAIN\nUser=" TOLD                                        \
  "\n\n[Security]\nMethod=starttls-on-standard-port\n"
#define LINE_ONLY "Host=line.told.test\nPort=25\nMethod=none\n"
#define OWN_OLD "Host=smtp.own.test\nPort=25\nMethod=none\n"
#define LOCAL "Host=localhost\nPort=25\nMethod=none\n"

static const struct
{
  const char *name;
  const char *address;
  const char *incoming; /* the receiving server that is set */
  const char *outgoing; /* the sending one, with its port and how it is used */
  const char *network;  /* in which the line has its name */
  const char *exchanger;
  const char *provider;  /* at which the person said the mail is */
  KitteFindingCode seen; /* of the sending server; OK: it was not looked at */
  const char *codes;
  const char *words;
} rows[] = {
  { .name = "line/unknown",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .codes = "program address-own line-unknown will-stop",
    .words = "does not show" },
  { .name = "line/own-without-port-25",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .network = "told.test",
    .codes = "program address-own line-own will-stop",
    .words = "port 25, is closed there" },
  { .name = "line/own",
    .address = OTHER,
    .incoming = "imap.other.test",
    .outgoing = "Host=smtp.other.test\nPort=25\nMethod=none\n",
    .network = "other.test",
    .codes = "program address-own line-own will-stop",
    .words = "a line of Other." },
  { .name = "line/own-by-a-server-for-it-alone",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = LINE_ONLY,
    .seen = KITTE_FINDING_OK_UNENCRYPTED,
    .codes = "program address-own line-own will-stop",
    .words = "a line of Told" },
  { .name = "line/not-by-that-server-unreached",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = LINE_ONLY,
    .seen = KITTE_FINDING_TIMED_OUT,
    .codes = "program address-own line-unknown broken",
    .words = "does not show" },
  { .name = "line/not-by-a-server-for-everybody",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .seen = KITTE_FINDING_OK_UNENCRYPTED,
    .codes = "program address-own line-unknown will-stop",
    .words = "does not show" },
  { .name = "line/of-another-provider",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .network = "other.test",
    .codes = "program address-own line-other will-stop",
    .words = "a line of Other." },
  { .name = "line/of-a-stranger",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .network = "stranger.test",
    .codes = "program address-own line-other will-stop",
    .words = "a line of stranger.test." },
  { .name = "address/by-its-exchanger",
    .address = OWN,
    .incoming = "imap.own.test",
    .outgoing = OLD,
    .exchanger = "mx.told.test",
    .codes = "program address-hosted line-unknown will-stop",
    .words = "delivered to Told" },
  { .name = "address/by-its-server",
    .address = OWN,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .codes = "program address-hosted line-unknown will-stop",
    .words = "one of Told" },
  { .name = "address/by-word",
    .address = OWN,
    .incoming = "imap.own.test",
    .outgoing = OWN_OLD,
    .provider = "told",
    .codes = "program address-chosen line-unknown will-stop",
    .words = "You said that the mail is at Told." },
  { .name = "address/unknown",
    .address = OWN,
    .incoming = "imap.own.test",
    .outgoing = OWN_OLD,
    .network = "told.test",
    .codes = "program address-unknown line-other will-stop",
    .words = "does not show in the address" },
  { .name = "outcome/broken",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = OLD,
    .network = "told.test",
    .seen = KITTE_FINDING_TIMED_OUT,
    .codes = "program address-own line-own broken",
    .words = "have to be changed" },
  { .name = "outcome/healthy",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = NEW,
    .network = "told.test",
    .codes = "program address-own fine",
    .words = "Nothing in these settings has to be changed." },
  { .name = "outcome/unclear",
    .address = TOLD,
    .incoming = "imap.told.test",
    .outgoing = LOCAL,
    .network = "told.test",
    .codes = "program address-own",
    .words = "Evolution" },
};

static void
write_account (TestMendedHome *fixture, gsize row)
{
  g_autofree char *account =
      g_strdup_printf ("[Data Source]\nParent=\n\n[Mail Account]\nBackendName=imapx\n"
                       "IdentityUid=self\n\n[Mail Identity]\nAddress=%s\n\n"
                       "[Mail Submission]\nTransportUid=transport\n\n[Authentication]\nHost=%s\n"
                       "Port=993\nMethod=PLAIN\nUser=%s\n\n"
                       "[Security]\nMethod=ssl-on-alternate-port\n",
                       rows[row].address, rows[row].incoming, rows[row].address);
  g_autofree char *transport =
      g_strdup_printf ("[Data Source]\nParent=account\n\n[Mail Transport]\n"
                       "BackendName=smtp\n\n[Authentication]\n%s",
                       rows[row].outgoing);

  test_home_write (&fixture->home, TEST_SOURCES "/account.source", account, 0600);
  test_home_write (&fixture->home, TEST_SOURCES "/transport.source", transport, 0600);
}

/* As if the names, the line and the servers had been looked at. */
static void
look (TestMendedHome *fixture, KitteRepair *repair, gsize row)
{
  KitteRepairAccount *account = kitte_repair_get_first (repair);

  if (rows[row].exchanger != NULL)
    kitte_repair_take_exchangers (repair,
                                  g_strdupv ((char *[]){ (char *) rows[row].exchanger, NULL }));
  if (rows[row].provider != NULL)
    {
      g_autoptr (GHashTable) answers =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      g_hash_table_insert (answers, g_strdup (KITTE_ASK_PROVIDER), g_strdup (rows[row].provider));
      kitte_repair_set_answers (repair, fixture->lookup, answers);
    }
  kitte_repair_take_network (repair, g_strdup (rows[row].network));
  if (rows[row].seen != KITTE_FINDING_OK)
    {
      account->outgoing = kitte_sighting_new ();
      account->outgoing->finding = kitte_finding_new (rows[row].seen, NULL);
    }
  kitte_repair_judge_again (repair);
}

static void
test_row (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GString) codes = g_string_new (NULL);
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (GPtrArray) remarks = NULL;

  write_account (fixture, row);
  repair = test_mended_home_find_one (fixture, rows[row].address);
  look (fixture, repair, row);
  remarks = kitte_repair_tell (repair);
  for (guint i = 0; i < remarks->len; i++)
    {
      const KitteRemark *remark = remarks->pdata[i];

      g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", remark->code);
      g_string_append_printf (texts, "%s\n", remark->text);
    }
  g_assert_cmpstr (codes->str, ==, rows[row].codes);
  g_test_message ("%s", texts->str);
  g_assert_nonnull (strstr (texts->str, rows[row].words));
  g_assert_cmpint (strstr (texts->str, "port 25") != NULL, ==,
                   strstr (codes->str, "line-own") != NULL &&
                       g_str_equal (rows[row].address, TOLD));
}

static void
set_up (TestMendedHome *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;

  test_mended_home_set_up (fixture, data);
  test_home_write (&fixture->home, "presets/told.json",
                   PRESET ("told", "Told", "\"blocks_port_25\":true,"), 0644);
  test_home_write (&fixture->home, "presets/other.json",
                   PRESET ("other", "Other", "\"blocks_port_25\":false,"), 0644);
  folder = test_home_path (&fixture->home, "presets");
  g_setenv ("KITTE_PROVIDERS_DIR", folder, TRUE);
  g_object_unref (fixture->lookup);
  fixture->lookup = kitte_lookup_new ();
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/repair/story/", rows[i].name, NULL);

      g_test_add (path, TestMendedHome, GSIZE_TO_POINTER (i), set_up, test_row,
                  test_mended_home_tear_down);
    }
  return g_test_run ();
}
