/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One TLS session. The first bytes that come are kept aside, because they tell a server that speaks
 * no TLS from one that speaks an old one. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-tls.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>

#include "kitte-certificate.h"

/* RFC 8996: TLS 1.0 and 1.1 must not be used; GnuTLS’ NORMAL still has them on some systems. */
#define PRIORITY "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1"

/* Only to hear which of them a server chooses; such a connection is never accepted. */
#define OLD_PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:+3DES-CBC:+ARCFOUR-128:%COMPAT"

/* Enough for a record header and a ServerHello’s version, and for a line to show. */
#define FIRST_BYTES 80

/* RFC 8446, 5.1: content types of a record. */
#define RECORD_CHANGE_CIPHER_SPEC 20
#define CHANGE_CIPHER_SPEC_SIZE 6
#define RECORD_ALERT 21
#define RECORD_HANDSHAKE 22
#define HANDSHAKE_SERVER_HELLO 2

/* Warnings and renewals that a server may send in a row; more is a game. */
#define MAX_INTERRUPTIONS 32

struct _KitteTls
{
  GSocket *socket;
  KitteTrustStore *trust;
  char *host;
  gboolean implicit;
  KitteTrips *trips;
  gnutls_session_t session;
  guchar first[FIRST_BYTES];
  gsize n_first;
  int broken;
  guint interruptions;
  gboolean ended;
  gboolean accepted;
  gboolean old_only;
  KitteFinding *finding;
};

static ssize_t
pull_cb (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  KitteTls *self = data;
  ssize_t n;

  do
    n = recv (g_socket_get_fd (self->socket), buffer, size, 0);
  while (n < 0 && errno == EINTR);
  if (n > 0)
    {
      gsize kept = MIN ((gsize) n, FIRST_BYTES - self->n_first);

      kitte_trips_received (self->trips);
      memcpy (self->first + self->n_first, buffer, kept);
      self->n_first += kept;
    }
  else if (n == 0)
    self->ended = TRUE;
  else if (errno != EAGAIN)
    self->broken = errno;
  gnutls_transport_set_errno (self->session, n < 0 ? errno : 0);
  return n;
}

/* RFC 8446, D.4: TLS 1.3 sends a change_cipher_spec in the middle of the server’s flight, to look
 * like TLS 1.2; nobody answers it. */
static gboolean
is_compatibility_record (const void *bytes, size_t size)
{
  return size == CHANGE_CIPHER_SPEC_SIZE && *(const guint8 *) bytes == RECORD_CHANGE_CIPHER_SPEC;
}

static ssize_t
push_cb (gnutls_transport_ptr_t data, const void *bytes, size_t size)
{
  KitteTls *self = data;
  ssize_t n;

  do
    n = send (g_socket_get_fd (self->socket), bytes, size, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n > 0 && !is_compatibility_record (bytes, size))
    kitte_trips_sent (self->trips);
  else if (n < 0 && errno != EAGAIN)
    self->broken = errno;
  gnutls_transport_set_errno (self->session, n < 0 ? errno : 0);
  return n;
}

static KitteTlsProgress
fail (KitteTls *self, KitteFindingCode code, const char *evidence, const char *detail)
{
  const char *lines[] = { evidence, NULL };

  if (self->finding == NULL)
    self->finding = kitte_finding_new_full (code, lines, NULL, detail, 0);
  return KITTE_TLS_FAILED;
}

static gboolean
looks_like_tls (const KitteTls *self)
{
  return self->n_first > 0 && self->first[0] >= RECORD_CHANGE_CIPHER_SPEC &&
         self->first[0] <= RECORD_HANDSHAKE + 1 && (self->n_first < 2 || self->first[1] == 3);
}

/* RFC 8446, 4.1.3: the version a ServerHello names; servers that know TLS 1.3 say 1.2 there. */
static const char *
old_version (const KitteTls *self)
{
  static const char *const names[] = { "SSL 3.0", "TLS 1.0", "TLS 1.1" };

  if (self->n_first < 11 || self->first[0] != RECORD_HANDSHAKE ||
      self->first[5] != HANDSHAKE_SERVER_HELLO || self->first[9] != 3 ||
      self->first[10] >= G_N_ELEMENTS (names))
    return NULL;
  return names[self->first[10]];
}

/* The first line of a server that speaks without TLS, as evidence. */
static char *
first_line (const KitteTls *self)
{
  gsize length = 0;

  while (length < self->n_first && self->first[length] != '\r' && self->first[length] != '\n' &&
         self->first[length] != '\0')
    length++;
  return g_strndup ((const char *) self->first, length);
}

