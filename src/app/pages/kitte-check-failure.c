/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong opens in the card of the server it is about; nothing is modal. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-page-private.h"

#include "brand/kitte-brand-home.h"

#include <glib/gi18n.h>
#include <string.h>

/* As far from the edge as cards are from each other. */
#define MARGIN 12

#define SCROLL_MS 200

static void
scroll_to (KitteCheckPage *self, GtkAdjustment *adjustment, double value)
{
  AdwAnimationTarget *target = adw_property_animation_target_new (G_OBJECT (adjustment), "value");

  if (self->scrolling != NULL)
    adw_animation_skip (self->scrolling);
  g_clear_object (&self->scrolling);
  self->scrolling =
      adw_timed_animation_new (GTK_WIDGET (self), gtk_adjustment_get_value (adjustment), value,
                               SCROLL_MS, target);
  adw_animation_play (self->scrolling);
}

/* All of it, if there is room; else from its beginning, which has to be read first. */
static void
show_whole_explanation (KitteCheckPage *self)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment =
      viewport != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)) : NULL;
  GtkWidget *child = viewport != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t top;
  graphene_rect_t button;
  double value;
  double lowest;

  if (child == NULL || self->primary == NULL ||
      !gtk_widget_compute_bounds (GTK_WIDGET (self->explanation), child, &top) ||
      !gtk_widget_compute_bounds (self->primary, child, &button))
    return;
  value = gtk_adjustment_get_value (adjustment);
  lowest = (double) (button.origin.y + button.size.height) + MARGIN -
           gtk_adjustment_get_page_size (adjustment);
  value = MIN ((double) top.origin.y - MARGIN, MAX (value, lowest));
  if (value != gtk_adjustment_get_value (adjustment))
    scroll_to (self, adjustment, value);
}

/* What has just been revealed gets its place in the frame after this one. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KitteCheckPage *self = KITTE_CHECK_PAGE (widget);

  if (--self->frames > 0)
    return G_SOURCE_CONTINUE;
  if (gtk_revealer_get_child_revealed (GTK_REVEALER (self->revealer)))
    show_whole_explanation (self);
  return G_SOURCE_REMOVE;
}

/* It is cut off while it slides; once it is there, its shadow lies outside of it. */
void
kitte_check_page_revealed_cb (KitteCheckPage *self)
{
  gboolean revealed;

  if (self->revealer == NULL)
    return;
  revealed = gtk_revealer_get_child_revealed (GTK_REVEALER (self->revealer));
  gtk_widget_set_overflow (self->revealer, revealed ? GTK_OVERFLOW_VISIBLE : GTK_OVERFLOW_HIDDEN);
  if (!revealed || self->frames > 0)
    return;
  self->frames = 2;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
}

static void
set_card (GtkWidget *widget, gboolean card)
{
  if (card)
    {
      gtk_widget_add_css_class (widget, "card");
      gtk_widget_add_css_class (widget, "kitte-card");
    }
  else
    {
      gtk_widget_remove_css_class (widget, "card");
      gtk_widget_remove_css_class (widget, "kitte-card");
    }
}

static void
set_suggested (GtkWidget *button, gboolean suggested)
{
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

/* Out of the card it stands in, and out of sight. */
void
kitte_check_page_take_back_explanation (KitteCheckPage *self)
{
  g_autoptr (GtkWidget) revealer = g_object_ref (self->revealer);
  KitteCheckRow *holder = g_steal_pointer (&self->holder);

  self->primary = NULL;
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), FALSE);
  gtk_widget_set_visible (revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->general), FALSE);
  if (holder == NULL)
    return;
  kitte_check_row_hold (holder, NULL);
  adw_clamp_set_child (self->general, revealer);
}

/* @row: (nullable): the card of the server it is about; %NULL: it is about none */
static void
put_explanation (KitteCheckPage *self, KitteCheckRow *row)
{
  g_autoptr (GtkWidget) revealer = g_object_ref (self->revealer);

  kitte_check_page_take_back_explanation (self);
  if (row != NULL)
    {
      adw_clamp_set_child (self->general, NULL);
      kitte_check_row_hold (row, revealer);
      self->holder = row;
    }
  set_card (GTK_WIDGET (self->explanation), row == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->general), row == NULL);
  gtk_widget_set_visible (revealer, TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), TRUE);
}

