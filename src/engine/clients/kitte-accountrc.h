/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accountrc: the accounts of Claws Mail and Sylpheed, which share one format, read. */
#pragma once

#include "model/kitte-existing-account.h"

G_BEGIN_DECLS

typedef struct _KitteAccountrc KitteAccountrc;

/**
 * KitteAccountrcDialect:
 * @oauth2: the bit for OAuth 2 in a list of sending methods
 * @plain: the bit for PLAIN there
 * @imap_plain: the bit for PLAIN in a list of IMAP methods; 0: there is none
 * @sends_by_command: whether an account may hand its mail to a program
 *
 * Where the two programs differ.
 */
typedef struct
{
  guint plain;
  guint oauth2;
  guint imap_plain;
  gboolean sends_by_command;
} KitteAccountrcDialect;

extern const KitteAccountrcDialect kitte_accountrc_claws;
extern const KitteAccountrcDialect kitte_accountrc_sylpheed;

KitteAccountrc *kitte_accountrc_parse (GBytes *bytes);
void kitte_accountrc_free (KitteAccountrc *self);

GPtrArray *kitte_accountrc_get_accounts (KitteAccountrc *self,
                                         const KitteAccountrcDialect *dialect,
                                         const char *path,
                                         KitteInstallation *installation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteAccountrc, kitte_accountrc_free)

G_END_DECLS
