// SPDX-License-Identifier: Apache-2.0
#include "program.h"

#include <exception>
#include <iostream>
#include <new>
#include <string>

#include "interruption.h"
#include "text.h"

namespace volvr::app {

namespace {

ExitCode usage_error(const CLI::App& parser, const CLI::ParseError& error) {
  std::string sentence = error.what();
  if (sentence.empty()) sentence = "The command line is wrong.";
  if (sentence.back() != '.') sentence += '.';
  complain(sentence + " " + parser.get_name() + " --help tells more.");
  return ExitCode::usage;
}

// Output that could not be written, to a full disk or a closed pipe, is no success.
ExitCode with_output_checked(ExitCode code) {
  std::cout.flush();
  if (std::cout) return code;
  complain("The output cannot be written.");
  return ExitCode::bad_output;
}

ExitCode work_or_complain(const std::function<ExitCode()>& work) {
  try {
    return with_output_checked(work());
  } catch (const Error& error) {
    complain(error.what());
    return exit_code_for(error.code());
  } catch (const std::bad_alloc&) {
    complain("There is not enough memory.");
  } catch (const std::exception& error) {
    complain(std::string("Something unexpected failed: ") + error.what());
  }
  return ExitCode::failed;
}

}  // namespace

int run_program(CLI::App& parser, int count, char** arguments,
                const std::function<ExitCode()>& work) {
  try {
    parser.parse(count, arguments);
  } catch (const CLI::Success& help_or_version) {
    parser.exit(help_or_version);
    return static_cast<int>(with_output_checked(ExitCode::done));
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(usage_error(parser, error));
  }
  notice_interruptions();
  return static_cast<int>(work_or_complain(work));
}

void complain(std::string_view sentence) {
  std::cerr << "volvr: " + printable(sentence) + "\n" << std::flush;
}

void warn(std::string_view sentence) {
  complain("warning: " + std::string(sentence));
}

}  // namespace volvr::app
