// SPDX-License-Identifier: Apache-2.0
#include "volvr/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "support/object_phantom.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr int series_count = 12;

// A batch of small series: CT and MR, three patients, some of one name.
void write_batch(const fs::path& folder) {
  for (int i = 0; i < series_count; ++i) {
    test::Phantom phantom;
    phantom.modality = i % 2 == 0 ? "CT" : "MR";
    phantom.patient_id = "P" + std::to_string(i % 3);
    phantom.patient_name = "Phantom^Number" + std::to_string(i % 3);
    phantom.study_uid = "2.25.7000." + std::to_string(i % 3);
    phantom.series_uid = "2.25.7000.1." + std::to_string(i);
    phantom.series_number = 1 + i / 6;
    phantom.size = {8 + i, 6, 3 + i % 4};
    write_phantom(phantom, folder / std::to_string(i));
  }
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// Name and bytes of every file below a folder.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[entry.path().lexically_relative(folder).string()] = text_of(entry.path());
    }
  }
  return files;
}

ErrorCode refusal_of(const ConvertOptions& options, const fs::path& input, const fs::path& out) {
  try {
    convert({input}, out, options);
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::internal;
}

class ConvertBatch : public testing::Test {
 protected:
  void SetUp() override { write_batch(input()); }

  fs::path input() const { return folder_.path() / "in"; }
  fs::path out(const std::string& name = "out") const { return folder_.path() / name; }

  ConvertReport convert_to(const fs::path& out, ConvertOptions options = {}) const {
    options.format = "nii";
    return convert({input()}, out, options);
  }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(ConvertBatch, WritesEverySeriesWholeAndTellsInTheCatalogsOrder) {
  std::vector<std::string> told;
  const ConvertReport report = convert_to(out(), {.on_result = [&](const ConvertResult& result) {
                                            told.push_back(result.series_hash);
                                          }});
  ASSERT_EQ(report.count(ConvertStatus::written), std::size_t{series_count});
  std::vector<std::string> reported;
  for (const ConvertResult& result : report.results) {
    reported.push_back(result.series_hash);
    const ConvertedFile& file = result.files.front();
    EXPECT_EQ(fs::file_size(out() / file.name), file.bytes);
    EXPECT_EQ(file.bytes, 352U + size_bytes(result.shape));
  }
  EXPECT_EQ(told, reported);
}

TEST_F(ConvertBatch, GivesTheSameBytesWithAnyNumberOfJobs) {
  convert_to(out("one"), {.jobs = 1});
  convert_to(out("eight"), {.jobs = 8});
  EXPECT_EQ(contents(out("one")), contents(out("eight")));
}

TEST_F(ConvertBatch, KeepsWhatIsThereAndWholeAndMakesTheRestAnew) {
  const auto first = convert_to(out());
  const auto before = contents(out());
  EXPECT_EQ(convert_to(out()).count(ConvertStatus::kept), std::size_t{series_count});
  fs::remove(out() / first.results[4].files.front().name);
  const auto again = convert_to(out());
  EXPECT_EQ(again.results[4].status, ConvertStatus::written);
  EXPECT_EQ(again.count(ConvertStatus::kept), std::size_t{series_count - 1});
  EXPECT_EQ(contents(out()), before);
}

TEST_F(ConvertBatch, MakesAnewWhatAChangedOptionConcerns) {
  convert_to(out());
  const auto stored = convert_to(out(), {.scaling = Scaling::stored});
  EXPECT_EQ(stored.count(ConvertStatus::written), std::size_t{series_count});
  convert_to(out("fresh"), {.scaling = Scaling::stored});
  EXPECT_EQ(contents(out()), contents(out("fresh")));
}

TEST_F(ConvertBatch, MakesAnewWhoseInputChanged) {
  convert_to(out());
  const fs::path file = fs::directory_iterator(input() / "3")->path();
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(-1, std::ios::end);
  stream.put('\x07');
  stream.close();
  fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(2));
  EXPECT_EQ(convert_to(out()).count(ConvertStatus::written), 1U);
  convert_to(out("fresh"));
  EXPECT_EQ(contents(out()).size(), contents(out("fresh")).size());
}

TEST_F(ConvertBatch, NeverReplacesWhatSomebodyElseWrote) {
  const auto first = convert_to(out());
  const fs::path file = out() / first.results[2].files.front().name;
  std::ofstream(file) << "mine";
  const auto again = convert_to(out());
  EXPECT_EQ(again.results[2].status, ConvertStatus::failed);
  EXPECT_EQ(again.results[2].error, ErrorCode::not_writable);
  EXPECT_EQ(text_of(file), "mine");
  EXPECT_EQ(convert_to(out(), {.overwrite = true}).count(ConvertStatus::written), 1U);
  EXPECT_NE(text_of(file), "mine");
}

TEST_F(ConvertBatch, ShardsAreDisjointAndTogetherWhole) {
  convert_to(out("whole"));
  std::size_t written = 0;
  for (int i = 1; i <= 5; ++i) {
    written += convert_to(out("shards"), {.shard = {i, 5}}).count(ConvertStatus::written);
  }
  EXPECT_EQ(written, std::size_t{series_count});
  auto whole = contents(out("whole"));
  auto shards = contents(out("shards"));
  std::erase_if(whole, [](const auto& file) { return file.first.ends_with(".jsonl"); });
  std::erase_if(shards, [](const auto& file) { return file.first.ends_with(".jsonl"); });
  EXPECT_EQ(shards, whole);
}

TEST_F(ConvertBatch, NamesDoNotDependOnWhatElseIsChosen) {
  std::map<std::string, std::string> names;
  for (const ConvertResult& result : convert_to(out("all")).results) {
    names[result.series_hash] = result.files.front().name;
  }
  for (int i = 0; i < series_count; ++i) {
    const std::string uid = "2.25.7000.1." + std::to_string(i);
    const auto one = convert_to(out(std::to_string(i)), {.series = uid});
    ASSERT_EQ(one.results.size(), 1U);
    EXPECT_EQ(one.results[0].files.front().name, names[one.results[0].series_hash]);
  }
}

TEST_F(ConvertBatch, AFailureStopsNoneOfTheOthers) {
  const fs::path file = fs::directory_iterator(input() / "5")->path();
  fs::resize_file(file, fs::file_size(file) - 20);
  const auto report = convert_to(out());
  EXPECT_EQ(report.count(ConvertStatus::refused), 1U);
  EXPECT_EQ(report.count(ConvertStatus::written), std::size_t{series_count - 1});
}

TEST_F(ConvertBatch, StopsWhenAskedAndGoesOnWhereItWas) {
  convert_to(out("fresh"));
  int calls = 0;
  ConvertOptions options{.jobs = 2};
  options.progress = [&](const Progress& progress) {
    return progress.stage != "converting" || ++calls < 2;
  };
  EXPECT_EQ(refusal_of(options, input(), out()), ErrorCode::cancelled);
  for (const auto& [name, bytes] : contents(out()))
    EXPECT_THAT(name, testing::Not(HasSubstr("staging")));
  options.progress = {};
  convert({input()}, out("gz"), options);
  convert({input()}, out(), options);
  EXPECT_EQ(contents(out()), contents(out("gz")));
}

TEST_F(ConvertBatch, RefusesWhatMakesNoSense) {
  EXPECT_EQ(refusal_of({.format = "jpg"}, input(), out()), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal_of({.name = "../{number}"}, input(), out()), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal_of({.series = "99"}, input(), out()), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal_of({.shard = {3, 2}}, input(), out()), ErrorCode::invalid_argument);
  EXPECT_FALSE(fs::exists(out()));
}

TEST_F(ConvertBatch, HoldsNoIdentityInManifestAndNames) {
  convert_to(out());
  for (const auto& [name, bytes] : contents(out())) {
    EXPECT_THAT(name, testing::Not(HasSubstr("Phantom")));
    EXPECT_THAT(bytes, testing::Not(HasSubstr("Phantom^")));
    if (!name.ends_with(".jsonl")) continue;
    EXPECT_THAT(bytes, testing::Not(HasSubstr("2.25.7000")));
  }
}

TEST(Convert, IsDoneInSlabsWhereMemoryIsShort) {
  const test::TemporaryFolder folder;
  test::Phantom phantom;
  phantom.size = {64, 48, 40};
  write_phantom(phantom, folder.path() / "in");
  const fs::path in = folder.path() / "in";
  convert({in}, folder.path() / "whole", {.format = "nii"});
  // What the process takes anyway and a little: no more than some slices fit.
  std::ifstream statm("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  const ConvertOptions little{
      .format = "nii", .jobs = 1, .max_memory = resident * 4096 + (22 << 20)};
  const ConvertReport report = convert({in}, folder.path() / "slabs", little);
  ASSERT_EQ(report.count(ConvertStatus::written), 1U) << report.results[0].message;
  EXPECT_EQ(contents(folder.path() / "slabs"), contents(folder.path() / "whole"));
  const ConvertOptions none{.format = "nii", .jobs = 1, .max_memory = 1 << 20};
  EXPECT_EQ(convert({in}, folder.path() / "none", none).results[0].error, ErrorCode::out_of_memory);
}

TEST(Convert, SaysAsWhichClassOfDicomObjectAndWhy) {
  const test::TemporaryFolder folder;
  test::Phantom phantom;
  phantom.size = {8, 6, 4};
  write_phantom(phantom, folder / "single");
  phantom.series_uid = "2.25.1000.2";
  test::ObjectPhantom object = test::enhanced_object(phantom);
  object.attributes["BurnedInAnnotation"] = "NO";
  write_object(object, folder / "enhanced" / "object.dcm");
  const auto message_of = [&](const std::string& input) {
    const ConvertReport report =
        convert({folder / input}, folder / ("out-" + input), {.format = "dcm"});
    EXPECT_EQ(report.count(ConvertStatus::written), 1U);
    return report.results.at(0).message;
  };
  EXPECT_THAT(message_of("single"), HasSubstr("Legacy Converted Enhanced: "));
  EXPECT_THAT(message_of("enhanced"), testing::StartsWith("Enhanced, as the sources are"));
}

TEST(Convert, StrictRefusesWhatHasAWarning) {
  const test::TemporaryFolder folder;
  test::Phantom phantom;
  phantom.axes.col(2) = Eigen::Vector3d(0, 0.3, 1).normalized();
  write_phantom(phantom, folder.path() / "in");
  const auto strict = convert({folder.path() / "in"}, folder.path() / "out", {.strict = true});
  EXPECT_EQ(strict.results[0].status, ConvertStatus::refused);
  EXPECT_THAT(strict.results[0].message, HasSubstr("--strict"));
  const auto lenient = convert({folder.path() / "in"}, folder.path() / "out", {});
  EXPECT_EQ(lenient.results[0].status, ConvertStatus::written);
}

}  // namespace
}  // namespace volvr
