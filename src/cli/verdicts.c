/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the linters found: a line for each mistake, or the same for scripts. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "verdicts.h"

#include "json.h"
#include "provider/kitte-preset-linter.h"

#include <glib/gi18n.h>
#include <string.h>

/* “servers[1].port: Write …” to its two parts. */
static void
add_mistake (JsonBuilder *builder, const char *message)
{
  const char *colon = strstr (message, ": ");
  g_autofree char *place = colon != NULL ? g_strndup (message, (gsize) (colon - message)) : NULL;

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "place", place);
  kittectl_json_string (builder, "text", colon != NULL ? colon + strlen (": ") : message);
  json_builder_end_object (builder);
}

static void
add_verdict (JsonBuilder *builder, const KittePresetVerdict *verdict)
{
  gboolean good = verdict->mistakes->len == 0;

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "file", verdict->file);
  kittectl_json_string (builder, "result", good ? "ok" : "failed");
  kittectl_json_string (builder, "message",
                        good ? NULL : ((GError *) verdict->mistakes->pdata[0])->message);
  json_builder_set_member_name (builder, "mistakes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verdict->mistakes->len; i++)
    add_mistake (builder, ((GError *) verdict->mistakes->pdata[i])->message);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_verdict (const KittePresetVerdict *verdict)
{
  /* TRANSLATORS: after a file’s name: there is nothing to mend in it. */
  if (verdict->mistakes->len == 0)
    g_print ("%s: %s\n", verdict->file, _ ("in order"));
  for (guint i = 0; i < verdict->mistakes->len; i++)
    {
      const char *message = ((GError *) verdict->mistakes->pdata[i])->message;
      g_autofree char *prefix = g_strconcat (verdict->file, ": ", NULL);

      g_print ("%s%s\n", g_str_has_prefix (message, prefix) ? "" : prefix, message);
    }
}

/**
 * kittectl_add_verdicts:
 * @builder: in an object
 * @verdicts: (element-type KittePresetVerdict): one a file
 *
 * Adds the member “files”.
 */
void
kittectl_add_verdicts (JsonBuilder *builder, GPtrArray *verdicts)
{
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verdicts->len; i++)
    add_verdict (builder, verdicts->pdata[i]);
  json_builder_end_array (builder);
}

/**
 * kittectl_finish_verdicts:
 * @builder: what scripts are told
 * @verdicts: (element-type KittePresetVerdict): what people are told, a line a mistake
 *
 * Prints one or the other, and ends the run: bad input where there is a mistake.
 */
void
kittectl_finish_verdicts (KittectlRun *run, JsonBuilder *builder, GPtrArray *verdicts)
{
  gboolean all_good = TRUE;

  for (guint i = 0; i < verdicts->len; i++)
    {
      const KittePresetVerdict *verdict = verdicts->pdata[i];

      all_good = all_good && verdict->mistakes->len == 0;
      if (!run->options.json)
        print_verdict (verdict);
    }
  if (run->options.json)
    kittectl_print_json (builder);
  kittectl_exit (run, all_good ? KITTECTL_DONE : KITTECTL_BAD_INPUT);
}
