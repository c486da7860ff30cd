/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the nouns with stable keys; nothing here is translated but texts meant for people. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "json.h"
#include "text.h"

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-report-asks.h"

/**
 * kittectl_json_string:
 * @value: (nullable): written as null when %NULL
 */
void
kittectl_json_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_strings (JsonBuilder *builder, const char *name, char **values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
kittectl_json_server (JsonBuilder *builder, const KitteServer *server)
{
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "protocol", kitte_protocol_to_nick (server->protocol));
  kittectl_json_string (builder, "host", server->host);
  add_int (builder, "port", server->port);
  kittectl_json_string (builder, "security", kitte_security_to_nick (server->security));
  json_builder_set_member_name (builder, "auth");
  json_builder_begin_array (builder);
  for (guint i = 0; i < server->auth.n_items; i++)
    json_builder_add_string_value (builder, kitte_auth_to_nick (server->auth.items[i]));
  json_builder_end_array (builder);
  kittectl_json_string (builder, "username", server->username);
  json_builder_end_object (builder);
}

void
kittectl_json_servers (JsonBuilder *builder, const char *name, GPtrArray *servers)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < servers->len; i++)
    kittectl_json_server (builder, servers->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_each_ask (JsonBuilder *builder, GPtrArray *asks)
{
  for (guint i = 0; i < asks->len; i++)
    {
      const KitteAsk *ask = asks->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "key", ask->key);
      kittectl_json_string (builder, "label", ask->label);
      kittectl_json_string (builder, "why", ask->why);
      if (ask->choices != NULL)
        add_strings (builder, "choices", ask->choices);
      else
        kittectl_json_string (builder, "choices", NULL);
      json_builder_set_member_name (builder, "secret");
      json_builder_add_boolean_value (builder, ask->secret);
      json_builder_end_object (builder);
    }
}

/**
 * kittectl_json_asks:
 * @more: (nullable) (element-type KitteAsk): further questions
 *
 * Adds “asks” to the object that is open.
 */
void
kittectl_json_asks (JsonBuilder *builder, GPtrArray *asks, GPtrArray *more)
{
  json_builder_set_member_name (builder, "asks");
  json_builder_begin_array (builder);
  add_each_ask (builder, asks);
  if (more != NULL)
    add_each_ask (builder, more);
  json_builder_end_array (builder);
}

static void
add_provider (JsonBuilder *builder, const KitteProposal *proposal)
{
  if (proposal->provider_id == NULL)
    {
      kittectl_json_string (builder, "provider", NULL);
      return;
    }
  json_builder_set_member_name (builder, "provider");
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "id", proposal->provider_id);
  kittectl_json_string (builder, "name", proposal->provider_name);
  kittectl_json_string (builder, "origin", kitte_origin_to_nick (proposal->origin));
  json_builder_end_object (builder);
}

static void
add_hint (JsonBuilder *builder, const char *code, const char *text, const char *url)
{
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "code", code);
  kittectl_json_string (builder, "text", text);
  kittectl_json_string (builder, "url", url);
  json_builder_end_object (builder);
}

static void
add_hints (JsonBuilder *builder, const KitteProposal *proposal)
{
  json_builder_set_member_name (builder, "hints");
  json_builder_begin_array (builder);
  for (guint i = 0; i < proposal->hints->len; i++)
    {
      const KitteHint *hint = proposal->hints->pdata[i];

      add_hint (builder, hint->code, hint->text, hint->url);
    }
  if (proposal->choose_protocol)
    add_hint (builder, "choose-protocol", kittectl_protocol_sentence (), NULL);
  json_builder_end_array (builder);
}

/**
 * kittectl_json_tried:
 * @tried: (element-type KitteTried): every source that was asked
 *
 * Adds “tried” to the object that is open.
 */
