// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>
#include <gtest/gtest.h>

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <fstream>
#include <string>
#include <vector>

#include "deid/canary_objects.h"
#include "dicom/deid/codestream.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/deidentify.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

const PseudonymKey key(std::string(32, 'k'));

fs::path one_slice(const fs::path& folder, Phantom phantom) {
  phantom.size = {24, 20, 1};
  return write_phantom(phantom, folder / "in").front();
}

void edit(const fs::path& file, const std::function<void(DcmDataset&)>& change) {
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(file.c_str()).good());
  ASSERT_TRUE(format.loadAllDataIntoMemory().good());
  change(*format.getDataset());
  ASSERT_TRUE(format.saveFile(file.c_str(), format.getDataset()->getOriginalXfer()).good());
}

std::vector<double> values_of(const fs::path& path) {
  const Volume volume = load(scan(path).series.at(0));
  std::vector<double> values;
  for (int j = 0; j < volume.geometry().size.y(); ++j) {
    for (int i = 0; i < volume.geometry().size.x(); ++i)
      values.push_back(value_at(volume, {i, j, 0}));
  }
  return values;
}

class every_encoding : public testing::TestWithParam<Encoding> {};

TEST_P(every_encoding, keeps_the_pixels) {
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = GetParam();
  if (phantom.encoding == Encoding::jpeg_baseline) {
    phantom.bits_allocated = 8;
    phantom.bits_stored = 8;
  }
  const fs::path file = one_slice(folder.path(), phantom);
  const fs::path out = folder.path() / "out";
  Deidentifier(key).write(file, out);
  EXPECT_EQ(values_of(out), values_of(file));
}

INSTANTIATE_TEST_SUITE_P(pixels, every_encoding,
                         testing::Values(Encoding::implicit_little, Encoding::explicit_little,
                                         Encoding::explicit_big, Encoding::deflated, Encoding::rle,
                                         Encoding::jpeg_baseline, Encoding::jpeg_lossless,
                                         Encoding::jpeg_lossless_sv1, Encoding::jpeg_ls_lossless,
                                         Encoding::jpeg_ls_near_lossless,
                                         Encoding::jpeg_2000_lossless));

// A comment behind the first marker of the stream, and a text behind its last.
std::string with_canaries(std::string stream, std::uint8_t comment_marker, std::size_t at,
                          bool has_style) {
  const std::string text = std::string(has_style ? 2 : 0, '\1') + "ZQXVJ in a comment";
  const std::size_t length = text.size() + 2;
  std::string segment{static_cast<char>(0xff), static_cast<char>(comment_marker),
                      static_cast<char>(length >> 8U), static_cast<char>(length & 0xffU)};
  stream.insert(at, segment + text);
  return stream + "ZQXVJ behind";
}

std::string fragment_of(const fs::path& file) {
  DcmFileFormat format;
  EXPECT_TRUE(format.loadFile(file.c_str()).good());
  DcmElement* element = nullptr;
  EXPECT_TRUE(format.getDataset()->findAndGetElement(DCM_PixelData, element).good());
  DcmPixelSequence* sequence = nullptr;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  auto& pixels = dynamic_cast<DcmPixelData&>(*element);
  pixels.getOriginalRepresentationKey(syntax, parameter);
  EXPECT_TRUE(pixels.getEncapsulatedRepresentation(syntax, parameter, sequence).good());
  DcmPixelItem* item = nullptr;
  Uint8* bytes = nullptr;
  EXPECT_TRUE(sequence->getItem(item, 1).good());
  EXPECT_TRUE(item->getUint8Array(bytes).good());
  return {reinterpret_cast<const char*>(bytes), item->getLength()};
}

// Puts another stream into a file, in one fragment or in two.
void replace_fragment(const fs::path& file, std::string stream, bool in_two) {
  edit(file, [&](DcmDataset& data_set) {
    stream.resize(stream.size() + stream.size() % 2, '\0');
    DcmElement* element = nullptr;
    data_set.findAndGetElement(DCM_PixelData, element);
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
    const std::size_t first = in_two ? stream.size() / 4 * 2 : stream.size();
    for (const std::string& part : {std::string(), stream.substr(0, first), stream.substr(first)}) {
      if (part.empty() && sequence->card() > 0) continue;
      auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
      item->putUint8Array(reinterpret_cast<const Uint8*>(part.data()),
                          static_cast<unsigned long>(part.size()));
      sequence->insert(item.release());
    }
    dynamic_cast<DcmPixelData&>(*element).putOriginalRepresentation(data_set.getOriginalXfer(),
                                                                    nullptr, sequence.release());
  });
}

