// SPDX-License-Identifier: Apache-2.0
//
// Frames in fragments (PS3.5 A.4): each frame must be found whatever tables say, and every coding
// of one object gives the same voxels.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <gtest/gtest.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <fstream>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/jpeg2000_encoder.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

Phantom small_phantom() {
  Phantom phantom;
  phantom.size = {17, 13, 5};
  return phantom;
}

void append(Bytes& bytes, std::uint64_t number, int width) {
  for (int b = 0; b < width; ++b) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * b)));
}

void append_item(Bytes& bytes, const Bytes& content) {
  append(bytes, 0xe000fffe, 4);
  append(bytes, content.size(), 4);
  bytes.insert(bytes.end(), content.begin(), content.end());
}

enum class Table { none, right, lying, extended };

struct Fragmented {
  Table table = Table::none;
  std::size_t parts = 1;  ///< fragments a frame
};

Bytes even(Bytes bytes, std::uint8_t pad) {
  if (bytes.size() % 2 != 0) bytes.push_back(pad);
  return bytes;
}

// The pixel element of these frames, each in as many fragments as asked for.
Bytes pixel_element(const std::vector<Bytes>& frames, const Fragmented& how) {
  Bytes fragments;
  Bytes offsets;
  Bytes extended;
  Bytes lengths;
  for (const Bytes& frame : frames) {
    const std::size_t lie = how.table == Table::lying ? 6 * frame.size() / 10 : 0;
    if (how.table == Table::right || how.table == Table::lying) {
      append(offsets, fragments.size() + lie, 4);
    }
    append(extended, fragments.size(), 8);
    append(lengths, frame.size(), 8);
    const std::size_t step = (frame.size() / how.parts + 1) / 2 * 2;
    for (std::size_t n = 0; n < how.parts; ++n) {
      const auto begin = frame.begin() + static_cast<std::ptrdiff_t>(n * step);
      const auto end = n + 1 < how.parts ? begin + static_cast<std::ptrdiff_t>(step) : frame.end();
      append_item(fragments, even({begin, end}, 0));
    }
  }
  Bytes element;
  const auto begin_element = [&](std::uint32_t tag, const char* representation,
                                 std::uint64_t length) {
    append(element, tag, 4);
    element.push_back(static_cast<std::uint8_t>(representation[0]));
    element.push_back(static_cast<std::uint8_t>(representation[1]));
    append(element, 0, 2);
    append(element, length, 4);
  };
  if (how.table == Table::extended) {
    begin_element(0x00017fe0, "OV", extended.size());
    element.insert(element.end(), extended.begin(), extended.end());
    begin_element(0x00027fe0, "OV", lengths.size());
    element.insert(element.end(), lengths.begin(), lengths.end());
  }
  begin_element(0x00107fe0, "OB", 0xffffffff);
  append_item(element, offsets);
  element.insert(element.end(), fragments.begin(), fragments.end());
  append(element, 0xe0ddfffe, 4);
  append(element, 0, 4);
  return element;
}

void write_encapsulated(ObjectPhantom object, E_TransferSyntax syntax, const std::string& uid,
                        const std::vector<Bytes>& frames, const Fragmented& how,
                        const std::filesystem::path& path) {
  const std::filesystem::path plain = path.string() + ".tmp";
  object.phantom.encoding = Encoding::explicit_little;
  write_object(object, plain);
  DcmFileFormat file;
  ASSERT_TRUE(file.loadFile(plain.c_str()).good());
  file.getDataset()->findAndDeleteElement(DCM_PixelData);
  if (!uid.empty()) file.getMetaInfo()->putAndInsertString(DCM_TransferSyntaxUID, uid.c_str());
  ASSERT_TRUE(file.saveFile(path.c_str(), syntax).good());
  std::filesystem::remove(plain);
  const Bytes element = pixel_element(frames, how);
  std::ofstream(path, std::ios::binary | std::ios::app)
      .write(reinterpret_cast<const char*>(element.data()),
             static_cast<std::streamsize>(element.size()));
}

std::vector<Bytes> jpeg2000_frames(const Phantom& phantom) {
  std::vector<Bytes> frames;
  for (int k = 0; k < phantom.size.z(); ++k) {
    const Bytes raw = frame_bytes(phantom, k);
    frames.push_back(
        even(jpeg2000_codestream({phantom.size.x(), phantom.size.y(), 1, phantom.bits_allocated,
                                  phantom.bits_stored, phantom.is_signed},
                                 raw.data()),
             0));
  }
  return frames;
}

struct FragmentCase {
  const char* name;
  Fragmented how;
};

class fragments : public testing::TestWithParam<FragmentCase> {};

TEST_P(fragments, of_every_frame_are_found) {
  const Phantom phantom = small_phantom();
  const TemporaryFolder folder;
  write_encapsulated(enhanced_object(phantom), EXS_JPEG2000LosslessOnly, {},
                     jpeg2000_frames(phantom), GetParam().how, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(phantom));
  expect_phantom_voxels(volume, phantom);
}

