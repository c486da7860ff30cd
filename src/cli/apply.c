/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A script gets an error and may come again; a person is asked to close the program, and goes on.
 */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "apply.h"

#include <glib/gi18n.h>

#include "prompt.h"

/* A program that has to be closed is looked at this often: people notice no delay, computers no
 * work. */
#define LOOK_AGAIN_MS 1000

/* A file that changes under our hands is planned anew; one that never rests is a fault to tell. */
#define MAX_REPLANS 3

typedef struct
{
  KittectlRun *run;
  const KittectlApply *how;
  gpointer data;
  gboolean waiting;
  guint replans;
} Applying;

static void try_to_apply (Applying *self, KitteChangeSet *changes);

static void
end (Applying *self, const char *undo_id, const GError *error)
{
  self->how->applied (self->data, undo_id, error);
  g_free (self);
}

static void
plan_anew (Applying *self)
{
  g_autoptr (GError) error = NULL;
  KitteChangeSet *changes = NULL;

  if (!g_cancellable_set_error_if_cancelled (self->run->cancellable, &error))
    changes = self->how->plan_anew (self->data, &error);
  if (changes != NULL)
    try_to_apply (self, changes);
  else
    end (self, NULL, error);
}

static gboolean
look_again_cb (gpointer user_data)
{
  plan_anew (user_data);
  return G_SOURCE_REMOVE;
}

/* Ctrl-C ends the wait at once. */
static void
look_again_later (Applying *self)
{
  g_autoptr (GSource) timer = g_timeout_source_new (LOOK_AGAIN_MS);
  g_autoptr (GSource) stop = g_cancellable_source_new (self->run->cancellable);

  g_source_set_dummy_callback (stop);
  g_source_add_child_source (timer, stop);
  g_source_set_callback (timer, look_again_cb, self, NULL);
  g_source_attach (timer, NULL);
}

static gboolean
can_wait (const Applying *self)
{
  return kittectl_can_prompt () && !self->run->options.json && !self->run->options.password_stdin;
}

static void
wait_for_program (Applying *self, const GError *error)
{
  if (!self->waiting)
    g_printerr ("%s\n%s\n", error->message,
                _ ("Please save what you are writing and quit it. Kitte then goes on by itself; "
                   "Ctrl-C stops here."));
  self->waiting = TRUE;
  look_again_later (self);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Applying *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *undo_id =
      kitte_change_set_apply_finish (KITTE_CHANGE_SET (source), result, &error);

  if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING) && can_wait (self))
    wait_for_program (self, error);
  else if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED) &&
           self->waiting && self->replans++ < MAX_REPLANS)
    plan_anew (self);
  else
    end (self, undo_id, error);
}

static void
try_to_apply (Applying *self, KitteChangeSet *changes)
{
  kitte_change_set_apply_async (changes, self->run->cancellable, applied_cb, self);
}

/**
 * kittectl_apply:
 * @how: (transfer none): lives as long as the program
 *
 * Writes all of it or nothing. Only at a terminal it waits for a program that is open.
 */
void
kittectl_apply (KittectlRun *run, KitteChangeSet *changes, const KittectlApply *how, gpointer data)
{
  Applying *self = g_new0 (Applying, 1);

  self->run = run;
  self->how = how;
  self->data = data;
  try_to_apply (self, changes);
}
