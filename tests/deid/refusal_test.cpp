// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>
#include <gtest/gtest.h>

#include <dcmtk/dcmdata/dctk.h>

#include <fstream>
#include <string>

#include "deid/canary_objects.h"
#include "dicom/deid/pixel_rules.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/deidentify.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

const PseudonymKey key(std::string(32, 'k'));

struct Refused {
  std::string name;
  std::map<std::string, std::string> attributes;
  DeidentifyOptions options;
  std::string reason;  ///< empty: not refused
};

void PrintTo(const Refused& refused, std::ostream* out) {
  *out << refused.name;
}

class refusal : public testing::TestWithParam<Refused> {};

TEST_P(refusal, is_by_reason_and_writes_nothing) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  phantom.edit = [](PhantomSlice& slice) { slice.attributes = GetParam().attributes; };
  const fs::path file = write_phantom(phantom, folder.path() / "in").front();
  const fs::path out = folder.path() / "out";
  fs::create_directories(out);
  const Deidentifier deidentifier(key, GetParam().options);
  try {
    deidentifier.write(file, out);
    EXPECT_EQ(GetParam().reason, "");
    EXPECT_NO_THROW(deidentifier.require_allowed(file));
  } catch (const Error& error) {
    ASSERT_NE(GetParam().reason, "") << error.what();
    EXPECT_NE(std::string(error.what()).find(GetParam().reason), std::string::npos) << error.what();
    EXPECT_TRUE(fs::is_empty(out));
    EXPECT_THROW(deidentifier.require_allowed(file), Error);
  }
}

const std::string mr = "1.2.840.10008.5.1.4.1.1.4";
const std::string sc = "1.2.840.10008.5.1.4.1.1.7";
const std::string us = "1.2.840.10008.5.1.4.1.1.6.1";
const std::string xa = "1.2.840.10008.5.1.4.1.1.12.1";
const std::string sr = "1.2.840.10008.5.1.4.1.1.88.33";
const std::string gsps = "1.2.840.10008.5.1.4.1.1.11.1";

INSTANTIATE_TEST_SUITE_P(
    refusal, refusal,
    testing::Values(
        Refused{"plain", {}, {}, ""},
        Refused{"burned_in", {{"BurnedInAnnotation", "YES"}}, {}, "burned"},
        Refused{"burned_in_without_rule",
                {{"BurnedInAnnotation", "YES"}},
                {.clean_pixel_data = true},
                "No rule"},
        Refused{"secondary_capture", {{"SOPClassUID", sc}}, {}, "secondary capture"},
        Refused{"capture_that_says_no",
                {{"SOPClassUID", sc}, {"BurnedInAnnotation", "NO"}},
                {},
                "secondary capture"},
        Refused{"ultrasound", {{"SOPClassUID", us}, {"Modality", "US"}}, {}, "ultrasound"},
        Refused{"ultrasound_without_regions",
                {{"SOPClassUID", us}, {"Modality", "US"}},
                {.clean_pixel_data = true},
                "No rule"},
        Refused{"dose_page", {{"ImageType", "ORIGINAL\\PRIMARY\\DOSE_INFO"}}, {}, "page"},
        Refused{"screen_save", {{"ImageType", "DERIVED\\SECONDARY\\SCREEN SAVE"}}, {}, "page"},
        Refused{"angiogram", {{"SOPClassUID", xa}, {"ImageType", "ORIGINAL\\PRIMARY"}}, {}, ""},
        Refused{"angiogram_screen",
                {{"SOPClassUID", xa}, {"ImageType", "DERIVED\\SECONDARY"}},
                {},
                "page"},
        Refused{"pdf", {{"SOPClassUID", UID_EncapsulatedPDFStorage}}, {}, "document"},
        Refused{"cda", {{"SOPClassUID", UID_EncapsulatedCDAStorage}}, {}, "document"},
        Refused{"video", {{"SOPClassUID", UID_VideoEndoscopicImageStorage}}, {}, "video"},
        Refused{"photograph", {{"SOPClassUID", UID_VLPhotographicImageStorage}}, {}, "photograph"},
        Refused{"report", {{"SOPClassUID", sr}}, {}, "structured report"},
        Refused{"report_cleaned", {{"SOPClassUID", sr}}, {.clean_structured_content = true}, ""},
        Refused{"drawing", {{"SOPClassUID", gsps}}, {}, "presentation state"},
        Refused{"drawing_cleaned", {{"SOPClassUID", gsps}}, {.clean_graphics = true}, ""},
        Refused{"private_class", {{"SOPClassUID", "1.3.12.2.1107.5.9.1"}}, {}, "SOP class"},
        Refused{"face", {{"RecognizableVisualFeatures", "YES"}}, {}, "face"},
        Refused{"no_study", {{"StudyInstanceUID", "-"}}, {}, "UID"},
        Refused{"uid_that_is_a_path", {{"StudyInstanceUID", "../../x"}}, {}, "UID"}),
    [](const auto& instance) { return instance.param.name; });

