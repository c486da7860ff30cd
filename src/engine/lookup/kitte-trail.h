/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTrail: every source that one search asks, with what came of it and how long it took. */
#pragma once

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_TYPE_TRAIL (kitte_trail_get_type ())
G_DECLARE_FINAL_TYPE (KitteTrail, kitte_trail, KITTE, TRAIL, GObject)

/**
 * KitteTriedOutcome:
 * @KITTE_TRIED_RUNNING: not answered yet
 * @KITTE_TRIED_FOUND: settings
 * @KITTE_TRIED_NOTHING: it says that it has none: no such name, no such record, no such page
 * @KITTE_TRIED_UNUSABLE: it answered with something else, or with nothing that can be used
 * @KITTE_TRIED_NOT_ENCRYPTED: it is there, but only without encryption
 * @KITTE_TRIED_CERTIFICATE: its certificate was not accepted
 * @KITTE_TRIED_REDIRECT: it sends elsewhere than may be followed
 * @KITTE_TRIED_TOO_LARGE: more than settings ever are
 * @KITTE_TRIED_FAILED: it could not say, or broke off
 * @KITTE_TRIED_UNREACHABLE: the network does not lead there
 * @KITTE_TRIED_TIMED_OUT: it was silent
 * @KITTE_TRIED_PRIVATE: it leads into a private network, where a stranger may not send us
 * @KITTE_TRIED_PROXY: the proxy did not let it through
 * @KITTE_TRIED_NO_PROXY: the proxy could not be reached
 * @KITTE_TRIED_STOPPED: no longer wanted, because a better answer was there
 */
typedef enum
{
  KITTE_TRIED_RUNNING,
  KITTE_TRIED_FOUND,
  KITTE_TRIED_NOTHING,
  KITTE_TRIED_UNUSABLE,
  KITTE_TRIED_NOT_ENCRYPTED,
  KITTE_TRIED_CERTIFICATE,
  KITTE_TRIED_REDIRECT,
  KITTE_TRIED_TOO_LARGE,
  KITTE_TRIED_FAILED,
  KITTE_TRIED_UNREACHABLE,
  KITTE_TRIED_TIMED_OUT,
  KITTE_TRIED_PRIVATE,
  KITTE_TRIED_PROXY,
  KITTE_TRIED_NO_PROXY,
  KITTE_TRIED_STOPPED,
} KitteTriedOutcome;

/* Signal: “changed” (guint row) when a row begins and when it ends. */
KitteTrail *kitte_trail_new (void);

guint kitte_trail_begin (KitteTrail *self, KitteSource source, const char *what);
void kitte_trail_end (KitteTrail *self, guint row, KitteTriedOutcome outcome);
void kitte_trail_close (KitteTrail *self);
GPtrArray *kitte_trail_get_tried (KitteTrail *self);
guint kitte_trail_count (KitteTrail *self, KitteTriedOutcome outcome);

const char *kitte_tried_outcome_to_nick (KitteTriedOutcome outcome);
KitteTriedOutcome kitte_tried_outcome_from_error (const GError *error);

G_END_DECLS
