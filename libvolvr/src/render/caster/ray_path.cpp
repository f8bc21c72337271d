// SPDX-License-Identifier: Apache-2.0
#include "render/caster/ray_path.h"

namespace volvr::render {

RayPath ray_path(std::string_view name) {
  if (name == "fragments") return RayPath::fragments;
  if (name == "compute") return RayPath::compute;
  if (name == "gpu") return RayPath::gpu;
  return name == "processors" ? RayPath::processors : RayPath::automatic;
}

}  // namespace volvr::render
