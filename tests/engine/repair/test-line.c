/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_line_find_async (): whose line it is, by a name server on loopback. */
#include "config.h"

#include "../support/dns-server.h"
#include "repair/kitte-line.h"

#include <string.h>

/* A name on the wire (RFC 1035, 3.1). */
static void
add_name (TestDnsServer *server, const char *name, const char *target)
{
  g_auto (GStrv) labels = g_strsplit (target, ".", -1);
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  for (guint i = 0; labels[i] != NULL; i++)
    {
      guint8 length = (guint8) strlen (labels[i]);

      g_byte_array_append (wire, &length, 1);
      g_byte_array_append (wire, (const guint8 *) labels[i], length);
    }
  g_byte_array_append (wire, (const guint8 *) "", 1);
  test_dns_server_add (server, name, TEST_DNS_PTR, wire->data, wire->len);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
find (TestDnsServer *server, const char *addresses)
{
  g_autoptr (GResolver) fallback = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver =
      kitte_resolver_new (fallback, test_dns_server_get_address (server));
  g_auto (GStrv) each = g_strsplit (addresses, " ", -1);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *network;

  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    g_ptr_array_add (list, g_inet_address_new_from_string (each[i]));
  kitte_line_find_async (resolver, list, NULL, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  network = kitte_line_find_finish (result, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_names (void)
{
  g_autoptr (TestDnsServer) server = test_dns_server_new ();
  const struct
  {
    const char *addresses;
    const char *network;
  } rows[] = {
    { "203.0.113.7", "owari.ne.jp" }, { "203.0.113.8 203.0.113.7", "owari.ne.jp" },
    { "2001:db8::7", "plala.or.jp" }, { "203.0.113.8", NULL },
    { "203.0.113.9", NULL },          { "", NULL },
  };

  add_name (server, "7.113.0.203.in-addr.arpa", "P7.dialup.OWARI.ne.jp");
  /* A name that nobody owns is no answer. */
  add_name (server, "9.113.0.203.in-addr.arpa", "ne.jp");
  add_name (server, "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
            "x.tokyo.plala.or.jp");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *network = find (server, rows[i].addresses);

      g_assert_cmpstr (network, ==, rows[i].network);
    }
}

static void
test_public (void)
{
  const char *private[] = { "10.1.2.3",    "100.64.0.1", "127.0.0.1", "169.254.9.9", "172.31.0.1",
                            "192.168.1.2", "192.0.0.2",  "fe80::1",   "fd00::1",     "::1" };
  const char *public[] = { "203.0.113.7", "100.63.255.255", "172.32.0.1", "2001:db8::7" };

  for (gsize i = 0; i < G_N_ELEMENTS (private); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (private[i]);

      g_assert_false (kitte_line_is_public (address));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (public); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (public[i]);

      g_assert_true (kitte_line_is_public (address));
    }
}

static void
test_own_addresses (void)
{
  g_autoptr (GPtrArray) addresses = kitte_line_list_addresses ();

  for (guint i = 0; i < addresses->len; i++)
    g_assert_true (kitte_line_is_public (addresses->pdata[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/line/names", test_names);
  g_test_add_func ("/repair/line/public", test_public);
  g_test_add_func ("/repair/line/own-addresses", test_own_addresses);
  return g_test_run ();
}
