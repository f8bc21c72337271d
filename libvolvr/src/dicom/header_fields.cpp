// SPDX-License-Identifier: Apache-2.0
#include "dicom/header_fields.h"

#include <array>
#include <cmath>
#include <limits>

#include "core/text.h"
#include "dicom/character_set.h"
#include "dicom/diffusion.h"

namespace volvr::dicom {

namespace {

// Decimal strings may be cut to a few digits; more than this is not rounding but another meaning.
constexpr double unit_length_tolerance = 1e-2;
constexpr double right_angle_tolerance = 1e-3;

struct TraitRow {
  std::string_view name;
  Tag tag = 0;
};

// In the order of Trait.
constexpr std::array<TraitRow, trait_count> traits{{
    {"image type", tag::image_type},
    {"image component", tag::ge_component},
    {"frame of reference", tag::frame_of_reference_uid},
    {"echo time", tag::echo_time},
    {"echo number", tag::echo_numbers},
    {"inversion time", tag::inversion_time},
    {"flip angle", tag::flip_angle},
    {"convolution kernel", tag::convolution_kernel},
    {"reconstruction diameter", tag::reconstruction_diameter},
    {"b-value", tag::diffusion_b_value},
    {"gradient direction", tag::diffusion_gradient_orientation},
    {"temporal position", tag::temporal_position_identifier},
    {"trigger time", tag::trigger_time},
    {"acquisition number", tag::acquisition_number},
    {"dimension index", tag::dimension_index_values},
    {"acquisition time", tag::acquisition_time},
    {"content time", tag::content_time},
}};

// Magnitude, phase, real or imaginary: GE and enhanced objects may tell them apart by this alone.
std::string component_of(const Elements& elements) {
  const auto component = elements.word(tag::ge_component);
  if (!component || elements.text(tag::ge_creator) != "GEMS_PARM_01") {
    return std::string(elements.text(tag::complex_image_component));
  }
  constexpr std::array<std::string_view, 4> names{"magnitude", "phase", "real", "imaginary"};
  return *component < names.size() ? std::string(names[*component]) : std::to_string(*component);
}

std::string direction_text(const Eigen::Vector3d& direction) {
  if (direction.isZero()) return {};
  constexpr int digits = 4;
  return short_number(direction.x(), digits) + " " + short_number(direction.y(), digits) + " " +
         short_number(direction.z(), digits);
}

class Reader {
 public:
  explicit Reader(const Elements& elements)
      : elements_(elements), character_set_(elements.text(tag::specific_character_set)) {}

  /// Text that may hold other characters than ASCII.
  std::string utf8(Tag which) const { return to_utf8(elements_.text(which), character_set_); }
  std::string ascii(Tag which) const { return std::string(elements_.text(which)); }
  int integer(Tag which) const { return elements_.integer(which).value_or(0); }

