/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteHelpPage: a provider’s help page in the making, and what all its parts are made of. */
#pragma once

#include "kitte-export-private.h"
#include "kitte-markup.h"

G_BEGIN_DECLS

/**
 * KitteHelpPage:
 * @language: the one that is written just now
 *
 * Nothing in it is owned.
 */
typedef struct
{
  const KitteExportSubject *subject;
  KitteMarkup *markup;
  JsonObject *root;
  const char *language;
} KitteHelpPage;

void kitte_help_add_paragraph (KitteHelpPage *page, const char *text);
void kitte_help_add_link (KitteHelpPage *page, const char *url, const char *text);
void
kitte_help_add_heading (KitteHelpPage *page, const char *level, const char *id, const char *text);
void kitte_help_add_item (KitteHelpPage *page, const char *text, const char *url);

/* The servers: below one step, and all of them in a table; what cannot be written is an error of
 * #KitteExportError with a sentence for people. */
gboolean kitte_help_add_values (KitteHelpPage *page, const KitteServer *server, GError **error);
gboolean kitte_help_add_settings (KitteHelpPage *page, GError **error);

G_END_DECLS
