// SPDX-License-Identifier: Apache-2.0
#include "render_starter.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "volvr/error.h"

namespace volvr::app {

namespace {

// A launcher that starts the programs in a way of its own (cmake/bundle/launch.sh) names its
// folder; else they lie side by side.
std::filesystem::path folder_of_programs() {
  if (const char* launchers = std::getenv("VOLVR_LAUNCHERS")) return launchers;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

// Precondition: the verb follows the program's name, in whose place the other program's goes.
[[noreturn]] void start_render(char** arguments) {
  const std::string program = folder_of_programs() / "volvr-render";
  arguments[0] = const_cast<char*>(program.c_str());
  execv(program.c_str(), arguments);
  throw Error(ErrorCode::internal,
              "The program " + program + " cannot be started: " + std::strerror(errno) + ".",
              program, "execv");
}

}  // namespace

void add_verb_of_render(CLI::App& parser, std::function<ExitCode()>& work, char** arguments,
                        const std::string& name, const std::string& help) {
  CLI::App* verb = parser.add_subcommand(name, help);
  // Whatever follows, --help too, is for the other program to understand.
  verb->set_help_flag();
  verb->prefix_command();
  verb->callback(
      [arguments, &work] { work = [arguments]() -> ExitCode { start_render(arguments); }; });
}

}  // namespace volvr::app
