// SPDX-License-Identifier: Apache-2.0
#include "support/object_phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpath.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "support/phantom_encode.h"

namespace volvr::test {

namespace {

std::string decimal(double value) {
  char text[32];
  for (int digits = 16; digits > 5; --digits) {
    if (std::snprintf(text, sizeof text, "%.*g", digits, value) <= 16) break;
  }
  return text;
}

void put_values(DcmItem& item, const Values& values) {
  for (const auto& [path, value] : values) put_value(item, path, value);
}

void put_identity(DcmItem& item, const ObjectPhantom& object) {
  const Phantom& phantom = object.phantom;
  put_values(item, {{"SOPClassUID", object.sop_class_uid},
                    {"SOPInstanceUID", phantom.series_uid + ".1"},
                    {"Modality", phantom.modality == "SC" ? "OT" : phantom.modality},
                    {"PatientName", phantom.patient_name},
                    {"PatientID", phantom.patient_id},
                    {"StudyInstanceUID", phantom.study_uid},
                    {"SeriesInstanceUID", phantom.series_uid},
                    {"SeriesNumber", std::to_string(phantom.series_number)},
                    {"InstanceNumber", "1"},
                    {"FrameOfReferenceUID", phantom.study_uid + ".9"}});
}

void put_pixel_description(DcmItem& item, const ObjectPhantom& object) {
  const Phantom& phantom = object.phantom;
  const bool colour = phantom.samples_per_pixel == 3;
  put_values(item, {{"SamplesPerPixel", std::to_string(phantom.samples_per_pixel)},
                    {"PhotometricInterpretation", colour ? "RGB" : "MONOCHROME2"},
                    {"NumberOfFrames", std::to_string(object.frames.size())},
                    {"Rows", std::to_string(phantom.size.y())},
                    {"Columns", std::to_string(phantom.size.x())},
                    {"BitsAllocated", std::to_string(phantom.bits_allocated)},
                    {"BitsStored", std::to_string(phantom.bits_stored)},
                    {"HighBit", std::to_string(phantom.bits_stored - 1)},
                    {"PixelRepresentation", phantom.is_signed ? "1" : "0"}});
  if (colour) put_value(item, "PlanarConfiguration", "0");
}

void put_groups(DcmItem& item, const ObjectPhantom& object) {
  const bool none =
      object.shared.empty() && std::ranges::all_of(object.frames, [](const ObjectFrame& frame) {
        return frame.groups.empty();
      });
  if (none) return;
  for (const auto& [path, value] : object.shared) {
    put_value(item, "SharedFunctionalGroupsSequence." + path, value);
  }
  auto* sequence = new DcmSequenceOfItems(DCM_PerFrameFunctionalGroupsSequence);
  item.insert(sequence, OFTrue);
  for (const ObjectFrame& frame : object.frames) {
    auto* groups = new DcmItem();
    sequence->append(groups);
    put_values(*groups, frame.groups);
  }
}

std::vector<std::uint8_t> all_bytes(const ObjectPhantom& object) {
  std::vector<std::uint8_t> bytes;
  for (const ObjectFrame& frame : object.frames) {
    const auto one = frame_bytes(object.phantom, frame.k);
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  return bytes;
}

const char* enhanced_class(const std::string& modality, bool legacy) {
  if (modality == "CT") {
    return legacy ? UID_LegacyConvertedEnhancedCTImageStorage : UID_EnhancedCTImageStorage;
  }
  if (modality == "MR") {
    return legacy ? UID_LegacyConvertedEnhancedMRImageStorage : UID_EnhancedMRImageStorage;
  }
  if (modality == "PT") {
    return legacy ? UID_LegacyConvertedEnhancedPETImageStorage : UID_EnhancedPETImageStorage;
  }
  throw std::runtime_error("no enhanced object of modality " + modality);
}

void append(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (int b = 0; b < 4; ++b) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * b)));
}

void append(std::vector<std::uint8_t>& bytes, std::string text, std::size_t width) {
  text.resize(width);
  bytes.insert(bytes.end(), text.begin(), text.end());
}

}  // namespace

std::string decimals(const Eigen::Vector3d& v) {
  return decimal(v.x()) + "\\" + decimal(v.y()) + "\\" + decimal(v.z());
}

