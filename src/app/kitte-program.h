/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProgram: one installed mail program, and whether the account goes into it. */
#pragma once

#include "clients/kitte-plan.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROGRAM (kitte_program_get_type ())
G_DECLARE_FINAL_TYPE (KitteProgram, kitte_program, KITTE, PROGRAM, GObject)

KitteProgram *kitte_program_new (KitteInstallation *installation);

KitteInstallation *kitte_program_get_installation (KitteProgram *self);
gboolean kitte_program_get_chosen (KitteProgram *self);
void kitte_program_set_chosen (KitteProgram *self, gboolean chosen);
const char *kitte_program_get_left_out (KitteProgram *self);
void kitte_program_set_left_out (KitteProgram *self, const char *why);
KitteForExisting kitte_program_get_for_existing (KitteProgram *self);
void kitte_program_set_for_existing (KitteProgram *self, KitteForExisting choice);
gboolean kitte_program_get_has_account (KitteProgram *self);
void kitte_program_set_has_account (KitteProgram *self, const char *why);
const char *kitte_program_get_warning (KitteProgram *self);
void kitte_program_set_warning (KitteProgram *self, const char *warning);
const char *kitte_program_get_place (KitteProgram *self);
void kitte_program_set_place (KitteProgram *self, const char *place);

G_END_DECLS
