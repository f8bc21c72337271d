// SPDX-License-Identifier: Apache-2.0
#include "dicom/parameter_source.h"

#include <dcmtk/dcmdata/dctk.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "core/text.h"
#include "dicom/character_set.h"
#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
#include "dicom/for_each_file.h"
#include "dicom/skeleton.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// Longer values are left in the file; no attribute that is looked at is longer.
constexpr Uint32 longest_value = 65536;

DcmTagKey key_of(Tag tag) {
  return {static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xffff)};
}

DcmElement* direct(DcmItem* item, Tag tag) {
  DcmElement* element = nullptr;
  if (item == nullptr || item->findAndGetElement(key_of(tag), element).bad()) return nullptr;
  return element != nullptr && element->getLength() > 0 ? element : nullptr;
}

// Functional group macros hold their attributes in the first item of a sequence of their own.
DcmElement* in_macros(DcmItem* groups, Tag tag) {
  for (unsigned long i = 0; groups != nullptr && i < groups->card(); ++i) {
    auto* sequence = dynamic_cast<DcmSequenceOfItems*>(groups->getElement(i));
    if (sequence == nullptr || sequence->card() == 0) continue;
    if (DcmElement* found = direct(sequence->getItem(0), tag)) return found;
  }
  return nullptr;
}

DcmItem* item_of(DcmDataset& items, const DcmTagKey& sequence, long number) {
  DcmItem* item = nullptr;
  return items.findAndGetSequenceItem(sequence, item, number).good() ? item : nullptr;
}

std::vector<std::string> texts_of(DcmElement& element) {
  std::vector<std::string> texts;
  OFString text;
  for (unsigned long i = 0; i < element.getVM(); ++i) {
    if (element.getOFString(text, i).bad()) break;
    const std::string_view bare = trim(text.c_str());
    if (!bare.empty()) texts.emplace_back(bare);
  }
  return texts;
}

// An element that DCMTK's dictionary does not know comes as bytes where the file names no type.
std::vector<double> doubles_of_bytes(DcmElement& element) {
  Uint8* bytes = nullptr;
  const Uint32 length = element.getLength();
  if (std::endian::native != std::endian::little || length % sizeof(double) != 0 ||
      element.getUint8Array(bytes).bad() || bytes == nullptr) {
    return {};
  }
  std::vector<double> values(length / sizeof(double));
  std::memcpy(values.data(), bytes, length);
  return values;
}

std::vector<double> numbers_of(DcmElement& element) {
  std::vector<double> values;
  Float64 real = 0.0;
  if (element.getVR() == EVR_UN) values = doubles_of_bytes(element);
  if (element.getVR() == EVR_FD || element.getVR() == EVR_DS) {
    for (unsigned long i = 0; element.getFloat64(real, i).good(); ++i) values.push_back(real);
  } else if (element.getVR() != EVR_UN) {
    for (const std::string& text : texts_of(element)) {
      if (const auto number = parse_number(text)) values.push_back(*number);
    }
  }
  for (const double value : values) {
    if (!std::isfinite(value)) return {};
  }
  return values;
}

}  // namespace

ParameterSource::ParameterSource(const SourceInstance& slice, const Settings& settings) {
  prepare_dcmtk();
  const QuietDcmtk quiet;
  const OpenFile file = open_any(slice.file, settings);
  require_within(limits_of(settings), file);
  FileProducer producer(file);
  FileStream stream(producer);
  format_.transferInit();
  const OFCondition result =
      format_.readUntilTag(stream, EXS_Unknown, EGL_noChange, longest_value, DCM_PixelData);
  format_.transferEnd();
  // The end of the input counts for an end: the pixels need not be there.
  if (result.bad() && result != EC_EndOfStream && format_.getDataset()->card() == 0) {
    throw Error(ErrorCode::malformed, slice.file.string() + " cannot be read again.",
                slice.file.string(), "DcmFileFormat::readUntilTag");
  }
  OFString set;
  if (format_.getDataset()->findAndGetOFStringArray(DCM_SpecificCharacterSet, set).good()) {
    character_set_ = set.c_str();
  }
  format_.loadAllDataIntoMemory();
}

bool ParameterSource::is_multi_frame() const {
  return item_of(*format_.getDataset(), DCM_PerFrameFunctionalGroupsSequence, 0) != nullptr;
}

DcmElement* ParameterSource::find(Tag tag, int frame) const {
  DcmDataset& items = *format_.getDataset();
  if (DcmElement* found = direct(&items, tag)) return found;
  DcmItem* own = item_of(items, DCM_PerFrameFunctionalGroupsSequence, frame);
  if (DcmElement* found = in_macros(own, tag)) return found;
  return in_macros(item_of(items, DCM_SharedFunctionalGroupsSequence, 0), tag);
}

std::optional<std::string> ParameterSource::text(Tag tag, int frame) const {
  DcmElement* element = find(tag, frame);
  if (element == nullptr) return std::nullopt;
  const auto texts = texts_of(*element);
  return texts.empty() ? std::nullopt : std::optional(to_utf8(texts[0], character_set_));
}

std::vector<double> ParameterSource::numbers(Tag tag, int frame) const {
  DcmElement* element = find(tag, frame);
  return element == nullptr ? std::vector<double>{} : numbers_of(*element);
}

ParameterValue ParameterSource::value_of(DcmElement& element, const ParameterRow& row) const {
  if (row.kind == ParameterKind::number || row.kind == ParameterKind::numbers) {
    std::vector<double> values = numbers_of(element);
    for (double& value : values) value *= row.scale;
    if (values.empty()) return std::string{};
    if (row.kind == ParameterKind::number || values.size() == 1) return values[0];
    return values;
  }
  std::vector<std::string> texts = texts_of(element);
  for (std::string& text : texts) text = to_utf8(text, character_set_);
  if (texts.empty()) return std::string{};
  return row.kind == ParameterKind::texts ? ParameterValue(texts) : ParameterValue(texts[0]);
}

std::optional<ParameterValue> ParameterSource::value(const ParameterRow& row, int frame) const {
  for (const Tag tag : {row.tag, row.other_tag}) {
    DcmElement* element = tag == 0 ? nullptr : find(tag, frame);
    if (element == nullptr) continue;
    ParameterValue value = value_of(*element, row);
    if (value != ParameterValue(std::string{})) return value;
  }
  return std::nullopt;
}

std::optional<ParameterValue> ParameterSource::value_in(Tag sequence,
                                                        const ParameterRow& row) const {
  DcmElement* element = direct(item_of(*format_.getDataset(), key_of(sequence), 0), row.tag);
  if (element == nullptr) return std::nullopt;
  ParameterValue value = value_of(*element, row);
  return value == ParameterValue(std::string{}) ? std::nullopt : std::optional(value);
}

std::vector<double> ParameterSource::private_numbers(Tag tag, std::string_view creator) const {
  const Tag block = (tag & 0xffff0000U) | ((tag >> 8U) & 0xffU);
  DcmElement* owner = direct(format_.getDataset(), block);
  if (owner == nullptr) return {};
  const auto names = texts_of(*owner);
  if (names.empty() || names[0] != creator) return {};
  DcmElement* element = direct(format_.getDataset(), tag);
  return element == nullptr ? std::vector<double>{} : numbers_of(*element);
}

}  // namespace volvr::dicom
