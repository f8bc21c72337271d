// SPDX-License-Identifier: Apache-2.0
#include "support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstdio>
#include <stdexcept>

#include "support/phantom_encode.h"

namespace volvr::test {

namespace {

void require(const OFCondition& condition, const std::string& what) {
  if (condition.bad()) throw std::runtime_error(what + ": " + condition.text());
}

std::string decimal(double value) {
  // A decimal string holds 16 bytes at most (PS3.5, 6.2); the sign and exponent need some of them.
  char text[32];
  for (int digits = 16; digits > 5; --digits) {
    if (std::snprintf(text, sizeof text, "%.*g", digits, value) <= 16) break;
  }
  return text;
}

std::string decimals(const Eigen::Vector3d& v) {
  return decimal(v.x()) + "\\" + decimal(v.y()) + "\\" + decimal(v.z());
}

const char* sop_class(const std::string& modality) {
  if (modality == "CT") return UID_CTImageStorage;
  if (modality == "MR") return UID_MRImageStorage;
  if (modality == "PT") return UID_PositronEmissionTomographyImageStorage;
  if (modality == "SC") return UID_SecondaryCaptureImageStorage;
  throw std::runtime_error("no phantom of modality " + modality);
}

void put(DcmItem& item, const std::string& keyword, const std::string& value) {
  const DcmDataDictionary& dictionary = dcmDataDict.rdlock();
  const DcmDictEntry* entry = dictionary.findEntry(keyword.c_str());
  DcmTag tag = entry ? DcmTag(entry->getKey()) : DcmTag();
  dcmDataDict.rdunlock();
  if (entry == nullptr) throw std::runtime_error("no DICOM attribute " + keyword);
  if (tag.getEVR() == EVR_xs) tag.setVR(value.front() == '-' ? EVR_SS : EVR_US);
  if (value == "-") {
    item.findAndDeleteElement(tag);
  } else {
    require(item.putAndInsertString(tag, value.c_str()), "put " + keyword);
  }
}

void put_identity(DcmItem& item, const Phantom& phantom, const PhantomSlice& slice) {
  put(item, "SOPClassUID", sop_class(phantom.modality));
  put(item, "SOPInstanceUID", slice.sop_instance_uid);
  put(item, "ImageType", "ORIGINAL\\PRIMARY\\AXIAL");
  put(item, "Modality", phantom.modality == "SC" ? "OT" : phantom.modality);
  put(item, "Manufacturer", "volvr");
  put(item, "StudyDate", "20200102");
  put(item, "StudyDescription", "Phantom study");
  put(item, "SeriesDescription", "Phantom series");
  put(item, "PatientName", phantom.patient_name);
  put(item, "PatientID", phantom.patient_id);
  put(item, "StudyInstanceUID", phantom.study_uid);
  put(item, "SeriesInstanceUID", phantom.series_uid);
  put(item, "SeriesNumber", std::to_string(phantom.series_number));
  put(item, "InstanceNumber", std::to_string(slice.k + 1));
}

void put_geometry(DcmItem& item, const Phantom& phantom, const PhantomSlice& slice) {
  put(item, "FrameOfReferenceUID", phantom.study_uid + ".9");
  put(item, "PatientPosition", "HFS");
  put(item, "ImagePositionPatient", decimals(slice.position));
  put(item, "ImageOrientationPatient", decimals(slice.row) + "\\" + decimals(slice.column));
  put(item, "PixelSpacing", decimal(phantom.spacing.y()) + "\\" + decimal(phantom.spacing.x()));
  put(item, "SliceThickness", decimal(phantom.spacing.z()));
}

void put_pixel_description(DcmItem& item, const Phantom& phantom, const PhantomSlice& slice) {
  put(item, "SamplesPerPixel", std::to_string(phantom.samples_per_pixel));
  put(item, "PhotometricInterpretation", phantom.samples_per_pixel == 3 ? "RGB" : "MONOCHROME2");
  if (phantom.samples_per_pixel == 3) put(item, "PlanarConfiguration", "0");
  put(item, "Rows", std::to_string(phantom.size.y()));
  put(item, "Columns", std::to_string(phantom.size.x()));
  put(item, "BitsAllocated", std::to_string(phantom.bits_allocated));
  put(item, "BitsStored", std::to_string(phantom.bits_stored));
  put(item, "HighBit", std::to_string(phantom.bits_stored - 1));
  put(item, "PixelRepresentation", phantom.is_signed ? "1" : "0");
  if (phantom.modality == "SC") return;
  put(item, "RescaleIntercept", decimal(slice.intercept));
  put(item, "RescaleSlope", decimal(slice.slope));
  if (phantom.modality == "PT") put(item, "Units", "BQML");
}

/// The pixels of one slice as bytes, little endian.
std::vector<std::uint8_t> pixel_bytes(const Phantom& phantom, int k) {
  const int bytes = phantom.bits_allocated / 8;
  const std::uint64_t mask =
      phantom.bits_stored == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << phantom.bits_stored) - 1;
  std::vector<std::uint8_t> data;
  for (int j = 0; j < phantom.size.y(); ++j) {
    for (int i = 0; i < phantom.size.x(); ++i) {
      const auto value = static_cast<std::uint64_t>(stored_value(phantom, i, j, k)) & mask;
      for (int sample = 0; sample < phantom.samples_per_pixel; ++sample) {
        const std::uint64_t written = value + static_cast<std::uint64_t>(sample);
        for (int b = 0; b < bytes; ++b) {
          data.push_back(static_cast<std::uint8_t>(written >> (8 * b)));
        }
      }
    }
  }
  return data;
}

PhantomSlice describe_slice(const Phantom& phantom, int k) {
  PhantomSlice slice;
  slice.k = k;
  char name[32];
  std::snprintf(name, sizeof name, "slice-%04d.dcm", phantom.size.z() - k);
  slice.file_name = name;
  slice.sop_instance_uid = phantom.series_uid + "." + std::to_string(k + 1);
  slice.position = patient_from_index(phantom) * Eigen::Vector3d(0, 0, k);
  slice.row = phantom.axes.col(0);
  slice.column = phantom.axes.col(1);
  slice.slope = phantom.slope;
  slice.intercept = phantom.intercept;
  if (phantom.edit) phantom.edit(slice);
  return slice;
}

}  // namespace

