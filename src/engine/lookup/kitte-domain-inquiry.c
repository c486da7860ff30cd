/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to the DNS, for the mail exchangers of a domain: the answer says more than “not
 * known” where the domain does not exist, or says itself that it takes no mail. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-domain-inquiry.h"

#include "model/kitte-domain.h"

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

static KitteFindingCode
judge (GList *records, const GError *error)
{
  if (g_error_matches (error, KITTE_RESOLVER_ERROR, KITTE_RESOLVER_ERROR_NO_SUCH_NAME))
    return KITTE_FINDING_DOMAIN_NOT_FOUND;
  return takes_no_mail (records) ? KITTE_FINDING_DOMAIN_TAKES_NO_MAIL :
                                   KITTE_FINDING_NO_SETTINGS_FOUND;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = kitte_domain_to_display (g_task_get_task_data (task));
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           kitte_finding_new_full (judge (records, error), NULL, NULL, shown, 0),
                           (GDestroyNotify) kitte_finding_unref);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

/**
 * kitte_domain_inquiry_async:
 * @resolver: whom to ask; the process’s is kitte_resolver_get_installed()
 * @domain: the part behind the @, in ASCII
 *
 * Asks for the mail exchangers of @domain (RFC 5321, section 5.1), and for nothing else. The
 * resolver bounds the time. To be called on the main context.
 */
void
kitte_domain_inquiry_async (KitteResolver *resolver,
                            const char *domain,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KITTE_IS_RESOLVER (resolver) && domain != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kitte_domain_inquiry");
  g_task_set_task_data (task, g_strdup (domain), g_free);
  g_resolver_lookup_records_async (G_RESOLVER (resolver), domain, G_RESOLVER_RECORD_MX, cancellable,
                                   answered_cb, task);
}

/**
 * kitte_domain_inquiry_finish:
 *
 * Returns: (transfer full) (nullable): with the domain as its detail
 * %KITTE_FINDING_DOMAIN_NOT_FOUND, %KITTE_FINDING_DOMAIN_TAKES_NO_MAIL or, also where the DNS gave
 * no answer, %KITTE_FINDING_NO_SETTINGS_FOUND; %NULL with %G_IO_ERROR_CANCELLED
 */
KitteFinding *
kitte_domain_inquiry_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
