// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/pixel_rules.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/text.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

std::string text_of(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFString(key, value);
  return std::string(trim(std::string_view(value.c_str(), value.size())));
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// "*" stands for any characters.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t tried = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++tried;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// Blank-divided pairs; blanks between double quotes divide nothing.
std::vector<std::string> pairs_of(std::string_view line) {
  std::vector<std::string> pairs;
  std::string pair;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '#' && !quoted) {
      break;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0 && !quoted) {
      if (!pair.empty()) pairs.push_back(pair);
      pair.clear();
    } else {
      pair += c;
    }
  }
  if (!pair.empty()) pairs.push_back(pair);
  return pairs;
}

std::optional<Rectangle> rectangle_of(std::string_view text) {
  const auto parts = split(text, ',');
  if (parts.size() != 4) return std::nullopt;
  std::vector<int> numbers;
  for (const std::string_view part : parts) {
    const auto number = parse_integer(trim(part));
    if (!number || *number < 0) return std::nullopt;
    numbers.push_back(*number);
  }
  if (numbers[2] < 1 || numbers[3] < 1) return std::nullopt;
  return Rectangle{numbers[0], numbers[1], numbers[2], numbers[3]};
}

bool add_rectangle(std::vector<Rectangle>& to, std::string_view text) {
  const auto rectangle = rectangle_of(text);
  if (rectangle) to.push_back(*rectangle);
  return rectangle.has_value();
}

bool set_number(int& number, std::string_view text) {
  const auto parsed = parse_integer(text);
  if (parsed) number = *parsed;
  return parsed && *parsed > 0;
}

bool set_pair(PixelRule& rule, std::string_view name, std::string_view value) {
  if (name == "modality") rule.modality = value;
  if (name == "manufacturer") rule.manufacturer = value;
  if (name == "model") rule.model = value;
  if (name == "modality" || name == "manufacturer" || name == "model") return !value.empty();
  if (name == "rows") return set_number(rule.rows, value);
  if (name == "columns") return set_number(rule.columns, value);
  if (name == "black") return add_rectangle(rule.black, value);
  if (name == "clean") return rule.clean = value == "yes";
  if (name != "keep") return false;
  if (value == "regions") return rule.keep_regions = true;
  return add_rectangle(rule.keep, value);
}

// A rule that names no pixels would let everything through without having said so.
bool says_what_to_do(const PixelRule& rule) {
  const bool cuts = !rule.black.empty() || !rule.keep.empty() || rule.keep_regions;
  return cuts != rule.clean;
}

Uint32 region_corner(DcmItem& region, const DcmTagKey& key) {
  Uint32 value = 0;
  if (region.findAndGetUint32(key, value).bad()) {
    throw Error(ErrorCode::malformed, "Its ultrasound regions cannot be read.");
  }
  return value;
}

std::vector<Rectangle> declared_regions(DcmItem& data_set) {
  std::vector<Rectangle> regions;
  DcmSequenceOfItems* sequence = nullptr;
  if (data_set.findAndGetSequence(DCM_SequenceOfUltrasoundRegions, sequence).bad()) return regions;
  for (unsigned long i = 0; i < sequence->card(); ++i) {
    DcmItem& region = *sequence->getItem(i);
    const auto x0 = static_cast<int>(region_corner(region, DCM_RegionLocationMinX0));
    const auto y0 = static_cast<int>(region_corner(region, DCM_RegionLocationMinY0));
    const auto x1 = static_cast<int>(region_corner(region, DCM_RegionLocationMaxX1));
    const auto y1 = static_cast<int>(region_corner(region, DCM_RegionLocationMaxY1));
    if (x0 < 0 || y0 < 0 || x1 < x0 || y1 < y0 || x1 > 65535 || y1 > 65535) {
      throw Error(ErrorCode::malformed, "Its ultrasound regions contradict themselves.");
    }
    regions.push_back({x0, y0, x1 - x0 + 1, y1 - y0 + 1});
  }
  return regions;
}

