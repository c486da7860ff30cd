/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSasl: one SASL exchange by GNU SASL, challenges and responses in base64. */
#pragma once

#include "kitte-scram-work.h"
#include "model/kitte-credential.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

typedef struct _KitteSasl KitteSasl;

/**
 * KitteSaslOutcome:
 * @KITTE_SASL_RESPONSE: there is a response to send
 * @KITTE_SASL_WORK: kitte_sasl_get_work() is to be run, then the same step taken again
 * @KITTE_SASL_BAD_CHALLENGE: the server sent what the mechanism does not allow
 * @KITTE_SASL_SERVER_UNPROVEN: the server does not know the password itself
 * @KITTE_SASL_BAD_CREDENTIAL: user name or password cannot be prepared for this mechanism
 */
typedef enum
{
  KITTE_SASL_RESPONSE,
  KITTE_SASL_WORK,
  KITTE_SASL_BAD_CHALLENGE,
  KITTE_SASL_SERVER_UNPROVEN,
  KITTE_SASL_BAD_CREDENTIAL,
} KitteSaslOutcome;

const char *kitte_sasl_name (KitteAuth method);
gboolean kitte_sasl_from_name (const char *name, KitteAuth *method);

KitteSasl *kitte_sasl_new (KitteAuth method,
                           KitteProtocol protocol,
                           const char *host,
                           KitteCredential *credential);
void kitte_sasl_free (KitteSasl *self);

gboolean kitte_sasl_is_client_first (KitteSasl *self);
gboolean kitte_sasl_is_complete (KitteSasl *self);
KitteSaslOutcome kitte_sasl_step (KitteSasl *self, const char *challenge, KitteSecret **response);
KitteScramWork *kitte_sasl_get_work (KitteSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteSasl, kitte_sasl_free)

G_END_DECLS
