// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include "dicom/expect.h"
#include "dicom/frames.h"
#include "dicom/hostile_files.h"
#include "dicom/jpeg2000_header.h"
#include "dicom/jpeg_header.h"
#include "dicom/whole_header.h"
#include "support/temporary_folder.h"
#include "volvr/acquisition.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

Settings settings_of(const std::string& pair) {
  Settings settings;
  settings.set_pair(pair);
  return settings;
}

// A study of one small series, and beside it a file that somebody made to do harm.
class Batch {
 public:
  explicit Batch(Encoding encoding = Encoding::explicit_little) {
    write_phantom(good_, folder_ / "good");
    Phantom bad;
    bad.size = {8, 8, 1};
    bad.study_uid = "2.25.2000";
    bad.series_uid = "2.25.2000.1";
    bad.encoding = encoding;
    bad_ = write_phantom(bad, folder_ / "bad").front();
  }

  const fs::path& bad() const { return bad_; }
  const fs::path& folder() const { return folder_.path(); }

  /// The one is refused with its reason, the other loaded as if it were alone.
  void expect_passed_over(FindingCode code, const std::string& said,
                          const Settings& settings = {}) const {
    const Catalog catalog = scan(folder_.path(), {.settings = settings});
    const std::string message = message_of(catalog.findings, code);
    EXPECT_NE(message.find(bad_.filename().string() + " was passed over"), std::string::npos)
        << "no finding " << to_string(code) << ": " << message;
    EXPECT_NE(message.find(said), std::string::npos) << message;
    EXPECT_EQ(catalog.dicom_files, 9U);
    expect_good(catalog);
  }

  void expect_good(const Catalog& catalog) const {
    for (const SeriesInfo& series : catalog.series) {
      if (series.series_instance_uid != good_.series_uid) continue;
      return expect_phantom_voxels(load(series), good_);
    }
    ADD_FAILURE() << "the good series is not there";
  }

 private:
  TemporaryFolder folder_;
  Phantom good_;
  fs::path bad_;
};

std::string deeper_than(int levels) {
  return "nested deeper than " + std::to_string(levels);
}

struct NestCase {
  std::string name;
  Encoding encoding;
  Nest nest;
};

class nested_sequences : public testing::TestWithParam<NestCase> {};

TEST_P(nested_sequences, are_refused_beyond_the_limit) {
  const Batch batch(GetParam().encoding);
  insert_before_patient(batch.bad(), nested(GetParam().nest));
  batch.expect_passed_over(FindingCode::over_limit, deeper_than(64));
}

constexpr std::size_t deep = 10'000, very_deep = 1'000'000;

INSTANTIATE_TEST_SUITE_P(
    hostile, nested_sequences,
    testing::Values(
        NestCase{"explicit", Encoding::explicit_little, {.depth = deep}},
        NestCase{
            "explicit_defined", Encoding::explicit_little, {.depth = deep, .undefined = false}},
        NestCase{"implicit", Encoding::implicit_little, {.depth = deep, .is_explicit = false}},
        NestCase{"implicit_defined",
                 Encoding::implicit_little,
                 {.depth = deep, .is_explicit = false, .undefined = false}},
        NestCase{"big_endian", Encoding::explicit_big, {.depth = deep, .big_endian = true}},
        NestCase{"unknown", Encoding::explicit_little, {.depth = deep, .unknown = true}},
        NestCase{"without_end", Encoding::explicit_little, {.depth = deep, .ends = false}},
        NestCase{"a_million", Encoding::explicit_little, {.depth = very_deep}},
        NestCase{"a_million_defined",
                 Encoding::explicit_little,
                 {.depth = very_deep, .undefined = false}},
        NestCase{"one_too_many", Encoding::explicit_little, {.depth = 65}},
        NestCase{
            "one_too_many_defined", Encoding::explicit_little, {.depth = 65, .undefined = false}}),
    [](const auto& instance) { return instance.param.name; });

