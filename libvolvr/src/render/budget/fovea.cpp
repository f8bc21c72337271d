// SPDX-License-Identifier: Apache-2.0
#include "render/budget/fovea.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace volvr::render {

namespace {

constexpr double rounding = 1e-9;  // pixels: a whole number that arithmetic missed stays whole

double finite_or(double value, double otherwise) {
  return std::isfinite(value) ? value : otherwise;
}

int centre_of(int pixels, double place) {
  return static_cast<int>(std::lround(std::clamp(finite_or(place, 0.5), 0.0, 1.0) * pixels));
}

double furthest(int pixels, int centre) {
  return std::max(centre, pixels - centre);
}

// The rise at which the pixel's side has grown from 1 at the radius to `edge_pixel` at `reach`.
double rise_to(double edge_pixel, double radius, double reach) {
  const double growing = reach - radius;
  return growing > 0.0 ? (edge_pixel * edge_pixel - 1.0) / (2.0 * growing) : 0.0;
}

double to_target(double u, double radius, double rise) {
  const double x = std::max(std::abs(u) - radius, 0.0);
  const double s = std::sqrt(1.0 + 2.0 * rise * x);
  return u - std::copysign(x * (s - 1.0) / (s + 1.0), u);
}

double to_picture(double v, double radius, double rise) {
  const double y = std::max(std::abs(v) - radius, 0.0);
  return v + std::copysign(0.5 * rise * y * y, v);
}

struct Side {
  int target = 0;
  double rise = 0.0;
};

// One side of the centre: whole pixels, and the rise at which exactly these cover it.
Side make_side(int pixels, double radius, double rise) {
  const double wanted = to_target(pixels, radius, rise);
  const int target = std::min(pixels, static_cast<int>(std::ceil(wanted - rounding)));
  const double growing = target - radius;
  if (target == pixels || growing <= 0.0) return {.target = pixels, .rise = 0.0};
  return {.target = target, .rise = 2.0 * (pixels - target) / (growing * growing)};
}

FoveaAxis make_axis(int pixels, int centre, double radius, double rise) {
  const Side below = make_side(centre, radius, rise);
  const Side above = make_side(pixels - centre, radius, rise);
  return {.picture = pixels,
          .target = below.target + above.target,
          .centre = centre,
          .target_centre = below.target,
          .radius = radius,
          .rise_below = below.rise,
          .rise_above = above.rise};
}

double rise_at(const FoveaAxis& axis, double from_centre) {
  return from_centre < 0.0 ? axis.rise_below : axis.rise_above;
}

// Half the extent, in tangents, of a cone of this angle about a gaze: wider off the lens axis.
double radius_tangents(double gaze, double radius) {
  const double at = std::atan(gaze);
  constexpr double widest = 0.49 * std::numbers::pi;
  return 0.5 * (std::tan(std::min(at + radius, widest)) - std::tan(std::max(at - radius, -widest)));
}

struct Centre {
  int x, y;
};

Centre centre_of(const PictureSize& picture, const PicturePlace& place) {
  return {centre_of(picture.width, place.x), centre_of(picture.height, place.y)};
}

// What each axis needs; for two eyes the sharp part is the smaller and the reach the larger one.
double rise_to(const FoveaShape& shape, double sharp, double reach) {
  return rise_to(std::max(finite_or(shape.edge_pixel, 1.0), 1.0), sharp, reach);
}

double radius_in(int pixels, double part) {
  return std::max(finite_or(part, 1.0), 0.0) * pixels;
}

double sharp_in(const PictureSize& picture, const FoveaShape& shape) {
  return std::min(radius_in(picture.width, shape.radius.x),
                  radius_in(picture.height, shape.radius.y));
}

double reach_in(const PictureSize& picture, const FoveaShape& shape) {
  const Centre centre = centre_of(picture, shape.centre);
  return std::max(furthest(picture.width, centre.x), furthest(picture.height, centre.y));
}

Fovea lay(const PictureSize& picture, const FoveaShape& shape, double rise) {
  const auto [width, height] = picture;
  const Centre centre = centre_of(picture, shape.centre);
  return {.x = make_axis(width, centre.x, radius_in(width, shape.radius.x), rise),
          .y = make_axis(height, centre.y, radius_in(height, shape.radius.y), rise)};
}

PictureSize at_least_one(const PictureSize& picture) {
  return {std::max(picture.width, 1), std::max(picture.height, 1)};
}

}  // namespace

