/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Thunderbird and the person at it do to a profile between a set-up and its undo. */
#pragma once

#include "clients/kitte-prefs-js.h"
#include "support/thunderbird.h"

G_BEGIN_DECLS

/* Starts, fetches mail and quits, as the real one was seen to do: prefs.js in its own order and
 * spelling, with settings added to every account, Local Folders where there were none, a setting of
 * the person's; folders with mail; another saved password; profiles.ini written anew. */
void test_thunderbird_use (TestThunderbird *self, const char *profile);

/* Every setting of @before (nullable) has its value still, and what is new belongs to no account of
 * ours: Local Folders and settings at large. */
void test_thunderbird_assert_kept (GBytes *before, GBytes *after);

/* The mail that test_thunderbird_use() fetched and the password it saved are there. */
void test_thunderbird_assert_used (TestThunderbird *self, const char *profile);

G_END_DECLS
