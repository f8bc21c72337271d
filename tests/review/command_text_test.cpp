// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "review/any_command.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

using testing::HasSubstr;

// The sentence with which a text is refused; fails the test where it is taken.
std::string refusal(std::string_view text) {
  try {
    (void)parse_command(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_command);
    return error.what();
  }
  ADD_FAILURE() << text << " was taken";
  return {};
}

TEST(CommandText, EveryCommandWithAnyNumbersReadsBackToTheLastBit) {
  std::mt19937_64 random(20240611);
  for (std::size_t kind = 0; kind < test::command_kinds; ++kind) {
    for (int i = 0; i < 2000; ++i) {
      const Command command = test::any_command(kind, random);
      ASSERT_EQ(command.index(), kind);
      const std::string text = to_text(command);
      ASSERT_TRUE(test::same_bits(parse_command(text), command)) << text;
    }
  }
}

TEST(CommandText, IsTheSentenceOfTheHeader) {
  using namespace command;
  EXPECT_EQ(to_text(SetPreset{"ct-bone"}), "preset ct-bone");
  EXPECT_EQ(to_text(StepPreset{1}), "preset next");
  EXPECT_EQ(to_text(StepPreset{-1}), "preset previous");
  EXPECT_EQ(to_text(StepPreset{2}), "preset step 2");
  EXPECT_EQ(to_text(SetWindow{{400, 1500}}), "window 400 1500");
  EXPECT_EQ(to_text(NudgeWindow{10, 1.05}), "window nudge 10 1.05");
  EXPECT_EQ(to_text(SetTechnique{Technique::mip}), "technique mip");
  EXPECT_EQ(to_text(SetShade{false}), "shade off");
  EXPECT_EQ(to_text(Move{{0.1, 0, -2}}), "move 0.1 0 -2");
  EXPECT_EQ(to_text(SetView{View::anterior}), "view anterior");
  EXPECT_EQ(to_text(Snapshot{"my pictures"}), "snapshot \"my pictures\"");
  EXPECT_EQ(to_text(Info{}), "info");
  EXPECT_EQ(to_text(SetPose{Pose{}}), "pose 0 1.3 -0.7 0 0 0 1 1");
}

TEST(CommandText, QuotedWordsAreNamesAndNotTheVocabulary) {
  const Command named = parse_command("preset \"next\"");
  ASSERT_TRUE(std::holds_alternative<command::SetPreset>(named));
  EXPECT_EQ(std::get<command::SetPreset>(named).name, "next");
  EXPECT_EQ(to_text(named), "preset \"next\"");
}

TEST(CommandText, BlanksAndCommentsDoNotMatter) {
  const Command command = parse_command("  window\t40   400\r # the abdomen");
  EXPECT_EQ(to_text(command), "window 40 400");
}

TEST(CommandText, RefusesWhatIsNotInTheVocabulary) {
  EXPECT_THAT(refusal("windw 40 400"), HasSubstr("did you mean window"));
  EXPECT_THAT(refusal(""), HasSubstr("empty line"));
  EXPECT_THAT(refusal("\"window\" 40 400"), HasSubstr("window"));
}

TEST(CommandText, RefusesWrongArgumentsAndSaysWhatWasExpected) {
  EXPECT_THAT(refusal("window 40"), HasSubstr("window CENTRE WIDTH"));
  EXPECT_THAT(refusal("window 40 400 4"), HasSubstr("window nudge CENTRE FACTOR"));
  EXPECT_THAT(refusal("window forty 400"), HasSubstr("CENTRE is a number, not \"forty\""));
  EXPECT_THAT(refusal("window nan 400"), HasSubstr("CENTRE is a number"));
  EXPECT_THAT(refusal("move 0 0 inf"), HasSubstr("Z is a number"));
  EXPECT_THAT(refusal("window 4,5 400"), HasSubstr("CENTRE is a number"));
  EXPECT_THAT(refusal("view anteror"), HasSubstr("did you mean anterior"));
  EXPECT_THAT(refusal("technique glow"), HasSubstr("composite"));
  EXPECT_THAT(refusal("shade maybe"), HasSubstr("on"));
  EXPECT_THAT(refusal("preset step 1.5"), HasSubstr("whole number"));
  EXPECT_THAT(refusal("undo twice"), HasSubstr("\"undo\""));
  EXPECT_THAT(refusal("snapshot \"open"), HasSubstr("closing quote"));
}

TEST(CommandHelp, HasALineForEveryFormAndEachIsSaid) {
  std::set<std::string> forms;
  for (const auto& [form, help] : command_help()) {
    EXPECT_TRUE(forms.insert(form).second) << form << " stands twice";
    EXPECT_FALSE(help.empty()) << form;
    EXPECT_EQ(help.back(), '.') << form;
  }
  std::mt19937_64 random(7);
  for (std::size_t kind = 0; kind < test::command_kinds; ++kind) {
    const std::string text = to_text(test::everyday_command(kind, random));
    const std::string verb = text.substr(0, text.find(' '));
    const auto said = std::ranges::any_of(forms, [&](const std::string& form) {
      return form == verb || form.starts_with(verb + " ");
    });
    EXPECT_TRUE(said) << verb;
  }
}

}  // namespace
}  // namespace volvr
