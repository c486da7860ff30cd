/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an account of Evolution that is there already gets, and how it is taken back. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

gboolean kitte_evolution_update_server (KitteChangeSet *changes,
                                        const char *path,
                                        const KitteServer *server,
                                        const char *method,
                                        GError **error);
gboolean kitte_evolution_update_sender (KitteChangeSet *changes,
                                        const char *path,
                                        const char *transport_uid,
                                        GError **error);
gboolean kitte_evolution_update_method (KitteChangeSet *changes,
                                        const char *path,
                                        const char *method,
                                        GError **error);
gboolean kitte_evolution_update_habits (KitteChangeSet *changes,
                                        const char *path,
                                        const KitteHabits *habits,
                                        GError **error);
GBytes *kitte_evolution_update_take_back (const KitteFileTrace *trace, GBytes *now);

G_END_DECLS
