/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KittePreset: what is refused and why, and what becomes of an address and its answers. */
#include "config.h"

#include "preset-fixture.h"
#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-folder.h"

#include <glib/gstdio.h>

static KittePreset *
get_shipped (const char *id)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
  KittePreset *preset = kitte_catalogue_get_preset (catalogue, id);

  g_assert_nonnull (preset);
  return preset;
}

static GHashTable *
answer (const char *key, const char *value)
{
  GHashTable *answers = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (answers, (gpointer) key, (gpointer) value);
  return answers;
}

static KittePreset *
load_text (const char *text, KitteOrigin origin)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KittePreset *preset = kitte_preset_new (bytes, "test.json", origin, &error);

  g_assert_no_error (error);
  return preset;
}

/* Every file is refused for the reason that stands beside its name, and for no other. */
static void
test_bad (void)
{
  g_autoptr (JsonNode) reasons = load_fixture ("bad-reasons.json");
  g_autofree char *folder = fixture_path ("bad");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KittePreset) preset = kitte_preset_load_file (path, KITTE_ORIGIN_SHIPPED, &error);
      const char *reason = json_object_get_string_member (json_node_get_object (reasons), name);

      g_test_message ("%s", error != NULL ? error->message : name);
      g_assert_null (preset);
      g_assert_cmpint ((int) error->domain, ==, (int) KITTE_PROVIDER_ERROR);
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_nonnull (strstr (error->message, reason));
      n++;
    }
  g_assert_cmpuint (n, ==, json_object_get_size (json_node_get_object (reasons)));
}

static void
test_good (void)
{
  g_autofree char *path = fixture_path ("good.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePreset) preset = kitte_preset_load_file (path, KITTE_ORIGIN_SHIPPED, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kitte_preset_get_id (preset), ==, "example");
  g_assert_true (kitte_preset_serves_domain (preset, "example.jp"));
  g_assert_true (kitte_preset_serves_domain (preset, "a.b.members.example.jp"));
  g_assert_false (kitte_preset_serves_domain (preset, "members.example.jp"));
  g_assert_false (kitte_preset_serves_domain (preset, "shop.members.example.jp"));
  g_assert_false (kitte_preset_serves_domain (preset, "a.shop.members.example.jp"));
  g_assert_false (kitte_preset_serves_domain (preset, "example.co.jp"));
}

/* The example that authors start from. */
static void
test_documentation (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "docs", "providers.md", NULL);
  g_autofree char *text = NULL;
  const char *start;
  const char *end;
  g_autofree char *example = NULL;
  g_autoptr (KittePreset) preset = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  start = strstr (text, "```json\n") + strlen ("```json\n");
  end = strstr (start, "```");
  example = g_strndup (start, (gsize) (end - start));
  preset = load_text (example, KITTE_ORIGIN_SHIPPED);
  g_assert_cmpstr (kitte_preset_get_id (preset), ==, "example");
}

/* A file of a later version from elsewhere still works; the same file shipped would be a slip. */
static void
test_unknown_key (void)
{
  g_autofree char *path = fixture_path ("bad/unknown-key.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePreset) preset = kitte_preset_load_file (path, KITTE_ORIGIN_SYSTEM, &error);

  g_assert_no_error (error);
  g_assert_nonnull (preset);
}

static void
test_unreadable (void)
{
  g_autofree char *folder = fixture_path ("");
  g_autofree char *missing = fixture_path ("missing.json");
  g_autofree char *large = g_build_filename (g_get_tmp_dir (), "kitte-large-preset.json", NULL);
  g_autofree char *text = g_strnfill (300 * 1024, ' ');
  const char *paths[] = { folder, missing, "/dev/zero", NULL };

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kitte_preset_load_file (paths[i], KITTE_ORIGIN_USER, &error));
      g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_UNREADABLE);
    }
  g_assert_true (g_file_set_contents (large, text, -1, NULL));
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (kitte_preset_load_file (large, KITTE_ORIGIN_USER, &error));
    g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_NOT_JSON);
  }
  g_unlink (large);
}

