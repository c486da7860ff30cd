/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposal: one complete answer of the lookup. */
#pragma once

#include "kitte-address.h"
#include "kitte-ask.h"
#include "kitte-server.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROPOSAL (kitte_proposal_get_type ())

typedef enum
{
  KITTE_SOURCE_PRESET,
  KITTE_SOURCE_AUTOCONFIG,
  KITTE_SOURCE_DATABASE,
  KITTE_SOURCE_SRV,
  KITTE_SOURCE_MX,
  KITTE_SOURCE_PROBE,
  KITTE_SOURCE_MANUAL,
  KITTE_SOURCE_FILE,
} KitteSource;

typedef enum
{
  KITTE_TRUST_SURE,
  KITTE_TRUST_TOLD,
  KITTE_TRUST_ASKED,
} KitteTrust;

typedef enum
{
  KITTE_ORIGIN_SHIPPED,
  KITTE_ORIGIN_BRAND,
  KITTE_ORIGIN_SYSTEM,
  KITTE_ORIGIN_USER,
} KitteOrigin;

/* What kind of password the provider takes; unknown where nobody says. */
typedef enum
{
  KITTE_CREDENTIAL_ACCOUNT_PASSWORD,
  KITTE_CREDENTIAL_MAILBOX_PASSWORD,
  KITTE_CREDENTIAL_APP_PASSWORD,
  KITTE_CREDENTIAL_ISSUED_PASSWORD,
  KITTE_CREDENTIAL_OAUTH2_ONLY,
  KITTE_CREDENTIAL_UNKNOWN,
} KitteCredentialKind;

/* One thing to show: a hint, a step at the provider, a link. @required: nothing works before the
 * person has done it. */
typedef struct
{
  char *code;
  char *text;
  char *url;
  gboolean required;
} KitteHint;

/**
 * KitteTried:
 *
 * One source that was asked: its short name, what was asked for, what came of it, and how long
 * that took. Short names and outcomes are stable; scripts read them.
 */
typedef struct
{
  char *source;
  char *what;
  char *outcome;
  guint ms;
} KitteTried;

/* How a POP3 account treats what it has fetched; @days 0: kept for ever. */
typedef struct
{
  gboolean leave_on_server;
  guint days;
} KittePopPolicy;

/* Whom a lock-out shuts out. */
typedef enum
{
  KITTE_LOCKOUT_UNKNOWN,
  KITTE_LOCKOUT_ADDRESS,
  KITTE_LOCKOUT_ACCOUNT,
} KitteLockoutScope;

/**
 * KitteLockout:
 * @after: so many rejected sign-ins; 0: not known
 * @minutes: how long it lasts; 0: not known
 * @published: whether the provider says so itself: other numbers are heeded, never shown
 */
typedef struct
{
  guint after;
  guint minutes;
  KitteLockoutScope scope;
  gboolean published;
} KitteLockout;

/* What became of POP before SMTP at a provider. */
typedef enum
{
  KITTE_POP_BEFORE_SMTP_UNKNOWN,
  KITTE_POP_BEFORE_SMTP_NEVER,
  KITTE_POP_BEFORE_SMTP_ENDED,
  KITTE_POP_BEFORE_SMTP_OFFERED,
} KittePopBeforeSmtpStatus;

/* @minutes: how long sending stays open after receiving, the shortest that is named; 0: not known
 * @imap_too: whether receiving by IMAP opens it as well */
typedef struct
{
  KittePopBeforeSmtpStatus status;
  guint minutes;
  gboolean imap_too;
} KittePopBeforeSmtp;

/* What a provider takes at most; 0: not known. */
typedef struct
{
  guint recipients;
  guint messages_an_hour;
  guint message_mb;
} KitteLimits;

/* Folder names for a server without SPECIAL-USE; each may be %NULL. */
typedef struct
{
  char *sent;
  char *drafts;
  char *trash;
  char *junk;
} KitteFolders;

