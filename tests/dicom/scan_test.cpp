// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/ordinary_user.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

TEST(scan, finds_slices_in_order_of_place_not_of_name) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  const VolumeInfo volume = only_volume(folder.path());
  EXPECT_TRUE(is_loadable(volume));
  ASSERT_EQ(volume.slices.size(), files.size());
  for (std::size_t k = 0; k < files.size(); ++k) EXPECT_EQ(volume.slices[k].file, files[k]);
}

TEST(scan, tells_what_the_headers_say) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.patient_name = "Doe^Jane";
  phantom.series_number = 7;
  phantom.modality = "MR";
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  ASSERT_EQ(catalog.series.size(), 1U);
  const SeriesInfo& series = catalog.series[0];
  EXPECT_EQ(series.patient.patient_name, "Doe^Jane");
  EXPECT_EQ(series.patient.patient_id, "PHANTOM-1");
  EXPECT_EQ(series.study.study_instance_uid, "2.25.1000");
  EXPECT_EQ(series.study.study_date, "20200102");
  EXPECT_EQ(series.study.study_description, "Phantom study");
  EXPECT_EQ(series.series_instance_uid, "2.25.1000.1");
  EXPECT_EQ(series.series_number, 7);
  EXPECT_EQ(series.modality, "MR");
  EXPECT_EQ(series.patient_position, "HFS");
  EXPECT_EQ(series.image_type, "ORIGINAL\\PRIMARY\\AXIAL");
  EXPECT_EQ(catalog.files_seen, 8U);
  EXPECT_EQ(catalog.dicom_files, 8U);
  const SourceInstance& slice = series.volumes[0].slices[2];
  EXPECT_EQ(slice.sop_instance_uid, "2.25.1000.1.3");
  EXPECT_EQ(slice.instance_number, 3);
  EXPECT_EQ(slice.pixels.rows, 20);
  EXPECT_EQ(slice.pixels.columns, 24);
  EXPECT_EQ(slice.pixels.bits_stored, 12);
  EXPECT_EQ(slice.pixels.data_length, 24U * 20U * 2U);
  EXPECT_EQ(slice.pixels.data_offset + slice.pixels.data_length, fs::file_size(slice.file));
}

TEST(scan, passes_over_what_is_not_dicom_and_counts_it) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  write_text(folder / "notes.txt", "nothing to see");
  write_text(folder / "empty", "");
  write_text(folder / "zeros", std::string(100000, '\0'));
  write_text(folder / "picture.png", "\x89PNG\r\n\x1a\n" + std::string(3000, 'x'));
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(catalog.files_seen, 12U);
  EXPECT_EQ(catalog.dicom_files, 8U);
  EXPECT_EQ(message_of(catalog.findings, FindingCode::not_dicom),
            "4 files are not DICOM; they were passed over.");
}

TEST(scan, goes_into_folders_unless_told_not_to) {
  const TemporaryFolder folder;
  write_phantom({}, folder / "a" / "b");
  EXPECT_EQ(scan(folder.path()).dicom_files, 8U);
  const Error error = error_of([&] { scan(folder.path(), {.recursive = false}); });
  EXPECT_EQ(error.code(), ErrorCode::not_dicom);
}

TEST(scan, takes_one_file) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  const Catalog catalog = scan(files[3]);
  ASSERT_EQ(catalog.series.size(), 1U);
  EXPECT_EQ(catalog.series[0].volumes[0].slices.size(), 1U);
}

TEST(scan, takes_several_places_and_the_same_place_twice) {
  const TemporaryFolder folder;
  Phantom phantom;
  write_phantom(phantom, folder / "a");
  phantom.series_uid = "2.25.2";
  write_phantom(phantom, folder / "b");
  const Catalog catalog = scan(std::vector{folder / "a", folder / "b", folder / "a"});
  EXPECT_EQ(catalog.series.size(), 2U);
  EXPECT_EQ(catalog.files_seen, 16U);
}

TEST(scan, ends_on_links_that_run_in_circles) {
  const TemporaryFolder folder;
  write_phantom({}, folder / "a");
  fs::create_directory_symlink(folder.path(), folder / "a" / "up");
  fs::create_directory_symlink(folder / "a", folder / "again");
  EXPECT_EQ(scan(folder.path()).dicom_files, 8U);
}

