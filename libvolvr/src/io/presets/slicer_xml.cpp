// SPDX-License-Identifier: Apache-2.0
#include <expat.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <type_traits>

#include "core/text.h"
#include "io/presets/preset_text.h"
#include "io/presets/slicer.h"

namespace volvr::io {

namespace {

using Attributes = std::map<std::string, std::string, std::less<>>;

// Elements of one name, wherever in the document they stand.
struct Elements {
  std::vector<Attributes> found;
  std::exception_ptr failure;  // expat is C: no exception may pass through it
};

void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& elements = *static_cast<Elements*>(data);
  if (std::string_view(name) != "VolumeProperty" || elements.failure) return;
  try {
    Attributes one;
    for (; attributes[0] != nullptr; attributes += 2) one[attributes[0]] = attributes[1];
    elements.found.push_back(std::move(one));
  } catch (...) {
    elements.failure = std::current_exception();
  }
}

// expat 2.9 calls it by another name.
template <class Parser>
auto line_of(Parser parser) {
  if constexpr (requires { XML_GetCurrentLineNumber64(parser); }) {
    return XML_GetCurrentLineNumber64(parser);
  } else {
    return XML_GetCurrentLineNumber(parser);
  }
}

std::vector<Attributes> volume_properties(const std::string& text,
                                          const std::filesystem::path& file) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) throw std::bad_alloc();
  Elements elements;
  XML_SetUserData(parser.get(), &elements);
  XML_SetStartElementHandler(parser.get(), on_start);
  const auto status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (elements.failure) std::rethrow_exception(elements.failure);
  if (status != XML_STATUS_OK) {
    refuse_preset_file(
        file, "line " + std::to_string(line_of(parser.get())) + " of the XML",
        std::string("cannot be read: ") + XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return std::move(elements.found);
}

// Reads one element's attributes and says where a fault is.
class Element {
 public:
  Element(const Attributes& attributes, const std::filesystem::path& file)
      : attributes_(attributes), file_(file) {}

  std::string text(std::string_view key) const {
    const auto at = attributes_.find(key);
    return at == attributes_.end() ? std::string() : at->second;
  }

  std::string place() const { return "VolumeProperty " + name(); }

  std::string name() const {
    for (const std::string_view key : {"name", "id"}) {
      if (!text(key).empty()) return text(key);
    }
    return slicer_name_of(file_);
  }

  double number(std::string_view key, double otherwise) const {
    const std::string value = text(key);
    if (value.empty()) return otherwise;
    const auto number = parse_number(value);
    if (!number) refuse_preset_file(file_, place() + ", " + std::string(key), "is no number");
    return *number;
  }

  std::vector<double> numbers(std::string_view key, std::size_t width) const {
    const std::string value = text(key);
    if (value.empty()) return {};
    return slicer_numbers(value, width, file_, place() + ", " + std::string(key));
  }

  // "low high"
  std::optional<Window> range(std::string_view key) const {
    const std::string value = text(key);
    if (value.empty()) return std::nullopt;
    const auto numbers = slicer_numbers("2 " + value, 2, file_, place() + ", " + std::string(key));
    return window_of_range(numbers[0], numbers[1]);
  }

 private:
  const Attributes& attributes_;
  const std::filesystem::path& file_;
};

SlicerProperty read_property(const Element& element) {
  SlicerProperty property;
  property.name = element.name();
  property.place = element.place();
  property.linear = element.number("interpolation", 1.0) == 1.0;
  property.shade = element.number("shade", 0.0) != 0.0;
  property.ambient = element.number("ambient", property.ambient);
  property.diffuse = element.number("diffuse", property.diffuse);
  property.specular = element.number("specular", property.specular);
  property.specular_power = element.number("specularPower", property.specular_power);
  property.opacities = slicer_opacities(element.numbers("scalarOpacity", 2));
  property.gradient_opacities = slicer_opacities(element.numbers("gradientOpacity", 2));
  property.colours = slicer_colours(element.numbers("colorTransfer", 4));
  property.window = element.range("effectiveRange");
  return property;
}

}  // namespace

LoadedPresets read_slicer_xml(const std::string& text, const std::filesystem::path& file) {
  LoadedPresets loaded;
  const auto elements = volume_properties(text, file);
  for (const Attributes& attributes : elements) {
    const Element element(attributes, file);
    // A scene that was saved in parts keeps the points in files of their own.
    if (element.text("scalarOpacity").empty() && element.text("colorTransfer").empty()) {
      loaded.messages.push_back(file.string() + ": " + element.place() +
                                " is passed over, as its points are in a file of their own.");
      continue;
    }
    add_slicer_property(loaded, read_property(element), file);
  }
  if (loaded.presets.empty())
    refuse_preset_file(file, "", "there is no volume property with points");
  return loaded;
}

}  // namespace volvr::io
