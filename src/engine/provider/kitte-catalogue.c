/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of presets and what each may do: shipped, brand, system, the person’s own. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-catalogue.h"

#include "kitte-preset-folder.h"
#include "kitte-preset-private.h"
#include "kitte-shipped.h"

#include "model/kitte-domain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SYSTEM_FOLDER "/etc/kitte/providers"

/* Each key press compares what is typed with all of them. */
#define MAX_COMMON_DOMAINS 500

/* Domains and zones of one trust, to a borrowed preset. */
typedef struct
{
  GHashTable *domains;
  GHashTable *zones;
} Index;

/* Nothing is read before the first question.
 *
 * @presets: by id; owns them
 * @ordered: the same, borrowed, by id: questions that go through all of them get one answer
 * @common_domains: (element-type utf8): what these presets mark as common, borrowed
 * @common: what the shipped, brand and system presets claim; asked first
 * @own: what the person’s own presets claim */
struct _KitteCatalogue
{
  GObject parent_instance;

  char *folders[KITTE_ORIGIN_USER + 1];
  gboolean loaded;
  GHashTable *presets;
  GPtrArray *ordered;
  GPtrArray *problems;
  GPtrArray *common_domains;
  Index common;
  Index own;
};

G_DEFINE_FINAL_TYPE (KitteCatalogue, kitte_catalogue, G_TYPE_OBJECT)

static KittePreset *
find_zone (const Index *index, const char *domain)
{
  for (const char *dot = strchr (domain, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    {
      KittePreset *preset = g_hash_table_lookup (index->zones, dot + 1);

      if (preset != NULL && !kitte_preset_excludes_domain (preset, domain))
        return preset;
    }
  return NULL;
}

/* The whole name first, then the longest zone above it. */
static KittePreset *
find_in_index (const Index *index, const char *domain)
{
  KittePreset *preset = g_hash_table_lookup (index->domains, domain);

  return preset != NULL ? preset : find_zone (index, domain);
}

static Index *
get_index (KitteCatalogue *self, KittePreset *preset)
{
  return kitte_preset_get_origin (preset) == KITTE_ORIGIN_USER ? &self->own : &self->common;
}

static void
skip (KitteCatalogue *self, KittePreset *preset, KittePreset *owner, const char *what)
{
  GError *error =
      g_error_new (KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_CLAIMED,
                   /* TRANSLATORS: about a preset file that is skipped. The first %s is the file,
                    * the second a domain or an id, the third the file it belongs to. */
                   _ ("%s: “%s” belongs to %s already; leave it out here."),
                   kitte_preset_get_file (preset), what, kitte_preset_get_file (owner));

  g_ptr_array_add (self->problems, error);
}

/* The preset that has @name already, as far as @preset may not take it: the same name in its own
 * trust; for the person’s own presets also whatever the others answer for. */
static KittePreset *
find_owner (KitteCatalogue *self, KittePreset *preset, GHashTable *table, const char *name)
{
  KittePreset *owner = g_hash_table_lookup (table, name);

  if (owner == NULL && kitte_preset_get_origin (preset) == KITTE_ORIGIN_USER)
    owner = find_in_index (&self->common, name);
  if (owner == NULL && kitte_preset_get_origin (preset) == KITTE_ORIGIN_USER)
    owner = g_hash_table_lookup (self->common.zones, name);
  return owner;
}

static gboolean
may_claim (KitteCatalogue *self, KittePreset *preset, GHashTable *table, JsonArray *names)
{
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      KittePreset *owner = find_owner (self, preset, table, name);

      if (owner == NULL)
        continue;
      skip (self, preset, owner, name);
      return FALSE;
    }
  return TRUE;
}

static void
claim (KittePreset *preset, GHashTable *table, JsonArray *names)
{
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    g_hash_table_insert (table, (gpointer) json_array_get_string_element (names, i), preset);
}

static void
mark_common (KitteCatalogue *self, JsonArray *names)
{
  guint n = names != NULL ? json_array_get_length (names) : 0;

  for (guint i = 0; i < n && self->common_domains->len < MAX_COMMON_DOMAINS; i++)
    g_ptr_array_add (self->common_domains, (gpointer) json_array_get_string_element (names, i));
}

/* Takes @preset into the index, or skips it with a reason. */
static gboolean
index_preset (KitteCatalogue *self, KittePreset *preset)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  JsonArray *domains = kitte_preset_member_array (match, "domains");
  JsonArray *zones = kitte_preset_member_array (match, "suffixes");
  Index *index = get_index (self, preset);

  if (!may_claim (self, preset, index->domains, domains) ||
      !may_claim (self, preset, index->zones, zones))
    return FALSE;
  claim (preset, index->domains, domains);
  claim (preset, index->zones, zones);
  if (index == &self->common)
    mark_common (self, kitte_preset_member_array (match, "common"));
  return TRUE;
}