Fovea make_fovea(const PictureSize& asked, const FoveaShape& shape) {
  const PictureSize picture = at_least_one(asked);
  return lay(picture, shape, rise_to(shape, sharp_in(picture, shape), reach_in(picture, shape)));
}

std::array<Fovea, 2> make_foveas(const std::array<PictureSize, 2>& asked,
                                 const std::array<Frustum, 2>& frusta,
                                 const std::array<PicturePlace, 2>& gaze, double radius_degrees,
                                 double edge_pixel) {
  const double radius = radius_degrees * std::numbers::pi / 180.0;
  const std::array pictures{at_least_one(asked[0]), at_least_one(asked[1])};
  std::array<FoveaShape, 2> shapes;
  for (std::size_t eye = 0; eye < 2; ++eye) {
    const Frustum& frustum = frusta[eye];
    shapes[eye] = {.centre = place_of(frustum, gaze[eye]),
                   .radius = {radius_tangents(gaze[eye].x, radius) / (frustum.right - frustum.left),
                              radius_tangents(gaze[eye].y, radius) / (frustum.up - frustum.down)},
                   .edge_pixel = edge_pixel};
  }
  const double sharp = std::min(sharp_in(pictures[0], shapes[0]), sharp_in(pictures[1], shapes[1]));
  const double reach = std::max(reach_in(pictures[0], shapes[0]), reach_in(pictures[1], shapes[1]));
  const double rise = rise_to(shapes[0], sharp, reach);
  return {lay(pictures[0], shapes[0], rise), lay(pictures[1], shapes[1], rise)};
}

Fovea aim_fovea(const PictureSize& asked, const FoveaAim& aim, double edge_pixel, std::size_t eye) {
  const PictureSize picture = at_least_one(asked);
  const double shorter = std::min(picture.width, picture.height);
  const double x = picture.width / shorter;
  const double y = picture.height / shorter;
  const Frustum alone{.left = -x, .right = x, .down = -y, .up = y};
  const auto frusta = aim.eyes.value_or(std::array{alone, alone});
  return make_foveas({picture, picture}, frusta, aim.gaze, aim.radius_degrees, edge_pixel).at(eye);
}

PicturePlace place_of(const Frustum& frustum, const PicturePlace& tangents) {
  return {(tangents.x - frustum.left) / (frustum.right - frustum.left),
          (tangents.y - frustum.down) / (frustum.up - frustum.down)};
}

double warp(const FoveaAxis& axis, double target_place) {
  const double v = target_place * axis.target - axis.target_centre;
  const double u = to_picture(v, axis.radius, rise_at(axis, v));
  return (u + axis.centre) / axis.picture;
}

double picture_pixel(const FoveaAxis& axis, int number) {
  const double v = number + 0.5 - axis.target_centre;
  return to_picture(v, axis.radius, rise_at(axis, v)) + axis.centre;
}

double unwarp(const FoveaAxis& axis, double picture_place) {
  const double u = picture_place * axis.picture - axis.centre;
  const double v = to_target(u, axis.radius, rise_at(axis, u));
  return (v + axis.target_centre) / axis.target;
}

double density(const FoveaAxis& axis, double picture_place) {
  const double u = picture_place * axis.picture - axis.centre;
  const double x = std::max(std::abs(u) - axis.radius, 0.0);
  return 1.0 / std::sqrt(1.0 + 2.0 * rise_at(axis, u) * x);
}

double area_share(const Fovea& fovea) {
  const double rays = static_cast<double>(fovea.x.target) * fovea.y.target;
  return rays / (static_cast<double>(fovea.x.picture) * fovea.y.picture);
}

double area_share(double radius, double edge_pixel) {
  const double sharp = std::clamp(2.0 * radius, 0.0, 1.0);
  const double side = sharp + (1.0 - sharp) * 2.0 / (1.0 + std::max(edge_pixel, 1.0));
  return side * side;
}

}  // namespace volvr::render
