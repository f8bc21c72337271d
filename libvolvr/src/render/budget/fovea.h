// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace volvr::render {

// Fewer rays where the eye sees less: the volume is drawn into a smaller target, whose pixels are
// as small as the picture's in a middle and grow towards the edge, and is then spread over the
// picture. The axes are independent of each other, so that the target is a rectangle without holes.
//
// Along one axis, in pixels from the centre of the picture (u) and of the target (v), with the
// radius r of full sharpness and the rise k, which is that of the side the place lies on:
//
//   u = v + sign(v) k/2 y^2                  y = max(|v| - r, 0)
//   v = u - sign(u) x (s - 1) / (s + 1)      x = max(|u| - r, 0),  s = sqrt(1 + 2 k x)
//
// A target pixel at v covers du/dv = 1 + k y pixels of the picture, which at u is s: linear in v.
// A shader that casts rays needs the first line, one that spreads the target needs the second:
//
//   float to_target(float u, vec3 axis) {    // axis: radius, rise below, rise above
//     float x = max(abs(u) - axis.x, 0.0);
//     float s = sqrt(1.0 + 2.0 * (u < 0.0 ? axis.y : axis.z) * x);
//     return u - sign(u) * x * (s - 1.0) / (s + 1.0);
//   }
//
// Both lines are the identity, to the last bit, within the radius and where k is 0.

/// One axis. Pixels are those of the picture, or of the target, as named.
struct FoveaAxis {
  int picture = 1;          ///< pixels
  int target = 1;           ///< pixels, never more than the picture's
  int centre = 0;           ///< the picture's edge between two pixels on which the middle lies
  int target_centre = 0;    ///< the same in the target
  double radius = 0.0;      ///< pixels that are sharp on each side of the centre
  double rise_below = 0.0;  ///< growth of the pixel's side for each target pixel, towards 0
  double rise_above = 0.0;  ///< and towards the far edge
};

/// Both axes of one eye's picture; y grows as the picture's rows do.
struct Fovea {
  FoveaAxis x, y;
};

/// A place or an extent in a picture, as part of its width and height.
struct PicturePlace {
  double x = 0.5;
  double y = 0.5;
  bool operator==(const PicturePlace&) const = default;
};

struct PictureSize {
  int width = 1;   ///< pixels
  int height = 1;  ///< pixels
};

/// The edges of what an eye sees, as tangents of the angles from its axis; left and down are
/// negative as a rule.
struct Frustum {
  double left = -1.0;
  double right = 1.0;
  double down = -1.0;
  double up = 1.0;
  bool operator==(const Frustum&) const = default;
};

/// How a fovea is laid over a picture.
struct FoveaShape {
  PicturePlace centre{};            ///< of full sharpness; outside of 0..1 is taken as the edge
  PicturePlace radius{0.15, 0.15};  ///< of full sharpness, parts of width and height
  double edge_pixel =
      1.0;  ///< side of a target pixel at the furthest edge, picture pixels; 1 is off
};

/// The warp for one picture. Target sizes are whole, the target's pixels lie on the picture's
/// within the radius, and the target covers the picture exactly. The rise is the same on all four
/// sides but for that rounding. Values that are not numbers are taken as off and as the middle.
Fovea make_fovea(const PictureSize& picture, const FoveaShape& shape);

/// Both eyes at equal quality: one rise, to `edge_pixel` at the furthest edge of either eye, so
/// that a direction is drawn as finely for the left as for the right eye, wherever the gaze is.
/// @param gaze            tangents, right and up, of where each eye looks: {0, 0} is the lens axis
/// @param radius_degrees  of full sharpness, as an angle of the eye
std::array<Fovea, 2> make_foveas(const std::array<PictureSize, 2>& pictures,
                                 const std::array<Frustum, 2>& frusta,
                                 const std::array<PicturePlace, 2>& gaze, double radius_degrees,
                                 double edge_pixel);

/// What an eye looks at and how sharply it sees: for the pictures of a frame.
struct FoveaAim {
  double radius_degrees = 15.0;  ///< of full sharpness, as an angle of the eye
  /// Where each eye looks: tangents, right and up, of the angles from its lens axis.
  std::array<PicturePlace, 2> gaze{PicturePlace{0.0, 0.0}, PicturePlace{0.0, 0.0}};
  /// What both eyes of a headset see. Without it a picture's shorter side is taken for a field of
  /// view of 90 degrees, as an eye has in a headset, whatever the camera's is.
  std::optional<std::array<Frustum, 2>> eyes{};

  bool operator==(const FoveaAim&) const = default;
};

/// The warp for a picture of an eye's, equal in quality to that of the other eye.
/// @param eye  0 or 1, left or right
Fovea aim_fovea(const PictureSize& picture, const FoveaAim& aim, double edge_pixel,
                std::size_t eye);

/// Where a direction, as tangents to the right and up, lies in the picture; {0, 0} is the lens
/// axis, which an asymmetric projection has off the middle.
PicturePlace place_of(const Frustum& frustum, const PicturePlace& tangents);

/// Place in the picture, 0..1, of a place in the target, 0..1. Increasing, 0 to 0 and 1 to 1.
double warp(const FoveaAxis& axis, double target_place);

/// Where the middle of the target's pixel `number` lies, in pixels of the picture. Exact within the
/// radius: the middle of a pixel.
double picture_pixel(const FoveaAxis& axis, int number);

/// Place in the target of a place in the picture: the inverse of `warp`.
double unwarp(const FoveaAxis& axis, double picture_place);

/// Target pixels for a pixel of the picture, along this axis; 1 within the radius.
double density(const FoveaAxis& axis, double picture_place);

/// Rays that are cast, as part of the pixels of the picture.
double area_share(const Fovea& fovea);

/// The same before there is a picture: square, the centre in its middle, `radius` a part of its
/// side.
double area_share(double radius, double edge_pixel);

}  // namespace volvr::render
