/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At a terminal the whole table stands there at once and is drawn anew whenever a port is known. A
 * file, a pipe and a terminal that is too small get each line once, as soon as it and those above
 * it are known. Marks are words and signs, never colours. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "matrix-table.h"

#include <glib/gi18n.h>
#include "columns.h"
#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-step-sentence.h"
#include "terminal.h"

#define PORT_WIDTH 7

/* One line: a heading above the ports of a server, or a port. */
typedef struct
{
  gboolean is_heading;
  guint row;
} Line;

struct _KittectlMatrixTable
{
  KitteMatrix *matrix;
  GArray *lines;
  guint cell_width;
  guint n_printed;
  gboolean live;
};

static const char *
security_heading (KitteSecurity security)
{
  /* TRANSLATORS: heading of a narrow column: connections without encryption. */
  return security == KITTE_SECURITY_NONE ? C_ ("column", "unencrypted") :
         security == KITTE_SECURITY_TLS  ? "TLS" :
                                           "STARTTLS";
}

/* Signs that every terminal draws one column wide. */
static char *
cell_text (const KitteMatrixCell *cell, KitteSecurity security)
{
  if (!cell->known)
    return g_strdup ("?");
  if (!cell->offered)
    return g_strdup ("-");
  if (cell->finding != NULL)
    return g_strdup_printf ("✗ %u", kitte_finding_code_get_number (cell->finding->code));
  if (cell->sign_in == KITTE_MATRIX_POP_BEFORE_SMTP)
    return g_strdup ("! POP before SMTP");
  if (cell->sign_in == KITTE_MATRIX_NO_SIGN_IN)
    /* TRANSLATORS: in a narrow column: one can connect there, but not sign in. */
    return g_strconcat ("✗ ", C_ ("column", "no sign-in"), NULL);
  /* TRANSLATORS: in a narrow column: one can sign in there. */
  return g_strconcat (security == KITTE_SECURITY_NONE ? "! " : "✓ ", C_ ("column", "sign-in"),
                      NULL);
}

static char *
state_text (const KitteMatrixRow *row)
{
  switch (row->state)
    {
    case KITTE_MATRIX_PENDING:
      return g_strdup ("...");
    case KITTE_MATRIX_REFUSED:
      /* TRANSLATORS: in a table: the connection was turned away. */
      return g_strdup (C_ ("column", "refused"));
    case KITTE_MATRIX_SILENT:
      /* TRANSLATORS: in a table: nobody answered at this port. */
      return g_strdup (C_ ("column", "no answer"));
    case KITTE_MATRIX_FAILED:
      return g_strdup_printf ("✗ %u", kitte_finding_code_get_number (row->finding->code));
    case KITTE_MATRIX_CANCELLED:
    case KITTE_MATRIX_OPEN:
    default:
      return g_strdup ("?");
    }
}

static void
append_ports_line (KittectlMatrixTable *self, GString *text, const KitteMatrixRow *row)
{
  g_autofree char *port = g_strdup_printf ("%5u", row->port);

  kittectl_append_cell (text, port, PORT_WIDTH - KITTECTL_COLUMN_GAP);
  if (row->state != KITTE_MATRIX_OPEN)
    {
      g_autofree char *state = state_text (row);

      g_string_append (text, state);
      return;
    }
  for (guint i = 0; i < KITTE_N_SECURITIES; i++)
    {
      g_autofree char *cell = cell_text (&row->cells[i], (KitteSecurity) i);

      kittectl_append_cell (text, cell, self->cell_width);
    }
}

/* “Sending mail: SMTP, mail.example.jp” above the names of the columns. */
static void
append_heading (KittectlMatrixTable *self, GString *text, const KitteMatrixRow *row)
{
  g_string_append_printf (text, "%s: %s, %s\n",
                          kitte_direction_sentence (row->protocol != KITTE_PROTOCOL_SMTP),
                          kitte_protocol_get_display_name (row->protocol), row->host);
  /* TRANSLATORS: heading of a column of port numbers; at most five columns wide. */
  kittectl_append_cell (text, C_ ("column", "Port"), PORT_WIDTH - KITTECTL_COLUMN_GAP);
  for (guint i = 0; i < KITTE_N_SECURITIES; i++)
    kittectl_append_cell (text, security_heading ((KitteSecurity) i), self->cell_width);
}