TEST(hostile, a_deflated_data_set_nested_a_million_deep) {
  const Batch batch(Encoding::deflated);
  put_deflated(batch.bad(), nested({.depth = very_deep}));
  batch.expect_passed_over(FindingCode::over_limit, deeper_than(64));
}

TEST(hostile, sequences_as_deep_as_the_setting_allows_are_read) {
  for (const bool undefined : {true, false}) {
    for (const int levels : {1, 3, 64, 1000}) {
      const Batch batch;
      insert_before_patient(
          batch.bad(), nested({.depth = static_cast<std::size_t>(levels), .undefined = undefined}));
      const auto limit = [](int count) {
        return settings_of("dicom.depth=" + std::to_string(count));
      };
      EXPECT_EQ(scan(batch.folder(), {.settings = limit(levels)}).series.size(), 2U) << levels;
      if (levels > 1) {
        batch.expect_passed_over(FindingCode::over_limit, deeper_than(levels - 1),
                                 limit(levels - 1));
      }
    }
  }
}

// What reads a file that nobody looked over: DCMTK, which calls itself for each level.
TEST(hostile, a_reader_that_recurses_stops_before_the_stack_ends) {
  for (const bool undefined : {true, false}) {
    const Batch batch;
    insert_before_patient(batch.bad(), nested({.depth = very_deep, .undefined = undefined}));
    EXPECT_EQ(error_of([&] { {
                const dicom::OpenFile file(batch.bad());
                dicom::HeaderReading header(file);
                if (header.read().bad()) throw Error(ErrorCode::malformed, "stopped");
              } }).code(),
              ErrorCode::malformed);
  }
}

// Whatever reads a header again, after the scan, keeps the limits that its own caller sets.
TEST(hostile, every_reading_keeps_the_limits_of_its_settings) {
  const Batch batch;
  insert_before_patient(batch.bad(), nested({.depth = 20, .undefined = false}));
  const Settings narrow = settings_of("dicom.depth=10");
  const Catalog catalog = scan(batch.folder());
  const SeriesInfo* bad = nullptr;
  for (const SeriesInfo& series : catalog.series) {
    if (series.series_instance_uid == "2.25.2000.1") bad = &series;
  }
  ASSERT_NE(bad, nullptr);
  EXPECT_NO_THROW(acquisition_parameters(*bad, {0}));
  const auto expect_refused = [](const std::function<void()>& work) {
    const Error error = error_of(work);
    EXPECT_EQ(error.code(), ErrorCode::malformed);
    EXPECT_NE(std::string(error.what()).find("deeper than 10 levels"), std::string::npos)
        << error.what();
  };
  expect_refused([&] { acquisition_parameters(*bad, {0}, narrow); });
  expect_refused([&] { dicom::WholeHeader header(batch.bad(), narrow); });
  expect_refused([&] {
    load(*bad, {.scaling = Scaling::real_world, .settings = narrow});
  });
}

// Two files of one instance are compared within the memory that is allowed: beyond it, they are not.
TEST(hostile, copies_are_compared_within_the_memory_of_the_settings) {
  Phantom phantom;
  phantom.size = {1024, 600, 1};  // more than one MiB
  const TemporaryFolder folder;
  write_phantom(phantom, folder.path() / "a");
  phantom.stored_value = [](int, int, int) { return std::int64_t{7}; };
  write_phantom(phantom, folder.path() / "b");
  EXPECT_TRUE(message_of(scan_series(folder.path()).findings, FindingCode::duplicate_slices).empty());
  const Catalog narrow = scan(folder.path(), {.settings = settings_of("dicom.memory=1")});
  EXPECT_FALSE(
      message_of(narrow.series.at(0).findings, FindingCode::duplicate_slices).empty());
}

TEST(hostile, more_elements_and_items_than_the_setting_allows) {
  const Batch batch;
  std::string items;
  for (int i = 0; i < 2000; ++i) items += std::string("\xfe\xff\x00\xe0\0\0\0\0", 8);
  insert_before_patient(batch.bad(), std::string("\x08\x00\x40\x11SQ\0\0", 8) +
                                         number_bytes(items.size(), 4) + items);
  EXPECT_EQ(scan(batch.folder()).series.size(), 2U);
  batch.expect_passed_over(FindingCode::over_limit, "more than 1000 attributes and items",
                           settings_of("dicom.elements=1000"));
}

