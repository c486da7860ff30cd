/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of presets share: fixtures as JSON, servers as text. */
#pragma once

#include "model/kitte-server.h"

#include <json-glib/json-glib.h>
#include <string.h>

static inline char *
fixture_path (const char *name)
{
  return g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests", "fixtures", "providers", name,
                           NULL);
}

static inline JsonNode *
load_fixture (const char *name)
{
  g_autofree char *path = fixture_path (name);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* “imap tls host:993 user”; a hyphen where the user name is not known. */
static inline char *
describe_server (const KitteServer *server)
{
  g_autofree char *endpoint = kitte_server_to_string (server);

  return g_strdup_printf ("%s %s %s %s", kitte_protocol_to_nick (server->protocol),
                          kitte_security_to_nick (server->security), endpoint,
                          server->username != NULL ? server->username : "-");
}

static inline char *
describe_servers (GPtrArray *servers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    {
      g_autofree char *line = describe_server (servers->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
