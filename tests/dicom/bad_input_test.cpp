// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

void cut(const fs::path& file, std::uintmax_t bytes) {
  fs::resize_file(file, fs::file_size(file) - bytes);
}

void expect_refused(const fs::path& folder, ErrorCode code, const std::string& said) {
  const Catalog catalog = scan(folder);
  ASSERT_EQ(catalog.series.size(), 1U);
  const Error error = error_of([&] { load(catalog.series[0]); });
  EXPECT_EQ(to_string(error.code()), to_string(code));
  EXPECT_NE(std::string(error.what()).find(said), std::string::npos) << error.what();
}

TEST(bad_input, pixels_that_end_too_early) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  cut(files[3], 100);
  expect_refused(folder.path(), ErrorCode::malformed,
                 files[3].filename().string() + " ends before its pixels do");
}

TEST(bad_input, a_header_that_ends_too_early) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  fs::resize_file(files[3], 500);
  const Catalog catalog = scan(folder.path());
  EXPECT_EQ(catalog.dicom_files, 8U);
  EXPECT_NE(message_of(catalog.findings, FindingCode::malformed_file)
                .find(files[3].filename().string() + " was passed over"),
            std::string::npos);
  // What is left has a gap, which is said too.
  EXPECT_FALSE(is_loadable(catalog.series.at(0).volumes.at(0)));
}

TEST(bad_input, every_length_of_a_cut_file_gives_a_finding_or_an_error) {
  for (const Encoding encoding : {Encoding::implicit_little, Encoding::explicit_little,
                                  Encoding::jpeg_ls_lossless, Encoding::deflated}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.size = {8, 8, 1};
    phantom.encoding = encoding;
    const fs::path file = write_phantom(phantom, folder.path()).front();
    for (std::uintmax_t size = fs::file_size(file) - 1; size > 0;
         size -= std::min<std::uintmax_t>(size, 7)) {
      fs::resize_file(file, size);
      try {
        const Catalog catalog = scan(folder.path());
        for (const SeriesInfo& series : catalog.series) load(series);
        // A trailing delimiter may be missing; otherwise something must have been said.
        EXPECT_TRUE(!catalog.findings.empty() || encoding == Encoding::jpeg_ls_lossless ||
                    encoding == Encoding::deflated)
            << size;
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()), "");
      }
    }
  }
}

TEST(bad_input, rows_that_ask_for_more_than_there_is) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  for (const auto& file : files) set_attribute(file, "Rows", "40");
  expect_refused(folder.path(), ErrorCode::malformed, "contradict");
}

TEST(bad_input, rows_that_ask_for_less_than_there_is_are_said) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  for (const auto& file : files) set_attribute(file, "Rows", "10");
  const VolumeInfo info = only_volume(folder.path());
  EXPECT_TRUE(has_finding(info.findings, FindingCode::malformed_file, Severity::warning));
}

TEST(bad_input, absurd_sizes_are_refused_before_memory_is_taken) {
  for (const Encoding encoding : {Encoding::explicit_little, Encoding::jpeg_ls_lossless}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.encoding = encoding;
    const auto files = write_phantom(phantom, folder.path());
    for (const auto& file : files) {
      set_attribute(file, "Rows", "65535");
      set_attribute(file, "Columns", "65535");
    }
    expect_refused(folder.path(), ErrorCode::malformed, "contradict");
  }
}

class lying_stream : public testing::TestWithParam<Encoding> {};

TEST_P(lying_stream, that_holds_another_image_than_the_header_says) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = GetParam();
  const auto files = write_phantom(phantom, folder.path());
  for (const auto& file : files) set_attribute(file, "Columns", "20");
  expect_refused(folder.path(), ErrorCode::malformed, "cannot be decoded");
}

TEST_P(lying_stream, that_is_damaged) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = GetParam();
  const auto files = write_phantom(phantom, folder.path());
  // Zeros from the middle of the file on, where the stream is.
  std::fstream file(files[2], std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(fs::file_size(files[2]));
  file.seekp(size - 300);
  file << std::string(250, '\0');
  file.close();
  try {
    load(scan(folder.path()).series.at(0));
  } catch (const Error& error) {
    EXPECT_EQ(to_string(error.code()), to_string(ErrorCode::malformed));
  }
}

INSTANTIATE_TEST_SUITE_P(bad_input, lying_stream,
                         testing::Values(Encoding::rle, Encoding::jpeg_lossless_sv1,
                                         Encoding::jpeg_ls_lossless, Encoding::jpeg_2000_lossless));

TEST(bad_input, a_file_that_vanishes_between_scan_and_load) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  const Catalog catalog = scan(folder.path());
  fs::remove(files[5]);
  const Error error = error_of([&] { load(catalog.series.at(0)); });
  EXPECT_EQ(error.code(), ErrorCode::not_found);
  EXPECT_EQ(error.subject(), files[5].string());
}

