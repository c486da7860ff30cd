/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password is long and nobody else’s, so that what it lay in is found again. */
#define _GNU_SOURCE
#include "config.h"

#include "support/moment-host.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pages/kitte-check-page.h"
#include "pages/kitte-ready-page.h"
#include "test-mailhost.h"

/* As support/accounts.json has it. */
#define WORDS "correct-horse-battery-staple"
#define PASSWORD WORDS "-" WORDS "-" WORDS

/* What is waited for is looked at this often. */
#define TICK_MS 5

/* Read at a time. */
#define CHUNK (1 << 20)

static TestMailhost *host;

void
test_moment_host_start (const char *behaviours, const char *services)
{
  g_autofree char *config =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests/app/support/accounts.json", NULL);

  host = test_mailhost_new_script_with (config, behaviours, services);
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
}

void
test_moment_host_stop (void)
{
  g_clear_pointer (&host, test_mailhost_free);
}

guint16
test_moment_host_get_port (const char *service)
{
  return test_mailhost_get_port (host, service);
}

guint
test_moment_host_count (const char *service, const char *event, const char *value)
{
  const char *key = value == NULL ? NULL : g_str_equal (event, "sign-in") ? "state" : "line";

  return test_mailhost_count (host, service, event, key, value);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
test_moment_host_wait (const char *service, const char *event, const char *value, guint before)
{
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);

  while (test_moment_host_count (service, event, value) <= before)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static void
set_server (TestMoment *moment, const char *scheme, const char *name, gboolean incoming)
{
  g_autofree char *url = g_strdup_printf ("%ss://hanako%%40demo.kitte.test@localhost:%u", scheme,
                                          test_mailhost_get_port (host, name));
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, incoming, &error);

  g_assert_no_error (error);
  kitte_setup_set_server (moment->setup, server);
}

void
test_moment_host_type (TestMoment *moment, const char *incoming, const char *outgoing)
{
  test_moment_type_address (moment, TEST_MAILHOST_HANAKO);
  kitte_setup_set_name (moment->setup, "Hanako");
  set_server (moment, g_str_has_prefix (incoming, "pop3") ? "pop3" : "imap", incoming, TRUE);
  set_server (moment, "smtp", outgoing, FALSE);
  kitte_setup_set_password (moment->setup, PASSWORD);
}

void
test_moment_host_prove (TestMoment *moment, const char *incoming, const char *outgoing)
{
  test_moment_host_type (moment, incoming, outgoing);
  test_moment_go (moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  while (!KITTE_IS_READY_PAGE (test_moment_get_page (moment)))
    g_main_context_iteration (NULL, TRUE);
}

void
test_moment_host_wait_closed (void)
{
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);

  while (test_moment_host_count (NULL, "close", NULL) <
         test_moment_host_count (NULL, "connect", NULL))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

/* The last bytes of a chunk are the first of the next one, so that nothing is cut in two. */
static gboolean
range_holds (int memory, char *chunk, guintptr begin, guintptr end)
{
  gboolean holds = FALSE;

  while (!holds && begin < end)
    {
      gssize length = pread (memory, chunk, MIN (CHUNK, end - begin), (off_t) begin);

      if (length <= 0)
        break;
      holds = memmem (chunk, (gsize) length, PASSWORD, strlen (PASSWORD)) != NULL;
      explicit_bzero (chunk, (gsize) length);
      if (begin + (gsize) length >= end)
        break;
      begin += (gsize) length - strlen (PASSWORD);
    }
  return holds;
}

gboolean
test_moment_host_holds_password (void)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  char *chunk = mmap (NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  gboolean holds = FALSE;

  /* A sanitizer’s build has to be told that the chunk is never %NULL. */
  if (memory < 0 || chunk == NULL || chunk == MAP_FAILED)
    g_error ("The memory of this process cannot be read.");
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (gsize i = 0; !holds && lines[i] != NULL; i++)
    {
      guintptr begin;
      guintptr end;
      char rights[5];

      if (sscanf (lines[i], "%lx-%lx %4s", &begin, &end, rights) == 3 &&
          g_str_has_prefix (rights, "rw"))
        holds = range_holds (memory, chunk, begin, end);
    }
  munmap (chunk, CHUNK);
  close (memory);
  return holds;
}

const char *
test_moment_host_get_password (void)
{
  return PASSWORD;
}

/* A sanitizer keeps what was freed. */
void
test_moment_host_wait_wiped (TestMoment *moment, gconstpointer data)
{
  test_moment_host_wait_closed ();
#ifndef __SANITIZE_ADDRESS__
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);

  while (test_moment_host_holds_password ())
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
#endif
}
