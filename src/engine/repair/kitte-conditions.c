/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small question each; a rule asks several, and those with an exclamation mark the other way
 * round. What was not looked at answers no question with yes. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-conditions.h"

#include <string.h>

/* RFC 5321, 2.3.4: the port between mail servers; programs submit on 587 or 465 (RFC 8314). */
#define SMTP_RELAY_PORT 25

typedef gboolean (*Condition) (const KitteCase *item);

static gboolean
saw (const KitteCase *item, KitteFindingCode code)
{
  return item->seen != NULL && item->seen->finding != NULL && item->seen->finding->code == code;
}

static gboolean
got_ready (const KitteCase *item)
{
  return item->seen != NULL && item->seen->finding != NULL &&
         kitte_finding_code_is_success (item->seen->finding->code);
}

static gboolean
signed_in_with (const KitteCase *item, KitteFindingCode code)
{
  return item->seen != NULL && item->seen->sign_in != NULL && item->seen->sign_in->code == code;
}

static gboolean
is_port_25 (const KitteCase *item)
{
  return !item->incoming && item->server->port == SMTP_RELAY_PORT;
}

static gboolean
is_unreachable (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_PORT_25_BLOCKED) || saw (item, KITTE_FINDING_TIMED_OUT) ||
         saw (item, KITTE_FINDING_REFUSED);
}

static gboolean
is_foreign (const KitteCase *item)
{
  return item->foreign;
}

static gboolean
has_no_sign_in (const KitteCase *item)
{
  return !item->incoming &&
         (item->sign_in == KITTE_SIGN_IN_NONE || item->sign_in == KITTE_SIGN_IN_POP_BEFORE_SMTP);
}

static gboolean
wants_sign_in (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_SIGN_IN_REQUIRED) || saw (item, KITTE_FINDING_RELAY_DENIED);
}

static gboolean
receives_first (const KitteCase *item)
{
  return !item->incoming &&
         (item->account->receives_first || item->sign_in == KITTE_SIGN_IN_POP_BEFORE_SMTP);
}

/* Mail is fetched so often that sending stays open all the time. */
static gboolean
keeps_open (const KitteCase *item)
{
  const KitteExistingAccount *account = item->account;
  guint minutes =
      kitte_case_find_fetch_minutes (item->today != NULL ? &item->today->pop_before_smtp : NULL);

  return account->incoming != NULL && account->checks_at_start && account->check_minutes > 0 &&
         account->check_minutes <= minutes;
}

static gboolean
wants_receiving_first (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_POP_BEFORE_SMTP_NEEDED);
}

/* What the provider’s preset says of its past. */
static JsonObject *
get_legacy (const KitteCase *item, const char *member)
{
  JsonObject *root = item->provider != NULL ? kitte_preset_get_json (item->provider) : NULL;
  JsonNode *node = root != NULL ? json_object_get_member (root, "legacy") : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node) && member != NULL)
    node = json_object_get_member (json_node_get_object (node), member);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* “Was offered” is what an old page says; it may be there still. */
static gboolean
has_ended_receiving_first (const KitteCase *item)
{
  JsonObject *record = get_legacy (item, "pop_before_smtp");

  return record != NULL &&
         g_strcmp0 (json_object_get_string_member_with_default (record, "status", NULL),
                    "abolished") == 0;
}

/* Receiving is all that opens sending there: no server with a sign-in is known or was seen. */
static gboolean
knows_only_receiving_first (const KitteCase *item)
{
  GPtrArray *servers = kitte_case_get_servers_today (item);

  if (!wants_receiving_first (item) &&
      (item->today == NULL || item->today->pop_before_smtp.status != KITTE_POP_BEFORE_SMTP_OFFERED))
    return FALSE;
  if (item->seen != NULL && (item->seen->encrypted != NULL || item->seen->offered.n_items > 0))
    return FALSE;
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    if (!kitte_auth_list_contains (&((const KitteServer *) servers->pdata[i])->auth,
                                   KITTE_AUTH_NONE))
      return FALSE;
  return TRUE;
}

static gboolean
is_plain (const KitteCase *item)
{
  return item->server->security == KITTE_SECURITY_NONE &&
         !(item->set != NULL && item->set->tls_if_offered);
}

static gboolean
saw_encryption (const KitteCase *item)
{
  return item->seen != NULL && item->seen->encrypted != NULL;
}

static gboolean
saw_no_encryption (const KitteCase *item)
{
  return !saw_encryption (item) &&
         (saw (item, KITTE_FINDING_OK_UNENCRYPTED) || saw (item, KITTE_FINDING_PLAINTEXT_ONLY));
}

static gboolean
demands_encryption (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_TLS_ON_PLAIN_PORT) ||
         saw (item, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED) ||
         signed_in_with (item, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED);
}

static gboolean
is_known_plain_port (const KitteCase *item)
{
  JsonObject *record = get_legacy (item, NULL);
  JsonArray *ports = record != NULL && json_object_has_member (record, "plaintext_ports") ?
                         json_object_get_array_member (record, "plaintext_ports") :
                         NULL;

  for (guint i = 0; ports != NULL && i < json_array_get_length (ports); i++)
    if (json_array_get_int_element (ports, i) == item->server->port)
      return TRUE;
  return FALSE;
}

