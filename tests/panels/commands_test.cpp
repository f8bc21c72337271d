// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "panels/user.h"

namespace volvr::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

using Said = std::vector<std::string>;

TEST(PanelCommands, EveryPageHasUndoRedoIdentityAndTheWayOut) {
  User user(full_model());
  user.model().can_redo = true;
  for (const panels::Page& page : panels::pages()) {
    if (!page.is_there(user.model())) continue;
    user.open(page.name);
    EXPECT_EQ(user.press("Undo"), Said{"undo"}) << page.name;
    EXPECT_EQ(user.press("Redo"), Said{"redo"}) << page.name;
    EXPECT_EQ(user.press("Show identity"), Said{"identity show"}) << page.name;
    EXPECT_EQ(user.press("Close"), Said{"panel close"}) << page.name;
    EXPECT_NE(user.find("Magnification × 1.8 · Not for primary diagnosis"), nullptr) << page.name;
  }
}

TEST(PanelCommands, WhatCannotBeUndoneCannotBePressed) {
  User user(full_model());
  user.model().can_undo = user.model().can_redo = false;
  user.frames();
  ASSERT_NE(user.find("Undo"), nullptr);
  EXPECT_FALSE(user.find("Undo")->enabled);
  EXPECT_THAT(user.press("Undo"), IsEmpty());
  EXPECT_THAT(user.press("Redo"), IsEmpty());
}

TEST(PanelCommands, Series) {
  User user(full_model());
  user.open("Series");
  EXPECT_TRUE(user.find("CT, series 3, thorax")->on);
  EXPECT_EQ(user.find("CT, series 4, lung kernel")->value, "Loading, 42 %");
  EXPECT_EQ(user.press("CT, series 4, lung kernel"), Said{"series 2"});
}

TEST(PanelCommands, EveryPresetByItsTitle) {
  User user(full_model());
  user.open("Look");
  for (const panels::PresetEntry& preset : user.model().study->presets) {
    EXPECT_EQ(user.press(preset.appearance.title), Said{"preset " + preset.appearance.name});
  }
  EXPECT_TRUE(user.find(find_preset("ct-bone").title)->on);
}

TEST(PanelCommands, TechniqueAndShade) {
  User user(full_model());
  user.open("Look");
  const std::vector<std::string_view> titles{"Volume", "MIP", "MinIP", "Average", "Surface"};
  for (std::size_t i = 0; i < titles.size(); ++i) {
    EXPECT_EQ(user.press(titles[i]), Said{"technique " + std::string(technique_names()[i])});
  }
  EXPECT_TRUE(user.find("Volume")->on);
  ASSERT_TRUE(user.model().state.shade);
  EXPECT_EQ(user.press("Shade"), Said{to_text(parse_command("shade off"))});
}

TEST(PanelCommands, WindowByButtons) {
  User user(full_model());
  user.model().state.window = {300, 1000};
  user.open("Window");
  const Window own = user.model().state.appearance.window;
  EXPECT_EQ(user.press("The preset's own window"), Said{to_text(command::SetWindow{own})});
  EXPECT_EQ(user.press("Abdomen 40 / 400"), Said{"window 40 400"});
  EXPECT_EQ(user.press("Brain 40 / 80"), Said{"window 40 80"});
  EXPECT_EQ(user.press("Lung −600 / 1500"), Said{"window -600 1500"});
  EXPECT_EQ(user.press("Mediastinum 50 / 350"), Said{"window 50 350"});
  EXPECT_EQ(user.press("Bone 400 / 1800"), Said{"window 400 1800"});
  EXPECT_EQ(user.press("More centre"), Said{"window nudge 20 1"});
  EXPECT_EQ(user.press("Less centre"), Said{"window nudge -20 1"});
  EXPECT_EQ(user.press("More width"), Said{"window nudge 0 1.05"});
  EXPECT_THAT(user.press("Less width"), ElementsAre(StartsWith("window nudge 0 0.952")));
}

TEST(PanelCommands, NoHounsfieldWindowsWithoutHounsfieldUnits) {
  panels::Model model = full_model();
  auto study = std::make_shared<panels::StudyFacts>(*model.study);
  study->unit.clear();
  model.study = study;
  User user(model);
  user.open("Window");
  EXPECT_NE(user.find("Width"), nullptr);
  EXPECT_EQ(user.find("Brain 40 / 80"), nullptr);
}

