/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the explain reader: whatever is pasted, what is shown again is short, clean text.
 */
#include "config.h"

#include "base/kitte-bounds.h"
#include "diagnose/kitte-explain.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_clean (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p) && *p != '\n');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (KitteMeaning) meaning = kitte_explain ((const char *) data, size);

  if (meaning->whom != NULL)
    assert_clean (meaning->whom);
  for (gsize i = 0; meaning->evidence[i] != NULL; i++)
    {
      assert_clean (meaning->evidence[i]);
      /* Cut between characters, with an ellipsis behind. */
      g_assert_cmpuint (strlen (meaning->evidence[i]), <=, KITTE_MAX_EVIDENCE + 3);
    }
  for (guint i = 0; i < meaning->causes->len; i++)
    {
      const KitteCause *cause = meaning->causes->pdata[i];

      g_assert_cmpstr (cause->title, !=, "");
      assert_clean (cause->text);
    }
  return 0;
}
