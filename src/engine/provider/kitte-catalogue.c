/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions, in the order in which the layers may answer. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-catalogue.h"

#include "kitte-preset-reading.h"

#define SYSTEM_FOLDER "/etc/kitte/providers"

/* Nothing is read before the first question.
 *
 * @reading: (nullable): what answers now
 * @former: (nullable): what answered before a folder changed; somebody may still look at its lists
 */
struct _KitteCatalogue
{
  GObject parent_instance;

  KittePresetPlaces places;
  KittePresetReading *reading;
  KittePresetReading *former;
};

G_DEFINE_FINAL_TYPE (KitteCatalogue, kitte_catalogue, G_TYPE_OBJECT)

static KittePresetReading *
get_reading (KitteCatalogue *self)
{
  if (self->reading != NULL && !kitte_preset_reading_is_stale (self->reading))
    return self->reading;
  g_clear_pointer (&self->former, kitte_preset_reading_free);
  self->former = self->reading;
  self->reading = kitte_preset_reading_new (&self->places);
  return self->reading;
}

static KittePresetLayers *
get_layers (KitteCatalogue *self)
{
  return kitte_preset_reading_get_layers (get_reading (self));
}

/* Asks the person’s own presets only where nobody else answers. */
static KittePreset *
find_either (KittePresetLayers *layers, KittePresetTable table, const char *name)
{
  KittePreset *preset =
      kitte_preset_layers_find_pattern (layers, kitte_preset_range_common, table, name);

  if (preset == NULL)
    preset = kitte_preset_layers_find_pattern (layers, kitte_preset_range_own, table, name);
  return preset;
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

  g_clear_pointer (&self->reading, kitte_preset_reading_free);
  g_clear_pointer (&self->former, kitte_preset_reading_free);
  kitte_preset_places_clear (&self->places);

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
 * latest. For one thread at a time.
 *
 * Returns: (transfer full): a catalogue; nothing is read before the first question
 */
KitteCatalogue *
kitte_catalogue_new (void)
{
  return kitte_catalogue_new_for_brand (NULL, NULL);
}

/**
 * kitte_catalogue_new_for_brand:
 * @folder: (nullable): the presets of a provider’s own build; one may replace a shipped preset by
 *   its id, and counts as much as a shipped one
 * @shown: (nullable): the ids of the shipped presets that stay; %NULL: all do. What is left out is
 *   neither found nor listed, and its domains still belong to nobody else
 *
 * As kitte_catalogue_new(), with a brand’s presets between the shipped and the administrator’s.
 *
 * Returns: (transfer full): a catalogue; nothing is read before the first question
 */
KitteCatalogue *
kitte_catalogue_new_for_brand (const char *folder, const char *const *shown)
{
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "kitte", "providers", NULL);
  const char *shipped = g_getenv ("KITTE_PROVIDERS_DIR");
  KitteCatalogue *self =
      kitte_catalogue_new_for_folders (shipped != NULL && *shipped != '\0' ? shipped : NULL, folder,
                                       SYSTEM_FOLDER, user);

  kitte_catalogue_show_only (self, shown);
  return self;
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

  self->places.folders[KITTE_ORIGIN_SHIPPED] = g_strdup (shipped);
  self->places.folders[KITTE_ORIGIN_BRAND] = g_strdup (brand);
  self->places.folders[KITTE_ORIGIN_SYSTEM] = g_strdup (system);
  self->places.folders[KITTE_ORIGIN_USER] = g_strdup (user);
  return self;
}

/**
 * kitte_catalogue_show_only:
 * @ids: (nullable): the shipped presets that stay; %NULL: all do
 *
 * Leaves the other shipped presets out, as a brand may. For a catalogue that was not asked yet.
 */
void
kitte_catalogue_show_only (KitteCatalogue *self, const char *const *ids)
{
  g_return_if_fail (KITTE_IS_CATALOGUE (self) && self->reading == NULL);

  g_strfreev (self->places.shown);
  self->places.shown = g_strdupv ((char **) ids);
}

/**
 * kitte_catalogue_get_preset:
 *
 * Returns: (transfer full) (nullable): the preset called @id
 */
