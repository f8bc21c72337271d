// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>

#include "volvr/picture.h"

namespace volvr::test {

/// Largest channel of a pixel; x from the left, y from the top.
int grey(const Picture& picture, int x, int y);

/// Pixels whose grey is at least `threshold`: how many, and their middle (pixel centres at + 0.5).
struct Lit {
  int pixels = 0;
  Eigen::Vector2d centroid = Eigen::Vector2d::Zero();
};
Lit lit(const Picture& picture, int threshold = 128);

/// How two pictures of one size differ over all channels.
struct Difference {
  double mean = 0.0;
  int largest = 0;
  double part_beyond_8 = 0.0;  ///< of the values, differing by more than 8 grey levels
};
Difference difference(const Picture& a, const Picture& b);

/// Saves the picture of a failing test in the folder failed-pictures; says where, for a message.
std::string saved(const Picture& picture, const std::string& name);

Picture load_png(const std::filesystem::path& file);

}  // namespace volvr::test
