/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteGreeting: what is known of the provider before the password is typed. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_TYPE_GREETING (kitte_greeting_get_type ())
G_DECLARE_FINAL_TYPE (KitteGreeting, kitte_greeting, KITTE, GREETING, GtkBox)

/* Signals: “suggestion” (string): the person meant this address; “elsewhere”: the mail is not at
 * the provider that the person had named. */
GtkWidget *kitte_greeting_new (void);
void kitte_greeting_set_proposal (KitteGreeting *self,
                                  KitteProposal *proposal,
                                  const char *suggestion,
                                  gboolean chosen,
                                  gboolean sign_in_later);

G_END_DECLS