/* The button that does what the explanation advises. Where somebody has to be asked it copies what
 * that person needs to know; where the address was wrong it leads back to it. */
static GtkWidget *
choose_primary (KitteCheckPage *self, const KitteFinding *finding)
{
  GtkWidget *primary = kitte_explanation_get_primary (self->explanation);

  if (primary != NULL)
    return primary;
  if (finding == NULL || finding->code == KITTE_FINDING_DOMAIN_NOT_FOUND ||
      finding->code == KITTE_FINDING_DOMAIN_TAKES_NO_MAIL)
    return self->back;
  if (finding->code == KITTE_FINDING_NO_SETTINGS_FOUND && gtk_widget_get_visible (self->by_hand))
    return self->by_hand;
  if (finding->code == KITTE_FINDING_PLAINTEXT_ONLY)
    return self->back;
  return kitte_copier_get_button (self->support);
}

/* @finding: (nullable): %NULL: it is a question, or about this computer */
static void
open_explanation (KitteCheckPage *self, KitteCheckRow *row, const KitteFinding *finding)
{
  GtkWidget *support = kitte_copier_get_button (self->support);
  gboolean address = finding != NULL && (finding->code == KITTE_FINDING_DOMAIN_NOT_FOUND ||
                                         finding->code == KITTE_FINDING_DOMAIN_TAKES_NO_MAIL);

  gtk_widget_set_visible (GTK_WIDGET (self->support), finding != NULL);
  kitte_copier_reset (self->support);
  gtk_button_set_label (GTK_BUTTON (self->back),
                        /* TRANSLATORS: a button: leads back to the field for the address. */
                        address ? _ ("Correct the address") : _ ("Back"));
  put_explanation (self, row);
  kitte_check_page_show_running (self, FALSE);
  gtk_widget_set_visible (self->by_hand,
                          finding != NULL &&
                              kitte_brand_has_part (kitte_brand_get (), KITTE_BRAND_PART_BY_HAND));
  self->primary = choose_primary (self, finding);
  gtk_box_reorder_child_after (self->buttons, address ? self->by_hand : self->back,
                               address ? self->back : self->by_hand);
  set_suggested (support, self->primary == support);
  set_suggested (self->by_hand, self->primary == self->by_hand);
  set_suggested (self->back, address);
  if (self->primary == self->by_hand || self->primary == self->back)
    kitte_explanation_describe (self->explanation, self->primary);
  gtk_widget_grab_focus (self->primary);
}

/* These say it themselves. */
static gboolean
says_what_was_not_done (KitteFindingCode code)
{
  return code == KITTE_FINDING_DOMAIN_NOT_FOUND || code == KITTE_FINDING_AUTH_NOT_OFFERED ||
         code == KITTE_FINDING_AUTH_NO_COMMON_METHOD || code == KITTE_FINDING_AUTH_REJECTED;
}

static void
show_later (KitteCheckPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  gboolean receiving = kitte_setup_can_check_later (setup, TRUE);

  gtk_label_set_label (
      self->later_title,
      receiving ?
          /* TRANSLATORS: a button: sending works, the mailbox cannot be opened for the moment. */
          _ ("Set it up now, and check receiving later") :
          /* TRANSLATORS: a button: receiving works, the sending server is down for the moment. */
          _ ("Set it up now, and check sending later"));
  gtk_widget_set_visible (self->later, receiving || kitte_setup_can_check_later (setup, FALSE));
}

/* What may be over by itself is a broken way; anything else is a fault that somebody has to mend.
 */
static KitteMotif
get_failed_motif (const KitteFinding *finding)
{
  return finding != NULL && kitte_finding_code_may_pass (finding->code) ? KITTE_MOTIF_UNREACHABLE :
                                                                          KITTE_MOTIF_FAULT;
}

