/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key files of a new account, in Evolution’s words. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-make.h"

#include <string.h>

#include "kitte-evolution-words.h"

/* A value as key files escape it. */
static void
append_key (GString *text, const char *key, const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *escaped = NULL;

  g_key_file_set_string (file, "g", key, value);
  escaped = g_key_file_get_value (file, "g", key, NULL);
  g_string_append_printf (text, "%s=%s\n", key, escaped);
}

static void
append_source (GString *text, const KitteAddress *address, const char *parent)
{
  g_string_append (text, "[Data Source]\n");
  append_key (text, "DisplayName", address->display);
  append_key (text, "Enabled", "true");
  append_key (text, "Parent", parent);
}

/* Without its own group the encryption would be none at all. */
static void
append_server (GString *text, const KitteServer *server, const KitteAddress *address)
{
  g_string_append (text, "\n[Authentication]\n");
  append_key (text, "Host", server->host);
  append_key (text, "Method", kitte_evolution_get_method (server, address));
  g_string_append_printf (text, "Port=%u\n", server->port);
  append_key (text, "User", server->username != NULL ? server->username : "");
  g_string_append (text, "\n[Security]\n");
  append_key (text, "Method", kitte_evolution_get_security (server->security));
}

/* Without the group Evolution empties the mailbox of everybody who reads it elsewhere too. */
static void
append_pop (GString *text, KittePopPolicy pop)
{
  g_string_append (text, "\n[Pop Backend]\n");
  append_key (text, "KeepOnServer", pop.leave_on_server ? "true" : "false");
  if (pop.leave_on_server && pop.days > 0)
    g_string_append_printf (text, "DeleteAfterDays=%u\n", pop.days);
}

/* As Evolution names a folder inside an account: its levels divided by slashes. */
static char *
folder_path (const char *folder)
{
  return g_strdelimit (g_strdup (folder), ".", '/');
}

/* Only what the preset names, because the server does not say which folder is which. */
static void
append_real_folder (GString *text, const char *use, const char *key, const char *folder)
{
  g_autofree char *path = folder != NULL ? folder_path (folder) : NULL;

  if (path == NULL)
    return;
  append_key (text, use, "true");
  append_key (text, key, path);
}

static void
append_imap (GString *text, const KitteFolders *folders)
{
  if (folders->trash == NULL && folders->junk == NULL)
    return;
  g_string_append (text, "\n[Imapx Backend]\n");
  append_real_folder (text, "UseRealTrashPath", "RealTrashPath", folders->trash);
  append_real_folder (text, "UseRealJunkPath", "RealJunkPath", folders->junk);
}

static void
append_folder (GString *text, const char *key, const char *uid, const char *folder)
{
  g_autofree char *path = folder != NULL ? folder_path (folder) : NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;

  if (path == NULL)
    return;
  escaped = g_uri_escape_string (path, "/", FALSE);
  uri = g_strdup_printf ("folder://%s/%s", uid, escaped);
  append_key (text, key, uri);
}

static char *
make_account_file (const KitteAccount *account, const KitteEvolutionUids *uids)
{
  GString *text = g_string_new (NULL);

  append_source (text, account->address, "");
  g_string_append (text, "\n[Mail Account]\n");
  append_key (text, "BackendName", kitte_evolution_get_backend (account->incoming->protocol));
  append_key (text, "IdentityUid", uids->identity);
  append_server (text, account->incoming, account->address);
  if (account->incoming->protocol == KITTE_PROTOCOL_POP3)
    append_pop (text, account->pop);
  else
    append_imap (text, &account->folders);
  return g_string_free (text, FALSE);
}

static char *
make_identity_file (const KitteAccount *account, const KitteEvolutionUids *uids)
{
  GString *text = g_string_new (NULL);

  append_source (text, account->address, uids->account);
  g_string_append (text, "\n[Mail Identity]\n");
  append_key (text, "Name", account->name);
  append_key (text, "Address", account->address->text);
  g_string_append (text, "\n[Mail Submission]\n");
  append_key (text, "TransportUid", uids->transport);
  if (account->incoming->protocol == KITTE_PROTOCOL_IMAP)
    append_folder (text, "SentFolder", uids->account, account->folders.sent);
  g_string_append (text, "\n[Mail Composition]\n");
  if (account->incoming->protocol == KITTE_PROTOCOL_IMAP)
    append_folder (text, "DraftsFolder", uids->account, account->folders.drafts);
  return g_string_free (text, FALSE);
}

static char *
make_transport_file (const char *parent, const KitteServer *outgoing, const KitteAddress *address)
{
  GString *text = g_string_new (NULL);

  append_source (text, address, parent);
  g_string_append (text, "\n[Mail Transport]\n");
  append_key (text, "BackendName", "smtp");
  append_server (text, outgoing, address);
  return g_string_free (text, FALSE);
}

static char *
make_preview (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *preview = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_string_append_printf (preview, "+%s\n", lines[i]);
  return g_string_free (preview, FALSE);
}

static void
write_source (KitteChangeSet *changes,
              KitteInstallation *installation,
              const char *uid,
              char *taken_text)
{
  g_autofree char *path = kitte_evolution_get_path (installation, uid);
  g_autofree char *preview = make_preview (taken_text);
  g_autoptr (GBytes) bytes = g_bytes_new_take (taken_text, strlen (taken_text));

  kitte_change_set_write (changes, "evolution", path, bytes, 0600, preview, NULL);
  kitte_change_set_add_part (changes, path, uid);
}

void
kitte_evolution_uids_clear (KitteEvolutionUids *self)
{
  g_free (self->account);
  g_free (self->identity);
  g_free (self->transport);
}

/* Returns: (transfer full): where the source with this uid stands */
char *
kitte_evolution_get_path (const KitteInstallation *installation, const char *uid)
{
  g_autofree char *name = g_strconcat (uid, ".source", NULL);

  return g_build_filename (installation->root, name, NULL);
}

/**
 * kitte_evolution_make_account:
 *
 * Plans the three files. The account's own comes last: only then does anything refer to files that
 * are there.
 */
void
kitte_evolution_make_account (KitteChangeSet *changes,
                              KitteInstallation *installation,
                              const KitteAccount *account,
                              const KitteEvolutionUids *uids)
{
  write_source (changes, installation, uids->transport,
                make_transport_file (uids->account, account->outgoing, account->address));
  write_source (changes, installation, uids->identity, make_identity_file (account, uids));
  write_source (changes, installation, uids->account, make_account_file (account, uids));
}

/**
 * kitte_evolution_make_transport:
 * @uid: of the new source
 * @parent: the account's uid
 * @outgoing: with exactly one method, one that Evolution has a word for
 *
 * Plans a sending server of its own for an account that is there.
 */
void
kitte_evolution_make_transport (KitteChangeSet *changes,
                                KitteInstallation *installation,
                                const char *uid,
                                const char *parent,
                                const KitteServer *outgoing,
                                const KitteAddress *address)
{
  write_source (changes, installation, uid, make_transport_file (parent, outgoing, address));
}
