/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One text field: GtkLabel and GtkEntry, because rows do not announce their focus on GTK 4.8. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-field.h"

#include "base/kitte-bounds.h"
#include "kitte-typed-note.h"

#include <glib/gi18n.h>
#include <string.h>

/* What stands directly below a field belongs to it. */
#define ROOM_BELOW 64

/* Of the part before the @ as much as can be seen in the narrowest window. */
#define NAME_CHARS 8

struct _KitteField
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *hint;
  GtkLabel *problem;
  GtkLabel *note;
  GtkWidget *entry;
  GtkWidget *suffix;
  GtkToggleButton *eye;
  gboolean secret;
  guint frames_to_wait;
};

G_DEFINE_FINAL_TYPE (KitteField, kitte_field, GTK_TYPE_BOX)

enum
{
  PROP_LABEL = 1,
  PROP_HINT,
  PROP_PROBLEM,
  PROP_TEXT,
  PROP_SECRET,
  PROP_PURPOSE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_or_hide (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
eye_toggled_cb (KitteField *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  gtk_text_set_visibility (GTK_TEXT (text), gtk_toggle_button_get_active (self->eye));
}

/* GTK’s own eye is an image that no keyboard comes to. */
static GtkWidget *
make_eye (KitteField *self)
{
  GtkWidget *eye = gtk_toggle_button_new ();
  /* TRANSLATORS: a button with an eye beside a password field: what is typed can be read. */
  const char *label = _ ("Show the password");

  gtk_button_set_icon_name (GTK_BUTTON (eye), "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (eye, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (eye), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Of several passwords on a page, which one. */
  gtk_accessible_update_relation (GTK_ACCESSIBLE (eye), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->title, NULL, -1);
  g_signal_connect_object (eye, "toggled", G_CALLBACK (eye_toggled_cb), self, G_CONNECT_SWAPPED);
  self->eye = GTK_TOGGLE_BUTTON (eye);
  return eye;
}

/* What is typed here is never Japanese: an input method would only turn it into something else. */
static void
switch_input_method_off (KitteField *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  g_object_set (text, "im-module", "gtk-im-context-simple", NULL);
}

static GdkDevice *
get_keyboard (KitteField *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  return seat != NULL ? gdk_seat_get_keyboard (seat) : NULL;
}

/* What cannot be seen in a hidden text, and is often not meant. */
static void
update_note (KitteField *self)
{
  GdkDevice *keyboard = get_keyboard (self);
  g_autofree char *note = NULL;
  gboolean capital_lock;

  if (!self->secret || self->entry == NULL)
    return;
  capital_lock = keyboard != NULL && gdk_device_get_caps_lock_state (keyboard) &&
                 (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  note = kitte_typed_note_make (kitte_field_get_text (self), capital_lock);
  set_or_hide (self->note, note);
}

static void
watch_capital_lock (KitteField *self)
{
  GdkDevice *keyboard = get_keyboard (self);

  g_signal_connect_object (self->entry, "state-flags-changed", G_CALLBACK (update_note), self,
                           G_CONNECT_SWAPPED);
  if (keyboard != NULL)
    g_signal_connect_object (keyboard, "notify::caps-lock-state", G_CALLBACK (update_note), self,
                             G_CONNECT_SWAPPED);
}

/* Addresses, names of servers, numbers and passwords run from left to right in every language. */
static gboolean
runs_left_to_right (GtkInputPurpose purpose)
{
  return purpose == GTK_INPUT_PURPOSE_EMAIL || purpose == GTK_INPUT_PURPOSE_URL ||
         purpose == GTK_INPUT_PURPOSE_DIGITS;
}

static void
make_entry (KitteField *self)
{
  if (self->secret)
    {
      self->entry = gtk_password_entry_new ();
      gtk_widget_set_direction (self->entry, GTK_TEXT_DIR_LTR);
      switch_input_method_off (self);
      watch_capital_lock (self);
      g_object_set (self->entry, "activates-default", TRUE, NULL);
      gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
      return;
    }
  self->entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (self->entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), KITTE_MAX_CREDENTIAL);
}

/* Shown while what is typed is not yet a whole address. */
static void
update_suffix (KitteField *self)
{
  const char *text = kitte_field_get_text (self);

  if (self->suffix != NULL)
    gtk_widget_set_visible (self->suffix,
                            strchr (text, '@') == NULL && strstr (text, "＠") == NULL);
}

static void
tie_labels (KitteField *self)
{
  gtk_label_set_mnemonic_widget (self->title, self->entry);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->title, NULL, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->problem, self->note, self->hint, NULL, -1);
}

static void
entry_changed_cb (KitteField *self)
{
  kitte_field_set_problem (self, NULL);
  update_note (self);
  update_suffix (self);
  /* What comes next is hidden again. */
  if (self->eye != NULL && *kitte_field_get_text (self) == '\0')
    gtk_toggle_button_set_active (self->eye, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Returns: (transfer floating): the entry, with what stands beside it */
static GtkWidget *
make_row (KitteField *self)
{
  GtkWidget *row;

  if (!self->secret)
    return self->entry;
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (row, "linked");
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_box_append (GTK_BOX (row), self->entry);
  gtk_box_append (GTK_BOX (row), make_eye (self));
  return row;
}

static void
kitte_field_constructed (GObject *object)
{
  KitteField *self = KITTE_FIELD (object);

  G_OBJECT_CLASS (kitte_field_parent_class)->constructed (object);
  make_entry (self);
  gtk_box_insert_child_after (GTK_BOX (self), make_row (self), GTK_WIDGET (self->title));
  tie_labels (self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (entry_changed_cb), self);
}

static void
kitte_field_dispose (GObject *object)
{
  KitteField *self = KITTE_FIELD (object);

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  self->entry = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_FIELD);
  G_OBJECT_CLASS (kitte_field_parent_class)->dispose (object);
}

/* The window would keep the keyboard on the text of a field that is taken away until its next
 * frame, and the entry around it, which hears of the keyboard, may be freed before. */
static void
kitte_field_unroot (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    gtk_root_set_focus (root, NULL);
  GTK_WIDGET_CLASS (kitte_field_parent_class)->unroot (widget);
}

static void
kitte_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KitteField *self = KITTE_FIELD (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, kitte_field_get_label (self));
      break;
    case PROP_HINT:
      g_value_set_string (value, kitte_field_get_hint (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, kitte_field_get_problem (self));
      break;
    case PROP_TEXT:
      g_value_set_string (value, kitte_field_get_text (self));
      break;
    case PROP_SECRET:
      g_value_set_boolean (value, self->secret);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_field_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KitteField *self = KITTE_FIELD (object);

  switch (id)
    {
    case PROP_LABEL:
      kitte_field_set_label (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      kitte_field_set_hint (self, g_value_get_string (value));
      break;
    case PROP_PROBLEM:
      kitte_field_set_problem (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      kitte_field_set_text (self, g_value_get_string (value));
      break;
    case PROP_SECRET:
      self->secret = g_value_get_boolean (value);
      break;
    case PROP_PURPOSE:
      if (!self->secret)
        gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), g_value_get_enum (value));
      if (runs_left_to_right ((GtkInputPurpose) g_value_get_enum (value)))
        gtk_widget_set_direction (self->entry, GTK_TEXT_DIR_LTR);
      if (g_value_get_enum (value) == GTK_INPUT_PURPOSE_EMAIL)
        switch_input_method_off (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_field_class_init (KitteFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = kitte_field_constructed;
  object_class->dispose = kitte_field_dispose;
  object_class->get_property = kitte_field_get_property;
  object_class->set_property = kitte_field_set_property;
  widget_class->unroot = kitte_field_unroot;

  properties[PROP_LABEL] =
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] =
      g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
      g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, "",
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SECRET] =
      g_param_spec_boolean ("secret", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PURPOSE] =
      g_param_spec_enum ("input-purpose", NULL, NULL, GTK_TYPE_INPUT_PURPOSE,
                         GTK_INPUT_PURPOSE_FREE_FORM, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/jp/kitte/Kitte/ui/kitte-field.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteField, title);
  gtk_widget_class_bind_template_child (widget_class, KitteField, hint);
  gtk_widget_class_bind_template_child (widget_class, KitteField, problem);
  gtk_widget_class_bind_template_child (widget_class, KitteField, note);
}

static void
kitte_field_init (KitteField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * kitte_field_new:
 * @label: with an underline before the letter that Alt reaches it by
 * @secret: whether what is typed is hidden
 */
KitteField *
kitte_field_new (const char *label, gboolean secret)
{
  return g_object_new (KITTE_TYPE_FIELD, "secret", secret, "label", label, NULL);
}

const char *
kitte_field_get_label (KitteField *self)
{
  g_return_val_if_fail (KITTE_IS_FIELD (self), NULL);

  return gtk_label_get_label (self->title);
}

void
kitte_field_set_label (KitteField *self, const char *label)
{
  g_return_if_fail (KITTE_IS_FIELD (self));

  gtk_label_set_label (self->title, label != NULL ? label : "");
}

/**
 * kitte_field_set_title:
 * @title: a label without a mnemonic, as a provider wrote it: an underline in it is just that
 */
void
kitte_field_set_title (KitteField *self, const char *title)
{
  g_return_if_fail (KITTE_IS_FIELD (self) && title != NULL);

  gtk_label_set_use_underline (self->title, FALSE);
  gtk_label_set_label (self->title, title);
}

/**
 * kitte_field_set_suffix:
 * @domain: (nullable): what is added where only the part of an address before the @ is typed; shown
 *   behind the field, and said in its hint. Set once
 */
void
kitte_field_set_suffix (KitteField *self, const char *domain)
{
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;
  GtkWidget *row;

  g_return_if_fail (KITTE_IS_FIELD (self) && self->suffix == NULL);

  if (domain == NULL)
    return;
  text = g_strconcat ("@", domain, NULL);
  /* TRANSLATORS: below the field for the mail address; %s is what its end is, as in
   * “@example.jp”. */
  hint = g_strdup_printf (_ ("The part before %s is enough."), text);
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->suffix = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               "label", text, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->suffix), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->suffix), 6);
  gtk_label_set_max_width_chars (GTK_LABEL (self->suffix), 24);
  g_object_ref (self->entry);
  gtk_box_remove (GTK_BOX (self), self->entry);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), NAME_CHARS);
  gtk_box_append (GTK_BOX (row), self->entry);
  g_object_unref (self->entry);
  gtk_box_append (GTK_BOX (row), self->suffix);
  gtk_box_insert_child_after (GTK_BOX (self), row, GTK_WIDGET (self->title));
  kitte_field_set_hint (self, hint);
  update_suffix (self);
}

