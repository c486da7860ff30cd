/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report that a person gives to a help desk: what was tried and what came of it, as text. */
#pragma once

#include "model/kitte-proposal.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

/**
 * KitteSupportRequest:
 * @address: (nullable): whose part before the @ is left out
 * @proposal: (nullable): where the settings came from
 * @report: (nullable): what the servers did; %NULL: none was asked
 * @finding: (nullable): what ended it where no server was asked
 * @programs: (nullable) (array zero-terminated=1): versions that only the caller knows, as in
 *   “GTK 4.8.3”
 * @transcript: whether what was said is in it
 *
 * Plain arguments; nothing is kept.
 */
typedef struct
{
  const KitteAddress *address;
  const KitteProposal *proposal;
  KitteReport *report;
  const KitteFinding *finding;
  const char *const *programs;
  gboolean transcript;
} KitteSupportRequest;

char *kitte_support_report_write (const KitteSupportRequest *request);

G_END_DECLS
