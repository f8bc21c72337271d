// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The whole public API. `version.h` is made by the build.

#include "volvr/acquisition.h"
#include "volvr/appearance.h"
#include "volvr/catalog.h"
#include "volvr/command.h"
#include "volvr/deidentify.h"
#include "volvr/error.h"
#include "volvr/finding.h"
#include "volvr/geometry.h"
#include "volvr/gradients.h"
#include "volvr/load.h"
#include "volvr/picture.h"
#include "volvr/progress.h"
#include "volvr/render.h"
#include "volvr/resample.h"
#include "volvr/save.h"
#include "volvr/settings.h"
#include "volvr/sidecar.h"
#include "volvr/state.h"
#include "volvr/surface.h"
#include "volvr/version.h"
#include "volvr/viewer.h"
#include "volvr/volume.h"
#include "volvr/volume_writer.h"
