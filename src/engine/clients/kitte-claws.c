/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two programs of one origin: their files are alike but for a few numbers and the folder. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-claws.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "base/kitte-host.h"
#include "kitte-accountrc-lines.h"
#include "kitte-accountrc.h"

struct _KitteClaws
{
  KitteClient parent_instance;
};

struct _KitteSylpheed
{
  KitteClient parent_instance;
};

G_DEFINE_FINAL_TYPE (KitteClaws, kitte_claws, KITTE_TYPE_CLIENT)
G_DEFINE_FINAL_TYPE (KitteSylpheed, kitte_sylpheed, KITTE_TYPE_CLIENT)

/* One of the two: @folders are where the versions keep their files, newest first. */
typedef struct
{
  const char *id;
  const char *name;
  const char *program;
  const char *desktop_id;
  const char *folders[3];
  const KitteAccountrcDialect *dialect;
} Program;

static const Program claws = {
  "claws-mail",         "Claws Mail",      "claws-mail",
  "claws-mail.desktop", { ".claws-mail" }, &kitte_accountrc_claws,
};

static const Program sylpheed = {
  "sylpheed",
  "Sylpheed",
  "sylpheed",
  "sylpheed.desktop",
  { ".sylpheed-2.0", ".sylpheed" },
  &kitte_accountrc_sylpheed,
};

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new ("");
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return kitte_change_set_read (reader, path, KITTE_MAX_DOCUMENT, NULL);
}

static GPtrArray *
find (const Program *program)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  g_autofree char *file = kitte_host_find_program (program->program);

  for (gsize i = 0; file != NULL && found->len == 0 && i < G_N_ELEMENTS (program->folders); i++)
    {
      g_autofree char *root = program->folders[i] != NULL ?
                                  g_build_filename (g_get_home_dir (), program->folders[i], NULL) :
                                  NULL;

      if (root != NULL && g_file_test (root, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (found, kitte_installation_new (program->id, program->name,
                                                        program->desktop_id, file, root, FALSE));
    }
  return found;
}

static GPtrArray *
read_accounts (const Program *program, KitteInstallation *installation, GError **error)
{
  g_autofree char *path = g_build_filename (installation->root, "accountrc", NULL);
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new ("");
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = kitte_change_set_read (reader, path, KITTE_MAX_DOCUMENT, &cause);
  g_autoptr (KitteAccountrc) file = NULL;

  if (cause != NULL)
    {
      g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_IO, cause->message);
      return NULL;
    }
  if (bytes == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);
  file = kitte_accountrc_parse (bytes);
  return kitte_accountrc_get_accounts (file, program->dialect, path, installation);
}

/* Since 3.14 Claws Mail keeps passwords in a file of their own: `recv` and `send` for each account,
 * encrypted. Only that there is one is looked at. */
static KitteStoredPassword
find_password (const char *text, const char *account_key, const char *which)
{
  g_autofree char *title = g_strdup_printf ("\n[account:%s]\n", account_key);
  g_autofree char *wanted = g_strdup_printf ("\n%s ", which);
  const char *start = strstr (text, title);
  const char *end = start != NULL ? strstr (start + 1, "\n[") : NULL;
  const char *found = start != NULL ? strstr (start, wanted) : NULL;

  return found != NULL && (end == NULL || found < end) ? KITTE_STORED_PASSWORD_YES :
                                                         KITTE_STORED_PASSWORD_NO;
}

static void
find_passwords (KitteInstallation *installation, GPtrArray *accounts)
{
  g_autoptr (GBytes) bytes = read_file (installation->root, "passwordstorerc");
  g_autofree char *bare = NULL;
  g_autofree char *text = NULL;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return;
  bare = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  text = g_strconcat ("\n", bare, NULL);
  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteExistingAccount *account = accounts->pdata[i];

      if (account->receiving != NULL)
        account->receiving->password = find_password (text, account->key, "recv");
      if (account->sending != NULL)
        account->sending->password = find_password (
            text, account->key,
            kitte_existing_server_find (account->sending, KITTE_SETTING_USERNAME)->value != NULL ?
                "send" :
                "recv");
    }
}

static GPtrArray *
kitte_claws_find (KitteClient *client)
{
  return find (&claws);
}

static GPtrArray *
kitte_claws_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  GPtrArray *accounts = read_accounts (&claws, installation, error);

  if (accounts != NULL)
    find_passwords (installation, accounts);
  return accounts;
}

static GPtrArray *
kitte_sylpheed_find (KitteClient *client)
{
  return find (&sylpheed);
}

/* How often mail is fetched is a setting of the whole program: minutes. */
static GPtrArray *
kitte_sylpheed_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  GPtrArray *accounts = read_accounts (&sylpheed, installation, error);
  g_autoptr (GBytes) bytes = read_file (installation->root, "sylpheedrc");
  g_autoptr (GPtrArray) blocks = bytes != NULL ? kitte_accountrc_read_blocks (bytes) : NULL;
  KitteAccountrcBlock *common =
      blocks != NULL ? kitte_accountrc_find_block (blocks, "Common") : NULL;
  int minutes = kitte_accountrc_get_number (common, "autochk_interval", 0);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      KitteExistingAccount *account = accounts->pdata[i];

      account->checks_at_start = kitte_accountrc_get_switch (common, "check_on_startup", FALSE);
      if (kitte_accountrc_get_switch (common, "autochk_newmail", FALSE) && minutes > 0)
        account->check_minutes = (guint) minutes;
    }
  return accounts;
}

/* The box is there for POP accounts; the person can tick it. */
static gboolean
can_receive_first (KitteClient *client, const KitteExistingAccount *existing)
{
  return existing->incoming != NULL && existing->incoming->protocol == KITTE_PROTOCOL_POP3 &&
         !existing->receives_first;
}

static void
kitte_claws_class_init (KitteClawsClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  client_class->id = claws.id;
  client_class->find = kitte_claws_find;
  client_class->read = kitte_claws_read;
  client_class->can_receive_first = can_receive_first;
}

static void
kitte_claws_init (KitteClaws *self)
{
}

static void
kitte_sylpheed_class_init (KitteSylpheedClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  client_class->id = sylpheed.id;
  client_class->find = kitte_sylpheed_find;
  client_class->read = kitte_sylpheed_read;
  client_class->can_receive_first = can_receive_first;
}

static void
kitte_sylpheed_init (KitteSylpheed *self)
{
}

/**
 * kitte_claws_new:
 *
 * Returns: (transfer full): what Kitte can read of Claws Mail
 */
KitteClient *
kitte_claws_new (void)
{
  return KITTE_CLIENT (g_object_new (KITTE_TYPE_CLAWS, NULL));
}

/**
 * kitte_sylpheed_new:
 *
 * Returns: (transfer full): what Kitte can read of Sylpheed
 */
KitteClient *
kitte_sylpheed_new (void)
{
  return KITTE_CLIENT (g_object_new (KITTE_TYPE_SYLPHEED, NULL));
}
