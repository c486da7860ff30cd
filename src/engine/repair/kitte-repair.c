/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same mailbox in several programs is one repair: what is found out counts for all of them. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-private.h"
#include "verify/kitte-verify-leg.h"

G_DEFINE_FINAL_TYPE (KitteRepair, kitte_repair, G_TYPE_OBJECT)

/* What a change of the server does not help with, and what no change of the settings helps with. */
static const char *const not_by_server[] = { "pop-deletes", "password-no-longer-accepted", NULL };
static const char *const by_nothing[] = { "foreign-outgoing", "service-ended", "old-tls",
                                          "cert-exception", NULL };

static void
account_free (KitteRepairAccount *self)
{
  g_object_unref (self->client);
  kitte_existing_account_unref (self->existing);
  kitte_judgement_unref (self->judgement);
  g_clear_pointer (&self->incoming, kitte_sighting_unref);
  g_clear_pointer (&self->outgoing, kitte_sighting_unref);
  g_free (self);
}

static void
judge (KitteRepair *self, KitteRepairAccount *account)
{
  const KitteEvidence evidence = { self->catalogue, account->incoming, account->outgoing,
                                   (const char *const *) self->exchangers };

  g_clear_pointer (&account->judgement, kitte_judgement_unref);
  account->judgement = kitte_judge_account (account->existing, &evidence);
}

static void
add_account (KitteRepair *self, KitteClient *client, KitteExistingAccount *existing)
{
  KitteRepairAccount *account = g_new0 (KitteRepairAccount, 1);

  account->client = g_object_ref (client);
  account->existing = kitte_existing_account_ref (existing);
  judge (self, account);
  g_ptr_array_add (self->accounts, account);
}

static KitteRepair *
kitte_repair_new (KitteClient *client, KitteExistingAccount *existing, KitteLookup *lookup)
{
  KitteRepair *self = g_object_new (KITTE_TYPE_REPAIR, NULL);

  self->catalogue = g_object_ref (kitte_lookup_get_catalogue (lookup));
  add_account (self, client, existing);
  kitte_repair_look_up (self, lookup, NULL);
  return self;
}

static void
kitte_repair_finalize (GObject *object)
{
  KitteRepair *self = KITTE_REPAIR (object);

  g_ptr_array_unref (self->accounts);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_pointer (&self->records, kitte_proposal_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_strfreev (self->exchangers);
  g_free (self->network);
  G_OBJECT_CLASS (kitte_repair_parent_class)->finalize (object);
}

static void
kitte_repair_class_init (KitteRepairClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_repair_finalize;
}

static void
kitte_repair_init (KitteRepair *self)
{
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) account_free);
}

static gboolean
same_text (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* Mail by IMAP and mail by POP of one address are two accounts with servers of their own; a program
 * that only sends has the mailbox of the others. */
static gboolean
is_same_mailbox (KitteRepair *self, const KitteExistingAccount *existing)
{
  const KitteServer *incoming = kitte_repair_get_incoming (self);

  return same_text (kitte_repair_get_address (self), existing->address) &&
         (incoming == NULL || existing->incoming == NULL ||
          (incoming->protocol == existing->incoming->protocol &&
           g_strcmp0 (incoming->username, existing->incoming->username) == 0));
}

/* Two installations may open the same profile: its accounts are there once. */
static gboolean
has_account (KitteRepair *self, const KitteExistingAccount *existing)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteExistingAccount *known =
          ((const KitteRepairAccount *) self->accounts->pdata[i])->existing;

      if (g_strcmp0 (known->path, existing->path) == 0 &&
          g_strcmp0 (known->key, existing->key) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
find_place (GPtrArray *repairs,
            KitteClient *client,
            KitteExistingAccount *existing,
            KitteLookup *lookup)
{
  for (guint i = 0; i < repairs->len; i++)
    if (has_account (repairs->pdata[i], existing))
      return;
  for (guint i = 0; i < repairs->len; i++)
    if (is_same_mailbox (repairs->pdata[i], existing))
      {
        add_account (repairs->pdata[i], client, existing);
        return;
      }
  g_ptr_array_add (repairs, kitte_repair_new (client, existing, lookup));
}

/* An installation whose files cannot be read is passed over: looking must never stop a person. */
static void
find_in_installation (GPtrArray *repairs,
                      KitteClient *client,
                      KitteInstallation *installation,
                      KitteLookup *lookup,
                      const char *address)
{
  g_autoptr (GPtrArray) accounts = kitte_client_read (client, installation, NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      KitteExistingAccount *existing = accounts->pdata[i];

      if (existing->address != NULL && (address == NULL || same_text (existing->address, address)))
        find_place (repairs, client, existing, lookup);
    }
}

/**
 * kitte_repair_find:
 * @clients: (element-type KitteClient): whose accounts are looked at
 * @address: (nullable): only accounts with this address
 *
 * Reads settings and touches nothing; synchronous local work without network.
 *
 * Returns: (transfer full) (element-type KitteRepair): every mailbox found, healthy ones too
 */
GPtrArray *
kitte_repair_find (GPtrArray *clients, KitteLookup *lookup, const char *address)
{
  GPtrArray *repairs = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (clients != NULL && KITTE_IS_LOOKUP (lookup), repairs);

  for (guint i = 0; i < clients->len; i++)
    {
      KitteClient *client = clients->pdata[i];
      g_autoptr (GPtrArray) installations = kitte_client_find (client);

      for (guint j = 0; j < installations->len; j++)
        find_in_installation (repairs, client, installations->pdata[j], lookup, address);
    }
  return repairs;
}

/**
 * kitte_repair_get_address:
 *
 * Returns: (transfer none): whose mailbox it is
 */
const char *
kitte_repair_get_address (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return kitte_repair_get_first (self)->existing->address;
}

/**
 * kitte_repair_get_accounts:
 *
 * Returns: (transfer none) (element-type KitteRepairAccount): at least one
 */
GPtrArray *
kitte_repair_get_accounts (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->accounts;
}

/**
 * kitte_repair_get_first:
 *
 * Returns: (transfer none): one that receives, where there is one
 */
KitteRepairAccount *
kitte_repair_get_first (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    if (((KitteRepairAccount *) self->accounts->pdata[i])->existing->incoming != NULL)
      return self->accounts->pdata[i];
  return self->accounts->pdata[0];
}

KitteCatalogue *
kitte_repair_get_catalogue (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->catalogue;
}

/* After more was seen of the servers. */
void
kitte_repair_judge_again (KitteRepair *self)
{
  for (guint i = 0; i < self->accounts->len; i++)
    judge (self, self->accounts->pdata[i]);
}

/**
 * kitte_repair_get_severity:
 *
 * Returns: the worst there is in any program
 */
KitteSeverity
kitte_repair_get_severity (KitteRepair *self)
{
  KitteSeverity worst = KITTE_SEVERITY_FINE;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), worst);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      worst = MAX (worst, kitte_judgement_get_severity (account->judgement));
    }
  return worst;
}

