/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service records: RFC 6186, and RFC 8314, section 5.1, for submission inside TLS. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup-source.h"
#include "model/kitte-domain.h"

#include <string.h>

/* Targets of one service; a list of more is for spreading load. */
#define MAX_TARGETS 4

/* In order of preference where the domain itself has none. */
static const struct
{
  const char *name;
  KitteProtocol protocol;
  KitteSecurity security;
} services[] = {
  { "imaps", KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS },
  { "imap", KITTE_PROTOCOL_IMAP, KITTE_SECURITY_STARTTLS },
  { "pop3s", KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS },
  { "pop3", KITTE_PROTOCOL_POP3, KITTE_SECURITY_STARTTLS },
  { "submissions", KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS },
  { "submission", KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS },
};

typedef enum
{
  ANSWER_NONE,
  ANSWER_TARGETS,
  ANSWER_NOT_OFFERED,
} Answer;

/* A target with what decides its place. */
typedef struct
{
  KitteServer *server;
  guint priority;
  guint service;
  guint position;
} Target;

typedef struct
{
  KitteLookupQuery *query;
  GPtrArray *targets;
  Answer answers[G_N_ELEMENTS (services)];
  GError *error;
  guint n_waiting;
  guint row;
} Records;

/* One of the six questions. */
typedef struct
{
  GTask *task;
  guint service;
} Question;

static void
target_free (Target *target)
{
  kitte_server_unref (target->server);
  g_free (target);
}

static void
records_free (Records *records)
{
  kitte_lookup_query_unref (records->query);
  g_ptr_array_unref (records->targets);
  g_clear_error (&records->error);
  g_free (records);
}

/* The domain’s own preference counts first, also across services (RFC 6186, 3.4). */
static int
compare_targets (gconstpointer a, gconstpointer b)
{
  const Target *first = *(const Target *const *) a;
  const Target *second = *(const Target *const *) b;

  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;
  if (first->service != second->service)
    return first->service < second->service ? -1 : 1;
  return (int) first->position - (int) second->position;
}

static void
add_target (Records *records, guint service, GSrvTarget *given, guint position)
{
  g_autofree char *host = g_ascii_strdown (g_srv_target_get_hostname (given), -1);
  KitteAuthList auth = { { 0 }, 0 };
  Target *target;

  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  if (!kitte_domain_is_host (host) || strchr (host, '.') == NULL ||
      g_srv_target_get_port (given) == 0)
    return;
  kitte_auth_list_add_password (&auth, services[service].protocol, services[service].security);
  target = g_new0 (Target, 1);
  target->server =
      kitte_server_new (services[service].protocol, host, g_srv_target_get_port (given),
                        services[service].security, &auth, NULL);
  target->priority = g_srv_target_get_priority (given);
  target->service = service;
  target->position = position;
  g_ptr_array_add (records->targets, target);
}

/* RFC 6186, 3.4: one record whose target is the root. */
static gboolean
is_not_offered (GList *targets)
{
  const char *host;

  if (targets == NULL || targets->next != NULL)
    return FALSE;
  host = g_srv_target_get_hostname (targets->data);
  return *host == '\0' || g_str_equal (host, ".");
}

static void
take (Records *records, guint service, GList *targets)
{
  guint position = 0;

  if (targets == NULL)
    return;
  if (is_not_offered (targets))
    {
      records->answers[service] = ANSWER_NOT_OFFERED;
      return;
    }
  records->answers[service] = ANSWER_TARGETS;
  for (GList *l = targets; l != NULL && position < MAX_TARGETS; l = l->next)
    add_target (records, service, l->data, position++);
}

/* A protocol is not offered where one of its services says so and none has a target. */
static void
note_not_offered (Records *records)
{
  for (guint protocol = 0; protocol <= KITTE_PROTOCOL_SMTP; protocol++)
    {
      gboolean refused = FALSE;
      gboolean offered = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
        if (services[i].protocol == protocol)
          {
            refused |= records->answers[i] == ANSWER_NOT_OFFERED;
            offered |= records->answers[i] == ANSWER_TARGETS;
          }
      records->query->not_offered[protocol] = refused && !offered;
    }
}

