// SPDX-License-Identifier: Apache-2.0
#include "support/data.h"

#include <cstdlib>

namespace volvr::test {

std::filesystem::path sample(std::string_view name) {
  return std::filesystem::path(VOLVR_SAMPLES) / name;
}

std::optional<std::filesystem::path> shared_root() {
  const char* root = std::getenv("VOLVR_SHARED_DATA");
  if (root == nullptr || !std::filesystem::is_directory(root)) return std::nullopt;
  return std::filesystem::path(root);
}

std::optional<std::filesystem::path> shared_set(std::string_view name) {
  const auto root = shared_root();
  if (!root) return std::nullopt;
  const auto folder = *root / "data" / name;
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

}  // namespace volvr::test
