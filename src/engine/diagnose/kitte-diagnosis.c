/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills a finding’s sentence with its facts and adds what would help. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-diagnosis.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-lockout-sentence.h"
#include "kitte-preset-offer.h"
#include "kitte-sentences.h"

G_DEFINE_BOXED_TYPE (KitteDiagnosis, kitte_diagnosis, kitte_diagnosis_ref, kitte_diagnosis_unref)

/* More names than these do not help anyone to recognise a server. */
#define MAX_NAMES_SHOWN 3

#define SECONDS_PER_MINUTE 60

/* What a button may do about a finding, the primary one first. */
static const struct
{
  KitteFindingCode first;
  KitteFindingCode last;
  KitteRemedyCode remedies[3];
  guint n_remedies;
} remedies_by_code[] = {
  { KITTE_FINDING_OFFLINE, KITTE_FINDING_CAPTIVE_PORTAL, { KITTE_REMEDY_TRY_AGAIN }, 1 },
  { KITTE_FINDING_NAME_NOT_FOUND, KITTE_FINDING_NAME_NOT_FOUND, { KITTE_REMEDY_ASK_PROVIDER }, 1 },
  { KITTE_FINDING_DNS_FAILURE,
    KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED,
    { KITTE_REMEDY_TRY_AGAIN, KITTE_REMEDY_ASK_PROVIDER },
    2 },
  { KITTE_FINDING_NO_GREETING,
    KITTE_FINDING_TOO_MANY_CONNECTIONS,
    { KITTE_REMEDY_TRY_AGAIN, KITTE_REMEDY_ASK_PROVIDER },
    2 },
  { KITTE_FINDING_PREAUTH_UNEXPECTED, KITTE_FINDING_TLS_TOO_OLD, { KITTE_REMEDY_ASK_PROVIDER }, 1 },
  { KITTE_FINDING_STARTTLS_REFUSED,
    KITTE_FINDING_STARTTLS_INJECTION,
    { KITTE_REMEDY_TRY_AGAIN, KITTE_REMEDY_ASK_PROVIDER },
    2 },
  { KITTE_FINDING_PLAINTEXT_ONLY, KITTE_FINDING_PLAINTEXT_ONLY, { KITTE_REMEDY_ANSWER_ASK }, 1 },
  { KITTE_FINDING_CLOCK_WRONG, KITTE_FINDING_CLOCK_WRONG, { KITTE_REMEDY_TRY_AGAIN }, 1 },
  { KITTE_FINDING_CERT_WRONG_HOST,
    KITTE_FINDING_CERT_REVOKED,
    { KITTE_REMEDY_ASK_PROVIDER, KITTE_REMEDY_TRY_AGAIN },
    2 },
  { KITTE_FINDING_AUTH_NOT_OFFERED,
    KITTE_FINDING_AUTH_NO_COMMON_METHOD,
    { KITTE_REMEDY_ASK_PROVIDER },
    1 },
  { KITTE_FINDING_AUTH_REJECTED,
    KITTE_FINDING_AUTH_REJECTED,
    { KITTE_REMEDY_RETYPE_PASSWORD, KITTE_REMEDY_OPEN_URL },
    2 },
  { KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED,
    KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED,
    { KITTE_REMEDY_OPEN_URL, KITTE_REMEDY_RETYPE_PASSWORD },
    2 },
  { KITTE_FINDING_AUTH_OAUTH_NEEDED,
    KITTE_FINDING_AUTH_OAUTH_NEEDED,
    { KITTE_REMEDY_OPEN_URL, KITTE_REMEDY_RETYPE_PASSWORD },
    2 },
  { KITTE_FINDING_AUTH_SERVICE_DISABLED,
    KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED,
    { KITTE_REMEDY_OPEN_URL, KITTE_REMEDY_TRY_AGAIN },
    2 },
  { KITTE_FINDING_AUTH_TEMPORARY_FAILURE,
    KITTE_FINDING_AUTH_TEMPORARY_FAILURE,
    { KITTE_REMEDY_TRY_AGAIN },
    1 },
  { KITTE_FINDING_AUTH_LOCKED_OUT,
    KITTE_FINDING_AUTH_LOCKED_OUT,
    { KITTE_REMEDY_WAIT, KITTE_REMEDY_TRY_AGAIN, KITTE_REMEDY_ASK_PROVIDER },
    3 },
  { KITTE_FINDING_AUTH_PLAINTEXT_REFUSED,
    KITTE_FINDING_ACCOUNT_DISABLED,
    { KITTE_REMEDY_ASK_PROVIDER },
    1 },
  { KITTE_FINDING_PASSWORD_EXPIRED,
    KITTE_FINDING_PASSWORD_EXPIRED,
    { KITTE_REMEDY_OPEN_URL, KITTE_REMEDY_RETYPE_PASSWORD },
    2 },
  { KITTE_FINDING_BUDGET_SPENT,
    KITTE_FINDING_BUDGET_SPENT,
    { KITTE_REMEDY_RETYPE_PASSWORD, KITTE_REMEDY_TRY_AGAIN, KITTE_REMEDY_WAIT },
    3 },
  { KITTE_FINDING_MAILBOX_IN_USE, KITTE_FINDING_MAILBOX_FULL, { KITTE_REMEDY_TRY_AGAIN }, 1 },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED,
    KITTE_FINDING_POP_BEFORE_SMTP_NEEDED,
    { KITTE_REMEDY_USE_SERVER, KITTE_REMEDY_ASK_PROVIDER },
    2 },
  { KITTE_FINDING_SIGN_IN_REQUIRED,
    KITTE_FINDING_SENDER_REFUSED,
    { KITTE_REMEDY_ASK_PROVIDER },
    1 },
};