/* A good preset with one byte changed: a preset or one reason, never a crash. */
static void
test_random (void)
{
  g_autofree char *path = fixture_path ("good.json");
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *changed = g_memdup2 (text, length + 1);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KittePreset) preset = NULL;

      for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
        changed[g_test_rand_int_range (0, (gint32) length)] =
            "\0{}[]\",:0a.\\*\xff"[g_test_rand_int_range (0, 14)];
      bytes = g_bytes_new (changed, length);
      preset = kitte_preset_new (bytes, "random.json", KITTE_ORIGIN_USER, &error);
      g_assert_true ((preset == NULL) == (error != NULL));
      if (error != NULL)
        g_assert_true (g_str_has_prefix (error->message, "random.json: "));
    }
}

/* Sakura’s customers with a domain of their own: the server is the initial domain. */
static const struct
{
  const char *address;
  const char *mx;
  const char *answer;
  KitteTrust trust;
  const char *host; /* NULL: still asked; "": refused */
} sakura[] = {
  { "info@domo-domo.com", NULL, NULL, KITTE_TRUST_SURE, NULL },
  { "info@domo-domo.com", NULL, "tamesi", KITTE_TRUST_TOLD, "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", NULL, "tamesi.sakura.ne.jp", KITTE_TRUST_TOLD, "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", NULL, " ＴＡＭＥＳＩ．sakura.ne.jp. ", KITTE_TRUST_TOLD,
    "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", NULL, "tamesi.mokuren.ne.jp", KITTE_TRUST_TOLD, "tamesi.mokuren.ne.jp" },
  { "info@domo-domo.com", "tamesi.sakura.ne.jp", NULL, KITTE_TRUST_ASKED, "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", "TAMESI.sakura.ne.jp.", NULL, KITTE_TRUST_ASKED, "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", "tamesi.sakura.ne.jp", "other", KITTE_TRUST_TOLD, "other.sakura.ne.jp" },
  { "info@domo-domo.com", "www1234.sakura.ne.jp", NULL, KITTE_TRUST_TOLD, NULL },
  { "info@domo-domo.com", "www1234.sakura.ne.jp", "tamesi", KITTE_TRUST_TOLD,
    "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", "a.b.sakura.ne.jp", NULL, KITTE_TRUST_TOLD, NULL },
  { "info@domo-domo.com", "evil.example", NULL, KITTE_TRUST_TOLD, NULL },
  { "info@domo-domo.com", NULL, "www1234", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "evil.example", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "a.b.sakura.ne.jp", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "tamesi.sakura.ne.jp.evil.example", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "tamesi/evil", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "tamesi\n", KITTE_TRUST_TOLD, "tamesi.sakura.ne.jp" },
  { "info@domo-domo.com", NULL, "ta\nmesi", KITTE_TRUST_SURE, "" },
  { "info@domo-domo.com", NULL, "", KITTE_TRUST_SURE, "" },
  { "info@tamesi.sakura.ne.jp", NULL, NULL, KITTE_TRUST_TOLD, "tamesi.sakura.ne.jp" },
  { "info@tamesi.mokuren.ne.jp", NULL, NULL, KITTE_TRUST_TOLD, "tamesi.mokuren.ne.jp" },
};

static void
test_sakura (void)
{
  g_autoptr (KittePreset) preset = get_shipped ("sakura-rental");

  for (gsize i = 0; i < G_N_ELEMENTS (sakura); i++)
    {
      g_autoptr (KitteAddress) address = kitte_address_new (sakura[i].address, NULL);
      g_autoptr (GHashTable) answers =
          sakura[i].answer != NULL ? answer ("NAME", sakura[i].answer) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteProposal) proposal =
          kitte_preset_propose (preset, address, sakura[i].mx, answers, &error);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      if (g_strcmp0 (sakura[i].host, "") == 0)
        {
          g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_ANSWER);
          g_assert_nonnull (strstr (error->message, "example.sakura.ne.jp"));
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (proposal->trust, ==, sakura[i].trust);
      if (sakura[i].host == NULL)
        {
          g_assert_cmpuint (proposal->incoming->len + proposal->outgoing->len, ==, 0);
          g_assert_cmpuint (proposal->asks->len, ==, 1);
          g_assert_cmpstr (((KitteAsk *) proposal->asks->pdata[0])->key, ==, "NAME");
          g_assert_true (proposal->certain);
          continue;
        }
      g_assert_cmpuint (proposal->asks->len, ==, 0);
      for (guint j = 0; j < proposal->incoming->len; j++)
        g_assert_cmpstr (((KitteServer *) proposal->incoming->pdata[j])->host, ==, sakura[i].host);
      g_assert_cmpstr (((KitteServer *) proposal->outgoing->pdata[0])->host, ==, sakura[i].host);
      g_assert_cmpstr (proposal->folders.sent, ==, "INBOX.Sent");
    }
}

