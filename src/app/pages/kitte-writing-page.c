/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page for a new account and the page for a repaired one have in common. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-writing-page.h"

#include <glib/gi18n.h>

typedef struct
{
  KitteWritingParts parts;
  KitteWriting *writing;
  KitteWritingState state;
  gboolean write_when_planned;
  gboolean stopping;
} KitteWritingPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KitteWritingPage, kitte_writing_page, KITTE_TYPE_PAGE)

static KitteWritingPagePrivate *
get_private (KitteWritingPage *self)
{
  return kitte_writing_page_get_instance_private (self);
}

static char *
describe_waiting (KitteWritingPage *self)
{
  const char *name = kitte_writing_get_waiting_for (get_private (self)->writing);

  if (get_private (self)->stopping)
    /* TRANSLATORS: while files are written and “Cancel” was pressed: what was begun is finished, or
     * taken back as a whole. */
    return g_strdup (_ ("Kitte is stopping. Nothing is left half done."));
  if (name == NULL)
    return g_strdup (_ ("One moment, please."));
  if (*name == '\0')
    return g_strdup (_ ("The mail program is open. Please save what you are writing and quit it. "
                        "Kitte then goes on by itself."));
  /* TRANSLATORS: %s is the name of a mail program. */
  return g_strdup_printf (_ ("%s is open. Please save what you are writing and quit it. Kitte then "
                             "goes on by itself."),
                          name);
}

static char *
describe_state (KitteWritingPage *self)
{
  switch (get_private (self)->state)
    {
    case KITTE_WRITING_STATE_WRITING:
    case KITTE_WRITING_STATE_UNDOING:
      return describe_waiting (self);
    case KITTE_WRITING_STATE_UNDONE:
      return g_strdup (_ ("The settings are as they were. No mail was lost."));
    case KITTE_WRITING_STATE_BEFORE:
    case KITTE_WRITING_STATE_PLANNED:
    case KITTE_WRITING_STATE_DONE:
    default:
      return KITTE_WRITING_PAGE_GET_CLASS (self)->describe (self);
    }
}

static const char *
get_heading (KitteWritingPage *self)
{
  if (get_private (self)->state == KITTE_WRITING_STATE_UNDONE)
    return _ ("Everything is as it was before");
  return KITTE_WRITING_PAGE_GET_CLASS (self)->get_heading (self);
}

static KitteMotif
get_motif (KitteWritingPage *self)
{
  switch (get_private (self)->state)
    {
    case KITTE_WRITING_STATE_WRITING:
    case KITTE_WRITING_STATE_UNDOING:
      return KITTE_MOTIF_WAITING;
    case KITTE_WRITING_STATE_UNDONE:
      return KITTE_MOTIF_UNDONE;
    case KITTE_WRITING_STATE_BEFORE:
    case KITTE_WRITING_STATE_PLANNED:
    case KITTE_WRITING_STATE_DONE:
    default:
      return KITTE_WRITING_PAGE_GET_CLASS (self)->get_motif (self);
    }
}

static void
planned_cb (KitteWritingPage *self)
{
  KitteWritingPagePrivate *priv = get_private (self);
  g_autofree char *preview = NULL;

  if (priv->state != KITTE_WRITING_STATE_PLANNED)
    return;
  preview = kitte_writing_describe (priv->writing);
  gtk_label_set_label (priv->parts.preview, preview);
  kitte_writing_page_update (self);
  KITTE_WRITING_PAGE_GET_CLASS (self)->planned (self, kitte_writing_get_problem (priv->writing));
  if (priv->write_when_planned)
    kitte_writing_page_write (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteWritingPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_apply_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != get_private (self)->writing)
    return;
  if (error == NULL)
    {
      kitte_writing_page_set_state (self, KITTE_WRITING_STATE_DONE);
      KITTE_WRITING_PAGE_GET_CLASS (self)->settled (self);
      return;
    }
  kitte_writing_page_set_state (self, KITTE_WRITING_STATE_PLANNED);
  gtk_widget_grab_focus (get_private (self)->parts.write);
  kitte_writing_plan (KITTE_WRITING (source));
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kitte_writing_page_show_problem (self, error->message,
                                     _ ("Nothing was changed on this computer."), TRUE);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteWritingPage) self = user_data;
  g_autoptr (GError) error = NULL;

  kitte_writing_undo_finish (KITTE_WRITING (source), result, &error);
  if (KITTE_WRITING (source) != get_private (self)->writing)
    return;
  kitte_writing_page_set_state (self, error == NULL ? KITTE_WRITING_STATE_UNDONE :
                                                      KITTE_WRITING_STATE_DONE);
  if (error == NULL)
    KITTE_WRITING_PAGE_GET_CLASS (self)->settled (self);
  else
    gtk_widget_grab_focus (get_private (self)->parts.undo);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kitte_writing_page_show_problem (self, error->message, "", FALSE);
}

