/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format as Camel 3.46 writes it: a version and a count, then for each certificate issuer,
 * subject, host and fingerprint, and how far it is trusted. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-camel-certs.h"

/* Real ones hold a handful. */
#define MAX_CERTIFICATES 10000
/* Groups of seven bits in one number: enough for 32 bits. */
#define MAX_GROUPS 5

/* How far a certificate is trusted; below and above are “never” and “for this session”. */
#define TRUST_MARGINAL 2
#define TRUST_ULTIMATE 4

typedef struct
{
  const guint8 *at;
  const guint8 *end;
} Reader;

/* Seven bits a byte, the highest first; the last byte has its top bit set. */
static gboolean
read_number (Reader *reader, guint32 *number)
{
  *number = 0;
  for (guint i = 0; i < MAX_GROUPS && reader->at < reader->end; i++)
    {
      guint8 byte = *reader->at++;

      *number = (*number << 7) | (byte & 0x7f);
      if ((byte & 0x80) != 0)
        return TRUE;
    }
  return FALSE;
}

/* The length is written with one added; 0 is no text at all. */
static gboolean
read_text (Reader *reader, char **text)
{
  guint32 length;

  if (!read_number (reader, &length))
    return FALSE;
  if (length > 0)
    length--;
  if (length > (gsize) (reader->end - reader->at))
    return FALSE;
  *text = g_strndup ((const char *) reader->at, length);
  reader->at += length;
  return TRUE;
}

static gboolean
read_certificate (Reader *reader, char **host, guint32 *trust)
{
  g_autofree char *issuer = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *fingerprint = NULL;

  return read_text (reader, &issuer) && read_text (reader, &subject) && read_text (reader, host) &&
         read_text (reader, &fingerprint) && read_number (reader, trust);
}

/**
 * kitte_camel_certs_accept:
 * @bytes: the file
 *
 * Returns: whether a certificate of @host was accepted once and for all; %FALSE also where the file
 *   cannot be understood
 */
gboolean
kitte_camel_certs_accept (GBytes *bytes, const char *host)
{
  gsize length;
  Reader reader = { g_bytes_get_data (bytes, &length), NULL };
  guint32 version, count;

  g_return_val_if_fail (host != NULL, FALSE);

  reader.end = reader.at + length;
  if (!read_number (&reader, &version) || !read_number (&reader, &count))
    return FALSE;
  for (guint i = 0; i < MIN (count, MAX_CERTIFICATES); i++)
    {
      g_autofree char *known = NULL;
      guint32 trust;

      if (!read_certificate (&reader, &known, &trust))
        return FALSE;
      if (g_ascii_strcasecmp (known, host) == 0 && trust >= TRUST_MARGINAL &&
          trust <= TRUST_ULTIMATE)
        return TRUE;
    }
  return FALSE;
}