/* The zone that nobody has confirmed leads the search; the confirmed one ends it. */
static void
test_certainty (void)
{
  g_autoptr (KittePreset) preset = get_shipped ("sakura-rental");
  g_autoptr (KitteAddress) known = kitte_address_new ("a@tamesi.sakura.ne.jp", NULL);
  g_autoptr (KitteAddress) other = kitte_address_new ("a@tamesi.mokuren.ne.jp", NULL);
  g_autoptr (KitteProposal) sure = kitte_preset_propose (preset, known, NULL, NULL, NULL);
  g_autoptr (KitteProposal) open = kitte_preset_propose (preset, other, NULL, NULL, NULL);

  g_assert_true (sure->certain);
  g_assert_false (open->certain);
}

static void
test_usernames (void)
{
  g_autoptr (KittePreset) preset = get_shipped ("hi-ho");
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@hi-ho.ne.jp", NULL);
  g_autoptr (GHashTable) answers = answer (KITTE_ASK_USERNAME, "taro01");
  g_autoptr (GHashTable) empty = answer (KITTE_ASK_USERNAME, "");
  g_autoptr (KitteProposal) proposal = NULL;
  g_autoptr (GError) error = NULL;

  proposal = kitte_preset_propose (preset, address, NULL, answers, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (proposal->asks->len, ==, 0);
  g_assert_cmpstr (kitte_proposal_find_server (proposal, KITTE_PROTOCOL_IMAP)->username, ==,
                   "taro01");
  g_assert_cmpstr (kitte_proposal_find_server (proposal, KITTE_PROTOCOL_SMTP)->username, ==,
                   "taro01");

  g_hash_table_insert (answers, (gpointer) KITTE_ASK_SENDING_USERNAME, (gpointer) "taro-send");
  g_clear_pointer (&proposal, kitte_proposal_unref);
  proposal = kitte_preset_propose (preset, address, NULL, answers, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kitte_proposal_find_server (proposal, KITTE_PROTOCOL_SMTP)->username, ==,
                   "taro-send");

  g_assert_null (kitte_preset_propose (preset, address, NULL, empty, &error));
  g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_ANSWER);
}

static void
test_own_domain_at_icloud (void)
{
  g_autoptr (KittePreset) preset = get_shipped ("icloud");
  g_autoptr (KitteAddress) address = kitte_address_new ("hanako@yamada.example", NULL);
  g_autoptr (GHashTable) answers = answer ("ICLOUD", "hanako@icloud.com");
  g_autoptr (KitteProposal) open =
      kitte_preset_propose (preset, address, "mx01.mail.icloud.com", NULL, NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_preset_propose (preset, address, "mx01.mail.icloud.com", answers, NULL);

  g_assert_cmpuint (open->incoming->len, ==, 0);
  g_assert_cmpuint (open->asks->len, ==, 1);
  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_TOLD);
  g_assert_cmpstr (kitte_proposal_find_server (proposal, KITTE_PROTOCOL_IMAP)->username, ==,
                   "hanako@icloud.com");
}

/* Methods: a password in clear inside the encryption; without encryption a challenge first. */
static void
test_methods (void)
{
  g_autoptr (KittePreset) gmail = get_shipped ("gmail");
  g_autoptr (KittePreset) japan_net = get_shipped ("japan-net");
  g_autoptr (KitteAddress) at_gmail = kitte_address_new ("a@gmail.com", NULL);
  g_autoptr (KitteAddress) at_japan_net = kitte_address_new ("a@japan-net.ne.jp", NULL);
  g_autoptr (KitteProposal) first = kitte_preset_propose (gmail, at_gmail, NULL, NULL, NULL);
  g_autoptr (KitteProposal) second =
      kitte_preset_propose (japan_net, at_japan_net, NULL, NULL, NULL);
  KitteServer *imap = kitte_proposal_find_server (first, KITTE_PROTOCOL_IMAP);
  KitteServer *smtp = kitte_proposal_find_server (second, KITTE_PROTOCOL_SMTP);

  g_assert_cmpint (imap->auth.items[0], ==, KITTE_AUTH_OAUTH2);
  g_assert_cmpint (imap->auth.items[1], ==, KITTE_AUTH_PLAIN);
  g_assert_true (kitte_auth_list_contains (&imap->auth, KITTE_AUTH_USER_PASS));
  g_assert_cmpint (smtp->auth.items[0], ==, KITTE_AUTH_SCRAM_SHA_256);
  g_assert_true (kitte_auth_list_contains (&smtp->auth, KITTE_AUTH_PLAIN));
  g_assert_false (kitte_auth_list_contains (&smtp->auth, KITTE_AUTH_USER_PASS));
}

