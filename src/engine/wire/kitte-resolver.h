/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteResolver: names and records by c-ares on the main context, as the process’s GResolver. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITTE_RESOLVER_ERROR (kitte_resolver_error_quark ())

/**
 * KitteResolverError:
 * @KITTE_RESOLVER_ERROR_NO_SUCH_NAME: NXDOMAIN: the name does not exist (RFC 2308, 2.1)
 * @KITTE_RESOLVER_ERROR_NO_DATA: the name exists, but has nothing of this type (RFC 2308, 2.2)
 * @KITTE_RESOLVER_ERROR_SERVER_FAILED: a name server answered that it cannot say
 * @KITTE_RESOLVER_ERROR_SILENT: no name server answered in time
 * @KITTE_RESOLVER_ERROR_UNREACHABLE: no name server could be asked at all
 */
typedef enum
{
  KITTE_RESOLVER_ERROR_NO_SUCH_NAME,
  KITTE_RESOLVER_ERROR_NO_DATA,
  KITTE_RESOLVER_ERROR_SERVER_FAILED,
  KITTE_RESOLVER_ERROR_SILENT,
  KITTE_RESOLVER_ERROR_UNREACHABLE,
} KitteResolverError;

GQuark kitte_resolver_error_quark (void);

#define KITTE_TYPE_RESOLVER (kitte_resolver_get_type ())
G_DECLARE_FINAL_TYPE (KitteResolver, kitte_resolver, KITTE, RESOLVER, GResolver)

KitteResolver *kitte_resolver_new (GResolver *fallback, const char *servers);
void kitte_resolver_install (void);
KitteResolver *kitte_resolver_get_installed (void);

void kitte_resolver_find_async (KitteResolver *self,
                                const char *host,
                                GSocketFamily family,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GList *kitte_resolver_find_finish (KitteResolver *self,
                                   GAsyncResult *result,
                                   gboolean *asked_network,
                                   GError **error);

G_END_DECLS
