/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Back to the first page from wherever something runs without an answer: at once, with a frame, and
 * with nobody left on the line. */
#include "config.h"

#include "pages/kitte-accounts-page.h"
#include "pages/kitte-by-hand-page.h"
#include "pages/kitte-changes-page.h"
#include "pages/kitte-check-page.h"
#include "pages/kitte-explain-page.h"
#include "pages/kitte-start-page.h"
#include "support/moment.h"
#include "support/silence.h"
#include "support/widget.h"
#include "wire/kitte-resolver.h"

/* More lines than any server has said. */
#define LONG_TEXT_LINES 2000

/* More bytes than are read of any file. */
#define BIG_FILE (3 * 1024 * 1024)

/* Until somebody else is asked again. */
static GResolver *usual_resolver;

/* A name server that answers nothing. */
static void
ask_silent_name_server (TestMoment *moment)
{
  g_autoptr (GResolver) resolver = NULL;
  g_autofree char *address = NULL;

  moment->silent = test_silence_new (G_SOCKET_TYPE_DATAGRAM, &moment->port);
  address = g_strdup_printf ("127.0.0.1:%u", moment->port);
  resolver = G_RESOLVER (kitte_resolver_new (usual_resolver, address));
  g_resolver_set_default (resolver);
}

/* While a name server is asked about a domain that nobody knows. */
static void
reach_searching (TestMoment *moment, gconstpointer data)
{
  ask_silent_name_server (moment);
  test_moment_type_address (moment, "taro@nobody-knows-this.example.jp");
  kitte_setup_set_password (moment->setup, "secret");
  test_moment_go (moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  test_silence_wait (moment->silent);
}

/* While the servers are checked of a provider on whose page one signs in later. */
static void
reach_sign_in_later (TestMoment *moment, gconstpointer data)
{
  ask_silent_name_server (moment);
  test_moment_type_address (moment, "taro@gmail.com");
  kitte_setup_set_sign_in_later (moment->setup, TRUE);
  test_moment_go (moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  test_silence_wait (moment->silent);
}

static void
after_asking (TestMoment *moment, gconstpointer data)
{
  g_resolver_set_default (usual_resolver);
}

/* While a server that took the connection says nothing. */
static void
reach_connected (TestMoment *moment, gconstpointer data)
{
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autofree char *receiving = NULL;
  GSocket *taken;

  moment->silent = test_silence_new (G_SOCKET_TYPE_STREAM, &moment->port);
  receiving = g_strdup_printf ("imaps://127.0.0.1:%u", moment->port);
  incoming = kitte_server_new_from_url (receiving, TRUE, NULL);
  outgoing = kitte_server_new_from_url ("smtp://127.0.0.1:1", FALSE, NULL);
  test_moment_type_address (moment, "taro@example.test");
  kitte_setup_set_server (moment->setup, incoming);
  kitte_setup_set_server (moment->setup, outgoing);
  kitte_setup_set_password (moment->setup, "secret");
  test_moment_go (moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  taken = test_silence_accept (moment->silent);
  g_object_unref (moment->silent);
  moment->silent = taken;
}

static void
after_back (TestMoment *moment, gconstpointer data)
{
  test_silence_wait_for_end (moment->silent);
  g_assert_true (kitte_setup_has_password (moment->setup));
}

static void
after_cancel (TestMoment *moment, gconstpointer data)
{
  test_silence_wait_for_end (moment->silent);
  g_assert_false (kitte_setup_has_password (moment->setup));
}

/* With the window its set-up is gone. */
static void
after_close (TestMoment *moment, gconstpointer data)
{
  test_silence_wait_for_end (moment->silent);
}

static GtkWidget *
open_explain_page (TestMoment *moment)
{
  test_moment_go (moment, KITTE_OUTCOME_EXPLAIN, KITTE_TYPE_EXPLAIN_PAGE);
  return test_moment_get_page (moment);
}

static GString *
make_long_text (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < LONG_TEXT_LINES; i++)
    g_string_append_printf (text, "%u 5.7.1 nobody knows this\n", 500 + i);
  return text;
}

/* While a long text is being explained. */
static void
reach_explaining (TestMoment *moment, gconstpointer data)
{
  GtkWidget *page = open_explain_page (moment);
  g_autoptr (GString) text = make_long_text ();
  GtkTextView *view = GTK_TEXT_VIEW (test_widget_find (page, GTK_TYPE_TEXT_VIEW));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text->str, -1);
  g_signal_emit_by_name (test_widget_find (page, GTK_TYPE_BUTTON), "clicked");
}

/* While a big file that was dropped is being read. */
static void
reach_dropped (TestMoment *moment, gconstpointer data)
{
  GtkWidget *page = open_explain_page (moment);
  g_autoptr (GString) text = make_long_text ();
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "dropped.eml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) dropped = G_VALUE_INIT;

  while (text->len < BIG_FILE)
    g_string_append (text, "The quick brown fox jumps over the lazy dog.\n");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_value_init (&dropped, G_TYPE_FILE);
  g_value_set_object (&dropped, file);
  test_widget_drop (page, &dropped);
}

/* From the first page to one that reads something. */
typedef struct
{
  KitteOutcome outcome;
  GType (*get_type) (void);
} Way;

static const Way to_accounts = { KITTE_OUTCOME_ACCOUNTS, kitte_accounts_page_get_type };
static const Way to_changes = { KITTE_OUTCOME_CHANGES, kitte_changes_page_get_type };

/* While the accounts of this computer are read, or what was set up is. */
static void
reach_page (TestMoment *moment, gconstpointer data)
{
  const Way *way = data;

  test_moment_go (moment, way->outcome, way->get_type ());
}

/* On the page for servers typed by hand. */
static void
reach_by_hand (TestMoment *moment, gconstpointer data)
{
  test_moment_type_address (moment, "taro@example.test");
  test_moment_go (moment, KITTE_OUTCOME_BY_HAND, KITTE_TYPE_BY_HAND_PAGE);
}

#define ESCAPE test_moment_press_escape, kitte_start_page_get_type
#define CLOSE NULL, NULL
#define BACK test_moment_press_back, kitte_start_page_get_type

static const TestMomentCase cases[] = {
  { "searching", reach_searching, ESCAPE, after_asking, NULL },
  { "searching-back", reach_searching, BACK, after_asking, NULL },
  { "sign-in-later", reach_sign_in_later, ESCAPE, after_asking, NULL },
  { "connected", reach_connected, ESCAPE, after_cancel, NULL },
  { "connected-back", reach_connected, BACK, after_back, NULL },
  { "explaining", reach_explaining, ESCAPE, NULL, NULL },
  { "dropped", reach_dropped, ESCAPE, NULL, NULL },
  { "accounts", reach_page, ESCAPE, NULL, &to_accounts },
  { "changes", reach_page, ESCAPE, NULL, &to_changes },
  { "by-hand", reach_by_hand, ESCAPE, NULL, NULL },
  { "closed", reach_page, CLOSE, NULL, &to_accounts },
  { "closed-searching", reach_searching, CLOSE, after_asking, NULL },
  { "closed-connected", reach_connected, CLOSE, after_close, NULL },
  { NULL, NULL, NULL, NULL, NULL, NULL },
};

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;

  gtk_test_init (&argc, &argv, NULL);
  application = test_moment_init ();
  usual_resolver = g_resolver_get_default ();
  test_moment_add (cases);
  return g_test_run ();
}
