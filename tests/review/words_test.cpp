// SPDX-License-Identifier: Apache-2.0
#include "review/words.h"

#include <gtest/gtest.h>

#include "volvr/error.h"

namespace volvr::review {
namespace {

TEST(Words, AreDividedAtBlanksAndQuotesKeepThem) {
  const auto words = words_of(" one  \"two three\"\tfour\"five ");
  ASSERT_EQ(words.size(), 3U);
  EXPECT_EQ(words[0].text, "one");
  EXPECT_EQ(words[1].text, "two three");
  EXPECT_TRUE(words[1].quoted);
  EXPECT_EQ(words[2].text, "four\"five");
  EXPECT_FALSE(words[2].quoted);
}

TEST(Words, ACommentBeginsAWordAndEndsTheSentence) {
  EXPECT_TRUE(words_of("# nothing else").empty());
  ASSERT_EQ(words_of("snapshot out#1 # not this").size(), 2U);
  EXPECT_EQ(words_of("snapshot \"# this\"")[1].text, "# this");
}

TEST(Words, QuotingReadsBack) {
  for (const std::string word : {"", "a b", "\\", "\"", "a\nb\tc\rd", "\\n", "plain"}) {
    const auto words = words_of(quoted(word));
    ASSERT_EQ(words.size(), 1U);
    EXPECT_EQ(words[0].text, word);
  }
}

TEST(Words, OpenQuotesAreRefused) {
  EXPECT_THROW((void)words_of("snapshot \"folder"), Error);
  EXPECT_THROW((void)words_of("snapshot \"folder\\\""), Error);
}

}  // namespace
}  // namespace volvr::review
