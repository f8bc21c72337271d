// SPDX-License-Identifier: Apache-2.0
// Layers and labels as a reader changes how they are seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "review/any_command.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

using testing::HasSubstr;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Two layers, the second of them half opaque, and labels 3, 7 and 1000000, the last of them hidden.
Fused two_layers_and_labels() {
  Fused fused;
  fused.layers.push_back({.volume = test::small_ct(), .appearance = find_preset("ct-bone")});
  fused.layers.push_back(
      {.volume = test::small_ct(), .appearance = find_preset("pet-hot"), .opacity = 0.5});
  fused.labels = Labels{.volume = test::small_ct()};
  for (const std::int64_t label : {3, 7, 1000000}) fused.labels->styles.push_back({.label = label});
  fused.labels->styles.back().visible = false;
  return fused;
}

// All that is seen of layers and labels, as text that tells every bit apart.
std::string seen(const State& state) {
  std::string text;
  int number = 0;
  for (const LayerState& layer : state.layers) {
    ++number;
    text += to_text(command::ShowLayer{number, layer.visible}) + ", " +
            to_text(command::SetLayerOpacity{number, layer.opacity}) + ", " +
            to_text(command::SetLayerWindow{number, layer.window}) + ", " +
            to_text(command::SetLayerPreset{number, layer.preset}) + ", drawn as " +
            layer.appearance.name + "\n";
  }
  for (const LabelState& label : *state.labels) {
    text += to_text(command::ShowLabel{label.label, label.visible}) + ", " +
            to_text(command::SetLabelOpacity{label.label, label.opacity}) + "\n";
  }
  return text + to_text(command::SetLabelLook{state.label_look});
}

class FusedSteps : public testing::Test {
 protected:
  FusedSteps() { begin(two_layers_and_labels()); }

  void begin(const Fused& fused) {
    const Volume volume = test::small_ct();
    history_.emplace(volume, with_fused(first_state(volume, "ct-bone"), fused), fused);
  }

  void say(std::string_view sentence, bool continues = false) {
    history_->apply(parse_command(sentence), continues);
  }
  const State& state() const { return history_->state(); }
  std::string now() const { return seen(state()); }

  std::pair<ErrorCode, std::string> refusal(const Command& command) {
    const State before = state();
    try {
      history_->apply(command);
    } catch (const Error& error) {
      EXPECT_EQ(state().layers, before.layers) << "a refused command changed the state";
      EXPECT_EQ(state().labels, before.labels) << "a refused command changed the state";
      return {error.code(), error.what()};
    }
    ADD_FAILURE() << to_text(command) << " was taken";
    return {ErrorCode::internal, {}};
  }

  std::optional<History> history_;
};

TEST(FusedText, IsTheSentenceOfTheHeader) {
  using namespace command;
  EXPECT_EQ(to_text(ShowLayer{1, false}), "layer 1 hide");
  EXPECT_EQ(to_text(SetLayerOpacity{2, 0.5}), "layer 2 opacity 0.5");
  EXPECT_EQ(to_text(SetLayerWindow{1, {5, 10}}), "layer 1 window 5 10");
  EXPECT_EQ(to_text(SetLayerPreset{1, "pet-hot"}), "layer 1 preset pet-hot");
  EXPECT_EQ(to_text(ShowLabel{9000000000, true}), "label 9000000000 show");
  EXPECT_EQ(to_text(SetLabelOpacity{7, 0.25}), "label 7 opacity 0.25");
  EXPECT_EQ(to_text(ShowLabels{false}), "labels hide");
  EXPECT_EQ(to_text(SetLabelsOpacity{0.5}), "labels opacity 0.5");
  EXPECT_EQ(to_text(SetLabelLook{LabelLook::tint}), "labels look tint");
  // Words that others say as arguments are no words of the vocabulary.
  EXPECT_EQ(to_text(SetIdentity{true}), "identity show");
  EXPECT_EQ(to_text(SetPreset{"opacity"}), "preset \"opacity\"");
  EXPECT_EQ(to_text(SetLayerPreset{1, "window"}), "layer 1 preset \"window\"");
}

TEST(FusedText, RefusesWhatWasNotMeantAndSaysWhatWas) {
  const auto refusal = [](std::string_view text) -> std::string {
    try {
      (void)parse_command(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unknown_command);
      return error.what();
    }
    ADD_FAILURE() << text << " was taken";
    return {};
  };
  EXPECT_THAT(refusal("layer 1 opactiy 0.5"), HasSubstr("\"layer NUMBER opacity OPACITY\""));
  EXPECT_THAT(refusal("layer 1 \"opacity\" 0.5"), HasSubstr("\"layer NUMBER SHOW|HIDE\""));
  EXPECT_THAT(refusal("layer one show"), HasSubstr("NUMBER is a whole number"));
  EXPECT_THAT(refusal("layer 1 shw"), HasSubstr("did you mean show"));
  EXPECT_THAT(refusal("layer 1 opacity half"), HasSubstr("OPACITY is a number, not \"half\""));
  EXPECT_THAT(refusal("label 1.5 hide"), HasSubstr("LABEL is a whole number"));
  EXPECT_THAT(refusal("labels look glass"), HasSubstr("bodies"));
  EXPECT_THAT(refusal("label hide"), HasSubstr("\"label LABEL SHOW|HIDE\""));
}