// The image without some rectangles, as rectangles: rows of bands between their edges.
std::vector<Rectangle> all_but(const std::vector<Rectangle>& kept, int columns, int rows) {
  std::vector<int> xs{0, columns};
  std::vector<int> ys{0, rows};
  for (const Rectangle& one : kept) {
    for (const int x : {one.x, one.x + one.width}) xs.push_back(std::clamp(x, 0, columns));
    for (const int y : {one.y, one.y + one.height}) ys.push_back(std::clamp(y, 0, rows));
  }
  for (auto* edges : {&xs, &ys}) {
    std::ranges::sort(*edges);
    edges->erase(std::ranges::unique(*edges).begin(), edges->end());
  }
  std::vector<Rectangle> rest;
  for (std::size_t j = 0; j + 1 < ys.size(); ++j) {
    for (std::size_t i = 0; i + 1 < xs.size(); ++i) {
      const bool inside = std::ranges::any_of(kept, [&](const Rectangle& one) {
        return xs[i] >= one.x && xs[i] < one.x + one.width && ys[j] >= one.y &&
               ys[j] < one.y + one.height;
      });
      if (!inside) rest.push_back({xs[i], ys[j], xs[i + 1] - xs[i], ys[j + 1] - ys[j]});
    }
  }
  return rest;
}

}  // namespace

std::vector<PixelRule> built_in_rules() {
  PixelRule ultrasound;
  ultrasound.modality = "US";
  ultrasound.keep_regions = true;
  PixelRule intravascular = ultrasound;
  intravascular.modality = "IVUS";
  return {ultrasound, intravascular};
}

std::vector<PixelRule> parse_rules(std::string_view text, const std::string& subject) {
  std::vector<PixelRule> rules;
  int line_number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++line_number;
    const auto pairs = pairs_of(line);
    if (pairs.empty()) continue;
    PixelRule rule;
    bool good = std::ranges::all_of(pairs, [&](std::string_view pair) {
      const std::size_t mark = pair.find('=');
      return mark != std::string_view::npos &&
             set_pair(rule, pair.substr(0, mark), pair.substr(mark + 1));
    });
    good = good && says_what_to_do(rule);
    if (!good) {
      throw Error(ErrorCode::malformed,
                  "Line " + std::to_string(line_number) + " of the pixel rules is no rule.",
                  subject);
    }
    rules.push_back(rule);
  }
  return rules;
}

std::vector<PixelRule> read_rules(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file.is_open() || file.bad()) {
    throw Error(ErrorCode::not_readable, "The pixel rules cannot be read.", path.string());
  }
  return parse_rules(text, path.string());
}

Cleaning cleaning_for(DcmItem& data_set, const std::vector<PixelRule>& rules) {
  Uint16 rows = 0;
  Uint16 columns = 0;
  data_set.findAndGetUint16(DCM_Rows, rows);
  data_set.findAndGetUint16(DCM_Columns, columns);
  for (const PixelRule& rule : rules) {
    const bool applies = fits(rule.modality, text_of(data_set, DCM_Modality)) &&
                         fits(rule.manufacturer, text_of(data_set, DCM_Manufacturer)) &&
                         fits(rule.model, text_of(data_set, DCM_ManufacturerModelName)) &&
                         (rule.rows == 0 || rule.rows == rows) &&
                         (rule.columns == 0 || rule.columns == columns);
    if (!applies) continue;
    std::vector<Rectangle> kept = rule.keep;
    if (rule.keep_regions) {
      const auto regions = declared_regions(data_set);
      if (regions.empty()) continue;  // this device declares none
      kept.insert(kept.end(), regions.begin(), regions.end());
    }
    Cleaning cleaning{true, rule.black};
    if (!kept.empty()) {
      const auto rest = all_but(kept, columns, rows);
      cleaning.black.insert(cleaning.black.end(), rest.begin(), rest.end());
    }
    return cleaning;
  }
  return {};
}

}  // namespace volvr::dicom::deid
