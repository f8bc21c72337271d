// SPDX-License-Identifier: Apache-2.0
#include <numbers>

#include "render/egl_context.h"
#include "render/fields.h"
#include "render/offscreen_view.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

class Offscreen : public Drawing {
 protected:
  const Volume volume_ = sampled(make_grid({.step = {1.5, 1.5, 1.5}, .half = 40}),
                                 both(ball({0, 0, 0}, 15), ball({22, -6, 18}, 7)));
};

// Free pixels between what is lit and the nearest edge of the picture.
int free_border(const Picture& picture) {
  int border = std::max(picture.width, picture.height);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (grey(picture, x, y) < 40) continue;
      border = std::min({border, x, y, picture.width - 1 - x, picture.height - 1 - y});
    }
  }
  return border;
}

TEST_F(Offscreen, PicturesAreTheSameEveryTime) {
  Appearance appearance = opaque_above(0.0);
  appearance.shade = true;
  const RenderOptions options{.width = 120, .height = 90};
  OffscreenRenderer renderer(volume_, appearance, options);
  const Picture first = renderer.draw(View::left, 20.0, 10.0);
  renderer.draw(View::anterior);
  EXPECT_EQ(first.rgb, renderer.draw(View::left, 20.0, 10.0).rgb);
  RenderOptions same = options;
  same.view = View::left;
  same.yaw = 20.0;
  same.pitch = 10.0;
  EXPECT_EQ(first.rgb, render_picture(volume_, appearance, same).rgb);
}

TEST_F(Offscreen, TheStudyFillsThePictureAndNothingIsCutOff) {
  for (const auto& [width, height] :
       {std::pair{160, 160}, std::pair{200, 100}, std::pair{80, 160}}) {
    OffscreenRenderer renderer(volume_, opaque_above(0.0), {.width = width, .height = height});
    for (const View view : {View::anterior, View::right, View::superior}) {
      for (const double pitch : {0.0, 35.0}) {
        const Picture picture = renderer.draw(view, 30.0, pitch);
        const int border = free_border(picture);
        EXPECT_GE(border, 1) << saved(picture, "cut-off");
        EXPECT_LE(border, std::min(width, height) / 6) << saved(picture, "too-small");
      }
    }
  }
}

TEST_F(Offscreen, ASteadyTurntableKeepsItsScaleAndCutsNothingOff) {
  RenderOptions options{.width = 128, .height = 128};
  options.steady = true;
  // A ball far from the axis: the distance must suit the worst turn.
  const Volume volume = sampled(make_grid({.step = {1.5, 1.5, 1.5}, .half = 45}),
                                both(ball({0, 0, 0}, 10), ball({32, 0, 0}, 8)));
  OffscreenRenderer renderer(volume, opaque_above(0.0), options);
  for (double yaw = 0.0; yaw < 360.0; yaw += 30.0) {
    const Picture picture = renderer.draw(View::anterior, yaw);
    EXPECT_GE(free_border(picture), 1) << yaw << saved(picture, "turntable");
  }
  const int front = lit(renderer.draw(View::anterior, 0.0)).pixels;
  const int back = lit(renderer.draw(View::anterior, 180.0)).pixels;
  EXPECT_NEAR(front, back, 0.02 * front);
}

TEST_F(Offscreen, TheBackgroundIsAsAskedFor) {
  const Picture picture = render_picture(volume_, opaque_above(1000.0),
                                         {.width = 16, .height = 8, .background = {1.0, 0.5, 0.0}});
  EXPECT_EQ(int{picture.rgb[0]}, 255);
  EXPECT_NEAR(picture.rgb[1], 128, 1);
  EXPECT_EQ(int{picture.rgb[2]}, 0);
  EXPECT_EQ(picture.rgb.size(), 16U * 8U * 3U);
}

TEST_F(Offscreen, AnnotationsAreDrawnWhenAskedForAlone) {
  RenderOptions options{.width = 240, .height = 240};
  const Picture plain = render_picture(volume_, opaque_above(1000.0), options);
  EXPECT_EQ(lit(plain, 20).pixels, 0);
  options.settings.set("render.picture_annotations", "on");
  const Picture annotated = render_picture(volume_, opaque_above(1000.0), options);
  const auto lit_in = [&](int left, int top, int width, int height) {
    int count = 0;
    for (int y = top; y < top + height; ++y) {
      for (int x = left; x < left + width; ++x) count += grey(annotated, x, y) > 100 ? 1 : 0;
    }
    return count;
  };
  EXPECT_GT(lit_in(0, 100, 20, 40), 5) << saved(annotated, "letters");
  EXPECT_GT(lit_in(220, 100, 20, 40), 5) << saved(annotated, "letters");
  EXPECT_GT(lit_in(100, 0, 40, 20), 5) << saved(annotated, "letters");
  EXPECT_GT(lit_in(60, 225, 120, 15), 60) << saved(annotated, "notice");
  EXPECT_EQ(lit_in(30, 40, 180, 160), 0) << saved(annotated, "letters");
}

TEST_F(Offscreen, TwoRenderersAliveAtOnceDoNotDisturbEachOther) {
  const RenderOptions options{.width = 64, .height = 64};
  OffscreenRenderer one(volume_, opaque_above(0.0), options);
  const Picture alone = one.draw(View::anterior);
  {
    OffscreenRenderer other(volume_, opaque_above(5.0), options);
    const Picture smaller = other.draw(View::anterior);
    EXPECT_NE(smaller.rgb, alone.rgb);
    EXPECT_EQ(one.draw(View::anterior).rgb, alone.rgb);
  }
  EXPECT_EQ(one.draw(View::anterior).rgb, alone.rgb);
}

TEST_F(Offscreen, ARendererCanBeMovedAndDiesQuietly) {
  OffscreenRenderer one(volume_, opaque_above(0.0), {.width = 32, .height = 32});
  OffscreenRenderer two(std::move(one));
  EXPECT_GT(lit(two.draw(View::anterior)).pixels, 50);
}

TEST_F(Offscreen, TheViewShowsTheFirstPoseWhole) {
  render::OffscreenView view({.width = 320, .height = 240});
  Settings settings;
  State state = state_of(opaque_above(0.0));
  state.pose = Pose{};
  state.pose.scene_from_patient = scene_from_patient(View::anterior);
  state.pose.magnification = 0.6 / 0.08;  // as large as a study is first shown
  view.show(volume_, state);
  const Picture picture = view.draw();
  EXPECT_GT(lit(picture, 250).pixels, 320 * 240 / 20) << saved(picture, "first-pose");
  EXPECT_NE(view.graphics().find("OpenGL"), std::string::npos) << view.graphics();
}

TEST(OffscreenErrors, AnImpossiblePictureSizeIsRefused) {
  const Volume volume = sampled(make_grid({.half = 3}), ball({0, 0, 0}, 2));
  for (const auto& [width, height] : {std::pair{0, 10}, std::pair{10, -1}, std::pair{99999, 10}}) {
    EXPECT_THROW(OffscreenRenderer(volume, opaque_above(0.0), {.width = width, .height = height}),
                 Error);
  }
}

TEST(OffscreenErrors, ADeviceThatIsNotThereIsNamed) {
  try {
    const render::EglContext context(63);
    FAIL() << "this machine has 64 EGL devices";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_display);
    EXPECT_NE(std::string(error.what()).find("63"), std::string::npos);
  }
}

}  // namespace
}  // namespace volvr::test
