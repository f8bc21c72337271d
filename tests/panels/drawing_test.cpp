// SPDX-License-Identifier: Apache-2.0
#include <clocale>
#include <filesystem>

#include "panels/canvas_test_base.h"
#include "panels/gl.h"
#include "panels/user.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

Eigen::Vector3i pixel(const Picture& picture, int x, int y) {
  const auto at = 3 * static_cast<std::size_t>(y * picture.width + x);
  return {picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]};
}

using Drawn = OnCanvas;

TEST_F(Drawn, ThumbnailsStandWhereTheirTilesAre) {
  User user(full_model());
  user.open("Series");
  user.panel().draw();
  const Picture picture = user.panel().picture();
  const panels::Item* tile = user.find("CT, series 3, thorax");
  ASSERT_NE(tile, nullptr);
  const double unit = user.panel().measures().unit();
  const int y = static_cast<int>(tile->place.center().y());
  const int left = static_cast<int>(tile->place.min().x() + 2.0 * unit);
  const int right = static_cast<int>(tile->place.min().x() + 5.5 * unit);
  EXPECT_LE((pixel(picture, left, y) - Eigen::Vector3i(200, 40, 40)).cwiseAbs().maxCoeff(), 2);
  EXPECT_LE((pixel(picture, right, y) - Eigen::Vector3i(40, 40, 200)).cwiseAbs().maxCoeff(), 2);
  user.panel().release_graphics();
}

TEST_F(Drawn, IsDrawnAgainOnlyWhereItDiffers) {
  User user(full_model());
  EXPECT_TRUE(user.panel().needs_drawing());
  user.panel().draw();
  EXPECT_FALSE(user.panel().needs_drawing());
  user.frames(5);
  EXPECT_FALSE(user.panel().needs_drawing());
  user.model().state.pose.magnification = 1.0;
  user.frames(1);
  EXPECT_TRUE(user.panel().needs_drawing());
  user.panel().draw();
  const Picture before = user.panel().picture();
  auto series = std::make_shared<panels::SeriesList>(*user.model().series);
  series->entries[0].thumbnail = halves(32, 32, {0, 255, 0}, {0, 255, 0});
  user.model().series = series;
  user.frames(3);
  EXPECT_TRUE(user.panel().needs_drawing()) << "another thumbnail";
  user.panel().draw();
  EXPECT_NE(before.rgb, user.panel().picture().rgb);
  user.panel().release_graphics();
}

// All of the context's state that a renderer beside it might rely on, read before and after.
std::vector<int> state_of_context() {
  std::vector<int> all;
  for (const GLenum name : {GL_DRAW_FRAMEBUFFER_BINDING,
                            GL_READ_FRAMEBUFFER_BINDING,
                            GL_ACTIVE_TEXTURE,
                            GL_CURRENT_PROGRAM,
                            GL_VERTEX_ARRAY_BINDING,
                            GL_ARRAY_BUFFER_BINDING,
                            GL_PIXEL_UNPACK_BUFFER_BINDING,
                            GL_PIXEL_PACK_BUFFER_BINDING,
                            GL_UNPACK_ALIGNMENT,
                            GL_UNPACK_ROW_LENGTH,
                            GL_UNPACK_SKIP_ROWS,
                            GL_PACK_ALIGNMENT,
                            GL_PACK_ROW_LENGTH,
                            GL_BLEND_SRC_RGB,
                            GL_BLEND_DST_RGB,
                            GL_BLEND_SRC_ALPHA,
                            GL_BLEND_DST_ALPHA,
                            GL_BLEND_EQUATION_RGB,
                            GL_BLEND_EQUATION_ALPHA,
                            GL_DEPTH_FUNC,
                            GL_CULL_FACE_MODE}) {
    int value = 0;
    glGetIntegerv(name, &value);
    all.push_back(value);
  }
  for (const GLenum name : {GL_BLEND, GL_DEPTH_TEST, GL_SCISSOR_TEST, GL_STENCIL_TEST, GL_CULL_FACE,
                            GL_FRAMEBUFFER_SRGB, GL_PRIMITIVE_RESTART, GL_RASTERIZER_DISCARD}) {
    all.push_back(glIsEnabled(name));
  }
  for (const GLenum name : {GL_VIEWPORT, GL_SCISSOR_BOX, GL_COLOR_WRITEMASK, GL_POLYGON_MODE}) {
    std::array<int, 4> four{};
    glGetIntegerv(name, four.data());
    all.insert(all.end(), four.begin(), four.end());
  }
  std::array<float, 4> clear{};
  glGetFloatv(GL_COLOR_CLEAR_VALUE, clear.data());
  for (const float part : clear) all.push_back(static_cast<int>(1000.0f * part));
  for (const GLenum unit : {GL_TEXTURE0, GL_TEXTURE1}) {
    int before = 0;
    glGetIntegerv(GL_ACTIVE_TEXTURE, &before);
    glActiveTexture(unit);
    for (const GLenum name : {GL_TEXTURE_BINDING_2D, GL_SAMPLER_BINDING}) {
      int value = 0;
      glGetIntegerv(name, &value);
      all.push_back(value);
    }
    glActiveTexture(static_cast<GLenum>(before));
  }
  return all;
}

