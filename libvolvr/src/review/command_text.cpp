// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "core/suggest.h"
#include "review/vocabulary.h"
#include "review/words.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {

namespace {

using review::Form;
using review::Word;

// Whether the sentence begins with the form's words; quoted words are arguments.
bool begins_as(const Form& form, const std::vector<Word>& words) {
  return words.size() >= form.literals.size() &&
         std::equal(form.literals.begin(), form.literals.end(), words.begin(),
                    [](const std::string& literal, const Word& word) {
                      return !word.quoted && word.text == literal;
                    });
}

bool fits(const Form& form, const std::vector<Word>& words) {
  if (!begins_as(form, words) || words.size() != form.words()) return false;
  if (form.keyword.empty()) return true;
  const Word& word = words[form.literals.size() + 1];
  return !word.quoted && word.text == form.keyword;
}

std::vector<Word> arguments_of(const Form& form, const std::vector<Word>& words) {
  std::vector<Word> arguments(words.begin() + static_cast<std::ptrdiff_t>(form.literals.size()),
                              words.end());
  if (!form.keyword.empty()) arguments.erase(arguments.begin() + 1);
  return arguments;
}

[[noreturn]] void refuse_verb(const std::string& verb) {
  std::vector<std::string_view> verbs;
  for (const Form& form : review::vocabulary()) {
    if (verbs.empty() || verbs.back() != form.literals.front()) {
      verbs.push_back(form.literals.front());
    }
  }
  throw Error(ErrorCode::unknown_command,
              "There is no command \"" + verb + "\"" + suggestion(verb, verbs), verb);
}

[[noreturn]] void refuse_arguments(const std::string& verb) {
  std::string expected;
  for (const Form& form : review::vocabulary()) {
    if (form.literals.front() == verb) {
      expected += (expected.empty() ? "" : " or ") + ("\"" + usage(form) + "\"");
    }
  }
  if (expected.empty()) refuse_verb(verb);
  throw Error(ErrorCode::unknown_command, "The command " + verb + " is said as " + expected + ".",
              verb);
}

// An unquoted argument must not be taken for a word of the vocabulary ("preset next").
bool is_literal(const std::string& word) {
  return std::ranges::any_of(review::vocabulary(), [&](const Form& form) {
    return form.keyword == word || std::ranges::find(form.literals, word) != form.literals.end();
  });
}

}  // namespace

Command parse_command(std::string_view text) {
  const std::vector<Word> words = review::words_of(text);
  if (words.empty()) throw Error(ErrorCode::unknown_command, "An empty line is not a command.");
  for (const Form& form : review::vocabulary()) {
    if (fits(form, words)) return form.parse(arguments_of(form, words));
  }
  refuse_arguments(words.front().text);
}

std::string to_text(const Command& command) {
  for (const Form& form : review::vocabulary()) {
    auto arguments = form.print(command);
    if (!arguments) continue;
    for (std::string& argument : *arguments) {
      const bool quotes = review::needs_quotes(argument) || is_literal(argument);
      if (quotes) argument = review::quoted(argument);
    }
    return review::joined(form, *arguments);
  }
  throw Error(ErrorCode::internal, "A command has no text form.");
}

std::vector<std::pair<std::string, std::string>> command_help() {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Form& form : review::vocabulary()) lines.emplace_back(usage(form), form.help);
  return lines;
}

}  // namespace volvr
