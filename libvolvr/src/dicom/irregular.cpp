// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "dicom/check.h"
#include "dicom/repeats.h"

namespace volvr::dicom {

namespace {

constexpr std::array dividing{Trait::image_type, Trait::image_component, Trait::acquisition_number,
                              Trait::convolution_kernel, Trait::reconstruction_diameter,
                              Trait::echo_time};

bool is_regular(const std::vector<Header>& slices) {
  return std::ranges::none_of(check_geometry(slices), [](const Finding& finding) {
    return finding.severity == Severity::error;
  });
}

using Parts = std::map<std::string, std::vector<std::size_t>>;

Parts parts_by(Trait trait, const Stack& stack) {
  Parts parts;
  for (std::size_t i = 0; i < stack.slices.size(); ++i) {
    parts[stack.slices[i].traits[static_cast<std::size_t>(trait)]].push_back(i);
  }
  return parts;
}

// Two slices are always at even steps, which proves nothing.
constexpr std::size_t fewest_slices = 3;

// A single slice is no proof that the part is a stack of its own, unless it is of another type.
bool are_regular(const Parts& parts, Trait trait, const Stack& stack) {
  bool any_stack = false;
  for (const auto& [value, members] : parts) {
    const bool lone = members.size() == 1 && trait == Trait::image_type;
    if (members.size() < fewest_slices && !lone) return false;
    std::vector<Header> slices;
    for (const std::size_t i : members) slices.push_back(stack.slices[i]);
    if (!is_regular(slices)) return false;
    any_stack = any_stack || members.size() > 1;
  }
  return any_stack;
}

}  // namespace

std::vector<Stack> split_irregular(Stack stack, std::vector<Finding>& findings) {
  std::vector<Stack> result;
  const bool alone = stack.repetition.empty() && stack.findings.empty();
  if (!alone || stack.slices.size() < 3 || is_regular(stack.slices)) {
    result.push_back(std::move(stack));
    return result;
  }
  for (const Trait trait : dividing) {
    const Parts parts = parts_by(trait, stack);
    if (parts.size() < 2 || !are_regular(parts, trait, stack)) continue;
    findings.push_back({FindingCode::several_volumes, Severity::note,
                        "The series holds " + std::to_string(parts.size()) +
                            " volumes at different places, told apart by " +
                            std::string(name_of(trait)) + ".",
                        {}});
    for (const auto& [value, members] : parts) {
      Stack& part = result.emplace_back();
      part.label = stack.label + (stack.label.empty() ? "" : ", ") + std::string(name_of(trait)) +
                   " " + (value.empty() ? "absent" : value);
      for (const std::size_t i : members) part.slices.push_back(std::move(stack.slices[i]));
    }
    return result;
  }
  result.push_back(std::move(stack));
  return result;
}

}  // namespace volvr::dicom