static KitteTlsProgress
fail_by_alert (KitteTls *self)
{
  gnutls_alert_description_t alert = gnutls_alert_get (self->session);
  const char *name = gnutls_alert_get_name (alert);

  if (alert == GNUTLS_A_PROTOCOL_VERSION && self->old_only)
    /* TRANSLATORS: stands in “mail.example.com only offers …”. */
    return fail (self, KITTE_FINDING_TLS_TOO_OLD, name, _ ("SSL 3.0 or older"));
  if (alert == GNUTLS_A_PROTOCOL_VERSION)
    /* TRANSLATORS: stands in “mail.example.com only offers …”. */
    return fail (self, KITTE_FINDING_TLS_TOO_OLD, name, _ ("TLS 1.1 or older"));
  return fail (self, KITTE_FINDING_TLS_HANDSHAKE_FAILED, name, NULL);
}

static KitteTlsProgress
fail_transport (KitteTls *self)
{
  if (!self->accepted && self->n_first > 0)
    return fail (self, KITTE_FINDING_TLS_HANDSHAKE_FAILED, NULL, NULL);
  if (self->broken != 0)
    return fail (self, KITTE_FINDING_RESET, g_strerror (self->broken), NULL);
  return fail (self, KITTE_FINDING_CLOSED, NULL, NULL);
}

/* What a GnuTLS error means: by what came, rather than by its number. */
static KitteTlsProgress
fail_by_error (KitteTls *self, int error)
{
  g_autofree char *line = first_line (self);

  if (error == GNUTLS_E_FATAL_ALERT_RECEIVED)
    return fail_by_alert (self);
  if (!self->accepted && self->n_first > 0 && !looks_like_tls (self))
    return fail (self,
                 self->implicit ? KITTE_FINDING_TLS_ON_PLAIN_PORT :
                                  KITTE_FINDING_TLS_HANDSHAKE_FAILED,
                 line, NULL);
  if (!self->accepted && old_version (self) != NULL)
    return fail (self, KITTE_FINDING_TLS_TOO_OLD, gnutls_strerror (error), old_version (self));
  if (self->broken != 0 || self->ended)
    return fail_transport (self);
  return fail (self, KITTE_FINDING_TLS_HANDSHAKE_FAILED, gnutls_strerror (error), NULL);
}

/* Whether the same call is to be made again at once. */
static gboolean
is_interruption (KitteTls *self, ssize_t status)
{
  return status < 0 && status != GNUTLS_E_AGAIN && !gnutls_error_is_fatal ((int) status) &&
         ++self->interruptions < MAX_INTERRUPTIONS;
}

static KitteTlsProgress
wants (KitteTls *self)
{
  return gnutls_record_get_direction (self->session) == 1 ? KITTE_TLS_WANTS_WRITE :
                                                            KITTE_TLS_WANTS_READ;
}

/* RFC 6066, 3: an address is no server name. */
static void
set_server_name (KitteTls *self)
{
  if (!g_hostname_is_ip_address (self->host))
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, self->host, strlen (self->host));
}

/**
 * kitte_tls_new:
 * @socket: (transfer none): connected, non-blocking
 * @trust: (transfer none): loaded
 * @host: the name the certificate must be for
 * @implicit: TLS from the first byte, not after STARTTLS
 * @trips: (transfer none): outlives the session
 *
 * Returns: (transfer full): a session before its handshake
 */
KitteTls *
kitte_tls_new (GSocket *socket,
               KitteTrustStore *trust,
               const char *host,
               gboolean implicit,
               KitteTrips *trips)
{
  KitteTls *self = g_new0 (KitteTls, 1);

  self->socket = g_object_ref (socket);
  self->trust = g_object_ref (trust);
  self->host = g_strdup (host);
  self->implicit = implicit;
  self->trips = trips;
  gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_priority_set_direct (self->session, PRIORITY, NULL);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                          kitte_trust_store_get_credentials (trust));
  set_server_name (self);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull_cb);
  gnutls_transport_set_push_function (self->session, push_cb);
  /* The caller keeps the time. */
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  return self;
}

/**
 * kitte_tls_offer_old_versions:
 *
 * Offers nothing but TLS 1.1 and 1.0, to learn which of them the server has. The handshake then
 * fails in every case, with the version as its finding’s detail where there is one. To be called
 * before the handshake.
 */
void
kitte_tls_offer_old_versions (KitteTls *self)
{
  self->old_only = TRUE;
  gnutls_priority_set_direct (self->session, OLD_PRIORITY, NULL);
}

void
kitte_tls_free (KitteTls *self)
{
  gnutls_deinit (self->session);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_free (self->host);
  g_object_unref (self->trust);
  g_object_unref (self->socket);
  g_free (self);
}

