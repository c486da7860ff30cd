/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers come from the person, or from the MX where the preset allows it; each is checked. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-answers.h"

#include "kitte-pattern.h"
#include "kitte-preset-private.h"
#include "kitte-template.h"

#include "base/kitte-bounds.h"
#include "model/kitte-typed.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @values: by key; @from_dns: the keys whose value came out of the MX; @placeholders: (nullable):
 * the values, and `%KEY%` for what is open */
struct _KittePresetAnswers
{
  GHashTable *values;
  GHashTable *from_dns;
  GHashTable *placeholders;
  GPtrArray *open;
  char *username;
  char *sending_username;
};

static gboolean
is_host_ask (JsonObject *item)
{
  return g_strcmp0 (kitte_preset_member_string (item, "kind"), "host") == 0;
}

static char **
get_choices (JsonObject *item)
{
  JsonArray *choices = kitte_preset_member_array (item, "choices");
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    g_strv_builder_add (values,
                        kitte_preset_member_string (json_array_get_object_element (choices, i),
                                                    "value"));
  return choices != NULL ? g_strv_builder_end (values) : NULL;
}

/* What the answer usually is, for this address; else what one looks like. */
static char *
make_example (JsonObject *item, const KitteAddress *address)
{
  const char *template = kitte_preset_member_string (item, "default");
  KitteTemplateValues values = { address, NULL, NULL };
  char *usual = NULL;

  if (template != NULL &&
      kitte_template_expand_username (template, &values, &usual) == KITTE_TEMPLATE_OK)
    return usual;
  return g_strdup (kitte_preset_member_string (item, "example"));
}

static KitteAsk *
make_ask (KittePreset *preset, JsonObject *item, const KitteAddress *address)
{
  g_auto (GStrv) choices = get_choices (item);
  g_autofree char *pattern = kitte_preset_get_ask_pattern (kitte_preset_get_json (preset), item);
  g_autofree char *example = make_example (item, address);

  return kitte_ask_new (kitte_preset_member_string (item, "key"),
                        kitte_preset_member_text (item, "label"),
                        kitte_preset_member_text (item, "hint"), (const char *const *) choices,
                        pattern, example,
                        json_object_get_boolean_member_with_default (item, "secret", FALSE));
}

/* A label alone stands for a host in the zone the preset names. */
static char *
complete (JsonObject *item, const char *answer)
{
  g_autofree char *lower = NULL;

  if (!is_host_ask (item))
    return g_strdup (answer);
  lower = g_ascii_strdown (answer, -1);
  if (strchr (lower, '.') != NULL)
    return g_steal_pointer (&lower);
  return g_strconcat (lower, ".", kitte_preset_member_string (item, "zone"), NULL);
}

static gboolean
refuse (KitteAsk *ask, GError **error)
{
  if (ask->example != NULL)
    g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_ANSWER,
                 /* TRANSLATORS: the first %s is what was asked for (“Initial domain name”), the
                  * second what an answer looks like. */
                 _ ("This does not fit “%s”; it looks like %s."), ask->label, ask->example);
  else
    g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_ANSWER,
                 /* TRANSLATORS: %s is what was asked for (“Mail ID”). */
                 _ ("This does not fit “%s”."), ask->label);
  return FALSE;
}

/* A secret answer is taken as it is; everything else is read as kindly as an address. */
static gboolean
take_given (KittePresetAnswers *self,
            KitteAsk *ask,
            JsonObject *item,
            const char *given,
            GError **error)
{
  g_autofree char *answer = ask->secret ? g_strdup (given) : kitte_typed_fold (given);

  if (answer != NULL && is_host_ask (item) && g_str_has_suffix (answer, "."))
    answer[strlen (answer) - 1] = '\0';
  if (answer == NULL || !kitte_ask_accepts (ask, answer))
    return refuse (ask, error);
  g_hash_table_insert (self->values, g_strdup (ask->key), complete (item, answer));
  return TRUE;
}

/* The label of @mx that stands for @key in one of the patterns: for a host the whole name. */
static char *
find_in_mx (KittePreset *preset, JsonObject *item, const char *key, const char *mx)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  JsonArray *patterns = kitte_preset_member_array (match, "mx_patterns");

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    {
      g_autoptr (GHashTable) labels =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      const char *label;

      if (!kitte_pattern_matches (json_array_get_string_element (patterns, i), mx, labels))
        continue;
      label = g_hash_table_lookup (labels, key);
      if (label != NULL && is_host_ask (item))
        return g_ascii_strdown (mx, (gssize) strlen (mx) - (g_str_has_suffix (mx, ".") ? 1 : 0));
      if (label != NULL)
        return g_strdup (label);
    }
  return NULL;
}

