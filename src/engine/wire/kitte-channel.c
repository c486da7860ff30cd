/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of one connection. Nothing here waits: every call does what can be done now and says
 * what the socket must become ready for. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-channel.h"

#include <string.h>
#include <sys/socket.h>

#include "base/kitte-bounds.h"

/* What is read at a time: a TLS record’s worth. */
#define READ_SIZE (16 * 1024)

/* After a goodbye the socket stays readable this long, so that the server’s last words do not make
 * the kernel take the goodbye back. */
#define LINGER_SECONDS 2

struct _KitteChannel
{
  GSocket *socket;
  KitteTls *tls;
  KitteTrips *trips;
  KitteFinding *finding;
  GByteArray *input;
  gsize consumed;
  gboolean received;
  GQueue output;
  gsize written;
};

static KitteTlsProgress
fail (KitteChannel *self, KitteFindingCode code, const char *evidence)
{
  if (self->finding == NULL)
    self->finding = kitte_finding_new (code, evidence);
  return KITTE_TLS_FAILED;
}

static KitteTlsProgress
socket_failed (KitteChannel *self, const GError *error, KitteTlsProgress waits)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return waits;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return fail (self, KITTE_FINDING_TIMED_OUT, error->message);
  return fail (self, KITTE_FINDING_RESET, error->message);
}

static KitteTlsProgress
read_plain (KitteChannel *self, char *buffer, gsize size, gsize *n_read)
{
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_receive (self->socket, buffer, size, NULL, &error);

  if (n < 0)
    return socket_failed (self, error, KITTE_TLS_WANTS_READ);
  if (n == 0)
    return KITTE_TLS_CLOSED;
  kitte_trips_received (self->trips);
  *n_read = (gsize) n;
  return KITTE_TLS_DONE;
}

static KitteTlsProgress
write_plain (KitteChannel *self, const char *bytes, gsize size, gsize *n_written)
{
  g_autoptr (GError) error = NULL;
  gssize n = g_socket_send (self->socket, bytes, size, NULL, &error);

  if (n < 0)
    return socket_failed (self, error, KITTE_TLS_WANTS_WRITE);
  kitte_trips_sent (self->trips);
  *n_written = (gsize) n;
  return KITTE_TLS_DONE;
}

static void
forget_consumed (KitteChannel *self)
{
  if (self->consumed > 0)
    g_byte_array_remove_range (self->input, 0, (guint) self->consumed);
  self->consumed = 0;
}

/**
 * kitte_channel_new:
 * @socket: (transfer none): connected, non-blocking
 * @trips: (transfer none): outlives the channel
 *
 * Returns: (transfer full): an unencrypted channel
 */
KitteChannel *
kitte_channel_new (GSocket *socket, KitteTrips *trips)
{
  KitteChannel *self = g_new0 (KitteChannel, 1);

  self->socket = g_object_ref (socket);
  self->trips = trips;
  self->input = g_byte_array_new ();
  g_queue_init (&self->output);
  return self;
}

void
kitte_channel_free (KitteChannel *self)
{
  g_clear_pointer (&self->tls, kitte_tls_free);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_queue_clear_full (&self->output, (GDestroyNotify) kitte_secret_unref);
  g_byte_array_unref (self->input);
  g_object_unref (self->socket);
  g_free (self);
}

/**
 * kitte_channel_begin_tls:
 * @implicit: TLS from the first byte, not after STARTTLS
 *
 * From here on nothing passes until kitte_channel_handshake() is done.
 */
void
kitte_channel_begin_tls (KitteChannel *self,
                         KitteTrustStore *trust,
                         const char *host,
                         gboolean implicit)
{
  g_return_if_fail (self->tls == NULL);

  self->tls = kitte_tls_new (self->socket, trust, host, implicit, self->trips);
}

void
kitte_channel_offer_old_tls (KitteChannel *self)
{
  g_return_if_fail (self->tls != NULL);

  kitte_tls_offer_old_versions (self->tls);
}

KitteTlsProgress
kitte_channel_handshake (KitteChannel *self)
{
  g_return_val_if_fail (self->tls != NULL, KITTE_TLS_FAILED);

  return kitte_tls_handshake (self->tls);
}

gboolean
kitte_channel_has_tls (const KitteChannel *self)
{
  return self->tls != NULL && kitte_tls_is_accepted (self->tls);
}

gboolean
kitte_channel_heard_tls (const KitteChannel *self)
{
  return self->tls != NULL && kitte_tls_has_heard_tls (self->tls);
}

char *
kitte_channel_describe_tls (const KitteChannel *self)
{
  return kitte_tls_describe (self->tls);
}

/**
 * kitte_channel_note_tls:
 *
 * Writes down what the handshake came to; nothing without one.
 */
void
kitte_channel_note_tls (const KitteChannel *self, KitteConnection *connection)
{
  if (self->tls != NULL)
    kitte_tls_note (self->tls, connection);
}

/**
 * kitte_channel_has_early_input:
 *
 * Returns: whether bytes have come that nobody asked for. Before a handshake that is plain text
 *   which someone wants taken for the server’s encrypted words (RFC 9051, 11.3)
 */
