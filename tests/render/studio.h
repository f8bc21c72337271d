// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "render/messages.h"
#include "render/offscreen_target.h"
#include "render/stage.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr::test {

struct StudioOptions {
  int size = 200;            ///< pixels of the square picture
  double distance = 0.5;     ///< metres from the camera to the scene's origin
  double view_angle = 20.0;  ///< degrees
  Settings settings = {};
};

/// The same, drawn by volvr's own ray caster and by that path (setting `render.path`).
StudioOptions by_path(const std::string& path, StudioOptions options = {});

/// A scene in the headset's sense, seen by a camera whose every number a test knows.
class Studio {
 public:
  explicit Studio(const StudioOptions& options = {});

  Picture draw(const Volume& volume, const State& state, const render::Fused& fused = {});
  Picture draw(const State& state);

  render::Stage& stage() { return stage_; }

  /// Runs `f` with the context current.
  template <class F>
  void with_context(F&& f) {
    target_.with_context(std::forward<F>(f));
  }

  /// What VTK had to say so far.
  const std::vector<std::string>& messages() const { return messages_; }

  /// The pixels, from the upper left corner, of a point of the scene.
  Eigen::Vector2d pixel_of(const Eigen::Vector3d& point_in_scene) const;

  /// Whether the ray through the middle of a pixel meets a ball of the scene.
  bool sees_ball(int x, int y, const Eigen::Vector3d& centre_in_scene, double radius) const;

 private:
  StudioOptions options_;
  std::vector<std::string> messages_;
  render::MessageLog log_;
  render::Stage stage_;
  render::OffscreenTarget target_;
};

/// Why nothing can be drawn on this machine, or nothing.
std::string why_no_graphics();

/// Tests that draw: skipped, with the reason, only where there is no OpenGL at all.
class Drawing : public testing::Test {
 protected:
  void SetUp() override {
    const std::string reason = why_no_graphics();
    if (!reason.empty()) GTEST_SKIP() << reason;
  }
};

}  // namespace volvr::test
