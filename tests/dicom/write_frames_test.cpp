// SPDX-License-Identifier: Apache-2.0
//
// Volumes that came from objects of many frames, and from mosaics, as DICOM again.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "dicom/expect.h"
#include "dicom/write_cases.h"
#include "support/temporary_folder.h"
#include "volvr/save_dicom.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Loaded {
  DcmFileFormat format;
  explicit Loaded(const fs::path& file) {
    EXPECT_TRUE(format.loadFile(file.c_str()).good()) << file;
  }
  DcmItem& items() { return *format.getDataset(); }
};

std::string text_in(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  return text.c_str();
}

DcmItem& item_at(DcmItem& item, const DcmTagKey& sequence, int index = 0) {
  static DcmItem none;
  DcmItem* found = nullptr;
  if (item.findAndGetSequenceItem(sequence, found, index).good()) return *found;
  ADD_FAILURE() << "no item of " << sequence.toString().c_str();
  return none;
}

Volume loaded(const ObjectPhantom& object, const TemporaryFolder& folder) {
  write_object(object, folder / "source" / "object.dcm");
  return load_only_volume(folder / "source");
}

void expect_same(const Volume& read, const Volume& written) {
  EXPECT_EQ(read.unit(), written.unit());
  ASSERT_EQ(read.type(), written.type());
  ASSERT_EQ(read.size_bytes(), written.size_bytes());
  EXPECT_EQ(std::memcmp(read.buffer().get(), written.buffer().get(), read.size_bytes()), 0);
  EXPECT_LT(
      (read.geometry().patient_from_index.matrix() - written.geometry().patient_from_index.matrix())
          .cwiseAbs()
          .maxCoeff(),
      1e-9);
}

TEST(WriteFrames, ReadBackEqualInBothForms) {
  for (const ObjectCase& one : object_cases()) {
    SCOPED_TRACE(one.name);
    const TemporaryFolder folder;
    const Volume volume = loaded(one.object, folder);
    save_dicom(volume, folder / "single");
    expect_same(load_only_volume(folder / "single"), volume);
    const SavedDicom saved =
        save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
    EXPECT_EQ(saved.sop_class_uid, one.enhanced_uid);
    EXPECT_NE(saved.reason, "");
    expect_same(load_only_volume(folder / "enhanced.dcm"), volume);
  }
}

// Frames stand in the object in another order than in space.
TEST(WriteFrames, NameTheFrameThatEachSliceCameFrom) {
  const TemporaryFolder folder;
  const ObjectCase one = object_case("enhanced-mr");
  const Volume volume = loaded(one.object, folder);
  const SavedDicom single = save_dicom(volume, folder / "single");
  save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
  Loaded enhanced(folder / "enhanced.dcm");
  for (int k = 0; k < volume.geometry().size.z(); ++k) {
    const SourceInstance& slice = volume.provenance().slices[static_cast<std::size_t>(k)];
    const std::string frame = std::to_string(slice.frame + 1);
    EXPECT_EQ(one.object.frames[static_cast<std::size_t>(slice.frame)].k, k);
    Loaded file(single.files[static_cast<std::size_t>(k)]);
    DcmItem& source = item_at(file.items(), DCM_SourceImageSequence);
    EXPECT_EQ(text_in(source, DCM_ReferencedFrameNumber), frame);
    EXPECT_EQ(text_in(source, DCM_ReferencedSOPInstanceUID), slice.sop_instance_uid);
    DcmItem& group = item_at(enhanced.items(), DCM_PerFrameFunctionalGroupsSequence, k);
    DcmItem& derived =
        item_at(item_at(group, DCM_DerivationImageSequence), DCM_SourceImageSequence);
    EXPECT_EQ(text_in(derived, DCM_ReferencedFrameNumber), frame);
    EXPECT_EQ(text_in(derived, DCM_ReferencedSOPInstanceUID), slice.sop_instance_uid);
  }
}

