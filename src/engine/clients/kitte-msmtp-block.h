/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MsmtpBlock: the text of one account as it is appended to msmtp's file. */
#pragma once

#include "kitte-msmtp-build.h"
#include "kitte-msmtprc.h"
#include "model/kitte-account.h"

G_BEGIN_DECLS

const char *kitte_msmtp_get_method (KitteAuth auth);
gboolean kitte_msmtp_parse_method (const char *word, KitteAuth *auth);

gboolean kitte_msmtp_needs_secret (const KitteAccount *account);
char *kitte_msmtp_make_name (KitteMsmtprc *file, const KitteAccount *account);
char *kitte_msmtp_make_password_command (const KitteServer *server);
char *kitte_msmtp_make_block (KitteMsmtprc *file,
                              const KitteAccount *account,
                              const char *name,
                              const KitteMsmtpBuild *build);
char *kitte_msmtp_make_default (KitteMsmtprc *file, const char *name, const KitteMsmtpBuild *build);

G_END_DECLS
