/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brand this process runs under, chosen before anything is shown. */
#pragma once

#include "kitte-brand.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

/**
 * KitteBrandIdentity:
 * @application_id: on the desktop and on the bus
 * @folder: where the brand is installed
 * @source: where it lies for a program that was not installed
 * @locale: where the catalogues with its name in them are installed
 * @built_locale: the same for a program that was not installed
 *
 * What a program that was built for a brand is. It stays, whatever becomes of the folder.
 */
typedef struct
{
  const char *application_id;
  const char *folder;
  const char *source;
  const char *locale;
  const char *built_locale;
} KitteBrandIdentity;

void kitte_brand_set_identity (const KitteBrandIdentity *identity);
const char *kitte_brand_get_own_application_id (void);

KitteBrand *kitte_brand_get (void);
KitteCatalogue *kitte_brand_open_catalogue (void);

G_END_DECLS
