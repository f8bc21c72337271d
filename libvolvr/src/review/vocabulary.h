// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "review/words.h"
#include "volvr/command.h"

namespace volvr::review {

/// One form of one command: the row from which parsing, printing and help are all made.
struct Form {
  std::vector<std::string> literals;   ///< the words it begins with: {"window", "nudge"}
  std::vector<std::string> arguments;  ///< names of its arguments: {"CENTRE", "FACTOR"}
  std::string keyword;                 ///< a word behind the first argument: "opacity"; or none
  std::string help;                    ///< what it does, one sentence

  std::size_t words() const {
    return literals.size() + arguments.size() + (keyword.empty() ? 0 : 1);
  }

  /// Reads the arguments; precondition: as many words as `arguments`.
  /// @throws Error unknown_command, naming the word that is wrong and what was expected
  std::function<Command(std::span<const Word>)> parse;

  /// The arguments as words, or nothing where the command is none that this form can say.
  std::function<std::optional<std::vector<std::string>>(const Command&)> print;
};

/// All forms. Where several fit, the first is meant.
const std::vector<Form>& vocabulary();

/// The form's literals and argument names: "window nudge CENTRE FACTOR", "layer NUMBER opacity OPACITY".
std::string usage(const Form& form);

/// The same with these arguments.
std::string joined(const Form& form, const std::vector<std::string>& arguments);

}  // namespace volvr::review
