/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places where autoconfig documents lie: at the domain itself, in Mozilla’s database, and at
 * the owner of the mail exchanger; each place is a source of its own. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-autoconfig.h"
#include "kitte-exchangers.h"
#include "kitte-home.h"
#include "kitte-lookup-source.h"
#include "kitte-web.h"
#include "model/kitte-domain.h"

#include <string.h>

#define OWN_URL "https://autoconfig.%s/mail/config-v1.1.xml"
#define WELL_KNOWN_URL "https://%s/.well-known/autoconfig/mail/config-v1.1.xml"
#define PLAIN_URL "http://autoconfig.%s/mail/config-v1.1.xml"
#define DATABASE_URL "https://autoconfig.thunderbird.net/v1.1/%s"

/**
 * Place:
 * @domain: whose settings are asked for
 * @of_domain: whether the mail domain itself answers there
 * @database: whether the maintained database answers there
 * @plain: whether anybody on the way can change the answer
 * @foreign: whether @domain is that of the mail exchanger
 * @at_home: whether the mail domain is in a private network, so that this place may be there too
 */
typedef struct
{
  KitteLookupQuery *query;
  char *url;
  char *domain;
  gboolean of_domain;
  gboolean database;
  gboolean plain;
  gboolean foreign;
  gboolean at_home;
  guint row;
} Place;

static void
place_free (Place *place)
{
  kitte_lookup_query_unref (place->query);
  g_free (place->url);
  g_free (place->domain);
  g_free (place);
}

static KitteTriedOutcome
outcome_of (const GError *error)
{
  if (error->domain != KITTE_AUTOCONFIG_ERROR)
    return kitte_tried_outcome_from_error (error);
  return error->code == KITTE_AUTOCONFIG_ERROR_TOO_LARGE ? KITTE_TRIED_TOO_LARGE :
                                                           KITTE_TRIED_UNUSABLE;
}

/* The domain’s own document is its own word wherever the servers are, unless it came from somebody
 * else in the end; so is what the database has for this very domain. */
static KitteTrust
judge (const Place *place, const KitteProposal *proposal, const char *final_host)
{
  g_autofree char *own = kitte_domain_get_registrable (place->query->address->domain);
  g_autofree char *final = kitte_domain_get_registrable (final_host);

  if (place->plain)
    return KITTE_TRUST_ASKED;
  if (place->database && !place->foreign)
    return KITTE_TRUST_SURE;
  if (place->of_domain && own != NULL && g_strcmp0 (own, final) == 0)
    return KITTE_TRUST_SURE;
  return kitte_lookup_query_judge (place->query, proposal);
}

static KitteSource
source_of (const Place *place)
{
  if (place->foreign)
    return KITTE_SOURCE_MX;
  return place->database ? KITTE_SOURCE_DATABASE : KITTE_SOURCE_AUTOCONFIG;
}

static KitteProposal *
read_document (const Place *place, GBytes *document, const char *final_host, GError **error)
{
  const KitteAutoconfigUse use = {
    .address = place->query->address,
    .domain = place->of_domain ? NULL : place->domain,
    .cleartext = !place->plain,
    .foreign = place->foreign,
  };
  KitteProposal *proposal = kitte_autoconfig_read (document, &use, error);

  if (proposal == NULL)
    return NULL;
  proposal->source = source_of (place);
  proposal->trust = judge (place, proposal, final_host);
  proposal->forgeable = place->plain;
  return proposal;
}

static void
note_sign (const Place *place, const GError *error)
{
  KittePortalWitness witness = place->plain                       ? KITTE_PORTAL_PLAIN :
                               place->database && !place->foreign ? KITTE_PORTAL_DATABASE :
                                                                    KITTE_PORTAL_HTTPS;

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kitte_portal_note (&place->query->portal, witness, error);
}

static void
end (GTask *task, KitteProposal *proposal, const GError *error)
{
  Place *place = g_task_get_task_data (task);

  kitte_trail_end (place->query->trail, place->row,
                   proposal != NULL ? KITTE_TRIED_FOUND : outcome_of (error));
  if (g_task_return_error_if_cancelled (task))
    g_clear_pointer (&proposal, kitte_proposal_unref);
  else
    g_task_return_pointer (task, proposal, (GDestroyNotify) kitte_proposal_unref);
}

static void fetch (GTask *task);

/* Asked only where an exchanger’s owner is in a private network. */
static void
home_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Place *place = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  place->at_home = kitte_home_ask_finish (result);
  if (place->at_home && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      fetch (task);
      return;
    }
  g_set_error_literal (&error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_PRIVATE, "private");
  end (task, NULL, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Place *place = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *final_host = NULL;
  g_autoptr (GBytes) document =
      kitte_web_fetch_finish (KITTE_WEB (source), result, &final_host, &error);
  KitteProposal *proposal =
      document != NULL ? read_document (place, document, final_host, &error) : NULL;

  if (place->foreign && !place->at_home &&
      g_error_matches (error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_PRIVATE))
    {
      kitte_home_ask_async (place->query->resolver, place->query->address->domain,
                            g_task_get_cancellable (task), home_cb, g_object_ref (task));
      return;
    }
  note_sign (place, error);
  end (task, proposal, error);
}

