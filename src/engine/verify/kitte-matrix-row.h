/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteMatrixRow: what one port of a server offers, by encryption and way to sign in. */
#pragma once

#include "model/kitte-report.h"

G_BEGIN_DECLS

/**
 * KitteMatrixState:
 * @KITTE_MATRIX_PENDING: not known yet
 * @KITTE_MATRIX_OPEN: the server talks there; the cells say how
 * @KITTE_MATRIX_REFUSED: somebody refused the connection
 * @KITTE_MATRIX_SILENT: nobody answered
 * @KITTE_MATRIX_FAILED: the finding says why nothing is known
 * @KITTE_MATRIX_CANCELLED: it was not waited for
 */
typedef enum
{
  KITTE_MATRIX_PENDING,
  KITTE_MATRIX_OPEN,
  KITTE_MATRIX_REFUSED,
  KITTE_MATRIX_SILENT,
  KITTE_MATRIX_FAILED,
  KITTE_MATRIX_CANCELLED,
} KitteMatrixState;

typedef enum
{
  KITTE_MATRIX_NO_SIGN_IN,
  KITTE_MATRIX_SIGN_IN,
  KITTE_MATRIX_POP_BEFORE_SMTP,
} KitteMatrixSignIn;

/**
 * KitteMatrixCell:
 * @known: whether the rest says anything
 * @offered: whether the port talks with this encryption
 * @finding: (nullable): why it cannot be used although it is offered
 * @auth: the methods offered there
 */
typedef struct
{
  gboolean known;
  gboolean offered;
  KitteFinding *finding;
  KitteMatrixSignIn sign_in;
  KitteAuthList auth;
} KitteMatrixCell;

#define KITTE_N_SECURITIES (KITTE_SECURITY_NONE + 1)

/**
 * KitteMatrixRow:
 * @first_try: what the port usually talks
 * @finding: (nullable): with %KITTE_MATRIX_FAILED: why
 * @cells: by #KitteSecurity
 *
 * A value of its matrix: read the fields, never write them.
 */
typedef struct
{
  KitteProtocol protocol;
  char *host;
  guint16 port;
  KitteSecurity first_try;
  KitteMatrixState state;
  KitteFinding *finding;
  KitteMatrixCell cells[KITTE_N_SECURITIES];
} KitteMatrixRow;

KitteMatrixRow *kitte_matrix_row_new (KitteProtocol protocol,
                                      const char *host,
                                      guint16 port,
                                      KitteSecurity first_try);
void kitte_matrix_row_free (KitteMatrixRow *self);

gboolean kitte_matrix_row_read (KitteMatrixRow *self, KitteCheck *check, KitteFinding *finding);
gboolean kitte_matrix_row_offers_sign_in (const KitteMatrixRow *self);
void kitte_matrix_row_use_pop_before_smtp (KitteMatrixRow *self);

const char *kitte_matrix_state_to_nick (KitteMatrixState state);
const char *kitte_matrix_sign_in_to_nick (KitteMatrixSignIn sign_in);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteMatrixRow, kitte_matrix_row_free)

G_END_DECLS
