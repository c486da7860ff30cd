/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each port gets one connection, or two where it talks otherwise than its number says; every one is
 * brought up to where one could sign in, and told goodbye. No credential is ever there to be sent.
 */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-matrix.h"

#include "base/kitte-bounds.h"
#include "session/kitte-session.h"
#include "wire/kitte-resolver.h"
#include "wire/kitte-trust-store.h"

/* Ports that one table can have: a provider with four hosts. */
#define MAX_ROWS 28

/* Connections at once. Silent ports need ten seconds each: fewer would not end in time, and more
 * look like a scan. */
#define MAX_AT_ONCE 8

/* In less time than this nothing can be learned any more, in milliseconds. */
#define SHORTEST_TRY_MS 100

/* A server that lets a client have one connection needs this long to see that one has ended. */
#define SERIAL_PAUSE_MS 300

static const struct
{
  KitteProtocol protocol;
  guint16 port;
  KitteSecurity first_try;
} usual_ports[] = {
  { KITTE_PROTOCOL_SMTP, 25, KITTE_SECURITY_NONE },
  { KITTE_PROTOCOL_SMTP, 465, KITTE_SECURITY_TLS },
  { KITTE_PROTOCOL_SMTP, 587, KITTE_SECURITY_NONE },
  { KITTE_PROTOCOL_IMAP, 143, KITTE_SECURITY_NONE },
  { KITTE_PROTOCOL_IMAP, 993, KITTE_SECURITY_TLS },
  { KITTE_PROTOCOL_POP3, 110, KITTE_SECURITY_NONE },
  { KITTE_PROTOCOL_POP3, 995, KITTE_SECURITY_TLS },
};

struct _KitteMatrix
{
  GObject parent_instance;
  GPtrArray *rows;
  gboolean pop_before_smtp;

  GTask *task;
  gint64 deadline;
  guint next;
  guint n_running;
  GQueue again;
  GPtrArray *tried_again;
  guint pause;
  GSource *cancel_source;
};

/* One connection to one port. */
typedef struct
{
  KitteMatrix *matrix;
  KitteMatrixRow *row;
  KitteCheck *check;
} Attempt;

G_DEFINE_FINAL_TYPE (KitteMatrix, kitte_matrix, G_TYPE_OBJECT)

enum
{
  ROW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void go_on (KitteMatrix *self);

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->check);
  g_object_unref (attempt->matrix);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
tell_changed (KitteMatrix *self, KitteMatrixRow *row)
{
  guint index = 0;

  if (g_ptr_array_find (self->rows, row, &index))
    g_signal_emit (self, signals[ROW_CHANGED], 0, index);
}

static gboolean
is_same_group (const KitteMatrixRow *a, const KitteMatrixRow *b)
{
  return a->protocol == b->protocol && g_str_equal (a->host, b->host);
}

static gboolean
is_group_known (KitteMatrix *self, const KitteMatrixRow *row)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KitteMatrixRow *other = self->rows->pdata[i];

      if (other->state == KITTE_MATRIX_PENDING && is_same_group (other, row))
        return FALSE;
    }
  return TRUE;
}

static gboolean
does_group_offer_sign_in (KitteMatrix *self, const KitteMatrixRow *row)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (is_same_group (self->rows->pdata[i], row) &&
        kitte_matrix_row_offers_sign_in (self->rows->pdata[i]))
      return TRUE;
  return FALSE;
}

/* A sending server that offers a sign-in nowhere lets people in by another way. One that offers it
 * on some port leaves the others to servers that deliver mail. */
static void
judge_group (KitteMatrix *self, const KitteMatrixRow *row)
{
  if (row->protocol != KITTE_PROTOCOL_SMTP || !is_group_known (self, row) ||
      does_group_offer_sign_in (self, row))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    if (is_same_group (self->rows->pdata[i], row))
      {
        kitte_matrix_row_use_pop_before_smtp (self->rows->pdata[i]);
        tell_changed (self, self->rows->pdata[i]);
      }
}

