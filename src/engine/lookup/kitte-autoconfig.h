/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Autoconfig documents: the XML in which providers and Mozilla’s database write settings down. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_AUTOCONFIG_ERROR (kitte_autoconfig_error_quark ())

/**
 * KitteAutoconfigError:
 * @KITTE_AUTOCONFIG_ERROR_NO_XML: it cannot be read as XML, or defines entities of its own
 * @KITTE_AUTOCONFIG_ERROR_NO_AUTOCONFIG: it is something else: a web page, another format
 * @KITTE_AUTOCONFIG_ERROR_OTHER_DOMAIN: it is about other domains
 * @KITTE_AUTOCONFIG_ERROR_NO_SERVERS: no server in it can be used, receiving or sending
 * @KITTE_AUTOCONFIG_ERROR_TOO_LARGE: more than such documents ever are
 */
typedef enum
{
  KITTE_AUTOCONFIG_ERROR_NO_XML,
  KITTE_AUTOCONFIG_ERROR_NO_AUTOCONFIG,
  KITTE_AUTOCONFIG_ERROR_OTHER_DOMAIN,
  KITTE_AUTOCONFIG_ERROR_NO_SERVERS,
  KITTE_AUTOCONFIG_ERROR_TOO_LARGE,
} KitteAutoconfigError;

/**
 * KitteAutoconfigUse:
 * @address: whose mail it is: what placeholders stand for
 * @domain: (nullable): the document is of use only where it lists this domain
 * @cleartext: whether servers without encryption may be taken over, to be asked about by host
 * @foreign: it was found by the mail exchanger: hosts made from the address are wrong there
 */
typedef struct
{
  KitteAddress *address;
  const char *domain;
  gboolean cleartext;
  gboolean foreign;
} KitteAutoconfigUse;

GQuark kitte_autoconfig_error_quark (void);

KitteProposal *
kitte_autoconfig_read (GBytes *document, const KitteAutoconfigUse *use, GError **error);

G_END_DECLS
