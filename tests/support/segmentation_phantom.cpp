// SPDX-License-Identifier: Apache-2.0
#include "support/segmentation_phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

namespace volvr::test {

namespace {

std::vector<std::uint8_t> pixels_of(const Phantom& image, const SegmentPhantom& segment, int k,
                                    int fraction, std::size_t& bit,
                                    std::vector<std::uint8_t> bytes) {
  for (int j = 0; j < image.size.y(); ++j) {
    for (int i = 0; i < image.size.x(); ++i, ++bit) {
      const bool inside = segment.inside(i, j, k);
      if (fraction > 0) {
        bytes.push_back(static_cast<std::uint8_t>(inside ? fraction : 0));
        continue;
      }
      if (bit / 8 == bytes.size()) bytes.push_back(0);
      if (inside) bytes.back() = static_cast<std::uint8_t>(bytes.back() | 1U << (bit % 8));
    }
  }
  return bytes;
}

Values attributes_of(const Phantom& image, const std::vector<SegmentPhantom>& segments,
                     int fraction) {
  Values values{{"Modality", "SEG"},
                {"SegmentationType", fraction > 0 ? "FRACTIONAL" : "BINARY"},
                {"ReferencedSeriesSequence.SeriesInstanceUID", image.series_uid}};
  for (std::size_t at = 0; at < segments.size(); ++at) {
    const std::string item = "SegmentSequence[" + std::to_string(at) + "].";
    values[item + "SegmentNumber"] = std::to_string(segments[at].number);
    values[item + "SegmentLabel"] = segments[at].label;
    if (!segments[at].cielab) continue;
    const auto& lab = *segments[at].cielab;
    values[item + "RecommendedDisplayCIELabValue"] =
        std::to_string(lab[0]) + "\\" + std::to_string(lab[1]) + "\\" + std::to_string(lab[2]);
  }
  if (fraction > 0) {
    values["SegmentationFractionalType"] = "PROBABILITY";
    values["MaximumFractionalValue"] = "200";
  } else {
    values["BitsAllocated"] = "1";
    values["BitsStored"] = "1";
    values["HighBit"] = "0";
  }
  return values;
}

}  // namespace

ObjectPhantom segmentation_of(const Phantom& image, const std::vector<SegmentPhantom>& segments,
                              int fraction) {
  ObjectPhantom object = enhanced_object(image);
  object.phantom.series_uid = image.series_uid + ".2";
  object.phantom.series_number = 2;
  object.phantom.bits_allocated = object.phantom.bits_stored = 8;
  object.phantom.stored_value = [](int, int, int) { return std::int64_t{0}; };
  object.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
  std::erase_if(object.shared,
                [](const auto& value) { return value.first.starts_with("PixelValueT"); });
  std::vector<ObjectFrame> frames;
  for (const SegmentPhantom& segment : segments) {
    for (ObjectFrame frame : object.frames) {
      frame.groups["SegmentIdentificationSequence.ReferencedSegmentNumber"] =
          std::to_string(segment.number);
      frames.push_back(frame);
    }
  }
  object.frames = frames;
  object.attributes = attributes_of(image, segments, fraction);
  object.edit = [image, segments, fraction](DcmItem& item) {
    std::vector<std::uint8_t> bytes;
    std::size_t bit = 0;
    for (const SegmentPhantom& segment : segments) {
      for (int k = 0; k < image.size.z(); ++k) {
        bytes = pixels_of(image, segment, k, fraction, bit, std::move(bytes));
      }
    }
    if (bytes.size() % 2 != 0) bytes.push_back(0);
    item.putAndInsertUint8Array(DCM_PixelData, bytes.data(),
                                static_cast<unsigned long>(bytes.size()));
  };
  return object;
}

}  // namespace volvr::test
