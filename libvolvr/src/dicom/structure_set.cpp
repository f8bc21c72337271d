// SPDX-License-Identifier: Apache-2.0
#include "dicom/structure_set.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

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

}  // namespace

StructureSet read_structure_set(const std::filesystem::path& file) {
  WholeHeader header(file);
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
      for_items(item, DCM_ContourSequence, [&](DcmItem& contour) {
        ++(is_closed(contour) ? structure.closed_contours : structure.other_contours);
      });
    }
  });
  return result;
}

std::vector<Contour> read_contours(const std::filesystem::path& file, int roi_number) {
  WholeHeader header(file);
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
