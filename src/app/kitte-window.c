/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: a stack of pages, of which only the one on screen is in the accessibility tree. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-window.h"

#include "brand/kitte-brand-home.h"
#include "pages/kitte-accounts-page.h"
#include "pages/kitte-by-hand-page.h"
#include "pages/kitte-changes-page.h"
#include "pages/kitte-check-page.h"
#include "pages/kitte-explain-page.h"
#include "pages/kitte-protocol-page.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-repair-page.h"
#include "pages/kitte-start-page.h"
#include "pages/kitte-step-page.h"
#include "wire/kitte-trust-store.h"

#include <glib/gi18n.h>

struct _KitteWindow
{
  AdwApplicationWindow parent_instance;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *notice;
  GtkStack *stack;
  KitteSetup *setup;
  KittePageId current;
};

G_DEFINE_FINAL_TYPE (KitteWindow, kitte_window, ADW_TYPE_APPLICATION_WINDOW)

/* As wide as lines of text are read with ease; a page with two columns has room for both. */
#define COLUMN_WIDTH 520
#define TWO_COLUMNS_WIDTH 860

/* Every page there is; KittePageId is the index. */
static const struct
{
  const char *name;
  GType (*get_type) (void);
  int width;
} pages[KITTE_N_PAGES] = {
  [KITTE_PAGE_ID_START] = { "start", kitte_start_page_get_type },
  [KITTE_PAGE_ID_CHECK] = { "check", kitte_check_page_get_type, TWO_COLUMNS_WIDTH },
  [KITTE_PAGE_ID_READY] = { "ready", kitte_ready_page_get_type },
  [KITTE_PAGE_ID_ACCOUNTS] = { "accounts", kitte_accounts_page_get_type },
  [KITTE_PAGE_ID_REPAIR] = { "repair", kitte_repair_page_get_type },
  [KITTE_PAGE_ID_CHANGES] = { "changes", kitte_changes_page_get_type },
  [KITTE_PAGE_ID_EXPLAIN] = { "explain", kitte_explain_page_get_type },
  [KITTE_PAGE_ID_BY_HAND] = { "by-hand", kitte_by_hand_page_get_type },
  [KITTE_PAGE_ID_PROTOCOL] = { "protocol", kitte_protocol_page_get_type },
  [KITTE_PAGE_ID_STEP] = { "step", kitte_step_page_get_type },
};

/* The stack’s child around a page; %NULL while the page was never shown. */
static GtkWidget *
get_child (KitteWindow *self, KittePageId id)
{
  return gtk_stack_get_child_by_name (self->stack, pages[id].name);
}

static KittePage *
get_page (KitteWindow *self, KittePageId id)
{
  return KITTE_PAGE (g_object_get_data (G_OBJECT (get_child (self, id)), "page"));
}

/* Pages that are off screen stay in the tree and look visible to a screen reader. */
static void
hide_others (KitteWindow *self)
{
  for (guint i = 0; i < KITTE_N_PAGES; i++)
    {
      GtkWidget *child = get_child (self, i);

      if (child == NULL)
        continue;
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                   i != self->current, -1);
      gtk_widget_set_visible (child, i == self->current);
    }
}

/* Made when it is first shown: the first frame waits for one page only. */
static void add_page (KitteWindow *self, KittePageId id);

static void
update_header (KitteWindow *self)
{
  KittePage *page = get_page (self, self->current);

  adw_window_title_set_title (self->title, kitte_page_get_title (page));
  gtk_widget_set_visible (self->back,
                          self->current != KITTE_PAGE_ID_START && !kitte_page_get_complete (page));
}

static void
show_page (KitteWindow *self, KittePageId id)
{
  GtkWidget *child;

  if (get_child (self, id) == NULL)
    add_page (self, id);
  child = get_child (self, id);
  self->current = id;
  gtk_widget_set_visible (child, TRUE);
  gtk_stack_set_visible_child (self->stack, child);
  hide_others (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (child)), 0);
  /* Enter must not press what is on a page that is out of sight. */
  gtk_window_set_default_widget (GTK_WINDOW (self), NULL);
  kitte_page_shown (get_page (self, id));
  update_header (self);
}

static void
finished_cb (KitteWindow *self, int outcome, KittePage *page)
{
  KittePageId next = kitte_flow_next (self->current, (KitteOutcome) outcome);

  if (page != get_page (self, self->current) || next == self->current)
    return;
  kitte_page_left (page);
  show_page (self, next);
}

