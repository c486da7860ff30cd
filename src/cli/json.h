/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine’s nouns as the JSON that scripts rely on (docs/kittectl.md). */
#pragma once

#include "kittectl.h"
#include "clients/kitte-client.h"
#include "diagnose/kitte-meaning.h"

G_BEGIN_DECLS

void kittectl_json_server (JsonBuilder *builder, const KitteServer *server);
void kittectl_json_tried (JsonBuilder *builder, GPtrArray *tried);
void kittectl_json_servers (JsonBuilder *builder, const char *name, GPtrArray *servers);
void kittectl_json_asks (JsonBuilder *builder, GPtrArray *asks, GPtrArray *more);
void kittectl_json_proposal (JsonBuilder *builder, const KitteProposal *proposal, GPtrArray *asks);
void kittectl_json_report (JsonBuilder *builder,
                           KitteReport *report,
                           const KitteProposal *proposal,
                           KitteCatalogue *catalogue,
                           gboolean transcript);
void kittectl_json_checks (JsonBuilder *builder,
                           KitteReport *report,
                           const KitteProposal *proposal,
                           KitteCatalogue *catalogue,
                           gboolean transcript);
void kittectl_json_changes (JsonBuilder *builder, KitteChangeSet *changes, const char *client);
void kittectl_json_left_out (JsonBuilder *builder, GPtrArray *left_out);
void kittectl_json_notes (JsonBuilder *builder, GPtrArray *notes);
void kittectl_json_meaning (JsonBuilder *builder, const KitteMeaning *meaning);
void kittectl_json_string (JsonBuilder *builder, const char *name, const char *value);

G_END_DECLS
