// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/text.h"
#include "volvr/appearance.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr double most_light = 100.0;
constexpr double most_specular_power = 1000.0;

// Says what is wrong at which place of one appearance.
class Check {
 public:
  explicit Check(const Appearance& appearance) : appearance_(appearance) {}

  void all() const {
    points("colours", appearance_.colours, &ColourPoint::value);
    points("opacities", appearance_.opacities, &OpacityPoint::value);
    rising("gradient_opacities", appearance_.gradient_opacities, &GradientPoint::gradient);
    ranges();
    if (std::ranges::all_of(appearance_.opacities,
                            [](const OpacityPoint& point) { return point.opacity == 0.0; })) {
      refuse("opacities", "are all zero, so that nothing would be seen");
    }
    window();
    within("ambient", appearance_.ambient, 0.0, most_light);
    within("diffuse", appearance_.diffuse, 0.0, most_light);
    within("specular", appearance_.specular, 0.0, most_light);
    within("specular_power", appearance_.specular_power, 0.0, most_specular_power);
    within("shadows", appearance_.shadows, 0.0, 1.0);
  }

 private:
  [[noreturn]] void refuse(const std::string& place, const std::string& fault) const {
    const std::string whose =
        appearance_.name.empty() ? std::string("a preset") : "preset " + appearance_.name;
    throw Error(ErrorCode::invalid_argument, "In " + whose + ", " + place + " " + fault + ".",
                appearance_.name);
  }

  void within(const std::string& place, double number, double least, double most) const {
    if (number >= least && number <= most) return;  // false for NaN
    refuse(place, "is " + number_text(number) + ", not within " + number_text(least) + " and " +
                      number_text(most));
  }

  template <class Point>
  void rising(const std::string& list, const std::vector<Point>& points,
              double Point::* value) const {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double here = points[i].*value;
      const std::string place = list + "[" + std::to_string(i) + "]";
      if (!std::isfinite(here)) refuse(place, "is at " + number_text(here) + ", no finite number");
      if (i > 0 && !(here > points[i - 1].*value)) {
        refuse(place, "is at " + number_text(here) + ", not above the point before it");
      }
    }
  }

  template <class Point>
  void points(const std::string& list, const std::vector<Point>& points,
              double Point::* value) const {
    if (points.empty()) refuse(list, "has no points");
    rising(list, points, value);
  }

  void ranges() const {
    const auto place = [](const char* list, std::size_t i) {
      return list + ("[" + std::to_string(i) + "]");
    };
    for (std::size_t i = 0; i < appearance_.colours.size(); ++i) {
      for (const double part : appearance_.colours[i].rgb) within(place("colours", i), part, 0, 1);
    }
    for (std::size_t i = 0; i < appearance_.opacities.size(); ++i) {
      within(place("opacities", i), appearance_.opacities[i].opacity, 0, 1);
    }
    for (std::size_t i = 0; i < appearance_.gradient_opacities.size(); ++i) {
      const GradientPoint& point = appearance_.gradient_opacities[i];
      within(place("gradient_opacities", i), point.factor, 0, 1);
      if (point.gradient < 0.0) refuse(place("gradient_opacities", i), "is at a gradient below 0");
    }
  }

  void window() const {
    const Window& window = appearance_.window;
    if (!std::isfinite(window.centre)) refuse("window", "has no finite centre");
    if (!std::isfinite(window.width) || !(window.width > 0.0)) {
      refuse("window", "is " + number_text(window.width) + " wide, not wider than 0");
    }
  }

  const Appearance& appearance_;
};

}  // namespace

void require_drawable(const Appearance& appearance) {
  Check(appearance).all();
}

}  // namespace volvr
