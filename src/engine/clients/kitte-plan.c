/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans one account for the chosen mail programs; one that cannot hold it, has it already or has a
 * file that cannot be understood is left out with the reason, and the others go on. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "change/kitte-keyring.h"
#include "kitte-parse-back.h"
#include "kitte-preselection.h"

G_DEFINE_BOXED_TYPE (KittePlan, kitte_plan, kitte_plan_ref, kitte_plan_unref)

static void
left_out_free (KitteLeftOut *self)
{
  g_free (self->client);
  g_free (self->why);
  g_clear_pointer (&self->installation, kitte_installation_unref);
  g_clear_pointer (&self->existing, kitte_existing_account_unref);
  g_free (self);
}

static void
note_free (KittePlanNote *self)
{
  g_free (self->client);
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

static void
kitte_plan_clear (KittePlan *self)
{
  g_object_unref (self->changes);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->notes);
}

static void
add_note (KittePlan *self, const char *client, const char *code, char *taken_text)
{
  KittePlanNote *note = g_new0 (KittePlanNote, 1);

  note->client = g_strdup (client);
  note->code = g_strdup (code);
  note->text = taken_text;
  g_ptr_array_add (self->notes, note);
}

static KitteLeftOut *
leave_out (KittePlan *self, KitteInstallation *installation, const char *why)
{
  KitteLeftOut *left_out = g_new0 (KitteLeftOut, 1);

  left_out->client = g_strdup (installation->client);
  left_out->installation = kitte_installation_ref (installation);
  left_out->why = g_strdup (why);
  g_ptr_array_add (self->left_out, left_out);
  return left_out;
}

/* Returns: (transfer full) (nullable): the account with this address that is there. The one of the
 * same mailbox before one that only has the address. */
static KitteExistingAccount *
find_existing (KitteClient *client, KitteInstallation *installation, const KitteAccount *account)
{
  g_autoptr (GPtrArray) accounts = kitte_client_read (client, installation, NULL);
  KitteExistingAccount *found = NULL;

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      KitteExistingAccount *existing = accounts->pdata[i];

      if (!kitte_existing_account_is_for (existing, account))
        continue;
      if (found == NULL || (!kitte_existing_account_is_same_mailbox (found, account) &&
                            kitte_existing_account_is_same_mailbox (existing, account)))
        found = existing;
    }
  return found != NULL ? kitte_existing_account_ref (found) : NULL;
}

static gboolean
leave_existing (KittePlan *self,
                KitteInstallation *installation,
                const KitteAccount *account,
                KitteExistingAccount *existing)
{
  g_autofree char *why =
      /* TRANSLATORS: %1$s is the name of a mail program, %2$s a mail address. */
      g_strdup_printf (_ ("%1$s has the account %2$s already."), installation->name,
                       account->address->display);
  KitteLeftOut *left_out = leave_out (self, installation, why);

  left_out->there_already = TRUE;
  left_out->existing = kitte_existing_account_ref (existing);
  return TRUE;
}

static gboolean
plan_account (KittePlan *self,
              KitteClient *client,
              KitteInstallation *installation,
              KitteForExisting for_existing,
              const KitteAccount *account,
              GError **error)
{
  g_autoptr (KitteExistingAccount) existing = NULL;

  if (!kitte_client_can_hold (client, installation, account, error))
    return FALSE;
  existing = find_existing (client, installation, account);
  if (existing != NULL && for_existing == KITTE_FOR_EXISTING_LEAVE)
    return leave_existing (self, installation, account, existing);
  if (existing != NULL && for_existing == KITTE_FOR_EXISTING_REPAIR)
    return kitte_client_plan_update (client, existing, account, KITTE_SHARED_SERVER_LEAVE,
                                     self->changes, error);
  return kitte_client_plan (client, installation, account, self->changes, error);
}

/* Passwords may not be put into a sandbox from outside. */
static void
note_sandbox (KittePlan *self, KitteInstallation *installation, guint n_secrets)
{
  if (kitte_change_set_get_secrets (self->changes)->len == n_secrets &&
      g_str_equal (installation->client, "evolution") &&
      strstr (installation->root, "/.var/app/") != NULL)
    add_note (self, installation->client, "sandboxed-passwords",
              /* TRANSLATORS: %s is the name of a mail program. */
              g_strdup_printf (_ ("%s keeps its passwords to itself: it asks once for the "
                                  "password of each server."),
                               installation->name));
}

