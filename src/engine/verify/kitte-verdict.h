/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answers of others say about a finding: the rules by which the line, the host or the
 * clock is named. */
#pragma once

#include "kitte-inquiry.h"
#include "kitte-knock.h"

G_BEGIN_DECLS

/**
 * KitteAnswers:
 * @instead: (element-type KitteKnock): the same host at its other ports, best first
 * @same: (element-type KitteKnock): others, at the same kind of port
 * @mail: (element-type KitteKnock): others, at another mail port
 * @web: (element-type KitteKnock): others, at a port that is not for mail
 * @old_tls: (element-type KitteKnock): the same server, asked for old versions
 * @promised: a preset that came with the program says that this port begins with STARTTLS
 */
typedef struct
{
  GPtrArray *instead;
  GPtrArray *same;
  GPtrArray *mail;
  GPtrArray *web;
  GPtrArray *old_tls;
  GNetworkConnectivity connectivity;
  gboolean promised;
} KitteAnswers;

gboolean kitte_verdict_is_unreachable (const KitteFinding *finding, gboolean connected);
gboolean kitte_verdict_wants_another_port (const KitteServer *server, const KitteFinding *finding);
gboolean kitte_verdict_misses_starttls (const KitteServer *server, const KitteFinding *finding);
gboolean kitte_verdict_is_about_time (const KitteFinding *finding);
gboolean kitte_verdict_is_web_page (const KitteFinding *finding);
gboolean kitte_verdict_clock_is_behind (const KitteFinding *finding, gint64 built);

KitteFinding *kitte_verdict_reach (const KitteServer *server,
                                   const KitteFinding *finding,
                                   gboolean connected,
                                   const KitteAnswers *answers,
                                   const KitteSurroundings *surroundings);

G_END_DECLS
