/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittectlOptions: what was given on the command line; each command takes only what it uses. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No --deadline: the engine's own bounds hold. */
#define KITTECTL_NO_DEADLINE G_MAXINT

typedef enum
{
  TAKES_SERVERS = 1 << 0,
  TAKES_ANSWERS = 1 << 1,
  TAKES_DEADLINE = 1 << 2,
  TAKES_TRANSCRIPT = 1 << 3,
  TAKES_CLIENTS = 1 << 4,
  TAKES_OFFLINE = 1 << 5,
  TAKES_LIST = 1 << 6,
  TAKES_ADDRESS_OPTION = 1 << 7,
  TAKES_DRY_RUN = 1 << 8,
  TAKES_TEXT = 1 << 9,
  TAKES_TEST_MESSAGE = 1 << 10,
  TAKES_FORMAT = 1 << 11,
  TAKES_LIVE = 1 << 12,
} KittectlTakes;

typedef struct
{
  gboolean json;
  gboolean offline;
  gboolean transcript;
  gboolean report;
  gboolean matrix;
  gboolean test_message;
  gboolean dry_run;
  gboolean list;
  gboolean live;
  gboolean password_stdin;
  int deadline;
  char *from;
  char *incoming;
  char *outgoing;
  char *name;
  char *clients;
  char *only_address;
  char *for_address;
  char *format;
  char **answers;
  char **secret_fds;
  char **arguments;
} KittectlOptions;

gboolean kittectl_wants_json (char **arguments);
gboolean kittectl_options_parse (KittectlOptions *options,
                                 guint takes,
                                 const char *usage,
                                 int argc,
                                 char *argv[],
                                 GError **error);
void kittectl_options_clear (KittectlOptions *options);

G_END_DECLS
