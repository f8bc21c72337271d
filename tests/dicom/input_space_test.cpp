// SPDX-License-Identifier: Apache-2.0
//
// What hospitals send besides tidy series: derived maps among the images, patients that lie
// otherwise, retired and private codings, and texts in every script.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/convert.h"
#include "volvr/load.h"
#include "volvr/save.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

// Maps of one acquisition, all in one series and at the same places: `base` tells their values apart.
struct Map {
  const char* image_type;
  int base;
};
const std::vector<Map> maps{{"ORIGINAL\\PRIMARY\\M\\ND", 0},
                            {"DERIVED\\PRIMARY\\DIFFUSION\\ADC\\ND", 500},
                            {"DERIVED\\PRIMARY\\DIFFUSION\\FA\\ND", 1000},
                            {"DERIVED\\PRIMARY\\DIFFUSION\\TRACEW\\ND", 1500},
                            {"DERIVED\\SECONDARY\\SUBTRACTION", 2000}};

TEST(derived_maps, in_a_series_are_volumes_apart) {
  constexpr int slices = 4;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.intercept = 0.0;
  phantom.size = {10, 8, slices * static_cast<int>(maps.size())};
  const double step = phantom.spacing.z();
  phantom.stored_value = [](int i, int j, int k) {
    const int base = maps[static_cast<std::size_t>(k / slices)].base;
    return std::int64_t{base + i + 10 * j + 80 * (k % slices)};
  };
  phantom.edit = [step](PhantomSlice& slice) {
    slice.attributes["ImageType"] = maps[static_cast<std::size_t>(slice.k / slices)].image_type;
    slice.position.z() -= step * static_cast<double>(slice.k / slices * slices);
  };
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), maps.size());
  std::vector<int> found;
  for (std::size_t n = 0; n < series.volumes.size(); ++n) {
    ASSERT_TRUE(is_loadable(series.volumes[n]));
    EXPECT_NE(series.volumes[n].label.find("image type"), std::string::npos)
        << series.volumes[n].label;
    const Volume volume = load(series, {.volume = n});
    ASSERT_EQ(volume.geometry().size.z(), slices);
    const int base = static_cast<int>(value_at(volume, {0, 0, 0}));
    found.push_back(base);
    int wrong = 0;
    for (int k = 0; k < slices; ++k) {
      for (int j = 0; j < 8; ++j) {
        for (int i = 0; i < 10; ++i) {
          if (value_at(volume, {i, j, k}) != base + i + 10 * j + 80 * k) ++wrong;
        }
      }
    }
    EXPECT_EQ(wrong, 0) << series.volumes[n].label;
  }
  std::ranges::sort(found);
  EXPECT_EQ(found, (std::vector{0, 500, 1000, 1500, 2000}));
  EXPECT_TRUE(has_finding(series.findings, FindingCode::several_volumes, Severity::note) ||
              has_finding(series.findings, FindingCode::several_volumes, Severity::warning));
}

// A projection of the whole stack, stored behind its slices at the place of the middle one.
TEST(derived_maps, a_projection_among_the_slices_is_no_slice_of_them) {
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {10, 8, 6};
  const Eigen::Vector3d middle = patient_from_index(phantom) * Eigen::Vector3d(0, 0, 2);
  phantom.edit = [middle](PhantomSlice& slice) {
    if (slice.k < 5) return;
    slice.attributes["ImageType"] = "DERIVED\\PRIMARY\\PROJECTION IMAGE\\MIP";
    slice.position = middle;
  };
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 2U);
  const std::size_t stack = series.volumes[0].slices.size() == 5 ? 0 : 1;
  ASSERT_EQ(series.volumes[stack].slices.size(), 5U);
  ASSERT_EQ(series.volumes[1 - stack].slices.size(), 1U);
  const Volume volume = load(series, {.volume = stack});
  Phantom five = phantom;
  five.size.z() = 5;
  expect_phantom_voxels(volume, five);
}

// How the patient lies on the couch, and the directions that scanners write for it: the image seen
// from the feet of the couch's far end, up being up.
struct Lying {
  const char* position;
  Eigen::Vector3d row;
  Eigen::Vector3d column;
};

class patients : public testing::TestWithParam<Lying> {};

// An anatomy in millimetres: values tell left from right, front from back, head from feet.
std::int64_t anatomy(const Eigen::Vector3d& lps) {
  return (lps.x() > 0 ? 100 : 0) + (lps.y() > 0 ? 20 : 0) + (lps.z() > 0 ? 3 : 0) + 1;
}

