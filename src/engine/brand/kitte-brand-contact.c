/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provider of a mailbox knows it best; where it says nothing, those who hand the program out
 * are asked. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-contact.h"

#include "provider/kitte-preset-member.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define CONTACT "contact"

/* No language has a longer name. */
#define MAX_LANGUAGE 100

static void
add (GPtrArray *hints, char *text, const char *url)
{
  g_ptr_array_add (hints, kitte_hint_new (CONTACT, text, url));
  g_free (text);
}

/* Returns: (transfer full): what those who speak @code call it */
static char *
name_language (const char *code)
{
  UChar name[MAX_LANGUAGE];
  char text[4 * MAX_LANGUAGE];
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = uloc_getDisplayLanguage (code, code, name, MAX_LANGUAGE, &status);

  if (U_SUCCESS (status))
    u_strToUTF8 (text, sizeof text, NULL, name, length, &status);
  return g_strdup (U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING ? text : code);
}

static void
add_languages (GPtrArray *hints, JsonArray *languages)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (languages); i++)
    {
      g_autofree char *name = name_language (json_array_get_string_element (languages, i));

      g_string_append_printf (names, "%s%s", i > 0 ? " / " : "", name);
    }
  /* TRANSLATORS: below a telephone number; %s is one or more languages, each in its own words:
   * “日本語 / English”. */
  add (hints, g_strdup_printf (_ ("Languages spoken there: %s"), names->str), NULL);
}

/* Returns: (transfer full): whose help it is, and its telephone number */
static char *
describe_telephone (const char *company, const char *number, const char *hours)
{
  if (hours != NULL)
    /* TRANSLATORS: whom to ask for help: a company, its telephone number, and its hours (“Mon–Fri
     * 10:00–18:00”). */
    return g_strdup_printf (_ ("Help from %s by telephone: %s (%s)"), company, number, hours);
  /* TRANSLATORS: whom to ask for help: a company, and its telephone number. */
  return g_strdup_printf (_ ("Help from %s by telephone: %s"), company, number);
}

/**
 * kitte_brand_list_contacts:
 * @self: (nullable):
 *
 * Returns: (transfer full) (element-type KitteHint): whom to ask, each a line for the person and
 *   perhaps a page, in the order in which one would try them; empty without a brand
 */
GPtrArray *
kitte_brand_list_contacts (KitteBrand *self)
{
  GPtrArray *hints = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_hint_free);
  JsonObject *contact =
      self != NULL ? kitte_preset_member_object (kitte_brand_get_json (self), "contact") : NULL;
  const char *company = self != NULL ? kitte_brand_get_company (self) : NULL;
  const char *telephone = kitte_preset_member_string (contact, "telephone");
  JsonArray *languages = kitte_preset_member_array (contact, "languages");
  const char *mail = kitte_preset_member_string (contact, "mail");
  const char *web = kitte_preset_member_string (contact, "web");

  if (telephone != NULL)
    add (hints,
         describe_telephone (company, telephone, kitte_preset_member_text (contact, "hours")),
         NULL);
  if (telephone != NULL && languages != NULL)
    add_languages (hints, languages);
  if (mail != NULL)
    /* TRANSLATORS: whom to ask for help: a company, and a mail address. */
    add (hints, g_strdup_printf (_ ("Help from %s by mail: %s"), company, mail), NULL);
  if (web != NULL)
    /* TRANSLATORS: a link: the company’s page with help. */
    add (hints, g_strdup_printf (_ ("Help pages of %s"), company), web);
  return hints;
}

/**
 * kitte_brand_find_help:
 * @self: (nullable): this program’s brand
 * @proposal: (nullable): what is known of the provider
 *
 * Returns: (transfer full) (element-type KitteHint): whom to ask when a mailbox does not work: the
 *   provider’s own contact, else that of the brand; perhaps empty
 */
GPtrArray *
kitte_brand_find_help (KitteBrand *self, const KitteProposal *proposal)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_hint_free);

  for (guint i = 0; proposal != NULL && i < proposal->hints->len; i++)
    {
      const KitteHint *hint = proposal->hints->pdata[i];

      if (strcmp (hint->code, CONTACT) == 0)
        g_ptr_array_add (own, kitte_hint_new (hint->code, hint->text, hint->url));
    }
  return own->len > 0 ? g_steal_pointer (&own) : kitte_brand_list_contacts (self);
}
