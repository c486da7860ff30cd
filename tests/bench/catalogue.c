/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a look-up in the compiled catalogue takes, beside parsing every preset, in one run:
 * build/tests/bench/bench-catalogue. */
#include "config.h"

#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-index-writer.h"
#include "provider/kitte-preset-index.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define RUNS 51
#define WARM 20000

/* What is wanted, in microseconds. */
#define MOST_WARM 20.0
#define MOST_OPEN 2000.0
#define MOST_START 5000.0

static char *
make_domain (guint number, guint which)
{
  return g_strdup_printf ("%c%u.example%u.ne.jp", (char) ('a' + which), number, number % 97);
}

/* As long as a shipped one usually is, with three domains of its own. */
static GBytes *
make_json (guint number)
{
  g_autofree char *first = make_domain (number, 0);
  g_autofree char *second = make_domain (number, 1);
  g_autofree char *third = make_domain (number, 2);
  char *text = g_strdup_printf (
      "{\"schema\":1,\"id\":\"p%u\",\"name\":{\"ja\":\"事業者%u\",\"en\":\"Provider %u\"},"
      "\"status\":\"ok\",\"match\":{\"domains\":[\"%s\",\"%s\",\"%s\"],"
      "\"mx_patterns\":[\"mx*.%s\"],\"cert_names\":[\"*.%s\"]},"
      "\"credential\":{\"kind\":\"mailbox-password\",\"name\":\"mail-password\","
      "\"hint\":\"mail-password-differs\"},\"servers\":["
      "{\"role\":\"incoming\",\"protocol\":\"imap\",\"host\":\"imap.%s\",\"port\":993,"
      "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"Our page\",\"url\":\"https://www.%s/mail\",\"certainty\":\"A\"}},"
      "{\"role\":\"incoming\",\"protocol\":\"pop3\",\"host\":\"pop.%s\",\"port\":995,"
      "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"Our page\",\"url\":\"https://www.%s/mail\",\"certainty\":\"A\"}},"
      "{\"role\":\"outgoing\",\"protocol\":\"smtp\",\"host\":\"smtp.%s\",\"port\":465,"
      "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"Our page\",\"url\":\"https://www.%s/mail\",\"certainty\":\"A\"}}],"
      "\"checked\":\"2026-11\"}",
      number, number, number, first, second, third, first, first, first, first, first, first, first,
      first);

  return g_bytes_new_take (text, strlen (text));
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static double
median (double *times, guint n)
{
  qsort (times, n, sizeof (double), compare_times);
  return times[n / 2];
}

static void
print_row (const char *what, double microseconds, double most, double parsing)
{
  g_print ("| %-42s | %10.2f | ", what, microseconds);
  if (most > 0)
    g_print ("%6.0f %-7s | ", most, microseconds <= most ? "reached" : "MISSED");
  else
    g_print ("%14s | ", "");
  g_print ("%8.0f |\n", parsing / microseconds);
}

/* All that was done before there was an index. */
static GPtrArray *
parse_all (GPtrArray *texts, double *microseconds)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (presets, kitte_preset_new_shipped (texts->pdata[i], "bench.json"));
  *microseconds = (double) (g_get_monotonic_time () - began);
  return presets;
}

/* From a file that nobody has open to the preset of one domain. */
static double
open_once (const char *path, const char *domain)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new_for_file (path, NULL);
  g_autoptr (GBytes) json = NULL;
  g_autoptr (KittePreset) preset = NULL;
  guint number;

  if (!kitte_preset_index_find (index, KITTE_PRESET_TABLE_DOMAINS, domain, &number))
    g_error ("%s is not there", domain);
  json = kitte_preset_index_get_json (index, number);
  preset = kitte_preset_new_shipped (json, "bench.json");
  g_assert (kitte_preset_serves_domain (preset, domain));
  return (double) (g_get_monotonic_time () - began);
}

static double
measure_opening (const char *path, guint n)
{
  double times[RUNS];

  for (guint i = 0; i < RUNS; i++)
    {
      g_autofree char *domain = make_domain ((i * 7919 + 1) % n, i % 3);

      times[i] = open_once (path, domain);
    }
  return median (times, RUNS);
}

