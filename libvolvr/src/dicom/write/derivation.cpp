// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/derivation.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <format>
#include <set>
#include <utility>

#include "core/text.h"
#include "dicom/write/put.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::dicom {

namespace {

constexpr int added_to_series_number = 1000;
constexpr double right_angle = 1e-6;  // cosine up to which rows and columns are at right angles

void gather(UidSource& uids, const Volume& volume, const SaveDicomOptions& options) {
  const Provenance& from = volume.provenance();
  uids.add(from.series.study.study_instance_uid);
  uids.add(from.series.series_instance_uid);
  for (const SourceInstance& slice : from.slices) {
    uids.add(slice.sop_instance_uid);
    if (slice.pixels.number_of_frames > 1) uids.add(std::to_string(slice.frame));
  }
  for (const Resampling& step : from.resamplings) uids.add(step.reason + step.detail);
  const Eigen::Matrix4d grid = volume.geometry().patient_from_index.matrix();
  uids.add(std::as_bytes(std::span(grid.data(), 16)));
  uids.add(to_string(volume.type()));
  uids.add(volume.unit());
  uids.add({static_cast<const std::byte*>(volume.buffer().get()), volume.size_bytes()});
  uids.add(std::to_string(static_cast<int>(options.form)));
  uids.add(std::to_string(static_cast<int>(options.encoding)));
  uids.add(options.series_description + "\n" + std::to_string(options.series_number));
  uids.add(options.round_values ? "rounded" : "exact");
  if (options.burned_in_annotation) uids.add(*options.burned_in_annotation ? "YES" : "NO");
  if (!options.patient) return;
  for (const std::string* text :
       {&options.patient->patient_name, &options.patient->patient_id,
        &options.patient->issuer_of_patient_id, &options.patient->patient_birth_date,
        &options.patient->patient_sex}) {
    uids.add(*text);
  }
}

void require_writable(const Volume& volume) {
  if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume has no images.");
  if (volume.components() != 1) {
    throw Error(ErrorCode::unsupported, "Colours are not written as CT, MR or PET images.");
  }
  const Eigen::Matrix3d axes = directions(volume.geometry());
  if (std::abs(axes.col(0).dot(axes.col(1))) > right_angle) {
    throw Error(ErrorCode::unsupported,
                "The rows are not at right angles to the columns, which DICOM images cannot tell.");
  }
}

void replace_patient(DcmItem& items, const PatientInfo& patient) {
  for (unsigned long i = items.card(); i-- > 0;) {
    const DcmTagKey tag = items.getElement(i)->getTag();
    if (tag.getGroup() != 0x0010 || tag == DCM_PatientAge || tag == DCM_PatientSize ||
        tag == DCM_PatientWeight) {
      continue;
    }
    delete items.remove(i);
  }
  if (items.convertToUTF8().bad()) {
    throw Error(ErrorCode::unsupported,
                "The source's character set cannot be converted, which another patient needs.");
  }
  put(items, DCM_SpecificCharacterSet, "ISO_IR 192");
  put(items, DCM_PatientName, patient.patient_name);
  put(items, DCM_PatientID, patient.patient_id);
  if (!patient.issuer_of_patient_id.empty()) {
    put(items, DCM_IssuerOfPatientID, patient.issuer_of_patient_id);
  }
  put(items, DCM_PatientBirthDate, patient.patient_birth_date);
  put(items, DCM_PatientSex, patient.patient_sex);
}

// Type 2 attributes, which sources may lack and must not.
void put_what_must_be_there(DcmItem& items) {
  for (const DcmTagKey& tag :
       {DCM_PatientName, DCM_PatientID, DCM_PatientBirthDate, DCM_PatientSex, DCM_StudyDate,
        DCM_StudyTime, DCM_ReferringPhysicianName, DCM_StudyID, DCM_AccessionNumber,
        DCM_Manufacturer, DCM_PositionReferenceIndicator}) {
    put_if_absent(items, tag);
  }
  // Which side a body part is of that has no name is not known (PS3.3 C.7.3.1).
  if (text_of(items, DCM_BodyPartExamined).empty()) put_if_absent(items, DCM_Laterality);
}

// The padding in new stored values; without it where the new ones cannot tell it.
void put_padding(DcmItem& items, const Derivation& derivation) {
  if (derivation.form.as_source) return;
  delete items.remove(DCM_PixelPaddingRangeLimit);
  delete items.remove(DCM_PixelPaddingValue);
  const PixelLayout& source = derivation.volume.provenance().slices.front().pixels;
  if (!source.pixel_padding_value) return;
  const Rescale& rescale = derivation.form.rescale.front();
  const double value =
      *source.pixel_padding_value * source.rescale_slope + source.rescale_intercept;
  const double stored = (value - rescale.intercept) / rescale.slope;
  const double low = derivation.form.is_signed ? -32768.0 : 0.0;
  if (stored != std::floor(stored) || stored < low || stored > low + 65535.0) return;
  const auto word = static_cast<std::int32_t>(stored);
  if (derivation.form.is_signed) {
    items.putAndInsertSint16(DcmTag(DCM_PixelPaddingValue, EVR_SS), static_cast<Sint16>(word));
  } else {
    items.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), static_cast<Uint16>(word));
  }
}

