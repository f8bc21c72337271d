// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcitem.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace volvr::dicom::deid {

/// Pixels of an image: columns from x, rows from y.
struct Rectangle {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

/// Where one kind of device writes text. A rule is a line of pairs name=value:
///   modality manufacturer model: the whole value, any case, "*" for any characters
///   rows columns: numbers
///   black=x,y,width,height (repeatable): these pixels become black
///   keep=x,y,width,height (repeatable) or keep=regions (SequenceOfUltrasoundRegions): all others
///   do clean=yes: this device writes no text
/// Values with blanks stand in double quotes; "#" begins a comment.
struct PixelRule {
  std::string modality = "*";
  std::string manufacturer = "*";
  std::string model = "*";
  int rows = 0;  ///< 0: any
  int columns = 0;
  std::vector<Rectangle> black;
  std::vector<Rectangle> keep;
  bool keep_regions = false;
  bool clean = false;
};

/// Those built in: ultrasound keeps the regions that the device itself declares as image.
std::vector<PixelRule> built_in_rules();

/// @throws Error not_found, not_readable, malformed (naming the line)
std::vector<PixelRule> read_rules(const std::filesystem::path& file);
std::vector<PixelRule> parse_rules(std::string_view text, const std::string& subject);

/// What the first rule that fits makes black. Nothing else is known about the other pixels.
struct Cleaning {
  bool known = false;  ///< a rule fits
  std::vector<Rectangle> black;
};

/// @throws Error malformed where the regions that a rule relies on cannot be read
Cleaning cleaning_for(DcmItem& data_set, const std::vector<PixelRule>& rules);

}  // namespace volvr::dicom::deid
