/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts servers of tests/mailhost, reads their ready line and event log, and stops them. */
#include "config.h"

#include "test-mailhost.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>

struct _TestMailhost
{
  GSubprocess *process;
  GDataInputStream *output;
  JsonParser *ready;
  char *folder;
  char *log;
};

static JsonObject *
get_ready (TestMailhost *self)
{
  return json_node_get_object (json_parser_get_root (self->ready));
}

static void
add_words (GPtrArray *arguments, const char *format, const char *words)
{
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  for (guint i = 0; split[i] != NULL; i++)
    if (*split[i] != '\0')
      g_ptr_array_add (arguments, g_strconcat (format, split[i], NULL));
}

static GPtrArray *
make_arguments (TestMailhost *self, const char *command)
{
  const char *source = g_getenv ("KITTE_SOURCE_DIR");
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (source);
  g_ptr_array_add (arguments, g_strdup ("python3"));
  g_ptr_array_add (arguments, g_strdup ("-B"));
  g_ptr_array_add (arguments, g_build_filename (source, "tests", "mailhost", NULL));
  g_ptr_array_add (arguments, g_strdup (command));
  g_ptr_array_add (arguments, g_strdup ("--exit-with-parent"));
  g_ptr_array_add (arguments, g_strconcat ("--log=", self->log, NULL));
  return arguments;
}

static void
start (TestMailhost *self, GPtrArray *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_ptr_array_add (arguments, NULL);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  self->ready = json_parser_new ();
  json_parser_load_from_data (self->ready, line, -1, &error);
  g_assert_no_error (error);
}

static TestMailhost *
allocate (void)
{
  g_autoptr (GError) error = NULL;
  TestMailhost *self = g_new0 (TestMailhost, 1);

  self->folder = g_dir_make_tmp ("kitte-mailhost-XXXXXX", &error);
  g_assert_no_error (error);
  self->log = g_build_filename (self->folder, "events", NULL);
  return self;
}

/* What the ready line says about a behaviour. */
static JsonObject *
find_behaviour (TestMailhost *self, const char *name)
{
  JsonArray *behaviours = json_object_get_array_member (get_ready (self), "behaviours");

  for (guint i = 0; i < json_array_get_length (behaviours); i++)
    {
      JsonObject *behaviour = json_array_get_object_element (behaviours, i);

      if (g_str_equal (json_object_get_string_member (behaviour, "name"), name))
        return behaviour;
    }
  g_error ("there is no behaviour %s", name);
}

static gboolean
has_value (JsonObject *event, const char *key, const char *value)
{
  return g_strcmp0 (json_object_get_string_member_with_default (event, key, NULL), value) == 0;
}

/**
 * test_mailhost_new_honest:
 * @services: names from the table in tests/mailhost/host.py, separated by blanks
 *
 * Starts honest servers and waits until they listen. Ends the test when they do not.
 *
 * Returns: (transfer full): to be freed with test_mailhost_free(), which stops them
 */
TestMailhost *
test_mailhost_new_honest (const char *services)
{
  TestMailhost *self = allocate ();
  g_autoptr (GPtrArray) arguments = make_arguments (self, "host");

  add_words (arguments, "--service=", services);
  start (self, arguments);
  return self;
}

/**
 * test_mailhost_new_honest_at:
 * @address: where they listen
 * @services: as above; “NAME=PORT” chooses the port
 *
 * Returns: (transfer full): to be freed with test_mailhost_free(), which stops them
 */
TestMailhost *
test_mailhost_new_honest_at (const char *address, const char *services)
{
  TestMailhost *self = allocate ();
  g_autoptr (GPtrArray) arguments = make_arguments (self, "host");

  g_ptr_array_add (arguments, g_strconcat ("--bind=", address, NULL));
  add_words (arguments, "--service=", services);
  start (self, arguments);
  return self;
}

/**
 * test_mailhost_new_script:
 * @behaviours: names or paths of behaviour files, separated by blanks
 * @services: (nullable): honest servers beside them, as for test_mailhost_new_honest()
 *
 * Starts servers with behaviours and waits until they listen. Ends the test when they do not.
 *
 * Returns: (transfer full): to be freed with test_mailhost_free(), which stops them
 */
TestMailhost *
test_mailhost_new_script (const char *behaviours, const char *services)
{
  return test_mailhost_new_script_with (NULL, behaviours, services);
}