static gboolean
is_encrypted_today (const KitteCase *item)
{
  GPtrArray *servers = kitte_case_get_servers_today (item);

  if (servers == NULL || is_known_plain_port (item))
    return FALSE;
  for (guint i = 0; i < servers->len; i++)
    if (((const KitteServer *) servers->pdata[i])->security == KITTE_SECURITY_NONE)
      return FALSE;
  return TRUE;
}

static gboolean
is_tls_optional (const KitteCase *item)
{
  return item->set != NULL && item->set->tls_if_offered;
}

static gboolean
has_only_old_tls (const KitteCase *item)
{
  return item->set != NULL && item->set->tls_max != 0 && item->set->tls_max < KITTE_TLS_1_2;
}

static gboolean
allows_old_tls (const KitteCase *item)
{
  return item->set != NULL && item->set->tls_min != 0 && item->set->tls_min < KITTE_TLS_1_2;
}

static gboolean
saw_old_tls (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_TLS_TOO_OLD);
}

static gboolean
is_challenge (const KitteCase *item)
{
  return item->sign_in == KITTE_SIGN_IN_ENCRYPTED;
}

static gboolean
is_ntlm (const KitteCase *item)
{
  return item->sign_in == KITTE_SIGN_IN_NTLM;
}

static gboolean
is_word_missing (const KitteCase *item, const char *word)
{
  return item->seen->words != NULL &&
         !g_strv_contains ((const char *const *) item->seen->words, word);
}

static gboolean
is_method_missing (const KitteCase *item)
{
  const KitteAuthList *methods = &item->server->auth;

  if (!got_ready (item))
    return FALSE;
  if (item->sign_in == KITTE_SIGN_IN_NTLM)
    return is_word_missing (item, "NTLM");
  if (item->sign_in == KITTE_SIGN_IN_KERBEROS)
    return is_word_missing (item, "GSSAPI");
  if (has_no_sign_in (item) || methods->n_items == 0 || item->seen->offered.n_items == 0)
    return FALSE;
  for (guint i = 0; i < methods->n_items; i++)
    if (kitte_auth_list_contains (&item->seen->offered, methods->items[i]))
      return FALSE;
  return TRUE;
}

static gboolean
saw_no_method (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_AUTH_NOT_OFFERED) ||
         saw (item, KITTE_FINDING_AUTH_NO_COMMON_METHOD);
}

/* Methods of companies’ own networks; no provider in the catalogue names them, however certain its
 * servers are. */
static gboolean
is_method_unknown_to_provider (const KitteCase *item)
{
  return item->today != NULL && item->today->outgoing->len > 0 &&
         (item->sign_in == KITTE_SIGN_IN_NTLM || item->sign_in == KITTE_SIGN_IN_KERBEROS ||
          item->sign_in == KITTE_SIGN_IN_CERTIFICATE);
}

static gboolean
is_former_host (const KitteCase *item)
{
  return item->former != NULL;
}

static gboolean
is_name_gone (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_NAME_NOT_FOUND);
}

static gboolean
has_status (KittePreset *preset, KittePresetStatus status)
{
  return preset != NULL && kitte_preset_get_status (preset) == status;
}

static gboolean
has_ended (const KitteCase *item)
{
  return has_status (item->provider, KITTE_PRESET_ENDED) ||
         has_status (item->former, KITTE_PRESET_ENDED);
}

static gboolean
has_no_access (const KitteCase *item)
{
  return has_status (item->provider, KITTE_PRESET_NO_ACCESS);
}

/* What is about the whole account is said once. */
static gboolean
is_first_direction (const KitteCase *item)
{
  return item->incoming || item->account->incoming == NULL;
}

static gboolean
saw_other_certificate (const KitteCase *item)
{
  return saw (item, KITTE_FINDING_CERT_WRONG_HOST);
}

static gboolean
is_certificate_known (const KitteCase *item)
{
  return item->owner != NULL;
}

static const char *
get_username (const KitteCase *item)
{
  return item->set != NULL && item->set->username != NULL ? item->set->username :
                                                            item->server->username;
}

/* The two forms that people mix up: the whole address, and what stands before the @. */
static gboolean
is_form (const KitteCase *item, const char *username)
{
  return username != NULL && (g_ascii_strcasecmp (username, item->address->text) == 0 ||
                              g_ascii_strcasecmp (username, item->address->local) == 0);
}

/* Where a provider’s servers are not certain, the name that receives has to bear them out. */
static GPtrArray *
get_servers_borne_out (const KitteCase *item)
{
  GPtrArray *servers = kitte_case_get_servers_today (item);
  const KitteServer *incoming = item->account->incoming;

  if (servers != NULL || item->today == NULL || item->incoming || incoming == NULL)
    return servers;
  for (guint i = 0; i < item->today->incoming->len; i++)
    {
      const KitteServer *server = item->today->incoming->pdata[i];

      if (server->protocol == incoming->protocol && server->username != NULL &&
          g_strcmp0 (server->username, incoming->username) == 0)
        return item->today->outgoing;
    }
  return NULL;
}

