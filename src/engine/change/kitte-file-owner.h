/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FileOwner: who understands a mail program's file well enough to take our own part out of it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KitteFileTrace:
 * @path: the file
 * @parts: (array zero-terminated=1): what kitte_change_set_add_part() was told about this file
 * @created: whether the change made the file
 *
 * What the journal knows about our part of a file.
 */
typedef struct
{
  const char *path;
  const char *const *parts;
  gboolean created;
} KitteFileTrace;

#define KITTE_TYPE_FILE_OWNER (kitte_file_owner_get_type ())
G_DECLARE_INTERFACE (KitteFileOwner, kitte_file_owner, KITTE, FILE_OWNER, GObject)

/**
 * KitteFileOwnerInterface:
 * @get_id: the client's id, as in #KitteFileChange
 * @take_back: the file's bytes without our part; see kitte_file_owner_take_back()
 *
 * @forget: (nullable): the file’s bytes without the old secrets that our part keeps in it; see
 *   kitte_file_owner_forget()
 *
 * The change room stands below the mail programs: undo asks through this interface.
 */
struct _KitteFileOwnerInterface
{
  GTypeInterface parent_iface;

  const char *(*get_id) (KitteFileOwner *self);
  gboolean (*take_back) (KitteFileOwner *self,
                         const KitteFileTrace *trace,
                         GBytes *now,
                         GBytes **then,
                         GError **error);
  gboolean (*forget) (KitteFileOwner *self,
                      const KitteFileTrace *trace,
                      GBytes *now,
                      GBytes **then,
                      GError **error);
};

const char *kitte_file_owner_get_id (KitteFileOwner *self);
gboolean kitte_file_owner_take_back (KitteFileOwner *self,
                                     const KitteFileTrace *trace,
                                     GBytes *now,
                                     GBytes **then,
                                     GError **error);
gboolean kitte_file_owner_forget (KitteFileOwner *self,
                                  const KitteFileTrace *trace,
                                  GBytes *now,
                                  GBytes **then,
                                  GError **error);
KitteFileOwner *kitte_file_owners_get (GPtrArray *owners, const char *id);

G_END_DECLS