 private:
  const Elements& elements_;
  std::string_view character_set_;
};

SeriesAttributes series_of(const Reader& read) {
  SeriesAttributes series;
  series.patient.patient_name = read.utf8(tag::patient_name);
  series.patient.patient_id = read.utf8(tag::patient_id);
  series.patient.issuer_of_patient_id = read.utf8(tag::issuer_of_patient_id);
  series.patient.patient_birth_date = read.ascii(tag::patient_birth_date);
  series.patient.patient_sex = read.ascii(tag::patient_sex);
  series.study.study_instance_uid = read.ascii(tag::study_instance_uid);
  series.study.study_id = read.utf8(tag::study_id);
  series.study.study_date = read.ascii(tag::study_date);
  series.study.study_time = read.ascii(tag::study_time);
  series.study.study_description = read.utf8(tag::study_description);
  series.study.accession_number = read.utf8(tag::accession_number);
  series.series_instance_uid = read.ascii(tag::series_instance_uid);
  series.frame_of_reference_uid = read.ascii(tag::frame_of_reference_uid);
  series.series_number = read.integer(tag::series_number);
  series.modality = read.ascii(tag::modality);
  series.series_description = read.utf8(tag::series_description);
  series.protocol_name = read.utf8(tag::protocol_name);
  series.body_part_examined = read.ascii(tag::body_part_examined);
  series.manufacturer = read.utf8(tag::manufacturer);
  series.manufacturer_model_name = read.utf8(tag::manufacturer_model_name);
  series.patient_position = read.ascii(tag::patient_position);
  series.image_type = read.ascii(tag::image_type);
  series.units = read.ascii(tag::units);
  return series;
}

// A number that is there but cannot be read is no default: it must not go unnoticed.
double number_or(const Elements& elements, Tag which, double if_absent) {
  if (elements.text(which).empty()) return if_absent;
  return elements.number(which).value_or(std::numeric_limits<double>::quiet_NaN());
}

PixelLayout layout_of(const Elements& elements, std::string_view transfer_syntax) {
  PixelLayout layout;
  layout.transfer_syntax_uid = transfer_syntax;
  layout.photometric_interpretation = elements.text(tag::photometric_interpretation);
  layout.rows = elements.word(tag::rows).value_or(0);
  layout.columns = elements.word(tag::columns).value_or(0);
  layout.number_of_frames = elements.integer(tag::number_of_frames).value_or(1);
  layout.samples_per_pixel = elements.word(tag::samples_per_pixel).value_or(1);
  layout.planar_configuration = elements.word(tag::planar_configuration).value_or(0);
  layout.bits_allocated = elements.word(tag::bits_allocated).value_or(0);
  layout.bits_stored =
      elements.word(tag::bits_stored).value_or(static_cast<std::uint16_t>(layout.bits_allocated));
  layout.high_bit =
      elements.word(tag::high_bit).value_or(static_cast<std::uint16_t>(layout.bits_stored - 1));
  layout.is_signed = elements.word(tag::pixel_representation).value_or(0) == 1;
  if (const auto palette = elements.numbers(tag::palette_descriptor, 3); !palette.empty()) {
    layout.palette_bits = static_cast<int>(palette[2]);
  }
  layout.rescale_slope = number_or(elements, tag::rescale_slope, 1.0);
  layout.rescale_intercept = number_or(elements, tag::rescale_intercept, 0.0);
  layout.rescale_type = elements.text(tag::rescale_type);
  if (elements.has(tag::modality_lut_sequence)) {
    if (const auto table = elements.numbers(tag::lut_descriptor, 3); !table.empty()) {
      layout.modality_lut_bits = static_cast<int>(table[2]);
      const std::string_view type = elements.text(tag::modality_lut_type);
      layout.rescale_type = type.empty() ? "US" : type;  // unspecified
      layout.rescale_slope = 1.0;
      layout.rescale_intercept = 0.0;
      return layout;
    }
  }
  if (const auto padding = elements.word(tag::pixel_padding_value)) {
    layout.pixel_padding_value =
        layout.is_signed ? static_cast<double>(static_cast<std::int16_t>(*padding)) : *padding;
  }
  return layout;
}

std::optional<Orientation> orientation_of(const Elements& elements) {
  const auto v = elements.numbers(tag::image_orientation_patient, 6);
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
  if (const auto p = elements.numbers(tag::image_position_patient, 3); !p.empty()) {
    header.position = Eigen::Vector3d(p[0], p[1], p[2]);
    header.instance.image_position_patient = *header.position;
  }
  header.orientation = orientation_of(elements);
  // PixelSpacing names the distance between rows first (PS3.3 10.7.1.3).
  const auto spacing = elements.numbers(tag::pixel_spacing, 2);
  if (!spacing.empty() && spacing[0] > 0.0 && spacing[1] > 0.0) {
    header.pixel_spacing = Eigen::Vector2d(spacing[1], spacing[0]);
  }
  const auto positive = [&](Tag which) {
    const auto value = elements.number(which);
    return value && *value > 0.0 ? value : std::nullopt;
  };
  header.slice_thickness = positive(tag::slice_thickness);
  header.spacing_between_slices = positive(tag::spacing_between_slices);
}

}  // namespace

std::string_view name_of(Trait trait) {
  return traits[static_cast<std::size_t>(trait)].name;
}

std::shared_ptr<const SeriesAttributes> series_attributes(const Elements& elements) {
  return std::make_shared<const SeriesAttributes>(series_of(Reader(elements)));
}

Header header_of(const Elements& elements, std::shared_ptr<const SeriesAttributes> series,
                 const std::filesystem::path& file, std::string_view transfer_syntax) {
  Header header;
  header.series = std::move(series);
  header.instance.file = file;
  header.instance.sop_class_uid = elements.text(tag::sop_class_uid);
  header.instance.sop_instance_uid = elements.text(tag::sop_instance_uid);
  header.instance.instance_number = elements.integer(tag::instance_number).value_or(0);
  header.instance.pixels = layout_of(elements, transfer_syntax);
  read_geometry(elements, header);
  header.is_index = elements.has(tag::directory_records);
  header.has_modality_lut = elements.has(tag::modality_lut_sequence);
  header.has_rescale = elements.has(tag::rescale_slope);
  header.has_palette = elements.has(tag::palette_descriptor);
  header.has_real_world_values = elements.has(tag::real_world_value_mapping);
  header.is_lossy = elements.text(tag::lossy_image_compression) == "01";
  header.has_embedded_overlay = elements.word(tag::overlay_bit_position).value_or(0) > 0;
  header.in_stack_position = elements.integer(tag::in_stack_position);
  header.temporal_positions = elements.integer(tag::number_of_temporal_positions).value_or(0);
  for (std::size_t i = 0; i < trait_count; ++i) {
    header.traits[i] = elements.text(traits[i].tag);
  }
  // A 16-bit value has no text; and a b-value counts whoever's attribute tells it.
  header.traits[static_cast<std::size_t>(Trait::image_component)] = component_of(elements);
  header.diffusion = diffusion_of(elements, header.orientation);
  if (header.diffusion) {
    header.gradient_is_turned = has_turned_gradient(elements, *header.diffusion);
    header.traits[static_cast<std::size_t>(Trait::b_value)] =
        number_text(header.diffusion->b_value);
    header.traits[static_cast<std::size_t>(Trait::gradient_direction)] =
        direction_text(header.diffusion->gradient);
  }
  return header;
}

}  // namespace volvr::dicom
