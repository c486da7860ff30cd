/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change of a line with the role “status” is the only announcement there is; so the line above
 * the button first says what would be copied, and then that it was. It stands above because a page
 * that is scrolled to the button with the focus would hide what is below. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-copier.h"

#include <glib/gi18n.h>

struct _KitteCopier
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *status;
  GtkWidget *button;
  char *hint;
  char *text;
};

G_DEFINE_FINAL_TYPE (KitteCopier, kitte_copier, GTK_TYPE_BOX)

enum
{
  PROP_TITLE = 1,
  PROP_HINT,
  N_PROPERTIES
};

enum
{
  COPYING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
clicked_cb (KitteCopier *self)
{
  g_signal_emit (self, signals[COPYING], 0);
  if (self->text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  /* The same words once more would be no change, and nobody would hear them. */
  gtk_label_set_label (self->status, "");
  gtk_label_set_label (self->status, _ ("Copied. You can paste it into a message."));
}

static void
kitte_copier_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KitteCopier *self = KITTE_COPIER (object);

  switch (id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->title, g_value_get_string (value));
      break;
    case PROP_HINT:
      g_free (self->hint);
      self->hint = g_value_dup_string (value);
      kitte_copier_reset (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_copier_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_COPIER);
  G_OBJECT_CLASS (kitte_copier_parent_class)->dispose (object);
}

static void
kitte_copier_finalize (GObject *object)
{
  KitteCopier *self = KITTE_COPIER (object);

  g_free (self->hint);
  g_free (self->text);
  G_OBJECT_CLASS (kitte_copier_parent_class)->finalize (object);
}

static void
kitte_copier_class_init (KitteCopierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = kitte_copier_set_property;
  object_class->dispose = kitte_copier_dispose;
  object_class->finalize = kitte_copier_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[COPYING] = g_signal_new ("copying", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/jp/kitte/Kitte/ui/kitte-copier.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteCopier, title);
  gtk_widget_class_bind_template_child (widget_class, KitteCopier, status);
  gtk_widget_class_bind_template_child (widget_class, KitteCopier, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
kitte_copier_init (KitteCopier *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kitte_copier_set_text:
 * @text: (nullable): what the button copies; %NULL: nothing
 */
void
kitte_copier_set_text (KitteCopier *self, const char *text)
{
  g_return_if_fail (KITTE_IS_COPIER (self));

  g_free (self->text);
  self->text = g_strdup (text);
}

/**
 * kitte_copier_reset:
 *
 * Nothing was copied yet: the line says again what would be.
 */
void
kitte_copier_reset (KitteCopier *self)
{
  g_return_if_fail (KITTE_IS_COPIER (self));

  gtk_label_set_label (self->status, self->hint != NULL ? self->hint : "");
}

/**
 * kitte_copier_get_button:
 *
 * Returns: (transfer none): what is pressed
 */
GtkWidget *
kitte_copier_get_button (KitteCopier *self)
{
  g_return_val_if_fail (KITTE_IS_COPIER (self), NULL);

  return self->button;
}