/* Returns whether the plan may go on: being left out is no failure. @hard is set to why, where a
 * program was left out for a reason that is a fault. */
static gboolean
plan_one (KittePlan *self,
          KitteClient *client,
          KitteInstallation *installation,
          KitteForExisting for_existing,
          const KitteAccount *account,
          GError **hard,
          GError **error)
{
  guint n_files = kitte_change_set_get_files (self->changes)->len;
  guint n_secrets = kitte_change_set_get_secrets (self->changes)->len;
  g_autoptr (KitteChangeSetState) before = kitte_change_set_save_state (self->changes);
  g_autoptr (GError) cause = NULL;

  kitte_change_set_set_program (self->changes, installation->name);
  if (plan_account (self, client, installation, for_existing, account, &cause) &&
      kitte_parse_back (self->changes, &cause) &&
      kitte_change_set_check_writable (self->changes, n_files, &cause))
    {
      if (kitte_change_set_get_files (self->changes)->len > n_files)
        note_sandbox (self, installation, n_secrets);
      return TRUE;
    }
  if (g_error_matches (cause, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  kitte_change_set_go_back (self->changes, before);
  leave_out (self, installation, cause->message)->there_already =
      g_error_matches (cause, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS);
  if (*hard == NULL && !g_error_matches (cause, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS) &&
      !g_error_matches (cause, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED))
    *hard = g_steal_pointer (&cause);
  return TRUE;
}

/* Where nobody is written for and nobody has the account, a fault is the answer. */
static gboolean
is_fault (KittePlan *self)
{
  for (guint i = 0; i < self->left_out->len; i++)
    if (((KitteLeftOut *) self->left_out->pdata[i])->there_already)
      return FALSE;
  return kitte_change_set_is_empty (self->changes);
}

static gboolean
is_left_out (KittePlan *self, const KitteInstallation *installation)
{
  for (guint i = 0; i < self->left_out->len; i++)
    if (((const KitteLeftOut *) self->left_out->pdata[i])->installation == installation)
      return TRUE;
  return FALSE;
}

/* Also where the other one is not among those that are written for now. */
static void
note_fetching_twice (KittePlan *self,
                     GPtrArray *clients,
                     GPtrArray *installations,
                     const KitteAccount *account)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (KitteInstallation) first = NULL;

  if (account->incoming->protocol != KITTE_PROTOCOL_POP3)
    return;
  all = kitte_preselection_find (clients);
  first = kitte_preselection_find_fetcher (clients, all, account);
  for (guint i = 0; i < installations->len; i++)
    {
      KitteInstallation *installation = installations->pdata[i];

      if (!kitte_preselection_fetches (installation) || is_left_out (self, installation))
        continue;
      if (first == NULL)
        first = kitte_installation_ref (installation);
      else if (!kitte_preselection_is_same (first, installation))
        add_note (self, installation->client, "pop3-twice",
                  /* TRANSLATORS: both %s are names of mail programs; POP is a way to fetch mail. */
                  g_strdup_printf (_ ("%1$s and %2$s will both fetch this mailbox by POP. Each "
                                      "keeps its own copy, and what one deletes from the server "
                                      "the other may never get."),
                                   first->name, installation->name));
    }
}

/**
 * kitte_for_existing_from_nick:
 * @nick: `leave`, `repair` or `add`
 *
 * Returns: whether @nick is one of them
 */
gboolean
kitte_for_existing_from_nick (const char *nick, KitteForExisting *choice)
{
  static const char *const nicks[] = { "leave", "repair", "add" };

  g_return_val_if_fail (nick != NULL && choice != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_str_equal (nick, nicks[i]))
      {
        *choice = (KitteForExisting) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_plan_new:
 * @clients: (element-type KitteClient): every mail program Kitte knows
 * @installations: (element-type KitteInstallation): the chosen ones
 * @for_existing: (nullable): for each of them what to do where it has the address already; %NULL:
 *   leave it
 * @account: what they are to hold
 *
 * Reads files and touches none; synchronous local work.
 *
 * Returns: (transfer full): the plan, or %NULL with a #KitteClientError or #KitteChangeError where
 *   there is nobody to write for
 */
KittePlan *
kitte_plan_new (GPtrArray *clients,
                GPtrArray *installations,
                const KitteForExisting *for_existing,
                const KitteAccount *account,
                GError **error)
{
  g_autoptr (KittePlan) self = NULL;
  g_autoptr (GError) hard = NULL;

  g_return_val_if_fail (clients != NULL && installations != NULL && account != NULL, NULL);

  self = g_atomic_rc_box_new0 (KittePlan);
  self->changes = kitte_change_set_new (account->address->display);
  self->left_out = g_ptr_array_new_with_free_func ((GDestroyNotify) left_out_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  for (guint i = 0; i < installations->len; i++)
    {
      KitteInstallation *installation = installations->pdata[i];
      KitteClient *client = kitte_clients_get (clients, installation->client);
      KitteForExisting choice = for_existing != NULL ? for_existing[i] : KITTE_FOR_EXISTING_LEAVE;

      if (client != NULL && !plan_one (self, client, installation, choice, account, &hard, error))
        return NULL;
    }
  kitte_change_set_set_program (self->changes, NULL);
  if (hard != NULL && is_fault (self))
    {
      g_propagate_error (error, g_steal_pointer (&hard));
      return NULL;
    }
  note_fetching_twice (self, clients, installations, account);
  return g_steal_pointer (&self);
}

/**
 * kitte_plan_leave_out:
 * @client: the mail program
 * @why: a sentence for the person
 *
 * Notes a program that is not there at all.
 */
void
kitte_plan_leave_out (KittePlan *self, const char *client, const char *why)
{
  KitteLeftOut *left_out;

  g_return_if_fail (self != NULL && client != NULL && why != NULL);

  left_out = g_new0 (KitteLeftOut, 1);
  left_out->client = g_strdup (client);
  left_out->why = g_strdup (why);
  g_ptr_array_add (self->left_out, left_out);
}

/* Each program once. */
static void
note_missing_keyring (KittePlan *self, const char *client)
{
  GPtrArray *files = kitte_change_set_get_files (self->changes);
  const char *name = client;

  for (guint i = 0; i < self->notes->len; i++)
    {
      const KittePlanNote *note = self->notes->pdata[i];

      if (g_str_equal (note->code, "no-keyring") && g_str_equal (note->client, client))
        return;
    }
  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];

      if (g_str_equal (file->client, client) && file->program != NULL)
        name = file->program;
    }
  add_note (self, client, "no-keyring",
            /* TRANSLATORS: %s is the name of a mail program; the keyring is the desktop's, where
             * passwords are kept. */
            g_strdup_printf (_ ("The keyring, where passwords are kept, is not running. The "
                                "account is written all the same; %s will ask for the password "
                                "itself."),
                             name));
}

/**
 * kitte_plan_check_keyring:
 *
 * Where no keyring is running what would go there is left out and said in @notes: the account is
 * written all the same. Asks the session’s bus and waits for it; starts a keyring that only waits
 * to be asked. Nothing is unlocked.
 */
void
kitte_plan_check_keyring (KittePlan *self)
{
  GPtrArray *secrets;
  gboolean needed = FALSE;

  g_return_if_fail (self != NULL);

  secrets = kitte_change_set_get_secrets (self->changes);
  for (guint i = 0; i < secrets->len; i++)
    needed =
        needed || ((KitteSecretChange *) secrets->pdata[i])->place == KITTE_SECRET_PLACE_KEYRING;
  if (!needed || kitte_keyring_is_running ())
    return;
  for (guint i = 0; i < secrets->len; i++)
    {
      const KitteSecretChange *secret = secrets->pdata[i];

      if (secret->place == KITTE_SECRET_PLACE_KEYRING)
        note_missing_keyring (self, secret->client);
    }
  kitte_change_set_leave_out_keyring (self->changes);
}

KittePlan *
kitte_plan_ref (KittePlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_plan_unref (KittePlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_plan_clear);
}
