/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird’s “Export for Mobile”, format version 1: nested JSON arrays, because a QR code has
 * little room. The reader asks for the password itself where there is none. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-phone.h"

#include <json-glib/json-glib.h>

#define FORMAT_VERSION 1

/* The protocols of receiving; sending has only SMTP, and it is 0 again. */
enum
{
  PHONE_IMAP = 0,
  PHONE_POP3 = 1,
  PHONE_SMTP = 0,
};

enum
{
  PHONE_PLAIN = 0,
  PHONE_STARTTLS = 2,
  PHONE_TLS = 3,
};

enum
{
  PHONE_AUTH_NONE = 0,
  PHONE_AUTH_CLEARTEXT = 1,
  PHONE_AUTH_ENCRYPTED = 2,
  PHONE_AUTH_OAUTH2 = 6,
};

static int
get_protocol (KitteProtocol protocol)
{
  switch (protocol)
    {
    case KITTE_PROTOCOL_POP3:
      return PHONE_POP3;
    case KITTE_PROTOCOL_SMTP:
      return PHONE_SMTP;
    case KITTE_PROTOCOL_IMAP:
    default:
      return PHONE_IMAP;
    }
}

static int
get_security (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_STARTTLS:
      return PHONE_STARTTLS;
    case KITTE_SECURITY_NONE:
      return PHONE_PLAIN;
    case KITTE_SECURITY_TLS:
    default:
      return PHONE_TLS;
    }
}

static int
get_auth (const KitteServer *server)
{
  switch (server->auth.n_items > 0 ? server->auth.items[0] : KITTE_AUTH_PLAIN)
    {
    case KITTE_AUTH_CRAM_MD5:
    case KITTE_AUTH_DIGEST_MD5:
    case KITTE_AUTH_SCRAM_SHA_1:
    case KITTE_AUTH_SCRAM_SHA_256:
    case KITTE_AUTH_APOP:
      return PHONE_AUTH_ENCRYPTED;
    case KITTE_AUTH_OAUTH2:
      return PHONE_AUTH_OAUTH2;
    case KITTE_AUTH_NONE:
      return PHONE_AUTH_NONE;
    case KITTE_AUTH_PLAIN:
    case KITTE_AUTH_LOGIN:
    case KITTE_AUTH_USER_PASS:
    default:
      return PHONE_AUTH_CLEARTEXT;
    }
}

static void
add_server (JsonBuilder *builder, const KitteServer *server)
{
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, get_protocol (server->protocol));
  json_builder_add_string_value (builder, server->host);
  json_builder_add_int_value (builder, server->port);
  json_builder_add_int_value (builder, get_security (server->security));
  json_builder_add_int_value (builder, get_auth (server));
  json_builder_add_string_value (builder, server->username != NULL ? server->username : "");
  json_builder_end_array (builder);
}

static void
add_identity (JsonBuilder *builder, const KitteAccount *account)
{
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, account->address->text);
  json_builder_add_string_value (builder, account->name);
  json_builder_end_array (builder);
}

/* The one code of one. */
static void
add_sequence (JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, 1);
  json_builder_add_int_value (builder, 1);
  json_builder_end_array (builder);
}

/**
 * kitte_phone_describe:
 *
 * What the code holds: the servers, the user names, the address and the person’s name. Any thread.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
kitte_phone_describe (const KitteAccount *account)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (account != NULL, NULL);

  json_builder_begin_array (builder);
  json_builder_add_int_value (builder, FORMAT_VERSION);
  add_sequence (builder);
  add_server (builder, account->incoming);
  json_builder_begin_array (builder);
  json_builder_begin_array (builder);
  add_server (builder, account->outgoing);
  add_identity (builder, account);
  json_builder_end_array (builder);
  json_builder_end_array (builder);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}