static void
back_cb (KitteWindow *self)
{
  kitte_page_finish (get_page (self, self->current), KITTE_OUTCOME_BACK);
}

/* Escape, where the page itself has nothing to stop. */
static void
back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KitteWindow *self = KITTE_WINDOW (widget);
  GtkWidget *page = GTK_WIDGET (get_page (self, self->current));

  if (!gtk_widget_activate_action (page, "page.stop", NULL) && gtk_widget_get_visible (self->back))
    back_cb (self);
}

/* Enter on a choice would only choose it once more: it goes on, as everywhere. */
static gboolean
key_pressed_cb (KitteWindow *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  GtkWidget *next = gtk_window_get_default_widget (GTK_WINDOW (self));

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter) ||
      !GTK_IS_CHECK_BUTTON (focus) || next == NULL || !gtk_widget_is_sensitive (next) ||
      !gtk_widget_get_mapped (next))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate (next);
}

static void
watch_keys (KitteWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
add_page (KitteWindow *self, KittePageId id)
{
  GtkWidget *page = g_object_new (pages[id].get_type (), "setup", self->setup, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *picture = g_object_new (KITTE_TYPE_PICTURE, NULL);

  gtk_widget_add_css_class (content, "kitte-page");
  gtk_box_append (GTK_BOX (content), picture);
  gtk_box_append (GTK_BOX (content), page);
  g_object_bind_property (page, "motif", picture, "motif", G_BINDING_SYNC_CREATE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp),
                              pages[id].width > 0 ? pages[id].width : COLUMN_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp),
                                      pages[id].width > 0 ? pages[id].width : 400);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_stack_add_named (self->stack, scrolled, pages[id].name);
  g_object_set_data (G_OBJECT (scrolled), "page", page);
  g_signal_connect_object (page, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::title", G_CALLBACK (update_header), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::complete", G_CALLBACK (update_header), self,
                           G_CONNECT_SWAPPED);
}

/* Everything that runs ends with the window, and with it every password it holds. */
static gboolean
kitte_window_close_request (GtkWindow *window)
{
  KitteWindow *self = KITTE_WINDOW (window);

  kitte_page_left (get_page (self, self->current));
  kitte_setup_forget (self->setup);
  return GTK_WINDOW_CLASS (kitte_window_parent_class)->close_request (window);
}

static void
kitte_window_dispose (GObject *object)
{
  KitteWindow *self = KITTE_WINDOW (object);

  g_clear_object (&self->setup);
  gtk_widget_dispose_template (GTK_WIDGET (self), KITTE_TYPE_WINDOW);
  G_OBJECT_CLASS (kitte_window_parent_class)->dispose (object);
}

static void
kitte_window_class_init (KitteWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kitte_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kitte_window_close_request;
  gtk_widget_class_set_template_from_resource (widget_class, "/jp/kitte/Kitte/ui/kitte-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KitteWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KitteWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, KitteWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_install_action (widget_class, "page.back", NULL, back_action_cb);
}

static void
kitte_window_init (KitteWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setup = kitte_setup_new ();
  watch_keys (self);
  if (kitte_brand_get () != NULL)
    gtk_window_set_title (GTK_WINDOW (self), kitte_brand_get_name (kitte_brand_get ()));
  gtk_widget_set_visible (self->notice, kitte_trust_store_uses_test_authority ());
  show_page (self, KITTE_PAGE_ID_START);
}

KitteWindow *
kitte_window_new (GtkApplication *application)
{
  return g_object_new (KITTE_TYPE_WINDOW, "application", application, NULL);
}

/**
 * kitte_window_offer_address:
 * @typed: an address as somebody else wrote it
 *
 * Fills it in where nothing was typed yet. Any program of the session can ask for this, so it never
 * changes what the person has begun: a password that stands there is meant for another address.
 */
void
kitte_window_offer_address (KitteWindow *self, const char *typed)
{
  g_return_if_fail (KITTE_IS_WINDOW (self));
  g_return_if_fail (typed != NULL);

  if (self->current != KITTE_PAGE_ID_START || *kitte_setup_get_typed (self->setup) != '\0')
    return;
  kitte_setup_set_address (self->setup, typed);
  kitte_page_shown (get_page (self, self->current));
}

/**
 * kitte_window_get_page:
 *
 * Returns: (transfer none): the page on screen
 */
KittePage *
kitte_window_get_page (KitteWindow *self)
{
  g_return_val_if_fail (KITTE_IS_WINDOW (self), NULL);

  return get_page (self, self->current);
}
