// SPDX-License-Identifier: Apache-2.0
#include "render/caster/phase_ring.h"

#include <algorithm>
#include <chrono>

namespace volvr::render {

namespace {

constexpr std::size_t most_ahead = 2;

template <class T>
bool is_done(const std::future<T>& future) {
  return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

// How many volumes may be held beside the one that is shown.
std::size_t room_for(const PhaseRing::Use& use) {
  if (use.by_processors || use.upcoming.empty()) return most_ahead;
  const std::uint64_t each = use.size.cast<std::uint64_t>().prod() *
                             bytes_per_texel(texels_of(*use.upcoming.front()).format.internal);
  const std::uint64_t all = told(use.limits, each).bytes / std::max<std::uint64_t>(each, 1);
  return static_cast<std::size_t>(all > 0 ? all - 1 : 0);
}

}  // namespace

PhaseRing::Entry* PhaseRing::entry_of(const vtkDataArray* values) {
  const auto at = std::ranges::find(entries_, values, &Entry::values);
  return at != entries_.end() ? &*at : nullptr;
}

void PhaseRing::start(vtkDataArray& values, const Use& use) {
  Entry entry;
  entry.values = &values;
  entry.held = spare_ ? std::move(spare_) : std::make_unique<HeldVolume>();
  entry.held->structure.reset();
  entry.held->texture.begin_anew();
  entry.held->of = &values;
  entry.held->time = values.GetMTime();
  entry.held->by_processors = use.by_processors;
  const Known& known = known_[&values];
  if (known.structure && known.time == entry.held->time) {
    entry.held->structure = known.structure;
  } else {
    entry.structure = std::async(
        std::launch::async, [held = vtkSmartPointer<vtkDataArray>(&values), size = use.size,
                             with_ranges = use.with_ranges] {
          return std::make_shared<const VolumeStructure>(
              render::structure_of(*held, size, with_ranges));
        });
  }
  entries_.push_back(std::move(entry));
}

void PhaseRing::go_on(vtkOpenGLRenderWindow& window, Entry& entry, const Use& use) {
  HeldVolume& held = *entry.held;
  if (!held.structure) {
    if (!is_done(entry.structure)) return;
    held.structure = entry.structure.get();
    known_[entry.values] = {held.time, held.structure};
  }
  if (entry.is_loaded) return;
  vtkDataArray& values = *held.structure->values;
  if (held.by_processors) {
    entry.is_loaded = held.cpu.take(values, use.size);
  } else {
    entry.is_loaded = held.texture.upload_part(window, values, use.size, use.limits);
  }
}

void PhaseRing::fetch(vtkOpenGLRenderWindow& window, const Use& use) {
  const std::size_t ahead = std::min({use.upcoming.size(), most_ahead, room_for(use)});
  const auto upcoming = use.upcoming.first(ahead);
  const auto is_upcoming = [&](const Entry& entry) {
    return std::ranges::find(upcoming, entry.values) != upcoming.end() &&
           entry.held->is_of(*entry.values);
  };
  for (auto at = entries_.begin(); at != entries_.end();) {
    const bool busy = at->structure.valid() && !is_done(at->structure);
    if (is_upcoming(*at) || busy) {
      ++at;
      continue;
    }
    at->held->free();
    at = entries_.erase(at);
  }
  // One after the other: what is due first is there first.
  for (vtkDataArray* values : upcoming) {
    if (values == use.shown) continue;
    if (entry_of(values) == nullptr) start(*values, use);
    Entry& entry = *entry_of(values);
    go_on(window, entry, use);
    if (!entry.is_loaded) return;
  }
}

std::unique_ptr<HeldVolume> PhaseRing::take(vtkDataArray& values, bool wants_processors) {
  Entry* entry = entry_of(&values);
  if (entry == nullptr || !entry->is_loaded || !entry->held->is_of(values)) return nullptr;
  if (entry->held->by_processors != wants_processors) return nullptr;
  ++taken_;
  auto held = std::move(entry->held);
  entries_.remove_if([&](const Entry& each) { return &each == entry; });
  return held;
}

std::shared_ptr<const VolumeStructure> PhaseRing::structure_of(vtkDataArray& values,
                                                               const Eigen::Vector3i& size) {
  const auto known = known_.find(&values);
  if (known != known_.end() && known->second.time == values.GetMTime()) {
    return known->second.structure;
  }
  return std::make_shared<const VolumeStructure>(render::structure_of(values, size, false));
}

std::size_t PhaseRing::bytes() const {
  std::size_t bytes = spare_ ? spare_->texture.bytes() : 0;
  for (const Entry& entry : entries_) bytes += entry.held->texture.bytes();
  return bytes;
}

void PhaseRing::free() {
  for (Entry& entry : entries_) {
    if (entry.structure.valid()) entry.structure.wait();
    entry.held->free();
  }
  entries_.clear();
  if (spare_) spare_->free();
  spare_.reset();
  known_.clear();
}

}  // namespace volvr::render
