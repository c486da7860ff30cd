/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few things at a time, none of which signs in: each server up to where one could, an address of
 * the newer kind (RFC 8200), and the documents and records that mail programs look for. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-service-check.h"

#include "base/kitte-bounds.h"
#include "brand/kitte-brand-home.h"
#include "lookup/kitte-lookup-source.h"
#include "lookup/kitte-trail.h"
#include "session/kitte-session.h"

/* Connections to one provider at once: more would look like an attack. */
#define MAX_AT_ONCE 4

/* An address of the newer kind that is silent for so long is not reached by mail programs. */
#define IPV6_SECONDS 5

struct _KitteServiceCheck
{
  GObject parent_instance;

  KittePreset *preset;
  KitteProposal *expected;
  KitteLookupQuery *query;
  GPtrArray *rows;
  GPtrArray *published;

  GTask *task;
  gint64 deadline;
  guint next_row;
  guint n_running;
};

/* One row on its way. */
typedef struct
{
  KitteServiceCheck *self;
  KitteServiceRow *row;
} Visit;

/* One question on its way; its own trail says what came of it. */
typedef struct
{
  KitteServiceCheck *self;
  KittePublished *published;
  KitteLookupQuery *query;
} Question;

G_DEFINE_FINAL_TYPE (KitteServiceCheck, kitte_service_check, G_TYPE_OBJECT)

static void go_on (KitteServiceCheck *self);

static void
row_free (KitteServiceRow *row)
{
  kitte_server_unref (row->server);
  g_object_unref (row->check);
  g_clear_pointer (&row->finding, kitte_finding_unref);
  g_free (row);
}

static void
add_rows (KitteServiceCheck *self, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      KitteServiceRow *row = g_new0 (KitteServiceRow, 1);

      row->server = kitte_server_ref (servers->pdata[i]);
      row->check = kitte_check_new (row->server);
      g_ptr_array_add (self->rows, row);
    }
}

static void
leave (KitteServiceCheck *self)
{
  self->n_running--;
  go_on (self);
}

static void
note_outcome (Question *question)
{
  GPtrArray *tried = kitte_trail_get_tried (question->query->trail);

  if (tried->len == 0)
    return;
  question->published->what = g_strdup (((const KitteTried *) tried->pdata[0])->what);
  question->published->outcome = g_strdup (((const KitteTried *) tried->pdata[0])->outcome);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (KitteServiceCheck) self = question->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) found = kitte_lookup_source_finish (result, &error);

  if (found != NULL)
    kitte_published_compare (question->published, self->expected, found);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    question->published->state = KITTE_PUBLISHED_ABSENT;
  note_outcome (question);
  kitte_lookup_query_unref (question->query);
  g_free (question);
  leave (self);
}

static void
ask (KitteServiceCheck *self,
     guint index,
     void (*ask_async) (KitteLookupQuery *query,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data))
{
  Question *question = g_new0 (Question, 1);
  g_autoptr (KitteTrail) trail = kitte_trail_new ();

  question->self = g_object_ref (self);
  question->published = self->published->pdata[index];
  question->query = kitte_lookup_query_new (self->query->address, self->query->catalogue,
                                            self->query->resolver, self->query->web, trail, NULL);
  self->n_running++;
  ask_async (question->query, g_task_get_cancellable (self->task), answered_cb, question);
}

static void
visit_end (Visit *visit)
{
  g_autoptr (KitteServiceCheck) self = visit->self;

  g_free (visit);
  leave (self);
}

/* A computer without such a line cannot say anything about the other side. */
static gboolean
has_no_line (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
reached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (connection != NULL)
    {
      visit->row->ipv6 = KITTE_SERVICE_IPV6_OK;
      g_io_stream_close_async (G_IO_STREAM (connection), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    }
  else if (!has_no_line (error))
    visit->row->ipv6 = KITTE_SERVICE_IPV6_FAILED;
  visit_end (visit);
}

static void
reach (Visit *visit, GInetAddress *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (address, visit->row->server->port);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, IPV6_SECONDS);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (place),
                                 g_task_get_cancellable (visit->self->task), reached_cb, visit);
}

static void
addresses_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses = kitte_resolver_find_finish (KITTE_RESOLVER (source), result, NULL, &error);

  if (addresses != NULL)
    reach (visit, addresses->data);
  else if (error == NULL ||
           g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_DATA) ||
           g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME))
    {
      visit->row->ipv6 = KITTE_SERVICE_IPV6_NONE;
      visit_end (visit);
    }
  else
    visit_end (visit);
  g_list_free_full (addresses, g_object_unref);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteSession *session = KITTE_SESSION (source);
  Visit *visit = user_data;
  KitteServiceRow *row = visit->row;
  g_autoptr (GError) error = NULL;
  gboolean ready = kitte_session_open_finish (session, result, &error);
  KitteFinding *finding = kitte_session_get_finding (session);

  if (ready)
    kitte_session_goodbye (session);
  if (error != NULL)
    {
      visit_end (visit);
      return;
    }
  row->state = ready ? KITTE_SERVICE_OK : KITTE_SERVICE_FAILED;
  if (!ready && finding != NULL)
    row->finding = kitte_finding_ref (finding);
  kitte_resolver_find_async (visit->self->query->resolver, row->server->host, G_SOCKET_FAMILY_IPV6,
                             g_task_get_cancellable (visit->self->task), addresses_cb, visit);
}

static void
call (KitteServiceCheck *self, KitteServiceRow *row)
{
  g_autoptr (KitteSession) session = kitte_session_new (row->server, row->check);
  Visit *visit = g_new0 (Visit, 1);

  visit->self = g_object_ref (self);
  visit->row = row;
  self->n_running++;
  kitte_session_open_async (session, self->deadline, g_task_get_cancellable (self->task), opened_cb,
                            visit);
}

