/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSmtpDelivery: hands one message over to a submission server. */
#pragma once

#include "kitte-errand.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SMTP_DELIVERY (kitte_smtp_delivery_get_type ())
G_DECLARE_FINAL_TYPE (KitteSmtpDelivery, kitte_smtp_delivery, KITTE, SMTP_DELIVERY, KitteErrand)

KitteErrand *
kitte_smtp_delivery_new (const char *sender, const char *recipient, const char *message);

G_END_DECLS