TEST_F(FusedSteps, AreFirstSeenAsGiven) {
  EXPECT_EQ(state().layers[0].preset, "ct-bone");
  EXPECT_EQ(state().layers[0].opacity, 1.0);
  EXPECT_EQ(state().layers[1].opacity, 0.5);
  EXPECT_EQ(state().layers[1].appearance.technique, Technique::mip);
  EXPECT_EQ(*state().labels, (std::vector<LabelState>{{3}, {7}, {1000000, 1.0, false}}));
  EXPECT_TRUE(shows_fused(state()));
}

TEST_F(FusedSteps, EveryCommandDoesWhatItSays) {
  say("layer 1 hide");
  EXPECT_FALSE(state().layers[0].visible);
  EXPECT_TRUE(state().layers[1].visible);
  say("layer 1 show");
  EXPECT_TRUE(state().layers[0].visible);
  say("layer 2 opacity 0.25");
  EXPECT_EQ(state().layers[1].opacity, 0.25);
  EXPECT_EQ(state().layers[0].opacity, 1.0);
  say("layer 2 window 100 50");
  EXPECT_EQ(state().layers[1].window, (Window{100, 50}));
  say("layer 2 preset ct-bone");
  EXPECT_EQ(state().layers[1].preset, "ct-bone");
  EXPECT_EQ(state().layers[1].appearance.name, "ct-bone");
  EXPECT_EQ(state().layers[1].window, find_preset("ct-bone").window);
  EXPECT_EQ(state().layers[1].opacity, 0.25) << "a preset leaves it as opaque as it was";
  say("label 7 hide");
  say("label 1000000 show");
  say("label 3 opacity 0.75");
  EXPECT_EQ(*state().labels,
            (std::vector<LabelState>{{3, 0.75}, {7, 1.0, false}, {1000000, 1.0, true}}));
  say("labels opacity 0.5");
  say("labels hide");
  EXPECT_EQ(*state().labels,
            (std::vector<LabelState>{{3, 0.5, false}, {7, 0.5, false}, {1000000, 0.5, false}}));
  say("labels show");
  EXPECT_EQ(*state().labels, (std::vector<LabelState>{{3, 0.5}, {7, 0.5}, {1000000, 0.5}}));
  say("labels look tint");
  EXPECT_EQ(state().label_look, LabelLook::tint);
}

TEST_F(FusedSteps, AreUndoneOneByOneAndAllPutBackByReset) {
  const std::vector<std::string> sentences{
      "layer 1 hide",         "layer 2 opacity 0.1", "layer 2 window 3 4", "layer 1 preset pet-hot",
      "label 7 opacity 0.25", "label 7 hide",        "labels look tint",   "labels opacity 0.75",
      "labels show",          "labels hide"};
  std::vector<std::string> states{now()};
  for (const std::string& sentence : sentences) {
    say(sentence);
    EXPECT_NE(now(), states.back()) << sentence;
    states.push_back(now());
  }
  for (std::size_t at = states.size() - 1; at > 0; --at) {
    EXPECT_EQ(now(), states[at]);
    say("undo");
  }
  EXPECT_EQ(now(), states.front());
  EXPECT_FALSE(history_->can_undo());
  for (std::size_t at = 1; at < states.size(); ++at) {
    say("redo");
    EXPECT_EQ(now(), states[at]);
  }
  say("reset");
  EXPECT_EQ(now(), states.front());
  say("undo");
  EXPECT_EQ(now(), states.back());
}

TEST_F(FusedSteps, WhatIsAsItWasIsNoStep) {
  say("layer 1 show");
  say("layer 2 opacity 0.5");
  say("label 3 show");
  say("labels look bodies");
  EXPECT_FALSE(history_->can_undo());
}

TEST_F(FusedSteps, ADragIsOneStep) {
  const std::string before = now();
  say("layer 1 opacity 0.9");
  for (const char* sentence : {"layer 1 opacity 0.8", "layer 1 opacity 0.7"}) say(sentence, true);
  say("undo");
  EXPECT_EQ(now(), before);
  EXPECT_FALSE(history_->can_undo());
}

// A study may have hundreds of labels, and a state is copied with each movement of a hand.
TEST_F(FusedSteps, LabelsAreSharedUntilOneChanges) {
  const LabelStates before = state().labels;
  say("move 0.1 0 0");
  say("layer 1 hide");
  EXPECT_EQ(state().labels, before) << "the same object";
  say("label 3 hide");
  EXPECT_NE(state().labels, before);
  EXPECT_TRUE((*before)[0].visible) << "the state before keeps its own";
}

