/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compares names by what slips: neighbours on the keyboard, letters that change places, that are
 * doubled, too many or missing (optimal string alignment, weighted). */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-slip.h"

#include "kitte-domain.h"

#include <string.h>

/* What a slip costs: those that happen to everybody, and any other. */
#define COMMON_SLIP 2
#define OTHER_SLIP 3

/* The first letter is the one that people look at. */
#define FIRST_LETTER 2

/* Longer names than any that is compared are no slip of one. */
#define LONGEST 40

/* The rows of a keyboard, each half a key to the right of the one above it. */
static const char *const rows[] = { "1234567890-", "qwertyuiop@", "asdfghjkl;:", "zxcvbnm,./" };

/* Where each ASCII character lies; row -1: nowhere. */
typedef struct
{
  gint8 row[128];
  gint8 column[128];
} Keyboard;

/* A name, and what each of its letters costs where it should not be there, or is missing. */
typedef struct
{
  const char *text;
  guint length;
  guint costs[LONGEST];
} Name;

static void
keyboard_init (Keyboard *self)
{
  memset (self->row, -1, sizeof self->row);
  for (gint8 i = 0; i < (gint8) G_N_ELEMENTS (rows); i++)
    for (gint8 j = 0; rows[i][j] != '\0'; j++)
      {
        self->row[(guchar) rows[i][j]] = i;
        self->column[(guchar) rows[i][j]] = j;
      }
}

static gboolean
are_neighbours (const Keyboard *keyboard, char a, char b)
{
  guchar upper = (guchar) a;
  guchar lower = (guchar) b;
  int step;

  if (upper >= 128 || lower >= 128 || keyboard->row[upper] < 0 || keyboard->row[lower] < 0)
    return FALSE;
  if (keyboard->row[upper] > keyboard->row[lower])
    {
      upper = (guchar) b;
      lower = (guchar) a;
    }
  step = keyboard->column[upper] - keyboard->column[lower];
  if (keyboard->row[upper] == keyboard->row[lower])
    return ABS (step) == 1;
  return keyboard->row[lower] == keyboard->row[upper] + 1 && (step == 0 || step == 1);
}

/* One letter more or less slips most easily beside the same one or a neighbour. */
static guint
cost_of_one (const Keyboard *keyboard, const char *text, guint at)
{
  char c = text[at];
  guint cost = OTHER_SLIP;

  if (c == '.' || text[at + 1] == c || are_neighbours (keyboard, text[at + 1], c) ||
      (at > 0 && (text[at - 1] == c || are_neighbours (keyboard, text[at - 1], c))))
    cost = COMMON_SLIP;
  return cost + (at == 0 ? FIRST_LETTER : 0);
}

/* @text: at most %LONGEST bytes */
static void
name_init (Name *self, const Keyboard *keyboard, const char *text)
{
  self->text = text;
  self->length = (guint) strlen (text);
  for (guint i = 0; i < self->length; i++)
    self->costs[i] = cost_of_one (keyboard, text, i);
}

static guint
cost_of_other (const Keyboard *keyboard, const Name *typed, guint i, const Name *meant, guint j)
{
  if (typed->text[i] == meant->text[j])
    return 0;
  if (are_neighbours (keyboard, typed->text[i], meant->text[j]))
    return COMMON_SLIP;
  return OTHER_SLIP + (i == 0 && j == 0 ? FIRST_LETTER : 0);
}

/* Whether the letters that end at @i and @j change places. */
static gboolean
changed_places (const char *typed, guint i, const char *meant, guint j)
{
  return i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1] &&
         typed[i - 1] != typed[i - 2];
}

/* Returns: what it costs to come from @meant to @typed, or more than @limit */
static guint
measure (const Keyboard *keyboard, const Name *typed, const Name *meant, guint limit)
{
  guint lines[3][LONGEST + 1];

  lines[0][0] = 0;
  for (guint j = 1; j <= meant->length; j++)
    lines[0][j] = lines[0][j - 1] + meant->costs[j - 1];
  for (guint i = 1; i <= typed->length; i++)
    {
      const guint *above = lines[(i - 1) % 3];
      const guint *before = lines[(i + 1) % 3];
      guint *line = lines[i % 3];
      guint least;

      line[0] = above[0] + typed->costs[i - 1];
      least = line[0];
      for (guint j = 1; j <= meant->length; j++)
        {
          guint cost = above[j - 1] + cost_of_other (keyboard, typed, i - 1, meant, j - 1);

          cost = MIN (cost, above[j] + typed->costs[i - 1]);
          cost = MIN (cost, line[j - 1] + meant->costs[j - 1]);
          if (changed_places (typed->text, i, meant->text, j))
            cost = MIN (cost, before[j - 2] + COMMON_SLIP);
          line[j] = cost;
          least = MIN (least, cost);
        }
      /* A change of places reaches back two lines, and costs something itself. */
      if (least > limit + COMMON_SLIP)
        return limit + 1;
    }
  return lines[typed->length % 3][meant->length];
}

