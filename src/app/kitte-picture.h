/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a picture shows; the nick is the name of its file, ui/pictures/kitte-NICK-symbolic.svg. The
 * first page has the program’s own mark. */
typedef enum
{
  KITTE_MOTIF_NONE,
  KITTE_MOTIF_ALBUM,
  KITTE_MOTIF_ARRIVED,
  KITTE_MOTIF_BY_HAND,
  KITTE_MOTIF_CHECKING,
  KITTE_MOTIF_DONE,
  KITTE_MOTIF_EXPLAIN,
  KITTE_MOTIF_FAULT,
  KITTE_MOTIF_FOUND,
  KITTE_MOTIF_HEALTHY,
  KITTE_MOTIF_NOTHING,
  KITTE_MOTIF_PROVEN,
  KITTE_MOTIF_QUESTION,
  KITTE_MOTIF_REPAIR,
  KITTE_MOTIF_SEARCHING,
  KITTE_MOTIF_SENT,
  KITTE_MOTIF_START,
  KITTE_MOTIF_STEP,
  KITTE_MOTIF_UNDONE,
  KITTE_MOTIF_UNREACHABLE,
  KITTE_MOTIF_WAITING,
} KitteMotif;

#define KITTE_TYPE_MOTIF (kitte_motif_get_type ())
GType kitte_motif_get_type (void);

#define KITTE_TYPE_PICTURE (kitte_picture_get_type ())
G_DECLARE_FINAL_TYPE (KittePicture, kitte_picture, KITTE, PICTURE, AdwBin)

KitteMotif kitte_picture_get_motif (KittePicture *self);
void kitte_picture_set_motif (KittePicture *self, KitteMotif motif);

G_END_DECLS
