/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to the DNS, for the mail exchangers of a domain (RFC 5321, section 5.1). The answer
 * also tells a domain that does not exist, and one that says itself that it takes no mail. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-exchangers.h"

#include "kitte-lookup-error.h"
#include "model/kitte-domain.h"

#include <string.h>

/* Domains with more exchangers than this have several of the same owner. */
#define MAX_EXCHANGERS 10

struct _KitteExchangers
{
  GObject parent_instance;
  KitteResolver *resolver;
  KitteTrail *trail;
  char *domain;
  guint row;
  GCancellable *asking;
  GPtrArray *waiting;
  char **hosts;
  GError *error;
};

/* Somebody who waits, and who may stop waiting at any time. */
typedef struct
{
  GTask *task;
  GSource *cancel_source;
} Waiter;

G_DEFINE_FINAL_TYPE (KitteExchangers, kitte_exchangers, G_TYPE_OBJECT)

static void
waiter_free (Waiter *waiter)
{
  if (waiter->cancel_source != NULL)
    {
      g_source_destroy (waiter->cancel_source);
      g_source_unref (waiter->cancel_source);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

/* RFC 7505, section 3: exactly one record, for the root. */
static gboolean
takes_no_mail (GList *records)
{
  const char *exchanger;

  if (records == NULL || records->next != NULL)
    return FALSE;
  g_variant_get (records->data, "(q&s)", NULL, &exchanger);
  return *exchanger == '\0' || g_str_equal (exchanger, ".");
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  guint16 first;
  guint16 second;
  const char *first_host;
  const char *second_host;

  g_variant_get ((GVariant *) a, "(q&s)", &first, &first_host);
  g_variant_get ((GVariant *) b, "(q&s)", &second, &second_host);
  return first != second ? (first < second ? -1 : 1) : g_ascii_strcasecmp (first_host, second_host);
}

/* Of equal preference the order is the names’ own, so that two searches agree. */
static char **
read_hosts (GList **records)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  *records = g_list_sort (*records, compare_records);
  for (GList *l = *records; l != NULL && n < MAX_EXCHANGERS; l = l->next)
    {
      const char *given;
      g_autofree char *host = NULL;

      g_variant_get (l->data, "(q&s)", NULL, &given);
      host = g_ascii_strdown (given, -1);
      if (g_str_has_suffix (host, "."))
        host[strlen (host) - 1] = '\0';
      if (!kitte_domain_is_host (host))
        continue;
      g_strv_builder_add (builder, host);
      n++;
    }
  return g_strv_builder_end (builder);
}

static void
judge (KitteExchangers *self, GList **records, GError *error)
{
  KitteTriedOutcome outcome = kitte_tried_outcome_from_error (error);

  if (g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME))
    self->error =
        g_error_new_literal (KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND, self->domain);
  else if (takes_no_mail (*records))
    self->error = g_error_new_literal (KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL,
                                       self->domain);
  else if (error == NULL ||
           g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_DATA))
    self->hosts = read_hosts (records);
  else
    self->error = g_error_copy (error);
  if (self->hosts != NULL && self->hosts[0] != NULL)
    outcome = KITTE_TRIED_FOUND;
  kitte_trail_end (self->trail, self->row, outcome);
}

static void
answer (KitteExchangers *self, GTask *task)
{
  if (self->error != NULL)
    g_task_return_error (task, g_error_copy (self->error));
  else
    g_task_return_pointer (task, g_strdupv (self->hosts), (GDestroyNotify) g_strfreev);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteExchangers) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      judge (self, &records, error);
      waiting = g_steal_pointer (&self->waiting);
      self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
      for (guint i = 0; i < waiting->len; i++)
        answer (self, ((Waiter *) waiting->pdata[i])->task);
    }
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

/* Nobody waits any more: the question has no one to answer to. */
static void
stop_if_unwanted (KitteExchangers *self)
{
  if (self->waiting->len > 0 || self->hosts != NULL || self->error != NULL)
    return;
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  kitte_trail_end (self->trail, self->row, KITTE_TRIED_STOPPED);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  KitteExchangers *self = g_task_get_source_object (task);

  for (guint i = 0; i < self->waiting->len; i++)
    if (((Waiter *) self->waiting->pdata[i])->task == task)
      {
        g_ptr_array_remove_index (self->waiting, i);
        break;
      }
  stop_if_unwanted (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
wait (KitteExchangers *self, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  waiter->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      waiter->cancel_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancel_source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (waiter->cancel_source, NULL);
    }
  g_ptr_array_add (self->waiting, waiter);
}

static void
ask_dns (KitteExchangers *self)
{
  g_autofree char *what = g_strdup_printf ("MX %s", self->domain);

  self->asking = g_cancellable_new ();
  self->row = kitte_trail_begin (self->trail, KITTE_SOURCE_MX, what);
  g_resolver_lookup_records_async (G_RESOLVER (self->resolver), self->domain, G_RESOLVER_RECORD_MX,
                                   self->asking, answered_cb, g_object_ref (self));
}

static void
kitte_exchangers_finalize (GObject *object)
{
  KitteExchangers *self = KITTE_EXCHANGERS (object);

  g_clear_object (&self->asking);
  g_clear_object (&self->resolver);
  g_clear_object (&self->trail);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->waiting);
  g_strfreev (self->hosts);
  g_free (self->domain);
  G_OBJECT_CLASS (kitte_exchangers_parent_class)->finalize (object);
}

static void
kitte_exchangers_class_init (KitteExchangersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_exchangers_finalize;
}

static void
kitte_exchangers_init (KitteExchangers *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
}

/**
 * kitte_exchangers_new:
 * @domain: the part behind the @, in ASCII
 *
 * Returns: (transfer full): a question that is asked when somebody first wants the answer
 */
KitteExchangers *
kitte_exchangers_new (KitteResolver *resolver, const char *domain, KitteTrail *trail)
{
  KitteExchangers *self = g_object_new (KITTE_TYPE_EXCHANGERS, NULL);

  self->resolver = g_object_ref (resolver);
  self->domain = g_strdup (domain);
  self->trail = g_object_ref (trail);
  return self;
}

/**
 * kitte_exchangers_ask_async:
 *
 * The resolver bounds the time. To be called on the main context.
 */
void
kitte_exchangers_ask_async (KitteExchangers *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_EXCHANGERS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kitte_exchangers_ask");
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL || self->hosts != NULL)
    {
      answer (self, task);
      return;
    }
  wait (self, task);
  if (self->asking == NULL)
    ask_dns (self);
}

/**
 * kitte_exchangers_ask_finish:
 *
 * Returns: (transfer full): the exchangers, most preferred first, in lower case; empty where the
 *   domain names none; %NULL with %KITTE_LOOKUP_ERROR_DOMAIN_NOT_FOUND,
 *   %KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL or a #KITTE_RESOLVER_ERROR
 */
char **
kitte_exchangers_ask_finish (KitteExchangers *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
