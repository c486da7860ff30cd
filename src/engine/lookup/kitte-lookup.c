/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the sources that need no network (what the person gave by hand, then the presets) to those
 * that do; what was found is put together with what the person said. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-lookup.h"

#include "brand/kitte-brand-home.h"
#include "kitte-autoconfig.h"
#include "kitte-lookup-asks.h"
#include "kitte-lookup-compose.h"
#include "kitte-lookup-verdict.h"
#include "kitte-search.h"

/* What was found stays true while a person answers a few questions. */
#define KEPT_FOR (10 * 60 * G_USEC_PER_SEC)

struct _KitteLookup
{
  GObject parent_instance;
  KitteCatalogue *catalogue;
  KitteResolver *resolver;
  KitteWeb *web;
  KitteProposal *found;
  gint64 found_at;
};

/* One lookup on its way. */
typedef struct
{
  KitteLookupRequest request;
  KitteLookupQuery *query;
  KitteTrail *trail;
  KitteProposal *known;
} Errand;

G_DEFINE_QUARK (kitte_lookup_error, kitte_lookup_error)
G_DEFINE_FINAL_TYPE (KitteLookup, kitte_lookup, G_TYPE_OBJECT)

static void
kitte_lookup_finalize (GObject *object)
{
  KitteLookup *self = KITTE_LOOKUP (object);

  kitte_lookup_forget (self);
  g_clear_object (&self->resolver);
  g_clear_object (&self->web);
  g_clear_object (&self->catalogue);
  G_OBJECT_CLASS (kitte_lookup_parent_class)->finalize (object);
}

static void
kitte_lookup_class_init (KitteLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_lookup_finalize;
}

static void
kitte_lookup_init (KitteLookup *self)
{
}

static void
errand_free (Errand *errand)
{
  kitte_address_unref (errand->request.address);
  g_clear_pointer (&errand->request.answers, g_hash_table_unref);
  g_clear_pointer (&errand->request.incoming, kitte_server_unref);
  g_clear_pointer (&errand->request.outgoing, kitte_server_unref);
  g_clear_object (&errand->request.keep);
  g_clear_pointer (&errand->request.document, g_bytes_unref);
  g_clear_pointer (&errand->query, kitte_lookup_query_unref);
  g_clear_pointer (&errand->known, kitte_proposal_unref);
  g_clear_object (&errand->trail);
  g_free (errand);
}

static GHashTable *
copy_answers (GHashTable *answers)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (answers == NULL)
    return copy;
  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

static Errand *
errand_new (const KitteLookupRequest *request, KitteTrail *trail)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->request = *request;
  errand->request.address = kitte_address_ref (request->address);
  errand->request.answers = copy_answers (request->answers);
  if (request->incoming != NULL)
    errand->request.incoming = kitte_server_ref (request->incoming);
  if (request->outgoing != NULL)
    errand->request.outgoing = kitte_server_ref (request->outgoing);
  if (request->keep != NULL)
    errand->request.keep = g_object_ref (request->keep);
  if (request->document != NULL)
    errand->request.document = g_bytes_ref (request->document);
  errand->trail = trail != NULL ? g_object_ref (trail) : kitte_trail_new ();
  return errand;
}

static void
add_trail (KitteProposal *proposal, KitteTrail *trail)
{
  GPtrArray *tried = kitte_trail_get_tried (trail);

  for (guint i = 0; i < tried->len; i++)
    g_ptr_array_add (proposal->tried, kitte_tried_copy (tried->pdata[i]));
}

static void
return_result (GTask *task, KitteProposal *proposal, KitteFinding *finding, GPtrArray *tried)
{
  g_task_return_pointer (task, kitte_lookup_result_new (proposal, finding, tried),
                         (GDestroyNotify) kitte_lookup_result_unref);
}

static void
return_nothing (GTask *task, Errand *errand, const GError *why, GNetworkConnectivity connectivity)
{
  g_autoptr (KitteFinding) finding =
      kitte_lookup_verdict (errand->request.address, errand->trail, why, &errand->query->portal,
                            connectivity);

  return_result (task, NULL, finding, kitte_trail_get_tried (errand->trail));
}

static void
connectivity_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GNetworkConnectivity connectivity =
      (GNetworkConnectivity) g_task_propagate_int (G_TASK (result), NULL);

  if (!g_task_return_error_if_cancelled (task))
    return_nothing (task, g_task_get_task_data (task), NULL, connectivity);
}

