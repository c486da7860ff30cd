/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Back to the first page from wherever something runs: at once, with a frame, and with nobody left
 * on the line.
 */
#include "config.h"

#include "kitte-application.h"
#include "kitte-setup.h"
#include "kitte-window.h"
#include "pages/kitte-accounts-page.h"
#include "pages/kitte-by-hand-page.h"
#include "pages/kitte-changes-page.h"
#include "pages/kitte-check-page.h"
#include "pages/kitte-explain-page.h"
#include "pages/kitte-start-page.h"
#include "wire/kitte-resolver.h"

#include <time.h>

#define AT_ONCE_US (100 * G_TIME_SPAN_MILLISECOND)

static KitteApplication *application;

/* A socket on loopback that takes everything and answers nothing, and a window before it. */
typedef struct
{
  GSocket *silent;
  guint16 port;
  KitteWindow *window;
  KitteSetup *setup;
  guint frames;
} Moment;

static void
painted_cb (GdkFrameClock *clock, Moment *moment)
{
  moment->frames++;
}

static void
wait_for_frame (Moment *moment)
{
  moment->frames = 0;
  gtk_widget_queue_draw (GTK_WIDGET (moment->window));
  while (moment->frames == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
listen_in_silence (Moment *moment, GSocketType type)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  moment->silent = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (moment->silent, any, FALSE, NULL));
  if (type == G_SOCKET_TYPE_STREAM)
    g_assert_true (g_socket_listen (moment->silent, NULL));
  bound = g_socket_get_local_address (moment->silent, NULL);
  moment->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
begin (Moment *moment, GSocketType type)
{
  listen_in_silence (moment, type);
  moment->window = kitte_window_new (GTK_APPLICATION (application));
  moment->setup = kitte_page_get_setup (kitte_window_get_page (moment->window));
  gtk_window_present (GTK_WINDOW (moment->window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (moment->window)), "after-paint",
                    G_CALLBACK (painted_cb), moment);
  wait_for_frame (moment);
}

static void
end (Moment *moment)
{
  gtk_window_destroy (GTK_WINDOW (moment->window));
  g_object_unref (moment->silent);
}

static gboolean
heard_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until something can be read from it, or taken. */
static void
wait_for_socket (GSocket *socket)
{
  gboolean heard = FALSE;
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (heard_cb), &heard, NULL);
  g_source_attach (source, NULL);
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
}

/* By this thread’s own clock, which other programs do not slow down. */
static gint64
get_processor_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Nothing is waited for: the first page is there when the press returns, and the next frame shows
 * it. */
static void
assert_back_at_once (Moment *moment)
{
  gint64 began = get_processor_us ();

  kitte_page_finish (kitte_window_get_page (moment->window), KITTE_OUTCOME_BACK);
  g_assert_true (KITTE_IS_START_PAGE (kitte_window_get_page (moment->window)));
  wait_for_frame (moment);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_processor_us () - began, <, AT_ONCE_US);
#else
  (void) began;
#endif
}

/* As if it had been typed: what stands in the field counts when the first page is left. */
static void
type_address (Moment *moment, const char *address)
{
  kitte_setup_set_address (moment->setup, address);
  kitte_page_shown (kitte_window_get_page (moment->window));
}

static void
go (Moment *moment, KitteOutcome outcome, GType page)
{
  kitte_page_finish (kitte_window_get_page (moment->window), outcome);
  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (kitte_window_get_page (moment->window), page));
}

