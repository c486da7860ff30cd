/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of msmtp's file as they are set. */
#pragma once

#include "kitte-msmtprc.h"
#include "model/kitte-existing-account.h"

G_BEGIN_DECLS

GPtrArray *kitte_msmtp_read_accounts (KitteMsmtprc *file, KitteInstallation *installation);

G_END_DECLS