gboolean
kitte_channel_has_early_input (KitteChannel *self)
{
  char byte;

  return self->input->len > self->consumed ||
         recv (g_socket_get_fd (self->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/**
 * kitte_channel_queue:
 * @bytes: (transfer none): what to send with the next flush
 */
void
kitte_channel_queue (KitteChannel *self, KitteSecret *bytes)
{
  if (kitte_secret_get_length (bytes) > 0)
    g_queue_push_tail (&self->output, kitte_secret_ref (bytes));
}

gboolean
kitte_channel_has_output (const KitteChannel *self)
{
  return !g_queue_is_empty ((GQueue *) &self->output);
}

/**
 * kitte_channel_flush:
 *
 * Sends what is queued and wipes it.
 *
 * Returns: %KITTE_TLS_DONE when all is sent
 */
KitteTlsProgress
kitte_channel_flush (KitteChannel *self)
{
  KitteSecret *bytes;

  while ((bytes = g_queue_peek_head (&self->output)) != NULL)
    {
      const char *rest = kitte_secret_peek (bytes) + self->written;
      gsize size = kitte_secret_get_length (bytes) - self->written;
      gsize n = 0;
      KitteTlsProgress progress = self->tls != NULL ? kitte_tls_write (self->tls, rest, size, &n) :
                                                      write_plain (self, rest, size, &n);

      if (progress != KITTE_TLS_DONE)
        return progress;
      self->written += n;
      if (n == size)
        {
          kitte_secret_unref (g_queue_pop_head (&self->output));
          self->written = 0;
        }
    }
  return KITTE_TLS_DONE;
}

/**
 * kitte_channel_fill:
 *
 * Reads what is there, once. Lines must be taken before the next call: a line that has reached
 * %KITTE_MAX_LINE is not read further.
 *
 * Returns: %KITTE_TLS_DONE when something was read
 */
KitteTlsProgress
kitte_channel_fill (KitteChannel *self)
{
  gsize n = 0;
  guint before;
  KitteTlsProgress progress;

  forget_consumed (self);
  before = self->input->len;
  g_return_val_if_fail (before <= KITTE_MAX_LINE, KITTE_TLS_FAILED);
  g_byte_array_set_size (self->input, before + READ_SIZE);
  progress = self->tls != NULL ?
                 kitte_tls_read (self->tls, (char *) self->input->data + before, READ_SIZE, &n) :
                 read_plain (self, (char *) self->input->data + before, READ_SIZE, &n);
  g_byte_array_set_size (self->input, before + (guint) n);
  self->received |= n > 0;
  return progress;
}

/* Ends the line in place; @end may be its LF or one past the bytes that are there. */
static const char *
take_line (KitteChannel *self, gsize size, gsize skip, gsize *length)
{
  char *line = (char *) self->input->data + self->consumed;

  self->consumed += skip;
  if (size > 0 && line[size - 1] == '\r')
    size--;
  line[size] = '\0';
  *length = size;
  return line;
}

/**
 * kitte_channel_next_line:
 * @length: (out): how many bytes, without the line end
 *
 * A line that has grown to %KITTE_MAX_LINE without an end is given as it is.
 *
 * Returns: (transfer none) (nullable): the next whole line, until the next call; %NULL: none yet
 */
const char *
kitte_channel_next_line (KitteChannel *self, gsize *length)
{
  gsize there = self->input->len - self->consumed;
  const guint8 *begin = self->input->data + self->consumed;
  const guint8 *end = there > 0 ? memchr (begin, '\n', there) : NULL;

  if (end != NULL)
    return take_line (self, (gsize) (end - begin), (gsize) (end - begin) + 1, length);
  if (there > KITTE_MAX_LINE)
    return take_line (self, KITTE_MAX_LINE, there, length);
  return NULL;
}

/**
 * kitte_channel_last_piece:
 *
 * Returns: (transfer none) (nullable): what is left without a line end when the server has closed
 */
const char *
kitte_channel_last_piece (KitteChannel *self, gsize *length)
{
  gsize there;

  forget_consumed (self);
  there = self->input->len;
  if (there == 0)
    return NULL;
  g_byte_array_set_size (self->input, (guint) there + 1);
  return take_line (self, there, there + 1, length);
}

gboolean
kitte_channel_has_received (const KitteChannel *self)
{
  return self->received;
}

/**
 * kitte_channel_get_finding:
 *
 * Returns: (transfer none) (nullable): why a call failed
 */
KitteFinding *
kitte_channel_get_finding (const KitteChannel *self)
{
  KitteFinding *finding = self->tls != NULL ? kitte_tls_get_finding (self->tls) : NULL;

  return finding != NULL ? finding : self->finding;
}

GSocket *
kitte_channel_get_socket (const KitteChannel *self)
{
  return self->socket;
}

static gboolean
linger_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  char discarded[1024];

  /* A server that goes on talking is not listened to for ever. */
  if ((condition & G_IO_IN) && g_get_monotonic_time () < *(gint64 *) user_data)
    return g_socket_receive (socket, discarded, sizeof discarded, NULL, NULL) > 0;
  return G_SOURCE_REMOVE;
}

static void
linger (GSocket *socket)
{
  g_autoptr (GSource) source = NULL;
  gint64 *end = g_new (gint64, 1);

  *end = g_get_monotonic_time () + LINGER_SECONDS * G_USEC_PER_SEC;
  g_socket_set_timeout (socket, LINGER_SECONDS);
  source = g_socket_create_source (socket, G_IO_IN | G_IO_HUP, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (linger_cb), end, g_free);
  g_source_attach (source, NULL);
}

/**
 * kitte_channel_close:
 *
 * Ends the connection in order, without waiting for the other side.
 */
void
kitte_channel_close (KitteChannel *self)
{
  if (kitte_channel_has_tls (self))
    kitte_tls_close (self->tls);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  linger (self->socket);
}
