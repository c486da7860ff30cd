/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Msmtprc: msmtp's configuration file, read as msmtp reads it, and our account taken out of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteMsmtprcAccount:
 * @name: as after `account`
 * @settings: (element-type utf8 utf8): command to value, with what is inherited
 * @lines: (element-type utf8 guint): on which line each stands, from 1
 * @is_alias: whether it only copies another account
 */
typedef struct
{
  char *name;
  GHashTable *settings;
  GHashTable *lines;
  gboolean is_alias;
} KitteMsmtprcAccount;

typedef struct _KitteMsmtprc KitteMsmtprc;

KitteMsmtprc *kitte_msmtprc_parse (GBytes *bytes, const char *path, GError **error);
void kitte_msmtprc_free (KitteMsmtprc *self);

GPtrArray *kitte_msmtprc_get_accounts (KitteMsmtprc *self);
KitteMsmtprcAccount *kitte_msmtprc_find (KitteMsmtprc *self, const char *name);
guint kitte_msmtprc_account_get_line (const KitteMsmtprcAccount *account, const char *command);
gboolean kitte_msmtprc_account_is_on (const KitteMsmtprcAccount *account,
                                      const char *command,
                                      gboolean otherwise);
const char *kitte_msmtprc_get_default (KitteMsmtprc *self, const char *command);
const char *kitte_msmtprc_get_newline (KitteMsmtprc *self);

gboolean kitte_msmtprc_needs_quotes (const char *value);
char *kitte_msmtprc_quote (const char *value);
char *kitte_msmtprc_get_line (GBytes *bytes, const char *name, const char *command);
GBytes *kitte_msmtprc_set_line (GBytes *bytes,
                                const char *name,
                                const char *command,
                                const char *line,
                                const char *newline);
GBytes *kitte_msmtprc_remove (GBytes *bytes, const char *name, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteMsmtprc, kitte_msmtprc_free)

G_END_DECLS