void
kitte_check_page_show_failure (KitteCheckPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  KitteFinding *finding = kitte_setup_get_finding (setup);
  KitteCheck *failed = kitte_setup_get_failed_check (setup);
  KitteCheckRow *row = failed != NULL ? kitte_check_row_find (self->rows, failed) : NULL;
  g_autofree char *transcript = row != NULL ? kitte_check_row_dup_transcript (row) : NULL;
  g_autoptr (KitteDiagnosis) diagnosis = kitte_setup_get_diagnosis (setup);
  const char *kept = _ ("Nothing was changed on this computer.");

  gtk_label_set_label (self->heading, _ ("That did not work yet"));
  kitte_page_set_motif (KITTE_PAGE (self), get_failed_motif (finding));
  if (diagnosis != NULL)
    {
      kitte_explanation_set_diagnosis (self->explanation, diagnosis, finding, transcript);
      kitte_explanation_set_kept (self->explanation,
                                  says_what_was_not_done (finding->code) ? NULL : kept);
      kitte_explanation_set_contacts (self->explanation, kitte_setup_get_proposal (setup));
    }
  else
    kitte_explanation_set_sentence (self->explanation, _ ("These servers cannot be used together."),
                                    kept, NULL);
  show_later (self);
  open_explanation (self, row, finding);
}

void
kitte_check_page_show_error (KitteCheckPage *self, const GError *error)
{
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  g_ptr_array_add (remedies, kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN, _ ("Try again"), NULL));
  gtk_label_set_label (self->heading, _ ("That did not work yet"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_FAULT);
  kitte_explanation_set_sentence (self->explanation, error->message,
                                  _ ("Nothing was changed on this computer."), remedies);
  gtk_widget_set_visible (self->later, FALSE);
  open_explanation (self, NULL, NULL);
}

static const char *
get_consent_label (const KitteAsk *ask)
{
  if (strcmp (ask->key, KITTE_ASK_TRUST) == 0)
    return _ ("Yes, this is my provider");
  if (strcmp (ask->key, KITTE_ASK_CLEARTEXT) == 0)
    return _ ("I understand, go on without encryption");
  if (strcmp (ask->key, KITTE_ASK_PASSWORD_KIND) == 0)
    return _ ("Try this password all the same");
  return _ ("Yes, go on");
}

/* What is asked about one server stands in its card. */
static KitteCheckRow *
find_row_for (KitteCheckPage *self, const KitteAsk *ask)
{
  KitteCheck *failed = kitte_setup_get_failed_check (kitte_page_get_setup (KITTE_PAGE (self)));

  if (failed == NULL || strcmp (ask->key, KITTE_ASK_CLEARTEXT) != 0 ||
      strcmp (kitte_check_get_server (failed)->host, ask->choices[0]) != 0)
    return NULL;
  return kitte_check_row_find (self->rows, failed);
}

/* A consent is one button; anything else is answered where it can be typed. */
void
kitte_check_page_show_question (KitteCheckPage *self)
{
  KitteAsk *ask = kitte_setup_get_question (kitte_page_get_setup (KITTE_PAGE (self)));
  g_autoptr (GPtrArray) remedies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);
  g_autofree char *answer = NULL;

  if (ask == NULL || ask->choices == NULL || ask->choices[0] == NULL || ask->choices[1] != NULL)
    {
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
      return;
    }
  answer = g_strdup_printf ("%s=%s", ask->key, ask->choices[0]);
  g_ptr_array_add (remedies,
                   kitte_remedy_new (KITTE_REMEDY_ANSWER_ASK, get_consent_label (ask), answer));
  gtk_label_set_label (self->heading, _ ("One question first"));
  kitte_page_set_motif (KITTE_PAGE (self), KITTE_MOTIF_QUESTION);
  kitte_explanation_set_sentence (self->explanation, ask->label, ask->why, remedies);
  gtk_widget_set_visible (self->later, FALSE);
  open_explanation (self, find_row_for (self, ask), NULL);
}
