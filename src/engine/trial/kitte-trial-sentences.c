/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refusal of one’s own test message is not what the same code means about a letter to somebody
 * else, so it has sentences of its own. */
#define G_LOG_DOMAIN "kitte-trial"
#include "config.h"

#include "kitte-trial-sentences.h"

#include <glib/gi18n.h>

typedef struct
{
  KitteFindingCode code;
  const char *title;
  const char *text;
} Row;

static const Row rows[] = {
  { KITTE_FINDING_DELAYED, N_ ("The server asks to try again later."),
    N_ ("Your sending server did not take the test message for the moment. That usually passes by "
        "itself. Please try again in a few minutes.") },
  { KITTE_FINDING_SENDER_REFUSED, N_ ("The server does not accept this sender address."),
    N_ ("Your sending server took the sign-in, but no mail from this address. Please ask your "
        "provider which address belongs to this mailbox.") },
  { KITTE_FINDING_SIGN_IN_REQUIRED, N_ ("The server wants a sign-in before sending."),
    N_ ("It took the sign-in, and then no message all the same. Please ask your provider.") },
  { KITTE_FINDING_RELAY_DENIED, N_ ("The server does not pass on this mail."),
    N_ ("Your sending server took the sign-in, but no message to your own address. Please ask your "
        "provider.") },
  { KITTE_FINDING_RECIPIENT_UNKNOWN, N_ ("The server does not know your address."),
    N_ ("Your sending server says that there is no such mailbox. Please check the address, or ask "
        "your provider whether the mailbox has been set up.") },
  { KITTE_FINDING_RECIPIENT_MAILBOX_FULL, N_ ("Your mailbox is full."),
    N_ ("Nothing can arrive before you delete some mail, or your provider makes more room.") },
  { KITTE_FINDING_REJECTED_AS_SPAM, N_ ("The test message was taken for junk."),
    N_ ("Your sending server did not accept it. Your own letters may pass all the same; if they do "
        "not, please ask your provider.") },
  { KITTE_FINDING_RATE_LIMITED, N_ ("Too many messages in a short time."),
    N_ ("The provider limits how much can be sent. Please wait a while and try again.") },
};

static const Row not_sent = {
  KITTE_FINDING_TIMED_OUT,
  N_ ("The test message could not be sent."),
  N_ ("Your sending server did not answer as it should just now. Please wait a moment and try "
      "again."),
};

static const Row not_seen = {
  KITTE_FINDING_TIMED_OUT,
  N_ ("Kitte could not look into your mailbox."),
  N_ ("The test message was sent. Please look for it in your mail program, or let Kitte look "
      "again."),
};

/* A tenth of a second is as much as anybody wants to know. */
static char *
format_seconds (guint ms)
{
  return g_strdup_printf ("%.1f", ms / 1000.0);
}

/**
 * kitte_trial_describe_sending:
 *
 * Returns: (transfer full) (nullable): one sentence about the first half; %NULL before it began
 */
char *
kitte_trial_describe_sending (KitteTrial *self)
{
  g_autofree char *seconds = NULL;

  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  switch (kitte_trial_get_state (self))
    {
    case KITTE_TRIAL_NEW:
      return NULL;
    case KITTE_TRIAL_SENDING:
      return g_strdup (_ ("The test message is being sent…"));
    case KITTE_TRIAL_NOT_SENT:
      return g_strdup (_ ("The test message was not sent."));
    case KITTE_TRIAL_AWAITED:
    case KITTE_TRIAL_ARRIVED:
    case KITTE_TRIAL_ON_ITS_WAY:
    case KITTE_TRIAL_NOT_SEEN:
    default:
      seconds = format_seconds (kitte_trial_get_sent_ms (self));
      /* TRANSLATORS: %s is a number such as 1.3. */
      return g_strdup_printf (_ ("Sent after %s seconds"), seconds);
    }
}

/**
 * kitte_trial_describe_receiving:
 *
 * Returns: (transfer full) (nullable): one sentence about the second half; %NULL before it began
 */
char *
kitte_trial_describe_receiving (KitteTrial *self)
{
  g_autofree char *seconds = NULL;

  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  switch (kitte_trial_get_state (self))
    {
    case KITTE_TRIAL_AWAITED:
      return g_strdup (_ ("Kitte is waiting for it to arrive…"));
    case KITTE_TRIAL_ARRIVED:
      seconds = format_seconds (kitte_trial_get_arrived_ms (self));
      /* TRANSLATORS: %s is a number such as 1.3. */
      return g_strdup_printf (_ ("Arrived %s seconds later"), seconds);
    case KITTE_TRIAL_ON_ITS_WAY:
      return g_strdup (_ ("On its way"));
    case KITTE_TRIAL_NOT_SEEN:
      return g_strdup (_ ("The mailbox could not be looked into."));
    case KITTE_TRIAL_NEW:
    case KITTE_TRIAL_SENDING:
    case KITTE_TRIAL_NOT_SENT:
    default:
      return NULL;
    }
}

/**
 * kitte_trial_describe_rest:
 *
 * Returns: (transfer full) (nullable): where the message is now, once that is known
 */
char *
kitte_trial_describe_rest (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  if (kitte_trial_get_state (self) == KITTE_TRIAL_ON_ITS_WAY)
    return g_strdup (_ ("Some servers take their time. The message will come into your mailbox; if "
                        "it does not, look into the folder for junk mail too."));
  if (kitte_trial_get_state (self) != KITTE_TRIAL_ARRIVED)
    return NULL;
  return g_strdup (kitte_trial_get_removed (self) ?
                       _ ("Kitte has removed the test message from your mailbox again.") :
                       _ ("The test message is still in your mailbox, because the server does not "
                          "remove a single one. You may delete it."));
}

static const Row *
find_row (const KitteFinding *finding)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].code == finding->code)
      return &rows[i];
  return finding->code >= KITTE_FINDING_OFFLINE && finding->code <= KITTE_FINDING_REPLY_TOO_LONG ?
             &not_sent :
             NULL;
}

static GPtrArray *
make_remedies (gboolean sent)
{
  GPtrArray *remedies = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  g_ptr_array_add (remedies, kitte_remedy_new (KITTE_REMEDY_TRY_AGAIN,
                                               /* TRANSLATORS: buttons: about a test message. */
                                               sent ? _ ("Look again") : _ ("Send again"), NULL));
  return remedies;
}

/**
 * kitte_trial_diagnose:
 *
 * Returns: (transfer full) (nullable): why the message was not sent, or cannot be looked for, as a
 *   person reads it; %NULL where nothing failed
 */
KitteDiagnosis *
kitte_trial_diagnose (KitteTrial *self)
{
  gboolean sent;
  KitteFinding *finding;
  const Row *row;
  g_autoptr (KitteDiagnosis) check = NULL;

  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  finding = kitte_trial_get_finding (self);
  sent = kitte_trial_get_state (self) == KITTE_TRIAL_NOT_SEEN;
  if (finding == NULL)
    return NULL;
  row = sent ? &not_seen : find_row (finding);
  if (row != NULL)
    return kitte_diagnosis_new (_ (row->title), _ (row->text), make_remedies (sent));
  /* Another password, another server: nothing that a trial could carry out. */
  check = kitte_diagnosis_new_for_finding (finding, kitte_trial_get_server (self), NULL);
  return kitte_diagnosis_new (check->title, check->text, make_remedies (sent));
}
