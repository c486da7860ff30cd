/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteApplication: one window, its options, and what is done once at the start. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KITTE_TYPE_APPLICATION (kitte_application_get_type ())
G_DECLARE_FINAL_TYPE (KitteApplication, kitte_application, KITTE, APPLICATION, AdwApplication)

KitteApplication *kitte_application_new (void);

G_END_DECLS
