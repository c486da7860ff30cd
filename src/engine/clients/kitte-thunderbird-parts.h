/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts by which undo finds our part of Thunderbird's files again, one line each. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * prefs.js      account KEY            our account, with every setting of it
 *               server KEY, identity KEY, sender KEY
 *               was PREF TAB NEW TAB OLD   a setting changed from OLD (empty: none) to NEW
 * logins.json   login GUID
 *               kept GUID TAB KEPT TAB TIME   a password changed at TIME; the old one is in KEPT
 * other files   moved OLD TAB NEW          names of folders, all changed from OLD to NEW
 */
#define KITTE_PART_ACCOUNT "account "
#define KITTE_PART_SERVER "server "
#define KITTE_PART_IDENTITY "identity "
#define KITTE_PART_SENDER "sender "
#define KITTE_PART_WAS "was "
#define KITTE_PART_LOGIN "login "
#define KITTE_PART_KEPT "kept "
#define KITTE_PART_MOVED "moved "

G_END_DECLS
