/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure rules over answers that are there already. Nobody is blamed without evidence: where it does
 * not suffice, a finding stays what it was. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-verdict.h"

#define SECONDS_PER_DAY (24 * 60 * 60)

/* So many servers of unrelated owners must show certificates that are off in the same direction. */
#define CLOCK_WITNESSES 2

/**
 * kitte_verdict_is_unreachable:
 *
 * Returns: whether there was no connection at all, although the name was found
 */
gboolean
kitte_verdict_is_unreachable (const KitteFinding *finding, gboolean connected)
{
  return !connected &&
         (finding->code == KITTE_FINDING_TIMED_OUT || finding->code == KITTE_FINDING_REFUSED ||
          finding->code == KITTE_FINDING_RESET);
}

/**
 * kitte_verdict_wants_another_port:
 *
 * Returns: whether the same host may have at another port what was missed at this one. After an
 *   injection or with a wrong certificate nothing is looked for: someone may be in between
 */
gboolean
kitte_verdict_wants_another_port (const KitteServer *server, const KitteFinding *finding)
{
  switch ((int) finding->code)
    {
    case KITTE_FINDING_NO_GREETING:
    case KITTE_FINDING_NOT_THIS_PROTOCOL:
    case KITTE_FINDING_TLS_NOT_OFFERED:
    case KITTE_FINDING_TLS_ON_PLAIN_PORT:
    case KITTE_FINDING_TLS_HANDSHAKE_FAILED:
    case KITTE_FINDING_STARTTLS_REFUSED:
    case KITTE_FINDING_PLAINTEXT_ONLY:
    case KITTE_FINDING_AUTH_PLAINTEXT_REFUSED:
      return TRUE;
    case KITTE_FINDING_AUTH_NOT_OFFERED:
      return server->protocol == KITTE_PROTOCOL_SMTP;
    default:
      return FALSE;
    }
}

/**
 * kitte_verdict_misses_starttls:
 *
 * Returns: whether encryption was to begin in the middle, and was not to be had
 */
gboolean
kitte_verdict_misses_starttls (const KitteServer *server, const KitteFinding *finding)
{
  return server->security == KITTE_SECURITY_STARTTLS &&
         (finding->code == KITTE_FINDING_TLS_NOT_OFFERED ||
          finding->code == KITTE_FINDING_STARTTLS_REFUSED);
}

gboolean
kitte_verdict_is_about_time (const KitteFinding *finding)
{
  return finding->code == KITTE_FINDING_CERT_EXPIRED ||
         finding->code == KITTE_FINDING_CERT_NOT_YET_VALID;
}

/**
 * kitte_verdict_is_web_page:
 *
 * Returns: whether a web server answered at a mail port
 */
gboolean
kitte_verdict_is_web_page (const KitteFinding *finding)
{
  if (finding->code == KITTE_FINDING_NOT_THIS_PROTOCOL)
    return g_strcmp0 (finding->detail, "HTTP") == 0;
  return finding->code == KITTE_FINDING_TLS_ON_PLAIN_PORT && finding->evidence[0] != NULL &&
         g_str_has_prefix (finding->evidence[0], "HTTP/");
}

/**
 * kitte_verdict_clock_is_behind:
 *
 * Returns: whether a certificate’s time has not begun by a clock that shows a day before the
 *   program was built. An expired certificate is expired all the more when such a clock is set
 */
gboolean
kitte_verdict_clock_is_behind (const KitteFinding *finding, gint64 built)
{
  return finding->code == KITTE_FINDING_CERT_NOT_YET_VALID && finding->certificate != NULL &&
         finding->certificate->judged < built - SECONDS_PER_DAY;
}

static guint
count (GPtrArray *knocks, KitteKnockAnswer at_least)
{
  guint n = 0;

  for (guint i = 0; i < knocks->len; i++)
    if (kitte_knock_get_answer (knocks->pdata[i]) >= at_least)
      n++;
  return n;
}

/* Whether somebody was asked, and nobody let a connection through. */
static gboolean
all_shut (GPtrArray *knocks)
{
  guint shut = 0;

  for (guint i = 0; i < knocks->len; i++)
    {
      KitteKnockAnswer answer = kitte_knock_get_answer (knocks->pdata[i]);

      if (answer >= KITTE_KNOCK_OPEN)
        return FALSE;
      if (answer == KITTE_KNOCK_SILENT || answer == KITTE_KNOCK_TURNED_AWAY)
        shut++;
    }
  return shut > 0;
}

static KitteServer *
find_instead (const KitteAnswers *answers)
{
  for (guint i = 0; i < answers->instead->len; i++)
    if (kitte_knock_get_answer (answers->instead->pdata[i]) == KITTE_KNOCK_READY)
      return kitte_knock_get_server (answers->instead->pdata[i]);
  return NULL;
}