const char *
kitte_field_get_hint (KitteField *self)
{
  g_return_val_if_fail (KITTE_IS_FIELD (self), NULL);

  return gtk_label_get_label (self->hint);
}

/**
 * kitte_field_set_hint:
 * @hint: (nullable): what helps to fill it in, read out after the name
 */
void
kitte_field_set_hint (KitteField *self, const char *hint)
{
  g_return_if_fail (KITTE_IS_FIELD (self));

  set_or_hide (self->hint, hint);
}

const char *
kitte_field_get_problem (KitteField *self)
{
  g_return_val_if_fail (KITTE_IS_FIELD (self), NULL);

  return gtk_label_get_label (self->problem);
}

/* The place of a widget is known when it has been laid out: one frame after it has changed. */
static gboolean
bring_into_view_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KitteField *self = KITTE_FIELD (widget);
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *view =
      scrolled != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)) : NULL;
  graphene_rect_t bounds;

  if (--self->frames_to_wait > 0)
    return G_SOURCE_CONTINUE;
  if (GTK_IS_VIEWPORT (view) &&
      gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (view)), &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                               bounds.origin.y, bounds.origin.y + bounds.size.height + ROOM_BELOW);
  return G_SOURCE_REMOVE;
}

static void
bring_into_view (KitteField *self)
{
  if (self->frames_to_wait == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), bring_into_view_cb, NULL, NULL);
  self->frames_to_wait = 2;
}

/**
 * kitte_field_set_problem:
 * @problem: (nullable): what is wrong and what to do; goes away at the next change
 */
void
kitte_field_set_problem (KitteField *self, const char *problem)
{
  gboolean wrong = problem != NULL && *problem != '\0';

  g_return_if_fail (KITTE_IS_FIELD (self));

  /* The same words once more are announced when they come back. */
  set_or_hide (self->problem, NULL);
  set_or_hide (self->problem, problem);
  if (wrong)
    {
      gtk_widget_add_css_class (self->entry, "error");
      bring_into_view (self);
    }
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

const char *
kitte_field_get_text (KitteField *self)
{
  g_return_val_if_fail (KITTE_IS_FIELD (self), NULL);

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
kitte_field_set_text (KitteField *self, const char *text)
{
  g_return_if_fail (KITTE_IS_FIELD (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

void
kitte_field_focus (KitteField *self)
{
  g_return_if_fail (KITTE_IS_FIELD (self));

  gtk_widget_grab_focus (self->entry);
}
