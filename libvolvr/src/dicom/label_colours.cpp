// SPDX-License-Identifier: Apache-2.0
#include "dicom/label_colours.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>

#include "dicom/whole_header.h"

namespace volvr::dicom {

namespace {

double from_lab(double t) {
  constexpr double delta = 6.0 / 29.0;
  return t > delta ? t * t * t : 3.0 * delta * delta * (t - 4.0 / 29.0);
}

double to_srgb(double linear) {
  const double value = std::clamp(linear, 0.0, 1.0);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
}

void take_segment(DcmItem& item, std::map<int, Eigen::Vector3d>& colours) {
  Uint16 number = 0;
  Uint16 lab[3] = {};
  if (item.findAndGetUint16(DCM_SegmentNumber, number).bad()) return;
  for (unsigned long at = 0; at < 3; ++at) {
    if (item.findAndGetUint16(DCM_RecommendedDisplayCIELabValue, lab[at], at).bad()) return;
  }
  colours[number] = rgb_of_cielab(lab[0], lab[1], lab[2]);
}

void take_structure(DcmItem& item, std::map<int, Eigen::Vector3d>& colours) {
  Sint32 number = 0;
  if (item.findAndGetSint32(DCM_ReferencedROINumber, number).bad()) return;
  Eigen::Vector3d rgb;
  for (unsigned long at = 0; at < 3; ++at) {
    Sint32 value = 0;
    if (item.findAndGetSint32(DCM_ROIDisplayColor, value, at).bad()) return;
    rgb[static_cast<Eigen::Index>(at)] = std::clamp(value, Sint32{0}, Sint32{255}) / 255.0;
  }
  colours[number] = rgb;
}

}  // namespace

Eigen::Vector3d rgb_of_cielab(std::uint16_t l, std::uint16_t a, std::uint16_t b) {
  const double lightness = (l / 65535.0 * 100.0 + 16.0) / 116.0;
  const Eigen::Vector3d d50(0.96422, 1.0, 0.82521);
  const Eigen::Vector3d xyz(d50[0] * from_lab(lightness + (a / 65535.0 * 255.0 - 128.0) / 500.0),
                            d50[1] * from_lab(lightness),
                            d50[2] * from_lab(lightness - (b / 65535.0 * 255.0 - 128.0) / 200.0));
  // sRGB's primaries, adapted to D50 (IEC 61966-2-1, the ICC's sRGB profile).
  Eigen::Matrix3d rgb_from_xyz;
  rgb_from_xyz << 3.1338561, -1.6168667, -0.4906146,  //
      -0.9787684, 1.9161415, 0.0334540,               //
      0.0719453, -0.2289914, 1.4052427;
  return (rgb_from_xyz * xyz).unaryExpr([](double linear) { return to_srgb(linear); });
}

std::map<int, Eigen::Vector3d> label_colours(const std::filesystem::path& file,
                                             const Settings& settings) {
  WholeHeader header(file, settings);
  std::map<int, Eigen::Vector3d> colours;
  DcmItem* item = nullptr;
  for (long at = 0; header.items().findAndGetSequenceItem(DCM_SegmentSequence, item, at).good();
       ++at) {
    take_segment(*item, colours);
  }
  for (long at = 0; header.items().findAndGetSequenceItem(DCM_ROIContourSequence, item, at).good();
       ++at) {
    take_structure(*item, colours);
  }
  return colours;
}

}  // namespace volvr::dicom
