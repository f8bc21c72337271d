// SPDX-License-Identifier: Apache-2.0
#include "dicom/structure_set.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <optional>
#include <set>

#include "core/text.h"
#include "dicom/character_set.h"
#include "dicom/elements.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

std::string text_at(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  return std::string(trim(text.c_str()));
}

int integer_at(DcmItem& item, const DcmTagKey& tag) {
  return parse_integer(text_at(item, tag)).value_or(-1);
}

template <class F>
void for_items(DcmItem& item, const DcmTagKey& sequence, const F& f) {
  DcmSequenceOfItems* items = nullptr;
  if (item.findAndGetSequence(sequence, items).bad() || items == nullptr) return;
  DcmObject* object = nullptr;
  while ((object = items->nextInContainer(object)) != nullptr) {
    if (auto* one = dynamic_cast<DcmItem*>(object)) f(*one);
  }
}

bool is_closed(DcmItem& contour) {
  return text_at(contour, DCM_ContourGeometricType).starts_with("CLOSED_PLANAR");
}

Contour contour_of(DcmItem& item, const std::filesystem::path& file) {
  const std::string text = text_at(item, DCM_ContourData);
  const auto parts = split(text, '\\');
  Contour contour;
  for (std::size_t i = 0; i + 2 < parts.size(); i += 3) {
    const auto x = parse_number(trim(parts[i]));
    const auto y = parse_number(trim(parts[i + 1]));
    const auto z = parse_number(trim(parts[i + 2]));
    if (!x || !y || !z) break;
    contour.emplace_back(*x, *y, *z);
  }
  if (parts.size() % 3 != 0 || contour.size() != parts.size() / 3) {
    throw Error(ErrorCode::malformed,
                "A contour of " + file.filename().string() + " holds what are no points.",
                file.string());
  }
  return contour;
}

void collect_series(DcmItem& frame_of_reference, std::vector<std::string>& series) {
  for_items(frame_of_reference, DCM_RTReferencedStudySequence, [&](DcmItem& study) {
    for_items(study, DCM_RTReferencedSeriesSequence, [&](DcmItem& one) {
      series.push_back(text_at(one, DCM_SeriesInstanceUID));
    });
  });
}

// Where a contour lies, by its first point, and the images that it was drawn on.
void take_contour(DcmItem& contour, StructureSet::Structure& structure,
                  std::set<std::string>& images) {
  if (!is_closed(contour)) {
    ++structure.other_contours;
    return;
  }
  Eigen::Vector3d place;
  const std::string text = text_at(contour, DCM_ContourData);
  const auto parts = split(text, '\\');
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = i < parts.size() ? parse_number(trim(parts[i])) : std::nullopt;
    if (!number) return;
    place[static_cast<Eigen::Index>(i)] = *number;
  }
  structure.places.push_back(place);
  for_items(contour, DCM_ContourImageSequence, [&](DcmItem& image) {
    images.insert(text_at(image, DCM_ReferencedSOPInstanceUID));
  });
}

}  // namespace

StructureSet read_structure_set(const std::filesystem::path& file, const Settings& settings) {
  WholeHeader header(file, settings);
  DcmItem& data_set = header.items();
  const std::string character_set = text_at(data_set, DCM_SpecificCharacterSet);
  StructureSet result;
  for_items(data_set, DCM_ReferencedFrameOfReferenceSequence,
            [&](DcmItem& item) { collect_series(item, result.referenced_series); });
  for_items(data_set, DCM_StructureSetROISequence, [&](DcmItem& item) {
    StructureSet::Structure& structure = result.structures.emplace_back();
    structure.name = {integer_at(item, DCM_ROINumber),
                      to_utf8(text_at(item, DCM_ROIName), character_set)};
    structure.frame_of_reference_uid = text_at(item, DCM_ReferencedFrameOfReferenceUID);
  });
  for_items(data_set, DCM_ROIContourSequence, [&](DcmItem& item) {
    const int number = integer_at(item, DCM_ReferencedROINumber);
    for (StructureSet::Structure& structure : result.structures) {
      if (structure.name.number != number) continue;
      std::set<std::string> images;
      for_items(item, DCM_ContourSequence, [&](DcmItem& contour) {
        take_contour(contour, structure, images);
      });
      structure.images.assign(images.begin(), images.end());
    }
  });
  return result;
}

std::vector<Contour> read_contours(const std::filesystem::path& file, int roi_number,
                                   const Settings& settings) {
  WholeHeader header(file, settings);
  std::vector<Contour> contours;
  for_items(header.items(), DCM_ROIContourSequence, [&](DcmItem& item) {
    if (integer_at(item, DCM_ReferencedROINumber) != roi_number) return;
    for_items(item, DCM_ContourSequence, [&](DcmItem& contour) {
      if (is_closed(contour)) contours.push_back(contour_of(contour, file));
    });
  });
  return contours;
}

}  // namespace volvr::dicom
