/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When an account of Thunderbird fetches its mail, and what becomes of it on the server. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-private.h"

/* Thunderbird's own, where nothing is written. */
#define DEFAULT_CHECK_MINUTES 10

typedef struct
{
  KitteThunderbirdProfile *profile;
  const char *server_key;
  GPtrArray *parts;
} Edit;

/* Returns: (transfer full): the pref, with its value as it was noted for undo by note() */
static char *
name_pref (const Edit *edit, const char *setting)
{
  return kitte_thunderbird_pref (KITTE_BRANCH_SERVER, edit->server_key, setting);
}

static void
note (Edit *edit, const char *pref, const char *then)
{
  g_autofree char *now = kitte_prefs_js_get_literal (edit->profile->prefs, pref);

  if (g_strcmp0 (now, then) != 0)
    g_ptr_array_add (edit->parts, g_strconcat (KITTE_PART_WAS, pref, "\t", now, "\t", then, NULL));
}

static void
set_bool (Edit *edit, const char *setting, gboolean value)
{
  g_autofree char *pref = name_pref (edit, setting);
  g_autofree char *then = kitte_prefs_js_get_literal (edit->profile->prefs, pref);

  kitte_prefs_js_set_bool (edit->profile->prefs, pref, value);
  note (edit, pref, then);
}

static void
set_int (Edit *edit, const char *setting, int value)
{
  g_autofree char *pref = name_pref (edit, setting);
  g_autofree char *then = kitte_prefs_js_get_literal (edit->profile->prefs, pref);

  kitte_prefs_js_set_int (edit->profile->prefs, pref, value);
  note (edit, pref, then);
}

static void
set_habits (Edit *edit, const KitteExistingAccount *existing, const KitteHabits *habits)
{
  guint present = existing->check_minutes;

  if (habits->leave_on_server)
    set_bool (edit, "leave_on_server", TRUE);
  if (habits->fetch_minutes == 0)
    return;
  set_bool (edit, "login_at_startup", TRUE);
  set_bool (edit, "check_new_mail", TRUE);
  if ((present != 0 && present > habits->fetch_minutes) ||
      (present == 0 && habits->fetch_minutes < DEFAULT_CHECK_MINUTES))
    set_int (edit, "check_time", (int) habits->fetch_minutes);
}

/**
 * kitte_thunderbird_plan_habits:
 *
 * Only what differs is written, each noted with what it was.
 */
gboolean
kitte_thunderbird_plan_habits (KitteThunderbirdProfile *profile,
                               const KitteExistingAccount *existing,
                               const KitteHabits *habits,
                               GError **error)
{
  g_autofree char *server_key = NULL;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (profile != NULL && existing != NULL && habits != NULL, FALSE);

  server_key =
      kitte_thunderbird_get (profile->prefs, KITTE_BRANCH_ACCOUNT, existing->key, "server");
  if (server_key == NULL)
    {
      g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
                   _ ("The account %s is no longer in Thunderbird."), existing->address);
      return FALSE;
    }
  set_habits (&(Edit){ profile, server_key, parts }, existing, habits);
  kitte_thunderbird_profile_write_prefs (profile);
  for (guint i = 0; i < parts->len; i++)
    kitte_change_set_add_part (profile->changes, profile->prefs_path, parts->pdata[i]);
  return TRUE;
}
