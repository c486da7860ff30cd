/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Kitte or its computer could not do, as one sentence, one code and one exit status. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "diagnose/kitte-diagnosis.h"
#include "export/kitte-export.h"
#include "json.h"
#include "kittectl.h"
#include "text.h"

/* What a script sees for an error of the engine: code and exit status. */
static void
classify (const GError *error, const char **code, KittectlStatus *status)
{
  static const char *const change_codes[] = { "file-changed",    "program-running", "disk-full",
                                              "read-only",       "secret-store",    "journal",
                                              "nothing-to-undo", "not-written" };
  static const char *const client_codes[] = { "program-running", "file-unreadable",  "unsupported",
                                              "already-set-up",  "primary-password", "secret-store",
                                              "not-written" };

  *code = "bad-usage";
  *status = KITTECTL_BAD_INPUT;
  if (error->domain == KITTE_ADDRESS_ERROR)
    *code = "bad-address";
  else if (g_error_matches (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND))
    {
      *code = "no-settings-found";
      *status = KITTECTL_NOTHING_FOUND;
    }
  else if (g_error_matches (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_DOCUMENT))
    {
      *code = "bad-document";
      *status = KITTECTL_NOTHING_FOUND;
    }
  else if (g_error_matches (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS))
    {
      *code = "no-settings-found";
      *status = KITTECTL_NOTHING_FOUND;
    }
  else if (error->domain == KITTE_CHANGE_ERROR)
    {
      *code = change_codes[error->code];
      *status = KITTECTL_NOT_WRITTEN;
    }
  else if (error->domain == KITTE_CLIENT_ERROR)
    {
      *code = client_codes[error->code];
      *status = error->code == KITTE_CLIENT_ERROR_PRIMARY_PASSWORD ? KITTECTL_ANSWER_NEEDED :
                                                                     KITTECTL_NOT_WRITTEN;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      *code = "cancelled";
      *status = KITTECTL_SAID_NO;
    }
  else if (error->domain == G_IO_ERROR &&
           !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    {
      *code = "not-written";
      *status = KITTECTL_NOT_WRITTEN;
    }
}

/**
 * kittectl_message_of_error:
 *
 * Returns: (transfer none): one sentence for the person
 */
const char *
kittectl_message_of_error (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ?
             _ ("Cancelled. Nothing was changed.") :
             error->message;
}

/* Returns: (nullable): which of the things that a code stands for it is */
static const char *
find_reason (const GError *error)
{
  return error->domain == KITTE_ADDRESS_ERROR ?
             kitte_address_error_to_nick ((KitteAddressError) error->code) :
             NULL;
}

static void
add_error (JsonBuilder *builder, const char *code, const char *reason, const char *message)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "code", code);
  if (reason != NULL)
    kittectl_json_string (builder, "reason", reason);
  kittectl_json_string (builder, "message", message);
  json_builder_end_object (builder);
}

/**
 * kittectl_json_error:
 *
 * Adds “error” to the object that is open.
 */
void
kittectl_json_error (JsonBuilder *builder, const GError *error)
{
  const char *code;
  KittectlStatus status;

  classify (error, &code, &status);
  add_error (builder, code, find_reason (error), kittectl_message_of_error (error));
}

/**
 * kittectl_status_of_error:
 *
 * Returns: the exit status that an error of the engine means
 */
KittectlStatus
kittectl_status_of_error (const GError *error)
{
  const char *code;
  KittectlStatus status;

  classify (error, &code, &status);
  return status;
}

static void
fail (KittectlRun *run,
      KittectlStatus status,
      const char *code,
      const char *reason,
      const char *message,
      GPtrArray *asks,
      GPtrArray *tried)
{
  if (run->finished)
    return;
  fflush (stdout);
  g_printerr ("kittectl: %s\n", message);
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_error (builder, code, reason, message);
      if (run->suggestion != NULL)
        kittectl_json_string (builder, "suggestion", run->suggestion);
      if (asks != NULL)
        kittectl_json_asks (builder, asks, NULL);
      if (tried != NULL)
        kittectl_json_tried (builder, tried);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else if (asks != NULL)
    kittectl_print_asks (asks);
  kittectl_exit (run, status);
}

/**
 * kittectl_fail:
 * @code: for scripts
 * @message: one sentence for the person
 *
 * Says what is wrong and ends the run.
 */
void
kittectl_fail (KittectlRun *run, KittectlStatus status, const char *code, const char *message)
{
  fail (run, status, code, NULL, message, NULL, NULL);
}

/**
 * kittectl_fail_to_find:
 * @finding: why there are no settings
 * @tried: (element-type KitteTried): who was asked
 *
 * Says why nothing was found and ends the run.
 */
void
kittectl_fail_to_find (KittectlRun *run, const KitteFinding *finding, GPtrArray *tried)
{
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);
  /* TRANSLATORS: a title and a text of whole sentences, one behind the other. */
  g_autofree char *message =
      g_strdup_printf (C_ ("sentences", "%s %s"), diagnosis->title, diagnosis->text);
  gboolean offline =
      finding->place == KITTE_PLACE_PROXY ||
      (finding->code >= KITTE_FINDING_OFFLINE && finding->code <= KITTE_FINDING_DNS_FAILURE);

  if (finding->code == KITTE_FINDING_NO_SETTINGS_FOUND && !run->options.json &&
      run->typed_servers == NULL)
    kittectl_print_questions (run);
  fail (run, offline ? KITTECTL_NO_NETWORK : KITTECTL_NOTHING_FOUND,
        kitte_finding_code_to_nick (finding->code), NULL, message, NULL, tried);
}

/* What opens a password store that is locked by a primary password. */
static GPtrArray *
make_primary_password_ask (void)
{
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  g_ptr_array_add (
      asks,
      /* TRANSLATORS: “primary password” is Thunderbird's own word. */
      kitte_ask_new (KITTE_ASK_PRIMARY_PASSWORD, _ ("Primary password of Thunderbird"),
                     _ ("An empty line leaves the passwords out; Thunderbird then asks "
                        "for the mail password itself."),
                     NULL, NULL, NULL, TRUE));
  return asks;
}

/**
 * kittectl_fail_with:
 * @error: of any room of the engine
 *
 * Says what is wrong and ends the run with the status of the contract.
 */
void
kittectl_fail_with (KittectlRun *run, const GError *error)
{
  const char *code;
  KittectlStatus status;
  g_autoptr (GPtrArray) asks = NULL;

  classify (error, &code, &status);
  if (g_error_matches (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD))
    asks = make_primary_password_ask ();
  fail (run, status, code, find_reason (error), kittectl_message_of_error (error), asks, NULL);
}
