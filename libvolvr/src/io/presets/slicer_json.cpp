// SPDX-License-Identifier: Apache-2.0
#include "io/presets/slicer.h"

namespace volvr::io {

namespace {

// The points of a transfer function, whatever its "type" is called.
class Points {
 public:
  explicit Points(const JsonPlace& function) : list_(function.at("points")) {}

  std::vector<OpacityPoint> opacities(bool& curved) const {
    std::vector<OpacityPoint> points;
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const JsonPlace point = list_.at(i);
      points.push_back({point.at("x").number(), point.at("y").number()});
      curved = curved || is_curved(point);
    }
    return points;
  }

  std::vector<ColourPoint> colours(bool& curved) const {
    std::vector<ColourPoint> points;
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const JsonPlace point = list_.at(i);
      const auto rgb = point.at("color").numbers(3);
      points.push_back({point.at("x").number(), {rgb[0], rgb[1], rgb[2]}});
      curved = curved || is_curved(point);
    }
    return points;
  }

 private:
  static bool is_curved(const JsonPlace& point) {
    const auto differs = [&](const std::string& key, double plain) {
      return point.has(key) && point.at(key).number() != plain;
    };
    return differs("midpoint", 0.5) || differs("sharpness", 0.0);
  }

  JsonPlace list_;
};

void read_light(const JsonPlace& component, SlicerProperty& property) {
  property.shade = !component.has("shade") || component.at("shade").flag();
  if (!component.has("lighting")) return;
  const JsonPlace light = component.at("lighting");
  const auto take = [&](const std::string& key, double& number) {
    if (light.has(key)) number = light.at(key).number();
  };
  take("ambient", property.ambient);
  take("diffuse", property.diffuse);
  take("specular", property.specular);
  take("specularPower", property.specular_power);
}

SlicerProperty read_property(const JsonPlace& place) {
  SlicerProperty property;
  property.place = place.place();
  if (place.has("interpolationType")) {
    property.linear = place.at("interpolationType").text() == "linear";
  }
  if (place.has("effectiveRange")) {
    const auto range = place.at("effectiveRange").numbers(2);
    property.window = window_of_range(range[0], range[1]);
  }
  const JsonPlace component = place.at("components").at(std::size_t{0});
  read_light(component, property);
  if (component.has("scalarOpacityUnitDistance")) {
    property.unit_distance = component.at("scalarOpacityUnitDistance").number();
  }
  property.opacities = Points(component.at("scalarOpacity")).opacities(property.curved);
  property.colours = Points(component.at("rgbTransferFunction")).colours(property.curved);
  const bool disabled =
      component.has("disableGradientOpacity") && component.at("disableGradientOpacity").flag();
  if (component.has("gradientOpacity") && !disabled) {
    bool bent = false;
    property.gradient_opacities = Points(component.at("gradientOpacity")).opacities(bent);
  }
  return property;
}

}  // namespace

LoadedPresets read_slicer_json(const JsonPlace& document, const std::filesystem::path& file) {
  LoadedPresets loaded;
  const JsonPlace properties = document.at("volumeProperties");
  if (properties.size() == 0) properties.refuse("is empty");
  for (std::size_t i = 0; i < properties.size(); ++i) {
    SlicerProperty property = read_property(properties.at(i));
    property.name = slicer_name_of(file);
    if (properties.at(i).at("components").size() > 1) {
      loaded.messages.push_back(file.string() + ": " + properties.at(i).place() +
                                " has several components, of which the first is taken.");
    }
    add_slicer_property(loaded, std::move(property), file);
  }
  return loaded;
}

}  // namespace volvr::io
