/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings and the catalogue of their codes. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-finding.h"

#include "base/kitte-bounds.h"

#include <string.h>

static const struct
{
  const char *nick;
  guint number;
} codes[] = {
#define X(name, nick, number) { nick, number },
  KITTE_FINDING_CODES (X)
#undef X
};

G_DEFINE_BOXED_TYPE (KitteFinding, kitte_finding, kitte_finding_ref, kitte_finding_unref)

static void
kitte_finding_clear (KitteFinding *self)
{
  g_strfreev (self->evidence);
  g_free (self->detail);
  g_clear_pointer (&self->certificate, kitte_certificate_info_free);
  g_clear_pointer (&self->instead, kitte_server_unref);
}

/* One line, valid, no control characters, not longer than a person reads. */
static char *
clean_evidence (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (line->len >= KITTE_MAX_EVIDENCE)
        {
          g_string_append (line, "…");
          break;
        }
      g_string_append_unichar (line, g_unichar_isprint (character) ? character : ' ');
    }
  return g_strstrip (g_string_free (g_steal_pointer (&line), FALSE));
}

/**
 * kitte_certificate_info_copy:
 * @info: (nullable): as it was read
 *
 * Whoever sits on the way can write a certificate: what it says is as foreign as any other words,
 * and cleaned here like them.
 *
 * Returns: (transfer full) (nullable): a copy; %NULL of %NULL
 */
KitteCertificateInfo *
kitte_certificate_info_copy (const KitteCertificateInfo *info)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  KitteCertificateInfo *copy;

  if (info == NULL)
    return NULL;
  for (gsize i = 0; info->names != NULL && info->names[i] != NULL; i++)
    {
      g_autofree char *name = clean_evidence (info->names[i]);

      g_strv_builder_add (names, name);
    }
  copy = g_new0 (KitteCertificateInfo, 1);
  copy->names = g_strv_builder_end (names);
  copy->plain_names = info->plain_names;
  copy->issuer = info->issuer != NULL ? clean_evidence (info->issuer) : NULL;
  copy->not_before = info->not_before;
  copy->not_after = info->not_after;
  copy->judged = info->judged;
  return copy;
}

void
kitte_certificate_info_free (KitteCertificateInfo *info)
{
  g_return_if_fail (info != NULL);

  g_strfreev (info->names);
  g_free (info->issuer);
  g_free (info);
}

/**
 * kitte_finding_new:
 * @evidence: (nullable): the server’s own words, already redacted
 *
 * Returns: (transfer full): a finding
 */
KitteFinding *
kitte_finding_new (KitteFindingCode code, const char *evidence)
{
  const char *lines[] = { evidence, NULL };

  return kitte_finding_new_full (code, lines, NULL, NULL, 0);
}

/**
 * kitte_finding_new_full:
 * @evidence: (nullable) (array zero-terminated=1): already redacted; shortened here
 * @certificate: (nullable): copied
 * @detail: (nullable): what the sentence needs beside the code
 * @seconds: how long until trying makes sense again, or 0
 *
 * Returns: (transfer full): a finding
 */
KitteFinding *
kitte_finding_new_full (KitteFindingCode code,
                        const char *const *evidence,
                        const KitteCertificateInfo *certificate,
                        const char *detail,
                        guint seconds)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  KitteFinding *self = g_atomic_rc_box_new0 (KitteFinding);

  for (gsize i = 0; evidence != NULL && evidence[i] != NULL; i++)
    {
      g_autofree char *line = clean_evidence (evidence[i]);

      if (*line != '\0')
        g_strv_builder_add (builder, line);
    }
  self->code = code;
  self->evidence = g_strv_builder_end (builder);
  self->certificate = kitte_certificate_info_copy (certificate);
  self->detail = g_strdup (detail);
  self->seconds = seconds;
  return self;
}

/**
 * kitte_finding_refine:
 * @code: what it turned out to be; often the same
 * @place: where the reason lies
 * @evidence: (nullable) (array zero-terminated=1): what more was found, put behind what is there
 * @detail: (nullable): in place of the detail that is there
 * @instead: (transfer none) (nullable): a server that was found to be ready for sign-in
 *
 * Returns: (transfer full): what is known of @self now
 */
KitteFinding *
kitte_finding_refine (const KitteFinding *self,
                      KitteFindingCode code,
                      KittePlace place,
                      const char *const *evidence,
                      const char *detail,
                      KitteServer *instead)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  KitteFinding *refined;

  g_return_val_if_fail (self != NULL, NULL);

  g_strv_builder_addv (builder, (const char **) self->evidence);
  if (evidence != NULL)
    g_strv_builder_addv (builder, (const char **) evidence);
  lines = g_strv_builder_end (builder);
  refined = kitte_finding_new_full (code, (const char *const *) lines, self->certificate,
                                    detail != NULL ? detail : self->detail, self->seconds);
  refined->place = place;
  refined->instead = instead != NULL ? kitte_server_ref (instead) : NULL;
  return refined;
}

KitteFinding *
kitte_finding_ref (KitteFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_finding_unref (KitteFinding *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_finding_clear);
}

const char *
kitte_finding_code_to_nick (KitteFindingCode code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (codes), NULL);

  return codes[code].nick;
}

gboolean
kitte_finding_code_from_nick (const char *nick, KitteFindingCode *code)
{
  g_return_val_if_fail (nick != NULL && code != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].nick, nick))
      {
        *code = (KitteFindingCode) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_finding_code_get_number:
 *
 * Returns: the three digits that can be read out on the telephone
 */
guint
kitte_finding_code_get_number (KitteFindingCode code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (codes), 0);

  return codes[code].number;
}

gboolean
kitte_finding_code_is_success (KitteFindingCode code)
{
  return code <= KITTE_FINDING_SIGN_IN_LATER;
}

gboolean
kitte_finding_code_is_certificate (KitteFindingCode code)
{
  return code >= KITTE_FINDING_CERT_WRONG_HOST && code <= KITTE_FINDING_CERT_REVOKED;
}

/**
 * kitte_finding_code_may_pass:
 *
 * Returns: whether it is about the moment, not about the account: nothing was refused, no
 *   certificate was wrong, encryption was not missing
 */
gboolean
kitte_finding_code_may_pass (KitteFindingCode code)
{
  return (code >= KITTE_FINDING_OFFLINE && code <= KITTE_FINDING_TOO_MANY_CONNECTIONS) ||
         code == KITTE_FINDING_AUTH_TEMPORARY_FAILURE ||
         (code >= KITTE_FINDING_MAILBOX_IN_USE && code <= KITTE_FINDING_MAILBOX_FULL);
}

/**
 * kitte_finding_code_is_momentary:
 *
 * Returns: whether the same server will most likely work later, so that an account with it may be
 *   offered unasked: it may pass, and is neither a name that nobody knows nor a way that was closed
 *   for good
 */
gboolean
kitte_finding_code_is_momentary (KitteFindingCode code)
{
  return kitte_finding_code_may_pass (code) && code != KITTE_FINDING_NAME_NOT_FOUND &&
         code != KITTE_FINDING_PORT_25_BLOCKED;
}
