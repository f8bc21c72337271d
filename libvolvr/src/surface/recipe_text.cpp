// SPDX-License-Identifier: Apache-2.0
#include "surface/recipe_text.h"

#include <algorithm>

#include "core/text.h"
#include "volvr/version.h"

namespace volvr::surface {

namespace {

std::string ascii(std::string text) {
  for (char& letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x20 || code > 0x7e) letter = '?';
  }
  return text;
}

std::string program() {
  return std::string("volvr ") + volvr::version;
}

std::string what(const SurfaceRecipe& recipe) {
  if (recipe.isovalue) {
    return "isovalue " + number_text(*recipe.isovalue) + (recipe.unit.empty() ? "" : " ") +
           recipe.unit;
  }
  std::string text = recipe.labels.size() == 1 ? "label" : "labels";
  for (const std::int64_t label : recipe.labels) text += " " + std::to_string(label);
  return text;
}

std::string smoothing(const SurfaceRecipe& recipe) {
  std::string text = "smoothing " + number_text(recipe.smoothing);
  if (recipe.iterations == 0) return text;
  return text + " (windowed sinc, pass band " + short_number(recipe.pass_band) + ", " +
         std::to_string(recipe.iterations) + " iterations; no point moved by more than " +
         short_number(recipe.largest_shift) + " mm)";
}

std::string reduction(const Surface& surface) {
  std::string text = "reduction " + number_text(surface.recipe.reduction);
  if (surface.recipe.reduction == 0.0) return text;
  return text + " (quadric error; " + std::to_string(surface.triangles.size()) + " of " +
         std::to_string(surface.recipe.triangles_before_reduction) + " triangles kept)";
}

}  // namespace

std::vector<std::string> recipe_lines(const Surface& surface) {
  return {"SPACE=LPS",
          program() + "; millimetres of the DICOM patient: +x left, +y posterior, +z superior",
          ascii(what(surface.recipe)), smoothing(surface.recipe), reduction(surface)};
}

std::string short_recipe(const Surface& surface) {
  constexpr std::size_t most = 80;
  const SurfaceRecipe& recipe = surface.recipe;
  std::string text = program() + " SPACE=LPS mm, smooth " + number_text(recipe.smoothing) +
                     " reduce " + number_text(recipe.reduction) + ", " + ascii(what(recipe));
  text.resize(std::min(text.size(), most));
  return text;
}

}  // namespace volvr::surface
