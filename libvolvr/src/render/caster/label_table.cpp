// SPDX-License-Identifier: Apache-2.0
#include "render/caster/label_table.h"

#include <algorithm>
#include <cmath>

namespace volvr::render {

void LabelTable::set_other(const LabelPaint& paint) {
  if (paint == other_) return;
  other_ = paint;
  ++version_;
}

void LabelTable::set(std::int64_t label, const LabelPaint& paint) {
  const auto [at, is_new] = paints_.try_emplace(label, paint);
  if (!is_new && at->second == paint) return;
  at->second = paint;
  ++version_;
}

void LabelTable::clear() {
  paints_.clear();
  ++version_;
}

void LabelTable::set_labels(std::vector<std::int64_t> labels) {
  labels_ = std::move(labels);
  ++version_;
}

const LabelPaint& LabelTable::paint(std::size_t at) const {
  const auto own = paints_.find(labels_[at - 1]);
  return own != paints_.end() ? own->second : other_;
}

bool LabelTable::shows(std::size_t at) const {
  if (at == 0) return false;
  const LabelPaint& one = paint(at);
  return one.visible && one.opacity > 0.0F;
}

std::vector<bool> LabelTable::shown() const {
  std::vector<bool> shown(count());
  for (std::size_t at = 0; at < shown.size(); ++at) shown[at] = shows(at);
  return shown;
}

bool LabelTable::shows_any() const {
  for (std::size_t at = 1; at < count(); ++at) {
    if (shows(at)) return true;
  }
  return false;
}

bool LabelTable::paints_any() const {
  const auto is_seen = [](const LabelPaint& one) { return one.visible && one.opacity > 0.0F; };
  return is_seen(other_) ||
         std::ranges::any_of(paints_, [&](const auto& own) { return is_seen(own.second); });
}

std::vector<float> LabelTable::texels(double part) const {
  const std::size_t rows = (count() + row - 1) / row;
  std::vector<float> texels(4 * row * rows, 0.0F);
  for (std::size_t at = 1; at < count(); ++at) {
    if (!shows(at)) continue;
    const LabelPaint& one = paint(at);
    double opacity = std::clamp(one.opacity, 0.0F, 1.0F);
    if (part > 0.0) opacity = 1.0 - std::pow(1.0 - opacity, part);
    for (int channel = 0; channel < 3; ++channel) {
      texels[4 * at + static_cast<std::size_t>(channel)] = std::clamp(one.rgb[channel], 0.0F, 1.0F);
    }
    texels[4 * at + 3] = static_cast<float>(opacity);
  }
  return texels;
}

}  // namespace volvr::render
