// SPDX-License-Identifier: Apache-2.0
#include "dicom/value_scaling.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <cmath>
#include <optional>

#include "dicom/voxel_type.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

const DcmTagKey philips_creator(0x2005, 0x0010);
const DcmTagKey philips_scale_slope(0x2005, 0x100e);
const DcmTagKey philips_frame_sequence(0x2005, 0x140f);

struct Line {
  double slope = 1.0;
  double intercept = 0.0;
  std::string unit;
};

DcmItem* first_item(DcmItem* item, const DcmTagKey& sequence, long index = 0) {
  DcmItem* found = nullptr;
  if (item == nullptr || item->findAndGetSequenceItem(sequence, found, index).bad()) return nullptr;
  return found;
}

// Where something about a frame may stand: its own groups, the shared ones, the data set.
std::array<DcmItem*, 3> places_of(DcmItem& data_set, int frame) {
  return {first_item(&data_set, DCM_PerFrameFunctionalGroupsSequence, frame),
          first_item(&data_set, DCM_SharedFunctionalGroupsSequence), &data_set};
}

std::optional<Line> real_world_line(DcmItem& data_set, const SourceInstance& slice) {
  for (DcmItem* place : places_of(data_set, slice.frame)) {
    DcmItem* mapping = first_item(place, DCM_RealWorldValueMappingSequence);
    Line line;
    if (mapping == nullptr ||
        mapping->findAndGetFloat64(DCM_RealWorldValueSlope, line.slope).bad() ||
        mapping->findAndGetFloat64(DCM_RealWorldValueIntercept, line.intercept).bad()) {
      continue;
    }
    OFString unit;
    if (DcmItem* code = first_item(mapping, DCM_MeasurementUnitsCodeSequence)) {
      code->findAndGetOFString(DCM_CodeValue, unit);
    }
    line.unit = unit == "1" || unit == "{Phase}" ? "" : unit.c_str();
    return line;
  }
  return std::nullopt;
}

std::optional<double> scale_slope(DcmItem* item) {
  OFString creator;
  Float32 value = 0.0F;
  if (item == nullptr || item->findAndGetOFString(philips_creator, creator).bad() ||
      creator != "Philips MR Imaging DD 001" ||
      item->findAndGetFloat32(philips_scale_slope, value).bad() || value == 0.0F) {
    return std::nullopt;
  }
  return static_cast<double>(value);
}

// Floating point values that compare across scans: stored / ScaleSlope, and the intercept with it.
std::optional<Line> precise_line(DcmItem& data_set, const SourceInstance& slice) {
  for (DcmItem* place : places_of(data_set, slice.frame)) {
    auto scale = scale_slope(first_item(place, philips_frame_sequence));
    if (!scale) scale = scale_slope(place);
    if (!scale) continue;
    const PixelLayout& layout = slice.pixels;
    return Line{1.0 / *scale, layout.rescale_intercept / (layout.rescale_slope * *scale), {}};
  }
  return std::nullopt;
}

std::string name_of(Scaling scaling) {
  return scaling == Scaling::real_world ? "real-world values" : "Philips' precise values";
}

// Goes through the slices and opens each file once, as they come file by file.
ScaledSlices mapped(const SeriesInfo& series, const VolumeInfo& volume,
                    const LoadOptions& options) {
  const Scaling scaling = options.scaling;
  ScaledSlices result{volume.slices, {}};
  std::optional<WholeHeader> header;
  const std::filesystem::path* opened = nullptr;
  for (SourceInstance& slice : result.slices) {
    if (opened == nullptr || *opened != slice.file) {
      header.emplace(slice.file, options.settings);
      opened = &slice.file;
    }
    const auto line = scaling == Scaling::real_world ? real_world_line(header->items(), slice)
                                                     : precise_line(header->items(), slice);
    if (!line) {
      throw Error(ErrorCode::invalid_argument,
                  "The series does not define " + name_of(scaling) + " for all of its slices.",
                  series.series_instance_uid);
    }
    slice.pixels.rescale_slope = line->slope;
    slice.pixels.rescale_intercept = line->intercept;
    slice.pixels.modality_lut_bits = 0;
    result.unit = line->unit;
  }
  return result;
}

}  // namespace

ScaledSlices scaled_slices(const SeriesInfo& series, const VolumeInfo& volume,
                           const LoadOptions& options) {
  if (options.pet_value != PetValue::as_stored) {
    ScaledSlices result{volume.slices,
                        options.pet_value == PetValue::suv_body_surface ? "cm2/ml" : "g/ml"};
    const double factor = uptake_factor(series, volume, options.pet_value, options.settings);
    for (SourceInstance& slice : result.slices) {
      slice.pixels.rescale_slope *= factor;
      slice.pixels.rescale_intercept *= factor;
    }
    return result;
  }
  switch (options.scaling) {
    case Scaling::stored: {
      ScaledSlices result{volume.slices, {}};
      for (SourceInstance& slice : result.slices) {
        slice.pixels.rescale_slope = 1.0;
        slice.pixels.rescale_intercept = 0.0;
        slice.pixels.modality_lut_bits = 0;
      }
      return result;
    }
    case Scaling::real_world:
    case Scaling::precise:
      return mapped(series, volume, options);
    case Scaling::displayed:
      break;
  }
  return {volume.slices, unit_of(series, volume.slices.front().pixels)};
}

}  // namespace volvr::dicom