/* A layer may replace presets of the layers before it by using their id; within a layer, and from
 * the person’s own folder, nothing is replaced. */
static void
add_layer (KitteCatalogue *self, GPtrArray *presets)
{
  for (guint i = 0; i < presets->len; i++)
    {
      KittePreset *preset = presets->pdata[i];
      KitteOrigin origin = kitte_preset_get_origin (preset);
      KittePreset *former = g_hash_table_lookup (self->presets, kitte_preset_get_id (preset));

      if (former != NULL &&
          (origin == KITTE_ORIGIN_USER || kitte_preset_get_origin (former) == origin))
        skip (self, preset, former, kitte_preset_get_id (preset));
      else
        g_hash_table_replace (self->presets, (gpointer) kitte_preset_get_id (preset),
                              kitte_preset_ref (preset));
    }
}

static GPtrArray *
load_shipped (void)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  g_auto (GStrv) names = kitte_shipped_list ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = kitte_shipped_load (names[i]);

      g_ptr_array_add (presets, kitte_preset_new_shipped (bytes, names[i]));
    }
  return presets;
}

static void
load_layer (KitteCatalogue *self, KitteOrigin origin)
{
  const char *folder = self->folders[origin];
  g_autoptr (GPtrArray) presets = NULL;

  if (folder != NULL)
    presets = kitte_preset_load_folder (folder, origin, self->problems);
  else if (origin == KITTE_ORIGIN_SHIPPED)
    presets = load_shipped ();
  if (presets != NULL)
    add_layer (self, presets);
}

/* By layer, then by id: who comes first has the older claim. */
static int
compare_presets (gconstpointer a, gconstpointer b)
{
  KittePreset *first = *(KittePreset *const *) a;
  KittePreset *second = *(KittePreset *const *) b;
  int layers = (int) kitte_preset_get_origin (first) - (int) kitte_preset_get_origin (second);

  return layers != 0 ? layers :
                       g_strcmp0 (kitte_preset_get_id (first), kitte_preset_get_id (second));
}

static void
build_index (KitteCatalogue *self)
{
  GHashTableIter iter;
  gpointer preset;

  g_hash_table_iter_init (&iter, self->presets);
  while (g_hash_table_iter_next (&iter, NULL, &preset))
    g_ptr_array_add (self->ordered, preset);
  g_ptr_array_sort (self->ordered, compare_presets);
  for (guint i = 0; i < self->ordered->len;)
    {
      if (index_preset (self, self->ordered->pdata[i]))
        {
          i++;
          continue;
        }
      g_hash_table_remove (self->presets, kitte_preset_get_id (self->ordered->pdata[i]));
      g_ptr_array_remove_index (self->ordered, i);
    }
}

static void
ensure_loaded (KitteCatalogue *self)
{
  if (self->loaded)
    return;
  self->loaded = TRUE;
  for (int origin = KITTE_ORIGIN_SHIPPED; origin <= KITTE_ORIGIN_USER; origin++)
    load_layer (self, (KitteOrigin) origin);
  build_index (self);
}

static KittePreset *
ref_or_null (KittePreset *preset)
{
  return preset != NULL ? kitte_preset_ref (preset) : NULL;
}

