/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links are shown only where it is sure enough whose they are. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-hints.h"

#include "kitte-box.h"
#include "kitte-wrap.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * kitte_hints_make_text:
 *
 * Returns: (transfer floating): a label that wraps
 */
GtkWidget *
kitte_hints_make_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  kitte_wrap_label (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

/**
 * kitte_hints_make_link:
 *
 * Returns: (transfer floating): a button that opens @url
 */
GtkWidget *
kitte_hints_make_link (const char *url, const char *text)
{
  GtkWidget *button = gtk_link_button_new_with_label (url, text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  kitte_wrap_label (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

static void
add (GtkBox *box, const KitteHint *hint)
{
  gtk_box_append (box, kitte_hints_make_text (hint->text));
  if (hint->url != NULL)
    gtk_box_append (box, kitte_hints_make_link (hint->url, _ ("Open the provider’s page")));
}

/* What has to be done first; history and further reading would only stand in the way here. */
static gboolean
is_needed_now (const KitteHint *hint)
{
  return hint->required || strcmp (hint->code, "unconfirmed") == 0;
}

/**
 * kitte_hints_add_needed:
 *
 * Adds what has to be known before anything works.
 */
void
kitte_hints_add_needed (GtkBox *box, const KitteProposal *proposal)
{
  g_return_if_fail (GTK_IS_BOX (box) && proposal != NULL);

  for (guint i = 0; i < proposal->hints->len; i++)
    if (is_needed_now (proposal->hints->pdata[i]))
      add (box, proposal->hints->pdata[i]);
}

/**
 * kitte_hints_fill_found:
 * @box: shown where there is something in it
 * @proposal: (nullable): what a search brought
 *
 * Shows what a document with settings says beside the servers: what has to be switched on, and the
 * provider’s help pages. A document that anybody may have written shows nobody a link.
 */
void
kitte_hints_fill_found (GtkBox *box, const KitteProposal *proposal)
{
  g_return_if_fail (GTK_IS_BOX (box));

  kitte_box_clear (box);
  if (proposal != NULL && proposal->trust != KITTE_TRUST_ASKED && !proposal->forgeable)
    for (guint i = 0; i < proposal->hints->len; i++)
      if (proposal->provider_id == NULL || is_needed_now (proposal->hints->pdata[i]))
        add (box, proposal->hints->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (box), gtk_widget_get_first_child (GTK_WIDGET (box)) != NULL);
}
