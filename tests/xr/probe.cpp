// SPDX-License-Identifier: Apache-2.0
//
// Opens the headset as a program would, shows a phantom, and tells on its standard output, one JSON
// object a line, what happens. Lines on its standard input steer it:
//   snapshot FOLDER   left.ppm, right.ppm and their opacities (.pgm) of the next frame
//   state             what is seen now
//   end               asks the runtime to end the session          quit    closes the session
//   reopen            closes the session and opens another         do SENTENCE   carries out a command
//   laser METRES      the right hand's laser goes so far   panel WORD   probe_panel.h (--panel)
//   room on|off       the room behind the study             set NAME=VALUE
//
//   xr_probe [--patches | --panel] [--throw-in-frame N] [--tell-frames] [--set NAME=VALUE]...
//
// --tell-frames: says of each frame what was planned for it.
#include <poll.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "render/scene.h"
#include "volvr/command.h"
#include "volvr/error.h"
#include "xr/patches.h"
#include "xr/phantom.h"
#include "xr/preflight.h"
#include "xr/probe_panel.h"
#include "xr/session.h"

namespace {

using Json = nlohmann::json;

void say(const Json& event) { std::cout << event.dump() << std::endl; }

Json pose_json(const volvr::Pose& pose) {
  const auto& turn = pose.scene_from_patient;
  return {{"position", {pose.position.x(), pose.position.y(), pose.position.z()}},
          {"turn", {turn.x(), turn.y(), turn.z(), turn.w()}},
          {"magnification", pose.magnification}};
}

Json views_json(const volvr::xr::EyeViews& views) {
  Json result = Json::array();
  for (const auto& view : views) {
    const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = view.scene_from_eye.matrix();
    result.push_back({{"scene_from_eye", std::vector<double>(rows.data(), rows.data() + 16)},
                      {"fov", {view.fov.left, view.fov.right, view.fov.up, view.fov.down}}});
  }
  return result;
}

Json hand_json(const volvr::xr::HandInput& hand) {
  const char* kinds[] = {"none", "controller", "bare"};
  Json result{{"grab", std::max(hand.grab, hand.select)}, {"select", hand.select}, {"next", hand.next},
              {"menu", hand.menu}, {"recentre", hand.recentre},
              {"stick", {hand.stick.x(), hand.stick.y()}},
              {"kind", kinds[static_cast<int>(hand.kind)]}, {"opacity", hand.look.opacity}};
  if (hand.look.joints) {
    Json joints = Json::array();
    for (const auto& joint : hand.look.joints->joints) {
      const Eigen::Vector3d at = joint.scene_from_joint.translation();
      joints.push_back({at.x(), at.y(), at.z(), joint.radius});
    }
    result["joints"] = joints;
  }
  if (hand.scene_from_aim) {
    const Eigen::Vector3d ahead = -hand.scene_from_aim->linear().col(2);
    result["aim"] = {ahead.x(), ahead.y(), ahead.z()};
  }
  if (hand.scene_from_hand) {
    const Eigen::Vector3d at = hand.scene_from_hand->translation();
    const Eigen::Quaterniond turn(hand.scene_from_hand->linear());
    result["at"] = {at.x(), at.y(), at.z()};
    result["turn"] = {turn.x(), turn.y(), turn.z(), turn.w()};
  }
  return result;
}

double resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0.0;
  double resident = 0.0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Lines of standard input, without waiting for one.
class Lines {
 public:
  std::optional<std::string> next() {
    pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    while (text_.find('\n') == std::string::npos) {
      if (poll(&ready, 1, 0) <= 0) return std::nullopt;
      char buffer[4096];
      const ssize_t count = read(STDIN_FILENO, buffer, sizeof buffer);
      if (count <= 0) return std::nullopt;
      text_.append(buffer, static_cast<std::size_t>(count));
    }
    const auto end = text_.find('\n');
    const std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
  }

 private:
  std::string text_;
};

struct Options {
  bool patches = false;
  bool panel = false;
  bool tell_frames = false;
  volvr::Settings settings;
  long throw_in_frame = -1;
};

class Probe {
 public:
  explicit Probe(const Options& options)
      : options_(options),
        volume_(volvr::test::bone_block()),
        history_(volume_, volvr::first_state(volume_, "ct-bone")) {}

  // One session; true where another one is wanted.
  bool run() {
    volvr::render::Scene scene(volume_, options_.settings);
    volvr::xr::SessionOptions session_options;
    session_options.settings = options_.settings;
    if (options_.patches) session_options.background = volvr::test::patch_background();
    volvr::xr::Session session(session_options);
    if (options_.patches) volvr::test::add_patches(session.renderer());
    else scene.add_to(session.renderer());
    std::optional<volvr::test::ProbePanel> panel;
    if (options_.panel) panel.emplace(session);
    panel_ = panel ? &*panel : nullptr;
    session.set_study(volvr::bounds_in_patient(volume_.geometry()));
    say({{"event", "open"}, {"runtime", session.runtime_name()},
         {"graphics", session.graphics_name()}, {"width", session.eye_width()},
         {"height", session.eye_height()}});
    running_ = true;
    again_ = false;
    long frames = 0;
    bool is_lost = false;
    try {
      while (running_ && session.begin_frame()) {
        for (const auto& [command, continues] : session.commands(history_.state())) {
          history_.apply(command, continues);
          changed_ = true;
          say({{"event", "command"}, {"text", volvr::to_text(command)}, {"continues", continues}});
        }
        scene.update(history_.state());
        scene.set_sampling(session.plan({.changed = std::exchange(changed_, false),
                                         .by_processors = scene.is_drawn_by_processors()}));
        if (panel_) panel_->frame(history_.state(), volume_);
        session.draw();
        if (options_.tell_frames) tell_frame(session, scene);
        if (is_lost != !session.is_connected()) {
          is_lost = !is_lost;
          say({{"event", is_lost ? "lost" : "found"}});
          frames = 0;
        }
        if (!session.is_showing()) {
          if (is_lost) obey(session);
          continue;
        }
        if (++frames == 1) say({{"event", "showing"}, {"controllers", session.controllers()}});
        if (frames == options_.throw_in_frame) throw std::runtime_error("thrown as asked");
        tell_pictures(session);
        obey(session);
      }
    } catch (const volvr::Error& error) {
      say({{"event", "error"}, {"code", to_string(error.code())}, {"message", error.what()},
           {"call", error.call()}});
    }
    panel.reset();
    session.close();
    say({{"event", "ended"}, {"because", session.ended_because()}, {"frames", frames},
         {"megabytes", resident_megabytes()},
         {"frame_seconds", session.frame_seconds()}});
    return again_;
  }

