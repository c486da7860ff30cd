/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLookupSource: one place where settings may come from; each is one row of one table. */
#pragma once

#include "kitte-lookup-query.h"

G_BEGIN_DECLS

/**
 * KitteLookupSource:
 * @best: the best trust that its answer can have; nobody waits for less than is at hand
 * @last_resort: asked only when all others have ended with nothing
 * @has_veto: waited for whatever is at hand, because a #KITTE_LOOKUP_ERROR of it ends the search
 * @ask_async: starts asking and returns at once. The callback comes exactly once, with a #GTask
 *   that returns a #KitteProposal (transfer full), %NULL where there is nothing, or an error. It
 *   comes at once, with %G_IO_ERROR_CANCELLED, when the cancellable is cancelled. The source ends
 *   by itself within %KITTE_LOOKUP_PATIENCE.
 *
 * The order of the table is the order of preference among answers of the same trust. Beside its
 * answer a source writes a row in the trail for everything it asks: see #KitteTrail.
 *
 * The proposal holds servers, source, trust and what there is to show. A user name that the source
 * does not know stays %NULL: #KitteLookup asks for it, as it does for trust.
 */
typedef struct
{
  KitteSource source;
  KitteTrust best;
  gboolean last_resort;
  gboolean has_veto;
  void (*ask_async) (KitteLookupQuery *query,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
} KitteLookupSource;

/* A source that has said nothing for so long has nothing to say, in milliseconds. */
#define KITTE_LOOKUP_PATIENCE 6000

KitteProposal *kitte_lookup_source_finish (GAsyncResult *result, GError **error);
const KitteLookupSource *kitte_lookup_source_list (guint *n_sources);

/* kitte-mx-source.c */
void kitte_mx_preset_ask_async (KitteLookupQuery *query,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* kitte-autoconfig-source.c */
void kitte_autoconfig_own_ask_async (KitteLookupQuery *query,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void kitte_autoconfig_well_known_ask_async (KitteLookupQuery *query,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void kitte_autoconfig_database_ask_async (KitteLookupQuery *query,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void kitte_autoconfig_mx_zone_ask_async (KitteLookupQuery *query,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void kitte_autoconfig_mx_zone_database_ask_async (KitteLookupQuery *query,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
void kitte_autoconfig_mx_ask_async (KitteLookupQuery *query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void kitte_autoconfig_mx_database_ask_async (KitteLookupQuery *query,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void kitte_autoconfig_plain_ask_async (KitteLookupQuery *query,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/* kitte-srv-source.c */
void kitte_srv_ask_async (KitteLookupQuery *query,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* kitte-probe-source.c */
void kitte_probe_ask_async (KitteLookupQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

G_END_DECLS
