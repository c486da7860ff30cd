/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An accountrc as anybody may have left it: what is read can be judged, whatever stands there. */
#include "config.h"

#include <string.h>

#include "clients/kitte-accountrc.h"
#include "clients/kitte-camel-certs.h"
#include "clients/kitte-priority-string.h"
#include "repair/kitte-judge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_dialect (GBytes *bytes, const KitteAccountrcDialect *dialect)
{
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new ("claws-mail", "Claws Mail", NULL, NULL, "/home/taro", FALSE);
  g_autoptr (KitteAccountrc) file = kitte_accountrc_parse (bytes);
  g_autoptr (GPtrArray) accounts =
      kitte_accountrc_get_accounts (file, dialect, "/home/taro/accountrc", installation);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteExistingAccount *account = accounts->pdata[i];
      g_autoptr (KitteJudgement) judgement =
          kitte_judge_account (account, &(KitteEvidence){ .catalogue = NULL });

      g_assert_true (account->incoming != NULL || account->outgoing != NULL);
      g_assert_true (account->incoming == NULL ||
                     g_utf8_validate (account->incoming->host, -1, NULL));
      for (guint j = 0; j < judgement->problems->len; j++)
        g_assert_true (
            g_utf8_validate (((KitteProblem *) judgement->problems->pdata[j])->text, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  guint oldest, newest;

  check_dialect (bytes, &kitte_accountrc_claws);
  check_dialect (bytes, &kitte_accountrc_sylpheed);
  kitte_camel_certs_accept (bytes, "mail.example.test");
  kitte_priority_string_get_versions (text, &oldest, &newest);
  g_assert_true (newest == 0 || oldest <= newest);
  return 0;
}
