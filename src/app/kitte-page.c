/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract between the window and its pages. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-page.h"

#include "kitte-fold.h"
#include "kitte-wrap.h"

typedef struct
{
  KitteSetup *setup;
  char *title;
  gboolean complete;
  gboolean touched;
  gboolean shown;
  KitteMotif motif;
} KittePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KittePage, kitte_page, ADW_TYPE_BIN)

enum
{
  PROP_SETUP = 1,
  PROP_TITLE,
  PROP_COMPLETE,
  PROP_MOTIF,
  N_PROPS
};

enum
{
  FINISHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
key_pressed_cb (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  priv->touched = TRUE;
  return GDK_EVENT_PROPAGATE;
}

/* What is pressed by Enter elsewhere on the page is kept with the button until the keyboard goes.
 */
#define OUTER_DEFAULT "kitte-outer-default"

static void
part_entered_cb (GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (button);
  GtkWidget *outer =
      GTK_IS_WINDOW (root) ? gtk_window_get_default_widget (GTK_WINDOW (root)) : NULL;

  if (!GTK_IS_WINDOW (root) || outer == button)
    return;
  g_object_set_data_full (G_OBJECT (button), OUTER_DEFAULT,
                          outer != NULL ? g_object_ref (outer) : NULL, g_object_unref);
  gtk_window_set_default_widget (GTK_WINDOW (root), button);
}

/* The page, or the next one, may have chosen another one meanwhile. */
static void
part_left_cb (GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (button);
  g_autoptr (GObject) outer = g_object_steal_data (G_OBJECT (button), OUTER_DEFAULT);

  if (GTK_IS_WINDOW (root) && gtk_window_get_default_widget (GTK_WINDOW (root)) == button)
    gtk_window_set_default_widget (GTK_WINDOW (root), (GtkWidget *) outer);
}

static void
kitte_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (kitte_page_parent_class)->constructed (object);
  kitte_wrap_buttons (GTK_WIDGET (object));
  kitte_fold_mend (GTK_WIDGET (object));
}

static void
kitte_page_finalize (GObject *object)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (KITTE_PAGE (object));

  g_clear_object (&priv->setup);
  g_free (priv->title);
  G_OBJECT_CLASS (kitte_page_parent_class)->finalize (object);
}

static void
kitte_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KittePage *self = KITTE_PAGE (object);

  switch (id)
    {
    case PROP_SETUP:
      g_value_set_object (value, kitte_page_get_setup (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, kitte_page_get_title (self));
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, kitte_page_get_complete (self));
      break;
    case PROP_MOTIF:
      g_value_set_enum (value, kitte_page_get_motif (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KittePage *self = KITTE_PAGE (object);
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  switch (id)
    {
    case PROP_SETUP:
      priv->setup = g_value_dup_object (value);
      break;
    case PROP_TITLE:
      kitte_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_COMPLETE:
      kitte_page_set_complete (self, g_value_get_boolean (value));
      break;
    case PROP_MOTIF:
      kitte_page_set_motif (self, (KitteMotif) g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_page_class_init (KittePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kitte_page_constructed;
  object_class->finalize = kitte_page_finalize;
  object_class->get_property = kitte_page_get_property;
  object_class->set_property = kitte_page_set_property;

  properties[PROP_SETUP] =
      g_param_spec_object ("setup", NULL, NULL, KITTE_TYPE_SETUP,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPLETE] =
      g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MOTIF] =
      g_param_spec_enum ("motif", NULL, NULL, KITTE_TYPE_MOTIF, KITTE_MOTIF_NONE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
kitte_page_init (KittePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * kitte_page_get_setup:
 *
 * Returns: (transfer none): what every page works on
 */
KitteSetup *
kitte_page_get_setup (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_val_if_fail (KITTE_IS_PAGE (self), NULL);

  return priv->setup;
}

const char *
kitte_page_get_title (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_val_if_fail (KITTE_IS_PAGE (self), NULL);

  return priv->title;
}

void
kitte_page_set_title (KittePage *self, const char *title)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_if_fail (KITTE_IS_PAGE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

gboolean
kitte_page_get_complete (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_val_if_fail (KITTE_IS_PAGE (self), FALSE);

  return priv->complete;
}

void
kitte_page_set_complete (KittePage *self, gboolean complete)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_if_fail (KITTE_IS_PAGE (self));

  if (priv->complete == complete)
    return;
  priv->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

KitteMotif
kitte_page_get_motif (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_val_if_fail (KITTE_IS_PAGE (self), KITTE_MOTIF_NONE);

  return priv->motif;
}

/**
 * kitte_page_set_motif:
 * @motif: the picture above the page; every state has one, or says that it has none
 */
void
kitte_page_set_motif (KittePage *self, KitteMotif motif)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_if_fail (KITTE_IS_PAGE (self));

  if (priv->motif == motif)
    return;
  priv->motif = motif;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOTIF]);
}

void
kitte_page_shown (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_if_fail (KITTE_IS_PAGE (self));

  priv->touched = FALSE;
  priv->shown = TRUE;
  if (KITTE_PAGE_GET_CLASS (self)->shown != NULL)
    KITTE_PAGE_GET_CLASS (self)->shown (self);
}

void
kitte_page_left (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_if_fail (KITTE_IS_PAGE (self));

  priv->shown = FALSE;
  if (KITTE_PAGE_GET_CLASS (self)->left != NULL)
    KITTE_PAGE_GET_CLASS (self)->left (self);
}

/**
 * kitte_page_is_shown:
 *
 * Returns: whether it is the page on the screen; an answer that comes later must not take the
 *   keyboard to it
 */
gboolean
kitte_page_is_shown (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);

  g_return_val_if_fail (KITTE_IS_PAGE (self), FALSE);

  return priv->shown;
}

/**
 * kitte_page_is_touched:
 *
 * Returns: whether a key was pressed on the page since it was shown, and something still has the
 *   keyboard. Then it is where the person wants it: it must not go elsewhere by itself, where the
 *   next key would press something
 */
gboolean
kitte_page_is_touched (KittePage *self)
{
  KittePagePrivate *priv = kitte_page_get_instance_private (self);
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (KITTE_IS_PAGE (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  return priv->touched && focus != NULL && gtk_widget_get_mapped (focus);
}

/**
 * kitte_page_finish:
 * @outcome: what came of the page; the window shows what follows
 */
void
kitte_page_finish (KittePage *self, KitteOutcome outcome)
{
  g_return_if_fail (KITTE_IS_PAGE (self));

  g_signal_emit (self, signals[FINISHED], 0, (int) outcome);
}

/**
 * kitte_page_set_default:
 * @button: (nullable): what Enter presses anywhere on the page
 */
void
kitte_page_set_default (KittePage *self, GtkWidget *button)
{
  GtkRoot *root;

  g_return_if_fail (KITTE_IS_PAGE (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
}

/**
 * kitte_page_set_default_within:
 * @part: of the page, with a button of its own
 * @button: what Enter presses in place of the page’s default, while the keyboard is in @part
 */
void
kitte_page_set_default_within (KittePage *self, GtkWidget *part, GtkWidget *button)
{
  GtkEventController *focus;

  g_return_if_fail (KITTE_IS_PAGE (self) && GTK_IS_WIDGET (part) && GTK_IS_WIDGET (button));

  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (part_entered_cb), button, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (part_left_cb), button, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (part, focus);
}
