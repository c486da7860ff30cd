/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteServiceCheck: a provider’s own service looked at from outside, for its staff: whether the
 * servers of a preset are as it says, and what the domain publishes is the same. */
#pragma once

#include "lookup/kitte-web.h"
#include "model/kitte-report.h"
#include "provider/kitte-preset.h"
#include "verify/kitte-published.h"
#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SERVICE_CHECK (kitte_service_check_get_type ())
G_DECLARE_FINAL_TYPE (KitteServiceCheck, kitte_service_check, KITTE, SERVICE_CHECK, GObject)

/**
 * KitteServiceState:
 * @KITTE_SERVICE_PENDING: not known: it was cancelled, or there was no time
 * @KITTE_SERVICE_OK: ready for sign-in, as the preset says
 * @KITTE_SERVICE_FAILED: the finding says why not
 */
typedef enum
{
  KITTE_SERVICE_PENDING,
  KITTE_SERVICE_OK,
  KITTE_SERVICE_FAILED,
} KitteServiceState;

/**
 * KitteServiceIpv6:
 * @KITTE_SERVICE_IPV6_UNKNOWN: this computer could not find out
 * @KITTE_SERVICE_IPV6_NONE: the name has no such address
 * @KITTE_SERVICE_IPV6_OK: there was a connection
 * @KITTE_SERVICE_IPV6_FAILED: there is an address, and nobody behind it
 */
typedef enum
{
  KITTE_SERVICE_IPV6_UNKNOWN,
  KITTE_SERVICE_IPV6_NONE,
  KITTE_SERVICE_IPV6_OK,
  KITTE_SERVICE_IPV6_FAILED,
} KitteServiceIpv6;

/**
 * KitteServiceRow:
 * @check: steps, connection and certificate
 * @finding: (nullable): with %KITTE_SERVICE_FAILED: why
 */
typedef struct
{
  KitteServer *server;
  KitteCheck *check;
  KitteServiceState state;
  KitteFinding *finding;
  KitteServiceIpv6 ipv6;
} KitteServiceRow;

KitteServiceCheck *kitte_service_check_new (KittePreset *preset,
                                            KitteAddress *address,
                                            GHashTable *answers,
                                            KitteResolver *resolver,
                                            KitteWeb *web,
                                            GError **error);

KittePreset *kitte_service_check_get_preset (KitteServiceCheck *self);
KitteAddress *kitte_service_check_get_address (KitteServiceCheck *self);
GPtrArray *kitte_service_check_get_rows (KitteServiceCheck *self);
GPtrArray *kitte_service_check_get_published (KitteServiceCheck *self);
gboolean kitte_service_check_is_good (KitteServiceCheck *self);

void kitte_service_check_run_async (KitteServiceCheck *self,
                                    guint deadline,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
kitte_service_check_run_finish (KitteServiceCheck *self, GAsyncResult *result, GError **error);

const char *kitte_service_ipv6_to_nick (KitteServiceIpv6 ipv6);

G_END_DECLS