std::vector<ImageClass> image_classes() {
  return {{UID_CTImageStorage, UID_LegacyConvertedEnhancedCTImageStorage,
           UID_EnhancedCTImageStorage, DCM_CTImageFrameTypeSequence},
          {UID_MRImageStorage, UID_LegacyConvertedEnhancedMRImageStorage,
           UID_EnhancedMRImageStorage, DCM_MRImageFrameTypeSequence},
          {UID_PositronEmissionTomographyImageStorage, UID_LegacyConvertedEnhancedPETImageStorage,
           UID_EnhancedPETImageStorage, DCM_PETFrameTypeSequence, false, 16, false}};
}

// What the sources say of text in their pixels, once for each file of many frames.
std::string burned_in_of(const Volume& volume, SourceItems& sources,
                         const SaveDicomOptions& options) {
  std::vector<std::string> said;
  std::set<std::filesystem::path> asked;
  for (const SourceInstance& slice : volume.provenance().slices) {
    if (!asked.insert(slice.file).second) continue;
    said.push_back(text_of(*sources.above_frames(slice), DCM_BurnedInAnnotation));
  }
  return burned_in(said, options);
}

std::string rounding_text(const Derivation& derivation) {
  const StoredForm& form = derivation.form;
  if (form.rounding == 0.0) return {};
  return std::format(" Values were rounded to steps of {:.6g}, by {:.3g} at most.",
                     form.rescale.front().slope, form.rounding);
}

// The class of the object that is to be written, and why it is this one.
void choose_class(Derivation& derivation) {
  const ImageClass& known = derivation.image_class;
  if (derivation.options.form == DicomForm::single_frame) {
    derivation.written_uid = known.single_frame_uid;
    derivation.reason = "One image for each slice was asked for.";
    return;
  }
  derivation.written_uid = known.legacy_uid;
  if (known.source_uid != known.enhanced_uid) {
    derivation.reason =
        "Legacy Converted Enhanced: the Enhanced class proper demands what the sources, which are "
        "of an older class, do not tell.";
    return;
  }
  derivation.burned_in = burned_in_of(derivation.volume, *derivation.sources, derivation.options);
  if (derivation.burned_in.empty()) {
    derivation.reason =
        "Legacy Converted Enhanced: the Enhanced class proper has to say whether text is burned "
        "into the pixels, and the sources do not.";
  } else {
    derivation.written_uid = known.enhanced_uid;
    derivation.reason = "Enhanced, as the sources are.";
  }
}

}  // namespace

ImageClass image_class_of(const Volume& volume) {
  const Provenance& from = volume.provenance();
  if (from.slices.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "This volume did not come from DICOM images, so that no study is known for it.");
  }
  const std::string& uid = from.slices.front().sop_class_uid;
  const auto same = [&](const SourceInstance& slice) { return slice.sop_class_uid == uid; };
  if (std::ranges::all_of(from.slices, same)) {
    for (ImageClass one : image_classes()) {
      if (uid != one.single_frame_uid && uid != one.legacy_uid && uid != one.enhanced_uid) continue;
      one.source_uid = uid;
      return one;
    }
  }
  throw Error(ErrorCode::unsupported,
              "Only volumes of CT, MR or PET images are written as DICOM again.",
              from.series.series_instance_uid);
}

