/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remedy: one thing that would help, with what a button needs to carry it out. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_REMEDY (kitte_remedy_get_type ())

typedef enum
{
  KITTE_REMEDY_USE_PRESET,
  KITTE_REMEDY_USE_SERVER,
  KITTE_REMEDY_ANSWER_ASK,
  KITTE_REMEDY_OPEN_URL,
  KITTE_REMEDY_RETYPE_PASSWORD,
  KITTE_REMEDY_TRY_AGAIN,
  KITTE_REMEDY_WAIT,
  KITTE_REMEDY_ASK_PROVIDER,
} KitteRemedyCode;

/**
 * KitteRemedy:
 * @label: what stands on the button, in the person’s language
 * @value: (nullable): preset id, server URL, ask key, URL, or seconds: by @code
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteRemedyCode code;
  char *label;
  char *value;
} KitteRemedy;

GType kitte_remedy_get_type (void);

KitteRemedy *kitte_remedy_new (KitteRemedyCode code, const char *label, const char *value);
KitteRemedy *kitte_remedy_ref (KitteRemedy *self);
void kitte_remedy_unref (KitteRemedy *self);

const char *kitte_remedy_code_to_nick (KitteRemedyCode code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteRemedy, kitte_remedy_unref)

G_END_DECLS