static double
measure_domains (KitteCatalogue *catalogue, GPtrArray *domains)
{
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < WARM; i++)
    {
      g_autoptr (KittePreset) preset =
          kitte_catalogue_find_domain (catalogue, domains->pdata[i % domains->len]);

      g_assert (preset != NULL);
    }
  return (double) (g_get_monotonic_time () - began) / WARM;
}

static double
measure_strangers (KitteCatalogue *catalogue)
{
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < WARM; i++)
    g_assert (kitte_catalogue_find_domain (catalogue, "mail.nobody.example.org") == NULL);
  return (double) (g_get_monotonic_time () - began) / WARM;
}

static double
measure_exchangers (KitteCatalogue *catalogue, GPtrArray *domains)
{
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < WARM; i++)
    {
      g_autofree char *host = g_strconcat ("mx1.", domains->pdata[i % domains->len], NULL);
      const char *hosts[] = { host, NULL };
      g_autoptr (KittePreset) preset = kitte_catalogue_find_mx (catalogue, hosts, NULL);

      g_assert (preset != NULL);
    }
  return (double) (g_get_monotonic_time () - began) / WARM;
}

static void
compare (guint n, const char *folder)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) domains = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GBytes) index = NULL;
  g_autofree char *path = g_build_filename (folder, "presets.index", NULL);
  g_autoptr (KitteCatalogue) catalogue = NULL;
  double parsing;
  gsize size;
  const char *data;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, make_json (i));
  for (guint i = 0; i < MIN (n, 100); i++)
    g_ptr_array_add (domains, make_domain (i * (n / 100), 0));
  presets = parse_all (texts, &parsing);
  index = kitte_preset_index_build (presets);
  data = g_bytes_get_data (index, &size);
  if (!g_file_set_contents (path, data, (gssize) size, NULL))
    g_error ("%s cannot be written", path);
  catalogue = kitte_catalogue_new_for_folders (path, NULL, NULL, NULL);
  measure_domains (catalogue, domains);

  g_print ("\n%u presets, %" G_GSIZE_FORMAT " KB; parsing them all: %.0f µs\n\n", n, size / 1024,
           parsing);
  g_print ("| %-42s | %10s | %14s | %8s |\n", "what", "µs", "at most", "parsing ÷");
  g_print ("| --- | --- | --- | --- |\n");
  print_row ("from opening to the parsed preset", measure_opening (path, n), MOST_OPEN, parsing);
  print_row ("a domain, warm", measure_domains (catalogue, domains), MOST_WARM, parsing);
  print_row ("a domain that nobody has, warm", measure_strangers (catalogue), MOST_WARM, parsing);
  print_row ("a mail exchanger, warm", measure_exchangers (catalogue, domains), MOST_WARM, parsing);
  g_remove (path);
}

/* What a start pays: a catalogue is made and asked for the first time, folders and all. */
static void
measure_start (void)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();
  g_autoptr (KittePreset) preset = kitte_catalogue_find_domain (catalogue, "docomo.ne.jp");
  double took = (double) (g_get_monotonic_time () - began);
  g_autoptr (GPtrArray) presets = NULL;

  g_assert (preset != NULL);
  began = g_get_monotonic_time ();
  presets = kitte_catalogue_list (catalogue);
  g_print ("The shipped presets, the first question of a process: %.0f µs, at most %.0f: %s.\n",
           took, MOST_START, took <= MOST_START ? "reached" : "MISSED");
  g_print ("Parsing all %u of them: %.0f µs.\n", presets->len,
           (double) (g_get_monotonic_time () - began));
}

int
main (void)
{
  g_autofree char *folder = NULL;

  setlocale (LC_ALL, "");
  folder = g_dir_make_tmp ("kitte-bench-XXXXXX", NULL);
  measure_start ();
  compare (100, folder);
  compare (10000, folder);
  g_rmdir (folder);
  return EXIT_SUCCESS;
}