Error error_of(const fs::path& file, const fs::path& out) {
  try {
    Deidentifier(key).write(file, out);
  } catch (const Error& error) {
    return error;
  }
  return Error(ErrorCode::internal, "nothing was thrown");
}

TEST(refused, sentences_never_name_the_file) {
  const TemporaryFolder folder;
  const fs::path out = folder.path() / "out";
  const fs::path text = folder.path() / "ZQXVJ.dcm";
  std::ofstream(text) << "ZQXVJ is no DICOM, but long enough to be looked at more than once";
  for (const fs::path& file : {text, folder.path() / "ZQXVJ-absent.dcm"}) {
    const Error error = error_of(file, out);
    EXPECT_FALSE(holds_canary(error.what())) << error.what();
    EXPECT_NE(error.code(), ErrorCode::internal);
  }
}

TEST(refused, are_files_cut_anywhere) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  const fs::path file = write_phantom(phantom, folder.path() / "in").front();
  for (std::uintmax_t size = fs::file_size(file) - 2; size > 0;
       size -= std::min<std::uintmax_t>(size, 9)) {
    fs::resize_file(file, size);
    const Error error = error_of(file, folder.path() / "out");
    EXPECT_TRUE(error.code() == ErrorCode::malformed || error.code() == ErrorCode::not_dicom ||
                error.code() == ErrorCode::unsupported)
        << size << ": " << error.what();
  }
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
}

// Explicit little endian, sequences of undefined or defined length in each other.
std::string nested(int depth, bool undefined) {
  std::string inner;
  for (int i = 0; i < depth; ++i) {
    const auto number = [&](std::size_t length) {
      const auto value = undefined ? 0xffffffffU : static_cast<std::uint32_t>(length);
      std::string text;
      for (unsigned shift = 0; shift < 32; shift += 8) text += static_cast<char>(value >> shift);
      return text;
    };
    std::string item = std::string("\xfe\xff\x00\xe0", 4) + number(inner.size()) + inner;
    if (undefined) item += std::string("\xfe\xff\x0d\xe0\0\0\0\0", 8);
    inner = std::string("\x08\x00\x40\x11SQ\0\0", 8) + number(item.size()) + item;
    if (undefined) inner += std::string("\xfe\xff\xdd\xe0\0\0\0\0", 8);
  }
  return inner;
}

TEST(refused, are_sequences_nested_ten_thousand_deep) {
  for (const bool undefined : {true, false}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.size = {8, 8, 1};
    const fs::path file = write_phantom(phantom, folder.path() / "in").front();
    std::string bytes = bytes_of(file);
    const std::size_t at = bytes.find(std::string("\x10\x00\x10\x00PN", 6));
    ASSERT_NE(at, std::string::npos);
    bytes.insert(at, nested(10000, undefined));
    std::ofstream(file, std::ios::binary) << bytes;
    const Error error = error_of(file, folder.path() / "out");
    EXPECT_EQ(error.code(), ErrorCode::malformed);
    EXPECT_NE(std::string(error.what()).find("nested deeper"), std::string::npos) << error.what();
  }
}

TEST(rules, are_read_or_refused_by_line) {
  using dicom::deid::parse_rules;
  EXPECT_EQ(parse_rules("# none\n\n", "").size(), 0U);
  const auto rules = parse_rules("modality=US model=\"A B\" black=1,2,3,4 keep=regions # x\n", "");
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].model, "A B");
  EXPECT_EQ(rules[0].black.at(0).height, 4);
  EXPECT_TRUE(rules[0].keep_regions);
  for (const char* bad : {"modality=US", "black=1,2,3", "black=1,2,0,4", "colour=red clean=yes",
                          "black=1,2,3,4 clean=yes", "rows=x clean=yes", "clean=no", "black"}) {
    EXPECT_THROW(parse_rules(bad, ""), Error) << bad;
  }
}

TEST(batch, goes_on_and_counts) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 3};
  const auto files = write_phantom(phantom, folder.path() / "in");
  set_attribute(files[1], "BurnedInAnnotation", "YES");
  std::ofstream(folder.path() / "in" / "readme.txt") << "no DICOM at all, only a line of text";
  std::vector<std::size_t> numbers;
  const auto summary = deidentify({folder.path() / "in"}, folder.path() / "out", Deidentifier(key),
                                  {.threads = 3, .on_result = [&](const DeidentifyResult& result) {
                                     numbers.push_back(result.number);
                                   }});
  EXPECT_EQ(summary.written, 2U);
  EXPECT_EQ(summary.refused, 1U);
  EXPECT_EQ(summary.passed_over, 1U);
  EXPECT_EQ(summary.first_refusal, ErrorCode::unsupported);
  EXPECT_EQ(numbers, (std::vector<std::size_t>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace volvr::test