static void
row_known (KitteMatrix *self, KitteMatrixRow *row)
{
  if (self->pop_before_smtp && row->protocol == KITTE_PROTOCOL_SMTP)
    kitte_matrix_row_use_pop_before_smtp (row);
  tell_changed (self, row);
  judge_group (self, row);
}

static gboolean
may_be_one_connection (const KitteFinding *finding)
{
  return finding->code == KITTE_FINDING_TOO_MANY_CONNECTIONS ||
         finding->code == KITTE_FINDING_GREETING_REJECTED ||
         finding->code == KITTE_FINDING_SERVER_UNAVAILABLE ||
         finding->code == KITTE_FINDING_CLOSED || finding->code == KITTE_FINDING_RESET;
}

/* Some servers let a client have one connection: the port is asked once more, alone. */
static gboolean
put_off (KitteMatrix *self, KitteMatrixRow *row, const KitteFinding *finding)
{
  if (finding == NULL || !may_be_one_connection (finding) ||
      g_ptr_array_find (self->tried_again, row, NULL))
    return FALSE;
  g_ptr_array_add (self->tried_again, row);
  g_queue_push_tail (&self->again, row);
  return TRUE;
}

static void open_port (KitteMatrix *self, KitteMatrixRow *row, KitteSecurity security);

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteSession *session = KITTE_SESSION (source);
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  KitteMatrix *self = attempt->matrix;
  KitteMatrixRow *row = attempt->row;
  KitteSecurity security = kitte_session_get_server (session)->security;
  gboolean ready = kitte_session_open_finish (session, result, &error);
  KitteFinding *finding = kitte_session_get_finding (session);

  self->n_running--;
  if (ready)
    kitte_session_goodbye (session);
  if (error != NULL)
    row->state = KITTE_MATRIX_CANCELLED;
  else if (put_off (self, row, finding))
    ;
  else if (!kitte_matrix_row_read (row, attempt->check, finding))
    {
      open_port (self, row,
                 security == KITTE_SECURITY_TLS ? KITTE_SECURITY_NONE : KITTE_SECURITY_TLS);
      return;
    }
  if (row->state != KITTE_MATRIX_PENDING)
    row_known (self, row);
  go_on (self);
}

/* “None” is a floor: the methods in clear are listed, and then STARTTLS is used where it is there.
 */
static void
open_port (KitteMatrix *self, KitteMatrixRow *row, KitteSecurity security)
{
  const KitteAuthList any = { { 0 }, 0 };
  g_autoptr (KitteServer) server =
      kitte_server_new (row->protocol, row->host, row->port, security, &any, NULL);
  g_autoptr (KitteSession) session = NULL;
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->matrix = g_object_ref (self);
  attempt->row = row;
  attempt->check = kitte_check_new (server);
  session = kitte_session_new (server, attempt->check);
  self->n_running++;
  kitte_session_open_async (session, self->deadline, g_task_get_cancellable (self->task), opened_cb,
                            attempt);
}

static gboolean
is_cancelled (KitteMatrix *self)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (self->task));
}

/* Nobody waits for the rest any more. */
static void
give_up (KitteMatrix *self)
{
  g_queue_clear (&self->again);
  for (guint i = 0; i < self->rows->len; i++)
    {
      KitteMatrixRow *row = self->rows->pdata[i];

      if (row->state != KITTE_MATRIX_PENDING)
        continue;
      row->state = KITTE_MATRIX_CANCELLED;
      row_known (self, row);
    }
}

