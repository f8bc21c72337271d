// SPDX-License-Identifier: Apache-2.0
//
// The values that a study defines for its pixels: displayed, real-world, precise and stored ones,
// and standardised uptake values.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

constexpr const char* mr_class = "1.2.840.10008.5.1.4.1.1.4";
constexpr const char* pet_class = "1.2.840.10008.5.1.4.1.1.128";

// One file of one slice: displayed = 2.5 × stored + 100, ScaleSlope 0.004.
ObjectPhantom philips_slice(const Phantom& phantom, int k) {
  ObjectPhantom object = plain_object(phantom, mr_class);
  object.frames = {{k, {}}};
  object.attributes = {
      {"SOPInstanceUID", "2.25.6." + std::to_string(k + 1)},
      {"InstanceNumber", std::to_string(k + 1)},
      {"ImagePositionPatient", decimals(patient_from_index(phantom) * Eigen::Vector3d(0, 0, k))},
      {"ImageOrientationPatient", "1\\0\\0\\0\\1\\0"},
      {"PixelSpacing", "0.875\\0.75"},
      {"RescaleSlope", "2.5"},
      {"RescaleIntercept", "100"},
      {"RealWorldValueMappingSequence.RealWorldValueSlope", "0.125"},
      {"RealWorldValueMappingSequence.RealWorldValueIntercept", "-7"},
      {"RealWorldValueMappingSequence.MeasurementUnitsCodeSequence.CodeValue", "Hz"}};
  object.edit = [](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    item.putAndInsertString(DcmTag(0x2005, 0x0010, EVR_LO), "Philips MR Imaging DD 001");
    item.putAndInsertFloat32(DcmTag(0x2005, 0x100e, EVR_FL), 0.004F);
  };
  return object;
}

Phantom mr_phantom() {
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {10, 8, 4};
  return phantom;
}

SeriesInfo philips_series(const std::filesystem::path& folder) {
  const Phantom phantom = mr_phantom();
  for (int k = 0; k < phantom.size.z(); ++k) {
    write_object(philips_slice(phantom, k), folder / (std::to_string(k) + ".dcm"));
  }
  return scan_series(folder);
}

void expect_line(const Volume& volume, double slope, double intercept) {
  const Phantom phantom = mr_phantom();
  for (int k = 0; k < phantom.size.z(); ++k) {
    const double stored = static_cast<double>(stored_value(phantom, 4, 5, k));
    EXPECT_NEAR(value_at(volume, {4, 5, k}), slope * stored + intercept,
                1e-6 * std::abs(slope * stored + intercept));
  }
}

TEST(scaling, of_philips_gives_each_of_its_values) {
  const TemporaryFolder folder;
  const SeriesInfo series = philips_series(folder.path());
  expect_line(load(series), 2.5, 100.0);
  expect_line(load(series, {.scaling = Scaling::stored}), 1.0, 0.0);
  const Volume real = load(series, {.scaling = Scaling::real_world});
  expect_line(real, 0.125, -7.0);
  EXPECT_EQ(real.unit(), "Hz");
  // (displayed) / (RescaleSlope × ScaleSlope)
  const double scale = 2.5 * static_cast<double>(0.004F);
  expect_line(load(series, {.scaling = Scaling::precise}), 2.5 / scale, 100.0 / scale);
}

TEST(scaling, that_the_study_does_not_define_is_refused) {
  const TemporaryFolder folder;
  Phantom phantom = mr_phantom();
  write_phantom(phantom, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  for (const Scaling scaling : {Scaling::real_world, Scaling::precise}) {
    EXPECT_EQ(error_of([&] { load(series, {.scaling = scaling}); }).code(),
              ErrorCode::invalid_argument);
  }
}

TEST(scaling, of_another_maker_s_private_number_is_not_believed) {
  const TemporaryFolder folder;
  const Phantom phantom = mr_phantom();
  for (int k = 0; k < phantom.size.z(); ++k) {
    ObjectPhantom object = philips_slice(phantom, k);
    object.edit = [edit = object.edit](DcmItem& item) {
      edit(item);
      item.putAndInsertString(DcmTag(0x2005, 0x0010, EVR_LO), "SOMEBODY ELSE");
    };
    write_object(object, folder.path() / (std::to_string(k) + ".dcm"));
  }
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series, {.scaling = Scaling::precise}); }).code(),
            ErrorCode::invalid_argument);
}

