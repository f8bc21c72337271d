// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/atomic_file.h"
#include "surface/writers.h"
#include "volvr/error.h"
#include "volvr/surface.h"

namespace volvr {

namespace {

struct Format {
  std::string_view ending;
  void (*write)(const surface::WriteJob& job);
};

constexpr std::array formats = {
    Format{"stl", surface::write_stl},
    Format{"ply", surface::write_ply},
    Format{"obj", surface::write_obj},
    Format{"glb", surface::write_glb},
};

const Format& format_of(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  std::string known;
  for (const Format& format : formats) {
    if (ending == "." + std::string(format.ending)) return format;
    known += (known.empty() ? "." : ", .") + std::string(format.ending);
  }
  throw Error(ErrorCode::unsupported,
              "The ending of " + file.string() + " is no surface's; known are " + known + ".",
              file.string());
}

}  // namespace

void save_surface(const Surface& surface, const std::filesystem::path& file,
                  const SaveOptions& options) {
  const Format& format = format_of(file);
  if (surface.triangles.empty() || surface.normals.size() != surface.points.size()) {
    throw Error(ErrorCode::invalid_argument, "This surface has no triangles, or lacks normals.",
                file.string());
  }
  AtomicFile output(file, options.overwrite);
  format.write({surface, output.temporary(), file, options.progress});
  output.commit();
}

const std::vector<std::string_view>& surface_formats() {
  static const std::vector<std::string_view> endings = [] {
    std::vector<std::string_view> list;
    for (const Format& format : formats) list.push_back(format.ending);
    return list;
  }();
  return endings;
}

}  // namespace volvr
