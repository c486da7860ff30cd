/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layers of presets and what each may do: shipped, brand, system, the person’s own. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-catalogue.h"

#include "kitte-pattern.h"
#include "kitte-preset-claims.h"
#include "kitte-preset-folder.h"
#include "kitte-preset-layer.h"
#include "kitte-preset-private.h"
#include "kitte-preset-watch.h"

#include <string.h>

#define SYSTEM_FOLDER "/etc/kitte/providers"

/* Each key press compares what is typed with all of them. */
#define MAX_COMMON_DOMAINS 500

/* Folders are looked at again no more often than this: somebody types faster. */
#define WATCH_INTERVAL (G_USEC_PER_SEC / 4)

/* Layers that are asked one after the other as if they were one. */
typedef struct
{
  KitteOrigin first;
  KitteOrigin last;
} Range;

/* What answers for everybody, and what the person has put there. */
static const Range common = { KITTE_ORIGIN_SHIPPED, KITTE_ORIGIN_SYSTEM };
static const Range own = { KITTE_ORIGIN_USER, KITTE_ORIGIN_USER };

/* What was read at one time.
 *
 * @layers: (nullable elements): by origin
 * @common_domains: (element-type utf8): what these presets mark as common, borrowed from @layers */
typedef struct
{
  KittePresetLayer *layers[KITTE_ORIGIN_USER + 1];
  GPtrArray *problems;
  GPtrArray *common_domains;
  GPtrArray *watches;
} Reading;

/* Nothing is read before the first question.
 *
 * @reading: (nullable): what answers now
 * @former: (nullable): what answered before a folder changed; somebody may still look at its lists
 * @watched: when the watches were asked last */
struct _KitteCatalogue
{
  GObject parent_instance;

  char *folders[KITTE_ORIGIN_USER + 1];
  Reading *reading;
  Reading *former;
  gint64 watched;
};

G_DEFINE_FINAL_TYPE (KitteCatalogue, kitte_catalogue, G_TYPE_OBJECT)

static KittePresetIndex *
get_index (KitteCatalogue *self, KitteOrigin origin)
{
  KittePresetLayer *layer = self->reading->layers[origin];

  return layer != NULL ? kitte_preset_layer_get_index (layer) : NULL;
}

/* A preset that turns out to be wrong only now is reported, and not found again. */
static KittePreset *
get_preset (KitteCatalogue *self, KitteOrigin origin, guint number)
{
  GError *error = NULL;
  KittePreset *preset =
      kitte_preset_layer_get_preset (self->reading->layers[origin], number, &error);

  if (preset != NULL)
    return preset;
  g_ptr_array_add (self->reading->problems, error);
  kitte_preset_index_set_hidden (get_index (self, origin), number, TRUE);
  return NULL;
}

