// SPDX-License-Identifier: Apache-2.0
#include "dicom/skeleton.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "dicom/attributes.h"
#include "dicom/byte_order.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/inflated.h"
#include "dicom/window.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;
constexpr std::uint64_t no_end = 0;
constexpr Tag item_start = 0xfffee000, item_end = 0xfffee00d, sequence_end = 0xfffee0dd,
              transfer_syntax = 0x00020010, first_pixels = 0x7fe00008;
constexpr std::uint64_t small_data_set = std::uint64_t{256} << 20;
constexpr std::uint64_t plausible_ratio = 100;

struct Syntax {
  bool is_explicit = true;
  bool big_endian = false;
};

struct Head {
  Tag tag = 0;
  std::array<char, 2> vr{' ', ' '};  ///< blanks where elements carry none
  std::uint32_t length = 0;

  bool is(std::string_view name) const { return vr[0] == name[0] && vr[1] == name[1]; }
};

// A sequence or item that has begun.
struct Open {
  std::uint64_t end = no_end;
  Syntax inside;
  bool is_item = false;
  bool holds_fragments = false;
};

bool is_capital(char letter) {
  return letter >= 'A' && letter <= 'Z';
}

// As DCMTK takes them: names that a later standard may add have a long length, what is no name a
// short one.
bool has_short_length(const std::array<char, 2>& vr) {
  constexpr std::string_view names = "AEASATCSDADSDTFLFDISLOLTPNSHSLSSSTTMUIULUS";
  if (!is_capital(vr[0]) || !is_capital(vr[1])) return true;
  for (std::size_t i = 0; i < names.size(); i += 2) {
    if (names[i] == vr[0] && names[i + 1] == vr[1]) return true;
  }
  return false;
}

class Walk {
 public:
  Walk(const OpenFile& file, const Limits& limits) : file_(file), limits_(limits), window_(file) {}

  Skeleton run(Reach reach) {
    begin();
    while (in_meta_ && found_.over_limit.empty()) {
      const auto group = window_.peek(2);
      if (open_.empty() && (!group || number_of(*group, false) != 0x0002)) break;
      if (!step()) return std::move(found_);
    }
    if (in_meta_) leave_meta();
    if (is_deflated_) return run_inflated(reach);
    run_data_set();
    return std::move(found_);
  }

 private:
  void begin() {
    const auto start = window_.peek(132);
    if (start && std::memcmp(start->data() + 128, "DICM", 4) == 0) window_.skip(132);
    const auto group = window_.peek(2);
    in_meta_ = group && number_of(*group, false) == 0x0002;
    guess_syntax();
  }

  // By what the first element looks like.
  void guess_syntax() {
    const auto head = window_.peek(8);
    if (!head) return;
    const auto letter = [&](std::size_t i) { return static_cast<char>((*head)[i]); };
    top_.is_explicit = is_capital(letter(4)) && is_capital(letter(5));
    top_.big_endian = letter(0) == 0 && letter(1) != 0;
  }

  void leave_meta() {
    in_meta_ = false;
    is_deflated_ = is_deflated(uid_);
    if (uid_.empty() || (coding_of(uid_) == Coding::unsupported && !is_deflated_)) {
      return guess_syntax();
    }
    top_ = {is_explicit(uid_), is_big_endian(uid_)};
  }

  Skeleton run_inflated(Reach reach) {
    const std::uint64_t most =
        std::min(limits_.memory, std::max(small_data_set, plausible_ratio * file_.size()));
    auto source = std::make_unique<Inflated>(file_, window_.position(), most);
    Inflated& bytes = *source;
    const OpenFile inside(file_.path(), std::move(source));
    Walk walk(inside, limits_);
    walk.elements_ = elements_;
    walk.run_data_set();
    if (reach == Reach::whole && walk.found_.over_limit.empty()) {
      std::byte last{};
      bytes.read_at(bytes.size() - 1, {&last, 1});
    }
    if (bytes.is_beyond()) {
      walk.found_.over_limit = "its deflated data set unpacks to more than " +
                               std::to_string(most >> 20U) + " MiB, the limit by dicom.memory " +
                               "and by the size of the file";
    }
    return std::move(walk.found_);
  }

  void run_data_set() {
    while (!window_.at_end() && step()) {
    }
    const bool is_open = std::ranges::any_of(open_, [](const Open& o) { return o.end == no_end; });
    if (found_.over_limit.empty() && window_.at_end() && is_open) {
      doubt("a sequence or item of undefined length never ends");
    }
  }

  // The first one is the cause of the others.
  void doubt(const std::string& what) {
    if (found_.doubt.empty()) found_.doubt = what;
  }

  std::string here() const { return "at byte " + std::to_string(window_.position()); }

  std::optional<Head> read_head(const Syntax& syntax) {
    const auto first = window_.take(8);
    if (!first) return std::nullopt;
    Head head;
    head.tag = (number_of(first->subspan(0, 2), syntax.big_endian) << 16U) |
               number_of(first->subspan(2, 2), syntax.big_endian);
    if (!syntax.is_explicit || head.tag >> 16U == 0xfffe) {
      head.length = number_of(first->subspan(4, 4), syntax.big_endian);
      return head;
    }
    head.vr = {static_cast<char>((*first)[4]), static_cast<char>((*first)[5])};
    if (has_short_length(head.vr)) {
      head.length = number_of(first->subspan(6, 2), syntax.big_endian);
      return head;
    }
    const auto length = window_.take(4);
    if (!length) return std::nullopt;
    head.length = number_of(*length, syntax.big_endian);
    return head;
  }

