// SPDX-License-Identifier: Apache-2.0
//
// The quick reader of headers against DCMTK: what both read must be the same to the last byte.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <variant>

#include "dicom/dcmtk_header.h"
#include "dicom/expect.h"
#include "dicom/file_stream.h"
#include "dicom/quick_header.h"
#include "support/data.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;
using dicom::OpenFile;
using dicom::RawHeader;

void expect_same(const RawHeader& quick, const RawHeader& dcmtk, const fs::path& file) {
  SCOPED_TRACE(file);
  EXPECT_EQ(quick.transfer_syntax_uid, dcmtk.transfer_syntax_uid);
  EXPECT_EQ(quick.pixels.found, dcmtk.pixels.found);
  if (quick.pixels.found) {
    EXPECT_EQ(quick.pixels.length, dcmtk.pixels.length);
    EXPECT_EQ(quick.pixels.words, dcmtk.pixels.words);
    EXPECT_EQ(quick.pixel_offset, dcmtk.pixel_offset);
  }
  for (const dicom::Attribute& attribute : dicom::attributes) {
    EXPECT_EQ(quick.elements.text(attribute.tag), dcmtk.elements.text(attribute.tag))
        << std::hex << attribute.tag;
    EXPECT_EQ(quick.elements.word(attribute.tag), dcmtk.elements.word(attribute.tag))
        << std::hex << attribute.tag;
    EXPECT_EQ(quick.elements.has(attribute.tag), dcmtk.elements.has(attribute.tag))
        << std::hex << attribute.tag;
  }
}

// How many of the files under the folder the quick reader takes.
int compare_all(const fs::path& folder) {
  int quickly_read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const OpenFile file(entry.path());
    const auto quick = quick_header(file);
    if (!quick) continue;
    ++quickly_read;
    const auto dcmtk = dcmtk_header(file, dicom::limits_of({}));
    if (!std::holds_alternative<RawHeader>(dcmtk)) {
      ADD_FAILURE() << entry.path() << " was read quickly but DCMTK refuses it";
      continue;
    }
    expect_same(*quick, std::get<RawHeader>(dcmtk), entry.path());
  }
  return quickly_read;
}

TEST(quick_header, reads_phantoms_as_dcmtk_does) {
  for (const Encoding encoding :
       {Encoding::implicit_little, Encoding::explicit_little, Encoding::explicit_big, Encoding::rle,
        Encoding::jpeg_lossless_sv1, Encoding::jpeg_ls_lossless, Encoding::jpeg_2000_lossless}) {
    const TemporaryFolder folder;
    Phantom phantom;
    phantom.encoding = encoding;
    phantom.edit = [](PhantomSlice& slice) {
      slice.attributes = {{"DiffusionBValue", "1000.5"},
                          {"DiffusionGradientOrientation", "0.5\\-0.25\\1"},
                          {"PixelPaddingValue", "-2000"},
                          {"EchoTime", "4.92"}};
    };
    write_phantom(phantom, folder.path());
    EXPECT_EQ(compare_all(folder.path()), 8);
  }
}

TEST(quick_header, reads_the_sample_studies_as_dcmtk_does) {
  EXPECT_EQ(compare_all(sample("ct-chest")), 275);
  EXPECT_EQ(compare_all(sample("mr-head")), 384);
}

TEST(quick_header, reads_real_files_of_many_makers_as_dcmtk_does) {
  const auto root = shared_root();
  if (!root) GTEST_SKIP() << "the shared data are absent";
  EXPECT_GT(compare_all(*root / "data"), 1000);
}

TEST(quick_header, leaves_doubtful_files_to_dcmtk) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size.z() = 1;
  phantom.meta_header = false;
  EXPECT_FALSE(quick_header(OpenFile(write_phantom(phantom, folder / "bare").front())));
  phantom.meta_header = true;
  phantom.encoding = Encoding::deflated;
  EXPECT_FALSE(quick_header(OpenFile(write_phantom(phantom, folder / "deflated").front())));
}

// Headers with random damage: neither reader may crash or point outside of the file.
TEST(quick_header, survives_damage) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.size = {4, 4, 1};
  std::mt19937 random(1);
  for (const Encoding encoding : {Encoding::implicit_little, Encoding::explicit_little,
                                  Encoding::explicit_big, Encoding::jpeg_ls_lossless}) {
    phantom.encoding = encoding;
    const fs::path source = write_phantom(phantom, folder / "source").front();
    std::ifstream in(source, std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), {});
    for (int round = 0; round < 2000; ++round) {
      std::string damaged = whole;
      for (int change = 0; change < 3; ++change) {
        damaged[132 + random() % (damaged.size() - 132)] = static_cast<char>(random());
      }
      damaged.resize(132 + random() % (damaged.size() - 131));
      const fs::path target = folder / "damaged.dcm";
      std::ofstream(target, std::ios::binary) << damaged;
      const OpenFile file(target);
      const auto quick = quick_header(file);
      const auto dcmtk = dcmtk_header(file, dicom::limits_of({}));
      if (quick && quick->pixels.found) {
        EXPECT_LE(quick->pixel_offset, file.size());
      }
      if (const auto* header = std::get_if<RawHeader>(&dcmtk); header && header->pixels.found) {
        EXPECT_LE(header->pixel_offset, file.size());
      }
    }
  }
}

}  // namespace
}  // namespace volvr::test
