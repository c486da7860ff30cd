/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step is open at a time; the next one ends it. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-recorder.h"

struct _KitteRecorder
{
  KitteCheck *check;
  gint64 began;
  KitteStep step;
  gint64 step_began;
  gboolean open;
};

static guint
milliseconds_since (gint64 time)
{
  return (guint) ((g_get_monotonic_time () - time) / 1000);
}

/**
 * kitte_recorder_new:
 * @check: (transfer none) (nullable): %NULL: nothing is written down, times are kept all the same
 *
 * Returns: (transfer full): a recorder whose clock starts now
 */
KitteRecorder *
kitte_recorder_new (KitteCheck *check)
{
  KitteRecorder *self = g_new0 (KitteRecorder, 1);

  self->check = check != NULL ? g_object_ref (check) : NULL;
  self->began = g_get_monotonic_time ();
  return self;
}

void
kitte_recorder_free (KitteRecorder *self)
{
  g_clear_object (&self->check);
  g_free (self);
}

/**
 * kitte_recorder_begin:
 *
 * Ends the step before as done; a step that is open already goes on.
 */
void
kitte_recorder_begin (KitteRecorder *self, KitteStep step)
{
  if (self->open && self->step == step)
    return;
  kitte_recorder_end (self, KITTE_STEP_DONE);
  self->step = step;
  self->step_began = g_get_monotonic_time ();
  self->open = TRUE;
  if (self->check != NULL)
    kitte_check_step (self->check, step, KITTE_STEP_STARTED, 0);
}

/**
 * kitte_recorder_end:
 *
 * Ends the open step, if one is.
 */
void
kitte_recorder_end (KitteRecorder *self, KitteStepState state)
{
  if (!self->open)
    return;
  self->open = FALSE;
  if (self->check != NULL)
    kitte_check_step (self->check, self->step, state, milliseconds_since (self->step_began));
}

/**
 * kitte_recorder_go_on:
 * @check: (transfer none): gets what was written so far, and all that follows
 */
void
kitte_recorder_go_on (KitteRecorder *self, KitteCheck *check)
{
  if (self->check != NULL)
    kitte_check_take_over (check, self->check);
  g_set_object (&self->check, check);
}

/**
 * kitte_recorder_get_step:
 *
 * Returns: the step that is open, or was last
 */
KitteStep
kitte_recorder_get_step (const KitteRecorder *self)
{
  return self->step;
}

/**
 * kitte_recorder_write:
 * @who: C: we; S: the server; *: a remark
 * @text: already redacted; lines are separated by LF
 */
void
kitte_recorder_write (KitteRecorder *self, char who, const char *text)
{
  g_auto (GStrv) lines = NULL;

  if (self->check == NULL)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line =
          g_strdup_printf ("%5u %c: %s", milliseconds_since (self->began), who, lines[i]);

      kitte_check_append_transcript (self->check, line);
    }
}

/**
 * kitte_recorder_write_heard:
 * @dialog: knows what must not be shown
 * @line: what the server said, as it said it
 */
void
kitte_recorder_write_heard (KitteRecorder *self,
                            KitteDialog *dialog,
                            const char *line,
                            gsize length)
{
  g_autofree char *redacted = kitte_dialog_redact (dialog, line, length);

  kitte_recorder_write (self, 'S', redacted);
}

/**
 * kitte_recorder_write_connection:
 * @connector: (nullable): how it came about
 * @remote: (nullable): which address answered
 * @channel: (nullable): what it is, while it is there
 * @dialog: (nullable): what was said over it
 *
 * What was learned of the connection. The methods are those of before the sign-in: signed in, some
 * servers list their capabilities again, without them.
 */
void
kitte_recorder_write_connection (KitteRecorder *self,
                                 KitteConnector *connector,
                                 GInetAddress *remote,
                                 KitteChannel *channel,
                                 KitteDialog *dialog)
{
  KitteConnection *connection;

  if (self->check == NULL)
    return;
  connection = kitte_check_get_connection (self->check);
  if (connector != NULL)
    kitte_connection_set_addresses (connection, kitte_connector_get_addresses (connector));
  kitte_connection_set_remote (connection, remote);
  if (channel != NULL)
    kitte_channel_note_tls (channel, connection);
  if (dialog == NULL || kitte_dialog_get_signed_in (dialog))
    return;
  connection->offered_in_clear = *kitte_dialog_get_offered_in_clear (dialog);
  connection->offered = *kitte_dialog_get_offered (dialog);
}

void
kitte_recorder_set_trips (KitteRecorder *self, guint trips)
{
  if (self->check != NULL)
    kitte_check_set_trips (self->check, trips);
}
