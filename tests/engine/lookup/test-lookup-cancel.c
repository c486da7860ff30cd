/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests that a search which is cancelled ends at once, whatever it waits for: a name server and web
 * servers that never answer, at every moment of the way there. */
#include "config.h"

#include "lookup/kitte-lookup.h"

#include <time.h>

#include "support/dns-server.h"

/* Turns of the loop within which the answer to a cancelling comes. None of them waits, so they take
 * no time but the processor’s; six are needed. */
#define MOST_TURNS 20

/* Of the processor, for these turns; a busy computer makes them no longer. */
#define MOST_MS 100

/* Turns of the loop after which a search waits for others alone. */
#define MOMENTS 60

typedef struct
{
  TestDnsServer *names;
  GSocketListener *listener;
  GSocketConnectable *silent;
  KitteLookup *lookup;
} Fixture;

static TestDnsServer *shared_names;

/* Takes connections, as the system does for everybody who listens, and says nothing. */
static void
listen_silently (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  guint16 port;

  f->listener = g_socket_listener_new ();
  port = g_socket_listener_add_any_inet_port (f->listener, NULL, &error);
  g_assert_no_error (error);
  f->silent = G_SOCKET_CONNECTABLE (g_inet_socket_address_new_from_string ("127.0.0.1", port));
}

static void
set_up (Fixture *f, gconstpointer silent_name)
{
  static const char *const names[] = { "cancel.test", "autoconfig.cancel.test",
                                       "autoconfig.thunderbird.net", "_imaps._tcp.cancel.test" };
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();
  g_autoptr (KitteWeb) web = NULL;

  f->names = shared_names;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      test_dns_server_add_address (f->names, names[i], "127.0.0.1");
      test_dns_server_lose (f->names, names[i],
                            g_strcmp0 (names[i], silent_name) == 0 ? G_MAXUINT : 0);
    }
  listen_silently (f);
  web = kitte_web_new_with (f->silent, NULL);
  f->lookup = kitte_lookup_new_with (catalogue, NULL, web);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->lookup);
  g_object_unref (f->silent);
  g_socket_listener_close (f->listener);
  g_object_unref (f->listener);
  /* Those that were stopped have their say. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: whether the search had not ended by itself before */
static gboolean
cancel_after (Fixture *f, guint turns)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@cancel.test", NULL);
  const KitteLookupRequest request = { .address = address };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  clock_t began;
  guint n = 0;

  kitte_lookup_async (f->lookup, &request, NULL, cancellable, done_cb, &result);
  for (guint i = 0; i < turns && result == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  if (result != NULL)
    return FALSE;
  began = clock ();
  g_cancellable_cancel (cancellable);
  for (; result == NULL && n < MOST_TURNS; n++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (result);
  g_assert_cmpint ((clock () - began) * 1000 / CLOCKS_PER_SEC, <, MOST_MS);
  g_assert_null (kitte_lookup_finish (f->lookup, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return TRUE;
}

static void
test_every_moment (Fixture *f, gconstpointer silent_name)
{
  for (guint turns = 0; turns < MOMENTS; turns++)
    g_assert_true (cancel_after (f, turns));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  shared_names = test_dns_server_new ();
  g_setenv ("KITTE_NAME_SERVERS", test_dns_server_get_address (shared_names), TRUE);
  kitte_resolver_install ();
  g_test_add ("/lookup-cancel/silent-names", Fixture, "cancel.test", set_up, test_every_moment,
              tear_down);
  g_test_add ("/lookup-cancel/silent-services", Fixture, "_imaps._tcp.cancel.test", set_up,
              test_every_moment, tear_down);
  g_test_add ("/lookup-cancel/silent-web-servers", Fixture, NULL, set_up, test_every_moment,
              tear_down);
  return g_test_run ();
}
