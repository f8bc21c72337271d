// SPDX-License-Identifier: Apache-2.0
#include "render/window.h"

#include <chrono>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkNew.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderWindow.h>
#include <vtkRenderWindowInteractor.h>
#include <vtkRendererCollection.h>

#include "core/thread_clock.h"
#include "render/frame_timer.h"
#include "render/messages.h"
#include "render/picture_board.h"
#include "render/quality_settings.h"
#include "render/read_pixels.h"
#include "render/stage.h"
#include "render/window_pace.h"
#include "render/window_side.h"
#include "render/x_display.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr double idle_wait = 0.02;  // seconds
constexpr double frame_of_gpu = 1.0 / 30.0;
constexpr double frame_of_processors = 0.1;

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

// "OpenGL renderer string: llvmpipe\n" -> "llvmpipe"
std::string capability(std::string_view report, std::string_view name) {
  const auto at = report.find(name);
  if (at == std::string_view::npos) return {};
  const auto from = report.find_first_not_of(": ", at + name.size());
  return std::string(report.substr(from, report.find('\n', from) - from));
}

// VTK's window with the interactor that reads its events; closed in the order that both survive.
struct XWindow {
  explicit XWindow(MessageLog& messages) : log(messages) {
    const MessageCapture capture(log);
    window = vtkSmartPointer<vtkRenderWindow>::New();
    interactor = vtkSmartPointer<vtkRenderWindowInteractor>::New();
    window->SetDisplayId(display.handle());
  }

  // A list inside VTK goes on naming an interactor, after its death too, until it has processed
  // events as one that is done; that finalizes the window as well.
  ~XWindow() {
    const MessageCapture capture(log);
    window->MakeCurrent();
    window->GetRenderers()->RemoveAllItems();
    interactor->RemoveAllObservers();
    window->RemoveAllObservers();
    interactor->SetDone(true);
    interactor->ProcessEvents();
    window->Finalize();
  }
  XWindow(const XWindow&) = delete;
  XWindow& operator=(const XWindow&) = delete;

  MessageLog& log;
  XDisplay display;
  vtkSmartPointer<vtkRenderWindow> window;
  vtkSmartPointer<vtkRenderWindowInteractor> interactor;
};

struct Said {
  std::string sentence;
  bool continues_gesture;
};

}  // namespace

struct Window::Impl {
  Impl(const WindowOptions& options, SentenceSink given)
      : log(options.on_message),
        stage(options.settings, options.settings.flag("render.annotations")),
        sink(std::move(given)),
        gestures([this](std::string_view sentence,
                        bool continues) { said.push_back({std::string(sentence), continues}); },
                 options.snapshot_folder),
        allowed_seconds(options.frame_seconds),
        frame_log(options.frame_log),
        never_waits(options.never_waits),
        best(best_sampling(options.settings)),
        pace(window_budget(options.settings)) {
    const MessageCapture capture(log);
    window->SetWindowName(options.title.c_str());
    window->SetSize(options.width, options.height);
    window->SetMultiSamples(0);
    window->AddRenderer(stage.renderer());
    board.renderer()->DrawOff();
    window->AddRenderer(board.renderer());
    listen(window, vtkCommand::ExitEvent);
    interactor->SetRenderWindow(window);
    interactor->SetInteractorStyle(nullptr);
    // Frames are drawn by pump alone, never from within an event.
    interactor->EnableRenderOff();
    interactor->Initialize();
    if (closed) {
      throw Error(ErrorCode::no_display,
                  "The X server at DISPLAY gives no OpenGL context; use --display offscreen.",
                  "DISPLAY", "glXCreateContext");
    }
    for (const auto event :
         {vtkCommand::LeftButtonPressEvent, vtkCommand::LeftButtonReleaseEvent,
          vtkCommand::MiddleButtonPressEvent, vtkCommand::MiddleButtonReleaseEvent,
          vtkCommand::RightButtonPressEvent, vtkCommand::RightButtonReleaseEvent,
          vtkCommand::MouseMoveEvent, vtkCommand::MouseWheelForwardEvent,
          vtkCommand::MouseWheelBackwardEvent, vtkCommand::KeyPressEvent, vtkCommand::ExposeEvent,
          vtkCommand::ConfigureEvent, vtkCommand::ExitEvent}) {
      listen(interactor, event);
    }
    const std::string_view report = window->ReportCapabilities();
    graphics = capability(report, "OpenGL renderer string") + ", OpenGL " +
               capability(report, "OpenGL version string");
    if (never_waits) static_cast<vtkOpenGLRenderWindow*>(window)->SetSwapControl(0);
    window->ReleaseCurrent();
    stage.look_from_viewer();
  }

