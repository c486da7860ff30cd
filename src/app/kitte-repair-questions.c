/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only what could not be seen is asked. First the provider, then what its preset needs; nothing is
 * sent while a question is open. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-questions.h"

#include "kitte-box.h"
#include "kitte-question.h"

#include <glib/gi18n.h>
#include <string.h>

struct _KitteRepairQuestions
{
  GtkBox parent_instance;
  KitteRepair *repair;
  KitteLookup *lookup;
  GHashTable *answers;
  char *offered; /* the provider that a server points to, while that is asked */
  gboolean provider_left_open;
};

G_DEFINE_FINAL_TYPE (KitteRepairQuestions, kitte_repair_questions, GTK_TYPE_BOX)

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Words for the two answers stand in for the id of a preset. */
static KitteAsk *
make_choice (const KitteAsk *ask)
{
  /* TRANSLATORS: an answer to a question such as “Is your mail at …?”. */
  const char *const choices[] = { C_ ("answer", "Yes"),
                                  /* TRANSLATORS: an answer to a question such as “Is your mail at
                                   * …?”. */
                                  C_ ("answer", "No, or I do not know"), NULL };

  return kitte_ask_new (ask->key, ask->label, ask->why, choices, NULL, NULL, FALSE);
}

static void
add_question (KitteRepairQuestions *self, KitteAsk *ask)
{
  KitteQuestion *question = kitte_question_new (ask);
  const char *before = g_hash_table_lookup (self->answers, ask->key);

  if (before != NULL)
    kitte_question_set_answer (question, before);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (question));
}

static void
ask_for_provider (KitteRepairQuestions *self)
{
  g_autoptr (KitteAsk) ask =
      self->provider_left_open ? NULL : kitte_repair_make_provider_ask (self->repair);
  g_autoptr (KitteAsk) choice = NULL;

  g_clear_pointer (&self->offered, g_free);
  if (ask == NULL)
    return;
  if (ask->choices != NULL)
    {
      self->offered = g_strdup (ask->choices[0]);
      choice = make_choice (ask);
    }
  add_question (self, choice != NULL ? choice : ask);
}

static void
ask_what_is_open (KitteRepairQuestions *self)
{
  KitteProposal *proposal = kitte_repair_get_proposal (self->repair);

  kitte_box_clear (GTK_BOX (self));
  ask_for_provider (self);
  for (guint i = 0;
       kitte_repair_is_needed (self->repair) && proposal != NULL && i < proposal->asks->len; i++)
    add_question (self, g_ptr_array_index (proposal->asks, i));
}

