/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for Evolution's data server to read a source that was changed: it takes three seconds, and
 * an Evolution that is opened within them goes to the old server. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-registry.h"

#include <string.h>

#include "kitte-key-lines.h"

#define NAME "org.gnome.evolution.dataserver.Sources5"
#define PATH "/org/gnome/evolution/dataserver/SourceManager"
#define INTERFACE "org.gnome.evolution.dataserver.Source"
#define SUFFIX ".source"

/* Twice what it takes; one call; how often it is asked. */
#define PATIENCE_US (6 * G_USEC_PER_SEC)
#define CALL_MS 1000
#define PAUSE_US (G_USEC_PER_SEC / 5)

static const struct
{
  const char *group;
  const char *key;
} values[] = {
  { "Authentication", "Host" },   { "Authentication", "Port" }, { "Authentication", "User" },
  { "Authentication", "Method" }, { "Security", "Method" },
};

/* Never starts it: one that does not run reads the files anew when it is started. */
static GVariant *
list_sources (GDBusConnection *bus, GCancellable *cancellable)
{
  return g_dbus_connection_call_sync (bus, NAME, PATH, "org.freedesktop.DBus.ObjectManager",
                                      "GetManagedObjects", NULL, G_VARIANT_TYPE ("(a{oa{sa{sv}}})"),
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_MS, cancellable, NULL);
}

/* Returns: (transfer full) (nullable): the source as the data server knows it */
static GBytes *
get_known (GVariant *answer, const char *uid)
{
  g_autoptr (GVariant) objects = g_variant_get_child_value (answer, 0);

  for (gsize i = 0; i < g_variant_n_children (objects); i++)
    {
      g_autoptr (GVariant) object = g_variant_get_child_value (objects, i);
      g_autoptr (GVariant) interfaces = g_variant_get_child_value (object, 1);
      g_autoptr (GVariant) source =
          g_variant_lookup_value (interfaces, INTERFACE, G_VARIANT_TYPE_VARDICT);
      const char *own_uid = NULL;
      const char *data = NULL;

      if (source != NULL && g_variant_lookup (source, "UID", "&s", &own_uid) &&
          g_str_equal (own_uid, uid) && g_variant_lookup (source, "Data", "&s", &data))
        return g_bytes_new (data, strlen (data));
    }
  return NULL;
}

static gboolean
is_same_server (GBytes *one, GBytes *other)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *first = kitte_key_lines_get (one, values[i].group, values[i].key);
      g_autofree char *second = kitte_key_lines_get (other, values[i].group, values[i].key);

      if (g_strcmp0 (first, second) != 0)
        return FALSE;
    }
  return TRUE;
}

/* One that the data server does not know, as that of another package, is not waited for. */
static gboolean
is_read (const KitteFileChange *file, GVariant *answer)
{
  g_autofree char *uid = g_path_get_basename (file->path);
  g_autoptr (GBytes) known = NULL;

  if (file->before == NULL || !g_str_has_suffix (uid, SUFFIX))
    return TRUE;
  uid[strlen (uid) - strlen (SUFFIX)] = '\0';
  known = get_known (answer, uid);
  return known == NULL || is_same_server (known, file->after);
}

static gboolean
are_read (KitteChangeSet *changes, GVariant *answer)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    if (!is_read (files->pdata[i], answer))
      return FALSE;
  return TRUE;
}

/**
 * kitte_evolution_wait_for_registry:
 * @changes: that have been written
 *
 * Returns as soon as the data server knows every source as it was written; at once where it does
 * not run, and after six seconds in any case. A #KitteAfterwardsFunc: blocking, for worker threads.
 */
void
kitte_evolution_wait_for_registry (KitteChangeSet *changes, GCancellable *cancellable)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (bus != NULL && g_get_monotonic_time () < end)
    {
      g_autoptr (GVariant) answer = list_sources (bus, cancellable);

      if (answer == NULL || are_read (changes, answer))
        return;
      g_usleep (PAUSE_US);
    }
}
