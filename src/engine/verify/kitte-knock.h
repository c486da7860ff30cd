/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteKnock: one extra connection, without any sign-in, to see who answers. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteKnockKind:
 * @KITTE_KNOCK_MAIL: a mail server, up to where one could sign in
 * @KITTE_KNOCK_OLD_TLS: which old version of TLS a mail server has
 * @KITTE_KNOCK_EXCHANGE: the mail exchanger of a domain, at the port between servers
 * @KITTE_KNOCK_WEB: a port that carries web pages; nothing is said there
 */
typedef enum
{
  KITTE_KNOCK_MAIL,
  KITTE_KNOCK_OLD_TLS,
  KITTE_KNOCK_EXCHANGE,
  KITTE_KNOCK_WEB,
} KitteKnockKind;

/**
 * KitteKnockAnswer:
 * @KITTE_KNOCK_PENDING: nothing is known yet
 * @KITTE_KNOCK_NOBODY: its name could not be found, so that nobody was asked
 * @KITTE_KNOCK_SILENT: nobody answered in time
 * @KITTE_KNOCK_TURNED_AWAY: the connection was refused or cut at once
 * @KITTE_KNOCK_OPEN: there was a connection
 * @KITTE_KNOCK_READY: a mail server that is ready for sign-in, with encryption
 */
typedef enum
{
  KITTE_KNOCK_PENDING,
  KITTE_KNOCK_NOBODY,
  KITTE_KNOCK_SILENT,
  KITTE_KNOCK_TURNED_AWAY,
  KITTE_KNOCK_OPEN,
  KITTE_KNOCK_READY,
} KitteKnockAnswer;

typedef struct _KitteKnock KitteKnock;

KitteKnock *kitte_knock_new_mail (KitteServer *server);
KitteKnock *kitte_knock_new_old_tls (KitteServer *server);
KitteKnock *kitte_knock_new_exchange (const char *domain, guint16 port);
KitteKnock *kitte_knock_new_web (const char *host, guint16 port);
KitteKnock *kitte_knock_ref (KitteKnock *self);
void kitte_knock_unref (KitteKnock *self);

void kitte_knock_async (KitteKnock *self,
                        guint milliseconds,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
void kitte_knock_finish (KitteKnock *self, GAsyncResult *result);

KitteKnockAnswer kitte_knock_get_answer (const KitteKnock *self);
KitteServer *kitte_knock_get_server (const KitteKnock *self);
KitteFinding *kitte_knock_get_finding (const KitteKnock *self);
char *kitte_knock_describe (const KitteKnock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteKnock, kitte_knock_unref)

G_END_DECLS
