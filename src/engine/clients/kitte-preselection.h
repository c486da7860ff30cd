/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preselection: the mail programs of this computer in order, and which of them are chosen before
 * the person says anything. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

/**
 * KittePreselection:
 * @chosen: before the person says anything
 * @warning: (nullable): what it means to choose it all the same, a sentence for the person
 *
 * What is said of one installation. A value.
 */
typedef struct
{
  gboolean chosen;
  char *warning;
} KittePreselection;

GPtrArray *kitte_preselection_find (GPtrArray *clients);
GPtrArray *
kitte_preselection_make (GPtrArray *clients, GPtrArray *installations, const KitteAccount *account);
void kitte_preselection_free (KittePreselection *self);

KitteInstallation *kitte_preselection_find_fetcher (GPtrArray *clients,
                                                    GPtrArray *installations,
                                                    const KitteAccount *account);
gboolean kitte_preselection_fetches (const KitteInstallation *installation);
gboolean kitte_preselection_is_same (const KitteInstallation *a, const KitteInstallation *b);

G_END_DECLS