TEST(hostile, a_length_beyond_the_end_of_the_file) {
  const Batch batch;
  insert_before_patient(batch.bad(), std::string("\x08\x00\x40\x11UT\0\0\xf0\xff\xff\x7f", 12));
  batch.expect_passed_over(FindingCode::malformed_file, "leads beyond the end of the file");
}

TEST(hostile, an_item_longer_than_its_sequence) {
  const Batch batch;
  set_attribute(batch.bad(), "ImageType", "ORIGINAL\\PRIMARY\\M\\MOSAIC");  // read to its depth
  insert_before_patient(batch.bad(), std::string("\x08\x00\x40\x11SQ\0\0\x08\0\0\0", 12) +
                                         std::string("\xfe\xff\x00\xe0\xf0\xff\xff\x7f", 8));
  batch.expect_passed_over(FindingCode::malformed_file, "leads out of the sequence around it");
}

TEST(hostile, an_undefined_length_that_never_ends) {
  const Batch batch;
  insert_before_patient(batch.bad(), nested({.depth = 5, .ends = false}));
  batch.expect_passed_over(FindingCode::malformed_file, "never ends");
}

TEST(hostile, fragments_that_never_end) {
  const Batch batch(Encoding::rle);
  const std::string bytes = bytes_of(batch.bad());
  put_bytes(batch.bad(), bytes.substr(0, bytes.size() - 8));
  const Catalog catalog = scan(batch.folder());
  const Error error = error_of([&] { load(catalog.series.back()); });
  EXPECT_NE(std::string(error.what()).find("ends before its pixels do"), std::string::npos);
  batch.expect_good(catalog);
}

TEST(hostile, frames_without_number) {
  for (const std::string frames : {"2147483647", "1000000"}) {
    const Batch batch;
    set_attribute(batch.bad(), "NumberOfFrames", frames);
    batch.expect_passed_over(FindingCode::over_limit, "its " + frames + " frames");
  }
}

TEST(hostile, rows_and_columns_without_pixels) {
  for (const Encoding encoding : {Encoding::explicit_little, Encoding::rle, Encoding::deflated,
                                  Encoding::jpeg_2000_lossless}) {
    const Batch batch(encoding);
    set_attribute(batch.bad(), "Rows", "65535");
    set_attribute(batch.bad(), "Columns", "65535");
    const Catalog catalog = scan(batch.folder());
    const Error error = error_of([&] { load(catalog.series.back()); });
    EXPECT_EQ(error.code(), ErrorCode::malformed);
    EXPECT_NE(std::string(error.what()).find("contradict"), std::string::npos) << error.what();
    batch.expect_good(catalog);
  }
}

TEST(hostile, pixels_that_take_more_memory_than_the_setting_allows) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {1024, 520, 1};
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  const Error error =
      error_of([&] { load(catalog.series.at(0), {.settings = settings_of("dicom.memory=1")}); });
  EXPECT_NE(std::string(error.what()).find("1 MiB that dicom.memory allows"), std::string::npos);
  load(catalog.series.at(0), {.settings = settings_of("dicom.memory=2")});
}

TEST(hostile, a_deflate_bomb_before_the_pixels) {
  const Batch batch(Encoding::deflated);
  constexpr std::size_t length = std::size_t{300} << 20U;
  put_deflated(batch.bad(), std::string("\x08\x00\x40\x11OB\0\0", 8) + number_bytes(length, 4) +
                                std::string(length, '\0'));
  batch.expect_passed_over(FindingCode::over_limit, "unpacks to more than 256 MiB");
  batch.expect_passed_over(FindingCode::over_limit, "unpacks to more than 5 MiB",
                           settings_of("dicom.memory=5"));
}

