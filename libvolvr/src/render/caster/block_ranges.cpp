// SPDX-License-Identifier: Apache-2.0
#include "render/caster/block_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <vtkAOSDataArrayTemplate.h>
#include <vtkArrayDispatch.h>

#include "core/parallel.h"

namespace volvr::render {

namespace {

constexpr int side = BlockRanges::side;
constexpr double steps = 65535.0;

template <class T>
struct Rows {
  std::vector<T> low;
  std::vector<T> high;
};

// All rows of voxels that one row of blocks touches, taken together voxel by voxel.
template <class T>
void gather_rows(const T* values, int stride, const Eigen::Vector3i& size, int block_y, int block_z,
                 Rows<T>& rows) {
  const auto nx = static_cast<std::size_t>(size[0]);
  const int y_end = std::min(block_y * side + side, size[1] - 1);
  const int z_end = std::min(block_z * side + side, size[2] - 1);
  std::ranges::fill(rows.low, std::numeric_limits<T>::max());
  std::ranges::fill(rows.high, std::numeric_limits<T>::lowest());
  T* const low = rows.low.data();
  T* const high = rows.high.data();
  for (int z = block_z * side; z <= z_end; ++z) {
    for (int y = block_y * side; y <= y_end; ++y) {
      const std::size_t row = static_cast<std::size_t>(z) * static_cast<std::size_t>(size[1]) +
                              static_cast<std::size_t>(y);
      const T* from = values + row * nx * static_cast<std::size_t>(stride);
      if (stride == 1) {
        for (std::size_t x = 0; x < nx; ++x) {
          low[x] = std::min(low[x], from[x]);
          high[x] = std::max(high[x], from[x]);
        }
        continue;
      }
      for (std::size_t x = 0; x < nx; ++x, from += stride) {
        low[x] = std::min(low[x], *from);
        high[x] = std::max(high[x], *from);
      }
    }
  }
}

class Scale {
 public:
  Scale(double lowest, double highest)
      : lowest_(lowest), width_(std::max(highest - lowest, 1e-30)) {}

  std::uint16_t down(double value) const { return rounded(std::floor(place(value))); }
  std::uint16_t up(double value) const { return rounded(std::ceil(place(value))); }

 private:
  // Multiplied first: of whole numbers of 16 bits the quotient is then rounded to no other side.
  double place(double value) const { return (value - lowest_) * steps / width_; }
  static std::uint16_t rounded(double place) {
    return static_cast<std::uint16_t>(std::clamp(place, 0.0, steps));
  }

  double lowest_;
  double width_;
};

template <class T>
void fill_row(const Rows<T>& rows, const Scale& scale, std::size_t first, BlockRanges& result) {
  const auto nx = static_cast<int>(rows.low.size());
  for (int block = 0; block < result.blocks[0]; ++block) {
    const int begin = block * side;
    const int end = std::min(begin + side + 1, nx);
    const auto low = std::min_element(rows.low.begin() + begin, rows.low.begin() + end);
    const auto high = std::max_element(rows.high.begin() + begin, rows.high.begin() + end);
    const std::size_t at = first + static_cast<std::size_t>(block);
    result.low[at] = scale.down(static_cast<double>(*low));
    result.high[at] = scale.up(static_cast<double>(*high));
  }
}

template <class T>
void fill(const T* values, int stride, const Eigen::Vector3i& size, const Scale& scale,
          BlockRanges& result) {
  const auto rows_of_blocks = static_cast<std::size_t>(result.blocks[1]);
  const auto layers = static_cast<std::size_t>(result.blocks[2]);
  parallel_for(layers, 0, [&](std::size_t z) {
    Rows<T> rows;
    rows.low.resize(static_cast<std::size_t>(size[0]));
    rows.high.resize(rows.low.size());
    for (std::size_t y = 0; y < rows_of_blocks; ++y) {
      gather_rows(values, stride, size, static_cast<int>(y), static_cast<int>(z), rows);
      fill_row(rows, scale, (z * rows_of_blocks + y) * static_cast<std::size_t>(result.blocks[0]),
               result);
    }
  });
}

struct Worker {
  const Eigen::Vector3i& size;
  int component;
  Scale scale;
  BlockRanges& result;

  template <class T>
  void operator()(vtkAOSDataArrayTemplate<T>* array) const {
    fill(array->GetPointer(0) + component, array->GetNumberOfComponents(), size, scale, result);
  }

  // Any other layout is read through the general interface.
  void operator()(vtkDataArray* array) const {
    const int stride = array->GetNumberOfComponents();
    std::vector<double> copy(static_cast<std::size_t>(array->GetNumberOfTuples() * stride));
    for (vtkIdType at = 0; at < array->GetNumberOfTuples(); ++at) {
      array->GetTuple(at, copy.data() + at * stride);
    }
    fill(copy.data() + component, stride, size, scale, result);
  }
};

}  // namespace

BlockRanges block_ranges(vtkDataArray& values, const Eigen::Vector3i& size, int component,
                         double lowest, double highest) {
  BlockRanges result;
  result.blocks = ((size.array() - 1 + side - 1) / side).max(1);
  result.low.resize(result.count() + 1);
  result.high.resize(result.count() + 1);
  const Worker worker{size, component, Scale(lowest, highest), result};
  if (!vtkArrayDispatch::Dispatch::Execute(&values, worker)) worker(&values);
  return result;
}

}  // namespace volvr::render
