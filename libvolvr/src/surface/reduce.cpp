// SPDX-License-Identifier: Apache-2.0
#include "surface/reduce.h"

#include <algorithm>
#include <tuple>

#include "surface/collapses.h"
#include "volvr/error.h"

namespace volvr::surface {

namespace {

// An edge that could be collapsed, as it was when it was looked at.
struct Candidate {
  float cost;
  std::uint32_t u, v;
  std::uint32_t stamps;

  bool operator<(const Candidate& other) const {  // the cheapest is the heap's top
    return std::tie(cost, u, v) > std::tie(other.cost, other.u, other.v);
  }
};

class Reduction {
 public:
  explicit Reduction(const Mesh& mesh) : mesh_(mesh) {
    heap_.reserve(3 * mesh.triangles.size() / 2);
    for (const Triangle& triangle : mesh.triangles) {
      for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t u = triangle[i];
        const std::uint32_t v = triangle[(i + 1) % 3];
        if (u < v) heap_.push_back(looked_at(u, v));  // its twin is the other way round
      }
    }
    std::make_heap(heap_.begin(), heap_.end());
  }

  // Makes the cheapest collapse that there is; false where none is left.
  bool step() {
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end());
      const Candidate best = heap_.back();
      heap_.pop_back();
      if (best.stamps != mesh_.stamp(best.u) + mesh_.stamp(best.v)) continue;
      if (!mesh_.collapse(best.u, best.v, mesh_.plan(best.u, best.v).point)) continue;
      for (const std::uint32_t neighbour : mesh_.neighbours(best.u)) {
        heap_.push_back(looked_at(best.u, neighbour));
        std::push_heap(heap_.begin(), heap_.end());
      }
      return true;
    }
    return false;
  }

  const CollapsibleMesh& mesh() const { return mesh_; }

 private:
  Candidate looked_at(std::uint32_t u, std::uint32_t v) const {
    return {static_cast<float>(mesh_.plan(u, v).cost), u, v, mesh_.stamp(u) + mesh_.stamp(v)};
  }

  CollapsibleMesh mesh_;
  std::vector<Candidate> heap_;
};

}  // namespace

void reduce(Mesh& mesh, double fraction, const ProgressSink& progress) {
  const std::size_t before = mesh.triangles.size();
  const auto wanted =
      static_cast<std::size_t>(static_cast<double>(before) * (1.0 - fraction) + 0.5);
  Reduction reduction(mesh);
  mesh = {};
  constexpr std::size_t steps_between_reports = 4096;
  for (std::size_t i = 0; reduction.mesh().triangle_count() > wanted; ++i) {
    if (!reduction.step()) break;
    if (!progress || i % steps_between_reports != 0) continue;
    const std::size_t gone = before - reduction.mesh().triangle_count();
    if (!progress({"reducing", gone, before - wanted, "triangles"})) {
      throw Error(ErrorCode::cancelled, "Stopped on request.");
    }
  }
  mesh = reduction.mesh().result();
}

}  // namespace volvr::surface
