/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses whom to ask, asks all of them at the same time, and keeps the answers. What they mean is
 * in kitte-verdict. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-inquiry.h"

#include "brand/kitte-brand-home.h"
#include "verify/kitte-build-time.h"
#include "kitte-knock.h"
#include "kitte-verdict.h"
#include "provider/kitte-witness.h"

/* All of it takes at most so long: an answer that is later would keep the person waiting, and one
 * second is what the kernel needs to send a lost packet again. */
#define LIMIT_MS 4000

/* A second provider tells whether the first is merely down; a third is asked about the clock. */
#define WITNESSES_OF_THE_LINE 2
#define WITNESSES_OF_THE_CLOCK 3

#define RELAY_PORT 25
#define WEB_PORT 443

struct _KitteInquiry
{
  GObject parent_instance;
  KitteServer *server;
  const KitteSurroundings *surroundings;
  GPtrArray *witnesses;
  KitteAnswers answers;
  GTask *task;
  guint pending;
};

G_DEFINE_FINAL_TYPE (KitteInquiry, kitte_inquiry, G_TYPE_OBJECT)

/* RFC 8314, 3.3 and 4.1; what is encrypted from the first byte comes first. */
static const KitteUsualPort usual_ports[] = {
  { KITTE_PROTOCOL_IMAP, 993, KITTE_SECURITY_TLS },
  { KITTE_PROTOCOL_IMAP, 143, KITTE_SECURITY_STARTTLS },
  { KITTE_PROTOCOL_POP3, 995, KITTE_SECURITY_TLS },
  { KITTE_PROTOCOL_POP3, 110, KITTE_SECURITY_STARTTLS },
  { KITTE_PROTOCOL_SMTP, 465, KITTE_SECURITY_TLS },
  { KITTE_PROTOCOL_SMTP, 587, KITTE_SECURITY_STARTTLS },
};

static GNetworkConnectivity
get_connectivity (void)
{
  return g_network_monitor_get_connectivity (g_network_monitor_get_default ());
}

/**
 * kitte_surroundings_get_default:
 *
 * Returns: (transfer none): this computer’s
 */
const KitteSurroundings *
kitte_surroundings_get_default (void)
{
  static const KitteSurroundings surroundings = {
    .usual_ports = usual_ports,
    .n_usual_ports = G_N_ELEMENTS (usual_ports),
    .relay_port = RELAY_PORT,
    .web_port = WEB_PORT,
    .built = KITTE_BUILD_TIME,
    .connectivity = get_connectivity,
  };

  return &surroundings;
}

static void
one_is_done (KitteInquiry *self)
{
  g_autoptr (GTask) task = NULL;

  if (--self->pending > 0 || self->task == NULL)
    return;
  task = g_steal_pointer (&self->task);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
knocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteInquiry) self = user_data;

  kitte_knock_finish (g_task_get_task_data (G_TASK (result)), result);
  one_is_done (self);
}

static void
send_out (KitteInquiry *self, GPtrArray *list, guint milliseconds)
{
  for (guint i = 0; i < list->len; i++)
    {
      self->pending++;
      kitte_knock_async (list->pdata[i], milliseconds, g_task_get_cancellable (self->task),
                         knocked_cb, g_object_ref (self));
    }
}

static void
add_instead (KitteInquiry *self, guint16 port, KitteSecurity security)
{
  g_autoptr (KitteServer) server =
      kitte_server_new (self->server->protocol, self->server->host, port, security,
                        &self->server->auth, self->server->username);

  g_ptr_array_add (self->answers.instead, kitte_knock_new_mail (server));
}

static void
plan_instead (KitteInquiry *self, const KitteFinding *finding)
{
  const KitteSurroundings *around = self->surroundings;

  if (finding->code == KITTE_FINDING_TLS_ON_PLAIN_PORT && !kitte_verdict_is_web_page (finding))
    add_instead (self, self->server->port,
                 self->server->security == KITTE_SECURITY_TLS ? KITTE_SECURITY_STARTTLS :
                                                                KITTE_SECURITY_TLS);
  for (gsize i = 0; i < around->n_usual_ports; i++)
    if (around->usual_ports[i].protocol == self->server->protocol &&
        around->usual_ports[i].port != self->server->port)
      add_instead (self, around->usual_ports[i].port, around->usual_ports[i].security);
}

/* The witness’ server that is most like ours: by port, else by protocol, else any. */
static KitteServer *
find_alike (KitteInquiry *self, const KitteWitness *witness)
{
  KitteServer *best = witness->mail->pdata[0];

  for (guint i = 0; i < witness->mail->len; i++)
    {
      KitteServer *server = witness->mail->pdata[i];

      if (server->port == self->server->port)
        return server;
      if (server->protocol == self->server->protocol && best->protocol != self->server->protocol)
        best = server;
    }
  return best;
}

