// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

namespace volvr::render {

/// What a picture of a volume is drawn with. One value for both eyes of a frame.
struct Quality {
  double edge_pixel = 1.0;  ///< fovea: side of a ray's square at the picture's edge; 1 is off
  double pixels = 1.0;      ///< side of the square of pixels one ray stands for, in the middle
  double shadows = 1.0;  ///< 1: full, 0: none; strength, and the reach of the rays that cost them
  double step = 1.0;     ///< times the setting render.step

  bool operator==(const Quality&) const = default;
};

/// Everything at full: the picture that the settings ask for.
inline constexpr Quality exact_quality{};

/// What is fixed by settings, whatever a frame takes. Within the ranges of Quality; others count as
/// the nearest in it.
struct QualityPins {
  std::optional<double> edge_pixel{};
  std::optional<double> pixels{};
  std::optional<double> shadows{};
  std::optional<double> step{};
};

/// How far the path goes, and what the cost of a frame is made of.
struct QualityRange {
  Quality coarsest{.edge_pixel = 5.0, .pixels = 3.5, .shadows = 0.0, .step = 2.5};
  double fovea_radius = 0.15;  ///< that is sharp, as part of the picture's side
  double shadow_cost = 0.5;    ///< of full shadows, as part of what the rest costs
};

/// From the best to the coarsest quality that pins and range leave, in the order of what the eye
/// sees least: periphery, then resolution, then shadows, then step; each to its end before the next
/// begins. A place on the path is a number from 0 (best) to `length()`, one for each that is not
/// pinned; it can stand anywhere between, as every one of the four is continuous.
class QualityPath {
 public:
  explicit QualityPath(const QualityPins& pins = {}, const QualityRange& range = {});

  double length() const { return length_; }
  Quality at(double place) const;

  /// Cost of a frame there relative to exact_quality's, as rays x samples: falls along the path. It
  /// is a model; what a frame really costs is measured.
  double cost(double place) const;
  double cost(const Quality& quality) const;

  /// The first place whose cost is at most `cost`; length() where none is.
  double place_for(double cost) const;

 private:
  QualityRange range_;
  std::array<double, 4> best_{};
  std::array<double, 4> coarsest_{};
  double length_ = 0.0;
};

}  // namespace volvr::render
