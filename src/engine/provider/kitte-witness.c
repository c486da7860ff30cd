/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which providers of the catalogue may serve as witnesses: shipped ones with fixed, encrypted
 * servers of an owner of their own. The choice is always the same. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-witness.h"

#include "kitte-preset-private.h"
#include "model/kitte-domain.h"

#include <string.h>

static void
witness_clear (KitteWitness *self)
{
  g_ptr_array_unref (self->mail);
  g_free (self->exchange_domain);
  g_free (self->web_host);
}

/**
 * kitte_witness_new:
 * @mail: (transfer none) (element-type KitteServer)
 *
 * Returns: (transfer full): a witness
 */
KitteWitness *
kitte_witness_new (GPtrArray *mail, const char *exchange_domain, const char *web_host)
{
  KitteWitness *self = g_rc_box_new0 (KitteWitness);

  self->mail = g_ptr_array_ref (mail);
  self->exchange_domain = g_strdup (exchange_domain);
  self->web_host = g_strdup (web_host);
  return self;
}

KitteWitness *
kitte_witness_ref (KitteWitness *self)
{
  return g_rc_box_acquire (self);
}

void
kitte_witness_unref (KitteWitness *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) witness_clear);
}

static KitteServer *
read_server (JsonObject *object)
{
  const char *host = kitte_preset_member_string (object, "host");
  const char *protocol_nick = kitte_preset_member_string (object, "protocol");
  const char *security_nick = kitte_preset_member_string (object, "security");
  gint64 port = json_object_get_int_member_with_default (object, "port", 0);
  KitteProtocol protocol;
  KitteSecurity security;

  if (host == NULL || strchr (host, '{') != NULL || port < 1 || port > G_MAXUINT16 ||
      protocol_nick == NULL || !kitte_protocol_from_nick (protocol_nick, &protocol) ||
      security_nick == NULL || !kitte_security_from_nick (security_nick, &security) ||
      security == KITTE_SECURITY_NONE)
    return NULL;
  return kitte_server_new (protocol, host, (guint16) port, security, NULL, NULL);
}

static GPtrArray *
read_servers (JsonObject *preset)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  JsonArray *listed = kitte_preset_member_array (preset, "servers");

  for (guint i = 0; listed != NULL && i < json_array_get_length (listed); i++)
    {
      KitteServer *server = read_server (json_array_get_object_element (listed, i));

      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  return servers;
}

static char *
read_web_host (JsonObject *preset)
{
  JsonArray *links = kitte_preset_member_array (preset, "links");

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      const char *url =
          kitte_preset_member_string (json_array_get_object_element (links, i), "url");
      g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https") && g_uri_get_port (uri) < 0)
        return g_strdup (g_uri_get_host (uri));
    }
  return NULL;
}

static char *
read_domain (JsonObject *preset)
{
  JsonArray *domains =
      kitte_preset_member_array (kitte_preset_member_object (preset, "match"), "domains");

  if (domains == NULL || json_array_get_length (domains) == 0)
    return NULL;
  return g_strdup (json_array_get_string_element (domains, 0));
}

static char *
owner_of (const char *host)
{
  char *owner = kitte_domain_get_registrable (host);

  return owner != NULL ? owner : g_strdup (host);
}

/* Takes note of the owners of all servers; %FALSE where one of them is known already. */
static gboolean
add_owners (GHashTable *owners, GPtrArray *servers)
{
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer owner;

  for (guint i = 0; i < servers->len; i++)
    g_hash_table_add (own, owner_of (((const KitteServer *) servers->pdata[i])->host));
  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &owner, NULL))
    if (g_hash_table_contains (owners, owner))
      return FALSE;
  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &owner, NULL))
    g_hash_table_add (owners, g_strdup (owner));
  return TRUE;
}

static gboolean
is_suitable (KittePreset *preset)
{
  KittePresetStatus status = kitte_preset_get_status (preset);

  return kitte_preset_get_origin (preset) == KITTE_ORIGIN_SHIPPED &&
         (status == KITTE_PRESET_OK || status == KITTE_PRESET_NEEDS_STEP);
}

/* A server on this computer or beside it says nothing about the line, nor the line about it. */
static gboolean
is_nearby (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_site_local (address) ||
           g_inet_address_get_is_link_local (address);
  return strchr (host, '.') == NULL || kitte_domain_is_below (host, "localhost") ||
         kitte_domain_is_below (host, "local");
}

/* What is looked for, and what was found so far. */
typedef struct
{
  GHashTable *owners;
  GPtrArray *witnesses;
  guint most;
} Choice;

static gboolean
consider_cb (KittePreset *preset, gpointer user_data)
{
  Choice *choice = user_data;
  JsonObject *json = kitte_preset_get_json (preset);
  g_autoptr (GPtrArray) servers = read_servers (json);

  if (is_suitable (preset) && servers->len > 0 && add_owners (choice->owners, servers))
    {
      g_autofree char *domain = read_domain (json);
      g_autofree char *web_host = read_web_host (json);

      g_ptr_array_add (choice->witnesses, kitte_witness_new (servers, domain, web_host));
    }
  return choice->witnesses->len < choice->most;
}

/**
 * kitte_witness_choose:
 * @host: the server that is in doubt
 * @most: how many at the most
 *
 * Returns: (transfer full) (element-type KitteWitness): witnesses that belong neither to the owner
 *   of @host nor to each other’s; none for a server on this computer or in its own network
 */
GPtrArray *
kitte_witness_choose (KitteCatalogue *catalogue, const char *host, guint most)
{
  GPtrArray *witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_witness_unref);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Choice choice = { owners, witnesses, most };

  g_return_val_if_fail (KITTE_IS_CATALOGUE (catalogue) && host != NULL, witnesses);

  if (most == 0 || is_nearby (host))
    return witnesses;
  g_hash_table_add (owners, owner_of (host));
  kitte_catalogue_foreach (catalogue, consider_cb, &choice);
  return witnesses;
}
