// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <list>
#include <map>
#include <memory>
#include <span>

#include <vtkDataArray.h>
#include <vtkOpenGLRenderWindow.h>

#include "render/caster/held_volume.h"

namespace volvr::render {

/// Volumes of one grid that are about to be seen: brought to the GPU a part a frame, their structure
/// found in a thread beside, before they are due. Its functions need the window's context to be
/// current; it frees nothing on the GPU by itself.
class PhaseRing {
 public:
  struct Use {
    Eigen::Vector3i size = Eigen::Vector3i::Zero();
    bool by_processors = false;
    bool with_ranges = false;  ///< else a GPU makes its own
    GraphicsLimits limits;
    vtkDataArray* shown = nullptr;             ///< what is drawn now: held elsewhere
    std::span<vtkDataArray* const> upcoming;  ///< what is due next, the first first
  };

  /// Goes on with what is due next, as far as one frame may wait for it, and lets go of what is not.
  /// Volumes that do not fit together into the limits are left out from the last on.
  void fetch(vtkOpenGLRenderWindow& window, const Use& use);

  /// Takes a volume out that is there wholly; nothing where it is not, or not for what draws it.
  std::unique_ptr<HeldVolume> take(vtkDataArray& values, bool wants_processors);

  /// Of a volume that was not fetched; known already where it was once.
  std::shared_ptr<const VolumeStructure> structure_of(vtkDataArray& values,
                                                      const Eigen::Vector3i& size);

  /// Gives one back that is seen no more: its room serves the next.
  void give(std::unique_ptr<HeldVolume> held) { spare_ = std::move(held); }

  std::size_t bytes() const;
  std::size_t taken() const { return taken_; }  ///< volumes that were there when they were due
  void free();

 private:
  struct Entry {
    std::unique_ptr<HeldVolume> held;
    vtkDataArray* values = nullptr;
    std::future<std::shared_ptr<const VolumeStructure>> structure;
    bool is_loaded = false;
  };

  Entry* entry_of(const vtkDataArray* values);
  void start(vtkDataArray& values, const Use& use);
  void go_on(vtkOpenGLRenderWindow& window, Entry& entry, const Use& use);

  struct Known {
    vtkMTimeType time = 0;
    std::shared_ptr<const VolumeStructure> structure;
  };

  std::list<Entry> entries_;
  std::unique_ptr<HeldVolume> spare_;
  std::size_t taken_ = 0;
  std::map<const vtkDataArray*, Known> known_;  // of all that were due once
};

}  // namespace volvr::render
