// SPDX-License-Identifier: Apache-2.0
#include "convert/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "convert/safe_name.h"
#include "volvr/error.h"

namespace volvr::batch {
namespace {

using testing::HasSubstr;

TEST(SafeName, HasNoSeparatorsNoDotsInFrontAndAnEnd) {
  EXPECT_EQ(safe_name("../a/b\\c"), "a_b_c");
  EXPECT_EQ(safe_name("...hidden"), "hidden");
  EXPECT_EQ(safe_name(" \n\t"), "");
  EXPECT_EQ(safe_name("-rf"), "rf");
  EXPECT_EQ(safe_name("a:b*c?d\"e<f>g|h"), "a_b_c_d_e_f_g_h");
  EXPECT_EQ(safe_name(std::string("a\0b\x7f\x1b[2Jc", 9)), "a_b_2Jc");
  EXPECT_EQ(safe_name("end. . ."), "end");
  EXPECT_EQ(safe_name(std::string(500, 'x')).size(), 60U);
}

TEST(SafeName, KeepsLettersOfAllScriptsAndNothingInvisible) {
  EXPECT_EQ(safe_name("Schädel T2"), "Schädel_T2");
  EXPECT_EQ(safe_name("頭部 MRI"), "頭部_MRI");
  EXPECT_EQ(safe_name("a\u202eb"), "a_b");           // turns the direction of writing
  EXPECT_EQ(safe_name("a\u200bb\ufeffc"), "a_b_c");  // no width
  EXPECT_EQ(safe_name("a\u2044b\uff0fc"), "a_b_c");  // look like separators
  EXPECT_EQ(safe_name("a\xc3(b"), "a_b");            // broken UTF-8
  EXPECT_EQ(safe_name("a\xc0\xaf"
                      "b"),
            "a_b");  // an overlong '/'
  EXPECT_EQ(safe_name("a\xed\xa0\x80"
                      "b"),
            "a_b");  // a surrogate
}

TEST(SafeName, IsCutBetweenCharacters) {
  for (std::size_t most = 1; most < 20; ++most) {
    const std::string name = safe_name("aä頭b頭ä頭cd", most);
    EXPECT_LE(name.size(), most);
    EXPECT_EQ(safe_name(name), name) << "cut within a character";
  }
}

TEST(Template, FillsAndDropsWhatIsEmptyWithItsJoint) {
  const NameTemplate name("{patient}-{number}-{description}-{label}", false);
  EXPECT_EQ(name.fill({{"number", "003"}, {"description", "T1 axial"}}), "003-T1_axial");
  EXPECT_EQ(name.fill({{"patient", "patient2"}, {"number", "003"}, {"label", "echo 2"}}),
            "patient2-003-echo_2");
  EXPECT_EQ(name.fill({}), "volume");
  EXPECT_EQ(NameTemplate("{label}", false).fill({{"label", "CON"}}), "volume-CON");
  EXPECT_EQ(NameTemplate("lpt{number}.x", false).fill({{"number", "1"}}), "volume-lpt1.x");
  EXPECT_EQ(NameTemplate("{label}{label}", false).fill({{"label", ".."}}), "volume");
}

TEST(Template, IsNeverLongerThanAFileMayBe) {
  const std::string text = "{description}-{description}-{description}-{description}-{description}";
  const std::string name =
      NameTemplate(text, false).fill({{"description", std::string(100, 'x') + "頭"}});
  EXPECT_LE(name.size(), 160U);
}

TEST(Template, IsRefusedWithTheReason) {
  const auto refusal = [](std::string_view text, bool identity = false) -> std::string {
    try {
      const NameTemplate name(text, identity);
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_argument ? error.what() : "another code";
    }
    return "taken";
  };
  EXPECT_THAT(refusal("{numer}"), HasSubstr("number"));
  EXPECT_THAT(refusal("{patient-name}"), HasSubstr("who the patient is"));
  EXPECT_EQ(refusal("{patient-name}", true), "taken");
  EXPECT_THAT(refusal("a{number"), HasSubstr("not closed"));
  EXPECT_THAT(refusal("a}b"), HasSubstr("not opened"));
  for (const char* text : {"../{number}", "/etc/{number}", "a\\b", "a:b", "a\nb", "a\x7f"}) {
    EXPECT_THAT(refusal(text), HasSubstr("separators")) << text;
  }
}

TEST(UniqueNames, GiveDigitsToAllThatShareOne) {
  const auto names = unique_names(
      {{"a", std::string(64, '1')}, {"b", std::string(64, '2')}, {"A", std::string(64, '3')}});
  EXPECT_EQ(names, (std::vector<std::string>{"a-11111111", "b", "A-33333333"}));
}

TEST(UniqueNames, KeepApartWhatAFileSystemFolds) {
  const auto names = unique_names(
      {{"Scha\u0308del", std::string(64, '1')}, {"Sch\u00e4del", std::string(64, '2')}});
  EXPECT_NE(folded(names[0]), folded(names[1]));
}

TEST(UniqueNames, AreOnceEachWhateverTheOrder) {
  std::mt19937 random(7);
  const std::vector<std::string> wishes{"a",          "A",      "a-00000001", "b", "B-00000001",
                                        "b-00000001", "\u00e4", "a\u0308",    "ä", "x"};
  std::vector<NameRequest> requests;
  for (int i = 0; i < 200; ++i) {
    std::string key = std::to_string(i);
    key = std::string(8 - key.size(), '0') + key + std::string(56, 'f');
    requests.push_back({wishes[random() % wishes.size()], key});
  }
  std::map<std::string, std::string> by_key;
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(requests, random);
    const auto names = unique_names(requests);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
      EXPECT_TRUE(seen.insert(folded(names[i])).second) << names[i];
      const auto [at, first] = by_key.emplace(requests[i].key, names[i]);
      EXPECT_EQ(at->second, names[i]);
    }
  }
}

}  // namespace
}  // namespace volvr::batch
