/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appends to the one file that msmtp reads now, and never reorders it. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtp.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "base/kitte-host.h"
#include "kitte-keyring-lookup.h"
#include "kitte-msmtp-block.h"
#include "kitte-msmtp-build.h"
#include "kitte-msmtp-read.h"
#include "kitte-msmtp-update.h"
#include "kitte-msmtprc.h"

#define ID "msmtp"
#define DOTFILE ".msmtprc"
#define SCHEMA "de.marlam.msmtp.password"
/* What a part in the journal begins with. */
#define PART_NAME "account "
#define PART_TEXT "text "
/* What follows the line with the password, which is never written down elsewhere. */
#define PART_REST "rest "
#define PASSWORD_COMMAND "password "

struct _KitteMsmtp
{
  KitteClient parent_instance;

  gboolean password_in_file;
};

G_DEFINE_FINAL_TYPE (KitteMsmtp, kitte_msmtp, KITTE_TYPE_CLIENT)

/* The file msmtp reads now: creating the other one would make every account in it vanish. A sandbox
 * has only the folder of the second one. */
static char *
find_file (void)
{
  g_autofree char *dotfile = g_build_filename (g_get_home_dir (), DOTFILE, NULL);
  g_autofree char *folder = kitte_host_get_config_dir ();
  g_autofree char *config = g_build_filename (folder, "msmtp", "config", NULL);

  if (!g_file_test (dotfile, G_FILE_TEST_EXISTS) &&
      (kitte_host_is_outside () || g_file_test (config, G_FILE_TEST_EXISTS)))
    return g_steal_pointer (&config);
  return g_steal_pointer (&dotfile);
}

static gboolean
has_control (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

static const char *
get_setting (const KitteMsmtprcAccount *account, const char *command)
{
  return g_hash_table_lookup (account->settings, command);
}

static gboolean
has_account (KitteMsmtprc *file, const KitteServer *server)
{
  GPtrArray *accounts = kitte_msmtprc_get_accounts (file);

  for (guint i = 0; i < accounts->len; i++)
    {
      const char *host = get_setting (accounts->pdata[i], "host");
      const char *user = get_setting (accounts->pdata[i], "user");

      if (host != NULL && g_ascii_strcasecmp (host, server->host) == 0 &&
          g_strcmp0 (user, server->username) == 0)
        return TRUE;
    }
  return FALSE;
}

/* One empty line between what is there and what is ours; a last line without end gets one. */
static char *
separate (GBytes *before, const char *newline, const char *block)
{
  gsize length = 0;
  const char *text = before != NULL ? g_bytes_get_data (before, &length) : NULL;

  if (length == 0)
    return g_strdup (block);
  return g_strconcat (text[length - 1] != '\n' ? newline : "", newline, block, NULL);
}

/* What is added to the file: with a password of the person's choice in the middle, or none. */
typedef struct
{
  const char *text;
  KitteSecret *password;
  const char *newline;
  const char *rest;
} Addition;

static void
wipe_bytes (gpointer data)
{
  kitte_wipe (data, strlen (data));
  g_free (data);
}

/* The room is taken at once: text that grows leaves pieces behind. */
static GBytes *
join (GBytes *before, const Addition *addition)
{
  gsize length = before != NULL ? g_bytes_get_size (before) : 0;
  gsize secret = addition->password != NULL ? kitte_secret_get_length (addition->password) : 0;
  gsize room = length + strlen (addition->text) + strlen (addition->rest) + secret + 32;
  GString *text = g_string_sized_new (room);
  gsize size;
  char *data;

  if (length > 0)
    g_string_append_len (text, g_bytes_get_data (before, NULL), (gssize) length);
  g_string_append (text, addition->text);
  if (addition->password != NULL)
    {
      const char *password = kitte_secret_peek (addition->password);
      const char *quote = kitte_msmtprc_needs_quotes (password) ? "\"" : "";

      g_string_append (text, PASSWORD_COMMAND);
      g_string_append (text, quote);
      g_string_append (text, password);
      g_string_append (text, quote);
      g_string_append (text, addition->newline);
    }
  g_string_append (text, addition->rest);
  size = text->len;
  data = g_string_free (text, FALSE);
  return g_bytes_new_with_free_func (data, size, wipe_bytes, data);
}

static char *
make_preview (const char *block)
{
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);
  GString *preview = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strchomp (lines[i]) != '\0')
      g_string_append_printf (preview, "+%s\n", lines[i]);
  return g_string_free (preview, FALSE);
}