TEST(PanelCommands, SlidersDragAsOneGesture) {
  User user(full_model());
  user.model().state.window = {300, 1000};
  user.open("Window");
  user.drag("Centre", {0.3, 0.75}, {0.7, 0.75});
  ASSERT_GE(user.said().size(), 3u);
  double before = -1e9;
  for (std::size_t i = 0; i < user.said().size(); ++i) {
    const auto* set = std::get_if<command::SetWindow>(&user.said()[i].command);
    ASSERT_NE(set, nullptr);
    EXPECT_EQ(user.said()[i].continues_gesture, i > 0);
    EXPECT_GE(set->window.centre, before);
    EXPECT_EQ(set->window.width, 1000);
    before = set->window.centre;
  }
  EXPECT_NEAR(before, -1024 + 0.72 * 4095, 80);
  user.drag("Width", {0.2, 0.75}, {0.95, 0.75});
  const auto* width = std::get_if<command::SetWindow>(&user.said().back().command);
  ASSERT_NE(width, nullptr);
  EXPECT_GT(width->window.width, 4095.0);
  EXPECT_FALSE(user.said().front().continues_gesture);
}

TEST(PanelCommands, TheFieldDragsTheWindowBothWays) {
  User user(full_model());
  user.open("Window");
  const std::string pad = "Drag: across width, up centre";
  user.drag(pad, {0.2, 0.8}, {0.7, 0.3});
  ASSERT_FALSE(user.said().empty());
  double centre = 0.0;
  double width = 1.0;
  for (const panels::PanelCommand& each : user.said()) {
    const auto* nudge = std::get_if<command::NudgeWindow>(&each.command);
    ASSERT_NE(nudge, nullptr);
    centre += nudge->centre;
    width *= nudge->width;
  }
  EXPECT_NEAR(width, 2.0, 0.25) << "half of the field";
  EXPECT_NEAR(centre, 0.5 * user.model().state.window.width, 0.1 * user.model().state.window.width);
}

TEST(PanelCommands, Cuts) {
  User user(full_model());
  user.model().state.pose.scene_from_patient = scene_from_patient(View::anterior);
  user.open("Cut");
  // From in front: what is anterior goes, what is posterior is left.
  EXPECT_EQ(user.press("Add plane"), Said{"clip plane 0 0 -100 0 1 0"});
  EXPECT_EQ(user.press("Add box"), Said{"clip box -90 -80 -200 90 80 0"});
  EXPECT_EQ(user.press("Add sphere"), Said{"clip sphere 0 0 -100 80"});
  EXPECT_EQ(user.press("Inverse 1"), Said{"clip inverse 1"});
  EXPECT_EQ(user.press("Inverse 2"), Said{"clip inverse 2"});
  EXPECT_EQ(user.press("Remove 2"), Said{"clip remove 2"});
  EXPECT_TRUE(user.find("Inverse 2")->on);
  EXPECT_EQ(user.press("Remove all cuts"), Said{"clip clear"});
  user.model().state.clips.clear();
  user.frames();
  EXPECT_EQ(user.find("Remove all cuts"), nullptr);
}

TEST(PanelCommands, Time) {
  User user(full_model());
  user.open("Time");
  EXPECT_EQ(user.press("Play"), Said{"play"});
  EXPECT_EQ(user.press("Next"), Said{"time next"});
  EXPECT_EQ(user.press("Previous"), Said{"time previous"});
  EXPECT_EQ(user.press("× 0.25"), Said{"speed 0.25"});
  EXPECT_EQ(user.press("× 0.5"), Said{"speed 0.5"});
  EXPECT_EQ(user.press("True rate"), Said{"speed 1"});
  EXPECT_EQ(user.press("× 2"), Said{"speed 2"});
  EXPECT_EQ(user.press("× 4"), Said{"speed 4"});
  EXPECT_EQ(user.press("Backwards"), Said{"speed -1"});
  user.model().state.playing = true;
  user.frames();
  EXPECT_EQ(user.press("Pause"), Said{"pause"});
  user.drag("Volume in time", {0.5, 0.75}, {0.95, 0.75});
  EXPECT_EQ(user.sentences().back(), "time 10");
}