/* Escape: what is under way is stopped; where nothing is, one goes back. */
static void
stop_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KitteWritingPage *self = KITTE_WRITING_PAGE (widget);

  if (kitte_writing_page_is_busy (self))
    kitte_writing_page_stop (self);
  else if (!kitte_page_get_complete (KITTE_PAGE (self)))
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BACK);
}

static void
kitte_writing_page_left (KittePage *page)
{
  kitte_writing_page_set_writing (KITTE_WRITING_PAGE (page), NULL);
}

static void
kitte_writing_page_dispose (GObject *object)
{
  kitte_writing_page_set_writing (KITTE_WRITING_PAGE (object), NULL);
  G_OBJECT_CLASS (kitte_writing_page_parent_class)->dispose (object);
}

static void
kitte_writing_page_class_init (KitteWritingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kitte_writing_page_dispose;
  KITTE_PAGE_CLASS (klass)->left = kitte_writing_page_left;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "page.stop", NULL, stop_action_cb);
}

static void
kitte_writing_page_init (KitteWritingPage *self)
{
}

/**
 * kitte_writing_page_set_parts:
 *
 * To be called once, when the template is there.
 */
void
kitte_writing_page_set_parts (KitteWritingPage *self, const KitteWritingParts *parts)
{
  g_return_if_fail (KITTE_IS_WRITING_PAGE (self) && parts != NULL);

  get_private (self)->parts = *parts;
}

/**
 * kitte_writing_page_get_writing:
 *
 * Returns: (transfer none) (nullable): what the page works on
 */
KitteWriting *
kitte_writing_page_get_writing (KitteWritingPage *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING_PAGE (self), NULL);

  return get_private (self)->writing;
}

/**
 * kitte_writing_page_set_writing:
 * @writing: (nullable) (transfer full): the new one; what the former one does is stopped, and its
 *   late answers find nobody
 */
void
kitte_writing_page_set_writing (KitteWritingPage *self, KitteWriting *writing)
{
  KitteWritingPagePrivate *priv = get_private (self);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self));

  if (priv->writing != NULL)
    {
      g_signal_handlers_disconnect_by_data (priv->writing, self);
      kitte_writing_cancel (priv->writing);
    }
  g_clear_object (&priv->writing);
  priv->write_when_planned = FALSE;
  priv->stopping = FALSE;
  priv->writing = writing;
  if (writing == NULL)
    return;
  g_signal_connect_object (writing, "planned", G_CALLBACK (planned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (writing, "notify::waiting-for", G_CALLBACK (kitte_writing_page_update),
                           self, G_CONNECT_SWAPPED);
}

KitteWritingState
kitte_writing_page_get_state (KitteWritingPage *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING_PAGE (self), KITTE_WRITING_STATE_BEFORE);

  return get_private (self)->state;
}

/**
 * kitte_writing_page_set_state:
 *
 * Shows what belongs to @state; a problem that was shown before is over.
 */