static void
finish (KitteMatrix *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_late (KitteMatrix *self)
{
  return g_get_monotonic_time () + SHORTEST_TRY_MS * G_TIME_SPAN_MILLISECOND >= self->deadline;
}

static gboolean
pause_cb (gpointer user_data)
{
  KitteMatrix *self = user_data;
  KitteMatrixRow *row = g_queue_pop_head (&self->again);

  self->pause = 0;
  if (row != NULL && !is_cancelled (self) && !is_late (self))
    open_port (self, row, row->first_try);
  else
    go_on (self);
  return G_SOURCE_REMOVE;
}

static void
go_on (KitteMatrix *self)
{
  gboolean late = is_late (self);

  if (self->pause != 0)
    return;
  while (!late && !is_cancelled (self) && self->next < self->rows->len &&
         self->n_running < MAX_AT_ONCE)
    {
      KitteMatrixRow *row = self->rows->pdata[self->next++];

      open_port (self, row, row->first_try);
    }
  if (self->n_running > 0)
    return;
  if (late || is_cancelled (self))
    give_up (self);
  if (!g_queue_is_empty (&self->again))
    self->pause = g_timeout_add (SERIAL_PAUSE_MS, pause_cb, self);
  else
    finish (self);
}

static void
kitte_matrix_finalize (GObject *object)
{
  KitteMatrix *self = KITTE_MATRIX (object);

  g_queue_clear (&self->again);
  g_ptr_array_unref (self->tried_again);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (kitte_matrix_parent_class)->finalize (object);
}

static void
kitte_matrix_class_init (KitteMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_matrix_finalize;
  signals[ROW_CHANGED] = g_signal_new ("row-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kitte_matrix_init (KitteMatrix *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_matrix_row_free);
  self->tried_again = g_ptr_array_new ();
  g_queue_init (&self->again);
}

/**
 * kitte_matrix_new:
 * @pop_before_smtp: the provider is known to let people send after receiving
 *
 * Returns: (transfer full): a table without rows
 */
KitteMatrix *
kitte_matrix_new (gboolean pop_before_smtp)
{
  KitteMatrix *self = g_object_new (KITTE_TYPE_MATRIX, NULL);

  kitte_resolver_install ();
  kitte_trust_store_get_default ();
  self->pop_before_smtp = pop_before_smtp;
  return self;
}

static const char *
find_host (GPtrArray *servers, KitteProtocol protocol)
{
  for (guint i = 0; i < servers->len; i++)
    if (((const KitteServer *) servers->pdata[i])->protocol == protocol)
      return ((const KitteServer *) servers->pdata[i])->host;
  return NULL;
}

static void
add_usual_ports (KitteMatrix *self, KitteProtocol protocol, const char *host)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_ports); i++)
    if (usual_ports[i].protocol == protocol)
      kitte_matrix_add_port (self, protocol, host, usual_ports[i].port, usual_ports[i].first_try);
}

static void
add_protocol (KitteMatrix *self, GPtrArray *servers, KitteProtocol protocol)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (server->protocol != protocol)
        continue;
      add_usual_ports (self, protocol, server->host);
      kitte_matrix_add_port (self, protocol, server->host, server->port,
                             server->security == KITTE_SECURITY_TLS ? KITTE_SECURITY_TLS :
                                                                      KITTE_SECURITY_NONE);
    }
}

/**
 * kitte_matrix_add_servers:
 * @incoming: (element-type KitteServer): servers that are known
 * @outgoing: (element-type KitteServer): the same for sending
 *
 * Adds the usual ports of their hosts, and their own. Where nobody names a server of the other way
 * to receive, it is looked for on the same host.
 */
void
kitte_matrix_add_servers (KitteMatrix *self, GPtrArray *incoming, GPtrArray *outgoing)
{
  const KitteProtocol receiving[] = { KITTE_PROTOCOL_IMAP, KITTE_PROTOCOL_POP3 };

  g_return_if_fail (KITTE_IS_MATRIX (self) && incoming != NULL && outgoing != NULL);

  add_protocol (self, outgoing, KITTE_PROTOCOL_SMTP);
  for (gsize i = 0; i < G_N_ELEMENTS (receiving); i++)
    {
      const char *other = find_host (incoming, receiving[1 - i]);

      add_protocol (self, incoming, receiving[i]);
      if (find_host (incoming, receiving[i]) == NULL && other != NULL)
        add_usual_ports (self, receiving[i], other);
    }
}

