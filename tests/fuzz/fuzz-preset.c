/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A preset from anybody: either it is refused with its file and a reason, or every question to it
 * is answered, and no server is one that the rules forbid. */
#include "config.h"

#include "model/kitte-domain.h"
#include "provider/kitte-preset.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define FILE_NAME "fuzz.json"

static void
check_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      g_assert_cmpuint (server->port, >, 0);
      g_assert_true (g_hostname_is_ip_address (server->host) ||
                     kitte_domain_is_host (server->host));
    }
}

static void
check_proposal (KittePreset *preset, const char *typed, const char *mx)
{
  g_autoptr (KitteAddress) address = kitte_address_new (typed, NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, mx, NULL, NULL);

  if (proposal == NULL)
    return;
  check_servers (proposal->incoming);
  check_servers (proposal->outgoing);
  g_assert_nonnull (proposal->provider_name);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePreset) preset = kitte_preset_new (bytes, FILE_NAME, KITTE_ORIGIN_USER, &error);

  if (preset == NULL)
    {
      g_assert_true (g_str_has_prefix (error->message, FILE_NAME ": "));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  check_proposal (preset, "taro.y@example.jp", NULL);
  check_proposal (preset, "taro@a.members.example.jp", "mx1.example.jp");
  check_proposal (preset, "a..b.@docomo.ne.jp", "evil.example");
  kitte_preset_is_former_host (preset, NULL, "mail.example.jp");
  return 0;
}
