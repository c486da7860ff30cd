/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every file is bounded and checked; a brand with one mistake is no brand. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-reader.h"

#include "base/kitte-bounds.h"
#include "base/kitte-json.h"
#include "base/kitte-schema.h"
#include "kitte-brand-private.h"
#include "kitte-contrast.h"
#include "model/kitte-domain.h"
#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-linter.h"
#include "provider/kitte-preset-member.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEMA_PATH "/jp/kitte/schemas/brand.schema.json"

/* Logos that are drawn by hand have some kilobytes. */
#define MAX_PICTURE (64 * 1024)

/* The program’s own identity; a desktop file or a bus name can belong to one program only. */
#define OUR_NAMESPACE "jp.kitte."

/* In the source that the build makes from data/schemas. */
GResource *kitte_brand_schema_get_resource (void);
void kitte_brand_schema_register_resource (void);

static void
add_mistake (GPtrArray *mistakes, KitteBrandError code, const char *place, const char *reason)
{
  g_ptr_array_add (mistakes, g_error_new (KITTE_BRAND_ERROR, code, "%s: %s", place, reason));
}

static KitteSchema *
load_schema (void)
{
  kitte_brand_schema_register_resource ();
  return kitte_schema_new_from_resource (kitte_brand_schema_get_resource (), SCHEMA_PATH);
}

/* Only an ordinary file: a pipe or a device would hold up the whole program. */
GBytes *
kitte_brand_read_file (const char *path, gsize most, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, NULL, &local_error);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error_literal (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_UNREADABLE,
                         _ ("This file is missing; put it here."));
  else if (info == NULL)
    g_set_error_literal (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_UNREADABLE,
                         local_error->message);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_UNREADABLE,
                         _ ("This is not an ordinary file."));
  else if ((gsize) g_file_info_get_size (info) > most)
    g_set_error (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_TOO_LARGE,
                 /* TRANSLATORS: %u is a number of kilobytes. */
                 _ ("The file is too large; make it smaller than %u kilobytes."),
                 (guint) (most / 1024));
  else if ((bytes = g_file_load_bytes (file, NULL, NULL, &local_error)) == NULL)
    g_set_error_literal (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_UNREADABLE,
                         local_error->message);
  return g_steal_pointer (&bytes);
}

static void
check_contrasts (KitteBrand *brand, GPtrArray *mistakes)
{
  g_autoptr (GArray) contrasts = g_array_new (FALSE, FALSE, sizeof (KitteContrast));

  kitte_brand_measure_contrasts (brand, contrasts);
  for (guint i = 0; i < contrasts->len; i++)
    {
      const KitteContrast *contrast = &g_array_index (contrasts, KitteContrast, i);
      g_autofree char *place = g_strconcat ("colors.", contrast->key, NULL);
      g_autofree char *reason = NULL;

      if (contrast->ratio >= KITTE_CONTRAST_ENOUGH)
        continue;
      reason = g_strdup_printf (
          /* TRANSLATORS: about a colour, as in “#1f5f8b”: the colour, the one it stands on, and how
           * well the two are told apart (1.0 to 21.0). */
          _ ("%s on %s has a contrast of %.1f to 1; choose a colour that has 4.5 at least."),
          contrast->color, contrast->background, contrast->ratio);
      add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, place, reason);
    }
}

static void
check_identity (JsonObject *root, GPtrArray *mistakes)
{
  const char *id = kitte_preset_member_string (root, "id");
  const char *application = kitte_preset_member_string (root, "application_id");

  if (g_str_equal (id, "kitte"))
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "id",
                 _ ("This is the plain program’s name; choose one of your own."));
  if (g_ascii_strncasecmp (application, OUR_NAMESPACE, strlen (OUR_NAMESPACE)) == 0)
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "application_id",
                 _ ("This is the plain program’s name; choose one of your own."));
}

static void
check_contact (JsonObject *root, GPtrArray *mistakes)
{
  JsonObject *contact = kitte_preset_member_object (root, "contact");
  const char *mail = kitte_preset_member_string (contact, "mail");
  g_autoptr (KitteAddress) address = mail != NULL ? kitte_address_new (mail, NULL) : NULL;

  if (mail == NULL && !json_object_has_member (contact, "telephone") &&
      !json_object_has_member (contact, "web"))
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "contact",
                 _ ("Write a telephone number, a page or a mail address."));
  if (mail != NULL && address == NULL)
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "contact.mail",
                 _ ("Write a mail address."));
}

static void
check_domain (JsonObject *root, GPtrArray *mistakes)
{
  const char *domain =
      kitte_preset_member_string (kitte_preset_member_object (root, "address"), "domain");
  g_autofree char *typed = domain != NULL ? g_strconcat ("a@", domain, NULL) : NULL;
  g_autoptr (KitteAddress) address = typed != NULL ? kitte_address_new (typed, NULL) : NULL;

  if (domain != NULL && address == NULL)
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "address.domain",
                 _ ("Nobody can have an address there; write the part behind the @."));
}