INSTANTIATE_TEST_SUITE_P(tables, fragments,
                         testing::Values(FragmentCase{"one_without_table", {Table::none, 1}},
                                         FragmentCase{"one_with_table", {Table::right, 1}},
                                         FragmentCase{"one_with_lying_table", {Table::lying, 1}},
                                         FragmentCase{"one_with_extended_table",
                                                      {Table::extended, 1}},
                                         FragmentCase{"three_without_table", {Table::none, 3}},
                                         FragmentCase{"three_with_table", {Table::right, 3}},
                                         FragmentCase{"three_with_lying_table", {Table::lying, 3}}),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(fragments, that_cannot_be_shared_out_are_refused) {
  const Phantom phantom = small_phantom();
  auto frames = jpeg2000_frames(phantom);
  frames.pop_back();
  const TemporaryFolder folder;
  write_encapsulated(enhanced_object(phantom), EXS_JPEG2000LosslessOnly, {}, frames,
                     {Table::none, 1}, folder.path() / "object.dcm");
  const SeriesInfo series = scan_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::malformed);
}

TEST(fragments, of_uncompressed_frames_are_joined) {
  const Phantom phantom = small_phantom();
  std::vector<Bytes> frames;
  for (int k = 0; k < phantom.size.z(); ++k) frames.push_back(even(frame_bytes(phantom, k), 0));
  for (const Fragmented how : {Fragmented{Table::none, 1}, Fragmented{Table::right, 3}}) {
    const TemporaryFolder folder;
    write_encapsulated(enhanced_object(phantom), EXS_EncapsulatedUncompressedLittleEndianExplicit,
                       "1.2.840.10008.1.2.1.98", frames, how, folder.path() / "object.dcm");
    expect_phantom_voxels(load_only_volume(folder.path()), phantom);
  }
}

// A reversible HTJ2K codestream by OpenJPH.
Bytes htj2k_codestream(const Phantom& phantom, int k) {
  ojph::codestream codestream;
  ojph::param_siz size = codestream.access_siz();
  size.set_image_extent(ojph::point(static_cast<ojph::ui32>(phantom.size.x()),
                                    static_cast<ojph::ui32>(phantom.size.y())));
  size.set_num_components(1);
  size.set_component(0, ojph::point(1, 1), static_cast<ojph::ui32>(phantom.bits_stored),
                     phantom.is_signed);
  ojph::param_cod coding = codestream.access_cod();
  coding.set_num_decomposition(2);
  coding.set_reversible(true);
  codestream.set_planar(false);
  ojph::mem_outfile out;
  out.open();
  codestream.write_headers(&out);
  ojph::ui32 component = 0;
  ojph::line_buf* line = codestream.exchange(nullptr, component);
  for (int j = 0; j < phantom.size.y(); ++j) {
    for (int i = 0; i < phantom.size.x(); ++i) {
      line->i32[i] = static_cast<ojph::si32>(stored_value(phantom, i, j, k));
    }
    line = codestream.exchange(line, component);
  }
  codestream.flush();
  const Bytes bytes(out.get_data(), out.get_data() + out.tell());
  codestream.close();
  return even(bytes, 0);
}

TEST(codings, high_throughput_jpeg_2000_is_exact) {
  for (const bool is_signed : {false, true}) {
    Phantom phantom = small_phantom();
    phantom.is_signed = is_signed;
    std::vector<Bytes> frames;
    for (int k = 0; k < phantom.size.z(); ++k) frames.push_back(htj2k_codestream(phantom, k));
    for (const char* uid :
         {"1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203"}) {
      const TemporaryFolder folder;
      // The syntax that DCMTK writes elements alike for; the file says its own.
      write_encapsulated(enhanced_object(phantom), EXS_JPEG2000LosslessOnly, {}, frames,
                         {Table::right, 1}, folder.path() / "object.dcm");
      const auto path = folder.path() / "object.dcm";
      std::ifstream in(path, std::ios::binary);
      std::string whole((std::istreambuf_iterator<char>(in)), {});
      const std::string old_uid("1.2.840.10008.1.2.4.90\0", 22);
      const auto at = whole.find(old_uid);
      ASSERT_NE(at, std::string::npos);
      // One byte longer: the element's length and the group's grow by 2 with the padding.
      whole.replace(at, 22, std::string(uid) + '\0');
      whole[at - 2] = 24;
      whole[140] = static_cast<char>(whole[140] + 2);
      std::ofstream(path, std::ios::binary) << whole;
      const Volume volume = load_only_volume(folder.path());
      EXPECT_EQ(volume.provenance().slices.front().pixels.transfer_syntax_uid, uid);
      expect_phantom_voxels(volume, phantom);
    }
  }
}

TEST(codings, extended_jpeg_of_twelve_bits_stays_near) {
  Phantom phantom = small_phantom();
  phantom.size = {64, 48, 3};
  phantom.stored_value = [](int i, int j, int k) {
    return std::int64_t{40 * i + 20 * j + 100 * k};
  };
  const TemporaryFolder folder;
  const auto path = folder.path() / "object.dcm";
  write_object(enhanced_object(phantom), path);
  DJEncoderRegistration::registerCodecs();
  DcmFileFormat file;
  ASSERT_TRUE(file.loadFile(path.c_str()).good());
  const DJ_RPLossy parameters(98);
  ASSERT_TRUE(file.getDataset()->chooseRepresentation(EXS_JPEGProcess2_4, &parameters).good());
  file.getDataset()->removeAllButCurrentRepresentations();
  ASSERT_TRUE(file.saveFile(path.c_str(), EXS_JPEGProcess2_4).good());
  const Volume volume = load_only_volume(folder.path());
  EXPECT_EQ(volume.provenance().slices.front().pixels.transfer_syntax_uid,
            "1.2.840.10008.1.2.4.51");
  expect_phantom_voxels(volume, phantom, 6.0);
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::lossy_compression, Severity::warning));
}

}  // namespace
}  // namespace volvr::test