  void listen(vtkObject* object, unsigned long event) {
    vtkNew<vtkCallbackCommand> callback;
    callback->SetClientData(this);
    callback->SetCallback([](vtkObject*, unsigned long id, void* self, void*) {
      static_cast<Impl*>(self)->handle(id);
    });
    object->AddObserver(event, callback);
  }

  // Whether the event was the overlay's.
  bool take_for_side(unsigned long event, double x, double y) {
    switch (event) {
      case vtkCommand::LeftButtonPressEvent:
        return side.press(x, y);
      case vtkCommand::LeftButtonReleaseEvent:
        return side.release(x, y);
      case vtkCommand::MiddleButtonPressEvent:
      case vtkCommand::RightButtonPressEvent:
        return side.width() > 0 && x >= side.left();
      case vtkCommand::MouseMoveEvent:
        return side.move(x, y);
      case vtkCommand::MouseWheelForwardEvent:
        return side.wheel(1, x, y);
      case vtkCommand::MouseWheelBackwardEvent:
        return side.wheel(-1, x, y);
      default:
        return false;
    }
  }

  void handle(unsigned long event) {
    const int* at = interactor->GetEventPosition();
    const Modifiers modifiers{interactor->GetControlKey() != 0, interactor->GetShiftKey() != 0};
    if (take_for_side(event, at[0], at[1])) return;
    const auto press = [&](Button button) { gestures.press(button, at[0], at[1], modifiers); };
    switch (event) {
      case vtkCommand::LeftButtonPressEvent:
        return press(Button::left);
      case vtkCommand::MiddleButtonPressEvent:
        return press(Button::middle);
      case vtkCommand::RightButtonPressEvent:
        return press(Button::right);
      case vtkCommand::LeftButtonReleaseEvent:
        return gestures.release(Button::left);
      case vtkCommand::MiddleButtonReleaseEvent:
        return gestures.release(Button::middle);
      case vtkCommand::RightButtonReleaseEvent:
        return gestures.release(Button::right);
      case vtkCommand::MouseMoveEvent:
        return gestures.move(at[0], at[1]);
      case vtkCommand::MouseWheelForwardEvent:
        return gestures.wheel(1);
      case vtkCommand::MouseWheelBackwardEvent:
        return gestures.wheel(-1);
      case vtkCommand::KeyPressEvent:
        if (const char* key = interactor->GetKeySym()) gestures.key(key, modifiers);
        return;
      case vtkCommand::ExitEvent:
        closed = true;
        return;
      default:
        is_new_picture = true;
        pace.expose();
    }
  }

  void measure(const State& state) {
    gestures.set_window_width(state.window.width);
    gestures.set_panel_open(state.panel);
    vtkCamera& camera = *stage.renderer()->GetActiveCamera();
    const double away =
        std::max(0.1, (Eigen::Vector3d(camera.GetPosition()) - state.pose.position).norm());
    const double half = 0.5 * camera.GetViewAngle() * std::numbers::pi / 180.0;
    gestures.set_metres_per_pixel(2.0 * away * std::tan(half) / std::max(1, height()));
  }

  void draw(const Quality& quality) {
    if (!stage.is_empty()) stage.scene().set_sampling({.quality = quality, .aim = best.aim});
    side.place(*stage.renderer());
    stage.prepare(side.left(), height());
    render();
  }

