// SPDX-License-Identifier: Apache-2.0
#include <Eigen/Geometry>
#include <string>

#include "surface/recipe_text.h"
#include "surface/writers.h"

namespace volvr::surface {

void write_stl(const WriteJob& job) {
  constexpr std::size_t header_bytes = 80;
  const Surface& surface = job.surface;
  OutputFile file(job);
  std::string header = short_recipe(surface);
  header.resize(header_bytes, ' ');
  file.text(header);
  file.number(static_cast<std::uint32_t>(surface.triangles.size()));
  for (const auto& corners : surface.triangles) {
    const Eigen::Vector3f& a = surface.points[corners[0]];
    const Eigen::Vector3f& b = surface.points[corners[1]];
    const Eigen::Vector3f& c = surface.points[corners[2]];
    const Eigen::Vector3d normal =
        (b - a).cast<double>().cross((c - a).cast<double>()).stableNormalized();
    file.vector(normal.cast<float>());
    for (const Eigen::Vector3f* point : {&a, &b, &c}) file.vector(*point);
    file.number(std::uint16_t{0});
    file.count();
  }
  file.finish();
}

void write_ply(const WriteJob& job) {
  const Surface& surface = job.surface;
  OutputFile file(job);
  file.text("ply\nformat binary_little_endian 1.0\n");
  for (const std::string& line : recipe_lines(surface)) file.text("comment " + line + "\n");
  file.text("element vertex " + std::to_string(surface.points.size()) + "\n");
  for (const char* name : {"x", "y", "z", "nx", "ny", "nz"}) {
    file.text(std::string("property float ") + name + "\n");
  }
  file.text("element face " + std::to_string(surface.triangles.size()) +
            "\nproperty list uchar int vertex_indices\nend_header\n");
  for (std::size_t i = 0; i < surface.points.size(); ++i) {
    file.vector(surface.points[i]);
    file.vector(surface.normals[i]);
    file.count();
  }
  for (const auto& corners : surface.triangles) {
    file.number(std::uint8_t{3});
    for (const std::uint32_t corner : corners) file.number(static_cast<std::int32_t>(corner));
    file.count();
  }
  file.finish();
}

}  // namespace volvr::surface