static void
write_block (KitteChangeSet *changes,
             const char *path,
             GBytes *before,
             const Addition *addition,
             const char *name)
{
  gboolean has_password = addition->password != NULL;
  g_autoptr (GBytes) after = join (before, addition);
  g_autofree char *shown =
      g_strconcat (addition->text, has_password ? "password ***\n" : "", addition->rest, NULL);
  g_autofree char *preview = make_preview (shown);
  g_autofree char *name_part = g_strconcat (PART_NAME, name, NULL);
  g_autofree char *text_part =
      g_strconcat (PART_TEXT, addition->text, has_password ? "" : addition->rest, NULL);
  g_autofree char *rest_part = g_strconcat (PART_REST, addition->rest, NULL);

  kitte_change_set_write (changes, ID, path, after, 0600, preview, NULL);
  kitte_change_set_add_part (changes, path, name_part);
  kitte_change_set_add_part (changes, path, text_part);
  if (has_password)
    kitte_change_set_add_part (changes, path, rest_part);
  /* Other accounts in it often have their password in clear. */
  if (before != NULL || has_password)
    kitte_change_set_set_holds_secrets (changes, path);
}

/* What msmtp looks for, just as it stands in its file. */
static GHashTable *
make_attributes (const char *host, const char *user)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "host", g_strdup (host));
  g_hash_table_insert (attributes, (gpointer) "service", g_strdup ("smtp"));
  g_hash_table_insert (attributes, (gpointer) "user", g_strdup (user));
  return attributes;
}

static void
store_secret (KitteChangeSet *changes,
              const char *name,
              const KitteServer *outgoing,
              KitteCredential *credential)
{
  g_autoptr (GHashTable) attributes = make_attributes (outgoing->host, outgoing->username);
  g_autofree char *label = g_strdup_printf ("msmtp %s", name != NULL ? name : "");

  kitte_change_set_store_in_keyring (changes, ID, label, SCHEMA, attributes, credential->secret);
}

/* Kept in the journal: our text as it was written, and the account's name. */
static const char *
find_part (const KitteFileTrace *trace, const char *prefix)
{
  for (guint i = 0; trace->parts[i] != NULL; i++)
    if (g_str_has_prefix (trace->parts[i], prefix))
      return trace->parts[i] + strlen (prefix);
  return NULL;
}

/* How long the line with our password is, where it stands and @rest follows it; 0 where not. */
static gsize
find_password_line (const char *text, gsize length, const char *rest)
{
  const char *end = length > 0 ? memchr (text, '\n', length) : NULL;
  gsize size = end != NULL ? (gsize) (end - text) + 1 : 0;

  if (size < strlen (PASSWORD_COMMAND) ||
      strncmp (text, PASSWORD_COMMAND, strlen (PASSWORD_COMMAND)) != 0 ||
      length - size < strlen (rest) || strncmp (text + size, rest, strlen (rest)) != 0)
    return 0;
  return size;
}

/* Cuts our text out where it stands as it was written; NULL where it does not. */
static GBytes *
cut (GBytes *now, const char *addition, const char *rest)
{
  gsize length;
  const char *text = g_bytes_get_data (now, &length);
  const char *found = addition != NULL ? g_strstr_len (text, (gssize) length, addition) : NULL;
  g_autoptr (GString) kept = NULL;
  gsize password = 0;

  if (found == NULL)
    return NULL;
  kept = g_string_new_len (text, found - text);
  found += strlen (addition);
  if (rest != NULL)
    {
      password = find_password_line (found, length - (gsize) (found - text), rest);
      if (password == 0)
        return NULL;
      found += password + strlen (rest);
    }
  g_string_append_len (kept, found, (gssize) (length - (gsize) (found - text)));
  return g_bytes_new (kept->str, kept->len);
}

static gboolean
is_blank (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

/* *bytes is NULL where there is no file yet. */
static KitteMsmtprc *
load (KitteChangeSet *changes, KitteInstallation *installation, GBytes **bytes, GError **error)
{
  g_autoptr (GError) cause = NULL;

  *bytes = kitte_change_set_read (changes, installation->root, KITTE_MAX_CLIENT_FILE, &cause);
  if (cause == NULL)
    return kitte_msmtprc_parse (*bytes, installation->root, error);
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_IO, cause->message);
  return NULL;
}

static GPtrArray *
kitte_msmtp_find (KitteClient *client)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  g_autofree char *program = kitte_host_find_program ("msmtp");
  g_autofree char *file = find_file ();

  if (program != NULL)
    g_ptr_array_add (found, kitte_installation_new (ID, "msmtp", NULL, program, file, FALSE));
  return found;
}

static gboolean
fail_unsupported (GError **error, const char *sentence)
{
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED, sentence);
  return FALSE;
}