TEST_F(FusedSteps, RefusesWhatThereIsNot) {
  using namespace command;
  for (const int number : {0, 3, -1}) {
    for (const Command& command :
         {Command(ShowLayer{number}), Command(SetLayerOpacity{number, 1.0}),
          Command(SetLayerWindow{number, {1, 1}}), Command(SetLayerPreset{number, "ct-bone"})}) {
      const auto [code, text] = refusal(command);
      EXPECT_EQ(code, ErrorCode::invalid_argument);
      EXPECT_THAT(text, HasSubstr("numbered from 1 to 2"));
    }
  }
  for (const Command& command : {Command(ShowLabel{5, true}), Command(SetLabelOpacity{5, 1.0})}) {
    const auto [code, text] = refusal(command);
    EXPECT_EQ(code, ErrorCode::invalid_argument);
    EXPECT_THAT(text, HasSubstr("There is no label 5"));
  }
  EXPECT_EQ(refusal(SetLayerPreset{1, "ct-bnoe"}).first, ErrorCode::unknown_preset);
}

TEST_F(FusedSteps, RefusesValuesOutsideOfTheLimits) {
  using namespace command;
  for (const double bad : {-0.01, 1.01, not_a_number, std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(refusal(SetLayerOpacity{1, bad}).first, ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(SetLabelOpacity{3, bad}).first, ErrorCode::invalid_argument);
    EXPECT_THAT(refusal(SetLabelsOpacity{bad}).second, HasSubstr("An opacity is from 0 to 1"));
  }
  EXPECT_EQ(refusal(SetLayerWindow{1, {not_a_number, 1}}).first, ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(SetLayerWindow{1, {0, 0}}).first, ErrorCode::invalid_argument);
}

TEST_F(FusedSteps, WithoutAnyTheCommandsSaySo) {
  begin({});
  using namespace command;
  EXPECT_EQ(state().labels, nullptr);
  for (const Command& command : {Command(ShowLayer{1}), Command(SetLayerPreset{1, "ct-bone"})}) {
    EXPECT_THAT(refusal(command).second, HasSubstr("No layer is drawn with this study"));
  }
  for (const Command& command :
       {Command(ShowLabel{1}), Command(SetLabelOpacity{1, 0.5}), Command(ShowLabels{}),
        Command(SetLabelsOpacity{0.5}), Command(SetLabelLook{LabelLook::bodies})}) {
    EXPECT_THAT(refusal(command).second, HasSubstr("No labels are drawn with this study"));
  }
}

// What is drawn with a study must never vanish because of how the study itself is drawn.
TEST_F(FusedSteps, GoWithCompositeAndMipAlone) {
  const auto [code, text] = refusal(command::SetTechnique{Technique::minip});
  EXPECT_EQ(code, ErrorCode::unsupported);
  EXPECT_THAT(text, HasSubstr("not by minip; hide them first"));
  say("technique mip");
  for (const char* sentence : {"layer 1 hide", "layer 2 opacity 0", "labels hide"}) say(sentence);
  say("technique minip");
  EXPECT_EQ(state().technique, Technique::minip);
  for (const Command& command :
       {Command(command::ShowLayer{1}), Command(command::SetLayerOpacity{2, 0.1}),
        Command(command::ShowLabel{3}), Command(command::ShowLabels{})}) {
    EXPECT_EQ(refusal(command).first, ErrorCode::unsupported) << to_text(command);
  }
}

TEST_F(FusedSteps, APresetThatTheyDoNotGoWithIsRefused) {
  Appearance dark = find_preset("ct-bone");
  dark.name = "dark";
  dark.technique = Technique::minip;
  Fused fused = two_layers_and_labels();
  fused.layers[0].appearance = dark;
  const Volume volume = test::small_ct();
  history_.emplace(volume, with_fused(first_state(volume, dark), fused), fused);
  say("preset ct-bone");
  say("layer 1 preset ct-bone");
  EXPECT_EQ(refusal(command::SetPreset{"dark"}).first, ErrorCode::unsupported);
  EXPECT_THAT(refusal(command::SetLayerPreset{1, "dark"}).second, HasSubstr("not by minip"));
}

TEST_F(FusedSteps, AnySequenceIsUndoneStepByStep) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    begin(two_layers_and_labels());
    std::mt19937_64 random(seed);
    int taken = 0;
    for (int i = 0; i < 300; ++i) {
      const Command command = test::everyday_command(random() % test::command_kinds, random);
      if (std::holds_alternative<command::Undo>(command)) continue;
      if (std::holds_alternative<command::Redo>(command)) continue;
      const std::string before = now();
      try {
        history_->apply(command);
      } catch (const Error&) {
        ASSERT_EQ(now(), before) << to_text(command);
        continue;
      }
      ASSERT_TRUE(can_be_fused(state().technique) || !shows_fused(state())) << to_text(command);
      if (now() == before) continue;
      ++taken;
      const std::string after = now();
      say("undo");
      ASSERT_EQ(now(), before) << to_text(command);
      say("redo");
      ASSERT_EQ(now(), after) << to_text(command);
    }
    EXPECT_GT(taken, 10);
  }
}

}  // namespace
}  // namespace volvr
