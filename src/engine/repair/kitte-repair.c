/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds accounts that no longer send, proves the settings that do, and plans the smallest change.
 */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair.h"

#include "verify/kitte-prover.h"

struct _KitteRepair
{
  GObject parent_instance;
  KitteClient *client;
  KitteExistingAccount *account;
  KitteJudgement *judgement;
  GPtrArray *candidates;
  KitteProposal *proposal;
};

G_DEFINE_FINAL_TYPE (KitteRepair, kitte_repair, G_TYPE_OBJECT)

static void
add_candidate (KitteRepair *self, KitteServer *server)
{
  for (guint i = 0; i < self->candidates->len; i++)
    if (kitte_server_same_endpoint (self->candidates->pdata[i], server))
      return;
  g_ptr_array_add (self->candidates, kitte_server_ref (server));
}

static void
add_candidate_at (KitteRepair *self, const char *host, KitteSecurity security)
{
  g_autoptr (KitteServer) server =
      kitte_server_new (KITTE_PROTOCOL_SMTP, host,
                        kitte_protocol_get_default_port (KITTE_PROTOCOL_SMTP, security), security,
                        NULL, self->account->incoming->username);

  add_candidate (self, server);
}

/* A host that the person would have to be asked about gets no password here; what is known of its
 * provider is then what is known of the servers as they are set. */
static KitteProposal *
look_up (KitteRepair *self, KitteLookup *lookup)
{
  g_autoptr (KitteAddress) address = kitte_address_new (self->account->address, NULL);
  g_autoptr (KitteProposal) proposal = NULL;

  if (address == NULL)
    return NULL;
  proposal = kitte_lookup_offline (lookup, &(KitteLookupRequest){ .address = address }, NULL);
  if (proposal != NULL && proposal->trust != KITTE_TRUST_ASKED)
    return g_steal_pointer (&proposal);
  return kitte_lookup_offline (lookup,
                               &(KitteLookupRequest){
                                   .address = address,
                                   .incoming = self->account->incoming,
                                   .outgoing = self->account->outgoing,
                               },
                               NULL);
}

/* What the provider’s preset says comes first; then the host that is set, on the ports that RFC
 * 8314 names. */
static void
find_candidates (KitteRepair *self, KitteLookup *lookup)
{
  self->proposal = look_up (self, lookup);
  if (self->proposal != NULL && self->proposal->source != KITTE_SOURCE_MANUAL)
    for (guint i = 0; i < self->proposal->outgoing->len; i++)
      add_candidate (self, self->proposal->outgoing->pdata[i]);
  add_candidate_at (self, self->account->outgoing->host, KITTE_SECURITY_TLS);
  add_candidate_at (self, self->account->outgoing->host, KITTE_SECURITY_STARTTLS);
}

static KitteRepair *
kitte_repair_new (KitteClient *client, KitteExistingAccount *account, KitteLookup *lookup)
{
  KitteRepair *self = g_object_new (KITTE_TYPE_REPAIR, NULL);

  self->client = g_object_ref (client);
  self->account = kitte_existing_account_ref (account);
  self->judgement =
      kitte_judge_account (account,
                           &(KitteEvidence){ .catalogue = kitte_lookup_get_catalogue (lookup) });
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  if (account->incoming != NULL && account->outgoing != NULL &&
      kitte_judgement_get_severity (self->judgement) >= KITTE_SEVERITY_WILL_STOP)
    find_candidates (self, lookup);
  return self;
}

static void
kitte_repair_finalize (GObject *object)
{
  KitteRepair *self = KITTE_REPAIR (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->account, kitte_existing_account_unref);
  g_clear_pointer (&self->judgement, kitte_judgement_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
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
}

/* Two installations may open the same profile: its accounts are there once. */
static gboolean
is_found (GPtrArray *repairs, const KitteExistingAccount *account)
{
  for (guint i = 0; i < repairs->len; i++)
    {
      const KitteExistingAccount *known = ((KitteRepair *) repairs->pdata[i])->account;

      if (g_strcmp0 (known->path, account->path) == 0 && g_strcmp0 (known->key, account->key) == 0)
        return TRUE;
    }
  return FALSE;
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
      KitteExistingAccount *account = accounts->pdata[i];

      if (account->address != NULL && !is_found (repairs, account) &&
          (address == NULL || g_ascii_strcasecmp (account->address, address) == 0))
        g_ptr_array_add (repairs, kitte_repair_new (client, account, lookup));
    }
}

/**
 * kitte_repair_find:
 * @clients: (element-type KitteClient): whose accounts are looked at
 * @address: (nullable): only accounts with this address
 *
 * Reads settings and touches nothing; synchronous local work without network.
 *
 * Returns: (transfer full) (element-type KitteRepair): every account found, healthy ones too
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
 * kitte_repair_get_account:
 *
 * Returns: (transfer none): the account as it stands
 */
