// SPDX-License-Identifier: Apache-2.0
#include "xr/binding_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "support/temporary_folder.h"
#include "volvr/error.h"
#include "xr/action_table.h"
#include "xr/profile_facts.h"

namespace volvr::xr {
namespace {

using ::testing::HasSubstr;

class ABindingFile : public ::testing::Test {
 protected:
  std::filesystem::path written(const std::string& text) {
    const auto file = folder_ / "some.json";
    std::ofstream(file) << text;
    return file;
  }

  std::string refusal(const std::string& text) {
    try {
      read_binding_file(written(text));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::malformed);
      return error.what();
    }
    return "read";
  }

  test::TemporaryFolder folder_;
};

TEST_F(ABindingFile, IsRead) {
  const BindingFile file = read_binding_file(written(
      R"({"profile": "/interaction_profiles/x/y",
          "bindings": {"grab": ["/user/hand/left/input/trigger/value"]}})"));
  EXPECT_EQ(file.profile, "/interaction_profiles/x/y");
  ASSERT_EQ(file.bindings.size(), 1U);
  EXPECT_EQ(file.bindings[0].action, "grab");
  EXPECT_EQ(file.bindings[0].path, "/user/hand/left/input/trigger/value");
  EXPECT_EQ(file.extension, "");
  EXPECT_EQ(read_binding_file(written(R"({"profile": "/a", "extension": "XR_x", "bindings": {}})"))
                .extension,
            "XR_x");
}

TEST_F(ABindingFile, ThatIsWrongIsRefusedWithTheReason) {
  EXPECT_THAT(refusal("{"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal("[]"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal(R"({"bindings": {}})"), HasSubstr("names no profile"));
  EXPECT_THAT(refusal(R"({"profile": "/a"})"), HasSubstr("no bindings"));
  EXPECT_THAT(refusal(R"({"profile": "/a", "bindings": {"fly": []}})"), HasSubstr("\"fly\""));
  EXPECT_THAT(refusal(R"({"profile": "/a", "extension": 7, "bindings": {}})"),
              HasSubstr("extension is not a name"));
  EXPECT_THAT(refusal(R"({"profile": "/a", "bindings": {"grab": "x"}})"), HasSubstr("not a list"));
  EXPECT_THAT(refusal(R"({"profile": "/a", "bindings": {"grab": ["/user/head"]}})"),
              HasSubstr("not of a hand"));
  EXPECT_THAT(refusal(R"({"profile": "/a", "bindings": {"grab": [7]}})"),
              HasSubstr("not of a hand"));
}

TEST_F(ABindingFile, ThatIsAbsentIsSaidToBe) {
  EXPECT_THROW(read_binding_file(folder_ / "none.json"), Error);
  EXPECT_THROW(read_binding_folder(folder_.path()), Error);
}

// What the specification says of one path of a binding; null where it knows no such part.
const test::Component* component_at(const test::ProfileFacts& facts, const std::string& path) {
  for (const auto& [hand, of] : {std::pair{"/user/hand/left/", test::OfHand::left},
                                 {"/user/hand/right/", test::OfHand::right}}) {
    if (!path.starts_with(hand)) continue;
    const std::string part = path.substr(std::string_view(hand).size());
    for (const test::Component& each : facts.components) {
      if (each.path == part && (each.hand == test::OfHand::both || each.hand == of)) return &each;
    }
  }
  return nullptr;
}

ActionKind kind_of(const std::string& action) {
  return std::ranges::find(action_table, action, &ActionInfo::name)->kind;
}

// A runtime turns a button into a number of 0 or 1; nothing else fits anything else.
bool fits(ActionKind action, ActionKind component) {
  return action == component || (action == ActionKind::number && component == ActionKind::button);
}

bool has(const BindingFile& file, const std::string& action, const std::string& hand) {
  return std::ranges::any_of(file.bindings, [&](const Binding& each) {
    return each.action == action && each.path.starts_with("/user/hand/" + hand + "/");
  });
}

std::vector<BindingFile> own_files() {
  return read_binding_folder(VOLVR_OPENXR_BINDINGS_SOURCE);
}

TEST(BindingFiles, CoverTheControllersThatTheyAreMeantFor) {
  std::vector<std::string> profiles;
  for (const BindingFile& file : own_files()) profiles.push_back(file.profile);
  std::vector<std::string> expected;
  for (const test::ProfileFacts& facts : test::profile_facts()) {
    expected.push_back("/interaction_profiles/" + std::string(facts.profile));
  }
  EXPECT_THAT(profiles, ::testing::UnorderedElementsAreArray(expected));
}

TEST(BindingFiles, NameOnlyWhatTheSpecificationHas) {
  for (const BindingFile& file : own_files()) {
    const auto facts = std::ranges::find_if(test::profile_facts(), [&](const auto& each) {
      return file.profile == "/interaction_profiles/" + std::string(each.profile);
    });
    ASSERT_NE(facts, test::profile_facts().end()) << file.profile;
    EXPECT_EQ(file.extension, facts->extension) << file.profile;
    for (const Binding& each : file.bindings) {
      const test::Component* component = component_at(*facts, each.path);
      ASSERT_NE(component, nullptr) << file.profile << " has no " << each.path;
      EXPECT_TRUE(fits(kind_of(each.action), component->kind))
          << file.profile << ": " << each.action << " cannot be " << each.path;
    }
  }
}

TEST(BindingFiles, GiveEachHandWhatItCannotDoWithout) {
  for (const BindingFile& file : own_files()) {
    const bool bare = is_of_bare_hands(file.profile);
    for (const std::string hand : {"left", "right"}) {
      for (const std::string action : {"palm", "aim", "select"}) {
        EXPECT_TRUE(has(file, action, hand)) << file.profile << ": " << hand << " " << action;
      }
      // A bare hand opens the panel by a pinch before the eyes, and has no motor.
      EXPECT_NE(has(file, "menu", hand), bare) << file.profile << ": " << hand;
      EXPECT_NE(has(file, "vibrate", hand), bare) << file.profile << ": " << hand;
      const bool simple = file.profile == "/interaction_profiles/khr/simple_controller";
      EXPECT_NE(has(file, "grab", hand), simple) << file.profile << ": " << hand;
    }
  }
}

TEST(BindingFiles, BindNoPartTwice) {
  for (const BindingFile& file : own_files()) {
    std::vector<std::string> paths;
    for (const Binding& each : file.bindings) paths.push_back(each.path);
    std::ranges::sort(paths);
    EXPECT_EQ(std::ranges::adjacent_find(paths), paths.end()) << file.profile;
  }
}

TEST(BindingFolder, IsTheOneThatTheEnvironmentNames) {
  ASSERT_EQ(setenv("VOLVR_OPENXR_ACTIONS", "/somewhere/else", 1), 0);
  EXPECT_EQ(find_binding_folder(), "/somewhere/else");
  unsetenv("VOLVR_OPENXR_ACTIONS");
  EXPECT_FALSE(read_binding_folder(find_binding_folder()).empty());
}

}  // namespace
}  // namespace volvr::xr