static void
check_expiry (JsonObject *root, GPtrArray *mistakes)
{
  const char *expires = kitte_preset_member_string (root, "expires");
  GDateYear year = (GDateYear) g_ascii_strtoull (expires, NULL, 10);
  GDateMonth month = (GDateMonth) g_ascii_strtoull (expires + strlen ("2027-"), NULL, 10);
  GDateDay day = (GDateDay) g_ascii_strtoull (expires + strlen ("2027-03-"), NULL, 10);

  if (!g_date_valid_dmy (day, month, year))
    add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, "expires",
                 _ ("There is no such day in the calendar."));
}

static void
check_shown (KitteBrand *brand, GPtrArray *mistakes)
{
  g_auto (GStrv) shown = kitte_brand_get_shown (brand);
  g_autofree char *own = kitte_brand_get_providers_folder (brand);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_brand (own, NULL);

  for (guint i = 0; shown != NULL && shown[i] != NULL; i++)
    {
      g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, shown[i]);
      g_autofree char *place = g_strdup_printf ("shown[%u]", i);
      g_autofree char *reason = NULL;

      if (preset != NULL)
        continue;
      /* TRANSLATORS: %s is a short name. */
      reason =
          g_strdup_printf (_ ("There is no preset “%s”; see kittectl presets list."), shown[i]);
      add_mistake (mistakes, KITTE_BRAND_ERROR_BAD_BRAND, place, reason);
    }
}

/* What a schema cannot say; @root fits it. */
static void
check_rules (KitteBrand *brand, GPtrArray *mistakes)
{
  JsonObject *root = kitte_brand_get_json (brand);

  check_identity (root, mistakes);
  check_contrasts (brand, mistakes);
  check_contact (root, mistakes);
  check_domain (root, mistakes);
  check_expiry (root, mistakes);
  check_shown (brand, mistakes);
}

static KittePresetVerdict *
begin_verdict (GPtrArray *verdicts, const char *folder, const char *name)
{
  KittePresetVerdict *verdict = kitte_preset_verdict_new (NULL);

  verdict->file = g_build_filename (folder, name, NULL);
  g_ptr_array_add (verdicts, verdict);
  return verdict;
}

/* Returns: (transfer full) (nullable): the document, if it fits the schema */
static JsonNode *
read_document (KittePresetVerdict *verdict)
{
  g_autoptr (KitteSchema) schema = load_schema ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (JsonNode) root = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = kitte_brand_read_file (verdict->file, KITTE_MAX_DOCUMENT, &error);
  gsize length;
  const char *text;

  if (bytes != NULL)
    {
      text = g_bytes_get_data (bytes, &length);
      root = kitte_json_parse (text, length, &error);
    }
  if (root == NULL)
    {
      g_ptr_array_add (verdict->mistakes, error);
      return NULL;
    }
  found = kitte_schema_find_mistakes (schema, root, KITTE_SCHEMA_STRICT);
  g_ptr_array_extend_and_steal (verdict->mistakes, g_steal_pointer (&found));
  return verdict->mistakes->len == 0 ? g_steal_pointer (&root) : NULL;
}

static void
read_picture (KitteBrand *brand, GPtrArray *verdicts, KitteBrandPicture which)
{
  JsonObject *logo = kitte_preset_member_object (kitte_brand_get_json (brand), "logo");
  const char *name = kitte_preset_member_string (logo, kitte_brand_picture_keys[which]);
  KittePresetVerdict *verdict = begin_verdict (verdicts, brand->folder, name);
  GError *error = NULL;
  g_autoptr (GBytes) svg = kitte_brand_read_file (verdict->file, MAX_PICTURE, &error);

  if (svg != NULL)
    brand->pictures[which] =
        kitte_brand_check_picture (svg, which == KITTE_BRAND_PICTURE_ICON, &error);
  if (brand->pictures[which] == NULL)
    g_ptr_array_add (verdict->mistakes, error);
}

static gboolean
is_in_order (GPtrArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    if (((KittePresetVerdict *) verdicts->pdata[i])->mistakes->len > 0)
      return FALSE;
  return TRUE;
}

/**
 * kitte_brand_read:
 * @folder: what holds `brand.json`
 * @verdicts: (element-type KittePresetVerdict): takes one verdict on each file of the brand, but
 * not on its presets, which the catalogue checks
 *
 * Blocks for some small local files.
 *
 * Returns: (transfer full) (nullable): the brand, if nothing is wrong with it
 */
KitteBrand *
kitte_brand_read (const char *folder, GPtrArray *verdicts)
{
  g_autoptr (KitteBrand) brand = NULL;
  g_autoptr (JsonNode) root = NULL;
  KittePresetVerdict *verdict;

  g_return_val_if_fail (folder != NULL && verdicts != NULL, NULL);

  verdict = begin_verdict (verdicts, folder, "brand.json");
  root = read_document (verdict);
  if (root == NULL)
    return NULL;
  brand = kitte_brand_new (folder, root);
  check_rules (brand, verdict->mistakes);
  for (guint i = 0; i < KITTE_BRAND_N_PICTURES; i++)
    read_picture (brand, verdicts, i);
  return is_in_order (verdicts) ? g_steal_pointer (&brand) : NULL;
}
