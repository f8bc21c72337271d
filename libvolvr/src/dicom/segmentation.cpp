// SPDX-License-Identifier: Apache-2.0
#include "dicom/segmentation.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include "dicom/character_set.h"
#include "dicom/functional_groups.h"
#include "dicom/header_fields.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr double same_direction = 1e-4;

std::string text_at(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  return text.c_str();
}

std::vector<LabelName> segments_of(DcmItem& data_set, const std::string& character_set) {
  std::vector<LabelName> segments;
  DcmItem* item = nullptr;
  for (long i = 0; data_set.findAndGetSequenceItem(DCM_SegmentSequence, item, i).good(); ++i) {
    Uint16 number = 0;
    item->findAndGetUint16(DCM_SegmentNumber, number);
    segments.push_back({number, to_utf8(text_at(*item, DCM_SegmentLabel), character_set)});
  }
  return segments;
}

std::vector<std::string> referenced_series_of(DcmItem& data_set) {
  std::vector<std::string> series;
  DcmItem* item = nullptr;
  for (long i = 0; data_set.findAndGetSequenceItem(DCM_ReferencedSeriesSequence, item, i).good();
       ++i) {
    series.push_back(text_at(*item, DCM_SeriesInstanceUID));
  }
  return series;
}

int segment_of(DcmItem& data_set, DcmItem& groups) {
  DcmItem* shared = nullptr;
  data_set.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, 0);
  for (DcmItem* group : {&groups, shared}) {
    DcmItem* item = nullptr;
    Uint16 number = 0;
    if (group != nullptr &&
        group->findAndGetSequenceItem(DCM_SegmentIdentificationSequence, item, 0).good() &&
        item->findAndGetUint16(DCM_ReferencedSegmentNumber, number).good()) {
      return number;
    }
  }
  return 0;
}

[[noreturn]] void refuse(ErrorCode code, const std::filesystem::path& file,
                         const std::string& reason) {
  throw Error(code, "The segmentation " + file.filename().string() + " cannot be drawn: " + reason +
                        ".",
              file.string());
}

void take_frames(DcmItem& data_set, const std::vector<RawFrame>& raw,
                 const std::filesystem::path& file, Segmentation& result) {
  DcmSequenceOfItems* groups = nullptr;
  data_set.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, groups);
  DcmObject* object = nullptr;
  for (const RawFrame& one : raw) {
    object = groups->nextInContainer(object);
    auto* item = dynamic_cast<DcmItem*>(object);
    const Header header = header_of(one.elements, nullptr, file, {});
    if (item == nullptr || !header.position || !header.orientation || !header.pixel_spacing) {
      refuse(ErrorCode::missing_geometry, file, "a frame has no place in the patient");
    }
    if (result.frames.empty()) {
      result.orientation = *header.orientation;
      result.pixel_spacing = *header.pixel_spacing;
      result.slice_spacing =
          header.spacing_between_slices.value_or(header.slice_thickness.value_or(0.0));
    } else if ((result.orientation.row - header.orientation->row).norm() > same_direction ||
               (result.orientation.column - header.orientation->column).norm() > same_direction) {
      refuse(ErrorCode::unsupported, file, "its frames lie in different planes");
    }
    result.frames.push_back({one.frame, segment_of(data_set, *item), *header.position});
  }
}

}  // namespace

Segmentation read_segmentation(const std::filesystem::path& file, const Settings& settings) {
  WholeHeader header(file, settings);
  DcmItem& data_set = header.items();
  const Elements elements = elements_of(data_set);
  std::string problem;
  const auto raw = functional_group_frames(data_set, elements, problem);
  if (!problem.empty()) refuse(ErrorCode::malformed, file, problem);
  if (raw.empty()) refuse(ErrorCode::malformed, file, "it has no frames");
  const std::string type = text_at(data_set, DCM_SegmentationType);
  if (type != "BINARY" && type != "FRACTIONAL" && type != "LABELMAP") {
    refuse(ErrorCode::unsupported, file, "SegmentationType is " + (type.empty() ? "absent" : type));
  }
  Segmentation result;
  result.is_fractional = type == "FRACTIONAL";
  result.is_label_map = type == "LABELMAP";
  if (const auto padding = elements.word(tag::pixel_padding_value)) result.background = *padding;
  Uint16 most = 1;
  data_set.findAndGetUint16(DCM_MaximumFractionalValue, most);
  if (result.is_fractional) result.most_fraction = most > 0 ? most : 1;
  result.segments =
      segments_of(data_set, std::string(elements.text(tag::specific_character_set)));
  result.referenced_series = referenced_series_of(data_set);
  take_frames(data_set, raw, file, result);
  return result;
}

}  // namespace volvr::dicom
