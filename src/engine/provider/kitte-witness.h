/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWitness: another provider’s servers, to compare a server or the line with. */
#pragma once

#include "kitte-catalogue.h"

G_BEGIN_DECLS

/**
 * KitteWitness:
 * @mail: (element-type KitteServer): its encrypted mail servers
 * @exchange_domain: (nullable): a domain of its own whose mail exchangers take mail on port 25
 * @web_host: (nullable): a host of its own that serves web pages
 *
 * Nothing but connections without a sign-in are made to these. A value: read the fields, never
 * write them.
 */
typedef struct
{
  GPtrArray *mail;
  char *exchange_domain;
  char *web_host;
} KitteWitness;

KitteWitness *
kitte_witness_new (GPtrArray *mail, const char *exchange_domain, const char *web_host);
KitteWitness *kitte_witness_ref (KitteWitness *self);
void kitte_witness_unref (KitteWitness *self);

GPtrArray *kitte_witness_choose (KitteCatalogue *catalogue, const char *host, guint most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteWitness, kitte_witness_unref)

G_END_DECLS
