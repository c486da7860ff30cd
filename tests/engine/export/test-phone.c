/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the code for the phone: what it says, and that a camera's software reads the same. */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "export/kitte-phone.h"
#include "export/kitte-qr.h"
#include "support/account.h"

/* Dots a module, enough for a reader. */
#define SCALE 6

static const struct
{
  TestAccountSpec spec;
  const char *json;
} accounts[] = {
  { { "hanako@example.test", "山田 花子", "imaps://hanako@imap.example.test",
      "smtps://hanako@smtp.example.test", KITTE_AUTH_PLAIN, KITTE_AUTH_LOGIN },
    "[1,[1,1],[0,\"imap.example.test\",993,3,1,\"hanako\"],"
    "[[[0,\"smtp.example.test\",465,3,1,\"hanako\"],[\"hanako@example.test\",\"山田 花子\"]]]]" },
  { { "taro@例え.test", "", "pop3://taro@pop.example.test:110?starttls=required",
      "smtp://taro@smtp.example.test:587?starttls=no", KITTE_AUTH_APOP, KITTE_AUTH_CRAM_MD5 },
    "[1,[1,1],[1,\"pop.example.test\",110,2,2,\"taro\"],"
    "[[[0,\"smtp.example.test\",587,0,2,\"taro\"],[\"taro@xn--r8jz45g.test\",\"\"]]]]" },
  { { "hanako@example.test", "Hana \"co\" \\", "imaps://h@imap.example.test",
      "smtp://h@smtp.example.test:25?starttls=required", KITTE_AUTH_OAUTH2, KITTE_AUTH_NONE },
    "[1,[1,1],[0,\"imap.example.test\",993,3,6,\"h\"],"
    "[[[0,\"smtp.example.test\",25,2,0,\"h\"],[\"hanako@example.test\","
    "\"Hana \\\"co\\\" \\\\\"]]]]" },
};

static void
test_json (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KitteAccount) account = test_account_new (&accounts[i].spec);
  g_autofree char *json = kitte_phone_describe (account);

  g_assert_cmpstr (json, ==, accounts[i].json);
  g_assert_null (strstr (json, TEST_PASSWORD));
}

/* A grey picture (PGM) of the code with its quiet zone. */
static GByteArray *
paint (const KitteQr *qr)
{
  guint side = (kitte_qr_get_width (qr) + 2 * KITTE_QR_QUIET_ZONE) * SCALE;
  g_autofree char *header = g_strdup_printf ("P5 %u %u 255\n", side, side);
  GByteArray *picture = g_byte_array_new ();

  g_byte_array_append (picture, (const guint8 *) header, (guint) strlen (header));
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        guint column = x / SCALE - KITTE_QR_QUIET_ZONE;
        guint row = y / SCALE - KITTE_QR_QUIET_ZONE;
        gboolean inside = x / SCALE >= KITTE_QR_QUIET_ZONE && y / SCALE >= KITTE_QR_QUIET_ZONE &&
                          column < kitte_qr_get_width (qr) && row < kitte_qr_get_width (qr);
        guint8 dot = inside && kitte_qr_is_dark (qr, column, row) ? 0 : 255;

        g_byte_array_append (picture, &dot, 1);
      }
  return picture;
}

static void
test_decoded (void)
{
  g_autoptr (KitteAccount) account = test_account_new (&accounts[0].spec);
  g_autofree char *json = kitte_phone_describe (account);
  g_autoptr (KitteQr) qr = kitte_qr_new (json);
  g_autoptr (GByteArray) picture = paint (qr);
  g_autofree char *folder = g_dir_make_tmp ("kitte-qr-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "code.pgm", NULL);
  g_autofree char *reader = g_find_program_in_path ("zbarimg");
  g_autofree char *said = NULL;
  const char *argv[] = { reader, "--quiet", "--raw", "-Sbinary", path, NULL };

  if (reader == NULL)
    {
      g_test_skip ("zbarimg is not installed");
      return;
    }
  g_assert_true (
      g_file_set_contents (path, (const char *) picture->data, (gssize) picture->len, NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL,
                               NULL, NULL));
  g_assert_cmpstr (said, ==, json);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (3000, 'x');

  g_assert_null (kitte_qr_new (text));
  g_assert_null (kitte_qr_new (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/export/phone/json/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_json);
    }
  g_test_add_func ("/export/phone/decoded", test_decoded);
  g_test_add_func ("/export/phone/too-long", test_too_long);
  return g_test_run ();
}
