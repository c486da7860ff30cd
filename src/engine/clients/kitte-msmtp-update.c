/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another server for an account of the person's own file: only settings that mean something else
 * are changed, in their place; where the account inherits one, it gets its own. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtp-update.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"

/* In the journal: the account; and for each line the setting, the line now, and `=` with the line
 * before, each after a tab. */
#define PART_IN "in "
#define PART_WAS "was "

typedef struct
{
  KitteMsmtprc *file;
  const KitteMsmtprcAccount *account;
  GBytes *bytes;
  GString *preview;
  GPtrArray *parts;
} Edit;

static void
edit_clear (Edit *self)
{
  g_clear_pointer (&self->file, kitte_msmtprc_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  if (self->preview != NULL)
    g_string_free (self->preview, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Edit, edit_clear)

static const char *
get_effective (const Edit *self, const char *command)
{
  return g_hash_table_lookup (self->account->settings, command);
}

/* A switch without a word is on. */
static gboolean
means_same (const char *present, const char *value)
{
  if (present == NULL)
    return FALSE;
  return g_str_equal (present, value) || (*present == '\0' && g_str_equal (value, "on"));
}

/* Writes a line of account @name. */
static gboolean
put (Edit *self, const char *name, const char *command, const char *value)
{
  g_autofree char *quoted = kitte_msmtprc_quote (value);
  g_autofree char *line =
      *quoted != '\0' ? g_strconcat (command, " ", quoted, NULL) : g_strdup (command);
  g_autofree char *present = kitte_msmtprc_get_line (self->bytes, name, command);
  g_autoptr (GBytes) before = g_steal_pointer (&self->bytes);

  self->bytes =
      kitte_msmtprc_set_line (before, name, command, line, kitte_msmtprc_get_newline (self->file));
  if (self->bytes == NULL)
    return FALSE;
  if (present != NULL)
    g_string_append_printf (self->preview, "-%s\n", present);
  g_string_append_printf (self->preview, "+%s\n", line);
  g_ptr_array_add (self->parts,
                   g_strdup_printf (PART_WAS "%s\t%s\t%s%s", command, line,
                                    present != NULL ? "=" : "", present != NULL ? present : ""));
  return TRUE;
}

static gboolean
set (Edit *self, const char *command, const char *value)
{
  return means_same (get_effective (self, command), value) ||
         put (self, self->account->name, command, value);
}

/* What a setting means that is not written; without one of these an empty word unsets it. */
static const struct
{
  const char *command;
  const char *value;
} defaults[] = {
  { "auth", "off" },
  { "tls", "off" },
  { "tls_starttls", "on" },
  { "tls_certcheck", "on" },
};

static const char *
find_default (const KitteMsmtprcAccount *account, const char *command)
{
  if (g_str_equal (command, "port"))
    return kitte_msmtprc_account_is_on (account, "tls", FALSE) &&
                   !kitte_msmtprc_account_is_on (account, "tls_starttls", TRUE) ?
               "465" :
               "25";
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (g_str_equal (defaults[i].command, command))
      return defaults[i].value;
  return "";
}

/* Whether another account would get another value of @command, because it builds on ours. */
static gboolean
is_drawn_along (const char *before, const char *now)
{
  return !g_str_equal (now, before) && !(*now == '\0' && g_str_equal (before, "on"));
}

/* Gives the account lines of its own, with what it had. */
static gboolean
keep_account (Edit *self, const KitteMsmtprcAccount *before, const KitteMsmtprcAccount *now)
{
  g_autoptr (GList) commands =
      g_list_sort (g_hash_table_get_keys (now->settings), (GCompareFunc) strcmp);
  g_autofree char *in = g_strconcat (PART_IN, before->name, NULL);
  gboolean noted = FALSE;

  for (GList *l = commands; l != NULL; l = l->next)
    {
      const char *command = l->data;
      const char *written = g_hash_table_lookup (before->settings, command);
      const char *value = written != NULL ? written : find_default (before, command);

      if (!is_drawn_along (value, g_hash_table_lookup (now->settings, command)))
        continue;
      if (!noted)
        g_ptr_array_add (self->parts, g_strdup (in));
      noted = TRUE;
      if (!put (self, before->name, command, value))
        return FALSE;
    }
  return TRUE;
}

/* Accounts that build on this one and are others' stay as they were. One that is nothing but
 * another name for it goes along. */
static gboolean
keep_others (Edit *self, const char *path)
{
  GPtrArray *accounts = kitte_msmtprc_get_accounts (self->file);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteMsmtprcAccount *before = accounts->pdata[i];
      g_autoptr (KitteMsmtprc) changed = kitte_msmtprc_parse (self->bytes, path, NULL);
      const KitteMsmtprcAccount *now =
          changed != NULL ? kitte_msmtprc_find (changed, before->name) : NULL;

      if (before == self->account || before->is_alias)
        continue;
      if (now == NULL || !keep_account (self, before, now))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_server (Edit *self, const KitteServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  gboolean encrypted = server->security != KITTE_SECURITY_NONE;
  gboolean starttls = server->security == KITTE_SECURITY_STARTTLS;

  return set (self, "host", server->host) && set (self, "port", port) &&
         set (self, "tls", encrypted ? "on" : "off") &&
         (!encrypted || set (self, "tls_starttls", starttls ? "on" : "off")) &&
         set (self, "auth", kitte_msmtp_get_method (server->auth.items[0])) &&
         (server->username == NULL || set (self, "user", server->username));
}

static gboolean
fail (GError **error, KitteClientError code, const char *sentence)
{
  g_set_error_literal (error, KITTE_CLIENT_ERROR, code, sentence);
  return FALSE;
}

static gboolean
start (Edit *self, KitteChangeSet *changes, const KitteExistingAccount *existing, GError **error)
{
  g_autoptr (GError) cause = NULL;

  self->bytes = kitte_change_set_read (changes, existing->path, KITTE_MAX_CLIENT_FILE, &cause);
  if (cause != NULL)
    return fail (error, KITTE_CLIENT_ERROR_IO, cause->message);
  self->file =
      self->bytes != NULL ? kitte_msmtprc_parse (self->bytes, existing->path, error) : NULL;
  if (self->bytes != NULL && self->file == NULL)
    return FALSE;
  self->account = self->file != NULL ? kitte_msmtprc_find (self->file, existing->key) : NULL;
  self->preview = g_string_new (NULL);
  self->parts = g_ptr_array_new_with_free_func (g_free);
  return self->account != NULL || fail (error, KITTE_CLIENT_ERROR_UNREADABLE,
                                        _ ("The account is no longer in msmtp’s file."));
}

/* A password that the person wrote into the file is theirs: it is compared, never replaced and
 * never copied. */
static gboolean
check_own_password (Edit *self, KitteCredential *credential, gboolean *has_own, GError **error)
{
  const char *password = get_effective (self, "password");

  *has_own = password != NULL || get_effective (self, "passwordeval") != NULL;
  if (password == NULL || credential == NULL ||
      g_str_equal (password, kitte_secret_peek (credential->secret)))
    return TRUE;
  return fail (error, KITTE_CLIENT_ERROR_UNSUPPORTED,
               _ ("msmtp’s file holds another password for this account. Please change it there; "
                  "Kitte does not write passwords into files."));
}

static gboolean
set_password_command (Edit *self, const KitteServer *server)
{
  g_autofree char *command = kitte_msmtp_make_password_command (server);

  return set (self, "passwordeval", command);
}

static void
write_file (Edit *self, KitteChangeSet *changes, const KitteExistingAccount *existing)
{
  g_autofree char *in = g_strconcat (PART_IN, existing->key, NULL);

  if (self->parts->len == 0)
    return;
  kitte_change_set_write (changes, "msmtp", existing->path, self->bytes, 0600, self->preview->str,
                          NULL);
  kitte_change_set_add_part (changes, existing->path, in);
  for (guint i = 0; i < self->parts->len; i++)
    kitte_change_set_add_part (changes, existing->path, self->parts->pdata[i]);
  /* Accounts in it often have their password in clear. */
  kitte_change_set_set_holds_secrets (changes, existing->path);
}

/**
 * kitte_msmtp_update:
 * @credential: (nullable): what was proven
 * @shared: whether accounts that build on this one keep what they have
 * @needs_keyring: (out): whether the password is to go into the keyring
 *
 * Plans nothing where it fails.
 */
gboolean
kitte_msmtp_update (KitteChangeSet *changes,
                    const KitteExistingAccount *existing,
                    const KitteServer *outgoing,
                    KitteCredential *credential,
                    KitteSharedServer shared,
                    const KitteMsmtpBuild *build,
                    gboolean *needs_keyring,
                    GError **error)
{
  g_auto (Edit) edit = { NULL };
  gboolean has_own = FALSE;
  gboolean signs_in = outgoing->auth.items[0] != KITTE_AUTH_NONE;

  if (!start (&edit, changes, existing, error) ||
      !check_own_password (&edit, credential, &has_own, error))
    return FALSE;
  *needs_keyring = signs_in && !has_own && credential != NULL;
  if (!set_server (&edit, outgoing) ||
      (*needs_keyring && !build->has_keyring && !set_password_command (&edit, outgoing)) ||
      (shared == KITTE_SHARED_SERVER_LEAVE && !keep_others (&edit, existing->path)))
    return fail (error, KITTE_CLIENT_ERROR_UNREADABLE,
                 _ ("The account is no longer in msmtp’s file."));
  write_file (&edit, changes, existing);
  return TRUE;
}

/* What is written, here or in what the account inherits, gets the value that means nothing. */
static gboolean
reset (Edit *self, const char *command, const char *neutral)
{
  return get_effective (self, command) == NULL || set (self, command, neutral);
}

/* A word of old versions that takes no value, so that it cannot be switched off. */
static gboolean
replace_old_word (Edit *self)
{
  static const char line[] = "tls_certcheck on";
  g_autofree char *present =
      kitte_msmtprc_get_line (self->bytes, self->account->name, "tls_nocertcheck");
  g_autoptr (GBytes) before = NULL;

  if (get_effective (self, "tls_nocertcheck") == NULL)
    return TRUE;
  if (present == NULL)
    return put (self, self->account->name, "tls_certcheck", "on");
  before = g_steal_pointer (&self->bytes);
  self->bytes = kitte_msmtprc_set_line (before, self->account->name, "tls_nocertcheck", line,
                                        kitte_msmtprc_get_newline (self->file));
  g_string_append_printf (self->preview, "-%s\n+%s\n", present, line);
  g_ptr_array_add (self->parts, g_strdup_printf (PART_WAS "tls_certcheck\t%s\t=%s", line, present));
  return self->bytes != NULL;
}

static gboolean
renew (Edit *self, const KitteExistingServer *sending)
{
  gboolean is_pinned = sending->tls_min != 0 || sending->tls_max != 0;
  gboolean is_unchecked = sending->trusts_any || sending->exceptions != NULL;

  if (is_pinned && !(reset (self, "tls_priorities", "") && reset (self, "tls_force_sslv3", "off") &&
                     reset (self, "tls_min_dh_prime_bits", "")))
    return FALSE;
  /* A list of authorities of the person's own was not what the proof was made with. */
  return !is_unchecked ||
         (reset (self, "tls_fingerprint", "") && reset (self, "tls_certcheck", "on") &&
          replace_old_word (self) && reset (self, "tls_trust_file", "system"));
}

/**
 * kitte_msmtp_renew_trust:
 *
 * Takes back the account's own pinned versions, fingerprints and checks that were switched off;
 * accounts that build on it keep what they had.
 */
gboolean
kitte_msmtp_renew_trust (KitteChangeSet *changes,
                         const KitteExistingAccount *existing,
                         GError **error)
{
  g_auto (Edit) edit = { NULL };

  if (!start (&edit, changes, existing, error))
    return FALSE;
  if (!renew (&edit, existing->sending) || !keep_others (&edit, existing->path))
    return fail (error, KITTE_CLIENT_ERROR_UNREADABLE,
                 _ ("The account is no longer in msmtp’s file."));
  write_file (&edit, changes, existing);
  return TRUE;
}

static GBytes *
take_line_back (GBytes *now, const char *name, const char *part)
{
  g_auto (GStrv) words = g_strsplit (part, "\t", 3);
  g_autofree char *present = NULL;
  GBytes *then = NULL;

  if (g_strv_length (words) == 3)
    present = kitte_msmtprc_get_line (now, name, words[0]);
  /* One that was changed once more since is the person's own. */
  if (g_strcmp0 (present, words[1]) == 0 && present != NULL)
    then =
        kitte_msmtprc_set_line (now, name, words[0], *words[2] == '=' ? words[2] + 1 : NULL, "\n");
  return then != NULL ? then : g_bytes_ref (now);
}

/* Returns: (transfer full) (nullable): the file with the lines it had; %NULL where the change was
 * another one. */
GBytes *
kitte_msmtp_update_take_back (const KitteFileTrace *trace, GBytes *now, gboolean *was_update)
{
  GBytes *then = NULL;
  const char *name = NULL;

  for (guint i = 0; trace->parts[i] != NULL; i++)
    {
      g_autoptr (GBytes) present = NULL;

      if (g_str_has_prefix (trace->parts[i], PART_IN))
        {
          name = trace->parts[i] + strlen (PART_IN);
          then = then != NULL ? then : g_bytes_ref (now);
        }
      else if (name != NULL && g_str_has_prefix (trace->parts[i], PART_WAS))
        {
          present = g_steal_pointer (&then);
          then = take_line_back (present, name, trace->parts[i] + strlen (PART_WAS));
        }
    }
  *was_update = then != NULL;
  return then;
}
