/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that repairs, without servers: what it offers, and what it forgets. */
#include "config.h"

#include "kitte-repairs.h"
#include "pages/kitte-repair-page-private.h"
#include "repair/kitte-repair-private.h"
#include "support/widget.h"

#define TEST_TYPE_CLIENT (test_client_get_type ())
G_DECLARE_FINAL_TYPE (TestClient, test_client, TEST, CLIENT, KitteClient)

/* A mail program whose saved passwords are locked. */
struct _TestClient
{
  KitteClient parent_instance;
  KitteSecret *primary_password;
};

G_DEFINE_FINAL_TYPE (TestClient, test_client, KITTE_TYPE_CLIENT)

static void
test_client_set_primary_password (KitteClient *client, KitteSecret *primary_password)
{
  TestClient *self = TEST_CLIENT (client);

  g_clear_pointer (&self->primary_password, kitte_secret_unref);
  if (primary_password != NULL)
    self->primary_password = kitte_secret_ref (primary_password);
}

static void
test_client_class_init (TestClientClass *klass)
{
  KITTE_CLIENT_CLASS (klass)->id = "test";
  KITTE_CLIENT_CLASS (klass)->set_primary_password = test_client_set_primary_password;
}

static void
test_client_init (TestClient *self)
{
}

/* The repair page of an account whose mail program is @client. */
static KitteRepairPage *
new_repair_page (TestClient *client, GtkWidget **window)
{
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new ("test", "Test", NULL, NULL, "/nowhere", FALSE);
  g_autoptr (KitteExistingAccount) existing = kitte_existing_account_new (installation);
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  GtkWidget *page = g_object_new (KITTE_TYPE_REPAIR_PAGE, "setup", setup, NULL);

  existing->address = g_strdup ("taro@example.test");
  repair = kitte_repair_new (KITTE_CLIENT (client), existing, lookup);
  kitte_setup_set_repair (setup, repair, FALSE);
  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), page);
  kitte_page_shown (KITTE_PAGE (page));
  return KITTE_REPAIR_PAGE (page);
}

static void
leave_repair_page (KitteRepairPage *page, GtkWidget *window)
{
  kitte_page_left (KITTE_PAGE (page));
  test_widget_let_run ();
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What opens a mail program’s passwords does not stay with it: the list of accounts keeps the mail
 * program for the next time. */
static void
test_forgets_primary_password (void)
{
  g_autoptr (TestClient) client = g_object_new (TEST_TYPE_CLIENT, NULL);
  g_autoptr (KitteSecret) secret = kitte_secret_new ("open sesame");
  GtkWidget *window;
  KitteRepairPage *page = new_repair_page (client, &window);

  kitte_repairs_set_primary_password (page->repair, secret);
  g_assert_true (client->primary_password == secret);
  leave_repair_page (page, window);
  g_assert_null (client->primary_password);
}

/* What another port offers is said; no button promises what a repair does not do. */
static void
test_offers_what_it_does (void)
{
  g_autoptr (TestClient) client = g_object_new (TEST_TYPE_CLIENT, NULL);
  g_autoptr (KitteServer) server =
      kitte_server_new_from_url ("imaps://mail.example.test", TRUE, NULL);
  g_autoptr (KitteServer) other = kitte_server_with_security (server, KITTE_SECURITY_STARTTLS);
  g_autoptr (KitteFinding) plain = kitte_finding_new (KITTE_FINDING_TLS_NOT_OFFERED, NULL);
  g_autoptr (KitteFinding) finding =
      kitte_finding_refine (plain, plain->code, plain->place, NULL, NULL, other);
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, server, NULL);
  GtkWidget *window;
  KitteRepairPage *page = new_repair_page (client, &window);
  GtkWidget *explanation = GTK_WIDGET (page->explanation);

  page->report = kitte_report_new ();
  kitte_check_finish (kitte_report_add_check (page->report, server), KITTE_RESULT_FAILED, finding);
  kitte_repair_page_show_failure (page);
  g_assert_true (gtk_widget_get_visible (explanation));
  g_assert_cmpint (((KitteRemedy *) diagnosis->remedies->pdata[0])->code, ==,
                   KITTE_REMEDY_USE_SERVER);
  g_assert_true (test_widget_says (explanation, diagnosis->text));
  g_assert_false (test_widget_says (explanation, "Use this server"));
  g_assert_true (test_widget_says (explanation, "Try again"));
  leave_repair_page (page, window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/repair/forgets-primary-password", test_forgets_primary_password);
  g_test_add_func ("/repair/offers-what-it-does", test_offers_what_it_does);
  return g_test_run ();
}