static gboolean
has_other_form (const KitteCase *item)
{
  GPtrArray *servers = get_servers_borne_out (item);
  const char *username = get_username (item);
  gboolean known = FALSE;

  if (servers == NULL || item->address == NULL || has_no_sign_in (item) ||
      !is_form (item, username))
    return FALSE;
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      if (server->protocol != item->server->protocol)
        continue;
      if (!is_form (item, server->username) || g_ascii_strcasecmp (server->username, username) == 0)
        return FALSE;
      known = TRUE;
    }
  return known;
}

static gboolean
was_accepted (const KitteCase *item)
{
  return item->seen != NULL && item->seen->sign_in != NULL &&
         kitte_finding_code_is_success (item->seen->sign_in->code);
}

static gboolean
was_rejected (const KitteCase *item)
{
  return signed_in_with (item, KITTE_FINDING_AUTH_REJECTED);
}

static gboolean
needs_other_password (const KitteCase *item)
{
  return signed_in_with (item, KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED) ||
         signed_in_with (item, KITTE_FINDING_AUTH_OAUTH_NEEDED) ||
         signed_in_with (item, KITTE_FINDING_PASSWORD_EXPIRED);
}

/* The provider takes no password from mail programs at all. */
static gboolean
wants_own_page (const KitteCase *item)
{
  return item->today != NULL && item->today->certain &&
         item->today->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY &&
         (item->sign_in == KITTE_SIGN_IN_PASSWORD || item->sign_in == KITTE_SIGN_IN_ENCRYPTED ||
          item->sign_in == KITTE_SIGN_IN_AUTOMATIC);
}

static gboolean
has_exception (const KitteCase *item)
{
  return item->set != NULL && item->set->exceptions != NULL && item->set->exceptions[0] != NULL;
}

static gboolean
trusts_any (const KitteCase *item)
{
  return item->set != NULL && item->set->trusts_any;
}

static gboolean
deletes (const KitteCase *item)
{
  return item->incoming && item->server->protocol == KITTE_PROTOCOL_POP3 && item->set != NULL &&
         !item->account->leaves_on_server;
}

/* Named as the rules call them; “saw” and the like need a live look. */
static const struct
{
  const char *name;
  Condition holds;
} conditions[] = {
  { "port-25", is_port_25 },
  { "unreachable", is_unreachable },
  { "foreign", is_foreign },
  { "no-sign-in", has_no_sign_in },
  { "saw-sign-in-wanted", wants_sign_in },
  { "receives-first", receives_first },
  { "kept-open", keeps_open },
  { "saw-receive-first-wanted", wants_receiving_first },
  { "receive-first-ended", has_ended_receiving_first },
  { "receive-first-only", knows_only_receiving_first },
  { "plain", is_plain },
  { "saw-encryption", saw_encryption },
  { "saw-no-encryption", saw_no_encryption },
  { "saw-encryption-demanded", demands_encryption },
  { "provider-encrypts", is_encrypted_today },
  { "tls-optional", is_tls_optional },
  { "only-old-tls", has_only_old_tls },
  { "allows-old-tls", allows_old_tls },
  { "saw-old-tls", saw_old_tls },
  { "challenge", is_challenge },
  { "ntlm", is_ntlm },
  { "saw-method-missing", is_method_missing },
  { "saw-no-method", saw_no_method },
  { "provider-lacks-method", is_method_unknown_to_provider },
  { "former-host", is_former_host },
  { "saw-name-gone", is_name_gone },
  { "ended", has_ended },
  { "no-access", has_no_access },
  { "first-direction", is_first_direction },
  { "saw-other-certificate", saw_other_certificate },
  { "saw-owner", is_certificate_known },
  { "other-username-form", has_other_form },
  { "accepted", was_accepted },
  { "rejected", was_rejected },
  { "other-password-wanted", needs_other_password },
  { "own-page-wanted", wants_own_page },
  { "exception", has_exception },
  { "trusts-any", trusts_any },
  { "deletes", deletes },
};

static Condition
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (g_str_equal (conditions[i].name, name))
      return conditions[i].holds;
  return NULL;
}

/**
 * kitte_conditions_apply:
 * @when: names of conditions with blanks between them; one after “!” must not hold
 *
 * Returns: whether all of them are as they should be
 */
gboolean
kitte_conditions_apply (const char *when, const KitteCase *item)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (when != NULL && item != NULL, FALSE);

  words = g_strsplit (when, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean wanted = words[i][0] != '!';
      Condition holds = find (words[i] + !wanted);

      g_return_val_if_fail (holds != NULL, FALSE);
      if (holds (item) != wanted)
        return FALSE;
    }
  return TRUE;
}

/* Whether every name in @when is one; for the test of the rules. */
gboolean
kitte_conditions_are_known (const char *when)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (when != NULL, FALSE);

  words = g_strsplit (when, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (find (words[i] + (words[i][0] == '!')) == NULL)
      return FALSE;
  return words[0] != NULL;
}