static void
index_init (Index *index)
{
  index->domains = g_hash_table_new (g_str_hash, g_str_equal);
  index->zones = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
index_clear (Index *index)
{
  g_hash_table_unref (index->domains);
  g_hash_table_unref (index->zones);
}

static void
kitte_catalogue_finalize (GObject *object)
{
  KitteCatalogue *self = KITTE_CATALOGUE (object);

  index_clear (&self->common);
  index_clear (&self->own);
  g_ptr_array_unref (self->ordered);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->common_domains);
  g_hash_table_unref (self->presets);
  for (gsize i = 0; i < G_N_ELEMENTS (self->folders); i++)
    g_free (self->folders[i]);

  G_OBJECT_CLASS (kitte_catalogue_parent_class)->finalize (object);
}

static void
kitte_catalogue_class_init (KitteCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_catalogue_finalize;
}

static void
kitte_catalogue_init (KitteCatalogue *self)
{
  self->presets =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kitte_preset_unref);
  self->ordered = g_ptr_array_new ();
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->common_domains = g_ptr_array_new ();
  index_init (&self->common);
  index_init (&self->own);
}

/**
 * kitte_catalogue_new:
 *
 * The shipped presets, `/etc/kitte/providers`, and `kitte/providers` in the person’s data folder.
 * `KITTE_PROVIDERS_DIR` in the environment takes the place of the shipped ones, for authors.
 *
 * Returns: (transfer full): a catalogue; nothing is read before the first question
 */
KitteCatalogue *
kitte_catalogue_new (void)
{
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "kitte", "providers", NULL);
  const char *shipped = g_getenv ("KITTE_PROVIDERS_DIR");

  return kitte_catalogue_new_for_folders (shipped != NULL && *shipped != '\0' ? shipped : NULL,
                                          NULL, SYSTEM_FOLDER, user);
}

/**
 * kitte_catalogue_new_for_folders:
 * @shipped: (nullable): instead of the presets inside the program
 * @brand: (nullable): a provider’s own build: may replace shipped presets by their id
 * @system: (nullable): the administrator’s: may replace by id too
 * @user: (nullable): the person’s own: may only add; its hosts are asked
 *
 * Returns: (transfer full): a catalogue
 */
KitteCatalogue *
kitte_catalogue_new_for_folders (const char *shipped,
                                 const char *brand,
                                 const char *system,
                                 const char *user)
{
  KitteCatalogue *self = g_object_new (KITTE_TYPE_CATALOGUE, NULL);

  self->folders[KITTE_ORIGIN_SHIPPED] = g_strdup (shipped);
  self->folders[KITTE_ORIGIN_BRAND] = g_strdup (brand);
  self->folders[KITTE_ORIGIN_SYSTEM] = g_strdup (system);
  self->folders[KITTE_ORIGIN_USER] = g_strdup (user);
  return self;
}

/**
 * kitte_catalogue_get_preset:
 *
 * Returns: (transfer full) (nullable): the preset called @id
 */
KittePreset *
kitte_catalogue_get_preset (KitteCatalogue *self, const char *id)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && id != NULL, NULL);

  ensure_loaded (self);
  return ref_or_null (g_hash_table_lookup (self->presets, id));
}

/**
 * kitte_catalogue_find_domain:
 * @domain: of a mail address, in A-labels
 *
 * Looks for the whole name, then for the longest zone above it; among the person’s own presets
 * only where no other one answers.
 *
 * Returns: (transfer full) (nullable): the preset @domain belongs to
 */
KittePreset *
kitte_catalogue_find_domain (KitteCatalogue *self, const char *domain)
{
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && domain != NULL, NULL);

  ensure_loaded (self);
  preset = find_in_index (&self->common, domain);
  if (preset == NULL)
    preset = find_in_index (&self->own, domain);
  return ref_or_null (preset);
}

/**
 * kitte_catalogue_find_mx:
 * @hosts: the mail exchangers of a domain, most preferred first
 * @matched: (out) (optional) (transfer none): the one that was recognised, to be handed to
 *   kitte_preset_propose()
 *
 * Returns: (transfer full) (nullable): the preset whose patterns one of @hosts fits
 */