static gboolean
was_reached (const KitteSighting *seen)
{
  return seen == NULL || seen->finding == NULL ||
         (!kitte_verify_leg_may_give_way (seen->finding->code) &&
          !kitte_finding_code_is_certificate (seen->finding->code));
}

/**
 * kitte_repair_works_now:
 *
 * Returns: whether nothing is seen that stops its mail here and now: after a look, with what was
 *   seen of the servers
 */
gboolean
kitte_repair_works_now (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (!was_reached (account->incoming) || !was_reached (account->outgoing))
        return FALSE;
    }
  return kitte_repair_get_severity (self) < KITTE_SEVERITY_BROKEN;
}

/**
 * kitte_repair_get_unclear:
 *
 * Returns: (transfer none) (nullable): why an account could not be judged, for the person
 */
const char *
kitte_repair_get_unclear (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (account->judgement->unclear != NULL)
        return account->judgement->unclear;
    }
  return NULL;
}

/**
 * kitte_repair_deletes_mail:
 *
 * Returns: whether a program that Kitte can write for takes what it fetches by POP from the server
 */
gboolean
kitte_repair_deletes_mail (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteExistingAccount *existing =
          ((const KitteRepairAccount *) self->accounts->pdata[i])->existing;

      if (existing->incoming != NULL && existing->incoming->protocol == KITTE_PROTOCOL_POP3 &&
          !existing->leaves_on_server && !existing->read_only)
        return TRUE;
    }
  return FALSE;
}

static gboolean
can_be_helped (const KitteProblem *problem)
{
  return problem->severity > KITTE_SEVERITY_FINE && !g_strv_contains (by_nothing, problem->code);
}

static gboolean
has_helpable (const KitteRepairAccount *account)
{
  GPtrArray *problems = account->judgement->problems;

  for (guint i = 0; i < problems->len; i++)
    if (can_be_helped (problems->pdata[i]))
      return TRUE;
  return FALSE;
}

/**
 * kitte_repair_is_needed:
 *
 * Returns: whether something is wrong that a change of the settings may help with
 */
gboolean
kitte_repair_is_needed (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    if (has_helpable (self->accounts->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Whether other server settings in that direction would help. */
gboolean
kitte_repair_blames_server (const KitteJudgement *judgement, gboolean incoming)
{
  for (guint i = 0; i < judgement->problems->len; i++)
    {
      const KitteProblem *problem = judgement->problems->pdata[i];

      if (can_be_helped (problem) && !problem->incoming == !incoming &&
          !g_strv_contains (not_by_server, problem->code))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_repair_needs_server:
 * @incoming: whether it is about receiving
 *
 * Returns: whether the account needs other server settings in that direction
 */
gboolean
kitte_repair_needs_server (const KitteRepairAccount *account, gboolean incoming)
{
  g_return_val_if_fail (account != NULL, FALSE);

  return kitte_repair_blames_server (account->judgement, incoming);
}

/**
 * kitte_repair_get_incoming:
 *
 * Returns: (transfer none) (nullable): where its mail is fetched; %NULL: programs that only send
 */
KitteServer *
kitte_repair_get_incoming (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return kitte_repair_get_first (self)->existing->incoming;
}

/**
 * kitte_repair_list_programs:
 *
 * Returns: (transfer full): the names of the programs that have it
 */
char *
kitte_repair_list_programs (KitteRepair *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (!g_ptr_array_find_with_equal_func (names, account->existing->installation->name,
                                             g_str_equal, NULL))
        g_ptr_array_add (names, account->existing->installation->name);
    }
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

gboolean
kitte_repair_has_program (KitteRepair *self, const char *client)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self) && client != NULL, FALSE);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KitteRepairAccount *account = self->accounts->pdata[i];

      if (g_str_equal (account->existing->client, client))
        return TRUE;
    }
  return FALSE;
}