static gboolean
take_from_mx (KittePresetAnswers *self,
              KittePreset *preset,
              KitteAsk *ask,
              JsonObject *item,
              const char *mx)
{
  g_autofree char *found = NULL;

  if (mx == NULL || !kitte_preset_member_contains (item, "from", "mx"))
    return FALSE;
  found = find_in_mx (preset, item, ask->key, mx);
  if (found == NULL || !kitte_ask_accepts (ask, found))
    return FALSE;
  g_hash_table_insert (self->values, g_strdup (ask->key), g_steal_pointer (&found));
  g_hash_table_add (self->from_dns, g_strdup (ask->key));
  return TRUE;
}

static gboolean
take (KittePresetAnswers *self,
      KittePreset *preset,
      JsonObject *item,
      const KitteAddress *address,
      const char *mx,
      GHashTable *given,
      GError **error)
{
  g_autoptr (KitteAsk) ask = make_ask (preset, item, address);
  const char *answer = given != NULL ? g_hash_table_lookup (given, ask->key) : NULL;

  if (answer != NULL)
    return take_given (self, ask, item, answer, error);
  if (!take_from_mx (self, preset, ask, item, mx))
    g_ptr_array_add (self->open, g_steal_pointer (&ask));
  return TRUE;
}

static gboolean
take_username (GHashTable *given, const char *key, char **username, GError **error)
{
  const char *answer = given != NULL ? g_hash_table_lookup (given, key) : NULL;

  if (answer == NULL)
    return TRUE;
  *username = kitte_typed_fold (answer);
  if (*username != NULL && **username != '\0' && strlen (*username) <= KITTE_MAX_CREDENTIAL)
    return TRUE;
  g_set_error_literal (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_ANSWER,
                       _ ("This cannot be a user name."));
  return FALSE;
}

/**
 * kitte_preset_answers_new:
 * @mx: (nullable): the mail exchanger the preset was recognised by
 * @given: (nullable) (element-type utf8 utf8): what the person said, by key
 *
 * Returns: (transfer full): what is known and what is open for @address, or %NULL with a
 *   %KITTE_PROVIDER_ERROR_BAD_ANSWER
 */
KittePresetAnswers *
kitte_preset_answers_new (KittePreset *preset,
                          KitteAddress *address,
                          const char *mx,
                          GHashTable *given,
                          GError **error)
{
  g_autoptr (KittePresetAnswers) self = g_new0 (KittePresetAnswers, 1);
  JsonArray *asks = kitte_preset_member_array (kitte_preset_get_json (preset), "ask");

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->from_dns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);
  if (!take_username (given, KITTE_ASK_USERNAME, &self->username, error) ||
      !take_username (given, KITTE_ASK_SENDING_USERNAME, &self->sending_username, error))
    return NULL;
  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *item = json_array_get_object_element (asks, i);

      if (kitte_preset_applies (preset, item, address->domain) &&
          !take (self, preset, item, address, mx, given, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
kitte_preset_answers_free (KittePresetAnswers *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->from_dns);
  g_clear_pointer (&self->placeholders, g_hash_table_unref);
  g_ptr_array_unref (self->open);
  g_free (self->username);
  g_free (self->sending_username);
  g_free (self);
}

/**
 * kitte_preset_answers_get_values:
 *
 * Returns: (transfer none) (element-type utf8 utf8): the known answers, by key
 */
GHashTable *
kitte_preset_answers_get_values (KittePresetAnswers *self)
{
  return self->values;
}

static void
add_value (gpointer key, gpointer value, gpointer placeholders)
{
  g_hash_table_insert (placeholders, g_strdup (key), g_strdup (value));
}

/**
 * kitte_preset_answers_get_placeholders:
 *
 * Returns: (transfer none) (element-type utf8 utf8): the known answers, and `%KEY%` for the others
 */
GHashTable *
kitte_preset_answers_get_placeholders (KittePresetAnswers *self)
{
  if (self->placeholders != NULL)
    return self->placeholders;
  self->placeholders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_foreach (self->values, add_value, self->placeholders);
  for (guint i = 0; i < self->open->len; i++)
    {
      const char *key = ((const KitteAsk *) self->open->pdata[i])->key;

      g_hash_table_insert (self->placeholders, g_strdup (key), g_strdup_printf ("%%%s%%", key));
    }
  return self->placeholders;
}

gboolean
kitte_preset_answers_is_from_dns (KittePresetAnswers *self, const char *key)
{
  return g_hash_table_contains (self->from_dns, key);
}

/**
 * kitte_preset_answers_get_username:
 *
 * Returns: (transfer none) (nullable): the user name the person gave for one direction
 */
const char *
kitte_preset_answers_get_username (KittePresetAnswers *self, gboolean incoming)
{
  return !incoming && self->sending_username != NULL ? self->sending_username : self->username;
}

/* Adds what is still open to @asks. */
void
kitte_preset_answers_add_open (KittePresetAnswers *self, GPtrArray *asks)
{
  for (guint i = 0; i < self->open->len; i++)
    g_ptr_array_add (asks, kitte_ask_ref (self->open->pdata[i]));
}
