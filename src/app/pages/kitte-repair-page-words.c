/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the repair page says of an account, in each of its states. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-page-private.h"

#include <glib/gi18n.h>

gboolean
kitte_repair_page_is_all_right (KitteRepairPage *self)
{
  KitteRepairPlan *plan = kitte_repair_page_get_plan (self);

  return plan != NULL && plan->steps->len == 0;
}

/* No server is changed, only what becomes of mail that was fetched. */
static gboolean
only_keeps_mail (KitteRepairPage *self)
{
  return self->cure != NULL && self->cure->leave_on_server && self->cure->incoming == NULL &&
         self->cure->outgoing == NULL && self->cure->password == NULL;
}

const char *
kitte_repair_page_get_heading (KitteWritingPage *page)
{
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state >= KITTE_WRITING_STATE_PLANNED && only_keeps_mail (KITTE_REPAIR_PAGE (page)))
    return _ ("Mail stays on the server");
  if (state == KITTE_WRITING_STATE_PLANNED)
    return kitte_repair_page_is_all_right (KITTE_REPAIR_PAGE (page)) ?
               _ ("Everything is right as it is") :
               _ ("Settings that work were found");
  if (state == KITTE_WRITING_STATE_DONE)
    return _ ("The account is repaired");
  if (state == KITTE_WRITING_STATE_BEFORE && KITTE_REPAIR_PAGE (page)->proof == PROOF_FAILED)
    return _ ("That did not work yet");
  return _ ("Repair this account");
}

KitteMotif
kitte_repair_page_get_motif (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state == KITTE_WRITING_STATE_DONE)
    return KITTE_MOTIF_DONE;
  if (state == KITTE_WRITING_STATE_PLANNED)
    return kitte_repair_page_is_all_right (self) ? KITTE_MOTIF_HEALTHY : KITTE_MOTIF_FOUND;
  if (self->proof == PROOF_CHECKING)
    return KITTE_MOTIF_CHECKING;
  return self->proof == PROOF_FAILED ? KITTE_MOTIF_FAULT : KITTE_MOTIF_REPAIR;
}

static char *
describe_proven (KitteRepairPage *self)
{
  g_autofree char *names = kitte_repair_list_programs (self->repair);
  KitteRepairPlan *plan = kitte_repair_page_get_plan (self);
  const KitteServer *server =
      self->cure->outgoing != NULL ? self->cure->outgoing : self->cure->incoming;

  if (plan != NULL && plan->changes == NULL)
    /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program, or
     * several. What to enter stands below. */
    return g_strdup_printf (_ ("Signing in works at %1$s on port %2$u. Please enter this in %3$s."),
                            server->host, server->port, names);
  /* TRANSLATORS: %1$s is a server, %2$u a port number, %3$s the name of a mail program, or several.
   */
  return g_strdup_printf (_ ("Signing in works at %1$s on port %2$u. Shall this be changed in "
                             "%3$s? Nothing has been changed yet."),
                          server->host, server->port, names);
}

/* What it looks like before anything was tried. */
static const char *
describe_judgement (KitteRepairPage *self)
{
  if (self->proof == PROOF_LOOKING)
    return _ ("Kitte looks at the servers of this account. Nothing is sent there, and nothing is "
              "changed.");
  if (self->proof != PROOF_ASKING)
    return _ ("One moment, please.");
  if (self->wants_new_password)
    return _ ("Does the mail program ask for the password again and again? Type the new one: it is "
              "checked, and saved in every program.");
  if (kitte_repair_works_now (self->repair))
    return _ ("It still works here and now, and will stop elsewhere or later. Changing it does no "
              "harm, and can be taken back.");
  return _ ("Kitte finds out which settings work. Nothing is changed before you say so.");
}

char *
kitte_repair_page_describe (KitteWritingPage *page)
{
  KitteRepairPage *self = KITTE_REPAIR_PAGE (page);
  KitteWritingState state = kitte_writing_page_get_state (page);

  if (state >= KITTE_WRITING_STATE_PLANNED && only_keeps_mail (self))
    return g_strdup (state == KITTE_WRITING_STATE_DONE ?
                         _ ("Mail that is fetched stays on the server from now on.") :
                         _ ("Shall this be changed? Nothing has been changed yet."));
  if (state == KITTE_WRITING_STATE_PLANNED && kitte_repair_page_is_all_right (self))
    return g_strdup (_ ("Signing in works. Nothing has to be changed."));
  if (state == KITTE_WRITING_STATE_PLANNED)
    return describe_proven (self);
  if (state == KITTE_WRITING_STATE_DONE)
    return g_strdup (_ ("The next message you send takes the new way. Mail you have received was "
                        "not touched."));
  return g_strdup (describe_judgement (self));
}