static void
tell_repair (KitteRepairQuestions *self)
{
  kitte_repair_set_answers (self->repair, self->lookup, self->answers);
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
set_provider (KitteRepairQuestions *self, const char *id)
{
  self->provider_left_open = id == NULL;
  if (id != NULL)
    g_hash_table_replace (self->answers, g_strdup (KITTE_ASK_PROVIDER), g_strdup (id));
}

/* Returns: whether the answer can be used; an empty one can: nobody has to know. */
static gboolean
take_provider (KitteRepairQuestions *self, KitteQuestion *question)
{
  const char *answer = kitte_question_get_answer (question);
  g_autofree char *id = NULL;

  if (self->offered != NULL && *answer == '\0')
    {
      kitte_question_set_problem (question, _ ("Please choose one of the answers."));
      return FALSE;
    }
  if (self->offered != NULL)
    {
      set_provider (self, strcmp (answer, C_ ("answer", "Yes")) == 0 ? self->offered : NULL);
      return TRUE;
    }
  if (*answer != '\0')
    id = kitte_repair_find_provider_named (self->repair, answer);
  if (*answer != '\0' && id == NULL)
    kitte_question_set_problem (question,
                                _ ("Kitte does not know this provider. Leave it empty to try the "
                                   "servers that are set."));
  set_provider (self, id);
  return *answer == '\0' || id != NULL;
}

static gboolean
take_answer (KitteRepairQuestions *self, KitteQuestion *question)
{
  KitteAsk *ask = kitte_question_get_ask (question);
  const char *answer = kitte_question_get_answer (question);

  if (strcmp (ask->key, KITTE_ASK_PROVIDER) == 0)
    return take_provider (self, question);
  if (*answer == '\0' || !kitte_ask_accepts (ask, answer))
    {
      kitte_question_set_problem (
          question, *answer == '\0' ?
                        _ ("Please fill this in. Without it Kitte cannot find your mail server.") :
                        _ ("This does not look right yet. Please compare it with your papers."));
      return FALSE;
    }
  kitte_lookup_add_answer (self->answers, ask->key, answer);
  return TRUE;
}

static void
kitte_repair_questions_finalize (GObject *object)
{
  KitteRepairQuestions *self = KITTE_REPAIR_QUESTIONS (object);

  g_clear_object (&self->repair);
  g_clear_object (&self->lookup);
  g_hash_table_unref (self->answers);
  g_free (self->offered);
  G_OBJECT_CLASS (kitte_repair_questions_parent_class)->finalize (object);
}

static void
kitte_repair_questions_class_init (KitteRepairQuestionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_repair_questions_finalize;
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_repair_questions_init (KitteRepairQuestions *self)
{
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

/**
 * kitte_repair_questions_ask:
 * @repair: whose servers were looked at
 * @lookup: for the settings of a provider that is chosen
 */
void
kitte_repair_questions_ask (KitteRepairQuestions *self, KitteRepair *repair, KitteLookup *lookup)
{
  g_return_if_fail (KITTE_IS_REPAIR_QUESTIONS (self));
  g_return_if_fail (KITTE_IS_REPAIR (repair) && KITTE_IS_LOOKUP (lookup));

  g_set_object (&self->repair, repair);
  g_set_object (&self->lookup, lookup);
  ask_what_is_open (self);
}

/**
 * kitte_repair_questions_are_open:
 *
 * Returns: whether there is anything to answer
 */
gboolean
kitte_repair_questions_are_open (KitteRepairQuestions *self)
{
  g_return_val_if_fail (KITTE_IS_REPAIR_QUESTIONS (self), FALSE);

  return gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL;
}

/**
 * kitte_repair_questions_take:
 *
 * Takes what was answered. An answer may lead to further questions, which are asked then.
 *
 * Returns: whether all is answered; else the first question that is not has the focus
 */
gboolean
kitte_repair_questions_take (KitteRepairQuestions *self)
{
  GtkWidget *child;

  g_return_val_if_fail (KITTE_IS_REPAIR_QUESTIONS (self), FALSE);

  if (!kitte_repair_questions_are_open (self))
    return TRUE;
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!take_answer (self, KITTE_QUESTION (child)))
      {
        kitte_question_focus (KITTE_QUESTION (child));
        return FALSE;
      }
  tell_repair (self);
  ask_what_is_open (self);
  return !kitte_repair_questions_focus (self);
}

/**
 * kitte_repair_questions_use_provider:
 * @id: of a preset the person said yes to
 *
 * Asks what that one needs.
 */
void
kitte_repair_questions_use_provider (KitteRepairQuestions *self, const char *id)
{
  g_return_if_fail (KITTE_IS_REPAIR_QUESTIONS (self) && self->repair != NULL && id != NULL);

  set_provider (self, id);
  tell_repair (self);
  ask_what_is_open (self);
}

/**
 * kitte_repair_questions_focus:
 *
 * Returns: whether there was a question to focus
 */
gboolean
kitte_repair_questions_focus (KitteRepairQuestions *self)
{
  GtkWidget *first;

  g_return_val_if_fail (KITTE_IS_REPAIR_QUESTIONS (self), FALSE);

  first = gtk_widget_get_first_child (GTK_WIDGET (self));
  if (first == NULL)
    return FALSE;
  kitte_question_focus (KITTE_QUESTION (first));
  return TRUE;
}

/**
 * kitte_repair_questions_forget:
 *
 * Answers belong to one mailbox.
 */
void
kitte_repair_questions_forget (KitteRepairQuestions *self)
{
  g_return_if_fail (KITTE_IS_REPAIR_QUESTIONS (self));

  kitte_box_clear (GTK_BOX (self));
  g_clear_object (&self->repair);
  g_clear_object (&self->lookup);
  g_hash_table_unref (self->answers);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->provider_left_open = FALSE;
}
