/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line for each box that people were once told to find by hand. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-deeds.h"

#include <glib/gi18n-lib.h>

#include "kitte-repair-private.h"

static const char *
name_security (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_TLS:
      return "SSL/TLS";
    case KITTE_SECURITY_STARTTLS:
      return "STARTTLS";
    case KITTE_SECURITY_NONE:
    default:
      /* TRANSLATORS: the kind of encryption, where there is none. */
      return C_ ("encryption", "none");
    }
}

static const char *
name_method (KitteSignIn sign_in)
{
  switch (sign_in)
    {
    case KITTE_SIGN_IN_PASSWORD:
      /* TRANSLATORS: how a mail program signs in; the ordinary way. */
      return C_ ("sign-in", "ordinary password");
    case KITTE_SIGN_IN_ENCRYPTED:
      /* TRANSLATORS: how a mail program signs in: APOP, CRAM-MD5. */
      return C_ ("sign-in", "encrypted password");
    case KITTE_SIGN_IN_NTLM:
      /* TRANSLATORS: how a mail program signs in; Microsoft’s own way, “secure password
       * authentication”. */
      return C_ ("sign-in", "secure password (SPA)");
    case KITTE_SIGN_IN_OAUTH2:
      /* TRANSLATORS: how a mail program signs in. */
      return C_ ("sign-in", "sign-in page of the provider");
    case KITTE_SIGN_IN_SCRAM:
      return "SCRAM";
    case KITTE_SIGN_IN_KERBEROS:
      return "Kerberos";
    case KITTE_SIGN_IN_AUTOMATIC:
      /* TRANSLATORS: how a mail program signs in: as the server offers it. */
      return C_ ("sign-in", "automatic");
    case KITTE_SIGN_IN_NONE:
    case KITTE_SIGN_IN_POP_BEFORE_SMTP:
      /* TRANSLATORS: how a mail program signs in: not at all. */
      return C_ ("sign-in", "none");
    case KITTE_SIGN_IN_CERTIFICATE:
    case KITTE_SIGN_IN_UNKNOWN:
    default:
      /* TRANSLATORS: how a mail program signs in: in a way that Kitte does not know. */
      return C_ ("sign-in", "another way");
    }
}

/* The lines; the first two of each are for receiving and for sending. */
static const struct
{
  const char *what;
  const char *label[2];
} lines[] = {
  /* TRANSLATORS: names of settings, as provider pages call them. */
  { "host", { N_ ("Receiving server"), N_ ("Sending server") } },
  { "port", { N_ ("Port for receiving"), N_ ("Port for sending") } },
  { "security", { N_ ("Encryption for receiving"), N_ ("Encryption for sending") } },
  { "username", { N_ ("User name for receiving"), N_ ("User name for sending") } },
  { "method", { N_ ("Sign-in for receiving"), N_ ("Sign-in for sending") } },
  { "smtp-auth", { NULL, N_ ("SMTP authentication (SMTP AUTH)") } },
  { "pop-before-smtp", { NULL, N_ ("POP before SMTP") } },
  { "tls-version",
    { N_ ("Kind of encryption for receiving"), N_ ("Kind of encryption for sending") } },
  { "certificate",
    { N_ ("Check of the certificate for receiving"),
      N_ ("Check of the certificate for sending") } },
  { "receive-first", { NULL, N_ ("POP before SMTP") } },
  { "fetch-at-start", { N_ ("Fetching mail when the program starts"), NULL } },
  { "fetch-every", { N_ ("Fetching mail by itself"), NULL } },
  { "leave-on-server", { N_ ("Fetched mail stays on the server"), NULL } },
  { "password", { N_ ("Password for receiving"), N_ ("Password for sending") } },
};

static const char *
find_label (const char *what, gboolean incoming)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (g_str_equal (lines[i].what, what))
      return _ (lines[i].label[incoming ? 0 : 1]);
  g_assert_not_reached ();
}

static void
add (GPtrArray *deeds, const char *what, gboolean incoming, const char *from, const char *to)
{
  const char *label = find_label (what, incoming);
  KitteDeed *deed = g_new0 (KitteDeed, 1);

  deed->what = g_strdup (what);
  deed->incoming = incoming;
  deed->from = g_strdup (from);
  deed->to = g_strdup (to);
  deed->text =
      from != NULL ?
          /* TRANSLATORS: what was changed: the name of a setting, what it was, what it is. */
          g_strdup_printf (_ ("%1$s: %2$s → %3$s"), label, from, to) :
          /* TRANSLATORS: what was changed: the name of a setting, and what it is now. */
          g_strdup_printf (_ ("%1$s: %2$s"), label, to);
  g_ptr_array_add (deeds, deed);
}

static void
add_if_other (GPtrArray *deeds,
              const char *what,
              gboolean incoming,
              const char *from,
              const char *to)
{
  if (to != NULL && g_strcmp0 (from, to) != 0)
    add (deeds, what, incoming, from, to);
}

static void
add_method (GPtrArray *deeds,
            const KitteExistingServer *present,
            const KitteServer *server,
            gboolean incoming)
{
  KitteSignIn before = present != NULL ? present->sign_in : KITTE_SIGN_IN_UNKNOWN;
  KitteSignIn after = kitte_sign_in_of_server (server);

  if (before != after && before != KITTE_SIGN_IN_UNKNOWN && before != KITTE_SIGN_IN_AUTOMATIC)
    add (deeds, "method", incoming, name_method (before), name_method (after));
}

