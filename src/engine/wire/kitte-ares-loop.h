/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteAresLoop: one c-ares channel whose sockets and timers are sources of the main context. */
#pragma once

#include <ares.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct _KitteAresLoop KitteAresLoop;

KitteAresLoop *kitte_ares_loop_new (const char *servers);
void kitte_ares_loop_free (KitteAresLoop *self);

ares_channel kitte_ares_loop_begin (KitteAresLoop *self);
void kitte_ares_loop_asked (KitteAresLoop *self);
void kitte_ares_loop_answered (KitteAresLoop *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteAresLoop, kitte_ares_loop_free)

G_END_DECLS
