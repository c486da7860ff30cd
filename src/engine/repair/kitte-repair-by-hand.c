/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each program shows its settings, and what is to stand there; the names of menus and boxes
 * are the programs' own. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-repair-deeds.h"

/* The words of one program. What it has no word for is left out. Of two words for receiving the
 * first is for POP3, the second for IMAP. Two programs that say the same in English need not in
 * other languages: @context tells them apart. */
typedef struct
{
  const char *client;
  const char *context;
  const char *way;
  const char *incoming_host;
  const char *outgoing_host;
  const char *username;
  const char *incoming_port[2];
  const char *outgoing_port;
  const char *incoming_tls[2];
  const char *outgoing_tls;
  const char *starttls;
  const char *incoming_none;
  const char *outgoing_none;
  const char *sign_in;
  const char *receive_first;
} Words;

static const Words programs[] = {
  { "claws-mail",
    "Claws Mail",
    /* TRANSLATORS: the menus of Claws Mail, and the pages of its account window. Take the words of
     * the program’s own translation, here and in all that follows for it. */
    NC_ ("Claws Mail",
         "Configuration ▸ Edit accounts… ▸ Edit: pages “Basic”, “Send”, “TLS”, “Advanced”"),
    NC_ ("Claws Mail", "Server for receiving"),
    NC_ ("Claws Mail", "SMTP server (send)"),
    NC_ ("Claws Mail", "User ID"),
    { NC_ ("Claws Mail", "Advanced ▸ POP port"), NC_ ("Claws Mail", "Advanced ▸ IMAP port") },
    NC_ ("Claws Mail", "Advanced ▸ SMTP port"),
    { NC_ ("Claws Mail", "Use TLS"), NC_ ("Claws Mail", "Use TLS") },
    NC_ ("Claws Mail", "Use TLS"),
    NC_ ("Claws Mail", "Use STARTTLS command to start encrypted session"),
    NC_ ("Claws Mail", "Don’t use TLS"),
    NC_ ("Claws Mail", "Don’t use TLS (but, if necessary, use STARTTLS)"),
    NC_ ("Claws Mail", "SMTP Authentication (SMTP AUTH)"),
    NC_ ("Claws Mail", "Authenticate with POP before sending") },
  { "sylpheed",
    "Sylpheed",
    /* TRANSLATORS: the menus of Sylpheed, and the pages of its account window. Take the words of
     * the program’s own translation, here and in all that follows for it. */
    NC_ ("Sylpheed",
         "Configuration ▸ Edit accounts… ▸ Edit: pages “Basic”, “Send”, “SSL”, “Advanced”"),
    NC_ ("Sylpheed", "Server for receiving"),
    NC_ ("Sylpheed", "SMTP server (send)"),
    NC_ ("Sylpheed", "User ID"),
    { NC_ ("Sylpheed", "Advanced ▸ Specify POP3 port"),
      NC_ ("Sylpheed", "Advanced ▸ Specify IMAP4 port") },
    NC_ ("Sylpheed", "Advanced ▸ Specify SMTP port"),
    { NC_ ("Sylpheed", "Use SSL for POP3 connection"),
      NC_ ("Sylpheed", "Use SSL for IMAP4 connection") },
    NC_ ("Sylpheed", "Use SSL for SMTP connection"),
    NC_ ("Sylpheed", "Use STARTTLS command to start SSL session"),
    NC_ ("Sylpheed", "Don’t use SSL"),
    NC_ ("Sylpheed", "Don’t use SSL"),
    NC_ ("Sylpheed", "SMTP Authentication (SMTP AUTH)"),
    NC_ ("Sylpheed", "Authenticate with POP3 before sending") },
  { "thunderbird",
    NULL,
    /* TRANSLATORS: the menus of Thunderbird. Take the words of the program’s own translation. */
    N_ ("Account Settings ▸ Server Settings and Outgoing Server"),
    N_ ("Server Name"),
    N_ ("Server Name"),
    N_ ("User Name"),
    { N_ ("Port"), N_ ("Port") },
    N_ ("Port"),
    { "SSL/TLS", "SSL/TLS" },
    "SSL/TLS",
    "STARTTLS",
    N_ ("None"),
    N_ ("None"),
    N_ ("Authentication method: Normal password"),
    NULL },
  { "evolution",
    NULL,
    /* TRANSLATORS: the menus of Evolution. Take the words of the program’s own translation. */
    N_ ("Edit ▸ Preferences ▸ Mail Accounts ▸ Edit: “Receiving Email” and “Sending Email”"),
    N_ ("Server"),
    N_ ("Server"),
    N_ ("Username"),
    { N_ ("Port"), N_ ("Port") },
    N_ ("Port"),
    { N_ ("TLS on a dedicated port"), N_ ("TLS on a dedicated port") },
    N_ ("TLS on a dedicated port"),
    N_ ("STARTTLS after connecting"),
    N_ ("No encryption"),
    N_ ("No encryption"),
    N_ ("Server requires authentication"),
    NULL },
};

