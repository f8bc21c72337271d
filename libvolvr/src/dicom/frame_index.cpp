// SPDX-License-Identifier: Apache-2.0
#include "dicom/frame_index.h"

#include <algorithm>
#include <array>
#include <optional>

#include "dicom/byte_order.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/frames.h"
#include "dicom/recognize.h"
#include "dicom/window.h"

namespace volvr::dicom {

namespace {

constexpr std::uint32_t item = 0xfffee000;
constexpr std::uint32_t sequence_end = 0xfffee0dd;
constexpr std::uint32_t undefined_length = 0xffffffff;
constexpr std::uint64_t item_head = 8;

struct Fragment {
  Extent extent;
  std::uint64_t head = 0;     ///< offset of its item, counted from the first fragment's
  bool begins_frame = false;  ///< its bytes begin a codestream
};

bool begins_codestream(std::span<const std::byte> bytes) {
  const auto at = [&](std::size_t i) { return std::to_integer<int>(bytes[i]); };
  if (bytes.size() < 4) return false;
  const bool jpeg = at(0) == 0xff && at(1) == 0xd8 && at(2) == 0xff;
  const bool jpeg_2000 = at(0) == 0xff && at(1) == 0x4f && at(2) == 0xff && at(3) == 0x51;
  const bool jp2 = at(0) == 0 && at(1) == 0 && at(2) == 0 && at(3) == 12;
  return jpeg || jpeg_2000 || jp2;
}

class Walk {
 public:
  Walk(const OpenFile& file, const SourceInstance& slice)
      : window_(file), slice_(slice), size_(file.size()) {
    if (!window_.skip(slice.pixels.data_offset)) throw_changed(slice);
  }

  // The length of the next item; nothing at the end of the sequence.
  std::optional<std::uint32_t> next_item() {
    const auto head = window_.take(item_head);
    if (!head) {
      throw_undecodable(slice_, "the file ends before its pixels do", "");
    }
    const std::uint32_t tag = (number_of(head->subspan(0, 2), false) << 16) |
                              number_of(head->subspan(2, 2), false);
    const std::uint32_t length = number_of(head->subspan(4, 4), false);
    if (tag == sequence_end) return std::nullopt;
    if (tag != item || length == undefined_length || length > size_ - window_.position()) {
      throw_undecodable(slice_, "its fragments contradict their lengths", "");
    }
    return length;
  }

  std::vector<std::uint32_t> offset_table(std::uint32_t length) {
    std::vector<std::uint32_t> offsets;
    std::uint32_t taken = 0;
    for (; taken + 4 <= length; taken += 4) {
      offsets.push_back(number_of(*window_.take(4), false));
    }
    window_.skip(length - taken);
    return offsets;
  }

  std::vector<Fragment> fragments() {
    std::vector<Fragment> list;
    const std::uint64_t origin = window_.position();
    while (const auto length = next_item()) {
      Fragment& fragment = list.emplace_back();
      fragment.extent = {window_.position(), *length};
      fragment.head = fragment.extent.offset - item_head - origin;
      const auto beginning = window_.peek(std::min<std::size_t>(4, *length));
      fragment.begins_frame = beginning && begins_codestream(*beginning);
      window_.skip(*length);
    }
    return list;
  }

 private:
  Window window_;
  const SourceInstance& slice_;
  std::uint64_t size_;
};

// The number of the first fragment of each frame; nothing where these do not tell all of them.
std::vector<std::size_t> starts_by_offsets(const std::vector<Fragment>& fragments,
                                           const std::vector<std::uint32_t>& offsets) {
  std::vector<std::size_t> starts;
  for (const std::uint32_t offset : offsets) {
    const auto at = std::ranges::lower_bound(fragments, std::uint64_t{offset}, {}, &Fragment::head);
    if (at == fragments.end() || at->head != offset) return {};
    starts.push_back(static_cast<std::size_t>(at - fragments.begin()));
  }
  const bool rising = std::ranges::adjacent_find(starts, std::greater_equal<>()) == starts.end();
  return rising && !starts.empty() && starts.front() == 0 ? starts : std::vector<std::size_t>{};
}

std::vector<std::size_t> starts_by_marks(const std::vector<Fragment>& fragments) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < fragments.size(); ++i) {
    if (fragments[i].begins_frame) starts.push_back(i);
  }
  return !starts.empty() && starts.front() == 0 ? starts : std::vector<std::size_t>{};
}

std::vector<std::size_t> frame_starts(const std::vector<Fragment>& fragments, std::size_t frames,
                                      const std::vector<std::uint32_t>& offsets) {
  if (frames == 1) return {0};
  if (fragments.size() == frames) {
    std::vector<std::size_t> starts(frames);
    for (std::size_t i = 0; i < frames; ++i) starts[i] = i;
    return starts;
  }
  auto starts = starts_by_offsets(fragments, offsets);
  return starts.size() == frames ? starts : starts_by_marks(fragments);
}

void require_encapsulated(const OpenFile& file, const SourceInstance& slice) {
  const std::string& syntax = slice.pixels.transfer_syntax_uid;
  const PixelElement element =
      pixel_element_before(file, slice.pixels.data_offset, is_explicit(syntax), false);
  if (!element.found || element.length != undefined_length) throw_changed(slice);
}

}  // namespace

FrameIndex::FrameIndex(const OpenFile& file, const SourceInstance& slice) : slice_(slice) {
  require_encapsulated(file, slice);
  Walk walk(file, slice);
  const auto table = walk.next_item();
  if (!table) throw_undecodable(slice, "it has no pixels", "");
  const auto offsets = walk.offset_table(*table);
  const std::vector<Fragment> fragments = walk.fragments();
  const auto frames = static_cast<std::size_t>(std::max(slice.pixels.number_of_frames, 1));
  const auto starts = frame_starts(fragments, frames, offsets);
  if (fragments.empty() || starts.size() != frames) {
    throw_undecodable(slice,
                      "its " + std::to_string(fragments.size()) +
                          " fragments cannot be shared out among " + std::to_string(frames) +
                          " frames",
                      "");
  }
  for (std::size_t i = 0; i < frames; ++i) {
    const std::size_t end = i + 1 < frames ? starts[i + 1] : fragments.size();
    auto& extents = frames_.emplace_back();
    for (std::size_t k = starts[i]; k < end; ++k) extents.push_back(fragments[k].extent);
  }
}

const std::vector<Extent>& FrameIndex::fragments_of(int frame) const {
  if (frame < 0 || static_cast<std::size_t>(frame) >= frames_.size()) throw_changed(slice_);
  return frames_[static_cast<std::size_t>(frame)];
}

}  // namespace volvr::dicom
