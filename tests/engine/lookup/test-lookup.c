/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteLookup: what was given by hand, presets, and what is asked. */
#include "config.h"

#include "lookup/kitte-lookup.h"

static KitteProposal *
look_up (const char *typed, const char *incoming_url, const char *outgoing_url, GError **error)
{
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();
  g_autoptr (KitteAddress) address = kitte_address_new (typed, error);
  g_autoptr (KitteServer) incoming =
      incoming_url != NULL ? kitte_server_new_from_url (incoming_url, TRUE, error) : NULL;
  g_autoptr (KitteServer) outgoing =
      outgoing_url != NULL ? kitte_server_new_from_url (outgoing_url, FALSE, error) : NULL;
  const KitteLookupRequest request = { .address = address,
                                       .incoming = incoming,
                                       .outgoing = outgoing };

  return kitte_lookup_offline (lookup, &request, error);
}

static void
test_preset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = look_up ("taro@gmail.com", NULL, NULL, &error);
  KitteServer *imap;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  g_assert_cmpint (proposal->source, ==, KITTE_SOURCE_PRESET);
  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_SURE);
  g_assert_cmpstr (proposal->provider_id, ==, "gmail");
  g_assert_cmpstr (imap->host, ==, "imap.gmail.com");
  g_assert_cmpstr (imap->username, ==, "taro@gmail.com");
  g_assert_cmpuint (proposal->asks->len, ==, 0);
}

static void
test_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal =
      look_up ("taro@gmail.com", "imaps://mail.example.test", "smtp://u@mail.example.test", &error);
  KitteServer *imap;
  KitteServer *smtp;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  smtp = proposal->outgoing->pdata[0];
  g_assert_cmpint (proposal->source, ==, KITTE_SOURCE_MANUAL);
  g_assert_null (proposal->provider_id);
  g_assert_cmpuint (proposal->asks->len, ==, 0);
  g_assert_cmpstr (imap->username, ==, "taro@gmail.com");
  g_assert_cmpstr (smtp->username, ==, "u");
  g_assert_cmpint (smtp->port, ==, 587);
}

static void
test_half_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal =
      look_up ("taro@yahoo.co.jp", "imaps://mail.example.test", NULL, &error);
  KitteServer *imap;
  KitteServer *smtp;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  smtp = proposal->outgoing->pdata[0];
  g_assert_cmpuint (proposal->incoming->len, ==, 1);
  g_assert_cmpstr (imap->host, ==, "mail.example.test");
  g_assert_cmpstr (imap->username, ==, "taro");
  g_assert_cmpstr (smtp->host, ==, "smtp.mail.yahoo.co.jp");
}

static void
test_nothing_known (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = look_up ("taro@unknown-domain.test", NULL, NULL, &error);

  g_assert_null (proposal);
  g_assert_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookup/preset", test_preset);
  g_test_add_func ("/lookup/by-hand", test_by_hand);
  g_test_add_func ("/lookup/half-by-hand", test_half_by_hand);
  g_test_add_func ("/lookup/nothing-known", test_nothing_known);
  return g_test_run ();
}
