// SPDX-License-Identifier: Apache-2.0
#include "render/caster/light_cells.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <vtkAOSDataArrayTemplate.h>
#include <vtkArrayDispatch.h>

#include "core/parallel.h"

namespace volvr::render {

namespace {

constexpr double steps = 65535.0;
constexpr double fewest_voxels = 3.0;  // of a cell, along the axis of the shortest voxel side
constexpr double most_cells = 112.0;   // along the longest side of a volume

struct Sum {
  double low;
  double sum;
  double high;
};

class Filler {
 public:
  Filler(const Eigen::Vector3i& size, double lowest, double highest, LightCells& result)
      : size_(size),
        lowest_(lowest),
        factor_(steps / std::max(highest - lowest, 1e-30)),
        result_(result) {}

  template <class T>
  void fill(const T* values, int stride) const {
    parallel_for(static_cast<std::size_t>(result_.cells[2]), 0, [&](std::size_t layer) {
      std::vector<Sum> sums(static_cast<std::size_t>(result_.cells[0]));
      for (int row = 0; row < result_.cells[1]; ++row) {
        fill_row(values, stride, row, static_cast<int>(layer), sums);
      }
    });
  }

 private:
  template <class T>
  void fill_row(const T* values, int stride, int row, int layer, std::vector<Sum>& sums) const {
    const auto first = [&](int cell, int axis) { return cell * result_.voxels[axis]; };
    const auto end = [&](int cell, int axis) {
      return std::min(first(cell + 1, axis), size_[axis]);
    };
    std::ranges::fill(sums, Sum{1e300, 0.0, -1e300});
    for (int z = first(layer, 2); z < end(layer, 2); ++z) {
      for (int y = first(row, 1); y < end(row, 1); ++y) {
        const std::size_t line = static_cast<std::size_t>(z) * static_cast<std::size_t>(size_[1]) +
                                 static_cast<std::size_t>(y);
        const T* from =
            values + line * static_cast<std::size_t>(size_[0]) * static_cast<std::size_t>(stride);
        for (int cell = 0; cell < result_.cells[0]; ++cell) {
          Sum& sum = sums[static_cast<std::size_t>(cell)];
          for (int x = first(cell, 0); x < end(cell, 0); ++x, from += stride) {
            const auto value = static_cast<double>(*from);
            sum.low = std::min(sum.low, value);
            sum.high = std::max(sum.high, value);
            sum.sum += value;
          }
        }
      }
    }
    const int lines = (end(layer, 2) - first(layer, 2)) * (end(row, 1) - first(row, 1));
    for (int cell = 0; cell < result_.cells[0]; ++cell) {
      const Sum& sum = sums[static_cast<std::size_t>(cell)];
      const std::size_t at = static_cast<std::size_t>((layer * result_.cells[1] + row)) *
                                 static_cast<std::size_t>(result_.cells[0]) +
                             static_cast<std::size_t>(cell);
      result_.low[at] = place(sum.low);
      result_.mean[at] = place(sum.sum / (lines * (end(cell, 0) - first(cell, 0))));
      result_.high[at] = place(sum.high);
    }
  }

  std::uint16_t place(double value) const {
    const double number = (value - lowest_) * factor_;
    return number > 0.0 ? static_cast<std::uint16_t>(std::min(number, steps)) : std::uint16_t{0};
  }

  Eigen::Vector3i size_;
  double lowest_;
  double factor_;
  LightCells& result_;
};

struct Worker {
  const Filler& filler;
  int component;

  template <class T>
  void operator()(vtkAOSDataArrayTemplate<T>* array) const {
    filler.fill(array->GetPointer(0) + component, array->GetNumberOfComponents());
  }

  // Any other layout is read through the general interface.
  void operator()(vtkDataArray* array) const {
    const int stride = array->GetNumberOfComponents();
    std::vector<double> copy(static_cast<std::size_t>(array->GetNumberOfTuples() * stride));
    for (vtkIdType at = 0; at < array->GetNumberOfTuples(); ++at) {
      array->GetTuple(at, copy.data() + at * stride);
    }
    filler.fill(copy.data() + component, stride);
  }
};

}  // namespace

LightCells light_cells(vtkDataArray& values, const Eigen::Vector3i& size, int component,
                       double lowest, double highest, const Eigen::Vector3d& spacing) {
  const Eigen::Array3d sides = spacing.array().abs();
  const double longest = (sides * size.cast<double>().array()).maxCoeff();
  const double wanted = std::max(fewest_voxels * sides.minCoeff(), longest / most_cells);
  LightCells result;
  const Eigen::Array3i voxels = (wanted / sides).round().cast<int>();
  result.voxels = voxels.min(size.array() / 2).max(1);
  result.cells = (size + result.voxels - Eigen::Vector3i::Ones()).cwiseQuotient(result.voxels);
  const auto count = static_cast<std::size_t>(result.cells.cast<std::int64_t>().prod());
  for (auto* list : {&result.low, &result.mean, &result.high}) list->resize(count);
  const Filler filler(size, lowest, highest, result);
  const Worker worker{filler, component};
  if (!vtkArrayDispatch::Dispatch::Execute(&values, worker)) worker(&values);
  return result;
}

}  // namespace volvr::render
