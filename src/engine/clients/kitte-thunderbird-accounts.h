/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How prefs.js holds accounts: lists of keys, numbered branches, and the servers they describe. */
#pragma once

#include "kitte-prefs-js.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

#define KITTE_PREF_ACCOUNTS "mail.accountmanager.accounts"
#define KITTE_PREF_DEFAULT_ACCOUNT "mail.accountmanager.defaultaccount"
#define KITTE_PREF_LAST_KEY "mail.account.lastKey"
#define KITTE_PREF_SENDERS "mail.smtpservers"
#define KITTE_PREF_DEFAULT_SENDER "mail.smtp.defaultserver"
#define KITTE_PREF_ASK_DEFAULT "mail.shell.checkDefaultClient"
#define KITTE_PREF_WITHOUT_ACCOUNT "app.use_without_mail_account"

typedef enum
{
  KITTE_BRANCH_ACCOUNT,
  KITTE_BRANCH_SERVER,
  KITTE_BRANCH_IDENTITY,
  KITTE_BRANCH_SENDER,
} KitteThunderbirdBranch;

char *kitte_thunderbird_branch (KitteThunderbirdBranch branch, const char *key);
char *kitte_thunderbird_pref (KitteThunderbirdBranch branch, const char *key, const char *setting);
char *kitte_thunderbird_get (const KittePrefsJs *prefs,
                             KitteThunderbirdBranch branch,
                             const char *key,
                             const char *setting);

guint kitte_thunderbird_next_number (const KittePrefsJs *prefs,
                                     const KittePrefsJs *user_prefs,
                                     KitteThunderbirdBranch branch);
char *kitte_thunderbird_make_key (KitteThunderbirdBranch branch, guint number);

char **kitte_thunderbird_get_list (const KittePrefsJs *prefs, const char *pref);
void kitte_thunderbird_add_to_list (KittePrefsJs *prefs,
                                    const char *pref,
                                    const char *key,
                                    const char *before);
void kitte_thunderbird_remove_from_list (KittePrefsJs *prefs, const char *pref, const char *key);

KitteServer *kitte_thunderbird_read_incoming (const KittePrefsJs *prefs, const char *server_key);
KitteServer *kitte_thunderbird_read_outgoing (const KittePrefsJs *prefs, const char *sender_key);
char *kitte_thunderbird_find_local_account (const KittePrefsJs *prefs);
char **kitte_thunderbird_get_identities (const KittePrefsJs *prefs, const char *account_key);
char **kitte_thunderbird_get_addresses (const KittePrefsJs *prefs, char **identities);
char *kitte_thunderbird_get_sender (const KittePrefsJs *prefs, const char *identity_key);

G_END_DECLS
