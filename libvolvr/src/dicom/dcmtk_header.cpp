// SPDX-License-Identifier: Apache-2.0
#include "dicom/dcmtk_header.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <string>

#include "dicom/file_stream.h"
#include "dicom/functional_groups.h"
#include "dicom/mosaic_frames.h"
#include "dicom/recognize.h"
#include "dicom/stacked_frames.h"
#include "dicom/whole_header.h"

namespace volvr::dicom {

namespace {

// A transfer syntax that DCMTK does not know makes it guess: the file's own word is kept.
std::string syntax_of(DcmFileFormat& format) {
  OFString uid;
  if (format.getMetaInfo() != nullptr &&
      format.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, uid).good() && !uid.empty() &&
      DcmXfer(uid.c_str()).getXfer() == EXS_Unknown) {
    return uid.c_str();
  }
  return DcmXfer(format.getDataset()->getOriginalXfer()).getXferID();
}

bool is_image_type(const Elements& elements, std::string_view value) {
  return elements.text(tag::image_type).find(value) != std::string_view::npos;
}

// The frames or tiles of an object that holds several; none for a plain image.
std::vector<RawFrame> frames_of(DcmItem& data_set, const Elements& elements,
                                std::string& problem) {
  const std::string_view sop_class = elements.text(tag::sop_class_uid);
  // A segmentation's frames are many volumes; they are told apart where it is drawn.
  if (sop_class == UID_SegmentationStorage || sop_class == UID_LabelMapSegmentationStorage) {
    return {};
  }
  if (has_functional_groups(data_set)) {
    return functional_group_frames(data_set, elements, problem);
  }
  if (sop_class == UID_RTDoseStorage) return dose_frames(data_set, elements, problem);
  if (sop_class == UID_NuclearMedicineImageStorage) {
    return nuclear_frames(data_set, elements, problem);
  }
  if (elements.integer(tag::number_of_frames).value_or(1) != 1) {
    return unplaced_frames(elements, problem);
  }
  if (is_image_type(elements, "MOSAIC")) return mosaic_frames(data_set, elements, problem);
  if (is_image_type(elements, "VFRAME")) return grid_frames(data_set, elements, problem);
  return {};
}

// The table that gives the values: what describes it stands in the sequence's item.
void take_modality_lut(DcmItem& data_set, RawHeader& header) {
  DcmItem* item = nullptr;
  if (data_set.findAndGetSequenceItem(DCM_ModalityLUTSequence, item, 0).bad()) return;
  DcmElement* element = nullptr;
  if (item->findAndGetElement(DCM_ModalityLUTType, element).good()) {
    overlay(header.elements, tag::modality_lut_type, *element);
  }
  if (item->findAndGetElement(DCM_LUTDescriptor, element).good()) {
    overlay(header.elements, tag::lut_descriptor, *element);
  }
  if (header.elements.numbers(tag::lut_descriptor, 3).empty()) {
    header.problem = "its ModalityLUTSequence does not describe its table";
  }
}

// Each frame gets attributes of its own, whether the file has any for it or not.
std::string too_many_frames(const Elements& elements, const Limits& limits) {
  const auto frames =
      static_cast<std::uint64_t>(std::max(elements.integer(tag::number_of_frames).value_or(1), 0));
  if (frames * elements.count() <= limits.elements) return {};
  return "its " + std::to_string(frames) +
         " frames would have more attributes than the limit dicom.elements";
}

// The stream stands behind the tag and length of PixelData.
void locate_pixels(const OpenFile& file, FileStream& stream, E_TransferSyntax syntax,
                   RawHeader& header) {
  if (stream.eos()) return;
  const DcmXfer transfer(syntax);
  if (transfer.getStreamCompression() != ESC_none) {
    header.pixels.found = true;  // offsets inside a deflated stream mean nothing
    header.pixels.length = DCM_UndefinedLength;
    return;
  }
  header.pixel_offset = static_cast<std::uint64_t>(stream.tell());
  header.pixels = pixel_element_before(file, header.pixel_offset, transfer.isExplicitVR(),
                                       transfer.getByteOrder() == EBO_BigEndian);
}

}  // namespace

std::variant<RawHeader, FileProblem> dcmtk_header(const OpenFile& file, const Limits& limits) {
  const FileProblem unreadable{FileProblem::Kind::unreadable, "it cannot be read"};
  HeaderReading reading(file);
  const Recognition recognition = recognize(reading.beginning(), file.size());
  if (!reading.is_readable()) return unreadable;
  if (recognition == Recognition::no) return FileProblem{};
  const Skeleton skeleton = look_over(file, limits);
  if (!skeleton.over_limit.empty()) {
    return FileProblem{FileProblem::Kind::over_limit, skeleton.over_limit};
  }
  const OFCondition result = reading.read();
  if (!reading.is_readable()) return unreadable;
  DcmFileFormat& format = reading.format();
  RawHeader header;
  header.elements = elements_of(*format.getDataset());
  if (recognition == Recognition::perhaps && (!header.elements.has(tag::sop_instance_uid) ||
                                              !header.elements.has(tag::study_instance_uid))) {
    return FileProblem{};
  }
  if (result.bad() || skeleton.contradicts_itself) {
    return FileProblem{FileProblem::Kind::malformed,
                       skeleton.doubt.empty() ? "its header ends too early or contradicts itself"
                                              : skeleton.doubt};
  }
  if (const std::string frames = too_many_frames(header.elements, limits); !frames.empty()) {
    return FileProblem{FileProblem::Kind::over_limit, frames};
  }
  take_modality_lut(*format.getDataset(), header);
  header.frames = frames_of(*format.getDataset(), header.elements, header.problem);
  if (!header.problem.empty()) header.frames.clear();
  header.transfer_syntax_uid = syntax_of(format);
  locate_pixels(file, reading.stream(), format.getDataset()->getOriginalXfer(), header);
  return header;
}

}  // namespace volvr::dicom
