/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence or a change names a setting by the place it stands at. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-setting.h"

G_DEFINE_BOXED_TYPE (KitteSetting, kitte_setting, kitte_setting_ref, kitte_setting_unref)

static const char *const kind_nicks[] = {
  [KITTE_SETTING_HOST] = "host",
  [KITTE_SETTING_PORT] = "port",
  [KITTE_SETTING_SECURITY] = "security",
  [KITTE_SETTING_METHOD] = "method",
  [KITTE_SETTING_USERNAME] = "username",
  [KITTE_SETTING_SENDER] = "sender",
  [KITTE_SETTING_TLS_VERSION] = "tls-version",
  [KITTE_SETTING_CERTIFICATE] = "certificate",
  [KITTE_SETTING_RECEIVE_FIRST] = "receive-first",
  [KITTE_SETTING_LEAVE_ON_SERVER] = "leave-on-server",
  [KITTE_SETTING_CHECK_INTERVAL] = "check-interval",
};

static void
kitte_setting_clear (KitteSetting *self)
{
  g_free (self->path);
  g_free (self->group);
  g_free (self->key);
  g_free (self->value);
}

/**
 * kitte_setting_new:
 * @group: (nullable): as in #KitteSetting
 * @value: (nullable): as in #KitteSetting
 *
 * Returns: (transfer full): a setting
 */
KitteSetting *
kitte_setting_new (KitteSettingKind kind,
                   const char *path,
                   const char *group,
                   const char *key,
                   guint line,
                   const char *value)
{
  KitteSetting *self;

  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteSetting);
  self->kind = kind;
  self->path = g_strdup (path);
  self->group = g_strdup (group);
  self->key = g_strdup (key);
  self->line = line;
  self->value = g_strdup (value);
  return self;
}

KitteSetting *
kitte_setting_ref (KitteSetting *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_setting_unref (KitteSetting *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_setting_clear);
}

const char *
kitte_setting_kind_to_nick (KitteSettingKind kind)
{
  g_return_val_if_fail ((gsize) kind < G_N_ELEMENTS (kind_nicks), NULL);

  return kind_nicks[kind];
}
