/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new account in a profile: the settings its own account dialog would write, and the passwords.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-passwords.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-senders.h"
#include "kitte-thunderbird-values.h"

/* Settings that belong to no account and that a new one may change. */
static const char *const general[] = { KITTE_PREF_DEFAULT_ACCOUNT, KITTE_PREF_DEFAULT_SENDER,
                                       KITTE_PREF_WITHOUT_ACCOUNT, KITTE_PREF_ASK_DEFAULT };

/* The keys of what this plan adds. */
typedef struct
{
  KitteThunderbirdProfile *profile;
  const KitteAccount *account;
  guint account_number;
  char *account_key;
  char *server_key;
  char *identity_key;
  char *sender_key;
  gboolean adds_sender;
  char *general_before[G_N_ELEMENTS (general)];
} Plan;

static void
plan_clear (Plan *plan)
{
  g_free (plan->account_key);
  g_free (plan->server_key);
  g_free (plan->identity_key);
  g_free (plan->sender_key);
  for (gsize i = 0; i < G_N_ELEMENTS (general); i++)
    g_free (plan->general_before[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static void
set_string (Plan *plan,
            KitteThunderbirdBranch branch,
            const char *key,
            const char *setting,
            const char *value)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, key, setting);

  kitte_prefs_js_set_string (plan->profile->prefs, pref, value);
}

static void
set_int (Plan *plan, KitteThunderbirdBranch branch, const char *key, const char *setting, int value)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, key, setting);

  kitte_prefs_js_set_int (plan->profile->prefs, pref, value);
}

static void
set_bool (Plan *plan,
          KitteThunderbirdBranch branch,
          const char *key,
          const char *setting,
          gboolean value)
{
  g_autofree char *pref = kitte_thunderbird_pref (branch, key, setting);

  kitte_prefs_js_set_bool (plan->profile->prefs, pref, value);
}

static gboolean
is_same_account (const KitteServer *present, const KitteServer *incoming)
{
  return present != NULL && present->protocol == incoming->protocol &&
         g_ascii_strcasecmp (present->host, incoming->host) == 0 &&
         g_strcmp0 (present->username, incoming->username) == 0;
}

static gboolean
check_is_new (Plan *plan, GError **error)
{
  const KittePrefsJs *prefs = plan->profile->prefs;
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *server_key =
          kitte_thunderbird_get (prefs, KITTE_BRANCH_ACCOUNT, accounts[i], "server");
      g_autoptr (KitteServer) present = NULL;

      if (server_key != NULL)
        present = kitte_thunderbird_read_incoming (prefs, server_key);
      if (!is_same_account (present, plan->account->incoming))
        continue;
      g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS,
                   /* TRANSLATORS: %s is a mail address. */
                   _ ("Thunderbird already has the account %s."), plan->account->address->display);
      return FALSE;
    }
  return TRUE;
}

/* user.js is applied again at every start, over what is written now. */
static gboolean
check_not_overridden (Plan *plan, GError **error)
{
  KitteThunderbirdProfile *profile = plan->profile;
  const char *const lists[] = { KITTE_PREF_ACCOUNTS, KITTE_PREF_SENDERS,
                                KITTE_PREF_WITHOUT_ACCOUNT };

  if (profile->user_prefs == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *shown = NULL;

      if (!kitte_prefs_js_has (profile->user_prefs, lists[i]) ||
          kitte_prefs_js_same (profile->user_prefs, profile->prefs, lists[i]))
        continue;
      shown = g_build_filename (profile->folder, "user.js", NULL);
      g_set_error (
          error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
          /* TRANSLATORS: the first %s is a file, the second a setting's name in it. */
          _ ("The file “%s” sets “%s” each time Thunderbird starts, so a new account would "
             "not stay. Take that line out of it and try again."),
          shown, lists[i]);
      return FALSE;
    }
  return TRUE;
}

static void
choose_keys (Plan *plan)
{
  const KittePrefsJs *prefs = plan->profile->prefs;
  const KittePrefsJs *user = plan->profile->user_prefs;
  guint server = kitte_thunderbird_next_number (prefs, user, KITTE_BRANCH_SERVER);
  guint identity = kitte_thunderbird_next_number (prefs, user, KITTE_BRANCH_IDENTITY);

  plan->account_number = kitte_thunderbird_next_number (prefs, user, KITTE_BRANCH_ACCOUNT);
  plan->account_key = kitte_thunderbird_make_key (KITTE_BRANCH_ACCOUNT, plan->account_number);
  plan->server_key = kitte_thunderbird_make_key (KITTE_BRANCH_SERVER, server);
  plan->identity_key = kitte_thunderbird_make_key (KITTE_BRANCH_IDENTITY, identity);
  plan->sender_key = kitte_thunderbird_find_sender (plan->profile->prefs, plan->account->outgoing);
  plan->adds_sender = plan->sender_key == NULL;
  if (plan->adds_sender)
    plan->sender_key = kitte_thunderbird_make_key (
        KITTE_BRANCH_SENDER, kitte_thunderbird_next_number (prefs, user, KITTE_BRANCH_SENDER));
}