  void close_ended() {
    while (!open_.empty() && open_.back().end != no_end && window_.position() >= open_.back().end) {
      open_.pop_back();
    }
  }

  void close_delimited(Tag delimiter) {
    if (delimiter == sequence_end) {  // also where an item before it lacks its own end
      while (!open_.empty() && open_.back().is_item && open_.back().end == no_end) {
        open_.pop_back();
      }
    }
    if (!open_.empty() && open_.back().end == no_end &&
        open_.back().is_item == (delimiter == item_end)) {
      open_.pop_back();
    }
  }

  // One element, item or delimiter; false where the walk ends.
  bool step() {
    close_ended();
    const Syntax syntax = open_.empty() ? top_ : open_.back().inside;
    const auto head = read_head(syntax);
    if (!head) {
      if (!window_.at_end()) doubt("it ends within the head of an element");
      return false;
    }
    if (head->tag == item_end || head->tag == sequence_end) {
      close_delimited(head->tag);
      return true;
    }
    if (open_.empty() && head->tag >= first_pixels && !head->is("SQ") && !head->is("UN")) {
      return false;
    }
    if (++elements_ > limits_.elements) {
      found_.over_limit = "it holds more than " + std::to_string(limits_.elements) +
                          " attributes and items, the limit dicom.elements";
      return false;
    }
    if (head->tag == transfer_syntax && in_meta_) take_uid(*head);
    return holds_more(*head, syntax) ? open(*head, syntax) : pass(*head);
  }

  void take_uid(const Head& head) {
    const auto value = window_.peek(std::min<std::size_t>(head.length, 64));
    if (value) uid_ = trim({reinterpret_cast<const char*>(value->data()), value->size()});
  }

  // Where elements carry no representation, what begins with an item is a sequence.
  bool holds_more(const Head& head, const Syntax& syntax) {
    if (head.length == 0) return false;
    const bool in_fragments = !open_.empty() && open_.back().holds_fragments;
    if (head.tag == item_start) return !in_fragments;
    if (head.length == undefined_length || head.is("SQ")) return true;
    if (syntax.is_explicit || head.length < 8) return false;
    const auto start = window_.peek(4);
    return start && number_of(start->subspan(0, 2), syntax.big_endian) == item_start >> 16U &&
           number_of(start->subspan(2, 2), syntax.big_endian) == (item_start & 0xffffU);
  }

  // What ends behind its parent or the file.
  void check_end(std::uint64_t end, const std::string& where) {
    for (auto parent = open_.rbegin(); parent != open_.rend(); ++parent) {
      if (parent->end == no_end) continue;
      if (end <= parent->end) break;
      found_.contradicts_itself = true;
      doubt("a length " + where + " leads out of the sequence around it");
      break;
    }
    if (end > file_.size()) doubt("a length " + where + " leads beyond the end of the file");
  }

  bool open(const Head& head, const Syntax& syntax) {
    Open next;
    next.inside = syntax;
    next.is_item = head.tag == item_start;
    next.holds_fragments = head.tag == tag::pixel_data && head.length == undefined_length;
    // A sequence whose representation was not known when it was written is implicit inside
    // (PS3.5 6.2.2).
    if (head.is("UN")) next.inside = {false, false};
    if (head.length != undefined_length) {
      next.end = window_.position() + head.length;
      check_end(next.end, here());
    }
    open_.push_back(next);
    // A sequence and its item are one level.
    if (open_.size() <= 2 * static_cast<std::size_t>(limits_.depth)) return true;
    found_.over_limit = "its sequences are nested deeper than " + std::to_string(limits_.depth) +
                        " levels, the limit dicom.depth";
    return false;
  }

  bool pass(const Head& head) {
    check_end(window_.position() + head.length, here());
    return window_.skip(head.length);
  }

  const OpenFile& file_;
  const Limits& limits_;
  Window window_;
  Syntax top_;
  bool in_meta_ = false;
  bool is_deflated_ = false;
  std::string uid_;
  std::uint64_t elements_ = 0;
  std::vector<Open> open_;
  Skeleton found_;
};

}  // namespace

Limits limits_of(const Settings& settings) {
  return {settings.integer("dicom.depth"),
          static_cast<std::uint64_t>(settings.integer("dicom.elements")),
          static_cast<std::uint64_t>(settings.integer("dicom.memory")) << 20U};
}

Skeleton look_over(const OpenFile& file, const Limits& limits, Reach reach) {
  return Walk(file, limits).run(reach);
}

bool is_within(const Limits& limits, std::uint64_t header_bytes, std::uint64_t longest_sequence) {
  constexpr std::uint64_t smallest_element = 8, smallest_level = 16;
  return header_bytes / smallest_element <= limits.elements &&
         longest_sequence / smallest_level <= static_cast<std::uint64_t>(limits.depth);
}

void require_within(const Limits& limits, const OpenFile& file, Reach reach) {
  Skeleton skeleton = look_over(file, limits, reach);
  if (skeleton.over_limit.empty()) return;
  std::string sentence = std::move(skeleton.over_limit) + ".";
  sentence.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence.front())));
  throw Error(ErrorCode::malformed, sentence, file.path().string());
}

}  // namespace volvr::dicom
