/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the autoconfig reader: what comes out of any document is bounded, clean and
 * complete. */
#include "config.h"

#include "lookup/kitte-autoconfig.h"
#include "model/kitte-domain.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_servers (GPtrArray *servers)
{
  g_assert_cmpuint (servers->len, >, 0);
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      g_assert_true (kitte_domain_is_host (server->host) ||
                     g_hostname_is_ip_address (server->host));
      g_assert_cmpuint (server->port, >, 0);
      g_assert_cmpuint (server->auth.n_items, >, 0);
      g_assert_true (server->username == NULL || g_utf8_validate (server->username, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (GBytes) document = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  const KitteAutoconfigUse use = { .address = address, .cleartext = TRUE };
  g_autoptr (KitteProposal) proposal = kitte_autoconfig_read (document, &use, &error);

  g_assert_true ((proposal == NULL) == (error != NULL));
  if (proposal == NULL)
    return 0;
  check_servers (proposal->incoming);
  check_servers (proposal->outgoing);
  for (guint i = 0; i < proposal->hints->len; i++)
    g_assert_true (g_utf8_validate (((KitteHint *) proposal->hints->pdata[i])->text, -1, NULL));
  return 0;
}
