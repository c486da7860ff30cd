/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GnuTLS gives all that is wrong with a certificate at once; what is told is the first of: nobody
 * vouches for it, it was withdrawn, it is weak, its time, its name. So “for another name” means
 * that only the name is wrong. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-certificate.h"

#include <gnutls/x509.h>
#include <string.h>

#include "model/kitte-domain.h"

/* More names than this say nothing to a person and little to a program. */
#define MAX_NAMES 100
#define MAX_NAME 256

#define NOT_TRUSTED                                                                                \
  (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNATURE_FAILURE |      \
   GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_PURPOSE_MISMATCH |                         \
   GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS)

/* RFC 7633: a certificate may say that a server always shows the issuer’s word that it was not
 * withdrawn (RFC 6066, 8); one that shows none, or one that is not good, has no proof. */
#define NOT_PROVEN (GNUTLS_CERT_MISSING_OCSP_STATUS | GNUTLS_CERT_INVALID_OCSP_STATUS)

typedef struct
{
  gnutls_x509_crt_t leaf;
  KitteCertificateInfo info;
  char *subject;
} Certificate;

static void
certificate_clear (Certificate *certificate)
{
  if (certificate->leaf != NULL)
    gnutls_x509_crt_deinit (certificate->leaf);
  g_strfreev (certificate->info.names);
  g_free (certificate->info.issuer);
  g_free (certificate->subject);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Certificate, certificate_clear)

static gboolean
is_name (unsigned int type)
{
  return type == GNUTLS_SAN_DNSNAME || type == GNUTLS_SAN_IPADDRESS;
}

/* The size of @type’s entry; an address comes as four or sixteen bytes. */
static char *
name_text (unsigned int type, const char *bytes, gsize size)
{
  if (type == GNUTLS_SAN_IPADDRESS && (size == 4 || size == 16))
    {
      g_autoptr (GInetAddress) address =
          g_inet_address_new_from_bytes ((const guint8 *) bytes,
                                         size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);

      return g_inet_address_to_string (address);
    }
  return g_utf8_make_valid (bytes, (gssize) size);
}

static char *
read_dn_part (gnutls_x509_crt_t leaf, gboolean of_issuer, const char *oid)
{
  char bytes[MAX_NAME];
  size_t size = sizeof bytes - 1;
  int status = of_issuer ? gnutls_x509_crt_get_issuer_dn_by_oid (leaf, oid, 0, 0, bytes, &size) :
                           gnutls_x509_crt_get_dn_by_oid (leaf, oid, 0, 0, bytes, &size);

  return status == GNUTLS_E_SUCCESS ? g_utf8_make_valid (bytes, (gssize) size) : NULL;
}

/* No honest authority writes anything else into a certificate of a server (RFC 6125, 6.4.3), and
 * none vouches for all that others register (“*.co.jp”). */
static gboolean
is_plain (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *host = g_str_has_prefix (lower, "*.") ? lower + strlen ("*.") : lower;

  return g_hostname_is_ip_address (name) ||
         (kitte_domain_is_host (host) && !kitte_domain_is_public_suffix (host));
}

/* Returns whether there is an entry @i, added to @names where it is a name. */
static gboolean
read_name (gnutls_x509_crt_t leaf, unsigned int i, GPtrArray *names, gboolean *plain)
{
  char bytes[MAX_NAME];
  size_t size = sizeof bytes;
  unsigned int type = 0;
  int status = gnutls_x509_crt_get_subject_alt_name2 (leaf, i, bytes, &size, &type, NULL);
  char *name;

  if (status == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
    return FALSE;
  if (status < 0)
    *plain = FALSE;
  else if (is_name (type))
    {
      name = name_text (type, bytes, size);
      *plain = *plain && is_plain (name);
      g_ptr_array_add (names, name);
    }
  return TRUE;
}

/* RFC 6125, 6.4.4: the common name counts only where there is no DNS name; anything may stand
 * there. */
static void
read_names (gnutls_x509_crt_t leaf, KitteCertificateInfo *info)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean plain = TRUE;
  unsigned int i = 0;

  while (i < MAX_NAMES && read_name (leaf, i, names, &plain))
    i++;
  info->plain_names = plain && i < MAX_NAMES && names->len > 0;
  if (names->len == 0)
    g_ptr_array_add (names, read_dn_part (leaf, FALSE, GNUTLS_OID_X520_COMMON_NAME));
  g_ptr_array_add (names, NULL);
  info->names = (char **) g_ptr_array_steal (names, NULL);
}

/* How people know an authority: by its organisation, else by its name. */
static char *
read_issuer (gnutls_x509_crt_t leaf)
{
  char *issuer = read_dn_part (leaf, TRUE, GNUTLS_OID_X520_ORGANIZATION_NAME);

  if (issuer == NULL)
    issuer = read_dn_part (leaf, TRUE, GNUTLS_OID_X520_COMMON_NAME);
  return issuer;
}

