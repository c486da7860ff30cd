/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Domain and host names: their written forms, whether they are valid, whose they are. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 1035, section 2.3.4: a whole name, a label. */
#define KITTE_MAX_DOMAIN 253
#define KITTE_MAX_LABEL 63

typedef enum
{
  KITTE_DOMAIN_OK,
  KITTE_DOMAIN_BAD,
  KITTE_DOMAIN_TOO_LONG,
  KITTE_DOMAIN_MIXED_SCRIPTS,
} KitteDomainResult;

KitteDomainResult kitte_domain_to_ascii (const char *typed, char **ascii);
char *kitte_domain_to_display (const char *ascii);

gboolean kitte_domain_is_host (const char *name);
gboolean kitte_domain_is_below (const char *name, const char *ancestor);
gboolean kitte_domain_is_public_suffix (const char *domain);
char *kitte_domain_get_registrable (const char *name);

G_END_DECLS
