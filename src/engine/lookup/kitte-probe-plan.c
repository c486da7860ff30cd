/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encrypted from the first byte before STARTTLS, IMAP before POP3, the service’s own name before
 * “mail”, the bare domain and the mail exchanger. Nothing here is ever without encryption. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-probe-plan.h"

/* A better server that may still answer is waited for as long as the one that is there took, within
 * these bounds, in microseconds. */
#define LEAST_GRACE (300 * G_TIME_SPAN_MILLISECOND)
#define MOST_GRACE (1500 * G_TIME_SPAN_MILLISECOND)

/* What is rarely the right one is called a little later, so that it often need not be called. */
#define RARE (250 * G_TIME_SPAN_MILLISECOND)
#define RARER (500 * G_TIME_SPAN_MILLISECOND)

/* Room between the ranks of the ways, for the names. What was typed comes before all of them; where
 * it is without encryption, behind them. */
#define NAMES 10
#define RANK_TYPED 0
#define RANK_OTHER_WAY 1
#define RANK_OF_WAY(i) (((i) + 1) * NAMES)

/* One way to talk to a mail server. */
typedef struct
{
  KitteProtocol protocol;
  KitteSecurity security;
  gint64 delay;
} Way;

/* Best first within a direction (RFC 8314, 3; RFC 6409). Port 25 is nobody’s way to send. */
static const Way ways[] = {
  { KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS, 0 },
  { KITTE_PROTOCOL_IMAP, KITTE_SECURITY_STARTTLS, RARE },
  { KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS, RARE },
  { KITTE_PROTOCOL_POP3, KITTE_SECURITY_STARTTLS, RARER },
  { KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS, 0 },
  { KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS, 0 },
};

/* Best first; an empty one is the domain itself. */
static const struct
{
  KitteProtocol protocol;
  const char *label;
} names[] = {
  { KITTE_PROTOCOL_IMAP, "imap" }, { KITTE_PROTOCOL_IMAP, "mail" }, { KITTE_PROTOCOL_IMAP, "" },
  { KITTE_PROTOCOL_POP3, "pop" },  { KITTE_PROTOCOL_POP3, "pop3" }, { KITTE_PROTOCOL_POP3, "mail" },
  { KITTE_PROTOCOL_POP3, "" },     { KITTE_PROTOCOL_SMTP, "smtp" }, { KITTE_PROTOCOL_SMTP, "mail" },
  { KITTE_PROTOCOL_SMTP, "" },
};

typedef enum
{
  HOST_NEW,
  HOST_ASKED,
  HOST_FOUND,
  HOST_MISSING,
} HostState;

typedef struct
{
  char *name;
  HostState state;
} Host;

struct _KitteProbePlan
{
  gint64 began;
  KitteProbePort port;
  gboolean promises;
  GPtrArray *hosts;
  GPtrArray *candidates;
};

static void
host_free (gpointer data)
{
  Host *host = data;

  g_free (host->name);
  g_free (host);
}

static void
candidate_free (gpointer data)
{
  KitteProbeCandidate *candidate = data;

  kitte_server_unref (candidate->server);
  g_clear_pointer (&candidate->finding, kitte_finding_unref);
  g_free (candidate);
}

static Host *
find_host (KitteProbePlan *self, const char *name)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];

      if (g_str_equal (host->name, name))
        return host;
    }
  return NULL;
}

static Host *
add_host (KitteProbePlan *self, const char *name)
{
  Host *host = find_host (self, name);

  if (host != NULL)
    return host;
  host = g_new0 (Host, 1);
  host->name = g_strdup (name);
  g_ptr_array_add (self->hosts, host);
  return host;
}

static KitteProbeCandidate *
find_candidate (KitteProbePlan *self, const KitteServer *server)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (candidate->server->protocol == server->protocol &&
          candidate->server->security == server->security &&
          kitte_server_same_endpoint (candidate->server, server))
        return candidate;
    }
  return NULL;
}

static void
add_candidate (KitteProbePlan *self, KitteServer *server, guint rank, gint64 delay)
{
  KitteProbeCandidate *candidate = find_candidate (self, server);
  Host *host;

  if (candidate != NULL)
    {
      candidate->rank = MIN (candidate->rank, rank);
      return;
    }
  host = add_host (self, server->host);
  candidate = g_new0 (KitteProbeCandidate, 1);
  candidate->server = kitte_server_ref (server);
  candidate->rank = rank;
  candidate->delay = delay;
  candidate->due = self->began + delay;
  candidate->state = host->state == HOST_MISSING ? KITTE_PROBE_FAILED : KITTE_PROBE_WAITING;
  g_ptr_array_add (self->candidates, candidate);
}