/* The monitor may ask other processes, which can take longer than a frame. */
static void
connectivity_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, g_network_monitor_get_connectivity (g_network_monitor_get_default ()));
}

/* Nobody knows the domain, or nobody was let through: the desktop may know of a page to sign in to
 * this network first. */
static void
ask_for_connectivity (GTask *task)
{
  g_autoptr (GTask) question =
      g_task_new (NULL, g_task_get_cancellable (task), connectivity_cb, g_object_ref (task));

  g_task_set_name (question, "kitte_lookup_connectivity");
  g_task_set_return_on_cancel (question, TRUE);
  g_task_run_in_thread (question, connectivity_thread);
}

static void
return_found (GTask *task, Errand *errand, const KitteProposal *found)
{
  KitteLookup *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KitteProposal) proposal =
      kitte_lookup_compose (self->catalogue, &errand->request, errand->known, found, &error);

  if (proposal != NULL)
    return_result (task, proposal, NULL, proposal->tried);
  else
    g_task_return_error (task, error);
}

/* A document that the person was given: its hosts are as strange as any others. */
static void
read_given (GTask *task, Errand *errand)
{
  const KitteAutoconfigUse use = { .address = errand->request.address,
                                   .domain = errand->request.address->domain,
                                   .cleartext = TRUE };
  g_autoptr (KitteProposal) found = NULL;
  g_autoptr (GError) error = NULL;

  found = kitte_autoconfig_read (errand->request.document, &use, &error);
  if (found == NULL)
    {
      g_task_return_new_error (task, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_DOCUMENT, "%s",
                               error->message);
      return;
    }
  found->source = KITTE_SOURCE_FILE;
  found->trust = kitte_lookup_judge (errand->request.address, found);
  kitte_proposal_add_tried (found, kitte_source_to_nick (KITTE_SOURCE_FILE), "file",
                            kitte_tried_outcome_to_nick (KITTE_TRIED_FOUND), 0);
  return_found (task, errand, found);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteLookup *self = g_task_get_source_object (task);
  Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KitteProposal) found = kitte_search_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (found == NULL && errand->known != NULL)
    found = kitte_proposal_copy (errand->known);
  if (found != NULL)
    {
      g_ptr_array_set_size (found->tried, 0);
      add_trail (found, errand->trail);
      kitte_lookup_forget (self);
      self->found = kitte_proposal_ref (found);
      self->found_at = g_get_monotonic_time ();
      return_found (task, errand, found);
    }
  else if (error != NULL)
    return_nothing (task, errand, error, G_NETWORK_CONNECTIVITY_FULL);
  else
    ask_for_connectivity (task);
  g_clear_error (&error);
}

static gboolean
is_kept (KitteLookup *self, const KitteAddress *address)
{
  return self->found != NULL && g_str_equal (self->found->address->text, address->text) &&
         g_get_monotonic_time () - self->found_at < KEPT_FOR;
}

static void
search (KitteLookup *self, GTask *task, Errand *errand)
{
  guint n_sources;
  const KitteLookupSource *sources = kitte_lookup_source_list (&n_sources);

  if (is_kept (self, errand->request.address))
    {
      return_found (task, errand, self->found);
      return;
    }
  if (self->resolver == NULL)
    self->resolver = kitte_resolver_get_installed ();
  if (self->web == NULL)
    self->web = kitte_web_new ();
  errand->query = kitte_lookup_query_new (errand->request.address, self->catalogue, self->resolver,
                                          self->web, errand->trail, errand->request.keep);
  kitte_search_async (errand->query, sources, n_sources, g_task_get_cancellable (task), searched_cb,
                      g_object_ref (task));
}

static gboolean
has_both (const KitteProposal *known)
{
  return known->incoming->len > 0 && known->outgoing->len > 0;
}

/* Confirmed servers, servers given by hand, and what cannot be set up at all end the search before
 * it begins; so does the provider the person named, unless its servers are not known. */
static gboolean
ends_search (const KitteLookupRequest *request, const KitteProposal *known)
{
  if (request->offline || known->no_access != NULL)
    return TRUE;
  if (kitte_lookup_get_answer (request, KITTE_ASK_PROVIDER) != NULL)
    return known->certain || known->asks->len > 0 || has_both (known);
  return known->provider_id != NULL ? known->certain : has_both (known);
}

