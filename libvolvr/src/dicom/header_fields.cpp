// SPDX-License-Identifier: Apache-2.0
#include "dicom/header_fields.h"

#include <dcmtk/dcmdata/dcdeftag.h>

#include <cmath>

#include "dicom/character_set.h"

namespace volvr::dicom {

namespace {

// Decimal strings may be cut to a few digits; more than this is not rounding but another meaning.
constexpr double unit_length_tolerance = 1e-2;
constexpr double right_angle_tolerance = 1e-3;

class Reader {
 public:
  explicit Reader(const Elements& elements)
      : elements_(elements), character_set_(elements.text(DCM_SpecificCharacterSet)) {}

  /// Text that may hold other characters than ASCII.
  std::string utf8(const DcmTagKey& tag) const {
    return to_utf8(elements_.text(tag), character_set_);
  }
  std::string ascii(const DcmTagKey& tag) const { return std::string(elements_.text(tag)); }
  int integer(const DcmTagKey& tag) const { return elements_.integer(tag).value_or(0); }

 private:
  const Elements& elements_;
  std::string_view character_set_;
};

SeriesInfo series_of(const Reader& read) {
  SeriesInfo series;
  series.patient.patient_name = read.utf8(DCM_PatientName);
  series.patient.patient_id = read.utf8(DCM_PatientID);
  series.patient.issuer_of_patient_id = read.utf8(DCM_IssuerOfPatientID);
  series.patient.patient_birth_date = read.ascii(DCM_PatientBirthDate);
  series.patient.patient_sex = read.ascii(DCM_PatientSex);
  series.study.study_instance_uid = read.ascii(DCM_StudyInstanceUID);
  series.study.study_id = read.utf8(DCM_StudyID);
  series.study.study_date = read.ascii(DCM_StudyDate);
  series.study.study_time = read.ascii(DCM_StudyTime);
  series.study.study_description = read.utf8(DCM_StudyDescription);
  series.study.accession_number = read.utf8(DCM_AccessionNumber);
  series.series_instance_uid = read.ascii(DCM_SeriesInstanceUID);
  series.frame_of_reference_uid = read.ascii(DCM_FrameOfReferenceUID);
  series.series_number = read.integer(DCM_SeriesNumber);
  series.modality = read.ascii(DCM_Modality);
  series.series_description = read.utf8(DCM_SeriesDescription);
  series.protocol_name = read.utf8(DCM_ProtocolName);
  series.body_part_examined = read.ascii(DCM_BodyPartExamined);
  series.manufacturer = read.utf8(DCM_Manufacturer);
  series.manufacturer_model_name = read.utf8(DCM_ManufacturerModelName);
  series.patient_position = read.ascii(DCM_PatientPosition);
  series.image_type = read.ascii(DCM_ImageType);
  series.units = read.ascii(DCM_Units);
  return series;
}

PixelLayout layout_of(const Elements& elements, E_TransferSyntax syntax) {
  PixelLayout layout;
  layout.transfer_syntax_uid = DcmXfer(syntax).getXferID();
  layout.photometric_interpretation = elements.text(DCM_PhotometricInterpretation);
  layout.rows = elements.word(DCM_Rows).value_or(0);
  layout.columns = elements.word(DCM_Columns).value_or(0);
  layout.number_of_frames = elements.integer(DCM_NumberOfFrames).value_or(1);
  layout.samples_per_pixel = elements.word(DCM_SamplesPerPixel).value_or(1);
  layout.planar_configuration = elements.word(DCM_PlanarConfiguration).value_or(0);
  layout.bits_allocated = elements.word(DCM_BitsAllocated).value_or(0);
  layout.bits_stored =
      elements.word(DCM_BitsStored).value_or(static_cast<std::uint16_t>(layout.bits_allocated));
  layout.high_bit =
      elements.word(DCM_HighBit).value_or(static_cast<std::uint16_t>(layout.bits_stored - 1));
  layout.is_signed = elements.word(DCM_PixelRepresentation).value_or(0) == 1;
  layout.rescale_slope = elements.number(DCM_RescaleSlope).value_or(1.0);
  layout.rescale_intercept = elements.number(DCM_RescaleIntercept).value_or(0.0);
  layout.rescale_type = elements.text(DCM_RescaleType);
  if (const auto padding = elements.word(DCM_PixelPaddingValue)) {
    layout.pixel_padding_value =
        layout.is_signed ? static_cast<double>(static_cast<std::int16_t>(*padding)) : *padding;
  }
  return layout;
}

std::optional<Orientation> orientation_of(const Elements& elements) {
  const auto v = elements.numbers(DCM_ImageOrientationPatient, 6);
  if (v.empty()) return std::nullopt;
  const Eigen::Vector3d row(v[0], v[1], v[2]);
  const Eigen::Vector3d column(v[3], v[4], v[5]);
  if (std::abs(row.norm() - 1.0) > unit_length_tolerance ||
      std::abs(column.norm() - 1.0) > unit_length_tolerance ||
      std::abs(row.normalized().dot(column.normalized())) > right_angle_tolerance) {
    return std::nullopt;
  }
  return Orientation{row.normalized(), column.normalized()};
}

void read_geometry(const Elements& elements, Header& header) {
  if (const auto p = elements.numbers(DCM_ImagePositionPatient, 3); !p.empty()) {
    header.position = Eigen::Vector3d(p[0], p[1], p[2]);
    header.instance.image_position_patient = *header.position;
  }
  header.orientation = orientation_of(elements);
  // PixelSpacing names the distance between rows first (PS3.3 10.7.1.3).
  const auto spacing = elements.numbers(DCM_PixelSpacing, 2);
  if (!spacing.empty() && spacing[0] > 0.0 && spacing[1] > 0.0) {
    header.pixel_spacing = Eigen::Vector2d(spacing[1], spacing[0]);
  }
  const auto positive = [&](const DcmTagKey& tag) {
    const auto value = elements.number(tag);
    return value && *value > 0.0 ? value : std::nullopt;
  };
  header.slice_thickness = positive(DCM_SliceThickness);
  header.spacing_between_slices = positive(DCM_SpacingBetweenSlices);
}

DcmTagKey tag_of(Trait trait) {
  switch (trait) {
    case Trait::image_type: return DCM_ImageType;
    case Trait::frame_of_reference: return DCM_FrameOfReferenceUID;
    case Trait::echo_time: return DCM_EchoTime;
    case Trait::echo_number: return DCM_EchoNumbers;
    case Trait::inversion_time: return DCM_InversionTime;
    case Trait::flip_angle: return DCM_FlipAngle;
    case Trait::b_value: return DCM_DiffusionBValue;
    case Trait::gradient_direction: return DCM_DiffusionGradientOrientation;
    case Trait::convolution_kernel: return DCM_ConvolutionKernel;
    case Trait::reconstruction_diameter: return DCM_ReconstructionDiameter;
    case Trait::temporal_position: return DCM_TemporalPositionIdentifier;
    case Trait::trigger_time: return DCM_TriggerTime;
    case Trait::acquisition_number: return DCM_AcquisitionNumber;
    case Trait::acquisition_time: return DCM_AcquisitionTime;
    case Trait::content_time: break;
  }
  return DCM_ContentTime;
}

}  // namespace

std::string_view name_of(Trait trait) {
  switch (trait) {
    case Trait::image_type: return "image type";
    case Trait::frame_of_reference: return "frame of reference";
    case Trait::echo_time: return "echo time";
    case Trait::echo_number: return "echo number";
    case Trait::inversion_time: return "inversion time";
    case Trait::flip_angle: return "flip angle";
    case Trait::b_value: return "b-value";
    case Trait::gradient_direction: return "gradient direction";
    case Trait::convolution_kernel: return "convolution kernel";
    case Trait::reconstruction_diameter: return "reconstruction diameter";
    case Trait::temporal_position: return "temporal position";
    case Trait::trigger_time: return "trigger time";
    case Trait::acquisition_number: return "acquisition number";
    case Trait::acquisition_time: return "acquisition time";
    case Trait::content_time: break;
  }
  return "content time";
}

Header header_of(const Elements& elements, const std::filesystem::path& file,
                 E_TransferSyntax syntax) {
  Header header;
  header.series = series_of(Reader(elements));
  header.instance.file = file;
  header.instance.sop_class_uid = elements.text(DCM_SOPClassUID);
  header.instance.sop_instance_uid = elements.text(DCM_SOPInstanceUID);
  header.instance.instance_number = elements.integer(DCM_InstanceNumber).value_or(0);
  header.instance.pixels = layout_of(elements, syntax);
  read_geometry(elements, header);
  header.has_modality_lut = elements.has(DCM_ModalityLUTSequence);
  header.has_rescale = elements.has(DCM_RescaleSlope);
  header.temporal_positions = elements.integer(DCM_NumberOfTemporalPositions).value_or(0);
  for (std::size_t i = 0; i < trait_count; ++i) {
    header.traits[i] = elements.value_text(tag_of(static_cast<Trait>(i)));
  }
  return header;
}

}  // namespace volvr::dicom
