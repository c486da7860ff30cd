/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteField: a text field with a visible label, a hint and a problem, all tied to it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITTE_TYPE_FIELD (kitte_field_get_type ())
G_DECLARE_FINAL_TYPE (KitteField, kitte_field, KITTE, FIELD, GtkBox)

KitteField *kitte_field_new (const char *label, gboolean secret);

const char *kitte_field_get_label (KitteField *self);
void kitte_field_set_label (KitteField *self, const char *label);
void kitte_field_set_title (KitteField *self, const char *title);
const char *kitte_field_get_hint (KitteField *self);
void kitte_field_set_suffix (KitteField *self, const char *domain);
void kitte_field_set_hint (KitteField *self, const char *hint);
const char *kitte_field_get_problem (KitteField *self);
void kitte_field_set_problem (KitteField *self, const char *problem);
const char *kitte_field_get_text (KitteField *self);
void kitte_field_set_text (KitteField *self, const char *text);

void kitte_field_focus (KitteField *self);

G_END_DECLS
