/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteDialog: a mail protocol as a machine without I/O: fed a line, it answers with what it wants.
 */
#pragma once

#include "base/kitte-secret.h"
#include "kitte-scram-work.h"
#include "model/kitte-credential.h"
#include "model/kitte-finding.h"
#include "model/kitte-report.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

/**
 * KitteDialogWants:
 * @KITTE_DIALOG_WANTS_LINE: send what kitte_dialog_take_output() gives, then feed the next line
 * @KITTE_DIALOG_WANTS_TLS: the server agreed to STARTTLS: any input already received is an
 *   injection (feeding it fails with that finding); do the handshake, then call
 *   kitte_dialog_secured()
 * @KITTE_DIALOG_WANTS_SIGN_IN: capabilities are known; kitte_dialog_sign_in() or
 *   kitte_dialog_goodbye(); a line that arrives meanwhile is fed as ever
 * @KITTE_DIALOG_WANTS_WORK: run kitte_dialog_get_work(), in a thread where something else has to go
 *   on, then call kitte_dialog_worked(); a line fed meanwhile fails, so leave lines unread
 * @KITTE_DIALOG_WANTS_NOTHING: signed in; what was to be proven is proven
 * @KITTE_DIALOG_FAILED: kitte_dialog_get_finding() says why
 *
 * Output may be waiting in every state: goodbyes are said after success and failure alike.
 */
typedef enum
{
  KITTE_DIALOG_WANTS_LINE,
  KITTE_DIALOG_WANTS_TLS,
  KITTE_DIALOG_WANTS_SIGN_IN,
  KITTE_DIALOG_WANTS_WORK,
  KITTE_DIALOG_WANTS_NOTHING,
  KITTE_DIALOG_FAILED,
} KitteDialogWants;

#define KITTE_TYPE_DIALOG (kitte_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (KitteDialog, kitte_dialog, KITTE, DIALOG, GObject)

typedef struct _KitteErrand KitteErrand;

/**
 * KitteDialogClass:
 * @feed: one line without its line end; NUL-terminated, without NUL bytes, may hold 8-bit bytes
 * @secured: TLS is up after STARTTLS
 * @sign_in: begin the chosen method
 * @goodbye: queue LOGOUT or QUIT
 * @hurry: (nullable): what was waited for patiently did not come
 */
struct _KitteDialogClass
{
  GObjectClass parent_class;

  KitteDialogWants (*feed) (KitteDialog *self, const char *line, gsize length);
  KitteDialogWants (*secured) (KitteDialog *self);
  KitteDialogWants (*sign_in) (KitteDialog *self, KitteCredential *credential, KitteAuth method);
  void (*goodbye) (KitteDialog *self);
  KitteDialogWants (*hurry) (KitteDialog *self);
};

KitteDialog *kitte_dialog_new (KitteServer *server);

void kitte_dialog_narrow (KitteDialog *self, KitteServer *server);
void kitte_dialog_set_local_address (KitteDialog *self, GInetAddress *address);
void kitte_dialog_allow_cleartext (KitteDialog *self);

void kitte_dialog_stay (KitteDialog *self);

KitteDialogWants kitte_dialog_start (KitteDialog *self, gboolean encrypted);
KitteDialogWants kitte_dialog_feed (KitteDialog *self, const char *line, gsize length);
KitteDialogWants kitte_dialog_secured (KitteDialog *self);
KitteDialogWants kitte_dialog_sign_in (KitteDialog *self, KitteCredential *credential);
KitteScramWork *kitte_dialog_get_work (KitteDialog *self);
KitteDialogWants kitte_dialog_worked (KitteDialog *self);
KitteDialogWants kitte_dialog_run (KitteDialog *self, KitteErrand *errand);
void kitte_dialog_goodbye (KitteDialog *self);
guint kitte_dialog_get_patience (KitteDialog *self);
KitteDialogWants kitte_dialog_hurry (KitteDialog *self);

KitteSecret *kitte_dialog_take_output (KitteDialog *self, char **shown);
char *kitte_dialog_redact (KitteDialog *self, const char *text, gsize length);

KitteServer *kitte_dialog_get_server (KitteDialog *self);
gboolean kitte_dialog_get_encrypted (KitteDialog *self);
KitteDialogWants kitte_dialog_get_wants (KitteDialog *self);
KitteFinding *kitte_dialog_get_finding (KitteDialog *self);
KitteErrand *kitte_dialog_get_errand (KitteDialog *self);
KitteStep kitte_dialog_get_step (KitteDialog *self);
const KitteAuthList *kitte_dialog_get_offered (KitteDialog *self);
const KitteAuthList *kitte_dialog_get_offered_in_clear (KitteDialog *self);
gboolean kitte_dialog_choose_method (KitteDialog *self, KitteAuth *method);
gboolean kitte_dialog_get_sign_in_sent (KitteDialog *self);
gboolean kitte_dialog_get_signed_in (KitteDialog *self);

G_END_DECLS
