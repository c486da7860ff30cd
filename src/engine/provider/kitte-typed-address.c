/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips near a domain that many people have are pointed out, look-alikes of one are refused. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-typed-address.h"

#include "model/kitte-domain.h"
#include "model/kitte-lookalike.h"
#include "model/kitte-slip.h"
#include "model/kitte-typed.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_known (KitteCatalogue *catalogue, const char *domain)
{
  g_autoptr (KittePreset) preset = kitte_catalogue_find_domain (catalogue, domain);

  return preset != NULL;
}

/* On a Japanese keyboard these keys lie where others have the @, and the other way round. */
static char *
restore_at (const char *typed)
{
  g_autofree char *folded = kitte_typed_fold (typed);
  const char *key;

  if (folded == NULL || strchr (folded, '@') != NULL)
    return NULL;
  key = strpbrk (folded, "\"[`");
  if (key == NULL || key == folded || strpbrk (key + 1, "\"[` ") != NULL)
    return NULL;
  return g_strdup_printf ("%.*s@%s", (int) (key - folded), folded, key + 1);
}

/* Somebody who is still typing what is known already has not slipped. */
static gboolean
is_beginning (const char *typed, GPtrArray *common)
{
  for (guint i = 0; i < common->len; i++)
    if (g_str_has_prefix (common->pdata[i], typed))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): @domain with what follows its first label put right */
static char *
correct_zone (KitteCatalogue *catalogue, const char *domain)
{
  const char *dot = strchr (domain, '.');
  const char *zone;
  g_autofree char *whole = NULL;

  if (dot == NULL || dot == domain)
    return NULL;
  zone = kitte_slip_find (dot + 1, kitte_catalogue_get_common_domains (catalogue));
  if (zone == NULL)
    return NULL;
  whole = g_strdup_printf ("%.*s.%s", (int) (dot - domain), domain, zone);
  return is_known (catalogue, whole) ? g_steal_pointer (&whole) : NULL;
}

/* Returns: (transfer full) (nullable): the domain that was meant by @domain, which nobody knows */
static char *
correct (KitteCatalogue *catalogue, const char *domain, gboolean finished)
{
  GPtrArray *common = kitte_catalogue_get_common_domains (catalogue);
  g_autofree char *clean = kitte_slip_clean (domain);
  g_autofree char *display = kitte_domain_to_display (clean);
  const char *meant;

  if (strcmp (clean, domain) != 0 && (is_known (catalogue, clean) || strchr (domain, ',') != NULL))
    return g_steal_pointer (&clean);
  if (is_beginning (clean, common))
    return finished ? g_strdup (kitte_slip_complete (clean, common)) : NULL;
  meant = kitte_slip_find (clean, common);
  if (meant == NULL)
    meant = kitte_lookalike_find (display, common);
  return meant != NULL ? g_strdup (meant) : correct_zone (catalogue, clean);
}

/* A suggestion is an address like any other, or none. */
static char *
suggest (KitteCatalogue *catalogue, const char *typed, gboolean finished)
{
  g_autofree char *restored = restore_at (typed);
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *meant = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (KitteAddress) address = NULL;

  if (!kitte_address_split (restored != NULL ? restored : typed, &local, &domain))
    return NULL;
  meant = is_known (catalogue, domain) ? NULL : correct (catalogue, domain, finished);
  if (meant == NULL && restored == NULL)
    return NULL;
  whole = g_strconcat (local, "@", meant != NULL ? meant : domain, NULL);
  address = kitte_address_new (whole, NULL);
  if (address == NULL || (restored != NULL && !is_known (catalogue, address->domain)))
    return NULL;
  return g_strdup (address->display);
}

static gboolean
looks_like_another (KitteCatalogue *catalogue, const KitteAddress *address, GError **error)
{
  const char *other = kitte_lookalike_find (address->display_domain,
                                            kitte_catalogue_get_common_domains (catalogue));

  if (other == NULL)
    return FALSE;
  g_set_error (error, KITTE_ADDRESS_ERROR, KITTE_ADDRESS_ERROR_LOOKALIKE,
               /* TRANSLATORS: %s is a well-known domain such as gmail.com. */
               _ ("The part after the @ looks like “%s”, but is written in other letters. Please "
                  "type it by hand."),
               other);
  return TRUE;
}

/**
 * kitte_typed_address_read:
 * @finished: whether the person has done typing; what could still become a well-known domain is
 *   not corrected before
 * @suggestion: (out) (nullable) (transfer full): another address that was probably meant; never for
 *   a domain that a preset knows
 *
 * Reads what was typed as kitte_address_new() does, and refuses domains that look like a well-known
 * one without being it (UTS 39). Needs no network and may be called at every key press.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with a #KitteAddressError; there may
 * be a suggestion either way
 */
KitteAddress *
kitte_typed_address_read (KitteCatalogue *catalogue,
                          const char *typed,
                          gboolean finished,
                          char **suggestion,
                          GError **error)
{
  g_autoptr (KitteAddress) address = NULL;

  g_return_val_if_fail (KITTE_IS_CATALOGUE (catalogue) && typed != NULL && suggestion != NULL,
                        NULL);

  *suggestion = NULL;
  address = kitte_address_new (typed, error);
  if (address != NULL && is_known (catalogue, address->domain))
    return g_steal_pointer (&address);
  *suggestion = suggest (catalogue, typed, finished);
  if (address == NULL || looks_like_another (catalogue, address, error))
    return NULL;
  return g_steal_pointer (&address);
}
