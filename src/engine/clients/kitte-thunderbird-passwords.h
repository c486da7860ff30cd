/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The saved passwords of one profile: the list and the keys together. */
#pragma once

#include "kitte-thunderbird-profile.h"
#include "model/kitte-credential.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

typedef struct _KitteThunderbirdPasswords KitteThunderbirdPasswords;

/* A server and what to sign in with; NULL: nothing to save. */
typedef struct
{
  const KitteServer *server;
  const KitteCredential *credential;
} KitteThunderbirdLogin;

KitteThunderbirdPasswords *kitte_thunderbird_passwords_open (KitteThunderbirdProfile *profile,
                                                             KitteSecret *primary_password,
                                                             GError **error);
void kitte_thunderbird_passwords_free (KitteThunderbirdPasswords *self);

KitteSecret *kitte_thunderbird_passwords_lookup (KitteThunderbirdPasswords *self,
                                                 const KitteServer *server);
gboolean kitte_thunderbird_passwords_save (KitteThunderbirdProfile *profile,
                                           KitteSecret *primary_password,
                                           const KitteThunderbirdLogin *logins,
                                           gsize n_logins,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteThunderbirdPasswords, kitte_thunderbird_passwords_free)

G_END_DECLS
