/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteBrand: a provider’s own look, help and presets, as written in one folder. */
#pragma once

#include <json-glib/json-glib.h>

#include "model/kitte-address.h"

G_BEGIN_DECLS

#define KITTE_TYPE_BRAND (kitte_brand_get_type ())
#define KITTE_BRAND_ERROR (kitte_brand_error_quark ())

/**
 * KitteBrandError:
 * @KITTE_BRAND_ERROR_UNREADABLE: a file is missing or cannot be read
 * @KITTE_BRAND_ERROR_TOO_LARGE: a file is larger than one of its kind can be
 * @KITTE_BRAND_ERROR_BAD_BRAND: `brand.json` is not what the schema and the rules describe
 * @KITTE_BRAND_ERROR_BAD_PICTURE: a picture is no SVG, or holds what a picture does not need
 * @KITTE_BRAND_ERROR_EXPIRED: what it says was right until a day that has passed
 */
typedef enum
{
  KITTE_BRAND_ERROR_UNREADABLE,
  KITTE_BRAND_ERROR_TOO_LARGE,
  KITTE_BRAND_ERROR_BAD_BRAND,
  KITTE_BRAND_ERROR_BAD_PICTURE,
  KITTE_BRAND_ERROR_EXPIRED,
} KitteBrandError;

typedef enum
{
  KITTE_BRAND_COLOR_ACCENT,
  KITTE_BRAND_COLOR_ACCENT_DARK,
  KITTE_BRAND_COLOR_BUTTON,
  KITTE_BRAND_COLOR_BUTTON_TEXT,
} KitteBrandColor;

#define KITTE_BRAND_N_COLORS (KITTE_BRAND_COLOR_BUTTON_TEXT + 1)

typedef enum
{
  KITTE_BRAND_PICTURE_LIGHT,
  KITTE_BRAND_PICTURE_DARK,
  KITTE_BRAND_PICTURE_ICON,
} KitteBrandPicture;

#define KITTE_BRAND_N_PICTURES (KITTE_BRAND_PICTURE_ICON + 1)

/**
 * KitteBrandPart:
 * @KITTE_BRAND_PART_REPAIR: accounts that stopped working
 * @KITTE_BRAND_PART_EXPLAIN: what a message means
 * @KITTE_BRAND_PART_BY_HAND: servers that are typed
 * @KITTE_BRAND_PART_PHONE: the code for a telephone
 * @KITTE_BRAND_PART_TEST_MESSAGE: a message to oneself
 *
 * What a brand may do without. Questions about safety, and taking changes back, always stay.
 */
typedef enum
{
  KITTE_BRAND_PART_REPAIR,
  KITTE_BRAND_PART_EXPLAIN,
  KITTE_BRAND_PART_BY_HAND,
  KITTE_BRAND_PART_PHONE,
  KITTE_BRAND_PART_TEST_MESSAGE,
} KitteBrandPart;

typedef struct _KitteBrand KitteBrand;

GQuark kitte_brand_error_quark (void);
GType kitte_brand_get_type (void);

KitteBrand *kitte_brand_ref (KitteBrand *self);
void kitte_brand_unref (KitteBrand *self);

JsonObject *kitte_brand_get_json (KitteBrand *self);
const char *kitte_brand_get_id (KitteBrand *self);
const char *kitte_brand_get_name (KitteBrand *self);
const char *kitte_brand_get_company (KitteBrand *self);
const char *kitte_brand_get_welcome (KitteBrand *self);
const char *kitte_brand_get_color (KitteBrand *self, KitteBrandColor which);
GBytes *kitte_brand_get_picture (KitteBrand *self, KitteBrandPicture which);
char *kitte_brand_get_providers_folder (KitteBrand *self);
char **kitte_brand_get_shown (KitteBrand *self);

gboolean kitte_brand_has_part (KitteBrand *self, KitteBrandPart part);
gboolean kitte_brand_is_expired (KitteBrand *self, gint64 now);

const char *kitte_brand_get_domain (KitteBrand *self);
gboolean kitte_brand_fixes_domain (KitteBrand *self);
char *kitte_brand_complete_address (KitteBrand *self, const char *typed);
gboolean kitte_brand_accepts_address (KitteBrand *self, const KitteAddress *address);

/**
 * KitteContrast:
 * @key: the name of the colour in `brand.json`
 * @ratio: from 1 to 21
 *
 * How well a colour is read on its background; its strings are the brand’s.
 */
typedef struct
{
  const char *key;
  const char *color;
  const char *background;
  double ratio;
} KitteContrast;

void kitte_brand_measure_contrasts (KitteBrand *self, GArray *contrasts);

int kitte_brand_rank_program (KitteBrand *self, const char *program);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteBrand, kitte_brand_unref)

G_END_DECLS
