/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page on which everything is typed that Kitte cannot find out. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-start-page.h"

#include "brand/kitte-brand-home.h"
#include "kitte-changes.h"
#include "kitte-field.h"
#include "kitte-greeting.h"
#include "kitte-livery.h"
#include "kitte-password.h"
#include "kitte-question.h"
#include "kitte-repair-card.h"
#include "kitte-repairs.h"

#include <glib/gi18n.h>
#include <string.h>

/* The first frame is painted by then, and the person has not yet found the keyboard. */
#define LOOK_FOR_REPAIRS_MS 150

struct _KitteStartPage
{
  KittePage parent_instance;
  GtkBox *brand_head;
  GtkWidget *intro;
  GtkBox *brand_help;
  GtkWidget *by_hand;
  GtkWidget *accounts;
  GtkWidget *explain;
  GtkBox *repairs;
  KitteField *name_field;
  KitteField *address_field;
  KitteGreeting *greeting;
  GtkBox *questions;
  GtkWidget *ways;
  GtkCheckButton *sign_in_later;
  KittePassword *password;
  GtkWidget *protocol;
  GtkWidget *next;
  GtkWidget *changes;
  guint look_for_repairs;
  char *asked_by; /* whose questions are shown */
};

G_DEFINE_FINAL_TYPE (KitteStartPage, kitte_start_page, KITTE_TYPE_PAGE)

/* GLib says “Unknown” where the system account has no name. */
static const char *
find_real_name (void)
{
  const char *name = g_get_real_name ();

  return name != NULL && strcmp (name, "Unknown") != 0 ? name : "";
}

static KitteQuestion *
find_question (KitteStartPage *self, const char *key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (strcmp (kitte_question_get_ask (KITTE_QUESTION (child))->key, key) == 0)
      return KITTE_QUESTION (child);
  return NULL;
}

static gboolean
are_same_texts (char *const *one, char *const *other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return g_strv_equal ((const char *const *) one, (const char *const *) other);
}

static gboolean
is_same_question (const KitteAsk *one, const KitteAsk *other)
{
  return strcmp (one->key, other->key) == 0 && strcmp (one->label, other->label) == 0 &&
         strcmp (one->why, other->why) == 0 && g_strcmp0 (one->example, other->example) == 0 &&
         are_same_texts (one->choices, other->choices) &&
         are_same_texts (one->likely, other->likely);
}

static gboolean
are_same_questions (KitteStartPage *self, GPtrArray *asks)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions));

  for (guint i = 0; i < asks->len; i++, child = gtk_widget_get_next_sibling (child))
    if (child == NULL ||
        !is_same_question (kitte_question_get_ask (KITTE_QUESTION (child)), asks->pdata[i]))
      return FALSE;
  return child == NULL;
}

/* Another provider may ask by the same name, and mean something else. Never a secret. */
static char *
dup_typed (KitteStartPage *self, const KitteAsk *ask, const char *provider)
{
  KitteQuestion *shown = find_question (self, ask->key);

  if (shown == NULL || ask->secret || g_strcmp0 (self->asked_by, provider) != 0)
    return NULL;
  return g_strdup (kitte_question_get_answer (shown));
}

/* While the address is typed the same questions come again and again: what was answered stays. */
static void
update_questions (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autoptr (GPtrArray) asks = kitte_setup_dup_asks (setup);
  g_autoptr (GPtrArray) typed = g_ptr_array_new_with_free_func (g_free);
  KitteProposal *greeting = kitte_setup_get_greeting (setup);
  const char *provider = greeting != NULL ? greeting->provider_id : NULL;
  GtkWidget *child;

  if (are_same_questions (self, asks))
    return;
  for (guint i = 0; i < asks->len; i++)
    g_ptr_array_add (typed, dup_typed (self, g_ptr_array_index (asks, i), provider));
  g_free (self->asked_by);
  self->asked_by = g_strdup (provider);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->questions))) != NULL)
    gtk_box_remove (self->questions, child);
  for (guint i = 0; i < asks->len; i++)
    {
      KitteAsk *ask = g_ptr_array_index (asks, i);
      KitteQuestion *question = kitte_question_new (ask);
      const char *answer = g_ptr_array_index (typed, i);

      if (answer == NULL)
        answer = kitte_setup_get_answer (setup, ask->key);
      if (answer != NULL)
        kitte_question_set_answer (question, answer);
      gtk_box_append (self->questions, GTK_WIDGET (question));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->questions), asks->len > 0);
}

static gboolean
signs_in_later (KitteStartPage *self, const KitteProposal *proposal)
{
  if (proposal == NULL)
    return FALSE;
  return proposal->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY ||
         (proposal->oauth2 && gtk_check_button_get_active (self->sign_in_later));
}

