/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the reader of autoconfig documents: each shape in tests/fixtures/autoconfig has the
 * servers, questions and links beside it that the format says. */
#include "config.h"

#include "lookup/kitte-autoconfig.h"

#include <string.h>

#include "base/kitte-bounds.h"

static gboolean
same_methods (const KitteAuthList *a, const KitteAuth *items, guint n_items)
{
  for (guint i = 0; i < n_items; i++)
    if (i >= a->n_items || items[i] != a->items[i])
      return FALSE;
  return a->n_items == n_items;
}

/* The two lists that one word of a document stands for have a name here too. */
static char *
describe_methods (const KitteServer *server)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const KitteAuth *items = server->auth.items;
  guint n_items = server->auth.n_items;
  KitteAuthList password = { { 0 }, 0 };
  KitteAuthList challenges = { { 0 }, 0 };

  kitte_auth_list_add_password (&password, server->protocol, server->security);
  kitte_auth_list_add_challenges (&challenges, server->protocol);
  if (n_items > 1 && items[0] == KITTE_AUTH_OAUTH2)
    {
      g_string_append (text, "oauth2+");
      items++;
      n_items--;
    }
  if (same_methods (&password, items, n_items))
    g_string_append (text, "password");
  else if (same_methods (&challenges, items, n_items))
    g_string_append (text, "challenge");
  else
    for (guint i = 0; i < n_items; i++)
      g_string_append_printf (text, "%s%s", i > 0 ? "+" : "", kitte_auth_to_nick (items[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
describe_servers (GString *text, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];
      g_autofree char *methods = describe_methods (server);

      g_string_append_printf (text, "%s %s:%u %s %s %s\n",
                              kitte_protocol_to_nick (server->protocol), server->host, server->port,
                              kitte_security_to_nick (server->security),
                              server->username != NULL ? server->username : "-", methods);
    }
}

static void
describe_rest (GString *text, const KitteProposal *proposal)
{
  if (proposal->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY)
    g_string_append (text, "oauth2-only\n");
  else if (proposal->oauth2)
    g_string_append (text, "oauth2\n");
  if (proposal->pop_before_smtp.status == KITTE_POP_BEFORE_SMTP_OFFERED)
    g_string_append (text, "pop-before-smtp\n");
  for (guint i = 0; i < proposal->asks->len; i++)
    {
      const KitteAsk *ask = proposal->asks->pdata[i];

      g_string_append_printf (text, "ask %s %s\n", ask->key, ask->label);
    }
  if (proposal->pop.days != 14 || !proposal->pop.leave_on_server)
    g_string_append_printf (text, "pop %s %u\n", proposal->pop.leave_on_server ? "keep" : "take",
                            proposal->pop.days);
  for (guint i = 0; i < proposal->hints->len; i++)
    {
      const KitteHint *hint = proposal->hints->pdata[i];

      g_string_append_printf (text, "hint %s %s %s\n", hint->code, hint->url, hint->text);
    }
}

static char *
describe (const KitteProposal *proposal, const GError *error)
{
  static const char *const errors[] = { "no-xml", "no-autoconfig", "other-domain", "no-servers",
                                        "too-large" };
  GString *text = g_string_new (NULL);

  if (proposal == NULL)
    {
      g_assert_cmpuint (error->domain, ==, KITTE_AUTOCONFIG_ERROR);
      g_string_append_printf (text, "error %s\n", errors[error->code]);
      return g_string_free (text, FALSE);
    }
  describe_servers (text, proposal->incoming);
  describe_servers (text, proposal->outgoing);
  describe_rest (text, proposal);
  return g_string_free (text, FALSE);
}

static KitteProposal *
read_text (const char *text, gsize length, gboolean cleartext, gboolean foreign, GError **error)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (GBytes) document = g_bytes_new (text, length);
  const KitteAutoconfigUse use = {
    .address = address, .domain = "example.jp", .cleartext = cleartext, .foreign = foreign
  };

  return kitte_autoconfig_read (document, &use, error);
}