TEST(hostile, a_deflate_bomb_behind_the_pixels) {
  const Batch batch(Encoding::deflated);
  const TemporaryFolder plain;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  phantom.study_uid = "2.25.2000";
  phantom.series_uid = "2.25.2000.1";
  const std::string bytes = bytes_of(write_phantom(phantom, plain.path()).front());
  const std::string data_set = bytes.substr(data_set_begin(bytes));
  put_deflated(batch.bad(), data_set);
  const Catalog harmless = scan(batch.folder());
  load(harmless.series.back());
  constexpr std::size_t length = std::size_t{300} << 20U;
  put_deflated(batch.bad(), data_set + std::string("\xfc\xff\xfc\xffOB\0\0", 8) +
                                number_bytes(length, 4) + std::string(length, '\0'));
  const Catalog catalog = scan(batch.folder());
  const Error error = error_of([&] { load(catalog.series.back()); });
  EXPECT_NE(std::string(error.what()).find("unpacks to more than 256 MiB"), std::string::npos)
      << error.what();
  batch.expect_good(catalog);
}

// Each element of a header in turn gets each of these representations: what comes of it is what the
// phantom says, or it is said that something is wrong.
TEST(hostile, wrong_representations) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  const fs::path file = write_phantom(phantom, folder.path()).front();
  const std::string bytes = bytes_of(file);
  const VolumeInfo right = only_volume(folder.path());
  const auto is_letter = [&](std::size_t i) { return bytes[i] >= 'A' && bytes[i] <= 'Z'; };
  int changed = 0;
  for (std::size_t at = 132; at + 8 < bytes.size() - 128; at += 2) {
    if (!is_letter(at + 4) || !is_letter(at + 5) || bytes[at + 1] != 0) continue;
    for (const char* vr : {"SQ", "UN", "OB", "ZZ", "??", "US", "FD", "LO", "DS", "AT"}) {
      std::string other = bytes;
      other.replace(at + 4, 2, vr);
      put_bytes(file, other);
      ++changed;
      try {
        const Catalog catalog = scan(folder.path());
        for (const SeriesInfo& series : catalog.series) {
          const Volume volume = load(series);
          if (!catalog.findings.empty()) continue;
          expect_phantom_voxels(volume, phantom);
          expect_same_transform(volume.geometry().patient_from_index,
                                right.geometry.patient_from_index);
        }
      } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()), "");
      }
      if (HasFailure()) FAIL() << "at byte " << at << " as " << vr;
    }
  }
  EXPECT_GT(changed, 300);
}

// Puts numbers of four bytes into the size segment of each JPEG 2000 stream of a file.
void patch_size(const fs::path& file, std::size_t offset, std::uint32_t value) {
  std::string bytes = bytes_of(file);
  const std::size_t at = bytes.find("\xff\x4f\xff\x51");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at + offset, 4, number_bytes(value, 4, true));
  put_bytes(file, bytes);
}

TEST(hostile, a_jpeg_2000_stream_of_tiles_that_are_not_there) {
  const Batch batch(Encoding::jpeg_2000_lossless);
  patch_size(batch.bad(), 24, 1);  // XTsiz and YTsiz (T.800 A.5.1)
  patch_size(batch.bad(), 28, 1);
  const Catalog catalog = scan(batch.folder());
  const Error error = error_of([&] { load(catalog.series.back()); });
  EXPECT_NE(std::string(error.what()).find("promises 64 tiles"), std::string::npos) << error.what();
  batch.expect_good(catalog);
}

TEST(hostile, a_jpeg_2000_stream_of_another_size) {
  const Batch batch(Encoding::jpeg_2000_lossless);
  patch_size(batch.bad(), 8, 60000);
  patch_size(batch.bad(), 12, 60000);
  const Catalog catalog = scan(batch.folder());
  const Error error = error_of([&] { load(catalog.series.back()); });
  EXPECT_NE(std::string(error.what()).find("holds another image"), std::string::npos);
}

