/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MsmtpBuild: what the installed msmtp can. */
#pragma once

#include "model/kitte-installation.h"

G_BEGIN_DECLS

/**
 * KitteMsmtpBuild:
 * @has_keyring: whether it looks passwords up in the keyring
 * @password_in_file: the person wants the password in the file
 * @system_file: (nullable): the file it reads before the person's own
 *
 * How the installed msmtp was built, from its own words.
 */
typedef struct
{
  gboolean has_keyring;
  gboolean password_in_file;
  char *system_file;
} KitteMsmtpBuild;

void kitte_msmtp_build_ask (KitteMsmtpBuild *self, const KitteInstallation *installation);
void kitte_msmtp_build_clear (KitteMsmtpBuild *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteMsmtpBuild, kitte_msmtp_build_clear)

G_END_DECLS
