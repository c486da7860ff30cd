/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses to try a preset with: one of each kind that it knows, and answers to what it asks. */
#pragma once

#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-member.h"

#define MAX_SAMPLES 3

/* A customer’s own domain, which no preset knows. */
#define OWN_DOMAIN "shop.kitte-example.jp"

typedef struct
{
  KitteAddress *addresses[MAX_SAMPLES];
  guint n_addresses;
} Samples;

static inline KitteCatalogue *
shipped_only (void)
{
  return kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
}

static inline void
add_sample (Samples *samples, const char *domain)
{
  g_autofree char *text = g_strconcat ("hanako.yamada@", domain, NULL);
  g_autoptr (GError) error = NULL;

  samples->addresses[samples->n_addresses++] = kitte_address_new (text, &error);
  g_assert_no_error (error);
}

static inline const char *
get_first (JsonObject *match, const char *key)
{
  JsonArray *list = kitte_preset_member_array (match, key);

  return list != NULL && json_array_get_length (list) > 0 ?
             json_array_get_string_element (list, 0) :
             NULL;
}

static inline void
fill_samples (Samples *samples, KittePreset *preset)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  const char *domain = get_first (match, "domains");
  const char *suffix = get_first (match, "suffixes");
  g_autofree char *below = suffix != NULL ? g_strconcat ("taro.", suffix, NULL) : NULL;

  samples->n_addresses = 0;
  if (domain != NULL)
    add_sample (samples, domain);
  if (below != NULL)
    add_sample (samples, below);
  add_sample (samples, OWN_DOMAIN);
}

static inline void
clear_samples (Samples *samples)
{
  for (guint i = 0; i < samples->n_addresses; i++)
    kitte_address_unref (samples->addresses[i]);
}

/* Answers to what @address is asked; with @all: everything; else what hosts need. */
static inline GHashTable *
make_answers (KittePreset *preset, KitteAddress *address, gboolean all)
{
  JsonArray *asks = kitte_preset_member_array (kitte_preset_get_json (preset), "ask");
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);

  for (guint i = 0; i < proposal->asks->len; i++)
    {
      const KitteAsk *ask = proposal->asks->pdata[i];
      const char *kind = NULL;

      for (guint j = 0; asks != NULL && j < json_array_get_length (asks); j++)
        {
          JsonObject *item = json_array_get_object_element (asks, j);

          if (g_str_equal (kitte_preset_member_string (item, "key"), ask->key))
            kind = kitte_preset_member_string (item, "kind");
        }
      if (!all && g_strcmp0 (kind, "host") != 0)
        continue;
      g_hash_table_insert (answers, g_strdup (ask->key),
                           g_strdup (ask->choices != NULL ? ask->choices[0] :
                                     ask->example != NULL ? ask->example :
                                                            "abc123"));
    }
  return answers;
}