TEST(bad_input, a_file_that_changes_between_scan_and_load) {
  for (const Encoding encoding : {Encoding::explicit_little, Encoding::jpeg_ls_lossless}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.encoding = encoding;
    const auto files = write_phantom(phantom, folder.path());
    const Catalog catalog = scan(folder.path());
    phantom.size = {24, 22, 8};
    phantom.modality = "MR";
    write_phantom(phantom, folder.path());
    const Error error = error_of([&] { load(catalog.series.at(0)); });
    EXPECT_EQ(error.code(), ErrorCode::malformed);
    EXPECT_NE(std::string(error.what()).find("has changed since it was scanned"), std::string::npos)
        << error.what();
  }
}

TEST(bad_input, a_catalog_that_was_tampered_with) {
  const TemporaryFolder folder;
  write_phantom({}, folder.path());
  Catalog catalog = scan(folder.path());
  catalog.series[0].volumes[0].slices[4].pixels.rows = 500;
  EXPECT_EQ(error_of([&] { load(catalog.series[0]); }).code(), ErrorCode::invalid_argument);
  EXPECT_EQ(error_of([&] { load(catalog.series[0], {.volume = 3}); }).code(),
            ErrorCode::invalid_argument);
}

// Replaces a transfer syntax UID in the file's meta header by another of the same length.
void replace_syntax(const fs::path& file, const std::string& from, const std::string& to) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  in.close();
  bytes.replace(bytes.find(from), from.size(), to);
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST(bad_input, a_transfer_syntax_that_cannot_be_decoded_is_named) {
  for (const auto& [syntax, name] : {std::pair{"1.2.840.10008.1.2.4.92", "Part 2"},
                                     std::pair{"1.2.840.10008.1.2.4.99", "1.2.4.99"}}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.encoding = Encoding::jpeg_ls_lossless;
    for (const auto& file : write_phantom(phantom, folder.path())) {
      replace_syntax(file, "1.2.840.10008.1.2.4.80", syntax);
    }
    expect_refused(folder.path(), ErrorCode::unsupported, name);
  }
}

struct NoSlice {
  std::string name;
  std::string modality;
  std::string keyword;
  std::string value;
  FindingCode code;
};

class no_slice : public testing::TestWithParam<NoSlice> {};

TEST_P(no_slice, becomes_no_volume) {
  const NoSlice& what = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = what.modality;
  phantom.edit = [&](PhantomSlice& slice) {
    if (!what.keyword.empty()) slice.attributes[what.keyword] = what.value;
  };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  ASSERT_EQ(catalog.series.size(), 1U);
  EXPECT_TRUE(catalog.series[0].volumes.empty());
  EXPECT_NE(message_of(catalog.series[0].findings, what.code), "");
  EXPECT_EQ(error_of([&] { load(catalog.series[0]); }).code(), ErrorCode::unsupported);
}

INSTANTIATE_TEST_SUITE_P(
    bad_input, no_slice,
    testing::Values(NoSlice{"secondary_capture", "SC", "", "", FindingCode::not_a_slice},
                    NoSlice{"radiograph", "CT", "SOPClassUID", "1.2.840.10008.5.1.4.1.1.1",
                            FindingCode::not_a_slice}),
    [](const auto& instance) { return instance.param.name; });

TEST(bad_input, frames_without_places_are_no_volume) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["NumberOfFrames"] = "2"; };
  write_phantom(phantom, folder.path());
  expect_refused(folder.path(), ErrorCode::missing_geometry, "ImagePositionPatient");
}

TEST(bad_input, a_mosaic_without_its_private_header_is_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.modality = "MR";
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["ImageType"] = "ORIGINAL\\PRIMARY\\M\\MOSAIC";
  };
  write_phantom(phantom, folder.path());
  expect_refused(folder.path(), ErrorCode::missing_geometry, "CSA header");
}

TEST(bad_input, summary_pages_do_not_become_a_volume) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "ct_philips_summary_sc_mono");
  for (const SeriesInfo& series : scan(folder).series) EXPECT_TRUE(series.volumes.empty());
}

TEST(bad_input, a_slope_of_zero_is_refused) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["RescaleSlope"] = "0"; };
  write_phantom(phantom, folder.path());
  expect_refused(folder.path(), ErrorCode::malformed, "RescaleSlope is 0");
}

TEST(bad_input, a_slope_that_is_no_number_is_not_taken_for_one) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) { slice.attributes["RescaleIntercept"] = "1,5"; };
  write_phantom(phantom, folder.path());
  expect_refused(folder.path(), ErrorCode::malformed, "RescaleIntercept is no number");
}

TEST(bad_input, palette_colours_are_refused_by_name) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["PhotometricInterpretation"] = "PALETTE COLOR";
  };
  write_phantom(phantom, folder.path());
  expect_refused(folder.path(), ErrorCode::unsupported, "PALETTE COLOR");
}

TEST(bad_input, broken_files_of_others_never_crash) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "broken_public");
  int refused = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    try {
      for (const SeriesInfo& series : scan(entry.path()).series) load(series);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 5);
}

}  // namespace
}  // namespace volvr::test