/* What depends on the provider and on the way the person chose. */
static void
update_password (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  KitteProposal *proposal = kitte_setup_get_greeting (setup);
  gboolean later = signs_in_later (self, proposal);
  gboolean closed = proposal != NULL && proposal->no_access != NULL;
  gboolean choice = proposal != NULL && proposal->oauth2 && !closed &&
                    proposal->credential_kind != KITTE_CREDENTIAL_OAUTH2_ONLY;

  kitte_greeting_set_proposal (self->greeting, proposal, kitte_setup_get_suggestion (setup),
                               kitte_setup_has_preset (setup), later);
  gtk_widget_set_visible (self->ways, choice);
  gtk_widget_set_visible (GTK_WIDGET (self->password), !later && !closed);
  gtk_widget_set_visible (self->next, !closed);
  gtk_widget_set_visible (self->protocol,
                          kitte_setup_get_answer (setup, KITTE_ASK_PROTOCOL) != NULL);
  kitte_password_update (self->password, setup);
}

static void
recognised_cb (KitteStartPage *self)
{
  update_questions (self);
  update_password (self);
}

/* Where a provider hands the program out, its customers type only what stands before the @. */
static char *
get_address (KitteStartPage *self)
{
  return kitte_brand_complete_address (kitte_brand_get (),
                                       kitte_field_get_text (self->address_field));
}

static void
address_changed_cb (KitteStartPage *self)
{
  g_autofree char *address = get_address (self);

  kitte_setup_set_address (kitte_page_get_setup (KITTE_PAGE (self)), address);
}

/* The password is typed next: the servers can be called meanwhile. */
static void
address_left_cb (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  if (setup == NULL)
    return;
  kitte_setup_finish_address (setup);
  kitte_setup_warm_up (setup);
}

static void
suggestion_cb (KitteStartPage *self, const char *address)
{
  kitte_field_set_text (self->address_field, address);
  kitte_field_focus (self->address_field);
}

static void
elsewhere_cb (KitteStartPage *self)
{
  kitte_setup_leave_preset (kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_field_focus (self->address_field);
}

static void
way_toggled_cb (KitteStartPage *self)
{
  if (kitte_page_get_setup (KITTE_PAGE (self)) != NULL)
    update_password (self);
}

/* From here on nothing looks at the widgets again. */
static void
hand_over (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *address = get_address (self);

  kitte_setup_set_name (setup, kitte_field_get_text (self->name_field));
  kitte_setup_set_address (setup, address);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kitte_setup_set_answer (setup, kitte_question_get_ask (KITTE_QUESTION (child))->key,
                            kitte_question_get_answer (KITTE_QUESTION (child)));
  kitte_setup_set_sign_in_later (setup, gtk_widget_get_visible (self->ways) &&
                                            gtk_check_button_get_active (self->sign_in_later));
  kitte_password_hand_over (self->password, setup);
}

static void
show_need (KitteStartPage *self, KitteNeed need, const char *key, const char *sentence)
{
  KitteQuestion *question;

  switch (need)
    {
    case KITTE_NEED_ADDRESS:
    case KITTE_NEED_OTHER_PROVIDER:
      kitte_field_set_problem (self->address_field, sentence);
      kitte_field_focus (self->address_field);
      break;
    case KITTE_NEED_ANSWER:
      question = find_question (self, key);
      g_return_if_fail (question != NULL);
      kitte_question_set_problem (question, sentence);
      kitte_question_focus (question);
      break;
    case KITTE_NEED_OTHER_PASSWORD:
    case KITTE_NEED_PASSWORD:
      kitte_password_show_need (self->password, need, sentence);
      break;
    case KITTE_NEED_NOTHING:
    case KITTE_NEED_PROTOCOL:
    case KITTE_NEED_STEP:
    default:
      g_assert_not_reached ();
    }
}

static void
go_on (KitteStartPage *self)
{
  g_autofree char *key = NULL;
  g_autofree char *sentence = NULL;
  KitteNeed need;

  need = kitte_setup_get_need (kitte_page_get_setup (KITTE_PAGE (self)), &key, &sentence);
  if (need == KITTE_NEED_NOTHING)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_CONTINUE);
  else if (need == KITTE_NEED_PROTOCOL)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROTOCOL);
  else if (need == KITTE_NEED_STEP)
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_STEP);
  else
    show_need (self, need, key, sentence);
}

static void
next_cb (KitteStartPage *self)
{
  hand_over (self);
  go_on (self);
}

