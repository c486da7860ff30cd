/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another sending server for an account that is there: only what differs is written. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-passwords.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-senders.h"

/* The settings of a sending server that this plan may touch. */
static const char *const settings[] = { "hostname",   "port",     "try_ssl",
                                        "authMethod", "username", "type" };

/* The settings as they were, to tell what changed. */
typedef struct
{
  KitteThunderbirdProfile *profile;
  KittePrefsJs *before;
  GPtrArray *identities; /* (owned): those that move to another server */
  char *sender_key;
  gboolean adds_sender;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->before, kitte_prefs_js_free);
  g_clear_pointer (&plan->identities, g_ptr_array_unref);
  g_free (plan->sender_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
start (Plan *plan, GError **error)
{
  g_autoptr (GBytes) bytes = kitte_prefs_js_to_bytes (plan->profile->prefs);

  plan->before = kitte_prefs_js_new (bytes, plan->profile->prefs_path, error);
  plan->identities = g_ptr_array_new_with_free_func (g_free);
  return plan->before != NULL;
}

static gboolean
fail_gone (const KitteExistingAccount *existing, GError **error)
{
  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
               /* TRANSLATORS: %s is a mail address. */
               _ ("The account %s is no longer in Thunderbird."), existing->address);
  return FALSE;
}

/* Points every identity that sent through the old server to the new one. */
static void
move_identities (Plan *plan, char **identities, const char *old_sender)
{
  for (guint i = 0; identities[i] != NULL; i++)
    {
      g_autofree char *pref =
          kitte_thunderbird_pref (KITTE_BRANCH_IDENTITY, identities[i], "smtpServer");
      g_autofree char *used = kitte_thunderbird_get_sender (plan->before, identities[i]);

      if (g_strcmp0 (used, old_sender) != 0)
        continue;
      kitte_prefs_js_set_string (plan->profile->prefs, pref, plan->sender_key);
      g_ptr_array_add (plan->identities, g_steal_pointer (&pref));
    }
}

static void
choose_sender (Plan *plan, char **identities, const char *old_sender, const KitteServer *outgoing)
{
  KittePrefsJs *prefs = plan->profile->prefs;

  plan->sender_key = kitte_thunderbird_find_sender (prefs, outgoing);
  if (plan->sender_key == NULL && old_sender != NULL &&
      !kitte_thunderbird_is_sender_shared (prefs, old_sender, (const char *const *) identities))
    {
      plan->sender_key = g_strdup (old_sender);
      kitte_thunderbird_set_sender (prefs, old_sender, outgoing);
      return;
    }
  plan->adds_sender = plan->sender_key == NULL;
  if (plan->adds_sender)
    {
      guint number =
          kitte_thunderbird_next_number (prefs, plan->profile->user_prefs, KITTE_BRANCH_SENDER);

      plan->sender_key = kitte_thunderbird_make_key (KITTE_BRANCH_SENDER, number);
      kitte_thunderbird_add_sender (prefs, plan->sender_key, outgoing);
    }
  move_identities (plan, identities, old_sender);
}

static void
add_part (Plan *plan, const char *kind, const char *text)
{
  g_autofree char *part = g_strconcat (kind, text, NULL);

  kitte_change_set_add_part (plan->profile->changes, plan->profile->prefs_path, part);
}

static void
note_change (Plan *plan, const char *pref)
{
  g_autofree char *now = NULL;
  g_autofree char *then = NULL;
  g_autofree char *text = NULL;

  if (kitte_prefs_js_same (plan->before, plan->profile->prefs, pref))
    return;
  now = kitte_prefs_js_get_literal (plan->profile->prefs, pref);
  then = kitte_prefs_js_get_literal (plan->before, pref);
  text = g_strconcat (pref, "\t", now, "\t", then, NULL);
  add_part (plan, KITTE_PART_WAS, text);
}

/* The identities first: a server goes when nothing names it any more. */
static void
note_changes (Plan *plan)
{
  for (guint i = 0; i < plan->identities->len; i++)
    note_change (plan, plan->identities->pdata[i]);
  for (gsize i = 0; !plan->adds_sender && i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *pref =
          kitte_thunderbird_pref (KITTE_BRANCH_SENDER, plan->sender_key, settings[i]);

      note_change (plan, pref);
    }
  if (plan->adds_sender)
    add_part (plan, KITTE_PART_SENDER, plan->sender_key);
}

/**
 * kitte_thunderbird_plan_outgoing:
 *
 * The one server is changed where only this account sends through it; where others do too, the
 * account gets a server of its own.
 */
gboolean
kitte_thunderbird_plan_outgoing (KitteThunderbirdProfile *profile,
                                 const KitteExistingAccount *existing,
                                 KitteServer *outgoing,
                                 KitteCredential *credential,
                                 KitteSecret *primary_password,
                                 GError **error)
{
  const KitteThunderbirdLogin login = { outgoing, credential };
  g_auto (Plan) plan = { .profile = profile };
  g_auto (GStrv) accounts = NULL;
  g_auto (GStrv) identities = NULL;
  g_autofree char *old_sender = NULL;

  g_return_val_if_fail (profile != NULL && existing != NULL && outgoing != NULL, FALSE);

  if (!start (&plan, error))
    return FALSE;
  accounts = kitte_thunderbird_get_list (profile->prefs, KITTE_PREF_ACCOUNTS);
  identities = kitte_thunderbird_get_identities (profile->prefs, existing->key);
  if (!g_strv_contains ((const char *const *) accounts, existing->key) || identities[0] == NULL)
    return fail_gone (existing, error);
  old_sender = kitte_thunderbird_get_sender (profile->prefs, identities[0]);
  choose_sender (&plan, identities, old_sender, outgoing);
  if (!kitte_thunderbird_passwords_save (profile, primary_password, &login, 1, error))
    return FALSE;
  kitte_thunderbird_profile_write_prefs (profile);
  note_changes (&plan);
  return TRUE;
}