KitteLookup *
kitte_lookup_new (void)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_brand_open_catalogue ();

  return kitte_lookup_new_with (catalogue, NULL, NULL);
}

/**
 * kitte_lookup_new_with:
 * @resolver: (nullable): whom to ask for names; %NULL: the process’s
 * @web: (nullable): what fetches documents
 *
 * Returns: (transfer full): a lookup that answers from other presets and other name servers
 */
KitteLookup *
kitte_lookup_new_with (KitteCatalogue *catalogue, KitteResolver *resolver, KitteWeb *web)
{
  KitteLookup *self = g_object_new (KITTE_TYPE_LOOKUP, NULL);

  self->catalogue = g_object_ref (catalogue);
  g_set_object (&self->resolver, resolver);
  g_set_object (&self->web, web);
  return self;
}

/**
 * kitte_lookup_offline:
 * @request: the address, and what the person said so far
 *
 * Answers at once and without any network, so it may be called while the person types. Where the
 * answers hold %KITTE_ASK_PROVIDER, the person has said at which provider the mail is: then every
 * host comes from that preset, and servers given by hand are passed over.
 *
 * Returns: (transfer full) (nullable): the proposal, perhaps with open asks; %NULL with a
 *   #KITTE_LOOKUP_ERROR
 */
KitteProposal *
kitte_lookup_offline (KitteLookup *self, const KitteLookupRequest *request, GError **error)
{
  KitteProposal *proposal;

  g_return_val_if_fail (KITTE_IS_LOOKUP (self), NULL);
  g_return_val_if_fail (request != NULL && request->address != NULL, NULL);

  proposal = kitte_lookup_propose_known (self->catalogue, request, error);
  if (proposal != NULL)
    kitte_lookup_add_asks (request, proposal);
  return proposal;
}

/**
 * kitte_lookup_get_catalogue:
 *
 * Returns: (transfer none): the presets this lookup answers from
 */
KitteCatalogue *
kitte_lookup_get_catalogue (KitteLookup *self)
{
  g_return_val_if_fail (KITTE_IS_LOOKUP (self), NULL);

  return self->catalogue;
}

/**
 * kitte_lookup_async:
 * @request: copied
 * @trail: (nullable): shows what is asked while it is asked
 *
 * Looks in every source there is. Where a preset with confirmed servers knows the address, or both
 * servers are given by hand, the answer needs no network. What was found is kept, so that calling
 * again with more answers asks nobody anew. On the main context; it takes ten seconds at most, and
 * cancelling returns at once.
 */
void
kitte_lookup_async (KitteLookup *self,
                    const KitteLookupRequest *request,
                    KitteTrail *trail,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (KitteProposal) known = NULL;
  GError *error = NULL;
  Errand *errand;

  g_return_if_fail (KITTE_IS_LOOKUP (self));
  g_return_if_fail (request != NULL && request->address != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kitte_lookup");
  errand = errand_new (request, trail);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  if (request->document != NULL)
    {
      read_given (task, errand);
      return;
    }
  known = kitte_lookup_propose_known (self->catalogue, request, &error);
  if (known != NULL && ends_search (request, known))
    {
      kitte_lookup_add_asks (request, known);
      return_result (task, known, NULL, known->tried);
    }
  else if (error != NULL &&
           (request->offline ||
            !g_error_matches (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND)))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      if (known != NULL && known->provider_id != NULL)
        errand->known = g_steal_pointer (&known);
      search (self, task, errand);
    }
  g_clear_error (&error);
}

/**
 * kitte_lookup_finish:
 *
 * Returns: (transfer full): a proposal or the reason why there is none, and every source asked;
 *   %NULL with a #KITTE_PROVIDER_ERROR, %G_IO_ERROR_CANCELLED, %KITTE_LOOKUP_ERROR_BAD_ANSWER, or
 *   offline with %KITTE_LOOKUP_ERROR_NOTHING_FOUND
 */
KitteLookupResult *
kitte_lookup_finish (KitteLookup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kitte_lookup_forget:
 *
 * Forgets what was found, so that the next call asks everybody anew.
 */
void
kitte_lookup_forget (KitteLookup *self)
{
  g_return_if_fail (KITTE_IS_LOOKUP (self));

  g_clear_pointer (&self->found, kitte_proposal_unref);
}