TEST(scan, reports_a_link_that_leads_nowhere) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  fs::create_symlink(folder / "gone.dcm", folder / "link.dcm");
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(message_of(catalog.findings, FindingCode::unreadable_file),
            (folder / "link.dcm").filename().string() + " cannot be read.");
}

TEST(scan, does_not_wait_for_a_pipe) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(scan(folder.path()).files_seen, 8U);
  EXPECT_EQ(error_of([&] { scan(folder / "pipe"); }).code(), ErrorCode::not_readable);
}

TEST(scan, reads_bare_data_sets) {
  for (const Encoding encoding :
       {Encoding::implicit_little, Encoding::explicit_little, Encoding::explicit_big}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.meta_header = false;
    phantom.encoding = encoding;
    write_phantom(phantom, folder.path());
    const Volume volume = load_only_volume(folder.path());
    expect_phantom_voxels(volume, phantom);
  }
}

TEST(scan, refuses_what_is_not_there_or_not_dicom) {
  const TemporaryFolder folder;
  EXPECT_EQ(error_of([&] { scan(folder / "none"); }).code(), ErrorCode::not_found);
  const Error empty = error_of([&] { scan(folder.path()); });
  EXPECT_EQ(empty.code(), ErrorCode::not_dicom);
  EXPECT_NE(std::string(empty.what()).find("There are no files in"), std::string::npos);
  write_text(folder / "a.txt", "text");
  write_text(folder / "b.txt", "text");
  const Error none = error_of([&] { scan(folder.path()); });
  EXPECT_EQ(none.code(), ErrorCode::not_dicom);
  EXPECT_NE(std::string(none.what()).find("among 2 files"), std::string::npos);
}

TEST(scan, refuses_a_folder_that_cannot_be_read) {
  const TemporaryFolder folder;
  const OrdinaryUser user(folder);
  if (!user.problem().empty()) GTEST_SKIP() << user.problem();
  write_phantom({}, folder / "closed");
  fs::permissions(folder / "closed", fs::perms::none);
  EXPECT_EQ(error_of([&] { scan(folder / "closed"); }).code(), ErrorCode::not_readable);
  fs::permissions(folder / "closed", fs::perms::owner_all);
}

TEST(scan, reports_a_file_that_cannot_be_read) {
  const TemporaryFolder folder;
  const OrdinaryUser user(folder);
  if (!user.problem().empty()) GTEST_SKIP() << user.problem();
  const auto files = write_phantom({}, folder.path());
  fs::permissions(files[0], fs::perms::none);
  const Catalog catalog = scan(folder.path());
  EXPECT_FALSE(message_of(catalog.findings, FindingCode::unreadable_file).empty());
  EXPECT_EQ(error_of([&] { scan(files[0]); }).code(), ErrorCode::not_readable);
}

TEST(scan, stops_when_the_sink_says_so) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  const Error error =
      error_of([&] { scan(folder.path(), {.progress = [](const Progress&) { return false; }}); });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
}

TEST(scan, reads_the_sample_studies) {
  const Catalog chest = scan(sample("ct-chest"));
  ASSERT_EQ(chest.series.size(), 1U);
  EXPECT_TRUE(chest.findings.empty());
  EXPECT_EQ(describe(chest.series[0]), "CT, series 30026, 512 × 512 × 275, 0.781 × 0.781 × 1 mm");
  EXPECT_TRUE(chest.series[0].volumes[0].findings.empty());
  const Catalog head = scan(sample("mr-head"));
  ASSERT_EQ(head.series.size(), 1U);
  EXPECT_EQ(plane_name(head.series[0].volumes[0].geometry), "oblique axial");
}

TEST(scan, passes_over_directories_and_reports) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "dicomdir_public");
  const Catalog catalog = scan(folder);
  EXPECT_FALSE(message_of(catalog.findings, FindingCode::index_file).empty());
  for (const SeriesInfo& series : catalog.series) {
    EXPECT_TRUE(series.modality == "CT" || series.modality == "MR" || series.modality == "CR");
  }
}

}  // namespace
}  // namespace volvr::test