void
kittectl_json_tried (JsonBuilder *builder, GPtrArray *tried)
{
  json_builder_set_member_name (builder, "tried");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tried->len; i++)
    {
      const KitteTried *row = tried->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "source", row->source);
      kittectl_json_string (builder, "what", row->what);
      kittectl_json_string (builder, "outcome", row->outcome);
      add_int (builder, "ms", row->ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * kittectl_json_proposal:
 * @asks: (nullable) (element-type KitteAsk): questions beside those of the proposal
 *
 * Adds the keys of a lookup to the object that is open.
 */
void
kittectl_json_proposal (JsonBuilder *builder, const KitteProposal *proposal, GPtrArray *asks)
{
  kittectl_json_string (builder, "address", proposal->address->text);
  kittectl_json_string (builder, "source", kitte_source_to_nick (proposal->source));
  kittectl_json_string (builder, "trust", kitte_trust_to_nick (proposal->trust));
  add_provider (builder, proposal);
  kittectl_json_servers (builder, "incoming", proposal->incoming);
  kittectl_json_servers (builder, "outgoing", proposal->outgoing);
  kittectl_json_asks (builder, proposal->asks, asks);
  kittectl_json_string (builder, "suggestion", proposal->suggestion);
  add_hints (builder, proposal);
  kittectl_json_tried (builder, proposal->tried);
}

static void
add_remedies (JsonBuilder *builder, GPtrArray *remedies)
{
  json_builder_set_member_name (builder, "remedies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < remedies->len; i++)
    {
      const KitteRemedy *remedy = remedies->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "code", kitte_remedy_code_to_nick (remedy->code));
      kittectl_json_string (builder, "label", remedy->label);
      kittectl_json_string (builder, "value", remedy->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* The keys are there all the same, so that a script need not ask for them first. */
static void
add_no_finding (JsonBuilder *builder)
{
  static const char *const nulls[] = { "finding", "number", "title", "text" };
  static const char *const empty[] = { "evidence", "remedies" };

  for (gsize i = 0; i < G_N_ELEMENTS (nulls); i++)
    kittectl_json_string (builder, nulls[i], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    add_strings (builder, empty[i], NULL);
}

static void
add_finding (JsonBuilder *builder,
             const KitteFinding *finding,
             const KitteServer *server,
             const KitteProposal *proposal,
             KitteCatalogue *catalogue)
{
  g_autoptr (KitteDiagnosis) diagnosis = NULL;

  if (finding == NULL)
    {
      add_no_finding (builder);
      return;
    }
  diagnosis = catalogue != NULL ?
                  kitte_diagnosis_new_for_check (finding, server, proposal, catalogue) :
                  kitte_diagnosis_new_for_finding (finding, server, proposal);
  kittectl_json_string (builder, "finding", kitte_finding_code_to_nick (finding->code));
  add_int (builder, "number", kitte_finding_code_get_number (finding->code));
  kittectl_json_string (builder, "title", diagnosis->title);
  kittectl_json_string (builder, "text", diagnosis->text);
  add_strings (builder, "evidence", finding->evidence);
  add_remedies (builder, diagnosis->remedies);
}

static void
add_steps (JsonBuilder *builder, KitteCheck *check)
{
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);

  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_steps; i++)
    {
      json_builder_begin_object (builder);
      kittectl_json_string (builder, "step", kitte_step_to_nick (steps[i].step));
      add_int (builder, "ms", steps[i].ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_check (JsonBuilder *builder,
           KitteCheck *check,
           const KitteProposal *proposal,
           KitteCatalogue *catalogue,
           gboolean transcript)
{
  const KitteServer *proven = kitte_check_get_proven_server (check);
  const KitteServer *server = proven != NULL ? proven : kitte_check_get_server (check);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "server");
  kittectl_json_server (builder, server);
  kittectl_json_string (builder, "result", kitte_result_to_nick (kitte_check_get_result (check)));
  add_finding (builder, kitte_check_get_finding (check), server, proposal, catalogue);
  add_steps (builder, check);
  add_int (builder, "trips", kitte_check_get_trips (check));
  if (transcript)
    kittectl_json_string (builder, "transcript", kitte_check_get_transcript (check));
  json_builder_end_object (builder);
}

/**
 * kittectl_json_checks:
 * @proposal: (nullable): where the settings came from
 * @catalogue: (nullable): the presets that a remedy may lead to; only with @proposal
 *
 * Adds “result”, “checks”, “signins” and “elapsed_ms” to the object that is open.
 */
void
kittectl_json_checks (JsonBuilder *builder,
                      KitteReport *report,
                      const KitteProposal *proposal,
                      KitteCatalogue *catalogue,
                      gboolean transcript)
{
  GListModel *checks = kitte_report_get_checks (report);

  kittectl_json_string (builder, "result", kitte_result_to_nick (kitte_report_get_result (report)));
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);

      add_check (builder, check, proposal, catalogue, transcript);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "signins");
  json_builder_begin_object (builder);
  add_int (builder, "attempted", kitte_report_get_sign_ins_attempted (report));
  add_int (builder, "failed", kitte_report_get_sign_ins_failed (report));
  json_builder_end_object (builder);
  add_int (builder, "elapsed_ms", kitte_report_get_elapsed_ms (report));
}

/**
 * kittectl_json_report:
 *
 * Adds the keys of a verification, the lookup’s among them, to the object that is open.
 */
void
kittectl_json_report (JsonBuilder *builder,
                      KitteReport *report,
                      const KitteProposal *proposal,
                      KitteCatalogue *catalogue,
                      gboolean transcript)
{
  g_autoptr (GPtrArray) asks = kitte_report_find_asks (report);

  kittectl_json_proposal (builder, proposal, asks);
  kittectl_json_checks (builder, report, proposal, catalogue, transcript);
}

/**
 * kittectl_json_changes:
 * @changes: (nullable): %NULL: nothing came of it
 * @client: (nullable): only what is this mail program’s
 *
 * Adds “changes” and “secrets” to the object that is open; secrets themselves are never written.
 */
void
kittectl_json_changes (JsonBuilder *builder, KitteChangeSet *changes, const char *client)
{
  GPtrArray *files = changes != NULL ? kitte_change_set_get_files (changes) : NULL;
  GPtrArray *secrets = changes != NULL ? kitte_change_set_get_secrets (changes) : NULL;

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];

      if (client != NULL && !g_str_equal (client, file->client))
        continue;
      json_builder_begin_object (builder);
      kittectl_json_string (builder, "client", file->client);
      kittectl_json_string (builder, "path", file->path);
      kittectl_json_string (builder, "action", file->before == NULL ? "create" : "modify");
      kittectl_json_string (builder, "diff", file->preview);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "secrets");
  json_builder_begin_array (builder);
  for (guint i = 0; secrets != NULL && i < secrets->len; i++)
    {
      const KitteSecretChange *secret = secrets->pdata[i];

      if (client != NULL && !g_str_equal (client, secret->client))
        continue;
      json_builder_begin_object (builder);
      kittectl_json_string (builder, "client", secret->client);
      kittectl_json_string (builder, "store",
                            secret->place == KITTE_SECRET_PLACE_KEYRING ? "keyring" : "program");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * kittectl_json_left_out:
 * @left_out: (nullable) (element-type KitteLeftOut): %NULL: nobody
 *
 * Adds “left_out” to the object that is open.
 */
void
kittectl_json_left_out (JsonBuilder *builder, GPtrArray *left_out)
{
  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_array (builder);
  for (guint i = 0; left_out != NULL && i < left_out->len; i++)
    {
      const KitteLeftOut *one = left_out->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "client", one->client);
      kittectl_json_string (builder, "why", one->why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/**
 * kittectl_json_notes:
 * @notes: (nullable) (element-type KittePlanNote): %NULL: none
 *
 * Adds “notes” to the object that is open.
 */
void
kittectl_json_notes (JsonBuilder *builder, GPtrArray *notes)
{
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const KittePlanNote *note = notes->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "client", note->client);
      kittectl_json_string (builder, "code", note->code);
      kittectl_json_string (builder, "text", note->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_cause (JsonBuilder *builder, const KitteCause *cause)
{
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "code", cause->code);
  kittectl_json_string (builder, "likelihood", kitte_likelihood_to_nick (cause->likelihood));
  kittectl_json_string (builder, "title", cause->title);
  kittectl_json_string (builder, "text", cause->text);
  add_remedies (builder, cause->remedies);
  json_builder_end_object (builder);
}

/**
 * kittectl_json_meaning:
 *
 * Adds the keys of a meaning to the object that is open.
 */
void
kittectl_json_meaning (JsonBuilder *builder, const KitteMeaning *meaning)
{
  kittectl_json_string (builder, "written_by", kitte_writer_to_nick (meaning->written_by));
  kittectl_json_string (builder, "whom", meaning->whom);
  json_builder_set_member_name (builder, "causes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < meaning->causes->len; i++)
    add_cause (builder, meaning->causes->pdata[i]);
  json_builder_end_array (builder);
  add_strings (builder, "evidence", meaning->evidence);
}
