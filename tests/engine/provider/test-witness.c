/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteWitness: who may be compared with whom. */
#include "config.h"

#include "model/kitte-domain.h"
#include "provider/kitte-witness.h"

#include <string.h>

static const KitteServer *
first_server (GPtrArray *witnesses, guint index)
{
  return ((const KitteWitness *) witnesses->pdata[index])->mail->pdata[0];
}

static void
test_unrelated (void)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();
  g_autoptr (GPtrArray) witnesses = kitte_witness_choose (catalogue, "smtp.gmail.com", 3);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (witnesses->len, ==, 3);
  g_hash_table_add (owners, g_strdup ("gmail.com"));
  for (guint i = 0; i < witnesses->len; i++)
    {
      const KitteServer *server = first_server (witnesses, i);

      g_assert_true (g_hash_table_add (owners, kitte_domain_get_registrable (server->host)));
      g_assert_cmpint (server->security, !=, KITTE_SECURITY_NONE);
      g_assert_null (strchr (server->host, '{'));
    }
}

static void
test_always_the_same (void)
{
  g_autoptr (KitteCatalogue) one = kitte_catalogue_new ();
  g_autoptr (KitteCatalogue) two = kitte_catalogue_new ();
  g_autoptr (GPtrArray) first = kitte_witness_choose (one, "mail.example.jp", 2);
  g_autoptr (GPtrArray) second = kitte_witness_choose (two, "mail.example.jp", 2);

  g_assert_cmpuint (first->len, ==, 2);
  g_assert_cmpuint (second->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_true (kitte_server_same_endpoint (first_server (first, i), first_server (second, i)));
}

/* A server in the same house says nothing about the line. */
static void
test_nearby (void)
{
  static const char *const hosts[] = { "localhost",   "127.0.0.1", "::1",
                                       "192.168.1.2", "10.0.0.1",  "mail",
                                       "fe80::1",     "nas.local", "a.localhost" };
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GPtrArray) witnesses = kitte_witness_choose (catalogue, hosts[i], 3);

      g_assert_cmpuint (witnesses->len, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/witness/unrelated", test_unrelated);
  g_test_add_func ("/provider/witness/always-the-same", test_always_the_same);
  g_test_add_func ("/provider/witness/nearby", test_nearby);
  return g_test_run ();
}