/* Ports of one server stand together, in order; -1: at the end. */
static gint
find_place (KitteMatrix *self, const KitteMatrixRow *row)
{
  gint place = -1;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const KitteMatrixRow *other = self->rows->pdata[i];

      if (!is_same_group (other, row))
        continue;
      if (other->port > row->port)
        return (gint) i;
      place = (gint) i + 1;
    }
  return place;
}

static gboolean
has_port (KitteMatrix *self, const KitteMatrixRow *row)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (is_same_group (self->rows->pdata[i], row) &&
        ((const KitteMatrixRow *) self->rows->pdata[i])->port == row->port)
      return TRUE;
  return FALSE;
}

/**
 * kitte_matrix_add_port:
 * @first_try: what is tried first: %KITTE_SECURITY_TLS, or %KITTE_SECURITY_NONE
 *
 * A port that is there already, and one too many, are passed over.
 */
void
kitte_matrix_add_port (KitteMatrix *self,
                       KitteProtocol protocol,
                       const char *host,
                       guint16 port,
                       KitteSecurity first_try)
{
  g_autoptr (KitteMatrixRow) row = NULL;

  g_return_if_fail (KITTE_IS_MATRIX (self) && host != NULL);
  g_return_if_fail (self->task == NULL);

  row = kitte_matrix_row_new (protocol, host, port, first_try);
  if (self->rows->len < MAX_ROWS && !has_port (self, row))
    {
      gint place = find_place (self, row);

      g_ptr_array_insert (self->rows, place, g_steal_pointer (&row));
    }
}

guint
kitte_matrix_get_n_rows (KitteMatrix *self)
{
  g_return_val_if_fail (KITTE_IS_MATRIX (self), 0);

  return self->rows->len;
}

/**
 * kitte_matrix_get_row:
 *
 * Returns: (transfer none): the row, as it is known now; sending first, each server’s by port
 */
const KitteMatrixRow *
kitte_matrix_get_row (KitteMatrix *self, guint index)
{
  g_return_val_if_fail (KITTE_IS_MATRIX (self) && index < self->rows->len, NULL);

  return self->rows->pdata[index];
}

/**
 * kitte_matrix_is_settled:
 *
 * Returns: whether the row will not change any more; how a server without a sign-in lets people in
 *   is known once all its ports are
 */
gboolean
kitte_matrix_is_settled (KitteMatrix *self, guint index)
{
  const KitteMatrixRow *row = kitte_matrix_get_row (self, index);

  g_return_val_if_fail (row != NULL, FALSE);

  if (row->state == KITTE_MATRIX_PENDING)
    return FALSE;
  return row->state != KITTE_MATRIX_OPEN || row->protocol != KITTE_PROTOCOL_SMTP ||
         self->pop_before_smtp || kitte_matrix_row_offers_sign_in (row) ||
         is_group_known (self, row);
}

/* A pause is not waited for any more; connections hear of it themselves. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  KitteMatrix *self = user_data;

  g_clear_handle_id (&self->pause, g_source_remove);
  go_on (self);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (KitteMatrix *self, GCancellable *cancellable)
{
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
}

/**
 * kitte_matrix_run_async:
 * @deadline: seconds for all of it; 0: the default
 *
 * Asks every port, on the main context. To be called once.
 */
void
kitte_matrix_run_async (KitteMatrix *self,
                        guint deadline,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  gint64 seconds = deadline > 0 ? deadline : KITTE_DEFAULT_DEADLINE;

  g_return_if_fail (KITTE_IS_MATRIX (self));
  g_return_if_fail (self->task == NULL && self->next == 0);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kitte_matrix_run_async);
  self->deadline = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  watch_cancellable (self, cancellable);
  go_on (self);
}

/**
 * kitte_matrix_run_finish:
 *
 * Returns: %TRUE when every port was asked; %FALSE with %G_IO_ERROR_CANCELLED otherwise, and what
 *   was found out until then stands in the rows
 */
gboolean
kitte_matrix_run_finish (KitteMatrix *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