  void render() {
    log.take_error();
    if (side.width() == 0) return window->Render();
    window->SwapBuffersOff();
    window->Render();
    window->SwapBuffersOn();
    side.show(*window);
  }

  // Without a clock of the GPU's the processors' says at least when the frame was on the screen.
  FrameTimer::DrawnBy drawn_by() {
    const bool by_processors = stage.is_empty() || stage.scene().is_drawn_by_processors();
    return by_processors || !timer.has_gpu_clock() ? FrameTimer::DrawnBy::processors
                                                   : FrameTimer::DrawnBy::gpu;
  }

  void draw_planned(double now) {
    const bool by_processors = drawn_by() == FrameTimer::DrawnBy::processors;
    const double usual = by_processors ? frame_of_processors : frame_of_gpu;
    plan = pace.plan(now, allowed_seconds > 0.0 ? allowed_seconds : usual);
    timer.begin(plan.frame);
    draw(plan.quality);
    timer.end(drawn_by());
  }

  void log_frame(double now, double cpu_seconds) {
    if (frame_log == nullptr) return;
    const Quality& quality = plan.quality;
    frame_log->add({.number = plan.frame,
                    .at = now,
                    .cpu = cpu_seconds,
                    .edge_pixel = quality.edge_pixel,
                    .pixels = quality.pixels,
                    .shadows = quality.shadows,
                    .step = quality.step,
                    .state = "window"});
  }

  void take_times() {
    for (const auto& [frame, seconds] : timer.take()) {
      pace.measured(frame, seconds);
      if (frame_log != nullptr) frame_log->measured(frame, seconds);
    }
  }

  // A context of EGL cannot be used on this thread while one of GLX is.
  void finish() {
    window->ReleaseCurrent();
    throw_if_failed(log);
  }

  // Sentences leave after VTK's event handling has: what they call may throw.
  void read_events() {
    {
      const MessageCapture capture(log);
      interactor->ProcessEvents();
    }
    const std::vector<Said> sentences = std::exchange(said, {});
    for (const Said& each : sentences) {
      if (sink) sink(each.sentence, each.continues_gesture);
    }
  }

  void step_side() {
    const double now = seconds_now();
    side.resize(width(), height());
    side_differs = side.step(now - std::exchange(side_stepped, now)) || side_differs;
  }

  // The overlay alone: the study stays as it was drawn last.
  void show_side() {
    window->MakeCurrent();
    side.show(*window);
    finish();
    side_differs = false;
  }

  bool pump() {
    frame_seconds = 0.0;
    read_events();
    if (closed) return false;
    step_side();
    const MessageCapture capture(log);
    const double now = seconds_now();
    const bool has_room = width() > 0 && height() > 0;
    const bool is_due = shows_picture ? is_new_picture : pace.wants_frame(now);
    if (!has_room || !is_due) {
      if (has_room && side_differs) show_side();
      else if (!never_waits) open.display.wait_for_event(idle_wait);
      return true;
    }
    side_differs = false;
    window->MakeCurrent();
    if (shows_picture) {
      draw_picture();
      finish();
      return true;
    }
    take_times();
    const double cpu_start = thread_seconds();
    draw_planned(now);
    log_frame(now, thread_seconds() - cpu_start);
    take_times();
    finish();
    frame_seconds = seconds_now() - now;
    if (is_still_coming()) pace.expose();
    return true;
  }

  void draw_picture() {
    is_new_picture = false;
    side.place(*board.renderer());
    board.prepare(side.left(), height());
    render();
  }

  void set_shows_picture(bool on) {
    if (on == shows_picture) return;
    shows_picture = on;
    board.renderer()->SetDraw(on ? 1 : 0);
    stage.renderer()->SetDraw(on ? 0 : 1);
    pace.expose();
  }

  // Whether the next frame would show finer voxels, or say so.
  bool is_still_coming() {
    if (stage.is_empty()) return false;
    bool settled = true;
    const VoxelsShown now_shown = stage.scene().shown(&settled);
    const bool is_said = now_shown == shown;
    shown = now_shown;
    return !settled || !is_said;
  }

