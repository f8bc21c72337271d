// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace volvr::dicom {

/// Group and element of an attribute as one number: 0xggggeeee (PS3.6 chapter 6).
using Tag = std::uint32_t;

namespace tag {
inline constexpr Tag directory_records = 0x00041220, specific_character_set = 0x00080005,
                     image_type = 0x00080008,
                     sop_class_uid = 0x00080016, sop_instance_uid = 0x00080018,
                     study_date = 0x00080020, study_time = 0x00080030,
                     acquisition_time = 0x00080032, content_time = 0x00080033,
                     accession_number = 0x00080050, modality = 0x00080060,
                     manufacturer = 0x00080070, study_description = 0x00081030,
                     series_description = 0x0008103e, manufacturer_model_name = 0x00081090,
                     complex_image_component = 0x00089208;
inline constexpr Tag patient_name = 0x00100010, patient_id = 0x00100020,
                     issuer_of_patient_id = 0x00100021, patient_birth_date = 0x00100030,
                     patient_sex = 0x00100040;
inline constexpr Tag body_part_examined = 0x00180015, slice_thickness = 0x00180050,
                     echo_time = 0x00180081, inversion_time = 0x00180082, echo_numbers = 0x00180086,
                     spacing_between_slices = 0x00180088, protocol_name = 0x00181030,
                     trigger_time = 0x00181060, reconstruction_diameter = 0x00181100,
                     convolution_kernel = 0x00181210, phase_encoding_direction = 0x00181312,
                     flip_angle = 0x00181314,
                     patient_position = 0x00185100, diffusion_b_value = 0x00189087,
                     diffusion_gradient_orientation = 0x00189089;
inline constexpr Tag study_instance_uid = 0x0020000d, series_instance_uid = 0x0020000e,
                     study_id = 0x00200010, series_number = 0x00200011,
                     acquisition_number = 0x00200012, instance_number = 0x00200013,
                     image_position_patient = 0x00200032, image_orientation_patient = 0x00200037,
                     frame_of_reference_uid = 0x00200052, temporal_position_identifier = 0x00200100,
                     number_of_temporal_positions = 0x00200105;
inline constexpr Tag samples_per_pixel = 0x00280002, photometric_interpretation = 0x00280004,
                     planar_configuration = 0x00280006, number_of_frames = 0x00280008,
                     rows = 0x00280010, columns = 0x00280011, pixel_spacing = 0x00280030,
                     bits_allocated = 0x00280100, bits_stored = 0x00280101, high_bit = 0x00280102,
                     pixel_representation = 0x00280103, pixel_padding_value = 0x00280120,
                     rescale_intercept = 0x00281052, rescale_slope = 0x00281053,
                     rescale_type = 0x00281054, modality_lut_sequence = 0x00283000,
                     lut_descriptor = 0x00283002, modality_lut_type = 0x00283004;
inline constexpr Tag units = 0x00541001, pixel_data = 0x7fe00010, float_pixel_data = 0x7fe00008,
                     double_float_pixel_data = 0x7fe00009;
inline constexpr Tag palette_descriptor = 0x00281101, lossy_image_compression = 0x00282110,
                     real_world_value_mapping = 0x00409096, overlay_bit_position = 0x60000102;
// What vendors keep to themselves; each is believed where its private creator stands before it.
inline constexpr Tag siemens_mr_creator = 0x00190010, siemens_b_value = 0x0019100c,
                     siemens_gradient = 0x0019100e,
                     ge_acquisition_creator = siemens_mr_creator, ge_gradient_x = 0x001910bb,
                     ge_gradient_y = 0x001910bc, ge_gradient_z = 0x001910bd,
                     philips_creator = 0x20010010, philips_b_value = 0x20011003,
                     philips_dd_creator = 0x20050010, philips_gradient_x = 0x200510b0,
                     philips_gradient_y = 0x200510b1, philips_gradient_z = 0x200510b2,
                     ge_creator = 0x00430010, ge_component = 0x0043102f, ge_b_value = 0x00431039,
                     uih_creator = 0x00650010, uih_b_value = 0x00651009, uih_gradient = 0x00651037;
// Given by the functional groups of multi-frame objects.
inline constexpr Tag in_stack_position = 0x00209057, dimension_index_values = 0x00209157;
}  // namespace tag

/// How the value of an attribute is kept.
enum class Kind : std::uint8_t {
  text,      ///< characters, several values divided by backslashes
  word,      ///< 16 bits: US or SS
  words,     ///< several of them
  integer,   ///< 32 bits: UL or SL
  real,      ///< 64-bit floating point: FD
  real32,    ///< 32-bit floating point: FL
  presence,  ///< a sequence of which it matters only whether it is there
};

