// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace volvr::test {

/// A study of data-samples/ by its folder's name.
std::filesystem::path sample(std::string_view name);

/// A set of the larger collection of real studies, `<VOLVR_SHARED_DATA>/data/<name>`, or nothing
/// where the collection is not on this machine: tests then skip and say so.
std::optional<std::filesystem::path> shared_set(std::string_view name);

/// `<VOLVR_SHARED_DATA>` itself.
std::optional<std::filesystem::path> shared_root();

}  // namespace volvr::test

/// Skips the test with its reason where the shared set is absent; else defines `variable`.
#define VOLVR_SHARED_SET_OR_SKIP(variable, name)                                         \
  const auto variable##_if_there = ::volvr::test::shared_set(name);                      \
  if (!variable##_if_there) GTEST_SKIP() << "shared data set " << (name) << " is absent"; \
  const std::filesystem::path variable = *variable##_if_there
