// SPDX-License-Identifier: Apache-2.0
#include "xr/session.h"

#include <vtkNew.h>

#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "render/caster/gl_context.h"
#include "render/quality_settings.h"
#include "volvr/error.h"
#include "xr/eye_camera.h"
#include "xr/eye_window.h"
#include "xr/frame_notes.h"
#include "xr/gaze.h"
#include "xr/hands.h"
#include "xr/hidden_parts.h"
#include "xr/link.h"
#include "xr/panel_view.h"
#include "xr/wands.h"

namespace volvr::xr {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto idle_pause = 10ms;  // between polls while the runtime wants no frames
constexpr std::size_t kept_frame_times = 4096;

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

  void get_acquainted();
  void forget_runtime();
  bool begin_frame();
  void begin_wanted_frame();
  void draw();
  render::Sampling plan(const Shown& what);
  void sample_input();
  std::vector<HandCommand> commands(const State& state);
  void feel(const Haptic& haptic);
  void say(const std::string& sentence) const;
  void apply_room();
  void set_samples();
  void show_hidden_parts();
  void close() noexcept;
  void release() noexcept;

  RuntimeSession& session() { return link->session; }

  SessionOptions options;
  double near_plane;
  Hands hands;
  Interaction interaction;
  HapticPacing pacing;
  double haptic_strength;
  Around around;
  EyePace pace;
  FrameNotes notes;

  vtkNew<EyeWindow> window;  // its context outlives every connection
  vtkNew<EyeRenderer> renderer;
  Wands wands;
  HiddenParts hidden_parts;
  PanelView panel;
  Link link{*window,
            {.say = [this](const std::string& sentence) { say(sentence); },
             .on_opened = [this] { get_acquainted(); },
             .on_lost = [this] { forget_runtime(); }}};

  std::string runtime_name;
  std::string graphics_name;
  EyeSize eye_size;
  std::string ended_because;
  EyeViews views;
  bool head_known = false;
  Input input;
  std::deque<double> frame_seconds;

  std::optional<FrameTiming> frame;       // begun and not ended
  bool sees = false;                      // the frame has views to be drawn from
  std::optional<Eigen::Isometry3d> gaze;  // scene from gaze, where eyes are tracked
  bool showing = false;
  bool wants_room = false;
  XrTime input_at = 0;
};

Session::Impl::Impl(const SessionOptions& chosen)
    : options(chosen),
      near_plane(chosen.settings.number("headset.near_plane")),
      interaction(interaction_options(chosen.settings)),
      haptic_strength(chosen.settings.number("headset.haptics")),
      pace(chosen.settings),
      notes(chosen.frame_log) {
  renderer->SetBackground(options.background.data());
  vtkNew<EyeCamera> camera;
  renderer->SetActiveCamera(camera);
  window->AddRenderer(renderer);
  wands.add_to(renderer);
  hidden_parts.add_to(renderer, camera);
  panel.add_to(renderer);
  panel.want_layer(options.settings.flag("headset.panel_layer"));
  auto bindings = read_binding_folder(
      options.binding_folder.empty() ? find_binding_folder() : options.binding_folder);
  try {
    link.open(std::move(bindings));
  } catch (...) {
    release();
    throw;
  }
}

void Session::Impl::get_acquainted() {
  runtime_name = link->instance.runtime_name();
  graphics_name = window->graphics_name();
  set_samples();
  eye_size = session().recommended_size();
  apply_room();
}

void Session::Impl::set_samples() {
  constexpr int of_gpu = 4;
  const int wanted = options.settings.integer("headset.multisamples");
  window->MakeCurrent();
  const int usual = render::is_software_gl() ? 0 : of_gpu;
  window->SetMultiSamples(wanted < 0 ? usual : wanted);
}

// Nothing that is drawn may be seen through but the background.
void Session::Impl::apply_room() {
  const bool on = wants_room && session().can_show_room();
  session().show_room(on);
  const Eigen::Vector3d background = on ? Eigen::Vector3d::Zero() : options.background;
  renderer->SetBackground(background.x(), background.y(), background.z());
  renderer->SetBackgroundAlpha(on ? 0.0 : 1.0);
}

void Session::Impl::show_hidden_parts() {
  if (!session().take_hidden_changed()) return;
  for (std::size_t eye = 0; eye < 2; ++eye) {
    hidden_parts.set(eye, session().hidden_part(eye));
  }
}

void Session::Impl::say(const std::string& sentence) const {
  if (options.on_message) options.on_message(sentence);
}

// What the runtime knew is gone; what the reader sees is not.
void Session::Impl::forget_runtime() {
  frame.reset();
  showing = false;
  input = {};
  input_at = 0;
  pace.lose_head();
}