/* What was typed stays in the field, and is taken once more. */
static void
insisted_cb (KitteStartPage *self)
{
  hand_over (self);
  kitte_setup_insist_on_password (kitte_page_get_setup (KITTE_PAGE (self)));
  go_on (self);
}

/* The password may be typed there. */
static void
by_hand_cb (KitteStartPage *self)
{
  g_autofree char *sentence = NULL;

  hand_over (self);
  if (kitte_setup_get_need (kitte_page_get_setup (KITTE_PAGE (self)), NULL, &sentence) ==
      KITTE_NEED_ADDRESS)
    show_need (self, KITTE_NEED_ADDRESS, NULL, sentence);
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_BY_HAND);
}

/* Another way than the one chosen before. */
static void
protocol_cb (KitteStartPage *self)
{
  hand_over (self);
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_PROTOCOL);
}

/* The question that keeps a known address from being checked. */
static KitteQuestion *
find_open_question (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *key = NULL;

  if (kitte_setup_get_need (setup, &key, NULL) != KITTE_NEED_ANSWER)
    return NULL;
  return find_question (self, key);
}

/* A step at the provider comes on a page of its own; what is typed here is typed first. */
static gboolean
needs_password (KitteSetup *setup)
{
  KitteNeed need = kitte_setup_get_need (setup, NULL, NULL);

  if (need == KITTE_NEED_PROTOCOL || need == KITTE_NEED_STEP)
    return kitte_setup_uses_password (setup, kitte_setup_get_greeting (setup)) &&
           !kitte_setup_has_password (setup);
  return need == KITTE_NEED_PASSWORD;
}

static void
focus_first (KitteStartPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  KitteQuestion *sending = find_question (self, KITTE_ASK_SENDING_PASSWORD);
  KitteQuestion *open = find_open_question (self);

  if (sending != NULL)
    kitte_question_focus (sending);
  else if (open != NULL)
    kitte_question_focus (open);
  else if (kitte_setup_get_password_rejected (setup))
    kitte_password_show_need (self->password, KITTE_NEED_PASSWORD,
                              _ ("This password was not accepted. Please type it again; the eye "
                                 "button shows what you type."));
  else if (needs_password (setup))
    kitte_password_focus (self->password);
  else if (kitte_setup_get_address (setup) == NULL && *find_real_name () == '\0')
    kitte_field_focus (self->name_field);
  else
    kitte_field_focus (self->address_field);
}

static void
repair_chosen_cb (KitteStartPage *self, gboolean by_saved_password, KitteRepairCard *card)
{
  kitte_setup_set_repair (kitte_page_get_setup (KITTE_PAGE (self)),
                          kitte_repair_card_get_repair (card), by_saved_password);
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_REPAIR);
}

static void
show_repairs (KitteStartPage *self, GPtrArray *repairs)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->repairs))) != NULL)
    gtk_box_remove (self->repairs, child);
  for (guint i = 0; i < repairs->len; i++)
    {
      KitteRepair *repair = g_ptr_array_index (repairs, i);
      KitteRepairCard *card;

      if (kitte_repair_get_severity (repair) < KITTE_SEVERITY_WILL_STOP)
        continue;
      card = kitte_repair_card_new (repair);

      g_signal_connect_object (card, "chosen", G_CALLBACK (repair_chosen_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->repairs, GTK_WIDGET (card));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->repairs),
                          gtk_widget_get_first_child (GTK_WIDGET (self->repairs)) != NULL);
}

static void
repairs_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteStartPage) self = user_data;
  g_autoptr (GPtrArray) repairs = kitte_repairs_find_finish (result, NULL);

  if (repairs != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    show_repairs (self, repairs);
}

static void
changes_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteStartPage) self = user_data;
  g_autoptr (GPtrArray) entries = kitte_changes_list_finish (result, NULL);

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_set_visible (self->changes, entries != NULL && entries->len > 0);
}

static void
accounts_cb (KitteStartPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_ACCOUNTS);
}

static void
changes_cb (KitteStartPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_CHANGES);
}

static void
explain_cb (KitteStartPage *self)
{
  kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_EXPLAIN);
}

static void
look_for_repairs_cb (gpointer user_data)
{
  KitteStartPage *self = user_data;

  self->look_for_repairs = 0;
  if (kitte_brand_has_part (kitte_brand_get (), KITTE_BRAND_PART_REPAIR))
    kitte_repairs_find_async (NULL, repairs_found_cb, g_object_ref (self));
  kitte_changes_list_async (changes_listed_cb, g_object_ref (self));
}

