// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <vector>

namespace volvr::render {

/// How one label is drawn.
struct LabelPaint {
  Eigen::Vector3f rgb = Eigen::Vector3f::Ones();
  float opacity = 1.0F;  ///< 0..1, of a stretch of the length that the labels' opacities are for
  bool visible = true;
  bool operator==(const LabelPaint&) const = default;
};

/// The paints of a map's labels, whose numbers may be few among many: those that are in the map are
/// counted through, and 0, which is no label, is number 0.
class LabelTable {
 public:
  /// For a label without a paint of its own; hidden unless set.
  void set_other(const LabelPaint& paint);
  void set(std::int64_t label, const LabelPaint& paint);
  void clear();

  /// @param labels  that are in the map, rising, without 0
  void set_labels(std::vector<std::int64_t> labels);

  /// 0: none.
  std::size_t count() const { return labels_.size() + 1; }

  /// Whether label number `at` is seen.
  bool shows(std::size_t at) const;
  bool shows_any() const;

  /// Of each number, whether it is seen.
  std::vector<bool> shown() const;

  /// Whether a paint shows anything, of labels that are in the map or are not.
  bool paints_any() const;

  /// Four numbers a label: colour and opacity, 0 for those that are hidden; 256 labels a row, the
  /// last row filled up.
  /// @param part  the sample's share of the stretch that opacities are for; 0: opacities as they are
  std::vector<float> texels(double part) const;

  static constexpr int row = 256;

  /// Grows with each change.
  std::uint64_t version() const { return version_; }

 private:
  const LabelPaint& paint(std::size_t at) const;

  std::vector<std::int64_t> labels_;
  std::map<std::int64_t, LabelPaint> paints_;
  LabelPaint other_{.visible = false};
  std::uint64_t version_ = 1;
};

}  // namespace volvr::render
