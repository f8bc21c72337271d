// SPDX-License-Identifier: Apache-2.0
#include "deid/canary_objects.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

#include "support/phantom.h"

namespace volvr::test {

namespace {

namespace fs = std::filesystem;

// The image must stay one: its description is not planted over.
bool makes_image(const DcmTagKey& key) {
  const std::vector<DcmTagKey> kept{DCM_SOPClassUID,
                                    DCM_Rows,
                                    DCM_Columns,
                                    DCM_SamplesPerPixel,
                                    DCM_BitsAllocated,
                                    DCM_BitsStored,
                                    DCM_HighBit,
                                    DCM_PixelRepresentation,
                                    DCM_PixelData,
                                    DCM_NumberOfFrames,
                                    DCM_BurnedInAnnotation,
                                    DCM_RecognizableVisualFeatures,
                                    DCM_ConversionType,
                                    DCM_SpecificCharacterSet,
                                    DCM_EncapsulatedDocument,
                                    DCM_DirectoryRecordSequence,
                                    DCM_PlanarConfiguration,
                                    DCM_PhotometricInterpretation,
                                    DCM_ImageType};
  return std::ranges::find(kept, key) != kept.end();
}

class Planter {
 public:
  std::string next() { return canary + std::to_string(100000 + count_++); }
  std::size_t count() const { return count_; }

  // A canary where the VR holds characters, or at least an even number of bytes with one.
  void plant(DcmItem& item, const DcmTag& tag) {
    DcmElement* made = nullptr;
    if (DcmItem::newDicomElement(made, tag).bad()) return;
    std::unique_ptr<DcmElement> element(made);
    if (fill(*element, tag.getEVR())) item.insert(element.release(), OFTrue);
  }

 private:
  bool fill(DcmElement& element, DcmEVR vr) {
    switch (vr) {
      case EVR_UI:  // the letters make it no UID; a long one is one
        return element.putString(("1.2." + next()).c_str()).good();
      case EVR_AS:
        return element.putString("ZQXVJ").good() && ++count_ > 0;
      case EVR_DA:
      case EVR_TM:
      case EVR_DT:
      case EVR_IS:
      case EVR_DS:
      case EVR_CS:
      case EVR_SH:
      case EVR_LO:
      case EVR_ST:
      case EVR_LT:
      case EVR_UC:
      case EVR_UR:
      case EVR_UT:
      case EVR_AE:
        return element.putString(next().c_str()).good();
      case EVR_PN:
        return element.putString((next() + "^" + next()).c_str()).good();
      case EVR_OB:
      case EVR_UN:
      case EVR_OW:
      case EVR_ox: {
        std::string text = next();
        text.resize(text.size() + text.size() % 2, ' ');
        const auto* bytes = reinterpret_cast<const Uint8*>(text.data());
        if (vr != EVR_OW) {
          return element.putUint8Array(bytes, static_cast<unsigned long>(text.size())).good();
        }
        return element
            .putUint16Array(reinterpret_cast<const Uint16*>(bytes),
                            static_cast<unsigned long>(text.size() / 2))
            .good();
      }
      case EVR_US: {
        const std::string text = next() + " ";
        return element
            .putUint16Array(reinterpret_cast<const Uint16*>(text.data()),
                            static_cast<unsigned long>(text.size() / 2))
            .good();
      }
      default:
        return false;
    }
  }

