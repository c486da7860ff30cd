/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection tells most of a row: a port that encrypts from the first byte has no other way,
 * and one that does not lists its methods twice, before and under STARTTLS. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-matrix-row.h"

static const char *const state_nicks[] = { "pending", "open",   "refused",
                                           "silent",  "failed", "cancelled" };
static const char *const sign_in_nicks[] = { "none", "offered", "pop-before-smtp" };

/**
 * kitte_matrix_row_new:
 * @first_try: %KITTE_SECURITY_TLS, or %KITTE_SECURITY_NONE where STARTTLS may follow
 *
 * Returns: (transfer full): a row of which nothing is known
 */
KitteMatrixRow *
kitte_matrix_row_new (KitteProtocol protocol,
                      const char *host,
                      guint16 port,
                      KitteSecurity first_try)
{
  KitteMatrixRow *self = g_new0 (KitteMatrixRow, 1);

  self->protocol = protocol;
  self->host = g_strdup (host);
  self->port = port;
  self->first_try = first_try;
  return self;
}

void
kitte_matrix_row_free (KitteMatrixRow *self)
{
  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (self->cells); i++)
    g_clear_pointer (&self->cells[i].finding, kitte_finding_unref);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_free (self->host);
  g_free (self);
}

/* That nobody may sign in there is not what keeps one from talking to the server. */
static gboolean
is_about_sign_in (const KitteFinding *finding)
{
  return finding->code == KITTE_FINDING_PLAINTEXT_ONLY ||
         (finding->code >= KITTE_FINDING_AUTH_NOT_OFFERED &&
          finding->code <= KITTE_FINDING_BUDGET_SPENT);
}

static gboolean
is_about_encryption (const KitteFinding *finding)
{
  return finding->code >= KITTE_FINDING_TLS_NOT_OFFERED &&
         finding->code <= KITTE_FINDING_CERT_REVOKED &&
         finding->code != KITTE_FINDING_PLAINTEXT_ONLY;
}

static gboolean
has_step (KitteCheck *check, KitteStep step)
{
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);

  for (guint i = 0; i < n_steps; i++)
    if (steps[i].step == step)
      return TRUE;
  return FALSE;
}

static void
set_methods (KitteMatrixCell *cell, const KitteAuthList *auth)
{
  cell->offered = TRUE;
  cell->auth = *auth;
  cell->sign_in = auth->n_items > 0 ? KITTE_MATRIX_SIGN_IN : KITTE_MATRIX_NO_SIGN_IN;
}

static void
set_fault (KitteMatrixCell *cell, const KitteFinding *finding)
{
  cell->offered = TRUE;
  cell->finding = kitte_finding_ref ((KitteFinding *) finding);
}

static void
read_encrypted (KitteMatrixCell *cell, KitteCheck *check, const KitteFinding *fault)
{
  if (fault != NULL)
    set_fault (cell, fault);
  else
    set_methods (cell, &kitte_check_get_connection (check)->offered);
}

/* A server that offers STARTTLS and then refuses it goes on without: nothing failed. POP3 servers
 * that cannot list what they offer are asked for it blindly; their refusal is no offer. */
static void
read_plain_port (KitteMatrixRow *self, KitteCheck *check, const KitteFinding *fault)
{
  KitteConnection *connection = kitte_check_get_connection (check);
  KitteMatrixCell *starttls = &self->cells[KITTE_SECURITY_STARTTLS];
  g_autoptr (KitteFinding) refused = NULL;

  set_methods (&self->cells[KITTE_SECURITY_NONE], &connection->offered_in_clear);
  if (!has_step (check, KITTE_STEP_STARTTLS))
    return;
  if (fault == NULL && connection->tls_version == NULL)
    refused = kitte_finding_new (KITTE_FINDING_STARTTLS_REFUSED, NULL);
  if (refused != NULL && self->protocol == KITTE_PROTOCOL_POP3)
    return;
  read_encrypted (starttls, check, refused != NULL ? refused : fault);
}

static void
read_talk (KitteMatrixRow *self, KitteCheck *check, const KitteFinding *fault)
{
  self->state = KITTE_MATRIX_OPEN;
  for (gsize i = 0; i < G_N_ELEMENTS (self->cells); i++)
    self->cells[i].known = TRUE;
  if (kitte_check_get_server (check)->security == KITTE_SECURITY_TLS)
    read_encrypted (&self->cells[KITTE_SECURITY_TLS], check, fault);
  else
    read_plain_port (self, check, fault);
}

static KitteMatrixState
state_of (KitteCheck *check, const KitteFinding *finding)
{
  gboolean connected = kitte_check_get_connection (check)->remote != NULL;

  if (finding->code == KITTE_FINDING_REFUSED)
    return KITTE_MATRIX_REFUSED;
  if (finding->code == KITTE_FINDING_TIMED_OUT && !connected)
    return KITTE_MATRIX_SILENT;
  return KITTE_MATRIX_FAILED;
}

/**
 * kitte_matrix_row_read:
 * @check: of one connection to the port, whose security is %KITTE_SECURITY_TLS or
 *   %KITTE_SECURITY_NONE
 * @finding: (nullable): why it did not get ready for a sign-in
 *
 * Takes from a connection what it tells.
 *
 * Returns: whether that is all; %FALSE: the port talks the other way round, and has to be asked so
 */
gboolean
kitte_matrix_row_read (KitteMatrixRow *self, KitteCheck *check, KitteFinding *finding)
{
  g_return_val_if_fail (self != NULL && KITTE_IS_CHECK (check), TRUE);

  if (finding == NULL || is_about_sign_in (finding))
    read_talk (self, check, NULL);
  else if (finding->code == KITTE_FINDING_TLS_ON_PLAIN_PORT &&
           kitte_check_get_server (check)->security == self->first_try)
    return FALSE;
  else if (is_about_encryption (finding) && finding->code != KITTE_FINDING_TLS_ON_PLAIN_PORT)
    read_talk (self, check, finding);
  else
    {
      self->state = state_of (check, finding);
      g_clear_pointer (&self->finding, kitte_finding_unref);
      if (self->state == KITTE_MATRIX_FAILED)
        self->finding = kitte_finding_ref (finding);
    }
  return TRUE;
}

/**
 * kitte_matrix_row_offers_sign_in:
 *
 * Returns: whether a password could be used there, with any encryption
 */
gboolean
kitte_matrix_row_offers_sign_in (const KitteMatrixRow *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (self->cells); i++)
    if (self->cells[i].auth.n_items > 0)
      return TRUE;
  return FALSE;
}

/**
 * kitte_matrix_row_use_pop_before_smtp:
 *
 * Where the port offers no sign-in, mail can be sent after receiving.
 */
void
kitte_matrix_row_use_pop_before_smtp (KitteMatrixRow *self)
{
  g_return_if_fail (self != NULL && self->protocol == KITTE_PROTOCOL_SMTP);

  for (gsize i = 0; i < G_N_ELEMENTS (self->cells); i++)
    {
      KitteMatrixCell *cell = &self->cells[i];

      if (cell->offered && cell->finding == NULL && cell->sign_in == KITTE_MATRIX_NO_SIGN_IN)
        cell->sign_in = KITTE_MATRIX_POP_BEFORE_SMTP;
    }
}

const char *
kitte_matrix_state_to_nick (KitteMatrixState state)
{
  return state_nicks[state];
}

const char *
kitte_matrix_sign_in_to_nick (KitteMatrixSignIn sign_in)
{
  return sign_in_nicks[sign_in];
}
