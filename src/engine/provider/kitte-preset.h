/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePreset: one mail provider, as written in one JSON file. */
#pragma once

#include <json-glib/json-glib.h>

#include "kitte-provider-error.h"
#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PRESET (kitte_preset_get_type ())

typedef struct _KittePreset KittePreset;

/**
 * KittePresetStatus:
 * @KITTE_PRESET_OK: a mail program can be set up at once
 * @KITTE_PRESET_NEEDS_STEP: something has to be switched on at the provider first
 * @KITTE_PRESET_NO_ACCESS: no mail program can sign in there
 * @KITTE_PRESET_ENDED: the service is gone
 */
typedef enum
{
  KITTE_PRESET_OK,
  KITTE_PRESET_NEEDS_STEP,
  KITTE_PRESET_NO_ACCESS,
  KITTE_PRESET_ENDED,
} KittePresetStatus;

/* Told a preset; %FALSE: enough. */
typedef gboolean (*KittePresetFunc) (KittePreset *preset, gpointer user_data);

GType kitte_preset_get_type (void);

KittePreset *kitte_preset_new (GBytes *json, const char *file, KitteOrigin origin, GError **error);
GPtrArray *kitte_preset_check (GBytes *json);
KittePreset *kitte_preset_new_shipped (GBytes *json, const char *file);
KittePreset *kitte_preset_ref (KittePreset *self);
void kitte_preset_unref (KittePreset *self);

const char *kitte_preset_get_id (KittePreset *self);
const char *kitte_preset_get_file (KittePreset *self);
KitteOrigin kitte_preset_get_origin (KittePreset *self);
const char *kitte_preset_get_name (KittePreset *self);
const char *kitte_preset_get_short_name (KittePreset *self);
KittePresetStatus kitte_preset_get_status (KittePreset *self);
gboolean kitte_preset_is_confirmed (KittePreset *self);
const char *kitte_preset_get_checked (KittePreset *self);
gboolean kitte_preset_offers_pop_before_smtp (KittePreset *self);
JsonObject *kitte_preset_get_json (KittePreset *self);

gboolean kitte_preset_serves_domain (KittePreset *self, const char *domain);
gboolean kitte_preset_applies (KittePreset *self, JsonObject *item, const char *domain);
gboolean kitte_preset_excludes_domain (KittePreset *self, const char *domain);
gboolean
kitte_preset_is_former_host (KittePreset *self, const KitteAddress *address, const char *host);
gboolean kitte_preset_promises_starttls (KittePreset *self, const KitteServer *server);
gboolean kitte_preset_has_line (KittePreset *self, const char *network);
gboolean kitte_preset_is_line_only (KittePreset *self, const KitteServer *server);
gboolean kitte_preset_blocks_port_25 (KittePreset *self);
gboolean kitte_preset_knows_host (KittePreset *self, const KitteAddress *address, const char *host);

KitteProposal *kitte_preset_propose (KittePreset *self,
                                     KitteAddress *address,
                                     const char *mx,
                                     GHashTable *answers,
                                     GError **error);
KitteProposal *kitte_preset_propose_general (KittePreset *self,
                                             KitteAddress *address,
                                             GHashTable *answers,
                                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePreset, kitte_preset_unref)

G_END_DECLS
