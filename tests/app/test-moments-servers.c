/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the word back in the middle of talking to mail servers: at once, every line is closed, and
 * the password is nowhere any more. */
#include "config.h"

#include "kitte-trial-view.h"
#include "pages/kitte-by-hand-page.h"
#include "pages/kitte-check-page.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-start-page.h"
#include "support/moment-host.h"
#include "support/widget.h"

/**
 * Servers:
 * @incoming: by name
 * @outgoing: by name
 * @asked: which of them is waited for
 * @event: what it has written down by then
 * @value: (nullable): of that event
 */
typedef struct
{
  const char *incoming;
  const char *outgoing;
  const char *asked;
  const char *event;
  const char *value;
} Servers;

/* While they are checked. */
static void
reach_stage (TestMoment *moment, gconstpointer data)
{
  const Servers *servers = data;
  guint before = test_moment_host_count (servers->asked, servers->event, servers->value);

  test_moment_host_type (moment, servers->incoming, servers->outgoing);
  test_moment_go (moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  test_moment_host_wait (servers->asked, servers->event, servers->value, before);
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (test_moment_host_holds_password ());
#endif
}

/* While servers typed by hand are looked at. */
static void
reach_looking (TestMoment *moment, gconstpointer data)
{
  const Servers *servers = data;
  guint before = test_moment_host_count (servers->asked, servers->event, servers->value);

  test_moment_host_type (moment, servers->incoming, servers->outgoing);
  test_moment_go (moment, KITTE_OUTCOME_BY_HAND, KITTE_TYPE_BY_HAND_PAGE);
  test_widget_press (GTK_WIDGET (moment->window), "Continue");
  test_moment_host_wait (servers->asked, servers->event, servers->value, before);
}

/* While a test message is sent, or waited for. */
static void
reach_trial (TestMoment *moment, gconstpointer data)
{
  const Servers *servers = data;
  guint before;

  test_moment_host_prove (moment, servers->incoming, servers->outgoing);
  before = test_moment_host_count (servers->asked, servers->event, servers->value);
  test_widget_press (GTK_WIDGET (moment->window), "Send a test message");
  test_moment_host_wait (servers->asked, servers->event, servers->value, before);
}

static void
press_stop_waiting (TestMoment *moment, gconstpointer data)
{
  test_widget_press (test_moment_get_page (moment), "Stop waiting");
}

/* The password is wanted for what follows. */
static void
after_stop_waiting (TestMoment *moment, gconstpointer data)
{
  test_moment_host_wait_closed ();
}

#define STAGE(name, incoming, outgoing, asked, event, value)                                       \
  static const Servers name = { incoming, outgoing, asked, event, value }

STAGE (handshake,
       "pop3-silent-instead-of-tls",
       "submissions",
       "pop3-silent-instead-of-tls",
       "connect",
       NULL);
STAGE (greeting, "silent-greeting", "submissions", "silent-greeting", "tls", NULL);
STAGE (sign_in,
       "imap-silent-sign-in",
       "submissions",
       "imap-silent-sign-in",
       "sign-in",
       "attempted");
STAGE (mailbox, "imap-examine-silent", "submissions", "imap-examine-silent", "sign-in", "accepted");
STAGE (pop3_greeting, "pop3-silent-greeting", "submissions", "pop3-silent-greeting", "tls", NULL);
STAGE (sending_greeting, "imaps", "smtp-silent-ehlo", "smtp-silent-ehlo", "heard", NULL);
STAGE (sending, "imaps", "smtp-silent-sign-in", "smtp-silent-sign-in", "sign-in", "attempted");
STAGE (message_sent, "imaps", "smtp-silent-mail", "smtp-silent-mail", "sign-in", "accepted");
STAGE (message_awaited, "imap-never", "submissions", "submissions", "delivered", NULL);

#define BEHAVIOURS                                                                                 \
  "pop3-silent-instead-of-tls silent-greeting imap-silent-sign-in imap-examine-silent "            \
  "pop3-silent-greeting "                                                                          \
  "smtp-silent-sign-in"

#define ESCAPE test_moment_press_escape
#define START kitte_start_page_get_type, test_moment_host_wait_wiped

static const TestMomentCase cases[] = {
  { "handshake", reach_stage, ESCAPE, START, &handshake },
  { "greeting", reach_stage, ESCAPE, START, &greeting },
  { "sign-in", reach_stage, ESCAPE, START, &sign_in },
  { "mailbox", reach_stage, ESCAPE, START, &mailbox },
  { "pop3-greeting", reach_stage, ESCAPE, START, &pop3_greeting },
  { "sending-greeting", reach_stage, ESCAPE, START, &sending_greeting },
  { "sending", reach_stage, ESCAPE, START, &sending },
  { "looking", reach_looking, ESCAPE, kitte_by_hand_page_get_type, test_moment_host_wait_wiped,
    &greeting },
  { "message-sent", reach_trial, press_stop_waiting, kitte_ready_page_get_type, after_stop_waiting,
    &message_sent },
  { "message-sent-escape", reach_trial, ESCAPE, kitte_start_page_get_type, after_stop_waiting,
    &message_sent },
  { "message-awaited", reach_trial, press_stop_waiting, kitte_ready_page_get_type,
    after_stop_waiting, &message_awaited },
  { "closed-sending", reach_stage, NULL, NULL, test_moment_host_wait_wiped, &sending },
  { "closed-message", reach_trial, NULL, NULL, test_moment_host_wait_wiped, &message_awaited },
  { NULL, NULL, NULL, NULL, NULL, NULL },
};

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;
  g_autofree char *engine =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests", "engine", NULL);
  g_autofree char *behaviours = g_strdup_printf (
      BEHAVIOURS
      " %s/trial/smtp-silent-mail.json %s/trial/imap-never.json %s/verify/smtp-silent-ehlo.json",
      engine, engine, engine);
  int status;

  gtk_test_init (&argc, &argv, NULL);
  test_moment_host_start (behaviours, "imaps submissions");
  application = test_moment_init ();
  test_moment_add (cases);
  status = g_test_run ();
  test_moment_host_stop ();
  return status;
}