static gboolean
is_name_taken (const KittePrefsJs *prefs, const char *name)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *server =
          kitte_thunderbird_get (prefs, KITTE_BRANCH_ACCOUNT, accounts[i], "server");
      g_autofree char *present = NULL;

      if (server != NULL)
        present = kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server, "name");
      if (g_strcmp0 (present, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* As Thunderbird names accounts: the address, told apart where the same one is there twice. */
static char *
make_name (Plan *plan)
{
  const char *address = plan->account->address->display;

  if (!is_name_taken (plan->profile->prefs, address))
    return g_strdup (address);
  return g_strdup_printf ("%s (%s)", address,
                          kitte_protocol_get_display_name (plan->account->incoming->protocol));
}

static void
set_pop_policy (Plan *plan)
{
  const KittePopPolicy *pop = &plan->account->pop;
  KitteThunderbirdBranch branch = KITTE_BRANCH_SERVER;

  set_bool (plan, branch, plan->server_key, "leave_on_server", pop->leave_on_server);
  set_bool (plan, branch, plan->server_key, "download_on_biff", TRUE);
  if (!pop->leave_on_server)
    return;
  set_bool (plan, branch, plan->server_key, "delete_mail_left_on_server", TRUE);
  if (pop->days == 0)
    return;
  set_bool (plan, branch, plan->server_key, "delete_by_age_from_server", TRUE);
  set_int (plan, branch, plan->server_key, "num_days_to_leave_on_server", (int) pop->days);
}

static void
set_server (Plan *plan)
{
  const KitteServer *server = plan->account->incoming;
  KitteThunderbirdBranch branch = KITTE_BRANCH_SERVER;
  g_autofree char *name = make_name (plan);
  int method = 0;

  kitte_thunderbird_auth_to_number (server, &method);
  set_string (plan, branch, plan->server_key, "type", kitte_protocol_to_nick (server->protocol));
  set_string (plan, branch, plan->server_key, "hostname", server->host);
  set_int (plan, branch, plan->server_key, "port", server->port);
  set_string (plan, branch, plan->server_key, "userName", server->username);
  set_int (plan, branch, plan->server_key, "socketType",
           kitte_thunderbird_security_to_number (server->security));
  set_int (plan, branch, plan->server_key, "authMethod", method);
  set_string (plan, branch, plan->server_key, "name", name);
  set_bool (plan, branch, plan->server_key, "login_at_startup", TRUE);
  set_bool (plan, branch, plan->server_key, "check_new_mail", TRUE);
  if (server->protocol == KITTE_PROTOCOL_POP3)
    set_pop_policy (plan);
}

/* A folder of the identity; the second setting says that it was chosen by name. */
static void
set_folder (Plan *plan, const char *folder, const char *setting, const char *picker)
{
  g_autofree char *uri = NULL;

  if (folder == NULL)
    return;
  uri = kitte_thunderbird_folder_uri (plan->account->incoming, folder);
  set_string (plan, KITTE_BRANCH_IDENTITY, plan->identity_key, setting, uri);
  set_string (plan, KITTE_BRANCH_IDENTITY, plan->identity_key, picker, "1");
}

/* Only what the preset names, because the server does not say which folder is which. */
static void
set_folders (Plan *plan)
{
  const KitteFolders *folders = &plan->account->folders;
  KitteThunderbirdBranch branch = KITTE_BRANCH_SERVER;

  if (plan->account->incoming->protocol != KITTE_PROTOCOL_IMAP)
    return;
  set_folder (plan, folders->sent, "fcc_folder", "fcc_folder_picker_mode");
  set_folder (plan, folders->drafts, "draft_folder", "drafts_folder_picker_mode");
  if (folders->trash != NULL)
    {
      g_autofree char *path = g_strdelimit (g_strdup (folders->trash), ".", '/');

      set_string (plan, branch, plan->server_key, "trash_folder_name", path);
    }
  if (folders->junk != NULL)
    {
      g_autofree char *uri = kitte_thunderbird_folder_uri (plan->account->incoming, folders->junk);

      set_string (plan, branch, plan->server_key, "spamActionTargetFolder", uri);
      set_int (plan, branch, plan->server_key, "moveTargetMode", 1);
    }
}

static void
set_identity (Plan *plan)
{
  KitteThunderbirdBranch branch = KITTE_BRANCH_IDENTITY;

  set_string (plan, branch, plan->identity_key, "useremail", plan->account->address->text);
  set_string (plan, branch, plan->identity_key, "fullName", plan->account->name);
  set_string (plan, branch, plan->identity_key, "smtpServer", plan->sender_key);
  set_bool (plan, branch, plan->identity_key, "valid", TRUE);
  set_int (plan, branch, plan->identity_key, "reply_on_top", 1);
}

/* Local Folders are no account to write from. Where there is another one, Thunderbird takes the
 * first for the default one if none is named. */
static gboolean
has_real_account (const KittePrefsJs *prefs)
{
  g_auto (GStrv) accounts = kitte_thunderbird_get_list (prefs, KITTE_PREF_ACCOUNTS);

  for (guint i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *server =
          kitte_thunderbird_get (prefs, KITTE_BRANCH_ACCOUNT, accounts[i], "server");
      g_autofree char *type =
          server != NULL ? kitte_thunderbird_get (prefs, KITTE_BRANCH_SERVER, server, "type") :
                           NULL;

      if (type != NULL && !g_str_equal (type, "none"))
        return TRUE;
    }
  return FALSE;
}

static void
note_general (Plan *plan)
{
  for (gsize i = 0; i < G_N_ELEMENTS (general); i++)
    plan->general_before[i] = kitte_prefs_js_get_literal (plan->profile->prefs, general[i]);
}

static void
set_account (Plan *plan)
{
  KittePrefsJs *prefs = plan->profile->prefs;
  g_autofree char *local = kitte_thunderbird_find_local_account (prefs);
  gboolean without = FALSE;

  set_string (plan, KITTE_BRANCH_ACCOUNT, plan->account_key, "server", plan->server_key);
  set_string (plan, KITTE_BRANCH_ACCOUNT, plan->account_key, "identities", plan->identity_key);
  if (!has_real_account (prefs))
    kitte_prefs_js_set_string (prefs, KITTE_PREF_DEFAULT_ACCOUNT, plan->account_key);
  kitte_thunderbird_add_to_list (prefs, KITTE_PREF_ACCOUNTS, plan->account_key, local);
  kitte_prefs_js_set_int (prefs, KITTE_PREF_LAST_KEY, (int) plan->account_number);
  if (kitte_prefs_js_get_bool (prefs, KITTE_PREF_WITHOUT_ACCOUNT, &without) && without)
    kitte_prefs_js_set_bool (prefs, KITTE_PREF_WITHOUT_ACCOUNT, FALSE);
}

static gboolean
plan_passwords (Plan *plan, KitteSecret *primary_password, GError **error)
{
  const KitteAccount *account = plan->account;
  const KitteThunderbirdLogin logins[] = {
    { account->incoming, account->incoming_credential },
    { account->outgoing, account->outgoing_credential },
  };

  return kitte_thunderbird_passwords_save (plan->profile, primary_password, logins,
                                           G_N_ELEMENTS (logins), error);
}

static void
add_part (Plan *plan, const char *kind, const char *key)
{
  g_autofree char *part = g_strconcat (kind, key, NULL);

  kitte_change_set_add_part (plan->profile->changes, plan->profile->prefs_path, part);
}

/* Before the account's own parts: a default that was somebody's is theirs again by then. */
static void
add_general_parts (Plan *plan)
{
  for (gsize i = 0; i < G_N_ELEMENTS (general); i++)
    {
      g_autofree char *now = kitte_prefs_js_get_literal (plan->profile->prefs, general[i]);
      g_autofree char *text =
          g_strconcat (general[i], "\t", now, "\t", plan->general_before[i], NULL);

      if (!g_str_equal (now, plan->general_before[i]))
        add_part (plan, KITTE_PART_WAS, text);
    }
}

static void
write_settings (Plan *plan)
{
  kitte_thunderbird_profile_write_prefs (plan->profile);
  add_general_parts (plan);
  add_part (plan, KITTE_PART_ACCOUNT, plan->account_key);
  add_part (plan, KITTE_PART_SERVER, plan->server_key);
  add_part (plan, KITTE_PART_IDENTITY, plan->identity_key);
  if (plan->adds_sender)
    add_part (plan, KITTE_PART_SENDER, plan->sender_key);
  kitte_thunderbird_profile_write_list (plan->profile);
}

/**
 * kitte_thunderbird_plan:
 * @profile: where the account goes
 * @account: what Thunderbird can hold
 * @primary_password: (nullable): of the password store; an empty one: leave the passwords out
 *
 * Adds to the profile's change set; adds nothing where it fails.
 */
gboolean
kitte_thunderbird_plan (KitteThunderbirdProfile *profile,
                        const KitteAccount *account,
                        KitteSecret *primary_password,
                        GError **error)
{
  g_auto (Plan) plan = { .profile = profile, .account = account };

  g_return_val_if_fail (profile != NULL && account != NULL, FALSE);

  if (!check_is_new (&plan, error))
    return FALSE;
  choose_keys (&plan);
  note_general (&plan);
  set_account (&plan);
  set_server (&plan);
  set_identity (&plan);
  set_folders (&plan);
  if (plan.adds_sender)
    kitte_thunderbird_add_sender (profile->prefs, plan.sender_key, account->outgoing);
  /* Without this a new profile asks at its first start whether to become the default program. */
  if (profile->fresh)
    kitte_prefs_js_set_bool (profile->prefs, KITTE_PREF_ASK_DEFAULT, FALSE);
  if (!check_not_overridden (&plan, error) || !plan_passwords (&plan, primary_password, error))
    return FALSE;
  write_settings (&plan);
  return TRUE;
}