static gboolean
kitte_msmtp_can_hold (KitteClient *client,
                      KitteInstallation *installation,
                      const KitteAccount *account,
                      GError **error)
{
  KitteAuth auth = account->outgoing->auth.items[0];
  g_autofree char *tool = NULL;
  g_auto (KitteMsmtpBuild) build = { 0 };

  if (auth == KITTE_AUTH_OAUTH2)
    /* TRANSLATORS: why msmtp is left out although the check went well. */
    return fail_unsupported (error, _ ("msmtp cannot show the provider’s sign-in page."));
  if (kitte_host_is_outside () && g_str_has_suffix (installation->root, "/" DOTFILE))
    /* TRANSLATORS: why msmtp is left out although the check went well. Flatpak is a way to install
     * programs; the name in quotes is msmtp’s settings file. */
    return fail_unsupported (error, _ ("Kitte from Flatpak cannot change “~/.msmtprc”; Kitte from "
                                       "your system’s own packages can."));
  if (kitte_msmtp_get_method (auth) == NULL || has_control (account->outgoing->username) ||
      (auth != KITTE_AUTH_NONE && account->outgoing->username == NULL))
    /* TRANSLATORS: why msmtp is left out although the check went well. */
    return fail_unsupported (error, _ ("msmtp cannot sign in in the way that works."));
  if (!kitte_msmtp_needs_secret (account) || KITTE_MSMTP (client)->password_in_file)
    return TRUE;
  kitte_msmtp_build_ask (&build, installation);
  tool = kitte_host_find_program ("secret-tool");
  if (build.has_keyring || tool != NULL)
    return TRUE;
  /* TRANSLATORS: the name in quotes is a package that can be installed. */
  return fail_unsupported (error, _ ("This msmtp cannot read passwords from the keyring. With "
                                     "“libsecret-tools” installed it can."));
}

/* msmtp refuses a file with a password that others may read. */
static gboolean
check_private (const char *path, GError **error)
{
  GStatBuf status;
  g_autofree char *shown = NULL;

  if (g_stat (path, &status) != 0 || (status.st_mode & 0177) == 0)
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (
      error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
      /* TRANSLATORS: %s is msmtp's settings file; the command stays as it is. */
      _ ("Others may read the file “%s”, so no password is written into it. Please make it "
         "yours alone first: chmod 600"),
      shown);
  return FALSE;
}

static gboolean
kitte_msmtp_plan (KitteClient *client,
                  KitteInstallation *installation,
                  const KitteAccount *account,
                  KitteChangeSet *changes,
                  GError **error)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (KitteMsmtprc) file = load (changes, installation, &before, error);
  g_autofree char *name = NULL;
  g_autofree char *block = NULL;
  g_autofree char *text = NULL;
  g_autofree char *rest = NULL;
  g_auto (KitteMsmtpBuild) build = { 0 };
  Addition addition = { 0 };

  if (file == NULL)
    return FALSE;
  if (has_account (file, account->outgoing))
    {
      g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS,
                           /* TRANSLATORS: why msmtp is left out. */
                           _ ("msmtp has this account already."));
      return FALSE;
    }
  kitte_msmtp_build_ask (&build, installation);
  build.password_in_file = KITTE_MSMTP (client)->password_in_file;
  name = kitte_msmtp_make_name (file, account);
  block = kitte_msmtp_make_block (file, account, name, &build);
  text = separate (before, kitte_msmtprc_get_newline (file), block);
  rest = kitte_msmtp_make_default (file, name, &build);
  addition = (Addition){ text, NULL, kitte_msmtprc_get_newline (file), rest };
  if (build.password_in_file && kitte_msmtp_needs_secret (account))
    addition.password = account->outgoing_credential->secret;
  if (addition.password != NULL && !check_private (installation->root, error))
    return FALSE;
  write_block (changes, installation->root, before, &addition, name);
  if (kitte_msmtp_needs_secret (account) && addition.password == NULL)
    store_secret (changes, account->address->display, account->outgoing,
                  account->outgoing_credential);
  return TRUE;
}

static GPtrArray *
kitte_msmtp_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new (ID);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KitteMsmtprc) file = load (reader, installation, &bytes, error);

  return file != NULL ? kitte_msmtp_read_accounts (file, installation) : NULL;
}

/* In msmtp’s own order; a command that would give the password is not run. */
static KitteSecret *
kitte_msmtp_lookup_password (KitteClient *client,
                             const KitteExistingAccount *existing,
                             const KitteServer *server,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new (ID);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KitteMsmtprc) file = load (reader, existing->installation, &bytes, error);
  const KitteMsmtprcAccount *account =
      file != NULL ? kitte_msmtprc_find (file, existing->key) : NULL;
  g_autoptr (GHashTable) attributes = NULL;

  if (account == NULL || server->protocol != KITTE_PROTOCOL_SMTP)
    return NULL;
  if (get_setting (account, "password") != NULL)
    return kitte_secret_new (get_setting (account, "password"));
  if (get_setting (account, "passwordeval") != NULL || get_setting (account, "host") == NULL ||
      get_setting (account, "user") == NULL)
    return NULL;
  attributes = make_attributes (get_setting (account, "host"), get_setting (account, "user"));
  return kitte_keyring_lookup (SCHEMA, attributes, cancellable, error);
}