TEST(scaling, of_frames_is_each_frame_s_own) {
  const Phantom phantom = mr_phantom();
  ObjectPhantom object = enhanced_object(phantom);
  const std::string mapping = "RealWorldValueMappingSequence.";
  for (ObjectFrame& frame : object.frames) {
    frame.groups[mapping + "RealWorldValueSlope"] = std::to_string(1.0 + frame.k);
    frame.groups[mapping + "RealWorldValueIntercept"] = "3";
    frame.groups[mapping + "MeasurementUnitsCodeSequence.CodeValue"] = "ms";
  }
  std::ranges::reverse(object.frames);
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load(scan_series(folder.path()), {.scaling = Scaling::real_world});
  EXPECT_EQ(volume.unit(), "ms");
  for (int k = 0; k < phantom.size.z(); ++k) {
    EXPECT_FLOAT_EQ(
        static_cast<float>(value_at(volume, {1, 2, k})),
        static_cast<float>((1.0 + k) * static_cast<double>(stored_value(phantom, 1, 2, k)) + 3));
  }
}

// 70 kg and 1.75 m; 370 MBq of F-18 injected 5400 s before the scan began.
// A table of values (PS3.3 C.11.1): `entries` from `first` on, of 8 bits packed two a word.
struct Table {
  int bits = 16;
  int first = 0;
  std::vector<std::uint16_t> entries;
  std::string type = "OD";
};

void put_table(DcmItem& item, const Table& table, bool is_signed) {
  DcmItem* lut = nullptr;
  item.findOrCreateSequenceItem(DCM_ModalityLUTSequence, lut, 0);
  if (table.entries.empty()) return;
  const DcmEVR vr = is_signed ? EVR_SS : EVR_US;
  const std::vector<Uint16> words{static_cast<Uint16>(table.entries.size()),
                                  static_cast<Uint16>(table.first),
                                  static_cast<Uint16>(table.bits)};
  const std::string shorts = std::to_string(static_cast<Sint16>(words[0])) + "\\" +
                             std::to_string(table.first) + "\\" + std::to_string(table.bits);
  auto* descriptor = is_signed ? static_cast<DcmElement*>(new DcmSignedShort(DcmTag(DCM_LUTDescriptor, vr)))
                               : new DcmUnsignedShort(DcmTag(DCM_LUTDescriptor, vr));
  descriptor->putString(shorts.c_str());
  lut->insert(descriptor, OFTrue);
  lut->putAndInsertString(DCM_ModalityLUTType, table.type.c_str());
  std::vector<Uint16> data(table.entries.begin(), table.entries.end());
  if (table.bits == 8) {
    data.clear();
    for (std::size_t i = 0; i < table.entries.size(); i += 2) {
      const int high = i + 1 < table.entries.size() ? table.entries[i + 1] : 0;
      data.push_back(static_cast<Uint16>(table.entries[i] | high << 8));
    }
  }
  auto* values = new DcmOtherByteOtherWord(DcmTag(DCM_LUTData, EVR_OW));
  values->putUint16Array(data.data(), static_cast<unsigned long>(data.size()));
  lut->insert(values, OFTrue);
}

ObjectPhantom tabled_slice(const Phantom& phantom, int k, const Table& table) {
  ObjectPhantom object = philips_slice(phantom, k);
  object.attributes.erase("RescaleSlope");
  object.attributes.erase("RescaleIntercept");
  object.attributes["SliceThickness"] = "1.5";
  object.edit = [table, is_signed = phantom.is_signed](DcmItem& item) {
    item.findAndDeleteElement(DCM_NumberOfFrames);
    put_table(item, table, is_signed);
  };
  return object;
}

double looked_up(const Table& table, std::int64_t stored) {
  const auto last = static_cast<std::int64_t>(table.entries.size()) - 1;
  return table.entries[static_cast<std::size_t>(
      std::clamp<std::int64_t>(stored - table.first, 0, last))];
}

