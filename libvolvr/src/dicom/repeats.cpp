// SPDX-License-Identifier: Apache-2.0
#include "dicom/repeats.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
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
  std::string label;       // of the kind of image
  std::string repetition;  // within that kind
};

std::string joined(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + ", " + b;
}

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

// The numbers of "2.5", or of the index "2-11"; none for what is no number.
std::vector<double> numbers_in(const std::string& text) {
  if (const auto number = parse_number(text); number && std::isfinite(*number)) return {*number};
  std::vector<double> numbers;
  for (const std::string_view part : split(text, '-')) {
    const auto number = parse_integer(part);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

// What is absent first, then numbers by size, then other values by text.
bool value_less(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() && !b.empty();
  const std::vector<double> x = numbers_in(a);
  const std::vector<double> y = numbers_in(b);
  if (x.empty() != y.empty()) return y.empty();
  return x != y ? x < y : a < b;
}

std::vector<Part> parts_by(Trait trait, const Indices& slices, const Stack& stack) {
  std::map<std::string, Indices, decltype(&value_less)> by_value(&value_less);
  for (const std::size_t slice : slices) {
    by_value[stack.slices[slice].traits[static_cast<std::size_t>(trait)]].push_back(slice);
  }
  std::vector<Part> parts;
  for (auto& [value, members] : by_value) {
    const std::string shown = value.empty() ? "absent" : value;
    const std::string text = std::string(name_of(trait)) + " " + shown;
    Part& part = parts.emplace_back();
    part.slices = std::move(members);
    (counts_repetitions(trait) ? part.repetition : part.label) = text;
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
      if (auto result = split_all(parts, whole)) {
        note(name_of(trait), counts_repetitions(trait));
        return result;
      }
    }
    return split_by_time(whole, repeats);
  }

  const std::set<std::string_view>& used() const { return used_; }

  /// What repetitions differ by: "b-value and gradient direction".
  const std::set<std::string_view>& repeated_by() const { return repeated_by_; }

  /// Whether nothing but the order of the instances tells repetitions apart.
  bool by_order_alone() const { return by_order_alone_; }

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
                                             const Part& whole) {
    std::vector<Part> result;
    for (const Part& part : parts) {
      auto divided = split({part.slices, joined(whole.label, part.label),
                            joined(whole.repetition, part.repetition)});
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
      note(name_of(trait), true);
      return parts;
    }
    // The order of instances is no time, but where every place has as many images it is the order
    // of the repetitions; it is certain where the series says that it repeats this often.
    const auto parts = ranked(whole, repeats, [&](const Header& slice) {
      return std::optional<double>(slice.instance.instance_number + slice.instance.frame * 1e-6);
    });
    if (!parts) return parts;
    note("order of instances", true);
    by_order_alone_ = by_order_alone_ ||
                      stack_.slices[whole.slices.front()].temporal_positions != repeats;
    return parts;
  }

  void note(std::string_view name, bool repetitions) {
    used_.insert(name);
    if (repetitions) repeated_by_.insert(name);
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
      parts[rank].label = whole.label;
      parts[rank].repetition =
          joined(whole.repetition, "time point " + std::to_string(rank + 1));
    }
    return parts;
  }

  const Stack& stack_;
  std::vector<int> places_;
  std::set<std::string_view> used_;
  std::set<std::string_view> repeated_by_;
  bool by_order_alone_ = false;
};

std::string listed(const std::set<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names)
    text += (text.empty() ? "" : " and ") + std::string(name);
  return text;
}


Finding told_apart(std::size_t count, const Splitter& splitter) {
  std::string message = "The series holds " + std::to_string(count) +
                        " volumes at the same place, told apart by " + listed(splitter.used()) +
                        ".";
  if (splitter.by_order_alone()) {
    message += " No attribute says what they differ by.";
    return {FindingCode::several_volumes, Severity::warning, message, {}};
  }
  return {FindingCode::several_volumes, Severity::note, message, {}};
}

Finding ambiguous(int repeats) {
  return {FindingCode::duplicate_positions,
          Severity::error,
          "Up to " + std::to_string(repeats) +
              " different images lie at the same place, and no attribute tells them apart.",
          {}};
}

}  // namespace

std::vector<Stack> split_repeats(Stack stack, std::vector<Finding>& findings) {
  Part whole{Indices(stack.slices.size()), stack.label, {}};
  std::iota(whole.slices.begin(), whole.slices.end(), std::size_t{0});
  std::vector<Stack> result;
  const std::vector<int> places = places_of(stack);
  const int repeats = most_at_one_place(whole.slices, places);
  if (repeats <= 1) {
    result.push_back(std::move(stack));
    return result;
  }
  Splitter splitter(stack, places);
  const auto parts = splitter.split(whole);
  if (!parts) {
    stack.findings.push_back(ambiguous(repeats));
    result.push_back(std::move(stack));
    return result;
  }
  findings.push_back(told_apart(parts->size(), splitter));
  for (const Part& part : *parts) {
    Stack& one = result.emplace_back();
    one.label = part.label;
    one.repetition = part.repetition;
    one.varies_by = part.repetition.empty() ? "" : listed(splitter.repeated_by());
    for (const std::size_t slice : part.slices) {
      one.slices.push_back(std::move(stack.slices[slice]));
    }
  }
  return result;
}

}  // namespace volvr::dicom
