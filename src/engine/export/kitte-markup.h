/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteMarkup: XML and HTML documents, written by libxml2; what texts hold never becomes markup. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KitteMarkup KitteMarkup;

KitteMarkup *kitte_markup_new (void);
void kitte_markup_free (KitteMarkup *self);

void kitte_markup_declare (KitteMarkup *self,
                           const char *root,
                           const char *public_id,
                           const char *system_id);
void kitte_markup_start (KitteMarkup *self, const char *element);
void kitte_markup_attribute (KitteMarkup *self, const char *name, const char *value);
void kitte_markup_text (KitteMarkup *self, const char *text);
void kitte_markup_end (KitteMarkup *self);
void kitte_markup_element (KitteMarkup *self, const char *element, const char *text);
void kitte_markup_number (KitteMarkup *self, const char *element, guint number);

GBytes *kitte_markup_finish_xml (KitteMarkup *self);
GBytes *kitte_markup_finish_html (KitteMarkup *self);

char *kitte_markup_clean (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteMarkup, kitte_markup_free)

G_END_DECLS
