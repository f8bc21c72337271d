// SPDX-License-Identifier: Apache-2.0
#include "render/window.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "render/fields.h"
#include "render/offscreen_view.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "render/x_server.h"
#include "volvr/command.h"
#include "volvr/error.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace volvr::test {
namespace {

// A person at the X server: finds the window by its title and uses mouse and keys.
class Hand {
 public:
  explicit Hand(const char* title) : display_(XOpenDisplay(nullptr)) {
    ::Window root = DefaultRootWindow(display_);
    ::Window parent = 0;
    ::Window* children = nullptr;
    unsigned int count = 0;
    XQueryTree(display_, root, &root, &parent, &children, &count);
    for (unsigned int i = 0; i < count; ++i) {
      char* name = nullptr;
      if (XFetchName(display_, children[i], &name) != 0 && std::strcmp(name, title) == 0) {
        window_ = children[i];
      }
      if (name != nullptr) XFree(name);
    }
    if (children != nullptr) XFree(children);
  }
  ~Hand() { XCloseDisplay(display_); }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

  bool found() const { return window_ != 0; }

  void move(int x, int y) {
    XWarpPointer(display_, 0, window_, 0, 0, 0, 0, x, y);
    XSync(display_, 0);
  }

  void button(int type, unsigned int number, int x, int y, unsigned int state = 0) {
    XEvent event{};
    event.xbutton.type = type;
    event.xbutton.window = window_;
    event.xbutton.button = number;
    event.xbutton.state = state;
    event.xbutton.x = x;
    event.xbutton.y = y;
    send(event);
  }

  void key(KeySym symbol) {
    XEvent event{};
    event.xkey.type = KeyPress;
    event.xkey.display = display_;
    event.xkey.window = window_;
    event.xkey.keycode = XKeysymToKeycode(display_, symbol);
    send(event);
  }

  void resize(unsigned int width, unsigned int height) {
    XResizeWindow(display_, window_, width, height);
    XSync(display_, 0);
  }

  // As a window manager does when the cross is clicked.
  void close() {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = window_;
    event.xclient.message_type = XInternAtom(display_, "WM_PROTOCOLS", 0);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(display_, "WM_DELETE_WINDOW", 0));
    send(event);
  }

 private:
  void send(XEvent& event) {
    XSendEvent(display_, window_, 0, 0, &event);
    XSync(display_, 0);
  }

  ::Display* display_;
  ::Window window_ = 0;
};

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    server_ = XServer::start();
    if (!server_) GTEST_SKIP() << "Xvfb is not installed or does not start";
    state_.pose = Pose{};
    state_.pose.scene_from_patient = scene_from_patient(View::anterior);
    state_.pose.magnification = 5.0;
  }

  render::Window open(int width = 320, int height = 240) {
    return render::Window(
        {.width = width, .height = height, .title = "volvr under test"},
        [this](std::string_view sentence, bool) { said_.emplace_back(sentence); });
  }

  // Goes on until `done` or for some seconds; false if the window was closed.
  template <class F>
  bool pump_until(render::Window& window, F&& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < end) {
      if (!window.pump()) return false;
    }
    return true;
  }

  std::unique_ptr<XServer> server_;
  std::vector<std::string> said_;
  const Volume volume_ = sampled(make_grid({.step = {2, 2, 2}, .half = 50}),
                                 both(ball({0, 0, 0}, 20), ball({25, -6, 18}, 9)));
  State state_ = state_of(opaque_above(0.0));
};

TEST_F(WindowTest, ShowsWhatPicturesShow) {
  render::Window window = open();
  window.show(volume_, state_);
  ASSERT_TRUE(pump_until(window, [&] { return window.last_frame_seconds() > 0.0; }));
  const Picture shown = window.picture();
  EXPECT_EQ(shown.width, 320);
  EXPECT_EQ(shown.height, 240);
  EXPECT_NE(window.graphics().find("OpenGL"), std::string::npos) << window.graphics();
  const std::string reason = why_no_graphics();
  if (!reason.empty()) GTEST_SKIP() << reason;
  render::OffscreenView view({.width = 320, .height = 240});
  view.show(volume_, state_);
  const Picture expected = view.draw();
  ASSERT_GT(lit(expected).pixels, 2000);
  EXPECT_LT(difference(shown, expected).mean, 0.3) << saved(shown, "window");
}

TEST_F(WindowTest, MouseAndKeysBecomeSentences) {
  render::Window window = open();
  window.show(volume_, state_);
  pump_until(window, [&] { return window.last_frame_seconds() > 0.0; });
  Hand hand("volvr under test");
  ASSERT_TRUE(hand.found());
  const auto expect = [&](const std::string& beginning) {
    pump_until(window, [&] { return !said_.empty(); });
    ASSERT_FALSE(said_.empty()) << "nothing said, expected " << beginning;
    EXPECT_EQ(said_.front().substr(0, beginning.size()), beginning) << said_.front();
    for (const auto& sentence : said_) EXPECT_NO_THROW(parse_command(sentence)) << sentence;
    said_.clear();
  };
  hand.key(XStringToKeysym("n"));
  expect("preset next");
  hand.button(ButtonPress, Button4, 100, 100);
  expect("magnify 1.1");
  hand.move(100, 100);
  pump_until(window, [&] {
    window.pump();
    return true;
  });
  hand.button(ButtonPress, Button1, 100, 100);
  hand.move(140, 100);
  expect("turn 16 0 0");
  hand.button(ButtonRelease, Button1, 140, 100);
}