/* One at another port and of another kind, where there is one. */
static KitteServer *
find_other (KitteInquiry *self, const KitteWitness *witness)
{
  KitteServer *best = witness->mail->pdata[0];

  for (guint i = 0; i < witness->mail->len; i++)
    {
      KitteServer *server = witness->mail->pdata[i];

      if (server->port != self->server->port && server->protocol != self->server->protocol)
        return server;
      if (server->port != self->server->port)
        best = server;
    }
  return best;
}

/* Not from a port that only the provider’s own customers use: mail exchangers take mail from all.
 */
static KitteKnock *
knock_at_same_port (KitteInquiry *self, const KitteWitness *witness)
{
  if (self->server->protocol != KITTE_PROTOCOL_SMTP ||
      self->server->port != self->surroundings->relay_port)
    return kitte_knock_new_mail (find_alike (self, witness));
  if (witness->exchange_domain == NULL)
    return NULL;
  return kitte_knock_new_exchange (witness->exchange_domain, self->surroundings->relay_port);
}

static void
plan_line (KitteInquiry *self)
{
  for (guint i = 0; i < self->witnesses->len && i < WITNESSES_OF_THE_LINE; i++)
    {
      const KitteWitness *witness = self->witnesses->pdata[i];
      KitteKnock *same = self->answers.same->len == 0 ? knock_at_same_port (self, witness) : NULL;

      if (same != NULL)
        g_ptr_array_add (self->answers.same, same);
      else if (self->answers.mail->len == 0)
        g_ptr_array_add (self->answers.mail, kitte_knock_new_mail (find_other (self, witness)));
    }
  for (guint i = 0; i < self->witnesses->len && self->answers.web->len == 0; i++)
    {
      const KitteWitness *witness = self->witnesses->pdata[i];

      if (witness->web_host != NULL)
        g_ptr_array_add (self->answers.web,
                         kitte_knock_new_web (witness->web_host, self->surroundings->web_port));
    }
}

static void
plan_alike (KitteInquiry *self, guint most)
{
  for (guint i = 0; i < self->witnesses->len && i < most; i++)
    g_ptr_array_add (self->answers.same,
                     kitte_knock_new_mail (find_alike (self, self->witnesses->pdata[i])));
}

/* A stranger’s server where encryption begins in the middle too, at the same port if there is one.
 */
static KitteServer *
find_starttls (KitteInquiry *self)
{
  KitteServer *best = NULL;

  for (guint i = 0; i < self->witnesses->len; i++)
    {
      const KitteWitness *witness = self->witnesses->pdata[i];

      for (guint j = 0; j < witness->mail->len; j++)
        {
          KitteServer *server = witness->mail->pdata[j];

          if (server->security == KITTE_SECURITY_STARTTLS &&
              (best == NULL ||
               (server->port == self->server->port && best->port != self->server->port)))
            best = server;
        }
    }
  return best;
}

static void
plan_starttls (KitteInquiry *self, KitteCatalogue *catalogue)
{
  KitteServer *other = find_starttls (self);

  self->answers.promised = kitte_catalogue_promises_starttls (catalogue, self->server);
  if (other != NULL)
    g_ptr_array_add (self->answers.same, kitte_knock_new_mail (other));
}

static gboolean
is_exact_version (const char *detail)
{
  return g_strcmp0 (detail, "TLS 1.1") == 0 || g_strcmp0 (detail, "TLS 1.0") == 0 ||
         g_strcmp0 (detail, "SSL 3.0") == 0;
}

static GPtrArray *
choose_witnesses (KitteInquiry *self, KitteCatalogue *catalogue)
{
  if (self->surroundings->witnesses != NULL)
    return g_ptr_array_ref (self->surroundings->witnesses);
  return kitte_witness_choose (catalogue, self->server->host, WITNESSES_OF_THE_CLOCK);
}

static void
plan (KitteInquiry *self, const KitteFinding *finding, gboolean connected)
{
  gboolean unreachable = kitte_verdict_is_unreachable (finding, connected);
  g_autoptr (KitteCatalogue) catalogue = kitte_brand_open_catalogue ();

  if (unreachable || kitte_verdict_wants_another_port (self->server, finding))
    plan_instead (self, finding);
  if (finding->code == KITTE_FINDING_TLS_TOO_OLD && !is_exact_version (finding->detail))
    g_ptr_array_add (self->answers.old_tls, kitte_knock_new_old_tls (self->server));
  self->witnesses = choose_witnesses (self, catalogue);
  if (unreachable)
    plan_line (self);
  else if (kitte_verdict_is_about_time (finding) &&
           !kitte_verdict_clock_is_behind (finding, self->surroundings->built))
    plan_alike (self, WITNESSES_OF_THE_CLOCK);
  else if (kitte_verdict_misses_starttls (self->server, finding))
    plan_starttls (self, catalogue);
  else if (finding->code == KITTE_FINDING_CERT_UNKNOWN_CA || kitte_verdict_is_web_page (finding))
    plan_alike (self, 1);
}

