/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteFinding: the catalogue is consistent and evidence is fit to be shown. */
#include "config.h"

#include "base/kitte-bounds.h"
#include "model/kitte-finding.h"

#include <string.h>

static void
test_catalogue (void)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (int i = 0; i <= KITTE_FINDING_DELAYED; i++)
    {
      KitteFindingCode code;
      guint number = kitte_finding_code_get_number ((KitteFindingCode) i);

      g_assert_true (
          kitte_finding_code_from_nick (kitte_finding_code_to_nick ((KitteFindingCode) i), &code));
      g_assert_cmpint (code, ==, i);
      g_assert_cmpuint (number, >=, 100);
      g_assert_cmpuint (number, <=, 999);
      g_assert_true (g_hash_table_add (numbers, GUINT_TO_POINTER (number)));
    }
}

/* People read numbers out to each other: the page they look them up in must have them all. */
static void
test_documented (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "docs", "findings.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i <= KITTE_FINDING_DELAYED; i++)
    {
      g_autofree char *row =
          g_strdup_printf ("\n| %u | `%s` | ", kitte_finding_code_get_number ((KitteFindingCode) i),
                           kitte_finding_code_to_nick ((KitteFindingCode) i));

      if (strstr (page, row) == NULL)
        g_error ("docs/findings.md has no row “%s”", row + 1);
    }
}

static void
test_evidence (void)
{
  g_autofree char *endless = g_strnfill (10 * KITTE_MAX_EVIDENCE, 'x');
  const char *said[] = { "535 5.7.8\tno\r\n", "\xff\x01 raw", endless, "  ", NULL };
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_AUTH_REJECTED, said, NULL, NULL, 0);

  g_assert_cmpuint (g_strv_length (finding->evidence), ==, 3);
  g_assert_cmpstr (finding->evidence[0], ==, "535 5.7.8 no");
  g_assert_cmpstr (finding->evidence[1], ==, "\xef\xbf\xbd  raw");
  g_assert_cmpuint (strlen (finding->evidence[2]), <=, KITTE_MAX_EVIDENCE + strlen ("…"));
}

static void
test_certificate (void)
{
  char *names[] = { "*.example.test", NULL };
  const KitteCertificateInfo info = { names, "Example CA", 1, 2 };
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_CERT_WRONG_HOST, NULL, &info, "mail.example.test", 0);

  g_assert_cmpstr (finding->certificate->names[0], ==, "*.example.test");
  g_assert_cmpstr (finding->certificate->issuer, ==, "Example CA");
  g_assert_cmpstr (finding->detail, ==, "mail.example.test");
  g_assert_true (kitte_finding_code_is_certificate (finding->code));
  g_assert_false (kitte_finding_code_is_success (finding->code));
}

/* Escape sequences for a terminal, a second line, a reversed order of letters. */
static void
test_hostile_certificate (void)
{
  char *names[] = { "mail.\x1b]0;x\a\x1b[2Jexample.test", "a\nb", NULL };
  const KitteCertificateInfo info = { names, "Honest\xe2\x80\xae CA\x9b", 1, 2 };
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_CERT_SELF_SIGNED, NULL, &info, NULL, 0);

  g_assert_cmpstr (finding->certificate->names[0], ==, "mail. ]0;x  [2Jexample.test");
  g_assert_cmpstr (finding->certificate->names[1], ==, "a b");
  g_assert_null (finding->certificate->names[2]);
  g_assert_cmpstr (finding->certificate->issuer, ==, "Honest  CA\xef\xbf\xbd");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/finding/catalogue", test_catalogue);
  g_test_add_func ("/model/finding/documented", test_documented);
  g_test_add_func ("/model/finding/evidence", test_evidence);
  g_test_add_func ("/model/finding/certificate", test_certificate);
  g_test_add_func ("/model/finding/hostile-certificate", test_hostile_certificate);
  return g_test_run ();
}
