// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "panels/model.h"
#include "volvr/voxels_shown.h"
#include "xr/session.h"

namespace volvr {

/// What a headset knows of itself, as its panel tells it. Asks the runtime which controllers there
/// are, so that it is for some times a second.
panels::Live live_panel(xr::Session& session, const VoxelsShown& voxels);

/// The lines below a study in the scene: who or what it is, how large it is seen, and that it is
/// not for diagnosis.
std::string study_lines(const panels::Model& model);

}  // namespace volvr