void put_value(DcmItem& item, const std::string& path, const std::string& value) {
  std::string indexed;
  for (const char c : path) {
    if (c == '.' && indexed.back() != ']') indexed += "[0]";
    indexed += c;
  }
  DcmPathProcessor processor;
  OFList<DcmPath*> found;
  OFCondition result = processor.findOrCreatePath(&item, indexed.c_str(), OFTrue);
  if (result.good() && processor.getResults(found) == 1) {
    auto* element = dynamic_cast<DcmElement*>(found.front()->back()->m_obj);
    result = element == nullptr ? EC_IllegalCall : element->putString(value.c_str());
  }
  if (result.bad()) throw std::runtime_error("set " + path + ": " + result.text());
}

std::vector<std::uint8_t> frame_bytes(const Phantom& phantom, int k) {
  std::vector<std::uint8_t> bytes;
  for (int j = 0; j < phantom.size.y(); ++j) {
    for (int i = 0; i < phantom.size.x(); ++i) {
      for (int sample = 0; sample < phantom.samples_per_pixel; ++sample) {
        const auto value = static_cast<std::uint64_t>(stored_value(phantom, i, j, k) + sample);
        for (int b = 0; b < phantom.bits_allocated / 8; ++b) {
          bytes.push_back(static_cast<std::uint8_t>(value >> (8 * b)));
        }
      }
    }
  }
  return bytes;
}

ObjectPhantom plain_object(const Phantom& phantom, const std::string& sop_class_uid) {
  ObjectPhantom object;
  object.sop_class_uid = sop_class_uid;
  object.phantom = phantom;
  for (int k = 0; k < phantom.size.z(); ++k) object.frames.push_back({k, {}});
  return object;
}

ObjectPhantom enhanced_object(const Phantom& phantom) {
  ObjectPhantom object = plain_object(phantom, enhanced_class(phantom.modality, false));
  const Eigen::Vector3d step = phantom.spacing;
  object.shared = {
      {"PixelMeasuresSequence.PixelSpacing", decimal(step.y()) + "\\" + decimal(step.x())},
      {"PixelMeasuresSequence.SliceThickness", decimal(step.z())},
      {"PlaneOrientationSequence.ImageOrientationPatient",
       decimals(phantom.axes.col(0)) + "\\" + decimals(phantom.axes.col(1))},
      {"PixelValueTransformationSequence.RescaleSlope", decimal(phantom.slope)},
      {"PixelValueTransformationSequence.RescaleIntercept", decimal(phantom.intercept)},
      {"PixelValueTransformationSequence.RescaleType", phantom.modality == "CT" ? "HU" : "US"}};
  for (ObjectFrame& frame : object.frames) {
    const Eigen::Vector3d position = patient_from_index(phantom) * Eigen::Vector3d(0, 0, frame.k);
    frame.groups["PlanePositionSequence.ImagePositionPatient"] = decimals(position);
  }
  return object;
}

ObjectPhantom legacy_converted_object(const Phantom& phantom) {
  ObjectPhantom object = enhanced_object(phantom);
  object.sop_class_uid = enhanced_class(phantom.modality, true);
  object.shared["UnassignedSharedConvertedAttributesSequence.ProtocolName"] = "converted";
  return object;
}

void write_object(const ObjectPhantom& object, const std::filesystem::path& path) {
  std::filesystem::create_directories(path.parent_path());
  DcmFileFormat file;
  DcmItem& data = *file.getDataset();
  put_identity(data, object);
  put_pixel_description(data, object);
  put_groups(data, object);
  put_pixels(data, all_bytes(object), object.phantom.bits_allocated);
  put_values(data, object.attributes);
  if (object.edit) object.edit(data);
  save_encoded(file, object.phantom.encoding, object.phantom.meta_header, path);
}

std::vector<std::uint8_t> csa_header(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& entries, bool marked) {
  std::vector<std::uint8_t> bytes;
  if (marked) {
    append(bytes, "SV10", 4);
    append(bytes, 0x01020304);
  }
  append(bytes, static_cast<std::uint32_t>(entries.size()));
  append(bytes, 77);
  // The older layout counts the items of its first entry into every length.
  const auto offset = static_cast<std::uint32_t>(entries.front().second.size());
  for (const auto& [name, values] : entries) {
    append(bytes, name, 64);
    append(bytes, static_cast<std::uint32_t>(values.size()));
    append(bytes, "DS", 4);
    append(bytes, 3);
    append(bytes, static_cast<std::uint32_t>(values.size()));
    append(bytes, 77);
    for (const std::string& value : values) {
      const auto length = static_cast<std::uint32_t>(value.size() + 1);
      append(bytes, marked ? length : length + offset);
      append(bytes, length);
      append(bytes, 77);
      append(bytes, length);
      append(bytes, value, (length + 3) / 4 * 4);
    }
  }
  return bytes;
}

}  // namespace volvr::test