TEST(PanelCommands, OneVolumeAloneHasNoTime) {
  User user(full_model());
  user.model().state.time_points = 1;
  user.frames();
  EXPECT_EQ(user.find("Time"), nullptr);
  EXPECT_EQ(user.find("Layers"), nullptr) << "nothing is to be seen of what there is not";
}

TEST(PanelCommands, Placing) {
  User user(full_model());
  user.open("Place");
  const std::vector<std::string_view> titles{"Anterior", "Posterior", "Left",
                                             "Right",    "Superior",  "Inferior"};
  for (std::size_t i = 0; i < titles.size(); ++i) {
    EXPECT_EQ(user.press(titles[i]), Said{"view " + std::string(view_names()[i])});
  }
  EXPECT_EQ(user.press("Nearest view"), Said{"view nearest"});
  EXPECT_EQ(user.press("Bring before me"), Said{"recentre"});
  EXPECT_EQ(user.press("Keep life size, 1:1"), Said{"life-size on"});
  EXPECT_EQ(user.press("More magnification"), Said{"magnify 1.1"});
  EXPECT_THAT(user.press("Less magnification"), ElementsAre(StartsWith("magnify 0.909")));
  EXPECT_EQ(user.press("Table top"), Said{"table 0.75"});
  EXPECT_EQ(user.press("The room behind it"), Said{"passthrough on"});
  EXPECT_EQ(user.press("Put everything back"), Said{"reset"});
  user.model().state.table = 0.8;
  user.model().state.life_size = true;
  user.model().state.pose.magnification = 1.0;
  user.frames();
  EXPECT_EQ(user.press("More table height"), Said{"table 0.81"});
  EXPECT_EQ(user.press("Less table height"), Said{"table 0.79"});
  EXPECT_EQ(user.press("Table top"), Said{"table remove"});
  EXPECT_THAT(user.press("More magnification"), IsEmpty()) << "life size is kept";
  EXPECT_NE(user.find("Magnification 1:1 (life size)"), nullptr);
}

TEST(PanelCommands, TheRoomIsOfferedWhereItCanBeShownAlone) {
  User user(full_model());
  user.model().live.can_show_room = false;
  user.open("Place");
  EXPECT_THAT(user.press("The room behind it"), IsEmpty());
  user.model().live.in_headset = false;
  user.frames();
  EXPECT_EQ(user.find("The room behind it"), nullptr);
}

TEST(PanelCommands, EverySettingOfTheTable) {
  User user(full_model());
  user.open("Settings");
  for (const Setting& setting : setting_table()) {
    const std::string name(setting.name);
    SCOPED_TRACE(name);
    if (setting.kind == SettingKind::boolean) {
      const bool on = setting.default_text == "on";
      EXPECT_EQ(user.press(name),
                Said{to_text(parse_command("set " + name + (on ? " off" : " on")))});
    } else if (setting.kind == SettingKind::choice) {
      ASSERT_NE(user.find(name), nullptr);
    } else {
      const Said more = user.press("More " + name);
      const bool at_most = std::stod(std::string(setting.default_text)) == setting.maximum;
      if (at_most) continue;
      ASSERT_EQ(more.size(), 1u);
      EXPECT_THAT(more[0], StartsWith("set " + name + " "));
    }
    EXPECT_NE(user.find(setting.help), nullptr) << "its help is written below it";
  }
  EXPECT_EQ(user.press("stock-cpu"), Said{"set render.mapper stock-cpu"});
}

TEST(PanelCommands, AChangedSettingHasAWayBack) {
  User user(full_model());
  user.model().settings.set("headset.near_plane", "0.1");
  user.open("Settings");
  EXPECT_EQ(user.press("Usual: 0.02 m"), Said{"set headset.near_plane 0.02"});
}

TEST(PanelCommands, HelpTellsOfTheUsersOwnControllers) {
  User user(full_model());
  user.open("Help");
  EXPECT_NE(user.find("Touch controller, left and right"), nullptr);
  EXPECT_NE(user.find("3  A / X"), nullptr);
  EXPECT_NE(user.find("Next preset"), nullptr);
  user.model().live.controllers[0] = "/interaction_profiles/valve/index_controller";
  user.frames();
  EXPECT_NE(user.find("Left: Index controller, right: Touch controller"), nullptr);
  user.model().live.in_headset = false;
  user.frames();
  EXPECT_NE(user.find("Mouse and keyboard"), nullptr);
}

