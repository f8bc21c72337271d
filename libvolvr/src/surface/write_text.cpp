// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string>

#include "surface/recipe_text.h"
#include "surface/writers.h"

namespace volvr::surface {

namespace {

template <class T>
void append(std::string& line, T number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  line.append(digits, end);
}

void write_vectors(OutputFile& file, const char* name, const std::vector<Eigen::Vector3f>& vectors,
                   bool counted) {
  std::string line;
  for (const Eigen::Vector3f& vector : vectors) {
    line = name;
    for (int i = 0; i < 3; ++i) {
      line += ' ';
      append(line, vector[i]);  // the shortest text that reads back as the same number
    }
    line += '\n';
    file.text(line);
    if (counted) file.count();
  }
}

}  // namespace

void write_obj(const WriteJob& job) {
  OutputFile file(job);
  for (const std::string& line : recipe_lines(job.surface)) file.text("# " + line + "\n");
  write_vectors(file, "v", job.surface.points, true);
  write_vectors(file, "vn", job.surface.normals, false);
  std::string line;
  for (const auto& corners : job.surface.triangles) {
    line = "f";
    for (const std::uint32_t corner : corners) {
      line += ' ';
      append(line, corner + 1);
      line += "//";
      append(line, corner + 1);
    }
    line += '\n';
    file.text(line);
    file.count();
  }
  file.finish();
}

}  // namespace volvr::surface
