/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteScramWork: the hashing rounds that a SCRAM server asks for, as one piece for any thread. */
#pragma once

#include "base/kitte-secret.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

typedef struct _KitteScramWork KitteScramWork;

KitteScramWork *
kitte_scram_work_new (KitteAuth method, KitteSecret *password, const char *salt, guint rounds);
KitteScramWork *kitte_scram_work_ref (KitteScramWork *self);
void kitte_scram_work_unref (KitteScramWork *self);

void kitte_scram_work_run (KitteScramWork *self);
gboolean kitte_scram_work_is_for (KitteScramWork *self, const char *salt, const char *rounds);
KitteSecret *kitte_scram_work_get_salted (KitteScramWork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteScramWork, kitte_scram_work_unref)

G_END_DECLS