/* The server has chosen a version: nothing more was to be learned. */
static KitteTlsProgress
fail_with_old_version (KitteTls *self)
{
  if (self->broken == 0 && !self->ended)
    gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_USER_CANCELED);
  return fail (self, KITTE_FINDING_TLS_TOO_OLD, NULL, old_version (self));
}

/**
 * kitte_tls_handshake:
 *
 * Does as much of the handshake as can be done now, and judges the certificate at its end.
 *
 * Returns: done, what it waits for, or that it failed
 */
KitteTlsProgress
kitte_tls_handshake (KitteTls *self)
{
  int status;

  do
    status = gnutls_handshake (self->session);
  while (is_interruption (self, status));
  if (self->old_only && old_version (self) != NULL)
    return fail_with_old_version (self);
  if (status == GNUTLS_E_AGAIN)
    return wants (self);
  if (status < 0)
    {
      if (self->broken == 0 && !self->ended)
        gnutls_alert_send_appropriate (self->session, status);
      return fail_by_error (self, status);
    }
  if (self->old_only)
    return fail (self, KITTE_FINDING_TLS_HANDSHAKE_FAILED, NULL, NULL);
  self->finding = kitte_certificate_judge (self->session, self->host);
  if (self->finding != NULL)
    {
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_BAD_CERTIFICATE);
      return KITTE_TLS_FAILED;
    }
  self->accepted = TRUE;
  return KITTE_TLS_DONE;
}

/**
 * kitte_tls_read:
 * @n_read: (out): how many bytes; only with %KITTE_TLS_DONE
 */
KitteTlsProgress
kitte_tls_read (KitteTls *self, char *buffer, gsize size, gsize *n_read)
{
  ssize_t n;

  g_return_val_if_fail (self->accepted, KITTE_TLS_FAILED);

  do
    n = gnutls_record_recv (self->session, buffer, size);
  while (is_interruption (self, n));
  if (n == GNUTLS_E_AGAIN)
    return wants (self);
  if (n == 0 || n == GNUTLS_E_PREMATURE_TERMINATION)
    return KITTE_TLS_CLOSED;
  if (n < 0)
    return fail_by_error (self, (int) n);
  *n_read = (gsize) n;
  return KITTE_TLS_DONE;
}

/**
 * kitte_tls_write:
 * @bytes: (array length=size): the same again where the call said to wait
 * @n_written: (out): how many bytes; only with %KITTE_TLS_DONE
 *
 * Refuses to work before the certificate was accepted.
 */
KitteTlsProgress
kitte_tls_write (KitteTls *self, const char *bytes, gsize size, gsize *n_written)
{
  ssize_t n;

  g_return_val_if_fail (self->accepted, KITTE_TLS_FAILED);

  do
    n = gnutls_record_send (self->session, bytes, size);
  while (is_interruption (self, n));
  if (n == GNUTLS_E_AGAIN)
    return wants (self);
  if (n < 0)
    return fail_by_error (self, (int) n);
  *n_written = (gsize) n;
  return KITTE_TLS_DONE;
}

/**
 * kitte_tls_close:
 *
 * Sends close_notify (RFC 8446, 6.1) without waiting for the other side’s.
 */
void
kitte_tls_close (KitteTls *self)
{
  if (self->accepted && self->broken == 0)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
}

gboolean
kitte_tls_is_accepted (const KitteTls *self)
{
  return self->accepted;
}

/**
 * kitte_tls_has_heard_tls:
 *
 * Returns: whether what came first were TLS records
 */
gboolean
kitte_tls_has_heard_tls (const KitteTls *self)
{
  return looks_like_tls (self);
}

/**
 * kitte_tls_get_finding:
 *
 * Returns: (transfer none) (nullable): what went wrong
 */
KitteFinding *
kitte_tls_get_finding (const KitteTls *self)
{
  return self->finding;
}

/**
 * kitte_tls_describe:
 *
 * Returns: (transfer full): the protocol’s version, for a transcript
 */
char *
kitte_tls_describe (const KitteTls *self)
{
  return g_strdup (gnutls_protocol_get_name (gnutls_protocol_get_version (self->session)));
}

/**
 * kitte_tls_note:
 *
 * Writes down what the handshake came to, as far as it came.
 */
void
kitte_tls_note (const KitteTls *self, KitteConnection *connection)
{
  g_autoptr (KitteCertificateInfo) certificate = kitte_certificate_read (self->session);
  const char *cipher = gnutls_ciphersuite_get (self->session);
  const char *version = gnutls_protocol_get_name (gnutls_protocol_get_version (self->session));

  /* Before the two have agreed, the version is only what was asked for. */
  kitte_connection_set_tls (connection, cipher != NULL ? version : NULL, cipher, certificate);
}
