/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps one row for each source that is asked; a row begins as “running” and ends once. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-trail.h"

#include <gio/gio.h>

#include "kitte-web.h"
#include "wire/kitte-resolver.h"

struct _KitteTrail
{
  GObject parent_instance;
  GPtrArray *tried;
  GArray *begun;
};

G_DEFINE_FINAL_TYPE (KitteTrail, kitte_trail, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const outcome_nicks[] = {
  [KITTE_TRIED_RUNNING] = "running",
  [KITTE_TRIED_FOUND] = "found",
  [KITTE_TRIED_NOTHING] = "nothing",
  [KITTE_TRIED_UNUSABLE] = "unusable",
  [KITTE_TRIED_NOT_ENCRYPTED] = "not-encrypted",
  [KITTE_TRIED_CERTIFICATE] = "certificate",
  [KITTE_TRIED_REDIRECT] = "redirect",
  [KITTE_TRIED_TOO_LARGE] = "too-large",
  [KITTE_TRIED_FAILED] = "failed",
  [KITTE_TRIED_UNREACHABLE] = "unreachable",
  [KITTE_TRIED_TIMED_OUT] = "timed-out",
  [KITTE_TRIED_PRIVATE] = "private",
  [KITTE_TRIED_PROXY] = "proxy",
  [KITTE_TRIED_NO_PROXY] = "no-proxy",
  [KITTE_TRIED_STOPPED] = "stopped",
};

static gboolean
is_running (const KitteTried *tried)
{
  return g_str_equal (tried->outcome, outcome_nicks[KITTE_TRIED_RUNNING]);
}

static void
kitte_trail_finalize (GObject *object)
{
  KitteTrail *self = KITTE_TRAIL (object);

  g_ptr_array_unref (self->tried);
  g_array_unref (self->begun);
  G_OBJECT_CLASS (kitte_trail_parent_class)->finalize (object);
}

static void
kitte_trail_class_init (KitteTrailClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_trail_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
kitte_trail_init (KitteTrail *self)
{
  self->tried = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_tried_free);
  self->begun = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * kitte_trail_new:
 *
 * Returns: (transfer full): a trail without rows; for the main context only
 */
KitteTrail *
kitte_trail_new (void)
{
  return g_object_new (KITTE_TYPE_TRAIL, NULL);
}

/**
 * kitte_trail_begin:
 * @what: the file, name or host that is asked for; never more of the address than its domain
 *
 * Returns: the row, for kitte_trail_end()
 */
guint
kitte_trail_begin (KitteTrail *self, KitteSource source, const char *what)
{
  gint64 now = g_get_monotonic_time ();

  g_return_val_if_fail (KITTE_IS_TRAIL (self) && what != NULL, 0);

  g_ptr_array_add (self->tried, kitte_tried_new (kitte_source_to_nick (source), what,
                                                 outcome_nicks[KITTE_TRIED_RUNNING], 0));
  g_array_append_val (self->begun, now);
  g_signal_emit (self, signals[CHANGED], 0, self->tried->len - 1);
  return self->tried->len - 1;
}

/**
 * kitte_trail_end:
 * @row: of kitte_trail_begin(); a row that has ended stays as it is
 */
void
kitte_trail_end (KitteTrail *self, guint row, KitteTriedOutcome outcome)
{
  KitteTried *tried;
  gint64 begun;

  g_return_if_fail (KITTE_IS_TRAIL (self) && row < self->tried->len);

  tried = self->tried->pdata[row];
  begun = g_array_index (self->begun, gint64, row);
  if (!is_running (tried))
    return;
  g_free (tried->outcome);
  tried->outcome = g_strdup (outcome_nicks[outcome]);
  tried->ms = (guint) ((g_get_monotonic_time () - begun) / 1000);
  g_signal_emit (self, signals[CHANGED], 0, row);
}

/**
 * kitte_trail_close:
 *
 * The search is over: rows that still run are no longer wanted.
 */
void
kitte_trail_close (KitteTrail *self)
{
  g_return_if_fail (KITTE_IS_TRAIL (self));

  for (guint i = 0; i < self->tried->len; i++)
    kitte_trail_end (self, i, KITTE_TRIED_STOPPED);
}

/**
 * kitte_trail_get_tried:
 *
 * Returns: (transfer none) (element-type KitteTried): the rows in the order they began
 */
GPtrArray *
kitte_trail_get_tried (KitteTrail *self)
{
  g_return_val_if_fail (KITTE_IS_TRAIL (self), NULL);

  return self->tried;
}

/**
 * kitte_trail_count:
 *
 * Returns: how many rows ended with @outcome
 */
guint
kitte_trail_count (KitteTrail *self, KitteTriedOutcome outcome)
{
  guint n = 0;

  g_return_val_if_fail (KITTE_IS_TRAIL (self), 0);

  for (guint i = 0; i < self->tried->len; i++)
    n += g_str_equal (((KitteTried *) self->tried->pdata[i])->outcome, outcome_nicks[outcome]);
  return n;
}

const char *
kitte_tried_outcome_to_nick (KitteTriedOutcome outcome)
{
  return outcome_nicks[outcome];
}

static KitteTriedOutcome
from_resolver_error (int code)
{
  switch ((KitteResolverError) code)
    {
    case KITTE_RESOLVER_ERROR_NO_SUCH_NAME:
    case KITTE_RESOLVER_ERROR_NO_DATA:
      return KITTE_TRIED_NOTHING;
    case KITTE_RESOLVER_ERROR_SILENT:
      return KITTE_TRIED_TIMED_OUT;
    case KITTE_RESOLVER_ERROR_UNREACHABLE:
      return KITTE_TRIED_UNREACHABLE;
    case KITTE_RESOLVER_ERROR_SERVER_FAILED:
    default:
      return KITTE_TRIED_FAILED;
    }
}

static KitteTriedOutcome
from_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return KITTE_TRIED_STOPPED;
    case G_IO_ERROR_TIMED_OUT:
      return KITTE_TRIED_TIMED_OUT;
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
      return KITTE_TRIED_UNREACHABLE;
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return KITTE_TRIED_PROXY;
    default:
      return KITTE_TRIED_FAILED;
    }
}

