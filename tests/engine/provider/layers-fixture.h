/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of layers share: four folders, small presets in them, and who answers. */
#pragma once

#include "provider/kitte-catalogue.h"

#include <glib/gstdio.h>

typedef struct
{
  char *root;
  char *folders[4];
} Layers;

/* A preset as small as can be, with @id, @domains and @suffixes as JSON lists. */
static inline void
write_preset (const char *folder,
              const char *file,
              const char *id,
              const char *domains,
              const char *suffixes)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"schema\":1,\"id\":\"%s\",\"name\":{\"ja\":\"%s\",\"en\":\"%s\"},\"status\":\"ok\","
      "\"match\":{\"domains\":%s,\"suffixes\":%s,\"mx_patterns\":[\"mx*.%s.example\"],"
      "\"cert_names\":[\"*.%s.example\"]},"
      "\"checked\":\"2026-11\",\"servers\":[{\"role\":\"incoming\",\"protocol\":\"imap\","
      "\"host\":\"imap.%s.example\",\"port\":993,\"security\":\"tls\",\"username\":\"{address}\","
      "\"auth\":[\"password\"],\"source\":{\"title\":\"x\",\"certainty\":\"A\"}},"
      "{\"role\":\"outgoing\",\"protocol\":\"smtp\",\"host\":\"smtp.%s.example\",\"port\":465,"
      "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"x\",\"certainty\":\"A\"}}]}",
      id, file, file, domains, suffixes, id, id, id, id);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static inline void
layers_init (Layers *layers)
{
  static const char *const names[] = { "shipped", "brand", "system", "user" };

  layers->root = g_dir_make_tmp ("kitte-catalogue-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      layers->folders[i] = g_build_filename (layers->root, names[i], NULL);
      g_assert_cmpint (g_mkdir (layers->folders[i], 0700), ==, 0);
    }
}

static inline void
layers_clear (Layers *layers)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layers->folders); i++)
    {
      g_autoptr (GDir) dir = g_dir_open (layers->folders[i], 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (layers->folders[i], name, NULL);

          g_assert_cmpint (g_remove (path), ==, 0);
        }
      g_rmdir (layers->folders[i]);
      g_free (layers->folders[i]);
    }
  g_rmdir (layers->root);
  g_free (layers->root);
}

static inline KitteCatalogue *
layers_open (Layers *layers)
{
  return kitte_catalogue_new_for_folders (layers->folders[0], layers->folders[1],
                                          layers->folders[2], layers->folders[3]);
}

/* Who answers for @domain: “file (layer)”, or NULL. */
static inline char *
who_answers (KitteCatalogue *catalogue, const char *domain)
{
  g_autoptr (KittePreset) preset = kitte_catalogue_find_domain (catalogue, domain);

  if (preset == NULL)
    return NULL;
  return g_strdup_printf ("%s (%s)", kitte_preset_get_name (preset),
                          kitte_origin_to_nick (kitte_preset_get_origin (preset)));
}

static inline void
assert_answers (KitteCatalogue *catalogue, const char *domain, const char *expected)
{
  g_autofree char *found = who_answers (catalogue, domain);

  g_assert_cmpstr (found, ==, expected);
}

static inline void
assert_problem (KitteCatalogue *catalogue, const char *file, const char *reason)
{
  GPtrArray *problems = kitte_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    {
      const char *message = ((GError *) problems->pdata[i])->message;

      if (strstr (message, file) != NULL && strstr (message, reason) != NULL)
        return;
      g_test_message ("%s", message);
    }
  g_assert_not_reached ();
}
