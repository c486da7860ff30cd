/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges the certificate a server showed: chain, time and name, as a finding. */
#pragma once

#include <gnutls/gnutls.h>

#include "model/kitte-finding.h"

G_BEGIN_DECLS

KitteCertificateInfo *kitte_certificate_read (gnutls_session_t session);
KitteFinding *kitte_certificate_judge (gnutls_session_t session, const char *host);

G_END_DECLS