KittePreset *
kitte_catalogue_get_preset (KitteCatalogue *self, const char *id)
{
  KittePresetLayers *layers;
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && id != NULL, NULL);

  layers = get_layers (self);
  preset = kitte_preset_layers_find (layers, kitte_preset_range_common, KITTE_PRESET_TABLE_IDS, id);
  if (preset == NULL)
    preset = kitte_preset_layers_find (layers, kitte_preset_range_own, KITTE_PRESET_TABLE_IDS, id);
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
  KittePresetLayers *layers;
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && domain != NULL, NULL);

  layers = get_layers (self);
  preset = kitte_preset_layers_find_domain (layers, kitte_preset_range_common, domain);
  if (preset == NULL)
    preset = kitte_preset_layers_find_domain (layers, kitte_preset_range_own, domain);
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
  KittePresetLayers *layers;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && hosts != NULL, NULL);

  layers = get_layers (self);
  for (guint i = 0; hosts[i] != NULL; i++)
    {
      KittePreset *preset = find_either (layers, KITTE_PRESET_TABLE_EXCHANGERS, hosts[i]);

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
  KittePreset *preset = NULL;
  KittePresetLayers *layers;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && names != NULL, NULL);

  layers = get_layers (self);
  for (guint i = 0; preset == NULL && names[i] != NULL; i++)
    preset = kitte_preset_layers_find_pattern (layers, kitte_preset_range_with_program,
                                               KITTE_PRESET_TABLE_CERTIFICATES, names[i]);
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
  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && host != NULL, NULL);

  if (address != NULL)
    {
      g_autoptr (KittePreset) provider = kitte_catalogue_find_domain (self, address->domain);

      if (provider != NULL && kitte_preset_is_former_host (provider, address, host))
        return g_steal_pointer (&provider);
    }
  return ref_or_null (find_either (get_layers (self), KITTE_PRESET_TABLE_FORMER_HOSTS, host));
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
  KittePresetLayers *layers;
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && address != NULL, NULL);
  g_return_val_if_fail (incoming != NULL && outgoing != NULL, NULL);

  layers = get_layers (self);
  preset = kitte_preset_layers_find_domain (layers, kitte_preset_range_common, address->domain);
  if (preset != NULL && kitte_preset_knows_host (preset, address, incoming) &&
      kitte_preset_knows_host (preset, address, outgoing))
    return kitte_preset_ref (preset);
  preset = kitte_preset_layers_find_hosts (layers, kitte_preset_range_common,
                                           KITTE_PRESET_TABLE_HOSTS, incoming, outgoing);
  if (preset == NULL)
    preset = kitte_preset_layers_find_hosts (layers, kitte_preset_range_common,
                                             KITTE_PRESET_TABLE_FORMER_HOSTS, incoming, outgoing);
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

  return kitte_preset_reading_get_common_domains (get_reading (self));
}

/* A brand’s own presets come first. */
static void
tell (KitteCatalogue *self, gboolean all, KittePresetFunc function, gpointer user_data)
{
  static const KitteOrigin order[] = { KITTE_ORIGIN_BRAND, KITTE_ORIGIN_SHIPPED,
                                       KITTE_ORIGIN_SYSTEM, KITTE_ORIGIN_USER };
  KittePresetLayers *layers = get_layers (self);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (!kitte_preset_layers_foreach (layers, order[i], all, function, user_data))
      return;
}

/**
 * kitte_catalogue_foreach:
 * @function: (scope call): told one preset after the other, by layer and id, until it returns
 *   %FALSE; only those it is told are parsed. Also those that a brand leaves out
 */
void
kitte_catalogue_foreach (KitteCatalogue *self, KittePresetFunc function, gpointer user_data)
{
  g_return_if_fail (KITTE_IS_CATALOGUE (self) && function != NULL);

  tell (self, TRUE, function, user_data);
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
 * Returns: whether a preset, but none of the person’s kitte_preset_range_own, is certain that
 * @server begins encryption by STARTTLS
 */
gboolean
kitte_catalogue_promises_starttls (KitteCatalogue *self, const KitteServer *server)
{
  KittePreset *preset;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self) && server != NULL, FALSE);

  preset = kitte_preset_layers_find_pattern (get_layers (self), kitte_preset_range_common,
                                             KITTE_PRESET_TABLE_HOSTS, server->host);
  return preset != NULL && kitte_preset_promises_starttls (preset, server);
}

/**
 * kitte_catalogue_list:
 *
 * Parses them all, which takes as long as it takes: for listing them to a person.
 *
 * Returns: (transfer full) (element-type KittePreset): every preset that is
 * shkitte_preset_range_own, by layer and id: a brand’s own ones first
 */
GPtrArray *
kitte_catalogue_list (KitteCatalogue *self)
{
  GPtrArray *presets;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (self), NULL);

  presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  tell (self, FALSE, add_to_list_cb, presets);
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

  return kitte_preset_layers_get_problems (get_layers (self));
}
