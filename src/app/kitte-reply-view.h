/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteReplyView: what was said by both sides, unfolded where it stands, to be read and copied. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITTE_TYPE_REPLY_VIEW (kitte_reply_view_get_type ())
G_DECLARE_FINAL_TYPE (KitteReplyView, kitte_reply_view, KITTE, REPLY_VIEW, GtkBox)

void kitte_reply_view_set_transcript (KitteReplyView *self, const char *transcript);

G_END_DECLS
