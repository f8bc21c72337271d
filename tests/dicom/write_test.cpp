// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <sstream>

#include "dicom/expect.h"
#include "dicom/write_cases.h"
#include "support/temporary_folder.h"
#include "volvr/save_dicom.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

Volume loaded(const Phantom& phantom, const TemporaryFolder& folder) {
  write_phantom(phantom, folder / "source");
  return load_only_volume(folder / "source");
}

const WriteCase& case_named(const std::string& name) {
  static const auto cases = write_cases();
  return *std::ranges::find(cases, name, &WriteCase::name);
}

std::string text_in(const fs::path& file, const DcmTagKey& tag) {
  DcmFileFormat object;
  EXPECT_TRUE(object.loadFile(file.c_str()).good()) << file;
  OFString text;
  object.getDataset()->findAndGetOFStringArray(tag, text, OFTrue);
  return text.c_str();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void expect_same(const Volume& read, const Volume& written) {
  EXPECT_EQ(read.type(), written.type());
  EXPECT_EQ(read.unit(), written.unit());
  ASSERT_EQ(read.size_bytes(), written.size_bytes());
  EXPECT_EQ(std::memcmp(read.buffer().get(), written.buffer().get(), read.size_bytes()), 0);
  EXPECT_LT(
      (read.geometry().patient_from_index.matrix() - written.geometry().patient_from_index.matrix())
          .cwiseAbs()
          .maxCoeff(),
      1e-9);
}

TEST(WriteDicom, SingleFramesReadBackEqualInEveryEncoding) {
  for (const WriteCase& one : write_cases()) {
    for (const auto encoding : {DicomEncoding::explicit_little_endian, DicomEncoding::rle_lossless,
                                DicomEncoding::jpeg_ls_lossless}) {
      SCOPED_TRACE(one.name + " " + std::to_string(static_cast<int>(encoding)));
      const TemporaryFolder folder;
      const Volume volume = loaded(one.phantom, folder);
      const SavedDicom saved = save_dicom(volume, folder / "out", {.encoding = encoding});
      ASSERT_EQ(saved.files.size(), 8U);
      const Volume read = load_only_volume(folder / "out");
      // A stack that runs against its normal is read the other way round: compare where it lies.
      if (is_left_handed(volume.geometry()) == is_left_handed(read.geometry())) {
        expect_same(read, volume);
      } else {
        ADD_FAILURE() << "turned round";
      }
      const SeriesAttributes& from = volume.provenance().series;
      const SeriesAttributes& to = read.provenance().series;
      EXPECT_EQ(to.study.study_instance_uid, from.study.study_instance_uid);
      EXPECT_EQ(to.frame_of_reference_uid, from.frame_of_reference_uid);
      EXPECT_EQ(to.patient.patient_name, from.patient.patient_name);
      EXPECT_EQ(to.series_instance_uid, saved.series_instance_uid);
      EXPECT_NE(to.series_instance_uid, from.series_instance_uid);
      EXPECT_EQ(to.series_number, from.series_number + 1000);
      EXPECT_THAT(to.series_instance_uid, StartsWith("2.25."));
      EXPECT_LE(to.series_instance_uid.size(), 64U);
    }
  }
}

TEST(WriteDicom, ADerivedImageSaysWhatItIsAndWhereFrom) {
  const TemporaryFolder folder;
  Phantom phantom = case_named("ct").phantom;
  const auto edit = phantom.edit;
  phantom.edit = [edit](PhantomSlice& slice) {
    edit(slice);
    slice.attributes["SmallestImagePixelValue"] = "3";
  };
  const Volume volume = loaded(phantom, folder);
  const SavedDicom saved = save_dicom(volume, folder / "out");
  const fs::path& third = saved.files[2];
  EXPECT_EQ(text_in(third, DCM_ImageType), "DERIVED\\SECONDARY\\AXIAL");
  EXPECT_EQ(text_in(third, DCM_SOPClassUID), UID_CTImageStorage);
  EXPECT_THAT(text_in(third, DCM_DerivationDescription), HasSubstr("volvr"));
  EXPECT_EQ(text_in(third, DCM_WindowCenter), "42");
  EXPECT_EQ(text_in(third, DCM_KVP), "120");
  EXPECT_EQ(text_in(third, DCM_SmallestImagePixelValue), "");
  DcmFileFormat object;
  ASSERT_TRUE(object.loadFile(third.c_str()).good());
  DcmItem* source = nullptr;
  ASSERT_TRUE(object.getDataset()->findAndGetSequenceItem(DCM_SourceImageSequence, source).good());
  OFString uid;
  source->findAndGetOFString(DCM_ReferencedSOPInstanceUID, uid);
  EXPECT_EQ(std::string(uid.c_str()), volume.provenance().slices[2].sop_instance_uid);
}

TEST(WriteDicom, PaddingStaysWhatItMeans) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("signed").phantom, folder);
  const SavedDicom saved = save_dicom(volume, folder / "out");
  EXPECT_EQ(text_in(saved.files[0], DCM_PixelPaddingValue), "-2000");
  EXPECT_EQ(text_in(saved.files[0], DCM_PixelRepresentation), "1");
}

