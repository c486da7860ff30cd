/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a brand says, in the person’s language; without a brand everything is as it is. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-private.h"

#include "kitte-contrast.h"
#include "provider/kitte-preset-member.h"

#include <string.h>

G_DEFINE_QUARK (kitte_brand_error, kitte_brand_error)
G_DEFINE_BOXED_TYPE (KitteBrand, kitte_brand, kitte_brand_ref, kitte_brand_unref)

/* What libadwaita 1.2 paints: the light window, and the lightest card on the dark one. */
#define LIGHT_BACKGROUND "#fafafa"
#define DARK_BACKGROUND "#363636"

/* As Japanese keyboards type it (KitteAddress reads it too). */
#define FULL_WIDTH_AT "＠"

const char *const kitte_brand_color_keys[KITTE_BRAND_N_COLORS] = {
  [KITTE_BRAND_COLOR_ACCENT] = "accent",
  [KITTE_BRAND_COLOR_ACCENT_DARK] = "accent_dark",
  [KITTE_BRAND_COLOR_BUTTON] = "button",
  [KITTE_BRAND_COLOR_BUTTON_TEXT] = "button_text",
};

const char *const kitte_brand_picture_keys[KITTE_BRAND_N_PICTURES] = {
  [KITTE_BRAND_PICTURE_LIGHT] = "light",
  [KITTE_BRAND_PICTURE_DARK] = "dark",
  [KITTE_BRAND_PICTURE_ICON] = "icon",
};

static const char *const part_nicks[] = {
  [KITTE_BRAND_PART_REPAIR] = "repair",
  [KITTE_BRAND_PART_EXPLAIN] = "explain",
  [KITTE_BRAND_PART_BY_HAND] = "by-hand",
  [KITTE_BRAND_PART_PHONE] = "phone",
  [KITTE_BRAND_PART_TEST_MESSAGE] = "test-message",
};

static JsonObject *
get_root (KitteBrand *self)
{
  return json_node_get_object (self->root);
}

/* @root: (transfer none): a document that fits the schema */
KitteBrand *
kitte_brand_new (const char *folder, JsonNode *root)
{
  KitteBrand *self = g_new0 (KitteBrand, 1);

  g_atomic_ref_count_init (&self->references);
  self->folder = g_strdup (folder);
  self->root = json_node_ref (root);
  return self;
}

KitteBrand *
kitte_brand_ref (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
kitte_brand_unref (KitteBrand *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->folder);
  json_node_unref (self->root);
  for (guint i = 0; i < KITTE_BRAND_N_PICTURES; i++)
    g_clear_pointer (&self->pictures[i], g_bytes_unref);
  g_free (self);
}

JsonObject *
kitte_brand_get_json (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_root (self);
}

const char *
kitte_brand_get_id (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_string (get_root (self), "id");
}

/**
 * kitte_brand_get_name:
 *
 * Returns: (transfer none): what the program is called, in the person’s language
 */
const char *
kitte_brand_get_name (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_text (get_root (self), "name");
}

const char *
kitte_brand_get_company (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_text (get_root (self), "company");
}

/**
 * kitte_brand_get_welcome:
 *
 * Returns: (transfer none) (nullable): the first words in the window, in the person’s language
 */
const char *
kitte_brand_get_welcome (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_preset_member_text (get_root (self), "welcome");
}

/**
 * kitte_brand_get_color:
 *
 * Returns: (transfer none): as in “#1f5f8b”
 */
const char *
kitte_brand_get_color (KitteBrand *self, KitteBrandColor which)
{
  g_return_val_if_fail (self != NULL && which < KITTE_BRAND_N_COLORS, NULL);

  return kitte_preset_member_string (kitte_preset_member_object (get_root (self), "colors"),
                                     kitte_brand_color_keys[which]);
}

static void
measure (KitteBrand *self, GArray *contrasts, KitteBrandColor which, const char *background)
{
  const char *color = kitte_brand_get_color (self, which);
  KitteContrast contrast = { kitte_brand_color_keys[which], color, background,
                             kitte_contrast_compute (color, background) };

  g_array_append_val (contrasts, contrast);
}

/**
 * kitte_brand_measure_contrasts:
 * @contrasts: (element-type KitteContrast): takes each pair of colours that is read together
 */
void
kitte_brand_measure_contrasts (KitteBrand *self, GArray *contrasts)
{
  g_return_if_fail (self != NULL && contrasts != NULL);

  measure (self, contrasts, KITTE_BRAND_COLOR_ACCENT, LIGHT_BACKGROUND);
  measure (self, contrasts, KITTE_BRAND_COLOR_ACCENT_DARK, DARK_BACKGROUND);
  measure (self, contrasts, KITTE_BRAND_COLOR_BUTTON_TEXT,
           kitte_brand_get_color (self, KITTE_BRAND_COLOR_BUTTON));
}

