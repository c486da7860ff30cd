/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture above a page’s heading: one a state, out of the way where there is little room. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-picture.h"

/* The width and the height, at 100 %; on the first page the fields come first. */
#define SIZE 80
#define START_SIZE 64

/* A window that shows fewer lines of text than this has none to give to a picture: a low window, or
 * one with large text. The usual window has 40 of the usual text. */
#define LINES 30

struct _KittePicture
{
  AdwBin parent_instance;
  GtkImage *image;
  KitteMotif motif;
  GdkSurface *surface;
};

G_DEFINE_FINAL_TYPE (KittePicture, kitte_picture, ADW_TYPE_BIN)

enum
{
  PROP_MOTIF = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const GEnumValue motifs[] = {
  { KITTE_MOTIF_NONE, "KITTE_MOTIF_NONE", "none" },
  { KITTE_MOTIF_ALBUM, "KITTE_MOTIF_ALBUM", "album" },
  { KITTE_MOTIF_ARRIVED, "KITTE_MOTIF_ARRIVED", "arrived" },
  { KITTE_MOTIF_BY_HAND, "KITTE_MOTIF_BY_HAND", "by-hand" },
  { KITTE_MOTIF_CHECKING, "KITTE_MOTIF_CHECKING", "checking" },
  { KITTE_MOTIF_DONE, "KITTE_MOTIF_DONE", "done" },
  { KITTE_MOTIF_EXPLAIN, "KITTE_MOTIF_EXPLAIN", "explain" },
  { KITTE_MOTIF_FAULT, "KITTE_MOTIF_FAULT", "fault" },
  { KITTE_MOTIF_FOUND, "KITTE_MOTIF_FOUND", "found" },
  { KITTE_MOTIF_HEALTHY, "KITTE_MOTIF_HEALTHY", "healthy" },
  { KITTE_MOTIF_NOTHING, "KITTE_MOTIF_NOTHING", "nothing" },
  { KITTE_MOTIF_PROVEN, "KITTE_MOTIF_PROVEN", "proven" },
  { KITTE_MOTIF_QUESTION, "KITTE_MOTIF_QUESTION", "question" },
  { KITTE_MOTIF_REPAIR, "KITTE_MOTIF_REPAIR", "repair" },
  { KITTE_MOTIF_SEARCHING, "KITTE_MOTIF_SEARCHING", "searching" },
  { KITTE_MOTIF_SENT, "KITTE_MOTIF_SENT", "sent" },
  { KITTE_MOTIF_START, "KITTE_MOTIF_START", "start" },
  { KITTE_MOTIF_STEP, "KITTE_MOTIF_STEP", "step" },
  { KITTE_MOTIF_UNDONE, "KITTE_MOTIF_UNDONE", "undone" },
  { KITTE_MOTIF_UNREACHABLE, "KITTE_MOTIF_UNREACHABLE", "unreachable" },
  { KITTE_MOTIF_WAITING, "KITTE_MOTIF_WAITING", "waiting" },
  { 0, NULL, NULL },
};

GType
kitte_motif_get_type (void)
{
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("KitteMotif", motifs));
  return type;
}

/* A letter travels the way the text is read; a tick and a clock are the same everywhere. */
static gboolean
is_directional (KitteMotif motif)
{
  return motif == KITTE_MOTIF_CHECKING || motif == KITTE_MOTIF_SENT ||
         motif == KITTE_MOTIF_UNREACHABLE;
}

static int
get_line_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height);
}

/* A window that was not laid out yet is as high as it asks to be. */
static int
get_window_height (KittePicture *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  int height = root != NULL ? gtk_widget_get_height (GTK_WIDGET (root)) : 0;

  if (height == 0 && GTK_IS_WINDOW (root))
    g_object_get (root, "default-height", &height, NULL);
  return height;
}

static void
update (KittePicture *self)
{
  gboolean room = get_window_height (self) >= LINES * get_line_height (GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self->image), room);
}

static void
kitte_picture_realize (GtkWidget *widget)
{
  KittePicture *self = KITTE_PICTURE (widget);

  GTK_WIDGET_CLASS (kitte_picture_parent_class)->realize (widget);
  self->surface = g_object_ref (gtk_native_get_surface (gtk_widget_get_native (widget)));
  g_signal_connect_object (self->surface, "layout", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
}

static void
kitte_picture_unrealize (GtkWidget *widget)
{
  KittePicture *self = KITTE_PICTURE (widget);

  g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
  GTK_WIDGET_CLASS (kitte_picture_parent_class)->unrealize (widget);
}

/* The size of the text may change while the window is open. */
static void
kitte_picture_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (kitte_picture_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME)
    update (KITTE_PICTURE (widget));
}

static void
kitte_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  gboolean mirrored = is_directional (KITTE_PICTURE (widget)->motif) &&
                      gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_snapshot_save (snapshot);
  if (mirrored)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_widget_get_width (widget), 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  GTK_WIDGET_CLASS (kitte_picture_parent_class)->snapshot (widget, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
kitte_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MOTIF)
    g_value_set_enum (value, kitte_picture_get_motif (KITTE_PICTURE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kitte_picture_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MOTIF)
    kitte_picture_set_motif (KITTE_PICTURE (object), (KitteMotif) g_value_get_enum (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kitte_picture_class_init (KittePictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kitte_picture_get_property;
  object_class->set_property = kitte_picture_set_property;
  widget_class->realize = kitte_picture_realize;
  widget_class->unrealize = kitte_picture_unrealize;
  widget_class->snapshot = kitte_picture_snapshot;
  widget_class->system_setting_changed = kitte_picture_system_setting_changed;
  properties[PROP_MOTIF] =
      g_param_spec_enum ("motif", NULL, NULL, KITTE_TYPE_MOTIF, KITTE_MOTIF_NONE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
kitte_picture_init (KittePicture *self)
{
  self->image =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->image), "kitte-picture");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->image));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

KitteMotif
kitte_picture_get_motif (KittePicture *self)
{
  g_return_val_if_fail (KITTE_IS_PICTURE (self), KITTE_MOTIF_NONE);

  return self->motif;
}

/* Returns: (transfer full) (nullable): the icon’s name */
static char *
dup_icon_name (KitteMotif motif)
{
  if (motif == KITTE_MOTIF_NONE)
    return NULL;
  if (motif == KITTE_MOTIF_START)
    return g_strdup (KITTE_APP_ID);
  return g_strdup_printf ("kitte-%s-symbolic", motifs[motif].value_nick);
}

/**
 * kitte_picture_set_motif:
 * @motif: what belongs to the state of the page; with %KITTE_MOTIF_NONE it takes no room
 *
 * It only repeats what the heading says: a screen reader never meets it.
 */
void
kitte_picture_set_motif (KittePicture *self, KitteMotif motif)
{
  g_autofree char *name = NULL;

  g_return_if_fail (KITTE_IS_PICTURE (self));
  g_return_if_fail (motif < G_N_ELEMENTS (motifs) - 1);

  if (self->motif == motif)
    return;
  self->motif = motif;
  name = dup_icon_name (motif);
  gtk_image_set_from_icon_name (self->image, name);
  gtk_image_set_pixel_size (self->image, motif == KITTE_MOTIF_START ? START_SIZE : SIZE);
  gtk_widget_set_visible (GTK_WIDGET (self), motif != KITTE_MOTIF_NONE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MOTIF]);
}