static char *
make_line (KittectlMatrixTable *self, const Line *line)
{
  GString *text = g_string_new (NULL);
  const KitteMatrixRow *row = kitte_matrix_get_row (self->matrix, line->row);

  if (line->is_heading && line->row > 0)
    g_string_append_c (text, '\n');
  if (line->is_heading)
    append_heading (self, text, row);
  else
    append_ports_line (self, text, row);
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

static gboolean
begins_group (KitteMatrix *matrix, guint index)
{
  const KitteMatrixRow *row = kitte_matrix_get_row (matrix, index);
  const KitteMatrixRow *before = index > 0 ? kitte_matrix_get_row (matrix, index - 1) : NULL;

  return before == NULL || before->protocol != row->protocol ||
         !g_str_equal (before->host, row->host);
}

static void
lay_out (KittectlMatrixTable *self)
{
  for (guint i = 0; i < kitte_matrix_get_n_rows (self->matrix); i++)
    {
      Line heading = { TRUE, i };
      Line port = { FALSE, i };

      if (begins_group (self->matrix, i))
        g_array_append_val (self->lines, heading);
      g_array_append_val (self->lines, port);
    }
}

/* The widest thing that a cell can hold. */
static guint
widest_cell (void)
{
  const KitteAuthList one = { { KITTE_AUTH_PLAIN }, 1 };
  const KitteMatrixCell cells[] = {
    { TRUE, TRUE, NULL, KITTE_MATRIX_SIGN_IN, one },
    { TRUE, TRUE, NULL, KITTE_MATRIX_NO_SIGN_IN, { { 0 }, 0 } },
    { TRUE, TRUE, NULL, KITTE_MATRIX_POP_BEFORE_SMTP, { { 0 }, 0 } },
  };
  guint width = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *text = cell_text (&cells[i], KITTE_SECURITY_NONE);

      width = MAX (width, kittectl_measure (text));
    }
  for (guint i = 0; i < KITTE_N_SECURITIES; i++)
    width = MAX (width, kittectl_measure (security_heading ((KitteSecurity) i)));
  return width;
}

/* A heading is two lines on the screen, and an empty one above it where something stands there. */
static guint
count_screen_lines (const KittectlMatrixTable *self)
{
  guint n_lines = 0;

  for (guint i = 0; i < self->lines->len; i++)
    n_lines += !g_array_index (self->lines, Line, i).is_heading ? 1 : i == 0 ? 2 : 3;
  return n_lines;
}

static guint
widest_line (KittectlMatrixTable *self)
{
  guint width = PORT_WIDTH + KITTE_N_SECURITIES * (self->cell_width + KITTECTL_COLUMN_GAP);

  for (guint i = 0; i < self->lines->len; i++)
    {
      g_autofree char *text = make_line (self, &g_array_index (self->lines, Line, i));
      g_auto (GStrv) screen_lines = g_strsplit (text, "\n", -1);

      for (guint j = 0; screen_lines[j] != NULL; j++)
        width = MAX (width, kittectl_measure (screen_lines[j]));
    }
  return width;
}

static void
print_line (KittectlMatrixTable *self, guint index)
{
  g_autofree char *text = make_line (self, &g_array_index (self->lines, Line, index));

  g_print ("%s\n", text);
}

static void
draw (KittectlMatrixTable *self, gboolean again)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      g_autofree char *line = make_line (self, &g_array_index (self->lines, Line, i));

      g_string_append_printf (text, "%s\n", line);
    }
  kittectl_print_over (again ? count_screen_lines (self) : 0, text->str);
}

static gboolean
may_print (KittectlMatrixTable *self, guint index)
{
  const Line *line = &g_array_index (self->lines, Line, index);

  return line->is_heading || kitte_matrix_is_settled (self->matrix, line->row);
}

static void
print_settled (KittectlMatrixTable *self)
{
  while (self->n_printed < self->lines->len && may_print (self, self->n_printed))
    print_line (self, self->n_printed++);
}

/* The window may have been made smaller; then the cursor is no longer where it was. */
static void
update (KittectlMatrixTable *self)
{
  if (self->live && kittectl_can_print_over (count_screen_lines (self), widest_line (self)))
    {
      draw (self, TRUE);
      return;
    }
  self->live = FALSE;
  print_settled (self);
}

static void
row_changed_cb (KitteMatrix *matrix, guint index, gpointer user_data)
{
  update (user_data);
}