bool Session::Impl::begin_frame() {
  frame.reset();
  sees = false;
  link.search();
  link.ask([this] { session().poll_events(); });
  if (link.is_open() && session().lifecycle().over()) {
    if (!session().lifecycle().lost()) {
      ended_because = session().lifecycle().ended_because();
      return false;
    }
    link.lose(Error(ErrorCode::runtime_lost,
                    "The connection to the headset was lost: its OpenXR runtime is stopping."));
  }
  if (link.is_open() && session().lifecycle().running()) {
    link.ask([this] { begin_wanted_frame(); });
  } else {
    input_at = 0;
    pace.lose_head();
    notes.interrupted();
    std::this_thread::sleep_for(idle_pause);
  }
  return true;
}

void Session::Impl::begin_wanted_frame() {
  const auto asked = Clock::now();
  frame = session().begin_frame();
  pace.begin(frame->period);
  notes.begun(frame->seen_at, frame->period, frame->should_draw,
              std::chrono::duration<double>(Clock::now() - asked).count(),
              session().lifecycle().state());
  if (const EyeViews* located = session().locate_views(frame->seen_at)) {
    views = *located;
    sees = head_known = true;
  }
  sample_input();
  if (sees) pace.see(views, input.seconds);
}

render::Sampling Session::Impl::plan(const Shown& what) {
  render::Sampling sampling = render::best_sampling(options.settings);
  if (!frame || !frame->should_draw || !sees) return sampling;
  const double radius = render::fovea_radius(options.settings, gaze.has_value());
  sampling.aim = aim_at(views, gaze ? &*gaze : nullptr, radius);
  if (window->is_capturing()) return sampling;
  sampling.quality = pace.plan(what).quality;
  notes.planned(pace.planned());
  return sampling;
}

void Session::Impl::sample_input() {
  const auto raw = link->actions.read(session().scene_space(), frame->seen_at);
  gaze = link->actions.read_gaze(session().scene_space(), frame->seen_at);
  input.seconds = input_at == 0 ? 0.0 : static_cast<double>(frame->seen_at - input_at) * 1e-9;
  input_at = frame->seen_at;
  input.scene_from_head = sees ? std::optional(middle_of(views)) : std::nullopt;
  input.hands = hands.step(raw, input.scene_from_head, input.seconds);
  pacing.pass(input.seconds);
}

std::vector<HandCommand> Session::Impl::commands(const State& state) {
  if (around.bounds_in_patient) {
    const Eigen::AlignedBox3d& box = *around.bounds_in_patient;
    window->set_box(scene_from_patient(state.pose, box) * Eigen::Translation3d(box.center()) *
                    Eigen::Scaling(Eigen::Vector3d(0.5 * box.sizes())));
  }
  Said said = interaction.step(input, state, around);
  for (const Haptic& haptic : said.haptics) feel(haptic);
  return std::move(said.commands);
}

void Session::Impl::feel(const Haptic& haptic) {
  if (!(haptic_strength > 0.0) || !link.is_open() || !pacing.admit(haptic)) return;
  const Vibration vibration = vibration_of(haptic, haptic_strength);
  link.ask([&] { link->actions.vibrate(haptic.hand, vibration); });
}

void Session::Impl::draw() {
  if (!frame) return;
  const FrameTiming timing = *frame;
  frame.reset();
  if (!timing.should_draw || !sees) {
    link.within([&] { session().end_frame(timing.seen_at); });
    notes.ended();
    return;
  }
  wands.update(input, {interaction.holds(Hand::left), interaction.holds(Hand::right)});
  link.within([this] { show_hidden_parts(); });
  hidden_parts.place(views, near_plane);
  const auto* below = panel.prepare(views, link->panel, *window);
  window->draw(views, near_plane, link->eyes, link->depths, pace.start_drawing());
  const auto times = pace.stop_drawing();
  const DrawnEyes drawn{.eyes = &link->eyes,
                        .depths = &link->depths,
                        .near = near_plane,
                        .far = EyeWindow::far_plane,
                        .below = below};
  link.within([&] { session().end_frame(timing.seen_at, drawn); });
  notes.ended();
  for (const auto& [number, seconds] : times) notes.measured(number, seconds);
  if (!showing) {
    say("Both eyes see the study: " + runtime_name + ", " + std::to_string(eye_size.width) + " x " +
        std::to_string(eye_size.height) + " pixels an eye.");
  }
  showing = true;
  frame_seconds.push_back(pace.seconds_since_begin());
  if (frame_seconds.size() > kept_frame_times) frame_seconds.pop_front();
}