/* The part of @domain that is the provider’s name: `docomo` of `docomo.ne.jp`. */
static guint
get_name_length (const char *domain)
{
  return (guint) strcspn (domain, ".");
}

/* Short names lie close to each other, and many of them are somebody’s. */
static guint
get_limit (guint name_length)
{
  if (name_length <= 4)
    return COMMON_SLIP;
  return name_length < 8 ? 2 * COMMON_SLIP : 2 * COMMON_SLIP + 1;
}

/* A name of three letters is one only when all of them are right. */
static gboolean
may_be_meant (const Name *typed, const char *meant, guint limit)
{
  guint name_length = get_name_length (meant);
  guint length = (guint) strlen (meant);

  return length <= LONGEST &&
         MAX (typed->length, length) - MIN (typed->length, length) <= limit / COMMON_SLIP &&
         (name_length > 3 || strncmp (typed->text, meant, name_length) == 0);
}

/**
 * kitte_slip_clean:
 * @typed: the part of an address behind the @, after kitte_typed_fold()
 *
 * Returns: (transfer full): the same in small letters, without blanks, with full stops for what
 * lies beside them on the keyboard or looks like them, and never two in a row
 */
char *
kitte_slip_clean (const char *typed)
{
  g_autofree char *small = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);

  g_return_val_if_fail (typed != NULL, NULL);

  small = g_utf8_strdown (typed, -1);
  for (const char *p = small; *p != '\0'; p++)
    {
      char c = strchr (",;:/", *p) != NULL ? '.' : *p;

      if (c == ' ' || (c == '.' && (clean->len == 0 || clean->str[clean->len - 1] == '.')))
        continue;
      g_string_append_c (clean, c);
    }
  while (clean->len > 0 && clean->str[clean->len - 1] == '.')
    g_string_truncate (clean, clean->len - 1);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/**
 * kitte_slip_find:
 * @typed: a domain after kitte_slip_clean() that nobody knows
 * @known: (element-type utf8): well-known domains
 *
 * Returns: (transfer none) (nullable): the one of @known that is so near that it was probably meant
 */
const char *
kitte_slip_find (const char *typed, GPtrArray *known)
{
  Keyboard keyboard;
  Name name;
  const char *best = NULL;
  guint best_cost = G_MAXUINT;

  g_return_val_if_fail (typed != NULL && known != NULL, NULL);

  if (*typed == '\0' || strlen (typed) > LONGEST)
    return NULL;
  keyboard_init (&keyboard);
  name_init (&name, &keyboard, typed);
  for (guint i = 0; i < known->len; i++)
    {
      const char *meant = known->pdata[i];
      guint limit = MIN (get_limit (get_name_length (meant)), best_cost);
      Name other;
      guint cost;

      if (!may_be_meant (&name, meant, limit))
        continue;
      name_init (&other, &keyboard, meant);
      cost = measure (&keyboard, &name, &other, limit);
      if (cost <= limit && cost < best_cost)
        {
          best = meant;
          best_cost = cost;
        }
    }
  return best;
}

/**
 * kitte_slip_complete:
 * @typed: a domain that breaks off (`gmail`, `docomo.ne`)
 * @known: (element-type utf8): well-known domains
 *
 * Returns: (transfer none) (nullable): the one of @known that begins so, where it is the only one
 * and
 *   @typed has its whole name
 */
const char *
kitte_slip_complete (const char *typed, GPtrArray *known)
{
  const char *found = NULL;
  gsize length;

  g_return_val_if_fail (typed != NULL && known != NULL, NULL);

  length = strlen (typed);
  for (guint i = 0; i < known->len; i++)
    {
      const char *meant = known->pdata[i];

      if (length < get_name_length (meant) || strncmp (typed, meant, length) != 0 ||
          meant[length] == '\0')
        continue;
      if (found != NULL)
        return NULL;
      found = meant;
    }
  return found;
}
