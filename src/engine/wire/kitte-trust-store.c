/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the system’s authorities takes some 20 ms, so a thread does it once while names are still
 * being resolved; everyone who asks meanwhile is answered together. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-trust-store.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#define TEST_AUTHORITY_VARIABLE "KITTE_CA_FILE"

typedef enum
{
  STATE_EMPTY,
  STATE_LOADING,
  STATE_LOADED,
} State;

struct _KitteTrustStore
{
  GObject parent_instance;
  char *test_authority;
  gnutls_certificate_credentials_t credentials;
  State state;
  GQueue waiting;
};

G_DEFINE_FINAL_TYPE (KitteTrustStore, kitte_trust_store, G_TYPE_OBJECT)

static const char *
test_authority_from_environment (void)
{
  const char *file = g_getenv (TEST_AUTHORITY_VARIABLE);

  return file != NULL && *file != '\0' ? file : NULL;
}

static void
load_test_authority (gnutls_certificate_credentials_t credentials, const char *file)
{
  if (gnutls_certificate_set_x509_trust_file (credentials, file, GNUTLS_X509_FMT_PEM) > 0)
    /* TRANSLATORS: on standard error; %s is the name of a file with a certificate authority that
     * was added for testing. */
    g_printerr (_ ("A test authority is in use: %s"), file);
  else
    /* TRANSLATORS: on standard error; %s is the name of a file. */
    g_printerr (_ ("The test authority %s could not be read."), file);
  g_printerr ("\n");
}

/* A process that ends takes the libraries apart, under a thread that is still reading. */
static GMutex reading;

/* For good: who has not begun then does not begin any more. */
static void
wait_for_readers (void)
{
  g_mutex_lock (&reading);
}

/* Nobody else touches the credentials before the state says “loaded”. */
static void
load_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  KitteTrustStore *self = source;

  g_mutex_lock (&reading);
  gnutls_certificate_set_x509_system_trust (self->credentials);
  if (self->test_authority != NULL)
    load_test_authority (self->credentials, self->test_authority);
  g_mutex_unlock (&reading);
  g_task_return_boolean (task, TRUE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteTrustStore *self = KITTE_TRUST_STORE (source);
  GTask *task;

  self->state = STATE_LOADED;
  while ((task = g_queue_pop_head (&self->waiting)) != NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
begin_loading (KitteTrustStore *self)
{
  static gsize once;
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  if (g_once_init_enter (&once))
    {
      atexit (wait_for_readers);
      g_once_init_leave (&once, 1);
    }
  self->state = STATE_LOADING;
  g_task_set_name (task, "[kitte] load trust");
  g_task_run_in_thread (task, load_in_thread);
}

static void
kitte_trust_store_finalize (GObject *object)
{
  KitteTrustStore *self = KITTE_TRUST_STORE (object);

  gnutls_certificate_free_credentials (self->credentials);
  g_free (self->test_authority);
  G_OBJECT_CLASS (kitte_trust_store_parent_class)->finalize (object);
}

static void
kitte_trust_store_class_init (KitteTrustStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_trust_store_finalize;
}

static void
kitte_trust_store_init (KitteTrustStore *self)
{
  gnutls_certificate_allocate_credentials (&self->credentials);
  g_queue_init (&self->waiting);
}

/**
 * kitte_trust_store_new:
 * @test_authority: (nullable): a file of further authorities in PEM
 *
 * Returns: (transfer full): a store that is not loaded yet
 */
KitteTrustStore *
kitte_trust_store_new (const char *test_authority)
{
  KitteTrustStore *self = g_object_new (KITTE_TYPE_TRUST_STORE, NULL);

  self->test_authority = g_strdup (test_authority);
  return self;
}

/**
 * kitte_trust_store_get_default:
 *
 * The computer’s own store, with what KITTE_CA_FILE adds. It begins to load when it is first asked
 * for, so asking early keeps the loading off the path.
 *
 * Returns: (transfer none): the store
 */
KitteTrustStore *
kitte_trust_store_get_default (void)
{
  static KitteTrustStore *store;

  if (store == NULL)
    {
      store = kitte_trust_store_new (test_authority_from_environment ());
      begin_loading (store);
    }
  return store;
}

const char *
kitte_trust_store_get_test_authority (KitteTrustStore *self)
{
  g_return_val_if_fail (KITTE_IS_TRUST_STORE (self), NULL);

  return self->test_authority;
}

/**
 * kitte_trust_store_uses_test_authority:
 *
 * Returns: whether KITTE_CA_FILE names a test authority, which the window then says
 */
gboolean
kitte_trust_store_uses_test_authority (void)
{
  return test_authority_from_environment () != NULL;
}

/**
 * kitte_trust_store_get_credentials:
 *
 * Returns: (transfer none): for GnuTLS sessions, which must not outlive @self; only after loading
 */
gnutls_certificate_credentials_t
kitte_trust_store_get_credentials (KitteTrustStore *self)
{
  g_return_val_if_fail (KITTE_IS_TRUST_STORE (self), NULL);
  g_return_val_if_fail (self->state == STATE_LOADED, NULL);

  return self->credentials;
}

/**
 * kitte_trust_store_load_async:
 *
 * Waits until the authorities are loaded, beginning that where nobody did yet.
 */
void
kitte_trust_store_load_async (KitteTrustStore *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_TRUST_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_trust_store_load_async);
  if (self->state == STATE_LOADED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  if (self->state == STATE_EMPTY)
    begin_loading (self);
}

gboolean
kitte_trust_store_load_finish (KitteTrustStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
