// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <vtkDataArray.h>
#include <vtkSmartPointer.h>

#include "render/caster/brick_layout.h"
#include "render/caster/texels.h"

namespace volvr::render {

/// A volume and its coarser levels in main memory, as bricks are cut from it. The coarser levels
/// take a seventh of its bytes.
class BrickPyramid {
 public:
  /// @param values  is kept, and must not change
  /// @param levels  how many, with that of the volume itself
  /// @throws Error out_of_memory
  BrickPyramid(vtkDataArray& values, const Eigen::Vector3i& size, const Texels& texels, int levels);

  int levels() const { return static_cast<int>(coarser_.size()) + 1; }
  const Eigen::Vector3i& size() const { return size_; }
  std::size_t bytes_per_brick() const;

  /// Writes the brick's texels with those around it, x running fastest.
  void cut(const BrickId& id, std::byte* to) const;

 private:
  struct Level {
    Eigen::Vector3i size;
    std::shared_ptr<std::byte[]> texels;
  };

  const std::byte* level_row(int level, int y, int z) const;
  void read_row(int y, int z, int begin, int end, std::byte* to) const;
  Level halved(int from_level) const;

  vtkSmartPointer<vtkDataArray> values_;
  Eigen::Vector3i size_;
  Texels texels_;
  std::size_t texel_bytes_ = 1;
  std::vector<Level> coarser_;
};

}  // namespace volvr::render
