/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other servers for an account that is there: only what differs is written. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-passwords.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-senders.h"
#include "kitte-thunderbird-values.h"

/* The settings of a sending server that this plan may touch. */
static const char *const settings[] = { "hostname",   "port",     "try_ssl",
                                        "authMethod", "username", "type" };

/* The settings as they were, to tell what changed. */
typedef struct
{
  KitteThunderbirdProfile *profile;
  KittePrefsJs *before;
  GPtrArray *touched; /* (owned): settings that may have changed, beside the sender's own */
  char *sender_key;
  gboolean adds_sender;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->before, kitte_prefs_js_free);
  g_clear_pointer (&plan->touched, g_ptr_array_unref);
  g_free (plan->sender_key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
start (Plan *plan, GError **error)
{
  g_autoptr (GBytes) bytes = kitte_prefs_js_to_bytes (plan->profile->prefs);

  plan->before = kitte_prefs_js_new (bytes, plan->profile->prefs_path, error);
  plan->touched = g_ptr_array_new_with_free_func (g_free);
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
      g_ptr_array_add (plan->touched, g_steal_pointer (&pref));
    }
}

static gboolean
may_change_sender (const KittePrefsJs *prefs,
                   char **identities,
                   const char *sender,
                   const KitteThunderbirdWish *wish)
{
  return sender != NULL &&
         (wish->shared == KITTE_SHARED_SERVER_CHANGE ||
          !kitte_thunderbird_is_sender_shared (prefs, sender, (const char *const *) identities));
}

static void
choose_sender (Plan *plan,
               char **identities,
               const char *old_sender,
               const KitteExistingAccount *existing,
               const KitteThunderbirdWish *wish)
{
  KittePrefsJs *prefs = plan->profile->prefs;
  const KitteServer *outgoing = wish->outgoing;

  if (old_sender != NULL && kitte_client_keeps_outgoing (existing, outgoing))
    {
      plan->sender_key = g_strdup (old_sender);
      return;
    }
  plan->sender_key = kitte_thunderbird_find_sender (prefs, outgoing);
  if (plan->sender_key == NULL && may_change_sender (prefs, identities, old_sender, wish))
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
      g_ptr_array_add (plan->touched, g_strdup (KITTE_PREF_DEFAULT_SENDER));
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
  for (guint i = 0; i < plan->touched->len; i++)
    note_change (plan, plan->touched->pdata[i]);
  for (gsize i = 0; !plan->adds_sender && i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *pref =
          kitte_thunderbird_pref (KITTE_BRANCH_SENDER, plan->sender_key, settings[i]);

      note_change (plan, pref);
    }
  if (plan->adds_sender)
    add_part (plan, KITTE_PART_SENDER, plan->sender_key);
}

static gboolean
fail_protocol (const KitteExistingAccount *existing, GError **error)
{
  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
               /* TRANSLATORS: %s is a mail address; IMAP and POP are two ways to fetch mail. */
               _ ("Thunderbird fetches the mail of %s in the other way (IMAP or POP), which cannot "
                  "be changed there. The account can be added beside it."),
               existing->address);
  return FALSE;
}

static void
set_incoming (Plan *plan, const char *server_key, const KitteServer *incoming)
{
  KittePrefsJs *prefs = plan->profile->prefs;
  int method = 0;
  const struct
  {
    const char *setting;
    int value;
  } numbers[] = {
    { "port", incoming->port },
    { "socketType", kitte_thunderbird_security_to_number (incoming->security) },
    { "authMethod", (kitte_thunderbird_auth_to_number (incoming, &method), method) },
  };
  const struct
  {
    const char *setting;
    const char *value;
  } texts[] = {
    { "hostname", incoming->host },
    { "userName", incoming->username },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *pref =
          kitte_thunderbird_pref (KITTE_BRANCH_SERVER, server_key, numbers[i].setting);

      kitte_prefs_js_set_int (prefs, pref, numbers[i].value);
      g_ptr_array_add (plan->touched, g_steal_pointer (&pref));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *pref =
          kitte_thunderbird_pref (KITTE_BRANCH_SERVER, server_key, texts[i].setting);

      kitte_prefs_js_set_string (prefs, pref, texts[i].value);
      g_ptr_array_add (plan->touched, g_steal_pointer (&pref));
    }
}

