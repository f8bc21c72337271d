// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <random>

#include "volvr/command.h"
#include "volvr/volume.h"

namespace volvr::test {

inline constexpr std::size_t command_kinds = std::variant_size_v<Command>;

/// A command of the given alternative with random values: any finite numbers, any letters in names.
Command any_command(std::size_t kind, std::mt19937_64& random);

/// A command with values that a reader's hands give, nearly all of them within the limits.
Command everyday_command(std::size_t kind, std::mt19937_64& random);

/// Whether two commands are the same to the last bit of every number.
bool same_bits(const Command& a, const Command& b);

/// A small CT volume made in memory: values -1000 to 1000, its provenance says CT.
Volume small_ct(const Eigen::Vector3i& size = {8, 8, 8}, double millimetres_a_voxel = 40.0);

}  // namespace volvr::test
