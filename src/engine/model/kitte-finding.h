/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding: one fact that a live check established, with its evidence. */
#pragma once

#include "kitte-server.h"

G_BEGIN_DECLS

#define KITTE_TYPE_FINDING (kitte_finding_get_type ())

/* The catalogue. Codes and numbers are stable: scripts match the one, people read out the other
 * on the telephone (docs/findings.md). New rows go at the end of their group. */
#define KITTE_FINDING_CODES(X)                                                                     \
  X (OK, "ok", 100)                                                                                \
  X (OK_UNENCRYPTED, "ok-unencrypted", 101)                                                        \
  X (SIGN_IN_LATER, "sign-in-later", 102)                                                          \
  X (DOMAIN_NOT_FOUND, "domain-not-found", 200)                                                    \
  X (DOMAIN_TAKES_NO_MAIL, "domain-takes-no-mail", 201)                                            \
  X (NO_SETTINGS_FOUND, "no-settings-found", 202)                                                  \
  X (OFFLINE, "offline", 300)                                                                      \
  X (CAPTIVE_PORTAL, "captive-portal", 301)                                                        \
  X (NAME_NOT_FOUND, "name-not-found", 302)                                                        \
  X (DNS_FAILURE, "dns-failure", 303)                                                              \
  X (REFUSED, "refused", 304)                                                                      \
  X (TIMED_OUT, "timed-out", 305)                                                                  \
  X (RESET, "reset", 306)                                                                          \
  X (CLOSED, "closed", 307)                                                                        \
  X (PORT_25_BLOCKED, "port-25-blocked", 308)                                                      \
  X (ALL_MAIL_PORTS_BLOCKED, "all-mail-ports-blocked", 309)                                        \
  X (NO_GREETING, "no-greeting", 400)                                                              \
  X (GREETING_REJECTED, "greeting-rejected", 401)                                                  \
  X (SERVER_UNAVAILABLE, "server-unavailable", 402)                                                \
  X (TOO_MANY_CONNECTIONS, "too-many-connections", 403)                                            \
  X (PREAUTH_UNEXPECTED, "preauth-unexpected", 404)                                                \
  X (NOT_THIS_PROTOCOL, "not-this-protocol", 405)                                                  \
  X (PROTOCOL_VIOLATION, "protocol-violation", 406)                                                \
  X (REPLY_TOO_LONG, "reply-too-long", 407)                                                        \
  X (TLS_NOT_OFFERED, "tls-not-offered", 500)                                                      \
  X (TLS_ON_PLAIN_PORT, "tls-on-plain-port", 501)                                                  \
  X (TLS_HANDSHAKE_FAILED, "tls-handshake-failed", 502)                                            \
  X (TLS_TOO_OLD, "tls-too-old", 503)                                                              \
  X (STARTTLS_REFUSED, "starttls-refused", 504)                                                    \
  X (STARTTLS_INJECTION, "starttls-injection", 505)                                                \
  X (PLAINTEXT_ONLY, "plaintext-only", 506)                                                        \
  X (CERT_WRONG_HOST, "cert-wrong-host", 520)                                                      \
  X (CERT_EXPIRED, "cert-expired", 521)                                                            \
  X (CERT_NOT_YET_VALID, "cert-not-yet-valid", 522)                                                \
  X (CLOCK_WRONG, "clock-wrong", 523)                                                              \
  X (CERT_SELF_SIGNED, "cert-self-signed", 524)                                                    \
  X (CERT_UNKNOWN_CA, "cert-unknown-ca", 525)                                                      \
  X (CERT_WEAK, "cert-weak", 526)                                                                  \
  X (CERT_REVOKED, "cert-revoked", 527)                                                            \
  X (AUTH_NOT_OFFERED, "auth-not-offered", 600)                                                    \
  X (AUTH_NO_COMMON_METHOD, "auth-no-common-method", 601)                                          \
  X (AUTH_REJECTED, "auth-rejected", 602)                                                          \
  X (AUTH_APP_PASSWORD_NEEDED, "auth-app-password-needed", 603)                                    \
  X (AUTH_OAUTH_NEEDED, "auth-oauth-needed", 604)                                                  \
  X (AUTH_SERVICE_DISABLED, "auth-service-disabled", 605)                                          \
  X (AUTH_WEB_LOGIN_NEEDED, "auth-web-login-needed", 606)                                          \
  X (AUTH_TEMPORARY_FAILURE, "auth-temporary-failure", 607)                                        \
  X (AUTH_LOCKED_OUT, "auth-locked-out", 608)                                                      \
  X (AUTH_PLAINTEXT_REFUSED, "auth-plaintext-refused", 609)                                        \
  X (ACCOUNT_DISABLED, "account-disabled", 610)                                                    \
  X (PASSWORD_EXPIRED, "password-expired", 611)                                                    \
  X (BUDGET_SPENT, "budget-spent", 612)                                                            \
  X (MAILBOX_IN_USE, "mailbox-in-use", 700)                                                        \
  X (MAILBOX_UNAVAILABLE, "mailbox-unavailable", 701)                                              \
  X (MAILBOX_FULL, "mailbox-full", 702)                                                            \
  X (POP_BEFORE_SMTP_NEEDED, "pop-before-smtp-needed", 800)                                        \
  X (SIGN_IN_REQUIRED, "sign-in-required", 801)                                                    \
  X (RELAY_DENIED, "relay-denied", 802)                                                            \
  X (SENDER_REFUSED, "sender-refused", 803)                                                        \
  X (RECIPIENT_UNKNOWN, "recipient-unknown", 900)                                                  \
  X (RECIPIENT_DOMAIN_UNKNOWN, "recipient-domain-unknown", 901)                                    \
  X (RECIPIENT_SERVER_UNREACHABLE, "recipient-server-unreachable", 902)                            \
  X (RECIPIENT_MAILBOX_FULL, "recipient-mailbox-full", 903)                                        \
  X (MESSAGE_TOO_LARGE, "message-too-large", 904)                                                  \
  X (REJECTED_AS_SPAM, "rejected-as-spam", 905)                                                    \
  X (RATE_LIMITED, "rate-limited", 906)                                                            \
  X (DELAYED, "delayed", 907)

