/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail programs found on this computer. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-installation.h"

G_DEFINE_BOXED_TYPE (KitteInstallation,
                     kitte_installation,
                     kitte_installation_ref,
                     kitte_installation_unref)

static void
kitte_installation_clear (KitteInstallation *self)
{
  g_free (self->client);
  g_free (self->name);
  g_free (self->desktop_id);
  g_free (self->program);
  g_free (self->root);
}

/**
 * kitte_installation_new:
 * @desktop_id: (nullable): what opens it
 * @program: (nullable): its file
 *
 * Returns: (transfer full): an installation
 */
KitteInstallation *
kitte_installation_new (const char *client,
                        const char *name,
                        const char *desktop_id,
                        const char *program,
                        const char *root,
                        gboolean running)
{
  KitteInstallation *self;

  g_return_val_if_fail (client != NULL && name != NULL && root != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteInstallation);
  self->client = g_strdup (client);
  self->name = g_strdup (name);
  self->desktop_id = g_strdup (desktop_id);
  self->program = g_strdup (program);
  self->root = g_strdup (root);
  self->running = running;
  return self;
}

KitteInstallation *
kitte_installation_ref (KitteInstallation *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_installation_unref (KitteInstallation *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_installation_clear);
}