TEST(WriteDicom, CharacterSetsAreKeptAndAReplacedPatientLeavesNothingOfTheOther) {
  Phantom phantom = case_named("mr").phantom;
  const auto edit = phantom.edit;
  phantom.patient_name = "Buc^J\xe9r\xf4me";
  phantom.edit = [edit](PhantomSlice& slice) {
    edit(slice);
    slice.attributes["SpecificCharacterSet"] = "ISO_IR 100";
    slice.attributes["PatientComments"] = "tall";
    slice.attributes["PatientAge"] = "050Y";
  };
  const TemporaryFolder folder;
  const Volume volume = loaded(phantom, folder);
  const SavedDicom kept = save_dicom(volume, folder / "kept");
  EXPECT_EQ(text_in(kept.files[0], DCM_PatientName), "Buc^J\xe9r\xf4me");
  EXPECT_EQ(text_in(kept.files[0], DCM_SpecificCharacterSet), "ISO_IR 100");
  PatientInfo other;
  other.patient_name = "Wang^XiaoDong=王^小东";
  other.patient_id = "X1";
  const SavedDicom replaced = save_dicom(volume, folder / "replaced", {.patient = other});
  EXPECT_EQ(text_in(replaced.files[0], DCM_PatientName), other.patient_name);
  EXPECT_EQ(text_in(replaced.files[0], DCM_PatientID), "X1");
  EXPECT_EQ(text_in(replaced.files[0], DCM_PatientComments), "");
  EXPECT_EQ(text_in(replaced.files[0], DCM_PatientAge), "050Y");
  EXPECT_THAT(bytes_of(replaced.files[0]), testing::Not(HasSubstr("Buc")));
  EXPECT_NE(replaced.series_instance_uid, kept.series_instance_uid);
}

TEST(WriteDicom, TheSameCallWritesTheSameBytes) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("pt").phantom, folder);
  const SavedDicom a = save_dicom(volume, folder / "a");
  const SavedDicom b = save_dicom(volume, folder / "b", {.threads = 1});
  for (std::size_t k = 0; k < a.files.size(); ++k) {
    EXPECT_EQ(bytes_of(a.files[k]), bytes_of(b.files[k]));
  }
  save_dicom(volume, folder / "a.dcm", {.form = DicomForm::enhanced});
  save_dicom(volume, folder / "b.dcm", {.form = DicomForm::enhanced});
  EXPECT_EQ(bytes_of(folder / "a.dcm"), bytes_of(folder / "b.dcm"));
}

template <class F>
Volume with_values(const Volume& volume, VoxelType type, F&& value_of) {
  const auto count = voxel_count(volume.geometry());
  const auto buffer = allocate_voxels(count * bytes_per_value(type));
  for (std::size_t i = 0; i < count; ++i) {
    if (type == VoxelType::float32)
      static_cast<float*>(buffer.get())[i] = static_cast<float>(value_of(i));
    else
      static_cast<std::int32_t*>(buffer.get())[i] = static_cast<std::int32_t>(value_of(i));
  }
  return {volume.geometry(),
          type,
          buffer,
          1,
          volume.unit(),
          std::make_shared<Provenance>(volume.provenance())};
}

TEST(WriteDicom, OtherValuesAreKeptByARescaleOfTheirOwnOrRefused) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("ct").phantom, folder);
  const auto high =
      with_values(volume, VoxelType::int32, [](std::size_t i) { return 100000 + i % 50000; });
  save_dicom(high, folder / "high");
  const Volume read = load_only_volume(folder / "high");
  EXPECT_EQ(value_at(read, {5, 0, 0}), 100005.0);
  EXPECT_EQ(value_at(read, {23, 19, 7}), value_at(high, {23, 19, 7}));
  const auto whole = with_values(volume, VoxelType::float32, [](std::size_t i) {
    return static_cast<double>(i % 30000) - 5000.0;
  });
  save_dicom(whole, folder / "whole");
  EXPECT_EQ(value_at(load_only_volume(folder / "whole"), {3, 1, 2}), value_at(whole, {3, 1, 2}));
  for (const auto& bad :
       {with_values(volume, VoxelType::float32,
                    [](std::size_t i) { return 0.1 * static_cast<double>(i); }),
        with_values(volume, VoxelType::float32,
                    [](std::size_t i) { return i == 7 ? std::nan("") : 1.0; }),
        with_values(volume, VoxelType::int32, [](std::size_t i) { return i == 7 ? 70000 : 0; })}) {
    const Error error = error_of([&] { save_dicom(bad, folder / "bad"); });
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_THAT(error.what(), HasSubstr("without loss"));
    EXPECT_FALSE(fs::exists(folder / "bad"));
  }
}

