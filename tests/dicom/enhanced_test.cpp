// SPDX-License-Identifier: Apache-2.0
//
// Enhanced and legacy converted multi-frame objects: where each frame lies, what its values mean
// and which volume it belongs to stand in its functional groups.
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <numbers>
#include <set>
#include <string>

#include "dicom/expect.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

Phantom phantom_of(const std::string& modality) {
  Phantom phantom;
  phantom.modality = modality;
  phantom.size = {14, 12, 7};
  return phantom;
}

Eigen::Matrix3d oblique() {
  return (Eigen::AngleAxisd(0.4, Eigen::Vector3d::UnitX()) *
          Eigen::AngleAxisd(-0.7, Eigen::Vector3d::UnitZ()))
      .toRotationMatrix();
}

void shuffle(ObjectPhantom& object) {
  // 0 3 6 1 4 ...: neither rising nor falling.
  std::ranges::stable_sort(object.frames, {}, [](const ObjectFrame& f) { return f.k % 3; });
}

// Adds the frames again, as often as there are sets of groups, every copy with its own.
void repeat_frames(ObjectPhantom& object, const std::vector<Values>& repetitions) {
  std::vector<ObjectFrame> frames;
  for (std::size_t n = 0; n < repetitions.size(); ++n) {
    for (ObjectFrame frame : object.frames) {
      frame.groups.insert(repetitions[n].begin(), repetitions[n].end());
      // Tells the repetitions' voxels apart.
      frame.groups["PixelValueTransformationSequence.RescaleIntercept"] = std::to_string(100 * n);
      frame.groups["PixelValueTransformationSequence.RescaleSlope"] = "1";
      frame.groups["PixelValueTransformationSequence.RescaleType"] = "US";
      frames.push_back(frame);
    }
  }
  object.frames = frames;
  for (auto it = object.shared.begin(); it != object.shared.end();) {
    it = it->first.starts_with("PixelValueT") ? object.shared.erase(it) : std::next(it);
  }
}

void expect_repetition(const SeriesInfo& series, std::size_t volume, int repetition,
                       Phantom phantom) {
  SCOPED_TRACE("volume " + std::to_string(volume));
  phantom.slope = 1.0;
  phantom.intercept = 100.0 * repetition;
  expect_phantom_voxels(load(series, {.volume = volume}), phantom);
}

struct EnhancedCase {
  const char* name;
  const char* modality;
  bool legacy;
  bool oblique;
  bool shuffled;
  Encoding encoding;
};

class enhanced : public testing::TestWithParam<EnhancedCase> {};

TEST_P(enhanced, gives_transform_and_voxels) {
  const EnhancedCase& one = GetParam();
  Phantom phantom = phantom_of(one.modality);
  phantom.encoding = one.encoding;
  if (one.oblique) phantom.axes = oblique();
  ObjectPhantom object = one.legacy ? legacy_converted_object(phantom) : enhanced_object(phantom);
  if (one.shuffled) shuffle(object);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
  EXPECT_EQ(volume.unit(), std::string(one.modality) == "CT" ? "HU" : "");
  for (std::size_t k = 0; k < volume.provenance().slices.size(); ++k) {
    const auto frame = static_cast<std::size_t>(volume.provenance().slices[k].frame);
    EXPECT_EQ(object.frames[frame].k, static_cast<int>(k));
  }
}