/* It was forgotten for the next person, or handed over from outside. */
static void
take_address (KitteStartPage *self)
{
  g_autofree char *typed =
      g_strdup (kitte_setup_get_typed (kitte_page_get_setup (KITTE_PAGE (self))));

  if (strcmp (kitte_field_get_text (self->address_field), typed) != 0)
    kitte_field_set_text (self->address_field, typed);
}

static void
kitte_start_page_shown (KittePage *page)
{
  KitteStartPage *self = KITTE_START_PAGE (page);

  take_address (self);
  recognised_cb (self);
  kitte_page_set_default (page, self->next);
  focus_first (self);
  if (self->look_for_repairs == 0)
    self->look_for_repairs = g_timeout_add_once (LOOK_FOR_REPAIRS_MS, look_for_repairs_cb, self);
}

/* Whichever way it is left, everything that was typed is in the set-up’s care now; the toolkit’s
 * copies of secrets can be read by every program on the accessibility bus. */
static void
kitte_start_page_left (KittePage *page)
{
  KitteStartPage *self = KITTE_START_PAGE (page);

  hand_over (self);
  kitte_password_put_away (self->password, kitte_page_get_setup (page));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->questions)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (kitte_question_get_ask (KITTE_QUESTION (child))->secret)
      kitte_question_set_answer (KITTE_QUESTION (child), "");
}

/* What a provider that hands the program out says first, and what it does without. */
static void
put_on_livery (KitteStartPage *self)
{
  KitteBrand *brand = kitte_brand_get ();

  gtk_widget_set_visible (self->intro, !kitte_livery_fill_head (brand, self->brand_head));
  kitte_livery_fill_help (brand, self->brand_help);
  kitte_field_set_suffix (self->address_field, kitte_brand_get_domain (brand));
  gtk_widget_set_visible (self->by_hand, kitte_brand_has_part (brand, KITTE_BRAND_PART_BY_HAND));
  gtk_widget_set_visible (self->accounts, kitte_brand_has_part (brand, KITTE_BRAND_PART_REPAIR));
  gtk_widget_set_visible (self->explain, kitte_brand_has_part (brand, KITTE_BRAND_PART_EXPLAIN));
  if (brand != NULL)
    g_object_set (self, "motif", KITTE_MOTIF_NONE, NULL);
}

static void
kitte_start_page_constructed (GObject *object)
{
  KitteStartPage *self = KITTE_START_PAGE (object);

  G_OBJECT_CLASS (kitte_start_page_parent_class)->constructed (object);
  put_on_livery (self);
  kitte_field_set_text (self->name_field, find_real_name ());
  g_signal_connect_object (kitte_page_get_setup (KITTE_PAGE (self)), "recognised",
                           G_CALLBACK (recognised_cb), self, G_CONNECT_SWAPPED);
  update_password (self);
}

static void
kitte_start_page_dispose (GObject *object)
{
  g_clear_handle_id (&KITTE_START_PAGE (object)->look_for_repairs, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), KITTE_TYPE_START_PAGE);
  G_OBJECT_CLASS (kitte_start_page_parent_class)->dispose (object);
}

static void
kitte_start_page_finalize (GObject *object)
{
  g_free (KITTE_START_PAGE (object)->asked_by);
  G_OBJECT_CLASS (kitte_start_page_parent_class)->finalize (object);
}

static void
kitte_start_page_class_init (KitteStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kitte_start_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kitte_start_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_start_page_finalize;
  KITTE_PAGE_CLASS (klass)->shown = kitte_start_page_shown;
  KITTE_PAGE_CLASS (klass)->left = kitte_start_page_left;

  g_type_ensure (KITTE_TYPE_FIELD);
  g_type_ensure (KITTE_TYPE_GREETING);
  g_type_ensure (KITTE_TYPE_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/jp/kitte/Kitte/ui/pages/kitte-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, brand_head);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, brand_help);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, by_hand);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, explain);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, repairs);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, changes);
  gtk_widget_class_bind_template_callback (widget_class, accounts_cb);
  gtk_widget_class_bind_template_callback (widget_class, changes_cb);
  gtk_widget_class_bind_template_callback (widget_class, by_hand_cb);
  gtk_widget_class_bind_template_callback (widget_class, explain_cb);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, name_field);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, address_field);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, greeting);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, questions);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, ways);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, sign_in_later);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, password);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, protocol);
  gtk_widget_class_bind_template_child (widget_class, KitteStartPage, next);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggestion_cb);
  gtk_widget_class_bind_template_callback (widget_class, elsewhere_cb);
  gtk_widget_class_bind_template_callback (widget_class, way_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, insisted_cb);
  gtk_widget_class_bind_template_callback (widget_class, protocol_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
kitte_start_page_init (KitteStartPage *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (focus, "leave", G_CALLBACK (address_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->address_field), focus);
}