static void
kitte_diagnosis_clear (KitteDiagnosis *self)
{
  g_free (self->title);
  g_free (self->text);
  g_ptr_array_unref (self->remedies);
}

static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* TRANSLATORS: a date as g_date_time_format () takes it; “17 March 2026” in English. */
  return local != NULL ? g_date_time_format (local, _ ("%-d %B %Y")) : g_strdup ("");
}

static char *
join_names (const KitteCertificateInfo *certificate)
{
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; certificate->names != NULL && certificate->names[i] != NULL; i++)
    if (i < MAX_NAMES_SHOWN)
      g_strv_builder_add (shown, certificate->names[i]);
  names = g_strv_builder_end (shown);
  /* TRANSLATORS: between the names in a list. */
  return g_strjoinv (_ (", "), names);
}

/* What a sentence may be filled with.
 *
 * @offer: (nullable): the provider that the check points to */
typedef struct
{
  const KitteFinding *finding;
  const KitteServer *server;
  const KitteProposal *proposal;
  const KittePresetOffer *offer;
} Facts;

/* Returns: (transfer full) (nullable): a fact about the provider that is offered */
static char *
value_of_offer (const char *key, const KittePresetOffer *offer)
{
  GPtrArray *asks = offer->proposal->asks;

  if (g_str_equal (key, "preset"))
    return g_strdup (offer->proposal->provider_name);
  if (g_str_equal (key, "ended"))
    return g_strdup (offer->proposal->no_access);
  if (g_str_equal (key, "ask") && asks->len > 0)
    return g_strdup (((const KitteAsk *) asks->pdata[0])->label);
  return NULL;
}