class compressed : public testing::TestWithParam<std::tuple<Encoding, bool>> {};

TEST_P(compressed, streams_lose_comments_and_what_stands_behind_and_keep_their_image) {
  const auto& [encoding, in_two] = GetParam();
  const TemporaryFolder folder;
  Phantom phantom;
  phantom.encoding = encoding;
  const fs::path file = one_slice(folder.path(), phantom);
  const auto before = values_of(file);
  const bool jpeg_2000 = encoding == Encoding::jpeg_2000_lossless;
  std::string stream = fragment_of(file);
  while (stream.back() == '\0') stream.pop_back();
  if (encoding == Encoding::rle) {
    stream = fragment_of(file) + "ZQXVJ behind";
    stream.replace(40, 5, "ZQXVJ");
  } else {
    // A JPEG 2000 stream begins with SIZ; a comment may follow it.
    const auto siz =
        jpeg_2000 ? 4 + static_cast<std::size_t>(static_cast<unsigned char>(stream[5])) : 2;
    stream = with_canaries(stream, jpeg_2000 ? 0x64 : 0xfe, siz, jpeg_2000);
  }
  replace_fragment(file, stream, in_two);
  ASSERT_TRUE(holds_canary(bytes_of(file)));
  const fs::path out = folder.path() / "out";
  if (encoding == Encoding::rle &&
      in_two) {  // a frame of run lengths is one fragment (PS3.5 A.4.2)
    EXPECT_THROW(Deidentifier(key).write(file, out), Error);
    return;
  }
  const fs::path written = out / Deidentifier(key).write(file, out).file;
  EXPECT_TRUE(canaries_in(out).empty());
  if (encoding == Encoding::rle) {  // volvr's own decoder refuses more than padding behind the runs
    decompress_file(written, folder.path() / "plain.dcm");
    EXPECT_EQ(values_of(folder.path() / "plain.dcm"), before);
    return;
  }
  EXPECT_EQ(values_of(out), before);
}

INSTANTIATE_TEST_SUITE_P(
    pixels, compressed,
    testing::Combine(testing::Values(Encoding::rle, Encoding::jpeg_lossless_sv1,
                                     Encoding::jpeg_ls_lossless, Encoding::jpeg_2000_lossless),
                     testing::Bool()),
    [](const auto& instance) {
      return std::to_string(static_cast<int>(std::get<0>(instance.param))) +
             (std::get<1>(instance.param) ? "_in_two" : "_in_one");
    });

TEST(streams, that_do_not_hold_together_are_refused) {
  using dicom::deid::blank_jpeg;
  using dicom::deid::blank_jpeg_2000;
  using dicom::deid::blank_rle;
  std::vector<std::uint8_t> none;
  std::vector<std::uint8_t> text(80, 'Z');
  std::vector<std::uint8_t> lying{0xff, 0xd8, 0xff, 0xfe, 0x40, 0x00, 'Z', 'Q'};
  std::vector<std::uint8_t> tile{0xff, 0x4f, 0xff, 0x90, 0, 10, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 1};
  for (auto* stream : {&none, &text, &lying, &tile}) {
    EXPECT_FALSE(blank_jpeg(*stream));
    EXPECT_FALSE(blank_jpeg_2000(*stream));
    EXPECT_FALSE(blank_rle(*stream, 100));
  }
}

Phantom secondary_capture(int samples) {
  Phantom phantom;
  phantom.modality = "SC";
  phantom.bits_allocated = 8;
  phantom.bits_stored = 8;
  phantom.samples_per_pixel = samples;
  phantom.stored_value = [](int i, int j, int) { return 50 + i + j; };
  phantom.edit = [](PhantomSlice& slice) {
    slice.attributes["Manufacturer"] = "Acme";
    slice.attributes["ManufacturerModelName"] = "Screen";
    slice.attributes["ConversionType"] = "WSD";
  };
  return phantom;
}

std::vector<Uint8> plain_bytes(const fs::path& file) {
  DcmFileFormat format;
  EXPECT_TRUE(format.loadFile(file.c_str()).good());
  EXPECT_EQ(format.getDataset()->getOriginalXfer(), EXS_LittleEndianExplicit);
  DcmElement* element = nullptr;
  EXPECT_TRUE(format.getDataset()->findAndGetElement(DCM_PixelData, element).good());
  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  if (element->getUint8Array(bytes).bad()) {
    EXPECT_TRUE(element->getUint16Array(words).good());
    bytes = reinterpret_cast<Uint8*>(words);
  }
  return {bytes, bytes + element->getLength()};
}