/**
 * KitteProposal:
 * @provider_id: (nullable): the preset’s id, with @origin; %NULL without preset
 * @provider_name: (nullable): whose servers they are; also where a preset that did not propose them
 *   knows them
 * @mx: (nullable): the mail exchanger the provider was recognised by
 * @provider_checked: (nullable): the month its data is from, as in “2026-11”
 * @certain: whether the servers end the search; an unconfirmed preset only leads it
 * @forgeable: whether anybody on the way could have changed it, so that every host is asked
 * @incoming: (element-type KitteServer): best first
 * @outgoing: (element-type KitteServer): best first
 * @unconfirmed: (element-type KitteServer): those of the servers that nobody has confirmed: they
 *   lead a search, and do not end it
 * @choose_protocol: whether mail may be fetched by IMAP or POP3, and nobody says which is better:
 *   the person does; IMAP comes first meanwhile
 * @other_usernames: (element-type utf8): user names that some customers have instead; never tried
 *   unasked
 * @asks: (element-type KitteAsk): still open; nothing secret may be sent while one is
 * @hints: (element-type KitteHint): what to show before and after
 * @tried: (element-type KitteTried): every source asked
 * @suggestion: (nullable): another address that was probably meant
 * @credential_name: (nullable): what the provider calls that password, in the person’s language
 * @credential_hint: (nullable): which password, in the person’s language
 * @credential_url: (nullable): where to get it
 * @credential_pattern: (nullable): what such a password looks like
 * @oauth2: whether the provider takes a sign-in by its own page
 * @lockout: what happens after several rejected sign-ins
 * @pop_before_smtp: whether sending is, or was, opened by receiving
 * @provider_outgoing: (nullable): the provider’s own sending server with a sign-in, where another
 * one was given by hand
 * @limits: what the provider takes at most
 * @folders: all %NULL: left to the mail program
 * @no_access: (nullable): why no mail program can sign in there, or that the service has ended
 *
 * The maker fills the fields before handing it on; from then on it is not changed.
 */
typedef struct
{
  KitteAddress *address;
  KitteSource source;
  KitteTrust trust;
  char *provider_id;
  char *provider_name;
  char *provider_checked;
  char *mx;
  KitteOrigin origin;
  gboolean certain;
  gboolean forgeable;
  GPtrArray *incoming;
  GPtrArray *outgoing;
  GPtrArray *unconfirmed;
  gboolean choose_protocol;
  GPtrArray *other_usernames;
  GPtrArray *asks;
  GPtrArray *hints;
  GPtrArray *tried;
  char *suggestion;
  KitteCredentialKind credential_kind;
  char *credential_name;
  char *credential_hint;
  char *credential_url;
  char *credential_pattern;
  gboolean oauth2;
  KittePopPolicy pop;
  KitteLockout lockout;
  KittePopBeforeSmtp pop_before_smtp;
  KitteServer *provider_outgoing;
  KitteLimits limits;
  KitteFolders folders;
  char *no_access;
} KitteProposal;

GType kitte_proposal_get_type (void);

KitteProposal *kitte_proposal_new (KitteAddress *address, KitteSource source, KitteTrust trust);
KitteProposal *kitte_proposal_copy (const KitteProposal *self);
KitteProposal *kitte_proposal_ref (KitteProposal *self);
void kitte_proposal_unref (KitteProposal *self);

KitteTried *kitte_tried_new (const char *source, const char *what, const char *outcome, guint ms);
KitteTried *kitte_tried_copy (const KitteTried *self);
void kitte_tried_free (KitteTried *self);

KitteHint *kitte_hint_new (const char *code, const char *text, const char *url);
void kitte_hint_free (KitteHint *hint);
void
kitte_proposal_add_hint (KitteProposal *self, const char *code, const char *text, const char *url);
gboolean kitte_proposal_names_contact (const KitteProposal *self);
gboolean kitte_proposal_has_hint (const KitteProposal *self, const char *text);
void kitte_proposal_add_tried (KitteProposal *self,
                               const char *source,
                               const char *what,
                               const char *outcome,
                               guint ms);
void kitte_proposal_use_servers (KitteProposal *self, const KitteProposal *other);
void kitte_proposal_use_protocol (KitteProposal *self, KitteProtocol protocol);
KitteServer *kitte_proposal_find_server (const KitteProposal *self, KitteProtocol protocol);

const char *kitte_source_to_nick (KitteSource source);
const char *kitte_trust_to_nick (KitteTrust trust);
const char *kitte_origin_to_nick (KitteOrigin origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProposal, kitte_proposal_unref)

G_END_DECLS
