/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects what a server offers to sign in with. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-dialog-state.h"

void
kitte_dialog_offer (KitteDialog *self, KitteAuth auth)
{
  kitte_auth_list_add (&kitte_dialog_get_private (self)->offer.methods, auth);
}

/* @names as the server lists them, separated by blanks; @line is where, kept as evidence. */
void
kitte_dialog_offer_mechanisms (KitteDialog *self, const char *names, const char *line)
{
  KitteOffer *offer = &kitte_dialog_get_private (self)->offer;

  kitte_offer_add_names (offer, names);
  g_free (offer->line);
  offer->line = g_strdup (line);
}

void
kitte_dialog_clear_offered (KitteDialog *self)
{
  KitteOffer *offer = &kitte_dialog_get_private (self)->offer;

  g_free (offer->line);
  *offer = (KitteOffer){ 0 };
}

/* Where the protocol’s own command takes a round trip less than PLAIN. */
void
kitte_dialog_prefer_user_pass (KitteDialog *self, gboolean prefer)
{
  kitte_dialog_get_private (self)->offer.prefers_user_pass = prefer;
}

/* The protocol’s own command is the last choice, even though it is offered. */
void
kitte_dialog_doubt_user_pass (KitteDialog *self)
{
  kitte_dialog_get_private (self)->offer.doubts_user_pass = TRUE;
}

/* The server says that it takes no password while the connection is as it is. */
void
kitte_dialog_refuses_cleartext (KitteDialog *self, gboolean refuses)
{
  kitte_dialog_get_private (self)->offer.refuses_cleartext = refuses;
}
