/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to an address (RFC 5321, section 4.1.2), read kindly; or one reason why not.
 */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-address.h"

#include "kitte-domain.h"
#include "kitte-typed.h"

#include "base/kitte-bounds.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* RFC 5321, section 4.5.3.1.1. */
#define MAX_LOCAL_PART 64

G_DEFINE_QUARK (kitte_address_error, kitte_address_error)
G_DEFINE_BOXED_TYPE (KitteAddress, kitte_address, kitte_address_ref, kitte_address_unref)

static const char *
get_sentence (KitteAddressError code)
{
  switch (code)
    {
    case KITTE_ADDRESS_ERROR_EMPTY:
      return _ ("Please type your mail address.");
    case KITTE_ADDRESS_ERROR_NO_AT:
      return _ ("There is no @ in the mail address. It looks like name@example.com.");
    case KITTE_ADDRESS_ERROR_NO_LOCAL_PART:
      return _ ("The part before the @ is missing.");
    case KITTE_ADDRESS_ERROR_NO_DOMAIN:
      return _ ("The part after the @ is missing.");
    case KITTE_ADDRESS_ERROR_NO_DOT:
      return _ ("The part after the @ is not complete. It looks like example.com.");
    case KITTE_ADDRESS_ERROR_TOO_LONG:
      return _ ("This is longer than a mail address can be.");
    case KITTE_ADDRESS_ERROR_CONTROL_CHARACTER:
      return _ ("There are hidden characters in the mail address. Please type it by hand.");
    case KITTE_ADDRESS_ERROR_BAD_LOCAL_PART:
      return _ ("There is something before the @ that cannot be in a mail address.");
    case KITTE_ADDRESS_ERROR_BAD_DOMAIN:
      return _ ("The part after the @ is not the name of a mail provider.");
    case KITTE_ADDRESS_ERROR_IP_ADDRESS:
      return _ ("After the @ there has to be a name, not the number of a computer.");
    case KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX:
      return _ ("The part after the @ is not complete: the name before it is missing.");
    case KITTE_ADDRESS_ERROR_SEVERAL:
      return _ ("There is more than one @. Please type one mail address.");
    case KITTE_ADDRESS_ERROR_MIXED_SCRIPTS:
    case KITTE_ADDRESS_ERROR_LOOKALIKE:
    default:
      return _ ("The part after the @ mixes letters of different scripts that look alike. "
                "Please type it by hand.");
    }
}

static gboolean
refuse (GError **error, KitteAddressError code)
{
  g_set_error_literal (error, KITTE_ADDRESS_ERROR, code, get_sentence (code));
  return FALSE;
}

/* Takes off “mailto:” (RFC 6068) with what follows a question mark. */
static char *
read_mailto (const char *text)
{
  g_autofree char *path = NULL;

  if (g_ascii_strncasecmp (text, "mailto:", strlen ("mailto:")) != 0)
    return g_strdup (text);
  text += strlen ("mailto:");
  path = g_strndup (text, strcspn (text, "?"));
  return g_uri_unescape_string (path, NULL);
}

/* The first @wanted outside of quotes, or %NULL. */
static const char *
find_unquoted (const char *text, char wanted)
{
  gboolean quoted = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (quoted && *p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '"')
        quoted = !quoted;
      else if (!quoted && *p == wanted)
        return p;
    }
  return NULL;
}

/* Takes off one pair of quotes around the whole text, of whatever kind. A quoted local part is not
 * such a pair: the text does not end with it. */
static char *
strip_quotes (const char *text)
{
  static const char *const pairs[][2] = {
    { "\"", "\"" }, { "'", "'" },   { "“", "”" }, { "‘", "’" },
    { "「", "」" }, { "『", "』" }, { "<", ">" }, { "(", ")" },
  };
  gsize length = strlen (text);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      gsize open = strlen (pairs[i][0]);
      gsize close = strlen (pairs[i][1]);

      if (length > open + close && g_str_has_prefix (text, pairs[i][0]) &&
          g_str_has_suffix (text, pairs[i][1]))
        return g_strstrip (g_strndup (text + open, length - open - close));
    }
  return g_strdup (text);
}