INSTANTIATE_TEST_SUITE_P(
    objects, enhanced,
    testing::Values(
        EnhancedCase{"ct", "CT", false, false, false, Encoding::explicit_little},
        EnhancedCase{"ct_shuffled_oblique", "CT", false, true, true, Encoding::explicit_little},
        EnhancedCase{"mr_shuffled", "MR", false, false, true, Encoding::implicit_little},
        EnhancedCase{"pet_oblique", "PT", false, true, false, Encoding::explicit_little},
        EnhancedCase{"ct_legacy_shuffled", "CT", true, false, true, Encoding::explicit_little},
        EnhancedCase{"mr_legacy_oblique", "MR", true, true, true, Encoding::deflated},
        EnhancedCase{"pet_legacy", "PT", true, false, true, Encoding::explicit_big},
        EnhancedCase{"ct_rle_shuffled", "CT", false, true, true, Encoding::rle},
        EnhancedCase{"ct_jpeg_lossless_shuffled", "CT", false, true, true,
                     Encoding::jpeg_lossless_sv1},
        EnhancedCase{"mr_jpeg_ls_shuffled", "MR", false, true, true, Encoding::jpeg_ls_lossless}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(enhanced, an_object_of_one_frame_is_placed_by_its_groups) {
  Phantom phantom = phantom_of("CT");
  phantom.size.z() = 1;
  const TemporaryFolder folder;
  write_object(enhanced_object(phantom), folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

TEST(enhanced, objects_of_one_frame_each_make_one_volume) {
  Phantom phantom = phantom_of("MR");
  const TemporaryFolder folder;
  for (int k = 0; k < phantom.size.z(); ++k) {
    ObjectPhantom object = enhanced_object(phantom);
    object.frames = {object.frames[static_cast<std::size_t>(k)]};
    object.attributes["SOPInstanceUID"] = "2.25.77." + std::to_string(k + 1);
    write_object(object, folder.path() / (std::to_string(9 - k) + ".dcm"));
  }
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

TEST(enhanced, hundreds_of_frames_are_all_placed) {
  Phantom phantom = phantom_of("CT");
  phantom.size = {4, 3, 700};
  phantom.bits_stored = 16;
  ObjectPhantom object = enhanced_object(phantom);
  shuffle(object);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

TEST(enhanced, every_frame_has_its_own_rescale) {
  const Phantom phantom = phantom_of("PT");
  ObjectPhantom object = enhanced_object(phantom);
  object.shared.erase("PixelValueTransformationSequence.RescaleSlope");
  object.shared.erase("PixelValueTransformationSequence.RescaleIntercept");
  object.shared.erase("PixelValueTransformationSequence.RescaleType");
  for (ObjectFrame& frame : object.frames) {
    frame.groups["PixelValueTransformationSequence.RescaleSlope"] =
        std::to_string(0.5 + 0.25 * frame.k);
    frame.groups["PixelValueTransformationSequence.RescaleIntercept"] = std::to_string(-frame.k);
    frame.groups["PixelValueTransformationSequence.RescaleType"] = "US";
  }
  shuffle(object);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  for (int k = 0; k < phantom.size.z(); ++k) {
    const double stored = static_cast<double>(stored_value(phantom, 3, 5, k));
    EXPECT_FLOAT_EQ(static_cast<float>(value_at(volume, {3, 5, k})),
                    static_cast<float>(stored * (0.5 + 0.25 * k) - k));
  }
}

TEST(enhanced, positions_are_followed_and_numbers_in_the_stack_that_disagree_are_said) {
  const Phantom phantom = phantom_of("CT");
  for (const bool agree : {true, false}) {
    ObjectPhantom object = enhanced_object(phantom);
    for (ObjectFrame& frame : object.frames) {
      const int number = agree ? frame.k + 1 : (frame.k * 3) % 7 + 1;
      frame.groups["FrameContentSequence.InStackPositionNumber"] = std::to_string(number);
      frame.groups["FrameContentSequence.StackID"] = "1";
    }
    const TemporaryFolder folder;
    write_object(object, folder.path() / "object.dcm");
    const Volume volume = load_only_volume(folder.path());
    expect_phantom_voxels(volume, phantom);
    EXPECT_EQ(
        has_finding(volume.provenance().findings, FindingCode::frames_disagree, Severity::warning),
        !agree);
  }
}

TEST(enhanced, dimension_indices_of_the_position_that_disagree_are_said) {
  const Phantom phantom = phantom_of("MR");
  for (const bool agree : {true, false}) {
    ObjectPhantom object = enhanced_object(phantom);
    object.attributes["DimensionIndexSequence.DimensionIndexPointer"] = "(0020,0032)";
    object.attributes["DimensionIndexSequence.FunctionalGroupPointer"] = "(0020,9113)";
    for (ObjectFrame& frame : object.frames) {
      // Falling numbers are an order too.
      const int number = agree ? 7 - frame.k : (frame.k * 3) % 7 + 1;
      frame.groups["FrameContentSequence.DimensionIndexValues"] = std::to_string(number);
    }
    shuffle(object);
    const TemporaryFolder folder;
    write_object(object, folder.path() / "object.dcm");
    const Volume volume = load_only_volume(folder.path());
    expect_phantom_voxels(volume, phantom);
    EXPECT_EQ(
        has_finding(volume.provenance().findings, FindingCode::frames_disagree, Severity::warning),
        !agree);
  }
}

TEST(enhanced, time_points_are_one_sequence_in_their_order) {
  const Phantom phantom = phantom_of("MR");
  ObjectPhantom object = enhanced_object(phantom);
  std::vector<Values> times;
  for (int n = 0; n < 12; ++n) {
    times.push_back({{"FrameContentSequence.TemporalPositionIndex", std::to_string(n + 1)}});
  }
  repeat_frames(object, times);
  std::ranges::reverse(object.frames);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 1U);
  EXPECT_EQ(series.sequences[0].varies_by, "temporal position");
  ASSERT_EQ(series.sequences[0].volumes.size(), 12U);
  for (int n = 0; n < 12; ++n) {
    expect_repetition(series, series.sequences[0].volumes[static_cast<std::size_t>(n)], n, phantom);
  }
}

TEST(enhanced, more_than_nine_entries_of_two_dimensions_keep_their_order) {
  const Phantom phantom = phantom_of("MR");
  ObjectPhantom object = enhanced_object(phantom);
  object.attributes = {{"DimensionIndexSequence[0].DimensionIndexPointer", "(0020,9057)"},
                       {"DimensionIndexSequence[1].DimensionIndexPointer", "(0018,9098)"},
                       {"DimensionIndexSequence[2].DimensionIndexPointer", "(0018,0095)"}};
  std::vector<Values> kinds;
  for (int n = 0; n < 22; ++n) {
    const std::string two = std::to_string(n / 11 + 1) + "\\" + std::to_string(n % 11 + 1);
    kinds.push_back({{"FrameContentSequence.DimensionIndexValues", "1\\" + two}});
  }
  repeat_frames(object, kinds);
  for (ObjectFrame& frame : object.frames) {
    std::string& index = frame.groups["FrameContentSequence.DimensionIndexValues"];
    index = std::to_string(frame.k + 1) + index.substr(1);
  }
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 22U);
  ASSERT_EQ(series.sequences.size(), 1U);
  EXPECT_EQ(series.sequences[0].varies_by, "dimension index");
  for (int n = 0; n < 22; ++n) {
    expect_repetition(series, series.sequences[0].volumes[static_cast<std::size_t>(n)], n, phantom);
  }
}

TEST(enhanced, b_values_and_directions_are_those_of_the_frames) {
  const Phantom phantom = phantom_of("MR");
  ObjectPhantom object = enhanced_object(phantom);
  const std::string direction =
      "MRDiffusionSequence.DiffusionGradientDirectionSequence.DiffusionGradientOrientation";
  repeat_frames(object,
                {{{"MRDiffusionSequence.DiffusionBValue", "0"}},
                 {{"MRDiffusionSequence.DiffusionBValue", "1000"}, {direction, "0\\0.6\\-0.8"}},
                 {{"MRDiffusionSequence.DiffusionBValue", "1000"}, {direction, "1\\0\\0"}},
                 {{"MRDiffusionSequence.DiffusionBValue", "500"}, {direction, "0\\0\\1"}}});
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 1U);
  ASSERT_EQ(series.sequences[0].volumes.size(), 4U);
  const std::vector<Diffusion> expected{
      {0.0, {0, 0, 0}}, {1000.0, {0, 0.6, -0.8}}, {1000.0, {1, 0, 0}}, {500.0, {0, 0, 1}}};
  for (std::size_t n = 0; n < expected.size(); ++n) {
    const VolumeInfo& volume = series.volumes[series.sequences[0].volumes[n]];
    ASSERT_TRUE(volume.diffusion.has_value());
    EXPECT_EQ(volume.diffusion->b_value, expected[n].b_value);
    EXPECT_LT((volume.diffusion->gradient - expected[n].gradient).norm(), 1e-12);
    expect_repetition(series, series.sequences[0].volumes[n], static_cast<int>(n), phantom);
  }
}

TEST(enhanced, echoes_are_images_of_their_own_not_time_points) {
  const Phantom phantom = phantom_of("MR");
  ObjectPhantom object = enhanced_object(phantom);
  repeat_frames(object, {{{"MREchoSequence.EffectiveEchoTime", "4.92"}},
                         {{"MREchoSequence.EffectiveEchoTime", "7.38"}}});
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 2U);
  EXPECT_EQ(series.volumes[0].label, "echo time 4.92");
  EXPECT_EQ(series.volumes[1].label, "echo time 7.38");
  expect_repetition(series, 0, 0, phantom);
  expect_repetition(series, 1, 1, phantom);
}

TEST(enhanced, magnitude_and_phase_are_told_apart_by_the_complex_component_alone) {
  const Phantom phantom = phantom_of("MR");
  ObjectPhantom object = enhanced_object(phantom);
  const std::string type = "MRImageFrameTypeSequence.FrameType";
  const std::string component = "MRImageFrameTypeSequence.ComplexImageComponent";
  const std::string same = "ORIGINAL\\PRIMARY\\VOLUME\\NONE";
  repeat_frames(object,
                {{{type, same}, {component, "MAGNITUDE"}}, {{type, same}, {component, "PHASE"}}});
  for (std::size_t n = 0; n < object.frames.size(); ++n) {
    object.frames[n].groups["FrameContentSequence.DimensionIndexValues"] =
        std::to_string(n / 7 + 1);
  }
  object.attributes["DimensionIndexSequence.DimensionIndexPointer"] = "(0008,9208)";
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.sequences.size(), 2U);
  EXPECT_NE(series.volumes[0].label.find("MAGNITUDE"), std::string::npos)
      << series.volumes[0].label;
  expect_repetition(series, 0, 0, phantom);
  expect_repetition(series, 1, 1, phantom);
}

TEST(enhanced, planes_of_one_object_are_volumes_of_their_own) {
  const Phantom axial = phantom_of("MR");
  Phantom sagittal = axial;
  sagittal.axes << 0, 0, 1, 1, 0, 0, 0, 1, 0;
  ObjectPhantom object = enhanced_object(axial);
  const ObjectPhantom other = enhanced_object(sagittal);
  const std::string orientation = "PlaneOrientationSequence.ImageOrientationPatient";
  for (ObjectFrame& frame : object.frames) frame.groups[orientation] = object.shared[orientation];
  for (ObjectFrame frame : other.frames) {
    frame.groups[orientation] = other.shared.at(orientation);
    object.frames.push_back(frame);
  }
  object.shared.erase(orientation);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  expect_same_transform(series.volumes[0].geometry.patient_from_index, patient_from_index(axial));
  expect_same_transform(series.volumes[1].geometry.patient_from_index,
                        patient_from_index(sagittal));
  expect_phantom_voxels(load(series, {.volume = 1}), sagittal);
}

TEST(enhanced, frames_that_are_not_all_described_are_refused) {
  ObjectPhantom object = enhanced_object(phantom_of("CT"));
  object.edit = [](auto& item) { put_value(item, "NumberOfFrames", "6"); };
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);
}

TEST(enhanced, a_frame_without_a_place_is_never_given_one) {
  ObjectPhantom object = enhanced_object(phantom_of("CT"));
  object.frames[3].groups.clear();
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  bool refused = false;
  for (std::size_t n = 0; n < series.volumes.size(); ++n) {
    const bool has_frame = std::ranges::any_of(series.volumes[n].slices,
                                               [](const auto& slice) { return slice.frame == 3; });
    if (!has_frame) continue;
    refused = true;
    EXPECT_EQ(error_of([&] { load(series, {.volume = n}); }).code(), ErrorCode::missing_geometry);
  }
  EXPECT_TRUE(refused);
}

TEST(enhanced, frames_that_are_missing_from_the_stack_are_said) {
  ObjectPhantom object = enhanced_object(phantom_of("CT"));
  object.frames.erase(object.frames.begin() + 3);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const VolumeInfo volume = only_volume(folder.path());
  EXPECT_TRUE(has_finding(volume.findings, FindingCode::missing_slices, Severity::error));
}

}  // namespace
}  // namespace volvr::test