/* Adds @host in every way that its protocol has; @place is the host’s among the names. */
static void
add_ways (KitteProbePlan *self, const char *host, KitteProtocol protocol, guint place)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (KitteServer) server = NULL;

      if (ways[i].protocol != protocol)
        continue;
      server = kitte_server_new (protocol, host, self->port (host, protocol, ways[i].security),
                                 ways[i].security, NULL, NULL);
      add_candidate (self, server, RANK_OF_WAY (i) + place, ways[i].delay);
    }
}

static gboolean
is_known (const KitteProbeCandidate *candidate)
{
  return candidate->state >= KITTE_PROBE_BUSY;
}

static gboolean
is_usable (const KitteProbePlan *self, const KitteProbeCandidate *candidate)
{
  return candidate->state == KITTE_PROBE_READY || candidate->state == KITTE_PROBE_BUSY ||
         (self->promises && candidate->state == KITTE_PROBE_PROMISING);
}

static gboolean
goes_in (const KitteProbeCandidate *candidate, gboolean incoming)
{
  return kitte_server_is_incoming (candidate->server) == incoming;
}

/* The best one that could still be better than @rank; those are waited for. */
static gboolean
has_better_in_doubt (KitteProbePlan *self, gboolean incoming, guint rank)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (goes_in (candidate, incoming) && candidate->rank < rank && !is_known (candidate) &&
          !is_usable (self, candidate))
        return TRUE;
    }
  return FALSE;
}

static gint64
end_of_grace (const KitteProbePlan *self, const KitteProbeCandidate *best)
{
  return best->known + CLAMP (best->known - self->began, LEAST_GRACE, MOST_GRACE);
}

static gboolean
is_found (KitteProbePlan *self, const KitteProbeCandidate *candidate)
{
  const Host *host = find_host (self, candidate->server->host);

  return host->state == HOST_FOUND;
}

static guint16
usual_port (const char *host, KitteProtocol protocol, KitteSecurity security)
{
  return kitte_protocol_get_default_port (protocol, security);
}

/**
 * kitte_probe_plan_new:
 * @now: monotonic time in microseconds, as everywhere in this machine
 *
 * Returns: (transfer full): a plan with nothing in it
 */
KitteProbePlan *
kitte_probe_plan_new (gint64 now)
{
  KitteProbePlan *self = g_new0 (KitteProbePlan, 1);

  self->began = now;
  self->port = usual_port;
  self->hosts = g_ptr_array_new_with_free_func (host_free);
  self->candidates = g_ptr_array_new_with_free_func (candidate_free);
  return self;
}

void
kitte_probe_plan_free (KitteProbePlan *self)
{
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->hosts);
  g_free (self);
}

/**
 * kitte_probe_plan_set_ports:
 *
 * Before anything is added; for tests.
 */
void
kitte_probe_plan_set_ports (KitteProbePlan *self, KitteProbePort port)
{
  self->port = port;
}

/**
 * kitte_probe_plan_accept_promises:
 *
 * Somebody goes on with the connections: a server need not be ready, it is enough that it is the
 * right one.
 */
void
kitte_probe_plan_accept_promises (KitteProbePlan *self)
{
  self->promises = TRUE;
}

/**
 * kitte_probe_plan_add_domain:
 * @domain: of the address, in A-labels
 *
 * Adds the names that mail servers usually have.
 */
void
kitte_probe_plan_add_domain (KitteProbePlan *self, const char *domain)
{
  for (guint i = 0, place = 0; i < G_N_ELEMENTS (names); i++, place++)
    {
      gboolean bare = *names[i].label == '\0';
      g_autofree char *host =
          bare ? g_strdup (domain) : g_strconcat (names[i].label, ".", domain, NULL);

      if (i > 0 && names[i].protocol != names[i - 1].protocol)
        place = 0;
      add_ways (self, host, names[i].protocol, place);
    }
}

/**
 * kitte_probe_plan_add_exchanger:
 * @host: where the domain’s mail is delivered
 *
 * Often it is the machine that has the mailboxes too.
 */
