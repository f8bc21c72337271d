// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/temporary_folder.h"
#include "surface/shapes.h"

namespace volvr {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::StartsWith;

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Surface made() {
  Volume volume = sampled(make_grid({.half = 12.0}), ball(Eigen::Vector3d::Zero(), 8.0));
  volume = Volume(volume.geometry(), volume.type(), volume.buffer(), 1, "HU");
  return isosurface(volume, 0.25, {.smoothing = 0.5, .reduction = 0.5});
}

TEST(SurfaceFiles, TellTheirFrameAndHowTheyWereMade) {
  const Surface surface = made();
  const TemporaryFolder folder;
  for (const std::string_view format : surface_formats()) {
    SCOPED_TRACE(format);
    const auto file = folder / ("a." + std::string(format));
    save_surface(surface, file);
    const std::string text = content(file);
    EXPECT_THAT(text, HasSubstr("SPACE=LPS"));
    EXPECT_THAT(text, HasSubstr("isovalue 0.25 HU"));
    EXPECT_THAT(text,
                HasSubstr(format == "stl" ? "smooth 0.5 reduce 0.5" : "smoothing 0.5 (windowed"));
  }
}

TEST(SurfaceFiles, ABinaryStlIsNotTakenForATextOne) {
  const Surface surface = made();
  const TemporaryFolder folder;
  save_surface(surface, folder / "A.STL");
  const std::string bytes = content(folder / "A.STL");
  EXPECT_THAT(bytes, testing::Not(StartsWith("solid")));
  EXPECT_EQ(bytes.size(), 84 + 50 * surface.triangles.size());
}

TEST(SurfaceFiles, GlbTurnsTheWholePatientByItsNodeAndLeavesThePoints) {
  const Surface surface = made();
  const TemporaryFolder folder;
  save_surface(surface, folder / "a.glb");
  const std::string bytes = content(folder / "a.glb");
  EXPECT_THAT(bytes, StartsWith(std::string("glTF\2\0\0\0", 8)));
  EXPECT_EQ(bytes.size() % 4, 0U);
  EXPECT_THAT(bytes, HasSubstr(R"("matrix":[0.001,0,0,0,0,0,-0.001,0,0,0.001,0,0,0,0,0,1])"));
}

}  // namespace
}  // namespace volvr
