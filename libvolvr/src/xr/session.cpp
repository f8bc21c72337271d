// SPDX-License-Identifier: Apache-2.0
#include "xr/session.h"

#include <vtkNew.h>

#include <chrono>
#include <ctime>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "render/frame_timer.h"
#include "render/quality_settings.h"
#include "volvr/error.h"
#include "xr/actions.h"
#include "xr/eye_camera.h"
#include "xr/eye_window.h"
#include "xr/gaze.h"
#include "xr/hands.h"
#include "xr/head_motion.h"
#include "xr/runtime_session.h"
#include "xr/wands.h"

namespace volvr::xr {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto idle_pause = 10ms;       // between polls while the runtime wants no frames
constexpr auto longest_goodbye = 2s;    // for the runtime to end the session as asked
constexpr std::size_t kept_frame_times = 4096;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Processor time of this thread: no waiting for runtime, GPU or display is in it.
double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Eigen::Isometry3d head_of(const EyeViews& views) {
  Eigen::Isometry3d head = views[0].scene_from_eye;
  head.translation() =
      0.5 * (views[0].scene_from_eye.translation() + views[1].scene_from_eye.translation());
  return head;
}

InteractionOptions interaction_options(const Settings& settings) {
  InteractionOptions options;
  options.sticks.window_rate = settings.number("headset.window_rate");
  options.sticks.dominant = settings.text("headset.hand") == "left" ? Hand::left : Hand::right;
  options.snap = settings.flag("headset.snap");
  return options;
}

}  // namespace

struct Session::Impl {
  explicit Impl(const SessionOptions& chosen);
  ~Impl() { close(); }

  void open();
  bool begin_frame();
  void draw();
  void draw_eyes();
  render::Sampling plan(const Shown& what);
  void sample_input();
  std::vector<HandCommand> commands(const State& state);
  void feel(const Haptic& haptic);
  void say_goodbye();
  void close() noexcept;
  void release() noexcept;
  template <class Work>
  auto noticing_loss(Work&& work);

  SessionOptions options;
  double near_plane;
  Hands hands;
  Interaction interaction;
  HapticPacing pacing;
  Around around;
  render::FrameBudget budget;
  render::FrameTimer timer;
  render::FramePlan planned;
  HeadMotion head;

  // In the order in which they are made; the window's context outlives the session, and both the
  // instance's end.
  std::optional<Instance> instance;
  vtkNew<EyeWindow> window;
  vtkNew<EyeRenderer> renderer;
  Wands wands;
  std::optional<RuntimeSession> session;
  std::optional<Actions> actions;
  std::vector<Swapchain> swapchains;

  std::string runtime_name;
  std::string graphics_name;
  EyeSize eye_size;
  std::string ended_because;
  EyeViews views;
  Input input;
  std::deque<double> frame_seconds;

  std::optional<FrameTiming> frame;  // begun and not ended
  bool sees = false;                 // the frame has views to be drawn from
  bool is_planned = false;           // by the budget
  Shown shown;
  HeadMotion::Speed head_speed;
  std::optional<Eigen::Isometry3d> gaze;  // scene from gaze, where eyes are tracked
  double cpu_seconds = 0.0;          // of the last frame that was drawn, without waiting
  double cpu_start = 0.0;            // processor time of this thread when the frame began
  bool showing = false;
  std::optional<Clock::time_point> frame_start;
  XrTime input_at = 0;
};

Session::Impl::Impl(const SessionOptions& chosen)
    : options(chosen),
      near_plane(chosen.settings.number("headset.near_plane")),
      interaction(interaction_options(chosen.settings)),
      budget(render::headset_budget(chosen.settings)) {
  renderer->SetBackground(options.background.data());
  vtkNew<EyeCamera> camera;
  renderer->SetActiveCamera(camera);
  window->SetMultiSamples(options.settings.integer("headset.multisamples"));
  window->AddRenderer(renderer);
  wands.add_to(renderer);
  try {
    open();
  } catch (...) {
    release();
    throw;
  }
}