Derivation derivation_of(const Volume& volume, const SaveDicomOptions& options) {
  require_writable(volume);
  const ImageClass image_class = image_class_of(volume);
  StoredForm form =
      stored_form(volume, image_class.may_shift, image_class.fewest_bits, options.round_values);
  if (!image_class.may_be_secondary && !form.as_source && volume.provenance().resamplings.empty()) {
    throw Error(
        ErrorCode::unsupported,
        "The values are not those of the PET images that they came from, whose units the new "
        "ones would claim.");
  }
  Derivation derivation{volume, options, image_class, std::move(form), {}, {}, {}, {}, {}};
  gather(derivation.uids, volume, options);
  derivation.series_uid = derivation.uids.uid("series");
  choose_class(derivation);
  derivation.reason += rounding_text(derivation);
  return derivation;
}

const SourceInstance& source_of(const Volume& volume, std::size_t k) {
  const Provenance& from = volume.provenance();
  const Eigen::Vector3d position =
      volume.geometry().patient_from_index * Eigen::Vector3d(0.0, 0.0, static_cast<double>(k));
  return *std::ranges::min_element(from.slices, {}, [&](const SourceInstance& slice) {
    return (slice.image_position_patient - position).squaredNorm();
  });
}

void put_series(DcmItem& items, const Derivation& derivation) {
  const SaveDicomOptions& options = derivation.options;
  if (options.patient) replace_patient(items, *options.patient);
  put(items, DCM_SeriesInstanceUID, derivation.series_uid);
  const int number =
      options.series_number != 0
          ? options.series_number
          : derivation.volume.provenance().series.series_number + added_to_series_number;
  put(items, DCM_SeriesNumber, std::to_string(number));
  if (!options.series_description.empty()) {
    put(items, DCM_SeriesDescription, options.series_description);
  }
  put_what_must_be_there(items);
  DcmItem& equipment = add_item(items, DCM_ContributingEquipmentSequence);
  DcmItem& purpose = add_item(equipment, DCM_PurposeOfReferenceCodeSequence);
  const bool enhanced = options.form == DicomForm::enhanced;
  put(purpose, DCM_CodeValue, enhanced ? "109106" : "109102");
  put(purpose, DCM_CodingSchemeDesignator, "DCM");
  put(purpose, DCM_CodeMeaning,
      enhanced ? "Enhanced Multi-frame Conversion Equipment" : "Processing Equipment");
  put(equipment, DCM_Manufacturer, "volvr");
  put(equipment, DCM_ManufacturerModelName, "volvr");
  put(equipment, DCM_SoftwareVersions, volvr::version);
}

std::string burned_in(const std::vector<std::string>& said, const SaveDicomOptions& options) {
  if (std::ranges::find(said, "YES") != said.end()) return "YES";
  const bool all = std::ranges::all_of(said, [](const auto& one) { return one == "NO"; });
  if (all && !said.empty()) return "NO";
  if (!options.burned_in_annotation) return {};
  return *options.burned_in_annotation ? "YES" : "NO";
}

std::string derived_image_type(const std::string& image_type, bool may_be_secondary) {
  std::string text = may_be_secondary ? "DERIVED\\SECONDARY" : "DERIVED\\PRIMARY";
  const auto values = split(image_type, '\\');
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (trim(values[i]) != "MOSAIC") text += "\\" + std::string(trim(values[i]));
  }
  return text;
}

std::string derivation_text(const Derivation& derivation) {
  const Volume& volume = derivation.volume;
  std::string text = std::string("Written by volvr ") + volvr::version + " from the source images";
  const auto& steps = volume.provenance().resamplings;
  const bool rounded = derivation.form.rounding > 0.0;
  if (steps.empty()) {
    return text + (rounded ? "; places are theirs." + rounding_text(derivation)
                           : "; values and places are theirs.");
  }
  text += ", interpolated";
  for (const Resampling& step : steps) text += "; " + step.reason + ": " + step.interpolator;
  return text + "." + rounding_text(derivation);
}