/* What a finding’s detail says where its sentence depends on it: why there was no further attempt,
 * what may be the cause, that a sign-in was under way, how it is known that receiving opens
 * sending. */
#define KITTE_DETAIL_TOO_MANY "too-many"
#define KITTE_DETAIL_REJECTED_BEFORE "rejected-before"
#define KITTE_DETAIL_NOT_ASCII "not-ascii"
#define KITTE_DETAIL_SIGNING_IN "signing-in"
#define KITTE_DETAIL_OFFERED "offered"
#define KITTE_DETAIL_OFFERED_IMAP_TOO "offered-imap-too"
#define KITTE_DETAIL_ENDED "ended"
#define KITTE_DETAIL_GUESSED "guessed"

typedef enum
{
#define X(name, nick, number) KITTE_FINDING_##name,
  KITTE_FINDING_CODES (X)
#undef X
} KitteFindingCode;

/**
 * KitteCertificateInfo:
 * @names: the names it is valid for
 * @issuer: who signed it, as shown to people
 * @not_before: seconds since 1970
 * @not_after: seconds since 1970
 * @plain_names: @names are all there are, and each is a host name, perhaps with an asterisk for its
 *   first label, or an address; nothing may be concluded from others
 * @judged: what this computer’s clock said when it was looked at; seconds since 1970
 */
typedef struct
{
  char **names;
  char *issuer;
  gint64 not_before;
  gint64 not_after;
  gboolean plain_names;
  gint64 judged;
} KitteCertificateInfo;

/**
 * KittePlace:
 * @KITTE_PLACE_UNKNOWN: nobody could find out, or it does not matter
 * @KITTE_PLACE_LINE: the network between this computer and the server
 * @KITTE_PLACE_HOST: this one server; others can be reached
 * @KITTE_PLACE_PROXY: the proxy that this computer has for the web
 *
 * Where the reason of a finding lies, as far as other connections showed it.
 */
typedef enum
{
  KITTE_PLACE_UNKNOWN,
  KITTE_PLACE_LINE,
  KITTE_PLACE_HOST,
  KITTE_PLACE_PROXY,
} KittePlace;

/**
 * KitteFinding:
 * @evidence: the server’s own words and the like: shortened, redacted, valid UTF-8
 * @certificate: (nullable): the certificate a certificate finding is about
 * @detail: (nullable): what a sentence needs beside the code: a TLS version, a host name
 * @seconds: how long until trying makes sense again; 0 when that is not known
 * @place: where the reason lies
 * @instead: (nullable): an encrypted server of the same host that was found to be ready for sign-in
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteFindingCode code;
  char **evidence;
  KitteCertificateInfo *certificate;
  char *detail;
  guint seconds;
  KittePlace place;
  KitteServer *instead;
} KitteFinding;

GType kitte_finding_get_type (void);

KitteCertificateInfo *kitte_certificate_info_copy (const KitteCertificateInfo *info);
void kitte_certificate_info_free (KitteCertificateInfo *info);

KitteFinding *kitte_finding_new (KitteFindingCode code, const char *evidence);
KitteFinding *kitte_finding_new_full (KitteFindingCode code,
                                      const char *const *evidence,
                                      const KitteCertificateInfo *certificate,
                                      const char *detail,
                                      guint seconds);
KitteFinding *kitte_finding_refine (const KitteFinding *self,
                                    KitteFindingCode code,
                                    KittePlace place,
                                    const char *const *evidence,
                                    const char *detail,
                                    KitteServer *instead);
KitteFinding *kitte_finding_ref (KitteFinding *self);
void kitte_finding_unref (KitteFinding *self);

const char *kitte_finding_code_to_nick (KitteFindingCode code);
gboolean kitte_finding_code_from_nick (const char *nick, KitteFindingCode *code);
guint kitte_finding_code_get_number (KitteFindingCode code);
gboolean kitte_finding_code_is_success (KitteFindingCode code);
gboolean kitte_finding_code_is_certificate (KitteFindingCode code);
gboolean kitte_finding_code_may_pass (KitteFindingCode code);
gboolean kitte_finding_code_is_momentary (KitteFindingCode code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteFinding, kitte_finding_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteCertificateInfo, kitte_certificate_info_free)

G_END_DECLS
