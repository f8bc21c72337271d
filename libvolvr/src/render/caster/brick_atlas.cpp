// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_atlas.h"

#include <algorithm>
#include <limits>
#include <string>

#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr std::uint64_t coarse_share = 8;  // the coarse level has a slot in so many at most
constexpr std::uint64_t fewest_slots = 9;  // the coarsest brick, and its eight parts

std::uint64_t bricks_of(const Eigen::Vector3i& size, int level) {
  return brick_count(level_size(size, level)).cast<std::uint64_t>().prod();
}

std::uint64_t brick_bytes(const Texels& texels) {
  constexpr std::uint64_t side = BrickLayout::stored;
  return side * side * side * bytes_per_texel(texels.format.internal);
}

// The finest that leaves most of the slots to others.
int coarse_level(const Eigen::Vector3i& size, std::uint64_t slots) {
  int level = 1;
  while (bricks_of(size, level) > std::max<std::uint64_t>(slots / coarse_share, 1)) ++level;
  return level;
}

BrickNeeds all_of(const Eigen::Vector3i& size, int levels) {
  return brick_needs(size, levels, {}, [](std::size_t) { return true; });
}

[[noreturn]] void refuse(ErrorCode code, const std::string& why) {
  throw Error(code, "This volume is larger than one texture of this graphics driver, and " + why);
}

}  // namespace

BrickAtlas::BrickAtlas(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                       const Eigen::Vector3i& size, const Texels& texels,
                       const GraphicsLimits& limits) {
  if (brick_count(size).maxCoeff() > limits.side) {
    refuse(ErrorCode::unsupported,
           "a side of " + std::to_string(size.maxCoeff()) + " voxels is too long for bricks, too.");
  }
  make_room(window, size, texels, limits);
  const std::uint64_t slots = slots_.cast<std::uint64_t>().prod();
  pyramid_.emplace(values, size, texels, 1 + coarse_level(size, slots));
  set_needs(all_of(size, levels()));
  cache_.emplace(needs_, slots);
  pages_.allocate(window, brick_count(size),
                  {GL_RGBA16UI, GL_RGBA_INTEGER, GL_UNSIGNED_SHORT, false});
  load(window, cache_->first_loads());
  write_pages(window);
  if (!was_refused()) return;
  free();
  refuse(ErrorCode::out_of_memory, "there is no room for its bricks.");
}

// A driver may refuse what it said was free: half of it is tried next.
void BrickAtlas::make_room(vtkOpenGLRenderWindow& window, const Eigen::Vector3i& size,
                           const Texels& texels, const GraphicsLimits& limits) {
  const std::uint64_t each = brick_bytes(texels);
  const std::uint64_t most = bricks_of(size, 0) + bricks_of(size, 1);
  std::uint64_t bytes = std::max(std::min(limits.bytes, limits.one_texture), fewest_slots * each);
  bytes = std::min(bytes, most * each);
  for (; bytes >= each; bytes /= 2) {
    slots_ = atlas_slots(bytes, each, limits.side, most);
    if (slots_.isZero()) break;
    forget_errors();
    atlas_.allocate(window, slots_ * BrickLayout::stored, texels.format);
    if (!was_refused()) return;
    atlas_.free();
  }
  refuse(ErrorCode::out_of_memory, "there is no room for its bricks.");
}

void BrickAtlas::set_needs(BrickNeeds needs) {
  needs_ = std::move(needs);
  const std::vector<std::uint8_t>& finest = needs_.levels.front().needed;
  all_needed_ = static_cast<std::size_t>(std::ranges::count(finest, 1));
  looks_.clear();
}

const BrickAtlas::Look& BrickAtlas::look_of(const BrickView& view) {
  const auto known =
      std::ranges::find_if(looks_, [&](const Look& look) { return !differ(look.view, view); });
  if (known != looks_.end()) {
    std::rotate(looks_.begin(), known, known + 1);
    return looks_.front();
  }
  constexpr std::size_t eyes = 2;
  if (looks_.size() == eyes) looks_.pop_back();
  looks_.insert(looks_.begin(),
                {view, choose_bricks(needs_, pyramid_->size(), view, cache_->room(),
                                     [&](const BrickId& id) { return cache_->has(id); })});
  return looks_.front();
}

void BrickAtlas::look(vtkOpenGLRenderWindow& window, const BrickView& view, std::uint64_t upload) {
  const bool all_there = !looks_.empty() && all_needed_ <= cache_->room() && cache_->missing() == 0;
  if (all_there) {
    looks_.front().view = view;
    return;
  }
  const std::uint64_t most = std::clamp<std::uint64_t>(upload / pyramid_->bytes_per_brick(), 1,
                                                       std::numeric_limits<int>::max());
  const auto loads = cache_->make_room(look_of(view).wanted, static_cast<std::size_t>(most));
  if (loads.empty()) return;
  load(window, loads);
  write_pages(window);
}

void BrickAtlas::load(vtkOpenGLRenderWindow& window, const std::vector<BrickCache::Load>& loads) {
  std::vector<std::byte> texels(pyramid_->bytes_per_brick());
  const Eigen::Vector3i side = Eigen::Vector3i::Constant(BrickLayout::stored);
  for (const BrickCache::Load& each : loads) {
    pyramid_->cut(each.id, texels.data());
    const auto slot = static_cast<int>(each.slot);
    const Eigen::Vector3i at(slot % slots_[0], slot / slots_[0] % slots_[1],
                             slot / slots_[0] / slots_[1]);
    atlas_.fill(window, at * BrickLayout::stored, side, texels.data());
  }
  loaded_ += loads.size();
}

void BrickAtlas::write_pages(vtkOpenGLRenderWindow& window) {
  const std::vector<BrickCache::Page> pages = cache_->pages();
  std::vector<std::uint16_t> texels;
  texels.reserve(4 * pages.size());
  const auto nx = static_cast<std::uint32_t>(slots_[0]);
  const auto ny = static_cast<std::uint32_t>(slots_[1]);
  for (const BrickCache::Page& page : pages) {
    texels.push_back(static_cast<std::uint16_t>(page.slot % nx));
    texels.push_back(static_cast<std::uint16_t>(page.slot / nx % ny));
    texels.push_back(static_cast<std::uint16_t>(page.slot / nx / ny));
    texels.push_back(page.level);
  }
  pages_.fill(window, Eigen::Vector3i::Zero(), pages_.size(), texels.data());
}

void BrickAtlas::bind(vtkOpenGLRenderWindow& window, int unit) const {
  atlas_.bind(window, unit);
}

void BrickAtlas::bind_pages(vtkOpenGLRenderWindow& window, int unit) const {
  pages_.bind(window, unit);
}

void BrickAtlas::free() {
  atlas_.free();
  pages_.free();
}

ShownVoxels BrickAtlas::shown() const {
  ShownVoxels shown;
  if (looks_.empty()) return shown;
  const BrickNeeds::Level& finest = needs_.levels.front();
  const std::vector<BrickCache::Page> pages = cache_->pages();
  int least = levels();
  int most = 0;
  for_each_place(Eigen::Vector3i::Zero(), finest.bricks, [&](const Eigen::Vector3i& at) {
    if (finest.needed[finest.index(at)] == 0 ||
        !on_screen(looks_.front().view, {0, at}, pyramid_->size())) {
      return;
    }
    const int level = pages[finest.index(at)].level;
    least = std::min(least, level);
    most = std::max(most, level);
  });
  if (least <= most) shown = {1 << least, 1 << most};
  shown.settled = cache_->missing() == 0;
  return shown;
}

}  // namespace volvr::render