static void
print_methods (const KitteMatrixRow *row)
{
  for (guint i = 0; i < KITTE_N_SECURITIES; i++)
    {
      const KitteMatrixCell *cell = &row->cells[i];

      if (cell->auth.n_items == 0)
        continue;
      g_print ("  %s:%u %s:", row->host, row->port, security_heading ((KitteSecurity) i));
      for (guint j = 0; j < cell->auth.n_items; j++)
        g_print (" %s", kitte_auth_to_nick (cell->auth.items[j]));
      g_print ("\n");
    }
}

static void
print_all_methods (KitteMatrix *matrix)
{
  gboolean any = FALSE;

  for (guint i = 0; i < kitte_matrix_get_n_rows (matrix); i++)
    {
      const KitteMatrixRow *row = kitte_matrix_get_row (matrix, i);

      if (!any && kitte_matrix_row_offers_sign_in (row))
        /* TRANSLATORS: heading above a list: server, port and the methods offered there. */
        g_print ("%s\n", _ ("Ways to sign in:"));
      any |= kitte_matrix_row_offers_sign_in (row);
      print_methods (row);
    }
}

/* What is wrong with a host is wrong at each of its ports, and said once. */
static void
print_finding (GHashTable *said, const KitteMatrixRow *row, const KitteFinding *finding)
{
  g_autoptr (KitteServer) server = NULL;
  g_autoptr (KitteDiagnosis) diagnosis = NULL;
  const KitteAuthList any = { { 0 }, 0 };

  if (finding == NULL)
    return;
  server =
      kitte_server_new (row->protocol, row->host, row->port, KITTE_SECURITY_STARTTLS, &any, NULL);
  diagnosis = kitte_diagnosis_new_for_finding (finding, server, NULL);
  if (g_hash_table_add (said, g_strdup (diagnosis->title)))
    g_print ("  %u: %s\n", kitte_finding_code_get_number (finding->code), diagnosis->title);
}

static void
print_findings (KitteMatrix *matrix)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < kitte_matrix_get_n_rows (matrix); i++)
    {
      const KitteMatrixRow *row = kitte_matrix_get_row (matrix, i);

      print_finding (said, row, row->finding);
      for (guint j = 0; j < KITTE_N_SECURITIES; j++)
        print_finding (said, row, row->cells[j].finding);
    }
}

static gboolean
has_pop_before_smtp (KitteMatrix *matrix)
{
  for (guint i = 0; i < kitte_matrix_get_n_rows (matrix); i++)
    for (guint j = 0; j < KITTE_N_SECURITIES; j++)
      if (kitte_matrix_get_row (matrix, i)->cells[j].sign_in == KITTE_MATRIX_POP_BEFORE_SMTP)
        return TRUE;
  return FALSE;
}

static void
print_notes (KitteMatrix *matrix)
{
  /* TRANSLATORS: explains the marks of a table; the marks stay as they are. */
  g_print ("\n%s\n", _ ("✓ encrypted  ! works, but is unsafe or outdated  ✗ does not work  "
                        "- is not offered  ? is not known"));
  if (has_pop_before_smtp (matrix))
    g_print ("%s\n", _ ("The sending server offers no sign-in: such servers take mail from whoever "
                        "has just received (POP before SMTP), or from their own lines only."));
  print_findings (matrix);
  print_all_methods (matrix);
}

/**
 * kittectl_matrix_table_new:
 * @matrix: (transfer none): with all its rows, before it runs
 *
 * Returns: (transfer full): a table that prints itself on standard output
 */
KittectlMatrixTable *
kittectl_matrix_table_new (KitteMatrix *matrix)
{
  KittectlMatrixTable *self = g_new0 (KittectlMatrixTable, 1);

  self->matrix = g_object_ref (matrix);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->cell_width = widest_cell ();
  lay_out (self);
  self->live = kittectl_can_print_over (count_screen_lines (self), widest_line (self));
  if (self->live)
    draw (self, FALSE);
  else
    print_settled (self);
  g_signal_connect (matrix, "row-changed", G_CALLBACK (row_changed_cb), self);
  return self;
}

void
kittectl_matrix_table_free (KittectlMatrixTable *self)
{
  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->matrix, self);
  g_object_unref (self->matrix);
  g_array_unref (self->lines);
  g_free (self);
}

/**
 * kittectl_matrix_table_end:
 *
 * The run is over: prints what is left of the table, and below it what the marks and numbers mean.
 */
void
kittectl_matrix_table_end (KittectlMatrixTable *self)
{
  g_return_if_fail (self != NULL);

  update (self);
  print_notes (self->matrix);
}
