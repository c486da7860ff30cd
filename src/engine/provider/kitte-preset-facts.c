/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a preset says that depends neither on the address nor on answers. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-private.h"

static guint
member_uint (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? (guint) json_node_get_int (node) : 0;
}

static void
set_credential (KitteProposal *proposal, JsonObject *root)
{
  static const char *const kinds[] = { "account-password", "mailbox-password", "app-password",
                                       "issued-password", "oauth2-only" };
  JsonObject *credential = kitte_preset_member_object (root, "credential");

  proposal->oauth2 = kitte_preset_member_object (root, "oauth2") != NULL;
  if (credential == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kitte_preset_member_string (credential, "kind"), kinds[i]))
      proposal->credential_kind = (KitteCredentialKind) i;
  proposal->credential_name = g_strdup (kitte_preset_member_text (credential, "name"));
  proposal->credential_hint = g_strdup (kitte_preset_member_text (credential, "hint"));
  proposal->credential_url = g_strdup (kitte_preset_member_string (credential, "url"));
  proposal->credential_pattern = g_strdup (kitte_preset_member_string (credential, "pattern"));
}

static void
set_pop_policy (KitteProposal *proposal, JsonObject *root)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *pop =
          kitte_preset_member_object (json_array_get_object_element (servers, i), "pop");

      if (pop == NULL)
        continue;
      proposal->pop.leave_on_server =
          json_object_get_boolean_member_with_default (pop, "leave_on_server", TRUE);
      if (!json_object_get_null_member (pop, "days"))
        proposal->pop.days =
            (guint) json_object_get_int_member_with_default (pop, "days", proposal->pop.days);
      return;
    }
}

static void
set_folders (KitteProposal *proposal, JsonObject *root)
{
  JsonObject *folders = kitte_preset_member_object (root, "folders");

  if (folders == NULL)
    return;
  proposal->folders.sent = g_strdup (kitte_preset_member_string (folders, "sent"));
  proposal->folders.drafts = g_strdup (kitte_preset_member_string (folders, "drafts"));
  proposal->folders.trash = g_strdup (kitte_preset_member_string (folders, "trash"));
  proposal->folders.junk = g_strdup (kitte_preset_member_string (folders, "junk"));
}

static void
set_lockout (KitteProposal *proposal, JsonObject *root)
{
  JsonObject *lockout = kitte_preset_member_object (root, "lockout");
  const char *scope;

  if (lockout == NULL)
    return;
  scope = kitte_preset_member_string (lockout, "scope");
  proposal->lockout.after = member_uint (lockout, "after");
  proposal->lockout.minutes = member_uint (lockout, "minutes");
  proposal->lockout.scope = g_strcmp0 (scope, "address") == 0 ? KITTE_LOCKOUT_ADDRESS :
                            g_strcmp0 (scope, "account") == 0 ? KITTE_LOCKOUT_ACCOUNT :
                                                                KITTE_LOCKOUT_UNKNOWN;
  proposal->lockout.published =
      json_object_get_boolean_member_with_default (lockout, "disclosed", FALSE);
}

static void
set_pop_before_smtp (KitteProposal *proposal, JsonObject *root)
{
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");
  JsonObject *record =
      legacy != NULL ? kitte_preset_member_object (legacy, "pop_before_smtp") : NULL;
  JsonArray *minutes;
  const char *status;

  if (record == NULL)
    return;
  status = kitte_preset_member_string (record, "status");
  proposal->pop_before_smtp.status =
      g_str_equal (status, "never-offered") ? KITTE_POP_BEFORE_SMTP_NEVER :
      g_str_equal (status, "still-offered") ? KITTE_POP_BEFORE_SMTP_OFFERED :
                                              KITTE_POP_BEFORE_SMTP_ENDED;
  proposal->pop_before_smtp.imap_too =
      json_object_get_boolean_member_with_default (record, "imap", FALSE);
  minutes = kitte_preset_member_array (record, "window_minutes");
  for (guint i = 0; minutes != NULL && i < json_array_get_length (minutes); i++)
    {
      guint one = (guint) json_array_get_int_element (minutes, i);

      if (i == 0 || one < proposal->pop_before_smtp.minutes)
        proposal->pop_before_smtp.minutes = one;
    }
}

static void
set_limits (KitteProposal *proposal, JsonObject *root)
{
  JsonObject *limits = kitte_preset_member_object (root, "limits");

  if (limits == NULL)
    return;
  proposal->limits.recipients = member_uint (limits, "max_rcpt");
  proposal->limits.messages_an_hour = member_uint (limits, "smtp_hourly");
  proposal->limits.message_mb = member_uint (limits, "message_mb");
}

/* Fills what @root, a whole preset that fits the schema, says of the provider as such. */
void
kitte_preset_fill_facts (JsonObject *root, KitteProposal *proposal)
{
  set_credential (proposal, root);
  set_pop_policy (proposal, root);
  set_lockout (proposal, root);
  set_pop_before_smtp (proposal, root);
  set_limits (proposal, root);
  set_folders (proposal, root);
}

/* A server whose certificate is wrong is known, and of no use. */
gboolean
kitte_preset_server_is_confirmed (JsonObject *server)
{
  JsonObject *source = kitte_preset_member_object (server, "source");

  return !g_str_equal (kitte_preset_member_string (source, "certainty"), "D") &&
         kitte_preset_member_string (server, "certificate") == NULL;
}

static gboolean
has_confirmed (JsonObject *root, const char *role)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (g_str_equal (kitte_preset_member_string (server, "role"), role) &&
          kitte_preset_server_is_confirmed (server))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_preset_is_confirmed:
 *
 * Returns: whether somebody vouches for a server in each direction; for a provider where no mail
 *   program can sign in, there is nothing to vouch for
 */
gboolean
kitte_preset_is_confirmed (KittePreset *self)
{
  JsonObject *root;

  g_return_val_if_fail (self != NULL, FALSE);

  root = kitte_preset_get_json (self);
  return has_confirmed (root, "incoming") && has_confirmed (root, "outgoing");
}
