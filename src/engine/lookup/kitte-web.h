/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWeb: fetches small documents by HTTP, within bounds of size, time and redirects. */
#pragma once

#include "wire/kitte-nearness.h"

G_BEGIN_DECLS

#define KITTE_WEB_ERROR (kitte_web_error_quark ())

/**
 * KitteWebError:
 * @KITTE_WEB_ERROR_NO_PAGE: the server says that it has no such page
 * @KITTE_WEB_ERROR_SERVER: the server says that it cannot answer
 * @KITTE_WEB_ERROR_REDIRECT: it sends too often, or elsewhere than may be followed
 * @KITTE_WEB_ERROR_TOO_LARGE: more than KITTE_MAX_DOCUMENT
 * @KITTE_WEB_ERROR_PROXY: the proxy wants a sign-in, or does not let it through
 * @KITTE_WEB_ERROR_NO_PROXY: the proxy cannot be reached
 * @KITTE_WEB_ERROR_PRIVATE: it leads into a private network, where a stranger may not send us
 * @KITTE_WEB_ERROR_SOMEBODY_ELSE: the certificate is for another name
 */
typedef enum
{
  KITTE_WEB_ERROR_NO_PAGE,
  KITTE_WEB_ERROR_SERVER,
  KITTE_WEB_ERROR_REDIRECT,
  KITTE_WEB_ERROR_TOO_LARGE,
  KITTE_WEB_ERROR_PROXY,
  KITTE_WEB_ERROR_NO_PROXY,
  KITTE_WEB_ERROR_PRIVATE,
  KITTE_WEB_ERROR_SOMEBODY_ELSE,
} KitteWebError;

/**
 * KitteWebReach:
 * @KITTE_WEB_ANYWHERE: the person named the host, by the domain of the address
 * @KITTE_WEB_INTERNET: a stranger named it: nothing is fetched from a private network
 */
typedef enum
{
  KITTE_WEB_ANYWHERE,
  KITTE_WEB_INTERNET,
} KitteWebReach;

typedef KitteNearness (*KitteWebNearness) (GInetAddress *address);

GQuark kitte_web_error_quark (void);

#define KITTE_TYPE_WEB (kitte_web_get_type ())
G_DECLARE_FINAL_TYPE (KitteWeb, kitte_web, KITTE, WEB, GObject)

KitteWeb *kitte_web_new (void);
KitteWeb *kitte_web_new_with (GSocketConnectable *server, const char *authority);

void kitte_web_set_world (KitteWeb *self, GProxyResolver *proxies, KitteWebNearness nearness);

void kitte_web_fetch_async (KitteWeb *self,
                            const char *url,
                            const char *query,
                            KitteWebReach reach,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GBytes *
kitte_web_fetch_finish (KitteWeb *self, GAsyncResult *result, char **final_host, GError **error);

G_END_DECLS
