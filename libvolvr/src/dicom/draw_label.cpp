// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <string>

#include "dicom/findings.h"
#include "dicom/for_each_file.h"
#include "dicom/frame_reader.h"
#include "dicom/label_image.h"
#include "dicom/labels.h"
#include "dicom/pixel_format.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr int most_value = 65535;

// Whole labels in one volume, and which of them claimed a voxel that another one has.
class LabelMap {
 public:
  LabelMap(std::span<std::byte> voxels, std::size_t width) : voxels_(voxels), width_(width) {
    std::ranges::fill(voxels_, std::byte{0});
  }

  void set(std::size_t voxel, int value) {
    const int before = get(voxel);
    if (before != 0 && before != value) {
      overlapping_.insert({before, value});
      return;
    }
    put(voxel, value);
  }

  const std::set<int>& overlapping() const { return overlapping_; }

  void leave_out_overlapping() {
    if (overlapping_.empty()) return;
    for (std::size_t voxel = 0; voxel < voxels_.size() / width_; ++voxel) {
      if (overlapping_.contains(get(voxel))) put(voxel, 0);
    }
  }

 private:
  int get(std::size_t voxel) const {
    std::uint16_t value = 0;
    std::memcpy(&value, voxels_.data() + voxel * width_, width_);  // little endian
    return value;
  }

  void put(std::size_t voxel, int value) {
    const auto word = static_cast<std::uint16_t>(value);
    std::memcpy(voxels_.data() + voxel * width_, &word, width_);
  }

  std::span<std::byte> voxels_;
  std::size_t width_;
  std::set<int> overlapping_;
};

Finding warning(const std::string& message) {
  return {FindingCode::label_volume, Severity::warning, message, {}};
}

// Whose voxels are drawn, with what value.
std::map<int, int> wanted_labels(const LabelSource& source) {
  std::map<int, int> wanted;
  for (const LabelEntry& entry : source.joined) wanted[entry.value] = entry.value;
  if (source.joined.empty()) wanted[source.number] = label_value(source.number);
  return wanted;
}

void say_overlaps(const LabelMap& map, std::vector<Finding>& findings) {
  if (map.overlapping().empty()) return;
  std::string numbers;
  for (const int one : map.overlapping()) {
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(one);
  }
  findings.push_back(warning("The labels " + numbers +
                             " overlap others and are left out of this map; each is a volume of "
                             "its own."));
}

int stored_at(std::span<const std::byte> raw, std::size_t i, std::size_t width) {
  std::uint16_t value = 0;
  std::memcpy(&value, raw.data() + i * width, width);
  return value;
}

// Reads the frames of a segmentation that lie on the volume's slices.
template <class F>
void for_frames(const VolumeInfo& volume, const Segmentation& segmentation,
                const Settings& settings, const F& f) {
  const SourceInstance& instance = volume.label_source->instance;
  FrameReader reader(instance, open_any(instance.file, settings), limits_of(settings));
  std::vector<std::byte> raw(static_cast<std::size_t>(bytes_per_frame(instance.pixels)));
  const auto pixels = static_cast<std::size_t>(volume.geometry.size[0]) *
                      static_cast<std::size_t>(volume.geometry.size[1]);
  const bool known_width = raw.size() == pixels || raw.size() == 2 * pixels;
  if (raw.empty() || !known_width) {
    throw Error(ErrorCode::malformed, "The segmentation's pixels do not fit its grid.",
                instance.file.string());
  }
  for (const SegmentFrame& frame : segmentation.frames) {
    const auto k = slice_of(frame, volume.geometry);
    if (!k) continue;
    SourceInstance slice = instance;
    slice.frame = frame.frame;
    f(frame, static_cast<std::size_t>(*k) * pixels, [&] {
      reader.read(slice, raw);
      return std::span<const std::byte>(raw);
    });
  }
}

