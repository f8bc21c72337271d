// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <string>
#include <system_error>

#include "review/words.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {

namespace {

namespace fs = std::filesystem;

std::ifstream open_script(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) {
    throw Error(ErrorCode::not_found, "There is no script " + file.string() + ".", file.string());
  }
  std::ifstream input;
  if (!fs::is_directory(file, error)) input.open(file);
  if (!input.is_open()) {
    throw Error(ErrorCode::not_readable, "The script " + file.string() + " cannot be read.",
                file.string(), "open");
  }
  return input;
}

}  // namespace

std::vector<Command> read_script(const fs::path& file) {
  std::ifstream input = open_script(file);
  std::vector<Command> commands;
  std::string line;
  for (int number = 1; std::getline(input, line); ++number) {
    try {
      if (!review::words_of(line).empty()) commands.push_back(parse_command(line));
    } catch (const Error& error) {
      throw Error(error.code(),
                  file.string() + ", line " + std::to_string(number) + ": " + error.what(),
                  file.string());
    }
  }
  if (input.bad()) {
    throw Error(ErrorCode::not_readable, "The script " + file.string() + " cannot be read.",
                file.string(), "read");
  }
  return commands;
}

}  // namespace volvr