void
kitte_probe_plan_add_exchanger (KitteProbePlan *self, const char *host)
{
  const KitteProtocol protocols[] = { KITTE_PROTOCOL_IMAP, KITTE_PROTOCOL_POP3,
                                      KITTE_PROTOCOL_SMTP };

  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    add_ways (self, host, protocols[i], NAMES - 1);
}

/**
 * kitte_probe_plan_add_typed:
 * @server: what the person typed, of any security
 *
 * What was typed; the same port begun the other way; the usual encrypted ways of the same protocol
 * at the same host.
 */
void
kitte_probe_plan_add_typed (KitteProbePlan *self, KitteServer *server)
{
  gboolean encrypted = server->security != KITTE_SECURITY_NONE;

  g_autoptr (KitteServer) other =
      kitte_server_with_security (server, server->security == KITTE_SECURITY_TLS ?
                                              KITTE_SECURITY_STARTTLS :
                                              KITTE_SECURITY_TLS);

  add_candidate (self, server, encrypted ? RANK_TYPED : RANK_OF_WAY (G_N_ELEMENTS (ways)), 0);
  add_candidate (self, other, RANK_OTHER_WAY, 0);
  add_ways (self, server->host, server->protocol, 0);
}

/**
 * kitte_probe_plan_leave_out:
 * @protocol: what the domain says it does not offer
 */
void
kitte_probe_plan_leave_out (KitteProbePlan *self, KitteProtocol protocol)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (candidate->server->protocol == protocol && !is_known (candidate))
        candidate->state = KITTE_PROBE_PASSED_OVER;
    }
}

/**
 * kitte_probe_plan_next_host:
 *
 * Returns: (nullable): a name whose addresses nobody has asked for yet; it counts as asked for now
 */
const char *
kitte_probe_plan_next_host (KitteProbePlan *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      Host *host = self->hosts->pdata[i];

      if (host->state != HOST_NEW)
        continue;
      host->state = HOST_ASKED;
      return host->name;
    }
  return NULL;
}

void
kitte_probe_plan_host_found (KitteProbePlan *self, const char *name, gint64 now)
{
  find_host (self, name)->state = HOST_FOUND;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (g_str_equal (candidate->server->host, name))
        candidate->due = now + candidate->delay;
    }
}

void
kitte_probe_plan_host_missing (KitteProbePlan *self, const char *name, gint64 now)
{
  find_host (self, name)->state = HOST_MISSING;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (g_str_equal (candidate->server->host, name) && !is_known (candidate))
        kitte_probe_plan_note (self, candidate, KITTE_PROBE_FAILED, NULL, now);
    }
}

/**
 * kitte_probe_plan_next:
 *
 * Returns: (transfer none) (nullable): whom to call now, where there is room for one more
 *   connection; it counts as called
 */
KitteProbeCandidate *
kitte_probe_plan_next (KitteProbePlan *self, gint64 now)
{
  KitteProbeCandidate *next = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];
      gboolean incoming = kitte_server_is_incoming (candidate->server);

      if (candidate->state != KITTE_PROBE_WAITING || !is_found (self, candidate) ||
          kitte_probe_plan_is_settled (self, incoming, now))
        continue;
      if (candidate->due > now && has_better_in_doubt (self, incoming, candidate->rank))
        continue;
      if (next == NULL || candidate->delay < next->delay ||
          (candidate->delay == next->delay && candidate->rank % NAMES < next->rank % NAMES))
        next = candidate;
    }
  if (next == NULL)
    return NULL;
  next->state = KITTE_PROBE_CALLING;
  next->called = now;
  return next;
}

/* Whoever is worse than one that is usable cannot be chosen any more. */
static void
pass_over_worse (KitteProbePlan *self, const KitteProbeCandidate *best, gint64 now)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (candidate->rank <= best->rank ||
          !goes_in (candidate, kitte_server_is_incoming (best->server)) ||
          candidate->state != KITTE_PROBE_WAITING)
        continue;
      candidate->state = KITTE_PROBE_PASSED_OVER;
      candidate->known = now;
    }
}

/**
 * kitte_probe_plan_note:
 * @finding: (transfer none) (nullable): why it failed
 *
 * Something became known of a server that was called.
 */