template <class T>
T number_in(const std::vector<char>& bytes, std::size_t at) {
  T number;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

TEST_P(patients, keep_their_sides_up_to_nifti) {
  Phantom phantom;
  phantom.intercept = 0.0;
  phantom.size = {12, 10, 8};
  phantom.spacing = {2.0, 2.5, 3.0};
  phantom.axes << GetParam().row, GetParam().column, GetParam().row.cross(GetParam().column);
  phantom.origin = -(phantom.axes * phantom.spacing.cwiseProduct(Eigen::Vector3d(5.4, 4.4, 3.4)));
  const Eigen::Affine3d place = patient_from_index(phantom);
  phantom.stored_value = [place](int i, int j, int k) {
    return anatomy(place * Eigen::Vector3d(i, j, k));
  };
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["PatientPosition"] = GetParam().position;
  };
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path() / "study");
  const SeriesInfo series = scan_series(folder.path() / "study");
  EXPECT_EQ(series.patient_position, GetParam().position);
  const Volume volume = load(series);
  save(volume, folder.path() / "image.nii");
  std::ifstream in(folder.path() / "image.nii", std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  ASSERT_GT(bytes.size(), 352U);
  Eigen::Matrix4d ras_from_index = Eigen::Matrix4d::Identity();
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      ras_from_index(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) =
          number_in<float>(bytes, 280 + 16 * row + 4 * column);
    }
  }
  ASSERT_NE(number_in<std::int16_t>(bytes, 254), 0);  // sform_code
  const auto start = static_cast<std::size_t>(number_in<float>(bytes, 108));
  const auto bits = number_in<std::int16_t>(bytes, 72);
  int wrong = 0;
  std::size_t at = start;
  for (int k = 0; k < number_in<std::int16_t>(bytes, 46); ++k) {
    for (int j = 0; j < number_in<std::int16_t>(bytes, 44); ++j) {
      for (int i = 0; i < number_in<std::int16_t>(bytes, 42);
           ++i, at += static_cast<std::size_t>(bits / 8)) {
        const Eigen::Vector4d ras = ras_from_index * Eigen::Vector4d(i, j, k, 1);
        const std::int64_t expected = anatomy({-ras.x(), -ras.y(), ras.z()});
        const std::int64_t written = bits == 8 ? number_in<std::uint8_t>(bytes, at)
                                               : number_in<std::int16_t>(bytes, at);
        if (written != expected) ++wrong;
      }
    }
  }
  EXPECT_EQ(at, bytes.size());
  EXPECT_EQ(wrong, 0);
}

const Eigen::Vector3d left(1, 0, 0), back(0, 1, 0);

INSTANTIATE_TEST_SUITE_P(lying, patients,
                         testing::Values(Lying{"HFS", left, back}, Lying{"HFP", -left, -back},
                                         Lying{"HFDL", -back, left}, Lying{"HFDR", back, -left},
                                         Lying{"FFS", left, back}, Lying{"FFP", -left, -back},
                                         Lying{"FFDL", back, left}, Lying{"FFDR", -back, -left},
                                         Lying{"SITTING", back, Eigen::Vector3d(0, 0, -1)}),
                         [](const auto& instance) { return std::string(instance.param.position); });

// The full progression of JPEG (process 10 and 12), which the standard retired and archives keep.
TEST(old_codings, progressive_jpeg_is_decoded) {
  for (const int bits : {8, 12}) {
    Phantom phantom;
    phantom.size = {64, 48, 1};
    phantom.bits_allocated = bits == 8 ? 8 : 16;
    phantom.bits_stored = bits;
    phantom.intercept = 0.0;
    phantom.stored_value = [bits](int i, int j, int) {
      return std::int64_t{(2 * i + j) << (bits - 8)};
    };
    const TemporaryFolder folder;
    const auto path = write_phantom(phantom, folder.path()).front();
    DJEncoderRegistration::registerCodecs();
    DcmFileFormat file;
    ASSERT_TRUE(file.loadFile(path.c_str()).good());
    const DJ_RPLossy parameters(98);
    ASSERT_TRUE(file.getDataset()->chooseRepresentation(EXS_JPEGProcess10_12, &parameters).good());
    file.getDataset()->removeAllButCurrentRepresentations();
    ASSERT_TRUE(file.saveFile(path.c_str(), EXS_JPEGProcess10_12).good());
    const Volume volume = load_only_volume(folder.path());
    EXPECT_EQ(volume.provenance().slices.front().pixels.transfer_syntax_uid,
              "1.2.840.10008.1.2.4.55");
    expect_phantom_voxels(volume, phantom, 3 << (bits - 8));
    EXPECT_TRUE(has_finding(volume.provenance().findings, FindingCode::lossy_compression,
                            Severity::warning));
  }
}