TEST(tables_of_values, give_each_stored_value_its_own) {
  for (const bool is_signed : {false, true}) {
    for (const int bits : {8, 12, 16}) {
      Phantom phantom = mr_phantom();
      phantom.is_signed = is_signed;
      phantom.bits_stored = 16;
      phantom.stored_value = [is_signed](int i, int j, int k) {
        return std::int64_t{i * 30 + j * 7 + k} - (is_signed ? 150 : 0);
      };
      Table table;
      table.bits = bits;
      table.first = is_signed ? -60 : 20;
      for (int i = 0; i < 201; ++i) {
        table.entries.push_back(static_cast<std::uint16_t>((i * 37 + 11) % (1 << bits)));
      }
      const TemporaryFolder folder;
      for (int k = 0; k < phantom.size.z(); ++k) {
        Table own = table;  // each slice has its own
        own.entries[5] = static_cast<std::uint16_t>(k);
        write_object(tabled_slice(phantom, k, own), folder.path() / (std::to_string(k) + ".dcm"));
      }
      const SeriesInfo series = scan_series(folder.path());
      ASSERT_TRUE(is_loadable(series.volumes.at(0)));
      EXPECT_TRUE(
          has_finding(series.volumes[0].findings, FindingCode::value_scaling, Severity::note));
      const Volume volume = load(series);
      EXPECT_EQ(volume.type(), bits == 8 ? VoxelType::uint8 : VoxelType::uint16);
      EXPECT_EQ(volume.unit(), "");
      int wrong = 0;
      for (int k = 0; k < phantom.size.z(); ++k) {
        table.entries[5] = static_cast<std::uint16_t>(k);
        for (int j = 0; j < phantom.size.y(); ++j) {
          for (int i = 0; i < phantom.size.x(); ++i) {
            const double expected = looked_up(table, phantom.stored_value(i, j, k));
            if (value_at(volume, {i, j, k}) != expected) ++wrong;
          }
        }
      }
      EXPECT_EQ(wrong, 0) << bits << (is_signed ? " signed" : "");
      const Volume stored = load(series, {.scaling = Scaling::stored});
      EXPECT_EQ(value_at(stored, {3, 2, 1}),
                static_cast<double>(phantom.stored_value(3, 2, 1)));
      EXPECT_NEAR(value_at(load(series, {.scaling = Scaling::real_world}), {3, 2, 1}),
                  0.125 * static_cast<double>(phantom.stored_value(3, 2, 1)) - 7.0, 1e-6);
    }
  }
}

TEST(tables_of_values, beside_a_rescale_are_taken_and_it_is_said) {
  const Phantom phantom = mr_phantom();
  Table table;
  for (int i = 0; i < 50; ++i) table.entries.push_back(static_cast<std::uint16_t>(9000 - i));
  const TemporaryFolder folder;
  ObjectPhantom object = tabled_slice(phantom, 0, table);
  object.attributes["RescaleSlope"] = "3";
  object.attributes["RescaleIntercept"] = "-5";
  write_object(object, folder.path() / "one.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_TRUE(
      has_finding(series.volumes.at(0).findings, FindingCode::value_scaling, Severity::warning));
  EXPECT_EQ(value_at(load(series), {4, 2, 0}), looked_up(table, stored_value(phantom, 4, 2, 0)));
}

TEST(tables_of_values, that_do_not_say_what_they_hold_are_refused) {
  const TemporaryFolder folder;
  write_object(tabled_slice(mr_phantom(), 0, {}), folder.path() / "one.dcm");
  const VolumeInfo refused = only_volume(folder.path());
  EXPECT_FALSE(is_loadable(refused));
  EXPECT_NE(refused.findings.at(0).message.find("does not describe its table"), std::string::npos)
      << refused.findings[0].message;

  const TemporaryFolder shorter;
  ObjectPhantom object = tabled_slice(mr_phantom(), 0, Table{16, 0, {1, 2, 3}});
  const auto whole = object.edit;
  object.edit = [whole](DcmItem& item) {
    whole(item);
    DcmItem* lut = nullptr;
    item.findAndGetSequenceItem(DCM_ModalityLUTSequence, lut, 0);
    const Uint16 two[] = {1, 2};
    auto* values = new DcmOtherByteOtherWord(DcmTag(DCM_LUTData, EVR_OW));
    values->putUint16Array(two, 2);
    lut->insert(values, OFTrue);
  };
  write_object(object, shorter.path() / "one.dcm");
  const SeriesInfo series = scan_series(shorter.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::malformed);
}

constexpr double weight = 70.0;
constexpr double height = 1.75;
constexpr double dose = 370e6;
constexpr double half_life = 6586.2;
constexpr double elapsed = 5400.0;

