// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/graphics.h"

#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <format>
#include <map>
#include <memory>
#include <set>

#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/value_check.h"

namespace volvr::dicom::deid {

namespace {

// Rows, columns, frames, type, origin, first frame, bits, position, area, mean, deviation, data.
const std::set<Tag>& elements_of_region() {
  static const std::set<Tag> elements{0x0010, 0x0011, 0x0015, 0x0040, 0x0050, 0x0051,
                                      0x0100, 0x0102, 0x1301, 0x1302, 0x1303, 0x3000};
  return elements;
}

bool is_region_plane(DcmItem& item, Uint16 group) {
  OFString type;
  Uint16 rows = 0;
  Uint16 columns = 0;
  Uint16 bits = 0;
  Sint32 frames = 1;
  DcmElement* data = nullptr;
  item.findAndGetSint32({group, 0x0015}, frames);
  if (item.findAndGetOFString({group, 0x0040}, type).bad() || type != "R" ||
      item.findAndGetUint16({group, 0x0010}, rows).bad() ||
      item.findAndGetUint16({group, 0x0011}, columns).bad() ||
      item.findAndGetUint16({group, 0x0100}, bits).bad() || bits != 1 || frames < 1 ||
      item.findAndGetElement({group, 0x3000}, data).bad()) {
    return false;
  }
  const std::uint64_t pixels = std::uint64_t{rows} * columns * static_cast<std::uint64_t>(frames);
  const std::uint64_t bytes = (pixels + 7) / 8;
  return data->getLength() == bytes + bytes % 2;
}

bool lies_in_pixels(DcmItem& item, Uint16 group) {
  Uint16 bits = 1;
  item.findAndGetUint16({group, 0x0100}, bits);
  return bits != 1 || !item.tagExistsWithValue({group, 0x3000});
}

bool is_sound(DcmElement& element, Tag tag) {
  const DictionaryEntry known = look_up(key_of(tag));
  if (!known.known || !is_of_vr(element, known.vr)) return false;
  const ValueKind kind = kind_of(known.vr);
  if (kind == ValueKind::bytes) return true;  // its length is right
  if (kind == ValueKind::numbers) return element.getVM() <= 2;
  const auto value = text_value(element);
  if (!value) return false;
  return kind == ValueKind::numerals ? is_numeral(*value, known.vr == EVR_IS) : *value == "R";
}

}  // namespace

bool clean_overlays(DcmItem& data_set, const DeidentifyOptions& options,
                    std::vector<ElementChange>& changes) {
  bool in_pixels = false;
  std::map<Uint16, bool> kept;
  for (DcmElement* element : elements_of_item(data_set)) {
    const Uint16 group = element->getGTag();
    if ((group & 0xff00) != 0x6000 || group % 2 != 0) continue;
    if (!kept.contains(group)) {
      in_pixels = in_pixels || lies_in_pixels(data_set, group);
      kept[group] = options.clean_graphics && is_region_plane(data_set, group);
    }
    const Tag tag = tag_of(*element);
    const bool stays =
        kept[group] && elements_of_region().contains(tag & 0xffffU) && is_sound(*element, tag);
    if (stays) continue;
    changes.push_back({std::format("({:04x},{:04x})", group, tag & 0xffffU),
                       look_up(key_of(tag)).keyword, "removed"});
    const std::unique_ptr<DcmElement> gone(data_set.remove(element));
  }
  return in_pixels;
}

}  // namespace volvr::dicom::deid