struct Attribute {
  Tag tag = 0;
  Kind kind = Kind::text;
};

/// The attributes that volvr looks at, by tag.
inline constexpr std::array attributes{
    Attribute{tag::directory_records, Kind::presence},
    Attribute{tag::specific_character_set},
    Attribute{tag::image_type},
    Attribute{tag::sop_class_uid},
    Attribute{tag::sop_instance_uid},
    Attribute{tag::study_date},
    Attribute{tag::study_time},
    Attribute{tag::acquisition_time},
    Attribute{tag::content_time},
    Attribute{tag::accession_number},
    Attribute{tag::modality},
    Attribute{tag::manufacturer},
    Attribute{tag::study_description},
    Attribute{tag::series_description},
    Attribute{tag::manufacturer_model_name},
    Attribute{tag::complex_image_component},
    Attribute{tag::patient_name},
    Attribute{tag::patient_id},
    Attribute{tag::issuer_of_patient_id},
    Attribute{tag::patient_birth_date},
    Attribute{tag::patient_sex},
    Attribute{tag::body_part_examined},
    Attribute{tag::slice_thickness},
    Attribute{tag::echo_time},
    Attribute{tag::inversion_time},
    Attribute{tag::echo_numbers},
    Attribute{tag::spacing_between_slices},
    Attribute{tag::protocol_name},
    Attribute{tag::trigger_time},
    Attribute{tag::reconstruction_diameter},
    Attribute{tag::convolution_kernel},
    Attribute{tag::phase_encoding_direction},
    Attribute{tag::flip_angle},
    Attribute{tag::patient_position},
    Attribute{tag::diffusion_b_value, Kind::real},
    Attribute{tag::diffusion_gradient_orientation, Kind::real},
    Attribute{tag::siemens_mr_creator},
    Attribute{tag::siemens_b_value},
    Attribute{tag::siemens_gradient, Kind::real},
    Attribute{tag::ge_gradient_x},
    Attribute{tag::ge_gradient_y},
    Attribute{tag::ge_gradient_z},
    Attribute{tag::study_instance_uid},
    Attribute{tag::series_instance_uid},
    Attribute{tag::study_id},
    Attribute{tag::series_number},
    Attribute{tag::acquisition_number},
    Attribute{tag::instance_number},
    Attribute{tag::image_position_patient},
    Attribute{tag::image_orientation_patient},
    Attribute{tag::frame_of_reference_uid},
    Attribute{tag::temporal_position_identifier},
    Attribute{tag::number_of_temporal_positions},
    Attribute{tag::in_stack_position, Kind::integer},
    Attribute{tag::dimension_index_values, Kind::integer},
    Attribute{tag::samples_per_pixel, Kind::word},
    Attribute{tag::photometric_interpretation},
    Attribute{tag::planar_configuration, Kind::word},
    Attribute{tag::number_of_frames},
    Attribute{tag::rows, Kind::word},
    Attribute{tag::columns, Kind::word},
    Attribute{tag::pixel_spacing},
    Attribute{tag::bits_allocated, Kind::word},
    Attribute{tag::bits_stored, Kind::word},
    Attribute{tag::high_bit, Kind::word},
    Attribute{tag::pixel_representation, Kind::word},
    Attribute{tag::pixel_padding_value, Kind::word},
    Attribute{tag::rescale_intercept},
    Attribute{tag::rescale_slope},
    Attribute{tag::rescale_type},
    Attribute{tag::palette_descriptor, Kind::words},
    Attribute{tag::lossy_image_compression},
    Attribute{tag::modality_lut_sequence, Kind::presence},
    Attribute{tag::lut_descriptor, Kind::words},
    Attribute{tag::modality_lut_type},
    Attribute{tag::real_world_value_mapping, Kind::presence},
    Attribute{tag::ge_creator},
    Attribute{tag::ge_component, Kind::word},
    Attribute{tag::ge_b_value},
    Attribute{tag::units},
    Attribute{tag::uih_creator},
    Attribute{tag::uih_b_value, Kind::real},
    Attribute{tag::uih_gradient, Kind::real},
    Attribute{tag::philips_creator},
    Attribute{tag::philips_b_value, Kind::real32},
    Attribute{tag::philips_dd_creator},
    Attribute{tag::philips_gradient_x, Kind::real32},
    Attribute{tag::philips_gradient_y, Kind::real32},
    Attribute{tag::philips_gradient_z, Kind::real32},
    Attribute{tag::overlay_bit_position, Kind::word},
};
static_assert(std::ranges::is_sorted(attributes, {}, &Attribute::tag));

}  // namespace volvr::dicom