/**
 * kitte_brand_get_picture:
 *
 * Returns: (transfer none): an SVG document without anything but shapes and their colours
 */
GBytes *
kitte_brand_get_picture (KitteBrand *self, KitteBrandPicture which)
{
  g_return_val_if_fail (self != NULL && which < KITTE_BRAND_N_PICTURES, NULL);

  return self->pictures[which];
}

/**
 * kitte_brand_get_providers_folder:
 *
 * Returns: (transfer full): where its own presets are; need not exist
 */
char *
kitte_brand_get_providers_folder (KitteBrand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_build_filename (self->folder, "providers", NULL);
}

/**
 * kitte_brand_get_shown:
 *
 * Returns: (transfer full) (nullable): the ids of the shipped presets that stay; %NULL: all
 */
char **
kitte_brand_get_shown (KitteBrand *self)
{
  JsonArray *shown;
  GPtrArray *ids;

  g_return_val_if_fail (self != NULL, NULL);

  shown = kitte_preset_member_array (get_root (self), "shown");
  if (shown == NULL)
    return NULL;
  ids = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (shown); i++)
    g_ptr_array_add (ids, g_strdup (json_array_get_string_element (shown, i)));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

/**
 * kitte_brand_has_part:
 * @self: (nullable): without a brand every part is there
 */
gboolean
kitte_brand_has_part (KitteBrand *self, KitteBrandPart part)
{
  return self == NULL ||
         !kitte_preset_member_contains (get_root (self), "left_out", part_nicks[part]);
}

/**
 * kitte_brand_is_expired:
 * @self: (nullable):
 * @now: seconds since 1970
 *
 * Returns: whether the last day for which its data were made has passed (in UTC)
 */
gboolean
kitte_brand_is_expired (KitteBrand *self, gint64 now)
{
  g_autoptr (GDateTime) time = self != NULL ? g_date_time_new_from_unix_utc (now) : NULL;
  g_autofree char *today = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : NULL;

  return today != NULL &&
         strcmp (kitte_preset_member_string (get_root (self), "expires"), today) < 0;
}

/**
 * kitte_brand_get_domain:
 * @self: (nullable):
 *
 * Returns: (transfer none) (nullable): the domain that most of the addresses have, as A-labels
 */
const char *
kitte_brand_get_domain (KitteBrand *self)
{
  return self != NULL ?
             kitte_preset_member_string (kitte_preset_member_object (get_root (self), "address"),
                                         "domain") :
             NULL;
}

/**
 * kitte_brand_fixes_domain:
 * @self: (nullable):
 *
 * Returns: whether no address with another domain is set up
 */
gboolean
kitte_brand_fixes_domain (KitteBrand *self)
{
  JsonObject *address =
      self != NULL ? kitte_preset_member_object (get_root (self), "address") : NULL;

  return address != NULL && json_object_get_boolean_member_with_default (address, "fixed", FALSE);
}

/**
 * kitte_brand_complete_address:
 * @self: (nullable):
 * @typed: what stands in the field
 *
 * Returns: (transfer full): @typed, with the brand’s domain where only the part before it was typed
 */
char *
kitte_brand_complete_address (KitteBrand *self, const char *typed)
{
  const char *domain = kitte_brand_get_domain (self);
  g_autofree char *local = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  local = g_strstrip (g_strdup (typed));
  if (domain == NULL || *local == '\0' || strchr (local, '@') != NULL ||
      strstr (local, FULL_WIDTH_AT) != NULL)
    return g_strdup (typed);
  return g_strconcat (local, "@", domain, NULL);
}

/**
 * kitte_brand_accepts_address:
 * @self: (nullable):
 *
 * Returns: whether an account for @address may be set up
 */
gboolean
kitte_brand_accepts_address (KitteBrand *self, const KitteAddress *address)
{
  g_return_val_if_fail (address != NULL, FALSE);

  return !kitte_brand_fixes_domain (self) ||
         g_str_equal (address->domain, kitte_brand_get_domain (self));
}

/**
 * kitte_brand_rank_program:
 * @self: (nullable):
 * @program: “thunderbird”, “evolution”, “msmtp”
 *
 * Returns: its place, from 0; 0 for each without a brand’s word; -1: it is not offered
 */
int
kitte_brand_rank_program (KitteBrand *self, const char *program)
{
  JsonArray *programs =
      self != NULL ? kitte_preset_member_array (get_root (self), "programs") : NULL;

  g_return_val_if_fail (program != NULL, -1);

  if (programs == NULL)
    return 0;
  for (guint i = 0; i < json_array_get_length (programs); i++)
    if (g_str_equal (json_array_get_string_element (programs, i), program))
      return (int) i;
  return -1;
}