static KitteFinding *
refine (const KitteFinding *finding,
        KitteFindingCode code,
        KittePlace place,
        const char *detail,
        const KitteAnswers *answers)
{
  GPtrArray *lists[] = { answers->instead, answers->same, answers->mail, answers->web };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) evidence = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; j < lists[i]->len; j++)
      {
        g_autofree char *line = kitte_knock_describe (lists[i]->pdata[j]);

        g_strv_builder_add (builder, line);
      }
  evidence = g_strv_builder_end (builder);
  return kitte_finding_refine (finding, code, place, (const char *const *) evidence, detail,
                               find_instead (answers));
}

/* The network wants a sign-in of its own where the desktop says so, or where a web server answers
 * at the mail ports of servers that have nothing to do with each other. */
static gboolean
is_captive (const KitteFinding *finding, gboolean connected, const KitteAnswers *answers)
{
  gboolean could_be =
      kitte_verdict_is_unreachable (finding, connected) ||
      (finding->code >= KITTE_FINDING_OFFLINE && finding->code <= KITTE_FINDING_NO_GREETING) ||
      finding->code == KITTE_FINDING_NOT_THIS_PROTOCOL ||
      finding->code == KITTE_FINDING_TLS_ON_PLAIN_PORT ||
      finding->code == KITTE_FINDING_TLS_HANDSHAKE_FAILED ||
      kitte_finding_code_is_certificate (finding->code);

  if (could_be && answers->connectivity == G_NETWORK_CONNECTIVITY_PORTAL)
    return TRUE;
  for (guint i = 0; kitte_verdict_is_web_page (finding) && i < answers->same->len; i++)
    {
      const KitteFinding *other = kitte_knock_get_finding (answers->same->pdata[i]);

      if (other != NULL && kitte_verdict_is_web_page (other))
        return TRUE;
    }
  return FALSE;
}

static KitteFinding *
judge_relay_port (const KitteFinding *finding, const KitteAnswers *answers)
{
  gboolean others_open = count (answers->same, KITTE_KNOCK_OPEN) > 0;
  gboolean others_shut = all_shut (answers->same);
  gboolean host_open = count (answers->instead, KITTE_KNOCK_OPEN) > 0;

  if (host_open)
    return refine (finding, KITTE_FINDING_PORT_25_BLOCKED,
                   others_shut ? KITTE_PLACE_LINE :
                   others_open ? KITTE_PLACE_HOST :
                                 KITTE_PLACE_UNKNOWN,
                   NULL, answers);
  if (others_shut && count (answers->mail, KITTE_KNOCK_OPEN) > 0)
    return refine (finding, KITTE_FINDING_PORT_25_BLOCKED, KITTE_PLACE_LINE, NULL, answers);
  return NULL;
}

static KitteFinding *
judge_unreachable (const KitteServer *server,
                   const KitteFinding *finding,
                   const KitteAnswers *answers,
                   const KitteSurroundings *surroundings)
{
  gboolean nothing_of_host = count (answers->instead, KITTE_KNOCK_OPEN) == 0;
  KitteFinding *relay = NULL;

  if (server->protocol == KITTE_PROTOCOL_SMTP && server->port == surroundings->relay_port)
    relay = judge_relay_port (finding, answers);
  if (relay != NULL)
    return relay;
  if (nothing_of_host && all_shut (answers->same) && all_shut (answers->mail) &&
      count (answers->web, KITTE_KNOCK_OPEN) > 0)
    return refine (finding, KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED, KITTE_PLACE_LINE, NULL, answers);
  return refine (finding, finding->code,
                 count (answers->same, KITTE_KNOCK_OPEN) > 0 ? KITTE_PLACE_HOST :
                                                               KITTE_PLACE_UNKNOWN,
                 NULL, answers);
}

/* What a stranger’s server makes of STARTTLS here: 1: it begins; -1: it is missing there as well;
 * 0: nobody knows. */
static int
compare_starttls (const KitteAnswers *answers)
{
  for (guint i = 0; i < answers->same->len; i++)
    {
      const KitteKnock *knock = answers->same->pdata[i];
      const KitteServer *server = kitte_knock_get_server (knock);
      const KitteFinding *other = kitte_knock_get_finding (knock);

      if (server->security != KITTE_SECURITY_STARTTLS)
        continue;
      if (kitte_knock_get_answer (knock) == KITTE_KNOCK_READY)
        return 1;
      if (other != NULL && kitte_verdict_misses_starttls (server, other))
        return -1;
    }
  return 0;
}

/* The offer was overwritten; or nobody’s server makes one here; or this one is known to make it and
 * nothing speaks against the line. */
static gboolean
is_stripped (const KitteServer *server, const KitteFinding *finding, const KitteAnswers *answers)
{
  int others = compare_starttls (answers);

  if (finding->place == KITTE_PLACE_LINE)
    return TRUE;
  return kitte_verdict_misses_starttls (server, finding) &&
         (others < 0 || (others == 0 && answers->promised));
}