static void
add_server (GPtrArray *deeds,
            const KitteServer *before,
            const KitteExistingServer *present,
            const KitteServer *after)
{
  gboolean incoming = kitte_server_is_incoming (after);
  g_autofree char *old_port = g_strdup_printf ("%u", before != NULL ? before->port : 0);
  g_autofree char *new_port = g_strdup_printf ("%u", after->port);

  add_if_other (deeds, "host", incoming, before != NULL ? before->host : NULL, after->host);
  add_if_other (deeds, "port", incoming, before != NULL ? old_port : NULL, new_port);
  add_if_other (deeds, "security", incoming,
                before != NULL ? name_security (before->security) : NULL,
                name_security (after->security));
  add_if_other (deeds, "username", incoming, before != NULL ? before->username : NULL,
                after->username);
  if (incoming)
    add_method (deeds, present, after, TRUE);
}

static gboolean
signs_in (const KitteServer *server)
{
  return server != NULL && !kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE);
}

/* Without a sign-in of its own, sending worked because receiving had opened the door, or because
 * the line was the provider’s: in both cases that is over. */
static void
add_sign_in (GPtrArray *deeds, const KitteRepairAccount *account, const KitteServer *outgoing)
{
  const KitteExistingServer *present = account->existing->sending;

  if (signs_in (outgoing) && !signs_in (account->existing->outgoing))
    /* TRANSLATORS: a setting that is switched on. */
    add (deeds, "smtp-auth", FALSE, NULL, C_ ("setting", "on"));
  else
    add_method (deeds, present, outgoing, FALSE);
  if (signs_in (outgoing) &&
      ((present != NULL && present->sign_in == KITTE_SIGN_IN_POP_BEFORE_SMTP) ||
       kitte_judgement_has (account->judgement, "pop-before-smtp")))
    /* TRANSLATORS: a setting that is switched off. */
    add (deeds, "pop-before-smtp", FALSE, NULL, C_ ("setting", "off"));
}

static void
add_fetching (GPtrArray *deeds, const KitteRepairAccount *account, const KitteCure *cure)
{
  const KitteExistingAccount *existing = account->existing;
  g_autofree char *interval = NULL;

  if (cure->fetch_minutes == 0 || existing->incoming == NULL)
    return;
  if (kitte_client_can_receive_first (account->client, existing))
    /* TRANSLATORS: a setting that is switched on. */
    add (deeds, "receive-first", FALSE, NULL, C_ ("setting", "on"));
  if (!existing->checks_at_start)
    add (deeds, "fetch-at-start", TRUE, NULL, C_ ("setting", "on"));
  if (existing->check_minutes != 0 && existing->check_minutes <= cure->fetch_minutes)
    return;
  /* TRANSLATORS: how often mail is fetched. */
  interval = g_strdup_printf (ngettext ("every %u minute", "every %u minutes", cure->fetch_minutes),
                              cure->fetch_minutes);
  add (deeds, "fetch-every", TRUE, NULL, interval);
}

/* @proven: (nullable): what the direction was proven with */
static void
add_trust (GPtrArray *deeds,
           const KitteRepairAccount *account,
           gboolean incoming,
           const KitteServer *proven)
{
  if (proven == NULL)
    return;
  if (kitte_repair_renews_trust (account, incoming, "old-tls"))
    /* TRANSLATORS: which kinds of encryption a mail program uses: those of today. */
    add (deeds, "tls-version", incoming, NULL, C_ ("encryption", "of today"));
  if (kitte_repair_renews_trust (account, incoming, "cert-exception"))
    /* TRANSLATORS: a setting that is switched on. */
    add (deeds, "certificate", incoming, NULL, C_ ("setting", "on"));
}

void
kitte_deed_free (KitteDeed *self)
{
  g_free (self->what);
  g_free (self->from);
  g_free (self->to);
  g_free (self->text);
  g_free (self);
}

/**
 * kitte_repair_list_deeds:
 * @incoming: (nullable): the new receiving server; %NULL: as before
 * @outgoing: (nullable): the new sending server
 *
 * Returns: (transfer full) (element-type KitteDeed): what will be another than it was
 */
GPtrArray *
kitte_repair_list_deeds (const KitteRepairAccount *account,
                         const KitteServer *incoming,
                         const KitteServer *outgoing,
                         const KitteCure *cure)
{
  const KitteExistingAccount *existing = account->existing;
  GPtrArray *deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_deed_free);

  if (outgoing != NULL)
    {
      add_sign_in (deeds, account, outgoing);
      add_server (deeds, existing->outgoing, existing->sending, outgoing);
    }
  if (incoming != NULL)
    add_server (deeds, existing->incoming, existing->receiving, incoming);
  add_fetching (deeds, account, cure);
  add_trust (deeds, account, TRUE, cure->incoming);
  add_trust (deeds, account, FALSE, cure->outgoing);
  if (cure->leave_on_server && existing->incoming != NULL &&
      existing->incoming->protocol == KITTE_PROTOCOL_POP3 && !existing->leaves_on_server)
    add (deeds, "leave-on-server", TRUE, NULL, C_ ("setting", "on"));
  if (cure->password_is_new)
    /* TRANSLATORS: a password that is stored anew. */
    add (deeds, "password", existing->incoming != NULL, NULL, C_ ("password", "changed"));
  return deeds;
}
