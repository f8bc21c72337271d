// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "dicom/character_set.h"
#include "dicom/expect.h"
#include "support/data.h"

namespace volvr::test {
namespace {

using dicom::to_utf8;

TEST(character_set, ascii_needs_none) {
  EXPECT_EQ(to_utf8("Doe^Jane", ""), "Doe^Jane");
  EXPECT_EQ(to_utf8("Doe^Jane", "ISO_IR 144"), "Doe^Jane");
}

TEST(character_set, latin_and_cyrillic) {
  EXPECT_EQ(to_utf8("\xc4neas^R\xfc"
                    "diger",
                    "ISO_IR 100"),
            "Äneas^Rüdiger");
  EXPECT_EQ(to_utf8("\xbb\xee\xda"
                    "ce\xdc\xd1yp\xd3",
                    "ISO_IR 144"),
            "Люкceмбypг");
}

TEST(character_set, utf8_is_kept) {
  EXPECT_EQ(to_utf8("Größe", "ISO_IR 192"), "Größe");
}

TEST(character_set, japanese_with_escapes) {
  // The example of PS3.5 H.3.1: one group in each script.
  const std::string raw =
      "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
  EXPECT_EQ(to_utf8(raw, "\\ISO 2022 IR 87"), "Yamada^Tarou=山田^太郎=やまだ^たろう");
}

TEST(character_set, undeclared_bytes_are_utf8_or_latin1) {
  EXPECT_EQ(to_utf8("Größe", ""), "Größe");
  EXPECT_EQ(to_utf8("Gr\xf6\xdf"
                    "e",
                    ""),
            "Größe");
}

TEST(character_set, an_unknown_set_loses_no_text) {
  EXPECT_EQ(to_utf8("Gr\xf6\xdf"
                    "e",
                    "ISO_IR 9999"),
            "Größe");
}

TEST(character_set, names_of_real_files) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "charset_public");
  const std::map<std::string, std::string> expected{
      {"chrGerm.dcm", "Äneas^Rüdiger"},
      {"chrRuss.dcm", "Люкceмбypг"},
      {"chrGreek.dcm", "Διονυσιος"},
      {"chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう"},
      {"chrX1.dcm", "Wang^XiaoDong=王^小東="},
      {"chrI2.dcm", "Hong^Gildong=洪^吉洞=홍^길동"}};
  for (const auto& [file, name] : expected) {
    const Catalog catalog = scan(folder / file);
    ASSERT_EQ(catalog.series.size(), 1U) << file;
    EXPECT_EQ(catalog.series[0].patient.patient_name, name) << file;
  }
}

}  // namespace
}  // namespace volvr::test
