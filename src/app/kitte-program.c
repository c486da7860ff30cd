/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mail program as the person chooses it. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-program.h"

struct _KitteProgram
{
  GObject parent_instance;
  KitteInstallation *installation;
  gboolean chosen;
  char *left_out;
  gboolean has_account;
  char *warning;
  char *place;
  KitteForExisting for_existing;
};

G_DEFINE_FINAL_TYPE (KitteProgram, kitte_program, G_TYPE_OBJECT)

enum
{
  PROP_CHOSEN = 1,
  PROP_LEFT_OUT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kitte_program_finalize (GObject *object)
{
  KitteProgram *self = KITTE_PROGRAM (object);

  g_clear_pointer (&self->installation, kitte_installation_unref);
  g_free (self->left_out);
  g_free (self->warning);
  g_free (self->place);
  G_OBJECT_CLASS (kitte_program_parent_class)->finalize (object);
}

static void
kitte_program_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KitteProgram *self = KITTE_PROGRAM (object);

  switch (id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_LEFT_OUT:
      g_value_set_string (value, self->left_out);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_program_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KitteProgram *self = KITTE_PROGRAM (object);

  switch (id)
    {
    case PROP_CHOSEN:
      kitte_program_set_chosen (self, g_value_get_boolean (value));
      break;
    case PROP_LEFT_OUT:
      kitte_program_set_left_out (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kitte_program_class_init (KitteProgramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kitte_program_finalize;
  object_class->get_property = kitte_program_get_property;
  object_class->set_property = kitte_program_set_property;
  properties[PROP_CHOSEN] =
      g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LEFT_OUT] =
      g_param_spec_string ("left-out", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kitte_program_init (KitteProgram *self)
{
}

KitteProgram *
kitte_program_new (KitteInstallation *installation)
{
  KitteProgram *self;

  g_return_val_if_fail (installation != NULL, NULL);

  self = g_object_new (KITTE_TYPE_PROGRAM, NULL);
  self->installation = kitte_installation_ref (installation);
  return self;
}

/**
 * kitte_program_get_installation:
 *
 * Returns: (transfer none): where it was found
 */
KitteInstallation *
kitte_program_get_installation (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), NULL);

  return self->installation;
}

gboolean
kitte_program_get_chosen (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), FALSE);

  return self->chosen;
}

void
kitte_program_set_chosen (KitteProgram *self, gboolean chosen)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self));

  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/**
 * kitte_program_get_left_out:
 *
 * Returns: (transfer none) (nullable): why the account cannot go into it, for the person
 */
const char *
kitte_program_get_left_out (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), NULL);

  return self->left_out;
}

/**
 * kitte_program_set_left_out:
 * @why: (nullable): why not; the program is then not chosen any more
 */
void
kitte_program_set_left_out (KitteProgram *self, const char *why)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self));

  if (g_strcmp0 (self->left_out, why) == 0)
    return;
  g_free (self->left_out);
  self->left_out = g_strdup (why);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEFT_OUT]);
  if (why != NULL)
    kitte_program_set_chosen (self, FALSE);
}

KitteForExisting
kitte_program_get_for_existing (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), KITTE_FOR_EXISTING_LEAVE);

  return self->for_existing;
}

/**
 * kitte_program_set_for_existing:
 * @choice: what is to be done with the account that it has; the program is chosen by it
 */
void
kitte_program_set_for_existing (KitteProgram *self, KitteForExisting choice)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self) && self->has_account);

  if (self->for_existing == choice)
    return;
  self->for_existing = choice;
  if (self->chosen == (choice != KITTE_FOR_EXISTING_LEAVE))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
  else
    kitte_program_set_chosen (self, choice != KITTE_FOR_EXISTING_LEAVE);
}

gboolean
kitte_program_get_has_account (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), FALSE);

  return self->has_account;
}

/**
 * kitte_program_set_has_account:
 * @why: a sentence that says that the address is there already
 *
 * The program is left as it is until the person says what is to be done.
 */
void
kitte_program_set_has_account (KitteProgram *self, const char *why)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self) && why != NULL);

  self->has_account = TRUE;
  self->for_existing = KITTE_FOR_EXISTING_LEAVE;
  kitte_program_set_left_out (self, why);
}

/**
 * kitte_program_get_warning:
 *
 * Returns: (transfer none) (nullable): what it means to choose it, for the person
 */
const char *
kitte_program_get_warning (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), NULL);

  return self->warning;
}

/* Before it is shown. */
void
kitte_program_set_warning (KitteProgram *self, const char *warning)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self));

  g_free (self->warning);
  self->warning = g_strdup (warning);
}

/**
 * kitte_program_get_place:
 *
 * Returns: (transfer none) (nullable): where it is, if another one has the same name
 */
const char *
kitte_program_get_place (KitteProgram *self)
{
  g_return_val_if_fail (KITTE_IS_PROGRAM (self), NULL);

  return self->place;
}

/* Before it is shown. */
void
kitte_program_set_place (KitteProgram *self, const char *place)
{
  g_return_if_fail (KITTE_IS_PROGRAM (self));

  g_free (self->place);
  self->place = g_strdup (place);
}