/* Splits `Name <a@b>`. Without brackets the whole text is the address. */
static gboolean
split_name (const char *text, char **name, char **address, GError **error)
{
  const char *open = find_unquoted (text, '<');
  const char *close;
  g_autofree char *before = NULL;

  *name = NULL;
  if (open == NULL || open == text)
    {
      *address = strip_quotes (text);
      return TRUE;
    }
  close = strchr (open, '>');
  if (close != NULL && close[1 + strspn (close + 1, " .,;")] != '\0')
    return refuse (error, strchr (close, '@') != NULL ? KITTE_ADDRESS_ERROR_SEVERAL :
                                                        KITTE_ADDRESS_ERROR_BAD_DOMAIN);
  before = g_strstrip (g_strndup (text, (gsize) (open - text)));
  *name = strip_quotes (before);
  *address = g_strstrip (
      g_strndup (open + 1, close != NULL ? (gsize) (close - open - 1) : strlen (open + 1)));
  return TRUE;
}

/* Removes sentence marks that were copied with the address. */
static void
strip_trailing_marks (char *text)
{
  gsize length = strlen (text);

  while (length > 0 && strchr (".,;: ", text[length - 1]) != NULL)
    text[--length] = '\0';
}

static gboolean
split_at (const char *text, char **local, char **domain, GError **error)
{
  const char *at = find_unquoted (text, '@');

  if (at == NULL)
    return refuse (error, KITTE_ADDRESS_ERROR_NO_AT);
  if (find_unquoted (at + 1, '@') != NULL)
    return refuse (error, KITTE_ADDRESS_ERROR_SEVERAL);
  *local = g_strstrip (g_strndup (text, (gsize) (at - text)));
  *domain = g_strstrip (g_strdup (at + 1));
  strip_trailing_marks (*domain);
  if (**local == '\0')
    return refuse (error, KITTE_ADDRESS_ERROR_NO_LOCAL_PART);
  if (**domain == '\0')
    return refuse (error, KITTE_ADDRESS_ERROR_NO_DOMAIN);
  return TRUE;
}

/* RFC 5321, section 4.1.2: qtextSMTP and quoted-pairSMTP between the quotes. */
static gboolean
is_quoted_string (const char *local)
{
  gsize length = strlen (local);

  if (length < 3 || local[0] != '"' || local[length - 1] != '"')
    return FALSE;
  for (gsize i = 1; i < length - 1; i++)
    {
      if (local[i] == '\\' && ++i == length - 1)
        return FALSE;
      if (local[i] < ' ' || local[i] > '~' || (local[i] == '"' && local[i - 1] != '\\'))
        return FALSE;
    }
  return TRUE;
}

/* A dot-string, and what Japanese mobile carriers issued until about 2009 and people still use:
 * several dots in a row, or a dot before the @. */