  std::size_t count_ = 0;
};

// Every attribute of the standard's dictionary, and of its repeating groups the first.
std::vector<DcmTag> dictionary_tags() {
  std::vector<DcmTag> tags;
  DcmDataDictionary& dictionary = dcmDataDict.wrlock();  // its iterators want it mutable
  const DcmHashDictIterator end(dictionary.normalEnd());
  for (DcmHashDictIterator at(dictionary.normalBegin()); at != end; ++at) {
    const DcmTagKey key = (*at)->getKey();
    if ((*at)->getPrivateCreator() == nullptr && key.getGroup() >= 0x0008 &&
        key.getGroup() % 2 == 0 && key.getGroup() < 0xff00) {
      tags.emplace_back(key, (*at)->getVR());
    }
  }
  for (auto at = dictionary.repeatingBegin(); at != dictionary.repeatingEnd(); ++at) {
    const DcmTagKey key = (*at)->getKey();
    if ((*at)->getPrivateCreator() == nullptr && key.getGroup() % 2 == 0 &&
        key.getGroup() >= 0x0008) {
      tags.emplace_back(key, (*at)->getVR());
    }
  }
  dcmDataDict.wrunlock();
  return tags;
}

void plant_private(DcmItem& item, Planter& planter) {
  item.putAndInsertString(DcmTag(0x0009, 0x0010, EVR_LO), "SOMEBODY'S OWN");
  item.putAndInsertString(DcmTag(0x0009, 0x0011, EVR_LO), planter.next().c_str());
  planter.plant(item, DcmTag(0x0009, 0x1001, EVR_LO));
  planter.plant(item, DcmTag(0x0009, 0x1101, EVR_OB));
  // Safe blocks with what is not safe in them, and with a text where the table knows a number.
  item.putAndInsertString(DcmTag(0x0019, 0x0010, EVR_LO), "SIEMENS MR HEADER");
  planter.plant(item, DcmTag(0x0019, 0x1008, EVR_CS));
  planter.plant(item, DcmTag(0x0019, 0x100c, EVR_LO));
  planter.plant(item, DcmTag(0x0019, 0x100d, EVR_CS));
  item.putAndInsertString(DcmTag(0x7053, 0x0010, EVR_LO), "Philips PET Private Group");
  planter.plant(item, DcmTag(0x7053, 0x1000, EVR_UN));
  // Elements without a creator, and below the blocks.
  planter.plant(item, DcmTag(0x0029, 0x2020, EVR_LO));
  planter.plant(item, DcmTag(0x0029, 0x0001, EVR_LO));
}

// What no dictionary knows, and what it knows otherwise.
void plant_strange(DcmItem& item, Planter& planter) {
  planter.plant(item, DcmTag(0x0008, 0xfff0, EVR_LO));
  planter.plant(item, DcmTag(0x0018, 0xeee0, EVR_UN));
  planter.plant(item, DcmTag(0x0018, 0x0050, EVR_LO));  // SliceThickness is DS
  planter.plant(item, DcmTag(0x0028, 0x1050, EVR_UN));  // WindowCenter is DS
  planter.plant(item, DcmTag(0x0020, 0x9056, EVR_UT));  // StackID is SH
  for (const Uint16 group : std::array<Uint16, 5>{0x5000, 0x5004, 0x6000, 0x6002, 0x60fe}) {
    planter.plant(item, DcmTag(group, 0x0022, EVR_LO));
    planter.plant(item, DcmTag(group, 0x1500, EVR_LO));
    planter.plant(item, DcmTag(group, 0x3000, EVR_OB));
    planter.plant(item, DcmTag(group, 0x4000, EVR_LT));
  }
}

void plant_level(DcmItem& item, Planter& planter, int depth) {
  static const std::vector<DcmTag> all = dictionary_tags();
  for (const DcmTag& tag : all) {
    if (makes_image(tag) && depth == 0) continue;
    if (tag.getEVR() != EVR_SQ) planter.plant(item, tag);
  }
  plant_private(item, planter);
  plant_strange(item, planter);
}

// Sequences that the table keeps, empties, removes, replaces and does not know.
constexpr std::array sequences{0x00081140U, 0x00400555U, 0x00081110U, 0x0040a730U,
                               0x00081072U, 0x52009229U, 0x00081032U};

DcmItem& item_of(DcmItem& parent, Uint32 tag) {
  DcmItem* item = nullptr;
  const DcmTagKey key(static_cast<Uint16>(tag >> 16U), static_cast<Uint16>(tag & 0xffffU));
  if (parent.findOrCreateSequenceItem(key, item, -2).bad()) throw std::runtime_error("no item");
  return *item;
}

void plant_nested(DcmItem& data_set, Planter& planter) {
  for (const Uint32 tag : sequences) plant_level(item_of(data_set, tag), planter, 1);
  DcmItem* deep = &data_set;
  for (int depth = 1; depth <= 8; ++depth) {
    deep = &item_of(*deep, depth % 2 == 0 ? 0x00081140U : 0x52009229U);
    plant_level(*deep, planter, depth);
  }
}

// Behind the pixels, behind the data set, in preamble and meta header: bytes that DCMTK would not
// write itself.
void plant_around(const fs::path& file, Planter& planter) {
  std::string bytes = bytes_of(file);
  const std::string preamble = planter.next();
  bytes.replace(8, preamble.size(), preamble);
  bytes += std::string("\xfc\xff\xfc\xff", 4) + std::string("OB\0\0", 4) +
           std::string("\x0c\0\0\0", 4) + planter.next() + " ";
  bytes += planter.next();
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::size_t write_canary_object(const fs::path& file, bool explicit_vr) {
  Phantom phantom;
  phantom.size = {16, 12, 1};
  const fs::path folder = file.parent_path() / "plain";
  const fs::path plain = write_phantom(phantom, folder).front();
  DcmFileFormat format;
  if (format.loadFile(plain.c_str()).bad() || format.loadAllDataIntoMemory().bad()) {
    throw std::runtime_error("cannot read the phantom");
  }
  fs::remove_all(folder);
  Planter planter;
  DcmDataset& data_set = *format.getDataset();
  plant_level(data_set, planter, 0);
  plant_nested(data_set, planter);
  // These four must be UIDs for the object to be one at all.
  for (const DcmTagKey& key : {DCM_StudyInstanceUID, DCM_SeriesInstanceUID, DCM_SOPInstanceUID}) {
    data_set.putAndInsertString(key, "1.2.826.0.1.3680043.9.1");
  }
  // More pixels than the image has.
  std::vector<Uint16> pixels(16 * 12 + 6);
  const std::string behind = planter.next() + " ";
  std::copy_n(behind.data(), 12, reinterpret_cast<char*>(pixels.data() + 16 * 12));
  data_set.putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size());
  DcmMetaInfo& meta = *format.getMetaInfo();
  meta.putAndInsertString(DCM_SourceApplicationEntityTitle, planter.next().c_str());
  meta.putAndInsertString(DCM_PrivateInformationCreatorUID, "1.2.3.4");
  planter.plant(meta, DcmTag(0x0002, 0x0102, EVR_OB));
  if (format
          .saveFile(file.c_str(), explicit_vr ? EXS_LittleEndianExplicit : EXS_LittleEndianImplicit,
                    EET_UndefinedLength, EGL_withGL, EPD_withoutPadding, 0, 0, EWM_updateMeta)
          .bad()) {
    throw std::runtime_error("cannot write the object");
  }
  plant_around(file, planter);
  return planter.count();
}

namespace {

// Where the first canary stands.
std::size_t find_canary(const std::string& bytes) {
  std::string low;
  std::string wide;
  for (const char c : std::string(canary)) {
    low += static_cast<char>(std::tolower(c));
    wide += static_cast<char>(std::tolower(c));
    wide += '\0';
  }
  std::string text = bytes;
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::min(text.find(low), text.find(wide));
}

// What stands before it, for whoever looks for the leak.
std::string around(const std::string& bytes, std::size_t at) {
  std::string text;
  for (std::size_t i = at < 24 ? 0 : at - 24; i < std::min(at + 16, bytes.size()); ++i) {
    const auto code = static_cast<unsigned char>(bytes[i]);
    char number[8];
    std::snprintf(number, sizeof number, code > 0x20 && code < 0x7f ? "%c" : "\\%02x", code);
    text += number;
  }
  return text;
}

}  // namespace

bool holds_canary(const std::string& bytes) {
  return find_canary(bytes) != std::string::npos;
}

std::vector<std::string> canaries_in(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (holds_canary(entry.path().filename().string())) found.push_back(entry.path().string());
    if (!entry.is_regular_file()) continue;
    const std::string bytes = bytes_of(entry.path());
    const std::size_t at = find_canary(bytes);
    if (at != std::string::npos) found.push_back("content: " + around(bytes, at));
  }
  return found;
}

}  // namespace volvr::test