static const Words *
find_words (const char *client)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (g_str_equal (programs[i].client, client))
      return &programs[i];
  return NULL;
}

/* In the words of the program’s own translation. */
static const char *
translate (const Words *words, const char *label)
{
  return words->context != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, words->context, label) : _ (label);
}

static void
add_line (GString *text, const char *label, const char *value)
{
  g_string_append_c (text, '\n');
  /* TRANSLATORS: a setting that the person is to make: what it is called, what is to stand there.
   */
  g_string_append_printf (text, _ ("• %1$s: %2$s"), label, value);
}

static gsize
which_protocol (const KitteServer *server)
{
  return server->protocol == KITTE_PROTOCOL_IMAP ? 1 : 0;
}

static const char *
find_security (const Words *words, const KitteServer *server)
{
  gboolean incoming = kitte_server_is_incoming (server);

  if (server->security == KITTE_SECURITY_STARTTLS)
    return words->starttls;
  if (server->security == KITTE_SECURITY_TLS)
    return incoming ? words->incoming_tls[which_protocol (server)] : words->outgoing_tls;
  return incoming ? words->incoming_none : words->outgoing_none;
}

static void
add_server (GString *text, const Words *words, const KitteServer *server)
{
  gboolean incoming = kitte_server_is_incoming (server);
  g_autofree char *port = g_strdup_printf ("%u", server->port);

  g_string_append_c (text, '\n');
  g_string_append (text, incoming ? _ ("For receiving:") : _ ("For sending:"));
  add_line (text, translate (words, incoming ? words->incoming_host : words->outgoing_host),
            server->host);
  add_line (text,
            translate (words, incoming ? words->incoming_port[which_protocol (server)] :
                                         words->outgoing_port),
            port);
  /* TRANSLATORS: the kind of encryption in a mail program’s settings. */
  add_line (text, _ ("Encryption"), translate (words, find_security (words, server)));
  if (server->username != NULL)
    add_line (text, translate (words, words->username), server->username);
  if (incoming)
    return;
  if (!kitte_auth_list_contains (&server->auth, KITTE_AUTH_NONE))
    /* TRANSLATORS: a setting that is to be switched on. */
    add_line (text, translate (words, words->sign_in), C_ ("setting", "on"));
  if (words->receive_first != NULL)
    /* TRANSLATORS: a setting that is to be switched off. */
    add_line (text, translate (words, words->receive_first), C_ ("setting", "off"));
}

/* msmtp has no menus: its lines are what is to be written. */
static char *
explain_msmtp (const KitteRepairAccount *account, const KitteServer *server)
{
  gboolean encrypted = server->security != KITTE_SECURITY_NONE;
  const char *user = server->username != NULL ? server->username : "";
  g_autofree char *file = g_filename_display_name (account->existing->path);
  g_autofree char *lines =
      g_strdup_printf ("host %s\nport %u\ntls %s\ntls_starttls %s\nauth on\nuser %s", server->host,
                       server->port, encrypted ? "on" : "off",
                       server->security == KITTE_SECURITY_STARTTLS ? "on" : "off", user);

  return g_strdup_printf (
      /* TRANSLATORS: %1$s is a file, %2$s the name of an account in it; lines that are to stand
       * there follow. */
      _ ("In the file %1$s, in the account “%2$s”, these lines are to stand:\n%3$s"), file,
      account->existing->key, lines);
}

/* When mail is fetched, and that it is fetched before sending where nothing else opens that. */
static void
add_habits (GString *text, const Words *words, GPtrArray *deeds)
{
  for (guint i = 0; i < deeds->len; i++)
    {
      const KitteDeed *deed = deeds->pdata[i];

      if (g_str_has_prefix (deed->what, "fetch-") || g_str_equal (deed->what, "leave-on-server"))
        g_string_append_printf (text, "\n• %s", deed->text);
      else if (g_str_equal (deed->what, "receive-first") && words->receive_first != NULL)
        add_line (text, translate (words, words->receive_first), deed->to);
    }
}

/**
 * kitte_repair_explain_by_hand:
 * @incoming: (nullable): what receiving should be; %NULL: as it is
 * @outgoing: (nullable): what sending should be
 * @deeds: (element-type KitteDeed): all that is to be done
 *
 * Returns: (transfer full): where the program shows these settings and what is to stand there, in
 *   its own words
 */
char *
kitte_repair_explain_by_hand (const KitteRepairAccount *account,
                              const KitteServer *incoming,
                              const KitteServer *outgoing,
                              GPtrArray *deeds)
{
  const Words *words = find_words (account->existing->client);
  g_autoptr (GString) text = NULL;

  if (words == NULL && outgoing != NULL)
    return explain_msmtp (account, outgoing);
  if (words == NULL)
    return g_strdup ("");
  text = g_string_new (translate (words, words->way));
  if (incoming != NULL)
    add_server (text, words, incoming);
  if (outgoing != NULL)
    add_server (text, words, outgoing);
  add_habits (text, words, deeds);
  return g_strdup (text->str);
}