static KittePreset *
find (KitteCatalogue *self, Range range, KittePresetTable table, const char *name)
{
  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL && kitte_preset_index_find (index, table, name, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

static KittePreset *
find_zone (KitteCatalogue *self, Range range, const char *zone, const char *domain)
{
  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL && kitte_preset_index_find_zone (index, zone, domain, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

/* The whole name first, then the longest zone above it. */
static KittePreset *
find_domain (KitteCatalogue *self, Range range, const char *domain)
{
  KittePreset *preset = find (self, range, KITTE_PRESET_TABLE_DOMAINS, domain);

  for (const char *dot = strchr (domain, '.'); preset == NULL && dot != NULL;
       dot = strchr (dot + 1, '.'))
    preset = find_zone (self, range, dot + 1, domain);
  return preset;
}

static KittePreset *
find_with_tail (KitteCatalogue *self,
                Range range,
                KittePresetTable table,
                const char *tail,
                const char *name)
{
  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL &&
          kitte_preset_index_find_pattern (index, table, tail, name, NULL, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

/* The pattern that fixes most of @name wins; of two like that, that of the older layer. */
static KittePreset *
find_pattern (KitteCatalogue *self, Range range, KittePresetTable table, const char *name)
{
  g_autofree char *normal = kitte_pattern_normalise (name);
  KittePreset *preset = NULL;

  for (const char *tail = normal; preset == NULL && tail != NULL; tail = strchr (tail, '.'))
    {
      tail += *tail == '.' ? 1 : 0;
      preset = find_with_tail (self, range, table, tail, normal);
    }
  return preset;
}

/* The preset that has @name already, as far as @preset may not take it: the same name in the layers
 * before it; for the person’s own presets also whatever the others answer for. */
static KittePreset *
find_owner (KitteCatalogue *self, KittePreset *preset, KittePresetTable table, const char *name)
{
  KittePreset *owner;

  if (kitte_preset_get_origin (preset) == KITTE_ORIGIN_SHIPPED)
    return NULL;
  owner = find (self, common, table, name);
  if (owner != NULL || kitte_preset_get_origin (preset) != KITTE_ORIGIN_USER)
    return owner;
  owner = find_domain (self, common, name);
  return owner != NULL ? owner : find (self, common, KITTE_PRESET_TABLE_ZONES, name);
}

static gboolean
may_claim (KitteCatalogue *self,
           KittePreset *preset,
           KittePresetTable table,
           const char *key,
           GError **error)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  JsonArray *names = kitte_preset_member_array (match, key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      KittePreset *owner = find_owner (self, preset, table, name);

      if (owner != NULL)
        return kitte_preset_claims_refuse (preset, name, kitte_preset_get_file (owner), error);
    }
  return TRUE;
}

static gboolean
may_add (KitteCatalogue *self, KittePreset *preset, GError **error)
{
  KittePreset *former = NULL;

  if (kitte_preset_get_origin (preset) == KITTE_ORIGIN_USER)
    former = find (self, common, KITTE_PRESET_TABLE_IDS, kitte_preset_get_id (preset));
  if (former != NULL)
    return kitte_preset_claims_refuse (preset, kitte_preset_get_id (preset),
                                       kitte_preset_get_file (former), error);
  return may_claim (self, preset, KITTE_PRESET_TABLE_DOMAINS, "domains", error) &&
         may_claim (self, preset, KITTE_PRESET_TABLE_ZONES, "suffixes", error);
}

/* Hides, or shows again, the preset of an earlier layer that is called as @preset. */
static void
set_former_hidden (KitteCatalogue *self, KittePreset *preset, gboolean hidden)
{
  KitteOrigin origin = kitte_preset_get_origin (preset);

  while (origin-- > KITTE_ORIGIN_SHIPPED)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL &&
          kitte_preset_index_find_id (index, kitte_preset_get_id (preset), &number))
        {
          kitte_preset_index_set_hidden (index, number, hidden);
          return;
        }
    }
}

/* A layer may replace presets of the layers before it by using their id, and what it replaces
 * gives its domains free. One that is refused replaces nothing. */
static GPtrArray *
accept (KitteCatalogue *self, GPtrArray *presets)
{
  g_autoptr (KittePresetClaims) claims = kitte_preset_claims_new ();
  GPtrArray *accepted = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);

  for (guint i = 0; i < presets->len; i++)
    if (kitte_preset_get_origin (presets->pdata[i]) != KITTE_ORIGIN_USER)
      set_former_hidden (self, presets->pdata[i], TRUE);
  for (guint i = 0; i < presets->len; i++)
    {
      KittePreset *preset = presets->pdata[i];
      GError *error = NULL;

      if (may_add (self, preset, &error) && kitte_preset_claims_add (claims, preset, &error))
        {
          g_ptr_array_add (accepted, kitte_preset_ref (preset));
          continue;
        }
      g_ptr_array_add (self->reading->problems, error);
      if (kitte_preset_get_origin (preset) != KITTE_ORIGIN_USER &&
          !kitte_preset_claims_has_id (claims, kitte_preset_get_id (preset)))
        set_former_hidden (self, preset, FALSE);
    }
  return accepted;
}

static KittePresetLayer *
load_folder (KitteCatalogue *self, KitteOrigin origin)
{
  const char *folder = self->folders[origin];
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GPtrArray) accepted = NULL;

  g_ptr_array_add (self->reading->watches, kitte_preset_watch_new (folder));
  presets = kitte_preset_load_folder (folder, origin, self->reading->problems);
  accepted = accept (self, presets);
  return accepted->len > 0 ? kitte_preset_layer_new_for_presets (accepted, origin) : NULL;
}

static KittePresetLayer *
load_shipped (KitteCatalogue *self)
{
  const char *place = self->folders[KITTE_ORIGIN_SHIPPED];
  KittePresetLayer *layer;
  GError *error = NULL;

  if (place != NULL && !g_file_test (place, G_FILE_TEST_IS_REGULAR))
    return load_folder (self, KITTE_ORIGIN_SHIPPED);
  layer = place != NULL ? kitte_preset_layer_new_for_file (place, KITTE_ORIGIN_SHIPPED, &error) :
                          kitte_preset_layer_new_shipped (&error);
  if (layer == NULL)
    g_ptr_array_add (self->reading->problems, error);
  return layer;
}

static void
mark_common_cb (const char *name, gpointer user_data)
{
  GPtrArray *names = user_data;

  if (names->len < MAX_COMMON_DOMAINS)
    g_ptr_array_add (names, (gpointer) name);
}

static Reading *
reading_new (void)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  reading->common_domains = g_ptr_array_new ();
  reading->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_watch_free);
  return reading;
}

static void
reading_free (Reading *reading)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reading->layers); i++)
    g_clear_pointer (&reading->layers[i], kitte_preset_layer_free);
  g_ptr_array_unref (reading->problems);
  g_ptr_array_unref (reading->common_domains);
  g_ptr_array_unref (reading->watches);
  g_free (reading);
}