/* Only the domain’s own hosts hear the address, by HTTPS: some make the user name from it. */
static void
fetch (GTask *task)
{
  Place *place = g_task_get_task_data (task);
  g_autofree char *escaped = g_uri_escape_string (place->query->address->text, NULL, FALSE);
  g_autofree char *query =
      place->of_domain && !place->plain ? g_strconcat ("emailaddress=", escaped, NULL) : NULL;

  gboolean by_stranger = place->foreign && !place->database && !place->at_home;

  kitte_web_fetch_async (place->query->web, place->url, query,
                         by_stranger ? KITTE_WEB_INTERNET : KITTE_WEB_ANYWHERE,
                         g_task_get_cancellable (task), fetched_cb, g_object_ref (task));
}

/* Begins the row; what it is asked for, and in which way, is the place’s. */
static void
begin (GTask *task)
{
  Place *place = g_task_get_task_data (task);

  place->row = kitte_trail_begin (place->query->trail, source_of (place), place->url);
  fetch (task);
}

static Place *
place_new (KitteLookupQuery *query, const char *domain, const char *pattern)
{
  Place *place = g_new0 (Place, 1);
  const char *gap = strstr (pattern, "%s");

  place->query = kitte_lookup_query_ref (query);
  place->domain = g_strdup (domain);
  place->url = g_strdup_printf ("%.*s%s%s", (int) (gap - pattern), pattern, domain, gap + 2);
  return place;
}

static GTask *
task_new (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_autoconfig_ask");
  return task;
}

static void
ask_place (Place *place,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = task_new (cancellable, callback, user_data);

  g_task_set_task_data (task, place, (GDestroyNotify) place_free);
  begin (task);
}

void
kitte_autoconfig_own_ask_async (KitteLookupQuery *query,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Place *place = place_new (query, query->address->domain, OWN_URL);

  place->of_domain = TRUE;
  ask_place (place, cancellable, callback, user_data);
}

void
kitte_autoconfig_well_known_ask_async (KitteLookupQuery *query,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  Place *place = place_new (query, query->address->domain, WELL_KNOWN_URL);

  place->of_domain = TRUE;
  ask_place (place, cancellable, callback, user_data);
}

void
kitte_autoconfig_plain_ask_async (KitteLookupQuery *query,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Place *place = place_new (query, query->address->domain, PLAIN_URL);

  place->of_domain = TRUE;
  place->plain = TRUE;
  ask_place (place, cancellable, callback, user_data);
}

void
kitte_autoconfig_database_ask_async (KitteLookupQuery *query,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Place *place = place_new (query, query->address->domain, DATABASE_URL);

  place->database = TRUE;
  ask_place (place, cancellable, callback, user_data);
}

/* Of the best exchanger: its name without the first label, and its registrable domain. The first
 * tells apart what one company does in several ways; nothing is asked at a public suffix. */
static char *
derive_domain (KitteLookupQuery *query, char **hosts, gboolean whole)
{
  g_autofree char *registrable = hosts[0] != NULL ? kitte_domain_get_registrable (hosts[0]) : NULL;
  const char *parent = hosts[0] != NULL ? strchr (hosts[0], '.') : NULL;

  if (registrable == NULL || parent == NULL ||
      kitte_domain_is_below (query->address->domain, registrable) ||
      g_str_equal (query->address->domain, registrable))
    return NULL;
  if (!whole)
    return g_steal_pointer (&registrable);
  return strlen (parent + 1) > strlen (registrable) ? g_strdup (parent + 1) : NULL;
}

/* What a question about the exchanger’s owner is: which part of the name, and where. */
typedef struct
{
  KitteLookupQuery *query;
  gboolean whole;
  gboolean database;
} Derived;

static void
derived_free (Derived *derived)
{
  kitte_lookup_query_unref (derived->query);
  g_free (derived);
}

static void
exchangers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Derived *derived = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (GStrv) hosts = kitte_exchangers_ask_finish (KITTE_EXCHANGERS (source), result, &error);
  g_autofree char *domain =
      hosts != NULL ? derive_domain (derived->query, hosts, derived->whole) : NULL;
  Place *place;

  if (hosts == NULL)
    g_task_return_error (task, error);
  else if (domain == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    {
      place = place_new (derived->query, domain, derived->database ? DATABASE_URL : OWN_URL);
      place->database = derived->database;
      place->foreign = TRUE;
      g_task_set_task_data (task, place, (GDestroyNotify) place_free);
      begin (task);
    }
}

static void
ask_derived (KitteLookupQuery *query,
             gboolean whole,
             gboolean database,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = task_new (cancellable, callback, user_data);
  Derived *derived = g_new0 (Derived, 1);

  derived->query = kitte_lookup_query_ref (query);
  derived->whole = whole;
  derived->database = database;
  g_task_set_task_data (task, derived, (GDestroyNotify) derived_free);
  kitte_exchangers_ask_async (query->exchangers, cancellable, exchangers_cb, task);
}

void
kitte_autoconfig_mx_zone_ask_async (KitteLookupQuery *query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  ask_derived (query, TRUE, FALSE, cancellable, callback, user_data);
}

void
kitte_autoconfig_mx_zone_database_ask_async (KitteLookupQuery *query,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  ask_derived (query, TRUE, TRUE, cancellable, callback, user_data);
}

void
kitte_autoconfig_mx_ask_async (KitteLookupQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  ask_derived (query, FALSE, FALSE, cancellable, callback, user_data);
}

void
kitte_autoconfig_mx_database_ask_async (KitteLookupQuery *query,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  ask_derived (query, FALSE, TRUE, cancellable, callback, user_data);
}