static KitteTriedOutcome
from_web_error (int code)
{
  switch ((KitteWebError) code)
    {
    case KITTE_WEB_ERROR_NO_PAGE:
      return KITTE_TRIED_NOTHING;
    case KITTE_WEB_ERROR_REDIRECT:
      return KITTE_TRIED_REDIRECT;
    case KITTE_WEB_ERROR_TOO_LARGE:
      return KITTE_TRIED_TOO_LARGE;
    case KITTE_WEB_ERROR_PROXY:
      return KITTE_TRIED_PROXY;
    case KITTE_WEB_ERROR_NO_PROXY:
      return KITTE_TRIED_NO_PROXY;
    case KITTE_WEB_ERROR_PRIVATE:
      return KITTE_TRIED_PRIVATE;
    case KITTE_WEB_ERROR_SOMEBODY_ELSE:
      return KITTE_TRIED_CERTIFICATE;
    case KITTE_WEB_ERROR_SERVER:
    default:
      return KITTE_TRIED_FAILED;
    }
}

/**
 * kitte_tried_outcome_from_error:
 * @error: (nullable): of the resolver or of GIO
 *
 * Returns: what that means for a source
 */
KitteTriedOutcome
kitte_tried_outcome_from_error (const GError *error)
{
  if (error == NULL)
    return KITTE_TRIED_NOTHING;
  if (error->domain == KITTE_RESOLVER_ERROR)
    return from_resolver_error (error->code);
  if (error->domain == KITTE_WEB_ERROR)
    return from_web_error (error->code);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return KITTE_TRIED_CERTIFICATE;
  if (error->domain == G_RESOLVER_ERROR)
    return error->code == G_RESOLVER_ERROR_NOT_FOUND ? KITTE_TRIED_NOTHING : KITTE_TRIED_FAILED;
  return error->domain == G_IO_ERROR ? from_io_error (error->code) : KITTE_TRIED_FAILED;
}
