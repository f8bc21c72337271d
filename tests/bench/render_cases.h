// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "volvr/render.h"

namespace volvr::bench {

/// One picture that every ray caster draws.
struct RenderCase {
  std::string name;
  std::shared_ptr<const Volume> volume;
  std::string preset;
  View view = View::anterior;
  double yaw = 0.0;
  double pitch = 0.0;
};

/// The presets of each study's modality, from in front and obliquely.
/// @param studies  folders; the first series of each. Empty: the bundled CT and MR
std::vector<RenderCase> render_cases(const std::vector<std::string>& studies);

}  // namespace volvr::bench