static char *
value_of (const char *key, const Facts *facts)
{
  const KitteFinding *finding = facts->finding;
  const KitteServer *server = facts->server;
  const KitteProposal *proposal = facts->proposal;
  const KitteCertificateInfo *certificate = finding->certificate;
  char *offered = facts->offer != NULL ? value_of_offer (key, facts->offer) : NULL;

  if (offered != NULL)
    return offered;
  if (g_str_equal (key, "host"))
    return g_strdup (server != NULL          ? server->host :
                     proposal != NULL        ? proposal->address->display_domain :
                     finding->detail != NULL ? finding->detail :
                                               "");
  if (g_str_equal (key, "port"))
    return g_strdup_printf ("%u", server != NULL ? server->port : 0);
  if (g_str_equal (key, "provider"))
    return g_strdup (proposal != NULL && proposal->provider_name != NULL ?
                         proposal->provider_name :
                         /* TRANSLATORS: stands where the provider’s name is not known. */
                         _ ("Your provider"));
  if (g_str_equal (key, "address"))
    return g_strdup (proposal != NULL ? proposal->address->display : "");
  if (g_str_equal (key, "names") && certificate != NULL)
    return join_names (certificate);
  if (g_str_equal (key, "issuer") && certificate != NULL && certificate->issuer != NULL)
    return g_strdup (certificate->issuer);
  if (g_str_equal (key, "date") && certificate != NULL)
    return format_date (finding->code == KITTE_FINDING_CERT_EXPIRED ? certificate->not_after :
                                                                      certificate->not_before);
  if (g_str_equal (key, "today") && certificate != NULL)
    return format_date (certificate->judged);
  if (g_str_equal (key, "from") && certificate != NULL)
    return format_date (certificate->not_before);
  if (g_str_equal (key, "until") && certificate != NULL)
    return format_date (certificate->not_after);
  if (g_str_equal (key, "other_port") && finding->instead != NULL)
    return g_strdup_printf ("%u", finding->instead->port);
  if (g_str_equal (key, "wait") && finding->seconds == 0)
    /* TRANSLATORS: stands for a time that is not known exactly. */
    return g_strdup (_ ("some minutes"));
  if (g_str_equal (key, "wait"))
    return kitte_duration_phrase (
        MAX (1, (finding->seconds + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE));
  if (g_str_equal (key, "detail") && finding->detail != NULL)
    return g_strdup (finding->detail);
  /* TRANSLATORS: stands in a sentence for a fact that the server did not tell. */
  return g_strdup (_ ("something unknown"));
}

/* One pass from left to right: what a server said is never looked at for placeholders. */
static char *
fill (const char *sentence, const Facts *facts)
{
  g_autoptr (GString) filled = g_string_new (NULL);
  const char *rest = sentence;

  for (const char *open = strchr (rest, '{'); open != NULL; open = strchr (rest, '{'))
    {
      const char *close = strchr (open, '}');
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (close == NULL)
        break;
      key = g_strndup (open + 1, (gsize) (close - open - 1));
      value = value_of (key, facts);
      g_string_append_len (filled, rest, open - rest);
      g_string_append (filled, value);
      rest = close + 1;
    }
  g_string_append (filled, rest);
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/* After these a sign-in is sent again only on the person’s word that something has changed. */
static gboolean
wants_a_word (KitteFindingCode code)
{
  return code == KITTE_FINDING_AUTH_SERVICE_DISABLED ||
         code == KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED || code == KITTE_FINDING_AUTH_LOCKED_OUT ||
         code == KITTE_FINDING_BUDGET_SPENT;
}

static const char *
label_of_trying_again (KitteFindingCode finding)
{
  if (finding == KITTE_FINDING_AUTH_SERVICE_DISABLED)
    /* TRANSLATORS: a button: the person has allowed mail programs at the provider. */
    return _ ("I have switched it on");
  if (finding == KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED)
    /* TRANSLATORS: a button: the person has signed in on the provider’s page. */
    return _ ("I have done that");
  if (finding == KITTE_FINDING_CLOCK_WRONG)
    /* TRANSLATORS: a button: the person has set the clock of the computer. */
    return _ ("The clock is right now, try again");
  if (wants_a_word (finding))
    /* TRANSLATORS: a button: the person has reset the password or changed a setting at the
     * provider, or the lock is over. */
    return _ ("Something has changed, try again now");
  /* TRANSLATORS: a button. */
  return _ ("Try again");
}

static const char *
label_of (KitteRemedyCode code, KitteFindingCode finding)
{
  switch (code)
    {
    case KITTE_REMEDY_USE_SERVER:
      /* TRANSLATORS: a button: take the other server or port that was found to work. */
      return _ ("Use this server");
    case KITTE_REMEDY_ANSWER_ASK:
      /* TRANSLATORS: a button: the person has read the warning and goes on all the same. */
      return _ ("I understand, continue");
    case KITTE_REMEDY_OPEN_URL:
      /* TRANSLATORS: a button: opens a page of the provider in the web browser. */
      return _ ("Open the provider’s page");
    case KITTE_REMEDY_RETYPE_PASSWORD:
      /* TRANSLATORS: a button: goes back to the password field. */
      return _ ("Type the password again");
    case KITTE_REMEDY_TRY_AGAIN:
      return label_of_trying_again (finding);
    case KITTE_REMEDY_WAIT:
      /* TRANSLATORS: a button: close for now and come back later. */
      return _ ("Wait and try later");
    case KITTE_REMEDY_ASK_PROVIDER:
      /* TRANSLATORS: a button: shows how to reach the provider. */
      return _ ("Ask the provider");
    case KITTE_REMEDY_USE_PRESET:
    default:
      g_return_val_if_reached ("");
    }
}

/* How long to wait, where that is known. */
static char *
find_seconds (const KitteFinding *finding, const KitteProposal *proposal)
{
  guint seconds = finding->seconds;

  if (seconds == 0 && finding->code == KITTE_FINDING_AUTH_LOCKED_OUT && proposal != NULL &&
      proposal->lockout.published)
    seconds = proposal->lockout.minutes * SECONDS_PER_MINUTE;
  return seconds > 0 ? g_strdup_printf ("%u", seconds) : NULL;
}

/* Returns: (nullable): the page on which the provider helps */
static const char *
find_help_page (const KitteProposal *proposal)
{
  for (guint i = 0;
       proposal != NULL && kitte_proposal_names_contact (proposal) && i < proposal->hints->len; i++)
    {
      const KitteHint *hint = g_ptr_array_index (proposal->hints, i);

      if (g_str_equal (hint->code, "contact") && hint->url != NULL)
        return hint->url;
    }
  return NULL;
}

/* What carrying a remedy out needs; a remedy that lacks it is left out. */
static gboolean
find_value (KitteRemedyCode code,
            const KitteFinding *finding,
            const KitteServer *server,
            const KitteProposal *proposal,
            char **value)
{
  switch (code)
    {
    case KITTE_REMEDY_OPEN_URL:
      *value = g_strdup (proposal != NULL ? proposal->credential_url : NULL);
      return *value != NULL;
    case KITTE_REMEDY_ANSWER_ASK:
      *value = g_strdup_printf (KITTE_ASK_CLEARTEXT "=%s", server != NULL ? server->host : "");
      return server != NULL;
    case KITTE_REMEDY_WAIT:
      *value = find_seconds (finding, proposal);
      return TRUE;
    case KITTE_REMEDY_TRY_AGAIN:
      *value = wants_a_word (finding->code) ? g_strdup ("changed=yes") : NULL;
      return TRUE;
    case KITTE_REMEDY_USE_SERVER:
      /* What was found to be ready just now is offered already. */
      *value = finding->instead == NULL && proposal != NULL && proposal->provider_outgoing != NULL ?
                   kitte_server_to_url (proposal->provider_outgoing) :
                   NULL;
      return *value != NULL;
    case KITTE_REMEDY_ASK_PROVIDER:
      *value = g_strdup (find_help_page (proposal));
      return TRUE;
    case KITTE_REMEDY_USE_PRESET:
    case KITTE_REMEDY_RETYPE_PASSWORD:
    default:
      *value = NULL;
      return TRUE;
    }
}

/* The person’s yes to the provider’s name; the preset’s own servers are then checked anew. */
static KitteRemedy *
make_use_preset (const KittePresetOffer *offer)
{
  /* TRANSLATORS: a button, the answer to “Is your mail at %s?”; %s is a provider’s name. */
  g_autofree char *label =
      g_strdup_printf (_ ("Yes, my mail is at %s"), offer->proposal->provider_name);

  return kitte_remedy_new (KITTE_REMEDY_USE_PRESET, label, offer->proposal->provider_id);
}

static GPtrArray *
find_remedies (const KitteFinding *finding,
               const KitteServer *server,
               const KitteProposal *proposal,
               const KittePresetOffer *offer)
{
  GPtrArray *remedies = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_remedy_unref);

  if (offer != NULL && kitte_preset_offer_can_be_used (offer))
    g_ptr_array_add (remedies, make_use_preset (offer));
  if (finding->instead != NULL)
    {
      g_autofree char *url = kitte_server_to_url (finding->instead);

      g_ptr_array_add (remedies,
                       kitte_remedy_new (KITTE_REMEDY_USE_SERVER,
                                         label_of (KITTE_REMEDY_USE_SERVER, finding->code), url));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (remedies_by_code); i++)
    {
      if (finding->code < remedies_by_code[i].first || finding->code > remedies_by_code[i].last)
        continue;
      for (guint j = 0; j < remedies_by_code[i].n_remedies; j++)
        {
          KitteRemedyCode code = remedies_by_code[i].remedies[j];
          g_autofree char *value = NULL;

          if (find_value (code, finding, server, proposal, &value))
            g_ptr_array_add (remedies,
                             kitte_remedy_new (code, label_of (code, finding->code), value));
        }
      break;
    }
  return remedies;
}

/* @more is (transfer full) (nullable): whole sentences. */
static void
append (KitteDiagnosis *self, char *more)
{
  g_autofree char *first = NULL;
  g_autofree char *second = more;

  if (second == NULL)
    return;
  first = g_steal_pointer (&self->text);
  /* TRANSLATORS: two texts of whole sentences, one behind the other. */
  self->text = g_strdup_printf (C_ ("sentences", "%s %s"), first, second);
}

static KitteDiagnosis *
make (const KitteFinding *finding,
      KitteSentenceRole role,
      const KitteServer *server,
      const KitteProposal *proposal,
      const KittePresetOffer *offer)
{
  gboolean before_sign_in = role != KITTE_SENTENCE_EXPLAINED && role != KITTE_SENTENCE_SIGNING_IN;
  const KitteSentence *placed =
      before_sign_in ? kitte_sentence_find_placed (finding->code, finding->place) : NULL;
  const KitteSentence *sentence =
      placed != NULL ? placed : kitte_sentence_find (finding->code, role);
  const Facts facts = { finding, server, proposal, offer };
  const char *more;
  KitteDiagnosis *self;

  g_return_val_if_fail (sentence != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteDiagnosis);
  self->title = fill (_ (offer != NULL ? offer->title : sentence->title), &facts);
  self->text = fill (_ (offer != NULL ? offer->text : sentence->text), &facts);
  more = offer == NULL ? kitte_sentence_find_more (finding->code, finding->detail) : NULL;
  if (more != NULL)
    append (self, fill (_ (more), &facts));
  if (finding->code == KITTE_FINDING_AUTH_LOCKED_OUT || finding->code == KITTE_FINDING_BUDGET_SPENT)
    append (self, kitte_lockout_sentence (proposal));
  if (finding->instead != NULL)
    append (
        self,
        /* TRANSLATORS: said behind what is wrong with another port; {other_port} is a number. */
        fill (_ ("On port {other_port} the same server is ready for signing in, with encryption."),
              &facts));
  self->remedies = find_remedies (finding, server, proposal, offer);
  return self;
}

static KitteSentenceRole
role_of (const KitteFinding *finding, const KitteServer *server)
{
  if (g_strcmp0 (finding->detail, KITTE_DETAIL_SIGNING_IN) == 0)
    return KITTE_SENTENCE_SIGNING_IN;
  if (server == NULL)
    return KITTE_SENTENCE_EITHER;
  return kitte_server_is_incoming (server) ? KITTE_SENTENCE_RECEIVING : KITTE_SENTENCE_SENDING;
}

/**
 * kitte_diagnosis_new:
 * @remedies: (transfer full) (element-type KitteRemedy): what helps, the best first
 *
 * For what a room says in sentences of its own.
 *
 * Returns: (transfer full): a diagnosis
 */
KitteDiagnosis *
kitte_diagnosis_new (const char *title, const char *text, GPtrArray *remedies)
{
  KitteDiagnosis *self;

  g_return_val_if_fail (title != NULL && text != NULL && remedies != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteDiagnosis);
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->remedies = remedies;
  return self;
}

/**
 * kitte_diagnosis_new_for_finding:
 * @server: (nullable): the server the finding is about
 * @proposal: (nullable): where the settings came from
 *
 * Returns: (transfer full): what a person reads about @finding, in the person’s language
 */
KitteDiagnosis *
kitte_diagnosis_new_for_finding (const KitteFinding *finding,
                                 const KitteServer *server,
                                 const KitteProposal *proposal)
{
  g_return_val_if_fail (finding != NULL, NULL);

  return make (finding, role_of (finding, server), server, proposal, NULL);
}

/**
 * kitte_diagnosis_new_for_check:
 * @server: the server the finding is about
 * @proposal: where the settings came from
 * @catalogue: the presets among which the provider may be recognised
 *
 * As kitte_diagnosis_new_for_finding(), but where the evidence points to a provider that came with
 * the program, the person is asked about that one, and using its preset is the first remedy.
 *
 * Returns: (transfer full): what a person reads about @finding, in the person’s language
 */
KitteDiagnosis *
kitte_diagnosis_new_for_check (const KitteFinding *finding,
                               const KitteServer *server,
                               const KitteProposal *proposal,
                               KitteCatalogue *catalogue)
{
  g_autoptr (KittePresetOffer) offer = NULL;

  g_return_val_if_fail (finding != NULL && server != NULL && proposal != NULL, NULL);

  offer = kitte_preset_offer_find (catalogue, finding, server, proposal);
  return make (finding, role_of (finding, server), server, proposal, offer);
}

/**
 * kitte_diagnosis_new_explained:
 *
 * For what another program or a notice said: Kitte has tried nothing.
 *
 * Returns: (transfer full): what a person reads about @code, in the person’s language
 */
KitteDiagnosis *
kitte_diagnosis_new_explained (KitteFindingCode code)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new (code, NULL);

  return make (finding, KITTE_SENTENCE_EXPLAINED, NULL, NULL, NULL);
}

KitteDiagnosis *
kitte_diagnosis_ref (KitteDiagnosis *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_diagnosis_unref (KitteDiagnosis *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_diagnosis_clear);
}