 private:
  void obey(volvr::xr::Session& session) {
    while (const auto line = lines_.next()) {
      const std::string word = line->substr(0, line->find(' '));
      const std::string rest = word == *line ? "" : line->substr(word.size() + 1);
      if (word == "quit") running_ = false;
      else if (word == "end") session.request_end();
      else if (word == "reopen") again_ = !(running_ = false);
      else if (word == "do") {
        history_.apply(volvr::parse_command(rest));
        changed_ = true;
      }
      else if (word == "state") tell_state(session);
      else if (word == "laser") session.set_laser(volvr::xr::Hand::right, std::stod(rest));
      else if (word == "panel" && panel_) panel_->obey(rest);
      else if (word == "room") session.show_room(rest == "on");
      else if (word == "set") {
        options_.settings.set_pair(rest);
        session.set_settings(options_.settings);
      }
      else if (word == "snapshot") {
        folder_ = rest;
        session.capture_next_frame();
      }
    }
  }

  void tell_state(const volvr::xr::Session& session) {
    const volvr::State& state = history_.state();
    say({{"event", "state"}, {"pose", pose_json(state.pose)}, {"preset", state.preset},
         {"window", {state.window.centre, state.window.width}},
         {"views", views_json(session.views())},
         {"hands", {hand_json(session.input().hands[0]), hand_json(session.input().hands[1])}},
         {"is_best", session.planned().is_best}});
  }

  void tell_frame(const volvr::xr::Session& session, const volvr::render::Scene& scene) {
    const volvr::render::FramePlan& plan = session.planned();
    const volvr::render::Quality& quality = plan.quality;
    say({{"event", "frame"}, {"number", plan.frame}, {"seconds", plan.seconds},
         {"exact_seconds", plan.exact_seconds}, {"is_best", plan.is_best},
         {"quality", {quality.edge_pixel, quality.pixels, quality.shadows, quality.step}},
         {"by_processors", scene.is_drawn_by_processors()}});
  }

  void tell_pictures(const volvr::xr::Session& session) {
    if (folder_.empty() || session.captured()[1].rgb.empty()) return;
    Json event{{"event", "pictures"}, {"views", views_json(session.views())}};
    const char* names[] = {"left", "right"};
    for (std::size_t eye = 0; eye < 2; ++eye) {
      const volvr::Picture& picture = session.captured()[eye];
      std::ofstream file(folder_ + "/" + names[eye] + ".ppm", std::ios::binary);
      file << "P6\n" << picture.width << " " << picture.height << "\n255\n";
      file.write(reinterpret_cast<const char*>(picture.rgb.data()),
                 static_cast<std::streamsize>(picture.rgb.size()));
      const auto& opacity = session.captured_opacity()[eye];
      std::ofstream other(folder_ + "/" + names[eye] + ".pgm", std::ios::binary);
      other << "P5\n" << picture.width << " " << picture.height << "\n255\n";
      other.write(reinterpret_cast<const char*>(opacity.data()),
                  static_cast<std::streamsize>(opacity.size()));
    }
    say(event);
    folder_.clear();
  }

  Options options_;
  volvr::Volume volume_;
  volvr::History history_;
  volvr::test::ProbePanel* panel_ = nullptr;  // of the session that runs
  Lines lines_;
  std::string folder_;
  bool running_ = true;
  bool again_ = false;
  bool changed_ = true;
};

Options options_of(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--patches") == 0) options.patches = true;
    if (std::strcmp(argv[i], "--panel") == 0) options.panel = true;
    if (std::strcmp(argv[i], "--tell-frames") == 0) options.tell_frames = true;
    if (std::strcmp(argv[i], "--set") == 0 && i + 1 < argc) options.settings.set_pair(argv[i + 1]);
    if (std::strcmp(argv[i], "--throw-in-frame") == 0 && i + 1 < argc) {
      options.throw_in_frame = std::stol(argv[i + 1]);
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const volvr::HeadsetStatus status = volvr::xr::preflight();
  say({{"event", "preflight"}, {"runtime", status.runtime}, {"headset", status.headset},
       {"name", status.runtime_name}, {"explanation", status.explanation}});
  try {
    Probe probe(options_of(argc, argv));
    while (probe.run()) {
    }
  } catch (const volvr::Error& error) {
    say({{"event", "refused"}, {"code", to_string(error.code())}, {"message", error.what()}});
    return 3;
  } catch (const std::exception& error) {
    say({{"event", "thrown"}, {"message", error.what()}});
    return 4;
  }
  return 0;
}
