/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl presets check --live: a provider’s staff looks at its own service from outside. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "json.h"
#include "kittectl.h"
#include "provider/kitte-preset-member.h"
#include "service-output.h"
#include "wire/kitte-trust-store.h"

/* A stand-in for the part before the @: only the domain counts. */
#define ANYBODY "user"

/* One provider after the other, so that the number of connections stays what one of them makes. */
typedef struct
{
  KittectlRun *run;
  GPtrArray *services;
  guint current;
  gboolean offline;
} Job;

static void
job_free (Job *job)
{
  g_ptr_array_unref (job->services);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
print_json (Job *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "services");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->services->len; i++)
    kittectl_json_service (builder, job->services->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

static void
note_offline (Job *job, KitteServiceCheck *service)
{
  GPtrArray *rows = kitte_service_check_get_rows (service);

  for (guint i = 0; i < rows->len; i++)
    {
      const KitteServiceRow *row = rows->pdata[i];

      job->offline |= row->finding != NULL && row->finding->code == KITTE_FINDING_OFFLINE;
    }
}

static void
finish (Job *job, gboolean cancelled)
{
  gboolean good = !cancelled;
  KittectlRun *run = job->run;

  for (guint i = 0; i < job->services->len; i++)
    good = kitte_service_check_is_good (job->services->pdata[i]) && good;
  if (run->options.json)
    print_json (job);
  else if (cancelled)
    g_print ("%s\n", _ ("Cancelled. Nothing was changed."));
  kittectl_exit (run, good ? KITTECTL_DONE : job->offline ? KITTECTL_NO_NETWORK : KITTECTL_SAID_NO);
  job_free (job);
}

static void look_at_next (Job *job);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  KitteServiceCheck *service = KITTE_SERVICE_CHECK (source);
  gboolean done = kitte_service_check_run_finish (service, result, NULL);

  note_offline (job, service);
  if (!job->run->options.json)
    kittectl_print_service (service);
  job->current++;
  if (done)
    look_at_next (job);
  else
    finish (job, TRUE);
}

static void
look_at_next (Job *job)
{
  int deadline = job->run->options.deadline;

  if (job->current == job->services->len)
    finish (job, FALSE);
  else
    kitte_service_check_run_async (job->services->pdata[job->current],
                                   deadline != KITTECTL_NO_DEADLINE ? (guint) deadline : 0,
                                   job->run->cancellable, looked_cb, job);
}

static void
trusted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  kitte_trust_store_load_finish (KITTE_TRUST_STORE (source), result, NULL);
  look_at_next (user_data);
}

static KitteAddress *
find_address (KittectlRun *run, KittePreset *preset)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  JsonArray *domains = kitte_preset_member_array (match, "domains");
  g_autofree char *text = NULL;

  if (run->address != NULL)
    return kitte_address_ref (run->address);
  if (domains == NULL || json_array_get_length (domains) == 0)
    return NULL;
  text = g_strconcat (ANYBODY "@", json_array_get_string_element (domains, 0), NULL);
  return kitte_address_new (text, NULL);
}

static gboolean
add (Job *job, KittePreset *preset)
{
  KittectlRun *run = job->run;
  g_autoptr (KitteAddress) address = find_address (run, preset);
  g_autoptr (KitteWeb) web = NULL;
  g_autoptr (GError) error = NULL;
  KitteServiceCheck *service;

  if (address == NULL)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("This depends on the address; give one with --address."));
      return FALSE;
    }
  web = kitte_web_new ();
  service = kitte_service_check_new (preset, address, run->answers, kitte_resolver_get_installed (),
                                     web, &error);
  if (service == NULL)
    {
      kittectl_fail_with (run, error);
      return FALSE;
    }
  g_ptr_array_add (job->services, service);
  return TRUE;
}

static gboolean
add_named (Job *job, KitteCatalogue *catalogue, char **ids)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, ids[i]);

      if (preset == NULL)
        {
          g_autofree char *message =
              g_strdup_printf (_ ("There is no preset “%s”; see kittectl presets list."), ids[i]);

          kittectl_fail (job->run, KITTECTL_BAD_INPUT, "bad-usage", message);
          return FALSE;
        }
      if (!add (job, preset))
        return FALSE;
    }
  return TRUE;
}

/* Without a name: what did not come with the program is one’s own. */
static gboolean
add_own (Job *job, KitteCatalogue *catalogue)
{
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);

  for (guint i = 0; i < presets->len; i++)
    if (kitte_preset_get_origin (presets->pdata[i]) != KITTE_ORIGIN_SHIPPED &&
        !add (job, presets->pdata[i]))
      return FALSE;
  if (job->services->len > 0)
    return TRUE;
  kittectl_fail (job->run, KITTECTL_BAD_INPUT, "bad-usage",
                 _ ("Give the name of a preset; see kittectl presets list."));
  return FALSE;
}

/**
 * kittectl_check_services:
 * @ids: the presets; none: those that did not come with the program
 *
 * Looks at the servers and at what is published, and prints a table. Signs in nowhere.
 */
void
kittectl_check_services (KittectlRun *run, KitteCatalogue *catalogue, char **ids)
{
  g_autoptr (Job) job = g_new0 (Job, 1);

  job->run = run;
  job->services = g_ptr_array_new_with_free_func (g_object_unref);
  if (!kittectl_take_plain_answers (run) ||
      (run->options.for_address != NULL && !kittectl_read_address (run, run->options.for_address)))
    return;
  kitte_resolver_install ();
  if (*ids != NULL ? !add_named (job, catalogue, ids) : !add_own (job, catalogue))
    return;
  kitte_trust_store_load_async (kitte_trust_store_get_default (), NULL, trusted_cb,
                                g_steal_pointer (&job));
}
