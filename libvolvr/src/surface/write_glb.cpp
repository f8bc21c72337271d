// SPDX-License-Identifier: Apache-2.0
// GLB as in the glTF 2.0 specification (Khronos Group, ISO/IEC 12113:2022), chapter 4.
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "surface/recipe_text.h"
#include "surface/writers.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::surface {

namespace {

using Json = nlohmann::ordered_json;

constexpr int float_type = 5126;
constexpr int unsigned_int_type = 5125;
constexpr int array_buffer = 34962;
constexpr int element_array_buffer = 34963;
constexpr int triangles_mode = 4;

struct Sizes {
  std::uint64_t vectors = 0;  // bytes of the points, and of the normals
  std::uint64_t indices = 0;
  std::uint64_t binary() const { return 2 * vectors + indices; }
};

Json recipe_json(const Surface& surface) {
  Json lines = Json::array();
  for (const std::string& line : recipe_lines(surface)) lines.push_back(line);
  return lines;
}

Json accessors(const Surface& surface) {
  Eigen::Vector3f low = surface.points.front();
  Eigen::Vector3f high = low;
  for (const Eigen::Vector3f& point : surface.points) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
  }
  const auto points = surface.points.size();
  return Json::array(
      {{{"bufferView", 0},
        {"componentType", float_type},
        {"count", points},
        {"type", "VEC3"},
        {"min", {low.x(), low.y(), low.z()}},
        {"max", {high.x(), high.y(), high.z()}}},
       {{"bufferView", 1}, {"componentType", float_type}, {"count", points}, {"type", "VEC3"}},
       {{"bufferView", 2},
        {"componentType", unsigned_int_type},
        {"count", 3 * surface.triangles.size()},
        {"type", "SCALAR"}}});
}

// Metres with +Y up and the front towards +Z, from LPS millimetres; by columns, as glTF asks.
Json gltf_from_patient() {
  constexpr double metre = 0.001;
  return {metre, 0, 0, 0, 0, 0, -metre, 0, 0, metre, 0, 0, 0, 0, 0, 1};
}

std::string json_chunk(const Surface& surface, const Sizes& sizes) {
  const auto view = [](std::uint64_t offset, std::uint64_t length, int target) {
    return Json{{"buffer", 0}, {"byteOffset", offset}, {"byteLength", length}, {"target", target}};
  };
  const Json primitive = {{"attributes", {{"POSITION", 0}, {"NORMAL", 1}}},
                          {"indices", 2},
                          {"material", 0},
                          {"mode", triangles_mode}};
  const Json document = {
      {"asset",
       {{"version", "2.0"},
        {"generator", std::string("volvr ") + volvr::version},
        {"extras", {{"volvr", recipe_json(surface)}}}}},
      {"scene", 0},
      {"scenes", Json::array({{{"nodes", {0}}}})},
      {"nodes", Json::array({{{"name", "patient"}, {"mesh", 0}, {"matrix", gltf_from_patient()}}})},
      {"meshes", Json::array({{{"name", "surface"}, {"primitives", Json::array({primitive})}}})},
      {"materials", Json::array({{{"name", "surface"},
                                  {"pbrMetallicRoughness",
                                   {{"baseColorFactor", {0.9, 0.87, 0.8, 1.0}},
                                    {"metallicFactor", 0.0},
                                    {"roughnessFactor", 0.6}}}}})},
      {"accessors", accessors(surface)},
      {"bufferViews", Json::array({view(0, sizes.vectors, array_buffer),
                                   view(sizes.vectors, sizes.vectors, array_buffer),
                                   view(2 * sizes.vectors, sizes.indices, element_array_buffer)})},
      {"buffers", Json::array({{{"byteLength", sizes.binary()}}})}};
  std::string text = document.dump();
  text.resize((text.size() + 3) / 4 * 4, ' ');
  return text;
}

void write_vectors(OutputFile& file, const std::vector<Eigen::Vector3f>& vectors, bool counted) {
  for (const Eigen::Vector3f& vector : vectors) {
    file.vector(vector);
    if (counted) file.count();
  }
}

}  // namespace

void write_glb(const WriteJob& job) {
  const Surface& surface = job.surface;
  const Sizes sizes{12 * surface.points.size(), 12 * surface.triangles.size()};
  const std::string json = json_chunk(surface, sizes);
  const std::uint64_t total = 12 + 8 + json.size() + 8 + sizes.binary();
  if (total > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::unsupported, "A GLB file holds at most 4 GB; reduce the surface.",
                job.final_name.string());
  }
  OutputFile file(job);
  file.text("glTF");
  file.number(std::uint32_t{2});
  file.number(static_cast<std::uint32_t>(total));
  file.number(static_cast<std::uint32_t>(json.size()));
  file.text("JSON");
  file.text(json);
  file.number(static_cast<std::uint32_t>(sizes.binary()));
  file.text(std::string_view("BIN\0", 4));
  write_vectors(file, surface.points, true);
  write_vectors(file, surface.normals, false);
  for (const auto& corners : surface.triangles) {
    for (const std::uint32_t corner : corners) file.number(corner);
    file.count();
  }
  file.finish();
}

}  // namespace volvr::surface
