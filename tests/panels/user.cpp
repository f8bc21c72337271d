// SPDX-License-Identifier: Apache-2.0
#include "panels/user.h"

#include <utility>

namespace volvr::test {

namespace {

constexpr double frame_seconds = 1.0 / 60.0;
constexpr int most_scrolls = 200;

std::shared_ptr<panels::StudyFacts> facts() {
  auto study = std::make_shared<panels::StudyFacts>();
  for (const std::string& name : presets_for("CT")) study->presets.push_back({find_preset(name)});
  study->lowest = -1024.0;
  study->highest = 3071.0;
  study->unit = "HU";
  for (int i = 0; i < 64; ++i) {
    const auto x = static_cast<float>(i - 16);
    study->histogram.push_back(1.0f / (1.0f + 0.05f * x * x));
  }
  study->bounds = {Eigen::Vector3d(-180, -160, -300), Eigen::Vector3d(180, 160, 100)};
  study->patient = "Müller Ødegård Σοφία, 1.1.1960, ID 4711";
  study->series = "CT, series 3, 512 × 512 × 275, 0.78 × 0.78 × 1 mm";
  return study;
}

std::shared_ptr<panels::SeriesList> series() {
  auto list = std::make_shared<panels::SeriesList>();
  list->entries.push_back({"CT, series 3, thorax", "512 × 512 × 275, 0.78 × 0.78 × 1 mm", "",
                           halves(64, 64, {200, 40, 40}, {40, 40, 200})});
  list->entries.push_back({"CT, series 4, lung kernel", "512 × 512 × 275, 0.78 × 0.78 × 1 mm",
                           "Loading, 42 %", nullptr});
  list->entries.push_back({"PT, series 7", "168 × 168 × 263, 4.1 × 4.1 × 3 mm",
                           "Cannot be shown: slices are missing", nullptr});
  list->shown = 1;
  return list;
}

}  // namespace

panels::SharedPicture halves(int width, int height, const Eigen::Vector3i& left,
                             const Eigen::Vector3i& right) {
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  for (int i = 0; i < width * height; ++i) {
    const Eigen::Vector3i& colour = i % width < width / 2 ? left : right;
    for (const int channel : colour) {
      picture->rgb.push_back(static_cast<std::uint8_t>(channel));
    }
  }
  return picture;
}

panels::Model fused_model(int labels) {
  panels::Model model = full_model();
  Appearance head = find_preset("mr-brain");
  head.name = "own-head";
  head.title = "Head";
  auto facts = std::make_shared<panels::FusedFacts>();
  facts->layers = {{.name = "PT, series 7",
                    .unit = "g/ml",
                    .presets = {find_preset("pet-hot"), find_preset("ct-bone")}},
                   {.name = "MR, series 4", .presets = {head, find_preset("mr-brain")}}};
  facts->labels = {{.label = 1, .name = "Leber größer", .rgb = {0.7, 0.3, 0.2}},
                   {.label = 2, .rgb = {0.2, 0.8, 0.3}}};
  std::vector<LabelState> states{{1, 1.0, true}, {2, 0.5, false}};
  for (int number = 3; number <= labels; ++number) {
    facts->labels.push_back({number, "Rib " + std::to_string(number), label_colour(number)});
    states.push_back({number, 1.0, true});
  }
  model.fused = facts;
  for (const panels::LayerEntry& layer : facts->layers) {
    const Appearance& appearance = layer.presets.front();
    model.state.layers.push_back(
        {.preset = appearance.name, .appearance = appearance, .window = appearance.window});
  }
  model.state.layers[1].visible = false;
  model.state.layers[1].opacity = 0.35;
  model.state.labels = std::make_shared<const std::vector<LabelState>>(std::move(states));
  return model;
}

panels::Model full_model() {
  panels::Model model;
  model.study = facts();
  model.series = series();
  model.state.appearance = find_preset("ct-bone");
  model.state.preset = "ct-bone";
  model.state.window = model.state.appearance.window;
  model.state.pose.magnification = 1.8;
  model.state.time_points = 10;
  model.state.time_point = 4;
  model.state.clips = {{ClipPlane{{0, 135, 0}, {0, 1, 0}}}, {ClipSphere{{0, 0, 0}, 40}, true}};
  model.state.panel = true;
  model.can_undo = true;
  model.live.voxels.own = model.live.voxels.finest = model.live.voxels.coarsest = {0.78, 0.78, 1};
  model.live.in_headset = true;
  model.live.can_show_room = true;
  model.live.controllers = {"/interaction_profiles/oculus/touch_controller",
                            "/interaction_profiles/oculus/touch_controller"};
  model.live.controls = {
      {"trigger", "Trigger", "Takes the study: it moves and turns with the hand"},
      {"thumbstick", "Thumbstick", "Window: width across, centre forward"},
      {"a", "A / X", "Next preset"},
      {"b", "B / Y", "Previous preset"}};
  return model;
}

User::User(panels::Model model, const panels::Measures& measures)
    : model_(std::move(model)), panel_({.measures = measures}) {
  frames();
}

Eigen::Vector2d User::part(const Eigen::Vector2d& pixels) const {
  const panels::Measures& measures = panel_.measures();
  return pixels.cwiseQuotient(Eigen::Vector2d(measures.width, measures.height));
}

void User::frames(int count) {
  for (int i = 0; i < count; ++i) {
    for (auto& command : panel_.step(model_, pointer_, frame_seconds)) {
      said_.push_back(std::move(command));
    }
    pointer_.scroll = 0.0;
  }
}

void User::point(const Eigen::Vector2d& pixels, bool pressed, double scroll) {
  pointer_ = {.at = part(pixels), .pressed = pressed, .scroll = scroll};
  frames(2);
}

void User::look_away() {
  pointer_ = {};
  frames(4);
}

void User::open(std::string_view page) {
  press(page);
  frames();
}

const panels::Item* User::bring_in_sight(std::string_view label) {
  const panels::Measures& measures = panel_.measures();
  const auto seen = [&](const panels::Item* item) {
    return !item->place.isEmpty() && (item->kind == panels::ItemKind::text ||
                                      item->place.sizes().y() > 0.6 * measures.target);
  };
  for (const double way : {-0.5, 0.5}) {
    for (int i = 0; i < most_scrolls; ++i) {
      const panels::Item* item = find(label);
      if (item == nullptr) return nullptr;
      if (seen(item)) return item;
      pointer_ = {.at = Eigen::Vector2d(0.6, 0.4), .pressed = false, .scroll = way};
      frames(3);
    }
  }
  return nullptr;
}

std::vector<std::string> User::press(std::string_view label) {
  return drag(label, {0.5, 0.5}, {0.5, 0.5}, 0);
}

std::vector<std::string> User::drag(std::string_view label, Eigen::Vector2d from,
                                    Eigen::Vector2d to, int steps) {
  const panels::Item* item = bring_in_sight(label);
  if (item == nullptr) return {"no such label"};
  const Eigen::AlignedBox2d place = item->place;
  const auto at = [&](const Eigen::Vector2d& where) {
    return Eigen::Vector2d(place.min() + place.sizes().cwiseProduct(where));
  };
  clear();
  point(at(from), false);
  point(at(from), true);
  for (int i = 1; i <= steps; ++i) point(at(from + (to - from) * i / steps), true);
  point(at(to), false);
  frames();
  return sentences();
}

std::vector<std::string> User::sentences() const {
  std::vector<std::string> texts;
  for (const panels::PanelCommand& each : said_) texts.push_back(to_text(each.command));
  return texts;
}

}  // namespace volvr::test
