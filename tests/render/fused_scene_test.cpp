// SPDX-License-Identifier: Apache-2.0
// Layers and labels from frame to frame, as a state says: what is seen, and what it costs.
#include <gtest/gtest.h>

#include <vtkVolume.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/framing.h"
#include "render/gl_calls.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/command.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 128;
const Eigen::Vector3d red(1, 0, 0);
const Eigen::Vector3d green(0, 1, 0);

class FusedScene : public Drawing {};

Appearance coloured(const Eigen::Vector3d& rgb, double opacity = 1.0) {
  Appearance appearance = opaque_above(0, 8);
  for (ColourPoint& point : appearance.colours) point.rgb = rgb;
  appearance.opacities.back().opacity = opacity;
  appearance.shade = true;
  return appearance;
}

Volume main_volume() {
  return sampled<float>(make_grid({.half = 26}), ball({0, 0, 0}, 18));
}

Layer layer_at(const Eigen::Vector3d& at, const Eigen::Vector3d& rgb, double step) {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(at.x(), Eigen::Vector3d(1, 2, -1).normalized()).toRotationMatrix();
  return {
      .volume = sampled<float>(
          make_grid(
              {.axes = axes, .step = Eigen::Vector3d::Constant(step), .half = 18, .centre = at}),
          ball(at, 14)),
      .appearance = coloured(rgb, 0.3)};
}

// Finer than everything else, so that the rays' steps tell whether they are seen.
Labels two_labels() {
  const Eigen::Vector3d low(-6, 0, -10);
  const Eigen::Vector3d high(4, 3, 11);
  Labels labels;
  labels.volume =
      sampled<std::uint8_t>(make_grid({.step = Eigen::Vector3d::Constant(0.7), .half = 24}),
                            [&](const Eigen::Vector3d& at) {
                              if ((at - low).norm() < 8.0) return 3.0;
                              return (at - high).norm() < 7.0 ? 9.0 : 0.0;
                            });
  labels.styles = {{.label = 3, .rgb = {0, 0, 1}}, {.label = 9, .rgb = {1, 1, 0}, .opacity = 0.6}};
  return labels;
}

Fused fused() {
  return {.layers = {layer_at({14, 6, 0}, red, 0.9), layer_at({-12, -8, 5}, green, 1.3)},
          .labels = two_labels()};
}

Appearance glass() {
  return coloured({0.4, 0.5, 1.0}, 0.02);
}

Settings by_fragments() {
  Settings settings;
  settings.set("render.path", "fragments");
  return settings;
}

State shown(const Fused& what) {
  return with_fused(state_of(glass()), what);
}

State after(const State& state, std::initializer_list<const char*> sentences, const Fused& what) {
  History history(main_volume(), state, what);
  for (const char* sentence : sentences) history.apply(parse_command(sentence));
  return history.state();
}

class FusedFrames : public Drawing {
 protected:
  FusedFrames() : studio_({.size = side, .distance = 0.3, .settings = by_fragments()}) {}

  // As a study that is taken up with just this.
  Picture anew(const Fused& what) {
    Studio studio({.size = side, .distance = 0.3, .settings = by_fragments()});
    return studio.draw(main_volume(), shown(what), what);
  }

  Studio studio_;
  Fused fused_ = fused();
};

void expect_same(const Picture& picture, const Picture& expected, const std::string& what) {
  EXPECT_EQ(difference(picture, expected).largest, 0)
      << what << saved(picture, "frame") << saved(expected, "expected");
}

// What a reader changes gives the picture of a study that was taken up so.
TEST_F(FusedFrames, ShowWhatAStudyTakenUpSoShows) {
  const State first = shown(fused_);
  const Picture all = studio_.draw(main_volume(), first, fused_);
  ASSERT_GT(lit(all, 40).pixels, 1500);
  const auto expect = [&](std::initializer_list<const char*> sentences, const Fused& as) {
    const Picture picture = studio_.draw(after(first, sentences, fused_));
    EXPECT_GT(difference(picture, all).mean, 0.2) << *sentences.begin();
    expect_same(picture, anew(as), *sentences.begin());
  };
  Fused as = fused_;
  as.layers[0].opacity = 0.25;
  expect({"layer 1 opacity 0.25"}, as);
  as = fused_;
  as.layers[1].appearance = with_window(as.layers[1].appearance, {6, 3});
  as.layers[1].appearance.window = {6, 3};
  expect({"layer 2 window 6 3"}, as);
  as = fused_;
  as.labels->styles[0].opacity = 0.3;
  expect({"label 3 opacity 0.3"}, as);
  as = fused_;
  as.labels->styles[1].visible = false;
  expect({"label 9 hide"}, as);
  as = fused_;
  for (LabelStyle& style : as.labels->styles) style.opacity = 0.4;
  expect({"labels opacity 0.4"}, as);
  as = fused_;
  as.labels->look = LabelLook::tint;
  expect({"labels look tint"}, as);
  expect_same(studio_.draw(first), all, "and back");
}

