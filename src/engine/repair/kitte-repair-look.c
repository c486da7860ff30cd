/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All programs' servers at the same time: greeting, encryption, capabilities, goodbye. Where a
 * server shows no encryption as it is set, today's ports of the same host are asked as well. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-look.h"

#include "kitte-line.h"
#include "kitte-repair-private.h"
#include "lookup/kitte-exchangers.h"
#include "verify/kitte-knock.h"
#include "verify/kitte-verifier.h"

/* A look is no check: whoever waits for it has not pressed anything yet. */
#define LOOK_SECONDS 20
#define KNOCK_MS 4000

typedef struct
{
  KitteRepair *repair;
  guint pending;
} Look;

/* One account that is being looked at; with it, the verifier's own report. */
typedef struct
{
  GTask *task;
  KitteRepairAccount *account;
  KitteReport *report;
} Glance;

/* One server that is knocked at; @seen is told what came of it. */
typedef struct
{
  GTask *task;
  KitteSighting *seen;
} Knock;

static void
look_free (Look *look)
{
  g_object_unref (look->repair);
  g_free (look);
}

static gboolean
is_same_or_none (const KitteServer *server, const KitteServer *other)
{
  return server == NULL || (other != NULL && kitte_server_same_endpoint (server, other));
}

/* Returns: (nullable): an earlier account whose servers are those of this one too */
static KitteRepairAccount *
find_same (KitteRepair *repair, guint index)
{
  GPtrArray *accounts = kitte_repair_get_accounts (repair);
  const KitteRepairAccount *account = accounts->pdata[index];

  for (guint i = 0; i < index; i++)
    {
      KitteRepairAccount *earlier = accounts->pdata[i];

      if (is_same_or_none (account->existing->incoming, earlier->existing->incoming) &&
          is_same_or_none (account->existing->outgoing, earlier->existing->outgoing))
        return earlier;
    }
  return NULL;
}

static void
copy_sighting (KitteSighting *seen, const KitteServer *server, KitteSighting **place)
{
  g_clear_pointer (place, kitte_sighting_unref);
  if (seen != NULL && server != NULL)
    *place = kitte_sighting_ref (seen);
}

/* No server is called twice for the same thing. */
static void
share_sightings (KitteRepair *repair)
{
  GPtrArray *accounts = kitte_repair_get_accounts (repair);

  for (guint i = 0; i < accounts->len; i++)
    {
      KitteRepairAccount *account = accounts->pdata[i];
      KitteRepairAccount *same = find_same (repair, i);

      if (same == NULL)
        continue;
      copy_sighting (same->incoming, account->existing->incoming, &account->incoming);
      copy_sighting (same->outgoing, account->existing->outgoing, &account->outgoing);
    }
}

static void
settle (GTask *task)
{
  Look *look = g_task_get_task_data (task);

  if (--look->pending > 0)
    return;
  share_sightings (look->repair);
  kitte_repair_judge_again (look->repair);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
knocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Knock *state = user_data;
  g_autoptr (GTask) task = state->task;
  g_autoptr (KitteSighting) seen = state->seen;
  KitteKnock *knock = g_task_get_task_data (G_TASK (result));

  kitte_knock_finish (knock, result);
  if (kitte_knock_get_answer (knock) == KITTE_KNOCK_READY && seen->encrypted == NULL)
    seen->encrypted = kitte_server_ref (kitte_knock_get_server (knock));
  settle (task);
}

static void
knock (GTask *task, const KitteServer *server, KitteSecurity security, KitteSighting *seen)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (KitteServer) other =
      kitte_server_new (server->protocol, server->host,
                        kitte_protocol_get_default_port (server->protocol, security), security,
                        NULL, server->username);
  g_autoptr (KitteKnock) one = kitte_knock_new_mail (other);
  Knock *state = g_new0 (Knock, 1);

  state->task = g_object_ref (task);
  state->seen = kitte_sighting_ref (seen);
  look->pending++;
  kitte_knock_async (one, KNOCK_MS, g_task_get_cancellable (task), knocked_cb, state);
}

/* What a server without a word of encryption has to offer at its other ports. */
static void
look_for_encryption (GTask *task, const KitteServer *server, KitteSighting *seen)
{
  if (server->security != KITTE_SECURITY_NONE || seen->encrypted != NULL ||
      seen->finding->code == KITTE_FINDING_NAME_NOT_FOUND ||
      seen->finding->code == KITTE_FINDING_DNS_FAILURE ||
      seen->finding->code == KITTE_FINDING_OFFLINE)
    return;
  knock (task, server, KITTE_SECURITY_TLS, seen);
  knock (task, server, KITTE_SECURITY_STARTTLS, seen);
}

