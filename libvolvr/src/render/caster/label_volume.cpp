// SPDX-License-Identifier: Apache-2.0
#include "render/caster/label_volume.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include <vtkAOSDataArrayTemplate.h>
#include <vtkArrayDispatch.h>

#include "core/parallel.h"
#include "render/caster/block_ranges.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr std::size_t most_labels = 65535;
constexpr int side = BlockRanges::side;

template <class T>
std::int64_t label_of(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    constexpr double largest = 9e15;  // beyond it not every whole number is a double
    const auto number = static_cast<double>(value);
    return std::abs(number) < largest ? std::llround(number) : 0;
  } else {
    return static_cast<std::int64_t>(value);
  }
}

// Calls `f(pointer, count)` with the values as their own type, or as doubles.
template <class F>
void visit(vtkDataArray& values, F&& f) {
  const auto of_type = [&](auto* array) {
    f(array->GetPointer(0), static_cast<std::size_t>(array->GetNumberOfTuples()));
  };
  if (vtkArrayDispatch::Dispatch::Execute(&values, of_type)) return;
  std::vector<double> copy(static_cast<std::size_t>(values.GetNumberOfTuples()));
  for (std::size_t at = 0; at < copy.size(); ++at) {
    copy[at] = values.GetComponent(static_cast<vtkIdType>(at), 0);
  }
  f(copy.data(), copy.size());
}

// Rising, without 0.
std::vector<std::int64_t> labels_in(vtkDataArray& values) {
  std::unordered_set<std::int64_t> found;
  visit(values, [&](const auto* from, std::size_t count) {
    std::int64_t before = 0;
    for (std::size_t at = 0; at < count && found.size() <= most_labels; ++at) {
      const std::int64_t label = label_of(from[at]);
      if (label == before) continue;  // labels come in runs
      before = label;
      if (label != 0) found.insert(label);
    }
  });
  if (found.size() > most_labels) {
    throw Error(ErrorCode::unsupported, "A map of more than " + std::to_string(most_labels) +
                                            " labels cannot be drawn.");
  }
  std::vector<std::int64_t> labels(found.begin(), found.end());
  std::ranges::sort(labels);
  return labels;
}

template <class Index>
std::vector<Index> numbered(vtkDataArray& values, const std::vector<std::int64_t>& labels) {
  std::unordered_map<std::int64_t, Index> numbers{{0, Index{0}}};
  for (std::size_t at = 0; at < labels.size(); ++at) {
    numbers[labels[at]] = static_cast<Index>(at + 1);
  }
  std::vector<Index> result(static_cast<std::size_t>(values.GetNumberOfTuples()));
  visit(values, [&](const auto* from, std::size_t count) {
    std::int64_t before = 0;
    Index number = 0;
    for (std::size_t at = 0; at < count; ++at) {
      const std::int64_t label = label_of(from[at]);
      if (label != before) number = numbers.at(label);
      before = label;
      result[at] = number;
    }
  });
  return result;
}

// The numbers that a ray can meet in one block, each once; none where there is no label.
template <class Index>
void gather(const std::vector<Index>& voxels, const Eigen::Vector3i& size,
            const Eigen::Vector3i& block, std::vector<std::uint16_t>& met) {
  const Eigen::Vector3i low = block * side;
  const Eigen::Vector3i high = (low.array() + side).min(size.array() - 1);
  const auto nx = static_cast<std::size_t>(size[0]);
  const auto ny = static_cast<std::size_t>(size[1]);
  met.clear();
  for (int z = low[2]; z <= high[2]; ++z) {
    for (int y = low[1]; y <= high[1]; ++y) {
      const std::size_t row =
          (static_cast<std::size_t>(z) * ny + static_cast<std::size_t>(y)) * nx;
      for (int x = low[0]; x <= high[0]; ++x) {
        const Index number = voxels[row + static_cast<std::size_t>(x)];
        if (!met.empty() && number == met.back()) continue;  // labels come in runs
        if (std::ranges::find(met, number) == met.end()) met.push_back(number);
      }
    }
  }
  if (met.size() == 1 && met.front() == 0) met.clear();
}

}  // namespace

