/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way a help page goes through it with the reader: which program, whose address, whose line,
 * and so what is to be done. All of it is seen; what cannot be seen is said not to show.
 *
 * TRANSLATORS of this file: these sentences stand below each other, each on a line of its own, as
 * somebody would tell them who has looked at the computer for you. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-story.h"

#include <glib/gi18n-lib.h>

#include "kitte-repair-private.h"
#include "model/kitte-domain.h"

static void
remark_free (KitteRemark *remark)
{
  g_free (remark->text);
  g_free (remark);
}

static void
add (GPtrArray *remarks, const char *code, char *taken_text)
{
  KitteRemark *remark = g_new0 (KitteRemark, 1);

  remark->code = code;
  remark->text = taken_text;
  g_ptr_array_add (remarks, remark);
}

static void
tell_program (KitteRepair *repair, GPtrArray *remarks)
{
  g_autofree char *programs = kitte_repair_list_programs (repair);

  add (remarks, "program",
       /* TRANSLATORS: %s is the name of a mail program, or several. */
       g_strdup_printf (_ ("This mail is read in %s."), programs));
}

static void
tell_address (KitteRepair *repair, GPtrArray *remarks)
{
  const char *name = repair->proposal != NULL ? repair->proposal->provider_name : NULL;

  if (repair->proposal == NULL)
    add (remarks, "address-unknown",
         g_strdup (
             _ ("Which company keeps this mailbox does not show in the address. So Kitte goes "
                "by the servers that are set.")));
  else if (repair->provenance == KITTE_PROVENANCE_ADDRESS)
    /* TRANSLATORS: %s is a provider’s name. */
    add (remarks, "address-own", g_strdup_printf (_ ("The address belongs to %s."), name));
  else if (repair->provenance == KITTE_PROVENANCE_EXCHANGER)
    add (remarks, "address-hosted",
         /* TRANSLATORS: %s is a provider’s name. */
         g_strdup_printf (_ ("The address has a domain of its own, and its mail is delivered to "
                             "%s."),
                          name));
  else if (repair->provenance == KITTE_PROVENANCE_HOST)
    add (remarks, "address-hosted",
         /* TRANSLATORS: %s is a provider’s name. */
         g_strdup_printf (_ ("The address has a domain of its own, and the server that is set is "
                             "one of %s."),
                          name));
  else
    /* TRANSLATORS: %s is a provider’s name. */
    add (remarks, "address-chosen", g_strdup_printf (_ ("You said that the mail is at %s."), name));
}

/* Whether one of the provider’s servers was reached that only its own lines get through to. */
static gboolean
got_through (KitteRepair *repair, KittePreset *preset)
{
  for (guint i = 0; i < repair->accounts->len; i++)
    {
      const KitteRepairAccount *account = repair->accounts->pdata[i];
      const KitteSighting *seen[] = { account->incoming, account->outgoing };
      const KitteServer *servers[] = { account->existing->incoming, account->existing->outgoing };

      for (gsize j = 0; j < G_N_ELEMENTS (seen); j++)
        if (seen[j] != NULL && servers[j] != NULL && seen[j]->finding != NULL &&
            kitte_finding_code_is_success (seen[j]->finding->code) &&
            kitte_preset_is_line_only (preset, servers[j]))
          return TRUE;
    }
  return FALSE;
}

static gboolean
is_own_line (KitteRepair *repair, KittePreset *preset)
{
  return preset != NULL &&
         ((repair->network != NULL && kitte_preset_has_line (preset, repair->network)) ||
          got_through (repair, preset));
}

static void
tell_own_line (KittePreset *preset, GPtrArray *remarks)
{
  const char *name = kitte_preset_get_name (preset);

  add (remarks, "line-own",
       kitte_preset_blocks_port_25 (preset) ?
           /* TRANSLATORS: %s is a provider’s name. */
           g_strdup_printf (_ ("This computer is on a line of %s. The old way of sending, port 25, "
                               "is closed there."),
                            name) :
           /* TRANSLATORS: %s is a provider’s name. */
           g_strdup_printf (_ ("This computer is on a line of %s."), name));
}

static void
tell_other_line (KitteRepair *repair, GPtrArray *remarks)
{
  g_autoptr (KittePreset) owner = kitte_catalogue_find_domain (repair->catalogue, repair->network);
  g_autofree char *domain = kitte_domain_to_display (repair->network);

  add (remarks, "line-other",
       g_strdup_printf (
           /* TRANSLATORS: %s is the name of an internet provider, or its domain. */
           _ ("This computer is on a line of %s. The right settings are the same on every line."),
           owner != NULL ? kitte_preset_get_name (owner) : domain));
}