/* RFC 6186, 3.4: services of the same priority leave it to the person. */
static gboolean
leaves_protocol_open (GPtrArray *targets)
{
  guint best[] = { [KITTE_PROTOCOL_IMAP] = G_MAXUINT, [KITTE_PROTOCOL_POP3] = G_MAXUINT };

  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = targets->pdata[i];

      if (kitte_server_is_incoming (target->server))
        best[target->server->protocol] = MIN (best[target->server->protocol], target->priority);
    }
  return best[KITTE_PROTOCOL_IMAP] == best[KITTE_PROTOCOL_POP3] &&
         best[KITTE_PROTOCOL_IMAP] != G_MAXUINT;
}

static KitteProposal *
propose (Records *records)
{
  KitteProposal *proposal;

  if (records->targets->len == 0)
    return NULL;
  g_ptr_array_sort (records->targets, compare_targets);
  proposal = kitte_proposal_new (records->query->address, KITTE_SOURCE_SRV, KITTE_TRUST_ASKED);
  for (guint i = 0; i < records->targets->len; i++)
    {
      KitteServer *server = ((Target *) records->targets->pdata[i])->server;

      g_ptr_array_add (kitte_server_is_incoming (server) ? proposal->incoming : proposal->outgoing,
                       kitte_server_ref (server));
    }
  proposal->choose_protocol = leaves_protocol_open (records->targets);
  proposal->trust = kitte_lookup_query_judge (records->query, proposal);
  return proposal;
}

static void
finish (GTask *task)
{
  Records *records = g_task_get_task_data (task);
  KitteProposal *proposal = propose (records);

  note_not_offered (records);
  kitte_trail_end (records->query->trail, records->row,
                   proposal != NULL ? KITTE_TRIED_FOUND :
                                      kitte_tried_outcome_from_error (records->error));
  if (g_task_return_error_if_cancelled (task))
    g_clear_pointer (&proposal, kitte_proposal_unref);
  else
    g_task_return_pointer (task, proposal, (GDestroyNotify) kitte_proposal_unref);
}

/* “There is none” is no error; of the others the last one is told. */
static void
keep_error (Records *records, GError *error)
{
  if (error == NULL)
    return;
  if (g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME) ||
      g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_DATA))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&records->error);
  records->error = error;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Records *records = g_task_get_task_data (task);
  GError *error = NULL;
  GList *targets = g_resolver_lookup_service_finish (G_RESOLVER (source), result, &error);

  take (records, question->service, targets);
  keep_error (records, error);
  g_resolver_free_targets (targets);
  g_free (question);
  if (--records->n_waiting == 0)
    finish (task);
}

static void
ask (GTask *task, guint service)
{
  Records *records = g_task_get_task_data (task);
  Question *question = g_new0 (Question, 1);

  question->task = g_object_ref (task);
  question->service = service;
  records->n_waiting++;
  g_resolver_lookup_service_async (G_RESOLVER (records->query->resolver), services[service].name,
                                   "tcp", records->query->address->domain,
                                   g_task_get_cancellable (task), answered_cb, question);
}

/**
 * kitte_srv_ask_async:
 *
 * A #KitteLookupSource: all six records at once. They say neither user names nor methods.
 */
void
kitte_srv_ask_async (KitteLookupQuery *query,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *what = g_strdup_printf ("SRV %s", query->address->domain);
  Records *records = g_new0 (Records, 1);

  g_task_set_name (task, "kitte_srv_ask");
  records->query = kitte_lookup_query_ref (query);
  records->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) target_free);
  records->row = kitte_trail_begin (query->trail, KITTE_SOURCE_SRV, what);
  g_task_set_task_data (task, records, (GDestroyNotify) records_free);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    ask (task, i);
}