std::vector<Finding> draw_segments(const VolumeInfo& volume, std::span<std::byte> voxels,
                                   const Segmentation& segmentation, const Settings& settings) {
  const std::map<int, int> wanted = wanted_labels(*volume.label_source);
  const bool is_map = !volume.label_source->joined.empty();
  LabelMap map(voxels, bytes_per_value(label_type(volume)));
  std::set<int> unknown;
  const auto pixels = static_cast<std::size_t>(volume.geometry.size[0]) *
                      static_cast<std::size_t>(volume.geometry.size[1]);
  for_frames(volume, segmentation, settings,
             [&](const SegmentFrame& frame, std::size_t first, const auto& read) {
               const auto segment = wanted.find(frame.segment);
               if (!segmentation.is_label_map && segment == wanted.end()) return;
               const std::span<const std::byte> raw = read();
               const std::size_t width = raw.size() / pixels;
               for (std::size_t i = 0; i < pixels; ++i) {
                 const int stored = stored_at(raw, i, width);
                 if (stored == 0) continue;
                 if (!segmentation.is_label_map) {
                   map.set(first + i, segment->second);
                   continue;
                 }
                 const auto one = wanted.find(stored);
                 if (one != wanted.end()) {
                   map.set(first + i, one->second);
                 } else if (is_map && stored != segmentation.background) {
                   unknown.insert(stored);
                 }
               }
             });
  std::vector<Finding> findings;
  say_overlaps(map, findings);
  map.leave_out_overlapping();
  if (!unknown.empty()) {
    findings.push_back(warning(count_of(unknown.size(), "value") +
                               " of the map belong to no segment and became 0."));
  }
  return findings;
}

void draw_fractions(const VolumeInfo& volume, std::span<std::byte> voxels,
                    const Segmentation& segmentation, const Settings& settings) {
  std::ranges::fill(voxels, std::byte{0});
  for_frames(volume, segmentation, settings,
             [&](const SegmentFrame& frame, std::size_t first, const auto& read) {
               if (frame.segment != volume.label_source->number) return;
               const std::span<const std::byte> raw = read();
               const std::size_t pixels = static_cast<std::size_t>(volume.geometry.size[0]) *
                                          static_cast<std::size_t>(volume.geometry.size[1]);
               for (std::size_t i = 0; i < pixels; ++i) {
                 const int stored = stored_at(raw, i, raw.size() / pixels);
                 if (stored == 0) continue;
                 const auto fraction = static_cast<float>(stored / segmentation.most_fraction);
                 std::memcpy(voxels.data() + (first + i) * sizeof fraction, &fraction,
                             sizeof fraction);
               }
             });
}

void say_undrawn(const Undrawn& undrawn, std::vector<Finding>& findings) {
  if (undrawn.beyond > 0) {
    findings.push_back(warning(count_of(undrawn.beyond, "contour") +
                               " beyond the image's slices could not be drawn."));
  }
  if (undrawn.between > 0) {
    findings.push_back(warning(count_of(undrawn.between, "contour") +
                               " between the image's slices were not drawn; nearer ones were."));
  }
}

std::vector<Finding> draw_structures(const VolumeInfo& volume, std::span<std::byte> voxels,
                                     const Settings& settings) {
  const LabelSource& source = *volume.label_source;
  std::vector<Finding> findings;
  if (source.joined.empty()) {
    say_undrawn(fill_contours(read_contours(source.instance.file, source.number, settings),
                              volume.geometry, label_value(source.number), voxels),
                findings);
    return findings;
  }
  const std::size_t width = bytes_per_value(label_type(volume));
  LabelMap map(voxels, width);
  Undrawn undrawn;
  std::vector<std::byte> one(voxels.size());
  for (const LabelEntry& entry : source.joined) {
    const Undrawn some = fill_contours(read_contours(source.instance.file, entry.value, settings),
                                       volume.geometry, entry.value, one);
    undrawn.beyond += some.beyond;
    undrawn.between += some.between;
    for (std::size_t i = 0; i < one.size() / width; ++i) {
      if (stored_at(one, i, width) != 0) map.set(i, entry.value);
    }
  }
  say_undrawn(undrawn, findings);
  say_overlaps(map, findings);
  map.leave_out_overlapping();
  return findings;
}

}  // namespace

int label_value(int number) {
  return number >= 1 && number <= most_value ? number : 1;
}

VoxelType label_type(const VolumeInfo& volume) {
  const LabelSource& source = *volume.label_source;
  if (source.fractional) return VoxelType::float32;
  int most = source.joined.empty() ? label_value(source.number) : 1;
  for (const LabelEntry& entry : source.joined) most = std::max(most, entry.value);
  return most > 255 ? VoxelType::uint16 : VoxelType::uint8;
}

std::vector<Finding> draw_label(const VolumeInfo& volume, std::span<std::byte> voxels,
                                const Settings& settings) {
  const LabelSource& source = *volume.label_source;
  if (source.contours) return draw_structures(volume, voxels, settings);
  const Segmentation segmentation = read_segmentation(source.instance.file, settings);
  if (!source.fractional) return draw_segments(volume, voxels, segmentation, settings);
  draw_fractions(volume, voxels, segmentation, settings);
  return {};
}

}  // namespace volvr::dicom
