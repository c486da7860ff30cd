/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password is never among them. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-settings-list.h"

#include <glib/gi18n-lib.h>

static void
kitte_setting_free (KitteSetting *self)
{
  g_free (self->value);
  g_free (self);
}

static void
add (GPtrArray *settings, const char *section, const char *title, const char *value)
{
  KitteSetting *setting = g_new0 (KitteSetting, 1);

  setting->section = section;
  setting->title = title;
  setting->value = g_strdup (value);
  g_ptr_array_add (settings, setting);
}

/**
 * kitte_settings_describe_security:
 *
 * Returns: (transfer none): as mail programs call it
 */
const char *
kitte_settings_describe_security (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_STARTTLS:
      return "STARTTLS";
    case KITTE_SECURITY_NONE:
      /* TRANSLATORS: a connection without encryption. */
      return _ ("None");
    case KITTE_SECURITY_TLS:
    default:
      return "SSL/TLS";
    }
}

/**
 * kitte_settings_describe_auth:
 *
 * Returns: (transfer none): the best way to sign in, as mail programs call it
 */
const char *
kitte_settings_describe_auth (const KitteServer *server)
{
  switch (server->auth.n_items > 0 ? server->auth.items[0] : KITTE_AUTH_PLAIN)
    {
    case KITTE_AUTH_CRAM_MD5:
    case KITTE_AUTH_DIGEST_MD5:
    case KITTE_AUTH_SCRAM_SHA_1:
    case KITTE_AUTH_SCRAM_SHA_256:
    case KITTE_AUTH_APOP:
      /* TRANSLATORS: a sign-in method, as mail programs call it. */
      return _ ("Encrypted password");
    case KITTE_AUTH_OAUTH2:
      /* TRANSLATORS: a sign-in method: on a page of the provider; “OAuth2” stays. */
      return _ ("Sign-in on the provider’s page (OAuth2)");
    case KITTE_AUTH_NONE:
      /* TRANSLATORS: a sign-in method: none. */
      return _ ("No sign-in");
    case KITTE_AUTH_PLAIN:
    case KITTE_AUTH_LOGIN:
    case KITTE_AUTH_USER_PASS:
    default:
      /* TRANSLATORS: a sign-in method, as mail programs call it. */
      return _ ("Normal password");
    }
}

static void
add_server (GPtrArray *settings, const char *section, const KitteServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", server->port);

  /* TRANSLATORS: the name of a box in a mail program. */
  add (settings, section, _ ("Server"), server->host);
  /* TRANSLATORS: the name of a box in a mail program. */
  add (settings, section, _ ("Port"), port);
  /* TRANSLATORS: the name of a box in a mail program. */
  add (settings, section, _ ("Encryption"), kitte_settings_describe_security (server->security));
  /* TRANSLATORS: the name of a box in a mail program: how one signs in. */
  add (settings, section, _ ("Sign-in method"), kitte_settings_describe_auth (server));
  if (server->username != NULL)
    /* TRANSLATORS: the name of a box in a mail program. */
    add (settings, section, _ ("User name"), server->username);
}

/**
 * kitte_settings_list_new:
 *
 * Returns: (transfer full) (element-type KitteSetting): in the person’s language, section by
 * section
 */
GPtrArray *
kitte_settings_list_new (const KitteAccount *account)
{
  GPtrArray *settings = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_setting_free);
  const char *you = /* TRANSLATORS: a heading: whose account it is. */ _ ("You");
  const char *receiving = account->incoming->protocol == KITTE_PROTOCOL_POP3 ?
                              /* TRANSLATORS: a heading over a server’s settings. */
                              _ ("Receiving (POP)") :
                              /* TRANSLATORS: a heading over a server’s settings. */
                              _ ("Receiving (IMAP)");
  /* TRANSLATORS: a heading over a server’s settings. */
  const char *sending = _ ("Sending (SMTP)");

  if (*account->name != '\0')
    /* TRANSLATORS: the name of a box in a mail program: the person’s name. */
    add (settings, you, _ ("Name"), account->name);
  /* TRANSLATORS: the name of a box in a mail program. */
  add (settings, you, _ ("Mail address"), account->address->display);
  add_server (settings, receiving, account->incoming);
  add_server (settings, sending, account->outgoing);
  return settings;
}

/**
 * kitte_settings_list_to_text:
 * @settings: (element-type KitteSetting)
 *
 * Returns: (transfer full): all of them, to paste or to print
 */
char *
kitte_settings_list_to_text (GPtrArray *settings)
{
  GString *text = g_string_new (NULL);
  const char *section = NULL;

  for (guint i = 0; i < settings->len; i++)
    {
      const KitteSetting *setting = g_ptr_array_index (settings, i);

      if (setting->section != section)
        g_string_append_printf (text, "%s%s\n", text->len > 0 ? "\n" : "", setting->section);
      section = setting->section;
      g_string_append (text, "  ");
      /* TRANSLATORS: a setting: what it is called, and what it is. */
      g_string_append_printf (text, _ ("%1$s: %2$s"), setting->title, setting->value);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
