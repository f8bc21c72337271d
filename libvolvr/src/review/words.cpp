// SPDX-License-Identifier: Apache-2.0
#include "review/words.h"

#include <algorithm>

#include "volvr/error.h"

namespace volvr::review {

namespace {

constexpr std::string_view blanks = " \t\r\n\v\f";
constexpr std::string_view escaped_letters = "nrt";
constexpr std::string_view escaped_meanings = "\n\r\t";

char meaning_of_escape(char letter) {
  const auto at = escaped_letters.find(letter);
  return at == std::string_view::npos ? letter : escaped_meanings[at];
}

// Reads a quoted word that begins at `at` (after its opening quote) and leaves `at` behind it.
std::string read_quoted(std::string_view sentence, std::size_t& at) {
  std::string text;
  for (; at < sentence.size(); ++at) {
    const char letter = sentence[at];
    if (letter == '"') {
      ++at;
      return text;
    }
    const bool escape = letter == '\\' && at + 1 < sentence.size();
    text += escape ? meaning_of_escape(sentence[++at]) : letter;
  }
  throw Error(ErrorCode::unknown_command, "A quoted word has no closing quote.");
}

}  // namespace

std::vector<Word> words_of(std::string_view sentence) {
  std::vector<Word> words;
  std::size_t at = 0;
  for (;;) {
    at = sentence.find_first_not_of(blanks, at);
    if (at == std::string_view::npos || sentence[at] == '#') return words;
    if (sentence[at] == '"') {
      words.push_back({read_quoted(sentence, ++at), true});
    } else {
      const std::size_t end = std::min(sentence.find_first_of(blanks, at), sentence.size());
      words.push_back({std::string(sentence.substr(at, end - at)), false});
      at = end;
    }
  }
}

std::string quoted(std::string_view word) {
  std::string text = "\"";
  for (const char letter : word) {
    const auto meaning = escaped_meanings.find(letter);
    if (meaning != std::string_view::npos) {
      text += '\\';
      text += escaped_letters[meaning];
    } else {
      if (letter == '"' || letter == '\\') text += '\\';
      text += letter;
    }
  }
  return text + '"';
}

bool needs_quotes(std::string_view word) {
  return word.empty() || word.front() == '"' || word.front() == '#' ||
         word.find_first_of(blanks) != std::string_view::npos;
}

}  // namespace volvr::review
