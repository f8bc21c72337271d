// SPDX-License-Identifier: Apache-2.0
#include "dicom/stacked_frames.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <optional>

#include "core/text.h"

namespace volvr::dicom {

namespace {

constexpr int most_frames = 1'000'000;

// What else than slices the frames of a nuclear medicine image may count.
const std::array counters{DCM_EnergyWindowVector, DCM_DetectorVector,   DCM_PhaseVector,
                          DCM_RRIntervalVector,   DCM_TimeSlotVector,   DCM_TimeSliceVector};

std::optional<int> frame_count(const Elements& elements, std::string& problem) {
  const auto count = elements.integer(tag::number_of_frames).value_or(1);
  if (count >= 1 && count <= most_frames) return count;
  problem = "NumberOfFrames is " + std::to_string(count);
  return std::nullopt;
}

struct Plane {
  Eigen::Vector3d position;
  Eigen::Vector3d normal;
};

std::optional<Plane> plane_of(const Elements& elements) {
  const auto p = elements.numbers(tag::image_position_patient, 3);
  const auto v = elements.numbers(tag::image_orientation_patient, 6);
  if (p.empty() || v.empty()) return std::nullopt;
  const Eigen::Vector3d normal =
      Eigen::Vector3d(v[0], v[1], v[2]).cross(Eigen::Vector3d(v[3], v[4], v[5]));
  if (normal.norm() < 0.9) return std::nullopt;
  return Plane{{p[0], p[1], p[2]}, normal.normalized()};
}

void place(Elements& elements, const Eigen::Vector3d& at) {
  elements.add_text(tag::image_position_patient, number_text(at.x()) + "\\" +
                                                     number_text(at.y()) + "\\" +
                                                     number_text(at.z()));
}

std::vector<int> vector_of(DcmItem& data_set, const DcmTagKey& tag) {
  std::vector<int> values;
  Uint16 value = 0;
  for (unsigned long i = 0; data_set.findAndGetUint16(tag, value, i).good(); ++i) {
    values.push_back(value);
  }
  return values;
}

}  // namespace

std::vector<RawFrame> unplaced_frames(const Elements& elements, std::string& problem) {
  const auto count = frame_count(elements, problem);
  std::vector<RawFrame> frames;
  for (int i = 0; i < count.value_or(0); ++i) {
    RawFrame& frame = frames.emplace_back(RawFrame{elements, i, {}});
    // The position of the whole is not that of each of several frames.
    if (*count > 1) frame.elements.add_text(tag::image_position_patient, {});
  }
  return frames;
}

std::vector<RawFrame> nuclear_frames(DcmItem& data_set, const Elements& elements,
                                     std::string& problem) {
  Elements shared = elements;
  DcmItem* detector = nullptr;
  if (data_set.findAndGetSequenceItem(DCM_DetectorInformationSequence, detector, 0).good()) {
    overlay(shared, *detector);
  }
  std::vector<RawFrame> frames = unplaced_frames(shared, problem);
  const auto plane = plane_of(shared);
  const auto step = shared.number(tag::spacing_between_slices);
  const std::vector<int> slices = vector_of(data_set, DCM_SliceVector);
  if (!plane || !step || slices.empty()) return frames;
  if (slices.size() != frames.size()) {
    problem = "its SliceVector has " + std::to_string(slices.size()) + " entries for " +
              std::to_string(frames.size()) + " frames";
    return {};
  }
  std::vector<std::vector<int>> counts;
  for (const DcmTagKey& counter : counters) {
    auto values = vector_of(data_set, counter);
    if (values.size() == frames.size()) counts.push_back(std::move(values));
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    place(frames[i].elements, plane->position + plane->normal * (*step * (slices[i] - 1)));
    std::string index;
    for (const auto& values : counts) {
      index += (index.empty() ? "" : "-") + std::to_string(values[i]);
    }
    frames[i].elements.add_text(tag::dimension_index_values, index);
  }
  return frames;
}

std::vector<RawFrame> dose_frames(DcmItem& data_set, const Elements& elements,
                                  std::string& problem) {
  Elements shared = elements;
  OFString scaling;
  data_set.findAndGetOFString(DCM_DoseGridScaling, scaling);
  shared.add_text(tag::rescale_slope, scaling.empty() ? "absent" : scaling.c_str());
  shared.add_text(tag::rescale_intercept, "0");
  OFString units;
  data_set.findAndGetOFString(DCM_DoseUnits, units);
  shared.add_text(tag::rescale_type, units == "GY" ? "Gy" : "");
  std::vector<RawFrame> frames = unplaced_frames(shared, problem);
  OFString text;
  data_set.findAndGetOFStringArray(DCM_GridFrameOffsetVector, text);
  const auto offsets = split(text.c_str(), '\\');
  const auto plane = plane_of(shared);
  if (!plane || text.empty()) return frames;
  if (offsets.size() != frames.size()) {
    problem = "its GridFrameOffsetVector has " + std::to_string(offsets.size()) + " entries for " +
              std::to_string(frames.size()) + " frames";
    return {};
  }
  const auto first = parse_number(trim(offsets.front()));
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto offset = parse_number(trim(offsets[i]));
    if (!offset || !first) {
      problem = "its GridFrameOffsetVector holds what is no number";
      return {};
    }
    if (*first == 0.0) {
      place(frames[i].elements, plane->position + plane->normal * *offset);
    } else if (std::abs(std::abs(plane->normal.z()) - 1.0) < 1e-6) {
      // Offsets that do not begin with 0 are z coordinates of the patient.
      place(frames[i].elements, {plane->position.x(), plane->position.y(), *offset});
    }
  }
  return frames;
}

}  // namespace volvr::dicom