void
kitte_writing_page_set_state (KitteWritingPage *self, KitteWritingState state)
{
  KitteWritingPagePrivate *priv = get_private (self);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self));

  priv->state = state;
  priv->stopping = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (priv->parts.explanation), FALSE);
  kitte_writing_page_update (self);
}

/**
 * kitte_writing_page_is_busy:
 *
 * Returns: whether something is written or taken back, or waits for a program that has to be closed
 */
gboolean
kitte_writing_page_is_busy (KitteWritingPage *self)
{
  KitteWritingState state = kitte_writing_page_get_state (self);

  return state == KITTE_WRITING_STATE_WRITING || state == KITTE_WRITING_STATE_UNDOING;
}

/**
 * kitte_writing_page_update:
 *
 * Shows what the state and the plan are now.
 */
void
kitte_writing_page_update (KitteWritingPage *self)
{
  KitteWritingPagePrivate *priv = get_private (self);
  g_autofree char *status = NULL;

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self));

  gtk_widget_set_visible (priv->parts.undo, priv->state == KITTE_WRITING_STATE_DONE);
  KITTE_WRITING_PAGE_GET_CLASS (self)->update (self);
  status = describe_state (self);
  gtk_label_set_label (priv->parts.heading, get_heading (self));
  gtk_label_set_label (priv->parts.status, status);
  kitte_page_set_motif (KITTE_PAGE (self), get_motif (self));
  kitte_page_set_complete (KITTE_PAGE (self), priv->state > KITTE_WRITING_STATE_PLANNED);
}

/**
 * kitte_writing_page_show_problem:
 * @try_again: whether there is a button for it
 */
void
kitte_writing_page_show_problem (KitteWritingPage *self,
                                 const char *title,
                                 const char *sentence,
                                 gboolean try_again)
{
  KitteWritingPagePrivate *priv = get_private (self);
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self) && title != NULL && sentence != NULL);

  if (try_again)
    g_ptr_array_add (remedies, kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN, _ ("Try again"), NULL));
  kitte_explanation_set_sentence (priv->parts.explanation, title, sentence, remedies);
  gtk_widget_set_visible (GTK_WIDGET (priv->parts.explanation), TRUE);
}

/**
 * kitte_writing_page_write:
 *
 * Writes what is planned, if there is anything. Pressed while a choice is still being planned, it
 * writes that plan as soon as it is there.
 */
void
kitte_writing_page_write (KitteWritingPage *self)
{
  KitteWritingPagePrivate *priv = get_private (self);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self) && priv->writing != NULL);

  priv->write_when_planned = kitte_writing_is_planning (priv->writing);
  if (kitte_writing_get_changes (priv->writing) == NULL ||
      kitte_change_set_is_empty (kitte_writing_get_changes (priv->writing)))
    return;
  kitte_writing_page_set_state (self, KITTE_WRITING_STATE_WRITING);
  gtk_widget_grab_focus (priv->parts.stop);
  kitte_writing_apply_async (priv->writing, written_cb, g_object_ref (self));
}

void
kitte_writing_page_undo (KitteWritingPage *self)
{
  KitteWritingPagePrivate *priv = get_private (self);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self) && priv->writing != NULL);

  kitte_writing_page_set_state (self, KITTE_WRITING_STATE_UNDOING);
  gtk_widget_grab_focus (priv->parts.stop);
  kitte_writing_undo_async (priv->writing, undone_cb, g_object_ref (self));
}

/**
 * kitte_writing_page_stop:
 *
 * Stops waiting at once. What is being written at this moment is finished, or taken back as a
 * whole; the page says so until it is.
 */
void
kitte_writing_page_stop (KitteWritingPage *self)
{
  KitteWritingPagePrivate *priv = get_private (self);

  g_return_if_fail (KITTE_IS_WRITING_PAGE (self));

  if (priv->writing == NULL)
    return;
  priv->stopping = kitte_writing_page_is_busy (self);
  kitte_writing_cancel (priv->writing);
  if (priv->stopping)
    kitte_writing_page_update (self);
}