static gboolean
read_leaf (gnutls_session_t session, Certificate *certificate)
{
  unsigned int n_certificates = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n_certificates);
  gnutls_datum_t subject = { NULL, 0 };

  if (chain == NULL || n_certificates == 0 ||
      gnutls_x509_crt_init (&certificate->leaf) != GNUTLS_E_SUCCESS ||
      gnutls_x509_crt_import (certificate->leaf, &chain[0], GNUTLS_X509_FMT_DER) < 0)
    return FALSE;
  read_names (certificate->leaf, &certificate->info);
  certificate->info.issuer = read_issuer (certificate->leaf);
  certificate->info.not_before = gnutls_x509_crt_get_activation_time (certificate->leaf);
  certificate->info.not_after = gnutls_x509_crt_get_expiration_time (certificate->leaf);
  certificate->info.judged = g_get_real_time () / G_USEC_PER_SEC;
  if (gnutls_x509_crt_get_dn3 (certificate->leaf, &subject, 0) == GNUTLS_E_SUCCESS)
    {
      certificate->subject = g_utf8_make_valid ((const char *) subject.data, (gssize) subject.size);
      gnutls_free (subject.data);
    }
  return TRUE;
}

static KitteFindingCode
untrusted_code (gnutls_x509_crt_t leaf)
{
  return gnutls_x509_crt_check_issuer (leaf, leaf) ? KITTE_FINDING_CERT_SELF_SIGNED :
                                                     KITTE_FINDING_CERT_UNKNOWN_CA;
}

static KitteFindingCode
status_code (unsigned int status, gnutls_x509_crt_t leaf)
{
  if (status & GNUTLS_CERT_REVOKED)
    return KITTE_FINDING_CERT_REVOKED;
  if (status & NOT_TRUSTED)
    return untrusted_code (leaf);
  if (status & GNUTLS_CERT_INSECURE_ALGORITHM)
    return KITTE_FINDING_CERT_WEAK;
  if (status & GNUTLS_CERT_NOT_ACTIVATED)
    return KITTE_FINDING_CERT_NOT_YET_VALID;
  if (status & GNUTLS_CERT_EXPIRED)
    return KITTE_FINDING_CERT_EXPIRED;
  if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
    return KITTE_FINDING_CERT_WRONG_HOST;
  if (status & NOT_PROVEN)
    return KITTE_FINDING_CERT_REVOKED;
  return KITTE_FINDING_CERT_UNKNOWN_CA;
}

static char *
status_text (unsigned int status)
{
  gnutls_datum_t text = { NULL, 0 };
  char *copy;

  if (gnutls_certificate_verification_status_print (status, GNUTLS_CRT_X509, &text, 0) < 0)
    return NULL;
  copy = g_strndup ((const char *) text.data, text.size);
  gnutls_free (text.data);
  return copy;
}

/**
 * kitte_certificate_read:
 * @session: after the handshake
 *
 * Returns: (transfer full) (nullable): what the server’s certificate says, whether it is right or
 *   not
 */
KitteCertificateInfo *
kitte_certificate_read (gnutls_session_t session)
{
  g_auto (Certificate) certificate = { NULL };

  return read_leaf (session, &certificate) ? kitte_certificate_info_copy (&certificate.info) : NULL;
}

static KitteFinding *
make_finding (unsigned int status, const Certificate *certificate, const char *host)
{
  g_autofree char *reason = status_text (status);
  const char *evidence[] = { certificate->subject != NULL ? certificate->subject : reason, reason,
                             NULL };
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (status_code (status, certificate->leaf), evidence, &certificate->info,
                              host, 0);

  /* Without the issuer’s word it is the server that lacks something, whatever the certificate is.
   */
  return kitte_finding_refine (finding, finding->code,
                               status & NOT_PROVEN && !(status & GNUTLS_CERT_REVOKED) ?
                                   KITTE_PLACE_HOST :
                                   KITTE_PLACE_UNKNOWN,
                               NULL, NULL, NULL);
}

/**
 * kitte_certificate_judge:
 * @session: after the handshake
 * @host: the name or address that was asked for (RFC 6125)
 *
 * Returns: (transfer full) (nullable): %NULL when chain, purpose, time and name are right
 */
KitteFinding *
kitte_certificate_judge (gnutls_session_t session, const char *host)
{
  /* A certificate that was made for signing mail or for clients is none of a server (RFC 5280,
   * 4.2.1.12); mail programs refuse it too. */
  gnutls_typed_vdata_st wanted[] = {
    { .type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *) host },
    { .type = GNUTLS_DT_KEY_PURPOSE_OID, .data = (unsigned char *) GNUTLS_KP_TLS_WWW_SERVER },
  };
  unsigned int status = 0;
  int error = gnutls_certificate_verify_peers (session, wanted, G_N_ELEMENTS (wanted), &status);
  g_auto (Certificate) certificate = { NULL };

  if (error == GNUTLS_E_SUCCESS && status == 0)
    return NULL;
  if (error != GNUTLS_E_SUCCESS || !read_leaf (session, &certificate))
    return kitte_finding_new (KITTE_FINDING_TLS_HANDSHAKE_FAILED, gnutls_strerror (error));
  return make_finding (status, &certificate, host);
}