/* “None” was asked for and TLS is there after all: that is not a server without encryption. */
static KitteFinding *
judge_other_port (const KitteServer *server,
                  const KitteFinding *finding,
                  const KitteAnswers *answers)
{
  gboolean found = find_instead (answers) != NULL;

  if (is_stripped (server, finding, answers))
    return refine (finding, KITTE_FINDING_TLS_NOT_OFFERED, KITTE_PLACE_LINE, NULL, answers);
  return refine (finding,
                 finding->code == KITTE_FINDING_PLAINTEXT_ONLY && found ?
                     KITTE_FINDING_TLS_NOT_OFFERED :
                     finding->code,
                 KITTE_PLACE_UNKNOWN, NULL, answers);
}

/* Several authorities’ certificates are not all wrong on the same day; one that is right by this
 * clock shows that the clock is. */
static gboolean
clock_is_wrong (const KitteFinding *finding, const KitteAnswers *answers)
{
  const char *issuer = finding->certificate != NULL ? finding->certificate->issuer : NULL;
  gboolean several_issuers = FALSE;
  guint n_off = 0;

  for (guint i = 0; i < answers->same->len; i++)
    {
      const KitteFinding *other = kitte_knock_get_finding (answers->same->pdata[i]);

      if (kitte_knock_get_answer (answers->same->pdata[i]) == KITTE_KNOCK_READY)
        return FALSE;
      if (other == NULL || other->code != finding->code || other->certificate == NULL)
        continue;
      n_off++;
      several_issuers |= g_strcmp0 (other->certificate->issuer, issuer) != 0;
    }
  return n_off >= CLOCK_WITNESSES && several_issuers;
}

static KitteFinding *
judge_time (const KitteFinding *finding,
            const KitteAnswers *answers,
            const KitteSurroundings *surroundings)
{
  gboolean wrong = kitte_verdict_clock_is_behind (finding, surroundings->built) ||
                   clock_is_wrong (finding, answers);

  return refine (finding, wrong ? KITTE_FINDING_CLOCK_WRONG : finding->code,
                 count (answers->same, KITTE_KNOCK_READY) > 0 ? KITTE_PLACE_HOST :
                                                                KITTE_PLACE_UNKNOWN,
                 NULL, answers);
}

/* A virus scanner or a company’s network that signs in the place of every server. */
static KitteFinding *
judge_stranger (const KitteFinding *finding, const KitteAnswers *answers)
{
  const char *issuer = finding->certificate != NULL ? finding->certificate->issuer : NULL;
  KittePlace place = KITTE_PLACE_UNKNOWN;

  for (guint i = 0; i < answers->same->len; i++)
    {
      const KitteFinding *other = kitte_knock_get_finding (answers->same->pdata[i]);

      if (issuer != NULL && other != NULL && other->code == finding->code &&
          other->certificate != NULL && g_strcmp0 (other->certificate->issuer, issuer) == 0)
        place = KITTE_PLACE_LINE;
    }
  return refine (finding, finding->code, place, NULL, answers);
}

static KitteFinding *
judge_version (const KitteFinding *finding, const KitteAnswers *answers)
{
  for (guint i = 0; i < answers->old_tls->len; i++)
    {
      const KitteFinding *other = kitte_knock_get_finding (answers->old_tls->pdata[i]);

      if (other != NULL && other->code == KITTE_FINDING_TLS_TOO_OLD && other->detail != NULL)
        return refine (finding, finding->code, finding->place, other->detail, answers);
    }
  return kitte_finding_ref ((KitteFinding *) finding);
}

/**
 * kitte_verdict_reach:
 * @finding: what the server’s own connection came to
 * @connected: whether there was a connection
 *
 * Returns: (transfer full): the finding as it is to be told
 */
KitteFinding *
kitte_verdict_reach (const KitteServer *server,
                     const KitteFinding *finding,
                     gboolean connected,
                     const KitteAnswers *answers,
                     const KitteSurroundings *surroundings)
{
  if (is_captive (finding, connected, answers))
    return refine (finding, KITTE_FINDING_CAPTIVE_PORTAL, KITTE_PLACE_LINE, NULL, answers);
  if (kitte_verdict_is_unreachable (finding, connected))
    return judge_unreachable (server, finding, answers, surroundings);
  if (kitte_verdict_is_about_time (finding))
    return judge_time (finding, answers, surroundings);
  if (finding->code == KITTE_FINDING_CERT_UNKNOWN_CA)
    return judge_stranger (finding, answers);
  if (finding->code == KITTE_FINDING_TLS_TOO_OLD)
    return judge_version (finding, answers);
  if (kitte_verdict_wants_another_port (server, finding))
    return judge_other_port (server, finding, answers);
  return kitte_finding_ref ((KitteFinding *) finding);
}
