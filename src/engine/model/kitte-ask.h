/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ask: something only the person can say. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_ASK (kitte_ask_get_type ())

/* Keys that mean the same wherever they come from; presets declare further ones. */
#define KITTE_ASK_USERNAME "username"
#define KITTE_ASK_SENDING_USERNAME "sending-username"
#define KITTE_ASK_SENDING_PASSWORD "sending-password"
#define KITTE_ASK_PROVIDER "provider"
#define KITTE_ASK_PROTOCOL "protocol"
#define KITTE_ASK_TRUST "trust"
#define KITTE_ASK_CLEARTEXT "cleartext"
#define KITTE_ASK_UNVERIFIED "unverified"
#define KITTE_ASK_PASSWORD "password"
#define KITTE_ASK_STORED_PASSWORD "stored-password"
#define KITTE_ASK_WILL_STOP "will-stop"
#define KITTE_ASK_KEEP_MAIL "keep-mail"
#define KITTE_ASK_PRIMARY_PASSWORD "primary-password"
#define KITTE_ASK_EXISTING "existing"
#define KITTE_ASK_PASSWORD_FILE "password-file"
#define KITTE_ASK_PASSWORD_KIND "password-kind"

/**
 * KitteAsk:
 * @key: stable name, used by `--answer KEY=VALUE`
 * @label: the question, in the person’s language
 * @why: why it is asked and where the answer is found, in the person’s language
 * @choices: (nullable): the answers that may be given; %NULL: free text
 * @pattern: (nullable): a regular expression a free answer must match as a whole
 * @example: (nullable): what an answer looks like
 * @likely: (nullable): free answers that most people give; others are as welcome
 * @secret: whether the answer must not be shown or kept
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *key;
  char *label;
  char *why;
  char **choices;
  char *pattern;
  char *example;
  char **likely;
  gboolean secret;
} KitteAsk;

GType kitte_ask_get_type (void);

KitteAsk *kitte_ask_new (const char *key,
                         const char *label,
                         const char *why,
                         const char *const *choices,
                         const char *pattern,
                         const char *example,
                         gboolean secret);
KitteAsk *kitte_ask_new_username (const char *why, const char *address, const char *local);
KitteAsk *kitte_ask_ref (KitteAsk *self);
void kitte_ask_unref (KitteAsk *self);

gboolean kitte_ask_accepts (const KitteAsk *self, const char *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteAsk, kitte_ask_unref)

G_END_DECLS