KitteExistingAccount *
kitte_repair_get_account (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->account;
}

/**
 * kitte_repair_get_client:
 *
 * Returns: (transfer none): the mail program that has it
 */
KitteClient *
kitte_repair_get_client (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->client;
}

/**
 * kitte_repair_get_judgement:
 *
 * Returns: (transfer none): what is wrong with it, or why that cannot be said
 */
KitteJudgement *
kitte_repair_get_judgement (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->judgement;
}

/**
 * kitte_repair_get_problems:
 *
 * Returns: (transfer none) (element-type KitteProblem): what is wrong
 */
GPtrArray *
kitte_repair_get_problems (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->judgement->problems;
}

/**
 * kitte_repair_is_needed:
 *
 * Returns: whether sending has stopped or will stop, and something can be tried
 */
gboolean
kitte_repair_is_needed (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), FALSE);

  return self->candidates->len > 0;
}

/**
 * kitte_repair_get_candidates:
 *
 * Returns: (transfer none) (element-type KitteServer): sending servers to try, best first
 */
GPtrArray *
kitte_repair_get_candidates (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->candidates;
}

/**
 * kitte_repair_get_proposal:
 *
 * Returns: (transfer none) (nullable): what is known of the provider, for sentences about its
 * servers
 */
KitteProposal *
kitte_repair_get_proposal (KitteRepair *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);

  return self->proposal;
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteReport *report = g_task_get_task_data (task);
  KitteCheck *sending;
  g_autoptr (GError) error = NULL;

  if (!kitte_prover_run_finish (KITTE_PROVER (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sending = kitte_report_find_check (report, FALSE);
  if (kitte_report_get_result (report) == KITTE_RESULT_OK)
    g_task_return_pointer (task, kitte_server_ref (kitte_check_get_proven_server (sending)),
                           (GDestroyNotify) kitte_server_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * kitte_repair_prove_async:
 * @password: (transfer none): the receiving account’s
 * @something_changed: the person’s word that something changed at the provider
 * @report: (transfer none): filled as it goes
 *
 * Signs in to receive with the account as it stands, then tries the candidates for sending.
 */
void
kitte_repair_prove_async (KitteRepair *self,
                          KitteSecret *password,
                          gboolean something_changed,
                          KitteReport *report,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (KitteProver) prover = NULL;
  g_autoptr (GPtrArray) incoming = NULL;
  g_autoptr (KitteCredential) credential = NULL;
  KitteProveRequest request = { .something_changed = something_changed };

  g_return_if_fail (KITTE_IS_REPAIR (self));
  g_return_if_fail (password != NULL && KITTE_IS_REPORT (report));
  g_return_if_fail (kitte_repair_is_needed (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_repair_prove_async);
  g_task_set_task_data (task, g_object_ref (report), g_object_unref);
  incoming = g_ptr_array_new ();
  g_ptr_array_add (incoming, self->account->incoming);
  credential = kitte_credential_new (self->account->incoming->username, password);
  prover = kitte_prover_new ();
  request.incoming = incoming;
  request.outgoing = self->candidates;
  request.incoming_credential = credential;
  request.outgoing_credential = credential;
  if (self->proposal != NULL)
    {
      request.locks_after = self->proposal->lockout.after;
      request.pop_before_smtp = self->proposal->pop_before_smtp;
    }
  kitte_prover_run_async (prover, &request, report, cancellable, proven_cb,
                          g_steal_pointer (&task));
}

/**
 * kitte_repair_prove_finish:
 *
 * Returns: (transfer full) (nullable): the sending server that was proven; %NULL without an error
 *   where none was, and the report says why
 */
KitteServer *
kitte_repair_prove_finish (KitteRepair *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kitte_repair_plan:
 * @proven: what prove_async established
 *
 * Plans the smallest change: just the sending server. Synchronous local work; touches nothing.
 *
 * Returns: (transfer full) (nullable): the changes, or %NULL with a #KITTE_CLIENT_ERROR
 */
KitteChangeSet *
kitte_repair_plan (KitteRepair *self, KitteServer *proven, KitteSecret *password, GError **error)
{
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autoptr (KitteCredential) credential = NULL;

  g_return_val_if_fail (KITTE_IS_REPAIR (self), NULL);
  g_return_val_if_fail (proven != NULL && password != NULL, NULL);

  changes = kitte_change_set_new (self->account->address);
  credential = kitte_credential_new (proven->username, password);
  if (!kitte_client_plan_outgoing (self->client, self->account, proven, credential, changes, error))
    return NULL;
  return g_steal_pointer (&changes);
}