Values pet_attributes() {
  const std::string drug = "RadiopharmaceuticalInformationSequence.";
  return {{"Units", "BQML"},
          {"DecayCorrection", "START"},
          {"PatientWeight", "70"},
          {"PatientSize", "1.75"},
          {"PatientSex", "F"},
          {"SeriesDate", "20200102"},
          {"SeriesTime", "103000"},
          {"AcquisitionDate", "20200102"},
          {"AcquisitionTime", "103010"},
          {drug + "RadiopharmaceuticalStartTime", "090000.000000"},
          {drug + "RadionuclideTotalDose", "370000000"},
          {drug + "RadionuclideHalfLife", "6586.2"}};
}

Phantom pet_phantom() {
  Phantom phantom = mr_phantom();
  phantom.modality = "PT";
  return phantom;
}

SeriesInfo pet_series(const std::filesystem::path& folder, const Values& changes = {}) {
  const Phantom phantom = pet_phantom();
  for (int k = 0; k < phantom.size.z(); ++k) {
    ObjectPhantom object = plain_object(phantom, pet_class);
    object.frames = {{k, {}}};
    object.attributes = pet_attributes();
    object.attributes["SOPInstanceUID"] = "2.25.6." + std::to_string(k + 1);
    object.attributes["ImagePositionPatient"] =
        decimals(patient_from_index(phantom) * Eigen::Vector3d(0, 0, k));
    object.attributes["ImageOrientationPatient"] = "1\\0\\0\\0\\1\\0";
    object.attributes["PixelSpacing"] = "0.875\\0.75";
    object.attributes["RescaleSlope"] = std::to_string(2 + k);
    object.attributes["RescaleIntercept"] = "0";
    for (const auto& [path, value] : changes) {
      if (value == "-") {
        object.attributes.erase(path);
      } else {
        object.attributes[path] = value;
      }
    }
    object.edit = [](DcmItem& item) { item.findAndDeleteElement(DCM_NumberOfFrames); };
    write_object(object, folder / (std::to_string(k) + ".dcm"));
  }
  return scan_series(folder);
}

void expect_uptake(const SeriesInfo& series, PetValue value, double factor,
                   const std::string& unit) {
  const Volume volume = load(series, {.pet_value = value});
  EXPECT_EQ(volume.unit(), unit);
  for (int k = 0; k < 4; ++k) {
    const double activity = (2.0 + k) * static_cast<double>(stored_value(pet_phantom(), 3, 2, k));
    EXPECT_NEAR(value_at(volume, {3, 2, k}), activity * factor, 1e-6 * activity * factor);
  }
}

