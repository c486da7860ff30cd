/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the typed address: an address or one reason with a name, and a suggestion that is
 * an address itself and reads back as it stands. */
#include "config.h"

#include "model/kitte-domain.h"
#include "provider/kitte-typed-address.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static KitteCatalogue *
get_catalogue (void)
{
  static KitteCatalogue *catalogue;

  if (catalogue == NULL)
    catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
  return catalogue;
}

/* What is accepted holds nothing that could mean something else in a header, a file or a line. */
static void
assert_address (const KitteAddress *address)
{
  g_autoptr (KitteAddress) again = kitte_address_new (address->text, NULL);

  g_assert_true (g_str_is_ascii (address->text));
  g_assert_null (strpbrk (address->text, "\r\n\t"));
  g_assert_true (kitte_domain_is_host (address->domain));
  g_assert_true (g_utf8_validate (address->display, -1, NULL));
  g_assert_nonnull (again);
  g_assert_cmpstr (again->text, ==, address->text);
}

static void
read_typed (const char *typed, gboolean finished)
{
  g_autofree char *suggestion = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteAddress) address =
      kitte_typed_address_read (get_catalogue (), typed, finished, &suggestion, &error);

  g_assert_true ((address == NULL) == (error != NULL));
  if (address != NULL)
    assert_address (address);
  else
    g_assert_nonnull (kitte_address_error_to_nick ((KitteAddressError) error->code));
  if (suggestion != NULL)
    {
      g_autoptr (KitteAddress) meant = kitte_address_new (suggestion, NULL);

      g_assert_nonnull (meant);
      assert_address (meant);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *typed = g_strndup ((const char *) data, size);

  read_typed (typed, FALSE);
  read_typed (typed, TRUE);
  return 0;
}