  Picture picture() {
    const MessageCapture capture(log);
    const WindowSide kept = std::exchange(side, WindowSide());
    side.resize(width(), height());
    window->MakeCurrent();
    if (!stage.is_empty()) stage.scene().set_waiting(true);
    draw(best.quality);
    if (!stage.is_empty()) stage.scene().set_waiting(false);
    if (is_still_coming()) draw(best.quality);
    const Picture drawn = read_pixels(*window, width(), height());
    side = kept;
    if (side.width() > 0) pace.expose();
    finish();
    return drawn;
  }

  int width() const { return window->GetSize()[0]; }
  int height() const { return window->GetSize()[1]; }

  MessageLog log;
  Stage stage;
  SentenceSink sink;
  std::vector<Said> said;
  Gestures gestures;
  double allowed_seconds;
  FrameLog* frame_log;
  bool never_waits;
  PictureBoard board;
  bool shows_picture = false;
  bool is_new_picture = false;
  Sampling best;
  WindowPace pace;
  FrameTimer timer;
  FramePlan plan;
  XWindow open{log};
  vtkRenderWindow* window = open.window;
  vtkRenderWindowInteractor* interactor = open.interactor;
  std::string graphics;
  double frame_seconds = 0.0;
  VoxelsShown shown;
  WindowSide side;
  double side_stepped = seconds_now();
  bool side_differs = false;
  bool closed = false;
};

Window::Window(const WindowOptions& options, SentenceSink sink)
    : impl_(std::make_unique<Impl>(options, std::move(sink))) {}
Window::~Window() {
  if (impl_) set_overlay(nullptr);
}
Window::Window(Window&&) noexcept = default;
Window& Window::operator=(Window&&) noexcept = default;

void Window::show(const Volume& volume, const State& state, const Fused& fused) {
  impl_->window->MakeCurrent();
  require_fits(volume, impl_->stage.renderer(), impl_->stage.settings());
  impl_->stage.show(volume, state, fused);
  impl_->window->ReleaseCurrent();
  impl_->measure(state);
  impl_->pace.changed(seconds_now());
}

void Window::set_phases(const std::vector<Volume>& volumes) {
  impl_->stage.scene().set_phases(volumes);
}

void Window::update(const State& state) {
  impl_->stage.update(state);
  impl_->measure(state);
  impl_->pace.changed(seconds_now());
}

void Window::show_picture(const Picture& picture) {
  impl_->board.set(picture);
  impl_->is_new_picture = true;
  impl_->set_shows_picture(true);
}

void Window::show_study() {
  impl_->set_shows_picture(false);
}

void Window::look(const Eigen::Isometry3d& scene_from_camera) {
  impl_->stage.look(scene_from_camera, Stage::viewer_angle);
  impl_->pace.changed(seconds_now());
}

void Window::clear() {
  impl_->window->MakeCurrent();
  impl_->stage.clear();
  impl_->window->ReleaseCurrent();
}

void Window::set_overlay(Overlay* overlay) {
  impl_->window->MakeCurrent();
  impl_->side.release_graphics();
  impl_->window->ReleaseCurrent();
  impl_->side.set(overlay);
  impl_->side.resize(width(), height());
  impl_->pace.expose();
}

void Window::set_settings(const Settings& settings) {
  impl_->best = best_sampling(settings);
  impl_->stage.set_settings(settings);
  impl_->pace.changed(seconds_now());
}

bool Window::pump() {
  return impl_->pump();
}
Picture Window::picture() {
  return impl_->picture();
}
const std::string& Window::graphics() const {
  return impl_->graphics;
}
int Window::width() const {
  return impl_->width();
}
int Window::height() const {
  return impl_->height();
}
VoxelsShown Window::shown() const {
  return impl_->shown;
}
const FramePlan& Window::planned() const {
  return impl_->plan;
}
double Window::last_frame_seconds() const {
  return impl_->frame_seconds;
}

}  // namespace volvr::render
