// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/phantom.h"

class DcmItem;

namespace volvr::test {

/// Values by path: DICOM keywords divided by points, each sequence's first item unless an index
/// stands behind it ("MREchoSequence.EffectiveEchoTime", "SegmentSequence[1].SegmentNumber").
using Values = std::map<std::string, std::string>;

/// One frame of a made-up multi-frame object.
struct ObjectFrame {
  int k = 0;      ///< the phantom's slice whose pixels it holds
  Values groups;  ///< its functional groups; none are written where all frames have none
};

/// A made-up object whose frames are the slices of a phantom, in any order. It has no place in the
/// patient but what its values say.
struct ObjectPhantom {
  std::string sop_class_uid;
  Phantom phantom;  ///< identity, size, pixel format, stored values, encoding
  std::vector<ObjectFrame> frames;
  Values shared;                       ///< shared functional groups
  Values attributes;                   ///< of the data set
  std::function<void(DcmItem&)> edit;  ///< has the last word before the file is written
};

/// The phantom as an enhanced CT, MR or PET (PS3.3 A.36, A.38, A.56), frames by rising k.
ObjectPhantom enhanced_object(const Phantom& phantom);

/// The same as a legacy converted object.
ObjectPhantom legacy_converted_object(const Phantom& phantom);

/// Frames by rising k without functional groups, and nothing that tells where they lie.
ObjectPhantom plain_object(const Phantom& phantom, const std::string& sop_class_uid);

/// "1.5\-2\0"
std::string decimals(const Eigen::Vector3d& v);

/// Sets one value by its path. @throws std::runtime_error where DCMTK refuses it
void put_value(DcmItem& item, const std::string& path, const std::string& value);

/// The stored values of a frame as little endian bytes.
std::vector<std::uint8_t> frame_bytes(const Phantom& phantom, int k);

void write_object(const ObjectPhantom& object, const std::filesystem::path& file);

/// A Siemens CSA image header (private element 0029,1010) with these entries, each of its values.
/// @param marked  the newer layout, which begins with "SV10"
std::vector<std::uint8_t> csa_header(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& entries, bool marked);

}  // namespace volvr::test
