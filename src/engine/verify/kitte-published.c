/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers of a preset are published, and which others are. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-published.h"

KittePublished *
kitte_published_new (KitteSource source)
{
  KittePublished *self = g_new0 (KittePublished, 1);

  self->source = source;
  self->missing = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  self->extra = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  return self;
}

void
kitte_published_free (KittePublished *self)
{
  g_free (self->what);
  g_free (self->outcome);
  g_ptr_array_unref (self->missing);
  g_ptr_array_unref (self->extra);
  g_free (self);
}

/* What says nothing of the user name, as service records, says nothing else of it. */
static gboolean
is_same_user (const KitteServer *server, const KitteServer *other)
{
  return server->username == NULL || other->username == NULL ||
         g_str_equal (server->username, other->username);
}

static gboolean
is_listed (GPtrArray *servers, const KitteServer *server)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *other = servers->pdata[i];

      if (kitte_server_same_endpoint (other, server) && other->security == server->security &&
          is_same_user (server, other))
        return TRUE;
    }
  return FALSE;
}

static void
add_unlisted (GPtrArray *result, GPtrArray *servers, GPtrArray *others, gboolean encrypted_only)
{
  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *server = servers->pdata[i];

      if ((!encrypted_only || server->security != KITTE_SECURITY_NONE) &&
          !is_listed (others, server))
        g_ptr_array_add (result, kitte_server_ref (server));
    }
}

/**
 * kitte_published_compare:
 * @expected: what the preset says
 * @found: what is published
 *
 * Notes whether the two agree. Service records know no servers without encryption.
 */
void
kitte_published_compare (KittePublished *self,
                         const KitteProposal *expected,
                         const KitteProposal *found)
{
  gboolean records = self->source == KITTE_SOURCE_SRV;

  add_unlisted (self->missing, expected->incoming, found->incoming, records);
  add_unlisted (self->missing, expected->outgoing, found->outgoing, records);
  add_unlisted (self->extra, found->incoming, expected->incoming, FALSE);
  add_unlisted (self->extra, found->outgoing, expected->outgoing, FALSE);
  self->state =
      self->missing->len + self->extra->len > 0 ? KITTE_PUBLISHED_DIFFERS : KITTE_PUBLISHED_AGREES;
}

const char *
kitte_published_state_to_nick (KittePublishedState state)
{
  static const char *const nicks[] = { "unknown", "agrees", "differs", "absent" };

  return nicks[state];
}
