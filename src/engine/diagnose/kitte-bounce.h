/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteBounce: a mail that came back, taken apart: who wrote the notice, about whom, and why. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A notice with the returned mail in it is read this far; what counts stands at its beginning. */
#define KITTE_MAX_BOUNCE (1024 * 1024)

/**
 * KitteWriter:
 *
 * Who wrote a text, and therefore whom to ask.
 */
typedef enum
{
  KITTE_WRITER_UNKNOWN,
  KITTE_WRITER_OWN_PROVIDER,
  KITTE_WRITER_OTHER_SIDE,
  KITTE_WRITER_MAIL_PROGRAM,
} KitteWriter;

/**
 * KitteBounceFailure:
 * @recipient: (nullable): the address that was not reached
 * @status: (nullable): as in “5.1.1” (RFC 3463)
 * @words: (nullable): what a server said about it
 * @delayed: whether the server goes on trying (RFC 3464, section 2.3.3)
 */
typedef struct
{
  char *recipient;
  char *status;
  char *words;
  gboolean delayed;
} KitteBounceFailure;

/**
 * KitteBounce:
 * @reporter: (nullable): the host that wrote the notice
 * @remote: (nullable): the host whose answer it passes on
 * @sender: (nullable): the address whose mail came back
 * @written_by: own provider, other side, or unknown
 * @failures: (element-type KitteBounceFailure): one a recipient; bounded
 * @notice: what it says to people
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *reporter;
  char *remote;
  char *sender;
  KitteWriter written_by;
  GPtrArray *failures;
  char *notice;
} KitteBounce;

KitteBounce *kitte_bounce_read (const char *data, gsize length);
void kitte_bounce_free (KitteBounce *self);

const char *kitte_writer_to_nick (KitteWriter writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteBounce, kitte_bounce_free)

G_END_DECLS
