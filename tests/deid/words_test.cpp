// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/words.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "dicom/deid/value_check.h"

namespace volvr::dicom::deid {
namespace {

IdentityWords identity_of(std::initializer_list<const char*> values) {
  IdentityWords identity;
  for (const char* value : values) identity.add(value);
  return identity;
}

TEST(words, of_imaging_are_plain) {
  const IdentityWords nobody;
  for (const char* text :
       {"HEAD", "ORIGINAL", "B30f", "T2 FLAIR axial 5mm", "*epfid2d1_64", "FC52",
        "Image Position Patient", "ImagePositionPatient", "LightSpeed VCT", "1.5", "SIEMENS",
        "GE MEDICAL SYSTEMS", "Philips Medical Systems", "M_FFE"}) {
    EXPECT_TRUE(is_plain(text, nobody)) << text;
  }
}

TEST(words, that_nobody_knows_are_not) {
  const IdentityWords nobody;
  for (const char* text :
       {"ZQXVJ", "HEADZQXVJ", "Kowalczyk", "4711081512", "1234", "12-03-85", "192.168.1.2",
        "555 123 456 7", "Kopf \xc3\xa4", "HEAD\x01", "\x1b$B;3ED"}) {
    EXPECT_FALSE(is_plain(text, nobody)) << text;
  }
}

TEST(words, of_the_patient_are_not_plain_even_if_known) {
  const IdentityWords person = identity_of({"Head^Long", "AB-12"});
  EXPECT_FALSE(is_plain("HEAD", person));
  EXPECT_FALSE(is_plain("long axis", person));
  EXPECT_FALSE(is_plain("ab-12", person));
  EXPECT_TRUE(is_plain("chest", person));
}

TEST(words, that_are_not_plain_are_starred_out) {
  const IdentityWords person = identity_of({"Chest^Jane"});
  EXPECT_EQ(cleaned("CT Head for Frau Kowalczyk 5mm", person), "CT Head for * * 5mm");
  EXPECT_EQ(cleaned("chest Jane abdomen", person), "* * abdomen");
  EXPECT_EQ(cleaned("Kowalczyk", person), "");
  EXPECT_EQ(cleaned("head 4711081512", person), "head *");
  EXPECT_EQ(cleaned("head 12/03/85", person), "head */*/*");
}

TEST(words, an_id_made_of_harmless_parts_is_found) {
  const IdentityWords person = identity_of({"1 A 2"});
  EXPECT_EQ(cleaned("head 1 a 2", person), "");
}

TEST(codes, are_known_by_their_form) {
  for (const char* code : {"T-A0100", "113100", "121320", "69536005", "R-10206", "24627-2", ""}) {
    EXPECT_TRUE(is_code_value(code)) << code;
  }
  // 69536006 has a wrong check digit; 471108 lies outside of DICOM's codes.
  for (const char* code : {"ZQXVJ100", "69536006", "471108", "4711", "12345678901234567890"}) {
    EXPECT_FALSE(is_code_value(code)) << code;
  }
}

TEST(character_sets, are_known_by_name) {
  for (const char* term : {"ISO_IR 192", "ISO 2022 IR 87", "GB18030", ""}) {
    EXPECT_TRUE(is_character_set(term)) << term;
  }
  EXPECT_FALSE(is_character_set("ISO_IR ZQXVJ"));
}

}  // namespace
}  // namespace volvr::dicom::deid