// GE's own syntax: an implicit little endian data set whose pixels are big endian.
TEST(old_codings, ge_s_big_endian_pixels_are_refused_with_the_reason) {
  Phantom phantom;
  phantom.size = {8, 6, 3};
  const TemporaryFolder folder;
  for (const auto& path : write_phantom(phantom, folder.path())) {
    DcmFileFormat file;
    ASSERT_TRUE(file.loadFile(path.c_str()).good());
    file.loadAllDataIntoMemory();
    ASSERT_TRUE(file.saveFile(path.c_str(), EXS_PrivateGE_LEI_WithBigEndianPixelData).good());
  }
  const SeriesInfo series = scan_series(folder.path());
  const std::string message =
      message_of(series.volumes.at(0).findings, FindingCode::unsupported_encoding);
  EXPECT_NE(message.find("does not know the transfer syntax Private GE"), std::string::npos)
      << message;
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::unsupported);
}

struct Script {
  const char* name;
  const char* character_set;
  const char* bytes;
  const char* expected;
};

class scripts : public testing::TestWithParam<Script> {};

bool is_fit_for_names(const std::string& name) {
  for (const char letter : name) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x20 || code == 0x7f) return false;
  }
  return true;
}

TEST_P(scripts, are_read_in_descriptions_and_names_of_files) {
  Phantom phantom;
  phantom.size = {8, 6, 3};
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["SpecificCharacterSet"] = GetParam().character_set;
    slice.attributes["SeriesDescription"] = GetParam().bytes;
  };
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path() / "study");
  const SeriesInfo series = scan_series(folder.path() / "study");
  EXPECT_EQ(series.series_description, GetParam().expected);
  const ConvertReport report =
      convert({folder.path() / "study"}, folder.path() / "out", {.format = "nii", .jobs = 1});
  ASSERT_EQ(report.count(ConvertStatus::written), 1U);
  const std::string name = report.results.front().files.front().name;
  EXPECT_TRUE(is_fit_for_names(name)) << name;
  EXPECT_TRUE(fs::exists(folder.path() / "out" / name)) << name;
}

INSTANTIATE_TEST_SUITE_P(
    all, scripts,
    testing::Values(
        Script{"japanese", "\\ISO 2022 IR 87", "\x1b$B;3ED\x1b(B", "山田"},
        Script{"japanese_half_width", "ISO 2022 IR 13\\ISO 2022 IR 87",
               "\xd4\xcf\xc0\xde \x1b$B;3ED\x1b(J", "ﾔﾏﾀﾞ 山田"},
        Script{"japanese_supplement", "\\ISO 2022 IR 87\\ISO 2022 IR 159",
               "\x1b$(D\x30\x21\x1b(B", "丂"},
        Script{"korean", "\\ISO 2022 IR 149", "\x1b$)C\xb1\xe8\xc8\xf1\xc1\xdf", "김희중"},
        Script{"chinese", "\\ISO 2022 IR 58", "\x1b$)A\xcd\xf5", "王"},
        Script{"gb18030", "GB18030", "\xcd\xf5\xd0\xa1\xb6\xab", "王小东"},
        Script{"gbk", "GBK", "\xcd\xf5\xd0\xa1\xb6\xab", "王小东"},
        Script{"utf8", "ISO_IR 192", "王小東 Größe", "王小東 Größe"},
        Script{"thai", "ISO_IR 166", "\xb5\xd1\xba", "ตับ"},
        Script{"utf8_broken", "ISO_IR 192", "Kopf \xff\xe9", "Kopf ÿé"},
        Script{"gb18030_broken", "GB18030", "Kopf \xcd", "Kopf Í"},
        Script{"utf8_surrogate", "ISO_IR 192", "a\xed\xa0\x80", "aí\xc2\xa0\xc2\x80"}),
    [](const auto& instance) { return std::string(instance.param.name); });

// An escape that nobody knows, or that ends in the middle: no byte of it gets into a name.
TEST(scripts_broken, escapes_leave_no_control_characters_in_names) {
  for (const std::string bytes : {"\x1b$ZKopf", "Kopf\x1b", "Kopf\x1b$B;"}) {
    Phantom phantom;
    phantom.size = {8, 6, 3};
    phantom.edit = [&](PhantomSlice& slice) {
      slice.attributes["SpecificCharacterSet"] = "\\ISO 2022 IR 87";
      slice.attributes["SeriesDescription"] = bytes;
    };
    const TemporaryFolder folder;
    write_phantom(phantom, folder.path() / "study");
    const SeriesInfo series = scan_series(folder.path() / "study");
    EXPECT_NE(series.series_description.find("Kopf"), std::string::npos);
    EXPECT_TRUE(is_fit_for_names(series.series_description)) << series.series_description;
    const ConvertReport report =
        convert({folder.path() / "study"}, folder.path() / "out", {.format = "nii", .jobs = 1});
    ASSERT_EQ(report.count(ConvertStatus::written), 1U);
    EXPECT_TRUE(is_fit_for_names(report.results.front().files.front().name));
  }
}

}  // namespace
}  // namespace volvr::test
