/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes our part out of files that Thunderbird has used since: what it added stays. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <string.h>

#include "kitte-logins-json.h"
#include "kitte-prefs-lexer.h"
#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-private.h"

/* `KIND KEY` → `KEY`, when the part is of that kind. */
static const char *
key_of (const char *part, const char *kind)
{
  return g_str_has_prefix (part, kind) ? part + strlen (kind) : NULL;
}

static void
remove_branch (KittePrefsJs *prefs, KitteThunderbirdBranch branch, const char *key)
{
  g_autofree char *prefix = kitte_thunderbird_branch (branch, key);
  g_autoptr (GPtrArray) keys = kitte_prefs_js_get_keys (prefs);
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < keys->len; i++)
    if (g_str_has_prefix (keys->pdata[i], prefix))
      g_ptr_array_add (ours, g_strdup (keys->pdata[i]));
  for (guint i = 0; i < ours->len; i++)
    kitte_prefs_js_remove (prefs, ours->pdata[i]);
}

/* Where our account was the default one, the first that is left takes its place. */
static void
hand_on (KittePrefsJs *prefs, const char *default_pref, const char *list_pref, const char *key)
{
  g_autofree char *present = kitte_prefs_js_get_string (prefs, default_pref);
  g_auto (GStrv) left = NULL;

  if (g_strcmp0 (present, key) != 0)
    return;
  left = kitte_thunderbird_get_list (prefs, list_pref);
  if (left[0] != NULL)
    kitte_prefs_js_set_string (prefs, default_pref, left[0]);
  else
    kitte_prefs_js_remove (prefs, default_pref);
}

static void
remove_account (KittePrefsJs *prefs, const char *key)
{
  kitte_thunderbird_remove_from_list (prefs, KITTE_PREF_ACCOUNTS, key);
  hand_on (prefs, KITTE_PREF_DEFAULT_ACCOUNT, KITTE_PREF_ACCOUNTS, key);
  remove_branch (prefs, KITTE_BRANCH_ACCOUNT, key);
}