static KitteSighting *
make_sighting (KitteCheck *check, const KitteServer *server)
{
  KitteSighting *seen = kitte_sighting_new ();
  KitteConnection *connection = kitte_check_get_connection (check);
  KitteFinding *finding = kitte_check_get_finding (check);
  gboolean encrypted = connection != NULL && connection->tls_version != NULL;

  if (finding != NULL)
    seen->finding = kitte_finding_ref (finding);
  else
    seen->finding =
        kitte_finding_new (encrypted ? KITTE_FINDING_OK : KITTE_FINDING_OK_UNENCRYPTED, NULL);
  if (connection != NULL)
    seen->offered = connection->offered;
  if (finding != NULL && finding->instead != NULL)
    seen->encrypted = kitte_server_ref (finding->instead);
  else if (encrypted && server->security == KITTE_SECURITY_NONE)
    {
      seen->encrypted = kitte_server_with_security (server, KITTE_SECURITY_STARTTLS);
      seen->offered_encrypted = connection->offered;
    }
  return seen;
}

static void
take_sighting (GTask *task,
               KitteReport *report,
               const KitteServer *server,
               gboolean incoming,
               KitteSighting **place)
{
  KitteCheck *check = kitte_report_find_check (report, incoming);

  g_clear_pointer (place, kitte_sighting_unref);
  if (check == NULL || server == NULL)
    return;
  *place = make_sighting (check, server);
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    look_for_encryption (task, server, *place);
}

static void
glanced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Glance *glance = user_data;
  g_autoptr (GTask) task = glance->task;
  g_autoptr (KitteReport) report = glance->report;
  KitteRepairAccount *account = glance->account;

  if (kitte_verifier_run_finish (KITTE_VERIFIER (source), result, NULL))
    {
      take_sighting (task, report, account->existing->incoming, TRUE, &account->incoming);
      take_sighting (task, report, account->existing->outgoing, FALSE, &account->outgoing);
    }
  settle (task);
}

/* Any method: what the server offers is to be seen, not what the program was told. */
static KitteServer *
without_method (const KitteServer *server)
{
  return server == NULL ? NULL :
                          kitte_server_new (server->protocol, server->host, server->port,
                                            server->security, NULL, server->username);
}

static void
glance_at (GTask *task, KitteRepairAccount *account)
{
  Look *look = g_task_get_task_data (task);
  KitteProposal *records = kitte_repair_get_records (look->repair);
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new ();
  g_autoptr (KitteServer) incoming = without_method (account->existing->incoming);
  g_autoptr (KitteServer) outgoing = without_method (account->existing->outgoing);
  KitteVerifyRequest request = { .incoming = incoming,
                                 .outgoing = outgoing,
                                 .deadline = LOOK_SECONDS };
  Glance *glance = g_new0 (Glance, 1);

  if (records != NULL)
    request.pop_before_smtp = records->pop_before_smtp;
  glance->task = g_object_ref (task);
  glance->account = account;
  glance->report = kitte_report_new ();
  look->pending++;
  kitte_verifier_run_async (verifier, &request, glance->report, g_task_get_cancellable (task),
                            glanced_cb, glance);
}

static void
line_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);

  kitte_repair_take_network (look->repair, kitte_line_find_finish (result, NULL));
  settle (task);
}

static void
find_line (GTask *task, KitteResolver *resolver)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (GPtrArray) addresses = kitte_line_list_addresses ();

  look->pending++;
  kitte_line_find_async (resolver, addresses, g_task_get_cancellable (task), line_found_cb,
                         g_object_ref (task));
}

static void
exchangers_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);

  kitte_repair_take_exchangers (look->repair,
                                kitte_exchangers_ask_finish (KITTE_EXCHANGERS (source), result,
                                                             NULL));
  settle (task);
}

/* Where the address itself does not tell the provider: who takes in the mail of its domain. */
static void
find_exchangers (GTask *task, KitteResolver *resolver)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (KitteAddress) address =
      kitte_address_new (kitte_repair_get_address (look->repair), NULL);
  g_autoptr (KitteTrail) trail = kitte_trail_new ();
  g_autoptr (KitteExchangers) exchangers = NULL;

  if (!kitte_repair_has_address (look->repair) || address == NULL ||
      kitte_repair_get_proposal (look->repair) != NULL)
    return;
  exchangers = kitte_exchangers_new (resolver, address->domain, trail);
  look->pending++;
  kitte_exchangers_ask_async (exchangers, g_task_get_cancellable (task), exchangers_found_cb,
                              g_object_ref (task));
}

/**
 * kitte_repair_look_async:
 *
 * Nothing of the person's is sent, not even the address; the name servers of the line hear the
 * domain of the address, and which address the line has. What was seen counts in the judgement of
 * the accounts from then on. Runs on the main context.
 */
void
kitte_repair_look_async (KitteRepair *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (KitteResolver) resolver = NULL;
  GPtrArray *accounts;
  Look *look;

  g_return_if_fail (KITTE_IS_REPAIR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_repair_look_async);
  look = g_new0 (Look, 1);
  look->repair = g_object_ref (self);
  look->pending = 1;
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  accounts = kitte_repair_get_accounts (self);
  for (guint i = 0; i < accounts->len && kitte_repair_has_address (self); i++)
    if (find_same (self, i) == NULL)
      glance_at (task, accounts->pdata[i]);
  resolver = kitte_resolver_get_installed ();
  find_line (task, resolver);
  find_exchangers (task, resolver);
  settle (task);
}

/**
 * kitte_repair_look_finish:
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED where it was cancelled
 */
gboolean
kitte_repair_look_finish (KitteRepair *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
