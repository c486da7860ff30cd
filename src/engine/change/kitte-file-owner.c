/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls the one mail program that understands a file. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-file-owner.h"

G_DEFINE_INTERFACE (KitteFileOwner, kitte_file_owner, G_TYPE_OBJECT)

static void
kitte_file_owner_default_init (KitteFileOwnerInterface *iface)
{
}

const char *
kitte_file_owner_get_id (KitteFileOwner *self)
{
  g_return_val_if_fail (KITTE_IS_FILE_OWNER (self), NULL);

  return KITTE_FILE_OWNER_GET_IFACE (self)->get_id (self);
}

/**
 * kitte_file_owner_take_back:
 * @trace: what the journal kept about our part
 * @now: the file as it is
 * @then: (out) (nullable): the file without our part; @now itself where nothing of ours is in it;
 *   %NULL: the file was ours alone and goes
 *
 * Called where somebody else wrote the file since. Reads and writes nothing itself; in a thread.
 *
 * Returns: whether the file could be understood; the error says what to do
 */
gboolean
kitte_file_owner_take_back (KitteFileOwner *self,
                            const KitteFileTrace *trace,
                            GBytes *now,
                            GBytes **then,
                            GError **error)
{
  g_return_val_if_fail (KITTE_IS_FILE_OWNER (self), FALSE);
  g_return_val_if_fail (trace != NULL && now != NULL && then != NULL, FALSE);

  return KITTE_FILE_OWNER_GET_IFACE (self)->take_back (self, trace, now, then, error);
}

/**
 * kitte_file_owner_forget:
 * @trace: what the journal kept about our part
 * @now: the file as it is
 * @then: (out): the file without the old secrets that were kept in it; @now itself where there are
 *   none
 *
 * Called when the change can no longer be taken back. Reads and writes nothing itself; in a thread.
 *
 * Returns: whether the file could be understood
 */
gboolean
kitte_file_owner_forget (KitteFileOwner *self,
                         const KitteFileTrace *trace,
                         GBytes *now,
                         GBytes **then,
                         GError **error)
{
  KitteFileOwnerInterface *iface;

  g_return_val_if_fail (KITTE_IS_FILE_OWNER (self), FALSE);
  g_return_val_if_fail (trace != NULL && now != NULL && then != NULL, FALSE);

  iface = KITTE_FILE_OWNER_GET_IFACE (self);
  if (iface->forget != NULL)
    return iface->forget (self, trace, now, then, error);
  *then = g_bytes_ref (now);
  return TRUE;
}

/**
 * kitte_file_owners_get:
 * @owners: (element-type KitteFileOwner): all that are known
 *
 * Returns: (transfer none) (nullable): the one with this id
 */
KitteFileOwner *
kitte_file_owners_get (GPtrArray *owners, const char *id)
{
  g_return_val_if_fail (owners != NULL && id != NULL, NULL);

  for (guint i = 0; i < owners->len; i++)
    if (g_str_equal (kitte_file_owner_get_id (owners->pdata[i]), id))
      return owners->pdata[i];
  return NULL;
}