/* While a name server is asked about a domain that nobody knows. */
static void
test_searching (void)
{
  Moment moment = { 0 };
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver = NULL;
  g_autofree char *address = NULL;

  begin (&moment, G_SOCKET_TYPE_DATAGRAM);
  address = g_strdup_printf ("127.0.0.1:%u", moment.port);
  resolver = kitte_resolver_new (before, address);
  g_resolver_set_default (G_RESOLVER (resolver));
  type_address (&moment, "taro@nobody-knows-this.example.jp");
  kitte_setup_set_password (moment.setup, "secret");
  go (&moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  wait_for_socket (moment.silent);
  assert_back_at_once (&moment);
  end (&moment);
  g_resolver_set_default (before);
}

/* The other side sees the end of the line. */
static void
assert_hung_up (GSocket *taken)
{
  char said[4096];
  gssize length;

  do
    {
      wait_for_socket (taken);
      length = g_socket_receive (taken, said, sizeof said, NULL, NULL);
    }
  while (length > 0);
  g_assert_cmpint (length, ==, 0);
}

/* While a server that took the connection says nothing. */
static void
test_connected (void)
{
  Moment moment = { 0 };
  g_autoptr (GSocket) taken = NULL;
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autofree char *receiving = NULL;

  begin (&moment, G_SOCKET_TYPE_STREAM);
  receiving = g_strdup_printf ("imaps://127.0.0.1:%u", moment.port);
  incoming = kitte_server_new_from_url (receiving, TRUE, NULL);
  outgoing = kitte_server_new_from_url ("smtp://127.0.0.1:1", FALSE, NULL);
  type_address (&moment, "taro@example.test");
  kitte_setup_set_server (moment.setup, incoming);
  kitte_setup_set_server (moment.setup, outgoing);
  kitte_setup_set_password (moment.setup, "secret");
  go (&moment, KITTE_OUTCOME_CONTINUE, KITTE_TYPE_CHECK_PAGE);
  wait_for_socket (moment.silent);
  taken = g_socket_accept (moment.silent, NULL, NULL);
  g_assert_nonnull (taken);
  assert_back_at_once (&moment);
  assert_hung_up (taken);
  g_assert_true (kitte_setup_has_password (moment.setup));
  gtk_window_close (GTK_WINDOW (moment.window));
  g_object_unref (moment.silent);
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* While a long text is being explained. */
static void
test_explaining (void)
{
  Moment moment = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *page;

  begin (&moment, G_SOCKET_TYPE_DATAGRAM);
  go (&moment, KITTE_OUTCOME_EXPLAIN, KITTE_TYPE_EXPLAIN_PAGE);
  page = GTK_WIDGET (kitte_window_get_page (moment.window));
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "%u 5.7.1 nobody knows this\n", 500 + i);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (
                                GTK_TEXT_VIEW (find_child (page, GTK_TYPE_TEXT_VIEW))),
                            text->str, -1);
  g_signal_emit_by_name (find_child (page, GTK_TYPE_BUTTON), "clicked");
  assert_back_at_once (&moment);
  end (&moment);
}

/* While the accounts of this computer are read, and while what was set up is. */
static void
test_reading (void)
{
  Moment moment = { 0 };

  begin (&moment, G_SOCKET_TYPE_DATAGRAM);
  go (&moment, KITTE_OUTCOME_ACCOUNTS, KITTE_TYPE_ACCOUNTS_PAGE);
  assert_back_at_once (&moment);
  go (&moment, KITTE_OUTCOME_CHANGES, KITTE_TYPE_CHANGES_PAGE);
  assert_back_at_once (&moment);
  end (&moment);
}

/* From the page for servers typed by hand. */
static void
test_by_hand (void)
{
  Moment moment = { 0 };

  begin (&moment, G_SOCKET_TYPE_STREAM);
  type_address (&moment, "taro@example.test");
  go (&moment, KITTE_OUTCOME_BY_HAND, KITTE_TYPE_BY_HAND_PAGE);
  assert_back_at_once (&moment);
  end (&moment);
}

/* Closed in the middle of it, nothing stays behind but what the computer is told. */
static void
test_closed (void)
{
  Moment moment = { 0 };
  gpointer gone;

  begin (&moment, G_SOCKET_TYPE_DATAGRAM);
  gone = moment.window;
  g_object_add_weak_pointer (G_OBJECT (moment.window), &gone);
  kitte_setup_set_password (moment.setup, "secret");
  go (&moment, KITTE_OUTCOME_ACCOUNTS, KITTE_TYPE_ACCOUNTS_PAGE);
  gtk_window_close (GTK_WINDOW (moment.window));
  while (gone != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (moment.silent);
}

int
main (int argc, char *argv[])
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  application = kitte_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  g_test_add_func ("/moments/searching", test_searching);
  g_test_add_func ("/moments/connected", test_connected);
  g_test_add_func ("/moments/explaining", test_explaining);
  g_test_add_func ("/moments/reading", test_reading);
  g_test_add_func ("/moments/by-hand", test_by_hand);
  g_test_add_func ("/moments/closed", test_closed);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}
