/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No encryption is never a fallback: it is asked for, by host, once encryption was looked for in
 * vain there. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-report-asks.h"

#include <glib/gi18n-lib.h>

static KitteAsk *
ask_for_cleartext (const KitteServer *server)
{
  const char *choices[] = { server->host, NULL };
  /* TRANSLATORS: a question; %s is a server’s name. */
  g_autofree char *label =
      g_strdup_printf (_ ("May “%s” be used without encryption?"), server->host);

  return kitte_ask_new (KITTE_ASK_CLEARTEXT, label,
                        _ ("This mail server does not support encryption. Password and mail could "
                           "be read on the way. Please do not use it on public Wi-Fi."),
                        choices, NULL, server->host, FALSE);
}

static gboolean
is_asked (GPtrArray *asks, const KitteServer *server)
{
  for (guint i = 0; i < asks->len; i++)
    if (g_str_equal (((const KitteAsk *) asks->pdata[i])->choices[0], server->host))
      return TRUE;
  return FALSE;
}

/**
 * kitte_report_find_asks:
 *
 * Returns: (transfer full) (element-type KitteAsk): a question for each host that offers no
 *   encryption; nothing secret was sent there
 */
GPtrArray *
kitte_report_find_asks (KitteReport *report)
{
  GListModel *checks = kitte_report_get_checks (report);
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      const KitteFinding *finding = kitte_check_get_finding (check);
      const KitteServer *server = kitte_check_get_server (check);

      if (finding != NULL && finding->code == KITTE_FINDING_PLAINTEXT_ONLY &&
          !is_asked (asks, server))
        g_ptr_array_add (asks, ask_for_cleartext (server));
    }
  return asks;
}
