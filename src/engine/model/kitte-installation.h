/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Installation: one mail program found on this computer. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_INSTALLATION (kitte_installation_get_type ())

/**
 * KitteInstallation:
 * @client: which program, as in `--for`: `thunderbird`, `evolution`, `msmtp`
 * @name: as the person knows it
 * @desktop_id: (nullable): what opens it; %NULL: nothing to open
 * @program: (nullable): the program’s file; %NULL: only its settings were found
 * @root: where its files are; need not exist yet
 * @running: whether it was running when looked at; looked at again before writing
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *client;
  char *name;
  char *desktop_id;
  char *program;
  char *root;
  gboolean running;
} KitteInstallation;

GType kitte_installation_get_type (void);

KitteInstallation *kitte_installation_new (const char *client,
                                           const char *name,
                                           const char *desktop_id,
                                           const char *program,
                                           const char *root,
                                           gboolean running);
KitteInstallation *kitte_installation_ref (KitteInstallation *self);
void kitte_installation_unref (KitteInstallation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteInstallation, kitte_installation_unref)

G_END_DECLS
