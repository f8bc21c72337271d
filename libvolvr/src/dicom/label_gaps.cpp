// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "dicom/findings.h"
#include "dicom/labels.h"

namespace volvr::dicom {

namespace {

// The step between neighbours that is there most often.
int usual_step_of(const std::set<int>& slices) {
  std::map<int, int> counts;
  for (auto it = std::next(slices.begin()); it != slices.end(); ++it) {
    ++counts[*it - *std::prev(it)];
  }
  return std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->first;
}

std::string ordinal(int n) {
  return n == 2 ? "second" : n == 3 ? "third" : std::to_string(n) + "th";
}

}  // namespace

std::vector<Finding> gaps_between(const std::vector<Eigen::Vector3d>& places,
                                  const GridGeometry& grid) {
  std::set<int> slices;
  const Eigen::Affine3d index_from_patient = grid.patient_from_index.inverse();
  for (const Eigen::Vector3d& place : places) {
    const double k = std::floor((index_from_patient * place).z() + 0.5);
    if (k >= 0 && k < grid.size[2]) slices.insert(static_cast<int>(k));
  }
  if (slices.size() < 2) return {};
  const int span = *slices.rbegin() - *slices.begin() + 1;
  const auto without = static_cast<std::size_t>(span) - slices.size();
  if (without == 0) return {};
  const int step = usual_step_of(slices);
  std::string message = step > 1 ? "The contours lie on every " + ordinal(step) + " slice only: "
                                 : std::string("The contours leave slices out: ");
  message += std::to_string(without) + " of the " + std::to_string(span) +
             " slices from the first to the last of them have none and stay empty.";
  return {{FindingCode::label_volume, Severity::warning, message, {}}};
}

}  // namespace volvr::dicom
