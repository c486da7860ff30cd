/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture from anybody: either it is refused with its place, or what is drawn holds shapes only,
 * as another parser reads it, and is the same when it is checked again. */
#include "config.h"

#include "brand/kitte-brand-private.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *
skip_prefix (const char *name)
{
  const char *colon = strchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

static void
assert_harmless (const char *name, const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  g_assert_false (g_ascii_strncasecmp (skip_prefix (name), "on", 2) == 0);
  if (g_ascii_strcasecmp (skip_prefix (name), "href") == 0)
    g_assert_true (*value == '\0' || *value == '#');
  if (g_str_equal (name, "xmlns") || g_str_has_prefix (name, "xmlns:"))
    return;
  g_assert_null (strstr (lower, "@import"));
  for (const char *p = strstr (lower, "url("); p != NULL; p = strstr (p + 1, "url("))
    g_assert_cmpint (p[strlen ("url(") + strspn (p + strlen ("url("), " \t\r\n'\"")], ==, '#');
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  static const char *const never[] = { "script",  "style",  "image",   "a",
                                       "use",     "text",   "animate", "foreignObject",
                                       "pattern", "filter", "set",     "iframe",
                                       NULL };

  g_assert_false (g_strv_contains (never, skip_prefix (element)));
  for (guint i = 0; names[i] != NULL; i++)
    assert_harmless (names[i], values[i]);
}

static void
read_otherwise (GBytes *written)
{
  static const GMarkupParser parser = { .start_element = start_element_cb };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, NULL, NULL);
  gsize size;
  const char *text = g_bytes_get_data (written, &size);
  g_autoptr (GError) error = NULL;

  /* GMarkup takes a comment that begins with “>” for one that ends there; XML does not (2.5). */
  if (g_strstr_len (text, (gssize) size, "<!-->") != NULL ||
      g_strstr_len (text, (gssize) size, "<!--->") != NULL)
    return;
  g_markup_parse_context_parse (context, text, (gssize) size, &error);
  g_assert_no_error (error);
  g_assert_null (g_strstr_len (text, (gssize) size, "<!DOCTYPE"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) written = kitte_brand_check_picture (bytes, size % 2 == 0, &error);
  g_autoptr (GBytes) again = NULL;

  if (written == NULL)
    {
      g_assert_true (g_error_matches (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_BAD_PICTURE));
      g_assert_nonnull (strstr (error->message, ": "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  read_otherwise (written);
  again = kitte_brand_check_picture (written, size % 2 == 0, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (written, again));
  return 0;
}
