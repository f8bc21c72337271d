// SPDX-License-Identifier: Apache-2.0
#include "surface/mask.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <span>
#include <string>

#include "core/parallel.h"
#include "core/text.h"
#include "volvr/error.h"

namespace volvr::surface {

namespace {

template <class T, class Inside>
Mask mask_where(const Volume& volume, std::span<const T> values, const Inside& inside,
                const ProgressSink& progress) {
  const Eigen::Vector3i grid = volume.geometry().size;
  Mask mask;
  mask.size = grid.array() + 2;
  const auto row = static_cast<std::size_t>(mask.size.x());
  const auto slice = row * static_cast<std::size_t>(mask.size.y());
  mask.inside.assign(slice * static_cast<std::size_t>(mask.size.z()), 0);
  const auto columns = static_cast<std::size_t>(grid.x());
  const auto rows = static_cast<std::size_t>(grid.y());
  std::atomic<std::uint64_t> count = 0;
  parallel_for(static_cast<std::size_t>(grid.z()), 0,
               [&](std::size_t k) {
                 std::uint64_t here = 0;
                 for (std::size_t j = 0; j < rows; ++j) {
                   const T* from = values.data() + (k * rows + j) * columns;
                   std::uint8_t* to = mask.inside.data() + (k + 1) * slice + (j + 1) * row + 1;
                   for (std::size_t i = 0; i < columns; ++i) {
                     to[i] = inside(from[i]) ? 1 : 0;
                     here += to[i];
                   }
                 }
                 count += here;
               },
               {progress, "masking", "slices"});
  mask.count = count;
  return mask;
}

// What there is to choose from, for the message; volumes of labels have few, others are no such.
std::string labels_there(const Volume& volume) {
  constexpr std::size_t most = 20;
  std::set<double> found;
  visit_values(volume, [&](auto values) {
    for (const auto value : values) {
      if (value == 0) continue;
      found.insert(static_cast<double>(value));
      if (found.size() > most) return;
    }
  });
  if (found.empty()) return "every voxel is 0";
  if (found.size() > most) return "this is no volume of a few labels";
  std::string text = "those there are ";
  for (const double value : found) {
    text += (value == *found.begin() ? "" : ", ") + number_text(value);
  }
  return text;
}

void require_all(const Volume& volume, const std::vector<std::int64_t>& labels) {
  for (const std::int64_t label : labels) {
    const bool there = visit_values(volume, [&](auto values) {
      return std::ranges::any_of(values, [&](auto value) {
        return static_cast<double>(value) == static_cast<double>(label);
      });
    });
    if (there) continue;
    throw Error(ErrorCode::invalid_argument, "No voxel has the label " + std::to_string(label) +
                                                 "; " + labels_there(volume) + ".");
  }
}

}  // namespace

Mask mask_above(const Volume& volume, double isovalue, const ProgressSink& progress) {
  return visit_values(volume, [&](auto values) {
    return mask_where(
        volume, values, [isovalue](auto value) { return static_cast<double>(value) >= isovalue; },
        progress);
  });
}

Mask mask_of_labels(const Volume& volume, const std::vector<std::int64_t>& labels,
                    const ProgressSink& progress) {
  require_all(volume, labels);
  const std::vector<double> wanted(labels.begin(), labels.end());
  return visit_values(volume, [&](auto values) {
    return mask_where(
        volume, values,
        [&wanted](auto value) {
          return std::ranges::find(wanted, static_cast<double>(value)) != wanted.end();
        },
        progress);
  });
}

}  // namespace volvr::surface
