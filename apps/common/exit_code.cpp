// SPDX-License-Identifier: Apache-2.0
#include "exit_code.h"

#include <algorithm>
#include <array>
#include <format>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace volvr::app {

namespace {

struct Row {
  ExitCode code;
  std::string_view meaning;
  std::vector<ErrorCode> errors;  // those that end a program with it
};

const std::vector<Row>& table() {
  using enum ErrorCode;
  static const std::vector<Row> rows = {
      {ExitCode::done, "done", {}},
      {ExitCode::failed, "failed, nothing was done", {out_of_memory, internal}},
      {ExitCode::usage,
       "the command line, a script, a name or a value is wrong",
       {unknown_preset, unknown_setting, unknown_command, invalid_argument}},
      {ExitCode::some_failed, "some was done, some failed", {}},
      {ExitCode::bad_input, "an input is absent or cannot be read", {not_found, not_readable}},
      {ExitCode::no_series,
       "no DICOM, or no series that can be loaded as asked",
       {not_dicom, malformed, unsupported, missing_geometry, irregular_geometry, mixed_patients}},
      {ExitCode::bad_output,
       "the output cannot be written (permission, space, exists already)",
       {not_writable, no_space}},
      {ExitCode::no_display,
       "no display, no headset, or its runtime was lost",
       {no_display, no_runtime, no_headset, runtime_lost}},
      {ExitCode::interrupted, "interrupted; nothing half-written is left", {cancelled}},
  };
  return rows;
}

}  // namespace

ExitCode exit_code_for(ErrorCode code) {
  for (const Row& row : table()) {
    if (std::ranges::find(row.errors, code) != row.errors.end()) return row.code;
  }
  return ExitCode::failed;
}

std::string exit_code_help() {
  std::string text = "Exit codes:\n";
  for (const Row& row : table()) {
    text += std::format("  {:>3}  {}\n", static_cast<int>(row.code), row.meaning);
  }
  return text;
}

}  // namespace volvr::app
