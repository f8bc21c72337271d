// SPDX-License-Identifier: Apache-2.0
#include "dicom/load_slices.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "core/text.h"
#include "dicom/archive.h"
#include "dicom/decode.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/for_each_file.h"
#include "dicom/frame_reader.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// Frames that one task takes from a file of many: each task finds its frames anew.
constexpr std::size_t frames_a_task = 32;

using Task = std::vector<std::size_t>;  // numbers of slices, of one file

bool is_read_at_once(const SourceInstance& slice) {
  return slice.tile || slice.pixels.data_offset == 0 ||
         coding_of(slice.pixels.transfer_syntax_uid) == Coding::deflated;
}

std::vector<Task> tasks_for(std::span<const SourceInstance> slices) {
  std::map<std::filesystem::path::string_type, std::size_t> open_task;
  std::vector<Task> tasks;
  for (std::size_t k = 0; k < slices.size(); ++k) {
    const SourceInstance& slice = slices[k];
    if (slice.pixels.number_of_frames <= 1 && !slice.tile) {
      tasks.push_back({k});
      continue;
    }
    const auto known = open_task.find(slice.file.native());
    if (known != open_task.end() &&
        (is_read_at_once(slice) || tasks[known->second].size() < frames_a_task)) {
      tasks[known->second].push_back(k);
      continue;
    }
    open_task[slice.file.native()] = tasks.size();
    tasks.push_back({k});
  }
  return tasks;
}

// A decoder cannot be stopped: how long a frame took is known when it is done, and then the time for
// those that follow is saved.
class FrameClock {
 public:
  explicit FrameClock(const Settings& settings) : most_(settings.number("dicom.frame_time")) {}

  template <class Work>
  void time(const SourceInstance& slice, const Work& work) const {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (took.count() <= most_) return;
    throw Error(ErrorCode::malformed,
                "A frame of " + slice.file.string() + " took longer to decode than the " +
                    number_text(most_) + " s that dicom.frame_time allows.",
                slice.file.string());
  }

 private:
  double most_;
};

void run_task(const Task& task, OpenFile file, std::span<const SourceInstance> slices,
              VoxelType type, std::span<std::byte> voxels, const Settings& settings) {
  const std::size_t slot = voxels.size() / slices.size();
  FrameReader reader(slices[task.front()], std::move(file), limits_of(settings));
  const FrameClock clock(settings);
  if (!slices[task.front()].tile) {
    for (const std::size_t k : task) {
      clock.time(slices[k], [&] {
        decode_slice(reader, slices[k], type, voxels.subspan(k * slot, slot));
      });
    }
    return;
  }
  std::map<int, std::vector<SliceSlot>> by_frame;
  for (const std::size_t k : task) {
    by_frame[slices[k].frame].push_back({&slices[k], voxels.subspan(k * slot, slot)});
  }
  for (const auto& [frame, slots] : by_frame) {
    clock.time(*slots.front().slice, [&] { decode_tiles(reader, slots, type); });
  }
}

// (1 - weight) a + weight b for every value; whole numbers are rounded.
template <class T>
void mix(std::span<const std::byte> a, std::span<const std::byte> b, double weight,
         std::span<std::byte> out) {
  const auto* x = reinterpret_cast<const T*>(a.data());
  const auto* y = reinterpret_cast<const T*>(b.data());
  auto* z = reinterpret_cast<T*>(out.data());
  for (std::size_t i = 0; i < out.size() / sizeof(T); ++i) {
    const double value =
        (1.0 - weight) * static_cast<double>(x[i]) + weight * static_cast<double>(y[i]);
    z[i] = std::is_integral_v<T> ? static_cast<T>(std::floor(value + 0.5)) : static_cast<T>(value);
  }
}

void mix(VoxelType type, std::span<const std::byte> a, std::span<const std::byte> b, double weight,
         std::span<std::byte> out) {
  switch (type) {
    case VoxelType::int8:
      return mix<std::int8_t>(a, b, weight, out);
    case VoxelType::uint8:
      return mix<std::uint8_t>(a, b, weight, out);
    case VoxelType::int16:
      return mix<std::int16_t>(a, b, weight, out);
    case VoxelType::uint16:
      return mix<std::uint16_t>(a, b, weight, out);
    case VoxelType::int32:
      return mix<std::int32_t>(a, b, weight, out);
    case VoxelType::uint32:
      return mix<std::uint32_t>(a, b, weight, out);
    case VoxelType::float32:
      return mix<float>(a, b, weight, out);
    case VoxelType::float64:
      return mix<double>(a, b, weight, out);
  }
}

// Where each slice lies on the grid, in its steps from the first.
std::vector<double> places_of(std::span<const SourceInstance> slices, const GridGeometry& grid) {
  const Eigen::Affine3d index_from_patient = grid.patient_from_index.inverse();
  std::vector<double> places;
  for (const SourceInstance& slice : slices) {
    places.push_back((index_from_patient * slice.image_position_patient).z());
  }
  return places;
}

}  // namespace

void load_slices(std::span<const SourceInstance> slices, VoxelType type,
                 std::span<std::byte> voxels, const LoadOptions& options) {
  const std::vector<Task> tasks = tasks_for(slices);
  std::vector<std::filesystem::path> files;
  for (const Task& task : tasks) files.push_back(slices[task.front()].file);
  const auto work = [&](std::size_t i, OpenFile file) {
    run_task(tasks[i], std::move(file), slices, type, voxels, options.settings);
  };
  for_each_file(files, work, options, tasks.size() == slices.size() ? "slices" : "files");
}

void interpolate_slices(std::span<const SourceInstance> slices, const VolumeShape& shape,
                        std::span<std::byte> voxels, const LoadOptions& options) {
  const std::vector<double> places = places_of(slices, shape.geometry);
  const auto count = static_cast<std::size_t>(shape.geometry.size[2]);
  const std::size_t slot = voxels.size() / count;
  LoadOptions quiet = options;
  quiet.progress = {};
  quiet.threads = 1;
  // A member of an archive is reached by reading what stands before it: all of them in one pass.
  std::vector<std::byte> all;
  if (!archive_of(slices.front().file).empty()) {
    all.resize(places.size() * slot);
    load_slices(slices, shape.type, all, quiet);
  }
  // Each pair of neighbours fills what lies from the lower one up to the higher one.
  parallel_for(
      places.size() - 1, options.threads,
      [&](std::size_t pair) {
        std::vector<std::byte> pair_of_slices;
        if (all.empty()) {
          pair_of_slices.resize(2 * slot);
          load_slices(slices.subspan(pair, 2), shape.type, pair_of_slices, quiet);
        }
        const std::span ends =
            all.empty() ? std::span(pair_of_slices) : std::span(all).subspan(pair * slot, 2 * slot);
        const bool is_last = pair + 2 == places.size();
        for (std::size_t k = 0; k < count; ++k) {
          const auto at = static_cast<double>(k);
          const double weight = (at - places[pair]) / (places[pair + 1] - places[pair]);
          const bool within = weight >= 0.0 && weight < 1.0;
          const bool first = pair == 0 && weight < 0.0;
          if (!within && !first && !(is_last && weight >= 1.0)) continue;
          mix(shape.type, ends.first(slot), ends.last(slot), std::clamp(weight, 0.0, 1.0),
              voxels.subspan(k * slot, slot));
        }
      },
      {options.progress, "loading", "slices"});
}

}  // namespace volvr::dicom