static void
load (KitteCatalogue *self)
{
  g_clear_pointer (&self->former, reading_free);
  self->former = self->reading;
  self->reading = reading_new ();
  self->reading->layers[KITTE_ORIGIN_SHIPPED] = load_shipped (self);
  for (KitteOrigin origin = KITTE_ORIGIN_BRAND; origin <= KITTE_ORIGIN_USER; origin++)
    if (self->folders[origin] != NULL)
      self->reading->layers[origin] = load_folder (self, origin);
  for (KitteOrigin origin = common.first; origin <= common.last; origin++)
    if (self->reading->layers[origin] != NULL)
      kitte_preset_index_foreach (get_index (self, origin), KITTE_PRESET_TABLE_COMMON,
                                  mark_common_cb, self->reading->common_domains);
  self->watched = g_get_monotonic_time ();
}

static gboolean
has_changed (KitteCatalogue *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->watched < WATCH_INTERVAL)
    return FALSE;
  self->watched = now;
  for (guint i = 0; i < self->reading->watches->len; i++)
    if (kitte_preset_watch_has_changed (self->reading->watches->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
ensure_loaded (KitteCatalogue *self)
{
  if (self->reading == NULL || has_changed (self))
    load (self);
}

static KittePreset *
ref_or_null (KittePreset *preset)
{
  return preset != NULL ? kitte_preset_ref (preset) : NULL;
}

static void
kitte_catalogue_finalize (GObject *object)
{
  KitteCatalogue *self = KITTE_CATALOGUE (object);

  g_clear_pointer (&self->reading, reading_free);
  g_clear_pointer (&self->former, reading_free);
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
}

/**
 * kitte_catalogue_new:
 *
 * The shipped presets, `/etc/kitte/providers`, and `kitte/providers` in the person’s data folder.
 * `KITTE_PROVIDERS_DIR` in the environment takes the place of the shipped ones, for authors: a
 * folder, or a compiled catalogue.
 *
 * A folder that changes is read again at the next question, a quarter of a second later at the
 * latest. For the main thread only.
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
 * @shipped: (nullable): a folder, or a compiled catalogue, instead of the presets inside the
 *   program
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
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && id != NULL, NULL);

  ensure_loaded (self);
  preset = find (self, common, KITTE_PRESET_TABLE_IDS, id);
  if (preset == NULL)
    preset = find (self, own, KITTE_PRESET_TABLE_IDS, id);
  return ref_or_null (preset);
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
  preset = find_domain (self, common, domain);
  if (preset == NULL)
    preset = find_domain (self, own, domain);
  return ref_or_null (preset);
}

/**
 * kitte_catalogue_find_mx:
 * @hosts: the mail exchangers of a domain, most preferred first
 * @matched: (out) (optional) (transfer none): the one that was recognised, to be handed to
 *   kitte_preset_propose()
 *
 * Returns: (transfer full) (nullable): the preset whose patterns one of @hosts fits; of several,
 *   the one whose pattern says most
 */
KittePreset *
kitte_catalogue_find_mx (KitteCatalogue *self, const char *const *hosts, const char **matched)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && hosts != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; hosts[i] != NULL; i++)
    {
      KittePreset *preset = find_pattern (self, common, KITTE_PRESET_TABLE_EXCHANGERS, hosts[i]);

      if (preset == NULL)
        preset = find_pattern (self, own, KITTE_PRESET_TABLE_EXCHANGERS, hosts[i]);
      if (preset == NULL)
        continue;
      if (matched != NULL)
        *matched = hosts[i];
      return kitte_preset_ref (preset);
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
  static const Range with_program = { KITTE_ORIGIN_SHIPPED, KITTE_ORIGIN_BRAND };
  KittePreset *preset = NULL;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && names != NULL, NULL);

  ensure_loaded (self);
  for (guint i = 0; preset == NULL && names[i] != NULL; i++)
    preset = find_pattern (self, with_program, KITTE_PRESET_TABLE_CERTIFICATES, names[i]);
  return ref_or_null (preset);
}

/**
 * kitte_catalogue_find_former_host:
 * @address: (nullable): whose account it is
 * @host: the server in an existing account
 *
 * Returns: (transfer full) (nullable): the preset that knows @host by its history. A former host
 *   that depends on the address is known only to the preset the address belongs to.
 */
