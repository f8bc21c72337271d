// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <vector>

#include "core/suggest.h"
#include "volvr/appearance.h"
#include "volvr/error.h"
#include "volvr/state.h"

namespace volvr {
namespace {

constexpr std::array<std::string_view, 5> techniques = {"composite", "mip", "minip", "average",
                                                         "isosurface"};
constexpr std::array<std::string_view, 6> views = {"anterior", "posterior", "left",
                                                    "right",    "superior",  "inferior"};

}  // namespace

std::span<const std::string_view> technique_names() { return techniques; }

std::string_view to_string(Technique technique) {
  return techniques.at(static_cast<std::size_t>(technique));
}

std::span<const std::string_view> view_names() { return views; }

std::string_view to_string(View view) { return views.at(static_cast<std::size_t>(view)); }

View view_named(std::string_view name) {
  const auto found = std::ranges::find(views, name);
  if (found == views.end()) {
    throw Error(ErrorCode::invalid_argument,
                "There is no view \"" + std::string(name) + "\"" +
                    suggestion(name, std::vector<std::string_view>(views.begin(), views.end())),
                std::string(name));
  }
  return static_cast<View>(found - views.begin());
}

}  // namespace volvr
