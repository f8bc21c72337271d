// SPDX-License-Identifier: Apache-2.0
#include "review/any_command.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace volvr::test {

namespace {

// Any finite number: tiny, huge, negative zero and all.
double any_number(std::mt19937_64& random) {
  for (;;) {
    const auto value = std::bit_cast<double>(random());
    if (std::isfinite(value)) return random() % 16 == 0 ? -0.0 : value;
  }
}

std::string any_word(std::mt19937_64& random) {
  static const std::vector<std::string> awkward = {
      "",     "next", "previous", "two words", "say \"so\"", "back\\slash", "#1",
      "a\tb", "a\nb", "nudge",    "step",      "größe",      "\"",          "ct-bone"};
  return awkward[random() % awkward.size()];
}

// Some that a map may have, and any other.
std::int64_t any_label(std::mt19937_64& random) {
  static const std::vector<std::int64_t> usual = {0, 3, 7, 1000000};
  return random() % 4 == 0 ? static_cast<std::int64_t>(random()) : usual[random() % usual.size()];
}

double between(double low, double high, std::mt19937_64& random) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

// Fills a command by two sources of numbers and one of words.
template <class Number, class Word>
Command filled(std::size_t kind, std::mt19937_64& random, Number number, Word word) {
  using namespace command;
  const auto pick = [&](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  switch (kind) {
    case 0:
      return SetPreset{word()};
    case 1:
      return StepPreset{pick(9) - 4};
    case 2:
      return SetWindow{{number(-500, 500), number(1, 3000)}};
    case 3:
      return NudgeWindow{number(-50, 50), number(0.5, 2)};
    case 4:
      return SetTechnique{static_cast<Technique>(pick(5))};
    case 5:
      return SetShade{pick(2) == 1};
    case 6: {
      Pose pose;
      pose.position = {number(-3, 3), number(-3, 3), number(-3, 3)};
      pose.scene_from_patient.coeffs() =
          Eigen::Vector4d(number(-1, 1), number(-1, 1), number(-1, 1), number(0.1, 1));
      pose.magnification = number(0.1, 10);
      return SetPose{pose};
    }
    case 7:
      return Move{{number(-1, 1), number(-1, 1), number(-1, 1)}};
    case 8:
      return Turn{number(-180, 180), number(-180, 180), number(-180, 180)};
    case 9:
      return Magnify{number(0.5, 2)};
    case 10:
      return SetView{static_cast<View>(pick(6))};
    case 11:
      return AddClipPlane{{{number(-90, 90), number(-90, 90), number(-90, 90)},
                           {number(-1, 1), number(-1, 1), number(0.1, 1)}}};
    case 12:
      return AddClipBox{{{number(-90, 0), number(-90, 0), number(-90, 0)},
                         {number(1, 90), number(1, 90), number(1, 90)}}};
    case 13:
      return AddClipSphere{{{number(-90, 90), number(-90, 90), number(-90, 90)}, number(1, 90)}};
    case 14:
      return InvertClip{pick(3)};
    case 15:
      return RemoveClip{pick(3)};
    case 16:
      return ClearClips{};
    case 17:
      return Reset{};
    case 18:
      return SetTime{pick(4) + 1};
    case 19:
      return StepTime{pick(9) - 4};
    case 20:
      return Play{};
    case 21:
      return Pause{};
    case 22:
      return SetSpeed{number(0.1, 4)};
    case 23:
      return SnapView{};
    case 24:
      return Recentre{};
    case 25:
      return SetLifeSize{pick(2) == 1};
    case 26:
      return SetTable{number(0, 2)};
    case 27:
      return RemoveTable{};
    case 28:
      return SetPassthrough{pick(2) == 1};
    case 29:
      return SetPanel{pick(2) == 1};
    case 30:
      return SetIdentity{pick(2) == 1};
    case 31:
      return SetSetting{word(), word()};
    case 32:
      return ShowSeries{pick(9)};
    case 33:
      return ShowLayer{pick(4), pick(2) == 1};
    case 34:
      return SetLayerOpacity{pick(4), number(0, 1)};
    case 35:
      return SetLayerWindow{pick(4), {number(-500, 500), number(1, 3000)}};
    case 36:
      return SetLayerPreset{pick(4), word()};
    case 37:
      return ShowLabel{any_label(random), pick(2) == 1};
    case 38:
      return SetLabelOpacity{any_label(random), number(0, 1)};
    case 39:
      return ShowLabels{pick(2) == 1};
    case 40:
      return SetLabelsOpacity{number(0, 1)};
    case 41:
      return SetLabelLook{static_cast<LabelLook>(pick(2))};
    case 42:
      return Undo{};
    case 43:
      return Redo{};
    case 44:
      return Info{};
    case 45:
      return Snapshot{word()};
    case 46:
      return Wait{number(0, 10)};
    default:
      return Quit{};
  }
}

// Every number and word of a command as text that tells bits apart.
std::vector<std::uint64_t> bits_of(const Command& command) {
  using namespace command;
  std::vector<std::uint64_t> bits = {command.index()};
  const auto add = [&](double value) { bits.push_back(std::bit_cast<std::uint64_t>(value)); };
  const auto add_text = [&](const std::string& text) {
    for (const char letter : text) bits.push_back(static_cast<unsigned char>(letter));
  };
  if (const auto* c = std::get_if<SetPreset>(&command)) add_text(c->name);
  if (const auto* c = std::get_if<StepPreset>(&command)) add(c->by);
  if (const auto* c = std::get_if<SetWindow>(&command)) add(c->window.centre), add(c->window.width);
  if (const auto* c = std::get_if<NudgeWindow>(&command)) add(c->centre), add(c->width);
  if (const auto* c = std::get_if<SetTechnique>(&command)) add(static_cast<int>(c->technique));
  if (const auto* c = std::get_if<SetShade>(&command)) add(c->on ? 1 : 0);
  if (const auto* c = std::get_if<SetPose>(&command)) {
    for (const double value : c->pose.position) add(value);
    for (const double value : c->pose.scene_from_patient.coeffs()) add(value);
    add(c->pose.magnification);
  }
  if (const auto* c = std::get_if<Move>(&command))
    for (const double value : c->by) add(value);
  if (const auto* c = std::get_if<Turn>(&command)) add(c->yaw), add(c->pitch), add(c->roll);
  if (const auto* c = std::get_if<Magnify>(&command)) add(c->by);
  if (const auto* c = std::get_if<SetView>(&command)) add(static_cast<int>(c->view));
  const auto add_all = [&](const Eigen::Vector3d& a) {
    for (const double value : a) add(value);
  };
  if (const auto* c = std::get_if<AddClipPlane>(&command)) {
    add_all(c->plane.point), add_all(c->plane.normal);
  }
  if (const auto* c = std::get_if<AddClipBox>(&command)) add_all(c->box.low), add_all(c->box.high);
  if (const auto* c = std::get_if<AddClipSphere>(&command)) {
    add_all(c->sphere.centre), add(c->sphere.radius);
  }
  if (const auto* c = std::get_if<InvertClip>(&command)) add(c->number);
  if (const auto* c = std::get_if<RemoveClip>(&command)) add(c->number);
  if (const auto* c = std::get_if<Snapshot>(&command)) add_text(c->folder.string());
  if (const auto* c = std::get_if<Wait>(&command)) add(c->seconds);
  if (const auto* c = std::get_if<SetTime>(&command)) add(c->number);
  if (const auto* c = std::get_if<StepTime>(&command)) add(c->by);
  if (const auto* c = std::get_if<SetSpeed>(&command)) add(c->factor);
  if (const auto* c = std::get_if<SetLifeSize>(&command)) add(c->on ? 1 : 0);
  if (const auto* c = std::get_if<SetTable>(&command)) add(c->height);
  if (const auto* c = std::get_if<SetPassthrough>(&command)) add(c->on ? 1 : 0);
  if (const auto* c = std::get_if<SetPanel>(&command)) add(c->open ? 1 : 0);
  if (const auto* c = std::get_if<SetIdentity>(&command)) add(c->shown ? 1 : 0);
  if (const auto* c = std::get_if<SetSetting>(&command)) add_text(c->name + '=' + c->value);
  if (const auto* c = std::get_if<ShowSeries>(&command)) add(c->number);
  const auto add_label = [&](std::int64_t label) {
    bits.push_back(static_cast<std::uint64_t>(label));
  };
  if (const auto* c = std::get_if<ShowLayer>(&command)) add(c->number), add(c->shown ? 1 : 0);
  if (const auto* c = std::get_if<SetLayerOpacity>(&command)) add(c->number), add(c->opacity);
  if (const auto* c = std::get_if<SetLayerWindow>(&command)) {
    add(c->number), add(c->window.centre), add(c->window.width);
  }
  if (const auto* c = std::get_if<SetLayerPreset>(&command)) add(c->number), add_text(c->name);
  if (const auto* c = std::get_if<ShowLabel>(&command)) add_label(c->label), add(c->shown ? 1 : 0);
  if (const auto* c = std::get_if<SetLabelOpacity>(&command)) add_label(c->label), add(c->opacity);
  if (const auto* c = std::get_if<ShowLabels>(&command)) add(c->shown ? 1 : 0);
  if (const auto* c = std::get_if<SetLabelsOpacity>(&command)) add(c->opacity);
  if (const auto* c = std::get_if<SetLabelLook>(&command)) add(static_cast<int>(c->look));
  return bits;
}

}  // namespace

Command any_command(std::size_t kind, std::mt19937_64& random) {
  return filled(
      kind, random, [&](double, double) { return any_number(random); },
      [&] { return any_word(random); });
}

Command everyday_command(std::size_t kind, std::mt19937_64& random) {
  const auto& all = presets();
  return filled(
      kind, random, [&](double low, double high) { return between(low, high, random); },
      [&] { return all[random() % all.size()].name; });
}

bool same_bits(const Command& a, const Command& b) {
  return bits_of(a) == bits_of(b);
}

Volume small_ct(const Eigen::Vector3i& size, double millimetres_a_voxel) {
  GridGeometry grid;
  grid.size = size;
  grid.patient_from_index.linear() *= millimetres_a_voxel;
  const auto count = voxel_count(grid);
  const auto buffer = allocate_voxels(count * sizeof(std::int16_t));
  auto* values = static_cast<std::int16_t*>(buffer.get());
  for (std::uint64_t i = 0; i < count; ++i) {
    values[i] = static_cast<std::int16_t>(static_cast<int>(i * 37 % 2001) - 1000);
  }
  auto provenance = std::make_shared<Provenance>();
  provenance->series.modality = "CT";
  return {grid, VoxelType::int16, buffer, 1, "HU", provenance};
}

}  // namespace volvr::test