KittePreset *
kitte_catalogue_find_former_host (KitteCatalogue *self,
                                  const KitteAddress *address,
                                  const char *host)
{
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && host != NULL, NULL);

  if (address != NULL)
    {
      g_autoptr (KittePreset) provider = kitte_catalogue_find_domain (self, address->domain);

      if (provider != NULL && kitte_preset_is_former_host (provider, address, host))
        return g_steal_pointer (&provider);
    }
  ensure_loaded (self);
  preset = find_pattern (self, common, KITTE_PRESET_TABLE_FORMER_HOSTS, host);
  if (preset == NULL)
    preset = find_pattern (self, own, KITTE_PRESET_TABLE_FORMER_HOSTS, host);
  return ref_or_null (preset);
}

/* Returns: (nullable): the first preset that has @host in @table and knows @other too */
static KittePreset *
find_with_both (KitteCatalogue *self, KittePresetTable table, const char *host, const char *other)
{
  g_autofree char *normal = kitte_pattern_normalise (host);

  for (const char *tail = normal; tail != NULL; tail = strchr (tail, '.'))
    {
      tail += *tail == '.' ? 1 : 0;
      for (KitteOrigin origin = common.first; origin <= common.last; origin++)
        {
          KittePresetIndex *index = get_index (self, origin);
          guint cursor = 0;
          guint number;

          while (index != NULL &&
                 kitte_preset_index_find_pattern (index, table, tail, normal, &cursor, &number))
            {
              KittePreset *preset = get_preset (self, origin, number);

              if (preset != NULL && kitte_preset_knows_host (preset, NULL, other))
                return preset;
            }
        }
    }
  return NULL;
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
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && address != NULL, NULL);
  g_return_val_if_fail (incoming != NULL && outgoing != NULL, NULL);

  ensure_loaded (self);
  preset = find_domain (self, common, address->domain);
  if (preset != NULL && kitte_preset_knows_host (preset, address, incoming) &&
      kitte_preset_knows_host (preset, address, outgoing))
    return kitte_preset_ref (preset);
  preset = find_with_both (self, KITTE_PRESET_TABLE_HOSTS, incoming, outgoing);
  if (preset == NULL)
    preset = find_with_both (self, KITTE_PRESET_TABLE_FORMER_HOSTS, incoming, outgoing);
  return ref_or_null (preset);
}

/**
 * kitte_catalogue_get_common_domains:
 *
 * Returns: (transfer none) (element-type utf8): the mail domains and zones that presets mark as
 *   used by very many people, at most 500; never those of the person’s own presets. Good as long
 *   as no folder has changed twice
 */
GPtrArray *
kitte_catalogue_get_common_domains (KitteCatalogue *self)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  ensure_loaded (self);
  return self->reading->common_domains;
}

/**
 * kitte_catalogue_foreach:
 * @function: (scope call): told one preset after the other, by layer and id, until it returns
 *   %FALSE; only those it is told are parsed
 */
void
kitte_catalogue_foreach (KitteCatalogue *self, KitteCatalogueFunc function, gpointer user_data)
{
  g_return_if_fail (KITTE_IS_CATALOGUE (self) && function != NULL);

  ensure_loaded (self);
  for (KitteOrigin origin = KITTE_ORIGIN_SHIPPED; origin <= KITTE_ORIGIN_USER; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint n = index != NULL ? kitte_preset_index_get_n_presets (index) : 0;

      for (guint i = 0; i < n; i++)
        {
          KittePreset *preset =
              kitte_preset_index_is_hidden (index, i) ? NULL : get_preset (self, origin, i);

          if (preset != NULL && !function (preset, user_data))
            return;
        }
    }
}

static gboolean
add_to_list_cb (KittePreset *preset, gpointer user_data)
{
  g_ptr_array_add (user_data, kitte_preset_ref (preset));
  return TRUE;
}

/**
 * kitte_catalogue_promises_starttls:
 *
 * Returns: whether a preset, but none of the person’s own, is certain that @server begins
 *   encryption by STARTTLS
 */
gboolean
kitte_catalogue_promises_starttls (KitteCatalogue *self, const KitteServer *server)
{
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && server != NULL, FALSE);

  ensure_loaded (self);
  preset = find_pattern (self, common, KITTE_PRESET_TABLE_HOSTS, server->host);
  return preset != NULL && kitte_preset_promises_starttls (preset, server);
}

/**
 * kitte_catalogue_list:
 *
 * Parses them all, which takes as long as it takes: for listing them to a person.
 *
 * Returns: (transfer full) (element-type KittePreset): every preset, by layer and id
 */
GPtrArray *
kitte_catalogue_list (KitteCatalogue *self)
{
  GPtrArray *presets;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  kitte_catalogue_foreach (self, add_to_list_cb, presets);
  return presets;
}

/**
 * kitte_catalogue_get_problems:
 *
 * Returns: (transfer none) (element-type GError): the files that were skipped, each with its name
 *   and the reason. Good as long as no folder has changed twice
 */
GPtrArray *
kitte_catalogue_get_problems (KitteCatalogue *self)
{
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  ensure_loaded (self);
  return self->reading->problems;
}
