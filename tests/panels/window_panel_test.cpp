// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "panel_model.h"
#include "panel_overlay.h"
#include "render/window.h"
#include "render/x_server.h"
#include "volvr/command.h"
#include "volvr/picture.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace volvr::test {
namespace {

// What the X server shows of the largest window, seen from outside of the program.
class Screen {
 public:
  Screen() : display_(XOpenDisplay(nullptr)) {
    ::Window root = DefaultRootWindow(display_);
    ::Window parent = 0;
    ::Window* children = nullptr;
    unsigned int count = 0;
    XQueryTree(display_, root, &root, &parent, &children, &count);
    int largest = 0;
    for (unsigned int i = 0; i < count; ++i) {
      XWindowAttributes attributes{};
      XGetWindowAttributes(display_, children[i], &attributes);
      if (attributes.map_state != IsViewable || attributes.width < largest) continue;
      largest = attributes.width;
      window_ = children[i];
    }
    if (children != nullptr) XFree(children);
  }
  ~Screen() { XCloseDisplay(display_); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  Picture picture() const {
    XWindowAttributes attributes{};
    XGetWindowAttributes(display_, window_, &attributes);
    Picture picture{attributes.width, attributes.height, {}};
    XImage* image = XGetImage(display_, window_, 0, 0, static_cast<unsigned>(picture.width),
                              static_cast<unsigned>(picture.height), AllPlanes, ZPixmap);
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        const unsigned long pixel = XGetPixel(image, x, y);
        for (const int shift : {16, 8, 0}) {
          picture.rgb.push_back(static_cast<std::uint8_t>((pixel >> shift) & 0xFF));
        }
      }
    }
    XDestroyImage(image);
    return picture;
  }

  void button(int type, int x, int y) const {
    XEvent event{};
    event.xbutton.type = type;
    event.xbutton.window = window_;
    event.xbutton.button = Button1;
    event.xbutton.x = x;
    event.xbutton.y = y;
    XSendEvent(display_, window_, 0, 0, &event);
    XSync(display_, 0);
  }

  void move(int x, int y) const {
    XWarpPointer(display_, 0, window_, 0, 0, 0, 0, x, y);
    XSync(display_, 0);
  }

 private:
  ::Display* display_;
  ::Window window_ = 0;
};

// A ball of 300 within 0.
Volume ball() {
  GridGeometry grid;
  grid.size = Eigen::Vector3i::Constant(32);
  grid.patient_from_index.linear() *= 8.0;
  const auto buffer = allocate_voxels(32 * 32 * 32 * sizeof(float));
  auto* out = static_cast<float*>(buffer.get());
  for (int k = 0; k < 32; ++k) {
    for (int j = 0; j < 32; ++j) {
      for (int i = 0; i < 32; ++i) {
        const Eigen::Vector3d from = Eigen::Vector3d(i, j, k) - Eigen::Vector3d::Constant(15.5);
        *out++ = from.norm() < 12.0 ? 300.0f : 0.0f;
      }
    }
  }
  return {grid, VoxelType::float32, buffer};
}

class WindowPanel : public testing::Test {
 protected:
  void SetUp() override {
    server_ = XServer::start();
    if (!server_) GTEST_SKIP() << "Xvfb is not installed or does not start";
    volume_ = ball();
    history_ = std::make_unique<History>(volume_, first_state(volume_));
    overlay_ = std::make_unique<PanelOverlay>(
        [this](const Command& command, bool continues) { obey(command, continues); },
        [this](std::string_view text) { messages_.emplace_back(text); });
    window_ = std::make_unique<render::Window>(
        render::WindowOptions{.width = 800, .height = 600},
        [this](std::string_view text, bool continues) { obey(parse_command(text), continues); });
    window_->set_overlay(overlay_.get());
    window_->show(volume_, history_->state());
    model_.show(volume_, history_->state());
    model_.update(*history_, {});
    settle();
  }
  void TearDown() override { window_.reset(); }

  void obey(const Command& command, bool continues) {
    said_.push_back(to_text(command));
    history_->apply(command, continues);
    window_->update(history_->state());
    model_.update(*history_, {});
  }