TEST(hostile, jpeg_2000_headers_tell_their_work) {
  const auto be = [](std::uint64_t value, int width) { return number_bytes(value, width, true); };
  std::string stream = "\xff\x4f\xff\x51" + be(41, 2) + be(0, 2);
  for (const int number : {4096, 2048, 0, 0, 1024, 1024, 0, 0}) {
    stream += be(static_cast<std::uint64_t>(number), 4);
  }
  stream += be(1, 2) + be(0x0f0101, 3);
  // No decompositions, precincts of 2 × 2.
  stream += "\xff\x52" + be(13, 2) + be(1, 1) + be(0, 4) + be(0, 1) + be(0, 4) + be(0x11, 1);
  stream += "\xff\x90" + be(10, 2);
  const auto header =
      dicom::jpeg2000_header({reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()});
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->columns, 4096U);
  EXPECT_EQ(header->rows, 2048U);
  EXPECT_EQ(header->tiles, 8U);
  EXPECT_EQ(header->precincts, 4096U * 2048U / 4U);
  EXPECT_FALSE(is_plausible(*header, stream.size()));
  EXPECT_TRUE(is_plausible(*header, std::size_t{4} << 20U));
}

TEST(hostile, a_jpeg_stream_of_scans_without_number) {
  SourceInstance slice;
  slice.file = "scans.dcm";
  PixelLayout& layout = slice.pixels;
  layout.transfer_syntax_uid = "1.2.840.10008.1.2.4.51";
  layout.photometric_interpretation = "MONOCHROME2";
  layout.rows = layout.columns = 8;
  layout.bits_allocated = layout.bits_stored = 8;
  layout.high_bit = 7;
  std::string stream("\xff\xd8\xff\xc2\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0", 15);
  for (int i = 0; i < 300; ++i) stream += std::string("\xff\xda\0\x08\x01\x01\0\0\x3f\0", 10);
  std::vector<std::byte> raw(64);
  const Error error = error_of([&] {
    dicom::decode_jpeg(
        {{reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()}, slice, layout},
        raw);
  });
  EXPECT_NE(std::string(error.what()).find("has 300 scans"), std::string::npos) << error.what();
}

// DCMTK looks for the bit depth marker by marker, and never gets past a fill byte or a TEM.
TEST(hostile, a_jpeg_stream_with_fill_before_its_frame_ends) {
  SourceInstance slice;
  slice.file = "fill.dcm";
  PixelLayout& layout = slice.pixels;
  layout.transfer_syntax_uid = "1.2.840.10008.1.2.4.51";
  layout.photometric_interpretation = "MONOCHROME2";
  layout.rows = layout.columns = 16;
  layout.bits_allocated = layout.bits_stored = 16;
  layout.high_bit = 15;
  for (const std::string fill : {std::string("\xff\x01", 2), std::string("\xff\xff\xff", 3)}) {
    const std::string stream = std::string("\xff\xd8", 2) + fill +
                               std::string("\xff\xc3\0\x0b\x10\0\x10\0\x10\x01\x01\x11\0", 13) +
                               fill + std::string(64, '\xff');
    std::vector<std::byte> raw(512);
    const Error error = error_of([&] {
      dicom::decode_jpeg(
          {{reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()}, slice, layout},
          raw);
    });
    EXPECT_EQ(error.subject(), "fill.dcm") << error.what();
  }
}

TEST(hostile, fill_in_a_jpeg_stream_is_left_out_up_to_its_frame) {
  const auto cleaned = [](const std::string& stream) {
    const auto kept = dicom::without_fill(
        {reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()});
    return std::string(kept.begin(), kept.end());
  };
  const std::string start("\xff\xd8", 2);
  const std::string table("\xff\xe0\0\x04\xff\xff", 6);
  const std::string frame("\xff\xc3\0\x05\xff\xff\x01", 7);
  EXPECT_EQ(cleaned(start + table + frame), "");
  EXPECT_EQ(cleaned(start + "\xff\xff" + table + "\xff\x01" + frame), start + table + frame);
}

