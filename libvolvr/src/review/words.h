// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace volvr::review {

/// One word of a sentence. A quoted word is always an argument, never a word of the vocabulary.
struct Word {
  std::string text;
  bool quoted = false;
};

/// Divides a sentence at blanks. Within double quotes blanks belong to the word, and a backslash
/// stands before a quote, a backslash, or the letters n, r and t. A word that begins with # and is
/// not quoted begins a comment, which is left out.
/// @throws Error unknown_command for quotes that are not closed
std::vector<Word> words_of(std::string_view sentence);

/// The word between double quotes, so that `words_of` gives it back.
std::string quoted(std::string_view word);

/// Whether a word must stand in quotes to be read back as it is.
bool needs_quotes(std::string_view word);

}  // namespace volvr::review
