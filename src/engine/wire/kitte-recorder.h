/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRecorder: writes a connection’s steps, their times and what was said into a check. */
#pragma once

#include "dialog/kitte-dialog.h"
#include "kitte-channel.h"
#include "kitte-connector.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

typedef struct _KitteRecorder KitteRecorder;

KitteRecorder *kitte_recorder_new (KitteCheck *check);
void kitte_recorder_free (KitteRecorder *self);

void kitte_recorder_begin (KitteRecorder *self, KitteStep step);
void kitte_recorder_end (KitteRecorder *self, KitteStepState state);
void kitte_recorder_go_on (KitteRecorder *self, KitteCheck *check);
KitteStep kitte_recorder_get_step (const KitteRecorder *self);
void kitte_recorder_write (KitteRecorder *self, char who, const char *text);
void kitte_recorder_write_heard (KitteRecorder *self,
                                 KitteDialog *dialog,
                                 const char *line,
                                 gsize length);
void kitte_recorder_write_connection (KitteRecorder *self,
                                      KitteConnector *connector,
                                      GInetAddress *remote,
                                      KitteChannel *channel,
                                      KitteDialog *dialog);
void kitte_recorder_set_trips (KitteRecorder *self, guint trips);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteRecorder, kitte_recorder_free)

G_END_DECLS