KittePreset *
kitte_catalogue_find_mx (KitteCatalogue *self, const char *const *hosts, const char **matched)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && hosts != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; hosts[i] != NULL; i++)
    for (guint j = 0; j < self->ordered->len; j++)
      if (kitte_preset_matches_mx (self->ordered->pdata[j], hosts[i]))
        {
          if (matched != NULL)
            *matched = hosts[i];
          return kitte_preset_ref (self->ordered->pdata[j]);
        }
  return NULL;
}

/**
 * kitte_catalogue_find_certificate:
 * @names: the DNS names in a certificate that is valid for another host than the one asked for
 *
 * Returns: (transfer full) (nullable): the preset that certificate points to, to be offered as a
 *   question; only those that came with the program, never one that was put on this computer later
 */
KittePreset *
kitte_catalogue_find_certificate (KitteCatalogue *self, const char *const *names)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && names != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; names[i] != NULL; i++)
    for (guint j = 0; j < self->ordered->len; j++)
      if (kitte_preset_get_origin (self->ordered->pdata[j]) <= KITTE_ORIGIN_BRAND &&
          kitte_preset_matches_certificate (self->ordered->pdata[j], names[i]))
        return kitte_preset_ref (self->ordered->pdata[j]);
  return NULL;
}

/**
 * kitte_catalogue_find_former_host:
 * @address: (nullable): whose account it is
 * @host: the server in an existing account
 *
 * Returns: (transfer full) (nullable): the preset that knows @host by its history. Presets whose
 *   former host depends on the address are asked only where the address is theirs.
 */
KittePreset *
kitte_catalogue_find_former_host (KitteCatalogue *self,
                                  const KitteAddress *address,
                                  const char *host)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && host != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; i < self->ordered->len; i++)
    {
      KittePreset *preset = self->ordered->pdata[i];
      gboolean own = address != NULL && kitte_preset_serves_domain (preset, address->domain);

      if (kitte_preset_is_former_host (preset, own ? address : NULL, host))
        return kitte_preset_ref (preset);
    }
  return NULL;
}

/**
 * kitte_catalogue_get_common_domains:
 *
 * Returns: (transfer none) (element-type utf8): the mail domains and zones that presets mark as
 *   used by very many people, at most 500; never those of the person’s own presets
 */
GPtrArray *
kitte_catalogue_get_common_domains (KitteCatalogue *self)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  ensure_loaded (self);
  return self->common_domains;
}

/**
 * kitte_catalogue_find_servers:
 * @address: whose account it is
 * @incoming: the host that receives
 * @outgoing: the host that sends
 *
 * Returns: (transfer full) (nullable): the preset that knows both hosts, be they its present or its
 *   former ones, so that what it says of the provider is about them; none of the person’s own
 */
KittePreset *
kitte_catalogue_find_servers (KitteCatalogue *self,
                              const KitteAddress *address,
                              const char *incoming,
                              const char *outgoing)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && address != NULL, NULL);
  g_return_val_if_fail (incoming != NULL && outgoing != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; i < self->ordered->len; i++)
    {
      KittePreset *preset = self->ordered->pdata[i];
      gboolean own = kitte_preset_serves_domain (preset, address->domain);

      if (kitte_preset_get_origin (preset) != KITTE_ORIGIN_USER &&
          kitte_preset_knows_host (preset, own ? address : NULL, incoming) &&
          kitte_preset_knows_host (preset, own ? address : NULL, outgoing))
        return kitte_preset_ref (preset);
    }
  return NULL;
}

/**
 * kitte_catalogue_list:
 *
 * Returns: (transfer full) (element-type KittePreset): every preset, by layer and id
 */
GPtrArray *
kitte_catalogue_list (KitteCatalogue *self)
{
  GPtrArray *presets;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  ensure_loaded (self);
  presets = g_ptr_array_copy (self->ordered, (GCopyFunc) kitte_preset_ref, NULL);
  g_ptr_array_set_free_func (presets, (GDestroyNotify) kitte_preset_unref);
  return presets;
}

/**
 * kitte_catalogue_get_problems:
 *
 * Returns: (transfer none) (element-type GError): the files that were skipped, each with its name
 *   and the reason
 */
GPtrArray *
kitte_catalogue_get_problems (KitteCatalogue *self)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  ensure_loaded (self);
  return self->problems;
}
