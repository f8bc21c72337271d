// SPDX-License-Identifier: Apache-2.0
#include "panels/wording.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/text.h"

namespace volvr::panels {

namespace {

constexpr double nearly_one = 5e-4;

std::string place_text(const Eigen::Vector3d& place) {
  return "(" + short_number(place[0]) + ", " + short_number(place[1]) + ", " +
         short_number(place[2]) + ") mm";
}

std::string sides_text(const Eigen::Vector3d& sides) {
  return short_number(sides[0]) + " × " + short_number(sides[1]) + " × " + short_number(sides[2]) +
         " mm";
}

std::string shape_text(const ClipPlane& plane, bool inverse) {
  const Eigen::Vector3d left = inverse ? Eigen::Vector3d(-plane.normal) : plane.normal;
  return std::string("Plane, leaves what is ") + axis_letter(left) + " of " +
         place_text(plane.point);
}

std::string shape_text(const ClipBox& box, bool inverse) {
  return std::string("Box, leaves what is ") + (inverse ? "outside" : "inside") + ", " +
         sides_text(box.high - box.low);
}

std::string shape_text(const ClipSphere& sphere, bool inverse) {
  return std::string("Sphere, leaves what is ") + (inverse ? "inside" : "outside") + ", radius " +
         short_number(sphere.radius) + " mm";
}

// Bytes of the character that begins here; 0 where none does (RFC 3629, section 4).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  };
  const auto goes_on = [&](std::size_t at, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(at) >= low && byte(at) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return goes_on(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return goes_on(1, low, high) && goes_on(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return goes_on(1, low, high) && goes_on(2) && goes_on(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string magnification_text(double magnification) {
  if (std::abs(magnification - 1.0) < nearly_one) return "Magnification 1:1 (life size)";
  return "Magnification × " + short_number(magnification);
}

std::string quality_text(const Live& live) {
  if (live.voxels.own.isZero()) return "Nothing is drawn yet";
  const bool finest = live.ray_pixels <= 1.0 && live.step <= 1.0;
  std::string text = to_text(live.voxels);
  if (text.empty()) text = "Voxels " + sides_text(live.voxels.own) + ", all drawn.";
  if (finest) return text + " Exact.";
  text += " Coarser while it moves:";
  if (live.ray_pixels > 1.0) {
    text += " a ray for " + short_number(live.ray_pixels, 2) + " × " +
            short_number(live.ray_pixels, 2) + " pixels";
  }
  if (live.step > 1.0) {
    text +=
        std::string(live.ray_pixels > 1.0 ? "," : "") + " steps × " + short_number(live.step, 2);
  }
  return text + ".";
}

std::string patient_text(const Model& model) {
  if (!model.study) return "No study is shown";
  const std::string who = model.state.identity ? model.study->patient : "Identity hidden";
  return clean(who.empty() ? "Patient without a name" : who) + " · " + clean(model.study->series);
}

std::string clip_text(const Clip& clip) {
  return std::visit([&](const auto& shape) { return shape_text(shape, clip.inverse); }, clip.shape);
}

char axis_letter(const Eigen::Vector3d& direction) {
  Eigen::Index axis = 0;
  direction.cwiseAbs().maxCoeff(&axis);
  return (direction[axis] > 0.0 ? "LPS" : "RAI")[axis];
}

std::u32string characters_of(std::string_view text) {
  std::u32string result;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(character_length(text), 1);
    if (length > 1) {
      char32_t character = static_cast<unsigned char>(text[0]) & (0xFFu >> (length + 1));
      for (const char byte : text.substr(1, length - 1)) {
        character = (character << 6) | (static_cast<unsigned char>(byte) & 0x3Fu);
      }
      result += character;
    }
    text.remove_prefix(length);
  }
  return result;
}

std::string clean(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      result += "\xEF\xBF\xBD";
    } else if (length == 1 && (static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7F)) {
      result += ' ';
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace volvr::panels
