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
#include "offered_list.h"
#include "panel_model.h"
#include "screen.h"
#include "volvr/error.h"
#include "volvr/preset_file.h"

namespace volvr {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto between_tries = std::chrono::milliseconds(500);  // of a picture that is not to be had

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

  void show(const Volume& volume, const Fused& with) {
    if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume cannot be shown.");
    require_same_patient(volume, with);
    State first = with_fused(first_state_of(volume), with);
    if (history) keep_what_is_the_readers(first);
    screen->show(volume, first, with);
    history.emplace(volume, first, with);
    study = volume;
    fused = with;
    is_settled = false;
    panel.show(volume, first, with);
    panel.update(*history, options.settings);
    playback = Playback(PhaseTimes{});
    warn_of_fused();
  }

  void warn_of_fused() {
    for (std::size_t at = 0; at < fused.layers.size(); ++at) {
      for (const std::string& warning : fusion_warnings(study, fused.layers[at].volume)) {
        say("Layer " + std::to_string(at + 1) + ": " + warning);
      }
    }
    if (!fused.labels) return;
    for (const std::string& warning : fusion_warnings(study, fused.labels->volume)) {
      say("Labels: " + warning);
    }
  }

  void show(const Phases& phases, const Fused& with) {
    if (phases.volumes.empty() || phases.volumes.size() != phases.times.begins.size()) {
      throw Error(ErrorCode::invalid_argument, "Each volume needs a time, and there must be one.");
    }
    show(phases.volumes.front(), with);
    if (phases.volumes.size() < 2) return;
    State state = history->state();
    state.time_points = static_cast<int>(phases.volumes.size());
    history.emplace(phases.volumes.front(), state, with);
    screen->set_phases(phases.volumes);
    screen->update(state);
    playback = Playback(phases.times);
    panel.update(*history, options.settings);
  }

  // Another study has another pose and window; these are not the study's.
  void keep_what_is_the_readers(State& first) const {
    const State& now = history->state();
    first.panel = now.panel;
    first.identity = now.identity;
    first.passthrough = now.passthrough;
  }

  // Panels, settings and other series: what is no part of what is seen of one study.

  void change_setting(const command::SetSetting& set) {
    Settings changed = options.settings;
    changed.set(set.name, set.value);
    if (!fused.empty() && changed.text("render.mapper") != "volvr") {
      throw Error(
          ErrorCode::unsupported,
          "VTK's ray casters draw one volume alone: render.mapper stays volvr while layers or "
          "labels are drawn with the study.",
          "render.mapper");
    }
    options.settings = changed;
    screen->set_settings(options.settings);
    if (history) panel.update(*history, options.settings);
    if (!set.name.starts_with("dicom.") && set.name != "render.device") return;
    say("The setting " + set.name + " is kept; it is heeded when the program is started with it.");
  }

  void say(const std::string& sentence) {
    panel.set_message(sentence);
    if (options.on_message) options.on_message(sentence);
  }

  // What other threads have brought since the last frame.
  void take_what_came() {
    if (std::optional<Phases> loaded = offered.take_loaded()) {
      try {
        const bool leaves_others = !fused.empty();
        show(*loaded, {});
        if (leaves_others) {
          say("The layers and labels of the study before are not drawn with this one.");
        }
      } catch (const Error& error) {
        say(error.what());
      }
    }
    if (offered.take_changes()) {
      panel.set_series(offered.list());
      if (!offered.message().empty()) say(offered.message());
    }
    if (panel.take_changes()) screen->set_model(panel.model());
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
    panel.update(*history, options.settings);
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
    } else if (std::holds_alternative<command::Info>(command)) {
      say_what_is_shown();
    } else if (const auto* wait = std::get_if<command::Wait>(&command)) {
      wait_until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(wait->seconds));
    } else if (std::holds_alternative<command::Quit>(command)) {
      ended_because = "quit";
    } else if (std::holds_alternative<command::Recentre>(command)) {
      carry_out(command::SetPose{before_viewer(shown().state())});
    } else if (const auto* set = std::get_if<command::SetSetting>(&command)) {
      change_setting(*set);
    } else if (const auto* series = std::get_if<command::ShowSeries>(&command)) {
      offered.load(series->number);
    } else {
      const State before = shown().state();
      shown().apply(command, continues_gesture);
      follow(before);
      screen->update(history->state());
      panel.update(*history, options.settings);
    }
  }

  // Pictures alone are drawn when one is asked for.
  void say_what_is_shown() {
    if (!screen->is_live()) (void)screen->pictures();
    say(info_text(screen->report().voxels));
  }

  // A slip of a person's hand must not end the session: it is answered with a sentence.
  void from_person(const Command& command, bool continues_gesture) {
    try {
      panel.set_message({});
      carry_out(command, continues_gesture);
    } catch (const Error& error) {
      say(error.what());
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
    panel.update(*history, options.settings);
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
    // What follows `series N` is said of that series.
    while (!waiting.empty() && ended_because.empty() && Clock::now() >= wait_until &&
           !offered.is_loading()) {
      if (!is_carried_out(waiting.front())) return;
      waiting.pop_front();
    }
  }

  // A picture of a headset that is lost is taken when it is back.
  bool is_carried_out(const Command& command) {
    try {
      carry_out(command);
    } catch (const Error& error) {
      const bool is_lost = error.code() == ErrorCode::no_display &&
                           std::holds_alternative<command::Snapshot>(command);
      if (!is_lost) throw;
      if (!std::exchange(waits_for_headset, true)) say("The next snapshot waits for the headset.");
      wait_until = Clock::now() + between_tries;
      return false;
    }
    waits_for_headset = false;
    return true;
  }

  bool has_ended() {
    if (quit_requested.exchange(false)) ended_because = "quit on request";
    const bool idle =
        waiting.empty() && Clock::now() >= wait_until && !offered.is_loading();
    if (ended_because.empty() && idle && !screen->is_live()) ended_because = "no command was left";
    return !ended_because.empty();
  }

  void run() {
    ended_because.clear();
    while (true) {
      take_waiting_commands();
      if (has_ended()) return;
      play();
      take_what_came();
      if (!screen->frame()) {
        ended_because = screen->report().ended_because;
        return;
      }
      settle();
      offered.make_thumbnails();
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
  Fused fused;
  std::optional<History> history;
  bool is_settled = false;  // before the viewer's eyes
  PanelModel panel;
  OfferedList offered;
  Playback playback;
  std::deque<Command> waiting;
  Clock::time_point wait_until{};
  bool waits_for_headset = false;
  std::string ended_because;
  std::atomic<bool> quit_requested = false;
};

Viewer::Viewer(Display display, const ViewerOptions& options)
    : impl_(std::make_unique<Impl>(display, options)) {}
Viewer::~Viewer() = default;
Viewer::Viewer(Viewer&&) noexcept = default;
Viewer& Viewer::operator=(Viewer&&) noexcept = default;

void Viewer::show(const Volume& volume, const Fused& fused) {
  impl_->show(volume, fused);
}

void Viewer::show(const Phases& phases, const Fused& fused) {
  impl_->show(phases, fused);
}

void Viewer::offer(std::vector<OfferedSeries> series, int shown) {
  impl_->offered.offer(std::move(series), shown);
}

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
