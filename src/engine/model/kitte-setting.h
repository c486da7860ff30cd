/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting: one thing as it is written in a mail program’s files, and where. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_SETTING (kitte_setting_get_type ())

/**
 * KitteSettingKind:
 * @KITTE_SETTING_SENDER: through which server the account sends
 * @KITTE_SETTING_TLS_VERSION: the oldest or newest version that is allowed
 * @KITTE_SETTING_CERTIFICATE: an exception, or that certificates are not checked
 * @KITTE_SETTING_RECEIVE_FIRST: that receiving opens sending
 */
typedef enum
{
  KITTE_SETTING_HOST,
  KITTE_SETTING_PORT,
  KITTE_SETTING_SECURITY,
  KITTE_SETTING_METHOD,
  KITTE_SETTING_USERNAME,
  KITTE_SETTING_SENDER,
  KITTE_SETTING_TLS_VERSION,
  KITTE_SETTING_CERTIFICATE,
  KITTE_SETTING_RECEIVE_FIRST,
  KITTE_SETTING_LEAVE_ON_SERVER,
  KITTE_SETTING_CHECK_INTERVAL,
} KitteSettingKind;

/**
 * KitteSetting:
 * @path: the file
 * @group: (nullable): its section there: a group of a key file, an account of msmtp
 * @key: what the program calls it
 * @line: counted from 1; 0: it is not written, so the program’s own default counts
 * @value: (nullable): as it is written; never a password
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteSettingKind kind;
  char *path;
  char *group;
  char *key;
  guint line;
  char *value;
} KitteSetting;

GType kitte_setting_get_type (void);

KitteSetting *kitte_setting_new (KitteSettingKind kind,
                                 const char *path,
                                 const char *group,
                                 const char *key,
                                 guint line,
                                 const char *value);
KitteSetting *kitte_setting_ref (KitteSetting *self);
void kitte_setting_unref (KitteSetting *self);

const char *kitte_setting_kind_to_nick (KitteSettingKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteSetting, kitte_setting_unref)

G_END_DECLS