void Session::Impl::close() noexcept {
  link.say_goodbye(frame);
  if (ended_because.empty()) ended_because = "quit";
  release();
}

void Session::Impl::release() noexcept {
  frame.reset();
  renderer->RemoveAllViewProps();
  window->release_graphics();
  link.close();
  window->Finalize();
}

Session::Session(const SessionOptions& options) : impl_(std::make_unique<Impl>(options)) {}

Session::~Session() = default;

vtkRenderer* Session::renderer() const {
  return impl_->renderer;
}

bool Session::begin_frame() {
  return impl_->ended_because.empty() && impl_->begin_frame();
}

bool Session::is_connected() const {
  return impl_->link.is_open();
}

std::vector<HandCommand> Session::commands(const State& state) {
  if (!impl_->frame) return {};
  return impl_->commands(state);
}

void Session::set_study(const Eigen::AlignedBox3d& bounds_in_patient,
                        std::function<bool(const Eigen::Vector3d&)> is_solid) {
  impl_->around.bounds_in_patient = bounds_in_patient;
  impl_->around.is_solid = std::move(is_solid);
}

void Session::set_on_panel(const std::array<bool, 2>& on_panel) {
  impl_->around.on_panel = on_panel;
}

bool Session::presses_panel(Hand hand) const {
  return impl_->interaction.presses_panel(hand);
}

void Session::show_panel(const std::optional<ShownPanel>& panel) {
  impl_->panel.show(panel);
}

void Session::set_laser(Hand hand, std::optional<double> length) {
  impl_->wands.set_laser(hand, length);
}

bool Session::can_show_room() const {
  return impl_->link.is_open() && impl_->session().can_show_room();
}

const std::vector<BindingFile>& Session::bindings() const {
  return impl_->link.bindings();
}

void Session::set_settings(const Settings& settings) {
  impl_->options.settings = settings;
  impl_->near_plane = settings.number("headset.near_plane");
  impl_->pace.set_settings(settings);
  impl_->set_samples();
  impl_->panel.want_layer(settings.flag("headset.panel_layer"));
  impl_->haptic_strength = settings.number("headset.haptics");
  impl_->interaction.set_options(interaction_options(settings));
}

void Session::feel(const Haptic& haptic) {
  impl_->feel(haptic);
}

void Session::draw() {
  impl_->link.unless_lost([this] { impl_->draw(); });
}

render::Sampling Session::plan(const Shown& shown) {
  return impl_->plan(shown);
}

const render::FramePlan& Session::planned() const {
  return impl_->pace.planned();
}

bool Session::show_room(bool on) {
  impl_->wants_room = on;
  impl_->link.ask([this] { impl_->apply_room(); });
  return !on || !impl_->link.is_open() || impl_->session().can_show_room();
}

bool Session::take_recentred() {
  return impl_->link.is_open() && impl_->session().take_recentred(impl_->input_at);
}

bool Session::is_showing() const {
  return impl_->showing;
}

void Session::capture_next_frame() {
  impl_->window->capture_next_frame();
}

const std::array<Picture, 2>& Session::captured() const {
  return impl_->window->captured();
}

const std::array<std::vector<std::uint8_t>, 2>& Session::captured_opacity() const {
  return impl_->window->captured_opacity();
}

void Session::copy_next_frame() {
  impl_->window->copy_next_frame();
}

std::optional<Picture> Session::take_copy() {
  impl_->window->MakeCurrent();
  return impl_->window->take_copy();
}

void Session::make_current() {
  impl_->window->MakeCurrent();
}

void Session::request_end() {
  impl_->link.ask([this] { impl_->session().request_exit(); });
}

void Session::close() noexcept {
  impl_->close();
}

std::string Session::ended_because() const {
  return impl_->ended_because;
}

std::string Session::runtime_name() const {
  return impl_->runtime_name;
}

std::string Session::graphics_name() const {
  return impl_->graphics_name;
}

int Session::eye_width() const {
  return impl_->eye_size.width;
}

int Session::eye_height() const {
  return impl_->eye_size.height;
}

std::vector<double> Session::frame_seconds() const {
  return {impl_->frame_seconds.begin(), impl_->frame_seconds.end()};
}

const EyeViews& Session::views() const {
  return impl_->views;
}

std::optional<Eigen::Isometry3d> Session::scene_from_head() const {
  if (!impl_->head_known) return std::nullopt;
  return middle_of(impl_->views);
}

const Input& Session::input() const {
  return impl_->input;
}

std::array<std::string, 2> Session::controllers() const {
  std::array<std::string, 2> names;
  impl_->link.ask([&] { names = impl_->link->actions.profiles(); });
  return names;
}

}  // namespace volvr::xr