std::int64_t default_stored_value(const Phantom& phantom, int i, int j, int k) {
  const int bits = std::min(phantom.bits_stored, 30);
  const std::int64_t range = std::int64_t{1} << bits;
  const std::int64_t value = (std::int64_t{7} * i + 131 * j + 1009 * k + (i * j) % 5) % range;
  return phantom.is_signed ? value - range / 2 : value;
}

std::int64_t stored_value(const Phantom& phantom, int i, int j, int k) {
  return phantom.stored_value ? phantom.stored_value(i, j, k)
                              : default_stored_value(phantom, i, j, k);
}

double expected_value(const Phantom& phantom, int i, int j, int k) {
  return phantom.slope * static_cast<double>(stored_value(phantom, i, j, k)) + phantom.intercept;
}

Eigen::Affine3d patient_from_index(const Phantom& phantom) {
  Eigen::Affine3d transform;
  transform.linear() = phantom.axes * phantom.spacing.asDiagonal();
  transform.translation() = phantom.origin;
  return transform;
}

std::vector<std::filesystem::path> write_phantom(const Phantom& phantom,
                                                 const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<std::filesystem::path> files;
  for (int k = 0; k < phantom.size.z(); ++k) {
    const PhantomSlice slice = describe_slice(phantom, k);
    if (!slice.written) continue;
    DcmFileFormat file;
    DcmDataset& data = *file.getDataset();
    put_identity(data, phantom, slice);
    if (phantom.modality != "SC") put_geometry(data, phantom, slice);
    put_pixel_description(data, phantom, slice);
    put_pixels(data, pixel_bytes(phantom, k), phantom.bits_allocated);
    for (const auto& [keyword, value] : slice.attributes) put(data, keyword, value);
    files.push_back(folder / slice.file_name);
    save_encoded(file, phantom.encoding, phantom.meta_header, files.back());
  }
  return files;
}

void set_attribute(const std::filesystem::path& path, const std::string& keyword,
                   const std::string& value) {
  DcmFileFormat file;
  require(file.loadFile(path.c_str()), "read " + path.string());
  require(file.loadAllDataIntoMemory(), "read " + path.string());
  put(*file.getDataset(), keyword, value);
  require(file.saveFile(path.c_str(), file.getDataset()->getOriginalXfer()),
          "write " + path.string());
}

}  // namespace volvr::test
