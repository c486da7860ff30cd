/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePortalSigns: what a search saw of a network that wants a sign-in on a page of its own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KittePortalWitness:
 * @KITTE_PORTAL_HTTPS: any host, by HTTPS
 * @KITTE_PORTAL_DATABASE: the maintained database, by HTTPS: a host that is known to be there, with
 *   a certificate that is looked after
 * @KITTE_PORTAL_PLAIN: the domain’s own host by plain HTTP, in whose place anybody can answer
 */
typedef enum
{
  KITTE_PORTAL_HTTPS,
  KITTE_PORTAL_DATABASE,
  KITTE_PORTAL_PLAIN,
} KittePortalWitness;

/**
 * KittePortalSigns:
 * @trusted_answer: somebody answered with the right certificate, so that the network lets through
 * @somebody_else: in the database’s place somebody with a certificate for another name
 * @shut: the database could not be reached
 * @plain_page: in the domain’s place a web page, or a way to somewhere else
 *
 * All zero to begin with.
 */
typedef struct
{
  gboolean trusted_answer;
  gboolean somebody_else;
  gboolean shut;
  gboolean plain_page;
} KittePortalSigns;

void kitte_portal_note (KittePortalSigns *self, KittePortalWitness witness, const GError *error);
gboolean kitte_portal_is_likely (const KittePortalSigns *self);

G_END_DECLS