static gboolean
update (const KitteExistingAccount *existing,
        const KitteServer *outgoing,
        KitteCredential *credential,
        const char *label,
        KitteSharedServer shared,
        KitteChangeSet *changes,
        GError **error)
{
  g_auto (KitteMsmtpBuild) build = { 0 };
  gboolean needs_keyring = FALSE;

  kitte_msmtp_build_ask (&build, existing->installation);
  if (!kitte_msmtp_update (changes, existing, outgoing, credential, shared, &build, &needs_keyring,
                           error))
    return FALSE;
  if (needs_keyring)
    store_secret (changes, label, outgoing, credential);
  return TRUE;
}

static gboolean
kitte_msmtp_plan_outgoing (KitteClient *client,
                           const KitteExistingAccount *existing,
                           KitteServer *outgoing,
                           KitteCredential *credential,
                           KitteSharedServer shared,
                           KitteChangeSet *changes,
                           GError **error)
{
  if (kitte_msmtp_get_method (outgoing->auth.items[0]) == NULL ||
      outgoing->auth.items[0] == KITTE_AUTH_OAUTH2 || has_control (outgoing->username))
    /* TRANSLATORS: why msmtp is left out although the check went well. */
    return fail_unsupported (error, _ ("msmtp cannot sign in in the way that works."));
  return update (existing, outgoing, credential, existing->address, shared, changes, error);
}

static gboolean
kitte_msmtp_plan_update (KitteClient *client,
                         const KitteExistingAccount *existing,
                         const KitteAccount *account,
                         KitteSharedServer shared,
                         KitteChangeSet *changes,
                         GError **error)
{
  return update (existing, account->outgoing, account->outgoing_credential,
                 account->address->display, shared, changes, error);
}

static gboolean
kitte_msmtp_plan_trust (KitteClient *client,
                        const KitteExistingAccount *existing,
                        const KitteProvenServers *trust,
                        KitteChangeSet *changes,
                        GError **error)
{
  return trust->outgoing == NULL || kitte_msmtp_renew_trust (changes, existing, error);
}

static gboolean
kitte_msmtp_take_back (KitteClient *client,
                       const KitteFileTrace *trace,
                       GBytes *now,
                       GBytes **then,
                       GError **error)
{
  const char *name = find_part (trace, PART_NAME);
  gboolean was_update = FALSE;
  g_autoptr (GBytes) updated = kitte_msmtp_update_take_back (trace, now, &was_update);
  g_autoptr (GBytes) kept = cut (now, find_part (trace, PART_TEXT), find_part (trace, PART_REST));
  g_autoptr (KitteMsmtprc) checked =
      kept != NULL ? kitte_msmtprc_parse (kept, trace->path, NULL) : NULL;

  if (was_update)
    {
      *then = g_steal_pointer (&updated);
      return TRUE;
    }
  /* Cut out or not, the file must be one that msmtp reads: another account may build on ours. */
  if (checked == NULL)
    {
      g_clear_pointer (&kept, g_bytes_unref);
      kept =
          name != NULL ? kitte_msmtprc_remove (now, name, trace->path, error) : g_bytes_ref (now);
    }
  if (kept == NULL)
    return FALSE;
  *then = trace->created && is_blank (kept) ? NULL : g_steal_pointer (&kept);
  return TRUE;
}

static void
kitte_msmtp_set_password_in_file (KitteClient *client, gboolean wanted)
{
  KITTE_MSMTP (client)->password_in_file = wanted;
}

/* Each stands in the account's own lines. */
static const char *const renews[] = { "old-tls", "cert-exception", NULL };

static void
kitte_msmtp_class_init (KitteMsmtpClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  client_class->id = ID;
  client_class->find = kitte_msmtp_find;
  client_class->can_hold = kitte_msmtp_can_hold;
  client_class->plan = kitte_msmtp_plan;
  client_class->read = kitte_msmtp_read;
  client_class->plan_outgoing = kitte_msmtp_plan_outgoing;
  client_class->plan_update = kitte_msmtp_plan_update;
  client_class->renews = renews;
  client_class->plan_trust = kitte_msmtp_plan_trust;
  client_class->take_back = kitte_msmtp_take_back;
  client_class->lookup_password = kitte_msmtp_lookup_password;
  client_class->set_password_in_file = kitte_msmtp_set_password_in_file;
}

static void
kitte_msmtp_init (KitteMsmtp *self)
{
}

/**
 * kitte_msmtp_new:
 *
 * Returns: (transfer full): what Kitte can do with msmtp
 */
KitteClient *
kitte_msmtp_new (void)
{
  return KITTE_CLIENT (g_object_new (KITTE_TYPE_MSMTP, NULL));
}