static char *
load (const char *name, gsize *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "autoconfig", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_shape (gconstpointer data)
{
  g_autofree char *xml = g_strconcat (data, ".xml", NULL);
  g_autofree char *expected_name = g_strconcat (data, ".expected", NULL);
  gsize length;
  g_autofree char *text = load (xml, &length);
  g_autofree char *expected = load (expected_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = read_text (text, length, TRUE, FALSE, &error);
  g_autofree char *got = describe (proposal, error);

  g_assert_cmpstr (got, ==, expected);
}

/* Over a connection that anybody could change, nobody is asked about servers without encryption. */
static void
test_cleartext_is_left_out (void)
{
  gsize length;
  g_autofree char *text = load ("plain-only.xml", &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = read_text (text, length, FALSE, FALSE, &error);

  g_assert_null (proposal);
  g_assert_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_SERVERS);
}

/* At the exchanger’s owner, %EMAILDOMAIN% in a host would name a host of somebody else. */
static void
test_foreign_host (void)
{
  gsize length;
  g_autofree char *text = load ("host-from-domain.xml", &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = read_text (text, length, TRUE, TRUE, &error);

  g_assert_null (proposal);
  g_assert_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_SERVERS);
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (KITTE_MAX_DOCUMENT + 1, ' ');
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (text, KITTE_MAX_DOCUMENT + 1, TRUE, FALSE, &error));
  g_assert_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_TOO_LARGE);
}

/* A stranger’s document must not keep anybody busy: with all these compared, it takes ten seconds.
 */
static void
test_many_attributes (void)
{
  g_autoptr (GString) text = g_string_new ("<clientConfig");
  g_autoptr (GError) error = NULL;
  clock_t begin;

  for (guint i = 0; text->len < KITTE_MAX_DOCUMENT - 20; i++)
    g_string_append_printf (text, "\n%c%x=''", 'a' + i % 26, i / 26);
  g_string_append (text, "/>");
  begin = clock ();
  g_assert_null (read_text (text->str, text->len, TRUE, FALSE, &error));
  g_assert_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_XML);
  g_assert_cmpint ((clock () - begin) / CLOCKS_PER_SEC, <, 2);
}

/* @name: what the document says of itself */
static KitteProposal *
read_encoded (const char *name, const char *encoding, GError **error)
{
  gsize length;
  g_autofree char *shape = load ("no-declaration.xml", &length);
  g_autofree char *whole =
      g_strdup_printf ("<?xml version='1.0' encoding='%s'?><!-- メール 電子 é -->%s", name, shape);
  g_autofree char *text =
      g_convert_with_fallback (whole, -1, encoding, "UTF-8", "?", NULL, &length, NULL);

  g_assert_nonnull (text);
  return read_text (text, length, TRUE, FALSE, error);
}

/* The format asks for UTF-8; what else there is, is read where ASCII stays ASCII. */
static void
test_encodings (void)
{
  static const char *const good[][2] = { { "UTF-8", "UTF-8" },
                                         { "Shift_JIS", "SHIFT_JIS" },
                                         { "EUC-JP", "EUC-JP" },
                                         { "ISO-8859-1", "ISO-8859-1" },
                                         { "x-unknown", "UTF-8" } };
  static const char *const bad[][2] = { { "UTF-8", "SHIFT_JIS" },
                                        { "UTF-16", "UTF-16" },
                                        { "IBM037", "IBM037" },
                                        { "x-unknown", "EUC-JP" } };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteProposal) proposal = read_encoded (good[i][0], good[i][1], &error);

      g_assert_no_error (error);
      g_assert_nonnull (proposal);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_encoded (bad[i][0], bad[i][1], &error));
      g_assert_error (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_XML);
    }
}

static guint
add_shapes (GPtrArray *names)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fixtures", "autoconfig", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (files);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = NULL;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (".xml")));
      path = g_strdup_printf ("/autoconfig/shape/%s", (char *) names->pdata[names->len - 1]);
      g_test_add_data_func (path, names->pdata[names->len - 1], test_shape);
    }
  return names->len;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpuint (add_shapes (names), >=, 40);
  g_test_add_func ("/autoconfig/cleartext-is-left-out", test_cleartext_is_left_out);
  g_test_add_func ("/autoconfig/foreign-host", test_foreign_host);
  g_test_add_func ("/autoconfig/too-large", test_too_large);
  g_test_add_func ("/autoconfig/many-attributes", test_many_attributes);
  g_test_add_func ("/autoconfig/encodings", test_encodings);
  return g_test_run ();
}
