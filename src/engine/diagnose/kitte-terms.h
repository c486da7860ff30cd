/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of mail: what each is, and why providers ask for it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteTerm:
 * @id: as in data/diagnoses/terms.json
 * @title: the term; not yet translated
 * @text: two sentences: what it is, why providers require it; not yet translated
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
} KitteTerm;

const KitteTerm *kitte_term_find (const char *id);

G_END_DECLS