  // Until what is on the screen no longer changes.
  void settle() {
    for (int i = 0; i < 30; ++i) {
      if (model_.take_changes()) overlay_->set_model(model_.model());
      ASSERT_TRUE(window_->pump());
    }
  }

  static void keep(const Picture& picture, const char* name) {
    const char* folder = std::getenv("VOLVR_PANEL_PICTURES");
    if (folder != nullptr) save_png(picture, std::filesystem::path(folder) / name);
  }

  std::unique_ptr<XServer> server_;
  Volume volume_;
  std::unique_ptr<History> history_;
  PanelModel model_;
  std::unique_ptr<PanelOverlay> overlay_;
  std::unique_ptr<render::Window> window_;
  std::vector<std::string> said_;
  std::vector<std::string> messages_;
};

TEST_F(WindowPanel, StandsBesideTheStudyAndGoesWithoutATrace) {
  const Screen screen;
  const Picture before = screen.picture();
  obey(parse_command("panel open"), false);
  settle();
  const Picture with_panel = screen.picture();
  keep(with_panel, "desktop.png");
  EXPECT_NE(before.rgb, with_panel.rgb);
  EXPECT_TRUE(messages_.empty());
  // The panel's background in its lower right corner, the study's in the window's upper left one.
  const auto pixel = [&](int x, int y) {
    const auto at = 3 * static_cast<std::size_t>(y * with_panel.width + x);
    return Eigen::Vector3i(with_panel.rgb[at], with_panel.rgb[at + 1], with_panel.rgb[at + 2]);
  };
  EXPECT_EQ(pixel(797, 597), Eigen::Vector3i(14, 18, 22));
  EXPECT_EQ(pixel(2, 2), Eigen::Vector3i(0, 0, 0));
  // The letter of the upper edge stands over the middle of what is left to the study.
  const int middle = (800 - panels::side_panel_width(800)) / 2;
  int bright = 0;
  for (int y = 0; y < 40; ++y) {
    for (int x = middle - 12; x < middle + 12; ++x) bright = std::max(bright, pixel(x, y).maxCoeff());
  }
  EXPECT_GT(bright, 120) << "drawn anew for its part of the window";
  obey(parse_command("panel close"), false);
  settle();
  EXPECT_EQ(before.rgb, screen.picture().rgb) << "VTK draws as before";
}

TEST_F(WindowPanel, PicturesAreWithoutIt) {
  const Picture before = window_->picture();
  obey(parse_command("panel open"), false);
  settle();
  EXPECT_EQ(before.rgb, window_->picture().rgb);
}

TEST_F(WindowPanel, TheMouseWorksItAndTheStudyKeepsStill) {
  const Screen screen;
  obey(parse_command("panel open"), false);
  settle();
  said_.clear();
  const int left = 800 - panels::side_panel_width(800);
  const auto click = [&](double x, double y) {
    screen.button(ButtonPress, left + static_cast<int>(x), static_cast<int>(y));
    screen.button(ButtonRelease, left + static_cast<int>(x), static_cast<int>(y));
    settle();
  };
  // Where the button is the panel itself knows.
  panels::Panel twin({.measures = panels::window_measures(800 - left, 600)});
  for (int i = 0; i < 4; ++i) twin.step(model_.model(), {}, 0.01);
  const Eigen::Vector2d close = twin.find("Close")->place.center();
  const Eigen::Vector2d place = twin.find("Place")->place.center();
  click(place.x(), place.y());
  EXPECT_TRUE(said_.empty()) << said_.front();
  screen.button(ButtonPress, left + 100, 590);
  screen.move(left + 150, 560);
  screen.button(ButtonRelease, left + 150, 560);
  settle();
  EXPECT_TRUE(said_.empty()) << said_.front();
  click(close.x(), close.y());
  EXPECT_EQ(said_, std::vector<std::string>{"panel close"});
  EXPECT_FALSE(history_->state().panel);
}

}  // namespace
}  // namespace volvr::test