TEST_F(Drawn, LeavesTheContextAsItWas) {
  GLuint names[4] = {};
  glGenTextures(1, &names[0]);
  glGenFramebuffers(1, &names[1]);
  glGenBuffers(2, &names[2]);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, names[0]);
  glActiveTexture(GL_TEXTURE1);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, names[1]);
  glBindBuffer(GL_ARRAY_BUFFER, names[2]);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, names[3]);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 2);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 77);
  glPixelStorei(GL_PACK_ROW_LENGTH, 33);
  glEnable(GL_DEPTH_TEST);
  glEnable(GL_FRAMEBUFFER_SRGB);
  glEnable(GL_SCISSOR_TEST);
  glScissor(1, 2, 3, 4);
  glViewport(5, 6, 70, 80);
  glColorMask(GL_TRUE, GL_FALSE, GL_TRUE, GL_FALSE);
  glClearColor(0.1f, 0.2f, 0.3f, 0.4f);
  glBlendFuncSeparate(GL_ONE, GL_ONE, GL_ZERO, GL_ONE);
  const std::vector<int> before = state_of_context();
  User user(full_model());
  user.panel().draw(true);
  EXPECT_EQ(state_of_context(), before) << "after drawing";
  user.panel().copy_to(names[1], 0, 0);
  EXPECT_EQ(state_of_context(), before) << "after copying";
  (void)user.panel().picture();
  EXPECT_EQ(state_of_context(), before) << "after reading";
  user.panel().release_graphics();
  EXPECT_EQ(state_of_context(), before) << "after giving back";
  while (glGetError() != GL_NO_ERROR) {
  }
}

TEST_F(Drawn, MasksAndScissorsOfOthersDoNotSpoilIt) {
  User user(full_model());
  user.panel().draw();
  const Picture expected = user.panel().picture();
  user.panel().release_graphics();
  glColorMask(GL_FALSE, GL_TRUE, GL_FALSE, GL_TRUE);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_FRAMEBUFFER_SRGB);
  glScissor(0, 0, 3, 3);
  user.frames();
  user.panel().draw();
  EXPECT_EQ(expected.rgb, user.panel().picture().rgb);
  user.panel().release_graphics();
}

TEST_F(Drawn, SeveralPanelsKeepApart) {
  User large(full_model(), panels::window_measures(600, 800, 14));
  User small(full_model(), panels::window_measures(400, 500, 9));
  large.panel().draw();
  small.panel().draw();
  const Picture before = large.panel().picture();
  small.open("Settings");
  small.panel().draw();
  EXPECT_NE(large.panel().page(), small.panel().page());
  large.frames();
  large.panel().draw();
  EXPECT_EQ(before.rgb, large.panel().picture().rgb);
  small.panel().release_graphics();
  large.panel().draw();
  EXPECT_EQ(before.rgb, large.panel().picture().rgb);
  large.panel().release_graphics();
}

TEST_F(Drawn, TouchesNoFileAndNoLocale) {
  const fs::path here = fs::current_path();
  const fs::path folder = fs::temp_directory_path() / "volvr-panel-writes-nothing";
  fs::create_directories(folder);
  fs::current_path(folder);
  const std::string locale = std::setlocale(LC_ALL, nullptr);
  {
    User user(full_model());
    user.open("Help");
    user.panel().draw();
    user.frames(400);
    user.panel().release_graphics();
  }
  EXPECT_TRUE(fs::is_empty(folder));
  EXPECT_EQ(locale, std::setlocale(LC_ALL, nullptr));
  fs::current_path(here);
  fs::remove_all(folder);
}

TEST_F(Drawn, TakesItsNewSize) {
  User user(full_model());
  user.panel().draw();
  user.panel().resize(panels::window_measures(333, 444));
  user.frames();
  user.panel().draw();
  EXPECT_EQ(user.panel().picture().width, 333);
  EXPECT_EQ(user.panel().picture().height, 444);
  user.panel().release_graphics();
}

}  // namespace
}  // namespace volvr::test
