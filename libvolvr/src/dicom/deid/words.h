// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace volvr::dicom::deid {

/// Words that tell of imaging and anatomy, not of people: common terms, makers and products
/// (word_list.cpp), and the words of the names that PS3.6 gives to its attributes.
/// @param word  lower case
bool is_known_word(std::string_view word);

/// The words of `word_list.cpp`, divided by blanks.
extern const std::string_view common_words;

/// What tells who the patient is, from one object: parts of names, IDs, addresses, in lower case.
struct IdentityWords {
  std::set<std::string, std::less<>> words;    ///< single words
  std::set<std::string, std::less<>> phrases;  ///< whole values of three characters and more
  void add(std::string_view value);
};

/// Whether a text holds nothing but known words, single letters and short numbers, none of them the
/// patient's. Control characters, letters of other scripts, numbers of four digits and more, more
/// than six digits in all and what looks like a date or an address are not plain.
bool is_plain(std::string_view text, const IdentityWords& identity);

/// The text with every word that is not plain replaced by "*"; empty where nothing is left.
std::string cleaned(std::string_view text, const IdentityWords& identity);

}  // namespace volvr::dicom::deid
