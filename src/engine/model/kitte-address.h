/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address: what was typed, read kindly, split and normalised. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_ADDRESS (kitte_address_get_type ())

#define KITTE_ADDRESS_ERROR (kitte_address_error_quark ())

/**
 * KitteAddressError:
 *
 * Why a text is no mail address; each has its own sentence.
 */
typedef enum
{
  KITTE_ADDRESS_ERROR_EMPTY,
  KITTE_ADDRESS_ERROR_NO_AT,
  KITTE_ADDRESS_ERROR_NO_LOCAL_PART,
  KITTE_ADDRESS_ERROR_NO_DOMAIN,
  KITTE_ADDRESS_ERROR_NO_DOT,
  KITTE_ADDRESS_ERROR_TOO_LONG,
  KITTE_ADDRESS_ERROR_CONTROL_CHARACTER,
  KITTE_ADDRESS_ERROR_BAD_LOCAL_PART,
  KITTE_ADDRESS_ERROR_BAD_DOMAIN,
  KITTE_ADDRESS_ERROR_IP_ADDRESS,
  KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX,
  KITTE_ADDRESS_ERROR_SEVERAL,
  KITTE_ADDRESS_ERROR_MIXED_SCRIPTS,
  KITTE_ADDRESS_ERROR_LOOKALIKE,
} KitteAddressError;

/**
 * KitteAddress:
 * @text: the whole address with the domain as A-label: what is written and sent
 * @display: the whole address with the domain as U-label: what is shown
 * @local: before the @, as typed after kind reading
 * @domain: after the @, lower-case A-labels
 * @display_domain: the same in U-labels
 * @name: (nullable): the display name, where one was typed: `Name <a@b>`
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *text;
  char *display;
  char *local;
  char *domain;
  char *display_domain;
  char *name;
} KitteAddress;

GQuark kitte_address_error_quark (void);
GType kitte_address_get_type (void);

gboolean kitte_address_split (const char *typed, char **local, char **domain);
const char *kitte_address_error_to_nick (KitteAddressError code);
KitteAddress *kitte_address_new (const char *typed, GError **error);
KitteAddress *kitte_address_ref (KitteAddress *self);
void kitte_address_unref (KitteAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteAddress, kitte_address_unref)

G_END_DECLS