// Not a ray differs from those of a study that has none of it.
TEST_F(FusedFrames, AreAsIfWhatIsHiddenWereNotThere) {
  const State first = shown(fused_);
  const Picture all = studio_.draw(main_volume(), first, fused_);
  const auto expect = [&](std::initializer_list<const char*> sentences, const Fused& as) {
    expect_same(studio_.draw(after(first, sentences, fused_)), anew(as), *sentences.begin());
  };
  Fused as = fused_;
  as.layers.erase(as.layers.begin());
  expect({"layer 1 hide"}, as);
  expect({"layer 1 opacity 0"}, as);
  as = fused_;
  as.layers.pop_back();
  expect({"layer 2 hide"}, as);
  as = fused_;
  as.labels.reset();
  expect({"labels hide"}, as);
  expect({"labels opacity 0"}, as);
  expect({"labels hide", "layer 1 hide", "layer 2 hide"}, {});
  expect_same(studio_.draw(first), all, "and back");
}

// A layer that is hidden at first is brought to the GPU when it is seen.
TEST_F(FusedFrames, ShowWhatWasHiddenAtFirst) {
  const State first = shown(fused_);
  const State hidden = after(first, {"layer 1 hide", "layer 2 hide", "labels hide"}, fused_);
  expect_same(studio_.draw(main_volume(), hidden, fused_), anew({}), "hidden");
  expect_same(studio_.draw(first), anew(fused_), "shown");
}

// Volumes go to the GPU once; what a reader changes is small.
TEST_F(FusedFrames, SendNoVolumeAgain) {
  const State first = shown(fused_);
  studio_.draw(main_volume(), first, fused_);
  studio_.draw(first);
  const TexelsSent sent;
  studio_.draw(first);
  EXPECT_EQ(sent.three_dimensional(), 0U);
  const std::size_t smallest = 28UL * 28 * 28;  // fewer voxels than any of the volumes has
  for (const auto& sentences : std::initializer_list<std::initializer_list<const char*>>{
           {"layer 1 hide"},
           {"layer 1 opacity 0.5"},
           {"layer 2 window 6 3"},
           {"labels hide"},
           {"label 3 hide"},
           {"label 9 opacity 0.1"},
           {"labels look tint"},
           {"layer 1 hide", "layer 2 hide", "labels hide"}}) {
    const std::size_t before = sent.three_dimensional();
    studio_.draw(after(first, sentences, fused_));
    studio_.draw(first);
    EXPECT_LT(sent.three_dimensional() - before, smallest) << *sentences.begin();
  }
  // How clearly something is seen changes nothing of what rays leap over.
  const std::size_t before = sent.three_dimensional();
  for (const char* sentence : {"layer 1 opacity 0.5", "label 9 opacity 0.1"}) {
    studio_.draw(after(first, {sentence}, fused_));
  }
  EXPECT_EQ(sent.three_dimensional(), before);
}

// The reader's scene and the pictures of OffscreenRenderer are the same, pixel by pixel.
TEST_F(FusedScene, IsThePictureThatIsDrawnOfTheSame) {
  const Volume main = main_volume();
  const Fused what = fused();
  Settings settings = by_fragments();
  settings.set("render.picture_annotations", "off");
  const Picture picture = render_picture(main, glass(),
                                         {.width = side,
                                          .height = side,
                                          .settings = settings,
                                          .layers = what.layers,
                                          .labels = what.labels});
  State state = shown(what);
  const render::Framing framing = [&] {
    auto outline = render::visible_outline(main, render::look_of(state));
    const auto others = render::visible_outline(what);
    outline.insert(outline.end(), others.begin(), others.end());
    return render::frame(outline, scene_from_patient(View::anterior), {.view_angle = 25.0});
  }();
  state.pose.position.setZero();
  state.pose.scene_from_patient = scene_from_patient(View::anterior);
  Studio studio({.size = side, .view_angle = 25.0, .settings = settings});
  const Eigen::Vector3d centre =
      scene_from_patient(state.pose, bounds_in_patient(main.geometry())) * framing.centre;
  studio.stage().look_from(centre + Eigen::Vector3d(0, 0, 0.001 * framing.distance), 25.0);
  expect_same(studio.draw(main, state, what), picture, "the reader's");
  EXPECT_GT(lit(picture, 40).pixels, 1500);
}

TEST_F(FusedScene, RefusesATechniqueThatWhatIsSeenDoesNotGoWith) {
  const Fused what = fused();
  State state = shown(what);
  state.technique = Technique::minip;
  Studio studio({.size = 32, .settings = by_fragments()});
  EXPECT_THROW(studio.draw(main_volume(), state, what), Error);
  for (LayerState& layer : state.layers) layer.visible = false;
  state.labels = std::make_shared<const std::vector<LabelState>>(
      std::vector<LabelState>{{3, 1.0, false}, {9, 0.0, true}});
  EXPECT_NO_THROW(studio.draw(main_volume(), state, what));
}

}  // namespace
}  // namespace volvr::test