void
kitte_probe_plan_note (KitteProbePlan *self,
                       KitteProbeCandidate *candidate,
                       KitteProbeState state,
                       KitteFinding *finding,
                       gint64 now)
{
  if (is_known (candidate))
    return;
  if (!(candidate->state == KITTE_PROBE_PROMISING && state == KITTE_PROBE_READY && self->promises))
    candidate->known = now;
  candidate->state = state;
  if (finding != NULL)
    candidate->finding = kitte_finding_ref (finding);
  if (is_usable (self, candidate))
    pass_over_worse (self, candidate, now);
}

/**
 * kitte_probe_plan_get_best:
 *
 * Returns: (transfer none) (nullable): the best one that may be used, as far as is known
 */
KitteProbeCandidate *
kitte_probe_plan_get_best (KitteProbePlan *self, gboolean incoming)
{
  KitteProbeCandidate *best = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (goes_in (candidate, incoming) && is_usable (self, candidate) &&
          (best == NULL || candidate->rank < best->rank))
        best = candidate;
    }
  return best;
}

/**
 * kitte_probe_plan_is_settled:
 *
 * Returns: whether nothing better will come for a direction, or nothing at all
 */
gboolean
kitte_probe_plan_is_settled (KitteProbePlan *self, gboolean incoming, gint64 now)
{
  const KitteProbeCandidate *best = kitte_probe_plan_get_best (self, incoming);

  if (!has_better_in_doubt (self, incoming, best != NULL ? best->rank : G_MAXUINT))
    return TRUE;
  return best != NULL && end_of_grace (self, best) <= now;
}

/**
 * kitte_probe_plan_get_wake_up:
 *
 * Returns: when to look again where nothing happens before; %G_MAXINT64: never
 */
gint64
kitte_probe_plan_get_wake_up (KitteProbePlan *self, gint64 now)
{
  gint64 wake_up = G_MAXINT64;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const KitteProbeCandidate *candidate = self->candidates->pdata[i];

      if (candidate->state == KITTE_PROBE_WAITING && candidate->due > now &&
          is_found (self, candidate))
        wake_up = MIN (wake_up, candidate->due);
    }
  for (int incoming = 0; incoming < 2; incoming++)
    {
      const KitteProbeCandidate *best = kitte_probe_plan_get_best (self, incoming);

      if (best != NULL && end_of_grace (self, best) > now)
        wake_up = MIN (wake_up, end_of_grace (self, best));
    }
  return wake_up;
}

static int
compare_ranks (gconstpointer a, gconstpointer b)
{
  const KitteProbeCandidate *first = *(KitteProbeCandidate *const *) a;
  const KitteProbeCandidate *second = *(KitteProbeCandidate *const *) b;

  return (first->rank > second->rank) - (first->rank < second->rank);
}

/* What is only promised may yet be missing something; then the host’s other way is the next. */
static gboolean
stands_behind (const KitteProbeCandidate *candidate, const KitteProbeCandidate *best)
{
  return best != NULL && best->state == KITTE_PROBE_PROMISING &&
         candidate->state == KITTE_PROBE_PASSED_OVER &&
         candidate->server->protocol == best->server->protocol &&
         g_str_equal (candidate->server->host, best->server->host);
}

/**
 * kitte_probe_plan_dup_found:
 *
 * Returns: (transfer full) (element-type KitteServer): what may be used, best first
 */
GPtrArray *
kitte_probe_plan_dup_found (KitteProbePlan *self, gboolean incoming)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  const KitteProbeCandidate *best = kitte_probe_plan_get_best (self, incoming);

  for (guint i = 0; i < self->candidates->len; i++)
    g_ptr_array_add (sorted, self->candidates->pdata[i]);
  g_ptr_array_sort (sorted, compare_ranks);
  for (guint i = 0; i < sorted->len; i++)
    {
      const KitteProbeCandidate *candidate = sorted->pdata[i];

      if (goes_in (candidate, incoming) &&
          (is_usable (self, candidate) || stands_behind (candidate, best)))
        g_ptr_array_add (found, kitte_server_ref (candidate->server));
    }
  return found;
}

/**
 * kitte_probe_plan_get_candidates:
 *
 * Returns: (transfer none) (element-type KitteProbeCandidate): all there are, in no order
 */
GPtrArray *
kitte_probe_plan_get_candidates (KitteProbePlan *self)
{
  return self->candidates;
}