TEST(PanelCommands, Layers) {
  User user(fused_model());
  user.open("Layers");
  EXPECT_EQ(user.press("1  PT, series 7"), Said{"layer 1 hide"});
  EXPECT_EQ(user.press("2  MR, series 4"), Said{"layer 2 show"});
  EXPECT_EQ(user.press("Less opacity of 1"), Said{"layer 1 opacity 0.9"});
  EXPECT_EQ(user.press("More opacity of 2"), Said{"layer 2 opacity 0.4"}) << "the next whole tenth";
  EXPECT_EQ(user.press("Less opacity of 2"), Said{"layer 2 opacity 0.3"});
  user.model().state.layers[0].window = {5, 10};
  user.frames();
  EXPECT_EQ(user.press("More centre of 1"), Said{"layer 1 window 5.5 10"});
  EXPECT_EQ(user.press("Less centre of 1"), Said{"layer 1 window 4.5 10"});
  EXPECT_EQ(user.press("More width of 1"), Said{"layer 1 window 5 11"});
  EXPECT_THAT(user.press("Less width of 1"), ElementsAre(StartsWith("layer 1 window 5 9.09")));
  EXPECT_EQ(user.press("PET hot for 1"), Said{"layer 1 preset pet-hot"});
  EXPECT_EQ(user.press("Head for 2"), Said{"layer 2 preset own-head"});
  EXPECT_TRUE(user.find("PET hot for 1")->on);
  EXPECT_FALSE(user.find("2  MR, series 4")->on);
}

TEST(PanelCommands, Labels) {
  User user(fused_model());
  user.open("Layers");
  EXPECT_EQ(user.press("Show all"), Said{"labels show"});
  EXPECT_EQ(user.press("Hide all"), Said{"labels hide"});
  EXPECT_EQ(user.press("Tint"), Said{"labels look tint"});
  EXPECT_EQ(user.press("Bodies"), Said{"labels look bodies"});
  EXPECT_TRUE(user.find("Bodies")->on);
  EXPECT_EQ(user.press("1  Leber größer"), Said{"label 1 hide"});
  EXPECT_EQ(user.press("2  Label"), Said{"label 2 show"});
  EXPECT_EQ(user.press("Less opacity of label 1"), Said{"label 1 opacity 0.9"});
  EXPECT_EQ(user.press("More opacity of label 2"), Said{"label 2 opacity 0.6"});
  EXPECT_EQ(user.find("opacity of all labels")->value, "various");
  EXPECT_EQ(user.press("Less opacity of all labels"), Said{"labels opacity 0.9"});
  EXPECT_EQ(user.press("More opacity of all labels"), Said{"labels opacity 1"});
}

// With hundreds of labels, the last can be reached and worked.
TEST(PanelCommands, ManyLabelsAreScrolledThrough) {
  User user(fused_model(300));
  user.open("Layers");
  EXPECT_EQ(user.press("300  Rib 300"), Said{"label 300 hide"});
  EXPECT_EQ(user.press("More opacity of label 300"), Said{"label 300 opacity 1"});
  EXPECT_EQ(user.press("Less opacity of label 300"), Said{"label 300 opacity 0.9"});
  EXPECT_EQ(user.press("150  Rib 150"), Said{"label 150 hide"});
  EXPECT_EQ(user.press("Hide all"), Said{"labels hide"});
}

// Names come from files: nothing in them works the panel.
TEST(PanelCommands, NamesOfLabelsAreCleaned) {
  panels::Model model = fused_model();
  auto facts = std::make_shared<panels::FusedFacts>(*model.fused);
  facts->labels[0].name = "Liver\n\x1b[31m \xff";
  model.fused = facts;
  User user(model);
  user.open("Layers");
  EXPECT_NE(user.find("1  Liver  [31m \xef\xbf\xbd"), nullptr);
}

TEST(PanelCommands, ThereIsNoPageOfLayersWithoutAny) {
  User user(full_model());
  EXPECT_EQ(user.find("Layers"), nullptr);
}

TEST(PanelCommands, WithoutAStudyThereAreSettingsAndHelp) {
  User user(panels::Model{});
  EXPECT_EQ(user.panel().page(), "Settings");
  EXPECT_EQ(user.find("Window"), nullptr);
  EXPECT_NE(user.find("No study is shown"), nullptr);
}

}  // namespace
}  // namespace volvr::test