static gboolean
is_lenient_dot_string (const char *local)
{
  if (local[0] == '.')
    return FALSE;
  for (const char *p = local; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".!#$%&'*+-/=?^_`{|}~", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
check_local (const char *local, GError **error)
{
  if (!is_lenient_dot_string (local) && !is_quoted_string (local))
    return refuse (error, KITTE_ADDRESS_ERROR_BAD_LOCAL_PART);
  if (strlen (local) > MAX_LOCAL_PART)
    return refuse (error, KITTE_ADDRESS_ERROR_TOO_LONG);
  return TRUE;
}

static gboolean
is_ip_address (const char *domain)
{
  return domain[0] == '[' || g_hostname_is_ip_address (domain) ||
         strspn (domain, "0123456789.") == strlen (domain);
}

static gboolean
read_domain (const char *typed, char **ascii, GError **error)
{
  if (is_ip_address (typed))
    return refuse (error, KITTE_ADDRESS_ERROR_IP_ADDRESS);
  switch (kitte_domain_to_ascii (typed, ascii))
    {
    case KITTE_DOMAIN_BAD:
      return refuse (error, KITTE_ADDRESS_ERROR_BAD_DOMAIN);
    case KITTE_DOMAIN_TOO_LONG:
      return refuse (error, KITTE_ADDRESS_ERROR_TOO_LONG);
    case KITTE_DOMAIN_MIXED_SCRIPTS:
      return refuse (error, KITTE_ADDRESS_ERROR_MIXED_SCRIPTS);
    case KITTE_DOMAIN_OK:
    default:
      break;
    }
  if (strchr (*ascii, '.') == NULL)
    return refuse (error, KITTE_ADDRESS_ERROR_NO_DOT);
  if (kitte_domain_is_public_suffix (*ascii))
    return refuse (error, KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX);
  return TRUE;
}

/* Why kitte_typed_fold() did not take the text. */
static KitteAddressError
get_fold_error (const char *typed)
{
  return strlen (typed) > KITTE_MAX_TYPED ? KITTE_ADDRESS_ERROR_TOO_LONG :
                                            KITTE_ADDRESS_ERROR_CONTROL_CHARACTER;
}

/* To the bare address: without mailto, name, brackets and quotes. */
static gboolean
unwrap (const char *typed, char **name, char **bare, GError **error)
{
  g_autofree char *folded = kitte_typed_fold (typed);
  g_autofree char *inner = NULL;
  g_autofree char *mailto = NULL;
  g_autofree char *decoded = NULL;

  if (folded == NULL)
    return refuse (error, get_fold_error (typed));
  inner = strip_quotes (folded);
  mailto = read_mailto (inner);
  decoded = mailto != NULL ? kitte_typed_fold (mailto) : NULL;
  if (decoded == NULL)
    return refuse (error, KITTE_ADDRESS_ERROR_CONTROL_CHARACTER);
  if (*decoded == '\0')
    return refuse (error, KITTE_ADDRESS_ERROR_EMPTY);
  return split_name (decoded, name, bare, error);
}

static void
kitte_address_clear (KitteAddress *self)
{
  g_free (self->text);
  g_free (self->display);
  g_free (self->local);
  g_free (self->domain);
  g_free (self->display_domain);
  g_free (self->name);
}

/**
 * kitte_address_split:
 * @typed: what a person typed or pasted
 * @local: (out) (transfer full): before the @
 * @domain: (out) (transfer full): after the @, as it was typed
 *
 * Finds the two sides of the @ as kitte_address_new() does, before either is checked.
 *
 * Returns: whether there are two
 */
gboolean
kitte_address_split (const char *typed, char **local, char **domain)
{
  g_autofree char *name = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_return_val_if_fail (typed != NULL && local != NULL && domain != NULL, FALSE);

  if (!unwrap (typed, &name, &bare, NULL) || !split_at (bare, &before, &after, NULL))
    return FALSE;
  *local = g_steal_pointer (&before);
  *domain = g_steal_pointer (&after);
  return TRUE;
}

/**
 * kitte_address_error_to_nick:
 *
 * Returns: (transfer none): the reason as scripts see it
 */
const char *
kitte_address_error_to_nick (KitteAddressError code)
{
  static const char *const nicks[] = {
    [KITTE_ADDRESS_ERROR_EMPTY] = "empty",
    [KITTE_ADDRESS_ERROR_NO_AT] = "no-at",
    [KITTE_ADDRESS_ERROR_NO_LOCAL_PART] = "no-local-part",
    [KITTE_ADDRESS_ERROR_NO_DOMAIN] = "no-domain",
    [KITTE_ADDRESS_ERROR_NO_DOT] = "no-dot",
    [KITTE_ADDRESS_ERROR_TOO_LONG] = "too-long",
    [KITTE_ADDRESS_ERROR_CONTROL_CHARACTER] = "control-character",
    [KITTE_ADDRESS_ERROR_BAD_LOCAL_PART] = "bad-local-part",
    [KITTE_ADDRESS_ERROR_BAD_DOMAIN] = "bad-domain",
    [KITTE_ADDRESS_ERROR_IP_ADDRESS] = "ip-address",
    [KITTE_ADDRESS_ERROR_PUBLIC_SUFFIX] = "public-suffix",
    [KITTE_ADDRESS_ERROR_SEVERAL] = "several",
    [KITTE_ADDRESS_ERROR_MIXED_SCRIPTS] = "mixed-scripts",
    [KITTE_ADDRESS_ERROR_LOOKALIKE] = "lookalike",
  };

  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (nicks), NULL);

  return nicks[code];
}

/**
 * kitte_address_new:
 * @typed: what a person typed or pasted
 *
 * Returns: (transfer full): the address, or %NULL with a #KitteAddressError whose message is one
 *   sentence for people
 */
KitteAddress *
kitte_address_new (const char *typed, GError **error)
{
  g_autoptr (KitteAddress) self = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *domain = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteAddress);
  if (!unwrap (typed, &self->name, &bare, error) ||
      !split_at (bare, &self->local, &domain, error) || !check_local (self->local, error) ||
      !read_domain (domain, &self->domain, error))
    return NULL;
  self->text = g_strconcat (self->local, "@", self->domain, NULL);
  if (strlen (self->text) > KITTE_MAX_ADDRESS)
    {
      refuse (error, KITTE_ADDRESS_ERROR_TOO_LONG);
      return NULL;
    }
  self->display_domain = kitte_domain_to_display (self->domain);
  self->display = g_strconcat (self->local, "@", self->display_domain, NULL);
  return g_steal_pointer (&self);
}

KitteAddress *
kitte_address_ref (KitteAddress *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_address_unref (KitteAddress *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_address_clear);
}