static gboolean
is_over (KitteServiceCheck *self)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (self->task)) ||
         g_get_monotonic_time () >= self->deadline;
}

static void
go_on (KitteServiceCheck *self)
{
  while (self->n_running < MAX_AT_ONCE && self->next_row < self->rows->len && !is_over (self))
    call (self, self->rows->pdata[self->next_row++]);
  if (self->n_running == 0 && self->task != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->task);

      if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
    }
}

/**
 * kitte_service_check_run_async:
 * @deadline: seconds for all of it; 0: the default
 *
 * Looks at the servers and at what is published, a few at a time; signs in nowhere. On the main
 * context; once for each object. Cancelled, it ends as soon as everybody has let go; the rows say
 * what was known by then.
 */
void
kitte_service_check_run_async (KitteServiceCheck *self,
                               guint deadline,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  gint64 seconds = deadline > 0 ? deadline : KITTE_DEFAULT_DEADLINE;

  g_return_if_fail (KITTE_IS_SERVICE_CHECK (self) && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (self->task, "kitte_service_check_run");
  self->deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  /* One more, so that none of them is the last before all have begun. */
  self->n_running++;
  ask (self, 0, kitte_autoconfig_own_ask_async);
  ask (self, 1, kitte_autoconfig_well_known_ask_async);
  ask (self, 2, kitte_srv_ask_async);
  leave (self);
}

/**
 * kitte_service_check_run_finish:
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED where it was cancelled
 */
gboolean
kitte_service_check_run_finish (KitteServiceCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
kitte_service_check_finalize (GObject *object)
{
  KitteServiceCheck *self = KITTE_SERVICE_CHECK (object);

  g_clear_pointer (&self->preset, kitte_preset_unref);
  g_clear_pointer (&self->expected, kitte_proposal_unref);
  g_clear_pointer (&self->query, kitte_lookup_query_unref);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->published);
  G_OBJECT_CLASS (kitte_service_check_parent_class)->finalize (object);
}

static void
kitte_service_check_class_init (KitteServiceCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_service_check_finalize;
}

static void
kitte_service_check_init (KitteServiceCheck *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->published = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_published_free);
}

/**
 * kitte_service_check_new:
 * @address: of the domain whose servers are looked at; it is sent to the domain’s own autoconfig
 *   host, nowhere else
 * @answers: (nullable) (element-type utf8 utf8): answers to the preset’s asks, by key
 *
 * Returns: (transfer full): a check that has not begun; %NULL with a
 *   %KITTE_PROVIDER_ERROR_BAD_ANSWER
 */
KitteServiceCheck *
kitte_service_check_new (KittePreset *preset,
                         KitteAddress *address,
                         GHashTable *answers,
                         KitteResolver *resolver,
                         KitteWeb *web,
                         GError **error)
{
  g_autoptr (KitteServiceCheck) self = g_object_new (KITTE_TYPE_SERVICE_CHECK, NULL);
  g_autoptr (KitteCatalogue) catalogue = kitte_brand_open_catalogue ();
  g_autoptr (KitteTrail) trail = kitte_trail_new ();

  self->preset = kitte_preset_ref (preset);
  self->expected = kitte_preset_propose (preset, address, NULL, answers, error);
  if (self->expected == NULL)
    return NULL;
  self->query = kitte_lookup_query_new (address, catalogue, resolver, web, trail, NULL);
  add_rows (self, self->expected->incoming);
  add_rows (self, self->expected->outgoing);
  g_ptr_array_add (self->published, kitte_published_new (KITTE_SOURCE_AUTOCONFIG));
  g_ptr_array_add (self->published, kitte_published_new (KITTE_SOURCE_AUTOCONFIG));
  g_ptr_array_add (self->published, kitte_published_new (KITTE_SOURCE_SRV));
  return g_steal_pointer (&self);
}

KittePreset *
kitte_service_check_get_preset (KitteServiceCheck *self)
{
  return self->preset;
}

KitteAddress *
kitte_service_check_get_address (KitteServiceCheck *self)
{
  return self->query->address;
}

/**
 * kitte_service_check_get_rows:
 *
 * Returns: (transfer none) (element-type KitteServiceRow): the servers, receiving first
 */
GPtrArray *
kitte_service_check_get_rows (KitteServiceCheck *self)
{
  return self->rows;
}

/**
 * kitte_service_check_get_published:
 *
 * Returns: (transfer none) (element-type KittePublished): what the domain publishes
 */
GPtrArray *
kitte_service_check_get_published (KitteServiceCheck *self)
{
  return self->published;
}

/**
 * kitte_service_check_is_good:
 *
 * Returns: whether every server is as the preset says, and nothing that is published says
 *   otherwise. What is not published is no fault
 */
gboolean
kitte_service_check_is_good (KitteServiceCheck *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KitteServiceRow *row = self->rows->pdata[i];

      if (row->state != KITTE_SERVICE_OK || row->ipv6 == KITTE_SERVICE_IPV6_FAILED)
        return FALSE;
    }
  for (guint i = 0; i < self->published->len; i++)
    {
      KittePublishedState state = ((const KittePublished *) self->published->pdata[i])->state;

      if (state == KITTE_PUBLISHED_DIFFERS || state == KITTE_PUBLISHED_PENDING)
        return FALSE;
    }
  return TRUE;
}

const char *
kitte_service_ipv6_to_nick (KitteServiceIpv6 ipv6)
{
  static const char *const nicks[] = { "unknown", "none", "ok", "failed" };

  return nicks[ipv6];
}