TEST(WriteFrames, KeepWhatTheirGroupsSayUnderTheNamesOfEachClass) {
  const TemporaryFolder folder;
  const Volume volume = loaded(object_case("enhanced-mr").object, folder);
  const SavedDicom single = save_dicom(volume, folder / "single");
  Loaded file(single.files[2]);
  EXPECT_EQ(text_in(file.items(), DCM_SOPClassUID), UID_MRImageStorage);
  EXPECT_EQ(text_in(file.items(), DCM_ImageType), "DERIVED\\SECONDARY\\OTHER");
  EXPECT_EQ(text_in(file.items(), DCM_EchoTime), "4.5");
  EXPECT_EQ(text_in(file.items(), DCM_RepetitionTime), "20");
  EXPECT_EQ(text_in(file.items(), DCM_ScanningSequence), "GR");
  EXPECT_EQ(text_in(file.items(), DCM_AcquisitionTime), "101112");
  EXPECT_EQ(text_in(file.items(), DCM_WindowWidth), "402");
  EXPECT_FALSE(file.items().tagExists(DCM_PerFrameFunctionalGroupsSequence));
  save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
  Loaded enhanced(folder / "enhanced.dcm");
  EXPECT_EQ(text_in(enhanced.items(), DCM_ImageType), "ORIGINAL\\PRIMARY\\VOLUME\\NONE");
  DcmItem& shared = item_at(enhanced.items(), DCM_SharedFunctionalGroupsSequence);
  EXPECT_EQ(text_in(item_at(shared, DCM_MREchoSequence), DCM_EffectiveEchoTime), "4.5");
  DcmItem& frame = item_at(enhanced.items(), DCM_PerFrameFunctionalGroupsSequence, 2);
  EXPECT_EQ(text_in(item_at(frame, DCM_FrameVOILUTSequence), DCM_WindowWidth), "402");
  EXPECT_FALSE(shared.tagExists(DCM_FrameVOILUTSequence));
  for (DcmItem* items : {&enhanced.items(), &file.items()}) {
    EXPECT_FALSE(items->tagExists(DcmTagKey(0x0029, 0x1010), OFTrue));
  }
}

TEST(WriteFrames, WhetherTextIsBurnedInIsSaidOnlyWhereItIsKnown) {
  const TemporaryFolder folder;
  ObjectPhantom object = object_case("enhanced-mr").object;
  const auto saved_with = [&](const std::string& said, SaveDicomOptions options) {
    object.attributes.erase("BurnedInAnnotation");
    if (!said.empty()) object.attributes["BurnedInAnnotation"] = said;
    const fs::path source = folder / "burned" / "object.dcm";
    write_object(object, source);
    options.form = DicomForm::enhanced;
    options.overwrite = true;
    const SavedDicom saved = save_dicom(load_only_volume(source), folder / "out.dcm", options);
    Loaded file(folder / "out.dcm");
    return saved.sop_class_uid + " " + text_in(file.items(), DCM_BurnedInAnnotation);
  };
  const std::string proper = UID_EnhancedMRImageStorage;
  EXPECT_EQ(saved_with("NO", {}), proper + " NO");
  EXPECT_EQ(saved_with("", {}), std::string(UID_LegacyConvertedEnhancedMRImageStorage) + " ");
  EXPECT_EQ(saved_with("", {.burned_in_annotation = false}), proper + " NO");
  EXPECT_EQ(error_of([&] { saved_with("YES", {}); }).code(), ErrorCode::unsupported);
}

TEST(WriteFrames, OfOneSliceEachSayNoMoreThanAllOfThem) {
  for (const int known : {0, 3, 8}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.edit = [known](PhantomSlice& slice) {
      if (slice.k < known) slice.attributes["BurnedInAnnotation"] = "NO";
    };
    write_phantom(phantom, folder / "source");
    const Volume volume = load_only_volume(folder / "source");
    save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
    Loaded file(folder / "enhanced.dcm");
    EXPECT_EQ(text_in(file.items(), DCM_BurnedInAnnotation), known == 8 ? "NO" : "");
  }
}

TEST(WriteFrames, OfAMosaicAreImagesOfTheirOwn) {
  const TemporaryFolder folder;
  const Volume volume = loaded(object_case("mosaic").object, folder);
  ASSERT_EQ(volume.geometry().size.z(), 7);
  const SavedDicom single = save_dicom(volume, folder / "single");
  expect_same(load_only_volume(folder / "single"), volume);
  Loaded file(single.files[3]);
  EXPECT_EQ(text_in(file.items(), DCM_ImageType), "DERIVED\\SECONDARY\\M\\ND");
  DcmItem& source = item_at(file.items(), DCM_SourceImageSequence);
  EXPECT_EQ(text_in(source, DCM_ReferencedSOPInstanceUID),
            volume.provenance().slices[0].sop_instance_uid);
  EXPECT_EQ(text_in(source, DCM_ReferencedFrameNumber), "");
}

TEST(WriteFrames, PetFramesThatLackWhatSingleImagesMustSayAreRefusedAsSuchAlone) {
  const TemporaryFolder folder;
  const Volume volume = loaded(object_case("enhanced-pt").object, folder);
  const Error error = error_of([&] { save_dicom(volume, folder / "single"); });
  EXPECT_EQ(error.code(), ErrorCode::unsupported);
  EXPECT_THAT(error.what(), HasSubstr("SeriesType"));
  EXPECT_FALSE(fs::exists(folder / "single"));
  save_dicom(volume, folder / "enhanced.dcm", {.form = DicomForm::enhanced});
  expect_same(load_only_volume(folder / "enhanced.dcm"), volume);
}

}  // namespace
}  // namespace volvr::test
