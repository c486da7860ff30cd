/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dialog knows, for the files that make up KitteDialog. */
#pragma once

#include "kitte-dialog-private.h"
#include "kitte-method.h"
#include "kitte-output.h"

G_BEGIN_DECLS

typedef struct _KitteDialogPrivate KitteDialogPrivate;

struct _KitteDialogPrivate
{
  KitteServer *server;
  KitteFinding *finding;
  KitteErrand *errand;
  KitteDialogWants wants;
  KitteStep step;
  KitteOffer offer;
  KitteAuthList offered_in_clear;
  KitteAuth method;
  char *local_address;

  KitteOutput *output;
  gsize received;
  guint reply_lines;
  guint patience;
  KitteDialogExchange exchange;

  guint encrypted : 1;
  guint cleartext_allowed : 1;
  guint greeted : 1;
  guint stays : 1;
  guint said_goodbye : 1;
  guint method_chosen : 1;
  guint signing_in : 1;
  guint sign_in_sent : 1;
  guint signed_in : 1;
};

KitteDialogPrivate *kitte_dialog_get_private (KitteDialog *self);

G_END_DECLS
