// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include <format>

namespace volvr::app {

std::string printable(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x20 || code == 0x7f) letter = '?';
  }
  return result;
}

std::string size_text(const Eigen::Vector3i& size) {
  return std::format("{} × {} × {}", size.x(), size.y(), size.z());
}

std::string spacing_text(const Eigen::Vector3d& millimetres) {
  return std::format("{:.4g} × {:.4g} × {:.4g} mm", millimetres.x(), millimetres.y(),
                     millimetres.z());
}

std::string counted(std::size_t count, std::string_view thing) {
  return std::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

}  // namespace volvr::app