TEST(hostile, jpeg_scans_are_counted) {
  const std::string stream("\xff\xd8\xff\xda\x01\xff\x00\xff\xff\xda\xff\xda\xff", 13);
  EXPECT_EQ(
      dicom::scan_count({reinterpret_cast<const std::uint8_t*>(stream.data()), stream.size()}), 3U);
}

TEST(hostile, a_frame_that_takes_too_long) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {1600, 1600, 1};
  phantom.encoding = Encoding::jpeg_2000_lossless;
  std::mt19937 random(7);
  phantom.stored_value = [&](int, int, int) { return static_cast<std::int64_t>(random() % 4096); };
  write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  const Error error = error_of(
      [&] { load(catalog.series.at(0), {.settings = settings_of("dicom.frame_time=0.1")}); });
  EXPECT_NE(std::string(error.what()).find("0.1 s that dicom.frame_time allows"),
            std::string::npos);
}

// A record of a DICOMDIR: explicit, with the offsets of the next and of the lower one.
std::string directory_record(std::uint32_t next, std::uint32_t lower, const std::string& file) {
  const auto text = [](const std::string& tag, const std::string& vr, std::string value) {
    if (value.size() % 2 != 0) value += ' ';
    return tag + vr + number_bytes(value.size(), 2) + value;
  };
  const std::string body = std::string("\x04\0\0\x14UL\x04\0", 8) + number_bytes(next, 4) +
                           std::string("\x04\0\x10\x14US\x02\0\xff\xff", 10) +
                           std::string("\x04\0\x20\x14UL\x04\0", 8) + number_bytes(lower, 4) +
                           text(std::string("\x04\0\x30\x14", 4), "CS", "IMAGE") +
                           text(std::string("\x04\0\0\x15", 4), "CS", file);
  return std::string("\xfe\xff\0\xe0", 4) + number_bytes(body.size(), 4) + body;
}

TEST(hostile, a_dicomdir_that_runs_in_circles_and_leads_outside) {
  const Batch batch;
  const TemporaryFolder outside;
  Phantom secret;
  secret.series_uid = "2.25.3000.1";
  const fs::path target = write_phantom(secret, outside.path()).front();
  std::string bytes = bytes_of(batch.bad());
  bytes.resize(data_set_begin(bytes));
  const std::size_t first = bytes.size() + 12;  // the records point at each other and themselves
  const std::string escape = "..\\..\\..\\" + fs::relative(target, "/").string();
  const auto at = static_cast<std::uint32_t>(first);
  const std::string records = directory_record(at, at, escape) + directory_record(at, at, escape);
  bytes += std::string("\x04\0\x20\x12SQ\0\0", 8) + number_bytes(records.size(), 4) + records;
  for (std::size_t i = 0; (i = bytes.find("1.2.840.10008.5.1.4.1.1.2", i)) != std::string::npos;
       ++i) {
    bytes.replace(i, 25, std::string("1.2.840.10008.1.3.10") + std::string(5, '\0'));
  }
  fs::remove(batch.bad());
  put_bytes(batch.bad().parent_path() / "DICOMDIR", bytes);
  const Catalog catalog = scan(batch.folder());
  for (const SeriesInfo& series : catalog.series) {
    EXPECT_NE(series.series_instance_uid, secret.series_uid);
  }
  batch.expect_good(catalog);
}

TEST(hostile, names_in_archives_lead_nowhere) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {8, 8, 1};
  const fs::path file = write_phantom(phantom, folder / "source").front();
  const fs::path archive = folder / "study.zip";
  for (const std::string name :
       {"../../escape.dcm", "/etc/escape.dcm", "a/../../escape.dcm", "..\\..\\escape.dcm", "."}) {
    put_bytes(archive, zip_of(name, bytes_of(file)));
    const VolumeInfo info = only_volume(archive);
    const std::string relative = fs::relative(info.slices.front().file, archive).string();
    EXPECT_EQ(relative.find(".."), std::string::npos) << relative;
    expect_phantom_voxels(load_only_volume(archive), phantom);
  }
}

}  // namespace
}  // namespace volvr::test