TEST(WriteDicom, ValuesAreRoundedWhereAskedAndByHowMuchIsSaid) {
  const TemporaryFolder folder;
  for (const std::string name : {"ct", "mr"}) {
    const Volume volume = loaded(case_named(name).phantom, folder);
    const auto fractions = with_values(volume, VoxelType::float32, [](std::size_t i) {
      return 1e-3 * static_cast<double>(i % 1999) - 0.7123;
    });
    const fs::path out = folder / ("out-" + name);
    for (const auto form : {DicomForm::single_frame, DicomForm::enhanced}) {
      const fs::path path = form == DicomForm::enhanced ? fs::path(out.string() + ".dcm") : out;
      const SavedDicom saved = save_dicom(fractions, path, {.form = form, .round_values = true});
      const Volume read = load_only_volume(path);
      double worst = 0.0;
      for (int k = 0; k < 8; ++k) {
        for (int j = 0; j < 20; ++j) {
          for (int i = 0; i < 24; ++i) {
            worst = std::max(worst,
                             std::abs(value_at(read, {i, j, k}) - value_at(fractions, {i, j, k})));
          }
        }
      }
      EXPECT_LT(worst, 0.51 * 1.998 / 65535.0) << name;
      EXPECT_GT(worst, 0.0);
      EXPECT_THAT(saved.reason, HasSubstr("rounded to steps of"));
      EXPECT_THAT(text_in(saved.files[0], DCM_DerivationDescription),
                  HasSubstr("rounded to steps"));
    }
    fs::remove_all(folder / "source");
  }
  const Volume volume = loaded(case_named("ct").phantom, folder);
  const auto none = with_values(volume, VoxelType::float32,
                                [](std::size_t i) { return i == 7 ? std::nan("") : 0.1; });
  EXPECT_EQ(error_of([&] { save_dicom(none, folder / "none", {.round_values = true}); }).code(),
            ErrorCode::unsupported);
}

TEST(WriteDicom, VolumesThatAreNoImagesAreRefused) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("ct").phantom, folder);
  const Volume without(volume.geometry(), volume.type(), volume.buffer());
  EXPECT_EQ(error_of([&] { save_dicom(without, folder / "out"); }).code(),
            ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { save_dicom({}, folder / "out"); }).code(), ErrorCode::invalid_argument);
  GridGeometry grid = volume.geometry();
  grid.patient_from_index.linear().col(1) += 0.1 * grid.patient_from_index.linear().col(0);
  const Volume skew(grid, volume.type(), volume.buffer(), 1, volume.unit(),
                    std::make_shared<Provenance>(volume.provenance()));
  EXPECT_EQ(error_of([&] { save_dicom(skew, folder / "out"); }).code(), ErrorCode::unsupported);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(WriteDicom, AFolderThatHoldsSomethingAndAFileThatExistsAreKept) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("ct").phantom, folder);
  const Error error = error_of([&] { save_dicom(volume, folder / "source", {.overwrite = true}); });
  EXPECT_EQ(error.code(), ErrorCode::not_writable);
  std::ofstream(folder / "a.dcm") << "mine";
  EXPECT_EQ(
      error_of([&] { save_dicom(volume, folder / "a.dcm", {.form = DicomForm::enhanced}); }).code(),
      ErrorCode::not_writable);
  EXPECT_EQ(bytes_of(folder / "a.dcm"), "mine");
  fs::create_directory(folder / "empty");
  save_dicom(volume, folder / "empty");
  EXPECT_TRUE(fs::exists(folder / "empty" / "0008.dcm"));
}

TEST(WriteDicom, AStopLeavesNothing) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("ct").phantom, folder);
  for (const auto form : {DicomForm::single_frame, DicomForm::enhanced}) {
    const Error error = error_of([&] {
      save_dicom(volume, folder / "out",
                 {.form = form, .progress = [](const Progress&) { return false; }});
    });
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "only the source";
  }
}

int save_with_limit(const Volume& volume, const fs::path& path, DicomForm form, rlim_t most) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{most, most};
    setrlimit(RLIMIT_FSIZE, &limit);
    int status = 255;
    try {
      save_dicom(volume, path, {.form = form, .threads = 1});
      status = 0;
    } catch (const Error& error) {
      status = 1 + static_cast<int>(error.code());
    } catch (...) {
    }
    _exit(status);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(WriteDicom, AFullDiskIsNoticedAndLeavesNothing) {
  const TemporaryFolder folder;
  const Volume volume = loaded(case_named("ct").phantom, folder);
  const SavedDicom whole = save_dicom(volume, folder / "whole.dcm", {.form = DicomForm::enhanced});
  const auto size = static_cast<rlim_t>(fs::file_size(whole.files[0]));
  fs::remove(whole.files[0]);
  for (const rlim_t most : {rlim_t{0}, rlim_t{500}, size / 2, size - 1}) {
    EXPECT_EQ(save_with_limit(volume, folder / "out", DicomForm::enhanced, most),
              1 + static_cast<int>(ErrorCode::no_space))
        << most << " of " << size;
  }
  EXPECT_EQ(save_with_limit(volume, folder / "out", DicomForm::single_frame, 700),
            1 + static_cast<int>(ErrorCode::no_space));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "only the source";
}

}  // namespace
}  // namespace volvr::test