TEST_F(WindowTest, FollowsItsNewSize) {
  render::Window window = open();
  window.show(volume_, state_);
  pump_until(window, [&] { return window.last_frame_seconds() > 0.0; });
  Hand hand("volvr under test");
  ASSERT_TRUE(hand.found());
  for (const auto& [width, height] : {std::pair{400, 200}, std::pair{160, 120}}) {
    hand.resize(static_cast<unsigned int>(width), static_cast<unsigned int>(height));
    pump_until(window, [&] { return window.width() == width && window.height() == height; });
    const Picture picture = window.picture();
    EXPECT_EQ(picture.width, width);
    EXPECT_EQ(picture.height, height);
    EXPECT_GT(lit(picture).pixels, width * height / 40) << saved(picture, "resized");
  }
}

TEST_F(WindowTest, EndsWhenItsCrossIsClicked) {
  render::Window window = open();
  window.show(volume_, state_);
  pump_until(window, [&] { return window.last_frame_seconds() > 0.0; });
  EXPECT_TRUE(window.pump());
  Hand("volvr under test").close();
  EXPECT_FALSE(pump_until(window, [] { return false; }));
}

TEST_F(WindowTest, AnUpdateIsDrawnAndThenItRests) {
  render::Window window = open();
  window.show(volume_, state_);
  pump_until(window, [&] { return window.last_frame_seconds() > 0.0; });
  const Picture before = window.picture();
  state_.pose.position[0] += 0.1;
  window.update(state_);
  for (int i = 0; i < 30; ++i) window.pump();
  EXPECT_GT(difference(before, window.picture()).mean, 1.0);
  // At rest a pump waits instead of burning the processor.
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t used = std::clock();
  for (int i = 0; i < 20; ++i) window.pump();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  EXPECT_GT(passed.count(), 0.2);
  EXPECT_LT(static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC, 0.2);
}

// However fast or slow the machine: nothing is drawn in a microsecond, and everything in a day.
TEST_F(WindowTest, FollowsAHandCoarselyAndEndsExact) {
  render::Window window({.width = 320, .height = 240, .frame_seconds = 1e-6});
  window.show(volume_, state_);
  ASSERT_TRUE(pump_until(window, [&] { return window.last_frame_seconds() > 0.0; }));
  EXPECT_TRUE(window.planned().is_best);
  const auto hand_moves = [&] {
    state_.pose.position[0] += 0.001;
    window.update(state_);
    window.pump();
    ASSERT_GT(window.last_frame_seconds(), 0.0);
  };
  for (int i = 0; i < 20; ++i) {
    hand_moves();
    const render::FramePlan& plan = window.planned();
    EXPECT_EQ(plan.quality.edge_pixel, 1.0);
    if (i < 3) continue;
    EXPECT_GE(plan.quality.pixels, 3.0) << i;
    EXPECT_GE(plan.quality.step, 2.0) << i;
  }
  const auto rests_from = std::chrono::steady_clock::now();
  ASSERT_TRUE(pump_until(window, [&] { return window.planned().is_best; }));
  const std::chrono::duration<double> rested = std::chrono::steady_clock::now() - rests_from;
  EXPECT_GT(rested.count(), 0.1) << "not while the hand may go on";
  EXPECT_EQ(window.planned().quality, render::exact_quality);
  window.pump();
  EXPECT_EQ(window.last_frame_seconds(), 0.0) << "and then it rests";
}

TEST_F(WindowTest, IsNeverCoarseWhereThereIsTime) {
  render::Window window({.width = 320, .height = 240, .frame_seconds = 86400.0});
  window.show(volume_, state_);
  for (int i = 0; i < 10; ++i) {
    state_.pose.position[0] += 0.001;
    window.update(state_);
    window.pump();
    EXPECT_EQ(window.planned().quality, render::exact_quality);
  }
}

TEST_F(WindowTest, OneAfterTheOtherInOneProcess) {
  for (int i = 0; i < 2; ++i) {
    render::Window window = open(64, 48);
    window.show(volume_, state_);
    EXPECT_TRUE(pump_until(window, [&] { return window.last_frame_seconds() > 0.0; }));
  }
}

TEST(WindowWithoutDisplay, SaysWhatToDo) {
  const char* before = std::getenv("DISPLAY");
  const std::string kept = before != nullptr ? before : "";
  for (const char* display : {"", ":987"}) {
    setenv("DISPLAY", display, 1);
    try {
      const render::Window window;
      FAIL() << "opened a window at DISPLAY=" << display;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::no_display);
      const std::string text = error.what();
      EXPECT_NE(text.find("DISPLAY"), std::string::npos);
      EXPECT_NE(text.find("--display offscreen"), std::string::npos);
    }
  }
  setenv("DISPLAY", kept.c_str(), 1);
}

TEST(WindowWithoutDisplay, AServerWithoutOpenGlIsRefusedInOneSentence) {
  const auto server = XServer::start("-extension", "GLX");
  if (!server) GTEST_SKIP() << "Xvfb is not installed or does not start";
  try {
    const render::Window window;
    FAIL() << "opened a window without OpenGL";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_display);
    EXPECT_NE(std::string(error.what()).find("GLX"), std::string::npos);
  }
}

}  // namespace
}  // namespace volvr::test