/* Where nothing has to be changed the line makes no difference. */
static void
tell_line (KitteRepair *repair, GPtrArray *remarks)
{
  g_autoptr (KittePreset) preset =
      repair->proposal != NULL ?
          kitte_catalogue_get_preset (repair->catalogue, repair->proposal->provider_id) :
          NULL;

  if (!kitte_repair_is_needed (repair))
    return;
  if (is_own_line (repair, preset))
    tell_own_line (preset, remarks);
  else if (repair->network != NULL)
    tell_other_line (repair, remarks);
  else
    add (remarks, "line-unknown",
         g_strdup (_ ("Whose line this computer is on does not show. The right settings are the "
                      "same on every line.")));
}

static gboolean
is_told (GPtrArray *remarks, const char *text)
{
  for (guint i = 0; i < remarks->len; i++)
    if (g_str_equal (((const KitteRemark *) remarks->pdata[i])->text, text))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): where the program itself takes the exception back */
static char *
explain_place (const KitteExistingAccount *existing, const KitteProblem *problem)
{
  const KitteServer *server = problem->incoming ? existing->incoming : existing->outgoing;
  gboolean is_certificate = g_str_equal (problem->code, "cert-exception");

  if (g_str_equal (existing->client, "thunderbird") && is_certificate)
    return g_strdup_printf (
        /* TRANSLATORS: %s is a server. The places are named as Thunderbird names them. */
        _ ("The exception for %s is no longer needed. It can be deleted in Thunderbird: Settings ▸ "
           "Privacy & Security ▸ Certificates ▸ Manage Certificates ▸ Servers."),
        server->host);
  if (g_str_equal (existing->client, "thunderbird"))
    return g_strdup (
        /* TRANSLATORS: the places are named as Thunderbird names them; what begins with
         * “security.tls” stays as it is. */
        _ ("This mailbox does not need the old ways to encrypt any more. They can be switched off "
           "in "
           "Thunderbird: Settings ▸ General ▸ Config Editor, and there reset what begins with "
           "“security.tls.version”."));
  if (g_str_equal (existing->client, "evolution") && is_certificate)
    return g_strdup_printf (
        /* TRANSLATORS: %s is a server. The places are named as Evolution names them. */
        _ ("The exception for %s is no longer needed. It can be deleted in Evolution: Edit ▸ "
           "Preferences ▸ Certificates ▸ Mail."),
        server->host);
  return NULL;
}

/* The versions count for both directions: one server may need what the other does not. */
static gboolean
is_left_to_person (const KitteRepairAccount *account, const KitteProblem *problem)
{
  GPtrArray *problems = account->judgement->problems;

  for (guint i = 0; g_str_equal (problem->code, "old-tls") && i < problems->len; i++)
    if (g_str_equal (((const KitteProblem *) problems->pdata[i])->rule, "old-tls-server"))
      return FALSE;
  return kitte_repair_is_left_to_person (account, problem);
}

/* What Kitte does not write is said with its place, so that nobody has to look for it. */
static void
tell_by_hand (KitteRepair *repair, GPtrArray *remarks)
{
  for (guint i = 0; i < repair->accounts->len; i++)
    {
      const KitteRepairAccount *account = repair->accounts->pdata[i];
      GPtrArray *problems = account->judgement->problems;

      for (guint j = 0; j < problems->len; j++)
        {
          g_autofree char *text = is_left_to_person (account, problems->pdata[j]) ?
                                      explain_place (account->existing, problems->pdata[j]) :
                                      NULL;

          if (text != NULL && !is_told (remarks, text))
            add (remarks, "by-hand", g_steal_pointer (&text));
        }
    }
}

static void
tell_outcome (KitteRepair *repair, GPtrArray *remarks)
{
  if (!kitte_repair_is_needed (repair))
    {
      if (kitte_repair_get_unclear (repair) == NULL &&
          kitte_repair_get_severity (repair) == KITTE_SEVERITY_FINE)
        add (remarks, "fine", g_strdup (_ ("Nothing in these settings has to be changed.")));
    }
  else if (kitte_repair_works_now (repair))
    add (remarks, "will-stop",
         g_strdup (_ ("It still works here and now, and will stop elsewhere or later. Changing it "
                      "does no harm, and can be taken back.")));
  else
    add (remarks, "broken", g_strdup (_ ("So these settings have to be changed:")));
}

/**
 * kitte_repair_tell:
 *
 * To be called after a look.
 *
 * Returns: (transfer full) (element-type KitteRemark): in the order in which they are to be read
 */
GPtrArray *
kitte_repair_tell (KitteRepair *repair)
{
  GPtrArray *remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) remark_free);

  g_return_val_if_fail (KITTE_IS_REPAIR (repair), remarks);

  tell_program (repair, remarks);
  if (kitte_repair_has_address (repair))
    tell_address (repair, remarks);
  tell_line (repair, remarks);
  tell_by_hand (repair, remarks);
  tell_outcome (repair, remarks);
  return remarks;
}
