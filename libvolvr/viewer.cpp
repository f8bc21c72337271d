// SPDX-License-Identifier: Apache-2.0
#include "volvr/viewer.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <iterator>
#include <optional>
#include <system_error>

#include "review/limits.h"
#include "review/placing.h"
#include "screen.h"
#include "volvr/error.h"
#include "volvr/preset_file.h"

namespace volvr {

namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

struct Viewer::Impl {
  explicit Impl(Display display, const ViewerOptions& given) : options(given) {
    const CommandSink sink = [this](const Command& command, bool continues_gesture) {
      from_person(command, continues_gesture);
    };
    switch (display) {
      case Display::headset: screen = make_headset_screen(options, sink); break;
      case Display::window: screen = make_window_screen(options, sink); break;
      case Display::offscreen: screen = make_offscreen_screen(options); break;
    }
  }

  History& shown() {
    if (!history) throw Error(ErrorCode::invalid_argument, "No study is shown yet.");
    return *history;
  }

  void show(const Volume& volume) {
    if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume cannot be shown.");
    history.emplace(volume, first_state_of(volume));
    study = volume;
    is_settled = false;
    screen->show(volume, history->state());
  }

  void show(const Phases& phases) {
    if (phases.volumes.empty() || phases.volumes.size() != phases.times.begins.size()) {
      throw Error(ErrorCode::invalid_argument, "Each volume needs a time, and there must be one.");
    }
    show(phases.volumes.front());
    if (phases.volumes.size() < 2) return;
    State state = history->state();
    state.time_points = static_cast<int>(phases.volumes.size());
    history.emplace(phases.volumes.front(), state);
    screen->set_phases(phases.volumes);
    screen->update(state);
    playback = Playback(phases.times);
  }

  static double seconds_now() {
    return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
  }

  // The clock goes on from where a command left off.
  void follow(const State& before) {
    const State& now = history->state();
    const bool goes_on = before.playing && before.time_point == now.time_point &&
                         before.play_speed == now.play_speed;
    if (!now.playing || goes_on) return;
    playback.play(seconds_now(), static_cast<std::size_t>(now.time_point - 1), now.play_speed);
  }

  void play() {
    if (!history || !history->state().playing) return;
    const int due = static_cast<int>(playback.phase(seconds_now())) + 1;
    if (due == history->state().time_point) return;
    history->reached(due);
    screen->update(history->state());
  }

  State first_state_of(const Volume& volume) const {
    if (options.preset.empty()) return first_state(volume);
    const LoadedPresets found = preset_from(options.preset);
    for (const std::string& message : found.messages) {
      if (options.on_message) options.on_message(message);
    }
    return first_state(volume, found.presets.front());
  }

  void carry_out(const Command& command, bool continues_gesture = false) {
    if (const auto* snapshot = std::get_if<command::Snapshot>(&command)) {
      take_snapshot(snapshot->folder);
    } else if (const auto* wait = std::get_if<command::Wait>(&command)) {
      wait_until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(wait->seconds));
    } else if (std::holds_alternative<command::Quit>(command)) {
      ended_because = "quit";
    } else if (std::holds_alternative<command::Recentre>(command)) {
      carry_out(command::SetPose{before_viewer(shown().state())});
    } else {
      const State before = shown().state();
      shown().apply(command, continues_gesture);
      follow(before);
      screen->update(history->state());
    }
  }

  // A slip of a person's hand must not end the session: it is answered with a sentence.
  void from_person(const Command& command, bool continues_gesture) {
    try {
      carry_out(command, continues_gesture);
    } catch (const Error& error) {
      if (options.on_message) options.on_message(error.what());
    }
  }

  // Where nobody knows the head, everybody looks from where the first pose is seen well.
  Pose before_viewer(const State& state) const {
    const auto head = screen->scene_from_head();
    const auto bounds = bounds_in_patient(study.geometry());
    Pose pose = state.pose;
    if (head) return review::within_limits(review::before_eyes(*head, pose, bounds));
    pose.position = Pose{}.position;
    return pose;
  }

  // A study that nobody has moved yet is found at a comfortable place, by whom it is first shown to.
  void settle() {
    if (is_settled || !history || !screen->scene_from_head()) return;
    is_settled = true;
    history->begin_at(before_viewer(history->state()));
    screen->update(history->state());
  }

  void take_snapshot(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
      throw Error(ErrorCode::not_writable,
                  "The folder " + folder.string() + " cannot be made: " + failed.message() + ".",
                  folder.string(), "create_directories");
    }
    for (const auto& [name, picture] : screen->pictures()) {
      save_png(picture, folder / (name + ".png"));
      if (options.on_message) options.on_message("Wrote " + (folder / (name + ".png")).string());
    }
  }

  void take_waiting_commands() {
    while (!waiting.empty() && ended_because.empty() && Clock::now() >= wait_until) {
      const Command command = std::move(waiting.front());
      waiting.pop_front();
      carry_out(command);
    }
  }

  bool has_ended() {
    if (quit_requested.exchange(false)) ended_because = "quit on request";
    const bool idle = waiting.empty() && Clock::now() >= wait_until;
    if (ended_because.empty() && idle && !screen->is_live()) ended_because = "no command was left";
    return !ended_because.empty();
  }

  void run() {
    ended_because.clear();
    while (true) {
      take_waiting_commands();
      if (has_ended()) return;
      play();
      if (!screen->frame()) {
        ended_because = screen->report().ended_because;
        return;
      }
      settle();
    }
  }

  ViewerReport report() const {
    ViewerReport result = screen->report();
    if (!ended_because.empty()) result.ended_because = ended_because;
    return result;
  }

  ViewerOptions options;
  std::unique_ptr<Screen> screen;
  Volume study;
  std::optional<History> history;
  bool is_settled = false;  // before the viewer's eyes
  Playback playback;
  std::deque<Command> waiting;
  Clock::time_point wait_until{};
  std::string ended_because;
  std::atomic<bool> quit_requested = false;
};

Viewer::Viewer(Display display, const ViewerOptions& options)
    : impl_(std::make_unique<Impl>(display, options)) {}
Viewer::~Viewer() = default;
Viewer::Viewer(Viewer&&) noexcept = default;
Viewer& Viewer::operator=(Viewer&&) noexcept = default;

void Viewer::show(const Volume& volume) { impl_->show(volume); }

void Viewer::show(const Phases& phases) { impl_->show(phases); }

void Viewer::enqueue(std::vector<Command> commands) {
  impl_->waiting.insert(impl_->waiting.end(), std::make_move_iterator(commands.begin()),
                        std::make_move_iterator(commands.end()));
}

void Viewer::run() { impl_->run(); }

void Viewer::execute(std::string_view command) { impl_->carry_out(parse_command(command)); }

void Viewer::request_quit() noexcept { impl_->quit_requested = true; }

const State& Viewer::state() const { return impl_->shown().state(); }

ViewerReport Viewer::report() const { return impl_->report(); }

}  // namespace volvr