TEST(uptake, is_what_is_computed_by_hand) {
  const TemporaryFolder folder;
  const SeriesInfo series = pet_series(folder.path());
  const double left = dose * std::pow(0.5, elapsed / half_life);
  expect_uptake(series, PetValue::suv_body_weight, weight * 1000.0 / left, "g/ml");
  const double index = weight / (height * height);
  const double lean = 9270.0 * weight / (8780.0 + 244.0 * index);  // kg, a woman's
  EXPECT_NEAR(lean, 45.2, 0.1);
  expect_uptake(series, PetValue::suv_lean_body, lean * 1000.0 / left, "g/ml");
  const double surface = 0.007184 * std::pow(70.0, 0.425) * std::pow(175.0, 0.725);  // m²
  EXPECT_NEAR(surface, 1.85, 0.01);
  expect_uptake(series, PetValue::suv_body_surface, surface * 10'000.0 / left, "cm2/ml");
}

TEST(uptake, of_a_man_has_his_lean_mass) {
  const TemporaryFolder folder;
  const double left = dose * std::pow(0.5, elapsed / half_life);
  const double lean = 9270.0 * weight / (6680.0 + 216.0 * weight / (height * height));
  expect_uptake(pet_series(folder.path(), {{"PatientSex", "M"}}), PetValue::suv_lean_body,
                lean * 1000.0 / left, "g/ml");
}

TEST(uptake, of_images_corrected_to_the_injection_does_not_decay) {
  const TemporaryFolder folder;
  expect_uptake(pet_series(folder.path(), {{"DecayCorrection", "ADMIN"}}),
                PetValue::suv_body_weight, weight * 1000.0 / dose, "g/ml");
}

TEST(uptake, counts_from_the_injection_of_the_evening_before) {
  const TemporaryFolder folder;
  const std::string drug = "RadiopharmaceuticalInformationSequence.";
  const double left = dose * std::pow(0.5, 3600.0 / half_life);
  expect_uptake(pet_series(folder.path(), {{"SeriesTime", "003000"},
                                           {"AcquisitionTime", "003010"},
                                           {drug + "RadiopharmaceuticalStartTime", "233000"}}),
                PetValue::suv_body_weight, weight * 1000.0 / left, "g/ml");
}

TEST(uptake, of_a_series_written_after_the_scan_counts_from_the_first_acquisition) {
  const TemporaryFolder folder;
  const double left = dose * std::pow(0.5, (elapsed + 10.0) / half_life);
  expect_uptake(pet_series(folder.path(), {{"SeriesTime", "151500"}}), PetValue::suv_body_weight,
                weight * 1000.0 / left, "g/ml");
}

TEST(uptake, without_what_it_needs_is_refused) {
  const std::string drug = "RadiopharmaceuticalInformationSequence.";
  for (const char* path : {"PatientWeight", "DecayCorrection", "Units"}) {
    const TemporaryFolder folder;
    const SeriesInfo series = pet_series(folder.path(), {{path, "-"}});
    EXPECT_EQ(error_of([&] { load(series, {.pet_value = PetValue::suv_body_weight}); }).code(),
              ErrorCode::invalid_argument)
        << path;
  }
  for (const std::string path :
       {"RadionuclideTotalDose", "RadionuclideHalfLife", "RadiopharmaceuticalStartTime"}) {
    const TemporaryFolder folder;
    const SeriesInfo series = pet_series(folder.path(), {{drug + path, "-"}});
    EXPECT_EQ(error_of([&] { load(series, {.pet_value = PetValue::suv_body_weight}); }).code(),
              ErrorCode::invalid_argument)
        << path;
  }
}

// Lean body mass by James, a woman's, for the weight and height of the phantom.
double lean_mass_of_james() {
  const double ratio = weight / (height * 100.0);
  return 1.07 * weight - 148.0 * ratio * ratio;
}

TEST(uptake, of_values_that_are_uptake_already_is_counted_over) {
  const double lean = 9270.0 * weight / (8780.0 + 244.0 * weight / (height * height));
  const double surface = 0.007184 * std::pow(70.0, 0.425) * std::pow(175.0, 0.725) * 10.0;
  struct Case {
    std::string units;
    std::string type;
    PetValue wanted;
    double factor;
    std::string unit = "g/ml";
  };
  for (const Case& one : {Case{"GML", "-", PetValue::suv_body_weight, 1.0},
                          Case{"GML", "BW", PetValue::suv_lean_body, lean / weight},
                          Case{"GML", "LBMJANMA", PetValue::suv_lean_body, 1.0},
                          Case{"GML", "LBMJANMA", PetValue::suv_body_weight, weight / lean},
                          Case{"GML", "LBMJAMES128", PetValue::suv_body_weight,
                               weight / lean_mass_of_james()},
                          Case{"CM2ML", "BSA", PetValue::suv_body_surface, 1.0, "cm2/ml"},
                          Case{"CM2ML", "BSA", PetValue::suv_body_weight, weight / surface}}) {
    const TemporaryFolder folder;
    const SeriesInfo series =
        pet_series(folder.path(), {{"Units", one.units}, {"SUVType", one.type}});
    SCOPED_TRACE(one.units + " " + one.type);
    expect_uptake(series, one.wanted, one.factor, one.unit);
  }
}

TEST(uptake, of_uptake_by_a_formula_that_nobody_names_is_refused_and_says_so) {
  for (const std::string type : {"LBM", "IBW"}) {
    const TemporaryFolder folder;
    const SeriesInfo series = pet_series(folder.path(), {{"Units", "GML"}, {"SUVType", type}});
    const Error error =
        error_of([&] { load(series, {.pet_value = PetValue::suv_body_weight}); });
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_NE(std::string(error.what()).find("uptake already, in GML of SUVType " + type),
              std::string::npos)
        << error.what();
    EXPECT_EQ(load(series).unit(), "g/ml");
  }
}

TEST(uptake, of_what_is_no_pet_is_refused) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series, {.pet_value = PetValue::suv_body_weight}); }).code(),
            ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace volvr::test
