/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the helper for mail servers: ports, expectations, counts. */
#include "config.h"

#include "test-mailhost.h"

#include <gio/gio.h>

static char *
ask (GSocketConnection *connection, GDataInputStream *input, const char *line)
{
  g_autoptr (GError) error = NULL;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char *answer = NULL;

  g_output_stream_printf (output, NULL, NULL, &error, "%s\r\n", line);
  g_assert_no_error (error);
  answer = g_data_input_stream_read_line (input, NULL, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

static void
test_honest (void)
{
  g_autoptr (TestMailhost) host = test_mailhost_new_honest ("pop3-plain imaps");
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1",
                                       test_mailhost_get_port (host, "pop3-plain"), NULL, &error);
  g_autoptr (GDataInputStream) input = NULL;

  g_assert_no_error (error);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_free (g_data_input_stream_read_line (input, NULL, NULL, NULL));
  g_free (ask (connection, input, "USER " TEST_MAILHOST_TARO));
  g_assert_cmpuint (test_mailhost_count_early_credentials (host), ==, 1);
  g_free (ask (connection, input, "PASS mistaken-word"));
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, "pop3-plain", "failed"), ==, 1);
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, "imaps", "failed"), ==, 0);
  g_free (ask (connection, input, "USER " TEST_MAILHOST_TARO));
  g_free (ask (connection, input, "PASS " TEST_MAILHOST_PASSWORD));
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "attempted"), ==, 2);
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "accepted"), ==, 1);
}

static void
test_script (void)
{
  g_autoptr (TestMailhost) host =
      test_mailhost_new_script ("cert-expired starttls-refused", "imaps");
  g_autofree char *url =
      g_strdup_printf ("imaps://localhost:%u", test_mailhost_get_port (host, "cert-expired"));

  g_assert_cmpstr (test_mailhost_get_url (host, "cert-expired"), ==, url);
  g_assert_cmpstr (test_mailhost_get_finding (host, "starttls-refused"), ==, "starttls-refused");
  g_assert_true (g_file_test (test_mailhost_get_ca_file (host), G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (test_mailhost_get_port (host, "imaps"), >, 0);
  g_assert_cmpuint (test_mailhost_count (host, NULL, "connect", NULL, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailhost/honest", test_honest);
  g_test_add_func ("/mailhost/script", test_script);
  return g_test_run ();
}