/* Asking the desktop may wait for its answer. */
static void
connectivity_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KitteInquiry *self = source;

  g_task_return_int (task, self->surroundings->connectivity ());
}

static void
connectivity_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteInquiry *self = KITTE_INQUIRY (source);

  self->answers.connectivity = (GNetworkConnectivity) g_task_propagate_int (G_TASK (result), NULL);
  one_is_done (self);
}

static void
ask_for_connectivity (KitteInquiry *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, connectivity_cb, NULL);

  self->pending++;
  g_task_run_in_thread (task, connectivity_thread);
}

static GPtrArray *
knocks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_knock_unref);
}

static void
kitte_inquiry_finalize (GObject *object)
{
  KitteInquiry *self = KITTE_INQUIRY (object);

  kitte_server_unref (self->server);
  g_clear_pointer (&self->witnesses, g_ptr_array_unref);
  g_ptr_array_unref (self->answers.instead);
  g_ptr_array_unref (self->answers.same);
  g_ptr_array_unref (self->answers.mail);
  g_ptr_array_unref (self->answers.web);
  g_ptr_array_unref (self->answers.old_tls);
  G_OBJECT_CLASS (kitte_inquiry_parent_class)->finalize (object);
}

static void
kitte_inquiry_class_init (KitteInquiryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_inquiry_finalize;
}

static void
kitte_inquiry_init (KitteInquiry *self)
{
  self->answers.instead = knocks_new ();
  self->answers.same = knocks_new ();
  self->answers.mail = knocks_new ();
  self->answers.web = knocks_new ();
  self->answers.old_tls = knocks_new ();
  self->answers.connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

/**
 * kitte_inquiry_new:
 * @server: (transfer none): the server that is in doubt
 * @surroundings: (transfer none): outlives the inquiry
 *
 * Returns: (transfer full): an inquiry, good for one finding
 */
KitteInquiry *
kitte_inquiry_new (KitteServer *server, const KitteSurroundings *surroundings)
{
  KitteInquiry *self;

  g_return_val_if_fail (server != NULL && surroundings != NULL, NULL);

  self = g_object_new (KITTE_TYPE_INQUIRY, NULL);
  self->server = kitte_server_ref (server);
  self->surroundings = surroundings;
  return self;
}

/**
 * kitte_inquiry_ask_async:
 * @finding: what is in doubt
 * @connected: whether there was a connection
 * @deadline: monotonic time in microseconds; four seconds are the most in every case
 *
 * Makes a handful of connections at the same time; none of them signs in. To be called once, on the
 * main context. @finding is not kept.
 */
void
kitte_inquiry_ask_async (KitteInquiry *self,
                         const KitteFinding *finding,
                         gboolean connected,
                         gint64 deadline,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
  guint milliseconds = (guint) CLAMP (left, 0, LIMIT_MS);
  GPtrArray *lists[] = { self->answers.instead, self->answers.same, self->answers.mail,
                         self->answers.web, self->answers.old_tls };

  g_return_if_fail (KITTE_IS_INQUIRY (self) && finding != NULL);
  g_return_if_fail (self->task == NULL && self->witnesses == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kitte_inquiry_ask_async);
  self->pending = 1;
  plan (self, finding, connected);
  ask_for_connectivity (self);
  for (gsize i = 0; milliseconds > 0 && i < G_N_ELEMENTS (lists); i++)
    send_out (self, lists[i], milliseconds);
  one_is_done (self);
}

/**
 * kitte_inquiry_ask_finish:
 *
 * Returns: %TRUE: the answers are there; %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
kitte_inquiry_ask_finish (KitteInquiry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_inquiry_judge:
 * @finding: what the server’s own connection came to in the end; may be another one than was in
 *   doubt
 * @connected: whether there was a connection
 *
 * Returns: (transfer full): the finding as it is to be told, with what was found as evidence
 */
KitteFinding *
kitte_inquiry_judge (KitteInquiry *self, const KitteFinding *finding, gboolean connected)
{
  g_return_val_if_fail (KITTE_IS_INQUIRY (self) && finding != NULL, NULL);

  return kitte_verdict_reach (self->server, finding, connected, &self->answers, self->surroundings);
}