/* Nobody is told to switch POP on who is offered IMAP. */
static void
test_steps (void)
{
  g_autoptr (KittePreset) preset = get_shipped ("gmail");
  g_autoptr (KitteAddress) address = kitte_address_new ("a@gmail.com", NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);

  for (guint i = 0; i < proposal->hints->len; i++)
    g_assert_cmpstr (((KitteHint *) proposal->hints->pdata[i])->code, !=, "enable-pop");
}

static void
test_closed (void)
{
  g_autoptr (KittePreset) ended = load_text (
      "{\"schema\":1,\"id\":\"old\",\"name\":{\"ja\":\"旧\",\"en\":\"Old\"},\"status\":\"ended\","
      "\"match\":{\"domains\":[\"old.example.jp\"]},\"servers\":[],\"checked\":\"2026-11\","
      "\"ended\":{\"text\":{\"ja\":\"終了しました。\",\"en\":\"It has ended.\"}}}",
      KITTE_ORIGIN_SHIPPED);
  g_autoptr (KitteAddress) address = kitte_address_new ("a@old.example.jp", NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (ended, address, NULL, NULL, NULL);

  g_assert_cmpstr (proposal->no_access, ==, "It has ended.");
  g_assert_true (proposal->certain);
  g_assert_cmpuint (proposal->hints->len, ==, 0);
}

/* What the provider recommends comes first within its protocol; what nobody confirmed comes last.
 */
static void
test_order (void)
{
#define SERVER(role, protocol, host, certainty, more)                                              \
  "{\"role\":\"" role "\",\"protocol\":\"" protocol "\",\"host\":\"" host "\",\"port\":1,"         \
  "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"]," more                  \
  "\"source\":{\"title\":\"x\",\"certainty\":\"" certainty "\"}}"
  g_autoptr (KittePreset) preset = load_text (
      "{\"schema\":1,\"id\":\"order\",\"name\":{\"ja\":\"順\",\"en\":\"Order\"},\"status\":\"ok\","
      "\"match\":{\"domains\":[\"order.example.jp\"]},\"checked\":\"2026-11\",\"servers\":"
      "[" SERVER ("incoming", "imap", "d.example.jp", "D", "") "," SERVER (
          "incoming", "imap", "a.example.jp", "A",
          "") "," SERVER ("incoming", "pop3", "b.example.jp", "B",
                          "") "," SERVER ("incoming", "pop3", "c.example.jp", "C",
                                          "\"preferred\":true,") "," SERVER ("outgoing", "smtp",
                                                                             "s.example.jp", "A",
                                                                             "") "]}",
      KITTE_ORIGIN_USER);
  g_autoptr (KitteAddress) address = kitte_address_new ("a@order.example.jp", NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
  g_autofree char *incoming = describe_servers (proposal->incoming);

  g_assert_cmpstr (incoming, ==,
                   "imap tls a.example.jp:1 a@order.example.jp; "
                   "pop3 tls c.example.jp:1 a@order.example.jp; "
                   "pop3 tls b.example.jp:1 a@order.example.jp; "
                   "imap tls d.example.jp:1 a@order.example.jp");
  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_ASKED);
}