/* Whether an identity names the server as its own. */
static gboolean
is_named (const KittePrefsJs *prefs, const char *sender_key)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_auto (GStrv) identities = kitte_thunderbird_get_identities (prefs, accounts[i]);

      for (guint j = 0; identities[j] != NULL; j++)
        {
          g_autofree char *own =
              kitte_thunderbird_get (prefs, KITTE_BRANCH_IDENTITY, identities[j], "smtpServer");

          if (g_strcmp0 (own, sender_key) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* A server that another account has come to use stays. */
static void
remove_sender (KittePrefsJs *prefs, const char *key)
{
  if (is_named (prefs, key))
    return;
  kitte_thunderbird_remove_from_list (prefs, KITTE_PREF_SENDERS, key);
  hand_on (prefs, KITTE_PREF_DEFAULT_SENDER, KITTE_PREF_SENDERS, key);
  remove_branch (prefs, KITTE_BRANCH_SENDER, key);
}

/* Settings of one line, to compare and copy a value of any type. */
static KittePrefsJs *
one_setting (const char *pref, const char *literal)
{
  g_autofree char *quoted = kitte_prefs_quote (pref);
  g_autofree char *text =
      *literal != '\0' ? g_strdup_printf ("user_pref(%s, %s);", quoted, literal) : g_strdup ("");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kitte_prefs_js_new (bytes, pref, NULL);
}

/* A value that was changed once more since is somebody's own. */
static void
restore (KittePrefsJs *prefs, const char *change)
{
  g_auto (GStrv) words = g_strsplit (change, "\t", 3);
  g_autoptr (KittePrefsJs) ours = NULL;
  g_autoptr (KittePrefsJs) old = NULL;

  if (g_strv_length (words) != 3)
    return;
  ours = one_setting (words[0], words[1]);
  old = one_setting (words[0], words[2]);
  if (ours != NULL && old != NULL && kitte_prefs_js_same (prefs, ours, words[0]))
    kitte_prefs_js_copy (prefs, old, words[0]);
}

static void
take_part (KittePrefsJs *prefs, const char *part)
{
  const char *key;

  if ((key = key_of (part, KITTE_PART_ACCOUNT)) != NULL)
    remove_account (prefs, key);
  else if ((key = key_of (part, KITTE_PART_SERVER)) != NULL)
    remove_branch (prefs, KITTE_BRANCH_SERVER, key);
  else if ((key = key_of (part, KITTE_PART_IDENTITY)) != NULL)
    remove_branch (prefs, KITTE_BRANCH_IDENTITY, key);
  else if ((key = key_of (part, KITTE_PART_SENDER)) != NULL)
    remove_sender (prefs, key);
  else if ((key = key_of (part, KITTE_PART_WAS)) != NULL)
    restore (prefs, key);
}

static gboolean
take_from_prefs (const KitteFileTrace *trace, GBytes *now, GBytes **then, GError **error)
{
  g_autoptr (KittePrefsJs) prefs = kitte_prefs_js_new (now, trace->path, error);

  if (prefs == NULL)
    return FALSE;
  for (guint i = 0; trace->parts[i] != NULL; i++)
    take_part (prefs, trace->parts[i]);
  *then = kitte_prefs_js_to_bytes (prefs);
  return TRUE;
}

static gboolean
take_from_logins (const KitteFileTrace *trace, GBytes *now, GBytes **then, GError **error)
{
  g_autoptr (KitteLoginsJson) logins = kitte_logins_json_new (now, trace->path, error);
  gboolean removed = FALSE;

  if (logins == NULL)
    return FALSE;
  /* Last in, first out, so that their numbers are free again. */
  for (guint i = g_strv_length ((char **) trace->parts); i > 0; i--)
    {
      const char *guid = key_of (trace->parts[i - 1], KITTE_PART_LOGIN);
      const char *kept = key_of (trace->parts[i - 1], KITTE_PART_KEPT);

      if ((guid != NULL && kitte_logins_json_remove (logins, guid)) ||
          (kept != NULL && kitte_logins_json_restore (logins, kept)))
        removed = TRUE;
    }
  *then = removed ? kitte_logins_json_to_bytes (logins) : g_bytes_ref (now);
  return TRUE;
}

/**
 * kitte_thunderbird_take_back:
 *
 * The list of profiles and the keys of the password store stay: mail and other passwords may hang
 * on them by now.
 */
gboolean
kitte_thunderbird_take_back (const KitteFileTrace *trace,
                             GBytes *now,
                             GBytes **then,
                             GError **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (trace != NULL && now != NULL && then != NULL, FALSE);

  name = g_path_get_basename (trace->path);
  if (g_str_equal (name, "prefs.js"))
    return take_from_prefs (trace, now, then, error);
  if (g_str_equal (name, "logins.json"))
    return take_from_logins (trace, now, then, error);
  return kitte_thunderbird_move_back (trace, now, then);
}

/**
 * kitte_thunderbird_forget:
 *
 * Lets go the old passwords that are kept for undo.
 */
gboolean
kitte_thunderbird_forget (const KitteFileTrace *trace, GBytes *now, GBytes **then, GError **error)
{
  g_autoptr (KitteLoginsJson) logins = NULL;
  gboolean forgotten = FALSE;

  g_return_val_if_fail (trace != NULL && now != NULL && then != NULL, FALSE);

  logins = kitte_logins_json_new (now, trace->path, error);
  if (logins == NULL)
    return FALSE;
  for (guint i = 0; trace->parts[i] != NULL; i++)
    {
      const char *kept = key_of (trace->parts[i], KITTE_PART_KEPT);

      if (kept != NULL && kitte_logins_json_forget (logins, kept))
        forgotten = TRUE;
    }
  *then = forgotten ? kitte_logins_json_to_bytes (logins) : g_bytes_ref (now);
  return TRUE;
}
