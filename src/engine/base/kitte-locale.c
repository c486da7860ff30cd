/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the person’s language for both programs, or another one for a while. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-locale.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* Where it is set, gettext and GLib follow it before the locale. */
#define LANGUAGE_VARIABLE "LANGUAGE"

/* What meson puts at the top of a folder that it builds in. The path of that folder is in no
 * program, so that two builds in two places are the same. */
#define BUILD_MARK "meson-private"

/* gettext follows that variable in every locale but “C”; this one is always there. */
#define NEUTRAL_LOCALE "C.UTF-8"

/* What gettext looks at to see that its answers of before are out of date (gettext manual, “Being a
 * gettext grok”). */
extern int _nl_msg_cat_cntr;

struct _KitteTongue
{
  char *language;
  char *locale;
};

/* Where there is no catalogue, texts stay English. GLib then translates nothing for good, unless
 * the locale of messages is “C”: and one day a page in another language may be wanted. */
static void
keep_translating (void)
{
  if (*gettext ("") == '\0')
    setlocale (LC_MESSAGES, "C");
}

/* Returns: (transfer full) (nullable): the folder this program was built in, if it still lies there
 */
static char *
find_build (void)
{
  g_autofree char *folder = g_file_read_link ("/proc/self/exe", NULL);

  while (folder != NULL && !g_str_equal (folder, "/") && !g_str_equal (folder, "."))
    {
      g_autofree char *below = g_steal_pointer (&folder);
      g_autofree char *mark = NULL;

      folder = g_path_get_dirname (below);
      mark = g_build_filename (folder, BUILD_MARK, NULL);
      if (g_file_test (mark, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);
    }
  return NULL;
}

/**
 * kitte_locale_is_built:
 *
 * Returns: whether the program still lies in the folder it was built in, and finds there what
 *   belongs to it
 */
gboolean
kitte_locale_is_built (void)
{
  g_autofree char *build = find_build ();

  return build != NULL;
}

/* Behind what the person speaks comes English; what is started from here sees no more than that. */
static void
speak_english_too (void)
{
  const char *languages = g_getenv (LANGUAGE_VARIABLE);
  g_autofree char *more = g_strconcat (languages != NULL ? languages : "", ":en", NULL);

  g_setenv (LANGUAGE_VARIABLE, more, TRUE);
  _nl_msg_cat_cntr++;
}

/**
 * kitte_locale_bind:
 * @built: where the catalogues are for a program that was not installed
 * @installed: where they are installed
 *
 * Takes all texts from there, where English has a catalogue of its own (under “en” and “C”): it is
 * what everybody reads whose language has none. To be called before another thread exists.
 */
void
kitte_locale_bind (const char *built, const char *installed)
{
  bindtextdomain (GETTEXT_PACKAGE, kitte_locale_is_built () ? built : installed);
  setlocale (LC_MESSAGES, "");
  _nl_msg_cat_cntr++;
  if (*gettext ("") == '\0')
    setlocale (LC_MESSAGES, NEUTRAL_LOCALE);
  if (*gettext ("") == '\0')
    speak_english_too ();
  keep_translating ();
}

/**
 * kitte_locale_init:
 *
 * Sets the locale of the environment and binds the catalogues. Call it once, first thing in main.
 */
void
kitte_locale_init (void)
{
  g_autofree char *build = find_build ();
  g_autofree char *built = build != NULL ? g_build_filename (build, "po", NULL) : NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, built != NULL ? built : KITTE_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  keep_translating ();
}

/**
 * kitte_locale_awaits_reviewer:
 *
 * Returns: whether texts are in a language that no native speaker has read as a whole yet: its
 *   catalogue says so
 */
gboolean
kitte_locale_awaits_reviewer (void)
{
  return strstr (gettext (""), "\nX-Native-Reviewer: awaited\n") != NULL;
}

static void
change (const char *language, const char *locale)
{
  if (language != NULL)
    g_setenv (LANGUAGE_VARIABLE, language, TRUE);
  else
    g_unsetenv (LANGUAGE_VARIABLE);
  setlocale (LC_MESSAGES, locale);
  _nl_msg_cat_cntr++;
}

/**
 * kitte_tongue_new:
 * @language: as in “ja” or “pt_BR”
 *
 * From now on gettext and presets answer in @language. It changes the environment, so no other
 * thread may run; and only one lives at a time.
 *
 * Returns: (transfer full): to be freed, which brings the former language back
 */
KitteTongue *
kitte_tongue_new (const char *language)
{
  KitteTongue *self = g_new0 (KitteTongue, 1);

  g_assert (language != NULL);
  self->language = g_strdup (g_getenv (LANGUAGE_VARIABLE));
  self->locale = g_strdup (setlocale (LC_MESSAGES, NULL));
  change (language, NEUTRAL_LOCALE);
  return self;
}

void
kitte_tongue_free (KitteTongue *self)
{
  change (self->language, self->locale);
  g_free (self->language);
  g_free (self->locale);
  g_free (self);
}

/**
 * kitte_tongue_is_known:
 *
 * Returns: whether Kitte’s own texts are there in @language: in English they are written, and a
 *   catalogue says which one it holds
 */
gboolean
kitte_tongue_is_known (const char *language)
{
  g_autoptr (KitteTongue) tongue = NULL;
  g_autofree char *field = NULL;

  if (g_str_equal (language, "en"))
    return TRUE;
  tongue = kitte_tongue_new (language);
  field = g_strdup_printf ("\nLanguage: %s\n", language);
  return strstr (dgettext (GETTEXT_PACKAGE, ""), field) != NULL;
}
