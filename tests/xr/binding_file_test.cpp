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
}

TEST_F(ABindingFile, ThatIsWrongIsRefusedWithTheReason) {
  EXPECT_THAT(refusal("{"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal("[]"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal(R"({"bindings": {}})"), HasSubstr("names no profile"));
  EXPECT_THAT(refusal(R"({"profile": "/a"})"), HasSubstr("no bindings"));
  EXPECT_THAT(refusal(R"({"profile": "/a", "bindings": {"fly": []}})"), HasSubstr("\"fly\""));
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

TEST(BindingFiles, CoverFiveControllersAndGiveEachHandAPalmAndAGrab) {
  const auto files = read_binding_folder(VOLVR_OPENXR_BINDINGS_SOURCE);
  std::vector<std::string> profiles;
  for (const BindingFile& file : files) {
    profiles.push_back(file.profile);
    for (const std::string hand : {"left", "right"}) {
      for (const std::string action : {"palm", "grab", "vibrate"}) {
        EXPECT_TRUE(std::ranges::any_of(file.bindings, [&](const Binding& each) {
          return each.action == action && each.path.starts_with("/user/hand/" + hand + "/");
        })) << file.profile << ": " << hand << " " << action;
      }
    }
  }
  EXPECT_THAT(profiles, ::testing::UnorderedElementsAre(
                            "/interaction_profiles/khr/simple_controller",
                            "/interaction_profiles/oculus/touch_controller",
                            "/interaction_profiles/valve/index_controller",
                            "/interaction_profiles/htc/vive_controller",
                            "/interaction_profiles/microsoft/motion_controller"));
}

TEST(BindingFolder, IsTheOneThatTheEnvironmentNames) {
  ASSERT_EQ(setenv("VOLVR_OPENXR_ACTIONS", "/somewhere/else", 1), 0);
  EXPECT_EQ(find_binding_folder(), "/somewhere/else");
  unsetenv("VOLVR_OPENXR_ACTIONS");
  EXPECT_FALSE(read_binding_folder(find_binding_folder()).empty());
}

}  // namespace
}  // namespace volvr::xr
