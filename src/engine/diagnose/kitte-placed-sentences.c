/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences for findings of which it is known whether the line, the one host or the proxy is the
 * reason.
 *
 * TRANSLATORS of this file: words in {braces} are filled in and stay as they are; they may be moved
 * within their sentence. Calm, polite, no blame; the text says what was not done. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-sentences.h"

#include <glib/gi18n-lib.h>

static const struct
{
  KittePlace place;
  KitteSentence sentence;
} placed[] = {
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_TIMED_OUT, KITTE_SENTENCE_EITHER,
      N_ ("The provider’s mail server does not answer."),
      N_ ("{host} gave no answer on port {port}, but other providers’ mail servers do: your "
          "internet connection works. Please wait a while and try again. The password was not "
          "sent.") } },
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_REFUSED, KITTE_SENTENCE_EITHER,
      N_ ("{host} does not take connections on port {port}."),
      N_ ("Your internet connection works; other providers’ mail servers can be reached. The port "
          "may be wrong, or the service may be down for the moment. The password was not "
          "sent.") } },
  { KITTE_PLACE_PROXY,
    { KITTE_FINDING_REFUSED, KITTE_SENTENCE_EITHER,
      N_ ("The proxy of this network does not let Kitte look."),
      N_ ("Kitte wanted to look up your mail settings on the web, and the proxy that is set up on "
          "this computer refused, or wants a sign-in. Please ask whoever looks after this network. "
          "If you know your mail servers, you can enter them yourself: they are reached without "
          "the proxy.") } },
  { KITTE_PLACE_PROXY,
    { KITTE_FINDING_TIMED_OUT, KITTE_SENTENCE_EITHER,
      N_ ("The proxy of this network cannot be reached."),
      N_ ("A proxy for the web is set up on this computer, and it does not answer. Please check "
          "the "
          "network settings of this computer, or ask whoever looks after this network. If you know "
          "your mail servers, you can enter them yourself: they are reached without the "
          "proxy.") } },
  { KITTE_PLACE_LINE,
    { KITTE_FINDING_PORT_25_BLOCKED, KITTE_SENTENCE_EITHER,
      N_ ("Sending through port 25 is no longer possible."),
      N_ ("This line blocks port 25 to stop junk mail: another provider’s server cannot be reached "
          "there either. Sending with sign-in on port 587 or 465 is today’s way. The password was "
          "not sent.") } },
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_PORT_25_BLOCKED, KITTE_SENTENCE_EITHER,
      N_ ("Sending through port 25 is no longer possible."),
      N_ ("{host} no longer takes mail from mail programs on port 25; the line is not the reason. "
          "Sending with sign-in on port 587 or 465 is today’s way. The password was not sent.") } },
  { KITTE_PLACE_LINE,
    { KITTE_FINDING_TLS_NOT_OFFERED, KITTE_SENTENCE_EITHER,
      N_ ("Something on the way prevents encryption."),
      N_ ("The offer of {host} to encrypt the connection seems to be taken out on its way here. A "
          "firewall or another person on the network may do so. The password was not sent. Please "
          "try another network.") } },
  { KITTE_PLACE_LINE,
    { KITTE_FINDING_CERT_UNKNOWN_CA, KITTE_SENTENCE_EITHER,
      N_ ("Something on the way answers in the server’s place."),
      N_ ("In the place of {host}, and of another provider’s server too, something shows a "
          "certificate by {issuer}. A virus scanner or a company’s network may do so. To be safe, "
          "the password was not sent. Please ask whoever looks after this computer or "
          "network.") } },
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_CERT_EXPIRED, KITTE_SENTENCE_EITHER,
      N_ ("The server’s certificate has expired."),
      N_ ("The certificate of {host} was valid until {date}. The clock of this computer is right. "
          "To be safe, the password was not sent. Only the provider can renew it.") } },
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_CERT_NOT_YET_VALID, KITTE_SENTENCE_EITHER,
      N_ ("The server’s certificate is not valid yet."),
      N_ ("The certificate of {host} is valid from {date}. The clock of this computer is right. To "
          "be safe, the password was not sent. Please ask your provider.") } },
  { KITTE_PLACE_HOST,
    { KITTE_FINDING_CERT_REVOKED, KITTE_SENTENCE_EITHER,
      N_ ("The server’s certificate could not be confirmed."),
      N_ ("With the certificate of {host} the server has to show a fresh word of {issuer} that it "
          "was not withdrawn, and there was none. To be safe, the password was not sent. Please "
          "try again later or ask your provider.") } },
};

/**
 * kitte_sentence_find_placed:
 *
 * Returns: (transfer none) (nullable): the row for @code where @place is the reason
 */
const KitteSentence *
kitte_sentence_find_placed (KitteFindingCode code, KittePlace place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (placed); i++)
    if (placed[i].sentence.code == code && placed[i].place == place)
      return &placed[i].sentence;
  return NULL;
}
