/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the buttons of the explanation carry out. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-check-page-private.h"

#include "diagnose/kitte-support-report.h"

/* Versions that the engine, which knows no window, cannot know. */
void
kitte_check_page_copying_cb (KitteCheckPage *self)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  g_autofree char *gtk = g_strdup_printf ("GTK %u.%u.%u", gtk_get_major_version (),
                                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_autofree char *adw = g_strdup_printf ("libadwaita %u.%u.%u", adw_get_major_version (),
                                          adw_get_minor_version (), adw_get_micro_version ());
  const char *programs[] = { gtk, adw, NULL };
  const KitteSupportRequest request = {
    .address = kitte_setup_get_address (setup),
    .proposal = kitte_setup_get_proposal (setup),
    .report = kitte_setup_get_report (setup),
    .finding = kitte_setup_get_finding (setup),
    .programs = programs,
    .transcript = TRUE,
  };
  g_autofree char *text = kitte_support_report_write (&request);

  kitte_copier_set_text (self->support, text);
}

static void
use_server (KitteCheckPage *self, const char *url)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));
  KitteCheck *failed = kitte_setup_get_failed_check (setup);
  gboolean incoming = failed == NULL || kitte_server_is_incoming (kitte_check_get_server (failed));
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, incoming, NULL);

  if (server == NULL)
    return;
  kitte_setup_set_server (setup, server);
  kitte_check_page_start (self);
}

/* “key=value” carries the answer with it; a bare key has to be answered by typing. */
static void
answer_ask (KitteCheckPage *self, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "=", 2);

  if (parts[1] == NULL)
    {
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
      return;
    }
  kitte_setup_set_answer (kitte_page_get_setup (KITTE_PAGE (self)), parts[0], parts[1]);
  kitte_check_page_start (self);
}

static void
try_again (KitteCheckPage *self, const KitteRemedy *remedy)
{
  if (remedy->value != NULL)
    kitte_setup_set_something_changed (kitte_page_get_setup (KITTE_PAGE (self)));
  kitte_check_page_start (self);
}

/* What the provider asks is typed on the first page; where it asks nothing, its own servers are
 * checked at once. */
static void
use_preset (KitteCheckPage *self, const char *id)
{
  KitteSetup *setup = kitte_page_get_setup (KITTE_PAGE (self));

  kitte_setup_use_preset (setup, id);
  if (kitte_setup_get_need (setup, NULL, NULL) == KITTE_NEED_NOTHING)
    kitte_check_page_start (self);
  else
    kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
}

void
kitte_check_page_remedy_cb (KitteCheckPage *self, KitteRemedy *remedy)
{
  switch (remedy->code)
    {
    case KITTE_REMEDY_TRY_AGAIN:
      try_again (self, remedy);
      break;
    case KITTE_REMEDY_USE_SERVER:
      use_server (self, remedy->value);
      break;
    case KITTE_REMEDY_ANSWER_ASK:
      answer_ask (self, remedy->value);
      break;
    case KITTE_REMEDY_OPEN_URL:
    case KITTE_REMEDY_ASK_PROVIDER:
      gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), remedy->value,
                    GDK_CURRENT_TIME);
      break;
    case KITTE_REMEDY_USE_PRESET:
      use_preset (self, remedy->value);
      break;
    case KITTE_REMEDY_RETYPE_PASSWORD:
    case KITTE_REMEDY_WAIT:
    default:
      kitte_page_finish (KITTE_PAGE (self), KITTE_OUTCOME_RETYPE);
    }
}
