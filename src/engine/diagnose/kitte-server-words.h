/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server replies within a text, read by the table that the dialogs use. */
#pragma once

#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteServerWords:
 * @code: what a reply means
 * @specific: whether it says more than its bare status
 * @alone: whether the text begins with it, so that nobody wrote anything around it
 * @line: the reply as it stands in the text
 */
typedef struct
{
  KitteFindingCode code;
  gboolean specific;
  gboolean alone;
  char *line;
} KitteServerWords;

char **kitte_server_words_split (const char *text);
gboolean kitte_server_words_find (KitteServerWords *words, const char *text);
void kitte_server_words_clear (KitteServerWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteServerWords, kitte_server_words_clear)

G_END_DECLS