static KitteProposal *
propose_with (const char *records)
{
  g_autofree char *text = g_strdup_printf (
      "{\"schema\":1,\"id\":\"facts\",\"name\":{\"ja\":\"実\",\"en\":\"Facts\"},\"status\":\"ok\","
      "\"match\":{\"domains\":[\"facts.example.jp\"]},\"servers\":[],\"checked\":\"2026-11\"%s}",
      records);
  g_autoptr (KittePreset) preset = load_text (text, KITTE_ORIGIN_SHIPPED);
  g_autoptr (KitteAddress) address = kitte_address_new ("a@facts.example.jp", NULL);

  return kitte_preset_propose (preset, address, NULL, NULL, NULL);
}

static void
test_lockout (void)
{
  g_autoptr (KitteProposal) none = propose_with ("");
  g_autoptr (KitteProposal) empty =
      propose_with (",\"lockout\":{\"after\":null,\"minutes\":null,\"scope\":null}");
  g_autoptr (KitteProposal) hidden =
      propose_with (",\"lockout\":{\"after\":3,\"scope\":\"address\",\"disclosed\":false}");
  g_autoptr (KitteProposal) told = propose_with (
      ",\"lockout\":{\"after\":5,\"minutes\":30,\"scope\":\"account\",\"disclosed\":true}");

  g_assert_cmpuint (none->lockout.after, ==, 0);
  g_assert_false (none->lockout.published);
  g_assert_cmpuint (empty->lockout.minutes, ==, 0);
  g_assert_cmpuint (hidden->lockout.after, ==, 3);
  g_assert_cmpint (hidden->lockout.scope, ==, KITTE_LOCKOUT_ADDRESS);
  g_assert_false (hidden->lockout.published);
  g_assert_cmpuint (told->lockout.after, ==, 5);
  g_assert_cmpuint (told->lockout.minutes, ==, 30);
  g_assert_cmpint (told->lockout.scope, ==, KITTE_LOCKOUT_ACCOUNT);
  g_assert_true (told->lockout.published);
}

#define POP(record) ",\"legacy\":{\"pop_before_smtp\":" record "}"

static void
test_pop_before_smtp (void)
{
  g_autoptr (KitteProposal) none = propose_with ("");
  g_autoptr (KitteProposal) null = propose_with (POP ("null"));
  g_autoptr (KitteProposal) never = propose_with (POP ("{\"status\":\"never-offered\"}"));
  g_autoptr (KitteProposal) ended =
      propose_with (POP ("{\"status\":\"abolished\",\"window_minutes\":[20]}"));
  g_autoptr (KitteProposal) was =
      propose_with (POP ("{\"status\":\"was-offered\",\"window_minutes\":[30,10,60]}"));
  g_autoptr (KitteProposal) still =
      propose_with (POP ("{\"status\":\"still-offered\",\"window_minutes\":[]}"));

  g_assert_cmpint (none->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_UNKNOWN);
  g_assert_cmpint (null->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_UNKNOWN);
  g_assert_cmpint (never->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_NEVER);
  g_assert_cmpint (ended->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_ENDED);
  g_assert_cmpuint (ended->pop_before_smtp.minutes, ==, 20);
  g_assert_cmpint (was->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_ENDED);
  g_assert_cmpuint (was->pop_before_smtp.minutes, ==, 10);
  g_assert_cmpint (still->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_OFFERED);
  g_assert_cmpuint (still->pop_before_smtp.minutes, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/preset/bad", test_bad);
  g_test_add_func ("/provider/preset/good", test_good);
  g_test_add_func ("/provider/preset/documentation", test_documentation);
  g_test_add_func ("/provider/preset/unknown-key", test_unknown_key);
  g_test_add_func ("/provider/preset/unreadable", test_unreadable);
  g_test_add_func ("/provider/preset/random", test_random);
  g_test_add_func ("/provider/preset/sakura", test_sakura);
  g_test_add_func ("/provider/preset/certainty", test_certainty);
  g_test_add_func ("/provider/preset/usernames", test_usernames);
  g_test_add_func ("/provider/preset/own-domain-at-icloud", test_own_domain_at_icloud);
  g_test_add_func ("/provider/preset/methods", test_methods);
  g_test_add_func ("/provider/preset/steps", test_steps);
  g_test_add_func ("/provider/preset/closed", test_closed);
  g_test_add_func ("/provider/preset/order", test_order);
  g_test_add_func ("/provider/preset/lockout", test_lockout);
  g_test_add_func ("/provider/preset/pop-before-smtp", test_pop_before_smtp);
  return g_test_run ();
}