void Session::Impl::open() {
  instance.emplace();
  runtime_name = instance->runtime_name();
  const XrSystemId headset = instance->find_headset();
  const auto bindings = read_binding_folder(
      options.binding_folder.empty() ? find_binding_folder() : options.binding_folder);
  require_x_display();
  window->Initialize();
  graphics_name = window->graphics_name();
  session.emplace(*instance, headset);
  eye_size = session->recommended_size();
  actions.emplace(*instance, session->handle(), bindings, instance->tracks_eyes(headset));
  for (int eye = 0; eye < 2; ++eye) swapchains.emplace_back(session->handle(), eye_size);
}

// Runs work that may find the runtime gone, and remembers it if it does.
template <class Work>
auto Session::Impl::noticing_loss(Work&& work) {
  try {
    return work();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::runtime_lost) {
      session->on_lost();
      ended_because = session->lifecycle().ended_because();
    }
    throw;
  }
}

bool Session::Impl::begin_frame() {
  frame.reset();
  sees = false;
  session->poll_events();
  const Lifecycle& lifecycle = session->lifecycle();
  if (lifecycle.over()) {
    ended_because = lifecycle.ended_because();
    if (!lifecycle.lost()) return false;
    throw Error(ErrorCode::runtime_lost,
                "The connection to the headset was lost: its OpenXR runtime is stopping.");
  }
  if (!lifecycle.running()) {
    input_at = 0;
    head.lose();
    std::this_thread::sleep_for(idle_pause);
    return true;
  }
  frame = session->begin_frame();
  frame_start = Clock::now();
  cpu_start = thread_seconds();
  is_planned = false;
  if (const EyeViews* located = session->locate_views(frame->seen_at)) {
    views = *located;
    sees = true;
  }
  sample_input();
  if (sees) head_speed = head.step(views, input.seconds);
  return true;
}

render::Sampling Session::Impl::plan(const Shown& what) {
  render::Sampling sampling = render::best_sampling(options.settings);
  if (!frame || !frame->should_draw || !sees) return sampling;
  sampling.aim = aim_at(views, gaze ? &*gaze : nullptr, sampling.aim.radius_degrees);
  if (window->is_capturing()) return sampling;
  shown = what;
  is_planned = true;
  planned = budget.next({.now = std::chrono::duration<double>(frame_start->time_since_epoch()).count(),
                         .period = frame->period,
                         .turning = head_speed.turning,
                         .moving = head_speed.moving,
                         .changed = shown.changed,
                         .cpu_seconds = cpu_seconds});
  sampling.quality = planned.quality;
  return sampling;
}

void Session::Impl::draw_eyes() {
  using DrawnBy = render::FrameTimer::DrawnBy;
  timer.begin(is_planned ? planned.frame : 0);
  window->draw(views, near_plane, swapchains, timer);
  timer.end(shown.by_processors ? DrawnBy::processors : DrawnBy::gpu);
  // Frame 0 is none of the budget's, which passes it over.
  for (const auto& [number, seconds] : timer.take()) budget.measured(number, seconds);
}

void Session::Impl::sample_input() {
  const auto raw = actions->read(session->scene_space(), frame->seen_at);
  gaze = actions->read_gaze(session->scene_space(), frame->seen_at);
  input.seconds = input_at == 0 ? 0.0 : static_cast<double>(frame->seen_at - input_at) * 1e-9;
  input_at = frame->seen_at;
  input.scene_from_head = sees ? std::optional(head_of(views)) : std::nullopt;
  input.hands = hands.step(raw, input.scene_from_head, input.seconds);
  pacing.pass(input.seconds);
}

std::vector<HandCommand> Session::Impl::commands(const State& state) {
  Said said = interaction.step(input, state, around);
  for (const Haptic& haptic : said.haptics) feel(haptic);
  return std::move(said.commands);
}

void Session::Impl::feel(const Haptic& haptic) {
  const double strength = options.settings.number("headset.haptics");
  if (strength > 0.0 && actions && pacing.admit(haptic)) {
    actions->vibrate(haptic.hand, vibration_of(haptic, strength));
  }
}