/* Every setting that names a folder of the account names it by user and host. */
static void
move_folder_settings (Plan *plan, const char *old_root, const char *new_root)
{
  g_autoptr (GPtrArray) keys = kitte_prefs_js_get_keys (plan->before);

  for (guint i = 0; i < keys->len; i++)
    {
      g_autofree char *value = kitte_prefs_js_get_string (plan->before, keys->pdata[i]);
      gsize length = strlen (old_root);
      g_autofree char *moved = NULL;

      if (!g_str_has_prefix (keys->pdata[i], "mail.") || value == NULL ||
          !g_str_has_prefix (value, old_root) || (value[length] != '\0' && value[length] != '/'))
        continue;
      moved = g_strconcat (new_root, value + length, NULL);
      kitte_prefs_js_set_string (plan->profile->prefs, keys->pdata[i], moved);
      g_ptr_array_add (plan->touched, g_strdup (keys->pdata[i]));
    }
}

static gboolean
plan_incoming (Plan *plan,
               const KitteExistingAccount *existing,
               const KitteServer *incoming,
               GError **error)
{
  g_autofree char *server_key =
      kitte_thunderbird_get (plan->before, KITTE_BRANCH_ACCOUNT, existing->key, "server");
  g_autoptr (KitteServer) present =
      server_key != NULL ? kitte_thunderbird_read_incoming (plan->before, server_key) : NULL;
  g_autofree char *old_root = NULL;
  g_autofree char *new_root = NULL;

  if (present == NULL)
    return fail_gone (existing, error);
  if (present->protocol != incoming->protocol)
    return fail_protocol (existing, error);
  set_incoming (plan, server_key, incoming);
  old_root = kitte_thunderbird_folder_root (present);
  new_root = kitte_thunderbird_folder_root (incoming);
  if (g_str_equal (old_root, new_root))
    return TRUE;
  move_folder_settings (plan, old_root, new_root);
  return kitte_thunderbird_move_folders (plan->profile, server_key, old_root, new_root, error);
}

/**
 * kitte_thunderbird_plan_outgoing:
 *
 * The one sending server is changed where only this account sends through it, or where the change
 * is right for all who do; else the account gets a server of its own.
 */
gboolean
kitte_thunderbird_plan_outgoing (KitteThunderbirdProfile *profile,
                                 const KitteExistingAccount *existing,
                                 const KitteThunderbirdWish *wish,
                                 KitteSecret *primary_password,
                                 GError **error)
{
  const KitteThunderbirdLogin logins[] = {
    { wish->incoming, wish->incoming_credential },
    { wish->outgoing, wish->outgoing_credential },
  };
  g_auto (Plan) plan = { .profile = profile };
  g_auto (GStrv) accounts = NULL;
  g_auto (GStrv) identities = NULL;
  g_autofree char *old_sender = NULL;

  g_return_val_if_fail (profile != NULL && existing != NULL && wish->outgoing != NULL, FALSE);

  if (!start (&plan, error))
    return FALSE;
  accounts = kitte_thunderbird_get_list (profile->prefs, KITTE_PREF_ACCOUNTS);
  identities = kitte_thunderbird_get_identities (profile->prefs, existing->key);
  if (!g_strv_contains ((const char *const *) accounts, existing->key) || identities[0] == NULL)
    return fail_gone (existing, error);
  old_sender = kitte_thunderbird_get_sender (profile->prefs, identities[0]);
  if (wish->incoming != NULL && !plan_incoming (&plan, existing, wish->incoming, error))
    return FALSE;
  choose_sender (&plan, identities, old_sender, existing, wish);
  if (!kitte_thunderbird_passwords_save (profile, primary_password, logins, G_N_ELEMENTS (logins),
                                         error))
    return FALSE;
  kitte_thunderbird_profile_write_prefs (profile);
  if (kitte_change_set_is_planned (profile->changes, profile->prefs_path))
    note_changes (&plan);
  return TRUE;
}
