/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteInquiry: finds out why a server could not be brought up to its sign-in, by asking others. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteUsualPort:
 *
 * Where servers of a protocol are found (RFC 8314, 3).
 */
typedef struct
{
  KitteProtocol protocol;
  guint16 port;
  KitteSecurity security;
} KitteUsualPort;

/**
 * KitteSurroundings:
 * @witnesses: (nullable) (element-type KitteWitness): who is compared with; %NULL: providers of the
 *   catalogue that have nothing to do with the server
 * @usual_ports: where the same host is looked at for an encrypted server
 * @n_usual_ports: how many
 * @relay_port: where mail is passed on between servers (RFC 5321: 25)
 * @web_port: where pages are served
 * @built: when the program was built, seconds since 1970: no clock that is right shows less
 * @connectivity: asked in a worker thread
 *
 * What an inquiry takes for granted; tests bring their own. Plain values, not copied.
 */
typedef struct
{
  GPtrArray *witnesses;
  const KitteUsualPort *usual_ports;
  gsize n_usual_ports;
  guint16 relay_port;
  guint16 web_port;
  gint64 built;
  GNetworkConnectivity (*connectivity) (void);
} KitteSurroundings;

const KitteSurroundings *kitte_surroundings_get_default (void);

#define KITTE_TYPE_INQUIRY (kitte_inquiry_get_type ())
G_DECLARE_FINAL_TYPE (KitteInquiry, kitte_inquiry, KITTE, INQUIRY, GObject)

KitteInquiry *kitte_inquiry_new (KitteServer *server, const KitteSurroundings *surroundings);

void kitte_inquiry_ask_async (KitteInquiry *self,
                              const KitteFinding *finding,
                              gboolean connected,
                              gint64 deadline,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kitte_inquiry_ask_finish (KitteInquiry *self, GAsyncResult *result, GError **error);

KitteFinding *
kitte_inquiry_judge (KitteInquiry *self, const KitteFinding *finding, gboolean connected);

G_END_DECLS