void put_source_reference(DcmItem& item, const DcmTagKey& sequence, const Volume& volume,
                          std::size_t k) {
  const SourceInstance& source = source_of(volume, k);
  DcmItem& reference = add_item(item, sequence);
  put(reference, DCM_ReferencedSOPClassUID, source.sop_class_uid);
  put(reference, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid);
  const bool of_image =
      sequence == DCM_SourceImageSequence || sequence == DCM_ConversionSourceAttributesSequence;
  if (of_image && source.pixels.number_of_frames > 1 && !source.tile) {
    put(reference, DCM_ReferencedFrameNumber, std::to_string(source.frame + 1));
  }
  if (sequence != DCM_SourceImageSequence) return;
  DcmItem& purpose = add_item(reference, DCM_PurposeOfReferenceCodeSequence);
  put(purpose, DCM_CodeValue, "121322");
  put(purpose, DCM_CodingSchemeDesignator, "DCM");
  put(purpose, DCM_CodeMeaning, "Source image for image processing operation");
  put(reference, DCM_SpatialLocationsPreserved,
      volume.provenance().resamplings.empty() ? "YES" : "NO");
}

PlaneText plane_text(const Volume& volume, std::size_t k, const std::string& source_thickness) {
  const GridGeometry& grid = volume.geometry();
  const Eigen::Matrix3d axes = directions(grid);
  const Eigen::Vector3d at =
      grid.patient_from_index * Eigen::Vector3d(0.0, 0.0, static_cast<double>(k));
  const Eigen::Vector3d step = grid.patient_from_index.linear().col(2);
  const Eigen::Vector3d normal = axes.col(0).cross(axes.col(1)).normalized();
  PlaneText text;
  text.position = decimal_strings({at.x(), at.y(), at.z()});
  text.orientation =
      decimal_strings({axes(0, 0), axes(1, 0), axes(2, 0), axes(0, 1), axes(1, 1), axes(2, 1)});
  text.pixel_spacing = decimal_strings({spacing(grid).y(), spacing(grid).x()});
  text.slice_distance = decimal_string(std::abs(normal.dot(step)));
  const bool resampled = !volume.provenance().resamplings.empty();
  text.slice_thickness =
      resampled || source_thickness.empty() ? text.slice_distance : source_thickness;
  return text;
}

void put_pixel_description(DcmItem& items, const Derivation& derivation) {
  const Eigen::Vector3i size = derivation.volume.geometry().size;
  put_word(items, DCM_SamplesPerPixel, 1);
  const std::string photometric =
      derivation.volume.provenance().slices.front().pixels.photometric_interpretation;
  put(items, DCM_PhotometricInterpretation,
      photometric == "MONOCHROME1" ? photometric : "MONOCHROME2");
  put_word(items, DCM_Rows, static_cast<unsigned>(size.y()));
  put_word(items, DCM_Columns, static_cast<unsigned>(size.x()));
  put_word(items, DCM_BitsAllocated, 16);
  put_word(items, DCM_BitsStored, static_cast<unsigned>(derivation.form.bits_stored));
  put_word(items, DCM_HighBit, static_cast<unsigned>(derivation.form.bits_stored - 1));
  put_word(items, DCM_PixelRepresentation, derivation.form.is_signed ? 1 : 0);
  put_padding(items, derivation);
}

void put_rescale(DcmItem& items, const Derivation& derivation, std::size_t k) {
  const Rescale& rescale = derivation.form.rescale[k];
  const std::string& unit = derivation.volume.unit();
  put(items, DCM_RescaleIntercept, decimal_string(rescale.intercept));
  put(items, DCM_RescaleSlope, decimal_string(rescale.slope));
  put(items, DCM_RescaleType, unit == "HU" ? "HU" : "US");
}

}  // namespace volvr::dicom
