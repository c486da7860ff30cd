/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass from left to right, so that braces in an address are never read again; then a check. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-template.h"

#include "base/kitte-bounds.h"
#include "model/kitte-domain.h"

#include <gio/gio.h>
#include <string.h>

static gboolean
is_key_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Reads `{key}` at @p. Returns: (nullable): what follows; %NULL where the braces do not close. */
static const char *
read_placeholder (const char *p, char **key)
{
  const char *end = p + 1;

  while (is_key_character (*end))
    end++;
  if (*end != '}' || end == p + 1)
    return NULL;
  *key = g_strndup (p + 1, (gsize) (end - p - 1));
  return end + 1;
}

static const char *
find_value (const KitteTemplateValues *values, const char *key)
{
  if (g_str_equal (key, "address"))
    return values->address->text;
  if (g_str_equal (key, "local"))
    return values->address->local;
  if (g_str_equal (key, "domain"))
    return values->address->domain;
  if (g_str_equal (key, "mx"))
    return values->mx;
  return values->answers != NULL ? g_hash_table_lookup (values->answers, key) : NULL;
}

static KitteTemplateResult
expand (const char *template, const KitteTemplateValues *values, char **expanded)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = template; *p != '\0';)
    {
      g_autofree char *key = NULL;
      const char *value;

      if (*p == '}')
        return KITTE_TEMPLATE_BAD;
      if (*p != '{')
        {
          g_string_append_c (text, *p++);
          continue;
        }
      p = read_placeholder (p, &key);
      if (p == NULL)
        return KITTE_TEMPLATE_BAD;
      value = find_value (values, key);
      if (value == NULL)
        return KITTE_TEMPLATE_MISSING;
      g_string_append (text, value);
    }
  *expanded = g_string_free (g_steal_pointer (&text), FALSE);
  return KITTE_TEMPLATE_OK;
}

/* Programs that open the mailbox to others on the same computer are reached by number, or by the
 * one name that never leaves it (RFC 6761, section 6.3). */
static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (strcmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
is_username (const char *text)
{
  if (*text == '\0' || strlen (text) > KITTE_MAX_CREDENTIAL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/**
 * kitte_template_get_keys:
 *
 * Returns: (transfer full) (nullable): the keys in @template, in their order; %NULL where its
 *   braces do not match
 */
char **
kitte_template_get_keys (const char *template)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  g_return_val_if_fail (template != NULL, NULL);

  for (const char *p = template; *p != '\0';)
    {
      g_autofree char *key = NULL;

      if (*p == '}')
        return NULL;
      if (*p != '{')
        {
          p++;
          continue;
        }
      p = read_placeholder (p, &key);
      if (p == NULL)
        return NULL;
      g_strv_builder_add (keys, key);
    }
  return g_strv_builder_end (keys);
}

gboolean
kitte_template_uses (const char *template, const char *key)
{
  g_auto (GStrv) keys = NULL;

  g_return_val_if_fail (template != NULL && key != NULL, FALSE);

  keys = kitte_template_get_keys (template);
  return keys != NULL && g_strv_contains ((const char *const *) keys, key);
}

/**
 * kitte_template_expand_host:
 * @host: (out) (transfer full): a host name, lower case; untouched on failure
 *
 * Returns: whether @template gave a host name; %KITTE_TEMPLATE_MISSING: a value is not known yet
 */
KitteTemplateResult
kitte_template_expand_host (const char *template, const KitteTemplateValues *values, char **host)
{
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;
  KitteTemplateResult result;

  g_return_val_if_fail (template != NULL && values != NULL && host != NULL, KITTE_TEMPLATE_BAD);

  result = expand (template, values, &text);
  if (result != KITTE_TEMPLATE_OK)
    return result;
  lower = g_ascii_strdown (text, -1);
  if (!is_loopback (lower) && (!kitte_domain_is_host (lower) || strchr (lower, '.') == NULL))
    return KITTE_TEMPLATE_BAD;
  *host = g_steal_pointer (&lower);
  return KITTE_TEMPLATE_OK;
}

/**
 * kitte_template_expand_username:
 * @username: (out) (transfer full): what goes to the server; untouched on failure
 *
 * Returns: whether @template gave a user name; %KITTE_TEMPLATE_MISSING: a value is not known yet
 */
KitteTemplateResult
kitte_template_expand_username (const char *template,
                                const KitteTemplateValues *values,
                                char **username)
{
  g_autofree char *text = NULL;
  KitteTemplateResult result;

  g_return_val_if_fail (template != NULL && values != NULL && username != NULL, KITTE_TEMPLATE_BAD);

  result = expand (template, values, &text);
  if (result != KITTE_TEMPLATE_OK)
    return result;
  if (!is_username (text))
    return KITTE_TEMPLATE_BAD;
  *username = g_steal_pointer (&text);
  return KITTE_TEMPLATE_OK;
}
