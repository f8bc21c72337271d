// SPDX-License-Identifier: Apache-2.0
#include "dicom/repeats.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/text.h"
#include "dicom/findings.h"

namespace volvr::dicom {

namespace {

using Indices = std::vector<std::size_t>;  // of slices in the stack

struct Part {
  Indices slices;
  std::string label;
};

// The sorted slices by place: the n-th entry is the number of the place of slice n.
std::vector<int> places_of(const Stack& stack) {
  const Eigen::Vector3d normal = normal_of(*stack.slices.front().orientation);
  std::vector<int> places;
  double place_begins = 0.0;
  for (const Header& slice : stack.slices) {
    const double at = slice.position->dot(normal);
    if (places.empty() || at - place_begins > same_place_mm) {
      places.push_back(places.empty() ? 0 : places.back() + 1);
      place_begins = at;
    } else {
      places.push_back(places.back());
    }
  }
  return places;
}

int most_at_one_place(const Indices& slices, const std::vector<int>& places) {
  std::map<int, int> counts;
  int most = 0;
  for (const std::size_t slice : slices) most = std::max(most, ++counts[places[slice]]);
  return most;
}

// Numbers by size, other values by text.
bool value_less(const std::string& a, const std::string& b) {
  const auto x = parse_number(a);
  const auto y = parse_number(b);
  if (x && y && *x != *y) return *x < *y;
  return a < b;
}

std::vector<Part> parts_by(Trait trait, const Indices& slices, const Stack& stack) {
  std::map<std::string, Indices, decltype(&value_less)> by_value(&value_less);
  for (const std::size_t slice : slices) {
    by_value[stack.slices[slice].traits[static_cast<std::size_t>(trait)]].push_back(slice);
  }
  std::vector<Part> parts;
  for (auto& [value, members] : by_value) {
    const std::string shown = value.empty() ? "absent" : value;
    parts.push_back({std::move(members), std::string(name_of(trait)) + " " + shown});
  }
  return parts;
}

class Splitter {
 public:
  Splitter(const Stack& stack, std::vector<int> places)
      : stack_(stack), places_(std::move(places)) {}

  /// Parts with one slice a place, or nothing where no attributes give them.
  std::optional<std::vector<Part>> split(const Part& whole) {
    const int repeats = most_at_one_place(whole.slices, places_);
    if (repeats <= 1) return std::vector<Part>{whole};
    for (std::size_t i = 0; i < trait_count; ++i) {
      const auto trait = static_cast<Trait>(i);
      const auto parts = parts_by(trait, whole.slices, stack_);
      if (!divides_repeats(parts, repeats)) continue;
      if (auto result = split_all(parts, whole.label)) {
        used_.insert(name_of(trait));
        return result;
      }
    }
    return split_by_time(whole, repeats);
  }

  const std::set<std::string_view>& used() const { return used_; }

 private:
  // Each part takes its share of the repetitions: an attribute that merely varies from slice to
  // slice makes more parts than there are repetitions.
  bool divides_repeats(const std::vector<Part>& parts, int repeats) const {
    if (parts.size() < 2) return false;
    int sum = 0;
    for (const Part& part : parts) sum += most_at_one_place(part.slices, places_);
    return sum == repeats;
  }

  std::optional<std::vector<Part>> split_all(const std::vector<Part>& parts,
                                             const std::string& label) {
    std::vector<Part> result;
    for (const Part& part : parts) {
      const Part labelled{part.slices, label.empty() ? part.label : label + ", " + part.label};
      auto divided = split(labelled);
      if (!divided) return std::nullopt;
      std::ranges::move(*divided, std::back_inserter(result));
    }
    return result;
  }

  // Time courses: the n-th image of every place, by time.
  std::optional<std::vector<Part>> split_by_time(const Part& whole, int repeats) {
    for (const Trait trait : {Trait::trigger_time, Trait::acquisition_time, Trait::content_time}) {
      const auto parts = ranked(whole, repeats, [&](const Header& slice) {
        return parse_number(slice.traits[static_cast<std::size_t>(trait)]);
      });
      if (!parts) continue;
      used_.insert(name_of(trait));
      return parts;
    }
    // The order of instances is no time, but where the series says that it repeats this often it
    // is the order of the repetitions.
    const auto parts = ranked(whole, repeats, [&](const Header& slice) {
      return slice.temporal_positions == repeats
                 ? std::optional<double>(slice.instance.instance_number)
                 : std::nullopt;
    });
    if (parts) used_.insert("order of instances");
    return parts;
  }

  // Every place's images by rank of their time; nothing unless all have equally many, all
  // different.
  template <class F>
  std::optional<std::vector<Part>> ranked(const Part& whole, int repeats, const F& time_of) const {
    std::map<int, std::map<double, std::size_t>> by_place_and_time;
    for (const std::size_t slice : whole.slices) {
      const std::optional<double> time = time_of(stack_.slices[slice]);
      if (!time || !by_place_and_time[places_[slice]].emplace(*time, slice).second) {
        return std::nullopt;
      }
    }
    std::vector<Part> parts(static_cast<std::size_t>(repeats));
    for (const auto& [place, by_time] : by_place_and_time) {
      if (by_time.size() != parts.size()) return std::nullopt;
      std::size_t rank = 0;
      for (const auto& [time, slice] : by_time) parts[rank++].slices.push_back(slice);
    }
    for (std::size_t rank = 0; rank < parts.size(); ++rank) {
      parts[rank].label = (whole.label.empty() ? "" : whole.label + ", ") + "time point " +
                          std::to_string(rank + 1);
    }
    return parts;
  }

  const Stack& stack_;
  std::vector<int> places_;
  std::set<std::string_view> used_;
};

std::string joined(const std::set<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names)
    text += (text.empty() ? "" : " and ") + std::string(name);
  return text;
}

}  // namespace

std::vector<Stack> split_repeats(Stack stack, std::vector<Finding>& findings) {
  const std::vector<int> places = places_of(stack);
  Part whole{Indices(stack.slices.size()), stack.label};
  for (std::size_t i = 0; i < whole.slices.size(); ++i) whole.slices[i] = i;
  const int repeats = most_at_one_place(whole.slices, places);
  if (repeats <= 1) {
    std::vector<Stack> one;
    one.push_back(std::move(stack));
    return one;
  }
  Splitter splitter(stack, places);
  const auto parts = splitter.split(whole);
  std::vector<Stack> result;
  if (!parts) {
    stack.findings.push_back(
        {FindingCode::duplicate_positions,
         Severity::error,
         "Up to " + std::to_string(repeats) +
             " different images lie at the same place, and no attribute tells them apart.",
         {}});
    result.push_back(std::move(stack));
    return result;
  }
  findings.push_back({FindingCode::several_volumes,
                      Severity::note,
                      "The series holds " + std::to_string(parts->size()) +
                          " volumes at the same place, told apart by " + joined(splitter.used()) +
                          ".",
                      {}});
  for (const Part& part : *parts) {
    Stack& one = result.emplace_back();
    one.label = part.label;
    for (const std::size_t slice : part.slices) one.slices.push_back(stack.slices[slice]);
  }
  return result;
}

}  // namespace volvr::dicom
