// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_choice.h"

#include <algorithm>
#include <queue>

namespace volvr::render {

namespace {

constexpr double off_screen = 1.0 / 16.0;  // how much larger a voxel off the screen must look
constexpr double kept = 1.25;              // how much larger another must look to take a place

struct Candidate {
  double size = 0.0;  // how large its voxels look
  BrickId id;
  bool operator<(const Candidate& other) const { return size < other.size; }
};

class Choice {
 public:
  Choice(const BrickNeeds& needs, const Eigen::Vector3i& size, const BrickView& view,
         const std::function<bool(const BrickId&)>& is_there)
      : needs_(needs), size_(size), view_(view), is_there_(is_there) {}

  std::vector<BrickId> within(std::size_t room) {
    const int top = needs_.top();
    for_each_place(Eigen::Vector3i::Zero(), needs_.levels.back().bricks,
                   [&](const Eigen::Vector3i& at) { add({top, at}); });
    while (!open_.empty()) {
      const Candidate next = open_.top();
      open_.pop();
      if (next.id.level > 0 && replace(next.id, room)) continue;
      if (next.id.level < top) wanted_.push_back({view_size(next.id), next.id});
    }
    std::ranges::stable_sort(wanted_, [](const Candidate& a, const Candidate& b) { return b < a; });
    std::vector<BrickId> result;
    for (const Candidate& each : wanted_) result.push_back(each.id);
    return result;
  }

 private:
  double view_size(const BrickId& id) const {
    const double seen = on_screen(view_, id, size_) ? 1.0 : off_screen;
    return seen * (1 << id.level) / distance_to(view_, id, size_);
  }

  void add(const BrickId& id) {
    if (!needs_.has(id)) return;
    double size = view_size(id);
    if (id.level > 0 && parts_are_there(id)) size *= kept;
    open_.push({size, id});
  }

  bool parts_are_there(const BrickId& id) const {
    bool all = true;
    for_each_part(needs_, id, [&](const BrickId& part) {
      all = all && (!needs_.has(part) || is_there_(part));
    });
    return all;
  }

  bool replace(const BrickId& id, std::size_t room) {
    std::size_t parts = 0;
    for_each_part(needs_, id, [&](const BrickId& part) { parts += needs_.has(part) ? 1U : 0U; });
    const std::size_t freed = id.level < needs_.top() ? 1 : 0;
    if (taken_ - freed + parts > room) return false;
    taken_ = taken_ - freed + parts;
    for_each_part(needs_, id, [&](const BrickId& part) { add(part); });
    return true;
  }

  const BrickNeeds& needs_;
  Eigen::Vector3i size_;
  const BrickView& view_;
  const std::function<bool(const BrickId&)>& is_there_;
  std::priority_queue<Candidate> open_;
  std::vector<Candidate> wanted_;
  std::size_t taken_ = 0;
};

}  // namespace

std::vector<BrickId> choose_bricks(const BrickNeeds& needs, const Eigen::Vector3i& size,
                                   const BrickView& view, std::size_t room,
                                   const std::function<bool(const BrickId&)>& is_there) {
  return Choice(needs, size, view, is_there).within(room);
}

}  // namespace volvr::render