template <class Index>
void LabelVolume::find_met(const std::vector<Index>& voxels) {
  blocks_ = ((size_.array() - 1 + side - 1) / side).max(1);
  const auto layers = static_cast<std::size_t>(blocks_[2]);
  const auto in_layer = static_cast<std::size_t>(blocks_[0]) * static_cast<std::size_t>(blocks_[1]);
  std::vector<std::vector<std::uint16_t>> met(layers);
  first_.assign(in_layer * layers + 1, 0);
  parallel_for(layers, 0, [&](std::size_t z) {
    std::vector<std::uint16_t> one;
    for (std::size_t at = 0; at < in_layer; ++at) {
      const auto nx = static_cast<std::size_t>(blocks_[0]);
      const Eigen::Vector3i block(static_cast<int>(at % nx), static_cast<int>(at / nx),
                                  static_cast<int>(z));
      gather(voxels, size_, block, one);
      first_[z * in_layer + at + 1] = static_cast<std::uint32_t>(one.size());
      met[z].insert(met[z].end(), one.begin(), one.end());
    }
  });
  met_.clear();
  for (const auto& layer : met) met_.insert(met_.end(), layer.begin(), layer.end());
  for (std::size_t at = 1; at < first_.size(); ++at) first_[at] += first_[at - 1];
}

void LabelVolume::take(vtkDataArray& values, const Eigen::Vector3i& size, LabelTable& table) {
  if (values.GetNumberOfComponents() != 1) {
    throw Error(ErrorCode::unsupported, "A map of labels has one number a voxel.");
  }
  std::vector<std::int64_t> labels = labels_in(values);
  size_ = size;
  small_.clear();
  large_.clear();
  if (labels.size() <= std::numeric_limits<std::uint8_t>::max()) {
    small_ = numbered<std::uint8_t>(values, labels);
    find_met(small_);
  } else {
    large_ = numbered<std::uint16_t>(values, labels);
    find_met(large_);
  }
  table.set_labels(std::move(labels));
}

void LabelVolume::upload(vtkOpenGLRenderWindow& window) {
  const bool small = !small_.empty();
  while (glGetError() != GL_NO_ERROR) {
  }
  texture_.allocate(window, size_,
                    {small ? GLenum{GL_R8UI} : GLenum{GL_R16UI}, GL_RED_INTEGER,
                     small ? GLenum{GL_UNSIGNED_BYTE} : GLenum{GL_UNSIGNED_SHORT}, false});
  if (small) {
    texture_.fill(window, Eigen::Vector3i::Zero(), size_, small_.data());
  } else {
    texture_.fill(window, Eigen::Vector3i::Zero(), size_, large_.data());
  }
  if (glGetError() != GL_NO_ERROR) {
    throw Error(ErrorCode::out_of_memory, "The graphics card has no room for this map of labels.");
  }
  small_ = {};
  large_ = {};
}

// @param holds  of the numbers that a block meets
template <class Holds>
DistanceMap LabelVolume::distances_where(const Holds& holds) const {
  constexpr std::uint16_t seen = 65535;
  BlockRanges ranges;
  ranges.blocks = blocks_;
  ranges.low.assign(ranges.count() + 1, 0);
  for (std::size_t block = 0; block < ranges.count(); ++block) {
    const std::span<const std::uint16_t> met(met_.data() + first_[block],
                                             met_.data() + first_[block + 1]);
    if (holds(met)) ranges.low[block] = seen;
  }
  ranges.high = ranges.low;
  constexpr std::array whole{1.0};
  return distance_map(ranges, std::span<const double>(whole));
}

DistanceMap LabelVolume::distances(const LabelTable& table) const {
  const std::vector<bool> shown = table.shown();
  return distances_where([&](std::span<const std::uint16_t> met) {
    return std::ranges::any_of(met, [&](std::uint16_t number) { return shown[number]; });
  });
}

DistanceMap LabelVolume::depths(const LabelTable& table) const {
  const std::vector<bool> shown = table.shown();
  return distances_where([&](std::span<const std::uint16_t> met) {
    return met.empty() ||
           !std::ranges::all_of(met, [&](std::uint16_t number) { return shown[number]; });
  });
}

void LabelVolume::free() {
  texture_.free();
}

}  // namespace volvr::render
