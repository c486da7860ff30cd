/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what was found out, as one would tell it; then each program with what is wrong there. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repair-findings.h"

#include "kitte-box.h"
#include "repair/kitte-repair-story.h"

#include <glib/gi18n.h>

static void
add_remarks (GtkBox *box, KitteRepair *repair)
{
  g_autoptr (GPtrArray) remarks = kitte_repair_tell (repair);

  for (guint i = 0; i < remarks->len; i++)
    kitte_box_add_line (box, ((const KitteRemark *) g_ptr_array_index (remarks, i))->text, NULL);
}

static void
add_account (GtkBox *box, const KitteRepairAccount *account)
{
  g_auto (GStrv) sentences = kitte_judgement_get_sentences (account->judgement);

  kitte_box_add_line (box, account->existing->installation->name, "heading");
  if (account->judgement->unclear != NULL)
    kitte_box_add_line (box, account->judgement->unclear, NULL);
  else if (kitte_judgement_is_healthy (account->judgement))
    kitte_box_add_line (box, _ ("Nothing is wrong with this account."), NULL);
  for (guint i = 0; sentences[i] != NULL; i++)
    kitte_box_add_line (box, sentences[i], NULL);
}

/**
 * kitte_repair_findings_show:
 * @looked: whether the servers were looked at; before that only the settings are known
 */
void
kitte_repair_findings_show (GtkBox *box, KitteRepair *repair, gboolean looked)
{
  GPtrArray *accounts;

  g_return_if_fail (GTK_IS_BOX (box) && KITTE_IS_REPAIR (repair));

  kitte_box_clear (box);
  kitte_box_add_line (box, kitte_repair_get_address (repair), "heading");
  if (looked)
    add_remarks (box, repair);
  accounts = kitte_repair_get_accounts (repair);
  for (guint i = 0; i < accounts->len; i++)
    add_account (box, g_ptr_array_index (accounts, i));
}
