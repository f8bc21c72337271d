// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/nesting.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctag.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/attributes.h"
#include "dicom/byte_order.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

constexpr std::uint32_t undefined = 0xffffffff;
constexpr std::size_t most_unpacked = std::size_t{1} << 30U;
constexpr Tag item_start = 0xfffee000, item_end = 0xfffee00d, sequence_end = 0xfffee0dd,
              transfer_syntax = 0x00020010;

struct Head {
  Tag tag = 0;
  std::string_view vr;  ///< empty where elements carry none
  std::uint32_t length = 0;
  std::uint64_t value = 0;  ///< where it begins
};

// An open sequence or item.
struct Open {
  std::uint64_t end = 0;  ///< 0: of undefined length
  bool is_explicit = true;
};

// A deflated data set from where it begins in the file.
class Unpacked : public ByteSource {
 public:
  Unpacked(const OpenFile& file, std::uint64_t begin) {
    FileProducer producer(file);
    FileStream stream(producer);
    stream.skip(static_cast<offile_off_t>(begin));
    if (stream.installCompressionFilter(ESC_zlib).bad()) return;
    std::array<char, 65536> part{};
    while (stream.good() && !stream.eos()) {
      const offile_off_t count = stream.read(part.data(), static_cast<offile_off_t>(part.size()));
      if (count <= 0) break;
      bytes_.append(part.data(), static_cast<std::size_t>(count));
      if (bytes_.size() > most_unpacked) {
        throw Error(ErrorCode::malformed, "Its deflated data set unpacks to more than 1 GB.");
      }
    }
  }

  std::uint64_t size() const override { return bytes_.size(); }

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    if (offset >= bytes_.size()) return 0;
    const std::size_t count = std::min(buffer.size(), bytes_.size() - offset);
    std::memcpy(buffer.data(), bytes_.data() + offset, count);
    return count;
  }

 private:
  std::string bytes_;
};

class Walk {
 public:
  Walk(const OpenFile& file, int levels) : file_(file), levels_(levels) {}

  void run() {
    if (text_at(128, 4) == "DICM") {
      at_ = 132;
      if (!pass_meta()) return;
      if (is_deflated_) return walk_unpacked();
    } else if (!is_unpacked_) {
      is_explicit_ = has_vr(text_at(4, 2));
      big_endian_ = text_at(0, 1) == std::string_view("\0", 1);
    }
    while (at_ < file_.size()) {
      while (!open_.empty() && open_.back().end != 0 && at_ >= open_.back().end) open_.pop_back();
      if (!step()) return;
      // A sequence and its item are one level.
      if (open_.size() > 2 * static_cast<std::size_t>(levels_)) {
        throw Error(ErrorCode::malformed,
                    "Its sequences are nested deeper than " + std::to_string(levels_) + " levels.");
      }
    }
  }

 private:
  static bool has_vr(std::string_view two) {
    return two.size() == 2 && std::ranges::all_of(two, [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  std::string_view text_at(std::uint64_t at, std::size_t length) {
    if (at < start_ || at + length > start_ + filled_) {
      start_ = at;
      filled_ = file_.read_at(at, window_);
    }
    const auto* const first = reinterpret_cast<const char*>(window_.data());
    const std::size_t offset = static_cast<std::size_t>(at - start_);
    return {first + offset, std::min(length, filled_ - std::min(filled_, offset))};
  }

  std::uint32_t number_at(std::uint64_t at, std::size_t length) {
    const std::string_view text = text_at(at, length);
    if (text.size() < length) return 0;
    return static_cast<std::uint32_t>(
        number_of(std::as_bytes(std::span(text.data(), text.size())), big_endian_));
  }

  std::optional<Head> head(bool is_explicit) {
    if (text_at(at_, 8).size() < 8) return std::nullopt;
    Head head;
    head.tag = (number_at(at_, 2) << 16U) | number_at(at_ + 2, 2);
    if (!is_explicit || head.tag >> 16U == 0xfffe) {
      head.length = number_at(at_ + 4, 4);
      head.value = at_ + 8;
      return head;
    }
    constexpr std::array<std::string_view, 13> longer{"OB", "OW", "OF", "OD", "OL", "OV", "SQ",
                                                      "UC", "UN", "UR", "UT", "SV", "UV"};
    const std::string_view vr = text_at(at_ + 4, 2);
    if (!has_vr(vr)) return std::nullopt;
    const auto* const known = std::ranges::find(longer, vr);
    head.vr = known == longer.end() ? std::string_view("short") : *known;
    head.length = known == longer.end() ? number_at(at_ + 6, 2) : number_at(at_ + 8, 4);
    head.value = at_ + (known == longer.end() ? 8 : 12);
    return head;
  }

  bool pass_meta() {
    std::string syntax;
    while (number_at(at_, 2) == 0x0002) {
      const auto element = head(true);
      if (!element) return false;
      if (element->tag == transfer_syntax) {
        syntax = std::string(text_at(element->value, std::min<std::size_t>(element->length, 64)));
        syntax = syntax.substr(0, syntax.find_last_not_of(std::string_view(" \0", 2)) + 1);
      }
      at_ = element->value + element->length;
    }
    is_explicit_ = is_explicit(syntax);
    big_endian_ = is_big_endian(syntax);
    is_deflated_ = coding_of(syntax) == Coding::deflated;
    return true;
  }

  void walk_unpacked() {
    const OpenFile unpacked(file_.path(), std::make_unique<Unpacked>(file_, at_));
    Walk inner(unpacked, levels_);
    inner.is_unpacked_ = true;
    inner.run();
  }

  // One element, item or delimiter; false where the rest is pixels or cannot be read.
  bool step() {
    const bool here_explicit = open_.empty() ? is_explicit_ : open_.back().is_explicit;
    const auto element = head(here_explicit);
    if (!element) return false;
    at_ = element->value;
    if (element->tag == item_end || element->tag == sequence_end) {
      if (!open_.empty() && open_.back().end == 0) open_.pop_back();
      return true;
    }
    if (element->tag == tag::pixel_data && open_.empty()) return false;
    const bool holds_items = element->tag == item_start || element->length == undefined ||
                             element->vr == "SQ" ||
                             (element->vr.empty() && is_sequence(element->tag));
    if (holds_items) {
      const std::uint64_t end = element->length == undefined ? 0 : at_ + element->length;
      if (element->length > 0) open_.push_back({end, here_explicit && element->vr != "UN"});
      return true;
    }
    at_ += element->length;
    return true;
  }

  static bool is_sequence(Tag tag) { return DcmTag(key_of(tag)).getEVR() == EVR_SQ; }

  const OpenFile& file_;
  int levels_;
  std::uint64_t at_ = 0;
  bool is_explicit_ = true;
  bool big_endian_ = false;
  bool is_deflated_ = false;
  bool is_unpacked_ = false;
  std::vector<Open> open_;
  std::array<std::byte, 16384> window_{};
  std::uint64_t start_ = 0;
  std::size_t filled_ = 0;
};

}  // namespace

void require_shallow(const OpenFile& file, int levels) {
  Walk(file, levels).run();
}

}  // namespace volvr::dicom::deid