/**
 * test_mailhost_new_script_with:
 * @config: (nullable): a file with accounts of the test’s own, as tests/mailhost/README.md says
 *
 * Returns: (transfer full): as test_mailhost_new_script() does
 */
TestMailhost *
test_mailhost_new_script_with (const char *config, const char *behaviours, const char *services)
{
  TestMailhost *self = allocate ();
  g_autoptr (GPtrArray) arguments = make_arguments (self, "script");

  if (config != NULL)
    g_ptr_array_add (arguments, g_strconcat ("--config=", config, NULL));
  if (services != NULL)
    {
      g_ptr_array_add (arguments, g_strdup ("--honest"));
      add_words (arguments, "--service=", services);
    }
  add_words (arguments, "", behaviours);
  start (self, arguments);
  return self;
}

/**
 * test_mailhost_free:
 *
 * Stops the servers, waits for their end and removes their event log.
 */
void
test_mailhost_free (TestMailhost *self)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (test_mailhost_count (self, NULL, "fault", NULL, NULL), ==, 0);
  g_unlink (self->log);
  g_rmdir (self->folder);
  g_clear_object (&self->output);
  g_clear_object (&self->ready);
  g_clear_object (&self->process);
  g_free (self->log);
  g_free (self->folder);
  g_free (self);
}

/**
 * test_mailhost_get_port:
 * @name: the name of a service or of a behaviour
 *
 * Returns: the port on which it listens, on 127.0.0.1 and ::1
 */
guint16
test_mailhost_get_port (TestMailhost *self, const char *name)
{
  JsonObject *ports = json_object_get_object_member (get_ready (self), "ports");

  g_assert_true (json_object_has_member (ports, name));
  return (guint16) json_object_get_int_member (ports, name);
}

/**
 * test_mailhost_get_url:
 *
 * Returns: (transfer none): the server as kittectl takes it, such as "imaps://localhost:40123"
 */
const char *
test_mailhost_get_url (TestMailhost *self, const char *behaviour)
{
  return json_object_get_string_member (find_behaviour (self, behaviour), "url");
}

/**
 * test_mailhost_get_finding:
 *
 * Returns: (transfer none) (nullable): the finding code that the behaviour's file expects
 */
const char *
test_mailhost_get_finding (TestMailhost *self, const char *behaviour)
{
  JsonObject *expect = json_object_get_object_member (find_behaviour (self, behaviour), "expect");

  return json_object_get_string_member_with_default (expect, "finding", NULL);
}

/**
 * test_mailhost_get_ca_file:
 *
 * Returns: (transfer none): the certificate of the authority that clients are to trust
 */
const char *
test_mailhost_get_ca_file (TestMailhost *self)
{
  return json_object_get_string_member (get_ready (self), "ca");
}

/**
 * test_mailhost_read_log:
 *
 * Returns: (transfer full): the event log so far, one JSON object a line
 */
char *
test_mailhost_read_log (TestMailhost *self)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (self->log, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/**
 * test_mailhost_count:
 * @service: (nullable): only of this service or behaviour
 * @event: the kind of event
 * @key: (nullable): only those that have @value under this key
 *
 * Returns: how many such events there were so far
 */
guint
test_mailhost_count (TestMailhost *self,
                     const char *service,
                     const char *event,
                     const char *key,
                     const char *value)
{
  g_autofree char *text = test_mailhost_read_log (self);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint count = 0;

  /* What stands behind the last line end is being written. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *object = NULL;

      g_assert_nonnull (node);
      object = json_node_get_object (node);
      if (has_value (object, "event", event) &&
          (service == NULL || has_value (object, "service", service)) &&
          (key == NULL || has_value (object, key, value)))
        count++;
    }
  return count;
}

/**
 * test_mailhost_count_sign_ins:
 * @service: (nullable): only of this service or behaviour
 * @state: "attempted", "accepted", "failed" or "unanswered"
 *
 * Returns: how many sign-ins came to that state so far
 */
guint
test_mailhost_count_sign_ins (TestMailhost *self, const char *service, const char *state)
{
  return test_mailhost_count (self, service, "sign-in", "state", state);
}

/**
 * test_mailhost_count_early_credentials:
 *
 * Returns: how often a user name or credential came before TLS, on any connection
 */
guint
test_mailhost_count_early_credentials (TestMailhost *self)
{
  return test_mailhost_count (self, NULL, "early-credential", NULL, NULL);
}
