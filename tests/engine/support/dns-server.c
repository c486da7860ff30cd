/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in the test’s own main loop; writes just enough of RFC 1035, section 4, for that. */
#include "config.h"

#include "dns-server.h"

#include <string.h>

#define HEADER 12

typedef struct
{
  guint16 type;
  GBytes *data;
} Record;

typedef struct
{
  GPtrArray *records;
  guint code;
  guint lose;
  guint16 lose_only;
  guint asked;
} Name;

struct _TestDnsServer
{
  GSocket *socket;
  GSource *source;
  GHashTable *names;
  GHashTable *answered;
  guint16 only;
  char *address;
};

static void
record_free (gpointer data)
{
  Record *record = data;

  g_bytes_unref (record->data);
  g_free (record);
}

static void
name_free (gpointer data)
{
  Name *name = data;

  g_ptr_array_unref (name->records);
  g_free (name);
}

static Name *
get_name (TestDnsServer *self, const char *text)
{
  Name *name = g_hash_table_lookup (self->names, text);

  if (name == NULL)
    {
      name = g_new0 (Name, 1);
      name->records = g_ptr_array_new_with_free_func (record_free);
      g_hash_table_insert (self->names, g_strdup (text), name);
    }
  return name;
}

static void
append16 (GByteArray *array, guint16 value)
{
  const guint8 bytes[] = { value >> 8, value & 0xff };

  g_byte_array_append (array, bytes, sizeof bytes);
}

/* The question’s name with dots; @end is where its type stands. */
static char *
read_name (const guint8 *packet, gsize length, gsize *end)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = HEADER;

  while (at < length && packet[at] != 0)
    {
      g_string_append_len (name, (const char *) packet + at + 1, packet[at]);
      at += 1 + packet[at];
      if (packet[at] != 0)
        g_string_append_c (name, '.');
    }
  *end = at + 1;
  return g_ascii_strdown (name->str, -1);
}

static GByteArray *
make_answer (Name *name, const guint8 *packet, gsize question_end, guint16 type)
{
  static const guint8 pointer[] = { 0xc0, HEADER };
  static const guint8 ttl[] = { 0, 0, 0, 60 };
  GByteArray *answer = g_byte_array_new ();
  guint code = name != NULL ? name->code : TEST_DNS_NXDOMAIN;
  guint16 count = 0;

  for (guint i = 0; name != NULL && code == TEST_DNS_OK && i < name->records->len; i++)
    count += ((Record *) name->records->pdata[i])->type == type;
  g_byte_array_append (answer, packet, 2);
  append16 (answer, (guint16) (0x8180 | code));
  append16 (answer, 1);
  append16 (answer, count);
  append16 (answer, 0);
  append16 (answer, 0);
  g_byte_array_append (answer, packet + HEADER, (guint) (question_end + 4 - HEADER));
  for (guint i = 0; count > 0 && i < name->records->len; i++)
    {
      Record *record = name->records->pdata[i];
      gsize size;
      const guint8 *data = g_bytes_get_data (record->data, &size);

      if (record->type != type)
        continue;
      g_byte_array_append (answer, pointer, sizeof pointer);
      append16 (answer, type);
      append16 (answer, 1);
      g_byte_array_append (answer, ttl, sizeof ttl);
      append16 (answer, (guint16) size);
      g_byte_array_append (answer, data, (guint) size);
    }
  return answer;
}

static gboolean
asked_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  TestDnsServer *self = user_data;
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GByteArray) answer = NULL;
  g_autofree char *text = NULL;
  guint8 packet[512];
  gssize length = g_socket_receive_from (socket, &from, (char *) packet, sizeof packet, NULL, NULL);
  gsize end = 0;
  guint16 type;
  Name *name;

  if (length < HEADER + 5)
    return G_SOURCE_CONTINUE;
  text = read_name (packet, (gsize) length, &end);
  type = (guint16) (packet[end] << 8 | packet[end + 1]);
  name = g_hash_table_lookup (self->names, text);
  if (name != NULL)
    {
      name->asked++;
      if (name->lose > 0 && (name->lose_only == 0 || name->lose_only == type))
        {
          name->lose -= name->lose != G_MAXUINT;
          return G_SOURCE_CONTINUE;
        }
    }
  if (self->only != 0 && self->only != type)
    return G_SOURCE_CONTINUE;
  g_hash_table_add (self->answered, g_strdup_printf ("%u %s", type, text));
  answer = make_answer (name, packet, end, type);
  g_socket_send_to (socket, from, (const char *) answer->data, answer->len, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

TestDnsServer *
test_dns_server_new (void)
{
  TestDnsServer *self = g_new0 (TestDnsServer, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GError) error = NULL;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, name_free);
  self->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, any, FALSE, &error);
  g_assert_no_error (error);
  local = g_socket_get_local_address (self->socket, NULL);
  self->address = g_strdup_printf ("127.0.0.1:%u",
                                   g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (asked_cb), self, NULL);
  g_source_attach (self->source, NULL);
  return self;
}

void
test_dns_server_free (TestDnsServer *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->socket);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->answered);
  g_free (self->address);
  g_free (self);
}

const char *
test_dns_server_get_address (TestDnsServer *self)
{
  return self->address;
}

guint
test_dns_server_count (TestDnsServer *self, const char *name)
{
  return get_name (self, name)->asked;
}

guint
test_dns_server_count_answered (TestDnsServer *self)
{
  return g_hash_table_size (self->answered);
}

void
test_dns_server_answer_only (TestDnsServer *self, guint16 type)
{
  self->only = type;
}

void
test_dns_server_add (TestDnsServer *self,
                     const char *name,
                     guint16 type,
                     gconstpointer data,
                     gsize length)
{
  Record *record = g_new0 (Record, 1);

  record->type = type;
  record->data = g_bytes_new (data, length);
  g_ptr_array_add (get_name (self, name)->records, record);
}

void
test_dns_server_add_exchanger (TestDnsServer *self, const char *name, const char *exchanger)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_auto (GStrv) labels = g_strsplit (exchanger, ".", -1);

  append16 (data, 10);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      guint8 length = (guint8) strlen (labels[i]);

      g_byte_array_append (data, &length, 1);
      g_byte_array_append (data, (const guint8 *) labels[i], length);
    }
  g_byte_array_append (data, (const guint8 *) "", 1);
  test_dns_server_add (self, name, TEST_DNS_MX, data->data, data->len);
}

void
test_dns_server_add_address (TestDnsServer *self, const char *name, const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  test_dns_server_add (self, name,
                       g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6 ? TEST_DNS_AAAA :
                                                                                  TEST_DNS_A,
                       g_inet_address_to_bytes (inet), g_inet_address_get_native_size (inet));
}

void
test_dns_server_set_code (TestDnsServer *self, const char *name, guint code)
{
  get_name (self, name)->code = code;
}

void
test_dns_server_lose (TestDnsServer *self, const char *name, guint datagrams)
{
  get_name (self, name)->lose = datagrams;
}

void
test_dns_server_lose_only (TestDnsServer *self, const char *name, guint16 type)
{
  get_name (self, name)->lose = G_MAXUINT;
  get_name (self, name)->lose_only = type;
}