class burned_in : public testing::TestWithParam<std::tuple<Encoding, int>> {};

TEST_P(burned_in, text_becomes_black_where_a_rule_says_and_only_there) {
  const auto& [encoding, samples] = GetParam();
  const TemporaryFolder folder;
  Phantom phantom = secondary_capture(samples);
  phantom.encoding = encoding;
  const fs::path file = one_slice(folder.path(), phantom);
  const fs::path rules = folder.path() / "rules";
  std::ofstream(rules) << "# screens\nmodality=OT manufacturer=\"acm*\" rows=20 columns=24 "
                          "black=0,0,24,3 black=20,10,100,2\n";
  const Deidentifier cleaner(key, {.clean_pixel_data = true, .pixel_rules = rules});
  const fs::path written = folder.path() / "out" / cleaner.write(file, folder.path() / "out").file;
  const auto pixels = plain_bytes(written);
  for (int j = 0; j < 20; ++j) {
    for (int i = 0; i < 24; ++i) {
      const bool black = j < 3 || (i >= 20 && (j == 10 || j == 11));
      for (int s = 0; s < samples; ++s) {
        EXPECT_EQ(pixels[static_cast<std::size_t>((j * 24 + i) * samples + s)],
                  black ? 0 : 50 + i + j + (samples == 3 ? s : 0))
            << i << ' ' << j;
      }
    }
  }
  DcmFileFormat format;
  format.loadFile(written.c_str());
  OFString declared;
  format.getDataset()->findAndGetOFString(DCM_BurnedInAnnotation, declared);
  EXPECT_EQ(declared, "NO");
}

INSTANTIATE_TEST_SUITE_P(pixels, burned_in,
                         testing::Combine(testing::Values(Encoding::explicit_little, Encoding::rle,
                                                          Encoding::jpeg_ls_lossless),
                                          testing::Values(1, 3)));

TEST(ultrasound, keeps_the_regions_that_it_declares) {
  const TemporaryFolder folder;
  const fs::path file = one_slice(folder.path(), secondary_capture(1));
  edit(file, [](DcmDataset& data_set) {
    data_set.putAndInsertString(DCM_SOPClassUID, UID_UltrasoundImageStorage);
    data_set.putAndInsertString(DCM_Modality, "US");
    DcmItem* region = nullptr;
    data_set.findOrCreateSequenceItem(DCM_SequenceOfUltrasoundRegions, region, -2);
    region->putAndInsertUint32(DCM_RegionLocationMinX0, 4);
    region->putAndInsertUint32(DCM_RegionLocationMinY0, 5);
    region->putAndInsertUint32(DCM_RegionLocationMaxX1, 19);
    region->putAndInsertUint32(DCM_RegionLocationMaxY1, 17);
  });
  const Deidentifier cleaner(key, {.clean_pixel_data = true});
  const auto pixels =
      plain_bytes(folder.path() / "out" / cleaner.write(file, folder.path() / "out").file);
  for (int j = 0; j < 20; ++j) {
    for (int i = 0; i < 24; ++i) {
      const bool kept = i >= 4 && i <= 19 && j >= 5 && j <= 17;
      EXPECT_EQ(pixels[static_cast<std::size_t>(j * 24 + i)], kept ? 50 + i + j : 0);
    }
  }
}

TEST(overlays, in_unused_bits_of_the_pixels_are_cleared) {
  const TemporaryFolder folder;
  Phantom phantom;
  const fs::path file = one_slice(folder.path(), phantom);
  const auto before = values_of(file);
  edit(file, [](DcmDataset& data_set) {
    const Uint16* words = nullptr;
    unsigned long count = 0;
    data_set.findAndGetUint16Array(DCM_PixelData, words, &count);
    std::vector<Uint16> marked(words, words + count);
    for (std::size_t i = 0; i < marked.size(); i += 3) marked[i] |= 0x8000U;
    data_set.putAndInsertUint16Array(DCM_PixelData, marked.data(), count);
    data_set.putAndInsertUint16(DcmTag(0x6000, 0x0100, EVR_US), 16);
    data_set.putAndInsertUint16(DcmTag(0x6000, 0x0102, EVR_US), 15);
  });
  const fs::path written =
      folder.path() / "out" / Deidentifier(key).write(file, folder.path() / "out").file;
  const auto bytes = plain_bytes(written);
  for (std::size_t i = 1; i < bytes.size(); i += 2) EXPECT_LT(bytes[i], 0x10);
  EXPECT_EQ(values_of(folder.path() / "out"), before);
}

}  // namespace
}  // namespace volvr::test
