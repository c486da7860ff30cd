/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every limit that more than one room shares, with its reason. A limit of one file stands there. */
#pragma once

/* A line from a server. RFC 5321 says 512 octets and RFC 9051 advises 8,192; servers with long
 * capability lists send more. What is longer than this is not a mail server. */
#define KITTE_MAX_LINE (64 * 1024)

/* All that one server may say in one dialog, so that an endless greeting ends. */
#define KITTE_MAX_DIALOG (1024 * 1024)

/* Lines of one reply (EHLO, CAPA): real ones have about twenty. */
#define KITTE_MAX_REPLY_LINES 1000

/* One piece of evidence, as it is shown to a person. */
#define KITTE_MAX_EVIDENCE 500

/* A preset, a brand, an autoconfig document: the largest real one has nine kilobytes. */
#define KITTE_MAX_DOCUMENT (256 * 1024)

/* Another program’s file that is read as a whole; larger ones are not settings. */
#define KITTE_MAX_CLIENT_FILE (16 * 1024 * 1024)

/* Accounts of one mail program that are looked at; nobody has more, and each is compared with each.
 */
#define KITTE_MAX_ACCOUNTS 1000

/* Password and user name as typed: longer input is an accident with the clipboard. */
#define KITTE_MAX_CREDENTIAL 1024

/* RFC 5321, 4.5.3.1: the whole address. */
#define KITTE_MAX_ADDRESS 254

/* A verification ends by itself after this many seconds, whatever the servers do. */
#define KITTE_DEFAULT_DEADLINE 20