void Session::Impl::draw() {
  if (!frame) return;
  const FrameTiming timing = *frame;
  frame.reset();
  if (!timing.should_draw || !sees) {
    session->end_frame(timing.seen_at, nullptr);
    return;
  }
  wands.update(input, {interaction.holds(Hand::left), interaction.holds(Hand::right)});
  draw_eyes();
  session->end_frame(timing.seen_at, &swapchains);
  if (!showing && options.on_message) {
    options.on_message("Both eyes see the study: " + runtime_name + ", " +
                       std::to_string(eye_size.width) + " x " + std::to_string(eye_size.height) +
                       " pixels an eye.");
  }
  showing = true;
  cpu_seconds = shown.by_processors ? 0.0 : thread_seconds() - cpu_start;
  frame_seconds.push_back(seconds_since(*frame_start));
  if (frame_seconds.size() > kept_frame_times) frame_seconds.pop_front();
}

// The runtime wants empty frames until it has made up its mind.
void Session::Impl::say_goodbye() {
  const auto start = Clock::now();
  session->request_exit();
  while (!session->lifecycle().over() && Clock::now() - start < longest_goodbye) {
    session->poll_events();
    if (session->lifecycle().running()) {
      session->end_frame(session->begin_frame().seen_at, nullptr);
    } else {
      std::this_thread::sleep_for(1ms);
    }
  }
}

void Session::Impl::close() noexcept {
  if (session && session->lifecycle().running() && !session->lifecycle().lost()) {
    try {
      if (frame) session->end_frame(frame->seen_at, nullptr);
      say_goodbye();
    } catch (const Error&) {
      session->on_lost();
    }
  }
  if (session && ended_because.empty()) {
    ended_because = session->lifecycle().lost() ? session->lifecycle().ended_because() : "quit";
  }
  release();
}

void Session::Impl::release() noexcept {
  frame.reset();
  renderer->RemoveAllViewProps();
  window->release_graphics();
  swapchains.clear();
  actions.reset();
  session.reset();
  window->Finalize();
  instance.reset();
}

Session::Session(const SessionOptions& options) : impl_(std::make_unique<Impl>(options)) {}

Session::~Session() = default;

vtkRenderer* Session::renderer() const { return impl_->renderer; }

bool Session::begin_frame() {
  if (!impl_->session) return false;
  return impl_->noticing_loss([this] { return impl_->begin_frame(); });
}

std::vector<HandCommand> Session::commands(const State& state) {
  if (!impl_->frame) return {};
  return impl_->noticing_loss([&] { return impl_->commands(state); });
}

void Session::set_study(const Eigen::AlignedBox3d& bounds_in_patient) {
  impl_->around.bounds_in_patient = bounds_in_patient;
}

void Session::set_on_panel(const std::array<bool, 2>& on_panel) {
  impl_->around.on_panel = on_panel;
}

bool Session::presses_panel(Hand hand) const { return impl_->interaction.presses_panel(hand); }

void Session::set_laser(Hand hand, std::optional<double> length) {
  impl_->wands.set_laser(hand, length);
}

void Session::feel(const Haptic& haptic) {
  if (!impl_->session) return;
  impl_->noticing_loss([&] { impl_->feel(haptic); });
}

void Session::draw() {
  if (!impl_->session) return;
  impl_->noticing_loss([this] { impl_->draw(); });
}

render::Sampling Session::plan(const Shown& shown) { return impl_->plan(shown); }

const render::FramePlan& Session::planned() const { return impl_->planned; }

bool Session::is_showing() const { return impl_->showing; }

void Session::capture_next_frame() { impl_->window->capture_next_frame(); }

const std::array<Picture, 2>& Session::captured() const { return impl_->window->captured(); }

void Session::request_end() {
  if (!impl_->session) return;
  impl_->noticing_loss([this] { impl_->session->request_exit(); });
}

void Session::close() noexcept { impl_->close(); }

std::string Session::ended_because() const { return impl_->ended_because; }

std::string Session::runtime_name() const { return impl_->runtime_name; }

std::string Session::graphics_name() const { return impl_->graphics_name; }

int Session::eye_width() const { return impl_->eye_size.width; }

int Session::eye_height() const { return impl_->eye_size.height; }

std::vector<double> Session::frame_seconds() const {
  return {impl_->frame_seconds.begin(), impl_->frame_seconds.end()};
}

const EyeViews& Session::views() const { return impl_->views; }

const Input& Session::input() const { return impl_->input; }

std::array<std::string, 2> Session::controllers() const {
  if (!impl_->session || impl_->session->lifecycle().lost()) return {};
  return impl_->noticing_loss([this] { return impl_->actions->profiles(); });
}

}  // namespace volvr::xr
